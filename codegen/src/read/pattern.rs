//! Patterns that the generated crate does not check.

// The runtime's own files, so that what is said of a pattern is what becomes of it.
#[path = "../../../runtime/src/validate/pattern/around.rs"]
mod around;
#[path = "../../../runtime/src/validate/pattern/engine.rs"]
mod engine;

use super::node::Node;
use super::schema::Schemas;

/// Whether the generated crate checks a pattern.
pub(super) fn is_checked(pattern: &str) -> bool {
    engine::compile(pattern).is_ok()
}

/// Whether a pattern matches somewhere in a text, or is not checked.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    engine::compile(pattern).map_or(true, |alternatives| engine::matches(&alternatives, text))
}

/// Warns of a pattern that is not checked. `node` is the pattern, or what stands under it in `keyword`.
pub(super) fn report<'d>(schemas: &Schemas<'d>, keyword: &str, pattern: &str, node: Node<'d>) {
    if let Err(why) = engine::compile(pattern) {
        schemas.warn(
            node,
            "unchecked-keyword",
            format!("`{keyword}` is not checked: {why}"),
            "it is shown in the docs",
        );
    }
}
