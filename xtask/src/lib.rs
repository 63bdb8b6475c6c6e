//! The command line of the generator: it reads and writes files, and calls `codegen`.
//!
//! It is a library as well as a program, so that tests, and the tools of other workspaces, can use its parts.

pub mod apply;
pub mod args;
pub mod bench;
pub mod codegen;
pub mod config_schema;
pub mod corpus;
pub mod failure;
pub mod folder;
pub mod help;
pub mod job;
pub mod measure;
pub mod terminal;
pub mod test;
pub mod workspace;
