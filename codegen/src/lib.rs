//! Turns an OpenAPI document into the files of a Rust crate.

pub mod config;
pub mod diagnostic;
mod format;
pub mod input;
pub mod ir;
mod read;
mod suggest;
pub mod tree;
mod write;

pub use write::{Bug, Dependency, Groups, Membership, Options};
