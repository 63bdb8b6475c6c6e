//! From schemas to types of the IR.
//!
//! [`Types::value`] lowers one schema where it is used: it gives the Rust type, and the facts and docs that belong to
//! this use. Objects, enums and unions become entries of [`Api::types`](crate::ir::Api::types), each once: what
//! is known by a node of the document is the same type wherever it is used, what several nodes make together (the
//! same property in two branches of `allOf`) is a type of the place that puts them together.
//!
//! What a named type contains is lowered from a queue, so that the depth of recursion is that of lists in lists and
//! never that of types in types.

mod conditions;
mod docs;
mod enums;
mod facts;
mod format;
mod listed;
mod objects;
mod settings;
mod shape;
mod uses;

#[cfg(test)]
pub(crate) mod harness;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

pub(super) use self::conditions::all as conditions;
pub(super) use self::enums::{Value as EnumValue, repr as enum_repr};
pub(super) use self::format::{
    about as format_about, integer_range, is_checked as is_format_checked,
};
pub(super) use self::objects::{has_typed_rest, is_open};
use self::settings::{Newtype, can_be_wrapped};
pub(super) use self::shape::{Limits, Shape, of as shape_of, plain as plain_shape};
use super::derives::Asked;
use super::names::{Drafts, Lineage, Origin, Pin, Place, PlaceBuf, pending};
use super::node::Node;
use super::resolve::Documents;
use super::schema::{Combined, MOST_NESTED, Schema, Schemas};
use super::survey::{self, Found, Seen};
use super::tree::NodeId;
use super::unions;
use crate::diagnostic::{Diagnostics, Location};
use crate::ir::{
    Direction, Docs, Fact, Home, JsonType, Member, Payload, Presence, Source, Type, TypeDef,
    TypeId, TypeKind,
};
use crate::survey::Scope;

/// A schema where it is used.
#[derive(Clone, Debug)]
pub(crate) struct Lowered {
    /// Its Rust type; nothing in it says whether the value itself can be null.
    pub(crate) ty: Type,
    /// Constraints and annotations.
    pub(crate) facts: Vec<Fact>,
    /// What this use tells people.
    pub(crate) docs: Docs,
    /// Whether it can be null.
    pub(crate) nullable: bool,
    /// Whether it is deprecated.
    pub(crate) deprecated: bool,
    /// Where it stands.
    pub(crate) source: Source,
}

impl Lowered {
    /// The type with the facts, for a place that has no presence of its own: a value that can be null is an option.
    pub(crate) fn into_payload(self) -> Payload {
        let mut facts = self.facts;
        if !self.nullable || self.ty == Type::Json {
            return Payload { ty: self.ty, facts };
        }
        facts.push(Fact::Nullable);
        Payload {
            ty: Type::Nullable(Box::new(self.ty)),
            facts,
        }
    }
}

/// The members of an object that has no type of its own.
#[derive(Debug)]
pub(crate) struct Members {
    /// Each of them.
    pub(crate) list: Vec<Member>,
    /// What they satisfy together.
    pub(crate) facts: Vec<Fact>,
    /// What is to be said of them together.
    pub(crate) notes: Vec<String>,
}

/// Whether a member has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Required {
    /// It has to be there.
    Yes,
    /// It may be left out.
    No,
}

/// What a type is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key<'d> {
    /// A node of the document.
    Node(NodeId),
    /// A node that several operations share, as that of one of them.
    Shared(NodeId, String),
    /// Several nodes, where they come together.
    Composite(Schema<'d>, PlaceBuf),
}

/// A named type before and after it is worked out.
#[derive(Debug)]
struct Slot<'d> {
    schema: Schema<'d>,
    def: Option<TypeDef>,
}

/// What several nodes make together, while its type is worked out.
#[derive(Debug)]
struct Composite<'d> {
    schema: Schema<'d>,
    place: PlaceBuf,
    /// The named type that was made because it contains itself.
    named: Option<TypeId>,
}

