//! Places made of the types of the standard library that fields can have.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde_json::Value;

use super::{Integer, List, Map, Optional, Place, Slot, View};

macro_rules! scalar_place {
    ($($type:ty, $vacant:expr, $this:ident => $view:expr, $slot:ident;)*) => {$(
        impl Place for $type {
            fn vacant() -> Self {
                $vacant
            }
            fn view(&self) -> View<'_> {
                let $this = self;
                $view
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
        }
    )*};
}

scalar_place! {
    bool, false, this => View::Bool(*this), Bool;
    i64, 0, this => View::Integer(i128::from(*this)), I64;
    f64, 0.0, this => View::Number(*this), Number;
    String, String::new(), this => View::Text(this), Text;
}

impl Place for Value {
    fn vacant() -> Self {
        Self::Null
    }
    fn takes_null() -> bool {
        true
    }
    fn view(&self) -> View<'_> {
        View::Json(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Json(self)
    }
}

macro_rules! integer_place {
    ($($type:ty)*) => {$(
        impl Integer for $type {
            fn range(&self) -> RangeInclusive<i128> {
                <$type>::MIN.into()..=<$type>::MAX.into()
            }
            fn set(&mut self, value: i128) -> bool {
                match <$type>::try_from(value) {
                    Ok(value) => {
                        *self = value;
                        true
                    }
                    Err(_) => false,
                }
            }
        }
        scalar_place! { $type, 0, this => View::Integer(i128::from(*this)), Integer; }
    )*};
}

integer_place! { i8 i16 i32 u8 u16 u32 u64 i128 }

impl<T: Place> Place for Option<T> {
    fn vacant() -> Self {
        None
    }
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Optional(self)
    }
}

impl<T: Place> Optional for Option<T> {
    fn fill(&mut self) -> &mut dyn Place {
        self.insert(T::vacant())
    }
    fn null(&mut self) -> bool {
        *self = T::takes_null().then(T::vacant);
        self.is_some()
    }
    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Place> Place for Vec<T> {
    fn vacant() -> Self {
        Self::new()
    }
    fn view(&self) -> View<'_> {
        View::List(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: Place> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }
    fn get(&self, index: usize) -> Option<&dyn Place> {
        self.as_slice().get(index).map(|item| item as &dyn Place)
    }
    fn push(&mut self) -> &mut dyn Place {
        self.push(T::vacant());
        self.last_mut().expect("an item was pushed the line before")
    }
    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<T: Place> Place for BTreeMap<String, T> {
    fn vacant() -> Self {
        Self::new()
    }
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl<T: Place> Map for BTreeMap<String, T> {
    fn len(&self) -> usize {
        BTreeMap::len(self)
    }
    fn get(&self, key: &str) -> Option<&dyn Place> {
        BTreeMap::get(self, key).map(|value| value as &dyn Place)
    }
    fn entries(&self, visit: &mut dyn FnMut(&str, &dyn Place)) {
        for (key, value) in self {
            visit(key, value);
        }
    }
    fn insert(&mut self, key: &str) -> &mut dyn Place {
        let value = self.entry(key.to_owned()).or_insert_with(T::vacant);
        *value = T::vacant();
        value
    }
    fn clear(&mut self) {
        BTreeMap::clear(self);
    }
}
