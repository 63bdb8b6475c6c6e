//! `cargo xtask`: see `cargo xtask --help`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Generating is mostly making and dropping small strings and tokens.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    xtask::main()
}
