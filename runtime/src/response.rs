//! Answers, before and after they are decoded.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::error::Error;
use crate::header::Header;
use crate::model::Place;
use crate::output::Output;
use crate::request::Prepared;
use crate::streaming::Unread;

/// An answer of the server, whatever its status. Cheap to clone.
#[derive(Clone)]
pub struct Response(Arc<Parts>);

/// What an answer consists of.
pub(crate) struct Parts {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The body, if it is not read yet.
    pub(crate) unread: Option<Unread>,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    /// When the call began, on the client's clock.
    pub(crate) start: Duration,
    pub(crate) request: Arc<Prepared>,
}

impl Response {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The value of a header, such as the constants of operations name; `None` if the answer does not have it.
    ///
    /// # Errors
    ///
    /// If the value is not what the type of the header needs. The rest of the answer is as good as before.
    pub fn header<T: Place>(&self, header: Header<T>) -> Result<Option<T>, Error> {
        header.read(self)
    }

    /// The body, decompressed; empty if it is a stream.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.0.body
    }

    /// The identifier that the server gave to the request, from the first of the headers that the
    /// API uses for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let names = self.request().client.api().request_id;
        names
            .iter()
            .find_map(|name| self.headers().get(*name)?.to_str().ok())
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The time from the start of the call to the end of this answer.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// The request that this is the answer to.
    pub(crate) fn request(&self) -> &Prepared {
        &self.0.request
    }

    /// The body, if it is not read yet.
    pub(crate) fn unread(&self) -> Option<&Unread> {
        self.0.unread.as_ref()
    }

    /// The time that is left for the whole call; `None` if it is not limited.
    pub(crate) fn time_left(&self) -> Option<Duration> {
        self.request().time_left(self.0.start)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("bytes", &self.bytes().len())
            .field("attempts", &self.attempts())
            .field("elapsed", &self.elapsed())
            .finish_non_exhaustive()
    }
}

/// An answer of the server, whatever its status, that is decoded on demand.
pub struct RawResponse<T> {
    response: Response,
    output: PhantomData<fn() -> T>,
}

impl<T: Output> RawResponse<T> {
    pub(crate) fn new(response: Response) -> Self {
        Self {
            response,
            output: PhantomData,
        }
    }

    /// Decodes the answer to what `send` would have returned.
    ///
    /// # Errors
    ///
    /// If the answer is an error, or is not what the API's document says.
    pub fn decode(&self) -> Result<T, Error> {
        T::decode(&self.response)
    }

    /// The same, and `None` if the server answers that nothing was modified (304): to `if-none-match` or
    /// `if-modified-since`, for one.
    ///
    /// # Errors
    ///
    /// If the answer is an error, or is not what the API's document says.
    pub fn decode_modified(&self) -> Result<Option<T>, Error> {
        if self.status() == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        self.decode().map(Some)
    }
}

impl<T> Deref for RawResponse<T> {
    type Target = Response;

    fn deref(&self) -> &Response {
        &self.response
    }
}

impl<T> Clone for RawResponse<T> {
    fn clone(&self) -> Self {
        Self {
            response: self.response.clone(),
            output: PhantomData,
        }
    }
}

impl<T> fmt::Debug for RawResponse<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.response.fmt(f)
    }
}
