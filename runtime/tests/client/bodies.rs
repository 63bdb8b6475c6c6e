//! Bodies of requests in every media type, as bytes.

use std::collections::BTreeMap;

use runtime::{AdditionalProperties, Base64, ErrorKind, FilePart, Nullable, Value};

use crate::support::*;
use crate::test_operation;

struct Upload {
    name: String,
    size: Option<i64>,
    data: Option<Base64>,
    tags: Vec<String>,
    meta: Option<Value>,
    additional_properties: AdditionalProperties,
}

runtime::model! {
    Upload from "" {
        name: Required "na\"me" [],
        size: Optional "size" [],
        data: Optional "data" [],
        tags: Required "tags" [],
        meta: Optional "meta" [],
        additional_properties: Rest "" [],
    }
}

fn upload() -> Upload {
    Upload {
        name: "a b&c=ü".to_owned(),
        size: None,
        data: Some(Base64::from(&b"\x00\xff"[..])),
        tags: vec!["x".to_owned(), "y+z".to_owned()],
        meta: runtime::json::from_slice(br#"{"k":[1]}"#).ok(),
        additional_properties: AdditionalProperties::default(),
    }
}

test_operation! { Members { id: String, a: String, b: Option<i64>, c: Nullable<bool>, d: Option<String> } -> Value from "" {
    request: POST "/{id}", security: [], facts: [Body("application/json", Json)],
    inputs: {
        id: Path Required "id" [],
        a: Member Required "a\"" [],
        b: Member Optional "b" [],
        c: Member OptionalNullable "c" [],
        d: Member Nullable "d" [],
    },
    body: [],
} }
test_operation! { Whole { body: Option<Vec<i64>> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("application/vnd.x+json", Json)],
    inputs: { body: Body Optional "" [] },
} }
test_operation! { WholeForm { body: Upload } -> Value from "" {
    request: POST "/", security: [],
    facts: [Body("application/x-www-form-urlencoded", Form), Encoding("tags", &[Explode(false)]), Encoding("meta", &[Style(DeepObject)])],
    inputs: { body: Body Required "" [] },
} }
test_operation! { FormMembers { q: String, n: Option<i64>, list: Vec<String> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("application/x-www-form-urlencoded", Form)],
    inputs: { q: Member Required "q" [], n: Member Optional "n" [], list: Member Required "list" [Content("application/json")] },
    body: [],
} }
test_operation! { Parts { body: Upload } -> Value from "" {
    request: POST "/", security: [], facts: [Body("multipart/form-data", Multipart), Encoding("data", &[Content("image/png")])],
    inputs: { body: Body Required "" [] },
} }
test_operation! { PlainText { body: String } -> Value from "" {
    request: PUT "/", security: [], facts: [Body("text/plain; charset=utf-8", Text)],
    inputs: { body: Body Required "" [] },
} }
test_operation! { PlainBytes { body: Base64 } -> Value from "" {
    request: PUT "/", security: [], facts: [Body("application/octet-stream", Bytes)],
    inputs: { body: Body Required "" [] },
} }

test_operation! { Lines { body: Vec<Value> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("application/x-ndjson", JsonLines)],
    inputs: { body: Body Required "" [] },
} }
test_operation! { Sequence { body: Value } -> Value from "" {
    request: POST "/", security: [], facts: [Body("application/json-seq", JsonLines)],
    inputs: { body: Body Required "" [] },
} }
test_operation! { Events { body: String } -> Value from "" {
    request: POST "/", security: [], facts: [Body("text/event-stream", EventStream)],
    inputs: { body: Body Required "" [] },
} }
test_operation! { Odd { text: String, file: Base64, list: Vec<i64>, object: Value } -> Value from "" {
    request: POST "/", security: [], facts: [Body("multipart/form-data", Multipart)],
    inputs: {
        text: Member Required "te\"x\r\nt" [],
        file: Member Required "file" [],
        list: Member Required "list" [],
        object: Member Required "object" [Content("application/vnd.x+json")],
    },
} }

