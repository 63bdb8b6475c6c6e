//! Where in a value something is.

use std::borrow::Cow;
use std::fmt;

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To a member of an object.
    Member(Cow<'static, str>),
    /// To an item of an array.
    Item(usize),
}

impl From<&'static str> for Step {
    fn from(name: &'static str) -> Self {
        Self::Member(name.into())
    }
}

impl From<String> for Step {
    fn from(name: String) -> Self {
        Self::Member(name.into())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Item(index)
    }
}

/// The steps from the innermost to the outermost: they are noted on the way out, when it is known that
/// something is wrong, so that values that are right pay nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trail(Vec<Step>);

impl Trail {
    pub(crate) fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// Adds the steps of a value inside of this one.
    pub(crate) fn append(&mut self, inner: &Self) {
        self.0.extend(inner.0.iter().cloned());
    }
}

/// Written like `result[3].roles[0]` and `labels["a b"]`; the whole value is written as nothing.
impl fmt::Display for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().rev().enumerate() {
            match step {
                Step::Item(index) => write!(f, "[{index}]")?,
                Step::Member(name) if !is_plain(name) => write!(f, "[{name:?}]")?,
                Step::Member(name) if position == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@'))
}
