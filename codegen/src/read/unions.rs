//! `anyOf` and `oneOf`: what the alternatives become, and how a value is told to be one of them.
//!
//! What can be said without a union is: alternatives that only require members are a note, constants are an open
//! enum, several strings are one string, several arrays are an array of either item. Alternatives of `anyOf` that are
//! objects may hold at once, so they become one struct with the members of all, required only where all
//! require them, unless they contradict each other in a constant, or each is a component that has a required
//! member which the others do not have.
//!
//! For everything else the dispatch is decided here, in this order: the discriminator, a constant member, the
//! JSON type, members that are required in one alternative and unknown in the others. Only where none of these
//! tells two alternatives apart, they are tried in turn, and a warning says so.

mod dispatch;
mod hierarchy;

use std::collections::HashSet;
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};

use self::dispatch::Tested;
pub(super) use self::hierarchy::hierarchy;
use super::names::{ArmName, Lineage, Place, arm_word, pending};
use super::node::Node;
use super::schema::{Choice, Combined, Group, JsonTypes, Keyword, Part, Schema, Schemas, classify};
use super::types::{EnumValue, Limits, Shape, Types, conditions, enum_repr, plain_shape, shape_of};
use crate::ir::{Arm, Docs, Fact, JsonType, Others, Payload, Test, Type, TypeId, Union};

/// How deep alternatives may be nested in alternatives.
const MOST_NESTED: usize = 32;

/// How many alternatives a union may have.
const MOST_ARMS: usize = 2_000;

/// A union before its alternatives are lowered.
#[derive(Clone, Debug)]
pub(crate) struct Plan<'d> {
    arms: Vec<PlannedArm<'d>>,
    others: Others,
}

impl<'d> Plan<'d> {
    /// Alternatives of which a valid value is one.
    fn closed(arms: Vec<PlannedArm<'d>>) -> Self {
        Self {
            arms,
            others: Others::Invalid,
        }
    }
}

/// An alternative before it is lowered.
#[derive(Clone, Debug)]
struct PlannedArm<'d> {
    schema: Schema<'d>,
    tests: Vec<Test>,
    /// The value that means it, if there is one only.
    word: Option<Word>,
}

/// The value that means an alternative.
#[derive(Clone, Debug)]
enum Word {
    /// Of the discriminator.
    Discriminator(String),
    /// Of a member that happens to tell it apart.
    Constant(String),
}

/// An alternative that is no choice itself, or a choice with a name of its own.
#[derive(Clone, Debug)]
struct Leaf<'d> {
    schema: Schema<'d>,
    combined: Rc<Combined<'d>>,
    /// What its values are, one type unless it is a union with a name of its own.
    types: JsonTypes,
    /// How values are told to be of the union that it is.
    nested: Option<Rc<Plan<'d>>>,
}

/// The shape of a schema with alternatives.
pub(super) fn shape<'d>(
    schemas: &Schemas<'d>,
    schema: &Schema<'d>,
    combined: &Rc<Combined<'d>>,
) -> Shape<'d> {
    let Some((group, others)) = main_group(schemas, combined) else {
        return plain_shape(schemas, schema, &Rc::new(combined.without_groups()));
    };
    let arms = alternatives(schemas, combined, group, &others);
    let found = Leaves::of(schemas, &arms, Nested::Kept);
    if found.list.len() > MOST_ARMS {
        return Shape::Unclear("it has too many alternatives");
    }
    if found.list.is_empty() && found.anything {
        return Shape::Anything;
    }
    let has_nested = found.list.iter().any(|leaf| leaf.nested.is_some());
    let decision = Decision::new(schemas, combined, group, found);
    let shape = decision.shape();
    if !is_ambiguous(&shape) {
        return shape;
    }
    // A union in it cannot be told from the others as a whole: perhaps its alternatives can.
    if has_nested {
        let apart = Leaves::of(schemas, &arms, Nested::TakenApart);
        let shape = Decision::new(schemas, combined, group, apart).shape();
        if !is_ambiguous(&shape) {
            return shape;
        }
    }
    decision.report_ambiguous();
    shape
}

