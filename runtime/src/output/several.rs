//! Which of several answers one is.

use std::cmp::Reverse;

use bytes::Bytes;

use super::{ResponseRow, StatusPattern};
use crate::answer;
use crate::error::Error;
use crate::media::{self, Fit};
use crate::model::Place;
use crate::operation::table::MediaKind;
use crate::response::Response;

/// Finds the row that an answer fits: by its status, then by its media type.
///
/// # Errors
///
/// If the answer is an error that no row is for.
pub fn choose(
    response: &Response,
    rows: &'static [ResponseRow],
) -> Result<Option<(&'static str, &'static ResponseRow)>, Error> {
    let status = response.status().as_u16();
    let rank = |row: &&ResponseRow| match row.status {
        StatusPattern::Code(code) => u8::from(code == status) * 3,
        StatusPattern::Range(hundred) => u8::from(u16::from(hundred) == status / 100) * 2,
        // `default` describes errors where successes are described beside it.
        StatusPattern::Default => 1,
    };
    let best = rows.iter().map(|row| rank(&row)).max().unwrap_or(0);
    let candidates = || rows.iter().filter(|row| best > 0 && rank(row) == best);
    let media = answer::content_type(response);
    let fit = |row: &ResponseRow| match (row.media, media) {
        (Some((pattern, _)), Some(media)) => media::fit(media, pattern),
        (Some(_), None) => (!response.bytes().is_empty()).then_some(Fit::Any),
        (None, _) => response.bytes().is_empty().then_some(Fit::Any),
    };
    let fitting = candidates().filter_map(|row| Some((fit(row)?, row)));
    match fitting.min_by_key(|(fit, _)| Reverse(*fit)) {
        Some((_, row)) => Ok(Some((row.variant, row))),
        None if response.status().is_success() => {
            // JSON comes under wrong names, too, and files come under their own.
            let of = |wanted| {
                move |row: &&ResponseRow| row.media.is_some_and(|(_, kind)| kind == wanted)
            };
            let row = candidates()
                .find(of(MediaKind::Json))
                .or_else(|| candidates().find(of(MediaKind::Bytes)));
            Ok(row
                .filter(|_| !response.bytes().is_empty())
                .map(|row| (row.variant, row)))
        }
        None => Err(answer::api_error(response)),
    }
}

/// Decodes an answer as what a row says, whatever its status.
///
/// # Errors
///
/// If it is something else.
pub fn decode_as<T: Payload>(response: &Response, row: &ResponseRow) -> Result<T, Error> {
    T::decode_as(response, row)
}

/// What one of several answers can hold.
pub trait Payload: Sized {
    /// Decodes the body.
    ///
    /// # Errors
    ///
    /// If it is something else.
    fn decode_as(response: &Response, row: &ResponseRow) -> Result<Self, Error>;
}

impl<T: Place> Payload for T {
    fn decode_as(response: &Response, row: &ResponseRow) -> Result<Self, Error> {
        let mut value = T::vacant();
        let kind = match row.media {
            Some((media, MediaKind::Json)) if media.contains('*') => MediaKind::Text,
            Some((_, kind)) => kind,
            None => MediaKind::Json,
        };
        let is_json = row.media.is_none_or(|(_, kind)| kind == MediaKind::Json);
        let is_wrapped = is_json && !row.is_bare && response.status().is_success();
        match answer::envelope(response).filter(|_| is_wrapped) {
            Some(envelope) => answer::decode_enveloped(response, envelope, &mut value, None)?,
            None => answer::decode_body(response, &mut value, kind)?,
        }
        Ok(value)
    }
}

impl Payload for Bytes {
    fn decode_as(response: &Response, _: &ResponseRow) -> Result<Self, Error> {
        Ok(response.bytes().clone())
    }
}