/// The types of an API while they are found.
#[derive(Debug)]
pub(crate) struct Types<'d> {
    pub(super) schemas: Schemas<'d>,
    slots: Vec<Slot<'d>>,
    by_key: HashMap<Key<'d>, TypeId>,
    /// What stands in the parameters of a path item, of which each operation has a type of its own: one that is named
    /// after the first of them would be called something else when another operation came first.
    shared: HashSet<NodeId>,
    /// Types of schemas whose type is the same wherever they are used.
    by_anchor: HashMap<NodeId, Type>,
    /// Schemas whose type is being worked out, with the named type that was made because they contain themselves.
    busy: HashMap<NodeId, Option<TypeId>>,
    /// The same of what several nodes make together, the outermost first.
    composites: Vec<Composite<'d>>,
    /// The types of what several nodes make together within such a type, where each was met first.
    first_composites: HashMap<Schema<'d>, TypeId>,
    queue: VecDeque<TypeId>,
    drafts: Drafts,
    pins: Vec<(Schema<'d>, Pin)>,
    /// Traits that the configuration asks for.
    derives: Vec<(Schema<'d>, Vec<String>, Location)>,
    /// The types that they are for.
    derived: Vec<Asked>,
    /// Strings and integers that the configuration makes types of their own, by where they stand.
    newtypes: HashMap<NodeId, Newtype>,
    untyped: HashSet<String>,
    /// Schemas whose keywords were reported on.
    reported: HashSet<NodeId>,
    depth: usize,
    /// What schemas became, if somebody wants to know.
    seen: Option<Seen<'d>>,
    /// How much somebody wants to know.
    scope: Scope,
}

/// What came out.
#[derive(Debug)]
pub(crate) struct Finished {
    /// All named types, by id.
    pub(crate) types: Vec<TypeDef>,
    /// What their names are made from.
    pub(crate) drafts: Drafts,
    /// Places whose type is any JSON although the schema says more.
    pub(crate) untyped: usize,
    /// How many component schemas there are in the entry document.
    pub(crate) schemas: usize,
    /// How many of them have no type of their own, because every use shows them whole.
    pub(crate) schemas_inlined: usize,
    /// How many of them nothing uses.
    pub(crate) schemas_unused: usize,
    /// The examples of the document, if they were asked for.
    pub(crate) found: Option<Found>,
    /// Types that shall derive something.
    pub(super) derived: Vec<Asked>,
}

impl<'d> Types<'d> {
    /// None yet.
    pub(crate) fn new(documents: &'d Documents, diagnostics: &'d Diagnostics) -> Self {
        Self {
            schemas: Schemas::new(documents, diagnostics),
            slots: Vec::new(),
            by_key: HashMap::new(),
            shared: HashSet::new(),
            by_anchor: HashMap::new(),
            busy: HashMap::new(),
            composites: Vec::new(),
            first_composites: HashMap::new(),
            queue: VecDeque::new(),
            drafts: Drafts::default(),
            pins: Vec::new(),
            derives: Vec::new(),
            derived: Vec::new(),
            newtypes: HashMap::new(),
            untyped: HashSet::new(),
            reported: HashSet::new(),
            depth: 0,
            seen: None,
            scope: Scope::Examples,
        }
    }

    /// The same, and notes what every schema becomes.
    pub(crate) fn noting(self, scope: Scope) -> Self {
        Self {
            seen: Some(Seen::new()),
            scope,
            ..self
        }
    }

    /// What all parts of a schema say together.
    pub(crate) fn combined(&self, schema: impl Into<Schema<'d>>) -> Rc<Combined<'d>> {
        self.schemas.combine(&schema.into())
    }

    /// A property, also one that only some alternatives have.
    pub(crate) fn property(&self, schema: impl Into<Schema<'d>>, name: &str) -> Option<Schema<'d>> {
        let combined = self.combined(schema);
        self.schemas.property(&combined, name)
    }

    /// What the items of an array satisfy; `None` if the schema is not that of an array, or says nothing of them.
    pub(crate) fn items(&self, schema: impl Into<Schema<'d>>) -> Option<Schema<'d>> {
        let combined = self.combined(schema);
        combined
            .types
            .and(super::schema::JsonTypes::of(JsonType::Array))
            .single()?;
        self.schemas.items(&combined)
    }

    /// Whether a schema is that of an array.
    pub(crate) fn is_list(&self, schema: impl Into<Schema<'d>>) -> bool {
        self.combined(schema).is_only(JsonType::Array)
    }

    /// The node that gives a schema its identity: a component, or the place where it stands.
    pub(crate) fn anchor(&self, schema: impl Into<Schema<'d>>) -> Option<Node<'d>> {
        self.schemas.anchor(&schema.into())
    }

    /// Lowers a schema where it is used.
    pub(crate) fn value(&mut self, schema: impl Into<Schema<'d>>, place: Place<'_>) -> Lowered {
        let schema = schema.into();
        let combined = self.schemas.combine(&schema);
        let ty = self.ty(&schema, place);
        self.note(&schema, &combined, &ty);
        let facts = self.facts(&schema, &combined, &ty);
        Lowered {
            docs: self.docs(&schema, &combined, &ty),
            nullable: combined.nullable,
            deprecated: facts::flag(&combined, "deprecated"),
            source: schema
                .node()
                .map_or_else(|| Source(String::new()), Node::source),
            ty,
            facts,
        }
    }

    /// Notes what a schema became.
    fn note(&mut self, schema: &Schema<'d>, combined: &Rc<Combined<'d>>, ty: &Type) {
        if self
            .seen
            .as_ref()
            .is_none_or(|seen| seen.contains_key(schema))
        {
            return;
        }
        let lowered = Lowered {
            ty: ty.clone(),
            facts: self.facts(schema, combined, ty),
            docs: Docs::default(),
            nullable: combined.nullable,
            deprecated: false,
            source: Source(String::new()),
        };
        if let Some(seen) = &mut self.seen {
            seen.insert(schema.clone(), lowered.into_payload());
        }
    }

    /// Lowers a schema where it is a member of something at `owner`. The name is left open.
    pub(crate) fn member(
        &mut self,
        schema: impl Into<Schema<'d>>,
        wire: &str,
        required: Required,
        owner: &Place<'_>,
    ) -> Member {
        let lowered = self.value(schema, owner.member(wire));
        let mut docs = lowered.docs;
        docs.summary = docs.summary.filter(|summary| !repeats(summary, wire));
        Member {
            name: pending(),
            wire: wire.to_owned(),
            docs,
            presence: match (required, lowered.nullable) {
                (Required::Yes, false) => Presence::Required,
                (Required::Yes, true) => Presence::Nullable,
                (Required::No, false) => Presence::Optional,
                (Required::No, true) => Presence::OptionalNullable,
            },
            ty: lowered.ty,
            facts: lowered.facts,
            source: lowered.source,
            deprecated: lowered.deprecated,
        }
    }

    /// The members of an object that has nothing but named members; `None` if it is anything else.
    pub(crate) fn members(
        &mut self,
        schema: impl Into<Schema<'d>>,
        owner: &Place<'_>,
    ) -> Option<Members> {
        let schema = schema.into();
        let combined = self.schemas.combine(&schema);
        let Shape::Model(model) = shape::of(&self.schemas, &schema, &combined) else {
            return None;
        };
        if combined.nullable || objects::rest(&self.schemas, &model).is_some() {
            return None;
        }
        let list = self.model_members(&model, owner);
        let mut facts = facts::constraints(&self.schemas, &model, JsonType::Object);
        facts.extend(self.together(&model));
        self.alternatives(&combined, &mut facts);
        let mut notes = docs::conditions(&self.schemas, &combined);
        notes.extend(unions::notes(&self.schemas, &combined));
        Some(Members { list, facts, notes })
    }

    /// Works out everything that is still waiting.
    pub(crate) fn finish(mut self) -> Finished {
        while let Some(id) = self.queue.pop_front() {
            self.define(id);
        }
        self.settle();
        self.schemas.report_repeated();
        let (schemas, schemas_inlined, schemas_unused) = self.count_components();
        let found = self
            .seen
            .as_ref()
            .map(|seen| survey::find(&self.schemas, seen, self.scope));
        let types = self.slots.into_iter().filter_map(|slot| slot.def).collect();
        Finished {
            types,
            drafts: self.drafts,
            untyped: self.untyped.len(),
            schemas,
            schemas_inlined,
            schemas_unused,
            found,
            derived: self.derived,
        }
    }

    /// All component schemas, those without a type of their own, and those that nothing uses.
    fn count_components(&self) -> (usize, usize, usize) {
        let components = self
            .schemas
            .documents
            .root()
            .descend(["components", "schemas"]);
        let (mut all, mut inlined, mut unused) = (0, 0, 0);
        for (_, component) in components.into_iter().flat_map(Node::entries) {
            all += 1;
            let id = component.identity();
            if self.drafts.by_node.contains_key(&id) {
                continue;
            }
            if self.schemas.is_target(id) {
                inlined += 1;
            } else {
                unused += 1;
            }
        }
        (all, inlined, unused)
    }

    /// Whether the type of a schema has a name that does not come from its owner.
    pub(super) fn has_own_name(&self, schema: &Schema<'d>) -> bool {
        let anchor = self.schemas.anchor(schema);
        let lineage =
            anchor.and_then(|anchor| Lineage::of(anchor, &|id| self.schemas.is_target(id)));
        lineage.is_some_and(|lineage| lineage.is_root())
    }

    /// The Rust type of a schema.
    pub(super) fn ty(&mut self, schema: &Schema<'d>, place: Place<'_>) -> Type {
        let Some(anchor) = self.schemas.anchor(schema) else {
            return self.composite(schema, place);
        };
        let id = anchor.identity();
        if let Some(known) = self.by_anchor.get(&id) {
            return known.clone();
        }
        let schemas = &self.schemas;
        let Some(lineage) = Lineage::of(anchor, &|node| schemas.is_target(node)) else {
            if is_of_path_item(anchor) && !self.is_configured(anchor) {
                self.shared.insert(id);
            }
            return self.build(&anchor.into(), place, Some((id, None)));
        };
        match self.busy.get(&id) {
            Some(Some(id)) => return Type::Named(*id),
            Some(None) => return self.contains_itself(anchor, lineage),
            None => {}
        }
        self.busy.insert(id, None);
        let ty = self.build(
            &anchor.into(),
            Place::Document(&lineage),
            Some((id, Some(&lineage))),
        );
        let named = self.busy.remove(&id).flatten();
        let ty = named.map_or(ty, Type::Named);
        self.by_anchor.insert(id, ty.clone());
        ty
    }

    /// The Rust type of what several nodes make together. Where that contains itself, it is one type, with the name
    /// of the outermost place.
    fn composite(&mut self, schema: &Schema<'d>, place: Place<'_>) -> Type {
        if let Some(id) = self.around(schema, place.owner()) {
            return Type::Named(id);
        }
        // What contains itself by very many ways is the type that it was when it was met first.
        if let Some(id) = self.first_composites.get(schema).copied()
            && !self.schemas.may_repeat()
        {
            return Type::Named(id);
        }
        let position = self
            .composites
            .iter()
            .position(|composite| composite.schema == *schema);
        if let Some(composite) = position.and_then(|position| self.composites.get(position)) {
            if let Some(id) = composite.named {
                return Type::Named(id);
            }
            let outer = composite.place.clone();
            let key = Key::Composite(schema.clone(), outer.clone());
            let id = self.allocate(key, schema.clone(), Origin::Place(outer));
            if let Some(composite) = position.and_then(|at| self.composites.get_mut(at)) {
                composite.named = Some(id);
            }
            return Type::Named(id);
        }
        self.composites.push(Composite {
            schema: schema.clone(),
            place: place.to_buf(),
            named: None,
        });
        let ty = self.build(schema, place, None);
        let named = self.composites.pop().and_then(|composite| composite.named);
        named.map_or(ty, Type::Named)
    }

    /// Whether a type is made by several nodes together.
    fn is_composite(&self, id: TypeId) -> bool {
        let slot = self.slots.get(id.0 as usize);
        slot.is_some_and(|slot| self.schemas.anchor(&slot.schema).is_none())
    }

    /// The type of a schema among those that something stands in.
    fn around(&self, schema: &Schema<'d>, mut owner: Option<TypeId>) -> Option<TypeId> {
        while let Some(id) = owner {
            let position = id.0 as usize;
            if self.slots.get(position)?.schema == *schema {
                return Some(id);
            }
            owner = self.drafts.origins.get(position)?.owner();
        }
        None
    }

    /// A list or map that contains itself has to have a name.
    fn contains_itself(&mut self, anchor: Node<'d>, lineage: Lineage) -> Type {
        let id = self.allocate(
            Key::Node(anchor.identity()),
            anchor.into(),
            Origin::Document(lineage),
        );
        self.drafts.by_node.insert(anchor.identity(), id);
        self.busy.insert(anchor.identity(), Some(id));
        Type::Named(id)
    }

    fn allocate(&mut self, key: Key<'d>, schema: Schema<'d>, origin: Origin) -> TypeId {
        let id = TypeId(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.push(Slot { schema, def: None });
        self.drafts.origins.push(origin);
        self.by_key.insert(key, id);
        self.queue.push_back(id);
        id
    }

    /// What the type of a node is known by in a place.
    fn key(&self, node: NodeId, place: Place<'_>) -> Key<'d> {
        let shared = self.shared.contains(&node);
        let operation = shared.then(|| self.operation_of(place.to_buf())).flatten();
        operation.map_or(Key::Node(node), |operation| Key::Shared(node, operation))
    }

    /// The operation that a place is in, if nothing with a name of its own is closer.
    fn operation_of(&self, mut place: PlaceBuf) -> Option<String> {
        while let Some(id) = place.owner() {
            match self.drafts.origins.get(id.0 as usize)? {
                Origin::Place(outer) => place = outer.clone(),
                Origin::Document(_) => return None,
            }
        }
        place.operation().map(str::to_owned)
    }

    /// Names what stands in an operation after that one, where another one that refers to it was read before: one more
    /// operation that refers to it renames nothing.
    fn take_home(&mut self, id: TypeId, node: NodeId, place: Place<'_>) {
        let Some(own) = operation_around(self.schemas.documents.node(node)) else {
            return;
        };
        // One with several bodies is known by its name and a word for each.
        let is_own = |key: &str| {
            let rest = key.strip_prefix(&own);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" as "))
        };
        let origin = self.drafts.origins.get(id.0 as usize);
        let Some(Origin::Place(named)) = origin.cloned() else {
            return;
        };
        let is_home = |place| self.operation_of(place).is_some_and(|key| is_own(&key));
        if is_home(place.to_buf())
            && !is_home(named)
            && let Some(origin) = self.drafts.origins.get_mut(id.0 as usize)
        {
            *origin = Origin::Place(place.to_buf());
        }
    }

    /// Makes the type of a schema. `identity` is the node that it is known by, with its lineage if it has one.
    fn build(
        &mut self,
        schema: &Schema<'d>,
        place: Place<'_>,
        identity: Option<(NodeId, Option<&Lineage>)>,
    ) -> Type {
        let known = identity.map(|(node, _)| self.key(node, place));
        if let Some(id) = known.and_then(|key| self.by_key.get(&key)).copied() {
            if let Some((node, None)) = identity {
                self.take_home(id, node, place);
            }
            return Type::Named(id);
        }
        if self.depth > MOST_NESTED {
            self.report_depth(schema);
            return Type::Json;
        }
        self.depth += 1;
        let combined = self.schemas.combine(schema);
        let ty = match shape::of(&self.schemas, schema, &combined) {
            Shape::Anything | Shape::Null => Type::Json,
            Shape::Never => {
                self.report_never(schema);
                Type::Json
            }
            Shape::Unclear(why) => {
                self.count_untyped(schema, why);
                Type::Json
            }
            Shape::Scalar(ty, _) => self.scalar_type(ty, schema, place, identity),
            Shape::List(items) => Type::List(Box::new(self.inner(items.as_ref(), place.item()))),
            Shape::Map(values) => Type::Map(Box::new(self.inner(values.as_ref(), place.value()))),
            Shape::Model(_) | Shape::Enum(..) | Shape::Union(_) => {
                Type::Named(self.named(schema, place, identity))
            }
        };
        self.depth -= 1;
        ty
    }

    /// The type of the items of a list or the values of a map.
    fn inner(&mut self, schema: Option<&Schema<'d>>, place: Place<'_>) -> Type {
        let Some(schema) = schema else {
            return Type::Json;
        };
        let ty = self.ty(schema, place);
        let combined = self.schemas.combine(schema);
        self.note(schema, &combined, &ty);
        if ty != Type::Json && combined.nullable {
            Type::Nullable(Box::new(ty))
        } else {
            ty
        }
    }

    fn named(
        &mut self,
        schema: &Schema<'d>,
        place: Place<'_>,
        identity: Option<(NodeId, Option<&Lineage>)>,
    ) -> TypeId {
        let (key, origin) = match identity {
            Some((node, Some(lineage))) => (Key::Node(node), Origin::Document(lineage.clone())),
            Some((node, None)) => (self.key(node, place), Origin::Place(place.to_buf())),
            None => {
                let place = place.to_buf();
                (
                    Key::Composite(schema.clone(), place.clone()),
                    Origin::Place(place),
                )
            }
        };
        if let Some(id) = self.by_key.get(&key) {
            return *id;
        }
        let is_inside = origin.owner().is_some_and(|owner| self.is_composite(owner));
        let id = self.allocate(key, schema.clone(), origin);
        if let Some((node, _)) = identity {
            self.by_key.entry(Key::Node(node)).or_insert(id);
            self.drafts.by_node.insert(node, id);
        } else if is_inside {
            self.first_composites.entry(schema.clone()).or_insert(id);
        }
        id
    }

    /// Adds a type that no schema stands for.
    pub(crate) fn add(&mut self, def: TypeDef, place: Place<'_>) -> TypeId {
        let id = TypeId(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.push(Slot {
            schema: Schema::all([]),
            def: Some(def),
        });
        self.drafts.origins.push(Origin::Place(place.to_buf()));
        id
    }

    /// What the values of a map satisfy, or the members of an object that have no name of their own; `None` if the
    /// schema says nothing of them.
    pub(crate) fn values(&self, schema: impl Into<Schema<'d>>) -> Option<Schema<'d>> {
        let schema = schema.into();
        let combined = self.schemas.combine(&schema);
        match shape::of(&self.schemas, &schema, &combined) {
            Shape::Map(values) => values,
            Shape::Model(model) => objects::rest(&self.schemas, &model),
            _ => None,
        }
    }

    fn report_depth(&self, schema: &Schema<'d>) {
        if let Some(node) = schema.node() {
            let error = node.error(
                "nested-too-deeply",
                format!("schemas are nested more than {MOST_NESTED} times here"),
            );
            self.schemas
                .diagnostics
                .push(error.help("everything below this is treated as any JSON"));
        }
    }

    fn report_never(&self, schema: &Schema<'d>) {
        if let Some(node) = schema.node() {
            let warning = node.warning("no-value", "nothing can be a value of this");
            self.schemas.diagnostics.push(
                warning.help("it is treated as any JSON, and whatever is sent is a violation"),
            );
        }
    }

    fn count_untyped(&mut self, schema: &Schema<'d>, why: &str) {
        if let Some(node) = schema.node() {
            self.schemas
                .diagnostics
                .push(node.warning("untyped", format!("this is treated as any JSON: {why}")));
            self.untyped.insert(node.source().0);
        }
    }

    /// Works out a named type.
    fn define(&mut self, id: TypeId) {
        let Some(schema) = self
            .slots
            .get(id.0 as usize)
            .map(|slot| slot.schema.clone())
        else {
            return;
        };
        let combined = self.schemas.combine(&schema);
        self.report_keywords(&combined);
        let mut kind = self.kind(id, &schema, &combined);
        let mut docs = docs::docs(&combined.own);
        if let TypeKind::Union(union) = &mut kind {
            // What stands beside the alternatives is said of each, and belongs to all of them.
            let arms = union.arms.iter_mut();
            arms.for_each(|arm| docs::leave_out(&mut arm.docs, &docs));
        }
        docs.notes = self.notes(&schema, &combined);
        let def = TypeDef {
            name: pending(),
            home: Home::Shared,
            docs,
            source: schema
                .node()
                .map_or_else(|| Source(String::new()), Node::source),
            direction: Direction::default(),
            deprecated: facts::flag(&combined, "deprecated"),
            kind,
            derives: Vec::new(),
            same_as: None,
        };
        if let Some(slot) = self.slots.get_mut(id.0 as usize) {
            slot.def = Some(def);
        }
    }

    fn kind(&mut self, id: TypeId, schema: &Schema<'d>, combined: &Rc<Combined<'d>>) -> TypeKind {
        match shape::of(&self.schemas, schema, combined) {
            Shape::Model(model) => {
                let mut model = self.model(id, &model);
                self.alternatives(combined, &mut model.facts);
                TypeKind::Model(model)
            }
            Shape::Enum(values, others) => TypeKind::Enum(enums::define(&values, others)),
            Shape::Union(plan) => {
                let (union, names) = unions::define(self, id, &plan, combined);
                self.drafts.arms.insert(id, names);
                TypeKind::Union(union)
            }
            Shape::Scalar(ty, _) if can_be_wrapped(&ty) => TypeKind::Newtype(ty),
            // A map that contains itself.
            Shape::Map(values) => TypeKind::Model(self.map_model(id, combined, values.as_ref())),
            // Anything else that contains itself, a list of such lists: a union of one.
            shape => {
                let (union, names) = unions::wrap(self, id, schema, &shape);
                self.drafts.arms.insert(id, names);
                TypeKind::Union(union)
            }
        }
    }

    /// What the alternatives of an object ask for that became one struct.
    fn alternatives(&self, combined: &Combined<'d>, facts: &mut Vec<Fact>) {
        let united = unions::united(&self.schemas, combined)
            .and_then(|arms| conditions::alternatives(&self.schemas, &arms));
        if let Some(sets) = united {
            // It says which members are needed together as well.
            facts.retain(|fact| !unions::is_needs(fact));
            facts.push(Fact::AnyOf(sets));
        }
        facts.extend(unions::requirements(&self.schemas, combined));
    }

    /// Reports what the keywords of some nodes cannot mean, once.
    fn report_keywords(&mut self, combined: &Combined<'d>) {
        let Some(first) = combined.own.first() else {
            return;
        };
        if self.reported.insert(first.identity()) {
            facts::report_misplaced(&self.schemas, combined);
        }
    }

    /// What is to be said of a schema besides its words: conditions, and the words of alternatives.
    fn notes(&self, schema: &Schema<'d>, combined: &Rc<Combined<'d>>) -> Vec<String> {
        let mut notes = docs::conditions(&self.schemas, combined);
        notes.extend(unions::notes(&self.schemas, combined));
        if !combined.groups.is_empty() {
            let shape = shape::of(&self.schemas, schema, combined);
            notes.extend(docs::alternatives(&self.schemas, combined, &shape));
        }
        notes
    }

    /// What is said of the items of a list and the values of a map that have no type of their own.
    fn words_inside(&self, schema: &Schema<'d>, ty: &Type) -> Option<String> {
        let (part, inner, ty) = match ty {
            Type::List(ty) => ("item", self.items(schema)?, ty),
            Type::Map(ty) => ("value", self.values(schema)?, ty),
            _ => return None,
        };
        let ty = match ty.as_ref() {
            Type::Nullable(ty) | Type::Boxed(ty) => ty,
            _ => ty,
        };
        if matches!(ty.as_ref(), Type::Named(_)) {
            return None;
        }
        let own = docs::words(&docs::docs(&self.schemas.combine(&inner).own));
        let inside = || self.words_inside(&inner, ty);
        Some(format!("Each {part}: {}", own.or_else(inside)?))
    }

    /// What a use of a schema tells people. The docs of a named type are told there, unless it stands here.
    fn docs(&mut self, schema: &Schema<'d>, combined: &Rc<Combined<'d>>, ty: &Type) -> Docs {
        if !matches!(ty, Type::Named(_)) {
            self.report_keywords(combined);
            let mut docs = docs::docs(&combined.own);
            docs.notes = self.notes(schema, combined);
            docs.notes.extend(self.words_inside(schema, ty));
            return docs;
        }
        let anchor = self.schemas.anchor(schema);
        let inline = anchor.is_none_or(|anchor| *schema == Schema::from(anchor));
        if inline {
            return docs::docs(&combined.own);
        }
        let told = anchor.map(|anchor| self.schemas.combine(&anchor.into()));
        let own: Vec<Node<'d>> = combined
            .own
            .iter()
            .copied()
            .filter(|node| !told.as_ref().is_some_and(|told| told.own.contains(node)))
            .collect();
        docs::docs(&own)
    }
}

/// The constraints of a list itself.
pub(super) fn list_facts<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> Vec<Fact> {
    facts::constraints(schemas, combined, JsonType::Array)
}

/// Whether a title says nothing but the name again.
fn repeats(title: &str, name: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    letters(title) == letters(name)
}

/// Whether a node stands in the parameters of a path item, which all its operations share.
fn is_of_path_item(node: Node<'_>) -> bool {
    matches!(way_to(node).as_slice(), ["paths", _, "parameters", ..])
}

/// The operation that a node stands in, as it is known.
fn operation_around(node: Node<'_>) -> Option<String> {
    match way_to(node).as_slice() {
        ["paths", path, method, ..] => Some(format!("{} {path}", method.to_ascii_uppercase())),
        _ => None,
    }
}

/// The keys on the way to a node, up to the first item of a list.
fn way_to(node: Node<'_>) -> Vec<&str> {
    let around = std::iter::successors(Some(node), |node| node.parent());
    let mut keys: Vec<Option<&str>> = around.map(Node::key).collect();
    // The root has none.
    keys.pop();
    keys.into_iter().rev().map_while(|key| key).collect()
}