/// Whether some alternatives have to be tried.
fn is_ambiguous(shape: &Shape<'_>) -> bool {
    match shape {
        Shape::Union(plan) => {
            let tried = plan
                .arms
                .iter()
                .filter(|arm| arm.tests.contains(&Test::Decodes))
                .count();
            let rest = plan
                .arms
                .iter()
                .filter(|arm| arm.tests == [Test::Type(JsonType::Object)])
                .count();
            tried > 1 || (tried == 1 && rest == 0)
        }
        _ => false,
    }
}

/// What becomes of a union with a name of its own in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nested {
    /// It is one alternative.
    Kept,
    /// Its alternatives are.
    TakenApart,
}

/// Alternatives after they were taken apart.
#[derive(Debug, Default)]
struct Leaves<'d> {
    list: Vec<Leaf<'d>>,
    /// Whether one of them says nothing: then a value can be anything.
    anything: bool,
    /// Whether that one is `{}`: beside objects, an object of which nothing is required.
    empty: bool,
}

impl<'d> Leaves<'d> {
    fn of(schemas: &Schemas<'d>, arms: &[Schema<'d>], nested: Nested) -> Self {
        let mut leaves = Self::default();
        for arm in arms {
            if !collect(schemas, arm, &mut leaves.list, nested, 0) {
                leaves.anything = true;
                leaves.empty |= matches!(arm.parts(), [Part::Whole(node)] if node.is_object() && node.keys().len() == 0);
            }
        }
        leaves
    }
}

/// The shape of a schema that has several JSON types.
pub(super) fn of_types<'d>(schemas: &Schemas<'d>, alternatives: Vec<Schema<'d>>) -> Shape<'d> {
    let leaves = Leaves::of(schemas, &alternatives, Nested::Kept);
    let group = Group {
        choice: Choice::OneOf,
        node: None,
        arms: alternatives,
    };
    let base = Rc::new(schemas.combine(&Schema::all([])).as_ref().clone());
    Decision::new(schemas, &base, &group, leaves).shape()
}

/// The group that decides on the shape, and the others. `None` if all groups only require members.
fn main_group<'c, 'd>(
    schemas: &Schemas<'d>,
    combined: &'c Combined<'d>,
) -> Option<(&'c Group<'d>, Vec<&'c Group<'d>>)> {
    let mut groups = combined
        .groups
        .iter()
        .filter(|group| !only_requires(schemas, combined, group));
    let first = groups.next()?;
    Some((first, groups.collect()))
}

/// Whether the alternatives differ only in which members have to be there.
fn only_requires<'d>(schemas: &Schemas<'d>, base: &Combined<'d>, group: &Group<'d>) -> bool {
    group.arms.iter().all(|arm| {
        let arm = schemas.combine(arm);
        arm.groups.is_empty()
            && !arm.opaque
            && arm.own.iter().all(|node| {
                base.own.contains(node)
                    || node.entries().all(|(key, value)| match key {
                        "required" | "title" | "description" => true,
                        "type" => {
                            value.as_str() == Some("object") && base.is_only(JsonType::Object)
                        }
                        "properties" => value.entries().all(|(name, property)| {
                            base.properties.contains_key(name) && property.entries().len() == 0
                        }),
                        other => matches!(
                            classify(other),
                            Keyword::Annotation | Keyword::Structure | Keyword::Documented
                        ),
                    })
            })
    })
}

/// Sentences for the docs on which members have to be there in which alternatives.
pub(super) fn notes<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> Vec<String> {
    let requiring = combined
        .groups
        .iter()
        .filter(|group| only_requires(schemas, combined, group));
    requiring
        .filter_map(|group| note(schemas, combined, group))
        .collect()
}

/// Facts on which members have to be there in which alternatives.
pub(super) fn requirements<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> Vec<Fact> {
    let requiring = combined
        .groups
        .iter()
        .filter(|group| only_requires(schemas, combined, group));
    requiring
        .filter_map(|group| {
            let sets = group.arms.iter();
            let sets: Option<Vec<Vec<Fact>>> = sets
                .map(|arm| requirement(schemas, combined, arm))
                .collect();
            match group.choice {
                Choice::OneOf => sets.map(Fact::OneOf),
                Choice::AnyOf => sets
                    .filter(|sets| sets.iter().all(|set| !set.is_empty()))
                    .map(Fact::AnyOf),
            }
        })
        .collect()
}

