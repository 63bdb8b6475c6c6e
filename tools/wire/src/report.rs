//! The table, and the differences.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What came of one document.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) name: String,
    /// Why nothing can be said.
    pub(crate) failure: Option<String>,
    /// Operations that the document has.
    pub(crate) operations: usize,
    /// Those of them that a request was compared of.
    pub(crate) called: usize,
    /// Requests that were compared.
    pub(crate) requests: usize,
    /// Those of them that say what was meant.
    pub(crate) equal: usize,
    /// Those of them whose inputs `validate()` refuses, which are sent all the same.
    pub(crate) refused: usize,
    /// Requests that were not made, or not with all inputs, by reason.
    pub(crate) left_out: BTreeMap<String, usize>,
    pub(crate) differences: Vec<Miss>,
}

/// Something that differs.
#[derive(Debug)]
pub(crate) struct Miss {
    pub(crate) operation: String,
    pub(crate) round: usize,
    pub(crate) place: &'static str,
    pub(crate) text: String,
    pub(crate) inputs: Value,
}

const HEAD: [&str; 7] = [
    "document",
    "operations",
    "called",
    "requests",
    "equal",
    "differing",
    "left out",
];

/// How many differences are shown of a document.
const SHOWN: usize = 6;

fn cells(row: &Row) -> Vec<String> {
    if let Some(failure) = &row.failure {
        return vec![
            row.name.clone(),
            failure.lines().next().unwrap_or_default().to_owned(),
        ];
    }
    let figures = [
        row.operations,
        row.called,
        row.requests,
        row.equal,
        row.requests - row.equal,
        row.left_out.values().sum(),
    ];
    let figures = figures.iter().map(ToString::to_string);
    std::iter::once(row.name.clone()).chain(figures).collect()
}

fn lines(rows: &[Row]) -> Vec<Vec<String>> {
    let mut lines: Vec<_> = rows.iter().map(cells).collect();
    if rows.len() > 1 {
        let mut all = Row {
            name: "all".to_owned(),
            ..Row::default()
        };
        for row in rows.iter().filter(|row| row.failure.is_none()) {
            all.operations += row.operations;
            all.called += row.called;
            all.requests += row.requests;
            all.equal += row.equal;
            *all.left_out.entry(String::new()).or_default() += row.left_out.values().sum::<usize>();
        }
        lines.push(cells(&all));
    }
    lines
}

/// The table as Markdown.
pub(crate) fn table(rows: &[Row]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut out = line(&HEAD.map(str::to_owned));
    out.push_str("|---|---:|---:|---:|---:|---:|---:|\n");
    out.extend(lines(rows).iter().map(|cells| line(cells)));
    out
}

/// The first differences of a document, one for each operation and part of the request, and what was left out.
pub(crate) fn details(row: &Row) -> String {
    let mut out = String::new();
    let mut seen = Vec::new();
    for miss in &row.differences {
        let kind = (&miss.operation, miss.place);
        if seen.len() < SHOWN && !seen.contains(&kind) {
            seen.push(kind);
            out.push_str(&format!(
                "  {} (round {}), {}: {}\n",
                miss.operation,
                miss.round,
                miss.place,
                short(&miss.text)
            ));
        }
    }
    for (why, count) in &row.left_out {
        out.push_str(&format!("  left out, {count}: {why}\n"));
    }
    out
}

fn short(text: &str) -> String {
    match text.char_indices().nth(300) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Everything.
pub(crate) fn json(rows: &[Row]) -> Value {
    let miss = |miss: &Miss| {
        json!({
            "operation": miss.operation,
            "round": miss.round,
            "place": miss.place,
            "difference": miss.text,
            "inputs": miss.inputs,
        })
    };
    let row = |row: &Row| {
        json!({
            "document": row.name,
            "failure": row.failure,
            "operations": row.operations,
            "called": row.called,
            "requests": row.requests,
            "equal": row.equal,
            "refused_by_validation": row.refused,
            "left_out": row.left_out,
            "differences": row.differences.iter().map(miss).collect::<Vec<_>>(),
        })
    };
    Value::Array(rows.iter().map(row).collect())
}
