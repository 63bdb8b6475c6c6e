//! What generated clients of HTTP APIs are made of.
//!
//! A generated crate holds plain structs and tables of facts: per model, per operation, per API. What is
//! done with them is here, once: JSON, validation, requests, credentials, retries, pages, errors. This
//! page is a guide for those who use a generated client; [`mod@model`] and [`mod@operation`] explain the tables.
//!
//! The examples use the client of a small API of invitations.
//!
//! # Calls
//!
//! An operation is a struct of its inputs, and a request is a value that has them: it can be kept, looked at, cloned,
//! changed (`request.inputs`) and sent more than once. Nothing is sent before the future of `send` is polled, and
//! dropping the future cancels the call at once.
//!
//! ```no_run
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
//! # use runtime::*; use std::time::Duration;
//! # async fn example() -> Result<(), runtime::Error> {
//! let client = ClientBuilder::from_env(&API).build()?;
//! let get = InvitesGet::new(&client, "4f5f");
//!
//! let request: http::Request<bytes::Bytes> = get.request()?; // nothing is sent
//! let invite: Invite = get.send().await?;
//! let raw = get.send_raw().await?; // whatever its status
//! println!("{} {:?} {:?}", raw.status(), raw.request_id(), raw.elapsed());
//! let left: Option<i64> = raw.header(InvitesGet::X_LEFT)?; // a header that the API's document describes
//! let invite: Invite = raw.decode()?;
//! let anything: Value = get.send_as().await?; // or another type than that of the document
//! # Ok(()) }
//! # fn main() {}
//! ```
//!
//! An operation has a constant for each header of its answers, which says what the value is: a [`Header`]. The
//! answer of an error has headers as well ([`Error::header`]), and so has the one of a page
//! ([`Page::response`]).
//!
//! Inputs that may be left out have setters. Headers, query parameters, time and retries can be set for a single call:
//!
//! ```no_run
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
//! # use runtime::*; use std::time::Duration;
//! # async fn example() -> Result<(), runtime::Error> {
//! let client = ClientBuilder::from_env(&API).build()?;
//! let invite = InvitesGet::new(&client, "4f5f")
//!     .header("x-trace", "1")
//!     .query("verbose", "true")
//!     .timeout(Duration::from_secs(5))
//!     .max_retries(0)
//!     .send()
//!     .await?;
//! # Ok(()) }
//! # fn main() {}
//! ```
//!
//! What goes for all calls of a program is a function about requests, whatever they are of:
//!
//! ```no_run
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
//! # use runtime::Error;
//! async fn traced<I: runtime::Operation>(request: Request<I>, id: &str) -> Result<I::Output, Error> {
//!     request.header("x-trace", id).send().await
//! }
//! # fn main() {}
//! ```
//!
//! Inputs are checked against the constraints of the API before anything is sent
//! ([`ClientBuilder::request_validation`] switches this off). What the server sends is never checked: an
//! unknown value of an enum or an unknown member of an object is kept.
//!
//! # Authentication
//!
//! Credentials are given to the builder, or read from the environment by `from_env` and by nothing else.
//! An empty variable counts as unset.
//!
//! ```no_run
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
//! # use runtime::*; use std::time::Duration;
//! # async fn example() -> Result<(), runtime::Error> {
//! let client = ClientBuilder::new(&API)
//!     .credential("api_email", "user@example.com")
//!     .credential("api_key", "144c9defac04969c7bfad8efaa8ea194")
//!     .build()?; // refuses what no header can hold
//! # Ok(()) }
//! # fn main() {}
//! ```
//!
//! A generated builder has a method of its own for each credential. Where an operation accepts several
//! alternatives, the first is sent for which all credentials are there, and only that one. If there is
//! none, the call fails before anything is sent, with an error that names what is missing. Credentials
//! are shown by no `Debug` and no error, and never leave the origin that the call is for: that of the base URL or,
//! unless the builder was given one, of the server that the API's document gives to the operation.
//!
//! A credential that expires, or that something else looks after, comes from a [`CredentialProvider`], which can
//! be given wherever text can. It is asked with each attempt, so it should keep what it has until that expires;
//! if the server refuses the credential (401), it is asked once for another one and the attempt is made again.
//! What it fails at is the error of the call.
//!
//! ```no_run
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
//! # use runtime::*;
//! # async fn example() -> Result<(), runtime::Error> {
//! let client = ClientBuilder::new(&API)
//!     .credential("api_token", async || Ok(std::fs::read_to_string("/run/token")?.trim().into()))
//!     .build()?;
//! # Ok(()) }
//! # fn main() {}
//! ```
//!
//! # Errors
//!
//! There is one [`Error`] for everything. [`Error::kind`] says what went wrong.
//!
//! ```no_run
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
//! # use runtime::*; use std::time::Duration;
//! # async fn example() -> Result<(), runtime::Error> {
//! let client = ClientBuilder::from_env(&API).build()?;
//! match InvitesGet::new(&client, "4f5f").send().await {
//!     Ok(invite) => println!("{}", invite.organization_id),
//!     Err(error) if error.is_not_found() => println!("no such invitation"),
//!     Err(error) if error.is_rate_limited() => println!("later: {:?}", error.headers()),
//!     Err(error) if error.is_validation() => {
//!         for violation in error.violations() {
//!             println!("{} {} {}", violation.path(), violation.rule(), violation.limit());
//!         }
//!     }
//!     Err(error) => {
//!         for detail in error.errors() {
//!             println!("{:?} {:?}", detail.code(), detail.message());
//!         }
//!         println!("{error}"); // and error.request_id(), error.body(), error.attempts()
//!     }
//! }
//! # Ok(()) }
//! # fn main() {}
//! ```
//!
//! # Retries and time
//!
//! A call is repeated after 408, 409, 429, 500 and above, after a failed connection, and after an attempt
//! that took too long: twice, after 0.5 and 1 second or what the server asks for in `retry-after`. Only
//! what is safe to repeat is: idempotent methods, operations that configuration declares to be, and
//! anything that certainly was not processed. All calls of a client share a budget, so that a server in
//! trouble is not flooded.
//!
//! ```no_run
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
//! # use runtime::*; use std::time::Duration;
//! # async fn example() -> Result<(), runtime::Error> {
//! let client = ClientBuilder::from_env(&API)
//!     .connect_timeout(Some(Duration::from_secs(3)))
//!     .attempt_timeout(Some(Duration::from_secs(20))) // one attempt, the body included
//!     .timeout(Duration::from_secs(60)) // the whole call
//!     .retry(RetryPolicy::new().max_retries(4).first_delay(Duration::from_millis(200)))
//!     .limits(Limits::new().body(10 << 20))
//!     .build()?;
//! # Ok(()) }
//! # fn main() {}
//! ```
//!
//! Redirects are followed within the origin that a request went to, of GET and HEAD. Where downloads are answered by a
//! redirect to somebody else's storage, `.redirects(Redirects::AnyOrigin)` lets them be followed, too: without
//! credentials and whatever else is meant for the API. See [`Redirects`].
//!
//! # Uploads
//!
//! A body of bytes, and a file in a multipart body, is a [`FilePart`]. It is made from bytes, or from a stream
//! that is read while it is sent, so that a file of any size needs little memory.
//!
//! ```no_run
//! # use runtime::*;
//! # struct Request<I> { call: Call, pub inputs: I }
//! # runtime::request! { Request }
//! # struct VideosCreate { body: FilePart }
//! # impl VideosCreate {
//! #     fn new(client: &Client, body: impl Into<FilePart>) -> Request<Self> {
//! #         Request::new(client, Self { body: body.into() })
//! #     }
//! # }
//! # runtime::operation! {
//! #     VideosCreate -> () from "#/paths/~1videos/post" {
//! #         request: POST "/videos", security: [], facts: [Body("video/mp4", Bytes)],
//! #         inputs: { body: Body Required "body" [] },
//! #     }
//! # }
//! # async fn example(
//! #     client: Client,
//! #     chunks: impl futures_core::Stream<Item = std::io::Result<bytes::Bytes>> + Send + 'static,
//! # ) -> Result<(), Box<dyn std::error::Error>> {
//! VideosCreate::new(&client, vec![0, 1, 2]).send().await?;
//! VideosCreate::new(&client, FilePart::open("video.mp4")?).send().await?; // with its length
//! VideosCreate::new(&client, FilePart::from_reader(std::io::stdin(), None)).send().await?;
//! VideosCreate::new(&client, FilePart::from_stream(chunks, Some(5 << 30))).send().await?;
//! # Ok(()) }
//! # fn main() {}
//! ```
//!
//! A stream can be sent once. A call with one is therefore never repeated: not after a failure, not with
//! another credential, not after a redirect. All timeouts hold for it, `attempt_timeout`, too, which is 60
//! seconds unless the builder says something else.
//!
//! # Pages
//!
//! `send` brings one page of a list; [`Page::next`] the one after it. `stream` brings all items and
//! `pages` all pages; both are [`Stream`](futures_core::Stream)s and ask for a page only when it is needed.
//!
//! ```no_run
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
//! # use runtime::*; use std::time::Duration;
//! # async fn example() -> Result<(), runtime::Error> {
//! let client = ClientBuilder::from_env(&API).build()?;
//! let mut invites = InvitesList::new(&client).stream();
//! while let Some(invite) = invites.next().await {
//!     println!("{}", invite?.organization_id);
//! }
//! # Ok(()) }
//! # fn main() {}
//! ```
//!
//! # Without async
//!
//! With the feature `blocking`, everything that can be awaited can be waited for:
//!
//! ```no_run
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
//! # use runtime::*;
//! # #[cfg(feature = "blocking")]
//! # fn example() -> Result<(), runtime::Error> {
//! let client = ClientBuilder::from_env(&API).build()?;
//! let invite = InvitesGet::new(&client, "4f5f").send().wait()?;
//! for invite in InvitesList::new(&client).stream().wait() {
//!     println!("{}", invite?.organization_id);
//! }
//! # Ok(()) }
//! # fn main() {}
//! ```
//!
//! # Testing
//!
//! With the feature `testing`, a `transport::memory::Memory` stands in place of the server: it records requests
//! and answers by operation.
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/client/support/api.rs"));
//! # use runtime::*;
//! # #[cfg(feature = "testing")]
//! # async fn example() -> Result<(), runtime::Error> {
//! use runtime::transport::memory::{Memory, Reply};
//!
//! let memory = Memory::new();
//! memory.answer_once::<InvitesGet>(Reply::error(404, 7003, "no such invitation"));
//! memory.answer::<InvitesGet>(Reply::payload(r#"{"organization_id": "5a78"}"#));
//!
//! let client = ClientBuilder::new(&API).credential("api_token", "token").transport(memory.clone()).build()?;
//! let get = InvitesGet::new(&client, "4f5f");
//! assert!(get.send().await.is_err_and(|error| error.is_not_found()));
//! assert_eq!(get.send().await?.organization_id, "5a78");
//! assert_eq!(memory.requests_of::<InvitesGet>().len(), 2);
//! # Ok(()) }
//! # #[cfg(not(feature = "testing"))]
//! # fn main() {}
//! # #[cfg(feature = "testing")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! #     tokio::runtime::Runtime::new()?.block_on(example()).map_err(Into::into)
//! # }
//! ```
//!
//! # Transports
//!
//! Requests are carried by a [`Transport`]: `reqwest` with `rustls` by default, or anything else that
//! implements the trait. A request's body is a [`Body`](transport::Body), bytes or a stream, as an answer's is.
//! What shall happen around every request is a transport around a transport:
//! [`ClientBuilder::wrap`].
//!
//! # Features
//!
//! - `reqwest` (default): the transport on `reqwest` and `rustls`.
//! - `gzip` (default), `brotli`, `zstd`: compressed answers.
//! - `blocking`: waiting for calls in code that is not async.
//! - `tracing`: a span for each call.
//! - `testing`: a transport that answers from memory.
//! - `jiff` (default), `chrono`, `time`: conversions of dates and times.
//! - `schemars`: `JsonSchema` for every model.

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod client;
pub mod clock;
pub mod credential;
pub mod envelope;
pub mod error;
pub mod header;
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
mod boxed;
mod datetime;
mod decimal;
mod encoding;
mod escape;
mod executor;
mod file_part;
mod formats;
mod keywords;
mod media;
mod nullable;
mod open_enum;
mod parameter;
mod path;
mod printable;
mod reader;
mod redirect;
mod request;
#[cfg(feature = "schemars")]
mod schema;
mod sensitive;
mod source;
mod text;
#[cfg(feature = "tracing")]
mod trace;
mod trail;
mod upload;

#[doc(hidden)]
pub mod __private;

pub use bytes;
pub use http;

pub use client::{Api, Client, ClientBuilder, Redirects, Scheme, SchemeKind};
pub use credential::{Credential, CredentialError, CredentialProvider};
pub use envelope::Envelope;
pub use error::{Error, ErrorDetail, ErrorKind};
pub use header::Header;
pub use limit::Limits;
pub use operation::{Call, Operation};
pub use output::Output;
pub use pagination::{Items, Page, Pages, Pagination};
pub use pending::Pending;
pub use response::{RawResponse, Response};
pub use retry::RetryPolicy;
pub use secret::Secret;
pub use serde_json::Value;
pub use streaming::{Chunks, Event, Events, Lines};
pub use transport::Transport;

pub use additional_properties::AdditionalProperties;
pub use base64::{Base64, InvalidBase64};
pub use datetime::{Date, DateTime, InvalidDateTime};
pub use file_part::FilePart;
pub use nullable::Nullable;
pub use open_enum::{UnknownInteger, UnknownText};
pub use validate::{Violation, Violations};
