//! Gives every item of the finished IR its name.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use super::lineage::{Lineage, Word};
use super::scope::{Wish, settle, settle_by};
use super::words::{Case, Spelling, spell};
use super::{
    Field, Named, Reserved, UNKNOWN, fields, file_stem, headers, inputs, is_pending, shared_headers,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{
    Api, Header, Ident, Input, Location as InputLocation, Member, ResourceId, ResponseArm, Rest,
    Source, StatusPattern, Type, TypeId, TypeKind,
};
use crate::read::tree::NodeId;

/// What the IR does not say and the naming pass needs: where each type comes from.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    /// For each type, where it stands.
    pub(crate) origins: Vec<Origin>,
    /// The type that a value of the document was made into.
    pub(crate) by_node: HashMap<NodeId, TypeId>,
    /// For each union, what its variants are called after.
    pub(crate) arms: HashMap<TypeId, Vec<ArmName>>,
    /// Names from the configuration.
    pub(crate) pins: HashMap<TypeId, Pin>,
}

/// What the name of a type is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Its own place in the document.
    Document(Lineage),
    /// A place in the API.
    Place(PlaceBuf),
}

/// A place in the API, owned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PlaceBuf {
    root: Top,
    steps: Vec<Word>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Top {
    Type(TypeId),
    Operation(String),
    Document(Lineage),
}

