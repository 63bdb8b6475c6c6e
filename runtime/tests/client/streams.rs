//! Answers that come item by item.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use runtime::bytes::Bytes;
use runtime::http::{Request, Response};
use runtime::operation::OperationTable;
use runtime::transport::{Answer, Body, Transport, TransportError};
use runtime::{Chunks, Client, ErrorKind, Events, Limits, Lines, Value};

use crate::support::*;
use crate::test_operation;

test_operation! { Watch {} -> Events<Value> from "" {
    request: GET "/events", security: [], facts: [Accept("text/event-stream")], inputs: {},
} }
test_operation! { Export {} -> Lines<Value> from "" {
    request: GET "/lines", security: [], facts: [Accept("application/x-ndjson")], inputs: {},
} }

test_operation! { WatchText {} -> Events<String> from "" {
    request: GET "/events", security: [], facts: [Accept("text/event-stream")], inputs: {},
} }

fn stream(body: &str) -> Server {
    let bytes = format!("HTTP/1.1 200 OK\r\n\r\n{body}").into_bytes();
    Server::start(move |_, _| Reply::Close(bytes.clone()))
}

/// What comes out of a stream of events: type, identifier, data.
fn events(body: &str) -> Vec<Found> {
    let server = stream(body);
    block_on(async {
        let mut events = Watch::new(&client(server.url())).send().await.unwrap();
        let mut all = Vec::new();
        while let Some(event) = events.next().await {
            let event = event.unwrap();
            all.push((event.event, event.id, event.data.to_string()));
        }
        assert_eq!(server.only().header("accept").unwrap(), "text/event-stream");
        assert_eq!(server.only().header("accept-encoding").unwrap(), "identity");
        all
    })
}

fn event(event: &str, id: &str, data: &str) -> Found {
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
fn data_of_events_that_is_text() {
    let server = stream("data: hello\n\ndata: \"a\"\ndata: {\n\ndata: [DONE]\n\n");
    block_on(async {
        let mut events = WatchText::new(&client(server.url())).send().await.unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, "hello");
        assert_eq!(events.next().await.unwrap().unwrap().data, "\"a\"\n{");
        assert!(events.next().await.is_none());
    });
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

/// An answer whose lines have a pause before each of them, without end.
#[derive(Debug)]
struct Slow(TestClock, Duration);

impl Transport for Slow {
    fn send(&self, _: &'static OperationTable, _: Request<Body>) -> Answer<'_> {
        let pauses = Pauses(self.0.clone(), self.1, false);
        Box::pin(async { Ok(Response::new(Body::from_stream(pauses))) })
    }
}

/// The clock, how long a pause is, and whether somebody waits in one.
struct Pauses(TestClock, Duration, bool);

impl Stream for Pauses {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.2 = !self.2;
        if self.2 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.0.advance(self.1);
        Poll::Ready(Some(Ok(Bytes::from_static(b"1\n"))))
    }
}

#[test]
fn a_stream_may_last_as_long_as_it_does_not_stall() {
    let clock = TestClock::manual();
    let slow = Slow(clock.clone(), Duration::from_secs(40));
    let builder = builder("http://localhost").clock(clock.clone());
    let client = builder.transport(slow).build().unwrap();
    block_on(async {
        let mut lines = Export::new(&client).send().await.unwrap();
        for _ in 0..5 {
            assert_eq!(lines.next().await.unwrap().unwrap(), 1);
        }
    });
    assert_eq!(clock.slept(), [60_000; 5]);
}

#[test]
fn a_stream_ends_with_the_time_of_its_call() {
    let clock = TestClock::manual();
    let slow = Slow(clock.clone(), Duration::from_secs(40));
    let builder = builder("http://localhost").clock(clock.clone());
    let client = builder.transport(slow).build().unwrap();
    block_on(async {
        let export = Export::new(&client).timeout(Duration::from_secs(80));
        let mut lines = export.send().await.unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap(), 1);
        assert_eq!(lines.next().await.unwrap().unwrap(), 1);
        let error = lines.next().await.unwrap().unwrap_err();
        assert!(error.is_timeout());
        assert_eq!(
            error.to_string(),
            "`Export` failed: the call took longer than its timeout allows"
        );
        assert!(lines.next().await.is_none());
    });
    assert_eq!(clock.slept(), [60_000, 40_000, 0]);
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
fn an_event_is_too_large_in_whatever_lines_it_comes() {
    let server = stream(&"data: 1\n".repeat(300));
    let builder = builder(server.url()).limits(Limits::new().item(299));
    let client = builder.build().unwrap();
    block_on(async {
        let mut events = Watch::new(&client).send().await.unwrap();
        let error = events.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit);
    });
}

