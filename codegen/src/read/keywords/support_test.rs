//! `docs/support.md` has a row for each keyword, and each row a case that has the keyword and shows what becomes
//! of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::objects::{Fate, OVERLAY, Object, ROOT, SWAGGER};
use super::{Found, walk};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::input::Sources;
use crate::read::node::Node;
use crate::read::reading;
use crate::read::schema::{Keyword, classify};
use crate::read::select::LeftOut;

/// What the sections on schemas are called, beside those of objects.
const SCHEMA: &str = "a schema";
const DISCRIMINATOR: &str = "a discriminator";
const XML: &str = "`xml`";

/// Objects below schemas, which `objects` does not know.
const BELOW: [(&str, &[&str]); 2] = [
    (
        DISCRIMINATOR,
        &["propertyName", "mapping", "defaultMapping"],
    ),
    (
        XML,
        &[
            "name",
            "namespace",
            "prefix",
            "attribute",
            "wrapped",
            "nodeType",
        ],
    ),
];

/// An object and a keyword.
type Pair = (String, String);

fn pair(object: &str, keyword: &str) -> Pair {
    (object.to_owned(), keyword.to_owned())
}

fn workspace() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    folder
        .parent()
        .expect("the crate is in a workspace")
        .to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(workspace().join(path)).expect(path)
}

/// A row of the table.
struct Row {
    pair: Pair,
    /// What becomes of the keyword.
    fate: String,
    /// Paths from the root of the workspace.
    proofs: Vec<String>,
}

/// The rows of `docs/support.md`.
fn rows() -> Vec<Row> {
    let text = read("docs/support.md");
    let mut object = String::new();
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            let heading = heading.split(": ").next().unwrap_or(heading);
            let mut letters = heading.chars();
            let first = letters.next().expect("a heading says something");
            object = format!("{}{}", first.to_lowercase(), letters.as_str());
        }
        let cells: Vec<&str> = line.split(" | ").collect();
        if let [keyword, fate, proofs] = cells.as_slice()
            && let Some(keyword) = keyword.strip_prefix("| `")
        {
            let links = proofs.split("](../").skip(1);
            rows.push(Row {
                pair: pair(&object, keyword.trim_end_matches('`')),
                fate: (*fate).to_owned(),
                proofs: links
                    .filter_map(|link| Some(link.split_once(')')?.0.to_owned()))
                    .collect(),
            });
        }
    }
    rows
}

/// All objects and their keywords, each with whether it is ignored.
fn known() -> BTreeMap<Pair, bool> {
    let mut known = BTreeMap::new();
    let mut waiting: Vec<&'static Object> = vec![&ROOT, &SWAGGER, &OVERLAY];
    let mut seen = BTreeSet::new();
    while let Some(object) = waiting.pop() {
        if !seen.insert(object.name) {
            continue;
        }
        waiting.extend(object.names);
        for (keyword, fate) in object.keywords {
            known.insert(pair(object.name, keyword), matches!(fate, Fate::Ignored(_)));
            if let Fate::One(inner) | Fate::List(inner) | Fate::Map(inner) = fate {
                waiting.push(inner);
            }
        }
    }
    for (object, keywords) in BELOW {
        known.extend(
            keywords
                .iter()
                .map(|keyword| (pair(object, keyword), object == XML)),
        );
    }
    let schema = schema_keywords();
    known.extend(
        schema
            .iter()
            .map(|keyword| (pair(SCHEMA, keyword), keyword == "xml")),
    );
    known
}

/// The keywords that `classify` knows.
fn schema_keywords() -> BTreeSet<String> {
    let source = read("codegen/src/read/schema/keywords.rs");
    let arms = source
        .split_once("match keyword {")
        .expect("classify matches")
        .1;
    let arms = arms
        .split_once("other if")
        .expect("the last arms have no names")
        .0;
    let words = arms.split('"').skip(1).step_by(2).map(str::to_owned);
    words
        .inspect(|word| assert_ne!(classify(word), Keyword::Unknown, "{word}"))
        .collect()
}

