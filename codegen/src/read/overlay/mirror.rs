//! [`Mirror`]: a file as the value that queries are asked of.

use serde_json::Value;

use crate::read::node::Node;
use crate::read::resolve::Documents;
use crate::read::tree::{Data, NodeId, Step};

/// A file as JSON. After a change only what was changed is made anew: there are files of 20 MB, and overlays of a
/// hundred actions.
#[derive(Debug)]
pub(super) struct Mirror {
    value: Value,
}

impl Mirror {
    pub(super) fn of(root: Node<'_>) -> Self {
        Self { value: json(root) }
    }

    pub(super) fn value(&self) -> &Value {
        &self.value
    }

    /// Shows some values of the file as they are now.
    pub(super) fn refresh(
        &mut self,
        documents: &Documents,
        root: NodeId,
        mut changed: Vec<NodeId>,
    ) {
        // What is around others first: with it they have their new places.
        changed.sort_by_cached_key(|id| documents.tree().depth(*id));
        for id in changed {
            if let Some(pointer) = pointer(documents, root, id)
                && let Some(value) = self.value.pointer_mut(&pointer)
            {
                *value = json(documents.node(id));
            }
        }
    }
}

fn json(node: Node<'_>) -> Value {
    serde_json::to_value(node).unwrap_or_default()
}

/// The way to a value from the root as it is now; `None` if there is none any more.
fn pointer(documents: &Documents, root: NodeId, id: NodeId) -> Option<String> {
    let tree = documents.tree();
    let mut tokens = Vec::new();
    let mut id = id;
    while id != root {
        let entry = tree.entry(id);
        let parent = entry.parent?;
        match (entry.step, tree.data(parent)) {
            (Step::Key(key), Data::Object(object)) if object.get(key) == Some(id) => {
                let key = tree.key(key);
                tokens.push(key.replace('~', "~0").replace('/', "~1"));
            }
            (Step::Index(_), Data::Array(items)) => {
                let position = items.iter().position(|item| *item == id)?;
                tokens.push(position.to_string());
            }
            _ => return None,
        }
        id = parent;
    }
    let tokens = tokens.iter().rev();
    Some(tokens.flat_map(|token| ["/", token.as_str()]).collect())
}
