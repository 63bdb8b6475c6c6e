//! Compiles many generated crates at once.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{crate_folder, read_folder};

/// Crates by the name of their folder, each as text by path.
pub(crate) type Crates = BTreeMap<String, BTreeMap<String, String>>;

/// The path of `runtime`, for crates in the workspace that [`check`] makes.
pub(crate) fn runtime() -> String {
    let runtime = crate_folder()
        .join("../runtime")
        .canonicalize()
        .expect("runtime stands beside this crate");
    runtime.to_string_lossy().into_owned()
}

/// Checks all crates, with all features, in one workspace of their own in the target folder. Panics with
/// what the compiler says, warnings included.
pub(crate) fn check(workspace: &str, crates: &Crates) {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(workspace);
    let mut wanted: BTreeMap<PathBuf, String> = BTreeMap::new();
    wanted.insert("Cargo.toml".into(), manifest(crates.keys()));
    for (name, files) in crates {
        wanted.extend(
            files
                .iter()
                .map(|(path, text)| (Path::new(name).join(path), text.clone())),
        );
        let guide = files
            .get("src/lib.rs")
            .map_or_else(String::new, |root| guide(root));
        wanted.insert(Path::new(name).join("examples/guide.rs"), guide);
    }
    // A file that stays the same keeps its time, so that an unchanged crate is not compiled again.
    for path in read_folder(&root, |path| path != "Cargo.lock").into_keys() {
        if !wanted.contains_key(Path::new(&path)) {
            fs::remove_file(root.join(path)).expect("an old file can be removed");
        }
    }
    for (path, text) in &wanted {
        let place = root.join(path);
        if fs::read_to_string(&place).ok().as_deref() != Some(text) {
            fs::create_dir_all(place.parent().expect("a file has a folder"))
                .expect("folders can be made");
            fs::write(&place, text).expect("a file can be written");
        }
    }
    let lock = crate_folder().join("../Cargo.lock");
    fs::copy(lock, root.join("Cargo.lock")).expect("the lock file can be copied");
    run(
        &root,
        &[
            "--workspace",
            "--examples",
            "--all-features",
            "--keep-going",
        ],
    );
    for (name, files) in crates {
        let manifest = files.get("Cargo.toml").expect("a crate has a manifest");
        let manifest: toml::Table = manifest.parse().expect("a manifest is TOML");
        for features in part_by_part(&manifest) {
            eprintln!("{name} with the features {features:?}");
            run(
                &root,
                &[
                    "--package",
                    package(&manifest),
                    "--no-default-features",
                    "--features",
                    &features,
                ],
            );
        }
    }
}

/// The features of a crate that stand for parts of the API, each alone, and none of them, without and with tests;
/// nothing if there is no such feature.
fn part_by_part(manifest: &toml::Table) -> Vec<String> {
    let Some(features) = manifest.get("features").and_then(toml::Value::as_table) else {
        return Vec::new();
    };
    let is_part = |needed: &toml::Value| {
        let needed = needed.as_array().expect("a feature is a list");
        needed
            .iter()
            .all(|one| features.contains_key(one.as_str().unwrap_or_default()))
    };
    let parts = features
        .iter()
        .filter(|(name, needed)| *name != "default" && is_part(needed));
    let mut parts: Vec<String> = parts.map(|(name, _)| name.clone()).collect();
    if !parts.is_empty() {
        parts.extend(["", "testing"].map(str::to_owned));
    }
    parts
}

fn package(manifest: &toml::Table) -> &str {
    let package = manifest
        .get("package")
        .and_then(|package| package.get("name"));
    package
        .and_then(toml::Value::as_str)
        .expect("a crate has a name")
}

/// The code in the guide of a crate, each block in a module of its own.
fn guide(root: &str) -> String {
    let mut all = String::from("#![allow(unused, deprecated)]\nfn main() {}\n");
    let docs = root.lines().filter_map(|line| line.strip_prefix("//!"));
    let mut blocks = 0;
    let mut is_code = false;
    for line in docs.map(str::trim_start) {
        match (line, is_code) {
            ("```no_run", false) => {
                all.push_str(&format!("mod block_{blocks} {{\n"));
                blocks += 1;
                is_code = true;
            }
            ("```", true) => {
                all.push_str("}\n");
                is_code = false;
            }
            (code, true) => all.push_str(&format!("{}\n", code.strip_prefix("# ").unwrap_or(code))),
            (_, false) => {}
        }
    }
    all
}

fn manifest<'n>(names: impl Iterator<Item = &'n String>) -> String {
    let members: Vec<String> = names.map(|name| format!("{name:?}")).collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    )
}

/// Clippy where there is one: generated crates have to be free of its warnings, too.
fn run(root: &Path, arguments: &[&str]) {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let clippy = Command::new(&cargo).args(["clippy", "--version"]).output();
    let clippy = clippy.is_ok_and(|output| output.status.success());
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("the target folder");
    let output = Command::new(cargo)
        .arg(if clippy { "clippy" } else { "check" })
        .args(["--quiet", "--offline", "--lib", "--message-format=short"])
        .args(arguments)
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    // Warnings about `runtime` itself are no business of the crates.
    let runtime = runtime();
    let said: String = said
        .lines()
        .filter(|line| !line.starts_with(&runtime))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(
        output.status.success() && said.trim().is_empty(),
        "in {}:\n{}",
        root.display(),
        first_lines(&said)
    );
}

/// Enough to see what is wrong.
fn first_lines(text: &str) -> String {
    const LINES: usize = 80;
    let mut lines: Vec<&str> = text.lines().take(LINES).collect();
    let more = text.lines().count().saturating_sub(LINES);
    let rest = format!("… and {more} more lines");
    if more > 0 {
        lines.push(&rest);
    }
    lines.join("\n")
}
