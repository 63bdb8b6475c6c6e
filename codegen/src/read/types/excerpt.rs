//! Values of the document as they are shown in docs: what is too long for a line of text is shown in outline.
//!
//! The members of an object have no order that means anything, so what is left out of a value must not follow from
//! it: whole depths of the value are left out, and ends of texts.

use crate::read::node::Node;

/// How many letters of a value are shown.
const MOST: usize = 200;

/// How many letters of a text inside of a longer value are shown.
const MOST_OF_A_TEXT: usize = 40;

/// A value as JSON. A long one is shown as deep as there is room for; the rest is in the document.
pub(super) fn of(value: Node<'_>) -> String {
    let whole = value.to_json();
    if fits(&whole) {
        return whole;
    }
    let mut deepest = outline(value, 0);
    for depth in 1.. {
        let deeper = outline(value, depth);
        if deeper == deepest || !fits(&deeper) {
            break;
        }
        deepest = deeper;
    }
    deepest
}

fn fits(text: &str) -> bool {
    text.chars().count() <= MOST
}

/// The value down to a depth, long texts cut.
fn outline(value: Node<'_>, depth: usize) -> String {
    if value.is_array() {
        format!("[{}]", inside(value, depth))
    } else if value.is_object() {
        format!("{{{}}}", inside(value, depth))
    } else {
        value.as_str().map_or_else(|| value.to_json(), quoted)
    }
}

/// The items of an array or the members of an object.
fn inside(value: Node<'_>, depth: usize) -> String {
    let is_empty = value.items().len() == 0 && value.keys().len() == 0;
    if depth == 0 && !is_empty {
        return "…".to_owned();
    }
    let items = value.items().map(|item| outline(item, depth - 1));
    let member = |(name, value)| format!("{}:{}", quoted(name), outline(value, depth - 1));
    let all: Vec<String> = items.chain(value.entries().map(member)).collect();
    all.join(",")
}

/// A text as JSON, its end cut if it is long.
fn quoted(text: &str) -> String {
    let start: String = text.chars().take(MOST_OF_A_TEXT).collect();
    let end = if start.len() < text.len() { "…" } else { "" };
    serde_json::Value::String(format!("{start}{end}")).to_string()
}
