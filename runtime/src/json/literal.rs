//! Values in tables, compared with values on the wire.

use serde_json::Value;

use super::{canonical, from_slice};
use crate::decimal::Decimal;
use crate::model::Literal;

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
                let literal: Result<Value, _> = from_slice(literal.as_bytes());
                let [Ok(literal), Ok(value)] = [literal.as_ref().ok(), Some(value)].map(|value| {
                    value
                        .ok_or(())
                        .and_then(|value| canonical(value).map_err(|_| ()))
                }) else {
                    return false;
                };
                literal == value
            }
            _ => false,
        }
    }
}
