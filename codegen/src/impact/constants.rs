//! How constants differ: what is true of the API as a whole.

use std::collections::BTreeSet;

use super::{Effect, Finding, changed, clip};

/// A value as the places in it, and what stands there.
pub(super) type Value = [(String, String)];

/// How two values of a constant differ.
pub(super) fn compare(name: &str, old: &Value, new: &Value) -> Vec<Finding> {
    let place = name.strip_prefix("client::").unwrap_or(name);
    let parts: BTreeSet<&str> = old
        .iter()
        .chain(new)
        .map(|(part, _)| part.as_str())
        .collect();
    let mut found = Vec::new();
    for part in parts {
        let (was, is) = (at(old, part), at(new, part));
        if was == is {
            continue;
        }
        let element = element(part);
        let is_whole = |value: &Value| {
            element.is_some_and(|element| !value.iter().any(|(part, _)| part.starts_with(element)))
        };
        let (part, says) = match (was, is) {
            (_, None) if is_whole(new) => (element.unwrap_or(part), "gone".to_owned()),
            (None, _) if is_whole(old) => (element.unwrap_or(part), "new".to_owned()),
            (Some(was), Some(is)) => (part, changed(is, was)),
            (Some(was), None) => (part, format!("`{}` is gone", clip(was))),
            (None, Some(is)) => (part, format!("`{}` is new", clip(is))),
            (None, None) => continue,
        };
        // Credentials have functions that say what it means.
        let is_method = part.ends_with("].method");
        let is_note = element == Some(part) || is_method || part == "title" || part == "user_agent";
        found.push(Finding {
            effect: if is_note {
                Effect::Note
            } else {
                Effect::Behaviour
            },
            place: if part.is_empty() {
                place.to_owned()
            } else {
                format!("{place}.{part}")
            },
            says,
        });
    }
    found.dedup();
    found
}

fn at<'v>(value: &'v Value, part: &str) -> Option<&'v str> {
    value
        .iter()
        .find(|(other, _)| other == part)
        .map(|(_, text)| text.as_str())
}

/// The entry of a list that a place is in: `schemes["api_key"]`.
fn element(part: &str) -> Option<&str> {
    let end = part.find(']')?;
    part.get(..=end)
}