/// That of some sets of members one has to be there.
pub(super) fn needs(combined: &Combined<'_>) -> Option<Fact> {
    let sets = combined.needs.iter().map(|names| vec![required(names)]);
    (!combined.needs.is_empty()).then(|| Fact::AnyOf(sets.collect()))
}

/// Whether a fact says no more than that of some sets of members one has to be there.
pub(super) fn is_needs(fact: &Fact) -> bool {
    let only_requires = |set: &Vec<Fact>| matches!(set.as_slice(), [Fact::Required(_)]);
    matches!(fact, Fact::AnyOf(sets) if sets.iter().all(only_requires))
}

/// The alternatives that an object may have at once, whose members are together in one struct.
pub(super) fn united<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
) -> Option<Vec<Schema<'d>>> {
    let (group, _) = main_group(schemas, combined)?;
    let arms = group.arms.iter().filter(|arm| !schemas.is_null(arm));
    let arms: Vec<Schema<'d>> = arms.cloned().collect();
    (group.choice == Choice::AnyOf && arms.len() > 1).then_some(arms)
}

/// What an alternative that only requires members says beyond what is required anyway; nothing if not all of it can
/// be said.
fn requirement<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
    arm: &Schema<'d>,
) -> Option<Vec<Fact>> {
    let arm = schemas.combine(arm);
    let names: Vec<&str> = arm
        .required
        .iter()
        .copied()
        .filter(|name| !combined.requires(name))
        .collect();
    let mut facts: Vec<Fact> = Vec::new();
    if !names.is_empty() {
        facts.push(required(&names));
    }
    let mut own = arm.own.clone();
    own.retain(|node| !combined.own.contains(node));
    facts.extend(conditions(schemas, &arm, &own)?);
    Some(facts)
}

/// A schema that says nothing but `required`, as a fact.
pub(super) fn only_required(node: Node<'_>) -> Option<Fact> {
    let names: Vec<&str> = node
        .get("required")?
        .items()
        .filter_map(Node::as_str)
        .collect();
    let alone = node.entries().all(|(key, value)| match key {
        "required" => true,
        "type" => value.as_str() == Some("object"),
        other => classify(other) == Keyword::Annotation,
    });
    (alone && !names.is_empty()).then(|| required(&names))
}

fn required(names: &[&str]) -> Fact {
    Fact::Required(names.iter().map(|name| (*name).to_owned()).collect())
}

fn note<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>, group: &Group<'d>) -> Option<String> {
    let mut sets = Vec::new();
    for arm in &group.arms {
        let arm = schemas.combine(arm);
        let names: Vec<String> = arm
            .required
            .iter()
            .filter(|name| !combined.requires(name))
            .map(|name| format!("`{name}`"))
            .collect();
        if names.is_empty() {
            return None;
        }
        sets.push(names.join(" and "));
    }
    let how = match group.choice {
        Choice::AnyOf => "At least one of these is needed",
        Choice::OneOf => "Exactly one of these is needed",
    };
    Some(format!("{how}: {}.", sets.join("; ")))
}

/// The alternatives of a group, each together with everything around the group.
fn alternatives<'d>(
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
                if matters(schemas, *node, &inside) {
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
            other => match classify(other) {
                Keyword::Shape => true,
                Keyword::Constraint(about) => !inside.typed || !inside.types.and(about).is_empty(),
                _ => false,
            },
        })
}

