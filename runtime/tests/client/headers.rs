//! Headers of answers as values of their types, whatever the server writes into them.

use std::collections::BTreeMap;

use runtime::{
    AdditionalProperties, Base64, DateTime, ErrorKind, Header, Limits, RawResponse, Value,
};

use crate::support::*;

/// What a list is limited to.
#[non_exhaustive]
pub struct Quota {
    pub limit: i64,
    pub unit: Option<Unit>,
    pub additional_properties: AdditionalProperties,
}

runtime::model! {
    Quota from "#/components/schemas/Quota" {
        limit: Required "limit" [],
        unit: Optional "unit" [],
        additional_properties: Rest "" [],
    }
}

#[non_exhaustive]
pub enum Unit {
    Second,
    Unknown(runtime::UnknownText),
}

runtime::open_enum! {
    Unit from "#/components/schemas/Unit" {
        Second = "second",
    } else Unknown(Text)
}

#[non_exhaustive]
pub enum Level {
    One,
    Unknown(runtime::UnknownInteger),
}

runtime::open_enum! {
    Level from "#/components/schemas/Level" {
        One = 1,
    } else Unknown(Integer)
}

/// An answer with these lines in its head, over a real socket.
fn answer(lines: &'static str) -> RawResponse<Invite> {
    let server = Server::start(move |_, _| Reply::new("200 OK", lines, INVITE));
    block_on(InvitesGet::new(&client(server.url()), "4f5f").send_raw()).unwrap()
}

/// What is said of the header `X` with these lines.
fn refused<T: runtime::model::Place>(header: Header<T>, lines: &'static str) -> String {
    let error = answer(lines).header(header).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status().unwrap(), 200);
    let message = error.to_string();
    let start = "`InvitesGet` failed: the header `X` is not what the API's document says: ";
    message.strip_prefix(start).expect(&message).to_owned()
}

#[test]
fn each_type_of_a_single_value() {
    let answer = answer(
        "x-text:  a, b \r\nx-yes: true\r\nx-whole: 5\r\nx-exact: 20.0\r\nx-small: -128\r\nx-number: 0.5\r\n\
         x-time: 2026-01-02T03:04:05Z\r\nx-bytes: aGk=\r\nx-unit: second\r\nx-other: minute\r\nx-level: 1\r\n",
    );

    let text: Header<String> = Header::new("X-Text");
    assert_eq!(answer.header(text).unwrap().as_deref(), Some("a, b"));
    assert_eq!(
        answer.header(Header::<bool>::new("X-Yes")).unwrap(),
        Some(true)
    );
    assert_eq!(
        answer.header(Header::<i64>::new("X-Whole")).unwrap(),
        Some(5)
    );
    assert_eq!(
        answer.header(Header::<i64>::new("X-Exact")).unwrap(),
        Some(20)
    );
    assert_eq!(
        answer.header(Header::<i8>::new("X-Small")).unwrap(),
        Some(-128)
    );
    assert_eq!(
        answer.header(Header::<f64>::new("X-Number")).unwrap(),
        Some(0.5)
    );
    assert_eq!(
        answer.header(Header::<f64>::new("X-Whole")).unwrap(),
        Some(5.0)
    );
    let time = answer.header(Header::<DateTime>::new("X-Time")).unwrap();
    assert_eq!(time.unwrap().as_str(), "2026-01-02T03:04:05Z");
    let bytes = answer.header(Header::<Base64>::new("X-Bytes")).unwrap();
    assert_eq!(bytes.unwrap().as_bytes().unwrap(), b"hi");
    let unit = |name| answer.header(Header::<Unit>::new(name)).unwrap().unwrap();
    assert!(matches!(unit("X-Unit"), Unit::Second));
    assert_eq!(unit("X-Other").as_ref(), "minute");
    let level = answer.header(Header::<Level>::new("X-Level")).unwrap();
    assert!(matches!(level, Some(Level::One)));
    let any = answer.header(Header::<Value>::new("X-Whole")).unwrap();
    assert_eq!(any, Some(Value::from("5")));
}

