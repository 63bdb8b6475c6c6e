//! Changes of values in place: putting one into another, and taking some out.

use std::collections::{BTreeSet, HashMap};

use super::Arrays;
use crate::read::resolve::Documents;
use crate::read::tree::{Data, Full, KeyId, NodeId, Object, Step, Tree};

/// How deep values may be nested, as for the parsers.
const DEEPEST: usize = 128;

/// How many values all files may have after overlays were applied: actions multiply what they put in.
const MOST_VALUES: usize = 16_000_000;

/// Changes the values of documents.
pub(super) struct Edit<'d> {
    tree: &'d mut Tree,
    /// For values that an overlay has put in: where they are written.
    written: &'d mut HashMap<NodeId, NodeId>,
}

/// Why a value cannot be put into another.
#[derive(Debug)]
pub(super) enum Fault {
    /// They are of kinds that do not go together.
    Kinds {
        /// What is there.
        target: NodeId,
        /// What is to be put in.
        value: NodeId,
    },
    /// The values would be nested too deeply.
    TooDeep(NodeId),
    /// There would be too many values.
    TooMany,
}

impl From<Full> for Fault {
    fn from(_: Full) -> Self {
        Self::TooMany
    }
}

impl<'d> Edit<'d> {
    pub(super) fn of(documents: &'d mut Documents) -> Self {
        let (tree, written) = documents.overlay();
        Self { tree, written }
    }

    /// Whether a value can be put into another.
    pub(super) fn fits(&self, target: NodeId, value: NodeId) -> Result<(), Fault> {
        if self.tree.depth(target) + self.height(value) > DEEPEST {
            return Err(Fault::TooDeep(target));
        }
        // An array takes anything, as one more item.
        if matches!(self.tree.data(target), Data::Array(_)) {
            return Ok(());
        }
        self.go_together(target, value)
    }

    /// Whether two values can be merged with all that they hold.
    fn go_together(&self, target: NodeId, value: NodeId) -> Result<(), Fault> {
        match (self.tree.data(target), self.tree.data(value)) {
            (Data::Object(object), Data::Object(other)) => {
                let mut both = other.members().iter().filter_map(|(key, value)| {
                    let target = object.get(*key)?;
                    Some((target, *value))
                });
                both.try_for_each(|(target, value)| self.go_together(target, value))
            }
            (Data::Array(_), Data::Array(_)) => Ok(()),
            (Data::Object(_) | Data::Array(_), _) | (_, Data::Object(_) | Data::Array(_)) => {
                Err(Fault::Kinds { target, value })
            }
            _ => Ok(()),
        }
    }

    /// How many levels a value has.
    fn height(&self, value: NodeId) -> usize {
        let below: Box<dyn Iterator<Item = NodeId>> = match self.tree.data(value) {
            Data::Object(object) => Box::new(object.members().iter().map(|(_, value)| *value)),
            Data::Array(items) => Box::new(items.iter().copied()),
            _ => return 1,
        };
        1 + below
            .map(|value| self.height(value))
            .max()
            .unwrap_or_default()
    }

    /// Puts a value that fits into another one. Says whether that changes anything.
    pub(super) fn merge(
        &mut self,
        target: NodeId,
        value: NodeId,
        arrays: Arrays,
    ) -> Result<bool, Fault> {
        let data = self.tree.data(value).clone();
        match (self.tree.data(target).clone(), data) {
            (Data::Object(object), Data::Object(other)) => {
                self.merge_objects(target, &object, &other)
            }
            (Data::Array(items), Data::Array(others)) if arrays == Arrays::Concatenate => {
                self.append(target, &items, &others)
            }
            (Data::Array(items), _) => self.append(target, &items, &[value]),
            (old, new) if is_same(&old, &new) => Ok(false),
            (_, new) => {
                self.tree.set(target, new);
                self.written.insert(target, self.origin(value));
                Ok(true)
            }
        }
    }

    fn merge_objects(
        &mut self,
        target: NodeId,
        object: &Object,
        other: &Object,
    ) -> Result<bool, Fault> {
        let mut members = object.members().to_vec();
        let mut changed = false;
        for (key, value) in other.members() {
            changed |= match object.get(*key) {
                Some(old) => self.merge(old, *value, Arrays::Concatenate)?,
                None => {
                    members.push((*key, self.copy(*value, Some(target), Step::Key(*key))?));
                    true
                }
            };
        }
        if members.len() > object.members().len() {
            self.set_members(target, members);
        }
        Ok(changed)
    }

