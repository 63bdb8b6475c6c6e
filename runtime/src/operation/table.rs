//! What is known of an operation.

use crate::envelope::Envelope;
use crate::model::{Fact, Rows};
use crate::pagination::facts::Pagination;

/// The facts of one operation.
#[derive(Debug)]
pub struct OperationTable {
    /// The name of the Rust type.
    pub name: &'static str,
    /// What the standard library calls the Rust type, which tells operations of several crates apart.
    pub type_name: fn() -> &'static str,
    /// JSON pointer of the operation in the document that it was generated from.
    pub source: &'static str,
    /// The HTTP method as the macro has it: [`OperationTable::method`] is the method itself.
    pub method: &'static str,
    /// The path template, relative to the base URL.
    pub path: &'static str,
    /// The alternatives of credentials, each a list of names of schemes that are needed together. An
    /// empty list among them means that the request can do without, if the client has none of the others;
    /// no alternative at all means that nothing is known about security, and no credential is sent.
    pub security: &'static [&'static [&'static str]],
    /// What else is known.
    pub facts: &'static [OperationFact],
    /// Where each input goes, in the order of the fields.
    pub locations: &'static [In],
    /// The names of the fields in their order, with a space between them.
    pub fields: &'static str,
    /// Name, presence and facts of each input, in the order of the fields.
    pub inputs: Rows,
    /// The facts of the object that the inputs make together which are members of the body.
    pub body: &'static [Fact],
}

impl OperationTable {
    /// The HTTP method, as it is sent.
    #[must_use]
    pub fn method(&self) -> &'static str {
        // A method that is no identifier of Rust (`M-SEARCH`) is a literal in the macro, with its quotation marks.
        self.method.trim_matches('"')
    }
}

/// One fact about an operation.
#[derive(Debug)]
#[non_exhaustive]
pub enum OperationFact {
    /// A media type that is asked for, the preferred one first.
    Accept(&'static str),
    /// The media type of the request's body, and how the body is written.
    Body(&'static str, MediaKind),
    /// The body is left out if none of its members has a value.
    OptionalBody,
    /// The answer is wrapped.
    Wrapped(&'static Envelope),
    /// The answer is a redirect, which is not followed.
    Redirect,
    /// The answer is one page of a list.
    Paged(&'static Pagination),
    /// What asks for a page is not a parameter of the query but a member of the body, which is JSON, where the name of
    /// the parameter is a path, or a form.
    PageInBody,
    /// The items of the page are in this member of the answer: a name, or a path such as `_embedded.orders`.
    ItemsIn(&'static str),
    /// The operation may be repeated although its method does not say so.
    Idempotent,
    /// A base URL that stands in place of the API's.
    Server(&'static str),
    /// Pairs that are sent in the query besides the inputs, written as they stand here.
    Query(&'static str),
    /// How a member of a form or multipart body is written, whose body is a single input: a style that
    /// is not `form`, which is the default, whether it explodes, and the media type.
    Encoding(&'static str, &'static [Fact]),
    /// The same of a member of the query, which is a form and a single input.
    QueryEncoding(&'static str, &'static [Fact]),
    /// `deprecated: true`.
    Deprecated,
}

/// How a value becomes bytes and comes back from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// JSON, `+json` included.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// Text.
    Text,
    /// Bytes as they are.
    Bytes,
    /// `text/event-stream`.
    EventStream,
    /// JSON lines, JSON sequences.
    JsonLines,
}

/// Where an input of an operation goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum In {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
    /// It is the query, in the media type of its [`Fact::Content`].
    QueryString,
    /// It is a member of the body, which is an object without a Rust type of its own.
    Member,
    /// It is the body.
    Body,
}
