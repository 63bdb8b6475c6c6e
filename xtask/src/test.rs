//! `cargo xtask test`: everything that has to pass.

use std::env;
use std::path::Path;
use std::process::Command;

use ::codegen::Faults;

use crate::args::{CodegenArgs, Mode};
use crate::failure::Failure;
use crate::steps::{DRIFT, STEPS, Step};
use crate::terminal::{self, Tone};
use crate::{codegen, workspace};

/// Runs all steps in order.
///
/// # Errors
///
/// At the first step that fails.
pub fn run() -> Result<(), Failure> {
    let root = workspace::root()?;
    let is_here = |step: &&Step| step.manifest.is_none_or(|file| root.join(file).is_file());
    for step in STEPS.iter().filter(is_here) {
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
