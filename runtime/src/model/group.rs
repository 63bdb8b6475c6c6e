//! Fields of one struct, borrowed together.
//!
//! **Why:** to make a `&dyn Place` of a field costs the compiler far more than to borrow it, and so does a
//! signature that names a closure which takes places. A generated crate would have two of these signatures in
//! each type, and do both for each field, twice. So its functions only borrow: up to 32 fields make a tuple, a
//! [`Group`], and here is written, once for each length of such a tuple, how it becomes a list of places.

use super::Place;

/// Takes the fields of a struct: any closure that takes the places.
pub trait Visit {
    /// Takes all fields in their order.
    fn visit(&mut self, places: &[&dyn Place]);
}

/// Takes the fields of a struct for filling: any closure that takes the places.
pub trait VisitMut {
    /// Takes all fields in their order.
    fn visit(&mut self, places: &mut [&mut dyn Place]);
}

impl<F: FnMut(&[&dyn Place])> Visit for F {
    #[inline]
    fn visit(&mut self, places: &[&dyn Place]) {
        self(places);
    }
}

impl<F: FnMut(&mut [&mut dyn Place])> VisitMut for F {
    #[inline]
    fn visit(&mut self, places: &mut [&mut dyn Place]) {
        self(places);
    }
}

/// Takes fields that nobody wants to see.
pub(crate) fn nothing(_: &[&dyn Place]) {}

/// Some fields of a struct: a tuple of up to 32 references to them.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "these fields are no group",
    note = "each field has to be a `Place`",
    note = "a group has at most 32 rows: those that come before go into groups of their own, `with {{ .. }}`"
)]
pub trait Group {
    /// Shows the fields in their order.
    fn show(&self, visit: &mut dyn Visit);
}

/// Some fields of a struct to be filled: a tuple of up to 32 references to them.
#[doc(hidden)]
#[diagnostic::on_unimplemented(message = "these fields are no group")]
pub trait GroupMut {
    /// Shows the fields in their order.
    fn show(&mut self, visit: &mut dyn VisitMut);
}

macro_rules! groups {
    ($($first:ident $($others:ident)*)?) => {
        impl<$($first: Place, $($others: Place),*)?> Group for ($(&$first, $(&$others),*)?) {
            #[inline]
            fn show(&self, visit: &mut dyn Visit) {
                #[allow(non_snake_case)]
                let ($($first, $($others),*)?) = self;
                visit.visit(&[$(*$first, $(*$others),*)?]);
            }
        }

        impl<$($first: Place, $($others: Place),*)?> GroupMut for ($(&mut $first, $(&mut $others),*)?) {
            #[inline]
            fn show(&mut self, visit: &mut dyn VisitMut) {
                #[allow(non_snake_case)]
                let ($($first, $($others),*)?) = self;
                visit.visit(&mut [$(*$first, $(*$others),*)?]);
            }
        }

        $(groups! { $($others)* })?
    };
}

groups! {
    A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15
    B0 B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 B11 B12 B13 B14 B15
}

impl dyn Visit + '_ {
    /// Shows the last fields, which for nearly all structs are all of them.
    #[inline]
    pub fn group(&mut self, group: &dyn Group) {
        group.show(self);
    }

    /// Fields that come before those that are shown next.
    pub fn with<'a>(&'a mut self, group: &'a dyn Group) -> With<'a> {
        With { outer: self, group }
    }
}

impl dyn VisitMut + '_ {
    /// Shows the last fields, which for nearly all structs are all of them.
    #[inline]
    pub fn group(&mut self, group: &mut dyn GroupMut) {
        group.show(self);
    }

    /// Fields that come before those that are shown next.
    pub fn with<'a>(&'a mut self, group: &'a mut dyn GroupMut) -> WithMut<'a> {
        WithMut { outer: self, group }
    }
}

/// What takes the fields of a wide struct: it puts a group before those that it is given.
#[doc(hidden)]
pub struct With<'a> {
    outer: &'a mut (dyn Visit + 'a),
    group: &'a dyn Group,
}

impl With<'_> {
    /// See `Visit`.
    pub fn group(&mut self, group: &dyn Group) {
        group.show(self);
    }

    /// See `Visit`.
    pub fn with<'a>(&'a mut self, group: &'a dyn Group) -> With<'a> {
        With { outer: self, group }
    }
}

impl Visit for With<'_> {
    fn visit(&mut self, places: &[&dyn Place]) {
        let outer = &mut *self.outer;
        self.group.show(&mut |before: &[&dyn Place]| {
            let all: Vec<&dyn Place> = before.iter().chain(places).copied().collect();
            outer.visit(&all);
        });
    }
}

/// What takes the fields of a wide struct for filling: it puts a group before those that it is given.
#[doc(hidden)]
pub struct WithMut<'a> {
    outer: &'a mut (dyn VisitMut + 'a),
    group: &'a mut dyn GroupMut,
}

impl WithMut<'_> {
    /// See `VisitMut`.
    pub fn group(&mut self, group: &mut dyn GroupMut) {
        group.show(self);
    }

    /// See `VisitMut`.
    pub fn with<'a>(&'a mut self, group: &'a mut dyn GroupMut) -> WithMut<'a> {
        WithMut { outer: self, group }
    }
}

impl VisitMut for WithMut<'_> {
    fn visit(&mut self, places: &mut [&mut dyn Place]) {
        let outer = &mut *self.outer;
        self.group.show(&mut |before: &mut [&mut dyn Place]| {
            let mut all: Vec<&mut dyn Place> = Vec::with_capacity(before.len() + places.len());
            for place in before {
                all.push(&mut **place);
            }
            for place in &mut *places {
                all.push(&mut **place);
            }
            outer.visit(&mut all);
        });
    }
}
