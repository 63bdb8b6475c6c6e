//! The macros that tie plain types to their tables.
//!
//! **Invariant:** what a macro expands to only names tables, fields and variants, and calls functions
//! that are not generic over the type.
//!
//! **Invariant:** an expansion has as few functions as can be, and no macro call for each row: both cost
//! the compiler more than anything else in a generated crate. What all types of one kind have in common
//! is an implementation for all of them ([`Typed`](crate::model::Typed)); names of Rust come as one text for
//! a whole table. A table is what a function returns, because the compiler evaluates constants even where it
//! only checks.
//! For the same reason the rows of a model and those of the inputs of an operation are written out in the
//! macros of both: a macro that both call would be another expansion for each type.
//!
//! **Invariant:** a function of an expansion is generic or `#[inline]`, here and in the other macros that a
//! generated crate calls once for each type or operation. Then the compiler makes machine code of it where it is
//! called, and a crate that calls three operations of a thousand waits for these alone. Without, it would make
//! code for all of them as soon as the generated crate is built: five times as long for a release build.

/// Ties a struct to its table of facts.
///
/// The struct itself stays outside, so that editors and rustdoc see plain Rust. There is one row for
/// each field, in the order of the fields: `field: Presence "name on the wire" [facts]`, with the
/// names of [`Presence`](crate::model::Presence), [`Fact`](crate::model::Fact) and
/// [`Literal`](crate::model::Literal). The last row is [`Rest`](crate::model::Presence::Rest), for
/// members that the schema does not name. The braces hold at most 32
/// rows: where there are more, those that come before are in groups of their own, `with { .. }`.
/// `#[allow(deprecated)]` in front of it all is for a struct with
/// deprecated fields.
///
/// ```
/// use runtime::{AdditionalProperties, DateTime};
///
/// /// An invitation.
/// #[non_exhaustive]
/// pub struct Invite {
///     /// Who it is for.
///     pub member: String,
///     /// When it ends.
///     pub expires_on: Option<DateTime>,
///     /// Members that the document does not name.
///     pub additional_properties: AdditionalProperties,
/// }
///
/// runtime::model! {
///     Invite from "#/components/schemas/Invite" {
///         member: Required "member" [MaxLength(32)],
///         expires_on: Optional "expires_on" [Format("date-time"), ReadOnly],
///         additional_properties: Rest "" [],
///     }
/// }
///
/// let invite: Invite = runtime::json::from_slice(br#"{"member": "4f5f"}"#)?;
/// assert_eq!(invite.member, "4f5f");
/// # Ok::<(), runtime::json::DecodeError>(())
/// ```
#[macro_export]
macro_rules! model {
    ($(#[$lint:meta])* $name:ident from $source:literal $(with {
        $($early:ident: $early_presence:ident $early_wire:literal [$($early_fact:expr),* $(,)?],)*
    })* {
        $($field:ident: $presence:ident $wire:literal [$($fact:expr),* $(,)?],)*
    }) => {
        impl $crate::model::Typed for $name {
            type Kind = $crate::model::kind::Model;
        }

        $(#[$lint])*
        impl $crate::model::Members for $name {
            #[inline]
            fn vacant() -> Self {
                Self {
                    $($($early: $crate::__private::vacant(),)*)*
                    $($field: $crate::__private::vacant(),)*
                }
            }
            #[inline]
            fn places(&self, visit: &mut dyn $crate::model::Visit) -> &'static $crate::model::Table {
                use $crate::__private::scope::model::*;
                visit$(.with(&($(&self.$early,)*)))*.group(&($(&self.$field,)*));
                &$crate::model::Table {
                    name: ::core::stringify!($name),
                    source: $source,
                    fields: ::core::stringify!($($($early)*)* $($field)*),
                    rows: Rows {
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
                        facts: &[$($($($early_fact,)* End,)*)* $($($fact,)* End,)*],
                    },
                }
            }
            #[inline]
            fn places_mut(&mut self, visit: &mut dyn $crate::model::VisitMut) {
                visit$(.with(&mut ($(&mut self.$early,)*)))*.group(&mut ($(&mut self.$field,)*));
            }
        }

        impl $name {
            /// Checks all constraints of the schema, those of nested values included.
            ///
            /// # Errors
            ///
            /// Every violation, each with its path.
            #[inline]
            pub fn validate(&self) -> $crate::__private::Result<(), $crate::Violations> {
                $crate::__private::validate_model(self)
            }
        }

        $crate::__place_traits! { $name }
    };
}

