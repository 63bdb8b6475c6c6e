//! Which node gives a schema its identity.

use std::collections::HashMap;

use super::flatten::{is_null_branch, only_annotates};
use super::{JsonTypes, Keyword, MOST_NESTED, Part, Schema, Schemas, classify};
use crate::read::node::Node;
use crate::read::tree::NodeId;

impl<'d> Schemas<'d> {
    /// The node that gives a schema its identity: the schemas around it only add text and other things that do
    /// not change the type. `None` if several nodes make the type together.
    pub(crate) fn anchor(&self, schema: &Schema<'d>) -> Option<Node<'d>> {
        let several = schema.parts().len() > 1;
        let mut found: Option<Node<'d>> = None;
        let mut broad: Vec<JsonTypes> = Vec::new();
        for part in schema.parts() {
            let Part::Whole(node) = part else {
                return None;
            };
            if several && self.says_nothing(*node) {
                continue;
            }
            if let Some(types) = self.only_types(*node).filter(|_| several) {
                broad.push(types);
                continue;
            }
            let node = self.anchor_of(*node);
            match found {
                Some(known) if known != node => return None,
                _ => found = Some(node),
            }
        }
        // What only says which types there may be adds nothing to a schema that has no others.
        let own = found.map(|node| self.combine(&node.into()).types)?;
        found.filter(|_| broad.iter().all(|types| types.has(own)))
    }

    /// The types that a node allows, if that is all it says: `{type: object}`, or alternatives of such.
    fn only_types(&self, node: Node<'d>) -> Option<JsonTypes> {
        let mut types = JsonTypes::ANY;
        for (key, value) in node.entries() {
            match key {
                "type" => types = types.and(self.declared(node)?),
                "anyOf" | "oneOf" => {
                    let arms = value.items().map(|arm| self.only_types(arm));
                    let arms: Option<Vec<JsonTypes>> = arms.collect();
                    types = types.and(arms?.into_iter().fold(JsonTypes::NONE, JsonTypes::or));
                }
                "items" | "additionalProperties" if self.says_nothing(value) => {}
                _ if matches!(classify(key), Keyword::Annotation | Keyword::Structure) => {}
                _ => return None,
            }
        }
        Some(types)
    }

    /// Whether a node has nothing to say about the type of a value.
    pub(super) fn says_nothing(&self, node: Node<'d>) -> bool {
        node.as_bool() == Some(true) || only_annotates(node)
    }

    pub(super) fn anchor_of(&self, node: Node<'d>) -> Node<'d> {
        let mut node = node;
        for _ in 0..MOST_NESTED {
            match self.wrapped(node) {
                Some(inner) if inner != node => node = inner,
                _ => break,
            }
        }
        node
    }

    /// The only schema that a node takes its type from, if it adds nothing to it.
    pub(super) fn wrapped(&self, node: Node<'d>) -> Option<Node<'d>> {
        let mut inner: Option<Node<'d>> = None;
        let mut add = |found: Node<'d>| inner.replace(found).is_none();
        if let Some(target) = self.target(node) {
            add(target);
        }
        for branch in node
            .get("allOf")
            .into_iter()
            .flat_map(Node::items)
            .filter(|branch| !self.says_nothing(*branch) && !is_null_branch(*branch))
        {
            if !add(branch) {
                return None;
            }
        }
        for keyword in ["anyOf", "oneOf"] {
            if let Some(list) = node.get(keyword) {
                let mut arms = list.items().filter(|arm| !self.is_null(&(*arm).into()));
                let first = arms.next()?;
                if arms.next().is_some() || !add(first) {
                    return None;
                }
            }
        }
        let inner = inner?;
        if self.is_subtype(node, inner)
            || node.keys().any(|key| classify(key) == Keyword::Shape) && !self.repeats(node, inner)
        {
            return None;
        }
        Some(inner)
    }

    /// Whether what a node says about the type is what the schema inside says anyway.
    pub(super) fn repeats(&self, node: Node<'d>, inner: Node<'d>) -> bool {
        let inside = self.combine(&inner.into());
        node.entries().all(|(key, value)| match key {
            "type" => {
                let declared = self.declared(node).unwrap_or(JsonTypes::ANY);
                !inside.typed || declared.has(inside.types)
            }
            "required" => value
                .items()
                .filter_map(Node::as_str)
                .all(|name| inside.requires(name)),
            "properties" => value.entries().len() == 0,
            "additionalProperties" => value.as_bool().is_some(),
            other => classify(other) != Keyword::Shape,
        })
    }

    /// Whether a component is a subtype of a base with a discriminator.
    pub(super) fn is_subtype(&self, node: Node<'d>, base: Node<'d>) -> bool {
        let base = self.target(base).unwrap_or(base);
        base.get("discriminator").is_some() && self.subtypes_of(base).contains(&node)
    }

    /// The components that have a reference to a schema in their `allOf`, in the order of the document.
    pub(crate) fn subtypes_of(&self, base: Node<'d>) -> &[Node<'d>] {
        let all = self.subtypes.get_or_init(|| self.find_subtypes());
        all.get(&base.identity())
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub(super) fn find_subtypes(&self) -> HashMap<NodeId, Vec<Node<'d>>> {
        let mut found: HashMap<NodeId, Vec<Node<'d>>> = HashMap::new();
        let components = self.documents.root().descend(["components", "schemas"]);
        for (_, component) in components.into_iter().flat_map(Node::entries) {
            for branch in component.get("allOf").into_iter().flat_map(Node::items) {
                let target = branch
                    .get("$ref")
                    .and_then(|reference| self.documents.resolve(reference).ok());
                if let Some(target) = target {
                    found.entry(target.identity()).or_default().push(component);
                }
            }
        }
        found
    }
}
