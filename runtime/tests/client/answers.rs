//! From answers to values and errors, whatever the server does.

use std::collections::BTreeMap;

use runtime::bytes::Bytes;
use runtime::transport::memory::{Memory, Reply as Answer};
use runtime::{AdditionalProperties, ErrorKind, Nullable, Response, Value};

use crate::support::*;
use crate::test_operation;

/// What `InvitesGet` makes of an answer over a real socket.
fn get(
    status: &'static str,
    headers: &'static str,
    body: impl AsRef<[u8]>,
) -> Result<Invite, runtime::Error> {
    let body = body.as_ref().to_vec();
    let server = Server::start(move |_, _| Reply::new(status, headers, &body));
    let client = builder(server.url()).max_retries(0).build().unwrap();
    block_on(InvitesGet::new(&client, "4f5f").send())
}

fn ok(body: impl AsRef<[u8]>) -> Result<Invite, runtime::Error> {
    get("200 OK", "content-type: application/json\r\n", body)
}

#[test]
fn a_success_that_says_that_it_is_none() {
    for body in [
        r#"{"success":false,"errors":[{"code":7003,"message":"No route"}],"messages":[],"result":null}"#,
        r#"{"result":{"wrong":"type"},"success":false,"errors":[{"code":7003,"message":"No route"}]}"#,
        r#"{"result":[],"errors":[{"code":7003,"message":"No route"}],"success":false}"#,
    ] {
        let error = ok(body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api);
        assert!(error.is_api());
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.errors()[0].code(), Some(7003));
        assert_eq!(error.errors()[0].message(), Some("No route"));
        assert_eq!(
            error.to_string(),
            "`InvitesGet` failed: the server answered 200 OK, but that it did not succeed: 7003: No route"
        );
    }
}

#[test]
fn a_list_that_says_that_it_failed() {
    let server =
        Server::json(r#"{"success":false,"errors":[{"code":1,"message":"m"}],"result":[]}"#);
    let error = block_on(InvitesList::new(&client(server.url())).send()).unwrap_err();
    assert_eq!(error.errors().len(), 1);
}

#[test]
fn errors_with_an_envelope() {
    let body = r#"{"success":false,"errors":[{"code":"7003","message":"No route","documentation_url":"https://x","source":{"pointer":"/a"}},{"code":100402}],"messages":[],"result":null}"#;
    let error = get(
        "404 Not Found",
        "content-type: application/json\r\nx-ray: abc-FRA\r\n",
        body,
    )
    .unwrap_err();
    assert!(
        error.is_not_found() && error.is_api() && !error.is_decode() && !error.is_unauthorized()
    );
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(error.errors().len(), 2);
    assert_eq!(error.errors()[0].code(), Some(7003));
    assert_eq!(error.errors()[0].get("source").unwrap()["pointer"], "/a");
    assert_eq!(error.errors()[1].code(), Some(100_402));
    assert_eq!(error.errors()[1].message(), None);
    assert_eq!(error.request_id(), Some("abc-FRA"));
    assert_eq!(error.headers().unwrap()["x-ray"], "abc-FRA");
    assert_eq!(error.body(), body.as_bytes());
    assert_eq!(error.attempts(), 1);
    assert_eq!(error.operation().unwrap().name, "InvitesGet");
    assert_eq!(error.decode::<Value>().unwrap()["success"], false);
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the server answered 404 Not Found: 7003: No route; 100402 (request id abc-FRA)"
    );
}

