//! What carries requests to servers.

#[cfg(feature = "testing")]
pub mod memory;
#[cfg(feature = "reqwest")]
pub mod reqwest;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::boxed::BoxError;
pub use crate::boxed::BoxFuture;
use crate::operation::table::OperationTable;

/// Carries one request to a server and brings its answer.
///
/// A transport follows no redirects, repeats nothing, decompresses nothing and adds no credentials:
/// the client does. Something that shall happen around every request (a middleware) is a transport
/// that holds another: see [`ClientBuilder::wrap`](crate::ClientBuilder::wrap).
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// use runtime::http::Request;
/// use runtime::operation::OperationTable;
/// use runtime::transport::{Answer, Body, Transport};
///
/// /// Counts the requests that go through it.
/// #[derive(Debug)]
/// struct Counting<T> {
///     inner: T,
///     count: AtomicU64,
/// }
///
/// impl<T: Transport> Transport for Counting<T> {
///     fn send(&self, operation: &'static OperationTable, request: Request<Body>) -> Answer<'_> {
///         self.count.fetch_add(1, Ordering::Relaxed);
///         self.inner.send(operation, request)
///     }
/// }
/// ```
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends a request of `operation`.
    ///
    /// Dropping the future cancels the request.
    fn send(&self, operation: &'static OperationTable, request: http::Request<Body>) -> Answer<'_>;
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(&self, operation: &'static OperationTable, request: http::Request<Body>) -> Answer<'_> {
        (**self).send(operation, request)
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, operation: &'static OperationTable, request: http::Request<Body>) -> Answer<'_> {
        (**self).send(operation, request)
    }
}

/// An answer to come.
pub type Answer<'a> = BoxFuture<'a, Result<http::Response<Body>, TransportError>>;

/// The body of a request or of an answer: bytes, or a stream of chunks.
///
/// A transport should read a stream as fast as the other side takes it, and no further.
pub struct Body(Kind);

enum Kind {
    Whole(Bytes),
    Chunks(Chunks, Option<u64>),
}

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

impl Body {
    /// A body that arrives in chunks.
    #[must_use]
    pub fn from_stream(
        chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Kind::Chunks(Box::pin(chunks), None))
    }

    /// With the number of bytes that all chunks have together.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Kind::Chunks(_, length) = &mut self.0 {
            *length = Some(bytes);
        }
        self
    }

    /// How many bytes there are; `None` if it is a stream of which that is not known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Whole(bytes) => u64::try_from(bytes.len()).ok(),
            Kind::Chunks(_, length) => *length,
        }
    }

    /// The bytes; `None` if it is a stream.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Whole(bytes) => Some(bytes),
            Kind::Chunks(..) => None,
        }
    }

    /// The bytes.
    ///
    /// # Errors
    ///
    /// The body itself, if it is a stream.
    pub fn try_into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Kind::Whole(bytes) => Ok(bytes),
            Kind::Chunks(..) => Err(self),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Kind::Whole(bytes.into()))
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Kind::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Whole(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Kind::Chunks(chunks, _) => chunks.as_mut().poll_next(context),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body { .. }")
    }
}

/// What a transport may have failed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection: the server has certainly not seen the request.
    Connect,
    /// It took too long. The server may have processed the request.
    Timeout,
    /// The transport does not send such a request, and would not the next time: it is not asked again, and its
    /// reason is the message of the error.
    Refused,
    /// Anything else. The server may have processed the request.
    Other,
}

/// A request did not get an answer.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

impl TransportError {
    /// An error with its cause, which must not show credentials.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// What the transport failed at.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Refused => return write!(f, "{}", self.source),
            TransportErrorKind::Connect => "no connection to the server",
            TransportErrorKind::Timeout => "the server did not answer in time",
            TransportErrorKind::Other => "the connection to the server failed",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.kind {
            // The reason is the message already.
            TransportErrorKind::Refused => self.source.source(),
            _ => Some(self.source.as_ref()),
        }
    }
}
