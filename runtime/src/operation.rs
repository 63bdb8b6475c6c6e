//! Operations: a plain struct of inputs beside a table of facts.
//!
//! A generated operation is a struct with public fields and one [`OperationTable`]. The macro
//! [`operation!`](crate::operation!) ties the two together by implementing [`Operation`]: *here is my
//! table, here are my fields as places*. Such a struct is a value: it can be built, inspected and
//! turned into an [`http::Request`] with no input or output.
//!
//! **Invariant:** what is done with operations is written once, in functions of this crate that are
//! generic over the output at most; the macro's expansion only calls them.

use std::time::Duration;

use crate::client::Client;
use crate::envelope::Envelope;
use crate::model::group::nothing;
use crate::model::{Fact, Place, Rows, Visit};
use crate::output::Output;
use crate::pagination::Pagination;
use crate::validate::Violations;

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

/// The inputs of an operation, whatever its output: what the functions of this crate work with.
pub trait Inputs {
    /// See [`Operation::inputs`].
    fn inputs(&self, visit: &mut dyn Visit) -> (&'static OperationTable, &Call);
}

impl dyn Inputs + '_ {
    /// The facts.
    pub(crate) fn table(&self) -> &'static OperationTable {
        self.inputs(&mut nothing).0
    }
}

/// Something that an API can do, with the inputs for doing it once: what [`operation!`](crate::operation!)
/// implements.
pub trait Operation {
    /// What comes back on success.
    type Output: Output;

    /// Shows the fields, one for each row of the table. Returns that table, and the client with the options of
    /// this one call.
    fn inputs(&self, visit: &mut dyn Visit) -> (&'static OperationTable, &Call);
}

impl<T: Operation> Inputs for T {
    fn inputs(&self, visit: &mut dyn Visit) -> (&'static OperationTable, &Call) {
        Operation::inputs(self, visit)
    }
}

/// The client that an operation is bound to, and the options of this one call.
#[derive(Clone, Debug)]
pub struct Call {
    pub(crate) client: Client,
    pub(crate) options: Option<Box<Options>>,
}

/// What a caller can set for a single call.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
}

impl Call {
    /// A call through `client` without options of its own.
    #[must_use]
    pub fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            options: None,
        }
    }

    fn options(&mut self) -> &mut Options {
        self.options.get_or_insert_default()
    }

    /// Adds a header.
    pub fn header(&mut self, name: &str, value: &str) {
        self.options()
            .headers
            .push((name.to_owned(), value.to_owned()));
    }

    /// Adds a query parameter.
    pub fn query(&mut self, name: &str, value: &str) {
        self.options()
            .query
            .push((name.to_owned(), value.to_owned()));
    }

    /// Sets the longest time that the call may take, retries included.
    pub fn timeout(&mut self, timeout: Duration) {
        self.options().timeout = Some(timeout);
    }

    /// Sets how often the call may be repeated after a failure.
    pub fn max_retries(&mut self, retries: u32) {
        self.options().max_retries = Some(retries);
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = |pairs: &[(String, String)]| {
            pairs
                .iter()
                .map(|(name, _)| name.clone())
                .collect::<Vec<_>>()
        };
        f.debug_struct("Options")
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .field("timeout", &self.timeout)
            .field("max_retries", &self.max_retries)
            .finish()
    }
}

/// Checks inputs against their constraints.
pub(crate) fn check(
    table: &'static OperationTable,
    places: &[&dyn Place],
) -> Result<(), Violations> {
    let locations = table.locations.iter();
    let members = locations.map(|location| *location == In::Member);
    crate::validate::inputs(table.inputs, places, members, table.body)
}

