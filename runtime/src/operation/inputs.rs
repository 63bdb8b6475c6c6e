//! The inputs of an operation, whatever its output.

use super::table::{In, OperationTable};
use crate::model::group::nothing;
use crate::model::{Place, Visit};
use crate::validate::{self, Violations};

/// The inputs of an operation, whatever its output: what the functions of this crate work with.
pub trait Inputs {
    /// See [`Operation::inputs`](super::Operation::inputs).
    fn inputs(&self, visit: &mut dyn Visit) -> &'static OperationTable;
}

impl dyn Inputs + '_ {
    /// The facts.
    pub(crate) fn table(&self) -> &'static OperationTable {
        self.inputs(&mut nothing)
    }
}

/// Checks inputs against their constraints.
pub(crate) fn check(
    table: &'static OperationTable,
    places: &[&dyn Place],
) -> Result<(), Violations> {
    let locations = table.locations.iter();
    let members = locations.map(|location| *location == In::Member);
    validate::inputs(table.inputs, places, members, table.body)
}
