//! Answers, before and after they are decoded.

mod raw;

pub use self::raw::RawResponse;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::json;
use crate::request::Prepared;
use crate::transport::Body;

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

/// A body that is not read yet. It can be taken out once.
pub(crate) struct Unread(Mutex<Option<Body>>);

impl Unread {
    pub(crate) fn new(body: Body) -> Self {
        Self(Mutex::new(Some(body)))
    }

    pub(crate) fn take(&self) -> Option<Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unread")
    }
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

    /// What is accepted as JSON in it.
    pub(crate) fn json_options(&self) -> json::Options {
        json::Options::new().max_depth(self.request().client.settings().limits.depth)
    }

    /// How many characters of each text of the server to show.
    pub(crate) fn text_limit(&self) -> usize {
        self.request().client.settings().limits.error_text
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
