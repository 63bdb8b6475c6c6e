//! One call from its request to its answer: attempts, redirects, time and size limits.
//!
//! **Invariant:** there is one future type for all calls, boxed once.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, StatusCode};

use crate::auth::{self, Given, NotGiven};
use crate::boxed::BoxFuture;
use crate::clock::Timeout;
use crate::encoding::{self, EncodingError};
use crate::error::{Error, ErrorKind};
use crate::limit::Limits;
use crate::printable::Printable;
use crate::redirect::{self, Redirect};
use crate::request::Prepared;
use crate::response::{Parts, Response, Unread};
use crate::retry::{self, Failed};
use crate::transport::{Body, TransportError, TransportErrorKind};
use crate::upload::Reading;

/// What is said of a call whose time is over.
pub(crate) const LATE: &str = "the call took longer than its timeout allows";

/// Runs a call.
pub(crate) fn run(request: Arc<Prepared>) -> BoxFuture<'static, Result<Response, Error>> {
    #[cfg(feature = "tracing")]
    if let Some(span) = crate::trace::span(request.table) {
        return Box::pin(crate::trace::traced(span, Run::attempts(request)));
    }
    Box::pin(Run::attempts(request))
}

/// A call under way.
struct Run {
    request: Arc<Prepared>,
    start: Duration,
    /// How often the request was sent.
    attempts: u32,
    /// How often the call was repeated after a failure.
    retries: u32,
    credentials: Credentials,
}

/// What providers gave for a call.
#[derive(Default)]
struct Credentials {
    given: Vec<Given>,
    /// The answer that refused them, until there are others.
    refusal: Option<Box<Answer>>,
    /// Whether there was a refusal: providers are told of one only.
    was_refused: bool,
}

/// What one attempt brought.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The body, if the output reads it.
    unread: Option<Body>,
    /// Whether a redirect has led to whoever answers, of another origin.
    is_beyond_origin: bool,
}

