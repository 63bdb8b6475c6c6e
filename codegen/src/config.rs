//! `codegen.toml`: what to generate from what, and what the document does not say.
//!
//! The file is read in two steps: [`ConfigFile`] is its shape, as editors see it; [`Config`] is what it means,
//! with typed keys and the place of each entry, so that an entry that matches nothing can be reported.

mod dependency;
mod file;
mod key;
mod pages;
mod unknown;
mod values;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

pub use file::{
    AuthSettings, BodyStyle, ClientSettings, ConfigFile, EnvelopeSettings, FeatureGroups,
    FeatureSettings, Naming, OperationSettings, ResourceSettings, SelectSettings, Selection,
    TypeSettings,
};
pub use key::{KeyStep, OperationKey, Part, PlaceKey, TypeKey};
pub use pages::{Items, PaginationSettings, Wanted};

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::{package, suggest};

/// What the configuration says, with typed keys.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Path of the file itself, for diagnostics; empty if there is none.
    pub file: String,
    /// Path of the entry document.
    pub schema: Option<String>,
    /// Paths of overlays, in the order in which they are applied.
    pub overlays: Vec<String>,
    /// Path of the folder of the generated crate.
    pub output: Option<String>,
    /// Name of the generated package.
    pub package: Option<String>,
    /// Paths of the configurations of further APIs.
    pub apis: Vec<String>,
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
    /// Where the generated crate finds `runtime`, as its `Cargo.toml` says it.
    pub runtime: Option<toml::Table>,
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

/// The JSON Schema of `codegen.toml`, for editors.
#[must_use]
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(ConfigFile).to_value()
}

