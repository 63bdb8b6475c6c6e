//! What carries requests to servers.

use std::fmt;

use bytes::Bytes;

use crate::error::Error;
use crate::pending::BoxFuture;

/// Carries one request to a server and brings its answer.
///
/// A transport follows no redirects, repeats nothing and adds no credentials: the client does.
/// Something that shall happen around every request (a middleware) is a transport that holds another.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends `request`.
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, Error>>;
}
