//! Checks values against the constraints of their schema.

use crate::model::Model;

/// All constraints that a value violates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("violations")]
pub struct Violations(Vec<Violation>);

/// A constraint that a value violates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {}

pub(crate) fn model(_model: &dyn Model) -> Result<(), Violations> {
    Ok(())
}
