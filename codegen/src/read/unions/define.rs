//! Lowers the alternatives of a union.

use super::{Plan, PlannedArm, Word};
use crate::ir::{Arm, Docs, Fact, JsonType, Others, Payload, Test, Type, TypeId, Union};
use crate::read::names::{ArmName, Place, arm_word, pending};
use crate::read::schema::{Combined, Part, Schema};
use crate::read::types::{Shape, Types, list_facts, loosely};

/// Lowers the alternatives of a union, and what stands beside them.
pub(in crate::read) fn define<'d>(
    types: &mut Types<'d>,
    id: TypeId,
    plan: &Plan<'d>,
    combined: &Combined<'d>,
) -> (Union, Vec<ArmName>) {
    let mut arms = Vec::new();
    let mut names = Vec::new();
    let owner = Place::Type(id);
    for planned in &plan.arms {
        let word = arm_place(types, planned);
        let lowered = types.value(&planned.schema, owner.arm(&word));
        let named = matches!(lowered.ty, Type::Named(_));
        let own_name = named && types.has_own_name(&planned.schema);
        names.push(match &planned.word {
            Some(Word::Discriminator(value)) => ArmName::Text(value.clone()),
            Some(Word::Constant(value)) if !own_name => ArmName::Text(value.clone()),
            _ if named && !own_name => ArmName::Text(word.clone()),
            _ => ArmName::Type,
        });
        let docs = lowered.docs.clone();
        let own = lowered.facts.iter().filter(|fact| !is_annotation(fact));
        let closing = types.closing(combined, &planned.schema);
        let facts = own.cloned().chain(closing).collect();
        arms.push(Arm {
            name: pending(),
            payload: Payload {
                ty: lowered.ty,
                facts,
            },
            converts: false,
            tests: planned.tests.clone(),
            docs: Docs {
                summary: docs.summary,
                description: docs.description,
                notes: docs.notes,
                ..Docs::default()
            },
        });
    }
    let of_others = plan.of_others.as_ref();
    (
        Union {
            arms,
            unknown: pending(),
            others: plan.others,
            facts: of_others.map_or_else(Vec::new, |schema| loosely(&types.schemas, schema)),
        },
        names,
    )
}

fn is_annotation(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Default(_) | Fact::ReadOnly | Fact::WriteOnly | Fact::Deprecated
    )
}

/// What the type of an alternative without a name is called after.
fn arm_place<'d>(types: &Types<'d>, planned: &PlannedArm<'d>) -> String {
    if let Some(Word::Discriminator(word) | Word::Constant(word)) = &planned.word {
        return word.clone();
    }
    let restricted = planned
        .schema
        .parts()
        .iter()
        .any(|part| matches!(part, Part::Types(_)));
    if let Some(Part::Whole(node)) = planned.schema.parts().first().filter(|_| !restricted) {
        return arm_word(*node);
    }
    let combined = types.combined(&planned.schema);
    match combined.types.single() {
        Some(JsonType::String) => "text",
        Some(JsonType::Array) => "list",
        Some(JsonType::Object) => "object",
        Some(JsonType::Integer) => "integer",
        Some(JsonType::Number) => "number",
        Some(JsonType::Boolean) => "boolean",
        Some(JsonType::Null) | None => "value",
    }
    .to_owned()
}

/// A union of one alternative, for a list that contains itself.
pub(in crate::read) fn wrap<'d>(
    types: &mut Types<'d>,
    id: TypeId,
    schema: &Schema<'d>,
    shape: &Shape<'d>,
) -> (Union, Vec<ArmName>) {
    let owner = Place::Type(id);
    let combined = types.combined(schema);
    let arm = match shape {
        Shape::List(Some(items)) => {
            let item = types.value(items, owner.item()).into_payload();
            Some((Type::List(Box::new(item.ty)), JsonType::Array))
        }
        _ => None,
    };
    let arms = arm.into_iter().map(|(ty, json)| Arm {
        name: pending(),
        payload: Payload {
            ty,
            facts: list_facts(&types.schemas, &combined),
        },
        converts: false,
        tests: vec![Test::Type(json)],
        docs: Docs::default(),
    });
    (
        Union {
            arms: arms.collect(),
            unknown: pending(),
            others: Others::Invalid,
            facts: Vec::new(),
        },
        vec![ArmName::Type],
    )
}