/// A place in the API, on the way down to what stands there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'p> {
    /// A type.
    Type(TypeId),
    /// An operation, by method and path (`GET /user/invites`).
    Operation(&'p str),
    /// Something with a name of its own in the document that is no type, such as a list.
    Document(&'p Lineage),
    /// Something inside.
    Within(&'p Place<'p>, Step<'p>),
}

/// From a place to one inside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'p> {
    /// A member of an object, by its name on the wire; also a parameter.
    Member(&'p str),
    /// An item of a list.
    Item,
    /// A value of a map.
    Value,
    /// An alternative of a union, by what tells it apart.
    Arm(&'p str),
    /// Anything else, as it shall show in the name (`Response`).
    Word(&'p str),
}

impl<'p> Place<'p> {
    /// A member, or a parameter.
    pub(crate) fn member(&'p self, wire: &'p str) -> Self {
        Self::Within(self, Step::Member(wire))
    }

    /// The items of a list.
    pub(crate) fn item(&'p self) -> Self {
        Self::Within(self, Step::Item)
    }

    /// The values of a map.
    pub(crate) fn value(&'p self) -> Self {
        Self::Within(self, Step::Value)
    }

    /// An alternative of a union.
    pub(crate) fn arm(&'p self, word: &'p str) -> Self {
        Self::Within(self, Step::Arm(word))
    }

    /// Anything else (`Response`).
    pub(crate) fn word(&'p self, word: &'p str) -> Self {
        Self::Within(self, Step::Word(word))
    }

    /// The place with a life of its own.
    pub(crate) fn to_buf(self) -> PlaceBuf {
        let mut steps = Vec::new();
        let mut place = self;
        let root = loop {
            match place {
                Self::Type(id) => break Top::Type(id),
                Self::Operation(key) => break Top::Operation(key.to_owned()),
                Self::Document(lineage) => break Top::Document(lineage.clone()),
                Self::Within(outer, step) => {
                    steps.push(word(step));
                    place = *outer;
                }
            }
        };
        steps.reverse();
        PlaceBuf { root, steps }
    }
}

fn word(step: Step<'_>) -> Word {
    match step {
        Step::Member(text) | Step::Arm(text) | Step::Word(text) => Word::Text(text.to_owned()),
        Step::Item => Word::Item,
        Step::Value => Word::Value,
    }
}

/// What a variant of a union is called after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ArmName {
    /// A text of the document, such as the value of a discriminator.
    Text(String),
    /// The name of its type.
    Type,
}

/// The name of a type from the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pin {
    /// The name.
    pub(crate) name: Ident,
    /// Where the configuration says so.
    pub(crate) at: Location,
}

/// Gives every item of the finished IR its name, unless it has one already.
pub(crate) fn assign(api: &mut Api, drafts: &Drafts, diagnostics: &Diagnostics) {
    let mut root = Root::new(drafts, diagnostics);
    root.pins();
    root.documents();
    root.handles(api);
    root.operations(api);
    root.inline_types();
    root.write_types(api);
    for position in 0..api.types.len() {
        name_inside(api, drafts, position);
    }
    for operation in &mut api.operations {
        name_inputs(&mut operation.inputs);
        name_headers(&mut operation.headers);
    }
    name_shared_headers(api);
}

/// The one scope of handles, operations and types: that of the crate.
struct Root<'a> {
    drafts: &'a Drafts,
    diagnostics: &'a Diagnostics,
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

/// What generated code refers to by these names: what it has from the runtime, and from the prelude of Rust.
const RESERVED: &[&str] = &[
    "AdditionalProperties",
    "AsRef",
    "BTreeMap",
    "Base64",
    "Box",
    "Call",
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
            taken,
            types: HashMap::new(),
            by_operation: HashMap::new(),
        }
    }

    /// Names that the configuration gives.
    fn pins(&mut self) {
        let mut pins: Vec<(&TypeId, &Pin)> = self.drafts.pins.iter().collect();
        pins.sort_by(|(_, a), (_, b)| (&a.name, &a.at).cmp(&(&b.name, &b.at)));
        for (id, pin) in pins {
            match self.taken.get(&key(pin.name.as_str())) {
                Some(Holder::Reserved) => self.diagnostics.push(
                    Diagnostic::error("name-clash", format!("the name `{}` is reserved", pin.name))
                        .at(pin.at.clone()),
                ),
                Some(Holder::Pinned(other)) => self.diagnostics.push(
                    Diagnostic::error(
                        "name-clash",
                        format!("the name `{}` is given twice", pin.name),
                    )
                    .at(pin.at.clone())
                    .related(other.clone(), "the other one"),
                ),
                _ => {}
            }
            self.taken
                .insert(key(pin.name.as_str()), Holder::Pinned(pin.at.clone()));
            self.types.insert(
                *id,
                Named {
                    ident: pin.name.clone(),
                    note: None,
                },
            );
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
                Holder::Pinned(_) => "a type that the configuration calls so".to_owned(),
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
        let Some(wanted) = wish
            .candidates
            .first()
            .filter(|_| !self.drafts.pins.is_empty())
        else {
            return;
        };
        if let Some(Holder::Pinned(at)) = self.taken.get(&key(wanted)) {
            self.diagnostics.push(
                Diagnostic::error(
                    "name-clash",
                    format!("the name `{wanted}` is that of `{}` too", wish.identity),
                )
                .at(at.clone())
                .help(format!(
                    "give the other one a name as well: [types.{:?}]",
                    wish.identity
                )),
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

/// Two names are the same if their files would be.
fn key(name: &str) -> String {
    file_stem(&Ident(name.to_owned()))
}

fn pascal(text: &str) -> String {
    spell(text, Spelling::Natural, Case::Pascal)
}

fn spelled_out(text: &str) -> String {
    spell(text, Spelling::Full, Case::Pascal)
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

/// Names the fields or variants of a type.
fn name_inside(api: &mut Api, drafts: &Drafts, position: usize) {
    let id = TypeId(u32::try_from(position).unwrap_or(u32::MAX));
    let arms = arm_wishes(api, drafts, id);
    let Some(def) = api.types.get_mut(position) else {
        return;
    };
    match &mut def.kind {
        TypeKind::Model(model) => {
            let rest = name_members(&mut model.members);
            let (Rest::Any(name) | Rest::Typed(name, _)) = &mut model.rest;
            *name = rest;
        }
        TypeKind::Enum(_) | TypeKind::Newtype(_) => {}
        TypeKind::Union(union) => {
            let named = settle(arms, &|name| name == UNKNOWN, Reserved::Word("Value"));
            for (arm, named) in union
                .arms
                .iter_mut()
                .zip(named)
                .filter(|(arm, _)| is_pending(&arm.name))
            {
                arm.name = named.ident;
                arm.docs.notes.extend(named.note);
            }
            union.unknown = Ident(UNKNOWN.to_owned());
        }
        TypeKind::Responses(arms) => {
            let wishes = arms.iter().map(response_wish).collect();
            let named = settle(wishes, &|name| name == UNKNOWN, Reserved::Word("Value"));
            for (arm, named) in arms
                .iter_mut()
                .zip(named)
                .filter(|(arm, _)| is_pending(&arm.name))
            {
                arm.name = named.ident;
                arm.docs.notes.extend(named.note);
            }
        }
    }
}

fn name_members(members: &mut [Member]) -> Ident {
    let wires: Vec<&str> = members.iter().map(|member| member.wire.as_str()).collect();
    let (named, rest) = fields(&wires);
    for (member, named) in members
        .iter_mut()
        .zip(named)
        .filter(|(member, _)| is_pending(&member.name))
    {
        member.name = named.ident;
        member.docs.notes.extend(named.note);
    }
    rest
}

/// Names the headers that an operation has a constant for.
fn name_headers(all: &mut [Header]) {
    let mut own: Vec<&mut Member> = all
        .iter_mut()
        .filter(|header| header.shared.is_none())
        .map(|header| &mut header.member)
        .collect();
    let wires: Vec<&str> = own.iter().map(|member| member.wire.as_str()).collect();
    let named = headers(&wires);
    for (member, named) in own.iter_mut().zip(named) {
        member.name = named.ident;
        member.docs.notes.extend(named.note);
    }
}

/// Names the headers that the crate has a constant for, and tells the operations.
fn name_shared_headers(api: &mut Api) {
    let sources: Vec<&Source> = api.headers.iter().map(|header| &header.source).collect();
    let named = shared_headers(&sources);
    for (header, named) in api.headers.iter_mut().zip(named) {
        header.member.name = named.ident;
        header.member.docs.notes.extend(named.note);
    }
    let names: BTreeMap<&Source, &Ident> = api
        .headers
        .iter()
        .map(|header| (&header.source, &header.member.name))
        .collect();
    for header in api.operations.iter_mut().flat_map(|one| &mut one.headers) {
        if let Some(name) = header.shared.as_ref().and_then(|source| names.get(source)) {
            header.member.name.clone_from(name);
        }
    }
}

fn name_inputs(all: &mut [Input]) {
    let wishes: Vec<Field<'_>> = all
        .iter()
        .map(|input| {
            let (kind, rank) = match input.location {
                InputLocation::Path(_) => ("path", 0),
                InputLocation::Body => ("body", 1),
                InputLocation::Member => ("member", 2),
                InputLocation::Query(_) => ("query", 3),
                InputLocation::Header(_) => ("header", 4),
                InputLocation::Cookie(_) => ("cookie", 5),
                InputLocation::QueryString(_) => ("query_string", 6),
            };
            Field {
                wire: &input.member.wire,
                kind,
                rank,
            }
        })
        .collect();
    let named = inputs(&wishes);
    for (input, named) in all
        .iter_mut()
        .zip(named)
        .filter(|(input, _)| is_pending(&input.member.name))
    {
        input.member.name = named.ident;
        input.member.docs.notes.extend(named.note);
    }
}

/// What the variants of a union want to be called.
fn arm_wishes(api: &Api, drafts: &Drafts, id: TypeId) -> Vec<Wish> {
    let Some(TypeKind::Union(union)) = api.types.get(id.0 as usize).map(|def| &def.kind) else {
        return Vec::new();
    };
    let hints = drafts.arms.get(&id).map(Vec::as_slice).unwrap_or_default();
    union
        .arms
        .iter()
        .enumerate()
        .map(|(position, arm)| {
            let by_type = pascal(&type_words(api, &arm.payload.ty));
            let whole_type = pascal(&whole_type_words(api, &arm.payload.ty));
            let (identity, candidates) = match hints.get(position) {
                Some(ArmName::Text(text)) => (
                    format!("{text} {whole_type}"),
                    vec![pascal(text), by_type, spelled_out(text), whole_type],
                ),
                Some(ArmName::Type) | None => (whole_type.clone(), vec![by_type, whole_type]),
            };
            Wish {
                identity,
                candidates,
                rank: 0,
                pinned: None,
            }
        })
        .collect()
}

/// The words for a type in the name of a variant.
fn type_words(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Integer(_) => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Text => "text".to_owned(),
        Type::DateTime => "date time".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Bytes => "bytes".to_owned(),
        Type::File => "file".to_owned(),
        Type::List(_) => "list".to_owned(),
        Type::Map(_) => "map".to_owned(),
        Type::Nullable(inner) | Type::Boxed(inner) => type_words(api, inner),
        Type::Named(id) => api
            .types
            .get(id.0 as usize)
            .map_or_else(String::new, |def| def.name.to_string()),
        Type::Json => "json".to_owned(),
    }
}

/// The words for a type with those for what is in it: `list of text`.
fn whole_type_words(api: &Api, ty: &Type) -> String {
    match ty {
        Type::List(inner) | Type::Map(inner) => format!(
            "{} of {}",
            type_words(api, ty),
            whole_type_words(api, inner)
        ),
        Type::Nullable(inner) | Type::Boxed(inner) => whole_type_words(api, inner),
        _ => type_words(api, ty),
    }
}

fn response_wish(arm: &ResponseArm) -> Wish {
    let status = match arm.status {
        StatusPattern::Code(code) => {
            reason(code).map_or_else(|| format!("status {code}"), str::to_owned)
        }
        StatusPattern::Range(hundred) => format!("status {hundred}xx"),
        StatusPattern::Default => "default".to_owned(),
    };
    let media = arm.media.as_ref().map_or("empty", |media| {
        media.name.rsplit('/').next().unwrap_or(&media.name)
    });
    Wish {
        identity: format!(
            "{status} {}",
            arm.media.as_ref().map_or("", |media| media.name.as_str())
        ),
        candidates: vec![pascal(&status), pascal(&format!("{status} {media}"))],
        rank: 0,
        pinned: None,
    }
}

/// The reason phrase of a successful status, and of the most common others.
fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        207 => "multi status",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        304 => "not modified",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        409 => "conflict",
        410 => "gone",
        412 => "precondition failed",
        413 => "content too large",
        415 => "unsupported media type",
        422 => "unprocessable content",
        429 => "too many requests",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        _ => return None,
    })
}
