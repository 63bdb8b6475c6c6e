//! Writes places as JSON.

use serde_json::{Number, Value};

use super::MAX_DEPTH;
use super::error::{EncodeError, Unwritable};
use crate::model::{List, Map, Model, Place, Presence, Row, Scalar, View};

type Encoded = Result<(), EncodeError>;

pub(super) struct Encoder<'o> {
    out: &'o mut Vec<u8>,
    /// How many levels deeper it may go.
    levels: usize,
    /// Whether equal values have to have the same bytes.
    canonical: bool,
}

impl<'o> Encoder<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        Self {
            out,
            levels: MAX_DEPTH,
            canonical: false,
        }
    }

    pub(super) fn canonical(out: &'o mut Vec<u8>) -> Self {
        Self {
            out,
            levels: MAX_DEPTH,
            canonical: true,
        }
    }

    pub(super) fn value(&mut self, place: &dyn Place) -> Encoded {
        self.view(place.view())
    }

    fn view(&mut self, view: View<'_>) -> Encoded {
        match view {
            View::Absent | View::Null => self.raw(b"null"),
            View::Bool(true) => self.raw(b"true"),
            View::Bool(false) => self.raw(b"false"),
            View::Integer(integer) => self.integer(integer),
            View::Number(number) => self.number(number)?,
            View::Text(text) => self.text(text),
            View::Bytes(bytes, _) => self.text(&crate::base64::encode(bytes)),
            View::Stream(_) => return Err(EncodeError::new(Unwritable::Stream)),
            View::Enum(value) => match value.value() {
                Scalar::Text(text) => self.text(text),
                Scalar::Integer(integer) => self.integer(integer.into()),
            },
            View::List(list) => self.list(list)?,
            View::Map(map) => self.map(map)?,
            View::Model(model) => self.model(model)?,
            View::Union(union) => self.value(union.held().1)?,
            View::Json(value) => self.json(value)?,
        }
        Ok(())
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    fn integer(&mut self, integer: i128) {
        let mut digits = itoa::Buffer::new();
        // The short way for nearly all: formatting 128 bits costs several times as much.
        let digits = match i64::try_from(integer) {
            Ok(integer) => digits.format(integer),
            Err(_) => digits.format(integer),
        };
        self.out.extend_from_slice(digits.as_bytes());
    }

    /// A number, which is written without a fraction if it is whole.
    fn number(&mut self, number: f64) -> Encoded {
        if !number.is_finite() {
            return Err(EncodeError::new(Unwritable::NotFinite));
        }
        let mut digits = zmij::Buffer::new();
        let digits = digits.format_finite(number);
        let digits = digits.strip_suffix(".0").unwrap_or(digits);
        self.raw(if self.canonical && digits == "-0" {
            b"0"
        } else {
            digits.as_bytes()
        });
        Ok(())
    }

    /// A number in any JSON, which is written with a fraction if it came with one.
    fn json_number(&mut self, number: &Number) -> Encoded {
        match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(integer), ..) => self.integer(integer.into()),
            (_, Some(integer), _) => self.integer(integer.into()),
            (.., Some(number)) if self.canonical => self.number(number)?,
            _ => self.raw(number.to_string().as_bytes()),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.out.reserve(bytes.len() + 2);
        self.out.push(b'"');
        if is_plain(bytes) {
            self.out.extend_from_slice(bytes);
        } else {
            self.escaped(bytes);
        }
        self.out.push(b'"');
    }

    #[cold]
    fn escaped(&mut self, bytes: &[u8]) {
        for part in bytes.chunk_by(|byte, next| !is_escaped(*byte) && !is_escaped(*next)) {
            match part {
                [byte] if is_escaped(*byte) => self.escape(*byte),
                plain => self.out.extend_from_slice(plain),
            }
        }
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            _ => {
                let digit = |half: u8| {
                    if half < 10 {
                        b'0' + half
                    } else {
                        b'a' + half - 10
                    }
                };
                self.out.extend_from_slice(&[
                    b'\\',
                    b'u',
                    b'0',
                    b'0',
                    digit(byte >> 4),
                    digit(byte & 15),
                ]);
                return;
            }
        };
        self.out.extend_from_slice(&[b'\\', short]);
    }

    fn list(&mut self, list: &dyn List) -> Encoded {
        self.enter()?;
        self.out.push(b'[');
        for index in 0..list.len() {
            if index > 0 {
                self.out.push(b',');
            }
            if let Some(item) = list.get(index) {
                self.value(item).map_err(|error| error.within(index))?;
            }
        }
        self.out.push(b']');
        self.levels += 1;
        Ok(())
    }

    fn map(&mut self, map: &dyn Map) -> Encoded {
        self.enter()?;
        self.out.push(b'{');
        let mut first = true;
        let mut written = Ok(());
        map.entries(&mut |name, place| {
            if written.is_ok() {
                written = self.entry(name, place, &mut first);
            }
        });
        written?;
        self.out.push(b'}');
        self.levels += 1;
        Ok(())
    }

    fn entry(&mut self, name: &str, place: &dyn Place, first: &mut bool) -> Encoded {
        self.name(name, first);
        self.value(place)
            .map_err(|error| error.within(name.to_owned()))
    }

    fn name(&mut self, name: &str, first: &mut bool) {
        if !std::mem::take(first) {
            self.out.push(b',');
        }
        self.text(name);
        self.out.push(b':');
    }

    fn model(&mut self, model: &dyn Model) -> Encoded {
        let rows = model.table().rows.list;
        let mut written = Ok(());
        model.places(&mut |places: &[&dyn Place]| written = self.object(rows, places));
        written
    }

    pub(super) fn object(&mut self, rows: &'static [Row], places: &[&dyn Place]) -> Encoded {
        self.enter()?;
        self.out.push(b'{');
        self.members(rows, places)?;
        self.out.push(b'}');
        self.levels += 1;
        Ok(())
    }

    fn members(&mut self, rows: &'static [Row], places: &[&dyn Place]) -> Encoded {
        let mut first = true;
        for (row, place) in rows.iter().zip(places) {
            match (row.presence, place.view()) {
                (Presence::Rest, View::Map(map)) if map.is_empty() => {}
                (Presence::Rest, rest) => self.rest(rest, rows, places, &mut first)?,
                (Presence::Optional | Presence::OptionalNullable, View::Absent) => {}
                (_, view) => {
                    self.name(row.name, &mut first);
                    self.view(view).map_err(|error| error.within(row.name))?;
                }
            }
        }
        Ok(())
    }

    /// The members that have no row, and those whose field is not written.
    fn rest(
        &mut self,
        rest: View<'_>,
        rows: &[Row],
        places: &[&dyn Place],
        first: &mut bool,
    ) -> Encoded {
        let View::Map(map) = rest else {
            return Ok(());
        };
        let mut written = Ok(());
        map.entries(&mut |name, place| {
            if written.is_ok() && !is_written(name, rows, places) {
                written = self.entry(name, place, first);
            }
        });
        written
    }

    fn json(&mut self, value: &Value) -> Encoded {
        match value {
            Value::Null => self.raw(b"null"),
            Value::Bool(true) => self.raw(b"true"),
            Value::Bool(false) => self.raw(b"false"),
            Value::Number(number) => self.json_number(number)?,
            Value::String(text) => self.text(text),
            Value::Array(items) => {
                self.enter()?;
                self.out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.out.push(b',');
                    }
                    self.json(item).map_err(|error| error.within(index))?;
                }
                self.out.push(b']');
                self.levels += 1;
            }
            Value::Object(members) => self.json_object(members)?,
        }
        Ok(())
    }

    fn json_object(&mut self, members: &serde_json::Map<String, Value>) -> Encoded {
        self.enter()?;
        self.out.push(b'{');
        let mut first = true;
        let mut members: Vec<_> = members.iter().collect();
        if self.canonical {
            members.sort_unstable_by_key(|(name, _)| *name);
        }
        for (name, value) in members {
            self.name(name, &mut first);
            self.json(value)
                .map_err(|error| error.within(name.clone()))?;
        }
        self.out.push(b'}');
        self.levels += 1;
        Ok(())
    }

    fn enter(&mut self) -> Encoded {
        match self.levels.checked_sub(1) {
            Some(levels) => {
                self.levels = levels;
                Ok(())
            }
            None => Err(EncodeError::new(Unwritable::Depth(MAX_DEPTH))),
        }
    }
}

/// Whether a field writes the member called `name`.
pub(crate) fn is_written(name: &str, rows: &[Row], places: &[&dyn Place]) -> bool {
    let row = rows
        .iter()
        .zip(places)
        .find(|(row, _)| row.name == name && row.presence != Presence::Rest);
    row.is_some_and(|(row, place)| {
        row.presence.is_required() || !matches!(place.view(), View::Absent)
    })
}

/// Whether a byte cannot stand in a string as it is.
const fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Whether all bytes can stand in a string as they are.
fn is_plain(bytes: &[u8]) -> bool {
    // Blocks of one size are looked at as a whole; the last one may overlap the one before it.
    if let Some(last) = bytes.last_chunk::<16>() {
        let (blocks, _) = bytes.as_chunks::<16>();
        blocks.iter().all(|block| !any_escaped(block)) && !any_escaped(last)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        !any_escaped(first) && !any_escaped(last)
    } else {
        !any_escaped(bytes)
    }
}

/// Looks at all bytes, whatever it finds, which processors do for many at once.
#[inline]
fn any_escaped(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .fold(false, |found, byte| found | is_escaped(*byte))
}
