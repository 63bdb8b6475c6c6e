//! The macros that tie plain types to their tables.
//!
//! **Invariant:** what a macro expands to only names tables, fields and variants, and calls functions
//! that are not generic over the type.
//!
//! Tables and places are about all members, deprecated ones too: every impl allows to name them.

/// Ties a struct to its table of facts.
///
/// The struct itself stays outside, so that editors and rustdoc see plain Rust. There is one row for
/// each field, in the order of the fields: `field: Presence "name on the wire" [facts]`, with the
/// names of [`Presence`](crate::model::Presence), [`Fact`](crate::model::Fact) and
/// [`Literal`](crate::model::Literal). The last row is [`Rest`](crate::model::Presence::Rest), for
/// members that the schema does not name.
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
    ($name:ident from $source:literal {
        $($field:ident: $presence:ident $wire:literal [$($facts:tt)*],)*
    }) => {
        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $crate::model::Place for $name {
            fn vacant() -> Self {
                Self { $($field: $crate::model::Place::vacant(),)* }
            }
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Model(self)
            }
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Model(self)
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $crate::model::Model for $name {
            fn table(&self) -> &'static $crate::model::Table {
                #[allow(unused_imports)]
                use $crate::model::{Fact::*, Literal::*};
                const {
                    &$crate::model::Table {
                        name: ::core::stringify!($name),
                        source: $source,
                        rows: &[$($crate::model::Row {
                            field: ::core::stringify!($field),
                            name: $wire,
                            presence: $crate::model::Presence::$presence,
                            facts: &[$($facts)*],
                        },)*],
                    }
                }
            }
            fn places(&self, visit: &mut dyn ::core::ops::FnMut(&[&dyn $crate::model::Place])) {
                visit(&[$(&self.$field,)*]);
            }
            fn places_mut(
                &mut self,
                visit: &mut dyn ::core::ops::FnMut(&mut [&mut dyn $crate::model::Place]),
            ) {
                visit(&mut [$(&mut self.$field,)*]);
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $name {
            /// Checks all constraints of the schema, those of nested values included.
            ///
            /// # Errors
            ///
            /// Every violation, each with its path.
            pub fn validate(&self) -> ::core::result::Result<(), $crate::Violations> {
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
        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $name {
            /// The value as it is on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(text) => text.as_str(),
                }
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl ::core::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$unknown($crate::__private::unknown_text(value)),
                }
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl ::core::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                <Self as ::core::convert::From<&str>>::from(&value)
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;
            fn from_str(value: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(<Self as ::core::convert::From<&str>>::from(value))
            }
        }

        $crate::__open_enum! {
            $name $source Text as_str { $($variant $value)* } $unknown unknown_text "" $others
        }
    };
    ($name:ident from $source:literal {
        $($variant:ident = $value:literal,)*
    } $others:ident $unknown:ident(Integer)) => {
        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $name {
            /// The value as it is on the wire.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(integer) => integer.get(),
                }
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$unknown($crate::__private::unknown_integer(value)),
                }
            }
        }

        $crate::__open_enum! {
            $name $source Integer as_i64 { $($variant $value)* } $unknown unknown_integer 0 $others
        }
    };
}

