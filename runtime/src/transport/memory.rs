//! A transport for tests of code that uses a client: it records requests and answers from memory.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Request, Response, StatusCode};

use super::{Answer, Body, Transport, TransportError, TransportErrorKind};
use crate::envelope::Envelope;
use crate::json;
use crate::model::Place;
use crate::operation::Operation;
use crate::operation::table::{OperationFact, OperationTable};

/// A transport that records requests and answers from memory, by operation.
///
/// All clones share one memory. A body that is a stream is read to its end before it is answered, and
/// recorded as its bytes.
///
/// A client treats these answers like any others: after a failure such as 429 or 503 it waits and asks again, unless it
/// has `max_retries(0)`.
///
/// ```
/// # use runtime::{Api, Call, ClientBuilder};
/// # struct Request<I> { call: Call, pub inputs: I }
/// # runtime::request! { Request }
/// # struct NamesList;
/// # runtime::operation! {
/// #     NamesList -> Vec<String> from "#/paths/~1names/get" {
/// #         request: GET "/names", security: [], facts: [], inputs: {},
/// #     }
/// # }
/// # static API: Api = Api {
/// #     title: "Names", user_agent: "names/1", base_url: "https://example.com", base_url_env: None,
/// #     request_id: &[], schemes: &[],
/// # };
/// use runtime::transport::memory::{Memory, Reply};
///
/// # let _ = async {
/// let memory = Memory::new();
/// memory.answer::<NamesList>(Reply::json(r#"["Ada", "Grace"]"#));
///
/// let client = ClientBuilder::new(&API).transport(memory.clone()).build()?;
/// let names = Request::new(&client, NamesList).send().await?;
///
/// assert_eq!(names, ["Ada", "Grace"]);
/// assert_eq!(memory.requests()[0].uri(), "https://example.com/names");
/// # Ok::<(), runtime::Error>(()) };
/// ```
#[derive(Clone, Default)]
pub struct Memory {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    requests: Vec<(&'static OperationTable, Request<Bytes>)>,
    answers: HashMap<&'static str, Answers>,
}

/// Makes an answer from a request.
type Answering = dyn Fn(&Request<Bytes>) -> Reply + Send + Sync;

/// The answers to one operation.
#[derive(Default)]
struct Answers {
    next: VecDeque<Reply>,
    always: Option<Arc<Answering>>,
}

/// What to answer to a request.
#[derive(Clone, Debug)]
pub struct Reply {
    kind: Kind,
    headers: HeaderMap,
}

#[derive(Clone, Debug)]
enum Kind {
    /// A status and a body as they are.
    Whole(StatusCode, Bytes),
    /// JSON of a payload, to be put into the envelope of the operation.
    Payload(StatusCode, Bytes),
    /// A list of errors, to be put into the envelope of the operation.
    Error(StatusCode, i64, String),
    /// No answer.
    Failure(TransportErrorKind),
}

impl Reply {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            headers: HeaderMap::new(),
        }
    }

    /// An answer with a status and without a body.
    ///
    /// # Panics
    ///
    /// If `status` is not from 100 to 999.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::new(Kind::Whole(code(status), Bytes::new()))
    }

    /// A success with JSON, as it is.
    #[must_use]
    pub fn json(body: impl Into<Bytes>) -> Self {
        Self::status(200)
            .with_header("content-type", "application/json")
            .with_body(body)
    }

    /// A success with a payload in JSON, which is put into the envelope of the operation.
    #[must_use]
    pub fn payload(json: impl Into<Bytes>) -> Self {
        Self::new(Kind::Payload(StatusCode::OK, json.into()))
    }

    /// A success with a payload, which is put into the envelope of the operation.
    ///
    /// # Panics
    ///
    /// If a number in it is infinite or not a number.
    #[must_use]
    pub fn value(value: &dyn Place) -> Self {
        Self::payload(json::to_vec(value).expect("an answer of a test can be written as JSON"))
    }

    /// An error with a code and a message, in the form that the envelope of the operation has.
    ///
    /// # Panics
    ///
    /// If `status` is not from 100 to 999.
    #[must_use]
    pub fn error(status: u16, code: i64, message: impl Into<String>) -> Self {
        Self::new(Kind::Error(self::code(status), code, message.into()))
    }

    /// No answer.
    #[must_use]
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self::new(Kind::Failure(kind))
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// If the name or the value is not that of a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("the header of a test has a valid name");
        let value: HeaderValue = value
            .parse()
            .expect("the header of a test has a valid value");
        self.headers.append(name, value);
        self
    }

    /// Sets the status: `Reply::json(…).with_status(409)`. Does nothing where there is no answer.
    ///
    /// # Panics
    ///
    /// If `status` is not from 100 to 999.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        let status = code(status);
        match &mut self.kind {
            Kind::Whole(own, _) | Kind::Payload(own, _) | Kind::Error(own, _, _) => *own = status,
            Kind::Failure(_) => {}
        }
        self
    }

    /// Sets the body. Does nothing to an answer whose form the operation decides.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        if let Kind::Whole(_, own) = &mut self.kind {
            *own = body.into();
        }
        self
    }

    fn into_response(
        self,
        table: &'static OperationTable,
    ) -> Result<Response<Body>, TransportError> {
        let envelope = table.facts.iter().find_map(|fact| match fact {
            OperationFact::Wrapped(envelope) => Some(*envelope),
            _ => None,
        });
        let json = Some(HeaderValue::from_static("application/json"));
        let (status, body, media) = match self.kind {
            Kind::Whole(status, body) => (status, body, None),
            Kind::Payload(status, payload) => (status, wrap(envelope, &payload), json),
            Kind::Error(status, code, message) => {
                (status, wrap_error(envelope, code, &message), json)
            }
            Kind::Failure(kind) => return Err(TransportError::new(kind, "the test says so")),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        *response.headers_mut() = self.headers;
        if let Some(media) = media {
            response.headers_mut().entry(CONTENT_TYPE).or_insert(media);
        }
        Ok(response)
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("a status is from 100 to 999")
}

/// A payload in its envelope.
fn wrap(envelope: Option<&'static Envelope>, payload: &Bytes) -> Bytes {
    let Some(envelope) = envelope else {
        return payload.clone();
    };
    let mut body = String::from("{");
    for (name, value) in [
        (envelope.success, "true"),
        (envelope.errors, "[]"),
        (envelope.messages, "[]"),
    ] {
        if let Some(name) = name {
            body.push_str(&format!("{}:{value},", quoted(name)));
        }
    }
    body.push_str(&format!("{}:", quoted(envelope.result)));
    let mut body = body.into_bytes();
    body.extend_from_slice(payload);
    body.push(b'}');
    body.into()
}

/// An error in its envelope.
fn wrap_error(envelope: Option<&'static Envelope>, code: i64, message: &str) -> Bytes {
    let detail = format!("{{\"code\":{code},\"message\":{}}}", quoted(message));
    let Some(envelope) = envelope else {
        return detail.into();
    };
    let mut members = Vec::new();
    for (name, value) in [
        (envelope.success, "false"),
        (envelope.errors, &format!("[{detail}]")),
        (envelope.messages, "[]"),
    ] {
        if let Some(name) = name {
            members.push(format!("{}:{value}", quoted(name)));
        }
    }
    members.push(format!("{}:null", quoted(envelope.result)));
    format!("{{{}}}", members.join(",")).into()
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl Memory {
    /// A memory without requests and answers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the answer to all requests of an operation.
    pub fn answer<O: Operation>(&self, reply: Reply) {
        self.answer_with::<O>(move |_| reply.clone());
    }

    /// Sets what answers all requests of an operation.
    pub fn answer_with<O: Operation>(
        &self,
        answer: impl Fn(&Request<Bytes>) -> Reply + Send + Sync + 'static,
    ) {
        self.state()
            .answers
            .entry(std::any::type_name::<O>())
            .or_default()
            .always = Some(Arc::new(answer));
    }

    /// Adds the answer to one request of an operation, after those that were added before. It comes
    /// before the answer to all requests.
    pub fn answer_once<O: Operation>(&self, reply: Reply) {
        self.state()
            .answers
            .entry(std::any::type_name::<O>())
            .or_default()
            .next
            .push_back(reply);
    }

    /// All requests, in the order in which they came.
    #[must_use]
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.state()
            .requests
            .iter()
            .map(|(_, request)| request.clone())
            .collect()
    }

    /// The requests of an operation, in the order in which they came.
    #[must_use]
    pub fn requests_of<O: Operation>(&self) -> Vec<Request<Bytes>> {
        let state = self.state();
        let sent = state
            .requests
            .iter()
            .filter(|(table, _)| (table.type_name)() == std::any::type_name::<O>());
        sent.map(|(_, request)| request.clone()).collect()
    }

    fn reply(
        &self,
        table: &'static OperationTable,
        request: Request<Bytes>,
    ) -> Result<Response<Body>, TransportError> {
        let mut state = self.state();
        state.requests.push((table, request.clone()));
        let answers = state.answers.entry((table.type_name)()).or_default();
        let (next, always) = (answers.next.pop_front(), answers.always.clone());
        // The answer of a test may use the memory.
        drop(state);
        match next.or_else(|| Some(always?(&request))) {
            Some(reply) => reply.into_response(table),
            None => {
                let message = format!(
                    "the memory has no answer: add one with `answer::<{}>(…)`",
                    table.name
                );
                Err(TransportError::new(TransportErrorKind::Refused, message))
            }
        }
    }
}

impl Transport for Memory {
    fn send(&self, operation: &'static OperationTable, request: Request<Body>) -> Answer<'_> {
        let (parts, body) = request.into_parts();
        match body.try_into_bytes() {
            Ok(bytes) => {
                let reply = self.reply(operation, Request::from_parts(parts, bytes));
                Box::pin(std::future::ready(reply))
            }
            Err(stream) => Box::pin(async move {
                let bytes = read(stream).await?;
                self.reply(operation, Request::from_parts(parts, bytes))
            }),
        }
    }
}

/// All that a stream has.
async fn read(mut stream: Body) -> Result<Bytes, TransportError> {
    let mut all = BytesMut::new();
    while let Some(chunk) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        all.extend_from_slice(&chunk?);
    }
    Ok(all.freeze())
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("requests", &self.state().requests.len())
            .finish_non_exhaustive()
    }
}
