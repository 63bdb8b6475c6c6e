//! Values in tables, as numbers and as text.

use std::fmt;

use serde_json::Value;

use super::{JsonType, Literal};
use crate::decimal::Decimal;

impl Literal {
    /// The number that this is.
    pub(crate) fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Int(integer) => Decimal::from_i128(*integer),
            Self::Float(number) => Decimal::from_f64(*number),
            _ => None,
        }
    }
}

/// As JSON.
impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value}"),
            Self::Text(value) => write!(f, "{}", Value::from(*value)),
            Self::Json(value) => f.write_str(value),
        }
    }
}

impl JsonType {
    /// The name in JSON Schema.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    pub(crate) fn with_article(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}
