//! Alternatives that only say which members have to be there.

use super::main_group;
use crate::ir::{Fact, JsonType};
use crate::read::node::Node;
use crate::read::schema::{Choice, Combined, Group, Keyword, Schema, Schemas, classify};
use crate::read::types::conditions;

/// Whether the alternatives differ only in which members have to be there.
pub(super) fn only_requires<'d>(
    schemas: &Schemas<'d>,
    base: &Combined<'d>,
    group: &Group<'d>,
) -> bool {
    group.arms.iter().all(|arm| {
        let arm = schemas.combine(arm);
        arm.groups.is_empty()
            && !arm.opaque
            && arm.own.iter().all(|node| {
                base.own.contains(node)
                    || node.entries().all(|(key, value)| match key {
                        "required" | "title" | "description" => true,
                        "type" => {
                            value.as_str() == Some("object") && base.is_only(JsonType::Object)
                        }
                        "properties" => value.entries().all(|(name, property)| {
                            base.properties.contains_key(name) && property.entries().len() == 0
                        }),
                        other => matches!(
                            classify(other),
                            Keyword::Annotation | Keyword::Structure | Keyword::Documented
                        ),
                    })
            })
    })
}

/// Sentences for the docs on which members have to be there in which alternatives.
pub(in crate::read) fn notes<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> Vec<String> {
    let requiring = combined
        .groups
        .iter()
        .filter(|group| only_requires(schemas, combined, group));
    requiring
        .filter_map(|group| note(schemas, combined, group))
        .collect()
}

/// Facts on which members have to be there in which alternatives.
pub(in crate::read) fn requirements<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
) -> Vec<Fact> {
    let requiring = combined
        .groups
        .iter()
        .filter(|group| only_requires(schemas, combined, group));
    requiring
        .filter_map(|group| {
            let sets = group.arms.iter();
            let sets: Option<Vec<Vec<Fact>>> = sets
                .map(|arm| requirement(schemas, combined, arm))
                .collect();
            match group.choice {
                Choice::OneOf => sets.map(Fact::OneOf),
                Choice::AnyOf => sets
                    .filter(|sets| sets.iter().all(|set| !set.is_empty()))
                    .map(Fact::AnyOf),
            }
        })
        .collect()
}

/// That of some sets of members one has to be there.
pub(in crate::read) fn needs(combined: &Combined<'_>) -> Option<Fact> {
    let sets = combined.needs.iter().map(|names| vec![required(names)]);
    (!combined.needs.is_empty()).then(|| Fact::AnyOf(sets.collect()))
}

/// Whether a fact says no more than that of some sets of members one has to be there.
pub(in crate::read) fn is_needs(fact: &Fact) -> bool {
    let only_requires = |set: &Vec<Fact>| matches!(set.as_slice(), [Fact::Required(_)]);
    matches!(fact, Fact::AnyOf(sets) if sets.iter().all(only_requires))
}

/// The alternatives that an object may have at once, whose members are together in one struct.
pub(in crate::read) fn united<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
) -> Option<Vec<Schema<'d>>> {
    let (group, _) = main_group(schemas, combined)?;
    (group.choice == Choice::AnyOf)
        .then(|| arms(schemas, group))
        .filter(|arms| arms.len() > 1)
}

/// The alternatives of what became one list or map.
pub(in crate::read) fn joined<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
) -> Vec<Schema<'d>> {
    main_group(schemas, combined).map_or_else(Vec::new, |(group, _)| arms(schemas, group))
}

fn arms<'d>(schemas: &Schemas<'d>, group: &Group<'d>) -> Vec<Schema<'d>> {
    let arms = group.arms.iter().filter(|arm| !schemas.is_null(arm));
    arms.cloned().collect()
}

/// What an alternative that only requires members says beyond what is required anyway; nothing if not all of it can
/// be said.
fn requirement<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
    arm: &Schema<'d>,
) -> Option<Vec<Fact>> {
    let arm = schemas.combine(arm);
    let names: Vec<&str> = arm
        .required
        .iter()
        .copied()
        .filter(|name| !combined.requires(name))
        .collect();
    let mut facts: Vec<Fact> = Vec::new();
    if !names.is_empty() {
        facts.push(required(&names));
    }
    let mut own = arm.own.clone();
    own.retain(|node| !combined.own.contains(node));
    facts.extend(conditions(schemas, &arm, &own)?);
    Some(facts)
}

/// A schema that says nothing but `required`, as a fact.
pub(in crate::read) fn only_required(node: Node<'_>) -> Option<Fact> {
    let names: Vec<&str> = node
        .get("required")?
        .items()
        .filter_map(Node::as_str)
        .collect();
    let alone = node.entries().all(|(key, value)| match key {
        "required" => true,
        "type" => value.as_str() == Some("object"),
        other => classify(other) == Keyword::Annotation,
    });
    (alone && !names.is_empty()).then(|| required(&names))
}

fn required(names: &[&str]) -> Fact {
    Fact::Required(names.iter().map(|name| (*name).to_owned()).collect())
}

fn note<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>, group: &Group<'d>) -> Option<String> {
    let mut sets = Vec::new();
    for arm in &group.arms {
        let arm = schemas.combine(arm);
        let names: Vec<String> = arm
            .required
            .iter()
            .filter(|name| !combined.requires(name))
            .map(|name| format!("`{name}`"))
            .collect();
        if names.is_empty() {
            return None;
        }
        sets.push(names.join(" and "));
    }
    let how = match group.choice {
        Choice::AnyOf => "At least one of these is needed",
        Choice::OneOf => "Exactly one of these is needed",
    };
    Some(format!("{how}: {}.", sets.join("; ")))
}
