//! Bodies that are streams: what arrives, how fast it is read, and how it ends.

use std::convert::Infallible;
use std::error::Error as _;
use std::future::{Future, poll_fn};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use runtime::bytes::Bytes;
use runtime::transport::memory::{self, Memory};
use runtime::{ErrorKind, FilePart};

use crate::support::*;
use crate::test_operation;

const MINUTE: Duration = Duration::from_secs(60);

test_operation! { Put { body: FilePart } -> () from "" {
    request: PUT "/put", security: [["api_token"]], facts: [Body("application/octet-stream", Bytes)],
    inputs: { body: Body Required "body" [Format("binary")] },
} }

test_operation! { Get { body: FilePart } -> () from "" {
    request: GET "/get", security: [], facts: [Body("application/octet-stream", Bytes)],
    inputs: { body: Body Required "body" [Format("binary"), MaxLength(8)] },
} }

test_operation! { Album { title: String, photos: Vec<FilePart> } -> () from "" {
    request: POST "/album", security: [], facts: [Body("multipart/form-data", Multipart)],
    inputs: { title: Member Required "title" [], photos: Member Required "photos" [] },
} }

/// A stream of what a function says.
struct Told<F>(F);

impl<T, F: FnMut(&mut Context<'_>) -> Poll<Option<T>> + Unpin> Stream for Told<F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        (self.0)(context)
    }
}

/// A stream that always has its next chunk.
fn chunks<E: Clone + Send + 'static>(
    all: &[Result<&'static str, E>],
) -> impl Stream<Item = Result<&'static [u8], E>> + Send + use<E> {
    let mut rest: std::collections::VecDeque<_> = all.to_vec().into();
    Told(Box::new(move |_: &mut Context<'_>| {
        Poll::Ready(rest.pop_front().map(|chunk| chunk.map(str::as_bytes)))
    }))
}

fn told(text: &'static str, length: Option<u64>) -> FilePart {
    FilePart::from_stream(
        chunks::<String>(&[Ok(text), Ok(""), Ok(" and more")]),
        length,
    )
}

fn nothing() -> Server {
    Server::start(|_, _| Reply::new("204 No Content", "", ""))
}

#[test]
fn a_stream_arrives_in_chunks_or_with_its_length() {
    let server = nothing();
    let client = client(server.url());
    block_on(async {
        let text = told("text", None).with_content_type("text/plain");
        Put::new(&client, text).send().await.unwrap();
        Put::new(&client, told("text", Some(13)))
            .send()
            .await
            .unwrap();
        Put::new(&client, FilePart::from(b"text"))
            .send()
            .await
            .unwrap();
    });
    let [chunked, long, bytes] = &server.received()[..] else {
        panic!("three requests arrive");
    };
    assert_eq!(chunked.body, b"text and more");
    assert_eq!(chunked.header("transfer-encoding").unwrap(), "chunked");
    assert_eq!(chunked.header("content-length"), None);
    assert_eq!(chunked.header("content-type").unwrap(), "text/plain");
    assert_eq!(long.body, b"text and more");
    assert_eq!(long.header("transfer-encoding"), None);
    assert_eq!(long.header("content-length").unwrap(), "13");
    assert_eq!(
        long.header("content-type").unwrap(),
        "application/octet-stream"
    );
    assert_eq!(bytes.body, b"text");
    assert_eq!(bytes.header("content-length").unwrap(), "4");
}

#[test]
fn parts_around_streams_are_read_by_another_parser() {
    let server = nothing();
    let client = client(server.url());
    let photos = |length| {
        let stream = told("\r\n--boundary--", length).with_file_name("a.png");
        vec![
            stream.with_content_type("image/png"),
            FilePart::from(b"\x00"),
            told("b", Some(10)),
        ]
    };
    for length in [None, Some(23)] {
        let album = Album::new(&client, "Album".to_owned(), photos(length));
        block_on(album.send()).unwrap();
    }
    let [chunked, long] = &server.received()[..] else {
        panic!("two requests arrive");
    };
    assert_eq!(chunked.header("transfer-encoding").unwrap(), "chunked");
    assert_eq!(
        long.header("content-length").unwrap(),
        long.body.len().to_string()
    );
    assert_ne!(chunked.header("content-type"), long.header("content-type"));
    for request in [chunked, long] {
        let boundary = multer::parse_boundary(request.header("content-type").unwrap()).unwrap();
        let body = runtime::transport::Body::from(request.body.clone());
        let parts = block_on(async {
            let mut parts = multer::Multipart::new(body, boundary);
            let mut all = Vec::new();
            while let Some(field) = parts.next_field().await.unwrap() {
                let head = [field.name(), field.file_name()].map(|name| name.map(str::to_owned));
                let media = field.content_type().map(ToString::to_string);
                all.push((head, media, field.bytes().await.unwrap()));
            }
            all
        });
        let part = |name: &str, file: Option<&str>, media: Option<&str>, bytes: &'static [u8]| {
            let head = [Some(name.to_owned()), file.map(str::to_owned)];
            (head, media.map(str::to_owned), Bytes::from_static(bytes))
        };
        let octets = Some("application/octet-stream");
        assert_eq!(
            parts,
            [
                part("title", None, None, b"Album"),
                part(
                    "photos",
                    Some("a.png"),
                    Some("image/png"),
                    b"\r\n--boundary-- and more"
                ),
                part("photos", Some("photos"), octets, b"\x00"),
                part("photos", Some("photos"), octets, b"b and more"),
            ]
        );
    }
}

