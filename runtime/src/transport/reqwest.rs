//! The default transport, on `reqwest` with `rustls`.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use rustls_platform_verifier::BuilderVerifierExt;
use url::Url;

use super::{Answer, Body, Transport, TransportError, TransportErrorKind};
use crate::error::{Error, ErrorKind};
use crate::operation::OperationTable;

/// A transport on `reqwest` with one pool of connections.
///
/// It takes proxies from the environment (`HTTPS_PROXY` and its siblings) and certificates from the
/// operating system.
#[derive(Clone, Debug)]
pub struct Reqwest {
    client: ::reqwest::Client,
}

impl Reqwest {
    /// A transport that gives up on a connection that takes longer than `connect_timeout`.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up, for instance because the system has no certificates.
    pub fn new(connect_timeout: Option<Duration>) -> Result<Self, Error> {
        let failed = |error: crate::error::BoxError| {
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
        Ok(Self { client })
    }

    /// A transport on a client that was set up elsewhere.
    ///
    /// The client must not follow redirects (`redirect::Policy::none()`): `reqwest` sends credentials
    /// in headers that it does not know along to other hosts.
    #[must_use]
    pub fn from_client(client: ::reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for Reqwest {
    fn send(&self, _: &'static OperationTable, request: http::Request<Bytes>) -> Answer<'_> {
        Box::pin(async move {
            let request = into_reqwest(request)?;
            let response = self.client.execute(request).await.map_err(translate)?;
            let (parts, body) = http::Response::from(response).into_parts();
            Ok(http::Response::from_parts(
                parts,
                Body::from_stream(Chunks(body)),
            ))
        })
    }
}

/// A request as one of `reqwest`.
///
/// # Errors
///
/// If its URL is relative.
pub fn into_reqwest(request: http::Request<Bytes>) -> Result<::reqwest::Request, TransportError> {
    let (parts, body) = request.into_parts();
    let (scheme, host) = (
        parts.uri.scheme_str().unwrap_or_default(),
        parts.uri.authority().map_or("", |host| host.as_str()),
    );
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    // What `Uri` itself writes, at a third of the time.
    let url = [scheme, "://", host, path].concat();
    // The URL may hold a credential: the error must not show it.
    let url =
        Url::parse(&url).map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
    let mut request = ::reqwest::Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    *request.body_mut() = Some(body.into());
    Ok(request)
}

/// The chunks of a body, without its trailers.
struct Chunks(::reqwest::Body);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => Some(Ok(bytes)),
                    Err(_trailers) => continue,
                },
                Some(Err(error)) => Some(Err(translate(error))),
                None => None,
            });
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
