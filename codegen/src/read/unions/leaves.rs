//! [`Leaves`]: alternatives, taken apart until no part of them is a choice.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{MOST_ARMS, Plan, PlannedArm, hierarchy, main_group};
use crate::ir::{JsonType, Others, Test};
use crate::read::names::Lineage;
use crate::read::node::Node;
use crate::read::schema::{Combined, Group, JsonTypes, Keyword, Part, Schema, Schemas, classify};
use crate::read::tree::NodeId;
use crate::read::types::{Shape, format_about, shape_of};

/// How deep alternatives may be nested in alternatives.
const MOST_NESTED: usize = 32;

/// How deep choices with names of their own may be alternatives of each other.
const MOST_ENTERED: usize = 64;

/// An alternative that is no choice itself, or a choice with a name of its own.
#[derive(Clone, Debug)]
pub(crate) struct Leaf<'d> {
    pub(super) schema: Schema<'d>,
    pub(super) combined: Rc<Combined<'d>>,
    /// What its values are, one type unless it is a union with a name of its own.
    pub(super) types: JsonTypes,
    /// How values are told to be of the union that it is.
    pub(super) nested: Option<Rc<Plan<'d>>>,
}

/// What becomes of a union with a name of its own in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nested {
    /// It is one alternative.
    Kept,
    /// Its alternatives are.
    TakenApart,
}

/// Alternatives after they were taken apart.
#[derive(Debug, Default)]
pub(super) struct Leaves<'d> {
    pub(super) list: Vec<Leaf<'d>>,
    /// Whether one of them says nothing: then a value can be anything.
    pub(super) anything: bool,
    /// Whether that one is `{}`: beside objects, an object of which nothing is required.
    pub(super) empty: bool,
}

impl<'d> Leaves<'d> {
    pub(super) fn of(schemas: &Schemas<'d>, arms: &[Schema<'d>], nested: Nested) -> Self {
        let mut leaves = Self::default();
        let mut collector = Collector {
            schemas,
            nested,
            leaves: &mut leaves.list,
            collected: HashMap::new(),
        };
        for arm in arms {
            if !collector.collect(arm, 0) {
                leaves.anything = true;
                leaves.empty |= matches!(arm.parts(), [Part::Whole(node)] if node.is_object() && node.keys().len() == 0);
            }
        }
        leaves
    }
}

/// The alternatives of a group, each together with everything around the group.
pub(super) fn alternatives<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
    group: &Group<'d>,
    others: &[&Group<'d>],
) -> Vec<Schema<'d>> {
    group
        .arms
        .iter()
        .map(|arm| {
            let inside = schemas.combine(arm);
            let mut around: Vec<Part<'d>> = Vec::new();
            for node in &combined.own {
                if matters(schemas, *node, &inside) || closes(schemas, *node, arm, &inside) {
                    around.push(Part::Own(*node));
                }
            }
            around.extend(
                others
                    .iter()
                    .map(|other| Part::Any(other.arms.clone().into())),
            );
            if around.is_empty() {
                arm.clone()
            } else {
                arm.and(around)
            }
        })
        .collect()
}

/// Whether a node says anything about the values of an alternative that the alternative does not say.
fn matters<'d>(schemas: &Schemas<'d>, node: Node<'d>, inside: &Combined<'d>) -> bool {
    !inside.own.contains(&node)
        && node.entries().any(|(key, value)| match key {
            "type" => {
                let declared = schemas.types_of(node);
                if inside.typed {
                    !declared.has(inside.types)
                } else {
                    // Conditions alone do not say what they are about.
                    says_conditions(&inside.own)
                }
            }
            "required" => value
                .items()
                .filter_map(Node::as_str)
                .any(|name| !inside.requires(name)),
            "properties" => value.entries().len() > 0,
            "additionalProperties" => value.is_object() && value.entries().len() > 0,
            "format" => {
                let about = value.as_str().map_or(JsonTypes::NONE, format_about);
                inside.get("format").is_none() && !inside.types.and(about).is_empty()
            }
            other => match classify(other) {
                Keyword::Shape => true,
                Keyword::Constraint(about) => !inside.typed || !inside.types.and(about).is_empty(),
                _ => false,
            },
        })
}

/// Whether a node forbids members that an alternative does not name, which stands here: one that is referred to stays
/// the type that it is.
fn closes<'d>(
    schemas: &Schemas<'d>,
    node: Node<'d>,
    arm: &Schema<'d>,
    inside: &Combined<'d>,
) -> bool {
    let stands_here = |arm: &Schema<'d>| {
        schemas
            .anchor(arm)
            .is_some_and(|anchor| *arm == Schema::from(anchor))
    };
    is_closing(node)
        && inside.typed
        && inside.types.has(JsonTypes::OBJECT)
        && !inside.own.contains(&node)
        && stands_here(arm)
}

/// Whether a node forbids members that nothing in it names.
pub(in crate::read) fn is_closing(node: Node<'_>) -> bool {
    let closing = node.get("unevaluatedProperties").and_then(Node::as_bool);
    closing == Some(false)
}