#[test]
fn a_stream_is_read_as_fast_as_the_server_reads() {
    const CHUNK: usize = 1 << 18;
    const ALL: u64 = 128 << 20;
    // More than what sockets keep, and far less than everything.
    const MOST: u64 = 64 << 20;
    let made = Arc::new(AtomicU64::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::clone(&made);
    let server = std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        read_head(&mut reader);
        let (mut read, mut most) = (0, 0);
        let mut buffer = vec![1; CHUNK];
        while read < ALL {
            let length = reader.read(&mut buffer).unwrap();
            assert!(length > 0 && buffer[..length].iter().all(|byte| *byte == 0));
            most = most.max(seen.load(Ordering::SeqCst) - read);
            read += u64::try_from(length).unwrap();
        }
        stream
            .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
            .unwrap();
        most
    });
    let chunk = Bytes::from(vec![0; CHUNK]);
    let endless = Told(move |_: &mut Context<'_>| {
        let length = u64::try_from(CHUNK).unwrap();
        let is_more = made.fetch_add(length, Ordering::SeqCst) < ALL;
        Poll::Ready(is_more.then(|| Ok::<_, Infallible>(chunk.clone())))
    });
    let body = FilePart::from_stream(endless, Some(ALL));
    block_on(Put::new(&client(url), body).send()).unwrap();
    let most = server.join().unwrap();
    assert!(
        most < MOST,
        "{most} bytes were made before the server read them"
    );
}

/// Reads up to the empty line.
fn read_head(reader: &mut impl BufRead) {
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).unwrap();
    }
}

#[test]
fn an_error_of_the_stream_is_the_error_of_the_call() {
    let server = nothing();
    let client = client(server.url());
    let broken = FilePart::from_stream(chunks(&[Ok("text"), Err("disk")]), Some(100));
    let error = block_on(Put::new(&client, broken).send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Upload);
    assert_eq!(
        error.to_string(),
        "`Put` failed: a stream in the body of the request has failed: disk"
    );
    assert_eq!(error.source().unwrap().to_string(), "disk");
    assert_eq!(error.attempts(), 1);

    let reader = FilePart::from_reader(Broken(false), None);
    let error = block_on(Put::new(&client, reader).send()).unwrap_err();
    let source = error.source().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!(source.kind(), io::ErrorKind::PermissionDenied);
    let error = block_on(Put::new(&client, FilePart::from_reader(Broken(true), None)).send());
    let error = error.unwrap_err();
    assert_eq!(
        error.source().unwrap().to_string(),
        "the reader has panicked"
    );

    for (length, told_why) in [
        (12, "the stream has more than the 12 bytes it shall have"),
        (14, "the stream has 13 of the 14 bytes it shall have"),
    ] {
        let error = block_on(Put::new(&client, told("text", Some(length))).send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Upload);
        assert_eq!(error.source().unwrap().to_string(), told_why);
    }
    assert!(server.received().is_empty(), "no request was whole");
}

/// A reader that fails or panics.
struct Broken(bool);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        assert!(!self.0, "this is meant to happen");
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

