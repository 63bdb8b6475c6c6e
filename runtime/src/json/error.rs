//! What can be wrong with JSON, and where.

use std::fmt;

use jiter::{JiterError, JiterErrorType, JsonErrorType, Peek};

use crate::limit::Limits;
use crate::printable::Printable;
use crate::trail::{Step, Trail};

/// A text is not the JSON that a type needs.
///
/// ```
/// let error = runtime::json::from_slice::<Vec<String>>(b"[\"a\",\n 1]").unwrap_err();
/// assert_eq!(error.to_string(), "[1]: expected a string, found a number at line 2, column 2");
/// ```
#[derive(Clone, PartialEq)]
pub struct DecodeError(Box<Details>);

#[derive(Clone, PartialEq)]
struct Details {
    problem: Problem,
    trail: Trail,
    offset: usize,
    line: usize,
    column: usize,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The text is not JSON.
    Syntax(Syntax),
    /// There is a value of another type, a null where none may be included.
    Type {
        /// What the schema says, as in `a string`.
        expected: &'static str,
        /// What there is, as in `a number`.
        found: &'static str,
    },
    /// Members of an object are missing.
    Missing {
        /// Their names.
        members: Vec<&'static str>,
    },
    /// A number that the type in the schema cannot hold.
    Range {
        /// The type, as in `an integer from -128 to 127`.
        expected: String,
        /// The number as it stands in the text.
        found: String,
    },
    /// Arrays and objects in each other, more than are allowed.
    Depth {
        /// How many are allowed.
        limit: usize,
    },
}

/// How a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syntax(JsonErrorType);

impl DecodeError {
    #[cold]
    pub(super) fn new(problem: Problem, offset: usize) -> Self {
        Self(Box::new(Details {
            problem,
            trail: Trail::default(),
            offset,
            line: 0,
            column: 0,
        }))
    }

    #[cold]
    pub(super) fn mismatch(expected: &'static str, peek: Peek, offset: usize) -> Self {
        let found = match peek {
            Peek::Null => "null",
            Peek::True | Peek::False => "a boolean",
            Peek::String => "a string",
            Peek::Array => "an array",
            Peek::Object => "an object",
            Peek::NaN | Peek::Infinity => return Self::no_value(offset),
            other if other.is_num() => "a number",
            _ => return Self::no_value(offset),
        };
        Self::new(Problem::Type { expected, found }, offset)
    }

    #[cold]
    pub(super) fn no_value(offset: usize) -> Self {
        Self::new(
            Problem::Syntax(Syntax(JsonErrorType::ExpectedSomeValue)),
            offset,
        )
    }

    /// Notes that this happened inside of `step`.
    #[cold]
    pub(super) fn within(mut self, step: impl Into<Step>) -> Self {
        self.0.trail.push(step.into());
        self
    }

    /// Says where in `text` it happened, whose first `skipped` bytes were not looked at.
    #[cold]
    pub(super) fn located(mut self, text: &[u8], skipped: usize) -> Self {
        let before = text
            .get(skipped..skipped + self.0.offset)
            .unwrap_or_default();
        let line_start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        self.0.line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        self.0.column = 1 + before.len() - line_start;
        self.0.offset += skipped;
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.0.problem
    }

    /// Where in the value it is, as in `result[3].roles[0]`; empty for the whole value.
    #[must_use]
    pub fn path(&self) -> String {
        self.0.trail.to_string()
    }

    pub(crate) fn told(&self, limit: usize) -> Told<'_, Self> {
        Told { what: self, limit }
    }

    pub(crate) fn trail(&self) -> &Trail {
        &self.0.trail
    }

    /// Where in the text it is, in bytes from its beginning.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The line of the text, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The column in the line, in bytes from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.column
    }
}

impl From<JiterError> for DecodeError {
    #[cold]
    fn from(error: JiterError) -> Self {
        match error.error_type {
            JiterErrorType::JsonError(kind) => {
                Self::new(Problem::Syntax(Syntax(kind)), error.index)
            }
            // Only asked for where the type has been looked at before.
            JiterErrorType::WrongType { .. } => Self::no_value(error.index),
        }
    }
}

/// With at most as many characters of each text of the server as [`Limits::error_text`] allows by default.
impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told(Limits::new().error_text).fmt(f)
    }
}

/// Something that is wrong, as messages say it.
pub(crate) struct Told<'a, T> {
    what: &'a T,
    /// How many characters of each text of the server to show.
    limit: usize,
}

