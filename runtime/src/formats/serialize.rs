//! `serde::Serialize`.

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::json::{Unwritable, is_written};
use crate::model::{List, Map, Model, Place, Presence, Row, Scalar, View};

/// A place that serde can write, in any format that describes itself.
pub(crate) struct Shown<'a>(pub(crate) &'a dyn Place);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.view() {
            View::Absent | View::Null => serializer.serialize_none(),
            View::Bool(value) => serializer.serialize_bool(value),
            View::Integer(value) => integer(value, serializer),
            View::Number(value) => number(value, serializer),
            View::Text(value) => serializer.serialize_str(value),
            View::Bytes(value, _) if serializer.is_human_readable() => {
                serializer.serialize_str(&crate::base64::encode(value))
            }
            View::Bytes(value, _) => serializer.serialize_bytes(value),
            View::Stream(_) => Err(S::Error::custom("a stream can only be sent")),
            View::Enum(value) => match value.value() {
                Scalar::Text(value) => serializer.serialize_str(value),
                Scalar::Integer(value) => serializer.serialize_i64(value),
            },
            View::List(value) => list(value, serializer),
            View::Map(value) => map(value, serializer),
            View::Model(value) => model(value, serializer),
            View::Union(value) => Shown(value.held().1).serialize(serializer),
            View::Json(value) => value.serialize(serializer),
        }
    }
}

fn integer<S: Serializer>(value: i128, serializer: S) -> Result<S::Ok, S::Error> {
    match (i64::try_from(value), u64::try_from(value)) {
        (Ok(value), _) => serializer.serialize_i64(value),
        (_, Ok(value)) => serializer.serialize_u64(value),
        _ => serializer.serialize_i128(value),
    }
}

/// The same rules as in [`json`](crate::json): whole numbers are written without a fraction, and what
/// is not a number is an error, not a null.
fn number<S: Serializer>(value: f64, serializer: S) -> Result<S::Ok, S::Error> {
    /// The integers up to here are all numbers of 64 bits of their own.
    const GREATEST_WHOLE: f64 = 9_007_199_254_740_992.0;
    if !value.is_finite() {
        return Err(S::Error::custom(Unwritable::NotFinite));
    }
    let is_negative_zero = value == 0.0 && value.is_sign_negative();
    if value.fract() == 0.0 && value.abs() <= GREATEST_WHOLE && !is_negative_zero {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "it is whole, and small enough"
        )]
        return serializer.serialize_i64(value as i64);
    }
    serializer.serialize_f64(value)
}

fn list<S: Serializer>(list: &dyn List, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        if let Some(item) = list.get(index) {
            sequence.serialize_element(&Shown(item))?;
        }
    }
    sequence.end()
}

fn map<S: Serializer>(map: &dyn Map, serializer: S) -> Result<S::Ok, S::Error> {
    let mut entries = serializer.serialize_map(Some(map.len()))?;
    let mut written = Ok(());
    map.entries(&mut |key, value| {
        if written.is_ok() {
            written = entries.serialize_entry(key, &Shown(value));
        }
    });
    written?;
    entries.end()
}

fn model<S: Serializer>(model: &dyn Model, serializer: S) -> Result<S::Ok, S::Error> {
    let rows = model.table().rows.list;
    let mut serializer = Some(serializer);
    let mut written = None;
    model.places(&mut |places: &[&dyn Place]| {
        written = serializer
            .take()
            .map(|serializer| members(rows, places, serializer))
    });
    written.unwrap_or_else(|| Err(S::Error::custom("a model did not show its fields")))
}

fn members<S: Serializer>(
    rows: &'static [Row],
    places: &[&dyn Place],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut shown: Vec<(&'static str, &dyn Place)> = Vec::with_capacity(rows.len());
    let mut rest: Option<&dyn Map> = None;
    for (row, place) in rows.iter().zip(places) {
        match (row.presence, place.view()) {
            (Presence::Rest, View::Map(map)) => rest = Some(map),
            (Presence::Rest, _)
            | (Presence::Optional | Presence::OptionalNullable, View::Absent) => {}
            _ => shown.push((row.name, *place)),
        }
    }
    let mut unnamed = 0;
    let count_unnamed =
        &mut |name: &str, _: &dyn Place| unnamed += usize::from(!is_written(name, rows, places));
    if let Some(rest) = rest {
        rest.entries(count_unnamed);
    }
    let mut entries = serializer.serialize_map(Some(shown.len() + unnamed))?;
    for (name, place) in shown {
        entries.serialize_entry(name, &Shown(place))?;
    }
    let mut written = Ok(());
    if let Some(rest) = rest.filter(|_| unnamed > 0) {
        rest.entries(&mut |name, place| {
            if written.is_ok() && !is_written(name, rows, places) {
                written = entries.serialize_entry(name, &Shown(place));
            }
        });
    }
    written?;
    entries.end()
}
