//! What the examples of a document are of, for tools that test whether generated types mean what schemas say.
//!
//! [`survey`](crate::survey()) gives, beside the crate, every example with the schema that it is of, in a form that a
//! validator of JSON Schema understands, and a program that reads examples as the types that were generated for them.

use serde_json::{Map, Value};

use crate::Generation;
use crate::ir::Source;

/// What [`survey`](crate::survey()) finds.
#[derive(Debug)]
pub struct Survey {
    /// What is generated.
    pub generation: Generation,
    /// The examples of schemas that have a Rust type.
    pub samples: Vec<Sample>,
    /// The schemas that have a Rust type, if they were asked for.
    pub types: Vec<Typed>,
    /// All schemas that are needed to validate them, as a JSON Schema of draft 2020-12 with `$defs` only.
    pub definitions: Map<String, Value>,
    /// The `main.rs` of a program that depends on `runtime` and on the generated crate, by the name `sample`. From
    /// lines of a case, a tabulator and JSON it makes lines of what is written back (or `!` and an error), a
    /// tabulator, and the violations.
    pub program: String,
    /// What was left out.
    pub excluded: Excluded,
}

/// What a survey is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The examples of the document, and the schemas that they are of.
    Examples,
    /// All schemas that have a Rust type besides.
    Types,
}

/// A schema that has a Rust type.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Where it is.
    pub source: Source,
    /// Its name among the definitions.
    pub definition: String,
    /// The number of its Rust type in the program.
    pub case: usize,
}

/// An example.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Where it is.
    pub source: Source,
    /// The name of its schema among the definitions.
    pub definition: String,
    /// The number of its Rust type in the program.
    pub case: usize,
    /// The example.
    pub value: Value,
}

/// Examples that are not samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Excluded {
    /// Examples of objects without a Rust type, because their members are inputs of an operation or because they
    /// are an envelope. Their members are samples each.
    pub taken_apart: usize,
    /// Examples of schemas without a Rust type: branches of `allOf`, and what nothing refers to.
    pub untyped: usize,
}
