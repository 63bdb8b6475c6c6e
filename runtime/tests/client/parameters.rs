//! The whole table of styles: location × style × explode × shape of the value, as bytes.

use std::collections::BTreeMap;

use runtime::{AdditionalProperties, ErrorKind, Value};

use crate::support::{builder, client};
use crate::test_operation;

struct Color {
    r: i64,
    g: i64,
    b: Option<i64>,
    additional_properties: AdditionalProperties,
}

runtime::model! {
    Color from "" {
        r: Required "R" [],
        g: Required "G" [],
        b: Optional "B" [],
        additional_properties: Rest "" [],
    }
}

fn color() -> Color {
    Color {
        r: 100,
        g: 200,
        b: Some(150),
        additional_properties: AdditionalProperties::default(),
    }
}

fn colors() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

/// The URL, below the base, of a request with one parameter called `color`.
macro_rules! target {
    ($location:ident, $path:literal, [$($fact:tt)*], $type:ty, $value:expr) => {{
        test_operation! { Sample { color: $type } -> Value from "" {
            request: GET $path, security: [], facts: [],
            inputs: { color: $location Required "color" [$($fact)*] },
        } }
        let request = Sample::new(&client("http://localhost"), $value).request().unwrap();
        request.uri().path_and_query().unwrap().as_str().to_owned()
    }};
}

/// The value of a header of a request with one parameter called `color`.
macro_rules! header {
    ($location:ident, $header:literal, [$($fact:tt)*], $type:ty, $value:expr) => {{
        test_operation! { Sample { color: $type } -> Value from "" {
            request: GET "/", security: [], facts: [],
            inputs: { color: $location Required "color" [$($fact)*] },
        } }
        let request = Sample::new(&client("http://localhost"), $value).request().unwrap();
        request.headers().get($header).map(|value| String::from_utf8(value.as_bytes().to_vec()).unwrap())
    }};
}

macro_rules! three {
    ($macro:ident $location:ident $path:literal [$($fact:tt)*]) => {
        [
            $macro!($location, $path, [$($fact)*], String, "blue".to_owned()),
            $macro!($location, $path, [$($fact)*], Vec<String>, colors()),
            $macro!($location, $path, [$($fact)*], Color, color()),
        ]
    };
}

#[test]
fn path_styles() {
    assert_eq!(
        three!(target Path "/{color}" []),
        ["/blue", "/blue,black,brown", "/R,100,G,200,B,150"]
    );
    assert_eq!(
        three!(target Path "/{color}" [Style(Simple), Explode(true)]),
        ["/blue", "/blue,black,brown", "/R=100,G=200,B=150"]
    );
    assert_eq!(
        three!(target Path "/{color}" [Style(Label), Explode(false)]),
        ["/.blue", "/.blue,black,brown", "/.R,100,G,200,B,150"]
    );
    assert_eq!(
        three!(target Path "/{color}" [Style(Label), Explode(true)]),
        ["/.blue", "/.blue.black.brown", "/.R=100.G=200.B=150"]
    );
    assert_eq!(
        three!(target Path "/{color}" [Style(Matrix), Explode(false)]),
        [
            "/;color=blue",
            "/;color=blue,black,brown",
            "/;color=R,100,G,200,B,150"
        ]
    );
    assert_eq!(
        three!(target Path "/{color}" [Style(Matrix), Explode(true)]),
        [
            "/;color=blue",
            "/;color=blue;color=black;color=brown",
            "/;R=100;G=200;B=150"
        ]
    );
}

#[test]
fn what_separates_is_encoded_in_labels_and_matrices() {
    let value = || "a,b;c=d.e".to_owned();
    assert_eq!(
        target!(Path, "/{color}", [Style(Matrix)], String, value()),
        "/;color=a%2Cb%3Bc%3Dd.e"
    );
    assert_eq!(
        target!(Path, "/{color}", [Style(Label)], String, value()),
        "/.a%2Cb%3Bc%3Dd.e"
    );
    assert_eq!(
        target!(Path, "/{color}/x", [], String, value()),
        "/a,b;c=d.e/x"
    );
}

#[test]
fn query_styles() {
    let exploded = [
        "/?color=blue",
        "/?color=blue&color=black&color=brown",
        "/?R=100&G=200&B=150",
    ];
    assert_eq!(three!(target Query "/" []), exploded);
    assert_eq!(
        three!(target Query "/" [Style(Form), Explode(true)]),
        exploded
    );
    assert_eq!(
        three!(target Query "/" [Style(Form), Explode(false)]),
        [
            "/?color=blue",
            "/?color=blue,black,brown",
            "/?color=R,100,G,200,B,150"
        ]
    );
    assert_eq!(
        three!(target Query "/" [Style(SpaceDelimited), Explode(false)]),
        [
            "/?color=blue",
            "/?color=blue%20black%20brown",
            "/?color=R%20100%20G%20200%20B%20150"
        ]
    );
    assert_eq!(
        three!(target Query "/" [Style(PipeDelimited), Explode(false)]),
        [
            "/?color=blue",
            "/?color=blue%7Cblack%7Cbrown",
            "/?color=R%7C100%7CG%7C200%7CB%7C150"
        ]
    );
    assert_eq!(
        three!(target Query "/" [Style(SpaceDelimited), Explode(true)]),
        exploded
    );
    assert_eq!(
        three!(target Query "/" [Style(PipeDelimited), Explode(true)]),
        exploded
    );
    assert_eq!(
        target!(
            Query,
            "/",
            [Style(TabDelimited), Explode(false)],
            Vec<String>,
            colors()
        ),
        "/?color=blue%09black%09brown"
    );
    assert_eq!(
        three!(target Query "/" [Style(DeepObject), Explode(true)]),
        [
            "/?color=blue",
            "/?color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown",
            "/?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"
        ]
    );
    assert_eq!(
        three!(target Query "/" [Content("application/json")]),
        [
            "/?color=%22blue%22",
            "/?color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
            "/?color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"
        ]
    );
}

