//! Envelopes: the object that answers are wrapped in, as the configuration describes it.

use super::resources::Lists;
use super::schema::Schema;
use super::template::{Segment, Template};
use super::types::Types;
use crate::config::EnvelopeSettings;
use crate::ir::Envelope;

/// The envelope in terms of the IR.
pub(super) fn envelope(settings: &EnvelopeSettings) -> Envelope {
    Envelope {
        success: settings.success.clone(),
        result: settings.result.clone(),
        errors: settings.errors.clone(),
        messages: settings.messages.clone(),
        result_info: settings.result_info.clone(),
    }
}

/// What is in the envelope.
#[derive(Clone, Debug)]
pub(super) struct Contents<'d> {
    /// The payload.
    pub(super) result: Schema<'d>,
    /// Information about the page that the payload is.
    pub(super) result_info: Option<Schema<'d>>,
}

/// Opens the envelope; `None` if the schema is not one. It is one if it is an object that has the member for
/// the payload and, where the configuration names such members, one that tells of success or of errors.
pub(super) fn open<'d>(
    schema: &Schema<'d>,
    settings: Option<&EnvelopeSettings>,
    types: &Types<'d>,
) -> Option<Contents<'d>> {
    let settings = settings?;
    let result = types.property(schema, &settings.result)?;
    let mut marks = [&settings.success, &settings.errors]
        .into_iter()
        .flatten()
        .peekable();
    let marked = marks.peek().is_none() || marks.any(|name| types.property(schema, name).is_some());
    let result_info = settings
        .result_info
        .as_ref()
        .and_then(|name| types.property(schema, name));
    marked.then_some(Contents {
        result,
        result_info,
    })
}

/// Names that members with the items of a list usually have.
const USUAL: [&str; 11] = [
    "content", "data", "edges", "entries", "items", "list", "records", "result", "results", "rows",
    "values",
];

/// Names that members around payloads have besides.
const AROUND: [&str; 3] = ["embedded", "payload", "response"];

/// Whether a schema is a list, an object around one, or an object that has lists. An object is around a list if
/// the list is the only one that is called like the last segment of the path or as such members usually are. Where an
/// object has none itself, it is around the one that is called like the last segment and stands in a member that is
/// called as what is around payloads usually is (`_embedded.orders`): any other could be a part of one thing.
pub(super) fn lists<'d>(schema: &Schema<'d>, template: &Template, types: &Types<'d>) -> Lists {
    if types.is_list(schema) {
        return Lists::Yes;
    }
    let last = template
        .segments
        .iter()
        .rev()
        .find_map(Segment::literal)
        .map(|last| letters(&last));
    let is_last = |name: &&String| last.as_ref() == Some(*name);
    let own = names_of_lists(schema, types);
    let telling = own
        .iter()
        .filter(|name| USUAL.contains(&name.as_str()) || is_last(name));
    match (telling.count(), own.is_empty()) {
        (1, _) => Lists::Yes,
        (_, false) => Lists::Perhaps,
        (_, true) => {
            let combined = types.combined(schema);
            let around = combined.properties.iter().filter(|(name, _)| {
                let name = letters(name);
                USUAL.contains(&name.as_str()) || AROUND.contains(&name.as_str())
            });
            let inside = around.flat_map(|(_, member)| names_of_lists(member, types));
            let inside: Vec<String> = inside.collect();
            match inside.iter().filter(is_last).count() {
                1 => Lists::Yes,
                _ => Lists::No,
            }
        }
    }
}

/// The members of an object that are lists.
fn names_of_lists<'d>(schema: &Schema<'d>, types: &Types<'d>) -> Vec<String> {
    let combined = types.combined(schema);
    let lists = combined
        .properties
        .iter()
        .filter(|(_, property)| types.is_list(*property));
    lists.map(|(name, _)| letters(name)).collect()
}

/// A name without case and punctuation.
fn letters(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