/// The keywords that the documents of a case have, by object.
fn keywords_of(folder: &Path) -> BTreeSet<Pair> {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files);
    let entry = if files.contains_key("input.json") {
        "input.json"
    } else {
        "input.yaml"
    };
    let mut found = BTreeSet::new();
    let text = String::from_utf8_lossy(&files[entry]).into_owned();
    let swagger = text.contains("swagger: \"2.0\"");
    if swagger {
        // As it is written, and not as OpenAPI.
        files.insert(
            entry.to_owned(),
            text.replace("swagger:", "x-swagger:").into_bytes(),
        );
        found.insert(pair(SWAGGER.name, "swagger"));
    }
    let Some(documents) = reading::read(
        entry,
        &[],
        &files,
        &Config::default(),
        &Diagnostics::new(),
        &mut Sources::new(),
    ) else {
        return found;
    };
    let root = documents.root();
    let start = vec![(root, if swagger { &SWAGGER } else { &ROOT })];
    let mut schemas = Vec::new();
    for overlay in files.keys().filter(|path| path.contains(".overlay.")) {
        found.extend(keywords_of_overlay(overlay, &files));
    }
    walk(
        start,
        &LeftOut::default(),
        &mut |Found {
                  object,
                  keyword,
                  value,
                  ..
              }| {
            found.insert(pair(object.name, keyword));
            match keyword {
                "schema" | "itemSchema" => schemas.push(value),
                "schemas" | "definitions" => {
                    schemas.extend(value.entries().map(|(_, value)| value))
                }
                _ => {}
            }
        },
    );
    while let Some(schema) = schemas.pop() {
        for (keyword, value) in schema.entries() {
            found.insert(pair(SCHEMA, keyword));
            let below = match keyword {
                "discriminator" => DISCRIMINATOR,
                "xml" => XML,
                _ => {
                    schemas.extend(parts(keyword, value));
                    continue;
                }
            };
            found.extend(value.keys().map(|key| pair(below, key)));
        }
    }
    found
}

fn keywords_of_overlay(path: &str, files: &BTreeMap<String, Vec<u8>>) -> BTreeSet<Pair> {
    let mut found = BTreeSet::new();
    let nothing = Diagnostics::new();
    let overlay = reading::read(
        path,
        &[],
        files,
        &Config::default(),
        &nothing,
        &mut Sources::new(),
    );
    let overlay = overlay.expect("an overlay of a case is read");
    let root = overlay.root();
    let mut start = vec![(root, &OVERLAY)];
    // First of all, because actions refer to what is there, which is no action itself.
    if let (Some(node), Some(Fate::One(object))) =
        (root.get("components"), OVERLAY.fate("components"))
    {
        start.push((node, object));
    }
    walk(start, &LeftOut::default(), &mut |one| {
        found.insert(pair(one.object.name, one.keyword));
    });
    found
}

/// The schemas that the value of a keyword holds.
fn parts<'d>(keyword: &str, value: Node<'d>) -> Vec<Node<'d>> {
    match keyword {
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
            value.entries().map(|(_, value)| value).collect()
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => value.items().collect(),
        "items"
        | "additionalProperties"
        | "propertyNames"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => {
            vec![value]
        }
        _ => Vec::new(),
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder)
        .expect("the folder can be read")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() && entry.file_name() != "expected" {
            collect(root, &path, files);
        } else if path.is_file() {
            let name = path
                .strip_prefix(root)
                .expect("it is below")
                .to_string_lossy()
                .into_owned();
            files.insert(name, fs::read(&path).expect("the file can be read"));
        }
    }
}

/// What is said about a document of a case.
fn said(folder: &str) -> String {
    let file = if folder.contains("/diagnostics/") {
        "expected.txt"
    } else {
        "diagnostics.txt"
    };
    fs::read_to_string(workspace().join(folder).join(file)).unwrap_or_default()
}

