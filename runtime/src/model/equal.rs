//! `PartialEq`.

use super::{Map, Model, Place, View};

/// Whether two places of one type hold the same.
pub(crate) fn equal(left: &dyn Place, right: &dyn Place) -> bool {
    match (left.view(), right.view()) {
        (View::Absent, View::Absent) | (View::Null, View::Null) => true,
        (View::Bool(left), View::Bool(right)) => left == right,
        (View::Integer(left), View::Integer(right)) => left == right,
        (View::Number(left), View::Number(right)) => left == right,
        (View::Text(left), View::Text(right)) => left == right,
        (View::Bytes(left, file), View::Bytes(right, other)) => left == right && file == other,
        (View::Stream(left), View::Stream(right)) => left == right,
        (View::Enum(left), View::Enum(right)) => left.value() == right.value(),
        (View::List(left), View::List(right)) => {
            left.len() == right.len()
                && (0..left.len()).all(|index| match (left.get(index), right.get(index)) {
                    (Some(left), Some(right)) => equal(left, right),
                    _ => false,
                })
        }
        (View::Map(left), View::Map(right)) => left.len() == right.len() && contains(left, right),
        (View::Model(left), View::Model(right)) => equal_members(left, right),
        (View::Union(left), View::Union(right)) => {
            let (left, right) = (left.held(), right.held());
            left.0 == right.0 && equal(left.1, right.1)
        }
        (View::Json(left), View::Json(right)) => left == right,
        _ => false,
    }
}

fn contains(left: &dyn Map, right: &dyn Map) -> bool {
    let mut all = true;
    left.entries(&mut |key, value| {
        all = all && right.get(key).is_some_and(|other| equal(value, other));
    });
    all
}

fn equal_members(left: &dyn Model, right: &dyn Model) -> bool {
    let mut all = false;
    left.places(&mut |left: &[&dyn Place]| {
        right.places(&mut |right: &[&dyn Place]| {
            all = left
                .iter()
                .zip(right)
                .all(|(left, right)| equal(*left, *right));
        });
    });
    all
}
