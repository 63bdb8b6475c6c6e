//! Finds out which alternative of a union a value is.

use jiter::Peek;

use super::decode::Decoder;
use super::error::DecodeError;
use crate::model::{Others, Union};
use crate::validate;

impl Decoder<'_> {
    /// Reads a value into the first alternative whose tests hold, or else into the unknown one.
    ///
    /// What an alternative was recognised by is taken as proof: if the value is not right then, that is
    /// an error. Only where the last resort, `Decodes`, is among the tests, or a member that would
    /// tell is not there and another alternative does without it, too, an error in the value speaks for the
    /// next alternative. So does a violation, if there is an alternative without one: what violates all that can
    /// be read is the first of them.
    ///
    /// Where anything is valid nothing is proof: what the alternative cannot hold is a value that it does not describe.
    pub(super) fn union(&mut self, union: &mut dyn Union, peek: Peek) -> Result<(), DecodeError> {
        let table = union.table();
        let start = self.json.clone();
        let outline = self.outline(table, peek)?;
        self.json = start.clone();
        let passing = || table.arms.iter().filter(|arm| outline.passes(arm));
        let is_only = passing().nth(1).is_none();
        let mut first = None;
        for arm in passing() {
            if first.is_none() && outline.proves(arm, is_only) {
                let levels = self.levels;
                let read = self.value(union.hold(Some(arm.variant)), peek);
                if read.is_ok() || table.others == Others::Invalid {
                    return read;
                }
                self.levels = levels;
                self.json = start;
                return self.value(union.hold(None), peek);
            }
            let Some(trials) = self.trials.checked_sub(outline.text.len()) else {
                break;
            };
            self.trials = trials;
            let levels = self.levels;
            if self.value(union.hold(Some(arm.variant)), peek).is_ok() {
                let look = self.trials.checked_sub(outline.text.len());
                let Some(trials) = look.filter(|_| !is_only) else {
                    return Ok(());
                };
                self.trials = trials;
                if validate::holds(union.held().1, arm.facts) {
                    return Ok(());
                }
                first = first.or(Some(arm.variant));
            }
            self.levels = levels;
            self.json = start.clone();
        }
        self.value(union.hold(first), peek)
    }
}
