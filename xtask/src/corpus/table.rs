//! The table of a corpus, as text and as JSON.

use serde_json::{Map, Value, json};

use super::Row;
use super::compile::Compiled;
use crate::measure::Usage;

const HEAD: [&str; 12] = [
    "document",
    "operations",
    "skipped",
    "models",
    "untyped",
    "errors",
    "warnings",
    "lines",
    "seconds",
    "MiB",
    "compiles",
    "compiler",
];

/// The table for people.
pub(super) fn text(rows: &[Row]) -> String {
    let mut lines: Vec<Vec<String>> = vec![HEAD.iter().map(|cell| (*cell).to_owned()).collect()];
    lines.extend(rows.iter().map(cells));
    if rows.len() > 1 {
        lines.push(total(rows));
    }
    let width = |column: usize| {
        lines
            .iter()
            .filter_map(|line| line.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    lines.iter().map(|line| aligned(line, &widths)).collect()
}

/// One line: the name to the left, figures to the right.
fn aligned(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let space = " ".repeat(width.saturating_sub(cell.chars().count()));
        if column == 0 {
            line.push_str(&format!("{cell}{space}"));
        } else {
            line.push_str(&format!("  {space}{cell}"));
        }
    }
    line.trim_end().to_owned() + "\n"
}

fn cells(row: &Row) -> Vec<String> {
    if !row.generated() {
        return vec![row.name.clone(), "not generated".to_owned()];
    }
    let figure = |key| row.figure(key).to_string();
    let seconds = row
        .figures
        .as_ref()
        .and_then(|figures| figures.get("seconds"))
        .and_then(Value::as_f64);
    let mut cells = vec![row.name.clone()];
    cells.extend(
        [
            "operations",
            "skipped",
            "models",
            "untyped",
            "errors",
            "warnings",
            "lines",
        ]
        .map(figure),
    );
    cells.push(format!("{:.3}", seconds.unwrap_or_default()));
    cells.push(mebibytes(
        row.figures
            .as_ref()
            .and_then(|figures| figures.get("peak_kib"))
            .and_then(Value::as_u64),
    ));
    cells.push(
        row.compiled
            .as_ref()
            .map_or_else(|| "-".to_owned(), verdict),
    );
    cells.push(
        row.compiled
            .as_ref()
            .and_then(|compiled| compiled.usage)
            .map_or_else(|| "-".to_owned(), usage),
    );
    cells
}

fn verdict(compiled: &Compiled) -> String {
    match (compiled.errors, compiled.warnings) {
        (0, 0) if compiled.parts > 0 => format!("yes, {} parts", compiled.parts),
        (0, 0) => "yes".to_owned(),
        (0, warnings) => format!("{warnings} warnings"),
        (errors, _) => format!("{errors} errors"),
    }
}

fn usage(usage: Usage) -> String {
    format!("{:.1} s, {} MiB", usage.seconds, mebibytes(usage.peak_kib))
}

fn mebibytes(kib: Option<u64>) -> String {
    kib.map_or_else(|| "-".to_owned(), |kib| (kib / 1024).to_string())
}

/// The last line.
fn total(rows: &[Row]) -> Vec<String> {
    let sum = |key: &str| {
        rows.iter()
            .map(|row| row.figure(key))
            .sum::<u64>()
            .to_string()
    };
    let generated = rows.iter().filter(|row| row.generated()).count();
    let compiled: Vec<&Compiled> = rows
        .iter()
        .filter_map(|row| row.compiled.as_ref())
        .collect();
    let clean = compiled
        .iter()
        .filter(|compiled| !compiled.failed())
        .count();
    let mut cells = vec![format!("{generated} of {} generated", rows.len())];
    cells.extend(
        [
            "operations",
            "skipped",
            "models",
            "untyped",
            "errors",
            "warnings",
            "lines",
        ]
        .map(sum),
    );
    cells.extend([String::new(), String::new()]);
    cells.push(if compiled.is_empty() {
        "-".to_owned()
    } else {
        format!("{clean} of {}", rows.len())
    });
    cells
}

/// Why a document failed.
pub(super) fn failure(row: &Row) -> String {
    let mut text = format!("{}:\n", row.name);
    let messages = row
        .compiled
        .iter()
        .flat_map(|compiled| compiled.messages.iter().map(String::as_str));
    for line in std::iter::once(row.said.as_str())
        .chain(messages)
        .flat_map(str::lines)
        .take(LINES)
    {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

/// How many lines are shown of what was said about a document.
const LINES: usize = 60;

/// The table for programs.
pub(super) fn json(rows: &[Row]) -> Value {
    rows.iter().map(row_json).collect()
}

fn row_json(row: &Row) -> Value {
    let mut object = Map::new();
    object.insert("document".to_owned(), json!(row.name));
    object.insert("ok".to_owned(), json!(!row.failed()));
    if let Some(Value::Object(figures)) = &row.figures {
        object.extend(figures.clone());
    }
    if let Some(compiled) = &row.compiled {
        let usage = compiled.usage.unwrap_or_default();
        let figures = json!({
            "errors": compiled.errors,
            "warnings": compiled.warnings,
            "seconds": usage.seconds,
            "peak_kib": usage.peak_kib,
            "parts": compiled.parts,
            "messages": compiled.messages,
        });
        object.insert("compile".to_owned(), figures);
    }
    if row.failed() {
        object.insert("said".to_owned(), json!(row.said));
    }
    Value::Object(object)
}
