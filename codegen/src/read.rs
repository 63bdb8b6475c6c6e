//! The reading half: documents in, IR out. The types of OpenAPI are private to it.

pub(crate) mod direction;
mod glob;
mod load;
pub(crate) mod locate;
mod media;
pub(crate) mod names;
pub(crate) mod node;
pub(crate) mod place;
pub(crate) mod recursion;
pub(crate) mod resolve;
mod resources;
pub(crate) mod schema;
mod status;
mod template;
pub(crate) mod tree;
pub(crate) mod types;
pub(crate) mod unions;
mod upgrade;

#[cfg(test)]
mod cases_test;
#[cfg(test)]
mod corpus_test;
#[cfg(test)]
mod damage_test;
