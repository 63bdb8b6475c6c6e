//! What only generated code calls.
//!
//! **Invariant:** functions here are as thin as can be where they are generic over a generated type.
//!
//! What expansions name most is here even if it is from elsewhere, because the compiler keeps each segment of each
//! path: 48 bytes, half a million times in a large crate.

#[cfg(feature = "schemars")]
pub use schemars::{JsonSchema, Schema, SchemaGenerator};
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use std::borrow::Cow;
pub use std::clone::Clone;
pub use std::cmp::{Eq, PartialEq};
pub use std::convert::{AsRef, From};
pub use std::fmt::{Debug, Display, Formatter, Result as FmtResult};
pub use std::hash::Hash;
pub use std::result::Result;
pub use std::str::FromStr;
pub use std::string::String;
pub use std::time::Duration;

pub use crate::operation::private::*;
pub use crate::output::several::{choose, decode_as};

use std::fmt;

use crate::formats;
use crate::model::{self, Model, Place};
use crate::open_enum::{UnknownInteger, UnknownText};
use crate::validate::Violations;

/// The names that the rows of a table can use.
///
/// Each in a module of its own: one import in place of several, in each table of a generated crate. Variants that hold
/// nothing are constants, because the compiler keeps a variable in the body of a function for each variant, and none for
/// a constant.
#[allow(non_upper_case_globals)]
pub mod scope {
    /// In the rows of a model.
    pub mod model {
        pub use super::{fact::*, json_type as JsonType, presence as Presence};
        pub use crate::model::{Literal::*, Row, Rows};
    }
    /// In the rows of a union.
    pub mod union {
        pub use super::{fact::*, json_type as JsonType};
        pub use crate::model::{Arm, Literal::*, Test::*};
    }
    /// In the rows of an operation's inputs.
    pub mod inputs {
        pub use super::{location as In, model::*, style::*};
    }
    /// In the facts of an operation.
    pub mod operation {
        pub use crate::operation::{MediaKind::*, OperationFact::*};
    }

    macro_rules! constants {
        ($type:ident: $($variant:ident)*) => {
            $(pub const $variant: $type = $type::$variant;)*
        };
    }

    /// Facts. What has the name of a variant here is taken before the variant.
    pub mod fact {
        pub use crate::model::Fact::{self, *};
        constants! { Fact: AllowReserved Closed Deprecated End Nullable ReadOnly UniqueItems WriteOnly }
    }
    /// Whether members have to be there.
    pub mod presence {
        use crate::model::Presence;
        constants! { Presence: Required Nullable Optional OptionalNullable Rest }
    }
    /// The types of JSON Schema.
    pub mod json_type {
        use crate::model::JsonType;
        constants! { JsonType: Null Boolean Integer Number String Array Object }
    }
    /// Where inputs go.
    pub mod location {
        use crate::operation::In;
        constants! { In: Body Cookie Header Member Path Query QueryString }
    }
    /// How parameters are written.
    pub mod style {
        use crate::model::Style;
        constants! { Style: Cookie DeepObject Form Label Matrix PipeDelimited Simple SpaceDelimited TabDelimited }
    }
}

pub fn vacant<T: Place>() -> T {
    T::vacant()
}

pub fn clone<T: Place>(from: &T) -> T {
    let mut to = T::vacant();
    model::copy(from, &mut to);
    to
}

pub fn equal(left: &dyn Place, right: &dyn Place) -> bool {
    model::equal(left, right)
}

pub fn debug(place: &dyn Place, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    model::debug(place, f)
}

pub fn serialize<S: serde::Serializer>(
    place: &dyn Place,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&formats::Shown(place), serializer)
}

pub fn deserialize<'de, T: Place, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let mut value = T::vacant();
    formats::deserialize_into(&mut value, deserializer)?;
    Ok(value)
}

pub fn validate_model(model: &dyn Model) -> Result<(), Violations> {
    crate::validate::model(model)
}

pub fn unknown_text(text: &str) -> UnknownText {
    UnknownText::new(text)
}

pub fn unknown_integer(integer: i64) -> UnknownInteger {
    UnknownInteger::new(integer)
}

#[cfg(feature = "schemars")]
pub fn schema_name<T>() -> std::borrow::Cow<'static, str> {
    crate::schema::name(std::any::type_name::<T>()).into()
}

#[cfg(feature = "schemars")]
pub fn json_schema<T: Place>(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    crate::schema::of(&mut T::vacant(), generator)
}
