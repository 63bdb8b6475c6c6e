//! Where everything stands: which module an item is in, which file a module is, which cargo feature a
//! part of the API belongs to.
//!
//! **Invariant:** a place depends on what the item is and on what it is used by, never on the order of
//! the document.

use std::collections::{BTreeMap, BTreeSet};

use super::{Options, example};
use crate::config::FeatureGroups;
use crate::ir::{
    Api, Home, Input, Operation, OperationId, Output, Resource, ResourceId, Rest, Type, TypeDef,
    TypeId, TypeKind, Webhook,
};
use crate::keyword::is_keyword;

/// The parts of the API are cargo features if it has more operations than this.
const MANY_OPERATIONS: usize = 100;

/// A group with more operations than this is cut into the groups of its children.
const LARGE_GROUP: usize = 150;

/// Shared types have a file each if there are more of them than this.
const MANY_TYPES: usize = 40;

/// A shared type that more groups use than this is always there.
const COMMON: usize = 8;

/// A feature of the crate that turns on one of `runtime`.
#[derive(Debug)]
pub(crate) struct Feature {
    /// Its name, here and there.
    pub(crate) name: &'static str,
    /// Whether it is on by default.
    pub(crate) default: bool,
    /// What it does.
    pub(crate) about: &'static str,
}

/// The features that are not groups.
pub(crate) const FEATURES: [Feature; 11] = [
    Feature {
        name: "reqwest",
        default: true,
        about: "sends requests with `reqwest` and `rustls`",
    },
    Feature {
        name: "gzip",
        default: true,
        about: "takes answers that are compressed with gzip",
    },
    Feature {
        name: "brotli",
        default: false,
        about: "takes answers that are compressed with brotli",
    },
    Feature {
        name: "zstd",
        default: false,
        about: "takes answers that are compressed with zstd",
    },
    Feature {
        name: "jiff",
        default: true,
        about: "converts dates and times to those of `jiff`",
    },
    Feature {
        name: "chrono",
        default: false,
        about: "converts dates and times to those of `chrono`",
    },
    Feature {
        name: "time",
        default: false,
        about: "converts dates and times to those of `time`",
    },
    Feature {
        name: "schemars",
        default: false,
        about: "implements `JsonSchema` for all models",
    },
    Feature {
        name: "blocking",
        default: false,
        about: "waits for calls in code that is not async",
    },
    Feature {
        name: "tracing",
        default: false,
        about: "opens a span of `tracing` around each call",
    },
    Feature {
        name: "testing",
        default: false,
        about: "answers from memory in place of a server",
    },
];

/// A module of the crate: the names on the way from its root.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Module(pub(crate) Vec<String>);

impl Module {
    /// A module within this one.
    pub(crate) fn below(mut self, name: &str) -> Self {
        self.0.push(name.to_owned());
        self
    }

    /// The file of the module.
    pub(crate) fn file(&self) -> String {
        let parts: Vec<&str> = self
            .0
            .iter()
            .map(|part| part.trim_start_matches("r#"))
            .collect();
        format!("src/{}.rs", parts.join("/"))
    }
}

/// Where the shared types are.
#[derive(Debug)]
pub(crate) enum Shared {
    /// There is none.
    None,
    /// In one file.
    One(Vec<TypeId>),
    /// In a file for each, by the name of the file.
    Split(BTreeMap<String, Vec<TypeId>>),
}

/// Where everything stands.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    pub(crate) api: &'a Api,
    /// The module of the client.
    client: Module,
    /// The module of each resource.
    resources: Vec<Module>,
    /// The types beside the operations of a resource, by name.
    beside: BTreeMap<ResourceId, Vec<TypeId>>,
    pub(crate) shared: Shared,
    /// The module of each type.
    types: Vec<Module>,
    /// The groups by name: the resource that each begins at.
    pub(crate) groups: BTreeMap<String, ResourceId>,
    /// Whether there is a file with the examples of the document.
    pub(crate) examples: bool,
    /// The group that each resource belongs to; `None` if it is always there.
    group_of: Vec<Option<String>>,
    /// The groups that use each type; empty if it is always there.
    users: Vec<Vec<String>>,
}

