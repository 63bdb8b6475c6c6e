//! Small schemas, and what they become.

mod objects;
mod recursion;
mod unions;
mod values;

use super::harness::{Outcome, lower};

/// Lowers schemas that are given as the content of `components.schemas`.
fn lower_schemas(yaml: &str) -> Outcome {
    let indented: String = yaml.lines().map(|line| format!("    {line}\n")).collect();
    lower(&format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}"
    ))
}

fn assert_becomes(yaml: &str, expected: &str) {
    let found = lower_schemas(yaml).summary();
    assert_eq!(found.trim(), expected.trim(), "\n--- found ---\n{found}");
}
