//! Discriminators: which values mean which alternative.

use std::collections::HashMap;
use std::ptr;
use std::rc::Rc;

use super::constants::{common_test, disjoint, only_value, testable};
use super::dispatch::Tested;
use super::leaves::Leaf;
use super::{Plan, Word};
use crate::ir::{JsonType, Literal, Test};
use crate::read::node::Node;
use crate::read::schema::{Combined, Part, Schemas};
use crate::read::tree::NodeId;

/// Tests by a discriminator; `None` if two alternatives would have the same value, or one has values that cannot be
/// tested. Where a base is one of its alternatives itself, it is what its subtypes leave.
pub(super) fn by_discriminator<'a, 'd>(
    schemas: &Schemas<'d>,
    leaves: &[&'a Leaf<'d>],
    discriminator: Node<'d>,
    base: Option<&Leaf<'d>>,
) -> Option<Vec<Tested<'a, 'd>>> {
    let property = property_of(discriminator)?;
    if !leaves
        .iter()
        .any(|leaf| has_member(schemas, leaf, property))
    {
        let message = format!("no alternative has the member `{property}`");
        schemas.warn(discriminator, "undescribed-discriminator", message, WITHOUT);
    }
    let mapping = Mapping::of(schemas, discriminator);
    let mut used: Vec<Literal> = Vec::new();
    let mut found = Vec::new();
    let mut fallback = Vec::new();
    let mut all = mapping.values_for_all(schemas, leaves, property)?;
    leave_to_others(&mut all, base);
    for (leaf, values) in all {
        if values.is_empty() {
            fallback.push(Tested {
                leaf,
                tests: vec![Test::Type(JsonType::Object)],
                word: None,
            });
            continue;
        }
        if !disjoint(&values, &used) {
            return None;
        }
        used.extend(values.iter().cloned());
        let tests = vec![Test::Is(property.to_owned(), values)];
        found.push(Tested {
            leaf,
            // What has alternatives of its own is more than one value of theirs.
            word: only_value(&tests)
                .filter(|_| leaf.nested.is_none())
                .map(Word::Discriminator),
            tests,
        });
    }
    if fallback.len() > 1 {
        return None;
    }
    found.extend(fallback);
    Some(found)
}

/// What one alternative lists as its own is not that of alternatives in another one, or of the base, which list more.
fn leave_to_others<'d>(all: &mut [(&Leaf<'d>, Vec<Literal>)], base: Option<&Leaf<'d>>) {
    let is_base = |leaf: &Leaf<'d>| base.is_some_and(|base| ptr::eq(base, leaf));
    let (wider, others): (Vec<_>, Vec<_>) =
        (all.iter_mut()).partition(|(leaf, _)| leaf.nested.is_some() || is_base(leaf));
    for (leaf, values) in wider {
        let is_left = |value: &&Literal| !others.iter().any(|(_, others)| others.contains(value));
        let left: Vec<Literal> = values.iter().filter(is_left).cloned().collect();
        if !left.is_empty() || is_base(leaf) {
            *values = left;
        }
    }
}

const WITHOUT: &str =
    "a value without it is none of them; perhaps it is a member of what is around the alternatives";

/// Whether an alternative, or one in it, describes or requires a member.
fn has_member<'d>(schemas: &Schemas<'d>, leaf: &Leaf<'d>, name: &str) -> bool {
    let has =
        |combined: &Combined<'d>| combined.properties.contains_key(name) || combined.requires(name);
    let inside = |plan: &Rc<Plan<'d>>| {
        let mut arms = plan.arms.iter();
        arms.any(|arm| has(&schemas.combine(&arm.schema)))
    };
    has(&leaf.combined) || leaf.nested.as_ref().is_some_and(inside)
}

/// The member that a discriminator names; Swagger has the name alone.
pub(super) fn property_of(discriminator: Node<'_>) -> Option<&str> {
    let name = discriminator.get("propertyName").unwrap_or(discriminator);
    name.as_str()
}

/// `mapping`: from schemas to values.
struct Mapping {
    values: HashMap<NodeId, Vec<String>>,
    default: Option<NodeId>,
}

