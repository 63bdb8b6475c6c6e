//! What is wrong with a document or a configuration, and where.
//!
//! Every part of the reading half reports into one [`Diagnostics`] and goes on, so that a user sees
//! everything in one run. [`render`] is the only place that turns diagnostics into text.

mod render;
mod repeated;

use std::cell::RefCell;
use std::fmt;

pub use render::{Colour, render};
use repeated::Repeated;
pub(crate) use repeated::with_others;

/// Something a user should know about a document or a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether generation can go on.
    pub severity: Severity,
    /// Stable name of the kind (`dangling-reference`).
    pub code: &'static str,
    /// One sentence without a full stop.
    pub message: String,
    /// Where it is.
    pub at: Option<Box<Location>>,
    /// A few words that are shown under the place itself.
    pub label: Option<Box<str>>,
    /// Further places with a few words on each, e.g. the other of two things with one name.
    pub related: Vec<(Location, String)>,
    /// What to do about it.
    pub help: Option<Box<str>>,
}

impl Diagnostic {
    /// An error without a place.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A warning without a place.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self {
            severity,
            code,
            message,
            at: None,
            label: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// Sets where it is.
    #[must_use]
    pub fn at(mut self, at: Location) -> Self {
        self.at = Some(Box::new(at));
        self
    }

    /// Sets the words that are shown under the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into().into());
        self
    }

    /// Adds another place with a few words on it.
    #[must_use]
    pub fn related(mut self, at: Location, words: impl Into<String>) -> Self {
        self.related.push((at, words.into()));
        self
    }

    /// Sets what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into().into());
        self
    }
}

/// Whether generation can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The item is generated, but something in the document is odd.
    Warning,
    /// The item cannot be generated.
    Error,
}

/// A place in a document or in the configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Path of the file below the root, with `/` between its parts.
    pub file: String,
    /// JSON pointer (RFC 6901): empty, or `/components/schemas/Invite`.
    pub pointer: String,
    /// What of the thing at the pointer is meant.
    pub focus: Focus,
}

impl Location {
    /// The value at a JSON pointer.
    #[must_use]
    pub fn new(file: impl Into<String>, pointer: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            pointer: pointer.into(),
            focus: Focus::Value,
        }
    }

    /// A position in a file that could not be parsed: both numbers count from one, columns in characters.
    #[must_use]
    pub fn position(file: impl Into<String>, line: usize, column: usize) -> Self {
        Self {
            file: file.into(),
            pointer: String::new(),
            focus: Focus::Position { line, column },
        }
    }

    /// A file as a whole.
    #[must_use]
    pub fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            pointer: String::new(),
            focus: Focus::File,
        }
    }

    /// The key under which the value stands, instead of the value.
    #[must_use]
    pub fn key(mut self) -> Self {
        self.focus = Focus::Key;
        self
    }

    /// The second key of the same name, instead of the value.
    #[must_use]
    pub fn repeated_key(mut self) -> Self {
        self.focus = Focus::RepeatedKey;
        self
    }

    /// The place one step below: the member `key` of the object that is here.
    #[must_use]
    pub fn member(mut self, key: &str) -> Self {
        push_token(&mut self.pointer, key);
        self
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.focus {
            Focus::Position { line, column } => write!(f, "{}:{line}:{column}", self.file),
            Focus::File => f.write_str(&self.file),
            _ => write!(f, "{}#{}", self.file, self.pointer),
        }
    }
}

/// What of the thing at a JSON pointer is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Focus {
    /// The value.
    Value,
    /// The key under which the value stands.
    Key,
    /// The second key of the same name.
    RepeatedKey,
    /// A position in the text, because there is no pointer.
    Position {
        /// Line, counted from one.
        line: usize,
        /// Column in characters, counted from one.
        column: usize,
    },
    /// The whole file.
    File,
}

/// Appends `/token` to a JSON pointer, escaped as RFC 6901 says.
pub(crate) fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// Collects diagnostics. It is shared by all stages, therefore it takes `&self`.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: RefCell<Vec<Diagnostic>>,
    repeated: RefCell<Repeated>,
}

impl Diagnostics {
    /// None so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&self, diagnostic: Diagnostic) {
        self.list.borrow_mut().push(diagnostic);
    }

    /// Adds a warning of a kind that a document tends to need in many places. Those that differ in their place only are
    /// told as one, if there are more than a few.
    pub(crate) fn push_repeated(&self, warning: Diagnostic) {
        self.repeated.borrow_mut().push(warning);
    }

    /// Takes the value, or adds the diagnostic and has none.
    pub fn ok<T>(&self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.push(diagnostic)).ok()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let list = self.list.borrow();
        list.iter().any(|one| one.severity == Severity::Error)
    }

    /// All of them, each once, in an order that depends on what they say and not on when they were found.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let mut list = self.list.into_inner();
        list.extend(self.repeated.into_inner().told());
        list.sort_by(|a, b| order(a).cmp(&order(b)));
        list.dedup();
        list
    }
}

/// Errors first, then by place.
fn order(one: &Diagnostic) -> impl Ord + '_ {
    (
        std::cmp::Reverse(one.severity),
        &one.at,
        one.code,
        &one.message,
        &one.label,
        &one.related,
        &one.help,
    )
}