    fn set_members(&mut self, target: NodeId, members: Vec<(KeyId, NodeId)>) {
        let object = Data::Object(Box::new(Object::new(members).0));
        self.tree.set(target, object);
    }

    /// Adds copies of values to the items of an array. Their numbers follow the highest that there is: where an item
    /// was taken out, the others keep the places that they have in the file.
    fn append(
        &mut self,
        target: NodeId,
        items: &[NodeId],
        values: &[NodeId],
    ) -> Result<bool, Fault> {
        let numbers = items.iter().map(|item| match self.tree.entry(*item).step {
            Step::Index(index) => index + 1,
            Step::Root(_) | Step::Key(_) => 0,
        });
        let first = numbers.max().unwrap_or_default();
        let mut items = items.to_vec();
        for (number, value) in (first..).zip(values) {
            items.push(self.copy(*value, Some(target), Step::Index(number))?);
        }
        self.tree.set(target, Data::Array(items.into_boxed_slice()));
        Ok(!values.is_empty())
    }

    /// Copies a value as it is now, to nowhere.
    pub(super) fn snapshot(&mut self, value: NodeId) -> Result<NodeId, Fault> {
        self.copy(value, None, Step::Root(0))
    }

    fn copy(&mut self, value: NodeId, parent: Option<NodeId>, step: Step) -> Result<NodeId, Fault> {
        if self.tree.len() >= MOST_VALUES {
            return Err(Fault::TooMany);
        }
        let data = self.tree.data(value).clone();
        let copy = self.tree.push(parent, step, Data::Null)?;
        self.written.insert(copy, self.origin(value));
        let data = match data {
            Data::Array(items) => {
                let copies = items
                    .iter()
                    .zip(0..)
                    .map(|(item, index)| self.copy(*item, Some(copy), Step::Index(index)));
                Data::Array(copies.collect::<Result<_, _>>()?)
            }
            Data::Object(object) => {
                let copies = object.members().iter().map(|(key, value)| {
                    Ok((*key, self.copy(*value, Some(copy), Step::Key(*key))?))
                });
                Data::Object(Box::new(
                    Object::new(copies.collect::<Result<_, Fault>>()?).0,
                ))
            }
            other => other,
        };
        self.tree.set(copy, data);
        Ok(copy)
    }

    /// Where a value is written.
    fn origin(&self, value: NodeId) -> NodeId {
        self.written.get(&value).copied().unwrap_or(value)
    }

    /// Takes values out of what they stand in, and tells that; nothing if one of them stands in nothing.
    pub(super) fn remove(&mut self, values: &[NodeId]) -> Option<Vec<NodeId>> {
        let parents: Option<BTreeSet<NodeId>> = values
            .iter()
            .map(|value| self.tree.entry(*value).parent)
            .collect();
        let parents = parents?;
        let removed: BTreeSet<NodeId> = values.iter().copied().collect();
        for parent in &parents {
            match self.tree.data(*parent).clone() {
                Data::Object(object) => {
                    let mut members = object.members().to_vec();
                    members.retain(|(_, value)| !removed.contains(value));
                    self.set_members(*parent, members);
                }
                Data::Array(items) => {
                    let left = items.iter().filter(|item| !removed.contains(item));
                    let left = Data::Array(left.copied().collect());
                    self.tree.set(*parent, left);
                }
                _ => {}
            }
        }
        Some(parents.into_iter().collect())
    }
}

/// Whether two values without parts are equal.
fn is_same(one: &Data, other: &Data) -> bool {
    match (one, other) {
        (Data::Null, Data::Null) => true,
        (Data::Bool(one), Data::Bool(other)) => one == other,
        (Data::Int(one), Data::Int(other)) => one == other,
        (Data::Unsigned(one), Data::Unsigned(other)) => one == other,
        (Data::Float(one), Data::Float(other)) => one.to_bits() == other.to_bits(),
        (Data::Text(one), Data::Text(other)) => one == other,
        _ => false,
    }
}