#[test]
fn header_styles() {
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        three!(header Header "color" []),
        [
            text("blue"),
            text("blue,black,brown"),
            text("R,100,G,200,B,150")
        ]
    );
    assert_eq!(
        three!(header Header "color" [Style(Simple), Explode(true)]),
        [
            text("blue"),
            text("blue,black,brown"),
            text("R=100,G=200,B=150")
        ]
    );
    assert_eq!(
        three!(header Header "color" [Content("application/json")]),
        [
            text("\"blue\""),
            text(r#"["blue","black","brown"]"#),
            text(r#"{"R":100,"G":200,"B":150}"#)
        ]
    );
    assert_eq!(
        header!(Header, "color", [], String, "100% é".to_owned()),
        text("100% é")
    );
}

#[test]
fn cookie_styles() {
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        three!(header Cookie "cookie" [Style(Form), Explode(false)]),
        [
            text("color=blue"),
            text("color=blue,black,brown"),
            text("color=R,100,G,200,B,150")
        ]
    );
    // Exploded pairs are cookies of their own: `&` does not separate cookies.
    let exploded = [
        text("color=blue"),
        text("color=blue; color=black; color=brown"),
        text("R=100; G=200; B=150"),
    ];
    assert_eq!(three!(header Cookie "cookie" []), exploded);
    assert_eq!(
        three!(header Cookie "cookie" [Style(Cookie), Explode(true)]),
        exploded
    );
    assert_eq!(
        header!(Cookie, "cookie", [], String, "a b".to_owned()),
        text("color=a%20b")
    );
    assert_eq!(
        header!(
            Cookie,
            "cookie",
            [Style(Cookie)],
            String,
            "a%20b".to_owned()
        ),
        text("color=a%20b")
    );
}

#[test]
fn characters_with_a_meaning() {
    let odd = "a b/ü?#&=+%';,:@!$()*[]~-._".to_owned();
    assert_eq!(
        target!(Query, "/", [], String, odd.clone()),
        "/?color=a%20b%2F%C3%BC%3F%23%26%3D%2B%25%27%3B%2C%3A%40%21%24%28%29%2A%5B%5D~-._"
    );
    assert_eq!(
        target!(Query, "/", [AllowReserved], String, odd),
        "/?color=a%20b/%C3%BC?%23%26=%2B%25%27;,:@!$()*%5B%5D~-._"
    );
    assert_eq!(
        target!(Query, "/", [AllowReserved], String, "a%2Fb%zz%".to_owned()),
        "/?color=a%2Fb%25zz%25"
    );
    let items = vec!["a,b".to_owned(), "c d".to_owned()];
    assert_eq!(
        target!(Query, "/", [Explode(false)], Vec<String>, items.clone()),
        "/?color=a%2Cb,c%20d"
    );
    assert_eq!(
        target!(Path, "/{color}", [], Vec<String>, items),
        "/a%2Cb,c%20d"
    );
}

#[test]
fn scalars() {
    assert_eq!(target!(Query, "/", [], bool, true), "/?color=true");
    assert_eq!(target!(Query, "/", [], i64, -5), "/?color=-5");
    assert_eq!(
        target!(Query, "/", [], u64, u64::MAX),
        "/?color=18446744073709551615"
    );
    assert_eq!(target!(Query, "/", [], f64, 20.0), "/?color=20");
    assert_eq!(target!(Query, "/", [], f64, 0.25), "/?color=0.25");
    assert_eq!(target!(Query, "/", [], Value, Value::from(7)), "/?color=7");
    assert_eq!(
        target!(
            Query,
            "/",
            [],
            runtime::Base64,
            runtime::Base64::from(&b"hi?"[..])
        ),
        "/?color=aGk_".replace('_', "%2F")
    );
    assert_eq!(
        target!(
            Query,
            "/",
            [],
            runtime::DateTime,
            runtime::DateTime::from("2014-01-01T05:20:00Z")
        ),
        "/?color=2014-01-01T05%3A20%3A00Z"
    );
    assert_eq!(target!(Query, "/", [], String, String::new()), "/?color=");
    assert_eq!(
        target!(Path, "/{color}/x", [Style(Matrix)], bool, true),
        "/;color=true/x"
    );
}

