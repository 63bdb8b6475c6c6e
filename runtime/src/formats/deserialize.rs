//! `serde::Deserialize`.

use std::cell::RefCell;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::Value;

use crate::json::{self, Options, Problem};
use crate::model::{
    List, Map, Model, Place, Presence, Row, Scalar, Slot, Union, clear, split_rest,
};
use crate::trail::Trail;

/// Reads a value from any format that describes itself into a vacant place.
///
/// The message of an error begins with the path to what is wrong.
pub(crate) fn deserialize_into<'de, D: Deserializer<'de>>(
    place: &mut dyn Place,
    deserializer: D,
) -> Result<(), D::Error> {
    let trail = RefCell::new(Trail::default());
    let read = Seed {
        place,
        trail: &trail,
    }
    .deserialize(deserializer);
    read.map(|_| ()).map_err(|error| {
        let path = trail.borrow().to_string();
        if path.is_empty() {
            error
        } else {
            D::Error::custom(format_args!("{path}: {error}"))
        }
    })
}

/// What became of a value that was read.
#[derive(Clone, Copy, PartialEq)]
enum Read {
    /// It is in its place.
    Kept,
    /// It was a null that its place cannot tell from an absent value.
    Forgotten,
}

/// Reads a value into a place, and notes the way to it if that fails.
struct Seed<'p> {
    place: &'p mut dyn Place,
    trail: &'p RefCell<Trail>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Read;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read, D::Error> {
        let expected = match self.place.slot() {
            Slot::Json(place) => {
                *place = Value::deserialize(deserializer)?;
                return Ok(Read::Kept);
            }
            Slot::Union(place) => return union(place, self.trail, deserializer),
            Slot::Optional(_) => {
                return deserializer.deserialize_option(Filler {
                    seed: self,
                    expected: "a value",
                });
            }
            Slot::Bool(_) => "a boolean",
            Slot::I64(_) | Slot::Integer(_) => "an integer",
            Slot::Number(_) => "a number",
            Slot::Text(_) | Slot::Textual(_) => "a string",
            Slot::Binary(_) => "bytes",
            Slot::Enum(place) => match place.value() {
                Scalar::Text(_) => "a string",
                Scalar::Integer(_) => "an integer",
            },
            Slot::List(_) => "a list",
            Slot::Map(_) | Slot::Model(_) => "a map",
        };
        deserializer.deserialize_any(Filler {
            seed: self,
            expected,
        })
    }
}

/// Unions look at the whole value before they know what it is.
fn union<'de, D: Deserializer<'de>>(
    place: &mut dyn Union,
    trail: &RefCell<Trail>,
    deserializer: D,
) -> Result<Read, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let text = json::to_vec(&value).map_err(D::Error::custom)?;
    json::decode_union(&text, Options::default(), place).map_err(|error| {
        trail.borrow_mut().append(error.trail());
        D::Error::custom(error.problem())
    })?;
    Ok(Read::Kept)
}

/// Fills a place with what a format shows.
struct Filler<'p> {
    seed: Seed<'p>,
    expected: &'static str,
}

impl Filler<'_> {
    fn integer<E: Error>(self, integer: i128, unexpected: Unexpected<'_>) -> Result<Read, E> {
        let fits = match self.seed.place.slot() {
            Slot::I64(place) => i64::try_from(integer)
                .map(|integer| *place = integer)
                .is_ok(),
            Slot::Integer(place) => place.set(integer),
            Slot::Number(place) => {
                #[allow(clippy::cast_precision_loss, reason = "a number is the nearest f64")]
                let number = integer as f64;
                *place = number;
                true
            }
            Slot::Enum(place) => {
                i64::try_from(integer).is_ok_and(|integer| place.set(Scalar::Integer(integer)))
            }
            _ => return Err(E::invalid_type(unexpected, &self)),
        };
        if fits {
            Ok(Read::Kept)
        } else {
            Err(E::invalid_value(unexpected, &self))
        }
    }
}

