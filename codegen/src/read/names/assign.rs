//! Gives every item of the finished IR its name.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::lineage::{Lineage, Word};
use super::place::{Drafts, Origin, Pin, Top};
use super::scope::{Wish, settle_by};
use super::words::{Case, Spelling, pascal, spell, spelled_out};
use super::{Named, file_stem, inside, is_pending};
use crate::config::OperationKey;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{Api, Ident, ResourceId, TypeId};

/// Gives every item of the finished IR its name, unless it has one already.
/// `operations` are the names that the configuration gives to operations, by their keys.
pub(crate) fn assign(
    api: &mut Api,
    drafts: &Drafts,
    operations: &HashMap<String, Pin>,
    diagnostics: &Diagnostics,
) {
    let mut root = Root::new(drafts, diagnostics);
    root.pins(api, operations);
    root.documents();
    root.handles(api);
    root.operations(api);
    root.inline_types();
    root.write_types(api);
    inside::assign(api, drafts);
}

/// The one scope of handles, operations and types: that of the crate.
struct Root<'a> {
    drafts: &'a Drafts,
    diagnostics: &'a Diagnostics,
    /// Whether the configuration names anything.
    has_pins: bool,
    /// What each name stands for, by the stem of the file that it would be in.
    taken: HashMap<String, Holder>,
    types: HashMap<TypeId, Named>,
    /// What the names of operations start with, by method and path.
    by_operation: HashMap<String, Ident>,
}

/// What a name stands for.
#[derive(Clone, Debug)]
enum Holder {
    /// Something of the runtime or of Rust.
    Reserved,
    /// Something that the configuration names, here.
    Pinned(Location),
    /// Something of the document, in words.
    Document(String),
}

/// What a pin gives a name to.
#[derive(Clone, Copy, Debug)]
enum Pinned<'a> {
    Type(TypeId),
    /// The operation with this key.
    Operation(&'a str),
}

/// A pinned name that is taken.
fn refused(pin: &Pin, holder: &Holder) -> Diagnostic {
    let error = |message| Diagnostic::error("name-clash", message).at(pin.at.clone());
    let name = &pin.name;
    match holder {
        Holder::Reserved => error(format!("the name `{name}` is reserved"))
            .help("choose another name: the generated code means something else by this one"),
        Holder::Pinned(other) => error(format!("the name `{name}` is given twice"))
            .related(other.clone(), "the other one")
            .help("choose another name for one of them"),
        Holder::Document(other) => {
            error(format!("the name `{name}` is that of {other} too")).help("choose another name")
        }
    }
}

/// What generated code refers to by these names: what it has from the runtime, and from the prelude of Rust.
const RESERVED: &[&str] = &[
    "AdditionalProperties",
    "AsRef",
    "BTreeMap",
    "Base64",
    "Box",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Date",
    "DateTime",
    "Debug",
    "Default",
    "Display",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "FilePart",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromStr",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Nullable",
    "Ok",
    "Option",
    "Ord",
    "Page",
    "PartialEq",
    "PartialOrd",
    "Request",
    "Response",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Value",
    "Vec",
];

/// [`RESERVED`] as names are compared.
static RESERVED_KEYS: LazyLock<HashSet<String>> =
    LazyLock::new(|| RESERVED.iter().map(|name| key(name)).collect());

impl<'a> Root<'a> {
    fn new(drafts: &'a Drafts, diagnostics: &'a Diagnostics) -> Self {
        let taken = RESERVED_KEYS
            .iter()
            .map(|key| (key.clone(), Holder::Reserved))
            .collect();
        Self {
            drafts,
            diagnostics,
            has_pins: false,
            taken,
            types: HashMap::new(),
            by_operation: HashMap::new(),
        }
    }

