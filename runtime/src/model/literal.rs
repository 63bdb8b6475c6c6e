//! Values in tables, compared with values on the wire.

use std::fmt;

use serde_json::Value;

use super::{JsonType, Literal};
use crate::decimal::Decimal;

impl Literal {
    /// Whether this is `value`, where `1` and `1.0` are the same number.
    pub(crate) fn is(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(literal), Value::Bool(value)) => literal == value,
            (Self::Text(literal), Value::String(value)) => literal == value,
            (Self::Int(_) | Self::Float(_), Value::Number(value)) => {
                let value = Decimal::parse(&value.to_string());
                value.is_some() && self.decimal() == value
            }
            (Self::Json(literal), value) => {
                let literal: Result<Value, _> = crate::json::from_slice(literal.as_bytes());
                let [Ok(literal), Ok(value)] = [literal.as_ref().ok(), Some(value)].map(|value| {
                    value
                        .ok_or(())
                        .and_then(|value| crate::json::canonical(value).map_err(|_| ()))
                }) else {
                    return false;
                };
                literal == value
            }
            _ => false,
        }
    }

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
