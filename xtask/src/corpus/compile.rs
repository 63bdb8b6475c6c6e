//! Compiles a generated crate, and counts what the compiler says.

use std::env;
use std::path::Path;
use std::process::{Command, Output};

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
    /// What the compiler used for this crate alone, with all features.
    pub(super) usage: Option<Usage>,
    /// How many parts of the crate were compiled without the others.
    pub(super) parts: usize,
}

/// How many messages are kept.
const MESSAGES: usize = 5;

impl Compiled {
    pub(super) fn failed(&self) -> bool {
        self.errors > 0 || self.warnings > 0
    }
}

/// A generated crate.
pub(super) struct Crate<'a> {
    pub(super) package: &'a str,
    pub(super) folder: &'a Path,
    /// The target folder, which crates share.
    pub(super) target: &'a Path,
    /// The log of the compiler's time and memory.
    pub(super) log: &'a Path,
}

impl Crate<'_> {
    /// Compiles it with all features, and each of its parts without the others if that is asked for.
    pub(super) fn compile(&self, compile: Compile, parts: bool) -> Result<Compiled, Failure> {
        workspace::share_lock_file(self.folder)?;
        let mut compiled = Compiled::default();
        self.with_features(compile, &["--all-features"], &mut compiled)?;
        compiled.usage = measure::usage_of(self.log, &self.name())?;
        if parts {
            for part in self.parts()? {
                let features = ["--no-default-features", "--features", part.as_str()];
                self.with_features(compile, &features, &mut compiled)?;
                compiled.parts += 1;
            }
        }
        Ok(compiled)
    }

    fn with_features(
        &self,
        compile: Compile,
        features: &[&str],
        compiled: &mut Compiled,
    ) -> Result<(), Failure> {
        let mut cargo = self.cargo(if compile == Compile::Clippy {
            "clippy"
        } else {
            "check"
        });
        cargo.args(["--quiet", "--message-format=json"]);
        cargo.args(features).env("CARGO_TARGET_DIR", self.target);
        let output = output(measure::compilers(&mut cargo, self.log)?)?;
        let (known, krate) = (compiled.errors, self.name());
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            if let Ok(message) = serde_json::from_str::<Value>(line) {
                note(compiled, &message, &krate);
            }
        }
        if !output.status.success() && compiled.errors == known {
            compiled.errors += 1;
            compiled
                .messages
                .push(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        Ok(())
    }

    /// The features that are parts of the API; no feature at all is the first.
    fn parts(&self) -> Result<Vec<String>, Failure> {
        let mut cargo = self.cargo("metadata");
        let output = output(cargo.args(["--no-deps", "--format-version=1"]))?;
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let features = metadata
            .pointer("/packages/0/features")
            .and_then(Value::as_object)
            .ok_or_else(|| Failure::Fault("cargo says nothing of features".to_owned()))?;
        let is_of_runtime = |turned_on: &Value| {
            let mut turned_on = turned_on.as_array().into_iter().flatten();
            turned_on.any(|other| other.as_str().is_some_and(|name| name.contains('/')))
        };
        let parts = features
            .iter()
            .filter(|(name, turned_on)| *name != "default" && !is_of_runtime(turned_on))
            .map(|(name, _)| name.clone());
        Ok(std::iter::once(String::new()).chain(parts).collect())
    }

    fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .arg(command)
            .arg("--manifest-path")
            .arg(self.folder.join("Cargo.toml"));
        cargo
    }

    /// What the compiler calls it.
    fn name(&self) -> String {
        self.package.replace('-', "_")
    }
}

fn output(cargo: &mut Command) -> Result<Output, Failure> {
    cargo
        .output()
        .map_err(|error| Failure::Fault(format!("cannot run cargo: {error}")))
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
