//! The one error of calls.

mod detail;
mod display;

pub use crate::boxed::BoxError;
pub use detail::ErrorDetail;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use self::display::Causes;
use crate::client::InvalidBase;
use crate::json::{self, DecodeError, EncodeError};
use crate::model::Place;
use crate::operation::table::OperationTable;
use crate::response::Response;
use crate::retry;
use crate::transport::{TransportError, TransportErrorKind};
use crate::validate::{Violation, Violations};

/// What went wrong with a call, or with setting up a client.
///
/// It never holds or shows a credential.
pub struct Error(Box<Inner>);

struct Inner {
    cause: Cause,
    operation: Option<&'static OperationTable>,
    response: Option<Response>,
    attempts: u32,
    elapsed: Duration,
}

/// The ways in which things go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is set up in a way that cannot work: its base URL, a credential, a header.
    Configuration,
    /// The operation needs a credential that the client does not have, and nothing was sent; or its provider
    /// failed.
    Credential,
    /// An input cannot be sent at all, such as `..` in a path. Nothing was sent.
    Input,
    /// The inputs violate constraints of the API. Nothing was sent.
    Validation,
    /// There is no connection to the server. Nothing was processed.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection broke, or what came over it was not HTTP.
    Transport,
    /// A stream in the body of the request failed. The server may have seen what came before.
    Upload,
    /// The server pointed to where requests may not go: in a redirect, or as the next page of a list.
    Redirect,
    /// The answer is larger than allowed.
    Limit,
    /// The server answered with an error.
    Api,
    /// The answer is not what the API's document says.
    Decode,
}

