//! What `codegen.toml` could say of a document that says nothing of it itself.
//!
//! [`advice`](crate::advice()) guesses by names that are in common use, and tries each guess: what it counts are the
//! lists that have pages once the guess is part of the configuration.

use std::fmt;

use crate::config::{OperationKey, PaginationSettings};

/// What the configuration could say. [`Display`](fmt::Display) writes it as a part of `codegen.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// How most lists have pages.
    pub pagination: Option<Pages>,
    /// How other lists have them, by operation.
    pub operations: Vec<(OperationKey, PaginationSettings)>,
    /// What the paths start with.
    pub base: Option<Base>,
}

/// How lists have pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// What the configuration says of it.
    pub settings: PaginationSettings,
    /// How many lists have pages then.
    pub lists: usize,
}

/// What paths start with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The start.
    pub path: String,
    /// How many operations have it.
    pub operations: usize,
    /// How many have not.
    pub others: usize,
}

impl Advice {
    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(pages) = &self.pagination {
            let which = match pages.lists {
                1 => "one list".to_owned(),
                lists => format!("{lists} lists"),
            };
            writeln!(f, "# The pages of {which}.")?;
            table("pagination", &pages.settings, f)?;
        }
        if !self.operations.is_empty() {
            writeln!(
                f,
                "# Lists with pages of another kind, or with items elsewhere."
            )?;
        }
        for (key, settings) in &self.operations {
            let name = format!("operations.{}.pagination", text(&key.to_string()));
            table(&name, settings, f)?;
        }
        if let Some(base) = &self.base {
            let Base {
                operations, others, ..
            } = base;
            let which = match others {
                0 => "all paths start with.".to_owned(),
                1 => format!("the paths of {operations} operations start with; 1 is as before."),
                _ => format!(
                    "the paths of {operations} operations start with; {others} are as before."
                ),
            };
            writeln!(f, "# What {which}")?;
            writeln!(f, "[resources]\nbase = {}", text(&base.path))?;
        }
        Ok(())
    }
}

/// A table, and an empty line.
fn table(name: &str, settings: &PaginationSettings, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let keys = toml::to_string(settings).map_err(|_| fmt::Error)?;
    writeln!(f, "[{name}]\n{keys}")
}

/// A string of TOML.
fn text(text: &str) -> String {
    toml::Value::from(text).to_string()
}
