//! One view of a schema, whatever it is put together from.
//!
//! A value has to satisfy a [`Schema`], which is a conjunction of parts: a node of the document with everything
//! that it refers to, or several nodes (the same property in two branches of `allOf`). [`Schemas::combine`]
//! looks through `$ref`, `allOf` and alternatives that cannot hold, and gives what all of it says together:
//!
//! - Properties are merged; a property that several parts have is the conjunction of what each says.
//! - `required` is united; types and `enum`s are intersected.
//! - Text comes from the outermost part that has it; of the branches of `allOf`, the last one is asked first,
//!   because it is the one that refines the others.
//! - If parts contradict each other, the same order decides, and a warning says so.
//! - Of `anyOf` and `oneOf`, alternatives that cannot hold together with the rest are dropped. If one is left, it
//!   is a part like any other.
//!
//! **Invariant:** nothing here recurses further than [`MOST_NESTED`], whatever the document is like.

mod anchor;
mod flatten;
mod groups;
mod json_types;
mod keywords;
mod lookup;
mod merge;
mod report;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};

use self::flatten::outermost_anchor;
pub(crate) use self::json_types::JsonTypes;
pub(crate) use self::keywords::{Keyword, classify};
use super::node::Node;
use super::resolve::Documents;
use super::tree::NodeId;
use super::unions::Choices;
use crate::diagnostic::Diagnostics;
use crate::ir::JsonType;

/// How deep schemas may be nested in each other by references and combinations.
pub(crate) const MOST_NESTED: usize = 120;

/// How often schemas may be worked out again because what came out depended on where they were met.
const MOST_REPETITIONS: u32 = 2_000;

/// What a value has to satisfy: all of its parts. Earlier parts have more authority.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Schema<'d> {
    parts: Rc<[Part<'d>]>,
}

/// Something that a value has to satisfy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part<'d> {
    /// All that a node says, with what it refers to.
    Whole(Node<'d>),
    /// What a node says itself, without references and combinations.
    Own(Node<'d>),
    /// One of these types.
    Types(JsonTypes),
    /// At least one of these.
    Any(Rc<[Schema<'d>]>),
}

impl<'d> Schema<'d> {
    /// The conjunction of some parts.
    pub(crate) fn all(parts: impl IntoIterator<Item = Part<'d>>) -> Self {
        let unique: IndexSet<Part<'d>> = parts.into_iter().collect();
        Self {
            parts: unique.into_iter().collect(),
        }
    }

    /// The disjunction of some schemas.
    pub(crate) fn any(schemas: Vec<Schema<'d>>) -> Self {
        let unique: IndexSet<Schema<'d>> = schemas.into_iter().collect();
        let mut schemas: Vec<Schema<'d>> = unique.into_iter().collect();
        if schemas.len() == 1
            && let Some(only) = schemas.pop()
        {
            return only;
        }
        Self::all([Part::Any(schemas.into())])
    }

    /// This one and some other parts of less authority.
    pub(crate) fn and(&self, others: impl IntoIterator<Item = Part<'d>>) -> Self {
        Self::all(self.parts.iter().cloned().chain(others))
    }

    /// The parts.
    pub(crate) fn parts(&self) -> &[Part<'d>] {
        &self.parts
    }

    /// Those of which it is the disjunction, or itself.
    pub(crate) fn alternatives(&self) -> &[Schema<'d>] {
        match &*self.parts {
            [Part::Any(schemas)] => schemas,
            _ => std::slice::from_ref(self),
        }
    }

    /// A node that stands for it in diagnostics and sources: that of the part with the most authority.
    pub(crate) fn node(&self) -> Option<Node<'d>> {
        self.parts.iter().find_map(|part| match part {
            Part::Whole(node) | Part::Own(node) => Some(*node),
            Part::Types(_) => None,
            Part::Any(schemas) => schemas.iter().find_map(Schema::node),
        })
    }
}

impl<'d> From<Node<'d>> for Schema<'d> {
    fn from(node: Node<'d>) -> Self {
        Self {
            parts: Rc::new([Part::Whole(node)]),
        }
    }
}

impl<'d> From<&Schema<'d>> for Schema<'d> {
    fn from(schema: &Schema<'d>) -> Self {
        schema.clone()
    }
}

/// `anyOf` or `oneOf`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Several alternatives may hold at once.
    AnyOf,
    /// Exactly one holds.
    OneOf,
}