/// What is known about the cause.
#[derive(Debug)]
pub(crate) enum Cause {
    /// Something about which there is no more to know than a sentence.
    Told {
        kind: ErrorKind,
        message: String,
        source: Option<BoxError>,
    },
    /// The inputs violate constraints.
    Validation(Violations),
    /// There is no answer.
    Transport(TransportError),
    /// The answer does not fit.
    Decode(DecodeError),
    /// The server answered with an error.
    Api(Vec<ErrorDetail>),
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::from_cause(Cause::Told {
            kind,
            message: message.into(),
            source: None,
        })
    }

    pub(crate) fn with_source(
        kind: ErrorKind,
        message: impl Into<String>,
        source: impl Into<BoxError>,
    ) -> Self {
        Self::from_cause(Cause::Told {
            kind,
            message: message.into(),
            source: Some(source.into()),
        })
    }

    pub(crate) fn from_cause(cause: Cause) -> Self {
        Self(Box::new(Inner {
            cause,
            operation: None,
            response: None,
            attempts: 0,
            elapsed: Duration::ZERO,
        }))
    }

    pub(crate) fn of(mut self, operation: &'static OperationTable) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }

    pub(crate) fn with_response(mut self, response: Response) -> Self {
        self.0.attempts = response.attempts();
        self.0.elapsed = response.elapsed();
        self.0.operation.get_or_insert(response.request().table);
        self.0.response = Some(response);
        self
    }

    pub(crate) fn after(mut self, attempts: u32, elapsed: Duration) -> Self {
        self.0.attempts = attempts;
        self.0.elapsed = elapsed;
        self
    }

    /// What went wrong, roughly.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match &self.0.cause {
            Cause::Told { kind, .. } => *kind,
            Cause::Validation(_) => ErrorKind::Validation,
            Cause::Transport(error) => match error.kind() {
                TransportErrorKind::Connect => ErrorKind::Connect,
                TransportErrorKind::Timeout => ErrorKind::Timeout,
                TransportErrorKind::Refused | TransportErrorKind::Other => ErrorKind::Transport,
            },
            Cause::Decode(_) => ErrorKind::Decode,
            Cause::Api(_) => ErrorKind::Api,
        }
    }

    /// The answer, if there was one.
    pub(crate) fn response(&self) -> Option<&Response> {
        self.0.response.as_ref()
    }

    /// The status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.response()?.status())
    }

    /// The errors that the answer lists.
    #[must_use]
    pub fn errors(&self) -> &[ErrorDetail] {
        match &self.0.cause {
            Cause::Api(details) => details,
            _ => &[],
        }
    }

    /// The constraints that the inputs violate.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        match &self.0.cause {
            Cause::Validation(violations) => violations.as_slice(),
            _ => &[],
        }
    }

    /// The headers of the answer, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(self.response()?.headers())
    }

    /// How long the server asks to wait before the next call (`retry-after-ms`, `retry-after`), from now on if it names a
    /// date. It may be longer than what a retry waits for
    /// ([`RetryPolicy::max_retry_after`](crate::RetryPolicy::max_retry_after)).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let response = self.response()?;
        let now = response.request().client.settings().clock.date();
        retry::delay_asked_for(response.headers(), now)
    }

    /// The identifier that the server gave to the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.response()?.request_id()
    }

    /// The body of the answer as far as it was read; empty if there was none.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.response().map_or(&[], |response| response.bytes())
    }

    /// Decodes the body of the answer.
    ///
    /// # Errors
    ///
    /// If there is no answer, or its body is not JSON that fits `T`.
    pub fn decode<T: Place>(&self) -> Result<T, Error> {
        let options = match self.response() {
            Some(response) => response.json_options(),
            None => json::Options::new(),
        };
        json::from_slice_with(self.body(), options).map_err(|error| {
            Self::new(ErrorKind::Decode, error.told(self.text_limit()).to_string())
        })
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The time from the start of the call to the error.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> Option<&'static OperationTable> {
        self.0.operation
    }

    /// Whether the server answered 304 Not Modified: to `if-none-match` or `if-modified-since`, for one.
    #[must_use]
    pub fn is_not_modified(&self) -> bool {
        self.status() == Some(StatusCode::NOT_MODIFIED)
    }

    /// Whether the server answered 400 Bad Request.
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        self.status() == Some(StatusCode::BAD_REQUEST)
    }

    /// Whether the server answered 401 Unauthorized.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Whether the server answered 403 Forbidden.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Whether the server answered 404 Not Found.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether the server answered 409 Conflict.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// Whether the server answered 429 Too Many Requests.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the server answered with a status of 500 or above.
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// Whether the server answered with an error.
    #[must_use]
    pub fn is_api(&self) -> bool {
        self.kind() == ErrorKind::Api
    }

    /// Whether it took too long.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether there was no connection to the server.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the inputs violate constraints of the API.
    #[must_use]
    pub fn is_validation(&self) -> bool {
        self.kind() == ErrorKind::Validation
    }

    /// Whether the answer is not what the API's document says.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Whether a credential is missing, or its provider failed.
    #[must_use]
    pub fn is_credential(&self) -> bool {
        self.kind() == ErrorKind::Credential
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown
            .field("kind", &self.kind())
            .field("message", &self.to_string());
        if self.source().is_some() {
            shown.field("source", &format_args!("{}", Causes(self)));
        }
        shown.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.cause {
            Cause::Told { source, .. } => Some(source.as_ref()?.as_ref()),
            Cause::Validation(violations) => Some(violations),
            // The message of the transport's error is part of this one's.
            Cause::Transport(error) => error.source(),
            Cause::Decode(error) => Some(error),
            Cause::Api(_) => None,
        }
    }
}

impl From<Violations> for Error {
    fn from(violations: Violations) -> Self {
        Self::from_cause(Cause::Validation(violations))
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::from_cause(Cause::Transport(error))
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::from_cause(Cause::Decode(error))
    }
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        Self::with_source(
            ErrorKind::Input,
            "an input cannot be written as JSON",
            error,
        )
    }
}

impl From<InvalidBase> for Error {
    fn from(error: InvalidBase) -> Self {
        Self::new(ErrorKind::Configuration, error.to_string())
    }
}
