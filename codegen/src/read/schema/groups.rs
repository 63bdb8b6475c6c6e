//! Which alternatives can hold.

use super::flatten::only_annotates;
use super::{Choice, Combined, Flat, Group, JsonTypes, Keyword, Part, Schema, Schemas, classify};
use crate::ir::JsonType;
use crate::read::node::Node;

const ANY_OBJECT: &str = "this alternative allows any object, beside the one that is referred to";
const NULL_ONLY: &str = "it is read as null: an object that is not like that cannot be read";

/// How deep contradictions between properties are looked for.
const MOST_COMPARED: u32 = 3;

impl<'d> Schemas<'d> {
    /// A schema that says nothing about types itself has those of its alternatives.
    pub(super) fn restrict_by_groups(&self, combined: &mut Combined<'d>, flat: &Flat<'d>) {
        for group in &flat.groups {
            let mut types = JsonTypes::NONE;
            for arm in &group.arms {
                let arm = self.combine(arm);
                types = types.or(arm.types);
            }
            combined.types = combined.types.and(types);
            combined.typed = combined.typed || types != JsonTypes::ANY;
        }
    }

    /// Takes out what cannot hold of each group, and finds one that has a single alternative left.
    pub(super) fn decided_group(
        &self,
        flat: &mut Flat<'d>,
        base: &Combined<'d>,
        schema: &Schema<'d>,
    ) -> Option<usize> {
        if base.values.as_ref().is_some_and(Vec::is_empty) {
            // Null and nothing else: the alternatives do not matter.
            flat.groups.clear();
        }
        if base.is_only(JsonType::Array)
            && self
                .items(base)
                .is_some_and(|items| self.combine(&items).says_something())
        {
            flat.groups
                .retain(|group| !self.group_adds_nothing(group, base));
        }
        let mut position = 0;
        while let Some(group) = flat.groups.get(position) {
            let arms = self.possible(group, base);
            match (arms.len(), flat.groups.get_mut(position)) {
                (0, _) => {
                    self.report_nothing_possible(group_node(flat, position), schema);
                    flat.groups.remove(position);
                }
                (1, Some(group)) => {
                    group.arms = arms;
                    return Some(position);
                }
                (_, Some(group)) => {
                    group.arms = arms;
                    position += 1;
                }
                (_, None) => break,
            }
        }
        None
    }

    /// Whether one of the alternatives holds for every array: then the group says nothing.
    pub(super) fn group_adds_nothing(&self, group: &Group<'d>, base: &Combined<'d>) -> bool {
        group.choice == Choice::AnyOf
            && group.arms.iter().any(|arm| {
                let arm = self.combine(arm);
                let says_nothing = |node: &Node<'d>| {
                    node.entries().all(|(key, value)| match key {
                        "type" => true,
                        "items" => !self.combine(&value.into()).says_something(),
                        other => matches!(
                            classify(other),
                            Keyword::Annotation | Keyword::Structure | Keyword::Combine
                        ),
                    })
                };
                arm.types.has(base.types)
                    && arm.own.iter().all(says_nothing)
                    && arm
                        .groups
                        .iter()
                        .all(|group| self.group_adds_nothing(group, base))
            })
    }

    /// The alternatives that can hold, each once; null is no alternative but makes the whole nullable.
    pub(super) fn possible(&self, group: &Group<'d>, base: &Combined<'d>) -> Vec<Schema<'d>> {
        let mut arms: Vec<Schema<'d>> = Vec::new();
        let mut nulls = 0;
        for arm in &group.arms {
            let combined = self.combine(arm);
            if self.is_null(arm) {
                nulls += 1;
            } else if !combined.never && self.compatible(base, &combined, 0) && !arms.contains(arm)
            {
                arms.push(arm.clone());
            }
        }
        if arms.is_empty() && nulls > 0 && (base.nullable || !base.typed) {
            return group
                .arms
                .iter()
                .filter(|arm| self.is_null(arm))
                .take(1)
                .cloned()
                .collect();
        }
        arms
    }

    /// Whether an alternative stands for null: it is null, or all that it says is that null is allowed.
    pub(crate) fn is_null(&self, schema: &Schema<'d>) -> bool {
        if let [Part::Whole(node)] = schema.parts() {
            let says_so = node.get("nullable").and_then(Node::as_bool) == Some(true);
            if says_so && (only_annotates(*node) || self.is_null_as_object(*node)) {
                return true;
            }
        }
        self.combine(schema).is_null()
    }

    /// Whether `{type: object, nullable: true}` stands for null: beside a reference to what lists its values or is an
    /// object. In OpenAPI 3.0, `nullable` counts neither beside `$ref` nor without a type, so documents allow null
    /// like this. By the letter, any object would be valid, which is reported.
    fn is_null_as_object(&self, node: Node<'d>) -> bool {
        let is_any_object = node.entries().all(|(key, value)| match key {
            "type" => value.as_str() == Some("object"),
            other => matches!(
                classify(other),
                Keyword::Annotation | Keyword::Structure | Keyword::Unknown
            ),
        });
        let list = (node.parent()).filter(|list| matches!(list.key(), Some("anyOf" | "oneOf")));
        let mut others = (list.into_iter().flat_map(Node::items)).filter(|other| *other != node);
        let (true, Some(other), None) = (is_any_object, others.next(), others.next()) else {
            return false;
        };
        let referred = self.combine(&other.into());
        let is_known = referred.is_only(JsonType::Object) || referred.values.is_some();
        let stands_for_null = other.reference().is_some() && is_known && !referred.opaque;
        if stands_for_null {
            self.warn(node, "any-object", ANY_OBJECT, NULL_ONLY);
        }
        stands_for_null
    }

    /// Whether a value can satisfy both. Says yes if in doubt.
    pub(crate) fn compatible(&self, a: &Combined<'d>, b: &Combined<'d>, depth: u32) -> bool {
        if a.opaque || b.opaque {
            return true;
        }
        if a.never || b.never {
            return false;
        }
        if a.nullable && b.nullable {
            return true;
        }
        let types = a.types.and(b.types);
        if types.is_empty() {
            return false;
        }
        if let (Some(a), Some(b)) = (&a.values, &b.values)
            && !a
                .iter()
                .any(|value| b.iter().any(|other| value.is_equal(*other)))
        {
            return false;
        }
        for (values, other) in [(&a.values, b), (&b.values, a)] {
            if let Some(values) = values
                && !values
                    .iter()
                    .any(|value| other.types.has(JsonTypes::of(value.json_type())))
            {
                return false;
            }
        }
        types != JsonTypes::OBJECT || depth >= MOST_COMPARED || self.members_compatible(a, b, depth)
    }

    pub(super) fn members_compatible(
        &self,
        a: &Combined<'d>,
        b: &Combined<'d>,
        depth: u32,
    ) -> bool {
        let (few, many) = if a.properties.len() <= b.properties.len() {
            (a, b)
        } else {
            (b, a)
        };
        few.properties.iter().all(|(name, schema)| {
            let Some(other) = many.properties.get(name) else {
                return true;
            };
            schema == other
                || !(a.requires(name) || b.requires(name))
                || self.compatible(&self.combine(schema), &self.combine(other), depth + 1)
        })
    }
}

pub(super) fn group_node<'d>(flat: &Flat<'d>, position: usize) -> Option<Node<'d>> {
    flat.groups.get(position).and_then(|group| group.node)
}
