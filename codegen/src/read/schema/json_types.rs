//! [`JsonTypes`]: a set of JSON types.

use std::fmt;

use crate::ir::JsonType;

/// A set of JSON types. Integers are part of the numbers: a set that has the numbers has the integers.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct JsonTypes(u8);

const NULL: u8 = 1;
const BOOLEAN: u8 = 1 << 1;
const INTEGER: u8 = 1 << 2;
const FRACTION: u8 = 1 << 3;
const STRING: u8 = 1 << 4;
const ARRAY: u8 = 1 << 5;
const OBJECT: u8 = 1 << 6;

impl JsonTypes {
    /// None.
    pub(crate) const NONE: Self = Self(0);
    /// All but null.
    pub(crate) const ANY: Self = Self(BOOLEAN | INTEGER | FRACTION | STRING | ARRAY | OBJECT);
    /// Null only.
    pub(crate) const NULL: Self = Self(NULL);
    /// Arrays and objects.
    pub(crate) const OBJECT: Self = Self(OBJECT);

    /// The set of one type.
    pub(crate) const fn of(ty: JsonType) -> Self {
        Self(match ty {
            JsonType::Null => NULL,
            JsonType::Boolean => BOOLEAN,
            JsonType::Integer => INTEGER,
            JsonType::Number => INTEGER | FRACTION,
            JsonType::String => STRING,
            JsonType::Array => ARRAY,
            JsonType::Object => OBJECT,
        })
    }

    /// The type with this name in `type`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::of(JsonType::Null),
            "boolean" => Self::of(JsonType::Boolean),
            "integer" => Self::of(JsonType::Integer),
            "number" => Self::of(JsonType::Number),
            "string" => Self::of(JsonType::String),
            "array" => Self::of(JsonType::Array),
            "object" => Self::of(JsonType::Object),
            _ => return None,
        })
    }

    /// The types in both sets.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The types in either set.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The types that are not in the other set.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is none.
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether it has all of another set.
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The type, if it is one only. Numbers count as one.
    pub(crate) fn single(self) -> Option<JsonType> {
        let mut types = self.iter();
        let first = types.next()?;
        types.next().is_none().then_some(first)
    }

    /// The types: integers are left out if there are numbers.
    pub(crate) fn iter(self) -> impl Iterator<Item = JsonType> {
        let number = self.0 & FRACTION != 0;
        [
            (NULL, JsonType::Null),
            (BOOLEAN, JsonType::Boolean),
            (
                INTEGER,
                if number {
                    JsonType::Number
                } else {
                    JsonType::Integer
                },
            ),
            (STRING, JsonType::String),
            (ARRAY, JsonType::Array),
            (OBJECT, JsonType::Object),
        ]
        .into_iter()
        .filter(move |(bit, _)| self.0 & bit != 0)
        .map(|(_, ty)| ty)
    }
}

impl fmt::Debug for JsonTypes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_numbers() {
        let number = JsonTypes::of(JsonType::Number);
        let integer = JsonTypes::of(JsonType::Integer);
        assert_eq!(number.and(integer), integer);
        assert_eq!(number.or(integer), number);
        assert_eq!(number.single(), Some(JsonType::Number));
        assert_eq!(integer.single(), Some(JsonType::Integer));
        assert_eq!(JsonTypes::ANY.single(), None);
    }
}
