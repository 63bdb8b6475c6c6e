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

    /// The code, whether it came as a number or as text that is one; also that of an object `error` in the entry.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        match self.said("code")? {
            Value::Number(number) => number.as_i64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The message: the first text among the members that carry one by convention, of the entry or of an object
    /// `error` in it, or the entry itself if it is text.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        if let Value::String(text) = &self.0 {
            return Some(text);
        }
        let names = [
            "message",
            "detail",
            "title",
            "error_description",
            "error",
            "msg",
        ];
        [Some(&self.0), self.inner()]
            .into_iter()
            .flatten()
            .find_map(|entry| names.iter().find_map(|name| entry.get(name)?.as_str()))
    }

    /// The object `error`, in which many APIs put what they say.
    fn inner(&self) -> Option<&Value> {
        self.get("error").filter(|error| error.is_object())
    }

    /// A member of the entry, or else of the object `error` in it.
    fn said(&self, name: &str) -> Option<&Value> {
        let outer = self.get(name).filter(|value| !value.is_null());
        outer.or_else(|| self.inner()?.get(name))
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
        let text = || self.said("code")?.as_str();
        match (self.code(), text()) {
            (Some(code), _) => write!(f, "{code}")?,
            (None, Some(code)) if !code.is_empty() => write!(f, "{}", Printable(code, limit))?,
            _ => {
                let message = self.message();
                let message = message.unwrap_or("an error without code and message");
                return write!(f, "{}", Printable(message, limit));
            }
        }
        match self.message() {
            Some(message) => write!(f, ": {}", Printable(message, limit)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(Limits::new().error_text, f)
    }
}