/// Alternatives of which one has to hold.
#[derive(Clone, Debug)]
pub(crate) struct Group<'d> {
    /// Whether several may hold at once.
    pub(crate) choice: Choice,
    /// The schema that has the keyword.
    pub(crate) node: Option<Node<'d>>,
    /// The alternatives, without those that cannot hold.
    pub(crate) arms: Vec<Schema<'d>>,
}

/// What all parts of a schema say together.
#[derive(Clone, Debug)]
pub(crate) struct Combined<'d> {
    /// The nodes that say it, the one with the most authority first.
    pub(crate) own: Vec<Node<'d>>,
    /// Alternatives that are still open: at least two each.
    pub(crate) groups: Vec<Group<'d>>,
    /// Types that a value may have, null apart.
    pub(crate) types: JsonTypes,
    /// Whether something was said about types, or follows from other keywords.
    pub(crate) typed: bool,
    /// Whether it may be null.
    pub(crate) nullable: bool,
    /// The values it may have, null apart, if they are listed.
    pub(crate) values: Option<Vec<Node<'d>>>,
    /// The properties in the order of the document, those of a base first.
    pub(crate) properties: IndexMap<&'d str, Schema<'d>>,
    /// The names of properties that have to be there.
    pub(crate) required: IndexSet<&'d str>,
    /// Sets of properties of which one has to be there, besides those that are required.
    pub(crate) needs: Vec<Vec<&'d str>>,
    /// Whether nothing satisfies it.
    pub(crate) never: bool,
    /// Whether a part was left out because it contradicts another about the type.
    contradicted: bool,
    /// Whether it is still being worked out, because it contains itself: nothing is known.
    pub(crate) opaque: bool,
}

impl<'d> Combined<'d> {
    fn unknown() -> Self {
        Self {
            own: Vec::new(),
            groups: Vec::new(),
            types: JsonTypes::ANY,
            typed: false,
            nullable: false,
            values: None,
            properties: IndexMap::new(),
            required: IndexSet::new(),
            needs: Vec::new(),
            never: false,
            contradicted: false,
            opaque: true,
        }
    }

    /// Whether a value can only be null.
    pub(crate) fn is_null(&self) -> bool {
        self.nullable
            && self.groups.is_empty()
            && (self.types.is_empty() || self.values.as_ref().is_some_and(Vec::is_empty))
    }

    /// The value of a keyword, from the part with the most authority that has it.
    pub(crate) fn get(&self, keyword: &str) -> Option<Node<'d>> {
        self.own.iter().find_map(|node| node.get(keyword))
    }

    /// The values of a keyword of all parts.
    pub(crate) fn every<'k>(&'k self, keyword: &'k str) -> impl Iterator<Item = Node<'d>> + 'k {
        self.own.iter().filter_map(move |node| node.get(keyword))
    }

    /// Whether the type is this one only.
    pub(crate) fn is_only(&self, ty: JsonType) -> bool {
        self.typed && self.types.single() == Some(ty)
    }

    /// Whether it excludes any value at all.
    pub(crate) fn says_something(&self) -> bool {
        self.typed
            || self.nullable
            || !self.groups.is_empty()
            || self.values.is_some()
            || self.never
            || self.opaque
    }

    /// The same without regard to alternatives.
    pub(crate) fn without_groups(&self) -> Self {
        let mut plain = self.clone();
        plain.groups.clear();
        plain
    }

    /// Whether a property has to be there.
    pub(crate) fn requires(&self, name: &str) -> bool {
        self.required.contains(name)
    }
}

/// What a node says about null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Null {
    Allowed,
    Excluded,
    Unsaid,
}

impl Null {
    /// What two parts say together.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Excluded, _) | (_, Self::Excluded) => Self::Excluded,
            (Self::Allowed, _) | (_, Self::Allowed) => Self::Allowed,
            (Self::Unsaid, Self::Unsaid) => Self::Unsaid,
        }
    }
}

/// The parts of a schema after references and `allOf` have been looked through.
#[derive(Debug, Default)]
struct Flat<'d> {
    own: Vec<Node<'d>>,
    /// The same for lookups.
    seen: HashSet<NodeId>,
    /// What was looked through, with what it says about null.
    looked_through: HashMap<NodeId, Null>,
    groups: Vec<Group<'d>>,
    restricted: Option<JsonTypes>,
    never: bool,
}

