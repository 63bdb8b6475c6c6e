//! What `codegen.toml` could say of a document that says nothing of it itself.
//!
//! [`advice`](crate::advice()) guesses by names that are in common use, and tries each guess: what it counts are the
//! lists that have pages once the guess is part of the configuration.

use std::fmt;

use crate::config::{Items, OperationKey, PaginationSettings};

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
    let (strategy, keys) = said(settings);
    writeln!(f, "[{name}]\nstrategy = {}", text(strategy))?;
    for (key, value) in keys {
        if let Some(value) = value {
            writeln!(f, "{key} = {value}")?;
        }
    }
    writeln!(f)
}

/// The strategy, and what is said of it, as values of TOML.
fn said(settings: &PaginationSettings) -> (&'static str, Vec<(&'static str, Option<String>)>) {
    let path = |path: &Option<String>| path.as_deref().map(text);
    let (strategy, mut keys) = match settings {
        PaginationSettings::Page {
            page,
            first_page,
            total,
            total_pages,
            items: _,
        } => {
            let first = first_page.map(|first| first.to_string());
            let keys = vec![
                ("page", Some(text(page))),
                ("first_page", first),
                ("total", path(total)),
                ("total_pages", path(total_pages)),
            ];
            ("page", keys)
        }
        PaginationSettings::Offset {
            offset,
            total,
            items: _,
        } => {
            let keys = vec![("offset", Some(text(offset))), ("total", path(total))];
            ("offset", keys)
        }
        PaginationSettings::Cursor {
            cursor,
            next,
            items: _,
        } => {
            let keys = vec![("cursor", Some(text(cursor))), ("next", Some(text(next)))];
            ("cursor", keys)
        }
        PaginationSettings::After {
            after,
            item,
            more,
            items: _,
        } => {
            let keys = vec![
                ("after", Some(text(after))),
                ("item", Some(text(item))),
                ("more", path(more)),
            ];
            ("after", keys)
        }
        PaginationSettings::Link { next, items: _ } => ("link", vec![("next", path(next))]),
        PaginationSettings::None => ("none", Vec::new()),
    };
    keys.push(("items", settings.items().map(items)));
    (strategy, keys)
}

fn items(items: &Items) -> String {
    match items {
        Items::One(entry) => text(entry),
        Items::Several(entries) => {
            let entries: Vec<String> = entries.iter().map(|entry| text(entry)).collect();
            format!("[{}]", entries.join(", "))
        }
    }
}

/// A string of TOML.
fn text(text: &str) -> String {
    toml::Value::from(text).to_string()
}
