//! Compares what is read with what was meant.

use serde_json::Value;

use crate::draw;
use crate::read::Found;

/// Whether what is found says a value.
pub(crate) fn is_same(found: &Found, value: &Value) -> bool {
    match (found, value) {
        // What is empty cannot be told from what is not there.
        (Found::Nothing, Value::Array(items)) => items.is_empty(),
        (Found::Nothing, Value::Object(members)) => members.is_empty(),
        (Found::Text(text), value) => says(text, value),
        (Found::List(texts), Value::Array(items)) => {
            texts.len() == items.len()
                && texts.iter().zip(items).all(|(text, item)| says(text, item))
        }
        (Found::Members(pairs), Value::Object(members)) => are_same_pairs(
            pairs,
            members
                .iter()
                .map(|(name, value)| (name.clone(), value))
                .collect(),
        ),
        _ => false,
    }
}

/// Whether pairs say a value in the style `deepObject`, which leaves open what an array is: brackets that are empty, as
/// most servers read them, or with the number of the item, where items have brackets of their own.
pub(crate) fn is_same_deep(found: &Found, name: &str, value: &Value) -> bool {
    let mut expected = Vec::new();
    flatten(name.to_owned(), value, &mut expected);
    match found {
        Found::Nothing => expected.is_empty(),
        Found::Members(pairs) => are_same_pairs(pairs, expected),
        _ => false,
    }
}

fn flatten<'v>(name: String, value: &'v Value, out: &mut Vec<(String, &'v Value)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            members
                .iter()
                .for_each(|(key, member)| flatten(format!("{name}[{key}]"), member, out));
        }
        Value::Array(items) => {
            let is_flat = !items.iter().any(|item| item.is_array() || item.is_object());
            for (position, item) in items.iter().enumerate() {
                let brackets = if is_flat {
                    String::new()
                } else {
                    position.to_string()
                };
                flatten(format!("{name}[{brackets}]"), item, out);
            }
        }
        _ => out.push((name, value)),
    }
}

fn are_same_pairs(pairs: &[(String, String)], mut expected: Vec<(String, &Value)>) -> bool {
    let mut pairs: Vec<_> = pairs.iter().collect();
    pairs.sort_by(|one, other| one.0.cmp(&other.0));
    expected.sort_by(|one, other| one.0.cmp(&other.0));
    let mut both = pairs.iter().zip(&expected);
    pairs.len() == expected.len()
        && both.all(|((name, text), (expected, value))| name == expected && says(text, value))
}

/// Whether a text, decoded, says a value.
pub(crate) fn says(text: &str, value: &Value) -> bool {
    match value {
        Value::String(expected) => {
            text == expected || draw::file(expected).is_some_and(|bytes| bytes == text.as_bytes())
        }
        Value::Number(_) => text
            .parse::<Value>()
            .is_ok_and(|found| difference(&found, value, "").is_none()),
        Value::Bool(expected) => text == expected.to_string(),
        Value::Null => ["", "null"].contains(&text),
        _ => text
            .parse::<Value>()
            .is_ok_and(|found| difference(&found, value, "").is_none()),
    }
}

/// A value without the nulls in it that have no place in a list of texts.
pub(crate) fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Array(items) => items
            .iter()
            .filter(|item| !item.is_null())
            .cloned()
            .collect(),
        Value::Object(members) => {
            let members = members.iter().filter(|(_, member)| !member.is_null());
            Value::Object(
                members
                    .map(|(name, member)| (name.clone(), member.clone()))
                    .collect(),
            )
        }
        _ => value.clone(),
    }
}

/// The first difference of two values, numbers by their value.
pub(crate) fn difference(found: &Value, expected: &Value, at: &str) -> Option<String> {
    match (found, expected) {
        (Value::Object(one), Value::Object(other)) => {
            let mut names = one.keys().chain(other.keys());
            names.find_map(|name| match (one.get(name), other.get(name)) {
                (Some(one), Some(other)) => difference(one, other, &format!("{at}/{name}")),
                (Some(one), None) => Some(format!("{at}/{name}: {one} was not asked for")),
                (None, other) => Some(format!(
                    "{at}/{name}: nothing in place of {}",
                    other.unwrap_or(&Value::Null)
                )),
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut items = one.iter().zip(other).enumerate();
            items.find_map(|(position, (one, other))| {
                difference(one, other, &format!("{at}/{position}"))
            })
        }
        (Value::Number(one), Value::Number(other)) if one.as_f64() == other.as_f64() => None,
        _ if found == expected => None,
        _ => Some(format!("{at}: {found} in place of {expected}")),
    }
}
