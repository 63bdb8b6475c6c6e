//! Texts that match patterns.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use fastrand::Rng;
use jsonschema::{Draft, Validator};
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Value, json};

/// The patterns that were met so far.
#[derive(Default)]
pub(crate) struct Patterns(RefCell<HashMap<String, Rc<Pattern>>>);

struct Pattern {
    /// What texts are made of; `None` where it is not understood.
    shape: Option<Hir>,
    /// Who says whether they match.
    validator: Option<Validator>,
}

impl Patterns {
    /// A text that matches; `None` where none was found.
    pub(crate) fn draw(&self, pattern: &str, random: &mut Rng) -> Option<String> {
        let known = self.of(pattern);
        let shape = known.shape.as_ref()?;
        (0..40).find_map(|_| {
            let mut text = String::new();
            // Where a pattern has no beginning and no end, anything can be there.
            let around = ["", "", "", "~"];
            text.extend(random.choice(around));
            write(shape, random, &mut text);
            text.extend(random.choice(around));
            known.matches(&text).then_some(text)
        })
    }

    pub(crate) fn matches(&self, pattern: &str, text: &str) -> bool {
        self.of(pattern).matches(text)
    }

    fn of(&self, pattern: &str) -> Rc<Pattern> {
        let mut known = self.0.borrow_mut();
        let known = known.entry(pattern.to_owned()).or_insert_with(|| {
            // In ECMA-262, these are of ASCII.
            let ours = without_looking(pattern)
                .replace("\\d", "[0-9]")
                .replace("\\w", "[A-Za-z0-9_]")
                .replace("\\s", "[ \\t]");
            Rc::new(Pattern {
                shape: regex_syntax::parse(&ours).ok(),
                validator: jsonschema::options()
                    .with_draft(Draft::Draft202012)
                    .build(&json!({ "pattern": pattern }))
                    .ok(),
            })
        });
        Rc::clone(known)
    }
}

impl Pattern {
    fn matches(&self, text: &str) -> bool {
        let text = Value::String(text.to_owned());
        self.validator
            .as_ref()
            .is_none_or(|validator| validator.is_valid(&text))
    }
}

/// A pattern without the groups that look around, which no text can be made of.
fn without_looking(pattern: &str) -> String {
    let mut kept = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let looks = ["(?=", "(?!", "(?<=", "(?<!"];
        let taken = if looks.iter().any(|look| rest.starts_with(look)) {
            group(rest)
        } else {
            let taken = match first {
                '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
                other => other.len_utf8(),
            };
            kept.push_str(rest.get(..taken).unwrap_or_default());
            taken
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    kept
}

/// The length of the group that a text begins with.
fn group(text: &str) -> usize {
    let (mut open, mut is_class, mut is_escaped) = (0, false, false);
    for (at, char) in text.char_indices() {
        match char {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_class = true,
            ']' => is_class = false,
            '(' if !is_class => open += 1,
            ')' if !is_class => {
                open -= 1;
                if open == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

fn write(shape: &Hir, random: &mut Rng, text: &mut String) {
    match shape.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(one_of(class, random)),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            // Mostly a few, and as many as there can be if that is not much.
            let count = match random.u8(..4) {
                0 if most <= 64 => most,
                1 => repetition.min,
                _ => most.min(repetition.min.saturating_add(random.u32(..5))),
            };
            for _ in 0..count.min(2_000) {
                write(&repetition.sub, random, text);
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, random, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, random, text)),
        HirKind::Alternation(arms) => {
            if let Some(arm) = random.choice(arms) {
                write(arm, random, text);
            }
        }
    }
}

/// A character of a class, one that can be read if it has such.
fn one_of(class: &Class, random: &mut Rng) -> Option<char> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let among = |first: char, last: char| -> Vec<(char, char)> {
        let ranges = class
            .iter()
            .map(|range| (range.start().max(first), range.end().min(last)));
        ranges.filter(|(start, end)| start <= end).collect()
    };
    let mut ranges = among(' ', '~');
    if ranges.is_empty() || random.u8(..20) == 0 {
        ranges = among('\0', char::MAX);
    }
    let (start, end) = random.choice(ranges)?;
    Some(random.char(start..=end))
}
