//! The values of all files in one arena.
//!
//! A value is one entry with its parent, so that a place can always be told, and nothing is copied per use.
//! Keys are interned: objects compare numbers, and a key that occurs nowhere costs one lookup.

use foldhash::fast::RandomState;
use indexmap::IndexSet;

/// Position of a value in [`Tree`]. Two ways to reach the same value give the same id; ids follow the order
/// of the files, so they are the same in every run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

/// Position of an interned key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct KeyId(u32);

/// A value and where it hangs.
#[derive(Debug)]
pub(super) struct Entry {
    /// The object or array it is in; `None` for the root of a file.
    pub(super) parent: Option<NodeId>,
    /// Which one of its parent's children it is.
    pub(super) step: Step,
    /// The value.
    pub(super) data: Data,
}

/// Which one of its parent's children a value is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// The root of the file with this number.
    Root(u32),
    /// A member of an object.
    Key(KeyId),
    /// An item of an array.
    Index(u32),
}

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Data {
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer above `i64::MAX`.
    Unsigned(u64),
    /// A number with a fraction, an exponent, or more digits than an integer can hold.
    Float(f64),
    /// A string.
    Text(Box<str>),
    /// An array.
    Array(Box<[NodeId]>),
    /// An object.
    Object(Box<Object>),
}

/// The members of an object in the order of the document.
#[derive(Clone, Debug)]
pub(super) struct Object {
    members: Box<[(KeyId, NodeId)]>,
    /// Positions of the members sorted by key, if there are many.
    sorted: Option<Box<[u32]>>,
}

/// Up to this many members are searched one by one.
const FEW: usize = 16;

impl Object {
    /// Makes an object. The second part are the members whose key had been there before, which are left out.
    pub(super) fn new(mut members: Vec<(KeyId, NodeId)>) -> (Self, Vec<(KeyId, NodeId)>) {
        let repeated = take_repeated(&mut members);
        let sorted = (members.len() > FEW).then(|| {
            let mut positions: Vec<(KeyId, u32)> = members
                .iter()
                .zip(0..)
                .map(|((key, _), position)| (*key, position))
                .collect();
            positions.sort_unstable();
            positions
                .into_iter()
                .map(|(_, position)| position)
                .collect()
        });
        let object = Self {
            members: members.into_boxed_slice(),
            sorted,
        };
        (object, repeated)
    }

    /// The member with this key.
    pub(super) fn get(&self, key: KeyId) -> Option<NodeId> {
        let Some(sorted) = &self.sorted else {
            return self
                .members
                .iter()
                .find(|(name, _)| *name == key)
                .map(|(_, id)| *id);
        };
        let member = |position: &u32| self.members.get(*position as usize);
        let found = sorted.binary_search_by_key(&Some(key), |position| {
            member(position).map(|(name, _)| *name)
        });
        sorted.get(found.ok()?).and_then(member).map(|(_, id)| *id)
    }

    /// All members.
    pub(super) fn members(&self) -> &[(KeyId, NodeId)] {
        &self.members
    }
}

/// Takes out the members whose key stands further ahead too.
fn take_repeated(members: &mut Vec<(KeyId, NodeId)>) -> Vec<(KeyId, NodeId)> {
    let mut keys: Vec<KeyId> = members.iter().map(|(key, _)| *key).collect();
    keys.sort_unstable();
    if keys.windows(2).all(|pair| pair.first() != pair.last()) {
        return Vec::new();
    }
    let mut seen = std::collections::HashSet::new();
    let (first, repeated) = members.drain(..).partition(|(key, _)| seen.insert(*key));
    *members = first;
    repeated
}

/// The values of all files.
#[derive(Debug, Default)]
pub(super) struct Tree {
    entries: Vec<Entry>,
    keys: IndexSet<Box<str>, RandomState>,
}

/// There are more values than can be numbered.
#[derive(Debug)]
pub(super) struct Full;

impl Tree {
    /// Adds a value. Its children are added after it and made known with [`Tree::set`].
    pub(super) fn push(
        &mut self,
        parent: Option<NodeId>,
        step: Step,
        data: Data,
    ) -> Result<NodeId, Full> {
        let id = NodeId(u32::try_from(self.entries.len()).map_err(|_| Full)?);
        self.entries.push(Entry { parent, step, data });
        Ok(id)
    }

    /// Replaces a value.
    pub(super) fn set(&mut self, id: NodeId, data: Data) {
        if let Some(entry) = self.entries.get_mut(id.0 as usize) {
            entry.data = data;
        }
    }

    /// Number of values.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// How many values a value stands in.
    pub(super) fn depth(&self, id: NodeId) -> usize {
        std::iter::successors(self.entry(id).parent, |id| self.entry(*id).parent).count()
    }

    /// The members of an object; nothing if it is none.
    pub(super) fn members(&self, id: NodeId) -> &[(KeyId, NodeId)] {
        match self.data(id) {
            Data::Object(object) => object.members(),
            _ => &[],
        }
    }

    /// Interns a key.
    pub(super) fn intern(&mut self, key: &str) -> Result<KeyId, Full> {
        let position = match self.keys.get_index_of(key) {
            Some(position) => position,
            None => self.keys.insert_full(key.into()).0,
        };
        Ok(KeyId(u32::try_from(position).map_err(|_| Full)?))
    }

    /// The text of a key.
    pub(super) fn key(&self, key: KeyId) -> &str {
        self.keys
            .get_index(key.0 as usize)
            .map_or("", AsRef::as_ref)
    }

    /// A value and where it hangs.
    pub(super) fn entry(&self, id: NodeId) -> &Entry {
        const NOTHING: &Entry = &Entry {
            parent: None,
            step: Step::Root(0),
            data: Data::Null,
        };
        self.entries.get(id.0 as usize).unwrap_or(NOTHING)
    }

    /// A value.
    pub(super) fn data(&self, id: NodeId) -> &Data {
        &self.entry(id).data
    }

    /// The member of an object.
    pub(super) fn get(&self, id: NodeId, key: &str) -> Option<NodeId> {
        let Data::Object(object) = self.data(id) else {
            return None;
        };
        let position = self.keys.get_index_of(key)?;
        object.get(KeyId(u32::try_from(position).ok()?))
    }

    /// The item of an array.
    pub(super) fn item(&self, id: NodeId, index: usize) -> Option<NodeId> {
        match self.data(id) {
            Data::Array(items) => items.get(index).copied(),
            _ => None,
        }
    }
}
