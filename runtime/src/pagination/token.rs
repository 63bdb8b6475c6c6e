//! What an answer says at a path.

use serde_json::Value;

use crate::json;
use crate::response::Response;

/// What is at a path such as `result_info.cursors.after`; `None` if it is not there, null or empty.
pub(super) fn token(response: &Response, path: &str) -> Option<Value> {
    Some(value(response, path)?).filter(says_something)
}

/// The same of a path in a value.
pub(super) fn token_in(value: &Value, path: &str) -> Option<Value> {
    Some(json::follow(value, path)?.clone()).filter(says_something)
}

/// The text or number at a path.
pub(super) fn text(response: &Response, path: &str) -> Option<String> {
    match token(response, path)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Whether there is a boolean at a path that says no.
pub(super) fn denies(response: &Response, path: &str) -> bool {
    value(response, path) == Some(Value::Bool(false))
}

fn value(response: &Response, path: &str) -> Option<Value> {
    json::value_at(response.bytes(), response.json_options(), path)
}

fn says_something(found: &Value) -> bool {
    match found {
        Value::Null | Value::Bool(_) => false,
        Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}
