//! Reads JSON into places.

use std::ops::{Range, RangeInclusive};

use jiter::{Jiter, NumberInt, Peek};
use serde_json::{Map as Object, Number, Value};

use super::Options;
use super::error::{DecodeError, Problem};
use super::path::step;
use crate::decimal::Decimal;
use crate::model::{self, Enum, List, Map, Model, Optional, Place, Row, Scalar, Slot};

type Decoded<T = ()> = Result<T, DecodeError>;

/// The byte order mark of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How much may be read in vain, by trying one alternative of a union after the other, before the rest
/// of them counts as unknown: this many bytes, and this many times the length of the text.
const TRIALS: (usize, usize) = (4096, 16);

/// A member that is wanted of an object, for [`decode_members`](super::decode_members).
pub struct Member<'a> {
    name: &'a str,
    place: &'a mut dyn Place,
    presence: Presence,
}

/// Whether a wanted member was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth possibility")]
pub enum Presence {
    /// It was not.
    Absent,
    /// It was null.
    Null,
    /// It was, and is in its place.
    Value,
}

impl<'a> Member<'a> {
    /// The member called `name`, whose value goes to `place`, which is vacant.
    pub fn new(name: &'a str, place: &'a mut dyn Place) -> Self {
        Self {
            name,
            place,
            presence: Presence::Absent,
        }
    }

    /// Whether it was there.
    #[must_use]
    pub fn presence(&self) -> Presence {
        self.presence
    }
}

pub(super) struct Decoder<'j> {
    pub(super) json: Jiter<'j>,
    text: &'j [u8],
    options: Options,
    /// How many levels deeper it may go.
    pub(super) levels: usize,
    /// How many bytes may still be read in vain.
    pub(super) trials: usize,
}

/// JSON without the byte order mark that some servers put before it.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes)
}

impl<'j> Decoder<'j> {
    /// Reads all of `bytes` with `read`.
    pub(super) fn run(
        bytes: &'j [u8],
        options: Options,
        read: impl FnOnce(&mut Self) -> Decoded,
    ) -> Decoded {
        let text = without_mark(bytes);
        let mut decoder = Self {
            json: Jiter::new(text),
            text,
            options,
            levels: options.max_depth,
            trials: TRIALS.0.saturating_add(text.len().saturating_mul(TRIALS.1)),
        };
        let read = read(&mut decoder).and_then(|()| Ok(decoder.json.finish()?));
        read.map_err(|error| error.located(bytes, bytes.len() - text.len()))
    }

    pub(super) fn root(&mut self, place: &mut dyn Place) -> Decoded {
        let peek = self.json.peek()?;
        self.value(place, peek)
    }

