//! The macros that tie a plain struct to its table.

/// Ties a struct to its table of facts.
///
/// The struct itself stays outside, so that editors and rustdoc see plain Rust.
#[macro_export]
macro_rules! model {
    ($name:ident $source:literal {
        $($field:ident: $presence:ident $wire:literal [$($facts:tt)*],)*
    }) => {
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

        impl $crate::model::Model for $name {
            fn table(&self) -> &'static $crate::model::Table {
                #[allow(unused_imports)]
                use $crate::model::{Fact::*, Literal::*};
                const {
                    &$crate::model::Table {
                        name: stringify!($name),
                        source: $source,
                        rows: &[$($crate::model::Row {
                            field: stringify!($field),
                            name: $wire,
                            presence: $crate::model::Presence::$presence,
                            facts: &[$($facts)*],
                        },)*],
                    }
                }
            }
            fn places(&self, visit: &mut dyn FnMut(&[&dyn $crate::model::Place])) {
                visit(&[$(&self.$field,)*]);
            }
            fn places_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn $crate::model::Place])) {
                visit(&mut [$(&mut self.$field,)*]);
            }
        }

        impl Clone for $name {
            fn clone(&self) -> Self {
                $crate::__private::clone(self)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::equal(self, other)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::__private::debug(self, f)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::__private::deserialize(deserializer)
            }
        }
    };
}
