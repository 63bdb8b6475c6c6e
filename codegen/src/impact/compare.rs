//! What differs between what callers saw and what they see.

use std::collections::{BTreeMap, BTreeSet};

use super::calls::{base_path, below};
use super::facts::{Difference, template};
use super::surface::{Item, Kind, Renames, Surface, renamed};
use super::table::Fact;
use super::{Effect, Finding};

/// Compares two surfaces. Types of the old one are called what they are called in the new one.
pub(super) fn compare(old: &Surface, new: &Surface, renames: &Renames) -> Comparison {
    let both = |names: fn(&Surface) -> BTreeSet<&str>| -> BTreeSet<String> {
        let names = [old, new].into_iter().flat_map(names);
        names.map(str::to_owned).collect()
    };
    let mut comparison = Comparison {
        findings: Vec::new(),
        reworded: 0,
        sent: both(Surface::sent),
        received: both(Surface::received),
        called: [old, new].map(called),
        canonical: [old, new].map(canonical),
        elsewhere: BTreeSet::new(),
        bases: [old, new].map(|surface| base_path(surface).to_owned()),
        default: super::manifest::added(&old.manifest, &new.manifest),
        unnamed: BTreeSet::new(),
        unneeded: BTreeSet::new(),
    };
    for (old, new) in renames {
        comparison.find(Effect::Breaking, old, format!("called `{new}` now"));
    }
    comparison.crates(old, new);
    comparison.calls(old, new);
    comparison.items(old, new);
    comparison.features();
    comparison
}

pub(super) struct Comparison {
    pub(super) findings: Vec<Finding>,
    /// How many items differ in words only.
    pub(super) reworded: usize,
    /// The types that callers send.
    sent: BTreeSet<String>,
    /// The types that callers receive.
    received: BTreeSet<String>,
    /// How callers get to operations, old and new, by the names of their types.
    called: [BTreeMap<String, String>; 2],
    /// The definitions that other names stood for, and stand for.
    canonical: [Renames; 2],
    /// Operations that are called otherwise now, under the names of their types, which are those of others now.
    pub(super) elsewhere: BTreeSet<String>,
    /// The paths in the addresses of the servers, old and new.
    bases: [String; 2],
    /// The features that are new and on by default.
    default: BTreeSet<String>,
    /// Those of them that callers who switch these off have to name to have what they had.
    unnamed: BTreeSet<String>,
    /// The features of what is there without any now.
    unneeded: BTreeSet<String>,
}

/// How callers get to operations, by the names of their types.
fn called(surface: &Surface) -> BTreeMap<String, String> {
    let calls = surface.calls.iter();
    calls
        .map(|(way, call)| (call.item.clone(), way.clone()))
        .collect()
}

/// The definitions that other names stand for.
fn canonical(surface: &Surface) -> Renames {
    let aliases = surface
        .items
        .iter()
        .filter(|(_, item)| matches!(item.kind, Kind::Alias(_)));
    let found = aliases
        .filter_map(|(name, _)| Some((name.clone(), surface.definition(name)?.0.to_owned())));
    found.collect()
}

/// What is compared.
#[derive(Clone, Copy)]
pub(super) struct Subject<'s> {
    /// How callers write it.
    pub(super) place: &'s str,
    pub(super) is_sent: bool,
    /// Whether answers may be decoded as it: what nothing names may well be.
    pub(super) is_received: bool,
    pub(super) is_operation: bool,
}

impl Subject<'_> {
    /// How callers write a field or variant of it.
    pub(super) fn part(&self, name: &str) -> String {
        if self.is_operation {
            format!("{}({name})", self.place)
        } else {
            format!("{}::{name}", self.place)
        }
    }
}

impl Comparison {
    pub(super) fn find(
        &mut self,
        effect: Effect,
        place: impl Into<String>,
        says: impl Into<String>,
    ) {
        self.findings.push(Finding {
            effect,
            place: place.into(),
            says: says.into(),
        });
    }

    pub(super) fn add(&mut self, place: &str, differences: impl IntoIterator<Item = Difference>) {
        for Difference { effect, says } in differences {
            self.find(effect, place, says);
        }
    }

