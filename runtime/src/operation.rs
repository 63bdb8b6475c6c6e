//! Operations: a plain struct of inputs beside a table of facts.
//!
//! A generated operation is a struct with public fields and one [`OperationTable`]. The macro
//! [`operation!`](crate::operation!) ties the two together by implementing [`Operation`]: *here is my
//! table, here are my fields as places*. Such a struct is a value: it can be built, inspected and
//! turned into an [`http::Request`] with no input or output.
//!
//! **Invariant:** what is done with operations is written once, in functions of this crate that are
//! generic over the output at most; the macro's expansion only calls them.

pub(crate) mod call;
pub(crate) mod inputs;
pub(crate) mod private;
pub(crate) mod table;

pub use self::call::Call;
pub use self::inputs::Inputs;
pub use self::table::{In, MediaKind, OperationFact, OperationTable};

use crate::model::Visit;
use crate::output::Output;

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
/// of [`OperationFact`]; a method that is no identifier of Rust is a literal; what they refer to, such as an [`Envelope`](crate::Envelope), is a constant. After `inputs`,
/// `body: [facts]` says that inputs are members of the body, and what holds for the object that they make together; it
/// adds the method `body_member`. An output that is
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

        $(impl $name {
            /// Adds a member to the body of this request, in place of an input of the same name.
            #[inline]
            pub fn body_member(mut self, name: &str, value: impl Into<$crate::Value>) -> Self {
                // That there are facts of the body, if only none, says that inputs make one.
                let _ = stringify!($($body)*);
                self.call.body_member(name, value.into());
                self
            }
        })?

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
