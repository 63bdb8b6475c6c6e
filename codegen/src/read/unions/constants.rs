//! Values that members are known by.

use crate::ir::{Literal, Test};
use crate::read::schema::{Combined, Schema, Schemas};

use super::Plan;

/// Whether two lists have no value in common.
pub(super) fn disjoint(some: &[Literal], others: &[Literal]) -> bool {
    !some.iter().any(|value| others.contains(value))
}

/// The values that a member can have, if they are listed and can be tested.
pub(super) fn values_of<'d>(schemas: &Schemas<'d>, schema: &Schema<'d>) -> Option<Vec<Literal>> {
    let combined = schemas.combine(schema);
    (!combined.nullable).then(|| testable(&combined)).flatten()
}

/// The values apart from null, if they are listed and can be tested.
pub(super) fn testable(combined: &Combined<'_>) -> Option<Vec<Literal>> {
    let values = combined
        .values
        .as_ref()
        .filter(|values| !values.is_empty())?;
    let literals: Vec<Literal> = values.iter().map(|value| value.literal()).collect();
    literals
        .iter()
        .all(|literal| {
            matches!(
                literal,
                Literal::Text(_) | Literal::Int(_) | Literal::Bool(_)
            )
        })
        .then_some(literals)
}

/// The member by which all alternatives of a union are told, with all values.
pub(super) fn common_test(plan: &Plan<'_>) -> Option<(String, Vec<Literal>)> {
    let mut common: Option<(String, Vec<Literal>)> = None;
    for arm in &plan.arms {
        let [Test::Is(name, values)] = arm.tests.as_slice() else {
            return None;
        };
        match &mut common {
            Some((known, all)) if known == name => all.extend(values.iter().cloned()),
            Some(_) => return None,
            None => common = Some((name.clone(), values.clone())),
        }
    }
    common
}

/// The value that one member has to have, if it is one only.
pub(super) fn only_value(tests: &[Test]) -> Option<String> {
    tests.iter().find_map(|test| match test {
        Test::Is(name, values) | Test::May(name, values) => match values.as_slice() {
            [Literal::Text(text)] if !text.is_empty() => Some(text.clone()),
            [Literal::Int(value)] => Some(format!("{name} {value}")),
            [Literal::Bool(value)] => Some(format!("{name} {value}")),
            _ => None,
        },
        _ => None,
    })
}
