//! Compiles a generated crate, and counts what the compiler says.

use std::env;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::args::Compile;
use crate::failure::Failure;
use crate::measure::{self, Usage};
use crate::workspace;

/// What the compiler said about a crate.
#[derive(Clone, Debug, Default)]
pub(super) struct Compiled {
    /// How many errors there are.
    pub(super) errors: usize,
    /// How many warnings there are.
    pub(super) warnings: usize,
    /// The first messages, as the compiler shows them.
    pub(super) messages: Vec<String>,
    /// What the compiler used for this crate alone.
    pub(super) usage: Option<Usage>,
}

/// How many messages are kept.
const MESSAGES: usize = 5;

impl Compiled {
    pub(super) fn failed(&self) -> bool {
        self.errors > 0 || self.warnings > 0
    }
}

/// Compiles the crate in `folder` with all features.
pub(super) fn run(
    compile: Compile,
    package: &str,
    folder: &Path,
    target: &Path,
    log: &Path,
) -> Result<Compiled, Failure> {
    workspace::share_lock_file(folder)?;
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(if compile == Compile::Clippy {
        "clippy"
    } else {
        "check"
    });
    cargo.args([
        "--quiet",
        "--all-features",
        "--message-format=json",
        "--manifest-path",
    ]);
    cargo
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", target);
    let output = measure::compilers(&mut cargo, log)?
        .output()
        .map_err(|error| Failure::Fault(format!("cannot run cargo: {error}")))?;
    let krate = package.replace('-', "_");
    let mut compiled = Compiled {
        usage: measure::usage_of(log, &krate)?,
        ..Compiled::default()
    };
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        if let Ok(message) = serde_json::from_str::<Value>(line) {
            note(&mut compiled, &message, &krate);
        }
    }
    if !output.status.success() && compiled.errors == 0 {
        compiled.errors = 1;
        compiled
            .messages
            .push(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(compiled)
}

/// Counts one line of cargo's output, if it is a message about the crate.
fn note(compiled: &mut Compiled, line: &Value, krate: &str) {
    let text = |pointer| {
        line.pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let about_us =
        text("/reason") == "compiler-message" && text("/target/name").replace('-', "_") == krate;
    // The summary at the end ("5 warnings emitted") has no place in the source.
    let has_place = line
        .pointer("/message/spans")
        .and_then(Value::as_array)
        .is_some_and(|spans| !spans.is_empty());
    if !about_us || !has_place {
        return;
    }
    match text("/message/level") {
        "warning" => compiled.warnings += 1,
        level if level.starts_with("error") => compiled.errors += 1,
        _ => return,
    }
    if compiled.messages.len() < MESSAGES {
        compiled.messages.push(text("/message/rendered").to_owned());
    }
}