/// Why a value cannot be sent as an input called `x`.
macro_rules! refused {
    ($location:ident $path:literal [$($fact:tt)*] $type:ty, $value:expr) => {{
        test_operation! { Sample { x: $type } -> Value from "" {
            request: POST $path, security: [], facts: [$($fact)*],
            inputs: { x: $location Required "x" [] },
        } }
        let client = builder("http://localhost").request_validation(false).build().unwrap();
        let error = Sample::new(&client, $value).request().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        let source = std::error::Error::source(&error).unwrap().to_string();
        (error.to_string(), source)
    }};
}

#[test]
fn what_is_no_number_in_json_is_refused_everywhere() {
    let nan = f64::NAN;
    let list = || vec![1.0, f64::INFINITY];
    let map = BTreeMap::from([("a".to_owned(), f64::NEG_INFINITY)]);
    let told = |name: &str, path: &str| {
        (
            format!(
                "`Sample` failed: `{name}` cannot be sent: {path}a number is infinite or not a number"
            ),
            format!("{path}a number is infinite or not a number"),
        )
    };
    assert_eq!(refused!(Path "/{x}" [] f64, nan), told("x", ""));
    assert_eq!(refused!(Query "/" [] f64, nan), told("x", ""));
    assert_eq!(refused!(Query "/" [] Vec<f64>, list()), told("x", "[1]: "));
    assert_eq!(refused!(QueryString "/" [] f64, nan), told("x", ""));
    assert_eq!(refused!(Header "/" [] f64, nan), told("x", ""));
    assert_eq!(
        refused!(Cookie "/" [] BTreeMap<String, f64>, map),
        told("x", "a: ")
    );
    assert_eq!(
        refused!(Body "/" [Body("text/plain", Text)] f64, nan),
        told("body", "")
    );
    assert_eq!(
        refused!(Member "/" [Body("application/x-www-form-urlencoded", Form)] Vec<f64>, list()),
        told("x", "[1]: ")
    );
    assert_eq!(
        refused!(Member "/" [Body("multipart/form-data", Multipart)] Vec<f64>, list()),
        told("x", "")
    );
    test_operation! { Sample { x: Vec<f64> } -> Value from "" {
        request: POST "/", security: [], facts: [], inputs: { x: Query Required "x" [] },
    } }
    let violations = Sample::new(&client("http://localhost"), list()).validate();
    assert_eq!(
        violations.unwrap_err().to_string(),
        "x[1]: type is a finite number, found inf"
    );
}

#[test]
fn what_is_not_there_is_not_written() {
    assert_eq!(target!(Query, "/", [], Option<String>, None), "/");
    assert_eq!(target!(Query, "/", [], Vec<String>, Vec::new()), "/");
    assert_eq!(
        target!(Query, "/", [Explode(false)], Vec<String>, Vec::new()),
        "/"
    );
    assert_eq!(
        target!(
            Query,
            "/",
            [],
            runtime::Nullable<String>,
            runtime::Nullable::Null
        ),
        "/"
    );
    assert_eq!(
        target!(
            Query,
            "/",
            [Content("application/json")],
            Option<String>,
            None
        ),
        "/"
    );
    assert_eq!(header!(Header, "color", [], Option<String>, None), None);
    assert_eq!(header!(Cookie, "cookie", [], Option<String>, None), None);
    let color = Color { b: None, ..color() };
    assert_eq!(
        target!(Query, "/", [Explode(false)], Color, color),
        "/?color=R,100,G,200"
    );
}

#[test]
fn nulls_are_left_out_wherever_they_are() {
    type Items = Vec<Option<String>>;
    let items = || vec![None, Some("x".to_owned()), None];
    let list = || serde_json_from("[null,\"x\"]");
    let object = || serde_json_from(r#"{"a":null,"b":"x"}"#);
    let map = BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(1))]);
    assert_eq!(target!(Query, "/", [], Items, items()), "/?color=x");
    assert_eq!(target!(Query, "/", [], Items, vec![None]), "/");
    assert_eq!(
        target!(Query, "/", [Explode(false)], Items, items()),
        "/?color=x"
    );
    assert_eq!(
        target!(Query, "/", [Style(DeepObject)], Items, items()),
        "/?color%5B%5D=x"
    );
    assert_eq!(target!(Path, "/{color}", [], Items, items()), "/x");
    assert_eq!(target!(Query, "/", [], Value, list()), "/?color=x");
    assert_eq!(target!(Query, "/", [], Value, object()), "/?b=x");
    assert_eq!(
        target!(Query, "/", [Explode(false)], Value, object()),
        "/?color=b,x"
    );
    assert_eq!(target!(Path, "/{color}", [], Value, object()), "/b,x");
    assert_eq!(
        target!(Query, "/", [], BTreeMap<String, Option<i64>>, map),
        "/?b=1"
    );
    assert_eq!(
        target!(Query, "/", [Content("application/json")], Value, list()),
        "/?color=%5Bnull%2C%22x%22%5D"
    );
}

