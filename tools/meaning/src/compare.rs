//! Whether two JSON values are equal: numbers by what they are, objects without regard to order.

use serde_json::{Number, Value};

/// Reads JSON.
pub(crate) fn read(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// The first place where two values differ, and how.
pub(crate) fn difference(a: &Value, b: &Value) -> Option<String> {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) if same(x, y) => None,
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => x
            .iter()
            .zip(y)
            .enumerate()
            .find_map(|(index, (x, y))| Some(format!("/{index}{}", difference(x, y)?))),
        (Value::Object(x), Value::Object(y)) => {
            let changed = x.iter().find_map(|(key, x)| match y.get(key) {
                Some(y) => Some(format!("/{key}{}", difference(x, y)?)),
                None => Some(format!("/{key}: {} is lost", short(x, 80))),
            });
            changed.or_else(|| {
                let added = y.keys().find(|key| !x.contains_key(*key))?;
                Some(format!("/{added} is added"))
            })
        }
        _ if a == b => None,
        _ => Some(format!(": {} became {}", short(a, 80), short(b, 80))),
    }
}

fn same(a: &Number, b: &Number) -> bool {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => a == b,
        _ => a.as_f64() == b.as_f64(),
    }
}

/// A value as text of so many characters.
pub(crate) fn short(value: &Value, most: usize) -> String {
    let text = value.to_string();
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
