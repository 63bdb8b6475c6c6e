//! What generated clients of HTTP APIs are made of.

pub mod client;
pub mod envelope;
pub mod error;
pub mod json;
mod macros;
pub mod model;
pub mod operation;
pub mod output;
pub mod pagination;
pub mod pending;
pub mod response;
pub mod secret;
pub mod transport;

mod answer;
mod executor;
mod request;

pub use bytes;
pub use http;

pub use client::{Api, Client, ClientBuilder, Scheme, SchemeKind};
pub use envelope::Envelope;
pub use error::{Error, ErrorDetail, ErrorKind};
pub use operation::{Call, Operation};
pub use output::Output;
pub use pagination::{Items, Page, Pages, Pagination};
pub use pending::Pending;
pub use response::{RawResponse, Response};
pub use secret::Secret;
pub use serde_json::Value;
pub use transport::Transport;

/// What only generated code calls.
#[doc(hidden)]
pub mod __private {
    pub use serde;

    pub use crate::answer::{choose, decode_as};
    pub use crate::operation::private::*;

    use crate::model::*;
    pub fn clone<T: Model>(_m: &T) -> T { T::vacant() }
    pub fn equal(_a: &dyn Model, _b: &dyn Model) -> bool { true }
    pub fn debug(_a: &dyn Model, _f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { Ok(()) }
    pub fn serialize<S: serde::Serializer>(_a: &dyn Model, s: S) -> Result<S::Ok, S::Error> { s.serialize_unit() }
    pub fn deserialize<'de, T: Model, D: serde::Deserializer<'de>>(_d: D) -> Result<T, D::Error> { Ok(T::vacant()) }
}