impl fmt::Display for Told<'_, DecodeError> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.what;
        let path = error.path();
        if !path.is_empty() {
            write!(f, "{}: ", Printable(&path, self.limit))?;
        }
        let problem = error.0.problem.told(self.limit);
        write!(
            f,
            "{problem} at line {}, column {}",
            error.0.line, error.0.column
        )
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("problem", &self.0.problem)
            .field("path", &self.path())
            .field("offset", &self.0.offset)
            .field("line", &self.0.line)
            .field("column", &self.0.column)
            .finish()
    }
}

impl std::error::Error for DecodeError {}

impl Problem {
    pub(crate) fn told(&self, limit: usize) -> Told<'_, Self> {
        Told { what: self, limit }
    }
}

/// With at most as many characters of each text of the server as [`Limits::error_text`] allows by default.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told(Limits::new().error_text).fmt(f)
    }
}

impl fmt::Display for Told<'_, Problem> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.what {
            Problem::Syntax(syntax) => write!(f, "{syntax}"),
            Problem::Type { expected, found } => write!(f, "expected {expected}, found {found}"),
            Problem::Missing { members } => {
                f.write_str(if members.len() == 1 {
                    "missing member "
                } else {
                    "missing members "
                })?;
                for (position, name) in members.iter().enumerate() {
                    let separator = if position == 0 { "" } else { ", " };
                    write!(f, "{separator}`{name}`")?;
                }
                Ok(())
            }
            Problem::Range { expected, found } => {
                let found = Printable(found, self.limit);
                write!(f, "expected {expected}, found {found}")
            }
            Problem::Depth { limit } => write!(f, "nested deeper than {limit} levels"),
        }
    }
}

impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use JsonErrorType as Kind;
        f.write_str(match &self.0 {
            Kind::EofWhileParsingList => "the text ends within an array",
            Kind::EofWhileParsingObject => "the text ends within an object",
            Kind::EofWhileParsingString => "the text ends within a string",
            Kind::EofWhileParsingValue => "the text ends where a value should be",
            Kind::ExpectedColon => "expected `:`",
            Kind::ExpectedListCommaOrEnd => "expected `,` or `]`",
            Kind::ExpectedObjectCommaOrEnd => "expected `,` or `}`",
            Kind::ExpectedSomeIdent => "expected `true`, `false` or `null`",
            Kind::ExpectedSomeValue => "expected a value",
            Kind::InvalidEscape => "invalid escape in a string",
            Kind::InvalidNumber => "invalid number",
            Kind::NumberOutOfRange => "number with too many digits",
            Kind::InvalidUnicodeCodePoint => "invalid UTF-8 in a string",
            Kind::ControlCharacterWhileParsingString => "control character in a string",
            Kind::KeyMustBeAString => "expected the name of a member",
            Kind::LoneLeadingSurrogateInHexEscape => "half of a surrogate pair in a string",
            Kind::TrailingComma => "comma after the last value",
            Kind::TrailingCharacters => "expected the end of the text",
            Kind::UnexpectedEndOfHexEscape => "unfinished escape in a string",
            other => return write!(f, "{other}"),
        })
    }
}

/// A value cannot be written as JSON.
#[derive(Clone, PartialEq)]
pub struct EncodeError {
    reason: Unwritable,
    trail: Trail,
}

/// Why a value cannot be written as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unwritable {
    /// JSON has no number for it.
    NotFinite,
    /// Arrays and objects in each other, more than are allowed.
    Depth(usize),
    /// The bytes of a file that is a stream.
    Stream,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite => f.write_str("a number is infinite or not a number"),
            Self::Depth(levels) => write!(f, "nested deeper than {levels} levels"),
            Self::Stream => f.write_str("a stream can only be sent as a body or a part of one"),
        }
    }
}

impl std::error::Error for Unwritable {}

impl EncodeError {
    #[cold]
    pub(super) fn new(reason: Unwritable) -> Self {
        Self {
            reason,
            trail: Trail::default(),
        }
    }

    #[cold]
    pub(super) fn within(mut self, step: impl Into<Step>) -> Self {
        self.trail.push(step.into());
        self
    }

    /// Why it cannot be written.
    #[must_use]
    pub fn reason(&self) -> Unwritable {
        self.reason
    }

    /// Where in the value it is, as in `result[3].roles[0]`; empty for the whole value.
    #[must_use]
    pub fn path(&self) -> String {
        self.trail.to_string()
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        write!(f, "{}", self.reason)
    }
}

impl std::error::Error for EncodeError {}

impl fmt::Debug for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncodeError")
            .field("reason", &self.reason)
            .field("path", &self.path())
            .finish()
    }
}
