//! What clients do: on the wire, in memory, and when the other side misbehaves.

#![allow(
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod support;

mod answers;
mod auth;
mod blocking;
mod bodies;
mod calls;
mod concurrency;
mod golden;
mod limits;
mod pages;
mod parameters;
mod paths;
mod redirects;
mod retries;
mod secrets;
mod streams;
mod timeouts;
mod transports;
mod validation;
