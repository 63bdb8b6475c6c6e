//! How a type with a table is a place, once for all types of one kind.
//!
//! The macros implement [`Typed`] and one of [`Members`], [`Values`] and [`Arms`], which have nothing but
//! what differs from type to type. The rest is here, for all of them.
//!
//! **Why:** a function costs the compiler about 12 KB of memory and 0.1 ms, whatever is in it. A crate with
//! 17,000 types has few enough of them only if most are written once.

use super::group::{Visit, VisitMut, nothing};
use super::{Enum, EnumTable, Model, Place, Scalar, Slot, Table, Union, UnionTable, View};

/// A type with a table.
pub trait Typed: Sized {
    /// What kind of type it is.
    type Kind: Kind<Self>;
}

/// What makes a place of a type `T` of one kind.
pub trait Kind<T> {
    /// See [`Place::vacant`].
    #[doc(hidden)]
    fn vacant() -> T;

    /// See [`Place::takes_null`].
    #[doc(hidden)]
    fn takes_null() -> bool {
        false
    }

    /// See [`Place::view`].
    fn view(place: &T) -> View<'_>;

    /// See [`Place::slot`].
    fn slot(place: &mut T) -> Slot<'_>;
}

impl<T: Typed> Place for T {
    fn vacant() -> Self {
        T::Kind::vacant()
    }
    fn takes_null() -> bool {
        T::Kind::takes_null()
    }
    fn view(&self) -> View<'_> {
        T::Kind::view(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        T::Kind::slot(self)
    }
}

/// The kinds of types that have a table.
pub mod kind {
    /// A struct: see [`Members`](super::Members).
    #[derive(Debug)]
    pub enum Model {}

    /// An enum of strings: see [`Values`](super::Values).
    #[derive(Debug)]
    pub enum Text {}

    /// An enum of integers: see [`Values`](super::Values).
    #[derive(Debug)]
    pub enum Integer {}

    /// An enum of alternatives: see [`Arms`](super::Arms).
    #[derive(Debug)]
    pub enum Union {}

    /// A box: whatever is in it.
    #[derive(Debug)]
    pub enum Boxed {}

    /// A struct around a single value: see [`Wrapper`](super::Wrapper).
    #[derive(Debug)]
    pub enum Newtype {}
}

/// A struct with its table: what [`model!`](crate::model!) implements.
pub trait Members: Typed<Kind = kind::Model> {
    /// See [`Place::vacant`].
    #[doc(hidden)]
    fn vacant() -> Self;

    /// See [`Model::places`]. Returns the facts, which are no function of their own because of what that costs.
    fn places(&self, visit: &mut dyn Visit) -> &'static Table;

    /// See [`Model::places_mut`].
    fn places_mut(&mut self, visit: &mut dyn VisitMut);
}

impl<T: Members> Kind<T> for kind::Model {
    fn vacant() -> T {
        <T as Members>::vacant()
    }
    fn view(place: &T) -> View<'_> {
        View::Model(place)
    }
    fn slot(place: &mut T) -> Slot<'_> {
        Slot::Model(place)
    }
}

impl<T: Members> Model for T {
    fn table(&self) -> &'static Table {
        Members::places(self, &mut nothing)
    }
    fn type_name(&self) -> &'static str {
        std::any::type_name::<T>()
    }
    fn places(&self, visit: &mut dyn Visit) -> &'static Table {
        Members::places(self, visit)
    }
    fn places_mut(&mut self, visit: &mut dyn VisitMut) {
        Members::places_mut(self, visit);
    }
}

/// An open enum with its table: what [`open_enum!`](crate::open_enum!) implements.
pub trait Values: Typed {
    /// The facts.
    fn facts() -> &'static EnumTable;
}

/// What makes values of a type `T` of one kind.
pub trait Scalars<T>: Kind<T> {
    /// See [`Enum::value`].
    fn value(of: &T) -> Scalar<'_>;

    /// The value of the type, `None` if that is of the wrong type.
    fn make(value: Scalar<'_>) -> Option<T>;
}

impl<T: Values> Enum for T
where
    T::Kind: Scalars<T>,
{
    fn table(&self) -> &'static EnumTable {
        <T as Values>::facts()
    }
    fn type_name(&self) -> &'static str {
        std::any::type_name::<T>()
    }
    fn value(&self) -> Scalar<'_> {
        T::Kind::value(self)
    }
    fn set(&mut self, value: Scalar<'_>) -> bool {
        let made = T::Kind::make(value);
        let is_made = made.is_some();
        if let Some(made) = made {
            *self = made;
        }
        is_made
    }
}

