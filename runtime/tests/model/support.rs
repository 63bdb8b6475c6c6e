//! Checks values against facts.

use runtime::model::{Fact, Place, Presence, Row, Rows};
use runtime::validate;

/// The violations of one input with these facts: `path: rule is limit, found actual`.
pub(crate) fn check(place: &dyn Place, facts: &'static [Fact]) -> String {
    let rows = Rows {
        list: &[Row {
            name: "it",
            presence: Presence::Optional,
        }],
        facts,
    };
    match validate::members(rows, &[place]) {
        Ok(()) => String::new(),
        Err(violations) => violations.to_string(),
    }
}

macro_rules! facts {
    ($($fact:expr),*) => {{
        const FACTS: &[Fact] = &[$($fact),*];
        FACTS
    }};
}

pub(crate) fn text(text: &str) -> String {
    text.to_owned()
}