    /// Names that the configuration gives. One that cannot be had is reported, and its thing is named as if nothing
    /// were said of it.
    fn pins(&mut self, api: &mut Api, operations: &HashMap<String, Pin>) {
        let types = self.drafts.pins.iter();
        let types = types.map(|(id, pin)| (Pinned::Type(*id), pin));
        let operations = operations.iter();
        let operations = operations.map(|(key, pin)| (Pinned::Operation(key), pin));
        let mut pins: Vec<(Pinned<'_>, &Pin)> = types.chain(operations).collect();
        self.has_pins = !pins.is_empty();
        pins.sort_by(|(_, a), (_, b)| (&a.name, &a.at).cmp(&(&b.name, &b.at)));
        let mut of_operations: HashMap<&str, &Ident> = HashMap::new();
        for (pinned, pin) in pins {
            let key = key(pin.name.as_str());
            if let Some(holder) = self.taken.get(&key) {
                self.diagnostics.push(refused(pin, holder));
                continue;
            }
            self.taken.insert(key, Holder::Pinned(pin.at.clone()));
            match pinned {
                Pinned::Type(id) => {
                    let named = Named {
                        ident: pin.name.clone(),
                        note: None,
                    };
                    self.types.insert(id, named);
                }
                Pinned::Operation(key) => {
                    of_operations.insert(key, &pin.name);
                }
            }
        }
        for operation in &mut api.operations {
            if let Some(name) = of_operations.get(operation.key.as_str()) {
                operation.name = (*name).clone();
            }
        }
    }

    /// Types with a name of their own in the document.
    fn documents(&mut self) {
        let own: Vec<(TypeId, &Lineage)> = self
            .ids()
            .filter_map(|(id, origin)| match origin {
                Origin::Document(lineage) if lineage.is_root() => Some((id, lineage)),
                _ => None,
            })
            .filter(|(id, _)| !self.types.contains_key(id))
            .collect();
        let wishes: Vec<Wish> = own
            .iter()
            .map(|(_, lineage)| document_wish(lineage))
            .collect();
        let named = self.settle(&wishes);
        self.types.extend(own.iter().map(|(id, _)| *id).zip(named));
    }

    /// The handles of resources: the modules that lead to them, and `Api`.
    fn handles(&mut self, api: &mut Api) {
        let ids: Vec<usize> = api
            .resources
            .iter()
            .enumerate()
            .filter(|(_, one)| is_pending(&one.name))
            .map(|(id, _)| id)
            .collect();
        let paths: Vec<String> = (0..api.resources.len())
            .map(|position| modules_of(api, position))
            .collect();
        let wishes: Vec<Wish> = ids
            .iter()
            .filter_map(|position| paths.get(*position))
            .map(|path| Wish {
                identity: format!("the resource {path}"),
                candidates: vec![
                    pascal(&format!("{path} api")),
                    pascal(&format!("{path} resource api")),
                ],
                rank: 0,
                pinned: None,
            })
            .collect();
        let named = self.settle(&wishes);
        for (position, named) in ids.into_iter().zip(named) {
            if let Some(resource) = api.resources.get_mut(position) {
                resource.name = named.ident;
                resource.docs.notes.extend(named.note);
            }
        }
        for operation in &api.operations {
            let path = paths
                .get(operation.resource.0 as usize)
                .cloned()
                .unwrap_or_default();
            self.by_operation.insert(operation.key.clone(), Ident(path));
        }
    }

    /// The structs of operations: the modules that lead to the resource, and the verb.
    fn operations(&mut self, api: &mut Api) {
        let pending: Vec<usize> = api
            .operations
            .iter()
            .enumerate()
            .filter(|(_, one)| is_pending(&one.name))
            .map(|(id, _)| id)
            .collect();
        let wishes: Vec<Wish> = pending
            .iter()
            .filter_map(|position| api.operations.get(*position))
            .map(|operation| {
                let path = self
                    .by_operation
                    .get(&operation.key)
                    .map_or("", Ident::as_str);
                let verb = operation.verb.as_str().trim_start_matches("r#");
                Wish {
                    identity: operation.key.clone(),
                    candidates: vec![
                        pascal(&format!("{path} {verb}")),
                        pascal(&format!("{path} {verb} operation")),
                    ],
                    rank: 0,
                    pinned: None,
                }
            })
            .collect();
        let named = self.settle(&wishes);
        for (position, named) in pending.into_iter().zip(named) {
            if let Some(operation) = api.operations.get_mut(position) {
                operation.name = named.ident;
                operation.docs.notes.extend(named.note);
            }
        }
        for operation in &api.operations {
            self.by_operation
                .insert(operation.key.clone(), operation.name.clone());
        }
    }

    /// Types without a name of their own, those outside first.
    fn inline_types(&mut self) {
        let mut waiting: Vec<(TypeId, &'a Origin)> = self
            .ids()
            .filter(|(id, _)| !self.types.contains_key(id))
            .collect();
        while !waiting.is_empty() {
            let (ready, rest): (Vec<_>, Vec<_>) = waiting
                .iter()
                .copied()
                .partition(|(_, origin)| self.prefix(origin).is_some());
            if ready.is_empty() {
                break;
            }
            let wishes: Vec<Wish> = ready
                .iter()
                .filter_map(|(_, origin)| self.inline_wish(origin))
                .collect();
            let named = self.settle(&wishes);
            self.types
                .extend(ready.iter().map(|(id, _)| *id).zip(named));
            waiting = rest;
        }
    }

    fn inline_wish(&self, origin: &Origin) -> Option<Wish> {
        let (prefix, words) = self.prefix(origin)?;
        let identity = match origin {
            Origin::Document(lineage) => lineage.source().to_owned(),
            Origin::Place(_) => format!("{prefix} {words}"),
        };
        let short = format!("{prefix}{}", pascal(&words));
        let candidates = vec![
            short.clone(),
            format!("{short}Inline"),
            format!("{prefix}{}", spelled_out(&words)),
            format!("{prefix}{}", spell(&words, Spelling::Letters, Case::Pascal)),
        ];
        Some(Wish {
            identity,
            candidates,
            rank: 0,
            pinned: None,
        })
    }

    /// What the name of an inline type starts with, and the words that follow; `None` as long as the name of
    /// its owner is not known.
    fn prefix(&self, origin: &Origin) -> Option<(String, String)> {
        match origin {
            Origin::Place(place) => {
                let prefix = match &place.root {
                    Top::Type(id) => self.types.get(id)?.ident.to_string(),
                    Top::Operation(key) => self
                        .by_operation
                        .get(key)
                        .map_or_else(|| pascal(key), Ident::to_string),
                    Top::Document(lineage) => {
                        let (prefix, words) = self.prefix_in_document(lineage)?;
                        format!("{prefix}{}", pascal(&words))
                    }
                };
                Some((prefix, join(&place.steps)))
            }
            Origin::Document(lineage) => self.prefix_in_document(lineage),
        }
    }

    fn prefix_in_document(&self, lineage: &Lineage) -> Option<(String, String)> {
        let last = lineage.steps().len().saturating_sub(1);
        let mut words = Vec::new();
        for (position, (_, word)) in lineage.steps().iter().enumerate().rev() {
            if position == last || !matches!(word, Word::Arm(_)) {
                words.push(word.clone());
            }
            let owner = match position.checked_sub(1) {
                Some(before) => lineage.steps().get(before).map(|(node, _)| *node),
                None => Some(lineage.start()),
            };
            if let Some(id) = owner.and_then(|node| self.drafts.by_node.get(&node)) {
                words.reverse();
                return Some((self.types.get(id)?.ident.to_string(), join(&words)));
            }
        }
        words.reverse();
        Some((pascal(lineage.name()), join(&words)))
    }

    fn ids(&self) -> impl Iterator<Item = (TypeId, &'a Origin)> + use<'a> {
        self.drafts
            .origins
            .iter()
            .zip(0..)
            .map(|(origin, position)| (TypeId(position), origin))
    }

    /// Names things of one kind, which give way to everything that was named before.
    fn settle(&mut self, wishes: &[Wish]) -> Vec<Named> {
        let named = settle_by(wishes, &key, &|key| {
            self.taken.get(key).map(|holder| match holder {
                Holder::Reserved => "something of the runtime".to_owned(),
                Holder::Pinned(_) => "something that the configuration calls so".to_owned(),
                Holder::Document(words) => words.clone(),
            })
        });
        for (wish, named) in wishes.iter().zip(&named) {
            self.report_pinned(wish);
            self.taken.insert(
                key(named.ident.as_str()),
                Holder::Document(format!("`{}`", wish.identity)),
            );
        }
        named
    }

    /// A pinned name that something else would have had.
    fn report_pinned(&self, wish: &Wish) {
        let Some(wanted) = wish.candidates.first().filter(|_| self.has_pins) else {
            return;
        };
        if let Some(Holder::Pinned(at)) = self.taken.get(&key(wanted)) {
            self.diagnostics.push(
                Diagnostic::error(
                    "name-clash",
                    format!("the name `{wanted}` is that of `{}` too", wish.identity),
                )
                .at(at.clone())
                .help(other_name(&wish.identity)),
            );
        }
    }

    fn write_types(&self, api: &mut Api) {
        for (def, position) in api.types.iter_mut().zip(0..) {
            if let Some(named) = self
                .types
                .get(&TypeId(position))
                .filter(|_| is_pending(&def.name))
            {
                def.name = named.ident.clone();
                def.docs.notes.extend(named.note.clone());
            }
        }
    }
}

/// How something that wants a pinned name can be called otherwise.
fn other_name(identity: &str) -> String {
    let is_place = |(file, _): (&str, &str)| !file.contains(' ');
    let table = if identity.split_once('#').is_some_and(is_place) {
        "types"
    } else if identity.parse::<OperationKey>().is_ok() {
        "operations"
    } else {
        return "choose another name".to_owned();
    };
    format!("give the other one a name as well: [{table}.{identity:?}] name = …")
}

/// Two names are the same if their files would be.
fn key(name: &str) -> String {
    file_stem(&Ident(name.to_owned()))
}

fn join(words: &[Word]) -> String {
    let words: Vec<&str> = words
        .iter()
        .map(Word::text)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn document_wish(lineage: &Lineage) -> Wish {
    let mut candidates: Vec<String> = lineage.names().iter().map(|name| pascal(name)).collect();
    if let Some(first) = candidates.first().cloned()
        && RESERVED_KEYS.contains(&key(&first))
    {
        candidates.insert(1, format!("{first}Model"));
    }
    candidates.push(spelled_out(lineage.name()));
    candidates.push(spell(lineage.name(), Spelling::Letters, Case::Pascal));
    Wish {
        identity: lineage.source().to_owned(),
        candidates,
        rank: 0,
        pinned: None,
    }
}

/// The modules that lead to a resource.
fn modules_of(api: &Api, position: usize) -> String {
    let mut names = Vec::new();
    let mut next = api.resources.get(position);
    while let Some(resource) = next.filter(|_| names.len() <= api.resources.len()) {
        let Some(ResourceId(parent)) = resource.parent else {
            break;
        };
        names.push(
            resource
                .module
                .as_str()
                .trim_start_matches("r#")
                .trim_end_matches('_'),
        );
        next = api.resources.get(parent as usize);
    }
    names.reverse();
    if names.is_empty() {
        "root".to_owned()
    } else {
        names.join(" ")
    }
}
