//! Requests: an operation's inputs as they go on the wire.

pub(crate) mod headers;
mod inputs;
mod page;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, COOKIE, IF_RANGE, RANGE, USER_AGENT};
use http::{HeaderName, HeaderValue, Method, Uri};

use crate::client::{Base, Client};
use crate::escape::{Escape, Pair};
use crate::operation::call::Options;
use crate::operation::table::OperationTable;
use crate::pagination::seen::Seen;
use crate::upload::{Payload, Reading};

/// Headers that say what kind of answer is wanted, and no more, whichever server it comes from.
const KNOWN_ANYWHERE: [HeaderName; 6] = [
    ACCEPT,
    ACCEPT_ENCODING,
    ACCEPT_LANGUAGE,
    IF_RANGE,
    RANGE,
    USER_AGENT,
];

/// A request that is ready to be sent, as often as it takes. It holds no credentials: they are added
/// to each request that goes to the transport.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) client: Client,
    pub(crate) table: &'static OperationTable,
    pub(crate) options: Option<Box<Options>>,
    pub(crate) method: Method,
    /// The base URL, if the operation has one of its own.
    base: Option<Arc<Base>>,
    path: String,
    query: Vec<Pair>,
    /// What stands in the query before the pairs, as it is sent; empty if there is nothing.
    query_string: String,
    /// A URL that the server gave, which stands in place of base, path and query.
    url: Option<Uri>,
    /// Whether a redirect has led to another origin: nothing that is meant for that of the base URL is sent.
    pub(crate) is_beyond_origin: bool,
    /// Besides those that [`Self::defaults`] are about. A name can be there more than once.
    headers: Vec<(HeaderName, HeaderValue)>,
    cookies: Vec<Pair>,
    body: Payload,
    /// The media type of the body.
    media: Option<HeaderValue>,
    /// Whether the output reads the body.
    pub(crate) is_streamed: bool,
    /// Whether a redirect that cannot be followed is the answer.
    pub(crate) takes_redirects: bool,
    /// What the pages before this one were like, so that a list that goes round in a circle ends.
    pub(crate) seen: Seen,
    /// How many items were on the pages before this one.
    pub(crate) passed: u64,
}

impl Prepared {
    /// The same request for whatever the answer is.
    pub(crate) fn taking_redirects(self: Arc<Self>) -> Arc<Self> {
        let mut prepared = Arc::unwrap_or_clone(self);
        prepared.takes_redirects = true;
        Arc::new(prepared)
    }

    /// The time that is left for a call that began at `start`; `None` if it is not limited.
    pub(crate) fn time_left(&self, start: Duration) -> Option<Duration> {
        let settings = self.client.settings();
        let own = self.options.as_ref().and_then(|options| options.timeout);
        let limit = own.or(settings.timeout)?;
        Some(limit.saturating_sub(settings.clock.now().saturating_sub(start)))
    }

    /// The value of a parameter of the query, percent-encoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let name = Escape::Unreserved.apply(name);
        Some(&self.query.iter().find(|pair| pair.name == name)?.value)
    }

    /// Whether the inputs or the caller set a parameter of the query.
    pub(crate) fn has_pair(&self, name: &str) -> bool {
        self.parameter(name).is_some()
    }

    /// The same request to a URL that the server gave, within the origin that it went to.
    pub(crate) fn with_url(&self, url: Uri) -> Self {
        Self {
            url: Some(url),
            ..self.clone()
        }
    }

    /// What may be sent to another origin of this request, which has no body.
    pub(crate) fn beyond_origin(&self, url: Uri) -> Self {
        let mut request = self.with_url(url);
        request.is_beyond_origin = true;
        request
            .headers
            .retain(|(name, _)| KNOWN_ANYWHERE.contains(name));
        request.cookies.clear();
        request.media = None;
        request
    }

    /// Whether there is something in the body.
    pub(crate) fn has_body(&self) -> bool {
        self.body.bytes().is_none_or(|bytes| !bytes.is_empty())
    }

    /// What stops reading the streams of the body when it is dropped.
    pub(crate) fn reading(&self) -> Option<Reading> {
        self.body.reading()
    }

    /// Whether this can be sent once only.
    pub(crate) fn is_once(&self) -> bool {
        self.body.bytes().is_none()
    }

    /// Whether the inputs or the caller set a header of this name.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(other, _)| other.as_str().eq_ignore_ascii_case(name))
    }

    /// Whether the caller set a cookie of this name in a header.
    pub(crate) fn has_cookie(&self, name: &str) -> bool {
        let headers = self.headers.iter().filter(|(other, _)| *other == COOKIE);
        headers
            .flat_map(|(_, value)| value.as_bytes().split(|byte| *byte == b';'))
            .any(|pair| {
                let other = pair.split(|byte| *byte == b'=').next();
                other.unwrap_or_default().trim_ascii() == name.as_bytes()
            })
    }
}