/// Ties an enum to its table of known values, and keeps the values that are not in it.
///
/// The enum itself stays outside. After `else` comes its variant for unknown values, with what all its
/// values are: `Text` for a [`UnknownText`](crate::UnknownText), `Integer` for a
/// [`UnknownInteger`](crate::UnknownInteger). Where the schema allows other values as well, it is `or`
/// in place of `else`: then they are no violations.
///
/// ```
/// /// State of an invitation.
/// #[non_exhaustive]
/// pub enum Status {
///     /// `pending`
///     Pending,
///     /// `accepted`
///     Accepted,
///     /// A value that the document does not name.
///     Unknown(runtime::UnknownText),
/// }
///
/// runtime::open_enum! {
///     Status from "#/components/schemas/Status" {
///         Pending = "pending",
///         Accepted = "accepted",
///     } else Unknown(Text)
/// }
///
/// assert_eq!(Status::from("accepted"), Status::Accepted);
/// assert_eq!(Status::from("revoked").as_str(), "revoked");
/// assert!(Status::from("revoked").is_unknown());
/// ```
#[macro_export]
macro_rules! open_enum {
    ($name:ident from $source:literal {
        $($variant:ident = $value:literal,)*
    } $others:ident $unknown:ident(Text)) => {
        impl $name {
            /// The value as it is on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                self.as_ref()
            }
        }

        /// The value as it is on the wire.
        impl $crate::__private::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(text) => text.as_str(),
                }
            }
        }

        impl $crate::__private::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$unknown($crate::__private::unknown_text(value)),
                }
            }
        }

        impl $crate::__private::From<$crate::__private::String> for $name {
            #[inline]
            fn from(value: $crate::__private::String) -> Self {
                value.as_str().into()
            }
        }

        impl $crate::__private::FromStr for $name {
            type Err = ::core::convert::Infallible;
            #[inline]
            fn from_str(value: &str) -> $crate::__private::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(value.into())
            }
        }

        impl $crate::model::Typed for $name {
            type Kind = $crate::model::kind::Text;
        }

        $crate::__open_enum! {
            $name $source Text as_str { $($variant $value)* } $unknown $others
        }
    };
    ($name:ident from $source:literal {
        $($variant:ident = $value:literal,)*
    } $others:ident $unknown:ident(Integer)) => {
        impl $name {
            /// The value as it is on the wire.
            #[must_use]
            #[inline]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(integer) => integer.get(),
                }
            }
        }

        impl $crate::__private::From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$unknown($crate::__private::unknown_integer(value)),
                }
            }
        }

        /// The value as it is on the wire.
        impl $crate::__private::From<&$name> for i64 {
            #[inline]
            fn from(value: &$name) -> Self {
                value.as_i64()
            }
        }

        impl $crate::model::Typed for $name {
            type Kind = $crate::model::kind::Integer;
        }

        $crate::__open_enum! {
            $name $source Integers as_i64 { $($variant $value)* } $unknown $others
        }
    };
}

/// What a schema says of values that it does not list, or that are none of its alternatives.
#[doc(hidden)]
#[macro_export]
macro_rules! __others {
    (else) => {
        $crate::model::Others::Invalid
    };
    (or) => {
        $crate::model::Others::Valid
    };
}

/// What enums of text and of integers have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    (
        $name:ident $source:literal $kind:ident $get:ident { $($variant:ident $value:literal)* }
        $unknown:ident $others:ident
    ) => {
        impl $name {
            /// The values that the document names, in its order.
            pub const VALUES: &'static [Self] = &[$(Self::$variant,)*];

            /// Whether the document does not name this value.
            #[must_use]
            #[inline]
            pub fn is_unknown(&self) -> bool {
                ::core::matches!(self, Self::$unknown(_))
            }
        }

        impl $crate::model::Values for $name {
            #[inline]
            fn facts() -> &'static $crate::model::EnumTable {
                &$crate::model::EnumTable {
                    name: ::core::stringify!($name),
                    source: $source,
                    variants: ::core::stringify!($($variant)*),
                    values: $crate::model::Listed::$kind(&[$($value,)*]),
                    unknown: ::core::stringify!($unknown),
                    others: $crate::__others!($others),
                }
            }
        }

        impl $crate::__private::Eq for $name {}

        impl $crate::__private::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(&self.$get(), state);
            }
        }

        impl $crate::__private::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                $crate::__private::Display::fmt(&self.$get(), f)
            }
        }

        $crate::__place_traits! { $name }
    };
}