impl<'a> Layout<'a> {
    pub(crate) fn new(api: &'a Api, options: &Options) -> Self {
        let resources: Vec<Module> = api
            .resources
            .iter()
            .map(|resource| Module(module_of(api, resource)))
            .collect();
        let mut layout = Self {
            api,
            client: Module(vec!["client".to_owned()]),
            resources,
            beside: BTreeMap::new(),
            shared: Shared::None,
            types: Vec::new(),
            groups: BTreeMap::new(),
            examples: options.features.examples && example::any(api),
            group_of: vec![None; api.resources.len()],
            users: vec![Vec::new(); api.types.len()],
        };
        if grouped(api, options) {
            layout.group();
        }
        layout.place_types();
        layout
    }

    /// A type by its id.
    pub(crate) fn ty(&self, id: TypeId) -> Option<&'a TypeDef> {
        self.api.types.get(id.0 as usize)
    }

    /// A resource by its id.
    pub(crate) fn resource(&self, id: ResourceId) -> Option<&'a Resource> {
        self.api.resources.get(id.0 as usize)
    }

    /// An operation by its id.
    pub(crate) fn operation(&self, id: OperationId) -> Option<&'a Operation> {
        self.api.operations.get(id.0 as usize)
    }

    /// The module of a resource.
    pub(crate) fn module(&self, id: ResourceId) -> &Module {
        self.resources.get(id.0 as usize).unwrap_or(&self.client)
    }

    /// The module of a type.
    pub(crate) fn home(&self, id: TypeId) -> Option<&Module> {
        self.types.get(id.0 as usize)
    }

    /// The types beside the operations of a resource, by name.
    pub(crate) fn beside(&self, id: ResourceId) -> &[TypeId] {
        self.beside.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The features one of which has to be on for a resource to be there; empty if it is always there.
    /// `None` if its parent's say the same.
    pub(crate) fn gate_of_resource(&self, id: ResourceId) -> &[String] {
        let group = self.group_of.get(id.0 as usize).and_then(Option::as_ref);
        group.map_or(&[], std::slice::from_ref)
    }

    /// Whether a group begins at a resource.
    pub(crate) fn begins_group(&self, id: ResourceId) -> bool {
        self.groups.values().any(|begin| *begin == id)
    }

    /// The features one of which has to be on for something to use a type.
    fn gate_of_type(&self, id: TypeId) -> &[String] {
        match self.ty(id).map(|ty| ty.home) {
            Some(Home::Resource(resource)) => self.gate_of_resource(resource),
            _ => self.users.get(id.0 as usize).map_or(&[], Vec::as_slice),
        }
    }

    /// The features one of which has to be on for one of several types to be there; none if they are many.
    pub(crate) fn gate_of_types(&self, ids: &[TypeId]) -> Vec<String> {
        let mut gate = any_of(ids.iter().map(|id| self.gate_of_type(*id)));
        if gate.len() > COMMON {
            gate.clear();
        }
        gate
    }

    /// The features one of which has to be on for one of the shared types to be there.
    pub(crate) fn gate_of_shared(&self) -> Vec<String> {
        match &self.shared {
            Shared::None => Vec::new(),
            Shared::One(ids) => self.gate_of_types(ids),
            Shared::Split(files) => {
                let gates: Vec<_> = files.values().map(|ids| self.gate_of_types(ids)).collect();
                any_of(gates.iter().map(Vec::as_slice))
            }
        }
    }

    fn place_types(&mut self) {
        let api = self.api;
        let mut shared = Vec::new();
        for (id, ty) in ids(&api.types) {
            match ty.home {
                Home::Resource(resource) => self.beside.entry(resource).or_default().push(id),
                Home::Shared => shared.push(id),
            }
        }
        let by_name = |ids: &mut Vec<TypeId>| {
            ids.sort_by_key(|id| api.types.get(id.0 as usize).map(|ty| &ty.name))
        };
        self.beside.values_mut().for_each(by_name);
        by_name(&mut shared);
        self.shared = if shared.is_empty() {
            Shared::None
        } else if shared.len() <= MANY_TYPES && self.groups.is_empty() {
            Shared::One(shared)
        } else {
            Shared::Split(self.split(&shared))
        };
        let mut types: BTreeMap<TypeId, Module> = BTreeMap::new();
        if let Shared::Split(files) = &self.shared {
            for (stem, ids) in files {
                let module = Module(vec!["models".to_owned(), stem.clone()]);
                types.extend(ids.iter().map(|id| (*id, module.clone())));
            }
        }
        self.types = ids(&api.types)
            .map(|(id, ty)| match ty.home {
                Home::Resource(resource) => Some(self.module(resource).clone()),
                Home::Shared => types.remove(&id),
            })
            .map(|module| module.unwrap_or_else(|| Module(vec!["models".to_owned()])))
            .collect();
    }

    /// The files of shared types: a component with the types that are declared within it and used by the same groups.
    /// What others use besides has a file of its own, or the component would be there without what it names.
    fn split(&self, shared: &[TypeId]) -> BTreeMap<String, Vec<TypeId>> {
        let sources: BTreeMap<&str, TypeId> = shared
            .iter()
            .filter_map(|id| Some((self.ty(*id)?.source.0.as_str(), *id)))
            .collect();
        let mut files: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
        for id in shared {
            let Some(ty) = self.ty(*id) else { continue };
            let users = |id: TypeId| self.users.get(id.0 as usize);
            let owner = owner(&ty.source.0)
                .and_then(|source| sources.get(source))
                .filter(|owner| users(**owner) == users(*id))
                .and_then(|owner| self.ty(*owner));
            files
                .entry(stem(owner.unwrap_or(ty).name.as_str()))
                .or_default()
                .push(*id);
        }
        files
    }

    /// Finds the groups, and the types that each uses.
    fn group(&mut self) {
        let sizes = sizes(self.api);
        let mut open: Vec<(ResourceId, Option<String>)> =
            self.children(ResourceId(0)).map(|id| (id, None)).collect();
        while let Some((id, above)) = open.pop() {
            let Some(module) = self.module(id).0.last() else {
                continue;
            };
            let name = module.trim_start_matches("r#");
            let name = above.map_or_else(|| group_name(name), |above| format!("{above}-{name}"));
            self.groups.insert(name.clone(), id);
            if sizes
                .get(id.0 as usize)
                .is_some_and(|size| *size > LARGE_GROUP)
            {
                open.extend(self.children(id).map(|child| (child, Some(name.clone()))));
                if let Some(group) = self.group_of.get_mut(id.0 as usize) {
                    *group = Some(name);
                }
            } else {
                self.join(id, &name);
            }
        }
        let users = users(self);
        self.users = users;
    }

    fn children(&self, id: ResourceId) -> impl Iterator<Item = ResourceId> + 'a {
        self.resource(id)
            .into_iter()
            .flat_map(|resource| resource.children.iter().copied())
    }

    /// Puts a resource and all below it into a group.
    fn join(&mut self, id: ResourceId, name: &str) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            open.extend(self.children(id));
            if let Some(group) = self.group_of.get_mut(id.0 as usize) {
                *group = Some(name.to_owned());
            }
        }
    }
}

