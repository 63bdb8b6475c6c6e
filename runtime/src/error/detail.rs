//! What a server says of an error.

use std::fmt;

use serde_json::Value;

use crate::limit::Limits;
use crate::printable::Printable;

/// One entry of the list of errors in an answer, read leniently.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorDetail(Value);

impl ErrorDetail {
    pub(crate) fn new(value: Value) -> Self {
        Self(value)
    }

    /// The code, whether it came as a number or as text that is one.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        match self.get("code")? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The message: the first text among the members that carry one by convention, or the entry
    /// itself if it is text.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        if let Value::String(text) = &self.0 {
            return Some(text);
        }
        ["message", "detail", "title", "error_description", "error"]
            .into_iter()
            .find_map(|name| self.get(name)?.as_str())
    }

    /// Any member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The entry as it came.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0
    }
}

impl ErrorDetail {
    pub(super) fn write(&self, limit: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code(), self.message()) {
            (Some(code), Some(message)) => write!(f, "{code}: {}", Printable(message, limit)),
            (Some(code), None) => write!(f, "{code}"),
            (None, Some(message)) => write!(f, "{}", Printable(message, limit)),
            (None, None) => f.write_str("an error without code and message"),
        }
    }
}

impl fmt::Display for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(Limits::new().error_text, f)
    }
}
