//! `Clone`, and other changes to a place as a whole.

use super::{Model, Place, Scalar, Slot, View};
use serde_json::Value;

/// Makes `to`, which is vacant and of the same type, equal to `from`.
pub(crate) fn copy(from: &dyn Place, to: &mut dyn Place) {
    match (from.view(), to.slot()) {
        (View::Absent, Slot::Optional(to)) => to.clear(),
        (View::Null, Slot::Optional(to)) => {
            to.null();
        }
        // An option shows what is in it: the same view belongs to the place that is made for it.
        (_, Slot::Optional(to)) => copy(from, to.fill()),
        (View::Bool(from), Slot::Bool(to)) => *to = from,
        (View::Integer(from), Slot::I64(to)) => *to = i64::try_from(from).unwrap_or_default(),
        (View::Integer(from), Slot::Integer(to)) => {
            to.set(from);
        }
        (View::Number(from), Slot::Number(to)) => *to = from,
        (View::Text(from), Slot::Text(to)) => from.clone_into(to),
        (View::Text(from), Slot::Textual(to)) => to.set(from),
        (View::Text(from), Slot::Binary(to)) => to.set_text(from),
        (View::Bytes(_, Some(from)) | View::Stream(from), Slot::Binary(to)) => to.set_file(from),
        (View::Bytes(from, None), Slot::Binary(to)) => to.set_bytes(from),
        (View::Enum(from), Slot::Enum(to)) => {
            to.set(from.value());
        }
        (View::List(from), Slot::List(to)) => {
            to.clear();
            for index in 0..from.len() {
                if let Some(item) = from.get(index) {
                    copy(item, to.push());
                }
            }
        }
        (View::Map(from), Slot::Map(to)) => {
            to.clear();
            from.entries(&mut |key, value| copy(value, to.insert(key)));
        }
        (View::Model(from), Slot::Model(to)) => copy_members(from, to),
        (View::Union(from), Slot::Union(to)) => {
            let (variant, value) = from.held();
            copy(value, to.hold(Some(variant)));
        }
        (View::Json(from), Slot::Json(to)) => to.clone_from(from),
        (view, _) => debug_assert!(false, "a place of another type than {}", view.kind()),
    }
}

fn copy_members(from: &dyn Model, to: &mut dyn Model) {
    from.places(&mut |from: &[&dyn Place]| {
        to.places_mut(&mut |to: &mut [&mut dyn Place]| {
            for (from, to) in from.iter().zip(to) {
                copy(*from, *to);
            }
        });
    });
}

/// Makes `place` vacant again.
pub(crate) fn clear(place: &mut dyn Place) {
    match place.slot() {
        Slot::Bool(place) => *place = false,
        Slot::I64(place) => *place = 0,
        Slot::Integer(place) => {
            place.set(0);
        }
        Slot::Number(place) => *place = 0.0,
        Slot::Text(place) => place.clear(),
        Slot::Textual(place) => place.set(""),
        Slot::Binary(place) => place.set_bytes(&[]),
        Slot::Enum(place) => {
            let _ = place.set(Scalar::Text("")) || place.set(Scalar::Integer(0));
        }
        Slot::Optional(place) => place.clear(),
        Slot::List(place) => place.clear(),
        Slot::Map(place) => place.clear(),
        Slot::Model(place) => place.places_mut(&mut |places: &mut [&mut dyn Place]| {
            for place in places {
                clear(*place);
            }
        }),
        Slot::Union(place) => {
            place.hold(None);
        }
        Slot::Json(place) => *place = Value::Null,
    }
}
