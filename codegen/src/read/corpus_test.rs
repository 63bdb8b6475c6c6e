//! Every document of the shared corpus loads, and every reference in it resolves or is reported.

use std::fs;
use std::path::{Path, PathBuf};

use super::locate::locate;
use super::node::Node;
use super::reading;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, Severity};
use crate::input::{Files, ReadError, Sources};

/// Files below a folder.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        fs::read(self.0.join(path)).map_err(|_| ReadError::NotFound)
    }
}

/// Root and entry of every document; nothing without the corpus.
pub(crate) fn documents() -> Vec<(PathBuf, String)> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut found = Vec::new();
    if !corpus.is_dir() {
        println!("skipped: no corpus");
        return found;
    }
    for folder in [corpus.clone(), corpus.join("small")] {
        for name in names(&folder) {
            if [".json", ".yaml"].iter().any(|end| name.ends_with(end)) {
                found.push((folder.clone(), name));
            }
        }
    }
    let digitalocean = "specification/DigitalOcean-public.v2.yaml".to_owned();
    found.push((corpus.join("digitalocean"), digitalocean));
    let petstore = "examples/v2.0/json/petstore-separate/spec/swagger.json".to_owned();
    found.push((corpus.join("small/oai_petstore_separate"), petstore));
    let matrix = corpus.join("matrix");
    for api in names(&matrix.join("data/api")) {
        for name in names(&matrix.join("data/api").join(&api)) {
            if name.ends_with(".yaml") {
                found.push((matrix.clone(), format!("data/api/{api}/{name}")));
            }
        }
    }
    assert!(found.len() > 100, "{}", found.len());
    found
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Follows every reference of a file that is not in an example.
fn follow_all(root: Node<'_>, problems: &mut Vec<Diagnostic>) -> usize {
    let mut count = 0;
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        if node.reference().is_some() {
            count += 1;
            problems.extend(node.follow().err());
        }
        waiting.extend(node.items());
        let members = node
            .entries()
            .filter(|(key, _)| !matches!(*key, "example" | "examples" | "default"));
        waiting.extend(members.map(|(_, value)| value));
    }
    count
}

#[test]
fn every_document_loads_and_resolves() {
    let mut problems = Vec::new();
    for (root, entry) in documents() {
        let diagnostics = Diagnostics::new();
        let documents = reading::read(
            &entry,
            &[],
            &Folder(root),
            &Config::default(),
            &diagnostics,
            &mut Sources::new(),
        );
        let faults = diagnostics.into_vec().into_iter();
        problems.extend(faults.filter(|one| one.severity == Severity::Error));
        let documents = documents.expect("every document of the corpus can be parsed");
        let count: usize = documents
            .roots()
            .map(|root| follow_all(root, &mut problems))
            .sum();
        println!("{entry}: {count} references");
    }
    let found: Vec<String> = problems.iter().map(|one| one.message.clone()).collect();
    assert!(problems.is_empty() || found == DANGLING, "{problems:#?}");
}

/// What the documents themselves have left out.
const DANGLING: [&str; 3] = [
    "there is no file `docs/getting-started.md`",
    "there is no file `data/schemas/server-signatures.yaml`",
    "there is no file `data/schemas/server-signatures.yaml`",
];

#[test]
fn every_key_is_found_in_its_file() {
    for (root, entry) in documents() {
        let mut sources = Sources::new();
        let diagnostics = Diagnostics::new();
        let documents = reading::read(
            &entry,
            &[],
            &Folder(root),
            &Config::default(),
            &diagnostics,
            &mut sources,
        );
        let documents = documents.expect("every document of the corpus can be parsed");
        for root in documents.roots() {
            let text = sources.text(root.file()).expect("the file was read");
            let keys = sample(root);
            let places: Vec<Location> = keys.iter().map(|node| node.at().key()).collect();
            let spans = locate(root.file(), text, &places.iter().collect::<Vec<_>>());
            for (node, span) in keys.iter().zip(spans) {
                let found = span.and_then(|span| text.get(span)).unwrap_or_default();
                let found = found.trim_matches(['"', '\'']);
                let key = node.key().unwrap_or_default();
                assert!(
                    found == key || found.contains(['\\', '*']) || found.contains("''"),
                    "{:?}: {found}",
                    node.at()
                );
            }
        }
    }
}

/// Some of the members of objects in a file.
fn sample(root: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        if node.original() == node && node.root() == root && node.key().is_some() {
            found.push(node);
        }
        waiting.extend(node.items());
        waiting.extend(node.entries().map(|(_, value)| value));
    }
    let step = found.len() / 500 + 1;
    found.into_iter().step_by(step).collect()
}
