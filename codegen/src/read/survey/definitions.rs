//! Schemas as JSON Schema of draft 2020-12: every reference leads to a definition, what OpenAPI 3.0 spells in its own
//! way is spelled in the way of the standard, and everything that says nothing about values is left out.

use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use crate::read::node::Node;
use crate::read::schema::{JsonTypes, Keyword, Part, Schema, Schemas, classify};
use crate::read::types::integer_range;

/// Definitions while they are made.
pub(super) struct Definitions<'a, 'd> {
    schemas: &'a Schemas<'d>,
    /// The nodes that have a definition; those from `next` on have yet to be written.
    nodes: IndexSet<Node<'d>>,
    written: Map<String, Value>,
    /// Whether what stands beside `$ref` counts: not before OpenAPI 3.1.
    siblings: bool,
}

impl<'a, 'd> Definitions<'a, 'd> {
    pub(super) fn new(schemas: &'a Schemas<'d>) -> Self {
        let version = schemas.documents.root().get("openapi");
        let version = version.and_then(Node::to_text).unwrap_or_default();
        Self {
            schemas,
            nodes: IndexSet::new(),
            written: Map::new(),
            siblings: ["3.1", "3.2"]
                .iter()
                .any(|known| version.starts_with(known)),
        }
    }

    /// The name of the definition of a schema.
    pub(super) fn of(&mut self, position: usize, schema: &Schema<'d>) -> String {
        let name = format!("t{position}");
        if !self.written.contains_key(&name) {
            let value = self.schema(schema);
            self.written.insert(name.clone(), value);
        }
        name
    }

    /// All definitions.
    pub(super) fn finish(mut self) -> Map<String, Value> {
        let mut next = 0;
        while let Some(node) = self.nodes.get_index(next).copied() {
            let value = self.node(node, Combinations::Kept);
            self.written.insert(format!("n{next}"), value);
            next += 1;
        }
        self.written
    }

    fn reference(&mut self, node: Node<'d>) -> Value {
        if let Some(value) = node.as_bool() {
            return Value::Bool(value);
        }
        let (position, _) = self.nodes.insert_full(node);
        json!({ "$ref": format!("#/$defs/n{position}") })
    }

    fn schema(&mut self, schema: &Schema<'d>) -> Value {
        let mut parts: Vec<Value> = schema
            .parts()
            .iter()
            .map(|part| match part {
                Part::Whole(node) => self.reference(*node),
                Part::Own(node) => self.node(*node, Combinations::LeftOut),
                Part::Types(types) => {
                    let names: Vec<&str> = types.iter().map(name).collect();
                    json!({ "type": names })
                }
                Part::Any(schemas) => {
                    let schemas: Vec<Value> = schemas.iter().map(|one| self.schema(one)).collect();
                    json!({ "anyOf": schemas })
                }
            })
            .collect();
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            Some(last) => {
                parts.push(last);
                json!({ "allOf": parts })
            }
            None => Value::Bool(true),
        }
    }

    /// What one node says.
    fn node(&mut self, node: Node<'d>, combinations: Combinations) -> Value {
        let mut out = Map::new();
        let target = self.schemas.target(node);
        if combinations == Combinations::Kept {
            if let Some(target) = target {
                out.insert("$ref".to_owned(), Value::Null);
                let reference = self.reference(target);
                // Two keywords that refer never stand in one place.
                out.extend(reference.as_object().cloned().unwrap_or_default());
                if reference.is_boolean() {
                    out.insert("allOf".to_owned(), json!([reference]));
                    out.remove("$ref");
                }
            }
            for key in ["allOf", "anyOf", "oneOf"] {
                let arms: Vec<Node<'d>> = node.get(key).into_iter().flat_map(Node::items).collect();
                if !arms.is_empty() && (self.siblings || target.is_none()) {
                    let arms = arms.into_iter().map(|arm| match is_null_only(arm) {
                        true => json!({ "type": "null" }),
                        false => self.reference(arm),
                    });
                    let arms: Vec<Value> = arms.collect();
                    out.insert(key.to_owned(), Value::Array(arms));
                }
            }
        }
        if self.siblings || target.is_none() {
            self.keywords(node, &mut out);
        }
        let value = Value::Object(out);
        if node.get("nullable").and_then(Node::as_bool) == Some(true) {
            return json!({ "anyOf": [{ "type": "null" }, value] });
        }
        value
    }

    fn keywords(&mut self, node: Node<'d>, out: &mut Map<String, Value>) {
        for (key, value) in node.entries() {
            let written = match key {
                "type" => types(node, value),
                "enum" => unique(value),
                "const" => serde_json::to_value(value).ok(),
                "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
                | "maxProperties" | "minContains" | "maxContains" => {
                    value.as_u64().map(Value::from)
                }
                "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => number(value),
                "multipleOf" => number(value).filter(|_| value.as_f64() > Some(0.0)),
                "pattern" | "format" => value.as_str().map(Value::from),
                "uniqueItems" | "readOnly" | "writeOnly" => value.as_bool().map(Value::from),
                "required" => Some(texts(value)),
                "properties" => {
                    let target = value.reference().and_then(|_| value.target().ok());
                    Some(self.map(target.unwrap_or(value)))
                }
                "patternProperties" | "dependentSchemas" => Some(self.map(value)),
                "dependentRequired" => serde_json::to_value(value).ok(),
                "items" if value.is_array() => {
                    let items = value.items().map(|item| self.reference(item)).collect();
                    out.insert("prefixItems".to_owned(), Value::Array(items));
                    let others = node.get("additionalItems");
                    let others = others.filter(|others| is_schema(*others));
                    out.extend(others.map(|others| ("items".to_owned(), self.reference(others))));
                    None
                }
                "prefixItems" => Some(value.items().map(|item| self.reference(item)).collect()),
                "items"
                | "additionalProperties"
                | "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames"
                | "unevaluatedProperties"
                | "unevaluatedItems"
                    if is_schema(value) =>
                {
                    Some(self.reference(value))
                }
                _ => None,
            };
            out.extend(written.map(|written| (key.to_owned(), written)));
        }
        let discriminator = self.discriminator(node);
        out.extend(discriminator.map(|written| ("discriminator".to_owned(), written)));
        exclusive("minimum", "exclusiveMinimum", node, out);
        exclusive("maximum", "exclusiveMaximum", node, out);
        width(node, out);
    }

    /// Which schema each value of a discriminator means. It is nothing to a validator, but to whoever makes values.
    fn discriminator(&mut self, node: Node<'d>) -> Option<Value> {
        let discriminator = node.get("discriminator")?;
        let property = discriminator.get("propertyName").unwrap_or(discriminator);
        let property = property.as_str()?;
        let documents = self.schemas.documents;
        let mapping = discriminator.get("mapping").into_iter();
        let mut named: Vec<(&str, Node<'d>)> = mapping
            .flat_map(Node::entries)
            .filter_map(|(value, target)| {
                let name = target.as_str()?;
                let component = ["components", "schemas", name];
                let component = documents.root().descend(component);
                Some((value, component.or_else(|| documents.resolve(target).ok())?))
            })
            .collect();
        let arms = ["anyOf", "oneOf"]
            .into_iter()
            .filter_map(|key| node.get(key))
            .flat_map(Node::items)
            .filter_map(|arm| self.schemas.target(arm));
        let subtypes = self.schemas.subtypes_of(node).iter().copied();
        for target in arms.chain(subtypes) {
            if named.iter().all(|(_, known)| *known != target) {
                named.extend(target.key().map(|key| (key, target)));
            }
        }
        let values: Map<String, Value> = named
            .into_iter()
            .map(|(value, target)| (value.to_owned(), self.reference(target)))
            .collect();
        Some(json!({ "propertyName": property, "values": values }))
    }

    fn map(&mut self, node: Node<'d>) -> Value {
        let members = node
            .entries()
            .map(|(key, value)| (key.to_owned(), self.reference(value)));
        Value::Object(members.collect())
    }
}