/// The features one of which has to be on for one of several things to be there: each needs one of its own, or none.
pub(crate) fn any_of<'g>(gates: impl Iterator<Item = &'g [String]>) -> Vec<String> {
    let mut all = BTreeSet::new();
    for gate in gates {
        if gate.is_empty() {
            return Vec::new();
        }
        all.extend(gate);
    }
    all.into_iter().cloned().collect()
}

/// What stands at each position of a list of types.
fn ids(types: &[TypeDef]) -> impl Iterator<Item = (TypeId, &TypeDef)> {
    (0..).map(TypeId).zip(types)
}

fn grouped(api: &Api, options: &Options) -> bool {
    match options.features.groups {
        FeatureGroups::Always => true,
        FeatureGroups::Never => false,
        FeatureGroups::Auto => api.operations.len() > MANY_OPERATIONS,
    }
}

fn group_name(module: &str) -> String {
    if module == "default" || FEATURES.iter().any(|feature| feature.name == module) {
        format!("{module}-group")
    } else {
        module.to_owned()
    }
}

fn module_of(api: &Api, resource: &Resource) -> Vec<String> {
    let mut parts = Vec::new();
    let mut next = Some(resource);
    while let Some(resource) = next.filter(|resource| resource.parent.is_some() && parts.len() < 64)
    {
        parts.push(resource.module.as_str().to_owned());
        next = resource
            .parent
            .and_then(|parent| api.resources.get(parent.0 as usize));
    }
    parts.reverse();
    // The root's own operations and types stand beside the client.
    if parts.is_empty() {
        vec!["client".to_owned()]
    } else {
        parts
    }
}

