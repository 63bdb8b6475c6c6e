//! The reading half: documents in, IR out. The types of OpenAPI are private to it.

mod load;
pub(crate) mod node;
pub(crate) mod resolve;
pub(crate) mod tree;