impl Mapping {
    /// Reads the `mapping` of a discriminator. What leads nowhere is reported.
    fn of<'d>(schemas: &Schemas<'d>, discriminator: Node<'d>) -> Self {
        let mut values: HashMap<NodeId, Vec<String>> = HashMap::new();
        for (value, target) in discriminator
            .get("mapping")
            .into_iter()
            .flat_map(Node::entries)
        {
            if let Some(node) = mapped(schemas, target) {
                values
                    .entry(anchor(schemas, node))
                    .or_default()
                    .push(value.to_owned());
            }
        }
        let default = discriminator
            .get("defaultMapping")
            .and_then(|target| mapped(schemas, target));
        Self {
            values,
            default: default.map(|node| anchor(schemas, node)),
        }
    }

    /// The values that mean each alternative. A list of values that several have in common lists the names of
    /// all: of these, its own means each.
    fn values_for_all<'a, 'd>(
        &self,
        schemas: &Schemas<'d>,
        leaves: &[&'a Leaf<'d>],
        property: &str,
    ) -> Option<Vec<(&'a Leaf<'d>, Vec<Literal>)>> {
        let mut all: Vec<(&'a Leaf<'d>, Vec<Literal>)> = leaves
            .iter()
            .map(|leaf| Some((*leaf, self.values_for(schemas, leaf, property)?)))
            .collect::<Option<_>>()?;
        let mut uses: HashMap<String, usize> = HashMap::new();
        for text in all
            .iter()
            .flat_map(|(_, values)| values)
            .filter_map(text_of)
        {
            *uses.entry(text.to_owned()).or_default() += 1;
        }
        let is_shared = |value: &Literal| {
            text_of(value).is_some_and(|text| uses.get(text).is_some_and(|uses| *uses > 1))
        };
        for (leaf, values) in &mut all {
            let own = schemas.anchor(&leaf.schema).and_then(own_value);
            let own = own.map(|value| Literal::Text(value.to_owned()));
            if let Some(own) =
                own.filter(|own| values.contains(own) && values.iter().any(is_shared))
            {
                *values = vec![own];
            }
        }
        Some(all)
    }

    /// The values that mean an alternative: those of the mapping, else what it declares itself, else those that its
    /// member lists, else its name. `None` if it lists values that cannot be tested.
    fn values_for<'d>(
        &self,
        schemas: &Schemas<'d>,
        leaf: &Leaf<'d>,
        property: &str,
    ) -> Option<Vec<Literal>> {
        let anchor = schemas.anchor(&leaf.schema);
        let mut named: Vec<NodeId> = anchor
            .map(Node::identity)
            .into_iter()
            .chain(reference_of(schemas, leaf))
            .collect();
        named.dedup();
        let mapped: Vec<&String> = named
            .iter()
            .filter_map(|id| self.values.get(id))
            .flatten()
            .collect();
        if !mapped.is_empty() {
            let values = mapped.into_iter().cloned().map(Literal::Text);
            return Some(values.collect());
        }
        if self.default.is_some_and(|default| named.contains(&default)) {
            return Some(Vec::new());
        }
        let declared = anchor.filter(|_| leaf.nested.is_none()).and_then(declared);
        if let Some(value) = declared {
            return Some(vec![Literal::Text(value.to_owned())]);
        }
        let nested = leaf
            .nested
            .as_deref()
            .and_then(common_test)
            .filter(|(name, _)| name == property);
        if let Some((_, values)) = nested {
            return Some(values);
        }
        if let Some(plan) = &leaf.nested
            && let Some(values) = listed_by_all(schemas, plan, property)
        {
            return Some(values);
        }
        match listed(schemas, &leaf.combined, property) {
            Some(member) => testable(&member),
            None => {
                let name = anchor.and_then(component_name);
                let values = name.map(|name| Literal::Text(name.to_owned()));
                Some(values.into_iter().collect())
            }
        }
    }
}

/// Whether the member of a discriminator lists the values that there are, and there is no mapping that says more.
pub(super) fn lists_values<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
    discriminator: Node<'d>,
) -> bool {
    let property = property_of(discriminator).filter(|_| discriminator.get("mapping").is_none());
    property.is_some_and(|property| listed(schemas, combined, property).is_some())
}

/// A member, if it lists its values.
fn listed<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
    property: &str,
) -> Option<Rc<Combined<'d>>> {
    let member = schemas.combine(combined.properties.get(property)?);
    let lists_values = |values: &Vec<Node<'d>>| !values.is_empty();
    let is_listed = member.values.as_ref().is_some_and(lists_values);
    is_listed.then_some(member)
}

/// The values of a member that all alternatives in an alternative list.
fn listed_by_all<'d>(
    schemas: &Schemas<'d>,
    plan: &Plan<'d>,
    property: &str,
) -> Option<Vec<Literal>> {
    let mut all: Vec<Literal> = Vec::new();
    for arm in &plan.arms {
        let member = listed(schemas, &schemas.combine(&arm.schema), property)?;
        for value in testable(&member)? {
            if !all.contains(&value) {
                all.push(value);
            }
        }
    }
    Some(all)
}

fn text_of(literal: &Literal) -> Option<&str> {
    match literal {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}

/// The component that an alternative refers to, before it is looked through.
fn reference_of<'d>(schemas: &Schemas<'d>, leaf: &Leaf<'d>) -> Option<NodeId> {
    leaf.schema.parts().iter().find_map(|part| match part {
        Part::Whole(node) => schemas.target(*node).map(Node::identity),
        _ => None,
    })
}

fn anchor<'d>(schemas: &Schemas<'d>, node: Node<'d>) -> NodeId {
    schemas.anchor(&node.into()).unwrap_or(node).identity()
}

/// The schema that a value of `mapping` names: by reference, or by the name of a component.
pub(super) fn mapped<'d>(schemas: &Schemas<'d>, target: Node<'d>) -> Option<Node<'d>> {
    let text = target.as_str()?;
    if !text.contains(['/', '#']) {
        let component = schemas
            .documents
            .root()
            .descend(["components", "schemas", text]);
        if component.is_some() {
            return component;
        }
    }
    schemas.diagnostics.ok(schemas.documents.resolve(target))
}

/// The value that means a schema wherever nothing else says so.
pub(super) fn own_value(node: Node<'_>) -> Option<&str> {
    declared(node).or_else(|| component_name(node))
}

/// The value that a schema gives itself, by a widespread extension: it knows no mapping, so that a subtype can be added
/// without a change of its base.
fn declared(node: Node<'_>) -> Option<&str> {
    node.extension("discriminator-value")?.as_str()
}

/// The name of a component.
fn component_name(node: Node<'_>) -> Option<&str> {
    let section = node.parent()?;
    matches!(section.key(), Some("schemas" | "definitions" | "$defs")).then(|| node.key())?
}