/// How many operations there are at and below each resource.
fn sizes(api: &Api) -> Vec<usize> {
    let mut sizes = vec![0_usize; api.resources.len()];
    for operation in &api.operations {
        let (mut next, mut steps) = (Some(operation.resource), 0);
        while let Some(id) = next.filter(|_| steps < 64) {
            if let Some(size) = sizes.get_mut(id.0 as usize) {
                *size += 1;
            }
            next = api
                .resources
                .get(id.0 as usize)
                .and_then(|resource| resource.parent);
            steps += 1;
        }
    }
    sizes
}

/// The groups that use each type, none if all or many do, or if no operation names what uses it, such as the type of an
/// error that is text.
fn users(layout: &Layout<'_>) -> Vec<Vec<String>> {
    let api = layout.api;
    let mut roots: BTreeMap<Option<&str>, Vec<TypeId>> = BTreeMap::new();
    let of_all = roots.entry(None).or_default();
    for payload in api.webhooks.iter().flat_map(Webhook::payloads) {
        named(&payload.ty, of_all);
    }
    for header in &api.headers {
        named(&header.member.ty, of_all);
    }
    for operation in &api.operations {
        let group = layout
            .gate_of_resource(operation.resource)
            .first()
            .map(String::as_str);
        roots.entry(group).or_default().extend(mentioned(operation));
    }
    let mut users: Vec<Vec<String>> = vec![Vec::new(); api.types.len()];
    let mut common = vec![false; api.types.len()];
    for (group, roots) in roots {
        for (reached, (users, common)) in reached(api, roots)
            .into_iter()
            .zip(users.iter_mut().zip(&mut common))
        {
            match group {
                Some(group) if reached => users.push(group.to_owned()),
                None if reached => *common = true,
                _ => {}
            }
        }
    }
    // What is of no group is always there, and has to find what it names.
    let ungrouped = ids(&api.types).map(|(id, _)| id);
    let ungrouped = ungrouped.filter(|id| {
        let users = users.get(id.0 as usize);
        users.is_some_and(|users| users.is_empty() || users.len() > COMMON)
    });
    let always = reached(api, ungrouped.collect());
    for (users, common) in users
        .iter_mut()
        .zip(common.into_iter().zip(always).map(|(a, b)| a || b))
    {
        if common {
            users.clear();
        }
    }
    users
}

/// Which types can be reached from some.
fn reached(api: &Api, roots: Vec<TypeId>) -> Vec<bool> {
    let mut reached = vec![false; api.types.len()];
    let mut open = roots;
    while let Some(id) = open.pop() {
        let Some(seen) = reached.get_mut(id.0 as usize) else {
            continue;
        };
        if !std::mem::replace(seen, true)
            && let Some(ty) = api.types.get(id.0 as usize)
        {
            open.extend(parts(ty));
        }
    }
    reached
}

