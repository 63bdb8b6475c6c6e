//! `cargo xtask config-schema`: the JSON Schema of `codegen.toml`.

use codegen::config::ConfigFile;

use crate::failure::Failure;
use crate::terminal;

/// Prints the schema.
///
/// # Errors
///
/// None in practice: a schema is always JSON.
pub fn run() -> Result<(), Failure> {
    let schema = schemars::schema_for!(ConfigFile);
    let text = serde_json::to_string_pretty(&schema)
        .map_err(|error| Failure::Fault(format!("cannot write the schema: {error}")))?;
    terminal::print(format_args!("{text}\n"));
    Ok(())
}
