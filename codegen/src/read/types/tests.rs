//! Small schemas, and what they become.

use super::harness::lower;

/// Lowers schemas that are given as the content of `components.schemas`.
fn schemas(yaml: &str) -> super::harness::Outcome {
    let indented: String = yaml.lines().map(|line| format!("    {line}\n")).collect();
    lower(&format!("openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}"))
}

#[test]
fn show() {
    let Ok(path) = std::env::var("SHOW") else { return };
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let out = lower(&text);
    println!("{}", out.types());
    println!("{:#?}", out.others);
    println!("{:#?}", out.problems());
}
