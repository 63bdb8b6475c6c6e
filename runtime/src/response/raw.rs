//! Answers that are decoded on demand.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use http::StatusCode;

use super::Response;
use crate::error::Error;
use crate::output::Output;

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
