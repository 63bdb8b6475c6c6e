//! What an answer says at a path.

use serde_json::Value;

use crate::json::{self, Member};
use crate::response::Response;

/// The text or number at a path such as `result_info.cursors.after`; `None` if it is not there, null or empty.
pub(super) fn token(response: &Response, path: &str) -> Option<String> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let mut value = Value::Null;
    json::decode_members(
        response.bytes(),
        response.json_options(),
        &mut [Member::new(first, &mut value)],
    )
    .ok()?;
    let found = rest
        .split('.')
        .filter(|step| !step.is_empty())
        .try_fold(&value, |value, step| value.get(step))?;
    match found {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
