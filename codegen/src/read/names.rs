//! The one authority on names, and the only user of `heck`.
//!
//! **Invariant:** a name is a function of the identity of what it names: its place in the document, or its
//! pinned name in the configuration. Order plays no part, and nothing is counted.
//!
//! In every scope the same rule holds. Each thing has a list of candidates, the best one first. Where several
//! want the same name, one keeps it: what is pinned, else what has the better rank (a component before an
//! inline schema, a path parameter before a query parameter), else what is called exactly so in the document,
//! else the first in the order of the alphabet. The others go on to their next candidate, in which symbols
//! and case are spelled out or the owner is named, and the last of which ends in a hash of the identity. A name that
//! was given away like this is noted in the docs of its item.

mod assign;
mod inside;
mod lineage;
mod place;
mod scope;
mod words;

use self::lineage::stem;
use self::scope::{Wish, settle};
use self::words::{Case, Spelling, ident, spell};
use crate::ir::{Ident, Literal, Source};
use crate::keyword::is_reserved;
use crate::read::resolve::unescape;

pub(crate) use self::assign::assign;
pub(crate) use self::lineage::{Lineage, arm_word};
pub(crate) use self::place::{ArmName, Drafts, Origin, Pin, Place, PlaceBuf};

/// A name, with a sentence for the docs if it is not the one to be expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The name.
    pub(crate) ident: Ident,
    /// Why it is not the one to be expected.
    pub(crate) note: Option<String>,
}

/// Stands for a name until [`assign`] decides on it.
pub(crate) fn pending() -> Ident {
    Ident(String::new())
}

/// Whether a name has still to be decided on.
pub(crate) fn is_pending(ident: &Ident) -> bool {
    ident.as_str().is_empty()
}

/// The name of a type as the configuration gives it; `None` if Rust would not take it as one.
pub(crate) fn pinned_type(text: &str) -> Option<Ident> {
    pinned(text, char::is_ascii_uppercase)
}

/// The name of a method, module or field as the configuration gives it; `None` if Rust would not take it.
pub(crate) fn pinned_value(text: &str) -> Option<Ident> {
    pinned(text, |first| first.is_ascii_lowercase() || *first == '_')
        .filter(|ident| !ident.as_str().contains(|c: char| c.is_ascii_uppercase()))
}

fn pinned(text: &str, first: fn(&char) -> bool) -> Option<Ident> {
    let plain = text.strip_prefix("r#").unwrap_or(text);
    let allowed = plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let starts = plain.chars().next().is_some_and(|c| first(&c));
    let named = !plain.trim_matches('_').is_empty() && !is_reserved(plain);
    (allowed && starts && named).then(|| ident(plain))
}

/// Modules below one resource, and the methods of the same names that lead to them, from segments of paths
/// or from tags. Segments that read the same have to be made one before.
pub(crate) fn modules(segments: &[&str], level: Level) -> Vec<Named> {
    let reserved: &[&[&str]] = match level {
        Level::Root => &[MODULES, CRATES, ROOT_MODULES, HANDLE, CLIENT],
        Level::Below => &[MODULES, CRATES, HANDLE],
    };
    let wishes = segments
        .iter()
        .map(|segment| Wish::spelled(segment, Case::Snake, 0))
        .collect();
    settle(
        wishes,
        &|name| reserved.iter().any(|names| names.contains(&name)),
        Reserved::Underscore,
    )
}

/// Which modules are siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Those at the root of the crate.
    Root,
    /// Those below another one.
    Below,
}

/// What a module may not be called, because its file would get a meaning of its own or could not exist on
/// every system.
const MODULES: &[&str] = &[
    "aux", "con", "lib", "main", "mod", "nul", "prn", "com1", "com2", "com3", "com4", "lpt1",
    "lpt2", "lpt3",
];

/// What a module may not be called, because the file that declares it refers to a crate of that name.
const CRATES: &[&str] = &["runtime", "std"];

/// What a module at the root may not be called either.
const ROOT_MODULES: &[&str] = &["client", "headers", "models", "testing", "core", "alloc"];

/// Methods that the handle of every resource has anyway, and `new`, which people expect to make something.
const HANDLE: &[&str] = &["new", "clone", "fmt", "as_ref"];

/// Functions that the client has besides.
const CLIENT: &[&str] = &["builder", "from_env"];

