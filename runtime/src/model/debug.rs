//! `Debug`: like the derived one, without what must not be shown.

use std::fmt;

use super::{
    Enum, EnumTable, Fact, List, Map, Member, Model, Place, Presence, Rows, Scalar, Union, View,
};

/// Shows a place of a generated type.
pub(crate) fn debug(place: &dyn Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(
        &Show {
            place,
            facts: &[],
            wrapper: Wrapper::None,
        },
        f,
    )
}

/// A place with what is known about it.
struct Show<'a> {
    place: &'a dyn Place,
    facts: &'static [Fact],
    wrapper: Wrapper,
}

/// What the type of a field is wrapped in, which its view does not show.
#[derive(Clone, Copy, PartialEq)]
enum Wrapper {
    None,
    Option,
    Nullable,
}

impl<'a> Show<'a> {
    fn member(row: Member, place: &'a dyn Place) -> Self {
        let wrapper = match row.presence {
            Presence::Required | Presence::Rest => Wrapper::None,
            Presence::Optional | Presence::Nullable => Wrapper::Option,
            Presence::OptionalNullable => Wrapper::Nullable,
        };
        Self {
            place,
            facts: row.facts,
            wrapper,
        }
    }

    /// An item of a list or a value of a map.
    fn inner(&self, place: &'a dyn Place) -> Self {
        let facts = self.facts.iter().find_map(|fact| match fact {
            Fact::Items(facts) | Fact::Values(facts) => Some(*facts),
            _ => None,
        });
        let facts = facts.unwrap_or_default();
        let wrapper = if facts.contains(&Fact::Nullable) {
            Wrapper::Option
        } else {
            Wrapper::None
        };
        Self {
            place,
            facts,
            wrapper,
        }
    }

    fn unwrapped(&self) -> Self {
        Self {
            place: self.place,
            facts: self.facts,
            wrapper: Wrapper::None,
        }
    }
}

impl fmt::Debug for Show<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.wrapper, self.place.view()) {
            (Wrapper::Nullable, View::Absent) => f.write_str("Absent"),
            (Wrapper::Nullable, View::Null) => f.write_str("Null"),
            (Wrapper::Nullable, _) => f.debug_tuple("Value").field(&self.unwrapped()).finish(),
            (_, View::Absent | View::Null) => f.write_str("None"),
            (Wrapper::Option, _) => f.debug_tuple("Some").field(&self.unwrapped()).finish(),
            (Wrapper::None, _) if is_secret(self.facts) => f.write_str("[redacted]"),
            (Wrapper::None, View::Bool(value)) => fmt::Debug::fmt(&value, f),
            (Wrapper::None, View::Integer(value)) => fmt::Debug::fmt(&value, f),
            (Wrapper::None, View::Number(value)) => fmt::Debug::fmt(&value, f),
            (Wrapper::None, View::Text(value)) => fmt::Debug::fmt(value, f),
            (Wrapper::None, View::Bytes(_, Some(file)) | View::Stream(file)) => {
                write!(f, "{file:?}")
            }
            (Wrapper::None, View::Bytes(value, None)) => write!(f, "Base64({} bytes)", value.len()),
            (Wrapper::None, View::Enum(value)) => show_enum(value, f),
            (Wrapper::None, View::List(list)) => self.list(list, f),
            (Wrapper::None, View::Map(map)) => self.map(map, f),
            (Wrapper::None, View::Model(model)) => show_model(model, f),
            (Wrapper::None, View::Union(union)) => show_union(union, f),
            (Wrapper::None, View::Json(value)) => fmt::Display::fmt(value, f),
        }
    }
}

impl Show<'_> {
    fn list(&self, list: &dyn List, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_list();
        for index in 0..list.len() {
            if let Some(item) = list.get(index) {
                shown.entry(&Show {
                    place: item,
                    ..self.inner(item)
                });
            }
        }
        shown.finish()
    }

    fn map(&self, map: &dyn Map, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_map();
        map.entries(&mut |key, value| {
            shown.entry(&key, &self.inner(value));
        });
        shown.finish()
    }
}

/// Whether a value must not be shown.
pub(crate) fn is_secret(facts: &[Fact]) -> bool {
    facts
        .iter()
        .any(|fact| matches!(fact, Fact::WriteOnly | Fact::Format("password")))
}

fn show_model(model: &dyn Model, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = model.table();
    let mut result = Ok(());
    model.places(&mut |places: &[&dyn Place]| {
        let fields = table.fields;
        result = debug_rows(table.name, fields, table.rows, places, &|_, _| false, f)
    });
    result
}

/// Shows rows with their fields and places as a struct. `is_secret` says what must not be shown besides
/// what the facts of a row forbid.
pub(crate) fn debug_rows(
    name: &str,
    fields: &'static str,
    rows: Rows,
    places: &[&dyn Place],
    is_secret: &dyn Fn(usize, &Member) -> bool,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    let fields = fields.split_ascii_whitespace();
    for (index, ((row, place), field)) in rows.iter().zip(places).zip(fields).enumerate() {
        let field = field.trim_start_matches("r#");
        let is_empty_rest = row.presence == Presence::Rest
            && matches!(place.view(), View::Map(map) if map.is_empty());
        if is_secret(index, &row) {
            shown.field(field, &format_args!("[redacted]"));
        } else if !is_empty_rest {
            shown.field(field, &Show::member(row, *place));
        }
    }
    shown.finish()
}

fn show_enum(value: &dyn Enum, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let EnumTable { unknown, .. } = value.table();
    match (value.table().variant(value.value()), value.value()) {
        (Some(variant), _) => f.write_str(variant),
        (None, Scalar::Text(text)) => f.debug_tuple(unknown).field(&text).finish(),
        (None, Scalar::Integer(integer)) => f.debug_tuple(unknown).field(&integer).finish(),
    }
}

fn show_union(union: &dyn Union, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (variant, place) = union.held();
    let arm = union.table().arms.iter().find(|arm| arm.variant == variant);
    let facts = arm.map_or(&[][..], |arm| arm.facts);
    f.debug_tuple(variant)
        .field(&Show {
            place,
            facts,
            wrapper: Wrapper::None,
        })
        .finish()
}