#[test]
fn each_keyword_has_a_row_and_each_row_a_keyword() {
    let rows: Vec<Pair> = rows().into_iter().map(|row| row.pair).collect();
    let unique: BTreeSet<&Pair> = rows.iter().collect();
    assert_eq!(unique.len(), rows.len(), "a keyword has two rows");
    let known = known();
    let missing: Vec<&Pair> = known.keys().filter(|pair| !unique.contains(pair)).collect();
    assert!(
        missing.is_empty(),
        "docs/support.md has no row for {missing:?}"
    );
    let unknown: Vec<&Pair> = rows
        .iter()
        .filter(|pair| !known.contains_key(pair))
        .collect();
    assert!(
        unknown.is_empty(),
        "docs/support.md has rows for {unknown:?}"
    );
}

#[test]
fn each_row_says_what_is_done() {
    const FATES: [&str; 5] = ["typed", "validated", "documented", "read", "ignored"];
    let known = known();
    for Row { pair, fate, .. } in rows() {
        let says = |word: &str| fate.contains(&format!("**{word}**"));
        assert!(FATES.iter().any(|word| says(word)), "{pair:?}: {fate}");
        let reported = pair == self::pair("an encoding", "headers");
        let ignored = known.get(&pair) == Some(&true) || reported;
        assert_eq!(says("ignored"), ignored, "{pair:?}: {fate}");
        let unchecked = pair.0 == SCHEMA && classify(&pair.1) == Keyword::Documented;
        let warned = fate.contains("**documented**, with a warning");
        assert_eq!(warned, unchecked, "{pair:?}: {fate}");
    }
}

#[test]
fn each_row_has_a_case_that_has_the_keyword() {
    let mut read: BTreeMap<String, BTreeSet<Pair>> = BTreeMap::new();
    for Row { pair, fate, proofs } in rows() {
        assert!(!proofs.is_empty(), "{pair:?} has no case");
        for proof in proofs {
            let folder = workspace().join(&proof);
            assert!(folder.is_dir(), "{pair:?}: there is no {proof}");
            let found = read
                .entry(proof.clone())
                .or_insert_with(|| keywords_of(&folder));
            assert!(found.contains(&pair), "{proof} has no {pair:?}");
            let (object, keyword) = &pair;
            if fate.starts_with("**ignored**") && object != XML && keyword != "headers" {
                let of = if object == SCHEMA {
                    String::new()
                } else {
                    format!(" of {object}")
                };
                let warning = format!("`{keyword}`{of} is ignored");
                assert!(
                    said(&proof).contains(&warning),
                    "{proof} says nothing about {pair:?}"
                );
            }
            if fate.starts_with("**documented**, with a warning")
                && keyword != "then"
                && keyword != "else"
            {
                let warning = format!("`{keyword}` is not checked");
                assert!(
                    said(&proof).contains(&warning),
                    "{proof} says nothing about {pair:?}"
                );
            }
        }
    }
}

/// The texts before the arrows of a `match`.
fn arms(source: &str) -> BTreeSet<String> {
    let own = source.split("#[cfg(test)]").next().unwrap_or(source);
    let patterns = own
        .lines()
        .filter_map(|line| line.split_once("=>"))
        .map(|(pattern, _)| pattern);
    let words = patterns.flat_map(|pattern| pattern.split('"').skip(1).step_by(2));
    words
        .filter(|word| !word.contains('/'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_registry_of_formats_is_complete() {
    let text = read("docs/support.md");
    let mut rows = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split(" | ").collect();
        if let [format, _, _, checked, _] = cells.as_slice()
            && let Some(format) = format.strip_prefix("| `")
        {
            rows.insert(format.trim_end_matches('`').to_owned(), *checked == "yes");
        }
    }
    let typed = arms(&read("codegen/src/read/types/format.rs"));
    let checked = arms(&read("runtime/src/validate/format.rs"));
    let all: BTreeSet<String> = typed.union(&checked).cloned().collect();
    assert_eq!(rows.keys().cloned().collect::<BTreeSet<_>>(), all);
    let case = read("codegen/tests/cases/formats/input.yaml");
    for (format, is_checked) in rows {
        assert_eq!(is_checked, checked.contains(&format), "{format}");
        assert!(
            case.contains(&format!("format: {format}}}")),
            "no case has the format {format}"
        );
    }
}
