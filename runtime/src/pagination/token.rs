//! What an answer says at a path.

use serde_json::Value;

use crate::json::{self, Member};
use crate::response::Response;

/// The text or number at a path such as `result_info.cursors.after`; `None` if it is not there, null or empty.
pub(super) fn token(response: &Response, path: &str) -> Option<String> {
    text(&value(response, path)?)
}

/// The same of a path in a value.
pub(super) fn token_in(value: &Value, path: &str) -> Option<String> {
    text(follow(value, path)?)
}

/// Whether there is a boolean at a path that says no.
pub(super) fn denies(response: &Response, path: &str) -> bool {
    value(response, path) == Some(Value::Bool(false))
}

fn value(response: &Response, path: &str) -> Option<Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let mut value = Value::Null;
    json::decode_members(
        response.bytes(),
        response.json_options(),
        &mut [Member::new(first, &mut value)],
    )
    .ok()?;
    follow(&value, rest).cloned()
}

fn follow<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.')
        .filter(|step| !step.is_empty())
        .try_fold(value, |value, step| value.get(step))
}

fn text(found: &Value) -> Option<String> {
    match found {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
