//! The reading half: documents in, IR out. The types of OpenAPI are private to it.

mod glob;
mod load;
pub(crate) mod locate;
mod media;
pub(crate) mod node;
pub(crate) mod resolve;
mod resources;
mod status;
mod template;
pub(crate) mod tree;
mod upgrade;

#[cfg(test)]
mod cases_test;
#[cfg(test)]
mod corpus_test;