/// Why one attempt brought nothing.
enum Failure {
    /// The transport has failed.
    Transport(TransportError),
    /// It took too long.
    Timeout,
    /// A provider did not give a credential.
    Credential(NotGiven),
    /// There was an answer that no repetition makes better.
    Final(Error, Option<Box<Answer>>),
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<NotGiven> for Failure {
    fn from(error: NotGiven) -> Self {
        Self::Credential(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Final(error, None)
    }
}

impl Run {
    fn new(request: Arc<Prepared>) -> Self {
        let start = request.client.settings().clock.now();
        Self {
            request,
            start,
            attempts: 0,
            retries: 0,
            credentials: Credentials::default(),
        }
    }

    fn elapsed(&self) -> Duration {
        self.request
            .client
            .settings()
            .clock
            .now()
            .saturating_sub(self.start)
    }

    /// The time that is left for the whole call; `None` if it is not limited.
    fn left(&self) -> Option<Duration> {
        self.request.time_left(self.start)
    }

    /// Attempts until one succeeds or no other is worth it.
    async fn attempts(request: Arc<Prepared>) -> Result<Response, Error> {
        let mut run = Self::new(request);
        loop {
            let result = match run.attempt().await {
                Ok(answer) if !run.request.is_once() && run.credentials.are_refused_by(&answer) => {
                    run.credentials.refuse(answer);
                    continue;
                }
                result => result,
            };
            let Some(delay) = run.delay_before_another(&result) else {
                return run.finish(result);
            };
            drop(result);
            run.retries += 1;
            run.request.client.settings().clock.sleep(delay).await;
        }
    }

    /// One attempt within its time.
    async fn attempt(&mut self) -> Result<Answer, Failure> {
        let left = self.left();
        let request = &self.request;
        let settings = request.client.settings();
        let limit = match (settings.attempt_timeout, left) {
            (Some(attempt), Some(left)) => Some(attempt.min(left)),
            (attempt, left) => attempt.or(left),
        };
        let sent_before = self.attempts;
        let result = {
            let (credentials, attempts) = (&mut self.credentials, &mut self.attempts);
            let timeout = Timeout {
                clock: &*settings.clock,
                limit,
                future: pin!(authorized(request, credentials, attempts)),
                sleep: None,
            };
            timeout.await
        };
        match result {
            Some(result) => result,
            None if self.attempts == sent_before => {
                Err(NotGiven::from(self.not_given_in_time()).into())
            }
            None => Err(Failure::Timeout),
        }
    }

    /// How long to wait before another attempt; `None` if there shall be none.
    fn delay_before_another(&self, result: &Result<Answer, Failure>) -> Option<Duration> {
        let client = &self.request.client;
        let policy = &client.settings().retry;
        let (failed, headers) = match result {
            Ok(answer) if answer.status.is_success() => {
                client.budget().earn();
                return None;
            }
            Ok(answer) => (
                Failed::Answer(answer.status, &answer.headers),
                Some(&answer.headers),
            ),
            Err(Failure::Transport(error)) if error.kind() == TransportErrorKind::Connect => {
                (Failed::NotSent, None)
            }
            Err(Failure::Transport(error)) if error.kind() == TransportErrorKind::Refused => {
                return None;
            }
            Err(Failure::Transport(_) | Failure::Timeout) => (Failed::NoAnswer, None),
            Err(Failure::Credential(failure)) if failure.is_temporary => (Failed::NotSent, None),
            Err(Failure::Credential(_) | Failure::Final(..)) => return None,
        };
        let own = self
            .request
            .options
            .as_ref()
            .and_then(|options| options.max_retries);
        let most = own.unwrap_or(policy.max_retries);
        let request = &self.request;
        if self.retries >= most
            || request.is_once()
            || !retry::is_worth_another(request.table, &request.method, failed)
        {
            return None;
        }
        let settings = client.settings();
        let delay = headers
            .and_then(|headers| policy.delay_asked_for(headers, settings.clock.date()))
            .unwrap_or_else(|| policy.delay(self.retries, (settings.random)()));
        let is_in_time = self.left().is_none_or(|left| delay < left);
        (is_in_time && client.budget().pay()).then_some(delay)
    }

    /// The answer or the error of the last attempt.
    fn finish(mut self, result: Result<Answer, Failure>) -> Result<Response, Error> {
        let (error, answer) = match result {
            Ok(answer) => return Ok(self.into_response(answer)),
            Err(Failure::Transport(error)) => (Error::from(error), None),
            Err(Failure::Timeout) => (self.timed_out(), None),
            Err(Failure::Credential(failure)) => (failure.error, self.credentials.refusal.take()),
            Err(Failure::Final(error, answer)) => (error, answer),
        };
        let error = error
            .of(self.request.table)
            .after(self.attempts, self.elapsed());
        Err(match answer {
            Some(answer) => error.with_response(self.into_response(*answer)),
            None => error,
        })
    }

    fn timed_out(&self) -> Error {
        let message = if self.left().is_some_and(|left| left.is_zero()) {
            LATE
        } else {
            "the server did not answer in time; `attempt_timeout` of the client's builder sets how long an attempt may take"
        };
        Error::new(ErrorKind::Timeout, message)
    }

    fn not_given_in_time(&self) -> Error {
        if self.left().is_some_and(|left| left.is_zero()) {
            return self.timed_out();
        }
        let message = "the provider of a credential did not answer in time; `attempt_timeout` of the client's builder sets how long an attempt may take";
        Error::new(ErrorKind::Timeout, message)
    }

    fn into_response(self, answer: Answer) -> Response {
        Response::new(Parts {
            status: answer.status,
            headers: answer.headers,
            body: answer.body,
            unread: answer.unread.map(Unread::new),
            start: self.start,
            attempts: self.attempts,
            elapsed: self.elapsed(),
            request: self.request,
        })
    }
}

impl Credentials {
    /// Whether an answer refuses what a provider gave, for the first time.
    fn are_refused_by(&self, answer: &Answer) -> bool {
        // `x-should-retry` is about the same request: with another credential it is another one.
        answer.status == StatusCode::UNAUTHORIZED
            && !answer.is_beyond_origin
            && !self.given.is_empty()
            && !self.was_refused
    }

    fn refuse(&mut self, answer: Answer) {
        self.refusal = Some(Box::new(answer));
        self.was_refused = true;
    }
}

/// Asks providers for credentials, if there are any, and makes an exchange. If the last one was refused and
/// there is no other credential, the refusal is the answer.
async fn authorized(
    prepared: &Arc<Prepared>,
    credentials: &mut Credentials,
    attempts: &mut u32,
) -> Result<Answer, Failure> {
    if prepared.client.has_providers() {
        let refused = match credentials.refusal {
            Some(_) => credentials.given.as_slice(),
            None => &[],
        };
        let given = auth::ask(prepared, refused).await?;
        if let Some(refusal) = credentials
            .refusal
            .take_if(|_| auth::is_same(&given, refused))
        {
            return Ok(*refusal);
        }
        credentials.refusal = None;
        credentials.given = given;
    }
    exchange(prepared, &credentials.given, attempts).await
}

/// Sends one request and reads its answer, following redirects.
async fn exchange(
    prepared: &Arc<Prepared>,
    given: &[Given],
    attempts: &mut u32,
) -> Result<Answer, Failure> {
    let mut redirected = None::<Arc<Prepared>>;
    for _ in 0..=redirect::MOST {
        let prepared = redirected.as_ref().unwrap_or(prepared);
        let reading = prepared.reading();
        let failed = |error| match reading.as_ref().and_then(Reading::failure) {
            Some(source) => {
                let message = "a stream in the body of the request has failed";
                Error::with_source(ErrorKind::Upload, message, source).into()
            }
            None => Failure::Transport(error),
        };
        let request = prepared.opened(given)?;
        *attempts += u32::from(redirected.is_none());
        let response = prepared.client.transport().send(prepared.table, request);
        let (mut answer, mut body) = opened(prepared, response.await.map_err(failed)?)?;
        if prepared.is_streamed && answer.status.is_success() {
            answer.unread = Some(body);
            // Streams in both directions can depend on each other.
            if let Some(reading) = reading {
                reading.release();
            }
        } else {
            let limits = &prepared.client.settings().limits;
            let (limit, lenient) = (answer.limit(limits), !answer.status.is_success());
            let collected = collect(&mut body, limit, lenient).await;
            let (bytes, is_whole) = collected.map_err(failed)?;
            answer = closed(answer, bytes, is_whole, limits)?;
        }
        let next = match redirect::of(prepared, answer.status, &answer.headers) {
            None => return Ok(answer),
            Some(Redirect::To(next)) => next,
            Some(Redirect::Refused(_)) if prepared.takes_redirects => return Ok(answer),
            Some(Redirect::Refused(why)) => {
                let message = format!("a redirect was not followed: {why}");
                let error = Error::new(ErrorKind::Redirect, message);
                return Err(Failure::Final(error, Some(Box::new(answer))));
            }
        };
        redirected = Some(next);
    }
    let message = format!("the server redirected more than {} times", redirect::MOST);
    Err(Error::new(ErrorKind::Redirect, message).into())
}

impl Answer {
    /// How many bytes the body may have.
    fn limit(&self, limits: &Limits) -> usize {
        if self.status.is_success() {
            limits.body
        } else {
            limits.error_body
        }
    }
}

/// An answer whose body is not read yet, if its headers are within the limit.
fn opened(prepared: &Prepared, response: http::Response<Body>) -> Result<(Answer, Body), Failure> {
    let (parts, body) = response.into_parts();
    let limit = prepared.client.settings().limits.headers;
    let size: usize = parts
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if size > limit {
        return Err(too_large("headers of the answer are", limit).into());
    }
    let answer = Answer {
        status: parts.status,
        headers: parts.headers,
        body: Bytes::new(),
        unread: None,
        is_beyond_origin: prepared.is_beyond_origin,
    };
    Ok((answer, body))
}

fn too_large(what: &str, limit: usize) -> Error {
    let message = format!(
        "the {what} larger than {limit} bytes; `limits` of the client's builder sets what is allowed"
    );
    Error::new(ErrorKind::Limit, message)
}

/// An answer with its body, decompressed. Of an error whatever could be read counts.
fn closed(
    mut answer: Answer,
    body: Bytes,
    is_whole: bool,
    limits: &Limits,
) -> Result<Answer, Failure> {
    let (limit, is_error) = (answer.limit(limits), !answer.status.is_success());
    answer.body = body;
    if !is_whole && !is_error {
        let error = too_large("body of the answer is", limit);
        return Err(Failure::Final(error, Some(Box::new(answer))));
    }
    if answer.body.is_empty() || !answer.headers.contains_key(CONTENT_ENCODING) {
        return Ok(answer);
    }
    let encodings: Vec<_> = answer
        .headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    match encoding::decode(&encodings.join(","), answer.body.clone(), limit) {
        Ok(body) => answer.body = body,
        // What can be read of an error is all that there is to say about it.
        Err(EncodingError::TooLarge(body)) if is_error => answer.body = body,
        Err(_) if is_error => {}
        Err(error) => {
            let error = undecoded(error, limits, &mut answer);
            return Err(Failure::Final(error, Some(Box::new(answer))));
        }
    }
    Ok(answer)
}

fn undecoded(error: EncodingError, limits: &Limits, answer: &mut Answer) -> Error {
    match error {
        EncodingError::TooLarge(body) => {
            answer.body = body;
            too_large("body of the answer is, decompressed,", limits.body)
        }
        EncodingError::Unknown(name) => Error::new(
            ErrorKind::Decode,
            format!(
                "the body of the answer is in the encoding `{}`, which is not compiled in or not known",
                Printable(&name, limits.error_text)
            ),
        ),
        EncodingError::Damaged(error) => Error::with_source(
            ErrorKind::Decode,
            "the body of the answer cannot be decompressed",
            error,
        ),
    }
}

/// Up to `limit` bytes of a body, and whether that is all of it. What was read before the connection
/// broke counts if `lenient`.
async fn collect(
    body: &mut Body,
    limit: usize,
    lenient: bool,
) -> Result<(Bytes, bool), TransportError> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(chunk) = poll_fn(|context| Pin::new(&mut *body).poll_next(context)).await {
        let chunk = match chunk {
            Ok(chunk) => chunk,
            Err(_) if lenient && !(first.is_empty() && all.is_empty()) => break,
            Err(error) => return Err(error),
        };
        let have = first.len() + all.len();
        if chunk.len() > limit - have {
            let part = chunk.get(..limit - have).unwrap_or_default();
            all = [&*first, &*all, part].concat().as_slice().into();
            return Ok((all.freeze(), false));
        }
        if have == 0 {
            // Most bodies come in one chunk, which needs no copy.
            first = chunk;
        } else {
            all.extend_from_slice(&std::mem::take(&mut first));
            all.extend_from_slice(&chunk);
        }
    }
    Ok((
        if first.is_empty() {
            all.freeze()
        } else {
            first
        },
        true,
    ))
}
