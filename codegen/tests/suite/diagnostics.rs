//! For each case in `tests/diagnostics`, what a user gets to read, exactly.
//!
//! A case is a folder with `input.yaml` or `input.json`, `codegen.toml` if it needs one, files that the document
//! refers to, and `expected.txt`. `BLESS=1` writes what is expected; nothing is written without it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Case, crate_folder};

#[test]
fn every_case_reads_as_expected() {
    let entries = fs::read_dir(crate_folder().join("tests/diagnostics"))
        .expect("the folder of the cases can be read");
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    assert!(!folders.is_empty(), "there are no cases");
    let different: Vec<String> = folders
        .iter()
        .filter_map(|folder| difference(folder))
        .collect();
    assert!(
        different.is_empty(),
        "BLESS=1 writes what is expected:\n{}",
        different.join("\n")
    );
}

/// What a case has that is not expected, unless it is to be written.
fn difference(folder: &Path) -> Option<String> {
    let said = Case::read(folder).generate("../runtime").said;
    let file = folder.join("expected.txt");
    let expected = fs::read_to_string(&file).unwrap_or_default();
    if said == expected {
        return None;
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, said).expect("the case can be written");
        return None;
    }
    Some(format!(
        "{}\n--- expected\n{expected}--- said\n{said}",
        folder.display()
    ))
}