/// Reads schemas.
#[derive(Debug)]
pub(crate) struct Schemas<'d> {
    pub(crate) documents: &'d Documents,
    pub(crate) diagnostics: &'d Diagnostics,
    memo: RefCell<HashMap<Schema<'d>, Rc<Combined<'d>>>>,
    busy: RefCell<HashSet<Schema<'d>>>,
    depth: Cell<usize>,
    /// Whether something was looked up that was still being worked out.
    incomplete: Cell<bool>,
    /// How often something may be worked out again that depends on where it is met.
    repetitions: Cell<u32>,
    /// Choices with names of their own.
    pub(super) choices: Choices<'d>,
    /// Nodes that references lead to.
    targets: RefCell<HashSet<NodeId>>,
    /// Nodes whose keywords have been looked at.
    checked: RefCell<HashSet<NodeId>>,
    /// For each schema, the components that have a reference to it in their `allOf`.
    subtypes: OnceCell<HashMap<NodeId, Vec<Node<'d>>>>,
}

impl<'d> Schemas<'d> {
    /// A reader for some documents.
    pub(crate) fn new(documents: &'d Documents, diagnostics: &'d Diagnostics) -> Self {
        Self {
            documents,
            diagnostics,
            memo: RefCell::default(),
            busy: RefCell::default(),
            depth: Cell::new(0),
            incomplete: Cell::new(false),
            repetitions: Cell::new(MOST_REPETITIONS),
            choices: Choices::default(),
            targets: RefCell::default(),
            checked: RefCell::default(),
            subtypes: OnceCell::new(),
        }
    }

    /// What all parts of a schema say together.
    pub(crate) fn combine(&self, schema: &Schema<'d>) -> Rc<Combined<'d>> {
        if let Some(known) = self.memo.borrow().get(schema) {
            return Rc::clone(known);
        }
        if self.depth.get() > MOST_NESTED {
            self.report_depth(schema);
            return Rc::new(Combined::unknown());
        }
        if !self.busy.borrow_mut().insert(schema.clone()) {
            self.incomplete.set(true);
            return Rc::new(Combined::unknown());
        }
        let outer = self.incomplete.replace(false);
        self.depth.set(self.depth.get() + 1);
        let combined = Rc::new(self.work_out(schema));
        self.depth.set(self.depth.get() - 1);
        self.busy.borrow_mut().remove(schema);
        // What was worked out while something it contains was unknown holds for this one lookup only.
        if !self.incomplete.get() || self.depth.get() == 0 || !self.may_repeat() {
            self.memo
                .borrow_mut()
                .insert(schema.clone(), Rc::clone(&combined));
        }
        self.incomplete
            .set(outer || (self.incomplete.get() && self.depth.get() > 0));
        combined
    }

    /// Whether something may be worked out again where it is met again. What contains itself by very many ways is
    /// taken for what it was when it was met first.
    pub(super) fn may_repeat(&self) -> bool {
        let left = self.repetitions.get();
        self.repetitions.set(left.saturating_sub(1));
        left > 0
    }

    /// Whether a reference leads to a node.
    pub(crate) fn is_target(&self, id: NodeId) -> bool {
        self.targets.borrow().contains(&id)
    }

    /// What `type` of a node says, null apart; anything if it says nothing.
    pub(crate) fn types_of(&self, node: Node<'d>) -> JsonTypes {
        self.declared(node).unwrap_or(JsonTypes::ANY)
    }

    /// Where a reference leads to. What leads nowhere is reported.
    pub(crate) fn target(&self, node: Node<'d>) -> Option<Node<'d>> {
        if node.get("$recursiveRef").is_some() {
            return outermost_anchor(node);
        }
        let reference = node.get("$ref").or_else(|| node.get("$dynamicRef"))?;
        let target = self.diagnostics.ok(self.documents.resolve(reference))?;
        self.targets.borrow_mut().insert(target.identity());
        Some(target)
    }

    fn work_out(&self, schema: &Schema<'d>) -> Combined<'d> {
        let mut flat = Flat::default();
        let mut null = Null::Unsaid;
        for part in schema.parts() {
            null = null.and(self.flatten_part(part, &mut flat));
        }
        let mut combined = self.merge(&flat, schema);
        while let Some(position) = self.decided_group(&mut flat, &combined, schema) {
            let group = flat.groups.remove(position);
            for part in group.arms.first().map(Schema::parts).unwrap_or_default() {
                self.flatten_part(part, &mut flat);
            }
            combined = self.merge(&flat, schema);
        }
        let only_null = combined.values.as_ref().is_some_and(Vec::is_empty);
        combined.nullable = match null {
            _ if only_null => true,
            _ if combined.contradicted => combined.nullable,
            Null::Allowed => true,
            Null::Excluded => false,
            Null::Unsaid => combined.nullable,
        };
        self.restrict_by_groups(&mut combined, &flat);
        combined.groups = flat.groups;
        combined
    }
}
