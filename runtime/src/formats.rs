//! Values in any format that `serde` knows, by the rules of [`json`](crate::json).

mod deserialize;
mod serialize;

pub(crate) use self::deserialize::deserialize_into;
pub(crate) use self::serialize::Shown;
