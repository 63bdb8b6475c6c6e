//! `cargo xtask meaning` and `cargo xtask wire`. The tools that do it are workspaces of their own in `tools/`, so that
//! nobody else compiles the validator of the one and the readers of the other.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use crate::failure::Failure;
use crate::workspace;

/// Compiles the tool in a folder of `tools/` if that has to be done, and runs it.
///
/// # Errors
///
/// If the tool fails, after it has said why.
pub fn run(name: &str, arguments: &[OsString]) -> Result<(), Failure> {
    let tools = workspace::runtime().join("../tools");
    let manifest = tools.join(name).join("Cargo.toml");
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
