//! What callers see of a generated crate, read from its files.

use std::collections::{BTreeMap, BTreeSet};

use super::table::Table;

/// What callers see of a crate.
#[derive(Debug, Default)]
pub(super) struct Surface {
    /// Items by how callers write them: `Invite`, `user::invites::UserInvitesList`.
    pub(super) items: BTreeMap<String, Item>,
    /// Operations by how callers get to them: `user().invites().list`, with their items.
    pub(super) calls: BTreeMap<String, Call>,
    /// The words about the crate as a whole.
    pub(super) guide: String,
    /// What stands in `Cargo.toml`.
    pub(super) manifest: String,
    /// The examples that tests can be answered with.
    pub(super) examples: String,
    /// What the root exports of `runtime`.
    pub(super) exports: BTreeSet<String>,
    /// Files that are not Rust.
    pub(super) unread: Vec<String>,
}

/// How an operation is called.
#[derive(Debug)]
pub(super) struct Call {
    /// The key of its item.
    pub(super) item: String,
    /// Whether the method makes a request of the item, not the item itself.
    pub(super) is_request: bool,
    /// Whether the method that makes it is deprecated.
    pub(super) is_deprecated: bool,
}

/// What stands for the status of failures that have no entry of their own.
pub(super) const ANY_STATUS: &str = "";

/// A type, or a constant.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) kind: Kind,
    /// The cargo features that it is there with: each entry is one of which any suffices.
    pub(super) gates: BTreeSet<Gate>,
    pub(super) is_deprecated: bool,
    /// Whether callers can list all of its fields or variants.
    pub(super) is_exhaustive: bool,
    /// Public fields, or variants with what they hold.
    pub(super) parts: Vec<Part>,
    /// Constants of the type.
    pub(super) constants: Vec<Part>,
    /// Public functions.
    pub(super) functions: Vec<Function>,
    pub(super) tables: Vec<Table>,
    /// The address in the document that the table names.
    pub(super) source: Option<String>,
    /// What failures of an operation decode as, by their status: "`404`", or [`ANY_STATUS`].
    pub(super) failures: BTreeMap<String, String>,
    /// All lines of words about it, sorted: another order of fields means nothing to callers.
    pub(super) words: Vec<String>,
    /// The words of its code that is not read in another way, sorted.
    pub(super) code: Vec<String>,
}

/// Any of these features.
pub(super) type Gate = BTreeSet<String>;

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Struct,
    Enum,
    /// Another name for what this text says.
    Alias(String),
    /// A constant of this type, with this value.
    Constant(String, Vec<(String, String)>),
}

impl Kind {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Struct => "a struct",
            Self::Enum => "an enum",
            Self::Alias(_) => "another name",
            Self::Constant(..) => "a constant",
        }
    }

    /// What is said of an item that is new.
    pub(super) fn says(&self) -> String {
        match self {
            Self::Alias(definition) => format!("another name of `{definition}`"),
            other => other.name().to_owned(),
        }
    }
}

/// A field, a variant or a constant.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) name: String,
    /// Its type, or what the variant holds.
    pub(super) ty: String,
    /// The value of a constant.
    pub(super) value: String,
    pub(super) is_deprecated: bool,
}

/// A function of a type.
#[derive(Clone, Debug)]
pub(super) struct Function {
    pub(super) name: String,
    /// What is passed, but for `self` and the client.
    pub(super) parameters: Vec<(String, String)>,
    /// What comes back.
    pub(super) output: String,
    /// What comes back, as a path: `crate::user::UserApi`; of a request, the path of its inputs.
    pub(super) path: Vec<String>,
    /// Whether what comes back is a request of the inputs, not these themselves.
    pub(super) is_request: bool,
    pub(super) is_deprecated: bool,
}

impl Item {
    pub(super) fn is_operation(&self) -> bool {
        self.tables.iter().any(|table| table.name == "operation")
    }
}

/// What types are called now, by what they were called.
pub(super) type Renames = BTreeMap<String, String>;

impl Surface {
    /// Calls types what they are called now.
    pub(super) fn rename(&mut self, renames: &Renames) {
        let name = |text: &mut String| *text = renamed(text, renames);
        for item in self.items.values_mut() {
            let parts = item.parts.iter_mut().chain(&mut item.constants);
            parts.for_each(|part| name(&mut part.ty));
            for function in &mut item.functions {
                name(&mut function.output);
                function.parameters.iter_mut().for_each(|(_, ty)| name(ty));
            }
            item.tables
                .iter_mut()
                .for_each(|table| name(&mut table.head));
            item.failures.values_mut().for_each(name);
            item.code.iter_mut().for_each(name);
            item.code.sort();
            match &mut item.kind {
                Kind::Alias(target) | Kind::Constant(target, _) => name(target),
                Kind::Struct | Kind::Enum => {}
            }
        }
        for call in self.calls.values_mut() {
            name(&mut call.item);
        }
        let items = std::mem::take(&mut self.items);
        self.items = items
            .into_iter()
            .map(|(key, item)| (renamed(&key, renames), item))
            .collect();
    }

    /// The item that a type is another name of, or the item itself.
    pub(super) fn definition<'s>(&'s self, name: &'s str) -> Option<(&'s str, &'s Item)> {
        let (mut name, mut item) = (name, self.items.get(name)?);
        // A name of a name of itself would be no Rust.
        for _ in 0..self.items.len() {
            match &item.kind {
                Kind::Alias(target) => match self.items.get_key_value(target) {
                    Some((other, found)) => (name, item) = (other, found),
                    None => break,
                },
                _ => break,
            }
        }
        Some((name, item))
    }

    /// The types that callers send: those of inputs, and all that these hold.
    pub(super) fn sent(&self) -> BTreeSet<&str> {
        self.reached(self.calls.values().map(|call| call.item.as_str()).collect())
    }

    /// The types that callers receive: those that answers decode as, and all that these hold.
    pub(super) fn received(&self) -> BTreeSet<&str> {
        let calls = self.calls.values();
        let operations = calls.filter_map(|call| self.items.get(&call.item));
        let outputs = operations.flat_map(|item| {
            let heads = item.tables.iter().map(|table| &table.head);
            heads.chain(item.failures.values())
        });
        let names = outputs.flat_map(|text| words(text));
        self.reached(names.collect())
    }

    /// Items of these names, and all that they hold.
    fn reached<'s>(&'s self, mut open: Vec<&'s str>) -> BTreeSet<&'s str> {
        let mut reached = BTreeSet::new();
        while let Some(name) = open.pop() {
            let Some(item) = self.items.get(name).filter(|_| reached.insert(name)) else {
                continue;
            };
            let texts = item.parts.iter().map(|part| part.ty.as_str());
            let texts = texts.chain(match &item.kind {
                Kind::Alias(target) => Some(target.as_str()),
                _ => None,
            });
            for word in texts.flat_map(words) {
                open.extend(self.items.get_key_value(word).map(|(key, _)| key.as_str()));
            }
        }
        reached
    }
}

/// A text with types called what they are called in `renames`.
pub(super) fn renamed(text: &str, renames: &Renames) -> String {
    let ends = |c: char| !c.is_alphanumeric() && c != '_';
    let pieces = text.split_inclusive(ends).map(|piece| {
        let word = piece.trim_end_matches(ends);
        let rest = piece.get(word.len()..).unwrap_or_default();
        (renames.get(word).map_or(word, String::as_str), rest)
    });
    pieces.flat_map(|(word, rest)| [word, rest]).collect()
}

/// The identifiers in the text of a type.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}
