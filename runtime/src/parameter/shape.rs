//! What values are to a style: one text, texts in order, or names with texts.

use std::borrow::Cow;

use serde_json::Value;

use crate::base64;
use crate::json;
use crate::model::{Fact, List, Member, Place, Presence, Scalar, View};

/// What a value is to a style.
#[derive(Debug, PartialEq)]
pub(super) enum Shape<'a> {
    /// There is nothing to write.
    Absent,
    /// One text.
    Scalar(Cow<'a, str>),
    /// Texts in order.
    List(Vec<Cow<'a, str>>),
    /// Names with texts, in order.
    Object(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

/// The text of a value that is neither a list nor an object.
pub(super) fn scalar<'a>(view: &View<'a>) -> Option<Cow<'a, str>> {
    Some(match view {
        View::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        View::Integer(value) => Cow::Owned(value.to_string()),
        View::Number(value) => Cow::Owned(value.to_string()),
        View::Text(text) => Cow::Borrowed(*text),
        View::Enum(value) => match value.value() {
            Scalar::Text(text) => Cow::Borrowed(text),
            Scalar::Integer(value) => Cow::Owned(value.to_string()),
        },
        View::Json(value) => json_scalar(value)?,
        View::Union(union) => {
            return scalar(&union.held().1.view()).map(|text| Cow::Owned(text.into_owned()));
        }
        View::Bytes(bytes, _) => Cow::Owned(base64::encode(bytes)),
        View::Absent
        | View::Null
        | View::List(_)
        | View::Map(_)
        | View::Model(_)
        | View::Stream(_) => return None,
    })
}

fn json_scalar(value: &Value) -> Option<Cow<'_, str>> {
    Some(match value {
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::String(text) => Cow::Borrowed(text),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    })
}

/// The text of any value: JSON for lists and objects.
pub(crate) fn text(place: &dyn Place) -> Cow<'_, str> {
    match scalar(&place.view()) {
        Some(text) => text,
        None => Cow::Owned(json_text(place)),
    }
}

/// The value as JSON.
pub(crate) fn json_text(place: &dyn Place) -> String {
    // What has no form in JSON was refused by `check`.
    json::to_string(place).unwrap_or_else(|_| "null".to_owned())
}

/// The items of a list.
pub(crate) fn items(list: &dyn List) -> impl Iterator<Item = &dyn Place> {
    (0..list.len()).filter_map(|index| list.get(index))
}

/// The items of a list that are not null: text has no null, so it is left out, among members as well
/// (RFC 6570, 3.2.1).
pub(crate) fn values(list: &dyn List) -> impl Iterator<Item = &dyn Place> {
    items(list).filter(|item| !is_nothing(&item.view()))
}

pub(crate) fn is_nothing(view: &View<'_>) -> bool {
    matches!(view, View::Absent | View::Null | View::Json(Value::Null))
}

/// What a union holds, or the value itself: how a value is written follows from what it is, and not from how many
/// alternatives there are.
pub(crate) fn held(place: &dyn Place) -> &dyn Place {
    match place.view() {
        View::Union(union) => held(union.held().1),
        _ => place,
    }
}

/// Whether a value has names with values.
pub(crate) fn is_object(place: &dyn Place) -> bool {
    let view = held(place).view();
    matches!(
        view,
        View::Model(_) | View::Map(_) | View::Json(Value::Object(_))
    )
}

/// What the value at `place` is to a style.
pub(super) fn shape(place: &dyn Place) -> Shape<'_> {
    let view = place.view();
    if is_nothing(&view) {
        return Shape::Absent;
    }
    if let Some(text) = scalar(&view) {
        return Shape::Scalar(text);
    }
    match view {
        View::List(list) => Shape::List(values(list).map(text).collect()),
        View::Json(Value::Array(items)) => {
            let items = items.iter().filter(|item| !item.is_null());
            Shape::List(items.map(json_value_text).collect())
        }
        View::Union(union) => owned(shape(union.held().1)),
        _ => {
            let mut members = Vec::new();
            each_member(place, &mut |name, _, value| {
                members.push((
                    Cow::Owned(name.to_owned()),
                    Cow::Owned(text(value).into_owned()),
                ))
            });
            Shape::Object(members)
        }
    }
}

fn json_value_text(value: &Value) -> Cow<'_, str> {
    json_scalar(value).unwrap_or_else(|| Cow::Owned(value.to_string()))
}

fn owned(shape: Shape<'_>) -> Shape<'static> {
    let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
    match shape {
        Shape::Absent => Shape::Absent,
        Shape::Scalar(text) => Shape::Scalar(own(text)),
        Shape::List(items) => Shape::List(items.into_iter().map(own).collect()),
        Shape::Object(members) => Shape::Object(
            members
                .into_iter()
                .map(|(name, value)| (own(name), own(value)))
                .collect(),
        ),
    }
}

/// Takes a member: its name, the facts that say how it is written, and its value.
pub(crate) type Visit<'v> = dyn FnMut(&str, &[Fact], &dyn Place) + 'v;

/// Shows the members of a model, a map or a JSON object that have a value, with the facts of each.
pub(crate) fn each_member(place: &dyn Place, visit: &mut Visit<'_>) {
    match place.view() {
        View::Model(model) => {
            let rows = model.table().rows;
            model.places(&mut |places: &[&dyn Place]| {
                for (member, place) in rows.iter().zip(places) {
                    row(member, *place, visit);
                }
            });
        }
        View::Map(map) => map.entries(&mut |name, value| {
            if !is_nothing(&value.view()) {
                visit(name, &[], value);
            }
        }),
        View::Json(Value::Object(members)) => {
            for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
                visit(name, &[], value);
            }
        }
        View::Union(union) => each_member(union.held().1, visit),
        _ => {}
    }
}

/// Shows the value that a row is about, or the values if it is about all others, if they are there.
pub(crate) fn row(row: Member, place: &dyn Place, visit: &mut Visit<'_>) {
    if row.presence == Presence::Rest {
        each_member(place, visit);
    } else if !is_nothing(&place.view()) {
        visit(row.name, row.facts, place);
    }
}
