//! Texts of the document for people: summaries, descriptions, examples.

use super::node::Node;
use crate::diagnostic::Diagnostics;
use crate::ir::Docs;

/// `summary`, `description`, `example`, `examples` and `externalDocs` of an object that is no schema.
pub(super) fn of(node: Node<'_>, diagnostics: &Diagnostics) -> Docs {
    Docs {
        summary: text(node, "summary"),
        description: text(node, "description"),
        examples: examples(node, diagnostics),
        see: node
            .descend(["externalDocs", "url"])
            .and_then(Node::to_text),
        notes: Vec::new(),
    }
}

/// A text that says something.
pub(super) fn text(node: Node<'_>, key: &str) -> Option<String> {
    let text = node.get(key).and_then(Node::to_text)?;
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The values of `example` and of the Example Objects in `examples`.
fn examples(node: Node<'_>, diagnostics: &Diagnostics) -> Vec<String> {
    let single = node.get("example").map(Node::to_json);
    let named = node.get("examples").into_iter().flat_map(Node::entries);
    let values = named.filter_map(|(_, example)| {
        let example = diagnostics.ok(example.target())?;
        example
            .get("value")
            .or_else(|| example.get("dataValue"))
            .map(Node::to_json)
    });
    single.into_iter().chain(values).collect()
}
