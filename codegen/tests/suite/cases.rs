//! `tests/cases`: from each document exactly the representation and the crate that are committed beside it.
//!
//! A case is a folder with `input.yaml` (or `input.json`), `codegen.toml` if it needs one, and files that the
//! document refers to. `ir.txt`, `expected` and, if anything is reported, `diagnostics.txt` are what is expected.
//! `BLESS=1 cargo test -p codegen --test suite cases` writes them; without it nothing is written.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::{Case, cases, compile, crate_folder, parse, read_folder, shuffle, texts};
use codegen::ir::{self, Source};
use serde_json::{Map, Value};
use similar::TextDiff;

/// How an expected crate refers to `runtime`.
const RUNTIME: &str = "../../../../../runtime";

/// The files that a case is expected to give, by path in its folder.
fn expected(case: &Case) -> BTreeMap<String, String> {
    let outcome = case.generate(RUNTIME);
    let (api, tree) = outcome.expect(&case.name);
    let mut files = BTreeMap::from([("ir.txt".to_owned(), ir::dump(api))]);
    if !outcome.said.is_empty() {
        files.insert("diagnostics.txt".to_owned(), outcome.said.clone());
    }
    files.extend(
        tree.iter()
            .map(|(path, text)| (format!("expected/{path}"), text.to_owned())),
    );
    files
}

/// The files of expectation that are on disk.
fn committed(folder: &Path) -> BTreeMap<String, String> {
    let expectation =
        |path: &str| path == "ir.txt" || path == "diagnostics.txt" || path.starts_with("expected/");
    let text =
        |(path, bytes): (String, Vec<u8>)| (path, String::from_utf8_lossy(&bytes).into_owned());
    read_folder(folder, expectation)
        .into_iter()
        .map(text)
        .collect()
}

#[test]
fn every_case_gives_what_is_committed() {
    let mut different = String::new();
    for case in cases() {
        let folder = crate_folder().join("tests/cases").join(&case.name);
        let (old, new) = (committed(&folder), expected(&case));
        if old == new {
            continue;
        }
        if env::var_os("BLESS").is_some() {
            bless(&folder, &old, &new);
        } else {
            different.push_str(&differences(&case.name, &old, &new));
        }
    }
    assert!(
        different.is_empty(),
        "{different}\nIf this is meant: BLESS=1 cargo test -p codegen --test suite cases"
    );
}

fn bless(folder: &Path, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) {
    for path in old.keys().filter(|path| !new.contains_key(*path)) {
        fs::remove_file(folder.join(path)).expect("an old file can be removed");
    }
    for (path, text) in new
        .iter()
        .filter(|(path, text)| old.get(*path) != Some(*text))
    {
        let place = folder.join(path);
        fs::create_dir_all(place.parent().expect("a file has a folder"))
            .expect("folders can be made");
        fs::write(place, text).expect("a file can be written");
    }
}

