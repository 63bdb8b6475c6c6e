//! Which types are called something else.

use std::collections::{BTreeMap, BTreeSet};

use super::surface::{Item, Kind, Renames, Surface, words};

/// The types that are gone, and that are there under another name: those that stand where the old ones stood (in a
/// field, as what comes back), those of the same address in the document, and those of the same form.
pub(super) fn find(old: &Surface, new: &Surface) -> Renames {
    let search = Search {
        gone: only(old, new),
        added: only(new, old),
    };
    let mut found = Renames::new();
    for candidates in [
        search.by_use(old, new),
        search.by_item(is_at_same_address),
        search.by_item(is_of_same_form),
    ] {
        let taken: BTreeSet<String> = found.values().cloned().collect();
        for (name, target) in unique(candidates) {
            if !taken.contains(&target) {
                found.entry(name).or_insert(target);
            }
        }
    }
    found
}

/// What one crate has and the other has not.
struct Search<'s> {
    gone: BTreeMap<&'s str, &'s Item>,
    added: BTreeMap<&'s str, &'s Item>,
}

/// The types at the root that one crate has and the other has not.
fn only<'s>(some: &'s Surface, others: &'s Surface) -> BTreeMap<&'s str, &'s Item> {
    let only = some
        .items
        .iter()
        .filter(|(name, _)| !others.items.contains_key(*name));
    only.map(|(name, item)| (name.as_str(), item))
        .filter(|(name, _)| !name.contains("::"))
        .collect()
}

impl Search<'_> {
    /// Pairs of types that stand in the same places.
    fn by_use(&self, old: &Surface, new: &Surface) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        for (name, item) in &old.items {
            if let Some(other) = new.items.get(name) {
                self.aligned(item, other, &mut found);
            }
        }
        for (way, call) in &old.calls {
            let other = new
                .calls
                .get(way)
                .and_then(|call| new.items.get(&call.item));
            if let (Some(item), Some(other)) = (old.items.get(&call.item), other) {
                self.aligned(item, other, &mut found);
            }
        }
        found
    }

    /// Pairs of types in the same places of two items.
    fn aligned(&self, old: &Item, new: &Item, found: &mut BTreeSet<(String, String)>) {
        let mut texts: Vec<(&str, &str)> = Vec::new();
        for part in &old.parts {
            let other = new.parts.iter().find(|other| other.name == part.name);
            texts.extend(other.map(|other| (part.ty.as_str(), other.ty.as_str())));
        }
        if let (Kind::Alias(was), Kind::Alias(is)) = (&old.kind, &new.kind) {
            texts.push((was, is));
        }
        for table in &old.tables {
            let other = new.tables.iter().find(|other| other.name == table.name);
            texts.extend(other.map(|other| (table.head.as_str(), other.head.as_str())));
        }
        for (was, is) in texts {
            let (was, is): (Vec<&str>, Vec<&str>) = (words(was).collect(), words(is).collect());
            if was.len() != is.len() {
                continue;
            }
            for (was, is) in was.into_iter().zip(is).filter(|(was, is)| was != is) {
                let pair = self.gone.get(was).zip(self.added.get(is));
                if pair.is_some_and(|(item, other)| is_like(item, other)) {
                    found.insert((was.to_owned(), is.to_owned()));
                }
            }
        }
    }

    fn by_item(
        &self,
        is_same: fn((&str, &Item), (&str, &Item)) -> bool,
    ) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        for (name, item) in &self.gone {
            for (other, candidate) in &self.added {
                if is_like(item, candidate) && is_same((name, item), (other, candidate)) {
                    found.insert(((*name).to_owned(), (*other).to_owned()));
                }
            }
        }
        found
    }
}

/// The pairs without a second candidate on either side: one of several would be a guess.
fn unique(pairs: BTreeSet<(String, String)>) -> Vec<(String, String)> {
    let mut counts: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for (name, target) in &pairs {
        *counts.entry((false, name)).or_default() += 1;
        *counts.entry((true, target)).or_default() += 1;
    }
    let is_single = |side, name: &String| counts.get(&(side, name.as_str())) == Some(&1);
    let single = pairs
        .iter()
        .filter(|(name, target)| is_single(false, name) && is_single(true, target));
    single.cloned().collect()
}

fn is_like(item: &Item, other: &Item) -> bool {
    core::mem::discriminant(&item.kind) == core::mem::discriminant(&other.kind)
}

fn is_at_same_address((_, item): (&str, &Item), (_, other): (&str, &Item)) -> bool {
    item.source.is_some() && item.source == other.source
}

fn is_of_same_form((name, item): (&str, &Item), (target, other): (&str, &Item)) -> bool {
    let without = |name: &str, item: &Item| {
        let mut form: Vec<String> = item
            .code
            .iter()
            .map(|word| {
                if word == name {
                    "Self".to_owned()
                } else {
                    word.clone()
                }
            })
            .collect();
        form.sort();
        form
    };
    let parts = |item: &Item| -> BTreeSet<(String, String)> {
        item.parts
            .iter()
            .map(|part| (part.name.clone(), part.ty.clone()))
            .collect()
    };
    item.tables == other.tables
        && parts(item) == parts(other)
        && without(name, item) == without(target, other)
}