    /// What is true of the crates as a whole.
    fn crates(&mut self, old: &Surface, new: &Surface) {
        self.findings
            .extend(super::manifest::compare(&old.manifest, &new.manifest));
        for name in old.exports.difference(&new.exports) {
            self.find(Effect::Breaking, name, "not exported any more");
        }
        for name in new.exports.difference(&old.exports) {
            self.find(Effect::New, name, "exported");
        }
        if old.examples != new.examples {
            self.find(Effect::Note, "testing", "other examples");
        }
        for path in old.unread.iter().chain(&new.unread) {
            self.find(
                Effect::Behaviour,
                path,
                "cannot be read as Rust: see its difference",
            );
        }
        self.reworded += usize::from(old.guide != new.guide);
    }

    fn items(&mut self, old: &Surface, new: &Surface) {
        let [was_called, is_called] = &self.called;
        let gone = old
            .items
            .keys()
            .filter(|name| !new.items.contains_key(*name) && !was_called.contains_key(*name));
        let gone: Vec<&String> = gone.collect();
        let added = new
            .items
            .iter()
            .filter(|(name, _)| !old.items.contains_key(*name) && !is_called.contains_key(*name));
        let added: Vec<(&String, &Item)> = added.collect();
        // What the client is told is not for callers to use.
        let is_inner = |name: &str| name.starts_with("client::");
        for name in gone {
            let effect = if is_inner(name) {
                Effect::Behaviour
            } else {
                Effect::Breaking
            };
            let says = self.gone(name, new);
            self.find(effect, name, says);
        }
        for (name, item) in added {
            let effect = if is_inner(name) {
                Effect::Behaviour
            } else {
                Effect::New
            };
            self.find(effect, name, item.kind.says());
        }
        for name in new.items.keys() {
            if old.items.contains_key(name) && !self.elsewhere.contains(name) {
                self.item(name, old, new);
            }
        }
    }

    /// Whether two texts of code say the same, whatever of its names a type is called by: names of one type that are
    /// names of one type still, or that were. What becomes of a name is told once, of the name.
    pub(super) fn is_same(&self, old: &str, new: &str) -> bool {
        let [was, is] = &self.canonical;
        let before = renamed(old, was);
        old == new
            || renamed(old, is) == renamed(new, is)
            || before == renamed(new, was)
            || renamed(&before, is) == renamed(new, is)
    }

    /// Whether two requests go to the same place, however much of its path the server has.
    pub(super) fn is_same_request(&self, old: &[Fact], new: &[Fact]) -> bool {
        let [was, is] = &self.bases;
        let address = |requests: &[Fact], base| match requests {
            [request] => Some(below(&template(&request.text), base)),
            _ => None,
        };
        let address = (address(old, was), address(new, is));
        matches!(address, (Some(was), Some(is)) if was == is)
    }

    fn is_same_code(&self, old: &[String], new: &[String]) -> bool {
        let canonical = |words: &[String], names: &Renames| -> Vec<String> {
            let mut words: Vec<String> = words
                .iter()
                .map(|word| names.get(word).unwrap_or(word).clone())
                .collect();
            words.sort();
            words
        };
        let [was, is] = &self.canonical;
        let before = canonical(old, was);
        old == new
            || canonical(old, is) == canonical(new, is)
            || before == canonical(new, was)
            || canonical(&before, is) == canonical(new, is)
    }

    /// What is said of a type that is gone: what it was another name of, or which of its names is left.
    fn gone(&self, name: &str, new: &Surface) -> String {
        let [was, _] = &self.canonical;
        let definition = was.get(name).map_or(name, String::as_str);
        if definition != name && new.items.contains_key(definition) {
            return format!("gone, was another name of `{definition}`");
        }
        let left = was
            .iter()
            .find(|(other, of)| *of == definition && new.items.contains_key(*other));
        left.map_or_else(
            || "gone".to_owned(),
            |(other, _)| format!("gone, `{other}` was another name of it"),
        )
    }

    /// Says of features that come and go what becomes of the parts of the API that they stand for: these may have been
    /// there before, or stay.
    fn features(&mut self) {
        let places = |names: &BTreeSet<String>| -> BTreeSet<String> {
            names
                .iter()
                .map(|name| super::manifest::place(name))
                .collect()
        };
        let (unnamed, unneeded) = (places(&self.unnamed), places(&self.unneeded));
        for finding in &mut self.findings {
            match finding.effect {
                Effect::New if unnamed.contains(&finding.place) => {
                    finding.effect = Effect::Breaking;
                    finding.says =
                        "new and on by default, for what was there without it: name it where default features are off"
                            .to_owned();
                }
                Effect::Breaking if finding.says == "gone" && unneeded.contains(&finding.place) => {
                    finding.says = "gone, and what it was for is there without it".to_owned();
                }
                _ => {}
            }
        }
    }

