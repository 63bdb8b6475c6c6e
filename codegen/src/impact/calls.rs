//! What became of operations, by how callers get to them.

use std::collections::{BTreeMap, BTreeSet};

use super::Effect;
use super::compare::{Comparison, Subject};
use super::facts::template;
use super::surface::{Call, Kind, Surface};

/// The constant that says what is true of the API as a whole.
const API: &str = "client::API";

impl Comparison {
    /// Operations, by how callers get to them.
    pub(super) fn calls(&mut self, old: &Surface, new: &Surface) {
        let pairs = pairs(old, new);
        for (way, call) in &old.calls {
            let other = pairs.get(way.as_str());
            match other.and_then(|other| Some((*other, new.calls.get(*other)?))) {
                Some((other, after)) if other == way => self.call(way, (old, call), (new, after)),
                Some((other, after)) => {
                    self.find(Effect::Breaking, way, format!("`{other}` now"));
                    self.operation(other, (old, call), (new, after));
                    if call.item != after.item {
                        self.elsewhere.insert(call.item.clone());
                    }
                }
                None => {
                    let says = format!("gone: `{}`", request(old, call));
                    self.find(Effect::Breaking, way, says);
                    self.elsewhere.insert(call.item.clone());
                }
            }
        }
        let known: BTreeSet<&str> = pairs.into_values().collect();
        for (way, call) in &new.calls {
            if known.contains(way.as_str()) {
                continue;
            }
            let besides = if old.calls.contains_key(way) {
                ", another operation than before"
            } else {
                ""
            };
            let says = format!("`{}`{besides}", request(new, call));
            self.find(Effect::New, way, says);
        }
    }

    /// An operation that callers get to as before. Under the name of its type it is compared with all other types.
    fn call(&mut self, way: &str, old: (&Surface, &Call), new: (&Surface, &Call)) {
        let (before, after) = (old.1, new.1);
        if before.item == after.item {
            self.deprecation(way, before.is_deprecated, after.is_deprecated);
        } else {
            let says = format!("called `{}` now", after.item);
            self.find(Effect::Breaking, &before.item, says);
            self.operation(way, old, new);
        }
    }

    /// Compares an operation with what it was under another name, or elsewhere.
    fn operation(&mut self, way: &str, old: (&Surface, &Call), new: (&Surface, &Call)) {
        let item = |(surface, call): (&Surface, &Call)| surface.items.get(&call.item).cloned();
        let (was, is) = (old.1.is_deprecated, new.1.is_deprecated);
        self.deprecation(way, was, is);
        let (Some(before), Some(after)) = (item(old), item(new)) else {
            return;
        };
        // Under one name they are compared with all other types.
        if old.1.item != new.1.item {
            let subject = Subject {
                place: way,
                is_sent: true,
                is_received: false,
                is_operation: true,
            };
            self.gates(subject, &before, &after);
            self.definition(subject, &before, &after);
        }
    }

    /// Compares what the method of an operation gives. A crate has requests of all operations or of none: the words are
    /// the same for each, so that they are one entry of a report.
    pub(super) fn result(&mut self, way: &str, old: &Surface, new: &Surface) {
        let is_request = |surface: &Surface| surface.calls.get(way).map(|call| call.is_request);
        let says = match (is_request(old), is_request(new)) {
            (Some(false), Some(true)) => "gives a `Request`, with what it gave as `inputs`",
            (Some(true), Some(false)) => "gives the `inputs`, was a `Request` of them",
            _ => return,
        };
        self.find(Effect::Breaking, way, says);
    }
}

/// How callers get to the operations that they got to so far: to those that send the same, in the same way if that is
/// one of them, and else to what is there in the same way.
fn pairs<'s>(old: &'s Surface, new: &'s Surface) -> BTreeMap<&'s str, &'s str> {
    let mut pairs: BTreeMap<&str, &str> = BTreeMap::new();
    for (way, call) in &old.calls {
        let other = new.calls.get_key_value(way);
        let is_same = |after: &Call| sent(old, call) == sent(new, after);
        pairs.extend(
            other
                .filter(|(_, after)| is_same(after))
                .map(|(other, _)| (way.as_str(), other.as_str())),
        );
    }
    for key in [sent, address] {
        let taken: BTreeSet<&str> = pairs.values().copied().collect();
        let free = new.calls.iter().rev();
        let free = free.filter(|(way, _)| !taken.contains(way.as_str()));
        let mut free: BTreeMap<String, &str> = free
            .map(|(way, call)| (key(new, call), way.as_str()))
            .collect();
        for (way, call) in &old.calls {
            if !pairs.contains_key(way.as_str())
                && let Some(other) = free.remove(&key(old, call))
            {
                pairs.insert(way, other);
            }
        }
    }
    let taken: BTreeSet<&str> = pairs.values().copied().collect();
    for way in old.calls.keys() {
        if let Some((other, _)) = new.calls.get_key_value(way)
            && !taken.contains(other.as_str())
        {
            pairs.entry(way).or_insert(other);
        }
    }
    pairs
}

/// What an operation sends, whatever the parameters in its path are called.
fn sent(surface: &Surface, call: &Call) -> String {
    template(request(surface, call))
}

/// What an operation sends and where to: a part of the path may stand in the address of the server.
fn address(surface: &Surface, call: &Call) -> String {
    below(&sent(surface, call), base_path(surface))
}

/// A request with the path of the server in front of its own.
pub(super) fn below(request: &str, base: &str) -> String {
    request.replacen('"', &format!("\"{base}"), 1)
}

/// The path in the address of the server.
pub(super) fn base_path(surface: &Surface) -> &str {
    let url = match surface.items.get(API).map(|item| &item.kind) {
        Some(Kind::Constant(_, values)) => values.iter().find(|(place, _)| place == "base_url"),
        _ => None,
    };
    let url = url.map_or("", |(_, url)| url.trim_matches('"'));
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').and_then(|start| rest.get(start..));
    path.unwrap_or_default().trim_end_matches('/')
}

/// What an operation sends: `GET "/user/invites"`.
fn request<'s>(surface: &'s Surface, call: &Call) -> &'s str {
    let tables = surface.items.get(&call.item).map(|item| &item.tables);
    let table = tables
        .into_iter()
        .flatten()
        .find(|table| table.name == "operation");
    let request = table.and_then(|table| table.setting("request").first());
    request.map_or("", |request| &request.text)
}
