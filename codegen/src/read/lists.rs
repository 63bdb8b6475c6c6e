//! Whether an answer is a list, which tells `list` from `get`.

use super::schema::Schema;
use super::template::{Segment, Template};
use super::types::Types;

/// Whether an answer is a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lists {
    /// It is, or it is an object around one.
    Yes,
    /// It has lists in it, which may be what it is about.
    Perhaps,
    /// There is no list in it.
    No,
}

/// Names that members with the items of a list usually have.
const USUAL: [&str; 12] = [
    "content", "data", "edges", "entries", "items", "list", "records", "result", "results", "rows",
    "value", "values",
];

/// Names that members around payloads have besides.
const AROUND: [&str; 3] = ["embedded", "payload", "response"];

impl Lists {
    /// Whether a payload is a list, an object around one, or an object that has lists.
    ///
    /// An object is around a list if the list is the only one that is called like the last segment of the path or
    /// as such members usually are.
    pub(super) fn of<'d>(payload: &Schema<'d>, template: &Template, types: &Types<'d>) -> Self {
        if types.is_list(payload) {
            return Self::Yes;
        }
        let literals = template.segments.iter().rev().filter_map(Segment::literal);
        let last = literals.map(|last| letters(&last)).next();
        let is_last = |name: &String| last.as_ref() == Some(name);
        let own = members_that_are_lists(payload, types);
        if own.is_empty() {
            return Self::of_inner(payload, is_last, types);
        }
        let telling = own.iter().filter(|name| is_usual(name) || is_last(name));
        match telling.count() {
            1 => Self::Yes,
            _ => Self::Perhaps,
        }
    }

    /// Whether an object without lists is around one that stands in a member of it (`_embedded.orders`): the only one
    /// that is called like the last segment of the path, in members that are called as what is around payloads
    /// usually is. Any other could be a part of one thing.
    fn of_inner<'d>(
        payload: &Schema<'d>,
        is_last: impl Fn(&String) -> bool,
        types: &Types<'d>,
    ) -> Self {
        let combined = types.combined(payload);
        let around = combined.properties.iter().filter(|(name, _)| {
            let name = letters(name);
            is_usual(&name) || AROUND.contains(&name.as_str())
        });
        let inner = around.flat_map(|(_, member)| members_that_are_lists(member, types));
        match inner.filter(is_last).count() {
            1 => Self::Yes,
            _ => Self::No,
        }
    }
}

/// Whether members with the items of a list are usually called so.
pub(super) fn is_usual(name: &str) -> bool {
    USUAL.contains(&name)
}

/// The names of the members of an object that are lists.
fn members_that_are_lists<'d>(schema: &Schema<'d>, types: &Types<'d>) -> Vec<String> {
    let combined = types.combined(schema);
    let lists = combined
        .properties
        .iter()
        .filter(|(_, property)| types.is_list(*property));
    lists.map(|(name, _)| letters(name)).collect()
}

/// A name without case and punctuation.
pub(super) fn letters(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