/// Ties an enum whose variants hold alternatives to its table.
///
/// The enum itself stays outside. There is one row for each alternative, in the order in which they
/// are tried: `Variant when [tests] [facts]`, with the names of [`Test`](crate::model::Test). One whose values become
/// one of the enum by themselves says from which type: `Variant from [Type] when [tests] [facts]`. After
/// `else` comes its variant for anything else, which holds a [`Value`](crate::Value). Where the schema allows
/// anything beside the alternatives, it is `or` in place of `else`: then nothing is a violation, unless facts of
/// everything else follow.
///
/// ```
/// /// A number or its name.
/// #[non_exhaustive]
/// pub enum Port {
///     /// A number.
///     Number(i64),
///     /// A name.
///     Name(String),
///     /// A value that the document does not describe.
///     Unknown(runtime::Value),
/// }
///
/// runtime::union! {
///     Port from "#/components/schemas/Port" {
///         Number from [i64] when [Type(JsonType::Integer)] [Minimum(Int(1))],
///         Name from [String] when [Type(JsonType::String)] [MaxLength(16)],
///     } else Unknown
/// }
///
/// assert_eq!(Port::from("https"), Port::Name("https".to_owned()));
/// assert_eq!(runtime::json::from_slice::<Port>(b"443")?, Port::Number(443));
/// assert_eq!(runtime::json::from_slice::<Port>(b"true")?, Port::Unknown(true.into()));
/// # Ok::<(), runtime::json::DecodeError>(())
/// ```
#[macro_export]
macro_rules! union {
    ($name:ident from $source:literal {
        $($variant:ident $(from [$($from:tt)*])? when [$($tests:tt)*] [$($facts:tt)*],)*
    } $others:ident $unknown:ident $([$($of_others:tt)*])?) => {
        $($($crate::__from! { $name $variant $($from)* })?)*

        impl $crate::model::Typed for $name {
            type Kind = $crate::model::kind::Union;
        }

        impl $crate::model::Arms for $name {
            #[inline]
            fn facts() -> &'static $crate::model::UnionTable {
                #[allow(unused_imports)]
                use $crate::__private::scope::union::*;
                &$crate::model::UnionTable {
                    name: ::core::stringify!($name),
                    source: $source,
                    arms: &[$(Arm {
                        variant: ::core::stringify!($variant),
                        tests: &[$($tests)*],
                        facts: &[$($facts)*],
                    },)*],
                    others: $crate::__others!($others),
                    facts: &[$($($of_others)*)?],
                }
            }
            #[inline]
            fn vacant() -> Self {
                Self::$unknown($crate::__private::vacant())
            }
            #[inline]
            fn held(&self) -> (&'static str, &dyn $crate::model::Place) {
                match self {
                    $(Self::$variant(value) => (::core::stringify!($variant), value),)*
                    Self::$unknown(value) => (::core::stringify!($unknown), value),
                }
            }
            #[inline]
            fn hold(&mut self, variant: ::core::option::Option<&str>) -> &mut dyn $crate::model::Place {
                *self = match variant {
                    $(::core::option::Option::Some(::core::stringify!($variant)) => {
                        Self::$variant($crate::__private::vacant())
                    })*
                    _ => Self::$unknown($crate::__private::vacant()),
                };
                match self {
                    $(Self::$variant(value) => value,)*
                    Self::$unknown(value) => value,
                }
            }
        }

        $crate::__place_traits! { $name }
    };
}

/// The conversion of an alternative; that of a text from a `&str`, too.
#[doc(hidden)]
#[macro_export]
macro_rules! __from {
    ($name:ident $variant:ident String) => {
        impl $crate::__private::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                Self::$variant(value.into())
            }
        }

        $crate::__from! { @ $name $variant $crate::__private::String }
    };
    ($name:ident $variant:ident $from:ty) => {
        $crate::__from! { @ $name $variant $from }
    };
    (@ $name:ident $variant:ident $from:ty) => {
        impl $crate::__private::From<$from> for $name {
            #[inline]
            fn from(value: $from) -> Self {
                // It may be in a box.
                Self::$variant(value.into())
            }
        }
    };
}