/// Whether keywords that combine schemas are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Combinations {
    Kept,
    LeftOut,
}

fn name(ty: crate::ir::JsonType) -> &'static str {
    use crate::ir::JsonType;
    match ty {
        JsonType::Null => "null",
        JsonType::Boolean => "boolean",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}

/// The types that there are; nothing if one of them is none, because then nothing is said.
fn types(schema: Node<'_>, node: Node<'_>) -> Option<Value> {
    if node.is_null() {
        let combined = ["$ref", "allOf", "anyOf", "oneOf"];
        let alone = combined.iter().all(|key| schema.get(key).is_none());
        return alone.then(|| Value::from("null"));
    }
    let one = |node: Node<'_>| {
        let text = if node.is_null() {
            "null"
        } else {
            node.as_str()?
        };
        let text = if text == "file" { "string" } else { text };
        JsonTypes::named(text).map(|_| Value::from(text))
    };
    if node.is_array() {
        let all: Option<Vec<Value>> = node.items().map(one).collect();
        return all.filter(|all| !all.is_empty()).map(Value::Array);
    }
    one(node)
}

fn unique(node: Node<'_>) -> Option<Value> {
    let mut values: Vec<Value> = Vec::new();
    for item in node.items() {
        let value = serde_json::to_value(item).ok()?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    (!values.is_empty()).then_some(Value::Array(values))
}

fn number(node: Node<'_>) -> Option<Value> {
    node.as_f64().and_then(|_| serde_json::to_value(node).ok())
}

fn texts(node: Node<'_>) -> Value {
    let mut names: Vec<&str> = node.items().filter_map(Node::as_str).collect();
    names.sort_unstable();
    names.dedup();
    Value::from(names)
}

/// Whether nothing is said but that null is allowed, which as an alternative means null.
fn is_null_only(node: Node<'_>) -> bool {
    let mut keys = node.keys();
    node.get("nullable").and_then(Node::as_bool) == Some(true)
        && keys.all(|key| key == "nullable" || matches!(classify(key), Keyword::Annotation))
}

fn is_schema(node: Node<'_>) -> bool {
    node.is_object() || node.as_bool().is_some()
}

/// In OpenAPI 3.0, the exclusive bound is a boolean beside the other one.
fn exclusive(inclusive: &str, exclusive: &str, node: Node<'_>, out: &mut Map<String, Value>) {
    if node.get(exclusive).and_then(Node::as_bool) == Some(true)
        && let Some(bound) = out.remove(inclusive)
    {
        out.insert(exclusive.to_owned(), bound);
    }
}

/// The formats of integers are bounds, which validators of JSON Schema do not know.
fn width(node: Node<'_>, out: &mut Map<String, Value>) {
    let is_integer = out.get("type").is_some_and(|ty| match ty {
        Value::Array(all) => {
            all.iter().any(|ty| ty == "integer") && all.iter().all(|ty| ty != "number")
        }
        ty => ty == "integer",
    });
    let format = node.get("format").and_then(Node::as_str);
    let range = format.filter(|_| is_integer).and_then(integer_range);
    if let Some((least, most)) = range {
        let bounds = json!([{ "minimum": least }, { "maximum": most }]);
        match out.get_mut("allOf").and_then(Value::as_array_mut) {
            Some(parts) => parts.extend(bounds.as_array().cloned().unwrap_or_default()),
            None => {
                out.insert("allOf".to_owned(), bounds);
            }
        }
    }
}
