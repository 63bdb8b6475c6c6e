//! From answers to values.

use crate::error::{Cause, Error, ErrorKind};
use crate::model::{List, Optional, Place};
use crate::operation::MediaKind;
use crate::output::ResponseRow;
use crate::response::Response;

/// Fails if the answer is an error.
pub(crate) fn check(response: &Response) -> Result<(), Error> {
    if response.status().is_success() {
        return Ok(());
    }
    Err(Error::from_cause(Cause::Api { details: Vec::new() }).with_response(response.clone()))
}

/// Decodes the payload of an answer.
pub(crate) fn decode(response: &Response, _place: &mut dyn Place) -> Result<(), Error> {
    check(response)?;
    Err(Error::new(ErrorKind::Decode, "nothing is decoded yet"))
}

/// Decodes one page of a list.
pub(crate) fn decode_page(response: &Response, _items: &mut dyn List, _info: &mut dyn Optional) -> Result<(), Error> {
    check(response)
}

/// Finds the row that an answer fits.
///
/// # Errors
///
/// If the answer is an error that no row is for.
pub fn choose(
    response: &Response,
    rows: &'static [ResponseRow],
) -> Result<Option<(&'static str, Option<(&'static str, MediaKind)>)>, Error> {
    check(response)?;
    Ok(rows.first().map(|row| (row.variant, row.media)))
}

/// Decodes an answer as what a row says.
///
/// # Errors
///
/// If it is something else.
pub fn decode_as<T: crate::Output>(
    response: &Response,
    _media: Option<(&'static str, MediaKind)>,
) -> Result<T, Error> {
    T::decode(response)
}
