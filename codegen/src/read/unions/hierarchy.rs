//! Base types: a discriminator on a schema that others refer to in their `allOf`.

use std::ptr;
use std::rc::Rc;

use super::discriminator;
use super::dispatch::Tested;
use super::leaves::Leaf;
use super::{Plan, PlannedArm};
use crate::ir::{JsonType, Literal, Others, Test};
use crate::read::node::Node;
use crate::read::schema::{Combined, Part, Schema, Schemas};

/// How many subtypes are looked for.
const MOST_SUBTYPES: usize = 2_000;

/// The union of the subtypes of a base; `None` if the schema is no such base.
pub(crate) fn hierarchy<'d>(
    schemas: &Schemas<'d>,
    schema: &Schema<'d>,
    combined: &Rc<Combined<'d>>,
) -> Option<Plan<'d>> {
    if combined.values.is_some() || !combined.is_only(JsonType::Object) {
        return None;
    }
    let base = schemas.anchor(schema)?;
    let discriminator = base.get("discriminator")?;
    let subtypes = subtypes(schemas, base, discriminator);
    if subtypes.is_empty() {
        return None;
    }
    let leaves: Vec<Leaf<'d>> = subtypes.iter().map(|node| leaf(schemas, *node)).collect();
    let is_mapped = is_mapped(schemas, base, discriminator);
    let itself = is_mapped.then(|| base_itself(base, combined));
    let all: Vec<&Leaf<'d>> = leaves.iter().chain(&itself).collect();
    let mut tested =
        discriminator::by_discriminator(schemas, &all, discriminator, itself.as_ref())?;
    if discriminator::lists_values(schemas, combined, discriminator) {
        let is_itself = |leaf| itself.as_ref().is_some_and(|base| ptr::eq(base, leaf));
        tested.retain(|one| !is_itself(one.leaf) || !is_left_nothing(&one.tests));
    }
    let arms = tested.into_iter().map(|Tested { leaf, tests, word }| {
        let tests = with_name_of_base(tests, discriminator, &leaf.schema, base);
        PlannedArm {
            schema: leaf.schema.clone(),
            tests,
            word,
        }
    });
    let (others, of_others) = if is_mapped {
        (Others::Invalid, None)
    } else {
        (Others::Valid, Some(Schema::from(base)))
    };
    Some(Plan {
        arms: arms.collect(),
        others,
        of_others,
    })
}

fn leaf<'d>(schemas: &Schemas<'d>, node: Node<'d>) -> Leaf<'d> {
    let schema = Schema::from(node);
    let combined = schemas.combine(&schema);
    Leaf {
        schema,
        types: combined.types,
        combined,
        nested: None,
    }
}

/// The base as a struct of its own.
fn base_itself<'d>(base: Node<'d>, combined: &Rc<Combined<'d>>) -> Leaf<'d> {
    let parts = combined
        .own
        .iter()
        .map(|node| Part::Own(*node))
        .chain([Part::Own(base)]);
    Leaf {
        schema: Schema::all(parts),
        combined: Rc::clone(combined),
        types: combined.types,
        nested: None,
    }
}

/// Whether no value of the discriminator means an alternative.
fn is_left_nothing(tests: &[Test]) -> bool {
    tests == [Test::Type(JsonType::Object)]
}

/// The base is known by the values that the mapping gives it.
fn with_name_of_base<'d>(
    tests: Vec<Test>,
    discriminator: Node<'d>,
    schema: &Schema<'d>,
    base: Node<'d>,
) -> Vec<Test> {
    let is_base = schema.parts().contains(&Part::Own(base));
    let property = discriminator::property_of(discriminator);
    match (is_base, property, base.key()) {
        (true, Some(property), Some(key)) if is_left_nothing(&tests) => {
            let mapping = discriminator
                .get("mapping")
                .into_iter()
                .flat_map(Node::entries);
            let mut values: Vec<Literal> = mapping
                .filter(|(_, target)| {
                    target
                        .as_str()
                        .is_some_and(|text| text.rsplit('/').next() == Some(key))
                })
                .map(|(value, _)| Literal::Text(value.to_owned()))
                .collect();
            if values.is_empty() {
                let own = discriminator::own_value(base).unwrap_or(key);
                values.push(Literal::Text(own.to_owned()));
            }
            vec![Test::Is(property.to_owned(), values)]
        }
        _ => tests,
    }
}

/// Whether values of the base itself are one of the alternatives: its name means it where nothing is mapped.
fn is_mapped<'d>(schemas: &Schemas<'d>, base: Node<'d>, discriminator: Node<'d>) -> bool {
    let mapping = discriminator
        .get("mapping")
        .into_iter()
        .flat_map(Node::entries);
    discriminator.get("mapping").is_none()
        || mapping
            .filter_map(|(_, target)| discriminator::mapped(schemas, target))
            .any(|target| target == base)
}

/// Everything that refers to the base in its `allOf`, directly or through others, and what the mapping names. A
/// subtype that is the base of others is taken apart into these.
fn subtypes<'d>(schemas: &Schemas<'d>, base: Node<'d>, discriminator: Node<'d>) -> Vec<Node<'d>> {
    let mut found: Vec<Node<'d>> = Vec::new();
    let mut seen = vec![base];
    let mut waiting: Vec<Node<'d>> = schemas.subtypes_of(base).iter().rev().copied().collect();
    while let Some(node) = waiting.pop() {
        if seen.contains(&node) || seen.len() > MOST_SUBTYPES {
            continue;
        }
        seen.push(node);
        let below = schemas.subtypes_of(node);
        waiting.extend(below.iter().rev());
        if below.is_empty() || node.get("discriminator").is_none() {
            found.push(node);
        }
    }
    for (_, target) in discriminator
        .get("mapping")
        .into_iter()
        .flat_map(Node::entries)
    {
        if let Some(node) = discriminator::mapped(schemas, target)
            && !seen.contains(&node)
        {
            seen.push(node);
            found.push(node);
        }
    }
    found
}
