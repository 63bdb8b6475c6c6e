//! Items that are equal.

use std::collections::HashMap;

use serde_json::Value;

use crate::json::canonical;
use crate::model::View;

/// The first item of a list that is equal to one before it, after that one.
pub(super) fn equal_items(view: &View<'_>) -> Option<(usize, usize)> {
    let mut seen = HashMap::new();
    // What cannot be written as JSON is equal to nothing.
    let mut repeats =
        |item: Option<Vec<u8>>, at: usize| seen.insert(item?, at).map(|first| (first, at));
    match view {
        View::List(list) => {
            (0..list.len()).find_map(|at| repeats(canonical(list.get(at)?).ok(), at))
        }
        View::Json(Value::Array(items)) => items
            .iter()
            .enumerate()
            .find_map(|(at, item)| repeats(canonical(item).ok(), at)),
        _ => None,
    }
}
