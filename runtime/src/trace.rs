//! A span for each call.
//!
//! **Invariant:** a span says what the API's document says about an operation, and how the call went. It
//! never holds an input, a URL, a body or a credential.

use std::future::Future;

use tracing::field::Empty;
use tracing::{Instrument, Span};

use crate::error::Error;
use crate::operation::OperationTable;
use crate::response::Response;

/// Runs a call in a span called `call`, with the fields `operation`, `method`, `path` (the template),
/// and, when it is over, `status`, `attempts` and `error` (the kind).
pub(crate) async fn spanned(
    table: &'static OperationTable,
    call: impl Future<Output = Result<Response, Error>>,
) -> Result<Response, Error> {
    let span = tracing::info_span!(
        "call",
        operation = table.name,
        method = table.method,
        path = table.path,
        status = Empty,
        attempts = Empty,
        error = Empty,
    );
    let result = call.instrument(span.clone()).await;
    record(&span, &result);
    result
}

fn record(span: &Span, result: &Result<Response, Error>) {
    let (status, attempts) = match result {
        Ok(response) => (Some(response.status()), response.attempts()),
        Err(error) => {
            span.record("error", tracing::field::debug(error.kind()));
            (error.status(), error.attempts())
        }
    };
    if let Some(status) = status {
        span.record("status", status.as_u16());
    }
    span.record("attempts", attempts);
}
