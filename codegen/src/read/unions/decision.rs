//! [`Decision`]: what alternatives become.

use std::collections::HashSet;
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};

use super::dispatch::{self, Tested};
use super::leaves::{Leaf, Leaves};
use super::{Plan, PlannedArm};
use crate::ir::{IntegerType, JsonType, Others, Test, Type};
use crate::read::names::Lineage;
use crate::read::node::Node;
use crate::read::schema::{Choice, Combined, Group, JsonTypes, Keyword, Schema, Schemas, classify};
use crate::read::types::{EnumValue, Limits, Shape, enum_repr, has_typed_rest, shape_of};

/// Decides what alternatives become.
pub(super) struct Decision<'a, 'd> {
    schemas: &'a Schemas<'d>,
    base: &'a Rc<Combined<'d>>,
    group: &'a Group<'d>,
    leaves: Vec<Leaf<'d>>,
    anything: bool,
    empty: bool,
}

impl<'a, 'd> Decision<'a, 'd> {
    pub(super) fn new(
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
    pub(super) fn shape(&self) -> Shape<'d> {
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
                    of_others: None,
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
                    && !has_typed_rest(self.schemas, &leaf.combined)
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
        let own = self.group.node.and_then(|node| node.get("discriminator"));
        let discriminator = own.or_else(|| discriminator_of_base(objects));
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

    pub(super) fn report_ambiguous(&self) {
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

/// The discriminator of a base that all alternatives have.
fn discriminator_of_base<'d>(objects: &[&Leaf<'d>]) -> Option<Node<'d>> {
    let (first, others) = objects
        .split_first()
        .filter(|(first, _)| first.nested.is_none())?;
    let mut bases = first.combined.own.iter().filter(|node| {
        let is_base = |leaf: &&Leaf<'d>| leaf.nested.is_none() && leaf.combined.own.contains(node);
        others.iter().all(is_base)
    });
    bases.find_map(|node| node.get("discriminator"))
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
                    _ => Type::Integer(IntegerType::I64),
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
            let holds_all = |width: &IntegerType| {
                let (least, most) = width.range();
                types.iter().all(|ty| {
                    matches!(ty, Type::Integer(one) if one.range().0 >= least && one.range().1 <= most)
                })
            };
            let widths = [IntegerType::U64, IntegerType::I64];
            let width = widths.into_iter().find(holds_all);
            Type::Integer(width.unwrap_or(IntegerType::I128))
        }
        [..] => Type::Text,
    }
}
