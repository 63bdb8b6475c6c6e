//! Answers that come piece by piece: server-sent events, lines of JSON, and any body as it arrives.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_ENCODING;

use crate::answer;
use crate::boxed::BoxFuture;
use crate::encoding;
use crate::error::{Error, ErrorKind};
use crate::executor::LATE;
use crate::json;
use crate::media;
use crate::model::Place;
use crate::output::Output;
use crate::printable::Printable;
use crate::response::Response;
use crate::text;
use crate::transport::Body;

/// What by convention ends a stream of events, instead of an event.
const DONE: &str = "[DONE]";

/// Server-sent events. Their data is JSON, or text as it is if `T` holds text.
///
/// Dropping it closes the connection. An error is the end. It does not connect again by itself.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Events<T> {
    source: Source<EventParser>,
    item: PhantomData<fn() -> T>,
}

/// One server-sent event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What it carries.
    pub data: T,
    /// Its type (`event`), if it has one.
    pub event: Option<String>,
    /// The identifier (`id`) that it or an earlier event has set.
    pub id: Option<String>,
}

/// Lines or records that each are JSON: `application/jsonl`, `application/x-ndjson`, `application/json-seq`.
///
/// Dropping it closes the connection. An error is the end.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Lines<T> {
    source: Source<LineParser>,
    item: PhantomData<fn() -> T>,
}

/// The body of an answer as it arrives, whatever is in it: for what is too large to be held in memory, such as a
/// download.
///
/// The whole of it has no limit. It is asked for without compression. Dropping it closes the connection. An error is
/// the end.
///
/// ```no_run
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
/// # async fn example(client: runtime::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use std::io::Write;
///
/// let mut file = std::fs::File::create("download")?;
/// let mut chunks = InvitesGet::new(&client, "4f5f").send_as::<runtime::Chunks>().await?;
/// while let Some(chunk) = chunks.next().await {
///     file.write_all(&chunk?)?;
/// }
/// # Ok(()) }
/// # fn main() {}
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct Chunks {
    response: Response,
    body: Option<Body>,
    patience: Patience,
}

/// Finds items in bytes that arrive in pieces.
trait Parser: Default {
    type Item;

    /// What the media type of such a stream is, for people.
    const EXPECTED: &str;

    /// Whether there may be such a stream in an answer of this media type.
    fn reads(media: &str) -> bool;

    /// Takes a line without its end.
    fn line(&mut self, line: &[u8], out: &mut VecDeque<Self::Item>);

    /// Takes the end of the stream, with what came after the last line.
    fn end(&mut self, rest: &[u8], out: &mut VecDeque<Self::Item>);

    /// How many bytes it holds.
    fn held(&self) -> usize;
}

/// The bytes of a stream, and what was found in them.
struct Source<P: Parser> {
    response: Response,
    body: Option<Body>,
    line: Vec<u8>,
    /// Whether the last byte was a carriage return, after which a line feed belongs to the same end of line.
    after_return: bool,
    is_first: bool,
    parser: P,
    found: VecDeque<P::Item>,
    patience: Patience,
}

impl<P: Parser> Source<P> {
    fn new(response: &Response) -> Result<Self, Error> {
        answer::check_status(response)?;
        check_media::<P>(response)?;
        Ok(Self {
            response: response.clone(),
            body: Some(taken(response)?),
            line: Vec::new(),
            after_return: false,
            is_first: true,
            parser: P::default(),
            found: VecDeque::new(),
            patience: Patience::default(),
        })
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P::Item, Error>>> {
        loop {
            if let Some(item) = self.found.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(body) = &mut self.body else {
                return Poll::Ready(None);
            };
            let chunk = match Pin::new(body).poll_next(context) {
                Poll::Ready(chunk) => chunk,
                Poll::Pending => {
                    let error = ready!(self.patience.poll(&self.response, context));
                    return Poll::Ready(Some(Err(self.fail(error))));
                }
            };
            self.patience.renew();
            match chunk {
                Some(Ok(chunk)) => {
                    if let Err(error) = self.feed(&chunk) {
                        return Poll::Ready(Some(Err(self.fail(error))));
                    }
                }
                Some(Err(error)) => {
                    let error = Error::from(error);
                    return Poll::Ready(Some(Err(self.fail(error))));
                }
                None => {
                    self.body = None;
                    let rest = std::mem::take(&mut self.line);
                    self.parser.end(self.without_mark(&rest), &mut self.found);
                }
            }
        }
    }

    fn feed(&mut self, mut chunk: &[u8]) -> Result<(), Error> {
        let limit = self.response.request().client.settings().limits.item;
        while let Some(at) = chunk.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            let (before, from) = chunk.split_at(at);
            let (end, after) = from.split_first().unwrap_or((&b'\n', &[]));
            let is_rest_of_end = *end == b'\n' && self.after_return && before.is_empty();
            self.after_return = *end == b'\r';
            chunk = after;
            if is_rest_of_end {
                continue;
            }
            self.line.extend_from_slice(before);
            self.check_size(limit)?;
            let mut line = std::mem::take(&mut self.line);
            self.parser.line(self.without_mark(&line), &mut self.found);
            self.is_first = false;
            line.clear();
            self.line = line;
        }
        if !chunk.is_empty() {
            self.after_return = false;
            self.line.extend_from_slice(chunk);
        }
        self.check_size(limit)
    }

