//! Operations: a plain struct of inputs beside a table of facts.
//!
//! A generated operation is a struct with public fields and one [`OperationTable`]. The macro
//! [`operation!`](crate::operation!) ties the two together by implementing [`Operation`]: *here is my
//! table, here are my fields as places*.
//!
//! What is done with operations, and can be set for a single call, are methods of requests: of one generic struct
//! that each generated crate has, with the inputs of an operation and a [`Call`] in it. [`request!`](crate::request!)
//! implements them. The struct belongs to the crate, so that the crate can add a setter for each input that may be
//! left out. A request is a value: it can be built, inspected and turned into an [`http::Request`] with no input or
//! output.
//!
//! **Invariant:** what is done with operations is written once, in functions of this crate that are
//! generic over the output at most; the macros' expansions only call them.

pub(crate) mod call;
pub(crate) mod inputs;
pub(crate) mod private;
mod request;
pub(crate) mod table;

pub use self::call::Call;
pub use self::inputs::Inputs;
pub use self::table::{In, MediaKind, OperationFact, OperationTable};

use crate::model::Visit;
use crate::output::Output;

/// Something that an API can do, with the inputs for doing it: what [`operation!`](crate::operation!)
/// implements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation",
    label = "not an operation",
    note = "an operation is a struct of inputs: `ThingsList` is the one of `Request<ThingsList>`"
)]
pub trait Operation {
    /// What comes back on success.
    type Output: Output;

    /// Shows the fields, one for each row of the table. Returns that table.
    fn inputs(&self, visit: &mut dyn Visit) -> &'static OperationTable;
}

impl<T: Operation> Inputs for T {
    fn inputs(&self, visit: &mut dyn Visit) -> &'static OperationTable {
        Operation::inputs(self, visit)
    }
}

/// An operation of which inputs are members of the body, so that there can be others.
pub trait MemberBody: Operation {}

/// An operation whose answer can come item by item, too: what [`streamed!`](crate::streamed!) implements.
pub trait Streamed: Operation {
    /// The stream of items.
    type Stream: Output;

    /// The media type that is asked for.
    const MEDIA: &'static str;
}

/// Ties a struct of inputs to its table of facts.
///
/// The struct stays outside, so that editors and rustdoc see plain Rust. It has one field for each row of `inputs`.
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
/// `body: [facts]` says that inputs are members of the body, and what holds for the object that they make together.
#[macro_export]
macro_rules! operation {
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
            ) -> &'static $crate::operation::OperationTable {
                use $crate::__private::scope::inputs::*;
                visit$(.with(&($(&self.$early,)*)))*.group(&($(&self.$field,)*));
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
                }
            }
        }

        $($crate::operation! { @members $name [$($body)*] })?

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self {
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
    (@members $name:ident [$($fact:tt)*]) => {
        impl $crate::operation::MemberBody for $name {}
    };
}

/// Says that the answer of an operation can come item by item, too.
///
/// ```text
/// streamed! { RepliesCreate -> Events<RepliesCreateEvent> as "text/event-stream" }
/// ```
#[macro_export]
macro_rules! streamed {
    ($name:ident -> $output:ty as $media:literal) => {
        #[allow(deprecated)]
        impl $crate::operation::Streamed for $name {
            type Stream = $output;
            const MEDIA: &'static str = $media;
        }
    };
}