/// What a schema says of values that it does not list.
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
        $unknown:ident $make:ident $vacant:literal $others:ident
    ) => {
        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $name {
            /// The values that the document names, in its order.
            pub const VALUES: &'static [Self] = &[$(Self::$variant,)*];

            /// Whether the document names this value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !self.is_unknown()
            }

            /// Whether the document does not name this value.
            #[must_use]
            pub fn is_unknown(&self) -> bool {
                ::core::matches!(self, Self::$unknown(_))
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $crate::model::Place for $name {
            fn vacant() -> Self {
                Self::$unknown($crate::__private::$make($vacant))
            }
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Enum(self)
            }
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Enum(self)
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $crate::model::Enum for $name {
            fn table(&self) -> &'static $crate::model::EnumTable {
                const {
                    &$crate::model::EnumTable {
                        name: ::core::stringify!($name),
                        source: $source,
                        variants: &[$($crate::model::Variant {
                            name: ::core::stringify!($variant),
                            value: $crate::model::Scalar::$kind($value),
                        },)*],
                        unknown: ::core::stringify!($unknown),
                        others: $crate::__others!($others),
                    }
                }
            }
            fn value(&self) -> $crate::model::Scalar<'_> {
                $crate::model::Scalar::$kind(self.$get())
            }
            fn set(&mut self, value: $crate::model::Scalar<'_>) -> bool {
                match value {
                    $crate::model::Scalar::$kind(value) => {
                        *self = ::core::convert::From::from(value);
                        true
                    }
                    _ => false,
                }
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl ::core::cmp::Eq for $name {}

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(&self.$get(), state);
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.$get(), f)
            }
        }

        $crate::__place_traits! { $name }
    };
}

/// Ties an enum whose variants hold alternatives to its table.
///
/// The enum itself stays outside. There is one row for each alternative, in the order in which they
/// are tried: `Variant when [tests] [facts]`, with the names of [`Test`](crate::model::Test). After
/// `else` comes its variant for anything else, which holds a [`Value`](crate::Value).
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
///         Number when [Type(JsonType::Integer)] [Minimum(Int(1))],
///         Name when [Type(JsonType::String)] [MaxLength(16)],
///     } else Unknown
/// }
///
/// assert_eq!(runtime::json::from_slice::<Port>(b"443")?, Port::Number(443));
/// assert_eq!(runtime::json::from_slice::<Port>(b"true")?, Port::Unknown(true.into()));
/// # Ok::<(), runtime::json::DecodeError>(())
/// ```
#[macro_export]
macro_rules! union {
    ($name:ident from $source:literal {
        $($variant:ident when [$($tests:tt)*] [$($facts:tt)*],)*
    } else $unknown:ident) => {
        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $crate::model::Place for $name {
            fn vacant() -> Self {
                Self::$unknown($crate::model::Place::vacant())
            }
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Union(self)
            }
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Union(self)
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $crate::model::Union for $name {
            fn table(&self) -> &'static $crate::model::UnionTable {
                #[allow(unused_imports)]
                use $crate::model::{Fact::*, JsonType, Literal::*, Test::*};
                const {
                    &$crate::model::UnionTable {
                        name: ::core::stringify!($name),
                        source: $source,
                        arms: &[$($crate::model::Arm {
                            variant: ::core::stringify!($variant),
                            tests: &[$($tests)*],
                            facts: &[$($facts)*],
                        },)*],
                    }
                }
            }
            fn held(&self) -> (&'static str, &dyn $crate::model::Place) {
                match self {
                    $(Self::$variant(value) => (::core::stringify!($variant), value),)*
                    Self::$unknown(value) => (::core::stringify!($unknown), value),
                }
            }
            fn hold(&mut self, variant: ::core::option::Option<&str>) -> &mut dyn $crate::model::Place {
                $(if variant == ::core::option::Option::Some(::core::stringify!($variant)) {
                    *self = Self::$variant($crate::model::Place::vacant());
                } else)* {
                    *self = Self::$unknown($crate::model::Place::vacant());
                }
                match self {
                    $(Self::$variant(value) => value,)*
                    Self::$unknown(value) => value,
                }
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
        #[allow(deprecated)]
        #[allow(deprecated)]
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                $crate::__private::clone(self)
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::equal(self, other)
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug(self, f)
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }

        #[allow(deprecated)]
        #[allow(deprecated)]
        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
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
        #[allow(deprecated)]
        #[allow(deprecated)]
        impl $crate::__private::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::core::stringify!($name))
            }
            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::core::concat!(
                    ::core::module_path!(),
                    "::",
                    ::core::stringify!($name)
                ))
            }
            fn json_schema(
                generator: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::json_schema::<Self>(generator)
            }
        }
    };
}