/// Whether some nodes state conditions.
fn says_conditions(nodes: &[Node<'_>]) -> bool {
    let mut keys = nodes.iter().flat_map(|node| node.keys());
    keys.any(|key| classify(key) == Keyword::Documented)
}

/// Takes an alternative apart until no part of it is a choice. False if it says nothing.
fn collect<'d>(
    schemas: &Schemas<'d>,
    schema: &Schema<'d>,
    leaves: &mut Vec<Leaf<'d>>,
    nested: Nested,
    depth: usize,
) -> bool {
    let combined = schemas.combine(schema);
    if schemas.is_null(schema) || combined.never {
        return true;
    }
    if depth > MOST_NESTED || combined.opaque {
        return false;
    }
    if let Some((group, others)) = main_group(schemas, &combined) {
        if nested == Nested::Kept
            && let Some(leaf) = named(schemas, schema, &combined)
        {
            let takes_anything =
                (leaf.nested.as_ref()).is_some_and(|plan| plan.others == Others::Valid);
            leaves.push(leaf);
            return !takes_anything;
        }
        let mut all_say_something = true;
        for arm in alternatives(schemas, &combined, group, &others) {
            all_say_something &= collect(schemas, &arm, leaves, nested, depth + 1);
        }
        return all_say_something;
    }
    if !combined.typed || combined.types == JsonTypes::ANY {
        return false;
    }
    if combined.types.single().is_none() {
        for ty in combined.types.iter() {
            let part = schema.and([Part::Types(JsonTypes::of(ty))]);
            if !collect(schemas, &part, leaves, nested, depth + 1) {
                return false;
            }
        }
        return true;
    }
    let nested = hierarchy(schemas, schema, &combined).map(Rc::new);
    if leaves.len() > MOST_ARMS {
        return true;
    }
    leaves.push(Leaf {
        schema: schema.clone(),
        types: combined.types,
        combined,
        nested,
    });
    true
}

/// A choice with a name of its own stays one alternative if its members can be told from outside.
fn named<'d>(
    schemas: &Schemas<'d>,
    schema: &Schema<'d>,
    combined: &Rc<Combined<'d>>,
) -> Option<Leaf<'d>> {
    let anchor = schemas.anchor(schema)?;
    let lineage = Lineage::of(anchor, &|id| schemas.is_target(id))?;
    if !lineage.is_root() || !schemas.enter(anchor) {
        return None;
    }
    let shape = shape_of(schemas, schema, combined);
    schemas.leave(anchor);
    let nested = match shape {
        Shape::Union(plan) => {
            let known = plan
                .arms
                .iter()
                .all(|arm| !arm.tests.contains(&Test::Decodes));
            Some(Rc::new(plan)).filter(|_| known)?
        }
        // One struct, one enum: an alternative like any other.
        Shape::Model(model) => {
            return Some(Leaf {
                schema: schema.clone(),
                types: JsonTypes::OBJECT,
                combined: model,
                nested: None,
            });
        }
        _ => return None,
    };
    Some(Leaf {
        schema: schema.clone(),
        combined: Rc::clone(combined),
        types: combined.types,
        nested: Some(nested),
    })
}

/// Decides what alternatives become.
struct Decision<'a, 'd> {
    schemas: &'a Schemas<'d>,
    base: &'a Rc<Combined<'d>>,
    group: &'a Group<'d>,
    leaves: Vec<Leaf<'d>>,
    anything: bool,
    empty: bool,
}