impl<'de> Visitor<'de> for Filler<'_> {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Read, E> {
        match self.seed.place.slot() {
            Slot::Bool(place) => *place = value,
            _ => return Err(E::invalid_type(Unexpected::Bool(value), &self)),
        }
        Ok(Read::Kept)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Read, E> {
        self.integer(value.into(), Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Read, E> {
        self.integer(value.into(), Unexpected::Unsigned(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Read, E> {
        self.integer(value, Unexpected::Other("a big integer"))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Read, E> {
        if let Slot::Number(place) = self.seed.place.slot() {
            *place = value;
            return Ok(Read::Kept);
        }
        let integer = crate::decimal::Decimal::from_f64(value).and_then(|value| value.to_i128());
        match integer {
            Some(integer) => self.integer(integer, Unexpected::Float(value)),
            None => Err(E::invalid_type(Unexpected::Float(value), &self)),
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Read, E> {
        let fits = match self.seed.place.slot() {
            Slot::Text(place) => {
                value.clone_into(place);
                true
            }
            Slot::Textual(place) => {
                place.set(value);
                true
            }
            Slot::Binary(place) => {
                place.set_text(value);
                true
            }
            Slot::Enum(place) => place.set(Scalar::Text(value)),
            _ => false,
        };
        // The text itself is not shown: it may be a secret.
        if fits {
            Ok(Read::Kept)
        } else {
            Err(E::invalid_type(Unexpected::Other("a string"), &self))
        }
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<Read, E> {
        match self.seed.place.slot() {
            Slot::Binary(place) => place.set_bytes(value),
            _ => return Err(E::invalid_type(Unexpected::Other("bytes"), &self)),
        }
        Ok(Read::Kept)
    }

    fn visit_none<E: Error>(self) -> Result<Read, E> {
        self.visit_unit()
    }

    fn visit_unit<E: Error>(self) -> Result<Read, E> {
        match self.seed.place.slot() {
            Slot::Optional(place) => Ok(if place.null() {
                Read::Kept
            } else {
                Read::Forgotten
            }),
            _ => Err(E::invalid_type(Unexpected::Other("null"), &self)),
        }
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read, D::Error> {
        match self.seed.place.slot() {
            Slot::Optional(place) => Seed {
                place: place.fill(),
                trail: self.seed.trail,
            }
            .deserialize(deserializer),
            _ => Err(D::Error::invalid_type(Unexpected::Option, &self)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Read, A::Error> {
        match self.seed.place.slot() {
            Slot::List(place) => list(place, self.seed.trail, items),
            _ => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Read, A::Error> {
        match self.seed.place.slot() {
            Slot::Map(place) => map(place, self.seed.trail, entries),
            Slot::Model(place) => model(place, self.seed.trail, entries),
            _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

fn list<'de, A: SeqAccess<'de>>(
    place: &mut dyn List,
    trail: &RefCell<Trail>,
    mut items: A,
) -> Result<Read, A::Error> {
    loop {
        // A place cannot be taken back, so the next item is asked for as a value of its own.
        let at = place.len();
        let item = NextItem { list: place, trail };
        match items.next_element_seed(item) {
            Ok(Some(())) => {}
            Ok(None) => return Ok(Read::Kept),
            Err(error) => {
                trail.borrow_mut().push(at.into());
                return Err(error);
            }
        }
    }
}

/// Adds an item to a list once there is one.
struct NextItem<'p> {
    list: &'p mut dyn List,
    trail: &'p RefCell<Trail>,
}

impl<'de> DeserializeSeed<'de> for NextItem<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        Seed {
            place: self.list.push(),
            trail: self.trail,
        }
        .deserialize(deserializer)
        .map(|_| ())
    }
}

fn map<'de, A: MapAccess<'de>>(
    place: &mut dyn Map,
    trail: &RefCell<Trail>,
    mut entries: A,
) -> Result<Read, A::Error> {
    while let Some(name) = entries.next_key::<String>()? {
        entry(place, trail, name, &mut entries)?;
    }
    Ok(Read::Kept)
}

fn entry<'de, A: MapAccess<'de>>(
    place: &mut dyn Map,
    trail: &RefCell<Trail>,
    name: String,
    entries: &mut A,
) -> Result<(), A::Error> {
    let read = entries.next_value_seed(Seed {
        place: place.insert(&name),
        trail,
    });
    read.map(|_| ())
        .inspect_err(|_| trail.borrow_mut().push(name.into()))
}

fn model<'de, A: MapAccess<'de>>(
    place: &mut dyn Model,
    trail: &RefCell<Trail>,
    mut entries: A,
) -> Result<Read, A::Error> {
    let rows = place.table().rows.list;
    let mut read = Ok(());
    place.places_mut(&mut |places: &mut [&mut dyn Place]| {
        read = members(rows, places, trail, &mut entries)
    });
    read.map(|()| Read::Kept)
}

fn members<'de, A: MapAccess<'de>>(
    rows: &'static [Row],
    places: &mut [&mut dyn Place],
    trail: &RefCell<Trail>,
    entries: &mut A,
) -> Result<(), A::Error> {
    let (rows, places, mut rest) = split_rest(rows, places);
    let mut seen = vec![false; rows.len()];
    while let Some(name) = entries.next_key::<String>()? {
        let at = rows.iter().position(|row| row.name == name);
        let found = at.and_then(|at| Some((rows.get(at)?, places.get_mut(at)?, seen.get_mut(at)?)));
        match (found, &mut rest) {
            (Some((row, place, seen)), rest) => {
                if std::mem::replace(seen, true) {
                    clear(*place);
                }
                let read = entries.next_value_seed(Seed {
                    place: *place,
                    trail,
                });
                let read = read.inspect_err(|_| trail.borrow_mut().push(row.name.into()))?;
                if let (Read::Forgotten, Presence::Optional, Some(rest)) =
                    (read, row.presence, rest)
                {
                    rest.remember_null(row.name);
                }
            }
            (None, Some(rest)) => entry(*rest, trail, name, entries)?,
            (None, None) => {
                entries.next_value::<serde::de::IgnoredAny>()?;
            }
        }
    }
    let missing = |(row, seen): &(&'static Row, bool)| row.presence.is_required() && !seen;
    let members: Vec<_> = rows
        .iter()
        .zip(seen)
        .filter(missing)
        .map(|(row, _)| row.name)
        .collect();
    if members.is_empty() {
        Ok(())
    } else {
        Err(A::Error::custom(Problem::Missing { members }))
    }
}
