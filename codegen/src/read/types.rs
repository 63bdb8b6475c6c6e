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
mod define;
mod docs;
mod enums;
mod excerpt;
mod facts;
mod format;
mod identity;
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

pub(super) use self::conditions::{all as conditions, loosely};
pub(super) use self::enums::{Value as EnumValue, repr as enum_repr};
pub(super) use self::format::{
    about as format_about, integer_range, is_checked as is_format_checked,
};
use self::identity::{Composite, Key};
pub(super) use self::objects::{has_typed_rest, is_open};
use self::settings::Newtype;
pub(super) use self::shape::{Limits, Shape, of as shape_of, plain as plain_shape};
use super::derives::Asked;
use super::names::{Drafts, Pin, Place, pending};
use super::node::Node;
use super::resolve::Documents;
use super::schema::{Combined, Schema, Schemas};
use super::survey::{self, Found, Seen};
use super::tree::NodeId;
use super::unions;
use crate::diagnostic::{Diagnostics, Location};
use crate::ir::{
    Docs, Fact, JsonType, Literal, Member, Payload, Presence, Source, Type, TypeDef, TypeId,
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
        let (mut facts, mut ty) = (self.facts, self.ty);
        let is_any = ty == Type::Json;
        // Of any JSON of which nothing else is said, it need not be said.
        let is_said = is_any && matches!(facts.as_slice(), [] | [Fact::Const(Literal::Null)]);
        if self.nullable && !is_said {
            facts.push(Fact::Nullable);
        }
        if self.nullable && !is_any {
            ty = Type::Nullable(Box::new(ty));
        }
        Payload { ty, facts }
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

/// A named type before and after it is worked out.
#[derive(Debug)]
struct Slot<'d> {
    schema: Schema<'d>,
    def: Option<TypeDef>,
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