test_operation! { OptionalMembers { a: Option<String>, list: Option<Vec<i64>> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("application/json", Json), OptionalBody],
    inputs: { a: Member Optional "a" [], list: Member Optional "list" [] },
    body: [MaxProperties(2)],
} }
test_operation! { OptionalForm { a: Option<String> } -> Value from "" {
    request: GET "/", security: [], facts: [Body("application/x-www-form-urlencoded", Form), OptionalBody],
    inputs: { a: Member Optional "a" [] },
} }
test_operation! { OptionalParts { a: Option<String> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("multipart/form-data", Multipart), OptionalBody],
    inputs: { a: Member Optional "a" [] },
    body: [],
} }
test_operation! { Addresses { id: String, shipping: Value, billing: Value, lines: Vec<Value> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("application/x-www-form-urlencoded", Form)],
    inputs: {
        id: Member Required "id" [],
        shipping: Member Required "shipping" [],
        billing: Member Required "billing" [Style(Form)],
        lines: Member Required "lines" [],
    },
} }
test_operation! { Texts { tags: Vec<String>, all: Vec<String> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("application/x-www-form-urlencoded", Form)],
    inputs: {
        tags: Member Required "tags" [Content("text/plain")],
        all: Member Required "all" [Content("application/json")],
    },
} }

test_operation! { StyledParts { form: Value, ids: Vec<i64>, link: Value, rows: Vec<Vec<i64>>, code: Base64, codes: Vec<Base64> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("multipart/form-data", Multipart)],
    inputs: {
        form: Member Required "form" [Content("application/x-www-form-urlencoded")],
        ids: Member Required "ids" [Style(PipeDelimited), Explode(false)],
        link: Member Required "link" [Style(DeepObject)],
        rows: Member Required "rows" [],
        code: Member Required "code" [Format("byte")],
        codes: Member Required "codes" [Items(&[ContentEncoding("base64")])],
    },
} }

test_operation! { WholeParts { all: Vec<i64>, scan: FilePart, scans: Vec<FilePart> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("multipart/form-data", Multipart)],
    inputs: {
        all: Member Required "all" [Content("application/json")],
        scan: Member Required "scan" [Style(Form)],
        scans: Member Required "scans" [Style(PipeDelimited), Explode(false)],
    },
} }

/// One of several things.
pub enum Either {
    /// A text.
    Text(String),
    /// A file.
    File(FilePart),
    /// Files.
    Files(Vec<FilePart>),
    /// Numbers.
    Numbers(Vec<i64>),
    /// Names with values.
    Map(BTreeMap<String, i64>),
    /// Anything else.
    Unknown(Value),
}

runtime::union! {
    Either from "" {
        Text when [Type(JsonType::String)] [],
        File when [Decodes] [],
        Files when [Decodes] [],
        Numbers when [Decodes] [],
        Map when [Type(JsonType::Object)] [],
    } else Unknown
}

test_operation! { EitherParts { text: Either, file: Either, files: Either, numbers: Either, map: Either } -> Value from "" {
    request: POST "/", security: [], facts: [Body("multipart/form-data", Multipart)],
    inputs: {
        text: Member Required "text" [],
        file: Member Required "file" [],
        files: Member Required "files" [Content("image/png")],
        numbers: Member Required "numbers" [],
        map: Member Required "map" [],
    },
} }
test_operation! { EitherForm { numbers: Either, deep: Option<BTreeMap<String, Either>> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("application/x-www-form-urlencoded", Form)],
    inputs: { numbers: Member Required "numbers" [Content("text/plain")], deep: Member Optional "deep" [Style(DeepObject)] },
} }
test_operation! { EitherList { deep: BTreeMap<String, Vec<Either>> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("application/x-www-form-urlencoded", Form)],
    inputs: { deep: Member Required "deep" [Style(DeepObject)] },
} }
test_operation! { EitherBytes { body: Either } -> Value from "" {
    request: PUT "/", security: [], facts: [Body("application/octet-stream", Bytes)],
    inputs: { body: Body Required "" [] },
} }
test_operation! { EitherLines { body: Either } -> Value from "" {
    request: PUT "/", security: [], facts: [Body("application/x-ndjson", JsonLines)],
    inputs: { body: Body Required "" [] },
} }
test_operation! { EitherWholeForm { body: Either } -> Value from "" {
    request: POST "/", security: [], facts: [Body("application/x-www-form-urlencoded", Form)],
    inputs: { body: Body Required "" [] },
} }
test_operation! { EitherWholeParts { body: Either } -> Value from "" {
    request: POST "/", security: [], facts: [Body("multipart/form-data", Multipart)],
    inputs: { body: Body Required "" [] },
} }

