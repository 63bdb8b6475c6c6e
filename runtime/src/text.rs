//! Values from text that is not JSON: bodies of text, headers.

use std::borrow::Cow;

use serde_json::Value;

use crate::decimal::Decimal;
use crate::json;
use crate::model::{Enum, Integer, Place, Scalar, Slot};

/// What a text is not, as in `an integer`.
pub(crate) type Expected = Cow<'static, str>;

/// What the bytes from 0x80 to 0x9f are in windows-1252; the others are the code points of their numbers.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a body: in UTF-8, whatever the server says of it, or in windows-1252 if that is what it says, under
/// one of the names that browsers take for it.
pub(crate) fn decode<'b>(body: &'b [u8], charset: Option<&str>) -> Option<Cow<'b, str>> {
    if let Ok(text) = std::str::from_utf8(body) {
        return Some(Cow::Borrowed(text));
    }
    let names = ["iso-8859-1", "latin1", "us-ascii", "windows-1252"];
    let charset = charset?;
    if !names.iter().any(|name| charset.eq_ignore_ascii_case(name)) {
        return None;
    }
    let character = |byte: &u8| {
        let high = WINDOWS_1252.get(usize::from(byte.wrapping_sub(0x80)));
        high.copied().unwrap_or(char::from(*byte))
    };
    Some(body.iter().map(character).collect())
}

/// Puts a text into a place, as what that takes.
///
/// # Errors
///
/// If the place takes something else. Text is never wrong, whatever its format.
pub(crate) fn set(place: &mut dyn Place, text: &str) -> Result<(), Expected> {
    match place.slot() {
        Slot::Text(slot) => text.clone_into(slot),
        Slot::Textual(slot) => slot.set(text),
        Slot::Binary(slot) => slot.set_text(text),
        Slot::Json(slot) => *slot = Value::String(text.to_owned()),
        Slot::Optional(slot) => return set(slot.fill(), text),
        Slot::Enum(slot) => return enumerated(slot, text),
        Slot::Bool(slot) => *slot = text.trim().parse().map_err(|_| "a boolean")?,
        Slot::I64(slot) => *slot = whole(text).ok_or("an integer")?,
        Slot::Integer(slot) => return integer(slot, text),
        Slot::Number(slot) => *slot = number(text).ok_or("a number")?,
        Slot::List(_) => return Err("a list".into()),
        Slot::Map(_) | Slot::Model(_) => return Err("an object".into()),
        Slot::Union(slot) => {
            let text = json::to_vec(&text.to_owned()).unwrap_or_default();
            json::decode_union(&text, json::Options::new(), slot)
                .map_err(|_| "one of several alternatives")?;
        }
    }
    Ok(())
}

/// Whether a place holds text as it is, whatever else it could be read from. Makes room in what may be left out.
pub(crate) fn is_taken_by(place: &mut dyn Place) -> bool {
    match place.slot() {
        Slot::Text(_) | Slot::Textual(_) | Slot::Binary(_) => true,
        Slot::Enum(slot) => matches!(slot.value(), Scalar::Text(_)),
        Slot::Optional(slot) => is_taken_by(slot.fill()),
        _ => false,
    }
}

fn enumerated(slot: &mut dyn Enum, text: &str) -> Result<(), Expected> {
    let is_set = match slot.value() {
        Scalar::Text(_) => slot.set(Scalar::Text(text)),
        Scalar::Integer(_) => whole(text).is_some_and(|value| slot.set(Scalar::Integer(value))),
    };
    if is_set {
        Ok(())
    } else {
        Err("an integer".into())
    }
}

fn integer(slot: &mut dyn Integer, text: &str) -> Result<(), Expected> {
    let range = slot.range();
    let value = whole(text).filter(|value| range.contains(value));
    if value.is_some_and(|value| slot.set(value)) {
        Ok(())
    } else {
        Err(format!("an integer from {} to {}", range.start(), range.end()).into())
    }
}

/// A number without a fraction, or with one of zeros.
fn whole<T: TryFrom<i128>>(text: &str) -> Option<T> {
    let text = text.trim();
    let value: i128 = text
        .parse()
        .ok()
        .or_else(|| Decimal::parse(text)?.to_i128())?;
    value.try_into().ok()
}

fn number(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    number.is_finite().then_some(number)
}
