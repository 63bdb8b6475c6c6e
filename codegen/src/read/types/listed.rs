//! Limits beside values that are listed.

use super::format;
use crate::ir::{Fact, Literal};
use crate::read::pattern;

/// The limits that a listed value breaks. The others say nothing that the list does not.
pub(super) fn broken(limits: Vec<Fact>, values: &[Literal]) -> Vec<Fact> {
    let is_broken = |limit: &Fact| values.iter().any(|value| breaks(value, limit));
    limits.into_iter().filter(is_broken).collect()
}

/// Whether a value breaks a limit; where that is not easily told, it is taken to.
pub(super) fn breaks(value: &Literal, limit: &Fact) -> bool {
    match (limit, value) {
        (Fact::MinLength(least), Literal::Text(text)) => length(text) < *least,
        (Fact::MaxLength(most), Literal::Text(text)) => length(text) > *most,
        (Fact::Pattern(pattern), Literal::Text(text)) => !pattern::matches(pattern, text),
        (Fact::Format(name), Literal::Text(text)) => !format::fits(name, text),
        (Fact::Minimum(least), value) => compare(value, least, |value, least| value < least),
        (Fact::Maximum(most), value) => compare(value, most, |value, most| value > most),
        (Fact::ExclusiveMinimum(least), value) => {
            compare(value, least, |value, least| value <= least)
        }
        (Fact::ExclusiveMaximum(most), value) => compare(value, most, |value, most| value >= most),
        (Fact::MultipleOf(Literal::Int(factor)), Literal::Int(value)) => {
            value.checked_rem(*factor) != Some(0)
        }
        (Fact::MultipleOf(_), Literal::Int(_)) => true,
        // About values of another type, or no limit.
        _ => false,
    }
}

/// The length of a text in characters.
fn length(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

/// Compares two numbers. What a float cannot tell apart is equal.
fn compare(value: &Literal, limit: &Literal, is_broken: fn(f64, f64) -> bool) -> bool {
    matches!((float(value), float(limit)), (Some(value), Some(limit)) if is_broken(value, limit))
}

#[expect(clippy::cast_precision_loss, reason = "limits of enums are small")]
fn float(number: &Literal) -> Option<f64> {
    match number {
        Literal::Int(number) => Some(*number as f64),
        Literal::Float(number) => Some(*number),
        _ => None,
    }
}