#[test]
fn a_call_with_a_stream_is_made_once() {
    for status in ["500 Internal Server Error", "429 Too Many Requests"] {
        let server = Server::start(move |_, _| Reply::new(status, "x-should-retry: true\r\n", ""));
        let put = Put::new(&client(server.url()), told("text", None));
        let error = block_on(put.send()).unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Api, 1));
        assert_eq!(server.only().body, b"text and more");

        let error = block_on(put.send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        assert_eq!(
            error.to_string(),
            "`Put` failed: a stream in the body was sent before, and a stream can be sent once"
        );
        assert_eq!(server.received().len(), 1);
    }

    let server = Server::start(|_, _| Reply::new("401 Unauthorized", "", ""));
    let refused = builder(server.url())
        .credential("api_token", async || Ok("token".into()))
        .build()
        .unwrap();
    let error = block_on(Put::new(&refused, told("text", None)).send()).unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(server.received().len(), 1);

    let server = Server::start(|_, _| Reply::new("307 Temporary Redirect", "location: /b\r\n", ""));
    let get = Get::new(&client(server.url()), told("", None));
    let error = block_on(get.send()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Get` failed: a redirect was not followed: there is a stream in the body, which cannot be sent again"
    );
    assert_eq!(server.received().len(), 1);

    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let put = Put::new(&client(format!("http://{closed}")), told("text", None));
    let error = block_on(put.send()).unwrap_err();
    assert!(error.is_connect());
    assert_eq!(error.attempts(), 1);
}

/// A stream that gives one chunk and then does what it is told and waits, and what tells whether it is still there.
fn stalling(mut stall: impl FnMut() + Send + 'static) -> (FilePart, Arc<()>) {
    let held = Arc::new(());
    let (mut is_begun, here) = (false, Arc::clone(&held));
    let stream = Told(Box::new(move |_: &mut Context<'_>| {
        let _here = &here;
        if !std::mem::replace(&mut is_begun, true) {
            return Poll::Ready(Some(Ok::<_, Infallible>("text")));
        }
        stall();
        Poll::Pending
    }));
    (FilePart::from_stream(stream, None), held)
}

#[test]
fn timeouts_cover_the_stream_and_end_it() {
    let server = nothing();
    for is_whole in [false, true] {
        let clock = TestClock::manual();
        let turned = clock.clone();
        let mut builder = builder(server.url()).clock(clock);
        if is_whole {
            builder = builder.attempt_timeout(None).timeout(MINUTE);
        }
        let (file, held) = stalling(move || turned.advance_soon(MINUTE));
        let put = Put::new(&builder.build().unwrap(), file);
        let error = block_on(put.send()).unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(error.attempts(), 1);
        assert_eq!(Arc::strong_count(&held), 1, "the stream is dropped");
    }
}

#[test]
fn dropping_a_call_drops_its_stream() {
    let server = nothing();
    let client = client(server.url());
    let stalled = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&stalled);
    let (file, held) = stalling(move || {
        count.fetch_add(1, Ordering::SeqCst);
    });
    block_on(async {
        let mut call = Put::new(&client, file).send();
        until(|context| {
            assert!(Pin::new(&mut call).poll(context).is_pending());
            stalled.load(Ordering::SeqCst) > 0
        })
        .await;
        drop(call);
        assert_eq!(Arc::strong_count(&held), 1, "the stream is dropped");
        until(|_| server.closed() == 1).await;
    });
}

/// Asks again and again.
async fn until(mut is_so: impl FnMut(&mut Context<'_>) -> bool) {
    poll_fn(|context| {
        if is_so(context) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[test]
fn an_early_answer_ends_the_stream() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        read_head(&mut reader);
        let answer = b"HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(answer).unwrap();
        // Ends when the client closes the connection.
        drop(reader.read_to_end(&mut Vec::new()));
    });
    let (file, held) = stalling(|| {});
    let client = client(url);
    block_on(async {
        let error = Put::new(&client, file).send().await.unwrap_err();
        assert_eq!(error.status().unwrap(), 413);
        assert_eq!(Arc::strong_count(&held), 1, "the stream is dropped");
        until(|_| server.is_finished()).await;
    });
}

#[test]
fn a_file_is_sent_while_it_is_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    let bytes = std::fs::read(path).unwrap();
    let server = nothing();
    let client = client(server.url());
    let file = FilePart::open(path).unwrap();
    assert_eq!(file.file_name(), Some("lib.rs"));
    assert_eq!(file.as_bytes(), None);
    assert_eq!(file.length(), u64::try_from(bytes.len()).ok());
    assert_eq!(
        format!("{file:?}"),
        format!("FilePart(\"lib.rs\", a stream of {} bytes)", bytes.len())
    );
    assert!(file == file.clone() && file != FilePart::open(path).unwrap());
    block_on(Put::new(&client, file).send()).unwrap();

    // 300 KB are several chunks.
    let zeros = || io::repeat(b'0').take(300_000);
    Put::new(&client, FilePart::from_reader(zeros(), None))
        .send()
        .wait()
        .unwrap();
    let [first, second] = &server.received()[..] else {
        panic!("two requests arrive");
    };
    assert_eq!(first.body, bytes);
    assert_eq!(
        first.header("content-length").unwrap(),
        bytes.len().to_string()
    );
    assert_eq!(second.body, [b'0'; 300_000]);
    assert_eq!(second.header("transfer-encoding").unwrap(), "chunked");
}

#[test]
fn a_stream_has_no_other_form() {
    let client = client("http://localhost");
    let error = Put::new(&client, told("text", None)).request().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Put` failed: there is a stream in the body, which can only be sent"
    );
    let error = runtime::json::to_string(&told("text", None)).unwrap_err();
    assert_eq!(error.reason(), runtime::json::Unwritable::Stream);
    // 7 bytes are 12 characters of base64.
    let error = block_on(Get::new(&client, told("", Some(7))).send()).unwrap_err();
    assert!(error.is_validation());
}

#[test]
fn the_memory_records_the_bytes_of_a_stream() {
    let memory = Memory::new();
    memory.answer::<Put>(memory::Reply::status(204));
    let client = builder("http://localhost")
        .transport(memory.clone())
        .build()
        .unwrap();
    block_on(Put::new(&client, told("text", None)).send()).unwrap();
    assert_eq!(memory.requests_of::<Put>()[0].body(), "text and more");

    let broken = FilePart::from_stream(chunks(&[Ok("text"), Err("disk")]), None);
    let error = block_on(Put::new(&client, broken).send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Upload);
}
