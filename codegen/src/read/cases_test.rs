//! `tests/diagnostics`: for each case what a user gets to read, exactly. `BLESS=1` writes it.

use std::fs;
use std::path::{Path, PathBuf};

use super::node::Node;
use super::resolve::Documents;
use crate::config::Config;
use crate::diagnostic::{Colour, Diagnostics, render};
use crate::input::{Files, ReadError, Sources};

struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        fs::read(self.0.join(path)).map_err(|_| ReadError::NotFound)
    }
}

#[test]
fn every_case_reads_as_expected() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut folders: Vec<PathBuf> = fs::read_dir(cases)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    folders.sort();
    assert!(!folders.is_empty());
    let different: Vec<String> = folders
        .iter()
        .filter_map(|folder| difference(folder))
        .collect();
    assert!(
        different.is_empty(),
        "set BLESS=1 to write what is new:\n{}",
        different.join("\n")
    );
}

/// What is wrong with a case. With `BLESS=1` it is written instead.
fn difference(folder: &Path) -> Option<String> {
    let got = diagnose(folder);
    let file = folder.join("expected.txt");
    let expected = fs::read_to_string(&file).unwrap_or_default();
    if got == expected {
        return None;
    }
    if std::env::var_os("BLESS").is_some() {
        return fs::write(&file, got).err().map(|error| error.to_string());
    }
    Some(format!(
        "{}\n--- expected\n{expected}--- got\n{got}",
        folder.display()
    ))
}

fn diagnose(folder: &Path) -> String {
    let entry = if folder.join("input.json").exists() {
        "input.json"
    } else {
        "input.yaml"
    };
    let diagnostics = Diagnostics::new();
    let mut sources = Sources::new();
    if let Ok(text) = fs::read_to_string(folder.join("codegen.toml")) {
        let _ = Config::parse("codegen.toml", &text, &diagnostics);
        sources.insert("codegen.toml", text.into_bytes());
    }
    if let Some(documents) = Documents::load(
        entry,
        &Folder(folder.to_owned()),
        &diagnostics,
        &mut sources,
    ) {
        follow_all(documents.root(), &diagnostics);
    }
    render(&diagnostics.into_vec(), &sources, Colour::Never)
}

fn follow_all(root: Node<'_>, diagnostics: &Diagnostics) {
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        if node.reference().is_some() {
            diagnostics.ok(node.follow());
        }
        waiting.extend(node.items());
        waiting.extend(node.entries().map(|(_, value)| value));
    }
}
