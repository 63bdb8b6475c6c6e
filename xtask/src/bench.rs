//! `cargo xtask bench`: how fast generated code compiles, against the same structs with serde's derive.
//!
//! Both crates are compiled in turn, several times, without incremental compilation and without anything
//! else running. Time and memory are those of the compiler for the one crate, dependencies not counted.

mod models;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use codegen::Faults;

use crate::apply::Plan;
use crate::args::{BenchArgs, DocumentArgs};
use crate::failure::Failure;
use crate::job::Job;
use crate::measure::{self, Usage};
use crate::terminal;
use crate::workspace;

/// A way to compile: what it is called, and what cargo is told.
struct Build {
    name: &'static str,
    arguments: &'static [&'static str],
}

const BUILDS: [Build; 3] = [
    Build {
        name: "`cargo check`",
        arguments: &["check"],
    },
    Build {
        name: "`cargo build`",
        arguments: &["build"],
    },
    Build {
        name: "`cargo build --release`",
        arguments: &["build", "--release"],
    },
];

/// One of the two crates.
struct Candidate {
    /// Name of its package and of its folder.
    name: &'static str,
    folder: PathBuf,
}

/// Runs the command.
///
/// # Errors
///
/// If a crate cannot be generated, or does not compile.
pub fn run(args: &BenchArgs) -> Result<(), Failure> {
    let root = match env::var_os("CARGO_TARGET_DIR") {
        Some(target) => workspace::absolute(Path::new(&target))?,
        None => workspace::root()?.join("target"),
    }
    .join("bench");
    let (derive, tables) = candidates(&root)?;
    terminal::print(format_args!(
        "| {} models of {} fields | serde derive | tables | ratio |\n",
        models::MODELS,
        models::FIELDS
    ));
    terminal::print(format_args!("|---|---|---|---|\n"));
    for build in &BUILDS {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        // The first run compiles the dependencies, too, and is not counted.
        for round in 0..=args.rounds {
            let usages = (
                compile(&root, &derive, build)?,
                compile(&root, &tables, build)?,
            );
            if round > 0 {
                old.push(usages.0);
                new.push(usages.1);
            }
        }
        terminal::print(rows(build.name, &old, &new));
    }
    Ok(())
}

/// Writes both crates.
fn candidates(root: &Path) -> Result<(Candidate, Candidate), Failure> {
    let derive = Candidate {
        name: "derive",
        folder: root.join("derive"),
    };
    write(&derive.folder.join("Cargo.toml"), models::DERIVE_MANIFEST)?;
    write(&derive.folder.join("src/lib.rs"), &models::derive())?;
    let tables = Candidate {
        name: "tables",
        folder: root.join("tables"),
    };
    let schema = root.join("models.json");
    write(&schema, &models::document().to_string())?;
    let job = Job::of_document(
        &DocumentArgs {
            schema,
            overlays: Vec::new(),
            out: tables.folder.clone(),
            package: Some(tables.name.to_owned()),
            config: None,
            root: None,
        },
        Faults::Stop,
    )?;
    let outcome = job.generate();
    let tree = outcome
        .tree
        .as_ref()
        .ok_or_else(|| Failure::Fault(outcome.diagnostics(crate::terminal::stderr())))?;
    Plan::new(job.output(), tree)?.apply()?;
    let entry = tables.folder.join("src/lib.rs");
    let library =
        fs::read_to_string(&entry).map_err(|error| Failure::io("read", &entry, &error))?;
    write(&entry, &(library + &models::calls()))?;
    for candidate in [&derive, &tables] {
        workspace::share_lock_file(&candidate.folder)?;
    }
    Ok((derive, tables))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| Failure::io("make the folder", folder, &error))?;
    fs::write(path, text).map_err(|error| Failure::io("write", path, &error))
}

/// Compiles a crate again, whether it changed or not.
fn compile(root: &Path, candidate: &Candidate, build: &Build) -> Result<Usage, Failure> {
    let entry = candidate.folder.join("src/lib.rs");
    fs::File::options()
        .append(true)
        .open(&entry)
        .and_then(|file| file.set_modified(SystemTime::now()))
        .map_err(|error| Failure::io("touch", &entry, &error))?;
    let log = root.join("compiler.log");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(build.arguments)
        .args(["--quiet", "--manifest-path"])
        .arg(candidate.folder.join("Cargo.toml"));
    cargo.env("CARGO_TARGET_DIR", root.join("target"));
    let status = measure::compilers(&mut cargo, &log)?
        .status()
        .map_err(|error| Failure::Fault(format!("cannot run cargo: {error}")))?;
    if !status.success() {
        return Err(Failure::Fault(format!(
            "{} does not compile",
            candidate.folder.display()
        )));
    }
    measure::usage_of(&log, candidate.name)?
        .ok_or_else(|| Failure::Fault(format!("the compiler did not run for {}", candidate.name)))
}

/// Time and memory of one way to compile.
fn rows(name: &str, old: &[Usage], new: &[Usage]) -> String {
    let seconds = |usages: &[Usage]| median(usages.iter().map(|usage| usage.seconds).collect());
    let mebibytes = |usages: &[Usage]| {
        let peaks: Option<Vec<f64>> = usages
            .iter()
            .map(|usage| usage.peak_kib.map(|kib| kib as f64 / 1024.0))
            .collect();
        peaks.map(median)
    };
    let mut text = row(name, "s", 2, seconds(old), seconds(new));
    if let (Some(old), Some(new)) = (mebibytes(old), mebibytes(new)) {
        text.push_str(&row(&format!("{name}, peak memory"), "MiB", 0, old, new));
    }
    text
}

fn row(name: &str, unit: &str, digits: usize, old: f64, new: f64) -> String {
    format!(
        "| {name} | {old:.digits$} {unit} | {new:.digits$} {unit} | {:.2} |\n",
        new / old
    )
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::{Usage, rows};

    #[test]
    fn the_median_of_each_side_is_compared() {
        let usage = |seconds, kib| Usage {
            seconds,
            peak_kib: Some(kib),
        };
        assert_eq!(
            rows(
                "x",
                &[usage(4.0, 2048), usage(90.0, 2048), usage(3.0, 1024)],
                &[usage(1.0, 1024)]
            ),
            "| x | 4.00 s | 1.00 s | 0.25 |\n| x, peak memory | 2 MiB | 1 MiB | 0.50 |\n"
        );
    }
}
