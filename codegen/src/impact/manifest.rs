//! What differs in the manifest of a crate.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::{Effect, Finding};

/// Where the manifest is.
const PLACE: &str = "Cargo.toml";

pub(super) fn compare(old: &str, new: &str) -> Vec<Finding> {
    let (Ok(old), Ok(new)) = (old.parse::<Table>(), new.parse::<Table>()) else {
        return Vec::from_iter((old != new).then(|| Finding {
            effect: Effect::Behaviour,
            place: PLACE.to_owned(),
            says: "cannot be read: see its difference".to_owned(),
        }));
    };
    let mut found = Vec::new();
    features(
        &table(&old, "features"),
        &table(&new, "features"),
        &mut found,
    );
    for (section, breaking) in [
        ("package", &["name", "edition", "rust-version"][..]),
        ("dependencies", &[]),
    ] {
        let (old, new) = (table(&old, section), table(&new, section));
        let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in keys {
            let (was, is) = (old.get(key), new.get(key));
            if was == is {
                continue;
            }
            let effect = match section {
                "package" if breaking.contains(&key.as_str()) => Effect::Breaking,
                "package" => Effect::Note,
                _ => Effect::Behaviour,
            };
            found.push(Finding {
                effect,
                place: format!("{PLACE} {section}.{key}"),
                says: format!("{}, was {}", shown(is), shown(was)),
            });
        }
    }
    found
}

/// What a feature is called in a finding.
pub(super) fn place(name: &str) -> String {
    format!("feature `{name}`")
}

/// The features that are new and on by default.
pub(super) fn added(old: &str, new: &str) -> BTreeSet<String> {
    let features = |manifest: &str| {
        let manifest: Table = manifest.parse().unwrap_or_default();
        table(&manifest, "features")
    };
    let (old, new) = (features(old), features(new));
    let on = list(&new, DEFAULT).into_iter();
    on.filter(|name| !old.contains_key(*name))
        .map(str::to_owned)
        .collect()
}

/// The feature that names those that are on by default.
const DEFAULT: &str = "default";

/// Features that come and go, and what is on by default.
fn features(old: &Table, new: &Table, found: &mut Vec<Finding>) {
    let mut find = |effect, name: &str, says: &str| {
        found.push(Finding {
            effect,
            place: place(name),
            says: says.to_owned(),
        });
    };
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        find(Effect::Breaking, name, "gone");
    }
    for name in new.keys().filter(|name| !old.contains_key(*name)) {
        find(Effect::New, name, "new");
    }
    let (was, is) = (list(old, DEFAULT), list(new, DEFAULT));
    for name in was.difference(&is).filter(|name| new.contains_key(**name)) {
        find(Effect::Breaking, name, "not on by default any more");
    }
    for name in is.difference(&was).filter(|name| old.contains_key(**name)) {
        find(Effect::Note, name, "on by default now");
    }
}

fn table(table: &Table, name: &str) -> Table {
    table
        .get(name)
        .and_then(Value::as_table)
        .cloned()
        .unwrap_or_default()
}

fn list<'t>(table: &'t Table, name: &str) -> BTreeSet<&'t str> {
    let values = table
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    values.filter_map(Value::as_str).collect()
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "not there".to_owned(), |value| format!("`{value}`"))
}
