//! What clients do: on the wire, in memory, and when the other side misbehaves.

#![allow(unreachable_pub, missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

mod answers;
mod auth;
mod bodies;
mod calls;
mod golden;
mod pages;
mod parameters;
mod paths;
mod retries;
mod validation;