impl Config {
    /// Reads the text of `codegen.toml`. `file` is its path, for diagnostics. What cannot be understood is
    /// reported, and is missing in the result.
    #[must_use]
    pub fn parse(file: &str, text: &str, diagnostics: &Diagnostics) -> Self {
        let shape = file::parse(file, text, diagnostics);
        values::check(file, &shape, diagnostics);
        let place = Place { file, diagnostics };
        let package = shape.package.filter(|name| place.is_package(name));
        let runtime = shape.runtime.and_then(|value| {
            let at = Location::new(file, "/runtime");
            dependency::runtime(value, &at, diagnostics)
        });
        let mut dev_dependencies = shape.dev_dependencies;
        dev_dependencies.retain(|name, value| {
            let at = Location::new(file, "/dev_dependencies").member(name);
            dependency::is_valid(name, value, &at, diagnostics)
        });
        Self {
            file: file.to_owned(),
            schema: shape.schema,
            overlays: shape.overlays,
            output: shape.output,
            package,
            apis: shape.apis,
            client: shape.client,
            envelope: shape.envelope,
            pagination: shape.pagination,
            operations: place.entries("/operations", shape.operations),
            types: place.entries("/types", shape.types),
            resources: shape.resources,
            select: shape.select,
            features: shape.features,
            runtime,
            dev_dependencies,
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
    fn is_package(&self, name: &str) -> bool {
        let fault = package::fault(name).map_or(Ok(()), Err);
        let at = Location::new(self.file, "/package");
        let fault = fault.map_err(|fault| Diagnostic::error("invalid-package", fault).at(at));
        self.diagnostics.ok(fault).is_some()
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::StatusPattern;

    fn parse(text: &str) -> (Config, Vec<Diagnostic>) {
        let diagnostics = Diagnostics::new();
        let config = Config::parse("codegen.toml", text, &diagnostics);
        (config, diagnostics.into_vec())
    }

    #[test]
    fn everything_that_can_be_said() {
        let (config, problems) = parse(
            r##"
            schema = "a.yaml"
            overlays = ["a.overlay.yaml"]
            output = "out"
            package = "p"
            runtime = { git = "https://example.com/runtime", rev = "4f5f0c1" }
            [client]
            base_url = "https://example.com"
            base_url_env = "URL"
            request_id_headers = ["x-request-id"]
            auth.token = { env = "TOKEN", name = "api_token" }
            [envelope]
            result = "data"
            success = "ok"
            [pagination]
            strategy = "cursor"
            cursor = "after"
            next = "meta.next"
            [operations."get /a"]
            verb = "fetch"
            resource = "a.b"
            idempotent = true
            body = "whole"
            pagination = { strategy = "none" }
            [types."#/components/schemas/A"]
            name = "B"
            newtype = true
            derive = ["Eq"]
            [types."GET /a 200[]"]
            name = "Item"
            [resources]
            naming = "operation_id"
            base = "/api/v1"
            [select]
            include.paths = ["/a/**"]
            exclude.tags = ["internal"]
            [features]
            groups = "always"
            default = ["a"]
            "##,
        );
        assert_eq!(problems, []);
        let runtime = config.runtime.as_ref().and_then(|table| table.get("rev"));
        assert_eq!(runtime.and_then(toml::Value::as_str), Some("4f5f0c1"));
        let auth = AuthSettings {
            env: Some("TOKEN".to_owned()),
            name: Some("api_token".to_owned()),
        };
        assert_eq!(config.client.auth.get("token"), Some(&auth));
        let cursor = PaginationSettings::Cursor {
            cursor: "after".to_owned(),
            next: "meta.next".to_owned(),
            items: None,
        };
        assert_eq!(config.pagination, Some(cursor));
        let operation = config.operations.first().expect("it is there");
        assert_eq!(operation.key.to_string(), "GET /a");
        assert_eq!(operation.at.pointer, "/operations/get ~1a");
        assert_eq!(
            operation.settings.pagination,
            Some(PaginationSettings::None)
        );
        let [pointer, place] = config.types.as_slice() else {
            unreachable!("there are two: {:?}", config.types);
        };
        assert_eq!(
            pointer.key,
            TypeKey::Pointer("#/components/schemas/A".to_owned())
        );
        assert!(pointer.settings.newtype);
        let TypeKey::Place(place) = &place.key else {
            unreachable!("it is a place");
        };
        assert_eq!(place.part, Part::Response(StatusPattern::Code(200)));
        assert_eq!(place.steps, [KeyStep::Items]);
        assert_eq!(config.resources.naming, Naming::OperationId);
        assert_eq!(config.resources.base.as_deref(), Some("/api/v1"));
        assert_eq!(config.select.exclude.tags, ["internal"]);
        assert_eq!(config.features.groups, FeatureGroups::Always);
    }

    #[test]
    fn nothing_has_to_be_said() {
        let (config, problems) = parse("");
        assert_eq!(problems, []);
        assert_eq!((config.schema, config.types.len()), (None, 0));
    }

    #[test]
    fn what_matched_nothing_is_reported() {
        let (config, _) = parse("[operations.\"GET /usr\"]\n[operations.\"GET /a\"]\n");
        let matched = Matched::new();
        let diagnostics = Diagnostics::new();
        let [a, usr] = config.operations.as_slice() else {
            unreachable!("there are two");
        };
        matched.mark(&a.at);
        for entry in [a, usr] {
            matched.report(
                &entry.at,
                &entry.text,
                "operation",
                ["GET /user", "GET /a"],
                &diagnostics,
            );
        }
        let expected = Diagnostic::error(
            "matches-nothing",
            "the document has no operation `GET /usr`",
        )
        .at(config.at("/operations/GET ~1usr").key())
        .help("did you mean `GET /user`?");
        assert_eq!(diagnostics.into_vec(), [expected]);
    }

    #[test]
    fn every_key_is_documented() {
        fn check(schema: &serde_json::Value, path: &str) {
            let properties = schema
                .get("properties")
                .and_then(serde_json::Value::as_object);
            for (key, property) in properties.into_iter().flatten() {
                let documented =
                    property.get("description").is_some() || property.get("const").is_some();
                assert!(documented, "{path}.{key}");
            }
            for key in ["oneOf", "anyOf"] {
                let alternatives = schema.get(key).and_then(serde_json::Value::as_array);
                alternatives
                    .into_iter()
                    .flatten()
                    .for_each(|one| check(one, path));
            }
        }
        let schema = json_schema();
        check(&schema, "");
        for (name, definition) in schema
            .get("$defs")
            .and_then(serde_json::Value::as_object)
            .into_iter()
            .flatten()
        {
            check(definition, name);
        }
    }
}