/// A method of a resource that wants a name.
#[derive(Clone, Debug)]
pub(crate) struct Verb {
    /// What it is known by (`GET /user/invites`).
    pub(crate) identity: String,
    /// Names to try, in any spelling, the best one first (`get`, `get by id`).
    pub(crate) candidates: Vec<String>,
    /// The lower, the more it has a right to its first candidate.
    pub(crate) rank: u32,
    /// The name that the configuration gives it.
    pub(crate) pinned: Option<Ident>,
}

/// The methods of one resource: `taken` are those that lead to the resources below it.
pub(crate) fn verbs(verbs: &[Verb], taken: &[&str]) -> Vec<Named> {
    let wishes = verbs
        .iter()
        .map(|verb| Wish {
            identity: verb.identity.clone(),
            candidates: verb
                .candidates
                .iter()
                .map(|candidate| spell(candidate, Spelling::Natural, Case::Snake))
                .collect(),
            rank: verb.rank,
            pinned: verb.pinned.clone(),
        })
        .collect();
    let reserved =
        |name: &str| taken.contains(&name) || HANDLE.contains(&name) || CLIENT.contains(&name);
    settle(wishes, &reserved, Reserved::Underscore)
}

/// Methods of the client's builder, one for each security scheme: by its key, or as the configuration calls it.
pub(crate) fn schemes(schemes: &[(&str, Option<Ident>)]) -> Vec<Named> {
    let wishes = schemes
        .iter()
        .map(|(key, pinned)| Wish {
            pinned: pinned.clone(),
            ..Wish::spelled(key, Case::Snake, 0)
        })
        .collect();
    settle(wishes, &is_method_of_builder, Reserved::Underscore)
}

/// Whether the client's builder has a method of this name anyway.
pub(crate) fn is_method_of_builder(name: &str) -> bool {
    BUILDER.contains(&name)
}

/// Methods that the client's builder has anyway, and `new`, which people expect to make something.
const BUILDER: &[&str] = &[
    "base_url",
    "build",
    "clone",
    "configure",
    "credential",
    "fmt",
    "from_env",
    "max_retries",
    "new",
    "request_validation",
    "timeout",
    "transport",
];

/// A field that wants a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    /// Its name on the wire.
    pub(crate) wire: &'a str,
    /// What it is, as a word for its second candidate (`query`); empty for the members of a model.
    pub(crate) kind: &'static str,
    /// The lower, the more it has a right to its first candidate.
    pub(crate) rank: u32,
}

/// Fields of a model, with the one for members without a name at the end.
pub(crate) fn fields(wires: &[&str]) -> (Vec<Named>, Ident) {
    let mut wishes: Vec<Wish> = wires
        .iter()
        .map(|wire| Wish::spelled(wire, Case::Snake, 0))
        .collect();
    wishes.push(Wish {
        identity: String::new(),
        candidates: vec![
            "additional_properties".to_owned(),
            "unnamed_properties".to_owned(),
        ],
        rank: 1,
        pinned: None,
    });
    let mut named = settle(wishes, &|_| false, Reserved::Underscore);
    let rest = named.pop().map_or_else(pending, |rest| rest.ident);
    (named, rest)
}

