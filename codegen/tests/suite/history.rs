//! The fragment that the invites API was published with, and the 29 states it went through: what a user would
//! have pulled over the years. They are not part of this repository; without them these tests are skipped.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{Case, compile, shared, texts};
use codegen::diagnostic::Severity;
use codegen::impact::Impact;
use codegen::tree::Tree;

/// The states in the order of time, and the published fragment as the last one.
fn states(shared: &Path) -> Vec<Case> {
    let history = shared.join("upstream/invites-history");
    let mut paths: Vec<_> = fs::read_dir(&history)
        .expect("the history can be read")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(".openapi.json"))
        .collect();
    paths.sort();
    assert_eq!(paths.len(), 29);
    paths.push(shared.join("upstream/invites.openapi.yaml"));
    let case = |path: &std::path::PathBuf| {
        let document = path
            .file_name()
            .expect("a file has a name")
            .to_string_lossy();
        let text = fs::read_to_string(path).expect("a document can be read");
        let name = document
            .split('.')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        Case::of(&name.replace('-', "_"), &document, &text, None)
    };
    paths.iter().map(case).collect()
}

/// What a state has wrong is said with its place; what has nothing wrong is generated.
#[test]
fn every_state_is_generated_or_says_where_it_is_wrong() {
    let Some(shared) = shared() else { return };
    for case in states(&shared) {
        let outcome = case.generate("../runtime");
        assert_eq!(
            outcome.tree.is_some(),
            !outcome.has_errors(),
            "{}:\n{}",
            case.name,
            outcome.said
        );
        for one in outcome
            .diagnostics
            .iter()
            .filter(|one| one.severity == Severity::Error)
        {
            assert!(one.at.is_some(), "{}: {}", case.name, one.message);
        }
    }
}

#[test]
fn the_published_fragment_is_generated_whole() {
    let Some(shared) = shared() else { return };
    let states = states(&shared);
    let last = states.last().expect("there are states");
    let outcome = last.generate("../runtime");
    let (api, _) = outcome.expect(&last.name);
    assert_eq!(api.operations.len(), 3);
    assert_eq!(api.counts.untyped, 0);
    assert!(!outcome.has_errors());
}

#[test]
fn every_state_that_is_generated_compiles_without_warnings() {
    let Some(shared) = shared() else { return };
    let runtime = compile::runtime();
    let mut crates = compile::Crates::new();
    for case in states(&shared) {
        if let Some(tree) = &case.generate(&runtime).tree {
            crates.insert(case.name.clone(), texts(tree));
        }
    }
    compile::check("history", &crates);
}

/// Our document says the same as the published one, in other words: the crates differ only in documentation,
/// in pointers into the documents, and in the security alternative that only ours names.
#[test]
fn our_document_means_the_same_as_the_published_one() {
    let Some(shared) = shared() else { return };
    let mut ours = Case::of_workspace();
    // The examples for tests are texts of the document, like its descriptions.
    let config = ours
        .files
        .get_mut("codegen.toml")
        .expect("the configuration");
    let text = String::from_utf8_lossy(config).replace("examples = true", "examples = false");
    *config = text.into_bytes();
    let mut theirs = ours.clone();
    let published = fs::read(shared.join("upstream/invites.openapi.yaml")).expect("it can be read");
    theirs.files.insert(ours.document.clone(), published);
    let code = |case: &Case| {
        let outcome = case.generate("../runtime");
        let (_, tree) = outcome.expect(&case.name);
        texts(tree)
            .into_iter()
            .map(|(path, text)| (path, without_words(&text)))
            .collect::<Vec<_>>()
    };
    for ((path, ours), (other, theirs)) in code(&ours).into_iter().zip(code(&theirs)) {
        assert_eq!(path, other);
        let diff = similar::TextDiff::from_lines(&ours, &theirs);
        assert!(ours == theirs, "{path}:\n{}", diff.unified_diff());
    }
}

/// The lines of code without documentation, source pointers and security, sorted: the order of members in a
/// document means nothing.
fn without_words(text: &str) -> String {
    let words = |line: &&str| {
        let start = line.trim_start();
        ["//", "security:", "description = "]
            .iter()
            .any(|word| start.starts_with(word))
    };
    let mut lines: Vec<String> = text
        .lines()
        .filter(|line| !words(line))
        .map(without_pointer)
        .collect();
    lines.sort();
    lines.join("\n")
}

/// A line without the pointer into the document that it may hold.
fn without_pointer(line: &str) -> String {
    let parts = line
        .split_once("\"#/")
        .and_then(|(before, rest)| Some((before, rest.split_once('"')?.1)));
    parts.map_or_else(
        || line.to_owned(),
        |(before, after)| format!("{before}{after}"),
    )
}

/// What each update would have said to callers. No difference is left to be looked up.
#[test]
fn every_update_says_what_it_means_for_callers() {
    let Some(shared) = shared() else { return };
    let states = states(&shared);
    let trees: Vec<(&str, Tree)> = states
        .iter()
        .filter_map(|case| {
            let name = "invites".to_owned();
            let same_package = Case {
                name,
                ..case.clone()
            };
            Some((
                case.name.as_str(),
                same_package.generate("../runtime").tree?,
            ))
        })
        .collect();
    assert_eq!(trees.len(), 24);
    let mut said = BTreeMap::new();
    for ((_, before), (name, after)) in trees.iter().zip(trees.iter().skip(1)) {
        let text = Impact::between(before, after).to_string();
        assert!(!text.contains("see its difference"), "{name}:\n{text}");
        said.insert(*name, text);
    }
    let of = |state: &str| {
        let found = said.iter().find(|(name, _)| name.starts_with(state));
        found.map(|(_, text)| text.as_str()).expect(state)
    };
    assert_eq!(
        of("16_2023"),
        "Breaking: code that uses this does not compile:\n\
         \x20 SchemasRoleKDl3Afxo: called `SchemasRole` now\n\
         \x20 UserInviteC4svArG7: called `UserInvite` now\n\
         \x20 UserInviteC4svArG7Status: called `UserInviteStatus` now\n\
         Besides, 3 items are reworded. Semver: major."
    );
    assert_eq!(
        of("28_2026"),
        "New:\n\
         \x20 IamMessages2Item::documentation_url: `Option<String>`\n\
         \x20 IamMessages2Item::source: `Option<IamMessages2ItemSource>`\n\
         \x20 IamMessages2ItemSource: a struct\n\
         Besides, 1 item is reworded. Semver: minor."
    );
}
