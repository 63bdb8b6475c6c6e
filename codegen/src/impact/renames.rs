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
        search.by_key(address),
        search.by_key(form),
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

    /// Pairs of types that have a key in common.
    fn by_key(&self, key: fn(&str, &Item) -> Option<String>) -> BTreeSet<(String, String)> {
        let mut added: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (name, item) in &self.added {
            if let Some(key) = key(name, item) {
                added.entry(key).or_default().push(name);
            }
        }
        let mut found = BTreeSet::new();
        for (name, item) in &self.gone {
            let others = key(name, item).and_then(|key| added.get(&key));
            // Of many, none is the one.
            for other in others.into_iter().flatten().take(2) {
                found.insert(((*name).to_owned(), (*other).to_owned()));
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

/// Where in the document a type is from, and what it is.
fn address(_: &str, item: &Item) -> Option<String> {
    let source = item.source.as_deref()?;
    Some(format!("{} {source}", item.kind.name()))
}

/// All that there is to a type but its name.
fn form(name: &str, item: &Item) -> Option<String> {
    let mut code: Vec<&str> = item
        .code
        .iter()
        .map(|word| if word == name { "Self" } else { word })
        .collect();
    code.sort_unstable();
    let mut parts: Vec<(&str, &str)> = item
        .parts
        .iter()
        .map(|part| (part.name.as_str(), part.ty.as_str()))
        .collect();
    parts.sort_unstable();
    Some(format!(
        "{:?} {parts:?} {code:?} {:?}",
        item.kind, item.tables
    ))
}
