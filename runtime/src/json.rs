//! JSON in and out, by tables and places.
//!
//! Reading is one pass over the bytes. What is wrong is said with the path to it ([`DecodeError`]).
//!
//! - Members that no field names are kept in [`AdditionalProperties`](crate::AdditionalProperties).
//! - Of members with one name the last one counts.
//! - An integer may be written with a fraction of zeros (`20.0`) or an exponent (`2e1`).
//! - A number keeps all its digits if its field is an integer, and is the nearest `f64` otherwise;
//!   numbers in a [`Value`] are integers of 64 bits or an `f64`.
//! - A byte order mark at the beginning is skipped.
//! - Arrays and objects may be nested [`Options::max_depth`] deep.
//!
//! Written is the shortest form, without spaces, members in the order of the fields, numbers that are
//! whole without a fraction (`20`, not `20.0`; in a `Value` as they came). A number that is infinite or not a number is an error: JSON has no form
//! for it, and null would say something else.

mod decode;
mod dispatch;
mod edit;
mod encode;
mod error;
mod literal;
mod outline;
mod path;

use serde_json::Value;

use crate::model::{Place, Row, Union};

use self::decode::Decoder;
pub use self::decode::{Member, Presence};
pub(crate) use self::edit::{hollow, with_value};
use self::encode::Encoder;
pub(crate) use self::encode::is_written;
pub use self::error::{DecodeError, EncodeError, Problem, Syntax, Unwritable};
pub(crate) use self::outline::{contradiction, reasons};

/// The greatest depth that [`Options::max_depth`] allows: what fits the smallest usual stack.
pub const MAX_DEPTH: usize = 256;

/// What to accept when reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    max_depth: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_depth: 128 }
    }
}

impl Options {
    /// The default: 128 levels.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many arrays and objects may be in each other, at most [`MAX_DEPTH`].
    #[must_use]
    pub fn max_depth(mut self, levels: usize) -> Self {
        self.max_depth = levels.min(MAX_DEPTH);
        self
    }
}

/// Reads a value.
///
/// # Errors
///
/// If the bytes are not JSON, or not what the type needs.
pub fn from_slice<T: Place>(bytes: &[u8]) -> Result<T, DecodeError> {
    from_slice_with(bytes, Options::default())
}

/// Reads a value from text.
///
/// # Errors
///
/// If the text is not JSON, or not what the type needs.
pub fn from_str<T: Place>(text: &str) -> Result<T, DecodeError> {
    from_slice(text.as_bytes())
}

/// Reads a value with other than the default options.
///
/// # Errors
///
/// If the bytes are not JSON, or not what the type needs.
pub fn from_slice_with<T: Place>(bytes: &[u8], options: Options) -> Result<T, DecodeError> {
    let mut value = T::vacant();
    decode_into(bytes, options, &mut value)?;
    Ok(value)
}

/// Reads a value into a vacant place.
pub(crate) fn decode_into(
    bytes: &[u8],
    options: Options,
    place: &mut dyn Place,
) -> Result<(), DecodeError> {
    Decoder::run(bytes, options, |decoder| decoder.root(place))
}

/// Reads a value into a union.
pub(crate) fn decode_union(
    bytes: &[u8],
    options: Options,
    union: &mut dyn Union,
) -> Result<(), DecodeError> {
    Decoder::run(bytes, options, |decoder| {
        let peek = decoder.json.peek()?;
        decoder.union(union, peek)
    })
}

/// Reads an object of which only some members are wanted, in one pass.
///
/// Each wanted member says afterwards whether it was there, and whether it was null, in which case its
/// place is untouched, unless null is a value of its type. All others are skipped.
///
/// # Errors
///
/// If the bytes are not a JSON object, or a wanted member is not what its place needs.
#[doc(hidden)]
pub fn decode_members(
    bytes: &[u8],
    options: Options,
    members: &mut [Member<'_>],
) -> Result<(), DecodeError> {
    Decoder::run(bytes, options, |decoder| decoder.wanted(members))
}

/// Reads what is at a path such as `page.items` in a JSON object. Where there is nothing, or null on the way, the place is
/// untouched.
///
/// # Errors
///
/// If the bytes, or what is on the way, are not a JSON object, or what is there is not what the place needs.
pub(crate) fn decode_at(
    bytes: &[u8],
    options: Options,
    path: &str,
    place: &mut dyn Place,
) -> Result<(), DecodeError> {
    Decoder::run(bytes, options, |decoder| decoder.at(path, place))
}

/// What is at a path such as `page.after` in a JSON object; `None` if there is nothing.
pub(crate) fn value_at(bytes: &[u8], options: Options, path: &str) -> Option<Value> {
    let (first, rest) = path::step(path);
    let mut value = Value::Null;
    decode_members(bytes, options, &mut [Member::new(&first, &mut value)]).ok()?;
    follow(&value, rest).cloned()
}

/// What is at a path in a value.
pub(crate) fn follow<'v>(mut value: &'v Value, mut path: &str) -> Option<&'v Value> {
    while !path.is_empty() {
        let (name, rest) = path::step(path);
        value = value.get(&*name)?;
        path = rest;
    }
    Some(value)
}

/// Writes a value.
///
/// # Errors
///
/// If a number in it is infinite or not a number.
pub fn to_vec(value: &dyn Place) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::with_capacity(128);
    append(value, &mut bytes)?;
    Ok(bytes)
}

/// Writes a value at the end of `bytes`.
///
/// # Errors
///
/// If a number in it is infinite or not a number; `bytes` then ends with a part of the value.
pub fn append(value: &dyn Place, bytes: &mut Vec<u8>) -> Result<(), EncodeError> {
    Encoder::new(bytes).value(value)
}

/// Writes a value as text.
///
/// # Errors
///
/// If a number in it is infinite or not a number.
pub fn to_string(value: &dyn Place) -> Result<String, EncodeError> {
    let bytes = to_vec(value)?;
    Ok(String::from_utf8(bytes).expect("only UTF-8 text and ASCII is ever written"))
}

/// A value as any JSON; `None` if it cannot be written.
pub(crate) fn to_value(value: &dyn Place) -> Option<Value> {
    read_back(&to_vec(value).ok()?)
}

/// What rows and places make together, as any JSON.
pub(crate) fn object(rows: &'static [Row], places: &[&dyn Place]) -> Option<Value> {
    let mut bytes = Vec::with_capacity(128);
    Encoder::new(&mut bytes).object(rows, places).ok()?;
    read_back(&bytes)
}

fn read_back(bytes: &[u8]) -> Option<Value> {
    from_slice_with(bytes, Options::new().max_depth(MAX_DEPTH)).ok()
}

/// Writes a value so that equal values are written in the same bytes.
pub(crate) fn canonical(value: &dyn Place) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::new();
    Encoder::canonical(&mut bytes).value(value)?;
    Ok(bytes)
}