/// Whether some nodes state conditions.
fn says_conditions(nodes: &[Node<'_>]) -> bool {
    let mut keys = nodes.iter().flat_map(|node| node.keys());
    keys.any(|key| classify(key) == Keyword::Documented)
}

/// Takes alternatives apart.
struct Collector<'a, 'd> {
    schemas: &'a Schemas<'d>,
    nested: Nested,
    leaves: &'a mut Vec<Leaf<'d>>,
    /// Alternatives that were taken apart, and whether they say something: many ways may lead to one.
    collected: HashMap<Schema<'d>, bool>,
}

impl<'d> Collector<'_, 'd> {
    /// Takes an alternative apart until no part of it is a choice. False if it says nothing.
    fn collect(&mut self, schema: &Schema<'d>, depth: usize) -> bool {
        if let Some(says_something) = self.collected.get(schema) {
            return *says_something;
        }
        let says_something = self.take_apart(schema, depth);
        self.collected.insert(schema.clone(), says_something);
        says_something
    }

    fn take_apart(&mut self, schema: &Schema<'d>, depth: usize) -> bool {
        let schemas = self.schemas;
        let combined = schemas.combine(schema);
        if schemas.is_null(schema) || combined.never {
            return true;
        }
        if depth > MOST_NESTED || combined.opaque {
            return false;
        }
        if let Some((group, others)) = main_group(schemas, &combined) {
            if self.nested == Nested::Kept
                && let Some(leaf) = named(schemas, schema, &combined)
            {
                let takes_anything =
                    (leaf.nested.as_ref()).is_some_and(|plan| plan.others == Others::Valid);
                self.leaves.push(leaf);
                return !takes_anything;
            }
            let mut all_say_something = true;
            for arm in alternatives(schemas, &combined, group, &others) {
                all_say_something &= self.collect(&arm, depth + 1);
            }
            return all_say_something;
        }
        if !combined.typed || combined.types == JsonTypes::ANY {
            return false;
        }
        if combined.types.single().is_none() {
            let mut types = combined.types.iter();
            return types.all(|ty| {
                let part = schema.and([Part::Types(JsonTypes::of(ty))]);
                self.collect(&part, depth + 1)
            });
        }
        let nested = hierarchy(schemas, schema, &combined).map(Rc::new);
        if self.leaves.len() <= MOST_ARMS {
            self.leaves.push(Leaf {
                schema: schema.clone(),
                types: combined.types,
                combined,
                nested,
            });
        }
        true
    }
}

/// Choices with a name of their own: which are being looked at, and which are alternatives of others.
#[derive(Debug, Default)]
pub(crate) struct Choices<'d> {
    /// Those whose alternatives are being looked at.
    entered: RefCell<HashSet<NodeId>>,
    /// Whether one was met again while it was being looked at.
    is_cut: Cell<bool>,
    /// What does not depend on which ones are being looked at.
    known: RefCell<HashMap<Schema<'d>, Option<Leaf<'d>>>>,
}

impl<'d> Choices<'d> {
    /// The alternative that a choice is, from what it becomes.
    fn look(
        &self,
        schema: &Schema<'d>,
        anchor: Node<'d>,
        may_repeat: impl FnOnce() -> bool,
        leaf: impl FnOnce() -> Option<Leaf<'d>>,
    ) -> Option<Leaf<'d>> {
        if let Some(known) = self.known.borrow().get(schema) {
            return known.clone();
        }
        if self.entered.borrow().len() >= MOST_ENTERED {
            return None;
        }
        if !self.entered.borrow_mut().insert(anchor.identity()) {
            self.is_cut.set(true);
            return None;
        }
        let outer = self.is_cut.replace(false);
        let leaf = leaf();
        self.entered.borrow_mut().remove(&anchor.identity());
        if !self.is_cut.get() || !may_repeat() {
            let mut known = self.known.borrow_mut();
            known.insert(schema.clone(), leaf.clone());
        }
        self.is_cut.set(outer || self.is_cut.get());
        leaf
    }
}

/// A choice with a name of its own stays one alternative if its members can be told from outside: objects only, since
/// values of any other type are told by their type alone.
fn named<'d>(
    schemas: &Schemas<'d>,
    schema: &Schema<'d>,
    combined: &Rc<Combined<'d>>,
) -> Option<Leaf<'d>> {
    let anchor = schemas.anchor(schema)?;
    let lineage = Lineage::of(anchor, &|id| schemas.is_target(id))?;
    if !lineage.is_root() {
        return None;
    }
    let shape = || shape_of(schemas, schema, combined);
    let leaf = || match shape() {
        Shape::Union(plan) => plan.arms.iter().all(is_told_object).then(|| Leaf {
            schema: schema.clone(),
            combined: Rc::clone(combined),
            types: combined.types,
            nested: Some(Rc::new(plan)),
        }),
        // One struct, one enum: an alternative like any other.
        Shape::Model(model) => Some(Leaf {
            schema: schema.clone(),
            types: JsonTypes::OBJECT,
            combined: model,
            nested: None,
        }),
        _ => None,
    };
    let may_repeat = || schemas.may_repeat();
    schemas.choices.look(schema, anchor, may_repeat, leaf)
}

/// Whether an alternative is an object that is known without decoding it.
fn is_told_object(arm: &PlannedArm<'_>) -> bool {
    let is_of_object = |test: &Test| match test {
        Test::Type(ty) => *ty == JsonType::Object,
        Test::Has(_) | Test::Is(..) | Test::May(..) | Test::Fits(..) => true,
        Test::Among(_) | Test::Decodes => false,
    };
    !arm.tests.is_empty() && arm.tests.iter().all(is_of_object)
}
