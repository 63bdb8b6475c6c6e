//! What is wrong with a document or a configuration, and where.

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
    pub at: Option<Location>,
    /// Further places with a few words on each, e.g. the other of two things with one name.
    pub related: Vec<(Location, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

/// Whether generation can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The item is generated, but something in the document is odd.
    Warning,
    /// The item cannot be generated.
    Error,
}

/// A place in a document: the file, and a JSON pointer into it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Path of the file below the root, with `/` between its parts.
    pub file: String,
    /// JSON pointer (RFC 6901): empty, or `/components/schemas/Invite`.
    pub pointer: String,
}
