//! stub
use crate::args::BenchArgs;
use crate::failure::Failure;
/// Runs
/// # Errors
/// none
pub fn run(_args: &BenchArgs) -> Result<(), Failure> {
    Ok(())
}