#[test]
fn values_in_values() {
    let nested: Value = serde_json_from(r#"{"a":{"b":1,"c":["x","y"]},"d":null,"e":true}"#);
    assert_eq!(
        target!(Query, "/", [Style(DeepObject)], Value, nested.clone()),
        "/?color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bc%5D%5B%5D=x&color%5Ba%5D%5Bc%5D%5B%5D=y&color%5Be%5D=true"
    );
    // Two items, and not one with both members.
    let expected =
        "/?color%5Ba%5D%5B0%5D%5Bb%5D=1&color%5Ba%5D%5B1%5D%5Bc%5D=2&color%5Ba%5D%5B2%5D=3";
    let items: Value = serde_json_from(r#"{"a":[{"b":1},null,{"c":2},3]}"#);
    assert_eq!(
        target!(Query, "/", [Style(DeepObject)], Value, items),
        expected
    );
    type Typed = BTreeMap<String, Vec<Option<Value>>>;
    let items: Typed = serde_json::from_str(r#"{"a":[{"b":1},null,{"c":2},3]}"#).unwrap();
    assert_eq!(
        target!(Query, "/", [Style(DeepObject)], Typed, items),
        expected
    );
    let rows = vec![vec![1i64], vec![2, 3]];
    assert_eq!(
        target!(Query, "/", [Style(DeepObject)], Vec<Vec<i64>>, rows),
        "/?color%5B0%5D%5B%5D=1&color%5B1%5D%5B%5D=2&color%5B1%5D%5B%5D=3"
    );
    assert_eq!(
        target!(
            Query,
            "/",
            [Explode(false)],
            Value,
            serde_json_from(r#"{"a":{"b":1}}"#)
        ),
        "/?color=a,%7B%22b%22%3A1%7D"
    );
    let map = BTreeMap::from([("x".to_owned(), vec![1i64, 2])]);
    assert_eq!(
        target!(Query, "/", [Style(DeepObject)], BTreeMap<String, Vec<i64>>, map),
        "/?color%5Bx%5D%5B%5D=1&color%5Bx%5D%5B%5D=2"
    );
}

#[test]
fn values_in_each_other_have_brackets_up_to_a_limit() {
    let deep = |open: &str, close: &str| {
        let nested = format!("{}1{}", open.repeat(17), close.repeat(17));
        target!(
            Query,
            "/",
            [Style(DeepObject)],
            Value,
            serde_json_from(&nested)
        )
    };
    assert_eq!(
        deep(r#"{"a":"#, "}"),
        format!("/?color{}=%7B%22a%22%3A1%7D", "%5Ba%5D".repeat(16))
    );
    assert_eq!(
        deep("[", "]"),
        format!("/?color{}=%5B1%5D", "%5B0%5D".repeat(16))
    );
}

/// A text, texts, or names with values.
enum OneOrMany {
    One(String),
    Many(Vec<String>),
    Named(BTreeMap<String, i64>),
    Unknown(Value),
}

runtime::union! {
    OneOrMany from "" {
        One when [Type(JsonType::String)] [],
        Many when [Type(JsonType::Array)] [],
        Named when [Type(JsonType::Object)] [],
    } else Unknown
}

#[test]
fn what_a_union_holds_is_written_in_its_style() {
    let all = || {
        [
            OneOrMany::One("a".to_owned()),
            OneOrMany::Many(vec!["b".to_owned(), "c".to_owned()]),
            OneOrMany::Named([("d".to_owned(), 1)].into()),
        ]
    };
    let query = all().map(|it| target!(Query, "/", [], OneOrMany, it));
    assert_eq!(query, ["/?color=a", "/?color=b&color=c", "/?d=1"]);
    let path = all().map(|it| target!(Path, "/{color}", [], OneOrMany, it));
    assert_eq!(path, ["/a", "/b,c", "/d,1"]);
    let text = |text: &str| Some(text.to_owned());
    let header = all().map(|it| header!(Header, "color", [], OneOrMany, it));
    assert_eq!(header, [text("a"), text("b,c"), text("d,1")]);
}

/// One row of the table of OpenAPI 3.2.0, "Style Examples": what an empty string, a string, an array and an object
/// are written as. `-` is where the specification has no answer.
macro_rules! row {
    (Path [$($fact:tt)*] $expected:expr) => { row!(@ Path "/{color}" path [$($fact)*] $expected) };
    (Query [$($fact:tt)*] $expected:expr) => { row!(@ Query "/" query [$($fact)*] $expected) };
    (Header [$($fact:tt)*] $expected:expr) => { row!(@ Header "/" header [$($fact)*] $expected) };
    (Cookie [$($fact:tt)*] $expected:expr) => { row!(@ Cookie "/" cookie [$($fact)*] $expected) };
    (@ $location:ident $path:literal $read:ident [$($fact:tt)*] $expected:expr) => {{
        let written: [String; 4] = [
            cell!($location $path $read [$($fact)*] String, String::new()),
            cell!($location $path $read [$($fact)*] String, "blue".to_owned()),
            cell!($location $path $read [$($fact)*] Vec<String>, colors()),
            cell!($location $path $read [$($fact)*] Color, color()),
        ];
        for (written, expected) in written.iter().zip($expected) {
            if expected != "-" {
                assert_eq!(written, expected, "{} {}", stringify!($location), stringify!($($fact)*));
            }
        }
    }};
}

/// What one value is written as, or why it is not.
macro_rules! cell {
    ($location:ident $path:literal $read:ident [$($fact:tt)*] $type:ty, $value:expr) => {{
        test_operation! { Sample { color: $type } -> Value from "" {
            request: GET $path, security: [], facts: [],
            inputs: { color: $location Required "color" [$($fact)*] },
        } }
        match Sample::new(&client("http://localhost"), $value).request() {
            Ok(request) => written::$read(&request),
            Err(error) => error.to_string(),
        }
    }};
}

/// What a parameter has been written as.
mod written {
    use runtime::bytes::Bytes;
    use runtime::http::Request;

    pub(super) fn path(request: &Request<Bytes>) -> String {
        request.uri().path().strip_prefix('/').unwrap().to_owned()
    }

    pub(super) fn query(request: &Request<Bytes>) -> String {
        request.uri().query().unwrap_or_default().to_owned()
    }

    pub(super) fn header(request: &Request<Bytes>) -> String {
        let value = request.headers()["color"].as_bytes();
        String::from_utf8(value.to_vec()).unwrap()
    }

    pub(super) fn cookie(request: &Request<Bytes>) -> String {
        let value = request.headers()["cookie"].as_bytes();
        String::from_utf8(value.to_vec()).unwrap()
    }
}

#[test]
fn the_table_of_the_specification() {
    // A segment that is empty, or a dot (which the specification has for `label`), leads to another path: it is
    // refused.
    let empty = "`Sample` failed: `color` cannot be put into the path: it is empty";
    row!(Path [Style(Matrix), Explode(false)]
        [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]);
    row!(Path [Style(Matrix), Explode(true)]
        [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]);
    row!(Path [Style(Label), Explode(false)]
        [empty, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]);
    row!(Path [Style(Label), Explode(true)]
        [empty, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]);
    row!(Path [Style(Simple), Explode(false)]
        [empty, "blue", "blue,black,brown", "R,100,G,200,B,150"]);
    row!(Path [Style(Simple), Explode(true)]
        [empty, "blue", "blue,black,brown", "R=100,G=200,B=150"]);
    row!(Header [Style(Simple), Explode(false)]
        ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]);
    row!(Header [Style(Simple), Explode(true)]
        ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]);
    row!(Query [Style(Form), Explode(false)]
        ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]);
    row!(Query [Style(Form), Explode(true)]
        ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]);
    row!(Query [Style(SpaceDelimited), Explode(false)]
        ["-", "-", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"]);
    row!(Query [Style(SpaceDelimited), Explode(true)] ["-", "-", "-", "-"]);
    row!(Query [Style(PipeDelimited), Explode(false)]
        ["-", "-", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"]);
    row!(Query [Style(PipeDelimited), Explode(true)] ["-", "-", "-", "-"]);
    row!(Query [Style(DeepObject), Explode(false)] ["-", "-", "-", "-"]);
    row!(Query [Style(DeepObject), Explode(true)]
        ["-", "-", "-", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"]);
    row!(Cookie [Style(Form), Explode(false)]
        ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]);
    // The specification has `&` between exploded pairs here as well, and says that no server takes that.
    row!(Cookie [Style(Form), Explode(true)]
        ["color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"]);
    row!(Cookie [Style(Cookie), Explode(false)]
        ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]);
    row!(Cookie [Style(Cookie), Explode(true)]
        ["color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"]);
}

/// What a style writes for a list and an object whose texts have delimiters in them.
macro_rules! delimiters {
    ($location:ident $path:literal $read:ident [$($fact:tt)*] $list:literal $object:literal) => {
        let list = ["a,b;c", "d|e f", "g&h=i", "j.k\t%"].map(str::to_owned).to_vec();
        let object = BTreeMap::from([("x=,&;".to_owned(), "y.| [é]".to_owned())]);
        let list = cell!($location $path $read [$($fact)*] Vec<String>, list);
        let object = cell!($location $path $read [$($fact)*] BTreeMap<String, String>, object);
        assert_eq!((list.as_str(), object.as_str()), ($list, $object), stringify!($($fact)*));
    };
}

/// What separates in a style is encoded within its values, as far as it can be: a dot is unreserved, and a header
/// has no encoding.
#[test]
fn delimiters_within_values() {
    delimiters!(Path "/{color}" path [Style(Matrix), Explode(false)]
        ";color=a%2Cb%3Bc,d%7Ce%20f,g%26h%3Di,j.k%09%25"
        ";color=x%3D%2C%26%3B,y.%7C%20%5B%C3%A9%5D");
    delimiters!(Path "/{color}" path [Style(Matrix), Explode(true)]
        ";color=a%2Cb%3Bc;color=d%7Ce%20f;color=g%26h%3Di;color=j.k%09%25"
        ";x%3D%2C%26%3B=y.%7C%20%5B%C3%A9%5D");
    delimiters!(Path "/{color}" path [Style(Label), Explode(false)]
        ".a%2Cb%3Bc,d%7Ce%20f,g%26h%3Di,j.k%09%25"
        ".x%3D%2C%26%3B,y.%7C%20%5B%C3%A9%5D");
    delimiters!(Path "/{color}" path [Style(Label), Explode(true)]
        ".a%2Cb%3Bc.d%7Ce%20f.g%26h%3Di.j.k%09%25"
        ".x%3D%2C%26%3B=y.%7C%20%5B%C3%A9%5D");
    delimiters!(Path "/{color}" path [Style(Simple), Explode(false)]
        "a%2Cb%3Bc,d%7Ce%20f,g%26h%3Di,j.k%09%25"
        "x%3D%2C%26%3B,y.%7C%20%5B%C3%A9%5D");
    delimiters!(Path "/{color}" path [Style(Simple), Explode(true)]
        "a%2Cb%3Bc,d%7Ce%20f,g%26h%3Di,j.k%09%25"
        "x%3D%2C%26%3B=y.%7C%20%5B%C3%A9%5D");
    delimiters!(Query "/" query [Style(Form), Explode(false)]
        "color=a%2Cb%3Bc,d%7Ce%20f,g%26h%3Di,j.k%09%25"
        "color=x%3D%2C%26%3B,y.%7C%20%5B%C3%A9%5D");
    delimiters!(Query "/" query [Style(Form), Explode(true)]
        "color=a%2Cb%3Bc&color=d%7Ce%20f&color=g%26h%3Di&color=j.k%09%25"
        "x%3D%2C%26%3B=y.%7C%20%5B%C3%A9%5D");
    delimiters!(Query "/" query [Style(Form), Explode(false), AllowReserved]
        "color=a,b;c,d%7Ce%20f,g%26h=i,j.k%09%25"
        "color=x=,%26;,y.%7C%20%5B%C3%A9%5D");
    delimiters!(Query "/" query [Style(Form), Explode(true), AllowReserved]
        "color=a,b;c&color=d%7Ce%20f&color=g%26h=i&color=j.k%09%25"
        "x%3D%2C%26%3B=y.%7C%20%5B%C3%A9%5D");
    delimiters!(Query "/" query [Style(SpaceDelimited), Explode(false)]
        "color=a%2Cb%3Bc%20d%7Ce%20f%20g%26h%3Di%20j.k%09%25"
        "color=x%3D%2C%26%3B%20y.%7C%20%5B%C3%A9%5D");
    delimiters!(Query "/" query [Style(PipeDelimited), Explode(false)]
        "color=a%2Cb%3Bc%7Cd%7Ce%20f%7Cg%26h%3Di%7Cj.k%09%25"
        "color=x%3D%2C%26%3B%7Cy.%7C%20%5B%C3%A9%5D");
    delimiters!(Query "/" query [Style(TabDelimited), Explode(false)]
        "color=a%2Cb%3Bc%09d%7Ce%20f%09g%26h%3Di%09j.k%09%25"
        "color=x%3D%2C%26%3B%09y.%7C%20%5B%C3%A9%5D");
    delimiters!(Query "/" query [Style(DeepObject), Explode(true)]
        "color%5B%5D=a%2Cb%3Bc&color%5B%5D=d%7Ce%20f&color%5B%5D=g%26h%3Di&color%5B%5D=j.k%09%25"
        "color%5Bx%3D%2C%26%3B%5D=y.%7C%20%5B%C3%A9%5D");
    delimiters!(Query "/" query [Style(DeepObject), Explode(true), AllowReserved]
        "color%5B%5D=a,b;c&color%5B%5D=d%7Ce%20f&color%5B%5D=g%26h=i&color%5B%5D=j.k%09%25"
        "color%5Bx%3D%2C%26%3B%5D=y.%7C%20%5B%C3%A9%5D");
    delimiters!(Header "/" header [Style(Simple), Explode(false)]
        "a,b;c,d|e f,g&h=i,j.k\t%"
        "x=,&;,y.| [é]");
    delimiters!(Header "/" header [Style(Simple), Explode(true)]
        "a,b;c,d|e f,g&h=i,j.k\t%"
        "x=,&;=y.| [é]");
    delimiters!(Cookie "/" cookie [Style(Form), Explode(false)]
        "color=a%2Cb%3Bc,d%7Ce%20f,g%26h%3Di,j.k%09%25"
        "color=x%3D%2C%26%3B,y.%7C%20%5B%C3%A9%5D");
    delimiters!(Cookie "/" cookie [Style(Form), Explode(true)]
        "color=a%2Cb%3Bc; color=d%7Ce%20f; color=g%26h%3Di; color=j.k%09%25"
        "x%3D%2C%26%3B=y.%7C%20%5B%C3%A9%5D");
    delimiters!(Cookie "/" cookie [Style(Cookie), Explode(false)]
        "`Sample` failed: `color` cannot be sent as it is: a semicolon begins another cookie, and a name ends with `=`"
        "`Sample` failed: `color` cannot be sent as it is: a semicolon begins another cookie, and a name ends with `=`");
    delimiters!(Cookie "/" cookie [Style(Cookie), Explode(true)]
        "`Sample` failed: `color` cannot be sent as it is: a semicolon begins another cookie, and a name ends with `=`"
        "`Sample` failed: `color` cannot be sent as it is: a semicolon begins another cookie, and a name ends with `=`");
}

/// A list and an object without anything in them.
#[test]
fn empty_lists_and_objects() {
    const REFUSED: &str = "`Sample` failed: `color` cannot be put into the path: it is empty";
    macro_rules! empty {
        ($location:ident $path:literal $read:ident [$($fact:tt)*] $expected:expr) => {
            let list = cell!($location $path $read [$($fact)*] Vec<String>, Vec::new());
            let none = BTreeMap::new();
            let object = cell!($location $path $read [$($fact)*] BTreeMap<String, String>, none);
            assert_eq!((list.as_str(), object.as_str()), ($expected, $expected), stringify!($($fact)*));
        };
    }
    empty!(Path "/{color}" path [Style(Matrix), Explode(false)] REFUSED);
    empty!(Path "/{color}" path [Style(Matrix), Explode(true)] REFUSED);
    empty!(Path "/{color}" path [Style(Label), Explode(false)] REFUSED);
    empty!(Path "/{color}" path [Style(Simple), Explode(false)] REFUSED);
    empty!(Query "/" query [Style(Form), Explode(false)] "");
    empty!(Query "/" query [Style(Form), Explode(true)] "");
    empty!(Query "/" query [Style(DeepObject), Explode(true)] "");
}

/// What Swagger 2.0 calls `collectionFormat`, and its styles.
#[test]
fn collection_formats() {
    // csv, ssv, tsv, pipes, multi
    row!(Query [Style(Form), Explode(false)] ["-", "-", "color=blue,black,brown", "-"]);
    row!(Query [Style(SpaceDelimited), Explode(false)] ["-", "-", "color=blue%20black%20brown", "-"]);
    row!(Query [Style(TabDelimited), Explode(false)] ["-", "-", "color=blue%09black%09brown", "-"]);
    row!(Query [Style(PipeDelimited), Explode(false)] ["-", "-", "color=blue%7Cblack%7Cbrown", "-"]);
    row!(Query [Style(Form), Explode(true)] ["-", "-", "color=blue&color=black&color=brown", "-"]);
}

#[test]
fn delimiters_in_headers_and_paths() {
    let colors = || ["a", "b"].map(str::to_owned).to_vec();
    assert_eq!(
        header!(
            Header,
            "color",
            [Style(SpaceDelimited)],
            Vec<String>,
            colors()
        )
        .as_deref(),
        Some("a b")
    );
    assert_eq!(
        header!(
            Header,
            "color",
            [Style(PipeDelimited)],
            Vec<String>,
            colors()
        )
        .as_deref(),
        Some("a|b")
    );
    assert_eq!(
        header!(
            Header,
            "color",
            [Style(TabDelimited)],
            Vec<String>,
            colors()
        )
        .as_deref(),
        Some("a\tb")
    );
    assert_eq!(
        target!(
            Path,
            "/{color}",
            [Style(PipeDelimited)],
            Vec<String>,
            colors()
        ),
        "/a%7Cb"
    );
    assert_eq!(
        target!(
            Path,
            "/{color}",
            [Style(TabDelimited)],
            Vec<String>,
            colors()
        ),
        "/a%09b"
    );
}

#[test]
fn a_form_in_a_parameter() {
    assert_eq!(
        target!(
            Query,
            "/",
            [Content("application/x-www-form-urlencoded")],
            Color,
            color()
        ),
        "/?color=R%3D100%26G%3D200%26B%3D150"
    );
    assert_eq!(
        target!(
            Query,
            "/",
            [Content("application/x-www-form-urlencoded")],
            Value,
            serde_json_from(r#"{"a":"b c","d":"e&f"}"#)
        ),
        "/?color=a%3Db%2Bc%26d%3De%2526f"
    );
    // What has no members is no form, and what is called otherwise is none either.
    assert_eq!(
        target!(
            Query,
            "/",
            [Content("application/x-www-form-urlencoded")],
            Value,
            serde_json_from("[1,2]")
        ),
        "/?color=%5B1%2C2%5D"
    );
    assert_eq!(
        target!(Query, "/", [Content("text/plain")], Color, color()),
        "/?color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"
    );
}

#[test]
fn reserved_characters_stay_within_the_value() {
    let odd = || "a/b?c#d;e,f".to_owned();
    let list = || vec![odd(), "%2F".to_owned()];
    row!(Query [AllowReserved] ["color=", "-", "-", "-"]);
    assert_eq!(
        target!(Query, "/", [AllowReserved], Vec<String>, list()),
        "/?color=a/b?c%23d;e,f&color=%2F"
    );
    assert_eq!(
        target!(Path, "/{color}", [AllowReserved], Vec<String>, list()),
        "/a%2Fb%3Fc%23d%3Be%2Cf,%252F",
        "a value in a path adds no segment"
    );
    assert_eq!(
        header!(Header, "color", [AllowReserved], Vec<String>, list()),
        Some("a/b?c#d;e,f,%2F".to_owned()),
        "nothing is encoded in a header"
    );
    assert_eq!(
        header!(Cookie, "cookie", [AllowReserved], String, odd()),
        Some("color=a%2Fb%3Fc%23d%3Be%2Cf".to_owned()),
        "a value begins no other cookie"
    );
}

#[test]
fn a_query_that_is_one_value() {
    let object = || serde_json_from(r#"{"bar":true,"foo":"a + b","list":[1,2]}"#);
    assert_eq!(
        target!(
            QueryString,
            "/",
            [Content("application/x-www-form-urlencoded")],
            Value,
            object()
        ),
        "/?bar=true&foo=a+%2B+b&list=1&list=2"
    );
    assert_eq!(
        target!(
            QueryString,
            "/",
            [Content("application/json")],
            Value,
            serde_json_from(r#"{"flag":null,"numbers":[1,2]}"#)
        ),
        "/?%7B%22flag%22%3Anull%2C%22numbers%22%3A%5B1%2C2%5D%7D"
    );
    assert_eq!(
        target!(
            QueryString,
            "/",
            [Content("application/jsonpath")],
            String,
            "$.a.b[1:1]".to_owned()
        ),
        "/?%24.a.b%5B1%3A1%5D"
    );
    assert_eq!(
        target!(
            QueryString,
            "/",
            [Content("application/json")],
            Option<String>,
            None
        ),
        "/"
    );
}

test_operation! { Encoded { query: Value } -> Value from "" {
    request: GET "/x", security: [],
    facts: [
        QueryEncoding("tags", &[Style(PipeDelimited), Explode(false)]),
        QueryEncoding("words", &[Style(SpaceDelimited), Explode(false)]),
        QueryEncoding("near", &[Style(DeepObject)]),
        QueryEncoding("path", &[AllowReserved]),
        QueryEncoding("size", &[Content("application/json")]),
    ],
    inputs: { query: QueryString Required "query" [Content("application/x-www-form-urlencoded")] },
} }

#[test]
fn members_of_a_query_are_written_as_is_said_of_each() {
    let query = serde_json_from(
        // In this order, whether or not a crate beside this one wants objects to keep theirs.
        r#"{"near":{"x":1,"y":2},"others":["a/b","c"],"path":"a/b c","size":[1,2],"tags":["a b","c"],"words":["a","b&"]}"#,
    );
    let request = Encoded::new(&client("http://localhost"), query)
        .request()
        .unwrap();
    assert_eq!(
        request.uri(),
        "http://localhost/x?near%5Bx%5D=1&near%5By%5D=2&others=a%2Fb&others=c&path=a/b%20c&size=%5B1%2C2%5D&tags=a+b%7Cc&words=a+b%26"
    );
}

test_operation! { Whole { query: Option<Value> } -> Value from "" {
    request: GET "/x", security: [], facts: [Query("v=2")],
    inputs: { query: QueryString Optional "query" [Content("application/json")] },
} }

#[test]
fn other_pairs_stand_behind_it() {
    let request = |query| Whole::new(&client("http://localhost"), query).query("q", "1");
    let uri = |query| request(query).request().unwrap().uri().to_string();
    assert_eq!(uri(Some(Value::from(7))), "http://localhost/x?7&v=2&q=1");
    assert_eq!(uri(None), "http://localhost/x?v=2&q=1");
}

fn serde_json_from(text: &str) -> Value {
    runtime::json::from_slice(text.as_bytes()).unwrap()
}

test_operation! { Beta { page: i64 } -> Value from "" {
    request: GET "/x", security: [], facts: [Query("beta=true&v=2")],
    inputs: { page: Query Required "page" [] },
} }

test_operation! { Acl { page: i64 } -> Value from "" {
    request: GET "/x", security: [], facts: [Query("v=2&acl&e=")],
    inputs: { page: Query Required "page" [] },
} }

#[test]
fn pairs_that_are_always_sent() {
    let request = Beta::new(&client("http://localhost"), 3).request().unwrap();
    assert_eq!(request.uri(), "http://localhost/x?beta=true&v=2&page=3");
    let request = Acl::new(&client("http://localhost"), 3).request().unwrap();
    assert_eq!(request.uri(), "http://localhost/x?acl&v=2&e=&page=3");
}

test_operation! { Grouped { first: String, color: Vec<i64>, id: String, last: i64 } -> Value from "" {
    request: GET "/x/{id}", security: [], facts: [],
    inputs: with {
        first: Query Required "first" [MaxLength(2), MinLength(1)],
    } with {
        color: Query Required "color" [Explode(false), Style(PipeDelimited)],
        id: Path Required "id" [],
    } {
        last: Query Required "last" [Maximum(Int(9))],
    },
} }

#[test]
fn inputs_in_groups_keep_their_order_and_their_facts() {
    let request = |first: &str, last| {
        let first = first.to_owned();
        Grouped::new(
            &client("http://localhost"),
            first,
            vec![1, 2],
            "i".to_owned(),
            last,
        )
    };
    assert_eq!(
        request("a", 9).request().unwrap().uri(),
        "http://localhost/x/i?first=a&color=1%7C2&last=9"
    );
    assert_eq!(
        request("abc", 10).validate().unwrap_err().to_string(),
        "first: maxLength is 2, found 3; last: maximum is 9, found 10"
    );
}
