//! `codegen.toml`: what to generate from what, and what the document does not say.
//!
//! The file is read in two steps: [`ConfigFile`] is its shape, as editors see it; [`Config`] is what it means,
//! with typed keys and the place of each entry, so that an entry that matches nothing can be reported.

mod file;
mod key;
mod unknown;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

pub use file::{
    AuthSettings, BodyStyle, ClientSettings, ConfigFile, EnvelopeSettings, FeatureGroups,
    FeatureSettings, Naming, OperationSettings, PaginationSettings, ResourceSettings,
    SelectSettings, Selection, TypeSettings,
};
pub use key::{KeyStep, OperationKey, Part, PlaceKey, TypeKey};

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::suggest;

/// What the configuration says, with typed keys.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Path of the file itself, for diagnostics; empty if there is none.
    pub file: String,
    /// Path of the entry document.
    pub schema: Option<String>,
    /// Path of the folder of the generated crate.
    pub output: Option<String>,
    /// Name of the generated package.
    pub package: Option<String>,
    /// The client.
    pub client: ClientSettings,
    /// How answers are wrapped.
    pub envelope: Option<EnvelopeSettings>,
    /// How the pages of lists are walked through, unless an operation says else.
    pub pagination: Option<PaginationSettings>,
    /// What is said of single operations, sorted by key.
    pub operations: Vec<Entry<OperationKey, OperationSettings>>,
    /// What is said of single types, sorted by key.
    pub types: Vec<Entry<TypeKey, TypeSettings>>,
    /// How the resource tree is made.
    pub resources: ResourceSettings,
    /// Which operations are generated.
    pub select: SelectSettings,
    /// Which cargo features the generated crate has.
    pub features: FeatureSettings,
    /// Dev-dependencies of the generated crate.
    pub dev_dependencies: BTreeMap<String, toml::Value>,
}

/// An entry of a table whose keys name something in the document.
#[derive(Clone, Debug)]
pub struct Entry<K, S> {
    /// What it is about.
    pub key: K,
    /// The key as it is written.
    pub text: String,
    /// What it says.
    pub settings: S,
    /// Where it stands in `codegen.toml`.
    pub at: Location,
}

impl Config {
    /// Reads the text of `codegen.toml`. `file` is its path, for diagnostics. What cannot be understood is
    /// reported, and is missing in the result.
    #[must_use]
    pub fn parse(file: &str, text: &str, diagnostics: &Diagnostics) -> Self {
        let shape = file::parse(file, text, diagnostics);
        let place = Place { file, diagnostics };
        Self {
            file: file.to_owned(),
            schema: shape.schema,
            output: shape.output,
            package: shape.package,
            client: shape.client,
            envelope: shape.envelope,
            pagination: shape.pagination,
            operations: place.entries("/operations", shape.operations),
            types: place.entries("/types", shape.types),
            resources: shape.resources,
            select: shape.select,
            features: shape.features,
            dev_dependencies: shape.dev_dependencies,
        }
    }

    /// Where something stands in `codegen.toml`: `pointer` is a JSON pointer, e.g. `/select/include/paths/0`.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Location {
        Location::new(self.file.as_str(), pointer)
    }
}

/// Where the entries of a table stand.
struct Place<'a> {
    file: &'a str,
    diagnostics: &'a Diagnostics,
}

impl Place<'_> {
    fn entries<K, S>(
        &self,
        table: &str,
        entries: impl IntoIterator<Item = (String, S)>,
    ) -> Vec<Entry<K, S>>
    where
        K: std::str::FromStr<Err = Diagnostic>,
    {
        let typed = entries.into_iter().filter_map(|(text, settings)| {
            let at = Location::new(self.file, table).member(&text).key();
            let key = text
                .parse()
                .map_err(|error: Diagnostic| error.at(at.clone()));
            Some(Entry {
                key: self.diagnostics.ok(key)?,
                text,
                settings,
                at,
            })
        });
        typed.collect()
    }
}

/// Remembers which entries of the configuration matched something, to report the others.
#[derive(Debug, Default)]
pub(crate) struct Matched {
    places: RefCell<HashSet<Location>>,
}

impl Matched {
    /// None so far.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The entry at this place ([`Entry::at`], [`Config::at`]) matched something.
    pub(crate) fn mark(&self, at: &Location) {
        self.places.borrow_mut().insert(at.clone());
    }

    /// Reports an entry unless it matched. `text` is the entry as it is written, `what` the kind of thing that
    /// it should name (`operation`), `candidates` are the texts that would have matched.
    pub(crate) fn report<'c>(
        &self,
        at: &Location,
        text: &str,
        what: &str,
        candidates: impl IntoIterator<Item = &'c str>,
        diagnostics: &Diagnostics,
    ) {
        if self.places.borrow().contains(at) {
            return;
        }
        let error = Diagnostic::error(
            "matches-nothing",
            format!("the document has no {what} `{text}`"),
        )
        .at(at.clone());
        diagnostics.push(match suggest::closest(text, candidates) {
            Some(other) => error.help(format!("did you mean `{other}`?")),
            None => error.help("remove the entry, or correct it"),
        });
    }
}