#[test]
fn a_header_that_is_not_there_is_nothing() {
    let answer = answer("x-empty:\r\n");

    assert_eq!(answer.header(Header::<i64>::new("X-Total")).unwrap(), None);
    assert_eq!(
        answer.header(Header::<Vec<i64>>::new("X-Total")).unwrap(),
        None
    );
    assert_eq!(
        answer.header(Header::<i64>::new("not a name")).unwrap(),
        None
    );
    assert_eq!(
        answer.header(Header::<String>::new("X-Empty")).unwrap(),
        Some(String::new())
    );
    assert_eq!(
        answer.header(Header::<Vec<i64>>::new("X-Empty")).unwrap(),
        Some(vec![])
    );
    let map = answer
        .header(Header::<BTreeMap<String, i64>>::new("X-Empty"))
        .unwrap();
    assert_eq!(map, Some(BTreeMap::new()));
}

#[test]
fn lists_are_texts_between_commas_and_lines() {
    let answer = answer(
        "x-list: 1,2 , 3\r\nx-list:\r\nx-list: 4,,5\r\nx-units: second,minute\r\nx-list-of-text: a b,c\r\n\
         set-cookie: a=1; expires=Thu, 01 Jan 2026 00:00:00 GMT\r\nset-cookie: b=2\r\n",
    );

    let list: Header<Vec<i32>> = Header::new("X-List");
    assert_eq!(answer.header(list).unwrap(), Some(vec![1, 2, 3, 4, 5]));
    let text: Header<String> = Header::new("X-List");
    assert_eq!(
        answer.header(text).unwrap().as_deref(),
        Some("1,2 , 3, , 4,,5")
    );
    let units = answer
        .header(Header::<Vec<Unit>>::new("X-Units"))
        .unwrap()
        .unwrap();
    assert_eq!(
        units.iter().map(AsRef::as_ref).collect::<Vec<&str>>(),
        ["second", "minute"]
    );
    let texts = answer
        .header(Header::<Vec<String>>::new("X-List-Of-Text"))
        .unwrap();
    assert_eq!(texts.unwrap(), ["a b", "c"]);
    // The one header whose lines have commas of their own.
    let cookies = answer
        .header(Header::<Vec<String>>::new("Set-Cookie"))
        .unwrap();
    assert_eq!(
        cookies.unwrap(),
        ["a=1; expires=Thu, 01 Jan 2026 00:00:00 GMT", "b=2"]
    );
}

#[test]
fn objects_are_names_and_values() {
    let answer = answer(
        "x-plain: limit,5,unit,second\r\nx-plain: burst,\r\nx-exploded: limit=5, unit=a=b\r\nx-map: a,1,b,2\r\n",
    );

    let plain = answer
        .header(Header::<Quota>::new("X-Plain"))
        .unwrap()
        .unwrap();
    assert_eq!(plain.limit, 5);
    assert!(matches!(plain.unit, Some(Unit::Second)));
    assert_eq!(
        plain.additional_properties.get("burst"),
        Some(&Value::from(""))
    );
    let exploded = Header::<Quota>::new("X-Exploded").exploded();
    let exploded = answer.header(exploded).unwrap().unwrap();
    assert_eq!(
        (exploded.limit, exploded.unit.unwrap().as_ref()),
        (5, "a=b")
    );
    let map = answer
        .header(Header::<BTreeMap<String, u8>>::new("X-Map"))
        .unwrap();
    assert_eq!(
        map.unwrap(),
        BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)])
    );
}

#[test]
fn values_in_json() {
    let answer =
        answer("x-quota: {\"limit\":5,\"unit\":\"second\"}\r\nx-list: [1\r\nx-list: 2]\r\n");

    let quota = answer
        .header(Header::<Quota>::new("X-Quota").json())
        .unwrap();
    assert_eq!(quota.unwrap().limit, 5);
    let list = answer
        .header(Header::<Vec<i64>>::new("X-List").json())
        .unwrap();
    assert_eq!(list, Some(vec![1, 2]));
}

