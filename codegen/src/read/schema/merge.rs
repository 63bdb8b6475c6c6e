//! From nodes to what they say together.

use std::collections::HashSet;

use super::flatten::{own_null, type_of};
use super::keywords::implied;
use super::{Combined, Flat, JsonTypes, Keyword, Null, Schema, Schemas, classify};
use crate::ir::JsonType;
use crate::read::node::Node;

impl<'d> Schemas<'d> {
    pub(super) fn merge(&self, flat: &Flat<'d>, schema: &Schema<'d>) -> Combined<'d> {
        let mut combined = Combined {
            opaque: false,
            own: flat.own.clone(),
            never: flat.never,
            ..Combined::unknown()
        };
        self.merge_types(flat, &mut combined);
        self.merge_values(flat, &mut combined, schema);
        for node in flat.own.iter().rev() {
            self.merge_object(*node, &mut combined);
        }
        combined
    }

    pub(super) fn merge_types(&self, flat: &Flat<'d>, combined: &mut Combined<'d>) {
        let mut declared: Option<JsonTypes> = None;
        let mut null = true;
        // Beside a reference, a mere `type` is often a slip: what the reference leads to knows better.
        let (wrappers, others): (Vec<Node<'d>>, Vec<Node<'d>>) =
            flat.own.iter().copied().partition(|node| only_wraps(*node));
        for node in others.into_iter().chain(wrappers) {
            let Some(types) = self.declared(node) else {
                continue;
            };
            let allows_null = types.has(JsonTypes::NULL);
            let types = types.without(JsonTypes::NULL);
            let both = declared.map_or(types, |known| known.and(types));
            if both.is_empty()
                && !types.is_empty()
                && declared.is_some_and(|known| !known.is_empty())
            {
                self.report_contradiction(node, "type");
                combined.contradicted = true;
                continue;
            }
            null &= allows_null;
            declared = Some(both);
        }
        if let Some(types) = declared {
            combined.types = types;
            combined.typed = true;
            combined.nullable = null;
        } else {
            let implied = flat
                .own
                .iter()
                .flat_map(|node| node.keys())
                .map(implied)
                .fold(JsonTypes::NONE, JsonTypes::or);
            if !implied.is_empty() && !self.is_named_elsewhere(flat, implied) {
                combined.types = implied;
                combined.typed = true;
            }
        }
        if let Some(types) = flat.restricted {
            combined.types = combined.types.and(types);
            combined.typed = true;
        }
    }

    /// Whether values or alternatives say which types there are, beside keywords about some types. Such a keyword says
    /// nothing of the others.
    fn is_named_elsewhere(&self, flat: &Flat<'d>, implied: JsonTypes) -> bool {
        let mut groups = flat.groups.iter();
        flat.own.iter().any(|node| self.listed(*node).is_some())
            || groups.any(|group| {
                let arms = group.arms.iter().map(|arm| self.combine(arm).types);
                let types = arms.fold(JsonTypes::NONE, JsonTypes::or);
                types != JsonTypes::ANY && !implied.has(types)
            })
    }

    /// What `type` says, with null where `nullable` says so.
    pub(super) fn declared(&self, node: Node<'d>) -> Option<JsonTypes> {
        let ty = type_of(node)?;
        let mut types = JsonTypes::NONE;
        let names: Vec<Node<'d>> = if ty.is_array() {
            ty.items().collect()
        } else {
            vec![ty]
        };
        for name in names {
            match name.as_str().map(|text| (text, JsonTypes::named(text))) {
                Some((_, Some(known))) => types = types.or(known),
                // Swagger's file, where it was not made into a string before.
                Some(("file", None)) => types = types.or(JsonTypes::of(JsonType::String)),
                Some(("any", None)) => return None,
                Some((other, None)) => {
                    self.report_unknown_type(name, other);
                    return None;
                }
                None if name.is_null() => types = types.or(JsonTypes::NULL),
                None => {
                    self.report_shape(name, "`type`", "the name of a type");
                    return None;
                }
            }
        }
        if node.get("nullable").and_then(Node::as_bool) == Some(true) {
            types = types.or(JsonTypes::NULL);
        }
        (!types.is_empty()).then_some(types)
    }

    pub(super) fn merge_values(
        &self,
        flat: &Flat<'d>,
        combined: &mut Combined<'d>,
        schema: &Schema<'d>,
    ) {
        let mut values: Option<Vec<Node<'d>>> = None;
        let mut null = true;
        let mut null_excluded = false;
        for node in &flat.own {
            let excluded_before = null_excluded;
            null_excluded |= own_null(*node) == Null::Excluded;
            let Some((keyword, listed)) = self.listed(*node) else {
                continue;
            };
            null &= listed.iter().any(|value| value.is_null()) || own_null(*node) == Null::Allowed;
            let mut these: Vec<Node<'d>> = listed
                .into_iter()
                .filter(|value| !value.is_null())
                .collect();
            if self.report_mistyped_among(*node, &these) {
                continue;
            }
            if these.is_empty() && excluded_before {
                self.report_contradiction(*node, keyword);
                continue;
            }
            if let Some(known) = &values {
                let both: Vec<Node<'d>> = known
                    .iter()
                    .copied()
                    .filter(|value| these.iter().any(|other| other.is_equal(*value)))
                    .collect();
                if both.is_empty() && !known.is_empty() && !these.is_empty() {
                    self.report_contradiction(*node, keyword);
                    continue;
                }
                these = both;
            }
            values = Some(these);
        }
        let Some(mut values) = values else {
            return;
        };
        if combined.typed {
            let before = values.len();
            values.retain(|value| combined.types.has(JsonTypes::of(value.json_type())));
            if values.is_empty() && before > 0 {
                self.report_mistyped(schema, combined);
                return;
            }
        } else {
            let types = values.iter().map(|value| JsonTypes::of(value.json_type()));
            combined.types = types.fold(JsonTypes::NONE, JsonTypes::or);
            combined.typed = true;
            combined.nullable = null;
        }
        if values.is_empty() {
            combined.nullable = true;
        }
        combined.values = Some(values);
    }

    /// The values that a node lists, each once.
    pub(super) fn listed(&self, node: Node<'d>) -> Option<(&'static str, Vec<Node<'d>>)> {
        if let Some(value) = node.get("const") {
            return Some(("const", vec![value]));
        }
        let list = node.get("enum")?;
        if !list.is_array() {
            self.report_shape(list, "`enum`", "a list");
            return None;
        }
        let values = each_once(list);
        (!values.is_empty()).then_some(("enum", values))
    }

    pub(super) fn merge_object(&self, node: Node<'d>, combined: &mut Combined<'d>) {
        if let Some(properties) = self.properties_of(node) {
            if !properties.is_object() {
                self.report_shape(properties, "`properties`", "an object");
            }
            for (name, property) in properties.entries() {
                let schema = match combined.properties.get(name) {
                    Some(known) => Schema::from(property).and(known.parts().iter().cloned()),
                    None => property.into(),
                };
                combined.properties.insert(name, schema);
            }
        }
        if let Some(required) = node.get("required") {
            if !required.is_array() {
                self.report_shape(required, "`required`", "a list of names");
            }
            for name in required.items() {
                match name.as_str() {
                    Some(name) => {
                        combined.required.insert(name);
                    }
                    None => self.report_shape(name, "an item of `required`", "a string"),
                }
            }
        }
    }

    /// The object of properties, which some documents keep in another file.
    pub(super) fn properties_of(&self, node: Node<'d>) -> Option<Node<'d>> {
        let properties = node.get("properties")?;
        let is_reference = properties.reference().is_some();
        if is_reference {
            self.diagnostics.ok(properties.target())
        } else {
            Some(properties)
        }
    }
}

/// The values of a list, of equal ones the first. Only those that are no scalars are compared with each other.
fn each_once(list: Node<'_>) -> Vec<Node<'_>> {
    let mut seen = HashSet::new();
    let mut values: Vec<Node<'_>> = Vec::new();
    for value in list.items().filter(|value| seen.insert(value.to_json())) {
        let is_composite = value.is_array() || value.is_object();
        if !(is_composite && values.iter().any(|known| known.is_equal(value))) {
            values.push(value);
        }
    }
    values
}

/// Whether a node has references or alternatives, and of the keywords that decide on the shape `type` only.
fn only_wraps(node: Node<'_>) -> bool {
    let mut combines = false;
    for key in node.keys() {
        match classify(key) {
            Keyword::Combine => combines = true,
            Keyword::Shape if key != "type" => return false,
            _ => {}
        }
    }
    combines
}