impl<T> Kind<T> for kind::Text
where
    T: Values<Kind = Self> + AsRef<str> + for<'t> From<&'t str>,
{
    fn vacant() -> T {
        T::from("")
    }
    fn view(place: &T) -> View<'_> {
        View::Enum(place)
    }
    fn slot(place: &mut T) -> Slot<'_> {
        Slot::Enum(place)
    }
}

impl<T> Scalars<T> for kind::Text
where
    T: Values<Kind = Self> + AsRef<str> + for<'t> From<&'t str>,
{
    fn value(of: &T) -> Scalar<'_> {
        Scalar::Text(of.as_ref())
    }
    fn make(value: Scalar<'_>) -> Option<T> {
        match value {
            Scalar::Text(text) => Some(T::from(text)),
            Scalar::Integer(_) => None,
        }
    }
}

impl<T> Kind<T> for kind::Integer
where
    T: Values<Kind = Self> + From<i64>,
    for<'t> i64: From<&'t T>,
{
    fn vacant() -> T {
        T::from(0)
    }
    fn view(place: &T) -> View<'_> {
        View::Enum(place)
    }
    fn slot(place: &mut T) -> Slot<'_> {
        Slot::Enum(place)
    }
}

impl<T> Scalars<T> for kind::Integer
where
    T: Values<Kind = Self> + From<i64>,
    for<'t> i64: From<&'t T>,
{
    fn value(of: &T) -> Scalar<'_> {
        Scalar::Integer(of.into())
    }
    fn make(value: Scalar<'_>) -> Option<T> {
        match value {
            Scalar::Integer(integer) => Some(T::from(integer)),
            Scalar::Text(_) => None,
        }
    }
}

/// A union with its table: what [`union!`](crate::union!) implements.
pub trait Arms: Typed<Kind = kind::Union> {
    /// The facts.
    fn facts() -> &'static UnionTable;

    /// See [`Place::vacant`].
    #[doc(hidden)]
    fn vacant() -> Self;

    /// See [`Union::held`].
    fn held(&self) -> (&'static str, &dyn Place);

    /// See [`Union::hold`].
    fn hold(&mut self, variant: Option<&str>) -> &mut dyn Place;
}

impl<T: Arms> Kind<T> for kind::Union {
    fn vacant() -> T {
        <T as Arms>::vacant()
    }
    fn view(place: &T) -> View<'_> {
        View::Union(place)
    }
    fn slot(place: &mut T) -> Slot<'_> {
        Slot::Union(place)
    }
}

impl<T: Arms> Union for T {
    fn table(&self) -> &'static UnionTable {
        <T as Arms>::facts()
    }
    fn type_name(&self) -> &'static str {
        std::any::type_name::<T>()
    }
    fn held(&self) -> (&'static str, &dyn Place) {
        Arms::held(self)
    }
    fn hold(&mut self, variant: Option<&str>) -> &mut dyn Place {
        Arms::hold(self, variant)
    }
}

/// A struct around a single value, and on the wire that value: what [`newtype!`](crate::newtype!) implements.
pub trait Wrapper: Typed<Kind = kind::Newtype> + From<Self::Inner> {
    /// What is in it.
    type Inner: Place;

    /// What is in it.
    fn inner(&self) -> &Self::Inner;

    /// What is in it, to be changed.
    fn inner_mut(&mut self) -> &mut Self::Inner;
}

impl<T: Wrapper> Kind<T> for kind::Newtype {
    fn vacant() -> T {
        T::from(T::Inner::vacant())
    }
    fn view(place: &T) -> View<'_> {
        place.inner().view()
    }
    fn slot(place: &mut T) -> Slot<'_> {
        place.inner_mut().slot()
    }
}

impl<T: Place> Typed for Box<T> {
    type Kind = kind::Boxed;
}

impl<T: Place> Kind<Box<T>> for kind::Boxed {
    fn vacant() -> Box<T> {
        Box::new(T::vacant())
    }
    fn takes_null() -> bool {
        T::takes_null()
    }
    fn view(place: &Box<T>) -> View<'_> {
        T::view(place)
    }
    fn slot(place: &mut Box<T>) -> Slot<'_> {
        T::slot(place)
    }
}