#[test]
fn errors_in_every_other_form() {
    for (body, codes, messages) in [
        ("<html><body>502 Bad Gateway</body></html>", vec![], vec![]),
        ("", vec![], vec![]),
        (
            r#"{"success":false,"errors":null,"result":null}"#,
            vec![],
            vec![],
        ),
        (r#"{"success":false}"#, vec![], vec![]),
        (
            r#"{"errors":[null,{"code":null,"message":5},"plain"]}"#,
            vec![None, None],
            vec![None, Some("plain")],
        ),
        (
            r#"{"errors":{"code":1.5,"message":"one"}}"#,
            vec![None],
            vec![Some("one")],
        ),
        (r#"{"errors":"text"}"#, vec![None], vec![Some("text")]),
        ("[1,2", vec![], vec![]),
        ("null", vec![], vec![]),
    ] {
        let error = get("500 Internal Server Error", "", body).unwrap_err();
        assert!(error.is_server_error() && error.is_api(), "{body}");
        assert_eq!(
            error
                .errors()
                .iter()
                .map(|detail| detail.code())
                .collect::<Vec<_>>(),
            codes,
            "{body}"
        );
        assert_eq!(
            error
                .errors()
                .iter()
                .map(|detail| detail.message())
                .collect::<Vec<_>>(),
            messages,
            "{body}"
        );
        assert_eq!(error.body(), body.as_bytes());
    }
}

#[test]
fn what_was_not_modified_has_no_value() {
    let server = Server::start(|number, request| {
        assert_eq!(request.header("if-none-match").unwrap(), "\"1\"");
        match number {
            0 | 1 => Reply::new("304 Not Modified", "etag: \"1\"\r\n", ""),
            2 => Reply::json(INVITE),
            _ => Reply::new("404 Not Found", "", ""),
        }
    });
    let call = InvitesGet::new(&client(server.url()), "a").header("if-none-match", "\"1\"");
    assert!(block_on(call.send()).unwrap_err().is_not_modified());
    let raw = || block_on(call.send_raw()).unwrap();
    let unmodified = raw();
    assert!(unmodified.decode_modified().unwrap().is_none());
    assert_eq!(unmodified.headers()["etag"], "\"1\"");
    assert!(raw().decode_modified().unwrap().is_some());
    assert!(raw().decode_modified().unwrap_err().is_not_found());
}

#[test]
fn text_of_the_server_does_no_harm_in_a_log() {
    let body = format!(
        r#"{{"errors":[{{"code":1,"message":"a\r\nb\u001b[31m{}"}}]}}"#,
        "x".repeat(10_000)
    );
    let text = get("400 Bad Request", "", body).unwrap_err().to_string();
    assert!(
        text.starts_with(
            "`InvitesGet` failed: the server answered 400 Bad Request: 1: a  b [31mxxx"
        ),
        "{text}"
    );
    assert!(text.ends_with('…') && text.len() < 600);
    let server = Server::start(move |_, _| {
        Reply::new("400 Bad Request", "", r#"{"errors":["0123456789"]}"#)
    });
    let client = builder(server.url())
        .limits(runtime::Limits::new().error_text(4))
        .build()
        .unwrap();
    let text = block_on(InvitesGet::new(&client, "a").send())
        .unwrap_err()
        .to_string();
    assert!(text.ends_with(": 0123…"), "{text}");
    let body = format!(r#"{{"errors":[{}]}}"#, vec![r#"{"code":1}"#; 100].join(","));
    let text = get("400 Bad Request", "", body).unwrap_err().to_string();
    assert!(text.ends_with("1; 1; 1; 1; 1; and 95 more"), "{text}");
}

test_operation! { Counts {} -> BTreeMap<String, i8> from "" {
    request: GET "/counts", security: [], facts: [Accept("application/json")], inputs: {},
} }

#[test]
fn what_is_undecodable_is_named_within_the_limit() {
    let told = |body: String, limit: usize| {
        let server = Server::start(move |_, _| Reply::json(&body));
        let client = builder(server.url())
            .limits(runtime::Limits::new().error_text(limit))
            .build()
            .unwrap();
        let error = block_on(Counts::new(&client).send()).unwrap_err();
        let again = error.decode::<BTreeMap<String, i8>>().unwrap_err();
        let text = error.to_string();
        assert!(text.contains(&again.to_string()), "{again}");
        assert!(format!("{error:?}").len() < 2_000);
        text
    };
    let start = "`Counts` failed: the answer is not what the API's document says: ";
    let long = "x".repeat(200_000);
    let named = told(format!(r#"{{"{long}":""}}"#), 4);
    assert_eq!(
        named,
        format!("{start}xxxx…: expected an integer, found a string at line 1, column 200005")
    );
    let number = told(format!(r#"{{"a":1{}}}"#, "0".repeat(200)), 3);
    assert_eq!(
        number,
        format!("{start}a: expected an integer from -128 to 127, found 100… at line 1, column 6")
    );
    assert!(told(format!(r#"{{"{long}":""}}"#), 1_000).contains(&"x".repeat(1_000)));
}

#[test]
fn what_is_not_what_the_document_says() {
    for (body, message) in [
        (
            r#"{"success":true,"result":{"id":"x"}}"#,
            "result: missing member `organization_id`",
        ),
        (
            r#"{"success":true,"result":{"organization_id":null}}"#,
            "result.organization_id: expected a string, found null",
        ),
        (
            r#"{"success":true,"result":{"organization_id":5}}"#,
            "result.organization_id: expected a string, found a number",
        ),
        (r#"{"success":true,"result":null}"#, "`result` is null"),
        (r#"{"success":true}"#, "`result` is missing"),
        (r#"{"success":true,"result":"#, ""),
        ("<html>", ""),
        ("[]", "expected an object, found an array"),
    ] {
        let error = ok(body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert!(error.is_decode());
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.body(), body.as_bytes(), "the body is within reach");
        assert_eq!(error.status().unwrap(), 200);
    }
}

#[test]
fn no_body_where_one_is_needed() {
    let message = |status| {
        format!("`InvitesGet` failed: the answer ({status}) has no body, where a value is expected")
    };
    assert_eq!(ok("").unwrap_err().to_string(), message("200 OK"));
    assert_eq!(ok(" \r\n").unwrap_err().to_string(), message("200 OK"));
    let server = Server::start(|_, _| Reply::Bytes(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()));
    let error = block_on(InvitesGet::new(&client(server.url()), "a").send()).unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.to_string(), message("204 No Content"));
}

#[test]
fn what_servers_get_wrong_about_json() {
    let with_mark = [b"\xef\xbb\xbf", INVITE.as_bytes()].concat();
    assert_eq!(ok(with_mark).unwrap().organization_id, "5a78");
    for headers in [
        "",
        "content-type: text/plain\r\n",
        "content-type: text/html; charset=utf-8\r\n",
        "content-type: \r\n",
    ] {
        assert_eq!(
            get("200 OK", headers, INVITE).unwrap().organization_id,
            "5a78",
            "{headers}"
        );
    }
    let error = get("200 OK", "content-type: text/html\r\n", "<html>").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("(the server calls it text/html)"),
        "{error}"
    );
}

#[test]
fn what_is_new_is_kept() {
    let body = r#"{"success":true,"result":{"organization_id":"5a78","status":"postponed","color":{"r":1}},"new":true}"#;
    let invite = ok(body).unwrap();
    assert_eq!(invite.status.as_ref().unwrap().as_str(), "postponed");
    assert_eq!(
        runtime::json::to_string(&invite).unwrap(),
        r#"{"organization_id":"5a78","status":"postponed","color":{"r":1}}"#
    );
}

#[test]
fn an_error_that_is_cut_off_says_what_it_can() {
    let body = r#"{"success":false,"errors":[{"code":7,"message":"no"}],"result":{"x"#;
    for status in ["200 OK", "400 Bad Request"] {
        let server = Server::start(move |_, _| Reply::new(status, "", body));
        let client = builder(server.url()).max_retries(0).build().unwrap();
        let error = block_on(InvitesGet::new(&client, "a").send()).unwrap_err();
        assert!(error.is_api(), "{error}");
        assert_eq!(error.errors()[0].code(), Some(7));
    }
}

#[test]
fn every_error_names_its_operation() {
    for body in [
        r#"{"success":true}"#,
        r#"{"success":true,"result":null}"#,
        "",
        "no",
    ] {
        let server = Server::start(move |_, _| Reply::new("200 OK", "", body));
        let error = block_on(InvitesGet::new(&client(server.url()), "a").send()).unwrap_err();
        assert_eq!(error.operation().unwrap().name, "InvitesGet", "{body}");
        assert!(
            error.to_string().starts_with("`InvitesGet` failed: "),
            "{error}"
        );
    }
}

#[test]
fn lengths_that_are_wrong() {
    type Ending = fn(Vec<u8>) -> Reply;
    let answer = |headers: &str| format!("HTTP/1.1 200 OK\r\n{headers}\r\n{INVITE}").into_bytes();
    let (open, closed): (Ending, Ending) = (Reply::Bytes, Reply::Close);
    for (headers, ending, expected) in [
        // The rest belongs to no answer: to that of the next request on the connection least of all.
        ("content-length: 10\r\n", open, ErrorKind::Decode),
        ("content-length: 10\r\n", closed, ErrorKind::Decode),
        ("content-length: 5000\r\n", closed, ErrorKind::Transport),
        (
            "content-length: 10\r\ncontent-length: 11\r\n",
            open,
            ErrorKind::Transport,
        ),
        ("content-length: -1\r\n", open, ErrorKind::Transport),
        ("transfer-encoding: chunked\r\n", open, ErrorKind::Transport),
    ] {
        let wrong = answer(headers);
        let server = Server::start(move |number, _| match number {
            0 => ending(wrong.clone()),
            _ => Reply::json(INVITE),
        });
        let client = builder(server.url()).max_retries(0).build().unwrap();
        block_on(async {
            let get = InvitesGet::new(&client, "a");
            let error = get.send().await.unwrap_err();
            assert_eq!(error.kind(), expected, "{headers}: {error}");
            let next = get.send().await.unwrap();
            assert_eq!(next.organization_id, "5a78", "{headers}");
        });
        assert_eq!(server.received().len(), 2);
    }
}

/// Something with a time, and with a text that can be absent or null.
#[derive(Default)]
struct Event {
    at: Option<runtime::DateTime>,
    note: Nullable<String>,
    additional_properties: AdditionalProperties,
}

runtime::model! {
    Event from "#/components/schemas/Event" {
        at: Optional "at" [Format("date-time")],
        note: OptionalNullable "note" [],
        additional_properties: Rest "" [],
    }
}

test_operation! { EventsUpdate { body: Event } -> Event from "" {
    request: PUT "/event", security: [], facts: [Accept("application/json"), Body("application/json", Json)],
    inputs: { body: Body Required "body" [] },
} }

/// What an event becomes that is sent to a server which gives it back with this body.
fn event(sent: Event, answer: &'static str) -> (String, Event) {
    let server = Server::json(answer);
    let client = client(server.url());
    let event = block_on(EventsUpdate::new(&client, sent).send()).unwrap();
    (String::from_utf8(server.only().body).unwrap(), event)
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    for (text, is_expected) in [
        (
            "{}",
            (|note| matches!(note, Nullable::Absent)) as fn(&Nullable<String>) -> bool,
        ),
        (r#"{"note":null}"#, |note| matches!(note, Nullable::Null)),
        (
            r#"{"note":""}"#,
            |note| matches!(note, Nullable::Value(text) if text.is_empty()),
        ),
    ] {
        let (_, received) = event(Event::default(), text);
        assert!(is_expected(&received.note), "{text}");
        assert_eq!(event(received, "{}").0, text, "sent back as it came");
    }
}

#[test]
fn a_time_that_is_none_spoils_no_answer() {
    let (_, received) = event(Event::default(), r#"{"at":"next week"}"#);
    let at = received.at.as_ref().unwrap();
    assert_eq!(at.as_str(), "next week");
    assert!(at.timestamp().is_err());
    assert_eq!(
        runtime::json::to_string(&received).unwrap(),
        r#"{"at":"next week"}"#
    );

    let (_, received) = event(Event::default(), r#"{"at":"2014-01-01T05:20:00Z"}"#);
    let at = received.at.as_ref().unwrap().timestamp().unwrap();
    assert_eq!(at.as_second(), 1_388_553_600);
}

test_operation! { Nothing {} -> () from "" { request: DELETE "/x", security: [], facts: [], inputs: {} } }
test_operation! { NothingWrapped {} -> () from "" { request: DELETE "/x", security: [], facts: [Wrapped(&ENVELOPE)], inputs: {} } }
test_operation! { Text {} -> String from "" { request: GET "/x", security: [], facts: [Accept("text/plain")], inputs: {} } }
test_operation! { JsonText {} -> String from "" { request: GET "/x", security: [], facts: [Accept("application/json")], inputs: {} } }
test_operation! { Raw {} -> Bytes from "" { request: GET "/x", security: [], facts: [Accept("image/png")], inputs: {} } }
test_operation! { Maybe {} -> Option<Invite> from "" { request: GET "/x", security: [], facts: [Wrapped(&ENVELOPE)], inputs: {} } }
test_operation! { Plain {} -> Value from "" { request: GET "/x", security: [], facts: [Accept("application/json")], inputs: {} } }

fn in_memory<O: runtime::Operation>(answer: Answer) -> runtime::Client {
    let memory = Memory::new();
    memory.answer::<O>(answer);
    builder("http://localhost")
        .transport(memory)
        .build()
        .unwrap()
}

/// Where the document is wrong, the answer is to be had nevertheless.
#[test]
fn an_answer_as_something_else_than_the_document_says() {
    test_operation! { Count {} -> i64 from "" { request: GET "/x", security: [], facts: [Wrapped(&ENVELOPE)], inputs: {} } }
    block_on(async {
        let body = r#"{"success":true,"result":{"count":3}}"#;
        let count = Count::new(&in_memory::<Count>(Answer::json(body)));
        let error = count.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let value: Value = count.send_as().await.unwrap();
        assert_eq!(value, serde_json::json!({"count": 3}));
        let bytes: Bytes = count.send_as().await.unwrap();
        assert_eq!(bytes, body, "not unwrapped");
        count.send_as::<()>().await.unwrap();

        let failed = Answer::error(404, 7, "no such count");
        let count = Count::new(&in_memory::<Count>(failed));
        assert!(count.send_as::<Value>().await.unwrap_err().is_not_found());
    });
}

#[test]
fn every_kind_of_output() {
    block_on(async {
        Nothing::new(&in_memory::<Nothing>(Answer::status(204)))
            .send()
            .await
            .unwrap();
        Nothing::new(&in_memory::<Nothing>(Answer::json("{}")))
            .send()
            .await
            .unwrap();
        NothingWrapped::new(&in_memory::<NothingWrapped>(Answer::status(200)))
            .send()
            .await
            .unwrap();
        let failed = NothingWrapped::new(&in_memory::<NothingWrapped>(Answer::json(
            r#"{"success":false}"#,
        )))
        .send()
        .await;
        assert!(failed.unwrap_err().is_api());

        let text = |answer: Answer| in_memory::<Text>(answer.with_body("\"quoted\""));
        assert_eq!(
            Text::new(&text(Answer::status(200))).send().await.unwrap(),
            "\"quoted\""
        );
        let json = text(Answer::status(200).with_header("content-type", "application/json"));
        assert_eq!(Text::new(&json).send().await.unwrap(), "quoted");
        let json = in_memory::<JsonText>(Answer::status(200).with_body("\"quoted\""));
        assert_eq!(JsonText::new(&json).send().await.unwrap(), "quoted");
        let latin = in_memory::<Text>(Answer::status(200).with_body(&b"\xe9"[..]));
        assert!(Text::new(&latin).send().await.unwrap_err().is_decode());

        let bytes = in_memory::<Raw>(Answer::status(200).with_body(&b"\x89PNG\xff"[..]));
        assert_eq!(Raw::new(&bytes).send().await.unwrap(), &b"\x89PNG\xff"[..]);

        assert!(
            Maybe::new(&in_memory::<Maybe>(Answer::payload("null")))
                .send()
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            Maybe::new(&in_memory::<Maybe>(Answer::payload(
                r#"{"organization_id":"x"}"#
            )))
            .send()
            .await
            .unwrap()
            .is_some()
        );
    });
}

#[test]
fn errors_without_an_envelope() {
    block_on(async {
        let problem =
            r#"{"type":"about:blank","title":"Out of credit","detail":"Your balance is 30"}"#;
        let client = in_memory::<Plain>(Answer::status(403).with_body(problem));
        let error = Plain::new(&client).send().await.unwrap_err();
        assert_eq!(error.errors()[0].message(), Some("Your balance is 30"));
        assert_eq!(error.errors()[0].get("title").unwrap(), "Out of credit");
        assert_eq!(
            error.to_string(),
            "`Plain` failed: the server answered 403 Forbidden: Your balance is 30 (the credentials may lack a permission)"
        );
    });
}

#[derive(Debug)]
enum Several {
    Thing(Value),
    Csv(String),
    Picture(Bytes),
    Nothing,
    Conflict(Value),
    Undocumented(Response),
}

runtime::responses! {
    Several from "#/paths/~1x/get/responses" {
        Thing(Json "application/json"): Code(200),
        Csv(Text "text/csv"): Code(200),
        Picture(Bytes "image/*"): Range(2),
        Nothing: Code(204),
        Conflict(Json "application/json"): Code(409),
    } else Undocumented
}

test_operation! { Choice {} -> Several from "" { request: GET "/x", security: [], facts: [], inputs: {} } }

#[test]
fn one_of_several_answers() {
    let choose = |answer: Answer| {
        let client = in_memory::<Choice>(answer);
        block_on(Choice::new(&client).max_retries(0).send())
    };
    let typed = |status, media: &str, body: &'static str| {
        Answer::status(status)
            .with_header("content-type", media)
            .with_body(body)
    };
    assert!(
        matches!(choose(typed(200, "application/json; charset=utf-8", "{\"a\":1}")), Ok(Several::Thing(value)) if value["a"] == 1)
    );
    assert!(
        matches!(choose(typed(200, "TEXT/CSV", "a,b")), Ok(Several::Csv(text)) if text == "a,b")
    );
    assert!(
        matches!(choose(typed(206, "image/png", "png")), Ok(Several::Picture(bytes)) if bytes == "png")
    );
    assert!(matches!(choose(Answer::status(204)), Ok(Several::Nothing)));
    assert!(
        matches!(choose(typed(409, "application/json", "{}")), Ok(Several::Conflict(value)) if value.is_object())
    );
    assert!(
        matches!(choose(typed(200, "text/html", "{}")), Ok(Several::Thing(_))),
        "JSON under another name"
    );
    assert!(
        matches!(choose(Answer::status(202)), Ok(Several::Undocumented(response)) if response.status() == 202)
    );
    assert!(
        choose(typed(404, "application/json", "{}"))
            .unwrap_err()
            .is_not_found()
    );
    assert!(
        choose(typed(200, "application/json", "{"))
            .unwrap_err()
            .is_decode()
    );
}

test_operation! { Note {} -> Option<String> from "" {
    request: GET "/note", security: [], facts: [Accept("text/plain")], inputs: {},
} }
test_operation! { Scan {} -> Option<runtime::Base64> from "" {
    request: GET "/scan", security: [], facts: [Accept("text/plain")], inputs: {},
} }

#[test]
fn text_is_in_utf_8_or_in_what_it_says() {
    let memory = Memory::new();
    let client = builder("http://localhost")
        .transport(memory.clone())
        .build()
        .unwrap();
    let answer = |media: &str, body: &'static [u8]| {
        Answer::status(200)
            .with_header("content-type", media)
            .with_body(body)
    };
    let text = |media: &str, body| {
        memory.answer::<Note>(answer(media, body));
        block_on(Note::new(&client).send()).map_err(|error| error.to_string())
    };
    let latin = b"caf\xe9 \x80 \x9f \x8d";
    for media in [
        "text/plain; charset=iso-8859-1",
        "text/plain;format=flowed;Charset=\"ISO-8859-1\"",
        "text/plain; charset=windows-1252",
        "text/plain; charset=us-ascii",
    ] {
        assert_eq!(
            text(media, latin).unwrap().unwrap(),
            "café € Ÿ \u{8d}",
            "{media}"
        );
    }
    let utf_8 = "café".as_bytes();
    assert_eq!(
        text("text/plain; charset=iso-8859-1", utf_8)
            .unwrap()
            .unwrap(),
        "café"
    );
    for media in [
        "text/plain",
        "text/plain; charset=utf-8",
        "text/plain; charset=koi8-r",
    ] {
        assert_eq!(
            text(media, latin).unwrap_err(),
            "`Note` failed: the body of the answer is not text in UTF-8"
        );
    }
    memory.answer::<Scan>(answer("text/plain; charset=iso-8859-1", latin));
    assert_eq!(
        block_on(Scan::new(&client).send())
            .unwrap()
            .unwrap()
            .as_bytes(),
        Ok(&latin[..])
    );
}

test_operation! { AnyText {} -> String from "" { request: GET "/x", security: [], facts: [Accept("*/*")], inputs: {} } }
test_operation! { SomeText {} -> Option<String> from "" { request: GET "/x", security: [], facts: [Accept("text/*")], inputs: {} } }
test_operation! { TextOrJson {} -> String from "" { request: GET "/x", security: [], facts: [Accept("application/json"), Accept("text/plain")], inputs: {} } }
test_operation! { Anything {} -> Value from "" { request: GET "/x", security: [], facts: [Accept("*/*")], inputs: {} } }
test_operation! { JsonAsText {} -> Vec<i64> from "" { request: GET "/x", security: [], facts: [Accept("text/plain")], inputs: {} } }

#[test]
fn the_content_type_of_an_answer_says_how_it_is_read() {
    fn get<O: runtime::Operation>(
        make: fn(&runtime::Client) -> Request<O>,
        media: &str,
        body: &'static str,
    ) -> Result<O::Output, runtime::Error> {
        let answer = Answer::status(200).with_body(body);
        let answer = match media {
            "" => answer,
            media => answer.with_header("content-type", media),
        };
        block_on(make(&in_memory::<O>(answer)).send())
    }
    for (media, body, expected) in [
        ("text/plain", "hello", "hello"),
        ("text/plain; charset=utf-8", "\"hello\"", "\"hello\""),
        ("application/json", "\"hello\"", "hello"),
        ("application/problem+json", "\"hello\"", "hello"),
    ] {
        let any = get(AnyText::new, media, body);
        assert_eq!(any.unwrap(), expected, "{media}");
        let both = get(TextOrJson::new, media, body);
        assert_eq!(both.unwrap(), expected, "{media}");
        let some = get(SomeText::new, media, body);
        assert_eq!(some.unwrap().as_deref(), Some(expected), "{media}");
    }
    let unsaid = get(AnyText::new, "", "hello");
    assert_eq!(unsaid.unwrap(), "hello");
    let wrong = get(JsonText::new, "text/html", "\"hello\"");
    assert_eq!(wrong.unwrap(), "hello", "nothing but JSON is known");

    let value = get(Anything::new, "text/plain", "hello");
    assert_eq!(value.unwrap(), "hello");
    let value = get(Anything::new, "text/plain", "{\"a\":1}");
    assert_eq!(value.unwrap()["a"], 1, "JSON under another name");
    let list = get(JsonAsText::new, "text/plain", "[1,2]");
    assert_eq!(list.unwrap(), [1, 2]);
}

#[derive(Debug)]
enum Download {
    File(Bytes),
    Later,
    Undocumented(Response),
}

runtime::responses! {
    Download from "#/paths/~1file/get/responses" {
        File(Bytes "application/octet-stream"): Code(200),
        Later: Code(202),
    } else Undocumented
}

test_operation! { Fetch {} -> Download from "" { request: GET "/file", security: [], facts: [], inputs: {} } }

#[test]
fn a_file_comes_under_a_name_of_its_own() {
    let fetch = |answer: Answer| {
        let client = in_memory::<Fetch>(answer);
        block_on(Fetch::new(&client).send()).unwrap()
    };
    let file = |media: &str, body| {
        let answer = Answer::status(200).with_header("content-type", media);
        fetch(answer.with_body(body))
    };
    for media in [
        "image/png",
        "text/plain; charset=utf-8",
        "application/json",
        "application/octet-stream",
    ] {
        assert!(
            matches!(file(media, "abc"), Download::File(bytes) if bytes == "abc"),
            "{media}"
        );
    }
    assert!(matches!(fetch(Answer::status(202)), Download::Later));
    let other = fetch(Answer::status(206).with_body("abc"));
    assert!(matches!(other, Download::Undocumented(response) if response.status() == 206));
}

test_operation! { Bare {} -> Value from "" { request: GET "/bare", security: [], facts: [], inputs: {} } }

/// Without an envelope, what an error says is where APIs put it by convention.
#[test]
fn what_errors_say_by_convention() {
    for (body, expected) in [
        (
            r#"{"error":{"code":"card_declined","message":"Your card was declined.","param":null}}"#,
            "card_declined: Your card was declined.",
        ),
        (
            r#"{"error":{"code":404,"message":"No such thing","status":"NOT_FOUND"}}"#,
            "404: No such thing",
        ),
        (
            r#"{"error":"invalid_grant","error_description":"The code has expired"}"#,
            "The code has expired",
        ),
        (
            r#"{"code":50035,"message":"Invalid form","errors":{"content":{"_errors":[]}}}"#,
            "50035: Invalid form",
        ),
        (
            r#"{"message":"Validation failed","errors":[{"field":"title","code":"missing_field"}]}"#,
            "Validation failed; missing_field",
        ),
        (
            r#"{"errors":[{"title":"No","detail":"Not today"}]}"#,
            "Not today",
        ),
        (r#"{"detail":"Not found"}"#, "Not found"),
        (
            r#"{"detail":[{"loc":["body","url"],"msg":"Field required","type":"missing"},{"msg":"Too long"}]}"#,
            "Field required; Too long",
        ),
        (
            r#"{"title":"Invalid","detail":[{"msg":"Field required"}]}"#,
            "Invalid; Field required",
        ),
        (r#"{"detail":[]}"#, "an error without code and message"),
        (r#"{"errors":{"message":"one"}}"#, "one"),
        (r#"{"errors":{}}"#, "an error without code and message"),
        (r#"{"errors":[]}"#, "an error without code and message"),
    ] {
        let answer = Answer::status(400)
            .with_header("content-type", "application/json")
            .with_body(body);
        let error = block_on(Bare::new(&in_memory::<Bare>(answer)).send()).unwrap_err();
        let text = format!("`Bare` failed: the server answered 400 Bad Request: {expected}");
        assert_eq!(error.to_string(), text, "{body}");
    }
}

#[derive(Debug)]
#[expect(dead_code, reason = "only the names of variants are looked at")]
enum Narrow {
    Any(Value),
    Text(String),
    Html(Bytes),
    First(Value),
    Second(Value),
    Undocumented(Response),
}

runtime::responses! {
    Narrow from "#/paths/~1x/get/responses" {
        Any(Json "*/*"): Code(200),
        Text(Text "text/*"): Code(200),
        Html(Bytes "text/html"): Code(200),
        First(Json "application/vnd.x+json; version=1"): Code(200),
        Second(Json "application/vnd.x+json; version=\"2\""): Code(200),
    } else Undocumented
}

test_operation! { Narrowing {} -> Narrow from "" { request: GET "/x", security: [], facts: [], inputs: {} } }

#[test]
fn the_media_type_that_says_most_about_an_answer_is_its_own() {
    for (media, expected) in [
        ("application/xml", "Any"),
        ("text/csv", "Text"),
        ("text/html; charset=utf-8", "Html"),
        ("application/vnd.x+json;version=1", "First"),
        ("application/vnd.x+json; charset=utf-8; Version=2", "Second"),
        ("application/vnd.x+json", "First"),
    ] {
        let answer = Answer::status(200)
            .with_header("content-type", media)
            .with_body("{}");
        let client = in_memory::<Narrowing>(answer);
        let chosen = format!("{:?}", block_on(Narrowing::new(&client).send()).unwrap());
        assert!(chosen.starts_with(expected), "{media}: {chosen}");
    }
}

#[derive(Debug)]
enum Enveloped {
    Done(Value),
    Table(String),
    Started(Value),
    Undocumented(Response),
}

runtime::responses! {
    Enveloped from "#/paths/~1x/get/responses" {
        Done(Json "application/json"): Code(200),
        Table(Text "text/csv"): Code(200),
        Started(Json "application/json" Bare): Code(202),
    } else Undocumented
}

test_operation! { Start {} -> Enveloped from "" { request: POST "/x", security: [], facts: [Wrapped(&ENVELOPE)], inputs: {} } }

#[test]
fn each_answer_has_an_envelope_or_none() {
    let start = |status, media: &str, body: &'static str| {
        let answer = Answer::status(status)
            .with_header("content-type", media)
            .with_body(body);
        block_on(Start::new(&in_memory::<Start>(answer)).send())
    };
    let json = "application/json";
    let failed = start(
        200,
        json,
        r#"{"success":false,"errors":[{"code":1}],"result":null}"#,
    );
    assert!(failed.unwrap_err().is_api());
    let done = start(200, json, r#"{"success":true,"result":{"a":1}}"#);
    assert!(matches!(done, Ok(Enveloped::Done(value)) if value["a"] == 1));
    let started = start(202, json, r#"{"job":"x"}"#);
    assert!(matches!(started, Ok(Enveloped::Started(value)) if value["job"] == "x"));
    let table = start(200, "text/csv", "a,b");
    assert!(matches!(table, Ok(Enveloped::Table(text)) if text == "a,b"));
    let other = start(206, json, "{}");
    assert!(matches!(other, Ok(Enveloped::Undocumented(response)) if response.status() == 206));
}

#[test]
fn an_operation_without_an_answer_in_memory() {
    let memory = Memory::new();
    let client = builder("http://localhost")
        .transport(memory.clone())
        .build()
        .unwrap();
    let error = block_on(InvitesGet::new(&client, "a").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the memory has no answer: add one with `answer::<InvitesGet>(…)`"
    );
    // It would not have one the next time either.
    assert_eq!(memory.requests().len(), 1);
}

#[test]
fn answers_from_memory_with_another_status() {
    let memory = Memory::new();
    let client = builder("https://api.example.com").max_retries(0);
    let client = client.transport(memory.clone()).build().unwrap();
    let status = |answer: Answer| {
        memory.answer::<InvitesGet>(answer);
        let sent = block_on(InvitesGet::new(&client, "a").send());
        sent.map_err(|error| (error.status().map(|it| it.as_u16()), error.body().to_vec()))
    };
    let refused = status(Answer::json(r#"{"why":"taken"}"#).with_status(409)).unwrap_err();
    assert_eq!(refused, (Some(409), br#"{"why":"taken"}"#.to_vec()));
    let refused = status(Answer::error(404, 7, "none").with_status(410)).unwrap_err();
    assert_eq!(refused.0, Some(410));
    assert!(status(Answer::payload(r#"{"organization_id":"a"}"#).with_status(201)).is_ok());
}