    /// Whatever chunks it comes in, an item has no more bytes than are allowed.
    fn check_size(&self, limit: usize) -> Result<(), Error> {
        if self.line.len() + self.parser.held() <= limit {
            return Ok(());
        }
        let message = format!(
            "an item of the stream is larger than {limit} bytes; `limits` of the client's builder sets what is allowed"
        );
        Err(Error::new(ErrorKind::Limit, message))
    }

    /// A line without the byte order mark that a stream may begin with.
    fn without_mark<'l>(&self, line: &'l [u8]) -> &'l [u8] {
        if self.is_first {
            line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
        } else {
            line
        }
    }

    fn fail(&mut self, error: Error) -> Error {
        self.body = None;
        self.found.clear();
        error.with_response(self.response.clone())
    }

    /// What an event carries: JSON, or text for what holds text.
    fn data<T: Place>(&mut self, data: &str) -> Result<T, Error> {
        let mut value = T::vacant();
        if !text::is_taken_by(&mut value) {
            return self.decode(data.as_bytes());
        }
        match text::set(&mut value, data) {
            Ok(()) => Ok(value),
            Err(expected) => {
                let message = format!("the data of the event is text, expected {expected}");
                Err(self.fail(Error::new(ErrorKind::Decode, message)))
            }
        }
    }

    fn decode<T: Place>(&mut self, text: &[u8]) -> Result<T, Error> {
        json::from_slice_with(text, self.response.json_options())
            .map_err(|error| self.fail(error.into()))
    }
}