/// The media type and the bytes of the body.
fn body(request: runtime::http::Request<runtime::bytes::Bytes>) -> (Option<String>, String) {
    let media = request
        .headers()
        .get("content-type")
        .map(|value| value.to_str().unwrap().to_owned());
    (media, String::from_utf8_lossy(request.body()).into_owned())
}

fn local() -> runtime::Client {
    client("http://localhost")
}

#[test]
fn a_body_that_is_not_there_has_a_length_where_one_is_expected() {
    macro_rules! length {
        ($method:ident) => {{
            test_operation! { Empty {} -> () from "" {
                request: $method "/", security: [], facts: [], inputs: {},
            } }
            let server = Server::json("{}");
            block_on(Empty::new(&client(server.url())).send()).unwrap();
            let request = server.only();
            assert_eq!(request.header("transfer-encoding"), None);
            request.header("content-length")
        }};
    }
    let zero = Some("0".to_owned());
    assert_eq!(
        [length!(POST), length!(PUT), length!(PATCH)],
        [zero.clone(), zero.clone(), zero.clone()]
    );
    assert_eq!([length!(GET), length!(DELETE)], [None, None]);

    let server = Server::json("{}");
    block_on(Whole::new(&client(server.url()), None).send()).unwrap();
    assert_eq!(server.only().header("content-length"), zero);
}

#[test]
fn json_from_members() {
    let json = |b, c, d| {
        body(
            Members::new(&local(), "1".into(), "x\n".into(), b, c, d)
                .request()
                .unwrap(),
        )
        .1
    };
    assert_eq!(
        json(None, Nullable::Absent, None),
        r#"{"a\"":"x\n","d":null}"#
    );
    assert_eq!(
        json(Some(5), Nullable::Null, Some("y".into())),
        r#"{"a\"":"x\n","b":5,"c":null,"d":"y"}"#
    );
    assert_eq!(
        json(None, Nullable::Value(true), None),
        r#"{"a\"":"x\n","c":true,"d":null}"#
    );
}

