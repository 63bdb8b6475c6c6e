//! The table, and the misses.

use std::collections::BTreeMap;

use codegen::survey::Excluded;
use serde_json::{Value, json};

use crate::compare::short;

/// What came of one document.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) name: String,
    /// Why nothing can be said.
    pub(crate) failure: Option<String>,
    /// Examples of schemas that have a type.
    pub(crate) examples: usize,
    pub(crate) excluded: Excluded,
    /// Examples that the validator rejects.
    pub(crate) rejected: usize,
    /// Those of them that we reject as well.
    pub(crate) rejected_by_both: usize,
    /// Examples whose schema the validator does not take.
    pub(crate) no_validator: usize,
    pub(crate) unusable: Vec<String>,
    pub(crate) patterns: Vec<String>,
    /// Types for which no valid value was drawn.
    pub(crate) not_drawn: Vec<String>,
    /// Examples that the validator accepts.
    pub(crate) accepted: usize,
    /// Those of them that come back equal.
    pub(crate) equal: usize,
    pub(crate) mutated: usize,
    pub(crate) agreeing: usize,
    pub(crate) kinds: BTreeMap<&'static str, usize>,
    pub(crate) round_trip: Vec<Miss>,
    pub(crate) verdicts: Vec<Miss>,
}

/// An example or a change of one that is not understood as the validator does.
#[derive(Debug)]
pub(crate) struct Miss {
    pub(crate) source: String,
    pub(crate) what: &'static str,
    pub(crate) reason: String,
    pub(crate) value: Value,
}

impl Row {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }
}

const HEAD: [&str; 12] = [
    "document", "examples", "accepted", "equal", "share", "valid", "rejected", "by both",
    "changed", "agreeing", "share", "left out",
];

fn cells(row: &Row) -> Vec<String> {
    if let Some(failure) = &row.failure {
        return vec![
            row.name.clone(),
            failure.lines().next().unwrap_or_default().to_owned(),
        ];
    }
    let rejected_examples = row
        .verdicts
        .iter()
        .filter(|miss| miss.what == EXAMPLE)
        .count();
    vec![
        row.name.clone(),
        row.examples.to_string(),
        row.accepted.to_string(),
        row.equal.to_string(),
        share(row.equal, row.accepted),
        share(row.accepted.saturating_sub(rejected_examples), row.accepted),
        row.rejected.to_string(),
        row.rejected_by_both.to_string(),
        row.mutated.to_string(),
        row.agreeing.to_string(),
        share(row.agreeing, row.mutated),
        (row.excluded.untyped + row.excluded.taken_apart + row.not_drawn.len()).to_string(),
    ]
}

const EXAMPLE: &str = "an example is rejected";

fn share(part: usize, all: usize) -> String {
    if all == 0 {
        return "–".to_owned();
    }
    // Rounded down, so that 100 % means all.
    let hundredths = part * 10_000 / all;
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

fn total(rows: &[Row]) -> Row {
    let mut total = Row::new("all");
    for row in rows.iter().filter(|row| row.failure.is_none()) {
        total.examples += row.examples;
        total.accepted += row.accepted;
        total.equal += row.equal;
        total.rejected += row.rejected;
        total.rejected_by_both += row.rejected_by_both;
        total.mutated += row.mutated;
        total.agreeing += row.agreeing;
        total.excluded.untyped += row.excluded.untyped;
        total.excluded.taken_apart += row.excluded.taken_apart;
        total.not_drawn.extend_from_slice(&row.not_drawn);
        total
            .verdicts
            .extend(
                row.verdicts
                    .iter()
                    .filter(|miss| miss.what == EXAMPLE)
                    .map(|miss| Miss {
                        source: String::new(),
                        what: miss.what,
                        reason: String::new(),
                        value: Value::Null,
                    }),
            );
    }
    total
}

fn lines(rows: &[Row]) -> Vec<Vec<String>> {
    let mut lines: Vec<Vec<String>> = rows.iter().map(cells).collect();
    if rows.len() > 1 {
        lines.push(cells(&total(rows)));
    }
    lines
}

/// The table for people.
pub(crate) fn text(rows: &[Row]) -> String {
    let mut all = vec![HEAD.map(str::to_owned).to_vec()];
    all.extend(lines(rows));
    let mut out = String::new();
    for line in &all {
        for (column, cell) in line.iter().enumerate() {
            let widths = all
                .iter()
                .filter(|line| line.len() == HEAD.len() || column == 0);
            let width = widths
                .filter_map(|line| line.get(column))
                .map(|cell| cell.chars().count());
            let width = width.max().unwrap_or_default();
            let space = " ".repeat(width.saturating_sub(cell.chars().count()));
            if column == 0 {
                out.push_str(&format!("{cell}{space}"));
            } else {
                out.push_str(&format!("  {space}{cell}"));
            }
        }
        out.push('\n');
    }
    out
}

/// The table and the first misses of each document.
pub(crate) fn markdown(rows: &[Row]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut out = line(&HEAD.map(str::to_owned));
    out.push_str("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for cells in lines(rows) {
        out.push_str(&line(&cells));
    }
    out
}

/// Everything.
pub(crate) fn json(rows: &[Row]) -> Value {
    let misses = |misses: &[Miss]| -> Vec<Value> {
        let one = |miss: &Miss| json!({ "at": miss.source, "what": miss.what, "why": miss.reason, "value": short(&miss.value, 600) });
        misses.iter().map(one).collect()
    };
    let row = |row: &Row| {
        json!({
            "document": row.name,
            "failure": row.failure,
            "examples": row.examples,
            "rejected": row.rejected,
            "rejected_by_both": row.rejected_by_both,
            "no_validator": row.no_validator,
            "unusable": row.unusable,
            "patterns_left_out": row.patterns,
            "accepted": row.accepted,
            "equal": row.equal,
            "mutated": row.mutated,
            "mutations": row.kinds,
            "agreeing": row.agreeing,
            "taken_apart": row.excluded.taken_apart,
            "untyped": row.excluded.untyped,
            "not_drawn": row.not_drawn,
            "round_trip_misses": misses(&row.round_trip),
            "verdict_misses": misses(&row.verdicts),
        })
    };
    Value::Array(rows.iter().map(row).collect())
}
