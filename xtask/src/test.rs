//! `cargo xtask test`: everything that has to pass.

use std::env;
use std::path::Path;
use std::process::Command;

use ::codegen::Faults;

use crate::args::{CodegenArgs, Mode};
use crate::failure::Failure;
use crate::terminal::{self, Tone};
use crate::{codegen, workspace};

/// A step that cargo does: its arguments, and what is added to the environment.
struct Step {
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const STEPS: &[Step] = &[
    Step {
        arguments: &["fmt", "--all", "--check"],
        environment: &[],
    },
    Step {
        arguments: &[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--",
            "-D",
            "warnings",
        ],
        environment: &[],
    },
    Step {
        arguments: &["test", "--workspace", "--all-features"],
        environment: &[],
    },
    Step {
        arguments: &[
            "doc",
            "--quiet",
            "--workspace",
            "--no-deps",
            "--all-features",
        ],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
];

/// The command line of each step, in order.
pub(crate) fn commands() -> impl Iterator<Item = String> {
    let own = std::iter::once(DRIFT.to_owned());
    STEPS.iter().map(Step::command).chain(own)
}

/// The last step, which is not cargo's.
const DRIFT: &str = "cargo xtask codegen --check";

impl Step {
    fn command(&self) -> String {
        let variables: String = self
            .environment
            .iter()
            .map(|(name, value)| format!("{name}=\"{value}\" "))
            .collect();
        format!("{variables}cargo {}", self.arguments.join(" "))
    }
}

/// Runs all steps in order.
///
/// # Errors
///
/// At the first step that fails.
pub fn run() -> Result<(), Failure> {
    let root = workspace::root()?;
    for step in STEPS {
        announce(&step.command());
        cargo(&root, step)?;
    }
    announce(DRIFT);
    codegen::run(&CodegenArgs {
        mode: Mode::Check,
        document: None,
        faults: Faults::Stop,
    })
}

fn announce(step: &str) {
    terminal::eprint(format_args!(
        "{}\n",
        terminal::paint(terminal::stderr(), Tone::Strong, &format!("==> {step}"))
    ));
}

fn cargo(root: &Path, step: &Step) -> Result<(), Failure> {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(program)
        .args(step.arguments)
        .envs(step.environment.iter().copied())
        .current_dir(root)
        .status()
        .map_err(|error| Failure::Fault(format!("cannot run cargo: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Fault(format!("`{}` failed", step.command())))
    }
}