/// Members that only the caller knows of stand after the others, and in place of those of the same name.
#[test]
fn members_that_the_document_does_not_have() {
    let local = local();
    let members = Members::new(
        &local,
        "1".to_owned(),
        "x".to_owned(),
        None,
        Nullable::Absent,
        None,
    );
    let members = members
        .body_member("beta", true)
        .body_member("a\"", "other")
        .body_member("beta", vec![1, 2]);
    let (_, json) = body(members.request().unwrap());
    assert_eq!(json, r#"{"d":null,"a\"":"other","beta":[1,2]}"#);

    let optional = OptionalMembers::new(&local, None, None).body_member("beta", 1);
    assert_eq!(body(optional.request().unwrap()).1, r#"{"beta":1}"#);

    let form = FormMembers::new(&local, "x".to_owned(), Some(1), Vec::new());
    let form = form.body_member("n", 2).body_member("beta", "ü");
    assert_eq!(
        body(form.request().unwrap()).1,
        "q=x&list=%5B%5D&n=2&beta=%C3%BC"
    );

    let parts = OptionalParts::new(&local, None).body_member("beta", "ü");
    let (_, text) = body(parts.request().unwrap());
    assert!(
        text.contains("\r\ncontent-disposition: form-data; name=\"beta\"\r\n\r\nü\r\n"),
        "{text}"
    );
    assert!(
        !format!("{optional:?}").contains("beta\": 1"),
        "{optional:?}"
    );
}

#[test]
fn json_as_a_whole() {
    let sent = body(Whole::new(&local(), Some(vec![1, 2])).request().unwrap());
    assert_eq!(
        sent,
        (
            Some("application/vnd.x+json".to_owned()),
            "[1,2]".to_owned()
        )
    );
    let nothing = body(Whole::new(&local(), None).request().unwrap());
    assert_eq!(nothing, (None, String::new()));
}

#[test]
fn forms() {
    let (media, text) = body(WholeForm::new(&local(), upload()).request().unwrap());
    assert_eq!(media.as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        text,
        "na%22me=a+b%26c%3D%C3%BC&data=AP8%3D&tags=x,y%2Bz&meta%5Bk%5D%5B%5D=1"
    );
    let (_, text) = body(
        FormMembers::new(&local(), "~*".into(), None, vec!["a".into()])
            .request()
            .unwrap(),
    );
    assert_eq!(text, "q=%7E*&list=%5B%22a%22%5D");
}

#[test]
fn an_optional_body_without_members_is_left_out() {
    let local = local();
    let members = || OptionalMembers::new(&local, None, None);
    assert_eq!(body(members().request().unwrap()), (None, String::new()));
    let mut set = members();
    set.inputs.list = Some(Vec::new());
    assert_eq!(body(set.request().unwrap()).1, r#"{"list":[]}"#);

    let form = OptionalForm::new(&local, None).request().unwrap();
    assert_eq!(body(form), (None, String::new()));
    let form = OptionalForm::new(&local, Some("x".to_owned()));
    assert_eq!(body(form.request().unwrap()).1, "a=x");
    let parts = OptionalParts::new(&local, None).request().unwrap();
    assert_eq!(body(parts), (None, String::new()));
}

#[test]
fn objects_in_forms_are_json_unless_a_style_says_otherwise() {
    let request = Addresses::new(
        &local(),
        "1".to_owned(),
        value(r#"{"city":"A"}"#),
        value(r#"{"city":"B"}"#),
        vec![value(r#"{"a":1}"#), value("2")],
    );
    assert_eq!(
        body(request.request().unwrap()).1,
        "id=1&shipping=%7B%22city%22%3A%22A%22%7D&city=B&lines=%7B%22a%22%3A1%7D&lines=2"
    );
}

#[test]
fn items_in_forms_have_the_media_type_of_their_list() {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    let request = Texts::new(&local(), texts(&["a", "b c"]), texts(&["a"]));
    assert_eq!(
        body(request.request().unwrap()).1,
        "tags=a&tags=b+c&all=%5B%22a%22%5D"
    );
}

#[test]
fn multipart() {
    let request = Parts::new(&local(), upload()).request().unwrap();
    let media = request.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let boundary = media
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap()
        .to_owned();
    let parts: [&[u8]; 6] = [
        b"content-disposition: form-data; name=\"na%22me\"\r\n\r\na b&c=\xc3\xbc\r\n",
        b"content-disposition: form-data; name=\"data\"; filename=\"data\"\r\ncontent-type: image/png\r\n\r\n\x00\xff\r\n",
        b"content-disposition: form-data; name=\"tags\"\r\n\r\nx\r\n",
        b"content-disposition: form-data; name=\"tags\"\r\n\r\ny+z\r\n",
        b"content-disposition: form-data; name=\"meta\"\r\ncontent-type: application/json\r\n\r\n{\"k\":[1]}\r\n",
        b"",
    ];
    let mut expected = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        expected.extend_from_slice(
            format!("--{boundary}{}\r\n", if index == 5 { "--" } else { "" }).as_bytes(),
        );
        expected.extend_from_slice(part);
    }
    assert_eq!(request.body().as_ref(), expected);
    let again = Parts::new(&local(), upload()).request().unwrap();
    assert_eq!(
        again.body(),
        request.body(),
        "the same request twice is the same twice"
    );
}

#[test]
fn a_null_is_no_part_but_a_line() {
    test_operation! { Nulls { list: Vec<Option<i64>> } -> Value from "" {
        request: POST "/", security: [], facts: [Body("multipart/form-data", Multipart)],
        inputs: { list: Member Required "list" [] },
    } }
    let (media, text) = body(Nulls::new(&local(), vec![None, Some(1)]).request().unwrap());
    let boundary = media.unwrap().rsplit_once('=').unwrap().1.to_owned();
    assert_eq!(
        text,
        format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"list\"\r\n\r\n1\r\n--{boundary}--\r\n"
        )
    );
    let items = vec![Value::Null, Value::from(1)];
    let (_, text) = body(Lines::new(&local(), items).request().unwrap());
    assert_eq!(text, "null\n1\n");
}

#[test]
fn a_part_with_a_style_is_a_number_or_not_sent() {
    test_operation! { Ratios { of: Vec<f64> } -> Value from "" {
        request: POST "/", security: [], facts: [Body("multipart/form-data", Multipart)],
        inputs: { of: Member Required "of" [Style(PipeDelimited), Explode(false)] },
    } }
    let client = builder("http://localhost")
        .request_validation(false)
        .build()
        .unwrap();
    let error = Ratios::new(&client, vec![1.5, f64::NAN])
        .request()
        .unwrap_err();
    assert!(error.to_string().contains("`of` cannot be sent"), "{error}");
}

#[test]
fn parts_with_styles_and_parts_that_are_text() {
    let request = StyledParts::new(
        &local(),
        value(r#"{"a":"b c","d":1}"#),
        vec![1, 2],
        value(r#"{"create":true,"of":{"a":"b c"}}"#),
        vec![vec![1, 2], vec![3]],
        Base64::from(&b"\x00\xff"[..]),
        vec![Base64::from(&b"a"[..])],
    );
    let text = body(request.request().unwrap()).1;
    let boundary = text.lines().next().unwrap().to_owned();
    let parts: Vec<_> = text
        .split(&format!("{boundary}\r\ncontent-disposition: form-data; "))
        .skip(1)
        .collect();
    assert_eq!(
        parts,
        [
            "name=\"form\"\r\ncontent-type: application/x-www-form-urlencoded\r\n\r\na=b+c&d=1\r\n"
                .to_owned(),
            "name=\"ids\"\r\n\r\n1|2\r\n".to_owned(),
            "name=\"link[create]\"\r\n\r\ntrue\r\n".to_owned(),
            "name=\"link[of][a]\"\r\n\r\nb c\r\n".to_owned(),
            "name=\"rows\"\r\ncontent-type: application/json\r\n\r\n[1,2]\r\n".to_owned(),
            "name=\"rows\"\r\ncontent-type: application/json\r\n\r\n[3]\r\n".to_owned(),
            "name=\"code\"\r\ncontent-type: application/octet-stream\r\n\r\nAP8=\r\n".to_owned(),
            format!(
                "name=\"codes\"\r\ncontent-type: application/octet-stream\r\n\r\nYQ==\r\n{boundary}--\r\n"
            ),
        ]
    );
}

#[test]
fn json_and_files_are_parts_in_spite_of_lists_and_styles() {
    let request = WholeParts::new(
        &local(),
        vec![1, 2],
        FilePart::from(b"S"),
        vec![FilePart::from(b"s"), FilePart::from(b"t")],
    );
    let text = body(request.request().unwrap()).1;
    let boundary = text.lines().next().unwrap().to_owned();
    let file = |name: &str, byte: &str| {
        format!(
            "name=\"{name}\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n{byte}\r\n"
        )
    };
    let parts = [
        "name=\"all\"\r\ncontent-type: application/json\r\n\r\n[1,2]\r\n".to_owned(),
        file("scan", "S"),
        file("scans", "s"),
        file("scans", "t"),
    ];
    let start = format!("{boundary}\r\ncontent-disposition: form-data; ");
    let parts = parts.map(|part| format!("{start}{part}"));
    assert_eq!(text, format!("{}{boundary}--\r\n", parts.concat()));
}

#[test]
fn what_a_union_holds_is_written_as_it_is() {
    let file = |bytes: &[u8]| FilePart::from(bytes).with_file_name("a.bin");
    let request = EitherParts::new(
        &local(),
        Either::Text("a\"b".to_owned()),
        Either::File(file(b"\x01")),
        Either::Files(vec![file(b"\x02"), file(b"\x03")]),
        Either::Numbers(vec![1, 2]),
        Either::Map([("k".to_owned(), 1)].into()),
    );
    let text = body(request.request().unwrap()).1;
    let boundary = text.lines().next().unwrap().to_owned();
    let parts: Vec<_> = text
        .trim_end_matches("--\r\n")
        .trim_end_matches(&boundary)
        .split(&format!("{boundary}\r\ncontent-disposition: form-data; "))
        .skip(1)
        .collect();
    assert_eq!(
        parts,
        [
            "name=\"text\"\r\n\r\na\"b\r\n",
            "name=\"file\"; filename=\"a.bin\"\r\ncontent-type: application/octet-stream\r\n\r\n\x01\r\n",
            "name=\"files\"; filename=\"a.bin\"\r\ncontent-type: image/png\r\n\r\n\x02\r\n",
            "name=\"files\"; filename=\"a.bin\"\r\ncontent-type: image/png\r\n\r\n\x03\r\n",
            "name=\"numbers\"\r\n\r\n1\r\n",
            "name=\"numbers\"\r\n\r\n2\r\n",
            "name=\"map\"\r\ncontent-type: application/json\r\n\r\n{\"k\":1}\r\n",
        ]
    );

    let mut form = EitherForm::new(&local(), Either::Numbers(vec![1, 2]), None);
    assert_eq!(body(form.request().unwrap()).1, "numbers=1&numbers=2");
    form.inputs.deep = Some([("d".to_owned(), Either::Numbers(vec![3, 4]))].into());
    assert_eq!(
        body(form.request().unwrap()).1,
        "numbers=1&numbers=2&deep%5Bd%5D%5B%5D=3&deep%5Bd%5D%5B%5D=4"
    );

    // Objects in a list have a number, whatever they are an alternative to.
    let items = vec![
        Either::Text("x".to_owned()),
        Either::Map([("k".to_owned(), 1)].into()),
    ];
    let list = EitherList::new(&local(), [("d".to_owned(), items)].into());
    assert_eq!(
        body(list.request().unwrap()).1,
        "deep%5Bd%5D%5B0%5D=x&deep%5Bd%5D%5B1%5D%5Bk%5D=1"
    );

    let bytes = EitherBytes::new(
        &local(),
        Either::File(file(b"\x04").with_content_type("image/gif")),
    );
    let expected = (Some("image/gif".to_owned()), "\x04".to_owned());
    assert_eq!(body(bytes.request().unwrap()), expected);
    let lines = EitherLines::new(&local(), Either::Numbers(vec![1, 2]));
    assert_eq!(body(lines.request().unwrap()).1, "1\n2\n");
}

#[test]
fn a_form_is_made_of_members() {
    let map = || Either::Map([("k".to_owned(), 1)].into());
    let form = EitherWholeForm::new(&local(), map());
    assert_eq!(body(form.request().unwrap()).1, "k=1");
    assert!(EitherWholeParts::new(&local(), map()).request().is_ok());

    let text = || Either::Text("lost".to_owned());
    let form = EitherWholeForm::new(&local(), text()).request();
    let parts = EitherWholeParts::new(&local(), text()).request();
    for (refused, media) in [
        (form, "application/x-www-form-urlencoded"),
        (parts, "multipart/form-data"),
    ] {
        let error = refused.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        let expected = format!("the body cannot be sent as `{media}`: it is no object");
        assert!(error.to_string().ends_with(&expected), "{error}");
    }
}

#[test]
fn a_boundary_is_in_no_part() {
    let boundary_of = |text: &str| {
        let upload = Upload {
            name: text.to_owned(),
            data: None,
            tags: Vec::new(),
            meta: None,
            ..upload()
        };
        let request = Parts::new(&local(), upload).request().unwrap();
        request.headers()["content-type"]
            .to_str()
            .unwrap()
            .rsplit('=')
            .next()
            .unwrap()
            .to_owned()
    };
    let first = boundary_of("x");
    assert!(!first.contains(&boundary_of(&first)));
    assert_ne!(boundary_of("y"), first);
}

#[test]
fn text_and_bytes() {
    let (media, text) = body(PlainText::new(&local(), "hé\n".into()).request().unwrap());
    assert_eq!(
        (media.as_deref(), text.as_str()),
        (Some("text/plain; charset=utf-8"), "hé\n")
    );
    let request = PlainBytes::new(&local(), Base64::from(&b"\x00\x01\xff"[..]))
        .request()
        .unwrap();
    assert_eq!(
        request.headers()["content-type"],
        "application/octet-stream"
    );
    assert_eq!(request.body().as_ref(), b"\x00\x01\xff");
}

#[test]
fn values_on_lines() {
    let items = || vec![Value::from(1), value(r#"{"a":"x\ny"}"#)];
    let (media, text) = body(Lines::new(&local(), items()).request().unwrap());
    assert_eq!(media.as_deref(), Some("application/x-ndjson"));
    assert_eq!(text, "1\n{\"a\":\"x\\ny\"}\n");
    let (_, text) = body(Lines::new(&local(), Vec::new()).request().unwrap());
    assert_eq!(text, "");
    let (media, text) = body(Sequence::new(&local(), items().into()).request().unwrap());
    assert_eq!(media.as_deref(), Some("application/json-seq"));
    assert_eq!(text, "\u{1e}1\n\u{1e}{\"a\":\"x\\ny\"}\n");
    let (_, text) = body(
        Events::new(&local(), "data: 1\n\n".into())
            .request()
            .unwrap(),
    );
    assert_eq!(text, "data: 1\n\n");
}

fn value(text: &str) -> Value {
    runtime::json::from_slice(text.as_bytes()).unwrap()
}

/// What somebody else reads out of a form: every pair is the one that was meant.
#[test]
fn another_parser_reads_forms() {
    let read = |request: runtime::http::Request<runtime::bytes::Bytes>| {
        let pairs = form_urlencoded::parse(request.body()).into_owned();
        pairs.collect::<Vec<(String, String)>>()
    };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        read(WholeForm::new(&local(), upload()).request().unwrap()),
        [
            pair("na\"me", "a b&c=ü"),
            pair("data", "AP8="),
            pair("tags", "x,y+z"),
            pair("meta[k][]", "1"),
        ]
    );
    let every: String = (' '..='\u{17f}').collect();
    assert_eq!(
        read(
            FormMembers::new(&local(), every.clone(), Some(-1), vec![every.clone()])
                .request()
                .unwrap()
        ),
        [
            pair("q", &every),
            pair("n", "-1"),
            pair("list", &Value::from(vec![every]).to_string()),
        ]
    );
}

/// One part as somebody else reads it.
#[derive(Debug, PartialEq)]
struct Read {
    name: String,
    file: Option<String>,
    media: Option<String>,
    bytes: Vec<u8>,
}

fn parts(request: &runtime::http::Request<runtime::bytes::Bytes>) -> Vec<Read> {
    let media = request.headers()["content-type"].to_str().unwrap();
    let boundary = multer::parse_boundary(media).unwrap();
    let stream = runtime::transport::Body::from(request.body().clone());
    crate::support::block_on(async {
        let mut parts = multer::Multipart::new(stream, boundary);
        let mut all = Vec::new();
        while let Some(field) = parts.next_field().await.unwrap() {
            all.push(Read {
                name: field.name().unwrap().to_owned(),
                file: field.file_name().map(str::to_owned),
                media: field.content_type().map(ToString::to_string),
                bytes: field.bytes().await.unwrap().to_vec(),
            });
        }
        all
    })
}

#[test]
fn another_parser_reads_parts() {
    let part = |name: &str, file: Option<&str>, media: Option<&str>, bytes: &[u8]| Read {
        name: name.to_owned(),
        file: file.map(str::to_owned),
        media: media.map(str::to_owned),
        bytes: bytes.to_vec(),
    };
    assert_eq!(
        parts(&Parts::new(&local(), upload()).request().unwrap()),
        [
            part("na%22me", None, None, "a b&c=ü".as_bytes()),
            part("data", Some("data"), Some("image/png"), b"\x00\xff"),
            part("tags", None, None, b"x"),
            part("tags", None, None, b"y+z"),
            part("meta", None, Some("application/json"), br#"{"k":[1]}"#),
        ]
    );
    let every: Vec<u8> = (0..=255).chain(*b"\r\n--boundary\r\n\r\n--").collect();
    let odd = Odd::new(
        &local(),
        "\r\n--x--\r\n".to_owned(),
        Base64::from(&every[..]),
        vec![1, -2],
        value(r#"[{"a":null}]"#),
    );
    assert_eq!(
        parts(&odd.request().unwrap()),
        [
            part("te%22x%0D%0At", None, None, b"\r\n--x--\r\n"),
            part(
                "file",
                Some("file"),
                Some("application/octet-stream"),
                &every
            ),
            part("list", None, None, b"1"),
            part("list", None, None, b"-2"),
            part(
                "object",
                None,
                Some("application/vnd.x+json"),
                br#"[{"a":null}]"#
            ),
        ]
    );
}

test_operation! { Files { avatar: FilePart, more: Vec<FilePart>, later: Option<FilePart> } -> Value from "" {
    request: POST "/", security: [], facts: [Body("multipart/form-data", Multipart)],
    inputs: {
        avatar: Member Required "avatar" [Content("image/png")],
        more: Member Required "more" [],
        later: Member Optional "later" [],
    },
} }

#[test]
fn files_have_names_and_content_types() {
    let avatar = FilePart::from(b"\x00\xff")
        .with_file_name("a \"b\"\r\n; ü.jpg")
        .with_content_type("image/jpeg");
    let more = || {
        let text = FilePart::from(b"a,b\n").with_content_type("text/csv; charset=utf-8");
        vec![FilePart::from(Vec::new()), text]
    };
    let files = |avatar| Files::new(&local(), avatar, more(), None);
    let request = files(avatar.clone()).request().unwrap();
    let text = String::from_utf8_lossy(request.body()).into_owned();
    let head = "content-disposition: form-data; name=\"avatar\"; filename=\"a %22b%22%0D%0A; ü.jpg\"\r\n\
        content-type: image/jpeg\r\n\r\n";
    assert!(text.contains(head), "{text}");
    let part = |name: &str, file: &str, media: &str, bytes: &[u8]| Read {
        name: name.to_owned(),
        file: Some(file.to_owned()),
        media: Some(media.to_owned()),
        bytes: bytes.to_vec(),
    };
    let csv = "text/csv; charset=utf-8";
    assert_eq!(
        parts(&request),
        [
            part(
                "avatar",
                "a %22b%22%0D%0A; ü.jpg",
                "image/jpeg",
                b"\x00\xff"
            ),
            part("more", "more", "application/octet-stream", b""),
            part("more", "more", csv, b"a,b\n"),
        ]
    );
    let plain = files(FilePart::from(b"x")).request().unwrap();
    assert_eq!(
        parts(&plain).first(),
        Some(&part("avatar", "avatar", "image/png", b"x")),
        "what the document says holds for what the caller does not say"
    );
    let wrong = files(avatar.with_content_type("image/png\r\nx: y"));
    let error = wrong.request().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(
        error.to_string(),
        "`Files` failed: the content type of `avatar` cannot be sent: failed to parse header value"
    );
}

#[test]
fn a_file_is_read_with_its_name() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let file = FilePart::read(path).unwrap();
    assert_eq!(file.file_name(), Some("Cargo.toml"));
    assert_eq!(file.as_bytes().unwrap(), std::fs::read(path).unwrap());
    assert!(FilePart::read("there/is/none").is_err());
}

struct Photo {
    file: FilePart,
    additional_properties: AdditionalProperties,
}

runtime::model! {
    Photo from "#/test" {
        file: Required "file" [],
        additional_properties: Rest "" [],
    }
}

#[test]
fn a_file_in_a_model_keeps_its_name() {
    let photo = Photo {
        file: FilePart::from(b"x").with_file_name("x.png"),
        additional_properties: AdditionalProperties::new(),
    };
    let copy = photo.clone();
    assert_eq!(copy.file, photo.file);
    assert!(copy == photo);
    let renamed = Photo {
        file: copy.file.clone().with_file_name("y.png"),
        ..copy
    };
    assert!(renamed != photo, "another name is another file");
    assert!(
        format!("{photo:?}").contains("FilePart(\"x.png\", 1 bytes)"),
        "{photo:?}"
    );
    assert_eq!(
        runtime::json::to_string(&photo).unwrap(),
        r#"{"file":"eA=="}"#
    );
}