/// Makes a struct around a string or an integer a type for values of that kind.
///
/// The struct itself stays outside. On the wire it is what is in it; what a schema asks of its values stands in
/// the rows of the members that have it.
///
/// ```
/// /// Identifier of an invitation.
/// pub struct InviteId(pub String);
///
/// runtime::newtype! { InviteId(String) from "#/components/schemas/InviteId" }
///
/// let id = InviteId::from("4f5f");
/// assert_eq!(runtime::json::to_string(&id)?, "\"4f5f\"");
/// assert_eq!(id.to_string(), "4f5f");
/// # Ok::<(), runtime::json::EncodeError>(())
/// ```
#[macro_export]
macro_rules! newtype {
    ($name:ident(String) from $source:literal) => {
        impl $crate::__private::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                Self(value.into())
            }
        }

        impl $crate::__private::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        $crate::newtype! { @wrap $name($crate::__private::String) }
    };
    ($name:ident($integer:ident) from $source:literal) => {
        impl ::core::marker::Copy for $name {}

        $crate::newtype! { @wrap $name($integer) }
    };
    (@wrap $name:ident($inner:ty)) => {
        impl $crate::__private::From<$inner> for $name {
            #[inline]
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl $crate::__private::From<$name> for $inner {
            #[inline]
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl $crate::model::Typed for $name {
            type Kind = $crate::model::kind::Newtype;
        }

        impl $crate::model::Wrapper for $name {
            type Inner = $inner;
            #[inline]
            fn inner(&self) -> &Self::Inner {
                &self.0
            }
            #[inline]
            fn inner_mut(&mut self) -> &mut Self::Inner {
                &mut self.0
            }
        }

        impl $crate::__private::Eq for $name {}

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(&self.0, &other.0)
            }
        }

        impl $crate::__private::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(&self.0, state);
            }
        }

        impl $crate::__private::Display for $name {
            #[inline]
            fn fmt(
                &self,
                f: &mut $crate::__private::Formatter<'_>,
            ) -> $crate::__private::FmtResult {
                $crate::__private::Display::fmt(&self.0, f)
            }
        }

        $crate::__place_traits! { $name }
    };
}

/// The traits of the standard library and of serde, for every type that is a place.
#[doc(hidden)]
#[macro_export]
macro_rules! __place_traits {
    ($name:ident) => {
        impl $crate::__private::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::__private::clone(self)
            }
        }

        impl $crate::__private::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::equal(self, other)
            }
        }

        impl $crate::__private::Debug for $name {
            #[inline]
            fn fmt(
                &self,
                f: &mut $crate::__private::Formatter<'_>,
            ) -> $crate::__private::FmtResult {
                $crate::__private::debug(self, f)
            }
        }

        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::Result<Self, D::Error> {
                $crate::__private::deserialize(deserializer)
            }
        }

        $crate::__json_schema! { $name }
    };
}

/// Nothing: the feature `schemars` is off.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __json_schema {
    ($name:ident) => {};
}

/// A JSON Schema, made from the tables.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! __json_schema {
    ($name:ident) => {
        impl $crate::__private::JsonSchema for $name {
            #[inline]
            fn schema_name() -> $crate::__private::Cow<'static, str> {
                $crate::__private::schema_name::<Self>()
            }
            #[inline]
            fn json_schema(
                generator: &mut $crate::__private::SchemaGenerator,
            ) -> $crate::__private::Schema {
                $crate::__private::json_schema::<Self>(generator)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    /// The functions in the macros of a file that are neither generic nor `#[inline]`.
    fn compiled_early(file: &'static str) -> Vec<&'static str> {
        let mut is_macro = false;
        let mut before = "";
        let mut found = Vec::new();
        for line in file.lines() {
            is_macro = (is_macro || line.starts_with("macro_rules!")) && line != "}";
            let code = line.trim_start();
            let signature = code.strip_prefix("pub ").unwrap_or(code);
            let is_function = signature.starts_with("fn ");
            let is_generic = signature
                .split('(')
                .next()
                .is_some_and(|name| name.contains('<'));
            if is_macro && is_function && !is_generic && before != "#[inline]" {
                found.push(code);
            }
            before = code;
        }
        found
    }

    #[test]
    fn functions_of_types_and_operations_are_compiled_where_they_are_called() {
        assert_eq!(
            compiled_early("macro_rules! a {\n    pub fn b(&self) {}\n    fn c<T>(t: T) {}\n}\n"),
            ["pub fn b(&self) {}"]
        );
        for file in [
            include_str!("macros.rs"),
            include_str!("operation.rs"),
            include_str!("output.rs"),
        ] {
            assert_eq!(compiled_early(file), [""; 0]);
        }
    }
}