/// Ties a struct of inputs to its table of facts.
///
/// The struct stays outside, so that editors and rustdoc see plain Rust. It has one field `call` of
/// type [`Call`] and one field for each row of `inputs`.
///
/// ```text
/// operation! {
///     InviteEdit -> Invite from "#/paths/~1invites~1{id}/patch" {
///         request: PATCH "/invites/{id}",
///         security: [["email", "key"], ["token"]],
///         facts: [Accept("application/json"), Body("application/json", Json), Idempotent],
///         inputs: {
///             id: Path Required "id" [MaxLength(32)],
///             status: Member Required "status" [],
///         }
///     }
/// }
/// ```
///
/// The facts of an input are those of [`Fact`](crate::model::Fact), the facts of the operation those
/// of [`OperationFact`]; a method that is no identifier of Rust is a literal; what they refer to, such as an [`Envelope`], is a constant. After `inputs`,
/// `body: [facts]` says what holds for the object that the members of the body make together. An output that is
/// written `Page<Item, Info>` adds the methods `stream` and `pages`.
#[macro_export]
macro_rules! operation {
    ($name:ident -> Page<$item:ty, $info:ty> from $($rest:tt)*) => {
        $crate::operation! { @implement $name [Page<$item, $info>] $($rest)* }

        impl $name {
            /// All items of the list, page after page. Nothing is sent before the first item is asked for.
            #[must_use = "a stream does nothing unless it is polled"]
            #[inline]
            pub fn stream(&self) -> $crate::Items<$item, $info> {
                $crate::__private::items(self)
            }

            /// All pages of the list. Nothing is sent before the first page is asked for.
            #[must_use = "a stream does nothing unless it is polled"]
            #[inline]
            pub fn pages(&self) -> $crate::Pages<$item, $info> {
                $crate::__private::pages(self)
            }
        }
    };
    ($name:ident -> () from $($rest:tt)*) => {
        $crate::operation! { @implement $name [()] $($rest)* }
    };
    ($name:ident -> $($path:ident)::+ $(<$($argument:ty),+>)? from $($rest:tt)*) => {
        $crate::operation! { @implement $name [$($path)::+ $(<$($argument),+>)?] $($rest)* }
    };
    (@implement $name:ident [$output:ty] $source:literal {
        request: $method:tt $path:literal,
        security: [$([$($scheme:literal),* $(,)?]),* $(,)?],
        facts: [$($fact:tt)*],
        inputs: $(with {
            $($early:ident: $early_location:ident $early_presence:ident $early_wire:literal
                [$($early_row:expr),* $(,)?],)*
        })* {
            $($field:ident: $location:ident $presence:ident $wire:literal [$($row:expr),* $(,)?]),*
            $(,)?
        }
        $(, body: [$($body:tt)*])? $(,)?
    }) => {
        impl $crate::Operation for $name {
            type Output = $output;
            #[inline]
            fn inputs(
                &self,
                visit: &mut dyn $crate::model::Visit,
            ) -> (&'static $crate::operation::OperationTable, &$crate::Call) {
                use $crate::__private::scope::inputs::*;
                visit$(.with(&($(&self.$early,)*)))*.group(&($(&self.$field,)*));
                (
                    &$crate::operation::OperationTable {
                        name: stringify!($name),
                        type_name: ::core::any::type_name::<Self>,
                        source: $source,
                        method: stringify!($method),
                        path: $path,
                        security: &[$(&[$($scheme),*]),*],
                        facts: {
                            #[allow(unused_imports)]
                            use $crate::__private::scope::operation::*;
                            &[$($fact)*]
                        },
                        locations: &[
                            $($(In::$early_location,)*)*
                            $(In::$location,)*
                        ],
                        fields: stringify!($($($early)*)* $($field)*),
                        inputs: Rows {
                            list: &[
                                $($(Row {
                                    name: $early_wire,
                                    presence: Presence::$early_presence,
                                },)*)*
                                $(Row {
                                    name: $wire,
                                    presence: Presence::$presence,
                                },)*
                            ],
                            facts: &[$($($($early_row,)* End,)*)* $($($row,)* End,)*],
                        },
                        body: &[$($($body)*)?],
                    },
                    &self.call,
                )
            }
        }

        impl $name {
            /// Adds a header to this request.
            #[inline]
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.call.header(name, value);
                self
            }

            /// Adds a parameter to the query of this request.
            #[inline]
            pub fn query(mut self, name: &str, value: &str) -> Self {
                self.call.query(name, value);
                self
            }

            /// Sets the longest time that this request may take, retries included.
            #[inline]
            pub fn timeout(mut self, timeout: $crate::__private::Duration) -> Self {
                self.call.timeout(timeout);
                self
            }

            /// Sets how often this request may be repeated after a failure.
            #[inline]
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.call.max_retries(retries);
                self
            }

            /// Checks the inputs against the constraints of the API. Sends nothing.
            ///
            /// # Errors
            ///
            /// All violations.
            #[inline]
            pub fn validate(&self) -> Result<(), $crate::Violations> {
                $crate::__private::validate(self)
            }

            /// The request as it would be sent, credentials included. Sends nothing.
            ///
            /// # Errors
            ///
            /// If an input cannot be sent, a credential is missing or comes from a provider, or the body is a stream.
            #[inline]
            pub fn request(&self) -> Result<$crate::http::Request<$crate::bytes::Bytes>, $crate::Error> {
                $crate::__private::request(self)
            }

            /// Sends the request and decodes the answer.
            #[inline]
            pub fn send(&self) -> $crate::Pending<$output> {
                $crate::__private::send(self)
            }

            /// Sends the request and returns the answer as it came, whatever its status.
            #[inline]
            pub fn send_raw(&self) -> $crate::Pending<$crate::RawResponse<$output>> {
                $crate::__private::send_raw(self)
            }
        }

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self {
                    call: self.call.clone(),
                    $($($early: self.$early.clone(),)*)*
                    $($field: self.$field.clone(),)*
                }
            }
        }

        impl $crate::__private::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                $crate::__private::debug_operation(self, f)
            }
        }
    };
}

