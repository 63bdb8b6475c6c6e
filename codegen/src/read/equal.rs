//! Equal types: what the document writes out in several places, and says nothing different of in any, is one Rust
//! type with a name for each place.

mod shape;

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;

use super::names::{Drafts, Origin};
use crate::ir::{Api, TypeDef, TypeId, TypeKind};

/// Finds the types that are equal but for their own docs, and makes all but one of them other names of that one:
/// the one with the shortest name, the first of these.
///
/// A type that has a name of its own, in the document or by the configuration, or traits that others do not have, is
/// nobody's other name, however much it resembles another: two names are two things. Of types that are only written out
/// in place, each keeps the name of its place, so that no name changes when one of them stops being equal.
pub(crate) fn settle(api: &mut Api, drafts: &Drafts) {
    let classes = classes(&api.types, drafts);
    let mut chosen: HashMap<usize, usize> = HashMap::new();
    let rank = |position: usize| api.types.get(position).map(name_rank);
    for (position, class) in classes.iter().enumerate() {
        let best = chosen.entry(*class).or_insert(position);
        if rank(position) < rank(*best) {
            *best = position;
        }
    }
    for (position, class) in classes.iter().enumerate() {
        let Some(best) = chosen.get(class).filter(|best| **best != position) else {
            continue;
        };
        let Some(def) = api.types.get_mut(position) else {
            continue;
        };
        def.same_as = u32::try_from(*best).ok().map(TypeId);
        let direction = def.direction;
        if let Some(best) = api.types.get_mut(*best) {
            best.direction.sent |= direction.sent;
            best.direction.received |= direction.received;
        }
    }
}

/// What tells which of several names is the better one.
fn name_rank(def: &TypeDef) -> (usize, &str) {
    let name = def.name.as_str();
    (name.len(), name)
}

/// For each type its class: those of one class are equal.
///
/// Types are told apart by what they say themselves first, then, over and over, by the classes of the types that they
/// name, until no class falls apart any more. So types that contain themselves are equal too, if nothing tells them
/// apart.
fn classes(types: &[TypeDef], drafts: &Drafts) -> Vec<usize> {
    let key = |(id, def): (TypeId, &TypeDef)| {
        if is_nameless(id, drafts) && def.derives.is_empty() {
            let (shape, parts) = shape::of(&def.kind);
            (Key::Shape(shape), parts)
        } else {
            (Key::Own(id), Vec::new())
        }
    };
    let (keys, parts): (Vec<Key>, Vec<Vec<TypeId>>) = (0..).map(TypeId).zip(types).map(key).unzip();
    let (mut classes, mut count) = number(keys);
    loop {
        let finer = parts.iter().enumerate().map(|(position, parts)| {
            let class = |position: usize| classes.get(position).copied();
            let parts: Vec<_> = parts.iter().map(|id| class(id.0 as usize)).collect();
            (class(position), parts)
        });
        let (finer, more) = number(finer);
        if more == count {
            return classes;
        }
        (classes, count) = (finer, more);
    }
}

/// The number of each key among those that differ, and how many there are.
fn number<K: Eq + Hash>(keys: impl IntoIterator<Item = K>) -> (Vec<usize>, usize) {
    let mut known: HashMap<K, usize, RandomState> = HashMap::default();
    let numbers = keys
        .into_iter()
        .map(|key| {
            let next = known.len();
            *known.entry(key).or_insert(next)
        })
        .collect();
    (numbers, known.len())
}

/// Whether a type has its name from its place.
fn is_nameless(id: TypeId, drafts: &Drafts) -> bool {
    let has_own_name = match drafts.origins.get(id.0 as usize) {
        Some(Origin::Document(lineage)) => lineage.is_root(),
        Some(Origin::Place(_)) => false,
        None => true,
    };
    !has_own_name && !drafts.pins.contains_key(&id)
}

/// What tells types apart at first.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// What a type says itself, without the types that it names.
    Shape(TypeKind),
    /// Which type it is.
    Own(TypeId),
}