    /// Compares what one name stood for with what it stands for.
    fn item(&mut self, name: &str, old: &Surface, new: &Surface) {
        let (Some(before), Some(after)) = (old.items.get(name), new.items.get(name)) else {
            return;
        };
        let [_, called] = &self.called;
        let way = called.get(name).cloned();
        let is_sent = way.is_some() || self.sent.contains(name);
        let subject = Subject {
            place: way.as_deref().unwrap_or(name),
            is_sent,
            is_received: !is_sent || self.received.contains(name),
            is_operation: way.is_some(),
        };
        let count = self.findings.len();
        self.result(subject.place, old, new);
        self.gates(subject, before, after);
        match (&before.kind, &after.kind) {
            (Kind::Alias(a), Kind::Alias(b)) if self.is_same(a, b) => {}
            (Kind::Alias(_), _) | (_, Kind::Alias(_)) => self.alias(subject, name, old, new),
            _ => self.definition(subject, before, after),
        }
        self.deprecation(subject.place, before.is_deprecated, after.is_deprecated);
        if self.findings.len() > count {
            return;
        }
        if !self.is_same_code(&before.code, &after.code) {
            self.find(
                Effect::Behaviour,
                subject.place,
                "differs: see its difference",
            );
        } else if before.words != after.words {
            self.reworded += 1;
        }
    }

    /// Compares two types of which one or both are other names of something.
    fn alias(&mut self, subject: Subject<'_>, name: &str, old: &Surface, new: &Surface) {
        let (Some((was, before)), Some((is, after))) = (old.definition(name), new.definition(name))
        else {
            return;
        };
        match (&before.kind, &after.kind) {
            (Kind::Alias(a), Kind::Alias(b)) if self.is_same(a, b) => {}
            (Kind::Alias(_), _) | (_, Kind::Alias(_)) => {
                let shown = |item: &Item, definition: &str| match &item.kind {
                    Kind::Alias(target) => target.clone(),
                    _ => definition.to_owned(),
                };
                let says = format!("`{}`, was `{}`", shown(after, is), shown(before, was));
                self.find(Effect::Breaking, subject.place, says);
            }
            _ => {
                let count = self.findings.len();
                self.definition(subject, before, after);
                let is_same = self.findings.len() == count;
                let parted = if self.is_parted(was, is, new) {
                    Effect::Breaking
                } else {
                    Effect::Note
                };
                match (was == name, is == name) {
                    (true, false) if is_same => {
                        self.find(
                            Effect::Note,
                            subject.place,
                            format!("another name of `{is}` now"),
                        );
                    }
                    (false, true) => self.find(
                        parted,
                        subject.place,
                        format!("a type of its own now, was another name of `{was}`"),
                    ),
                    (false, false) if was != is => self.find(
                        parted,
                        subject.place,
                        format!("another name of `{is}` now, was one of `{was}`"),
                    ),
                    _ => {}
                }
            }
        }
    }

    /// Whether a name of what was one type is a name of another one than this now.
    fn is_parted(&self, was: &str, is: &str, new: &Surface) -> bool {
        let [names, _] = &self.canonical;
        let others = names
            .iter()
            .filter(|(_, definition)| *definition == was)
            .map(|(name, _)| name.as_str());
        others
            .chain([was])
            .filter_map(|name| new.definition(name))
            .any(|(definition, _)| definition != is)
    }

    /// The features that something is there with.
    pub(super) fn gates(&mut self, subject: Subject<'_>, old: &Item, new: &Item) {
        if new.gates.is_empty() {
            self.unneeded.extend(old.gates.iter().flatten().cloned());
        }
        let mut gates = Vec::new();
        for gate in &new.gates {
            if old.gates.iter().any(|was| was.is_subset(gate)) {
                continue;
            }
            if gate.is_subset(&self.default) {
                self.unnamed.extend(gate.iter().cloned());
                continue;
            }
            let names: Vec<String> = gate.iter().map(|name| format!("`{name}`")).collect();
            gates.push(names.join(" or "));
        }
        if !gates.is_empty() {
            let says = format!("there with the feature {} only", gates.join(" and "));
            self.find(Effect::Breaking, subject.place, says);
        }
    }

    pub(super) fn deprecation(&mut self, place: &str, was: bool, is: bool) {
        match (was, is) {
            (false, true) => self.find(Effect::Deprecated, place, "deprecated"),
            (true, false) => self.find(Effect::Note, place, "not deprecated any more"),
            _ => {}
        }
    }
}
