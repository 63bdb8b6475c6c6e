//! What tables and places make of plain types: JSON, serde, traits, validation, JSON Schema.

#![allow(clippy::panic, reason = "a test that cannot go on says why")]

mod shapes;
#[macro_use]
mod support;

mod conditions;
mod json;
mod newtype;
#[cfg(feature = "schemars")]
mod schema;
mod serde;
mod traits;
mod validate;
