//! The places of one finding as lines: what is true of the same fields of many types is one line.

use std::collections::{BTreeMap, BTreeSet};

/// How long a line may be before it is broken, in characters.
const WIDTH: usize = 100;

/// How many places stand in a line as they are.
const IN_A_LINE: usize = 3;

/// What is said of places, for a terminal.
pub(super) fn lines(places: &[&str], says: &str) -> String {
    let folded = folded(places);
    let line = folded.join(", ");
    let is_short = folded.len() <= IN_A_LINE && line.chars().count() <= WIDTH;
    if is_short || places.len() <= IN_A_LINE {
        return format!("{line}: {says}");
    }
    let mut text = format!("{says}:");
    for place in folded {
        text.push_str("\n      ");
        text.push_str(&wrapped(&place, "\n          "));
    }
    text
}

/// Places that are easy to read as they are, or as few as say the same.
pub(super) fn folded(places: &[&str]) -> Vec<String> {
    if places.len() > IN_A_LINE {
        fold(places)
    } else {
        places.iter().map(|place| (*place).to_owned()).collect()
    }
}

/// As few places as say the same, in the form of `use`: `{Circle, Square}::{height, width}`.
fn fold(places: &[&str]) -> Vec<String> {
    let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (owner, part) in places.iter().filter_map(|place| split(place)) {
        parts.entry(owner).or_default().insert(part);
    }
    let mut owners: BTreeMap<&BTreeSet<&str>, Vec<&str>> = BTreeMap::new();
    for (owner, parts) in &parts {
        owners.entry(parts).or_default().push(owner);
    }
    let mut lines: Vec<String> = Vec::new();
    for place in places {
        let group = split(place).and_then(|(owner, _)| owners.remove_entry(parts.get(owner)?));
        match (split(place), group) {
            (None, _) => lines.push((*place).to_owned()),
            (_, Some((parts, owners))) => {
                let parts: Vec<&str> = parts.iter().copied().collect();
                lines.push(format!("{}::{}", braced(&owners), braced(&parts)));
            }
            // It stands in the line of its group.
            (Some(_), None) => {}
        }
    }
    lines
}

/// A type, and its field or variant.
fn split(place: &str) -> Option<(&str, &str)> {
    place.rsplit_once("::").filter(|_| !place.contains('('))
}

fn braced(names: &[&str]) -> String {
    match names {
        [only] => (*only).to_owned(),
        names => format!("{{{}}}", names.join(", ")),
    }
}

/// A long line as several, broken between names.
fn wrapped(line: &str, end: &str) -> String {
    let mut text = String::new();
    let mut width = 0;
    for (position, name) in line.split(", ").enumerate() {
        let length = name.chars().count() + 2;
        let separator = match position {
            0 => "",
            _ if width + length <= WIDTH => ", ",
            _ => {
                width = 0;
                text.push(',');
                end
            }
        };
        text.push_str(separator);
        text.push_str(name);
        width += length;
    }
    text
}
