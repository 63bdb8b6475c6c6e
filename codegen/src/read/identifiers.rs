//! `$id` of schemas: one that several schemas have is reported, if what is selected leads to one of these.

use std::collections::HashSet;

use super::node::Node;
use super::resolve::Documents;
use super::select::LeftOut;
use super::tree::NodeId;
use crate::diagnostic::Diagnostics;

/// Reports identifiers of several schemas that are not the same, unless all of these are left out.
pub(super) fn report_repeated(
    documents: &Documents,
    left_out: &LeftOut,
    diagnostics: &Diagnostics,
) {
    let pairs: Vec<(Node<'_>, Node<'_>)> = documents
        .repeated_identifiers()
        .filter(|(first, second)| !first.is_equal(*second))
        .collect();
    if pairs.is_empty() {
        return;
    }
    let heard = (!left_out.is_nothing()).then(|| reached(documents.root(), left_out));
    let is_heard = |schema: &Node<'_>| {
        heard
            .as_ref()
            .is_none_or(|heard| heard.contains(&schema.identity()))
    };
    for (first, second) in pairs {
        if is_heard(&first) || is_heard(&second) {
            report(first, second, diagnostics);
        }
    }
}

fn report(first: Node<'_>, second: Node<'_>, diagnostics: &Diagnostics) {
    let Some(name) = second.get("$id") else {
        return;
    };
    let text = name.as_str().unwrap_or_default();
    let message = format!("there is another schema with the `$id` `{text}`");
    let place = first.get("$id").unwrap_or(first).at();
    diagnostics.push(
        name.warning("duplicate-id", message)
            .related(place, "the first one, which counts")
            .help("references by it lead to the first one: give one of them another `$id`"),
    );
}

/// The values of a document that are not left out, or that one of those refers to.
fn reached(root: Node<'_>, left_out: &LeftOut) -> HashSet<NodeId> {
    let mut reached = HashSet::new();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        if !reached.insert(node.identity()) {
            continue;
        }
        let members = node.entries().map(|(_, value)| value);
        let inside = members.chain(node.items());
        waiting.extend(inside.filter(|value| !left_out.has(*value)));
        // A reference to nothing is reported where it is followed.
        if let (Some(_), Ok(target)) = (node.reference(), node.target()) {
            waiting.push(target);
        }
    }
    reached
}
