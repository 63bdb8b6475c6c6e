//! A span for each call.
//!
//! **Invariant:** a span says what the API's document says about an operation, and how the call went. It
//! never holds an input, a URL, a body or a credential.

use std::future::Future;

use tracing::field::Empty;
use tracing::{Instrument, Span};

use crate::error::Error;
use crate::operation::table::OperationTable;
use crate::response::Response;

/// A span called `call`, with the fields `operation`, `method`, `path` (the template), and, when the call
/// is over, `status`, `attempts` and `error` (the kind). `None` if nobody listens.
pub(crate) fn span(table: &'static OperationTable) -> Option<Span> {
    let span = tracing::info_span!(
        "call",
        operation = table.name,
        method = table.method(),
        path = table.path,
        status = Empty,
        attempts = Empty,
        error = Empty,
    );
    (!span.is_disabled()).then_some(span)
}

/// Runs a call in a span.
pub(crate) async fn traced(
    span: Span,
    call: impl Future<Output = Result<Response, Error>>,
) -> Result<Response, Error> {
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
