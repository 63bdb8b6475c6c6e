//! One call from its request to its answer.

use std::sync::Arc;

use crate::error::Error;
use crate::pending::BoxFuture;
use crate::request::Prepared;
use crate::response::Response;

/// Runs a call.
pub(crate) fn run(request: Arc<Prepared>) -> BoxFuture<'static, Result<Response, Error>> {
    Box::pin(async move {
        request.request()?;
        Err(Error::new(crate::ErrorKind::Configuration, "nothing is sent yet"))
    })
}
