//! Text as names and values of a request's headers.

use bytes::Bytes;
use http::header::InvalidHeaderValue;
use http::{HeaderName, HeaderValue};

use crate::error::{Error, ErrorKind};

pub(crate) fn header_name(name: &str) -> Result<HeaderName, Error> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|error| {
        Error::with_source(
            ErrorKind::Input,
            format!("`{name}` is not a header name"),
            error,
        )
    })
}

pub(crate) fn header_value(name: &str, text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|error| unfit(name, error))
}

/// A header's value from text of a table, which needs no copy.
pub(crate) fn static_value(name: &str, text: &'static str) -> Result<HeaderValue, Error> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes()))
        .map_err(|error| unfit(name, error))
}

pub(super) fn unfit(name: &str, error: InvalidHeaderValue) -> Error {
    Error::with_source(
        ErrorKind::Input,
        format!("the header `{name}` cannot hold its value"),
        error,
    )
}
