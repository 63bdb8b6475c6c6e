//! Dependencies, as `Cargo.toml` would name them: what cargo would refuse is reported here, because afterwards it
//! refuses the whole workspace.

use semver::VersionReq;
use toml::{Table, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::suggest;

/// Whether cargo takes a dependency; if not, that is reported.
pub(super) fn is_valid(
    name: &str,
    value: &Value,
    at: &Location,
    diagnostics: &Diagnostics,
) -> bool {
    let found = self::name(name, &at.clone().key()).and_then(|()| match value {
        Value::String(version) => requirement(version, at),
        Value::Table(table) => self::table(table, at),
        _ => Err(fault("a dependency is a version or a table", at.clone())),
    });
    diagnostics.ok(found).is_some()
}

/// The dependency on `runtime` as a table; `None` if it cannot be one, which is reported.
pub(super) fn runtime(value: Value, at: &Location, diagnostics: &Diagnostics) -> Option<Table> {
    if !is_valid("runtime", &value, at, diagnostics) {
        return None;
    }
    let table = match value {
        Value::Table(table) => table,
        version => Table::from_iter([("version".to_owned(), version)]),
    };
    let decided = table.contains_key(DEFAULT_FEATURES).then(|| {
        let message = format!("`{DEFAULT_FEATURES}` is said by the generated crate");
        fault(message, at.clone().member(DEFAULT_FEATURES).key())
    });
    diagnostics.ok(decided.map_or(Ok(table), Err))
}

const DEFAULT_FEATURES: &str = "default-features";

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Flag,
    Texts,
}

/// The keys of a dependency.
const KEYS: [(&str, Kind); 12] = [
    ("branch", Kind::Text),
    (DEFAULT_FEATURES, Kind::Flag),
    ("features", Kind::Texts),
    ("git", Kind::Text),
    ("package", Kind::Text),
    ("path", Kind::Text),
    ("registry", Kind::Text),
    ("registry-index", Kind::Text),
    ("rev", Kind::Text),
    ("tag", Kind::Text),
    ("version", Kind::Text),
    ("workspace", Kind::Flag),
];

fn table(table: &Table, at: &Location) -> Result<(), Diagnostic> {
    for (key, value) in table {
        let at = at.clone().member(key);
        let Some((_, kind)) = KEYS.iter().find(|(known, _)| known == key) else {
            let error =
                Diagnostic::error("unknown-key", format!("the key `{key}` is not known here"))
                    .at(at.key());
            let known = KEYS.map(|(known, _)| known);
            return Err(match suggest::closest(key, known) {
                Some(other) => error.help(format!("did you mean `{other}`?")),
                None => error.help(format!("known are `{}`", known.join("`, `"))),
            });
        };
        let (fits, what) = match kind {
            Kind::Text => (value.is_str(), "a string"),
            Kind::Flag => (value.is_bool(), "true or false"),
            Kind::Texts => {
                let list = value.as_array();
                let texts = list.is_some_and(|list| list.iter().all(Value::is_str));
                (texts, "a list of strings")
            }
        };
        if !fits {
            return Err(fault(format!("`{key}` has to be {what}"), at));
        }
        if key == "version" {
            requirement(value.as_str().unwrap_or_default(), &at)?;
        }
        if key == "package" {
            name(value.as_str().unwrap_or_default(), &at)?;
        }
    }
    let has = |key: &str| table.contains_key(key);
    let places = ["version", "path", "git", "workspace"];
    let commits = ["branch", "rev", "tag"].iter().filter(|key| has(key));
    if !places.iter().any(|key| has(key)) {
        let message = "it does not say where the crate is: `version`, `path`, `git` or `workspace`";
        return Err(fault(message, at.clone()));
    }
    if has("git") && has("path") {
        return Err(fault(
            "only one of `git` and `path` can be said",
            at.clone(),
        ));
    }
    match (commits.count(), has("git")) {
        (2.., _) => Err(fault(
            "only one of `branch`, `rev` and `tag` can be said",
            at.clone(),
        )),
        (1, false) => Err(fault("`branch`, `rev` and `tag` need `git`", at.clone())),
        _ => Ok(()),
    }
}

fn name(text: &str, at: &Location) -> Result<(), Diagnostic> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !text.is_empty() && text.chars().all(is_plain) {
        return Ok(());
    }
    let message = format!("`{text}` cannot be the name of a package");
    Err(fault(message, at.clone()))
}

fn requirement(version: &str, at: &Location) -> Result<(), Diagnostic> {
    VersionReq::parse(version).map(drop).map_err(|error| {
        fault(
            format!("`{version}` is not a version requirement: {error}"),
            at.clone(),
        )
    })
}

fn fault(message: impl Into<String>, at: Location) -> Diagnostic {
    Diagnostic::error("invalid-dependency", message).at(at)
}