#[test]
fn an_item_is_too_large_in_whatever_pieces_it_comes() {
    let line = format!("{}\n", "1".repeat(300));
    for body in [line.clone(), format!("2\n{line}3\n")] {
        let server = Server::start(move |_, _| Reply::new("200 OK", "", &body));
        let client = builder(server.url())
            .limits(Limits::new().item(299))
            .build()
            .unwrap();
        block_on(async {
            let mut lines = Export::new(&client).send().await.unwrap();
            let mut last = lines.next().await.unwrap();
            while last.is_ok() {
                last = lines.next().await.unwrap();
            }
            assert_eq!(last.unwrap_err().kind(), ErrorKind::Limit);
            assert!(lines.next().await.is_none());
        });
    }
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

/// What becomes of streams of events and of lines that have `headers`.
fn opened(headers: &str, body: &str) -> [String; 2] {
    let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\n");
    let bytes = [head.as_bytes(), body.as_bytes()].concat();
    let server = Server::start(move |_, _| Reply::Close(bytes.clone()));
    let client = client(server.url());
    block_on(async {
        let events = Watch::new(&client).send().await.map(|_| ());
        let lines = Export::new(&client).send().await.map(|_| ());
        [events, lines]
            .map(|opened| opened.map_or_else(|error| error.to_string(), |()| "stream".to_owned()))
    })
}

#[test]
fn a_compressed_stream_is_an_error() {
    let told = |encoding: &str| {
        ["Watch", "Export"].map(|operation| {
            format!(
                "`{operation}` failed: the stream is in the encoding `{encoding}`, and streams are read only without one"
            )
        })
    };
    for (headers, encoding) in [
        ("content-encoding: gzip\r\n", "gzip"),
        ("content-encoding: identity, br\r\n", "identity, br"),
        (
            "content-encoding: identity\r\ncontent-encoding: x\r\n",
            "identity, x",
        ),
    ] {
        assert_eq!(opened(headers, "\u{1f}"), told(encoding));
    }
    for headers in [
        "",
        "content-encoding: Identity\r\n",
        "content-encoding:\r\n",
    ] {
        assert_eq!(opened(headers, ""), ["stream", "stream"], "{headers}");
    }
}

#[test]
fn what_is_no_stream_by_its_media_type_is_an_error() {
    let page = "<html>Sign in</html>";
    let html = "content-type: text/html; charset=utf-8\r\n";
    assert_eq!(
        opened(html, page),
        [
            "`Watch` failed: the answer is `text/html; charset=utf-8`, expected `text/event-stream`",
            "`Export` failed: the answer is `text/html; charset=utf-8`, expected lines of JSON",
        ]
    );
    let is_taken = |media: &str| {
        opened(&format!("content-type: {media}\r\n"), "").map(|opened| opened == "stream")
    };
    assert_eq!(is_taken("Text/Event-Stream; charset=utf-8"), [true, false]);
    assert_eq!(is_taken("application/xhtml+xml"), [false, false]);
    for media in [
        "application/json",
        "application/x-ndjson",
        "application/jsonl",
        "application/json-seq",
        "application/octet-stream",
        "text/plain",
    ] {
        assert_eq!(is_taken(media), [false, true], "{media}");
    }
    assert_eq!(opened("", ""), ["stream", "stream"]);
}

/// Answers with a text that arrives in the pieces that it is cut into.
#[derive(Debug)]
struct Pieces(Vec<&'static [u8]>);

impl Transport for Pieces {
    fn send(&self, _: &'static OperationTable, _: Request<Body>) -> Answer<'_> {
        let pieces = Cut(self.0.clone().into());
        Box::pin(async { Ok(Response::new(Body::from_stream(pieces))) })
    }
}

struct Cut(VecDeque<&'static [u8]>);

impl Stream for Cut {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(
            self.0
                .pop_front()
                .map(|piece| Ok(Bytes::from_static(piece))),
        )
    }
}

/// All ways to cut a text: not at all, once at each byte, and into single bytes.
fn cuts(text: &'static str) -> Vec<Vec<&'static [u8]>> {
    let bytes = text.as_bytes();
    let once = (0..=bytes.len()).map(|at| {
        let (before, after) = bytes.split_at(at);
        vec![before, after]
    });
    once.chain([vec![bytes], bytes.chunks(1).collect()])
        .collect()
}

fn in_pieces(pieces: Vec<&'static [u8]>) -> Client {
    let builder = builder("http://localhost").transport(Pieces(pieces));
    builder.build().unwrap()
}

type Found = (Option<String>, Option<String>, String);

/// Asserts what comes out of a stream of events, however it arrives.
fn events_of(text: &'static str, expected: &[Found]) {
    for pieces in cuts(text) {
        let found = block_on(async {
            let mut events = Watch::new(&in_pieces(pieces.clone())).send().await.unwrap();
            let mut all = Vec::new();
            while let Some(event) = events.next().await {
                let event = event.unwrap();
                all.push((event.event, event.id, event.data.to_string()));
            }
            all
        });
        assert_eq!(found, expected, "{pieces:?}");
    }
}

/// Asserts what comes out of a stream of lines, however it arrives.
fn lines_of(text: &'static str, expected: &[&str]) {
    for pieces in cuts(text) {
        let found = block_on(async {
            let mut lines = Export::new(&in_pieces(pieces.clone()))
                .send()
                .await
                .unwrap();
            let mut all = Vec::new();
            while let Some(item) = lines.next().await {
                all.push(item.unwrap().to_string());
            }
            all
        });
        assert_eq!(found, expected, "{pieces:?}");
    }
}

#[test]
fn events_are_the_same_wherever_they_are_cut() {
    events_of(
        "\u{feff}: é\r\nevent: ü\r\nid: 7\r\ndata: {\"a\":\r\ndata: \"ö😀\"}\r\n\r\n\
         data:2\r\rdata: 3\n\n\nevent: x\n\ndata: [DONE]\n\ndata: 9\n\n",
        &[
            event("ü", "7", "{\"a\":\"ö😀\"}"),
            event("", "7", "2"),
            event("", "7", "3"),
        ],
    );
    events_of(
        "\r\n:\r:c\n\nretry: 10\r\nid: a\ndata\r: within\ndata:[1,\r\nevent:e\rdata: 2]\n\r\n\
         id\r\nid: b\0c\ndata:  \"\u{feff}: x\"\r\r\nretry\nevent\ndata: 4\r\n\r\n\
         \u{feff}data: 5\n\ndata: 6\r\ndata: 7\r\n",
        &[
            event("e", "a", "[1,2]"),
            event("", "", "\"\u{feff}: x\""),
            event("", "", "4"),
        ],
    );
    events_of("data: 1\n\ndata: 2", &[event("", "", "1")]);
    events_of(
        "data: 1\n\r\rdata: 2\n\n\n",
        &[event("", "", "1"), event("", "", "2")],
    );
    events_of("\u{feff}", &[]);
}

#[test]
fn lines_are_the_same_wherever_they_are_cut() {
    lines_of(
        "\u{1e}{\"a\":\"é😀\"}\n\r\n 2 \r\n\u{1e}[3]\r4",
        &["{\"a\":\"é😀\"}", "2", "[3]", "4"],
    );
    lines_of(
        "\u{feff}1\r\r\n\n\t\n\"\\u001e\\r\"\n\u{1e}\n2\r\n",
        &["1", "\"\\u001e\\r\"", "2"],
    );
    lines_of("{\"no\": \"end\"}", &["{\"no\":\"end\"}"]);
}

#[test]
fn records_have_as_many_lines_as_they_need() {
    lines_of(
        "\u{1e}{\"a\":\"x\"}\n\u{1e}{\n \"a\": \"y\"\r\n}\n",
        &["{\"a\":\"x\"}", "{\"a\":\"y\"}"],
    );
    lines_of(
        "\u{1e}\u{1e}1\u{1e}[\n{\"}\\\"\\\\\":\n\"[\"}\r]\u{1e}\n\u{1e}\n2\n",
        &["1", "[{\"}\\\"\\\\\":\"[\"}]", "2"],
    );
    lines_of("\u{1e}[\n3]", &["[3]"]);
    lines_of(
        "\u{1e}[\"]\",\n1]\n\u{1e}[\n\"\\\"]\\\"\",\n2]\n",
        &["[\"]\",1]", "[\"\\\"]\\\"\",2]"],
    );
}

#[test]
fn a_record_comes_before_the_next_one_begins() {
    let head = "HTTP/1.1 200 OK\r\n\r\n\u{1e}{\n\"a\": 1\n}\n";
    let server = Server::start(move |_, _| Reply::Stall(head.as_bytes().to_vec()));
    let client = client(server.url());
    block_on(async {
        let mut lines = Export::new(&client).send().await.unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap()["a"], 1);
    });
}

#[test]
fn a_record_that_is_cut_off_is_an_error_and_has_a_limit() {
    let failed = |body: &str| {
        let server = stream(body);
        let client = builder(server.url())
            .limits(Limits::new().item(20))
            .build()
            .unwrap();
        block_on(async {
            let mut lines = Export::new(&client).send().await.unwrap();
            lines.next().await.unwrap().unwrap_err().kind()
        })
    };
    assert_eq!(failed("\u{1e}{\"a\":\n\u{1e}1\n"), ErrorKind::Decode);
    assert_eq!(
        failed(&format!("\u{1e}[\n{}", "1,\n".repeat(9))),
        ErrorKind::Limit
    );
}

test_operation! { Ask { text: String } -> Value from "" {
    request: POST "/replies", security: [], facts: [Accept("application/json"), Body("application/json", Json)],
    inputs: { text: Member Required "text" [] },
} }
runtime::streamed! { Ask -> Events<Value> as "text/event-stream" }

#[test]
fn the_same_operation_as_a_value_and_as_a_stream() {
    let server = Server::start(|_, request| {
        if request
            .header("accept")
            .is_some_and(|media| media.starts_with("text/event"))
        {
            Reply::Close(b"HTTP/1.1 200 OK\r\n\r\ndata: 1\n\ndata: 2\n\n".to_vec())
        } else {
            Reply::json("3")
        }
    });
    let call = Ask::new(&client(server.url()), "x".to_owned()).header("x-trace", "1");
    block_on(async {
        assert_eq!(call.send().await.unwrap(), 3);
        let mut events = call.send_stream().await.unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, 1);
        assert_eq!(events.next().await.unwrap().unwrap().data, 2);
        assert!(events.next().await.is_none());
        let own = call.clone().header("accept", "text/event-stream; v=2");
        let _ = own.send_stream().await;
    });
    let requests = server.received();
    let accepted: Vec<_> = requests
        .iter()
        .map(|request| request.header("accept").unwrap())
        .collect();
    assert_eq!(
        accepted,
        [
            "application/json",
            "text/event-stream",
            "text/event-stream; v=2"
        ]
    );
    assert_eq!(requests[1].body, b"{\"text\":\"x\"}");
    for request in &requests {
        assert_eq!(request.header("x-trace").unwrap(), "1");
    }
}

test_operation! { Fetch {} -> Bytes from "" {
    request: GET "/file", security: [], facts: [Accept("application/octet-stream")], inputs: {},
} }

#[test]
fn any_body_as_it_arrives() {
    // A connection that ends after a whole answer is not to be used again.
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: image/png\r\ncontent-length: 9\r\n\r\n12345";
    let server = Server::start(move |number, _| match number {
        0 => Reply::Stall(head.as_bytes().to_vec()),
        1 => Reply::Close(format!("{head}6789").into_bytes()),
        2 => Reply::Close(head.as_bytes().to_vec()),
        _ => Reply::new("404 Not Found", "", "{\"message\":\"no such file\"}"),
    });
    let clock = TestClock::manual();
    let builder = builder(server.url()).clock(clock.clone());
    let client = builder.limits(Limits::new().body(4)).build().unwrap();
    let fetch = || Fetch::new(&client).max_retries(0);
    block_on(async {
        let mut chunks = fetch().send_as::<Chunks>().await.unwrap();
        assert_eq!(chunks.response().headers()["content-type"], "image/png");
        assert_eq!(chunks.next().await.unwrap().unwrap(), "12345");
        clock.advance_soon(Duration::from_secs(60));
        let error = chunks.next().await.unwrap().unwrap_err();
        assert_eq!(error.to_string(), "`Fetch` failed: the stream has stalled");
        assert!(chunks.next().await.is_none());

        let all = async || {
            let mut chunks = fetch().send_as::<Chunks>().await?;
            let mut all = Vec::new();
            while let Some(chunk) = chunks.next().await {
                all.extend_from_slice(&chunk?);
            }
            Ok::<_, runtime::Error>(all)
        };
        assert_eq!(all().await.unwrap(), b"123456789", "no limit");
        let cut_off = all().await.unwrap_err();
        assert_eq!(cut_off.kind(), ErrorKind::Transport);
        let missing = all().await.unwrap_err();
        assert!(missing.is_not_found());
        assert_eq!(missing.body(), b"{\"message\":\"no such file\"}");
    });
    assert_eq!(
        server.received()[0].header("accept-encoding").unwrap(),
        "identity"
    );
}
