//! What the document says about its tags: docs of a resource, or of the crate.
//!
//! A tag tells about the resource that has all of its operations and no others, whatever resources follow. Other
//! tags are told about where the whole API is.

use std::collections::BTreeSet;

use super::configured::Configured;
use super::docs;
use super::node::Node;
use super::resources::Grown;
use crate::config::Naming;
use crate::diagnostic::Diagnostics;
use crate::ir::{Docs, Resource, ResourceId};

/// Positions of operations.
type Operations = BTreeSet<usize>;

/// Gives resources the docs of their tags. What comes back is a list of the other tags, for the docs of the API.
pub(super) fn settle(
    root: Node<'_>,
    naming: Naming,
    configured: &[Configured<'_, '_>],
    grown: &mut Grown,
    diagnostics: &Diagnostics,
) -> Option<String> {
    let below = below(grown);
    let mut others = Vec::new();
    for tag in root.get("tags").into_iter().flat_map(Node::items) {
        let Some(name) = tag.get("name").and_then(Node::to_text) else {
            continue;
        };
        let docs = docs::of(tag, diagnostics);
        if docs.summary.is_none() && docs.description.is_none() && docs.see.is_none() {
            continue;
        }
        let operations = tagged(&name, naming, configured);
        match resource_of(&operations, grown, &below) {
            Some(resource) => {
                let notes = std::mem::take(&mut resource.docs.notes);
                resource.docs = Docs { notes, ..docs };
            }
            None => others.push((name, docs)),
        }
    }
    let items: Vec<String> = others.into_iter().map(item).collect();
    (!items.is_empty()).then(|| format!("Tags:\n\n{}", items.join("\n")))
}

/// What is known of a tag, as an item of a list.
fn item((name, docs): (String, Docs)) -> String {
    let see = docs.see.map(|see| format!("See {see}"));
    let parts = [docs.summary, docs.description, see];
    let about: Vec<String> = parts.into_iter().flatten().collect();
    let about = about.join("\n\n").replace('\n', "\n  ");
    format!("- `{name}`: {about}")
}

/// The operations of each resource and of those below it.
fn below(grown: &Grown) -> Vec<Operations> {
    let mut below = vec![Operations::new(); grown.resources.len()];
    for (at, (resource, _)) in grown.operations.iter().enumerate() {
        let mut next = Some(*resource);
        while let Some(ResourceId(id)) = next {
            if let Some(operations) = below.get_mut(id as usize) {
                operations.insert(at);
            }
            let resource = grown.resources.get(id as usize);
            next = resource.and_then(|resource| resource.parent);
        }
    }
    below
}

/// The operations of a tag: where tags are resources, the first tag of an operation counts.
fn tagged(name: &str, naming: Naming, configured: &[Configured<'_, '_>]) -> Operations {
    let count = match naming {
        Naming::Tag => 1,
        Naming::Path | Naming::OperationId => usize::MAX,
    };
    let all = configured.iter().enumerate();
    all.filter(|(_, one)| one.found.tags().take(count).any(|tag| tag == name))
        .map(|(at, _)| at)
        .collect()
}

/// The deepest resource that has these operations and no others, if nothing is told about it yet.
fn resource_of<'g>(
    operations: &Operations,
    grown: &'g mut Grown,
    below: &[Operations],
) -> Option<&'g mut Resource> {
    // A resource comes after its parent; the first one is the API.
    let position = below
        .iter()
        .rposition(|own| own == operations)
        .filter(|position| *position > 0 && !operations.is_empty())?;
    let resource = grown.resources.get_mut(position)?;
    let docs = &resource.docs;
    (docs.summary.is_none() && docs.description.is_none()).then_some(resource)
}
