//! The examples of a document with the schemas and Rust types that they are of.

mod definitions;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::{Map, Value};

use self::definitions::Definitions;
use super::node::Node;
use super::schema::{Keyword, Part, Schema, Schemas, classify};
use super::tree::NodeId;
use crate::ir::{Payload, Source};
use crate::survey::{Excluded, Scope};

/// The types that schemas became, in the order in which they were found.
pub(crate) type Seen<'d> = IndexMap<Schema<'d>, Payload>;

/// What was found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The types that examples are of.
    pub(crate) payloads: Vec<Payload>,
    pub(crate) examples: Vec<Example>,
    /// The names of the schemas of all types, and where they are, if they were asked for.
    pub(crate) types: Vec<(String, Source)>,
    pub(crate) definitions: Map<String, Value>,
    pub(crate) excluded: Excluded,
}

/// An example of a schema that has a Rust type.
#[derive(Debug)]
pub(crate) struct Example {
    /// Where it is.
    pub(crate) source: Source,
    /// The position of its type.
    pub(crate) payload: usize,
    /// Name of its schema.
    pub(crate) definition: String,
    /// The example.
    pub(crate) value: Value,
}

/// Finds all examples of a document.
pub(crate) fn find<'d>(schemas: &Schemas<'d>, seen: &Seen<'d>, scope: Scope) -> Found {
    let mut search = Search {
        schemas,
        seen,
        by_node: HashMap::new(),
        done: HashSet::new(),
        found: Vec::new(),
        excluded: Excluded::default(),
    };
    search.at_schemas();
    search.at_carriers();
    let mut definitions = Definitions::new(schemas);
    let examples = search
        .found
        .iter()
        .filter_map(|(payload, example, source)| {
            let (schema, _) = seen.get_index(*payload)?;
            Some(Example {
                source: source.clone(),
                payload: *payload,
                definition: definitions.of(*payload, schema),
                value: serde_json::to_value(example).ok()?,
            })
        })
        .collect();
    let types = match scope {
        Scope::Examples => Vec::new(),
        Scope::Types => {
            let all = seen.keys().enumerate();
            let typed = all.map(|(position, schema)| {
                let source = schema
                    .node()
                    .map_or_else(|| Source(String::new()), Node::source);
                (definitions.of(position, schema), source)
            });
            typed.collect()
        }
    };
    Found {
        payloads: seen.values().cloned().collect(),
        examples,
        types,
        definitions: definitions.finish(),
        excluded: search.excluded,
    }
}

struct Search<'a, 'd> {
    schemas: &'a Schemas<'d>,
    seen: &'a Seen<'d>,
    /// Which of the types seen a node became.
    by_node: HashMap<NodeId, usize>,
    /// Schemas whose own examples were taken.
    done: HashSet<NodeId>,
    found: Vec<(usize, Node<'d>, Source)>,
    excluded: Excluded,
}

impl<'d> Search<'_, 'd> {
    /// Takes the examples that stand in schemas.
    fn at_schemas(&mut self) {
        let mut all: Vec<(usize, &Schema<'d>)> = self.seen.keys().enumerate().collect();
        // What several nodes make together comes after what one of them means by itself.
        all.sort_by_key(|(_, schema)| !matches!(schema.parts(), [Part::Whole(_)]));
        for (position, schema) in all {
            let alone = matches!(schema.parts(), [Part::Whole(_)]);
            for part in schema.parts() {
                match part {
                    Part::Whole(node) => {
                        for node in self.same(*node) {
                            if alone {
                                self.by_node.entry(node.identity()).or_insert(position);
                            }
                            self.own(position, node);
                        }
                    }
                    Part::Own(node) => self.own(position, *node),
                    Part::Types(_) | Part::Any(_) => {}
                }
            }
        }
    }

    /// A schema and those that it only refers to.
    fn same(&self, node: Node<'d>) -> Vec<Node<'d>> {
        let mut chain = vec![node];
        let mut last = node;
        while last.keys().all(|key| {
            key == "$ref" || matches!(classify(key), Keyword::Annotation | Keyword::Structure)
        }) && last.get("nullable").is_none()
            && let Some(next) = last.reference().and_then(|_| self.schemas.target(last))
            && !chain.contains(&next)
        {
            chain.push(next);
            last = next;
        }
        chain
    }

    /// The examples that a schema has itself.
    fn own(&mut self, position: usize, node: Node<'d>) {
        if !node.is_object() || !self.done.insert(node.identity()) {
            return;
        }
        let listed = node.get("examples").into_iter().flat_map(Node::items);
        for example in node.get("example").into_iter().chain(listed) {
            self.found.push((position, example, example.source()));
        }
    }

    /// Takes the examples beside schemas: of media types, parameters and headers.
    fn at_carriers(&mut self) {
        let documents = self.schemas.documents;
        let mut waiting: Vec<Node<'d>> = documents.roots().collect();
        waiting.push(documents.root());
        let mut passed = HashSet::new();
        while let Some(node) = waiting.pop() {
            if !passed.insert(node.identity()) {
                continue;
            }
            let is_schema = node.key() != Some("properties")
                && (node.keys().any(|key| {
                    matches!(classify(key), Keyword::Combine)
                        || matches!(key, "type" | "properties")
                }));
            match node.get("schema").filter(|schema| schema.is_object()) {
                Some(schema) => {
                    for example in beside(node) {
                        self.carried(schema, example);
                    }
                }
                None if is_schema && !self.done.contains(&node.identity()) => {
                    self.excluded.untyped += usize::from(node.get("example").is_some());
                }
                None => {}
            }
            let properties = node.key() == Some("properties");
            waiting.extend(node.items());
            waiting.extend(
                node.entries()
                    .filter(|(key, _)| {
                        properties
                            || !(matches!(
                                *key,
                                "example" | "examples" | "default" | "enum" | "const"
                            ) || key.starts_with("x-"))
                    })
                    .map(|(_, value)| value),
            );
        }
    }

    /// Takes an example that stands beside its schema.
    fn carried(&mut self, schema: Node<'d>, example: Node<'d>) {
        let chain = self.same(schema);
        let known = chain
            .iter()
            .find_map(|node| self.by_node.get(&node.identity()));
        if let Some(position) = known {
            self.found.push((*position, example, example.source()));
            return;
        }
        let combined = self.schemas.combine(&schema.into());
        let mut parts = Vec::new();
        for (name, value) in example.entries() {
            let position = combined
                .properties
                .get(name)
                .and_then(|property| self.seen.get_index_of(property));
            parts.extend(position.map(|position| (position, value, value.source())));
        }
        if parts.is_empty() {
            self.excluded.untyped += 1;
        } else {
            self.excluded.taken_apart += 1;
            self.found.append(&mut parts);
        }
    }
}

/// The examples of a media type, a parameter or a header.
fn beside(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found: Vec<Node<'_>> = node.get("example").into_iter().collect();
    let examples = node.get("examples");
    let named = examples.into_iter().flat_map(Node::entries);
    found.extend(named.filter_map(|(_, example)| {
        let example = example.target().ok()?;
        example.get("value").or_else(|| example.get("dataValue"))
    }));
    found
}