/// How long to wait for more of a body.
#[derive(Default)]
struct Patience(Option<BoxFuture<'static, ()>>);

impl Patience {
    /// Why no more is waited for, once nothing has come for as long as an attempt may take, or the time of the call is
    /// over.
    fn poll(&mut self, response: &Response, context: &mut Context<'_>) -> Poll<Error> {
        let settings = response.request().client.settings();
        let left = response.time_left();
        let limit: Option<Duration> = match (settings.attempt_timeout, left) {
            (Some(attempt), Some(left)) => Some(attempt.min(left)),
            (attempt, left) => attempt.or(left),
        };
        let Some(limit) = limit else {
            return Poll::Pending;
        };
        let timer = self.0.get_or_insert_with(|| settings.clock.sleep(limit));
        ready!(timer.as_mut().poll(context));
        let message = if response.time_left().is_some_and(|left| left.is_zero()) {
            LATE
        } else {
            "the stream has stalled"
        };
        Poll::Ready(Error::new(ErrorKind::Timeout, message))
    }

    /// Something has come.
    fn renew(&mut self) {
        self.0 = None;
    }
}

/// The body of an answer, which can be taken once.
fn taken(response: &Response) -> Result<Body, Error> {
    let body = match response.unread() {
        Some(unread) => {
            check_encoding(response)?;
            unread.take()
        }
        None => Some(Body::from(response.bytes().clone())),
    };
    body.ok_or_else(|| {
        let message = "the stream was taken out of this answer before";
        Error::new(ErrorKind::Decode, message).with_response(response.clone())
    })
}

/// Fails if the answer is in a media type that `P` does not read. One without a media type is taken.
fn check_media<P: Parser>(response: &Response) -> Result<(), Error> {
    let Some(media) = answer::content_type(response).filter(|media| !P::reads(media)) else {
        return Ok(());
    };
    let limit = response.text_limit();
    let message = format!(
        "the answer is `{}`, expected {}",
        Printable(media, limit),
        P::EXPECTED
    );
    Err(Error::new(ErrorKind::Decode, message).with_response(response.clone()))
}

/// Fails if the body is compressed, which was not asked for.
fn check_encoding(response: &Response) -> Result<(), Error> {
    let encodings: Vec<_> = response
        .headers()
        .get_all(CONTENT_ENCODING)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    let encodings = encodings.join(", ");
    if encoding::is_none(&encodings) {
        return Ok(());
    }
    let limit = response.text_limit();
    let message = format!(
        "the stream is in the encoding `{}`, and streams are read only without one",
        Printable(&encodings, limit)
    );
    Err(Error::new(ErrorKind::Decode, message).with_response(response.clone()))
}

/// What one event says, before its data is decoded.
struct Raw {
    data: String,
    event: Option<String>,
    id: Option<String>,
}

#[derive(Default)]
struct EventParser {
    data: Option<String>,
    event: Option<String>,
    id: Option<String>,
}

impl Parser for EventParser {
    type Item = Raw;

    const EXPECTED: &str = "`text/event-stream`";

    fn reads(media: &str) -> bool {
        media::fit(media, "text/event-stream").is_some()
    }

    fn line(&mut self, line: &[u8], out: &mut VecDeque<Raw>) {
        let line = String::from_utf8_lossy(line);
        if line.is_empty() {
            let event = self.event.take().filter(|event| !event.is_empty());
            if let Some(data) = self.data.take() {
                out.push_back(Raw {
                    data,
                    event,
                    id: self.id.clone(),
                });
            }
            return;
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "event" => self.event = Some(value.to_owned()),
            "id" if !value.contains('\0') => {
                self.id = Some(value.to_owned()).filter(|id| !id.is_empty())
            }
            // Comments, which keep the connection alive, `retry`, and what is not known.
            _ => {}
        }
    }

    fn end(&mut self, _: &[u8], _: &mut VecDeque<Raw>) {
        // An event that is not complete does not count, says the specification.
    }

    fn held(&self) -> usize {
        let texts = [&self.data, &self.event, &self.id];
        texts.into_iter().flatten().map(String::len).sum()
    }
}

/// The byte before each record of `application/json-seq`. JSON does not hold it.
const RECORD_SEPARATOR: u8 = 0x1e;

#[derive(Default)]
struct LineParser {
    /// The record that the last separator began, without its end.
    record: Option<Record>,
}

/// A text of `application/json-seq`, which may have several lines.
#[derive(Default)]
struct Record {
    text: Vec<u8>,
    /// How many arrays and objects are open.
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
}

impl Record {
    fn push(&mut self, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
        for byte in bytes {
            if self.is_in_string {
                self.is_in_string = *byte != b'"' || self.is_escaped;
                self.is_escaped = *byte == b'\\' && !self.is_escaped;
                continue;
            }
            match byte {
                b'"' => self.is_in_string = true,
                b'[' | b'{' => self.depth += 1,
                b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// Whether a line may end here without being in the middle of the value.
    fn is_whole(&self) -> bool {
        self.depth == 0 && !self.is_in_string
    }
}

impl LineParser {
    /// Ends the record, if there is one.
    fn finish(&mut self, out: &mut VecDeque<Vec<u8>>) {
        if let Some(record) = self.record.take() {
            push_item(&record.text, out);
        }
    }
}

fn push_item(text: &[u8], out: &mut VecDeque<Vec<u8>>) {
    let text = text.trim_ascii();
    if !text.is_empty() {
        out.push_back(text.to_vec());
    }
}

impl Parser for LineParser {
    type Item = Vec<u8>;

    const EXPECTED: &str = "lines of JSON";

    /// Lines of JSON have many names, so that only what is certainly something else does not count.
    fn reads(media: &str) -> bool {
        let essence = media::essence(media).to_ascii_lowercase();
        !essence.ends_with("html") && !essence.ends_with("xml") && essence != "text/event-stream"
    }

    fn line(&mut self, line: &[u8], out: &mut VecDeque<Vec<u8>>) {
        for (index, part) in line.split(|byte| *byte == RECORD_SEPARATOR).enumerate() {
            if index > 0 {
                self.finish(out);
                self.record = Some(Record::default());
            }
            match &mut self.record {
                Some(record) => record.push(part),
                None => push_item(part, out),
            }
        }
        match &mut self.record {
            Some(record) if !record.is_whole() => record.push(b"\n"),
            _ => self.finish(out),
        }
    }

    fn end(&mut self, rest: &[u8], out: &mut VecDeque<Vec<u8>>) {
        self.line(rest, out);
        self.finish(out);
    }

    fn held(&self) -> usize {
        self.record.as_ref().map_or(0, |record| record.text.len())
    }
}

impl<T: Place> Output for Events<T> {
    const STREAMED: bool = true;

    fn decode(response: &Response) -> Result<Self, Error> {
        Ok(Self {
            source: Source::new(response)?,
            item: PhantomData,
        })
    }
}

impl<T: Place> Output for Lines<T> {
    const STREAMED: bool = true;

    fn decode(response: &Response) -> Result<Self, Error> {
        Ok(Self {
            source: Source::new(response)?,
            item: PhantomData,
        })
    }
}

impl Output for Chunks {
    const STREAMED: bool = true;

    fn decode(response: &Response) -> Result<Self, Error> {
        answer::check_status(response)?;
        Ok(Self {
            response: response.clone(),
            body: Some(taken(response)?),
            patience: Patience::default(),
        })
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else {
            return Poll::Ready(None);
        };
        let failed = match Pin::new(body).poll_next(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                this.patience.renew();
                return Poll::Ready(Some(Ok(chunk)));
            }
            Poll::Ready(Some(Err(error))) => Some(Error::from(error)),
            Poll::Ready(None) => None,
            Poll::Pending => Some(ready!(this.patience.poll(&this.response, context))),
        };
        this.body = None;
        Poll::Ready(failed.map(|error| Err(error.with_response(this.response.clone()))))
    }
}

impl Chunks {
    /// The answer that the body belongs to. The body itself is not within its reach.
    #[must_use]
    pub fn response(&self) -> &Response {
        &self.response
    }

    /// The next bytes.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// An iterator that waits for each of them on this thread, for code that is not async.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> crate::blocking::Waiting<Self> {
        crate::blocking::Waiting(self)
    }
}

impl fmt::Debug for Chunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chunks { .. }")
    }
}