    /// Reads an object of which only some members are wanted.
    pub(super) fn wanted(&mut self, members: &mut [Member<'_>]) -> Decoded {
        self.object(
            members,
            |members, name| members.iter().position(|member| member.name == name),
            |decoder, members, index, peek| match members.get_mut(index) {
                Some(member) => decoder
                    .member(member, peek)
                    .map_err(|error| error.within(member.name.to_owned())),
                None => decoder.skip(peek),
            },
        )
    }

    /// What is at a path in an object.
    pub(super) fn at(&mut self, path: &str, place: &mut dyn Place) -> Decoded {
        let (name, rest) = step(path);
        if rest.is_empty() {
            return self.wanted(&mut [Member::new(&name, place)]);
        }
        self.object(
            place,
            |_, other| (other == name).then_some(()),
            |decoder, place, (), peek| {
                if peek == Peek::Null {
                    return decoder.skip(peek);
                }
                // Of members with one name the last one counts.
                model::clear(place);
                decoder
                    .at(rest, place)
                    .map_err(|error| error.within(name.to_string()))
            },
        )
    }

    /// Where in the bytes the values are that members of this name of an object have.
    pub(super) fn spans(&mut self, name: &str, found: &mut Vec<(Peek, Range<usize>)>) -> Decoded {
        self.object(
            found,
            |_, other| (other == name).then_some(()),
            |decoder, found, (), peek| {
                let start = decoder.json.current_index();
                decoder.skip(peek)?;
                found.push((peek, start..decoder.json.current_index()));
                Ok(())
            },
        )
    }

    /// Goes through an object: `which` says what a member is wanted for, and `read` reads its value. All others are
    /// skipped.
    fn object<S: ?Sized, W>(
        &mut self,
        state: &mut S,
        which: impl Fn(&S, &str) -> Option<W>,
        read: impl Fn(&mut Self, &mut S, W, Peek) -> Decoded,
    ) -> Decoded {
        let peek = self.json.peek()?;
        if peek != Peek::Object {
            return Err(self.mismatch("an object", peek));
        }
        self.enter()?;
        let mut key = self.json.known_object()?;
        while let Some(name) = key {
            let wanted = which(state, name);
            let peek = self.json.peek()?;
            match wanted {
                Some(wanted) => read(self, state, wanted, peek)?,
                None => self.skip(peek)?,
            }
            key = self.json.next_key()?;
        }
        self.leave();
        Ok(())
    }

    fn member(&mut self, member: &mut Member<'_>, peek: Peek) -> Decoded {
        if peek == Peek::Null {
            member.presence = Presence::Null;
            return Ok(self.json.known_null()?);
        }
        if member.presence != Presence::Absent {
            // Of members with one name the last one counts.
            model::clear(member.place);
        }
        member.presence = Presence::Value;
        self.value(member.place, peek)
    }

    /// A value.
    ///
    /// What is called again for a value in a value, here and in [`members`](Self::members), has few variables of
    /// its own: the greatest depth has to fit the stack of a thread in a build without optimisation.
    pub(super) fn value(&mut self, place: &mut dyn Place, peek: Peek) -> Decoded {
        match place.slot() {
            Slot::Text(text) => *text = self.text(peek)?.to_owned(),
            Slot::Textual(textual) => textual.set(self.text(peek)?),
            Slot::Enum(value) => self.enumerated(value, peek)?,
            Slot::Bool(boolean) => match peek {
                Peek::True | Peek::False => *boolean = self.json.known_bool(peek)?,
                _ => return Err(self.mismatch("a boolean", peek)),
            },
            Slot::I64(integer) => *integer = self.i64(peek)?,
            Slot::Optional(optional) => self.optional(optional, peek)?,
            Slot::List(list) => self.list(list, peek)?,
            Slot::Map(map) => self.map(map, peek)?,
            Slot::Model(model) => self.model(model, peek)?,
            Slot::Union(union) => self.union(union, peek)?,
            slot => self.seldom(slot, peek)?,
        }
        Ok(())
    }

    /// A value of which there are few; [`value`](Self::value) has seen to all others.
    fn seldom(&mut self, slot: Slot<'_>, peek: Peek) -> Decoded {
        match slot {
            Slot::Binary(binary) => binary.set_text(self.text(peek)?),
            Slot::Integer(integer) => {
                let value = self.integer(peek, integer.range())?;
                integer.set(value);
            }
            Slot::Number(number) => *number = self.number(peek)?,
            Slot::Json(value) => *value = self.json(peek)?,
            Slot::Text(_)
            | Slot::Textual(_)
            | Slot::Enum(_)
            | Slot::Bool(_)
            | Slot::I64(_)
            | Slot::Optional(_)
            | Slot::List(_)
            | Slot::Map(_)
            | Slot::Model(_)
            | Slot::Union(_) => {}
        }
        Ok(())
    }

    fn text(&mut self, peek: Peek) -> Decoded<&str> {
        if peek == Peek::String {
            Ok(self.json.known_str()?)
        } else {
            Err(self.mismatch("a string", peek))
        }
    }

    fn enumerated(&mut self, place: &mut dyn Enum, peek: Peek) -> Decoded {
        let of_text = !matches!(place.value(), Scalar::Integer(_));
        if of_text {
            place.set(Scalar::Text(self.text(peek)?));
        } else {
            place.set(Scalar::Integer(self.i64(peek)?));
        }
        Ok(())
    }

    fn i64(&mut self, peek: Peek) -> Decoded<i64> {
        if let Ok(NumberInt::Int(integer)) = self.json.known_int(peek) {
            return Ok(integer);
        }
        let integer = self.integer(peek, i64::MIN.into()..=i64::MAX.into())?;
        Ok(i64::try_from(integer).expect("the range was checked"))
    }

    fn integer(&mut self, peek: Peek, range: RangeInclusive<i128>) -> Decoded<i128> {
        if !peek.is_num() {
            return Err(self.mismatch("an integer", peek));
        }
        let offset = self.json.current_index();
        let digits = str::from_utf8(self.json.known_number_bytes(peek)?).unwrap_or_default();
        match digits
            .parse()
            .ok()
            .or_else(|| Decimal::parse(digits)?.to_i128())
        {
            Some(integer) if range.contains(&integer) => Ok(integer),
            _ => {
                let expected = format!("an integer from {} to {}", range.start(), range.end());
                Err(DecodeError::new(
                    Problem::Range {
                        expected,
                        found: excerpt(digits),
                    },
                    offset,
                ))
            }
        }
    }

    fn number(&mut self, peek: Peek) -> Decoded<f64> {
        if !peek.is_num() {
            return Err(self.mismatch("a number", peek));
        }
        let offset = self.json.current_index();
        let number = self.json.known_float(peek)?;
        if number.is_finite() {
            return Ok(number);
        }
        let expected = "a number of 64 bits".to_owned();
        let digits = self
            .text
            .get(offset..self.json.current_index())
            .unwrap_or_default();
        let found = excerpt(str::from_utf8(digits).unwrap_or_default());
        Err(DecodeError::new(Problem::Range { expected, found }, offset))
    }

    fn optional(&mut self, place: &mut dyn Optional, peek: Peek) -> Decoded {
        if peek == Peek::Null {
            place.null();
            Ok(self.json.known_null()?)
        } else {
            self.value(place.fill(), peek)
        }
    }

    fn list(&mut self, list: &mut dyn List, peek: Peek) -> Decoded {
        if peek != Peek::Array {
            return Err(self.mismatch("an array", peek));
        }
        self.enter()?;
        let mut next = self.json.known_array()?;
        while let Some(peek) = next {
            if let Err(error) = self.value(list.push(), peek) {
                return Err(error.within(list.len().saturating_sub(1)));
            }
            next = self.json.array_step()?;
        }
        self.leave();
        Ok(())
    }

    fn map(&mut self, map: &mut dyn Map, peek: Peek) -> Decoded {
        if peek != Peek::Object {
            return Err(self.mismatch("an object", peek));
        }
        self.enter()?;
        let mut before = self.json.current_index();
        let mut key = self.json.known_object()?;
        while let Some(name) = key {
            let place = map.insert(name);
            self.entry(place, before)?;
            before = self.json.current_index();
            key = self.json.next_key()?;
        }
        self.leave();
        Ok(())
    }

    /// The value of a member whose name comes from the text, where it begins after `before`.
    fn entry(&mut self, place: &mut dyn Place, before: usize) -> Decoded {
        let peek = self.json.peek()?;
        self.value(place, peek)
            .map_err(|error| error.within(self.name_after(before)))
    }

    fn model(&mut self, model: &mut dyn Model, peek: Peek) -> Decoded {
        if peek != Peek::Object {
            return Err(self.mismatch("an object", peek));
        }
        self.enter()?;
        let rows = model.table().rows.list;
        let mut read = Ok(());
        model.places_mut(&mut |places: &mut [&mut dyn Place]| read = self.members(rows, places));
        read?;
        self.leave();
        Ok(())
    }

    fn members(&mut self, rows: &'static [Row], places: &mut [&mut dyn Place]) -> Decoded {
        let (rows, places, mut rest) = model::split_rest(rows, places);
        let mut seen = Seen::default();
        let mut expected = 0;
        let start = self.json.current_index();
        let mut before = start;
        let mut key = self.json.known_object()?;
        while let Some(name) = key {
            match find(rows, name, expected)
                .and_then(|at| Some((at, rows.get(at)?, places.get_mut(at)?)))
            {
                Some((at, row, place)) => {
                    expected = at + 1;
                    let repeated = seen.insert(at);
                    self.named(row, *place, repeated, &mut rest)
                        .map_err(|error| error.within(row.name))?;
                }
                None => match &mut rest {
                    Some(rest) => {
                        let place = rest.insert(name);
                        self.entry(place, before)?;
                    }
                    None => {
                        let peek = self.json.peek()?;
                        self.skip(peek)?;
                    }
                },
            }
            before = self.json.current_index();
            key = self.json.next_key()?;
        }
        complete(rows, &seen, start)
    }

    /// The value of a member that has a row.
    fn named(
        &mut self,
        row: &'static Row,
        place: &mut dyn Place,
        repeated: bool,
        rest: &mut Option<&mut dyn Map>,
    ) -> Decoded {
        if repeated {
            model::clear(place);
        }
        let peek = self.json.peek()?;
        if peek != Peek::Null {
            return self.value(place, peek);
        }
        let Slot::Optional(optional) = place.slot() else {
            return self.value(place, peek);
        };
        self.json.known_null()?;
        if !optional.null()
            && row.presence == model::Presence::Optional
            && let Some(rest) = rest
        {
            rest.remember_null(row.name);
        }
        Ok(())
    }

    /// Any value.
    pub(super) fn json(&mut self, peek: Peek) -> Decoded<Value> {
        match peek {
            Peek::Null => {
                self.json.known_null()?;
                Ok(Value::Null)
            }
            Peek::True | Peek::False => Ok(Value::Bool(self.json.known_bool(peek)?)),
            Peek::String => Ok(Value::String(self.json.known_str()?.to_owned())),
            Peek::Array => self.json_array(),
            Peek::Object => self.json_object(),
            _ => self.json_number(peek),
        }
    }

    fn json_number(&mut self, peek: Peek) -> Decoded<Value> {
        if !peek.is_num() {
            return Err(self.mismatch("a value", peek));
        }
        let start = self.json.clone();
        let digits = str::from_utf8(self.json.known_number_bytes(peek)?).unwrap_or_default();
        if digits != "-0" {
            if let Ok(integer) = digits.parse::<i64>() {
                return Ok(Value::Number(integer.into()));
            }
            if let Ok(integer) = digits.parse::<u64>() {
                return Ok(Value::Number(integer.into()));
            }
        }
        self.json = start;
        // `number` never returns one that is infinite.
        Ok(Number::from_f64(self.number(peek)?).map_or(Value::Null, Value::Number))
    }

    fn json_array(&mut self) -> Decoded<Value> {
        self.enter()?;
        let mut items = Vec::new();
        let mut next = self.json.known_array()?;
        while let Some(peek) = next {
            items.push(self.json(peek).map_err(|error| error.within(items.len()))?);
            next = self.json.array_step()?;
        }
        self.leave();
        Ok(Value::Array(items))
    }

    fn json_object(&mut self) -> Decoded<Value> {
        self.enter()?;
        let mut members = Object::new();
        let mut key = self.json.known_object()?;
        while let Some(name) = key {
            let name = name.to_owned();
            let peek = self.json.peek()?;
            match self.json(peek) {
                Ok(value) => members.insert(name, value),
                Err(error) => return Err(error.within(name)),
            };
            key = self.json.next_key()?;
        }
        self.leave();
        Ok(Value::Object(members))
    }

    /// Passes over a value, which has to be JSON.
    pub(super) fn skip(&mut self, peek: Peek) -> Decoded {
        match peek {
            Peek::Null => self.json.known_null()?,
            Peek::True | Peek::False => {
                self.json.known_bool(peek)?;
            }
            Peek::String => {
                self.json.known_str()?;
            }
            Peek::Array => {
                self.enter()?;
                let mut next = self.json.known_array()?;
                while let Some(peek) = next {
                    self.skip(peek)?;
                    next = self.json.array_step()?;
                }
                self.leave();
            }
            Peek::Object => {
                self.enter()?;
                let mut more = self.json.known_object()?.is_some();
                while more {
                    let peek = self.json.peek()?;
                    self.skip(peek)?;
                    more = self.json.next_key()?.is_some();
                }
                self.leave();
            }
            _ if peek.is_num() => {
                self.json.known_number_bytes(peek)?;
            }
            _ => return Err(self.mismatch("a value", peek)),
        }
        Ok(())
    }

    pub(super) fn enter(&mut self) -> Decoded {
        match self.levels.checked_sub(1) {
            Some(levels) => {
                self.levels = levels;
                Ok(())
            }
            None => {
                let limit = self.options.max_depth;
                Err(DecodeError::new(
                    Problem::Depth { limit },
                    self.json.current_index(),
                ))
            }
        }
    }

    pub(super) fn leave(&mut self) {
        self.levels += 1;
    }

    #[cold]
    fn mismatch(&self, expected: &'static str, peek: Peek) -> DecodeError {
        let offset = self.json.current_index();
        if self.is_word_of_text(peek, offset) {
            return DecodeError::no_value(offset);
        }
        DecodeError::mismatch(expected, peek, offset)
    }

    /// Whether there is text where a literal seems to be, which is told by its first letter: `not found`, for one.
    fn is_word_of_text(&self, peek: Peek, offset: usize) -> bool {
        let literal: &[u8] = match peek {
            Peek::Null => b"null",
            Peek::True => b"true",
            Peek::False => b"false",
            _ => return false,
        };
        let text = self.text.get(offset..).unwrap_or_default();
        !text.starts_with(literal)
    }

    /// The name of the member that begins after `before`.
    #[cold]
    fn name_after(&self, before: usize) -> String {
        let text = self.text.get(before..).unwrap_or_default();
        let quote = text
            .iter()
            .position(|byte| *byte == b'"')
            .unwrap_or_default();
        let mut name = Jiter::new(text.get(quote..).unwrap_or_default());
        name.next_str().map(str::to_owned).unwrap_or_default()
    }
}

/// The row for a member, where most come in the order of the rows.
fn find(rows: &[Row], name: &str, expected: usize) -> Option<usize> {
    if rows.get(expected).is_some_and(|row| row.name == name) {
        return Some(expected);
    }
    rows.iter().position(|row| row.name == name)
}

/// Whether all members are there that have to be, in the object that begins at `start`.
#[inline]
fn complete(rows: &'static [Row], seen: &Seen, start: usize) -> Decoded {
    let mut missing = rows
        .iter()
        .enumerate()
        .filter(|(at, row)| row.presence.is_required() && !seen.contains(*at))
        .peekable();
    if missing.peek().is_none() {
        return Ok(());
    }
    let members = missing.map(|(_, row)| row.name).collect();
    Err(DecodeError::new(Problem::Missing { members }, start))
}

/// Which rows a member has been seen for.
#[derive(Default)]
struct Seen {
    first: u64,
    others: Vec<u64>,
}

impl Seen {
    /// Adds a row, and says whether it was here before.
    fn insert(&mut self, at: usize) -> bool {
        let bit = 1 << (at % 64);
        let block = match (at / 64).checked_sub(1) {
            None => &mut self.first,
            Some(block) => {
                if self.others.len() <= block {
                    self.others.resize(block + 1, 0);
                }
                match self.others.get_mut(block) {
                    Some(block) => block,
                    None => return false,
                }
            }
        };
        let repeated = *block & bit != 0;
        *block |= bit;
        repeated
    }

    fn contains(&self, at: usize) -> bool {
        let block = match (at / 64).checked_sub(1) {
            None => self.first,
            Some(block) => self
                .others
                .as_slice()
                .get(block)
                .copied()
                .unwrap_or_default(),
        };
        block >> (at % 64) & 1 != 0
    }
}

/// The beginning of a number, for an error.
fn excerpt(digits: &str) -> String {
    match digits.get(..40) {
        Some(start) if digits.len() > 40 => format!("{start}…"),
        _ => digits.to_owned(),
    }
}
