//! What generated clients of HTTP APIs are made of.

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod client;
pub mod clock;
pub mod envelope;
pub mod error;
pub mod json;
pub mod limit;
mod macros;
pub mod model;
pub mod operation;
pub mod output;
pub mod pagination;
pub mod pending;
pub mod response;
pub mod retry;
pub mod secret;
pub mod streaming;
pub mod transport;
pub mod validate;

mod additional_properties;
mod answer;
mod auth;
mod base64;
mod body;
mod datetime;
mod decimal;
mod encoding;
mod executor;
mod media;
mod nullable;
mod open_enum;
mod parameter;
mod path;
mod redirect;
mod request;
#[cfg(feature = "schemars")]
mod schema;
#[cfg(feature = "tracing")]
mod trace;
mod trail;

#[doc(hidden)]
pub mod __private;

pub use bytes;
pub use http;

pub use client::{Api, Client, ClientBuilder, Scheme, SchemeKind};
pub use envelope::Envelope;
pub use error::{Error, ErrorDetail, ErrorKind};
pub use limit::Limits;
pub use operation::{Call, Operation};
pub use output::Output;
pub use pagination::{Items, Page, Pages, Pagination};
pub use pending::Pending;
pub use response::{RawResponse, Response};
pub use retry::RetryPolicy;
pub use secret::Secret;
pub use serde_json::Value;
pub use streaming::{Event, Events, Lines};
pub use transport::Transport;

pub use additional_properties::AdditionalProperties;
pub use base64::{Base64, InvalidBase64};
pub use datetime::{Date, DateTime, InvalidDateTime};
pub use nullable::Nullable;
pub use open_enum::{UnknownInteger, UnknownText};
pub use validate::{Violation, Violations};