impl<'a, 'd> Decision<'a, 'd> {
    fn new(
        schemas: &'a Schemas<'d>,
        base: &'a Rc<Combined<'d>>,
        group: &'a Group<'d>,
        leaves: Leaves<'d>,
    ) -> Self {
        let Leaves {
            list,
            anything,
            empty,
        } = leaves;
        let mut seen = HashSet::new();
        let key = |leaf: &Leaf<'d>| {
            schemas
                .anchor(&leaf.schema)
                .map_or_else(|| leaf.schema.clone(), Schema::from)
        };
        let leaves = list
            .into_iter()
            .filter(|leaf| seen.insert(key(leaf)))
            .collect();
        Self {
            schemas,
            base,
            group,
            leaves,
            anything,
            empty,
        }
    }

    /// What the alternatives become. Where one of them says nothing, the others are a union, whose arm for what
    /// is not known takes everything else; but beside objects, `{}` means that nothing is required.
    fn shape(&self) -> Shape<'d> {
        let shape = self.shape_of_known();
        match shape {
            _ if !self.anything => shape,
            Shape::Anything | Shape::Unclear(_) => shape,
            Shape::Union(plan) => Shape::Union(Plan {
                others: Others::Valid,
                ..plan
            }),
            Shape::Model(model) if self.empty && self.group.choice == Choice::AnyOf => {
                let mut model = Combined::clone(&model);
                model.required = self.base.required.clone();
                model.needs.clear();
                Shape::Model(Rc::new(model))
            }
            _ => {
                let schema =
                    Schema::any(self.leaves.iter().map(|leaf| leaf.schema.clone()).collect());
                let types = self
                    .leaves
                    .iter()
                    .map(|leaf| leaf.types)
                    .fold(JsonTypes::NONE, JsonTypes::or);
                let tests = types.single().map(Test::Type).into_iter().collect();
                Shape::Union(Plan {
                    arms: vec![PlannedArm {
                        schema,
                        tests,
                        word: None,
                    }],
                    others: Others::Valid,
                })
            }
        }
    }

    fn shape_of_known(&self) -> Shape<'d> {
        if self.leaves.is_empty() {
            return Shape::Unclear("no alternative can hold");
        }
        if let Some(values) = self.constants() {
            return Shape::Enum(values, Others::Invalid);
        }
        let of = |ty: JsonTypes| -> Vec<&Leaf<'d>> {
            self.leaves
                .iter()
                .filter(|leaf| leaf.nested.is_none() && !leaf.types.and(ty).is_empty())
                .collect()
        };
        let objects: Vec<&Leaf<'d>> = self
            .leaves
            .iter()
            .filter(|leaf| leaf.nested.is_some() || leaf.types == JsonTypes::OBJECT)
            .collect();
        let scalars = [
            JsonType::String,
            JsonType::Number,
            JsonType::Boolean,
            JsonType::Array,
        ]
        .map(|ty| of(JsonTypes::of(ty)));
        let kinds = scalars.iter().filter(|leaves| !leaves.is_empty()).count();
        if objects.is_empty() && kinds == 1 {
            return scalars
                .iter()
                .find(|leaves| !leaves.is_empty())
                .map_or(Shape::Anything, |leaves| self.one_type(leaves));
        }
        if kinds == 0 {
            if let [only] = objects.as_slice() {
                return shape_of(self.schemas, &only.schema, &only.combined);
            }
            if let Some(values) = self.all_values(&objects) {
                return Shape::Map(values);
            }
            if let Some(merged) = self.merged(&objects) {
                return Shape::Model(Rc::new(merged));
            }
        }
        self.union(&scalars, &objects)
    }

    /// Strings or integers that are all listed: an open enum.
    fn constants(&self) -> Option<Vec<EnumValue<'d>>> {
        let mut values: Vec<EnumValue<'d>> = Vec::new();
        for leaf in &self.leaves {
            let listed = leaf
                .combined
                .values
                .as_ref()
                .filter(|values| !values.is_empty())?;
            let one = listed.len() == 1;
            for node in listed {
                if values
                    .iter()
                    .any(|value| value.node.literal() == node.literal())
                {
                    continue;
                }
                let text = |keyword: &str| {
                    leaf.combined
                        .get(keyword)
                        .and_then(Node::as_str)
                        .filter(|_| one)
                };
                let mut value = EnumValue::plain(*node);
                value.hint = text("title").filter(|title| is_name(title));
                value.docs.description = text("description").map(str::to_owned);
                value.docs.summary = text("title")
                    .filter(|title| !is_name(title))
                    .map(str::to_owned);
                values.push(value);
            }
        }
        let nodes: Vec<Node<'d>> = values.iter().map(|value| value.node).collect();
        (values.len() > 1 && enum_repr(&nodes).is_some()).then_some(values)
    }

    /// Alternatives of one JSON type that is not that of objects: no union.
    fn one_type(&self, leaves: &[&Leaf<'d>]) -> Shape<'d> {
        let shapes: Vec<Shape<'d>> = leaves
            .iter()
            .map(|leaf| shape_of(self.schemas, &leaf.schema, &leaf.combined))
            .collect();
        if let [leaf] = leaves {
            return match shapes.into_iter().next() {
                Some(Shape::Scalar(ty, _)) => {
                    Shape::Scalar(ty, Limits::Of(Rc::clone(&leaf.combined)))
                }
                Some(other) => other,
                None => Shape::Anything,
            };
        }
        if let Some(items) = all_items(&shapes) {
            return Shape::List(items);
        }
        let known: Vec<Node<'d>> = leaves
            .iter()
            .flat_map(|leaf| leaf.combined.values.iter().flatten().copied())
            .collect();
        let open: Vec<&&Leaf<'d>> = leaves
            .iter()
            .filter(|leaf| leaf.combined.values.is_none())
            .collect();
        let free = open
            .iter()
            .all(|leaf| leaf.combined.own.iter().all(|node| !constrains(*node)));
        if free && known.len() > 1 && enum_repr(&known).is_some() {
            let mut seen = HashSet::new();
            let values = known.into_iter().filter(|node| seen.insert(node.to_json()));
            return Shape::Enum(values.map(EnumValue::plain).collect(), Others::Valid);
        }
        let limits = leaves.iter().map(|leaf| Rc::clone(&leaf.combined));
        Shape::Scalar(widest(&shapes), Limits::AnyOf(limits.collect()))
    }

    /// The values of maps, if all are maps.
    fn all_values(&self, objects: &[&Leaf<'d>]) -> Option<Option<Schema<'d>>> {
        let mut values = Vec::new();
        for leaf in objects {
            match leaf
                .nested
                .is_none()
                .then(|| shape_of(self.schemas, &leaf.schema, &leaf.combined))
            {
                Some(Shape::Map(value)) => values.push(value),
                _ => return None,
            }
        }
        let values: Option<Vec<Schema<'d>>> = values.into_iter().collect();
        Some(values.map(Schema::any))
    }

    /// Objects of `anyOf` that may hold at once: one struct.
    fn merged(&self, objects: &[&Leaf<'d>]) -> Option<Combined<'d>> {
        let may_hold_at_once = self.group.choice == Choice::AnyOf
            && self
                .group
                .node
                .is_none_or(|node| node.get("discriminator").is_none())
            && objects.iter().all(|leaf| {
                leaf.nested.is_none()
                    && matches!(
                        shape_of(self.schemas, &leaf.schema, &leaf.combined),
                        Shape::Model(_) | Shape::Map(None)
                    )
                    && !super::types::has_typed_rest(self.schemas, &leaf.combined)
            });
        if !may_hold_at_once || self.are_apart(objects) {
            return None;
        }
        let mut properties: IndexMap<&'d str, Vec<Schema<'d>>> = IndexMap::new();
        let mut required: Option<IndexSet<&'d str>> = None;
        for leaf in objects {
            for (name, schema) in &leaf.combined.properties {
                properties.entry(name).or_default().push(schema.clone());
            }
            let these = &leaf.combined.required;
            required = Some(match required {
                Some(known) => known
                    .into_iter()
                    .filter(|name| these.contains(name))
                    .collect(),
                None => these.clone(),
            });
        }
        let mut merged = Combined::clone(self.base);
        for (name, schemas) in properties {
            merged.properties.insert(name, Schema::any(schemas));
        }
        merged.required.extend(required.unwrap_or_default());
        let needs = objects.iter().map(|leaf| -> Vec<&'d str> {
            let names = leaf.combined.required.iter().copied();
            names.filter(|name| !merged.requires(name)).collect()
        });
        let needs: Vec<Vec<&'d str>> = needs.collect();
        if needs.iter().all(|names| !names.is_empty()) {
            merged.needs = needs;
        }
        merged.groups = Vec::new();
        merged.types = JsonTypes::OBJECT;
        merged.typed = true;
        Some(merged)
    }

    /// Whether objects cannot hold at once, or are meant not to.
    fn are_apart(&self, objects: &[&Leaf<'d>]) -> bool {
        let contradict = objects.iter().enumerate().any(|(position, one)| {
            objects
                .iter()
                .skip(position + 1)
                .any(|other| !self.schemas.compatible(&one.combined, &other.combined, 0))
        });
        if contradict {
            return true;
        }
        let tested = dispatch::objects(self.schemas, objects, None);
        let by_constant = tested.iter().all(|tested| {
            tested
                .tests
                .iter()
                .any(|test| matches!(test, Test::Is(..) | Test::May(..)))
        });
        let components = objects.iter().all(|leaf| {
            let anchor = self.schemas.anchor(&leaf.schema);
            anchor
                .and_then(|anchor| Lineage::of(anchor, &|id| self.schemas.is_target(id)))
                .is_some_and(|lineage| lineage.is_root())
        });
        by_constant
            || (components
                && tested
                    .iter()
                    .all(|tested| !tested.tests.contains(&Test::Decodes)))
    }

    /// A union, by JSON type and, among objects, by what tells them apart.
    fn union(&self, scalars: &[Vec<&Leaf<'d>>; 4], objects: &[&Leaf<'d>]) -> Shape<'d> {
        let mut arms = Vec::new();
        for leaves in scalars {
            let Some(first) = leaves.first() else {
                continue;
            };
            let schema = if leaves.len() == 1 {
                first.schema.clone()
            } else {
                Schema::any(leaves.iter().map(|leaf| leaf.schema.clone()).collect())
            };
            let types = leaves
                .iter()
                .map(|leaf| leaf.types)
                .fold(JsonTypes::NONE, JsonTypes::or);
            let tests = types.single().map(Test::Type).into_iter().collect();
            arms.push(PlannedArm {
                schema,
                tests,
                word: None,
            });
        }
        if objects.len() > 1 && self.merged(objects).is_some() {
            let schema = Schema::any(objects.iter().map(|leaf| leaf.schema.clone()).collect());
            arms.push(PlannedArm {
                schema,
                tests: vec![Test::Type(JsonType::Object)],
                word: None,
            });
            return Shape::Union(Plan::closed(arms));
        }
        let discriminator = self.group.node.and_then(|node| node.get("discriminator"));
        let tested = dispatch::objects(self.schemas, objects, discriminator);
        for Tested { leaf, tests, word } in tested {
            arms.push(PlannedArm {
                schema: leaf.schema.clone(),
                tests,
                word,
            });
        }
        Shape::Union(Plan::closed(arms))
    }

    fn report_ambiguous(&self) {
        let Some(node) = self
            .group
            .node
            .or_else(|| self.leaves.first()?.schema.node())
        else {
            return;
        };
        let warning = node.warning(
            "ambiguous-union",
            "nothing tells some of these alternatives apart",
        );
        self.schemas.diagnostics.push(
            warning
                .help("they are tried in turn; a `discriminator`, or a member that is required in one of them only, would decide"),
        );
    }
}

/// Whether a title is short enough to be a name.
fn is_name(title: &str) -> bool {
    title.chars().count() <= 40 && title.split_whitespace().count() <= 4
}

/// Whether a node has constraints or a format.
fn constrains(node: Node<'_>) -> bool {
    node.keys()
        .any(|key| key == "format" || matches!(classify(key), Keyword::Constraint(_)))
}

/// The items of lists, if all are lists.
fn all_items<'d>(shapes: &[Shape<'d>]) -> Option<Option<Schema<'d>>> {
    let mut items = Vec::new();
    for shape in shapes {
        match shape {
            Shape::List(Some(schema)) => items.push(schema.clone()),
            Shape::List(None) => return Some(None),
            _ => return None,
        }
    }
    Some(Some(Schema::any(items)))
}

/// A type that takes the values of all of these scalars, which have one JSON type, or are numbers.
fn widest(shapes: &[Shape<'_>]) -> Type {
    let mut types: Vec<Type> = Vec::new();
    for shape in shapes {
        let ty = match shape {
            Shape::Scalar(ty, _) => ty.clone(),
            Shape::Enum(values, _) => {
                match values.first().map(|value| value.node.as_str().is_some()) {
                    Some(true) => Type::Text,
                    _ => Type::Integer(crate::ir::IntegerType::I64),
                }
            }
            _ => Type::Json,
        };
        if !types.contains(&ty) {
            types.push(ty);
        }
    }
    match types.as_slice() {
        [only] => only.clone(),
        [..] if types.contains(&Type::Number) => Type::Number,
        [..] if types.iter().all(|ty| matches!(ty, Type::Integer(_))) => {
            Type::Integer(crate::ir::IntegerType::I64)
        }
        [..] => Type::Text,
    }
}

/// Lowers the alternatives of a union.
pub(super) fn define<'d>(
    types: &mut Types<'d>,
    id: TypeId,
    plan: &Plan<'d>,
) -> (Union, Vec<ArmName>) {
    let mut arms = Vec::new();
    let mut names = Vec::new();
    let owner = Place::Type(id);
    for planned in &plan.arms {
        let word = arm_place(types, planned);
        let lowered = types.value(&planned.schema, owner.arm(&word));
        let named = matches!(lowered.ty, Type::Named(_));
        let own_name = named && types.has_own_name(&planned.schema);
        names.push(match &planned.word {
            Some(Word::Discriminator(value)) => ArmName::Text(value.clone()),
            Some(Word::Constant(value)) if !own_name => ArmName::Text(value.clone()),
            _ if named && !own_name => ArmName::Text(word.clone()),
            _ => ArmName::Type,
        });
        let docs = lowered.docs.clone();
        let facts = lowered
            .facts
            .iter()
            .filter(|fact| !is_annotation(fact))
            .cloned()
            .collect();
        arms.push(Arm {
            name: pending(),
            payload: Payload {
                ty: lowered.ty,
                facts,
            },
            tests: planned.tests.clone(),
            docs: Docs {
                summary: docs.summary,
                description: docs.description,
                ..Docs::default()
            },
        });
    }
    (
        Union {
            arms,
            unknown: pending(),
            others: plan.others,
        },
        names,
    )
}

fn is_annotation(fact: &crate::ir::Fact) -> bool {
    use crate::ir::Fact;
    matches!(
        fact,
        Fact::Default(_) | Fact::ReadOnly | Fact::WriteOnly | Fact::Deprecated
    )
}

/// What the type of an alternative without a name is called after.
fn arm_place<'d>(types: &Types<'d>, planned: &PlannedArm<'d>) -> String {
    if let Some(Word::Discriminator(word) | Word::Constant(word)) = &planned.word {
        return word.clone();
    }
    let restricted = planned
        .schema
        .parts()
        .iter()
        .any(|part| matches!(part, Part::Types(_)));
    if let Some(Part::Whole(node)) = planned.schema.parts().first().filter(|_| !restricted) {
        return arm_word(*node);
    }
    let combined = types.combined(&planned.schema);
    match combined.types.single() {
        Some(JsonType::String) => "text",
        Some(JsonType::Array) => "list",
        Some(JsonType::Object) => "object",
        Some(JsonType::Integer) => "integer",
        Some(JsonType::Number) => "number",
        Some(JsonType::Boolean) => "boolean",
        Some(JsonType::Null) | None => "value",
    }
    .to_owned()
}

/// A union of one alternative, for a list that contains itself.
pub(super) fn wrap<'d>(
    types: &mut Types<'d>,
    id: TypeId,
    schema: &Schema<'d>,
    shape: &Shape<'d>,
) -> (Union, Vec<ArmName>) {
    let owner = Place::Type(id);
    let combined = types.combined(schema);
    let arm = match shape {
        Shape::List(Some(items)) => {
            let item = types.value(items, owner.item()).into_payload();
            Some((Type::List(Box::new(item.ty)), JsonType::Array))
        }
        _ => None,
    };
    let arms = arm.into_iter().map(|(ty, json)| Arm {
        name: pending(),
        payload: Payload {
            ty,
            facts: super::types::list_facts(&types.schemas, &combined),
        },
        tests: vec![Test::Type(json)],
        docs: Docs::default(),
    });
    (
        Union {
            arms: arms.collect(),
            unknown: pending(),
            others: Others::Invalid,
        },
        vec![ArmName::Type],
    )
}
