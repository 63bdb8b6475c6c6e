//! `cargo xtask bench`: how fast generated code compiles, against serde's derive.
use crate::args::BenchArgs;
use crate::failure::Failure;
/// Runs the command.
///
/// # Errors
///
/// If a crate does not compile.
pub fn run(_args: &BenchArgs) -> Result<(), Failure> {
    Ok(())
}