fn differences(
    case: &str,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> String {
    let mut text = String::new();
    let paths: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for path in paths {
        let side = |files: &BTreeMap<String, String>| files.get(path).cloned().unwrap_or_default();
        let (old, new) = (side(old), side(new));
        if old != new {
            let name = format!("{case}/{path}");
            let diff = TextDiff::from_lines(&old, &new);
            let _ = write!(text, "{}", diff.unified_diff().header(&name, &name));
        }
    }
    text
}

#[test]
fn expected_crates_compile_without_warnings() {
    let runtime = compile::runtime();
    let mut crates = compile::Crates::new();
    for case in cases() {
        let outcome = case.generate(&runtime);
        let (_, tree) = outcome.expect(&case.name);
        let mut files = texts(tree);
        // What `cargo xtask meaning` asks about the types.
        let program = case.program(&runtime);
        files.extend(program.map(|program| ("examples/program.rs".to_owned(), program)));
        crates.insert(case.name.clone(), files);
    }
    compile::check("cases", &crates);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for case in cases() {
        assert_eq!(expected(&case), expected(&case), "{}", case.name);
    }
}

/// Members of an object have no order that means anything. Fields stand in the order of the document, so the
/// text may be in another order, but it has to be the same text: a name that came from an order would differ.
#[test]
fn the_order_of_keys_changes_nothing_but_order() {
    for case in cases() {
        let words = words_of(&expected(&case));
        for seed in 1..=3 {
            let shuffled = words_of(&expected(&shuffle::case(&case, seed)));
            assert_eq!(
                words.keys().collect::<Vec<_>>(),
                shuffled.keys().collect::<Vec<_>>(),
                "{}",
                case.name
            );
            for (path, words) in &words {
                let other = shuffled.get(path).expect("both have the same files");
                assert!(
                    words == other,
                    "{}/{path}: {}",
                    case.name,
                    odd_words(words, other)
                );
            }
        }
    }
}

/// The words of each file of Rust, sorted.
fn words_of(files: &BTreeMap<String, String>) -> BTreeMap<String, Vec<String>> {
    let words = |text: &String| {
        let mut words: Vec<String> = text
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .map(str::to_owned)
            .collect();
        words.retain(|word| !word.is_empty());
        words.sort();
        words
    };
    let rust = files
        .iter()
        .filter(|(path, _)| path.starts_with("expected/"));
    rust.map(|(path, text)| (path.clone(), words(text)))
        .collect()
}

fn odd_words(a: &[String], b: &[String]) -> String {
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        a.iter().filter(|word| !b.contains(word)).cloned().collect()
    };
    format!(
        "only in order {:?}, only shuffled {:?}",
        only(a, b),
        only(b, a)
    )
}

#[test]
fn counts_in_are_counts_out() {
    for case in cases() {
        let outcome = case.generate(RUNTIME);
        let (api, _) = outcome.expect(&case.name);
        let counts = &api.counts;
        assert_eq!(
            counts.operations + counts.operations_added,
            api.operations.len() + counts.operations_excluded + counts.operations_skipped,
            "{}: operations",
            case.name
        );
        let own = api
            .types
            .iter()
            .filter(|ty| is_component(&ty.source))
            .count();
        assert_eq!(
            counts.schemas,
            own + counts.schemas_inlined + counts.schemas_excluded,
            "{}: component schemas, of which {own} have a type",
            case.name
        );
        if case.is_corrected() {
            continue;
        }
        let document = parse(&case.document, &case.files[&case.document]);
        assert_eq!(
            counts.schemas,
            schemas_in(&document),
            "{}: component schemas in the document",
            case.name
        );
        if !refers_to_operations(&document) {
            assert_eq!(
                counts.operations,
                operations_in(&document),
                "{}: operations in the document",
                case.name
            );
        }
    }
}

/// Whether a source is a component schema itself, and not a part of one.
fn is_component(source: &Source) -> bool {
    let name = source
        .0
        .strip_prefix("#/components/schemas/")
        .or_else(|| source.0.strip_prefix("#/definitions/"));
    name.is_some_and(|name| !name.contains('/'))
}

fn schemas_in(document: &Value) -> usize {
    let count = |pointer| {
        document
            .pointer(pointer)
            .and_then(Value::as_object)
            .map_or(0, Map::len)
    };
    count("/components/schemas") + count("/definitions")
}

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

fn path_items(document: &Value) -> impl Iterator<Item = &Map<String, Value>> {
    let paths = document.get("paths").and_then(Value::as_object);
    paths
        .into_iter()
        .flat_map(Map::values)
        .filter_map(Value::as_object)
}

fn operations_in(document: &Value) -> usize {
    path_items(document)
        .flat_map(Map::keys)
        .filter(|key| METHODS.contains(&key.as_str()))
        .count()
}

fn refers_to_operations(document: &Value) -> bool {
    path_items(document)
        .any(|item| item.contains_key("$ref") || item.contains_key("additionalOperations"))
}
