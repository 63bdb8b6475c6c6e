pub mod model;
mod macros;
pub mod json;
#[doc(hidden)]
pub mod __private {
    pub use serde;
    use crate::model::*;
    pub fn clone<T: Model>(_m: &T) -> T { T::vacant() }
    pub fn equal(_a: &dyn Model, _b: &dyn Model) -> bool { true }
    pub fn debug(_a: &dyn Model, _f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { Ok(()) }
    pub fn serialize<S: serde::Serializer>(_a: &dyn Model, s: S) -> Result<S::Ok, S::Error> { s.serialize_unit() }
    pub fn deserialize<'de, T: Model, D: serde::Deserializer<'de>>(_d: D) -> Result<T, D::Error> { Ok(T::vacant()) }
}