impl<T> Unpin for Events<T> {}
impl<T> Unpin for Lines<T> {}

impl<T: Place> Stream for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(raw) = ready!(self.source.poll_item(context)) else {
            return Poll::Ready(None);
        };
        let result = match raw {
            Ok(raw) if raw.data == DONE => {
                self.source.body = None;
                self.source.found.clear();
                return Poll::Ready(None);
            }
            Ok(raw) => {
                let data = self.source.data(&raw.data);
                data.map(|data| Event {
                    data,
                    event: raw.event,
                    id: raw.id,
                })
            }
            Err(error) => Err(error),
        };
        Poll::Ready(Some(result))
    }
}

impl<T: Place> Stream for Lines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(raw) = ready!(self.source.poll_item(context)) else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(raw.and_then(|text| self.source.decode(&text))))
    }
}

impl<T: Place> Events<T> {
    /// The answer that the events come in. Its body is not within reach.
    #[must_use]
    pub fn response(&self) -> &Response {
        &self.source.response
    }

    /// The next event.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: Place> Lines<T> {
    /// The answer that the lines come in. Its body is not within reach.
    #[must_use]
    pub fn response(&self) -> &Response {
        &self.source.response
    }

    /// The next item.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events { .. }")
    }
}

impl<T> fmt::Debug for Lines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lines { .. }")
    }
}

#[cfg(feature = "blocking")]
impl<T: Place> Events<T> {
    /// An iterator that waits for each of them on this thread, for code that is not async.
    pub fn wait(self) -> crate::blocking::Waiting<Self> {
        crate::blocking::Waiting(self)
    }
}

#[cfg(feature = "blocking")]
impl<T: Place> Lines<T> {
    /// An iterator that waits for each of them on this thread, for code that is not async.
    pub fn wait(self) -> crate::blocking::Waiting<Self> {
        crate::blocking::Waiting(self)
    }
}