/// Adds to an operation whose answer can come item by item, too, the method that asks for that.
///
/// ```text
/// streamed! { RepliesCreate -> Events<RepliesCreateEvent> as "text/event-stream" }
/// ```
#[macro_export]
macro_rules! streamed {
    ($name:ident -> $output:ty as $media:literal) => {
        #[allow(deprecated)]
        impl $name {
            /// Sends the request and asks for an answer that comes item by item, in place of a whole one.
            ///
            /// Some APIs want an input that says so, besides the header that is sent here.
            #[inline]
            pub fn send_stream(&self) -> $crate::Pending<$output> {
                $crate::__private::send_stream(self, $media)
            }
        }
    };
}

/// What the expansion of [`operation!`](crate::operation!) calls.
pub(crate) mod private {
    use std::fmt;

    use bytes::Bytes;

    use super::{In, Inputs};
    use crate::boxed::BoxFuture;
    use crate::error::Error;
    use crate::executor;
    use crate::model::{Member, Place};
    use crate::output::Output;
    use crate::pagination::{Items, Pages};
    use crate::pending::Pending;
    use crate::request::Prepared;
    use crate::response::{RawResponse, Response};
    use crate::validate::Violations;

    fn start(
        operation: &dyn Inputs,
        is_streamed: bool,
    ) -> Result<BoxFuture<'static, Result<Response, Error>>, Error> {
        Prepared::new(operation, is_streamed).map(executor::run)
    }

    /// Sends an operation and decodes its answer.
    pub fn send<T: Output>(operation: &dyn Inputs) -> Pending<T> {
        Pending::new(start(operation, T::STREAMED), |response| {
            T::decode(&response)
        })
    }

    /// Sends an operation, asks for a media type that is read item by item, and gives these out.
    pub fn send_stream<T: Output>(operation: &dyn Inputs, media: &'static str) -> Pending<T> {
        let prepared =
            Prepared::new(operation, T::STREAMED).and_then(|prepared| prepared.asking_for(media));
        Pending::new(prepared.map(executor::run), |response| T::decode(&response))
    }

    /// Sends an operation.
    pub fn send_raw<T: Output>(operation: &dyn Inputs) -> Pending<RawResponse<T>> {
        let prepared = Prepared::new(operation, T::STREAMED).map(Prepared::taking_redirects);
        Pending::new(prepared.map(executor::run), |response| {
            Ok(RawResponse::new(response))
        })
    }

    /// The items of a list.
    pub fn items<T: Place, I: Place>(operation: &dyn Inputs) -> Items<T, I> {
        Items::new(operation)
    }

    /// The pages of a list.
    pub fn pages<T: Place, I: Place>(operation: &dyn Inputs) -> Pages<T, I> {
        Pages::new(operation)
    }

    /// The request of an operation.
    ///
    /// # Errors
    ///
    /// If an input cannot be sent, a credential is missing or comes from a provider, or the body is a stream.
    pub fn request(operation: &dyn Inputs) -> Result<http::Request<Bytes>, Error> {
        Prepared::new(operation, false)?.shown()
    }

    /// Checks the inputs of an operation.
    ///
    /// # Errors
    ///
    /// All violations.
    pub fn validate(operation: &dyn Inputs) -> Result<(), Violations> {
        let table = operation.table();
        let mut result = Ok(());
        operation.inputs(&mut |places: &[&dyn Place]| result = super::check(table, places));
        result
    }

    /// Shows an operation.
    ///
    /// # Errors
    ///
    /// If the formatter fails.
    pub fn debug_operation(operation: &dyn Inputs, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = operation.table();
        let is_secret = |index: usize, row: &Member| {
            let is_shown_elsewhere = matches!(
                table.locations.get(index),
                Some(In::Header | In::Cookie | In::Query | In::QueryString)
            );
            is_shown_elsewhere && crate::sensitive::is_sensitive(row.name)
        };
        let mut result = Ok(());
        operation.inputs(&mut |places: &[&dyn Place]| {
            let (fields, inputs) = (table.fields, table.inputs);
            result = crate::model::debug_rows(table.name, fields, inputs, places, &is_secret, f)
        });
        result
    }
}
