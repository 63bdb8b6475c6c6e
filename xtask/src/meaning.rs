//! `cargo xtask meaning`: tests what types mean. The tool that does it is a workspace of its own in
//! `tools/meaning`, so that nobody else compiles its validator.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use crate::failure::Failure;
use crate::workspace;

/// Compiles the tool if that has to be done, and runs it.
///
/// # Errors
///
/// If the tool fails, after it has said why.
pub fn run(arguments: &[OsString]) -> Result<(), Failure> {
    let manifest = workspace::runtime().join("../tools/meaning/Cargo.toml");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["run", "--quiet", "--release", "--manifest-path"])
        .arg(manifest);
    // The folder of this tool's manifest means nothing to the other one.
    cargo
        .env_remove("CARGO_MANIFEST_DIR")
        .arg("--")
        .args(arguments);
    let status = cargo
        .status()
        .map_err(|error| Failure::Fault(format!("cannot run cargo: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Reported)
    }
}