/// The types that an operation names.
pub(crate) fn mentioned(operation: &Operation) -> Vec<TypeId> {
    let mut out = Vec::new();
    let inputs = operation
        .inputs
        .iter()
        .map(|Input { member, .. }| &member.ty);
    let headers = operation.headers.iter().map(|header| &header.member.ty);
    let responses = operation
        .responses
        .iter()
        .flat_map(|response| &response.content)
        .map(|(_, payload)| &payload.ty);
    let all = inputs.chain(responses).chain(headers);
    all.for_each(|ty| named(ty, &mut out));
    match &operation.output {
        Output::Value(payload) | Output::Stream(_, payload) => named(&payload.ty, &mut out),
        Output::Page { item, info, .. } => {
            named(&item.ty, &mut out);
            info.iter().for_each(|info| named(info, &mut out));
        }
        Output::OneOf(id) => out.push(*id),
        Output::Empty | Output::Bytes | Output::Text => {}
    }
    out
}

/// The types that a type names.
fn parts(ty: &TypeDef) -> Vec<TypeId> {
    let mut out = Vec::from_iter(ty.same_as);
    match &ty.kind {
        TypeKind::Model(model) => {
            model
                .members
                .iter()
                .for_each(|member| named(&member.ty, &mut out));
            if let Rest::Typed(_, payload) = &model.rest {
                named(&payload.ty, &mut out);
            }
        }
        TypeKind::Union(union) => union
            .arms
            .iter()
            .for_each(|arm| named(&arm.payload.ty, &mut out)),
        TypeKind::Responses(arms) => {
            arms.iter()
                .filter_map(|arm| arm.payload.as_ref())
                .for_each(|payload| named(&payload.ty, &mut out));
        }
        TypeKind::Enum(_) | TypeKind::Newtype(_) => {}
    }
    out
}

/// The type that a Rust type names, if any.
fn named(mut ty: &Type, out: &mut Vec<TypeId>) {
    loop {
        match ty {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
                ty = inner
            }
            Type::Named(id) => {
                out.push(*id);
                return;
            }
            Type::Bool
            | Type::Integer(_)
            | Type::Number
            | Type::Text
            | Type::DateTime
            | Type::Date
            | Type::Bytes
            | Type::File
            | Type::Json => return,
        }
    }
}

/// The component that a schema is declared within.
fn owner(source: &str) -> Option<&str> {
    let (_, pointer) = source.split_once('#')?;
    let start = source.len() - pointer.len();
    let steps = if pointer.starts_with("/components/schemas/") {
        3
    } else if pointer.starts_with("/definitions/") {
        2
    } else {
        return None;
    };
    let end = pointer
        .match_indices('/')
        .nth(steps)
        .map_or(pointer.len(), |(end, _)| end);
    source.get(..start + end)
}

/// The name of the file of a type: `invite_status` for `InviteStatus`.
///
/// Two types whose names differ in case only share a file.
fn stem(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut chars = name.trim_start_matches("r#").chars().peekable();
    let mut before = '_';
    while let Some(c) = chars.next() {
        let starts = c.is_ascii_uppercase()
            && before != '_'
            && (!before.is_ascii_uppercase() || chars.peek().is_some_and(char::is_ascii_lowercase));
        if starts {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
        before = c;
    }
    // Neither a keyword nor a file that Windows cannot have.
    let taken = is_keyword(&out)
        || matches!(out.as_str(), "aux" | "con" | "nul" | "prn" | "mod")
        || out
            .strip_prefix("com")
            .or_else(|| out.strip_prefix("lpt"))
            .is_some_and(|rest| rest.len() == 1);
    if taken { format!("{out}_") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_type() {
        for (name, expected) in [
            ("InviteStatus", "invite_status"),
            ("DNSRecord", "dns_record"),
            ("Type", "type_"),
            ("Gen", "gen_"),
            ("Nul", "nul_"),
            ("A1B2", "a1_b2"),
        ] {
            assert_eq!(stem(name), expected);
        }
    }

    #[test]
    fn a_schema_belongs_to_its_component() {
        assert_eq!(
            owner("#/components/schemas/A/properties/b"),
            Some("#/components/schemas/A")
        );
        assert_eq!(
            owner("x.yaml#/definitions/A"),
            Some("x.yaml#/definitions/A")
        );
        assert_eq!(owner("#/paths/~1a/get"), None);
    }
}