#[test]
fn what_is_not_of_the_type_is_an_error_that_says_what_is() {
    for (said, expected) in [
        (
            refused(Header::<i64>::new("X"), "x: many\r\n"),
            "expected an integer, found `many`",
        ),
        (
            refused(Header::<i64>::new("X"), "x: 1.5\r\n"),
            "expected an integer, found `1.5`",
        ),
        (
            refused(Header::<i64>::new("X"), "x:\r\n"),
            "expected an integer, found ``",
        ),
        (
            refused(Header::<i64>::new("X"), "x: 5\r\nx: 5\r\n"),
            "expected an integer, found `5, 5`",
        ),
        (
            refused(Header::<u8>::new("X"), "x: 256\r\n"),
            "expected an integer from 0 to 255, found `256`",
        ),
        (
            refused(Header::<bool>::new("X"), "x: 1\r\n"),
            "expected a boolean, found `1`",
        ),
        (
            refused(Header::<f64>::new("X"), "x: NaN\r\n"),
            "expected a number, found `NaN`",
        ),
        (
            refused(Header::<Level>::new("X"), "x: one\r\n"),
            "expected an integer, found `one`",
        ),
        (
            refused(Header::<Vec<i64>>::new("X"), "x: 1\r\nx: 2,b\r\n"),
            "[2]: expected an integer, found `b`",
        ),
        (
            refused(Header::<Vec<Vec<i64>>>::new("X"), "x: 1\r\n"),
            "[0]: expected a list, found `1`",
        ),
        (
            refused(Header::<BTreeMap<String, i64>>::new("X"), "x: a b,c\r\n"),
            "[\"a b\"]: expected an integer, found `c`",
        ),
        (
            refused(Header::<BTreeMap<String, i64>>::new("X"), "x: a,1,b\r\n"),
            "expected a name and a value, found `b`",
        ),
        (
            refused(Header::<Quota>::new("X").exploded(), "x: limit\r\n"),
            "expected a name and a value, found `limit`",
        ),
        (
            refused(Header::<Quota>::new("X"), "x: limit,a\r\n"),
            "limit: expected an integer, found `a`",
        ),
        (
            refused(Header::<Quota>::new("X"), "x: unit,second\r\n"),
            "expected an object with `limit`, found `unit,second`",
        ),
        (
            refused(Header::<Quota>::new("X").json(), "x: {\"limit\":\"a\"}\r\n"),
            "limit: expected an integer, found a string",
        ),
        (
            refused(Header::<Quota>::new("X").json(), "x: limit,5\r\n"),
            "expected a value",
        ),
    ] {
        assert_eq!(said, expected);
    }
}

#[test]
fn bytes_that_are_no_text() {
    let server = Server::start(|_, _| {
        Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx: caf\xe9\r\n\r\n".to_vec())
    });
    let raw = block_on(InvitesGet::new(&client(server.url()), "4f5f").send_raw()).unwrap();

    let error = raw.header(Header::<String>::new("X")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the header `X` is not text in UTF-8"
    );
}

#[test]
fn an_error_shows_no_more_of_the_text_than_it_may() {
    let server = Server::start(|_, _| Reply::new("200 OK", "x: long name,long value\r\n", INVITE));
    let client = builder(server.url())
        .limits(Limits::new().error_text(6))
        .build()
        .unwrap();
    let raw = block_on(InvitesGet::new(&client, "4f5f").send_raw()).unwrap();

    let error = raw
        .header(Header::<BTreeMap<String, i64>>::new("X"))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the header `X` is not what the API's document says: \
         [\"long…: expected an integer, found `long v…`"
    );
}

#[test]
fn errors_and_pages_have_headers_too() {
    const LEFT: Header<i64> = InvitesGet::X_LEFT;
    let server = Server::start(|_, received| match received.line.contains("4f5f") {
        true => Reply::new("429 Too Many Requests", "x-left: 0\r\n", "{}"),
        false => Reply::new("200 OK", "x-left: 7\r\n", LIST),
    });
    let client = builder(server.url()).max_retries(0).build().unwrap();

    let error = block_on(InvitesGet::new(&client, "4f5f").send()).unwrap_err();
    assert_eq!(error.header(LEFT).unwrap(), Some(0));
    let page = block_on(InvitesList::new(&client).send()).unwrap();
    assert_eq!(page.response().header(LEFT).unwrap(), Some(7));

    let error = block_on(InvitesGet::new(&client, "..").send()).unwrap_err();
    assert_eq!(error.header(LEFT).unwrap(), None);
    assert_eq!(
        format!("{LEFT:?}"),
        r#"Header { name: "X-Left", form: Simple, type: i64 }"#
    );
}
