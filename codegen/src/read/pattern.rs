//! Patterns that the generated crate does not check.

// The runtime's own files, so that what is said of a pattern is what becomes of it.
#[path = "../../../runtime/src/validate/pattern/around.rs"]
mod around;
#[path = "../../../runtime/src/validate/pattern/engine.rs"]
mod engine;

use super::node::Node;
use super::schema::Schemas;

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
