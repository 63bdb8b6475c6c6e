//! The default transport, on `reqwest` with `rustls`.

use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::uri::{Authority, Scheme};
use http::{HeaderValue, Method, Uri};
use http_body::{Frame, SizeHint};
use rustls_platform_verifier::BuilderVerifierExt;
use url::Url;

use super::{Answer, Body, Transport, TransportError, TransportErrorKind};
use crate::boxed::BoxError;
use crate::error::{Error, ErrorKind};
use crate::operation::table::OperationTable;

/// A transport on `reqwest` with one pool of connections.
///
/// It takes proxies from the environment (`HTTPS_PROXY` and its siblings) and certificates from the
/// operating system.
#[derive(Clone, Debug)]
pub struct Reqwest {
    client: ::reqwest::Client,
    requests: Requests,
}

impl Reqwest {
    /// A transport that gives up on a connection that takes longer than `connect_timeout`.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up, for instance because the system has no certificates.
    pub fn new(connect_timeout: Option<Duration>) -> Result<Self, Error> {
        let failed = |error: BoxError| {
            Error::with_source(
                ErrorKind::Configuration,
                "the HTTP client cannot be set up",
                error,
            )
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(|error| failed(error.into()))?
            .with_no_client_auth();
        let mut builder = ::reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(::reqwest::redirect::Policy::none())
            .retry(::reqwest::retry::never())
            .referer(false);
        if let Some(timeout) = connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        let client = builder.build().map_err(|error| failed(error.into()))?;
        Ok(Self::from_client(client))
    }

    /// A transport on a client that was set up elsewhere.
    ///
    /// The client must not follow redirects (`redirect::Policy::none()`): `reqwest` sends credentials
    /// in headers that it does not know along to other hosts.
    #[must_use]
    pub fn from_client(client: ::reqwest::Client) -> Self {
        Self {
            client,
            requests: Requests::default(),
        }
    }
}

impl Transport for Reqwest {
    fn send(&self, _: &'static OperationTable, request: http::Request<Body>) -> Answer<'_> {
        let request = self.requests.convert(request);
        Box::pin(async move {
            let response = self.client.execute(request?).await.map_err(translate)?;
            Ok(from_reqwest(response))
        })
    }
}

/// Makes requests of `reqwest`. Parses an origin once, not with each request to it.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    origin: OnceLock<Origin>,
}

#[derive(Clone, Debug)]
struct Origin {
    scheme: Scheme,
    authority: Authority,
    /// The first URL of it, without its query. What is cloned from it has room for the path of another one.
    url: Url,
}

impl Requests {
    /// `request` as one of `reqwest`.
    ///
    /// # Errors
    ///
    /// If its URL is relative, or none that `reqwest` can send to.
    pub fn convert(
        &self,
        request: http::Request<Body>,
    ) -> Result<::reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let mut request = ::reqwest::Request::new(parts.method, self.url(&parts.uri)?);
        *request.headers_mut() = parts.headers;
        if body.as_bytes().is_some_and(Bytes::is_empty) && expects_content(request.method()) {
            let headers = request.headers_mut();
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        *request.body_mut() = Some(match body.try_into_bytes() {
            Ok(bytes) => bytes.into(),
            Err(stream) => ::reqwest::Body::wrap(Outgoing::new(stream)),
        });
        Ok(request)
    }

    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(TransportError::new(
                TransportErrorKind::Other,
                "the URL of the request is relative",
            ));
        };
        let is_of = |origin: &&Origin| {
            origin.authority.as_str() == authority.as_str() && origin.scheme == *scheme
        };
        let mut url = match self.origin.get().filter(is_of) {
            Some(origin) => {
                let mut url = origin.url.clone();
                url.set_path(uri.path());
                url
            }
            None => self.add(scheme, authority, uri.path())?,
        };
        if uri.query().is_some() {
            url.set_query(uri.query());
        }
        Ok(url)
    }

    /// The URL of a path within an origin, which is kept if it is the first.
    fn add(
        &self,
        scheme: &Scheme,
        authority: &Authority,
        path: &str,
    ) -> Result<Url, TransportError> {
        let mut url = Url::parse(&format!("{scheme}://{authority}"))
            .map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
        url.set_path(path);
        self.origin.get_or_init(|| Origin {
            scheme: scheme.clone(),
            authority: authority.clone(),
            url: url.clone(),
        });
        Ok(url)
    }
}

/// Whether a request of this method without content says that its length is zero (RFC 9110, 8.6).
fn expects_content(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH].contains(method)
}

/// A stream as the body of a request.
struct Outgoing {
    /// Never locked: `reqwest` wants a body that threads can share, and no stream is.
    body: Mutex<Body>,
    length: Option<u64>,
}

impl Outgoing {
    fn new(body: Body) -> Self {
        Self {
            length: body.length(),
            body: Mutex::new(body),
        }
    }
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let body = self.body.get_mut().unwrap_or_else(PoisonError::into_inner);
        let chunk = ready!(Pin::new(body).poll_next(context));
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// An answer of `reqwest`, whose body is not read yet.
#[must_use]
pub fn from_reqwest(response: ::reqwest::Response) -> http::Response<Body> {
    http::Response::from(response).map(|body| Body::from_stream(Chunks(body)))
}

/// The chunks of a body, without its trailers.
struct Chunks(::reqwest::Body);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(
                match ready!(http_body::Body::poll_frame(Pin::new(&mut self.0), context)) {
                    Some(Ok(frame)) => match frame.into_data() {
                        Ok(bytes) => Some(Ok(bytes)),
                        Err(_trailers) => continue,
                    },
                    Some(Err(error)) => Some(Err(translate(error))),
                    None => None,
                },
            );
        }
    }
}

/// The URL is taken out of the error: it may hold a credential.
fn translate(error: ::reqwest::Error) -> TransportError {
    let error = error.without_url();
    // A timeout while connecting is a failure to connect: the request was not sent.
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error)
}
