//! Members of an object that its schema does not name.

use std::collections::BTreeMap;
use std::collections::btree_map;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde_json::Value;

use crate::model::{Map, Place, Slot, View};

/// Members of an object that its schema does not name, by name.
///
/// They are kept so that a value can be read, changed and sent back without losing what a newer
/// version of the API has added. An optional member that came as an explicit null is remembered here
/// too, and is written as null again as long as its field is `None`.
///
/// Takes the space of one pointer as long as it is empty.
///
/// ```
/// use runtime::AdditionalProperties;
///
/// let mut more = AdditionalProperties::new();
/// more.insert("colour", "red");
/// assert_eq!(more.get("colour"), Some(&"red".into()));
/// ```
#[derive(Clone, Default)]
#[allow(
    clippy::box_collection,
    reason = "most values have none: one pointer instead of three"
)]
pub struct AdditionalProperties(Option<Box<BTreeMap<String, Value>>>);

impl AdditionalProperties {
    /// No members.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |map| map.len())
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of the member with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name)
    }

    /// The value of the member with this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0.as_mut()?.get_mut(name)
    }

    /// Whether there is a member with this name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Adds or replaces a member and returns what was there before.
    ///
    /// A member whose name belongs to a field of the model is written only while that field is not.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.map_mut().insert(name.into(), value.into())
    }

    /// Removes a member and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.as_mut()?.remove(name)
    }

    /// Removes all members.
    pub fn clear(&mut self) {
        self.0 = None;
    }

    /// All members in order of their names.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        Iter(self.0.as_ref().map(|map| map.iter()))
    }

    fn map_mut(&mut self) -> &mut BTreeMap<String, Value> {
        self.0.get_or_insert_default()
    }
}

/// Members in order of their names. Made by [`AdditionalProperties::iter`].
#[derive(Clone, Debug)]
pub struct Iter<'a>(Option<btree_map::Iter<'a, String, Value>>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0
            .as_mut()?
            .next()
            .map(|(name, value)| (name.as_str(), value))
    }
}

impl<'a> IntoIterator for &'a AdditionalProperties {
    type Item = (&'a str, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for AdditionalProperties {
    type Item = (String, Value);
    type IntoIter = btree_map::IntoIter<String, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.map(|map| *map).unwrap_or_default().into_iter()
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for AdditionalProperties {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        let mut all = Self::new();
        all.extend(members);
        all
    }
}

impl<N: Into<String>, V: Into<Value>> Extend<(N, V)> for AdditionalProperties {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, members: I) {
        for (name, value) in members {
            self.insert(name, value);
        }
    }
}

impl PartialEq for AdditionalProperties {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for AdditionalProperties {}

impl Hash for AdditionalProperties {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.len());
        self.iter().for_each(|member| member.hash(state));
    }
}

impl fmt::Debug for AdditionalProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.iter().map(|(name, value)| (name, Json(value))))
            .finish()
    }
}

/// Shows a JSON value as JSON.
struct Json<'a>(&'a Value);

impl fmt::Debug for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)
    }
}

impl Place for AdditionalProperties {
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

impl Map for AdditionalProperties {
    fn len(&self) -> usize {
        Self::len(self)
    }
    fn get(&self, key: &str) -> Option<&dyn Place> {
        Self::get(self, key).map(|value| value as &dyn Place)
    }
    fn entries(&self, visit: &mut dyn FnMut(&str, &dyn Place)) {
        for (name, value) in self {
            visit(name, value);
        }
    }
    fn insert(&mut self, key: &str) -> &mut dyn Place {
        Map::insert(self.map_mut(), key)
    }
    fn clear(&mut self) {
        Self::clear(self);
    }
    fn remember_null(&mut self, key: &str) {
        self.insert(key, Value::Null);
    }
}
