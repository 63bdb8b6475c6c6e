//! Answers that come item by item.

use std::time::Duration;

use runtime::{ErrorKind, Events, Limits, Lines, Value};

use crate::support::*;
use crate::test_operation;

test_operation! { Watch {} -> Events<Value> from "" {
    request: GET "/events", security: [], facts: [Accept("text/event-stream")], inputs: {},
} }
test_operation! { Export {} -> Lines<Value> from "" {
    request: GET "/lines", security: [], facts: [Accept("application/x-ndjson")], inputs: {},
} }

fn stream(body: &str) -> Server {
    let bytes = format!("HTTP/1.1 200 OK\r\n\r\n{body}").into_bytes();
    Server::start(move |_, _| Reply::Close(bytes.clone()))
}

/// What comes out of a stream of events: type, identifier, data.
fn events(body: &str) -> Vec<(Option<String>, Option<String>, String)> {
    let server = stream(body);
    block_on(async {
        let mut events = Watch::new(&client(server.url())).send().await.unwrap();
        let mut all = Vec::new();
        while let Some(event) = events.next().await {
            let event = event.unwrap();
            all.push((event.event, event.id, event.data.to_string()));
        }
        assert_eq!(server.only().header("accept").unwrap(), "text/event-stream");
        assert_eq!(server.only().header("accept-encoding"), None);
        all
    })
}

fn event(event: &str, id: &str, data: &str) -> (Option<String>, Option<String>, String) {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (text(event), text(id), data.to_owned())
}

#[test]
fn events_as_the_specification_has_them() {
    assert_eq!(
        events("\u{feff}: comment\nevent: add\nid: 7\ndata: {\"a\":1}\n\ndata:2\n\n"),
        [event("add", "7", "{\"a\":1}"), event("", "7", "2")],
        "an identifier holds until there is another, a type does not"
    );
    assert_eq!(
        events("data: [\r\ndata: 3]\r\n\r\ndata:4\r\rdata: 5\n\n"),
        [event("", "", "[3]"), event("", "", "4"), event("", "", "5")]
    );
    assert_eq!(
        events("id: 1\ndata: 1\n\nid\ndata: 2\n\n"),
        [event("", "1", "1"), event("", "", "2")]
    );
    assert_eq!(
        events("event: no data\n\nretry: 5\nother: x\ndata: 1\n\n"),
        [event("", "", "1")]
    );
    assert_eq!(
        events("data: 1\n\ndata: 2\n"),
        [event("", "", "1")],
        "an event that is cut off does not count"
    );
    assert_eq!(
        events("data: 1\n\ndata: [DONE]\n\ndata: 2\n\n"),
        [event("", "", "1")]
    );
    assert_eq!(events(""), []);
}

#[test]
fn lines() {
    let all = |body: &str| {
        let server = stream(body);
        block_on(async {
            let mut lines = Export::new(&client(server.url())).send().await.unwrap();
            let mut all = Vec::new();
            while let Some(item) = lines.next().await {
                all.push(item.unwrap().to_string());
            }
            all
        })
    };
    assert_eq!(all("{\"a\":1}\n\n 2 \r\n3"), ["{\"a\":1}", "2", "3"]);
    assert_eq!(all("\u{1e}1\n\u{1e}2\n"), ["1", "2"]);
    assert_eq!(all(""), [""; 0]);
}

#[test]
fn items_come_while_the_stream_is_open() {
    let head = "HTTP/1.1 200 OK\r\n\r\ndata: 1\n\nda";
    let server = Server::start(move |_, _| Reply::Stall(head.as_bytes().to_vec()));
    let clock = TestClock::manual();
    let client = builder(server.url()).clock(clock.clone()).build().unwrap();
    block_on(async {
        let mut events = Watch::new(&client).send().await.unwrap();
        assert_eq!(events.response().status(), 200);
        assert_eq!(events.next().await.unwrap().unwrap().data, 1);
        clock.advance_soon(Duration::from_secs(60));
        let error = events.next().await.unwrap().unwrap_err();
        assert_eq!(error.to_string(), "`Watch` failed: the stream has stalled");
        assert!(error.is_timeout());
        assert!(events.next().await.is_none());
    });
}

#[test]
fn what_goes_wrong_in_the_middle() {
    block_on(async {
        let server = stream("data: 1\n\ndata: {\n\ndata: 3\n\n");
        let mut events = Watch::new(&client(server.url())).send().await.unwrap();
        assert!(events.next().await.unwrap().is_ok());
        assert!(events.next().await.unwrap().unwrap_err().is_decode());
        assert!(events.next().await.is_none());

        let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n1\n2".to_vec();
        let server = Server::start(move |_, _| Reply::Close(cut.clone()));
        let mut lines = Export::new(&client(server.url())).send().await.unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap(), 1);
        assert_eq!(
            lines.next().await.unwrap().unwrap_err().kind(),
            ErrorKind::Transport
        );

        let endless = Server::start(|_, _| {
            Reply::Endless(b"HTTP/1.1 200 OK\r\n\r\ndata: ".to_vec(), b"1".to_vec())
        });
        let client = builder(endless.url())
            .limits(Limits::new().item(10_000))
            .build()
            .unwrap();
        let mut events = Watch::new(&client).send().await.unwrap();
        assert_eq!(
            events.next().await.unwrap().unwrap_err().kind(),
            ErrorKind::Limit
        );
    });
}

#[test]
fn an_error_is_an_error_before_the_stream_begins() {
    let server =
        Server::start(|_, _| Reply::new("404 Not Found", "", r#"{"message":"no such stream"}"#));
    let error = block_on(Watch::new(&client(server.url())).send()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Watch` failed: the server answered 404 Not Found: no such stream"
    );
}
