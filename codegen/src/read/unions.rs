//! `anyOf` and `oneOf`: what the alternatives become, and how a value is told to be one of them.
//!
//! What can be said without a union is: alternatives that only require members are a note, constants are an open
//! enum, several strings are one string, several arrays are an array of either item. Alternatives of `anyOf` that are
//! objects may hold at once, so they become one struct with the members of all, required only where all
//! require them, unless they contradict each other in a constant, or each is a component that has a required
//! member which the others do not have.
//!
//! For everything else the dispatch is decided here, in this order: the discriminator, a constant member, the
//! JSON type, members that are required in one alternative and unknown in the others. Only where none of these
//! tells two alternatives apart, they are tried in turn, and a warning says so.

mod constants;
mod decision;
mod define;
mod discriminator;
mod dispatch;
mod hierarchy;
mod leaves;
mod requirements;

use std::rc::Rc;

use self::decision::Decision;
pub(super) use self::define::{define, wrap};
pub(super) use self::hierarchy::hierarchy;
pub(super) use self::leaves::Choices;
pub(super) use self::leaves::is_closing;
use self::leaves::{Leaves, Nested, alternatives};
use self::requirements::only_requires;
pub(super) use self::requirements::{
    is_needs, joined, needs, notes, only_required, requirements, united,
};
use super::schema::{Choice, Combined, Group, Schema, Schemas};
use super::types::{Shape, plain_shape};
use crate::ir::{JsonType, Others, Test};

/// How many alternatives a union may have.
const MOST_ARMS: usize = 2_000;

/// A union before its alternatives are lowered.
#[derive(Clone, Debug)]
pub(crate) struct Plan<'d> {
    arms: Vec<PlannedArm<'d>>,
    others: Others,
    /// What holds of the others, if they are valid.
    of_others: Option<Schema<'d>>,
}

impl<'d> Plan<'d> {
    /// Alternatives of which a valid value is one.
    fn closed(arms: Vec<PlannedArm<'d>>) -> Self {
        Self {
            arms,
            others: Others::Invalid,
            of_others: None,
        }
    }
}

/// An alternative before it is lowered.
#[derive(Clone, Debug)]
struct PlannedArm<'d> {
    schema: Schema<'d>,
    tests: Vec<Test>,
    /// The value that means it, if there is one only.
    word: Option<Word>,
}

/// The value that means an alternative.
#[derive(Clone, Debug)]
enum Word {
    /// Of the discriminator.
    Discriminator(String),
    /// Of a member that happens to tell it apart.
    Constant(String),
}

/// The shape of a schema with alternatives.
pub(super) fn shape<'d>(
    schemas: &Schemas<'d>,
    schema: &Schema<'d>,
    combined: &Rc<Combined<'d>>,
) -> Shape<'d> {
    let Some((group, others)) = main_group(schemas, combined) else {
        return plain_shape(schemas, schema, &Rc::new(combined.without_groups()));
    };
    let arms = alternatives(schemas, combined, group, &others);
    let found = Leaves::of(schemas, &arms, Nested::Kept);
    if found.list.len() > MOST_ARMS {
        return Shape::Unclear("it has too many alternatives");
    }
    if found.list.is_empty() && found.anything {
        return Shape::Anything;
    }
    let has_nested = found.list.iter().any(|leaf| leaf.nested.is_some());
    let decision = Decision::new(schemas, combined, group, found);
    let shape = decision.shape();
    if !is_ambiguous(&shape) {
        return shape;
    }
    // A union in it cannot be told from the others as a whole: perhaps its alternatives can.
    if has_nested {
        let apart = Leaves::of(schemas, &arms, Nested::TakenApart);
        let shape = Decision::new(schemas, combined, group, apart).shape();
        if !is_ambiguous(&shape) {
            return shape;
        }
    }
    decision.report_ambiguous();
    shape
}

/// Whether some alternatives have to be tried.
fn is_ambiguous(shape: &Shape<'_>) -> bool {
    match shape {
        Shape::Union(plan) => {
            let is_tried = |arm: &&PlannedArm<'_>| {
                let has_form = arm.tests.iter().any(|test| matches!(test, Test::Fits(..)));
                arm.tests.contains(&Test::Decodes) && !has_form
            };
            let tried = plan.arms.iter().filter(is_tried).count();
            let rest = plan
                .arms
                .iter()
                .filter(|arm| arm.tests == [Test::Type(JsonType::Object)])
                .count();
            tried > 1 || (tried == 1 && rest == 0)
        }
        _ => false,
    }
}

/// The shape of a schema that has several JSON types.
pub(super) fn of_types<'d>(schemas: &Schemas<'d>, alternatives: Vec<Schema<'d>>) -> Shape<'d> {
    let leaves = Leaves::of(schemas, &alternatives, Nested::Kept);
    let group = Group {
        choice: Choice::OneOf,
        node: None,
        arms: alternatives,
    };
    let base = Rc::new(schemas.combine(&Schema::all([])).as_ref().clone());
    Decision::new(schemas, &base, &group, leaves).shape()
}

/// The group that decides on the shape, and the others. `None` if all groups only require members.
fn main_group<'c, 'd>(
    schemas: &Schemas<'d>,
    combined: &'c Combined<'d>,
) -> Option<(&'c Group<'d>, Vec<&'c Group<'d>>)> {
    let mut groups = combined
        .groups
        .iter()
        .filter(|group| !only_requires(schemas, combined, group));
    let first = groups.next()?;
    Some((first, groups.collect()))
}