/// Inputs of an operation, which are fields and setters.
pub(crate) fn inputs(fields: &[Field<'_>]) -> Vec<Named> {
    let wishes = fields
        .iter()
        .map(|field| {
            let mut wish = Wish::spelled(field.wire, Case::Snake, field.rank);
            wish.identity = format!("{} {}", field.kind, field.wire);
            wish.candidates.insert(
                1,
                format!(
                    "{}_{}",
                    spell(field.wire, Spelling::Natural, Case::Snake),
                    field.kind
                ),
            );
            wish
        })
        .collect();
    settle(
        wishes,
        &|name| OPERATION.contains(&name),
        Reserved::Underscore,
    )
}

/// What operations and requests have anyway: methods, and the first argument of `new`.
const OPERATION: &[&str] = &[
    "body_member",
    "client",
    "clone",
    "fmt",
    "header",
    "max_retries",
    "new",
    "pages",
    "query",
    "request",
    "send",
    "send_as",
    "send_raw",
    "send_stream",
    "stream",
    "timeout",
    "validate",
];

/// Constants of an operation, one for each header of its answers.
pub(crate) fn headers(wires: &[&str]) -> Vec<Named> {
    let wishes = wires
        .iter()
        .map(|wire| Wish::spelled(wire, Case::Constant, 0));
    constants(wishes.collect())
}

/// Constants of the crate, one for each header that is described in a place of its own: by its key or the name of its
/// file, then with all that leads there.
pub(crate) fn shared_headers(sources: &[&Source]) -> Vec<Named> {
    let wishes = sources.iter().map(|Source(source)| {
        let (file, pointer) = source.split_once('#').unwrap_or((source, ""));
        let key = match pointer.rsplit_once('/') {
            Some((_, key)) => unescape(key),
            None => stem(file.rsplit('/').next().unwrap_or(file)).to_owned(),
        };
        let mut wish = Wish::spelled(&key, Case::Constant, 0);
        wish.identity.clone_from(source);
        wish.candidates
            .push(spell(source, Spelling::Natural, Case::Constant));
        wish
    });
    constants(wishes.collect())
}

fn constants(wishes: Vec<Wish>) -> Vec<Named> {
    let mut named = settle(wishes, &|_| false, Reserved::Underscore);
    for Named { ident, .. } in &mut named {
        // The hash of the last resort is not in capitals.
        ident.0.make_ascii_uppercase();
    }
    named
}

/// Variants of an open enum: its values with a hint for each, if there is one. The last one is that for
/// unknown values.
pub(crate) fn variants(values: &[(&Literal, Option<&str>)]) -> (Vec<Named>, Ident) {
    let wishes = values
        .iter()
        .map(|(value, hint)| {
            let text = match value {
                Literal::Text(text) => text.clone(),
                Literal::Int(value) => value.to_string(),
                Literal::Null => "null".to_owned(),
                Literal::Bool(value) => value.to_string(),
                Literal::Float(value) => value.to_string(),
                Literal::Json(text) => text.clone(),
            };
            let mut wish = Wish::spelled(&text, Case::Pascal, 0);
            if let Some(hint) = hint {
                wish.candidates
                    .insert(0, spell(hint, Spelling::Natural, Case::Pascal));
            }
            wish
        })
        .collect();
    (
        settle(wishes, &|name| name == UNKNOWN, Reserved::Word("Value")),
        Ident(UNKNOWN.to_owned()),
    )
}

/// Variant for what the document does not know.
const UNKNOWN: &str = "Unknown";

/// How a name differs if the one to be expected is reserved.
#[derive(Clone, Copy, Debug)]
enum Reserved {
    /// `query_`
    Underscore,
    /// `UnknownValue`
    Word(&'static str),
}

/// The name of a file for a type or module, from a closed alphabet: `a-z`, `0-9` and `_`.
pub(crate) fn file_stem(ident: &Ident) -> String {
    let plain = ident
        .as_str()
        .trim_start_matches("r#")
        .trim_end_matches('_');
    let stem = spell(plain, Spelling::Natural, Case::Snake);
    if MODULES.contains(&stem.as_str()) {
        format!("{stem}_")
    } else {
        stem
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{BUILDER, OPERATION};

    /// The functions that the macros of a file of `runtime` make, in the part of it that starts so.
    fn made<'t>(text: &'t str, start: &str) -> BTreeSet<&'t str> {
        let part = text.split_once(start).map(|(_, part)| part);
        let part = part.and_then(|part| part.split("\n}\n").next());
        let lines = part.unwrap_or_default().lines().map(str::trim_start);
        lines
            .filter_map(|line| {
                let line = line.strip_prefix("pub ").unwrap_or(line);
                line.strip_prefix("fn ")?.split(['(', '<']).next()
            })
            .collect()
    }

    fn runtime(file: &str) -> String {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src");
        std::fs::read_to_string(folder.join(file)).expect("a file of runtime")
    }

    #[test]
    fn what_operations_have_anyway_is_what_the_macro_makes() {
        let (operation, request) = (runtime("operation.rs"), runtime("operation/request.rs"));
        let mut expected = made(&operation, "macro_rules! operation {");
        expected.extend(made(&request, "macro_rules! request {"));
        expected.insert("client");
        // Of a trait that nobody has in scope; as a variable of `new` it comes after the parameters.
        assert!(expected.remove("inputs"));
        let listed: BTreeSet<&str> = OPERATION.iter().copied().collect();
        assert_eq!(listed, expected);
    }

    #[test]
    fn what_the_builder_has_anyway_is_what_the_macro_makes() {
        let text = runtime("client/generated.rs");
        let mut expected = made(&text, "impl $builder {");
        expected.extend(["clone", "fmt", "new"]);
        let listed: BTreeSet<&str> = BUILDER.iter().copied().collect();
        assert_eq!(listed, expected);
    }
}
