//! Which kind of Rust type a schema becomes, before anything in it is looked at.

use std::collections::HashSet;
use std::rc::Rc;

use super::enums::{self, Value};
use super::format;
use crate::ir::{Fact, IntegerType, JsonType, Literal, Others, Type};
use crate::read::node::Node;
use crate::read::schema::{Combined, JsonTypes, Part, Schema, Schemas};
use crate::read::types::facts;
use crate::read::unions::{self, Plan};

/// Which kind of Rust type a schema becomes.
#[derive(Debug)]
pub(crate) enum Shape<'d> {
    /// Any JSON, because the schema says nothing more.
    Anything,
    /// Null and nothing else.
    Null,
    /// Any JSON, because nothing is valid.
    Never,
    /// Any JSON although the schema says more, and why.
    Unclear(&'static str),
    /// A type without anything inside.
    Scalar(Type, Limits<'d>),
    /// A list of these; of anything if nothing is said.
    List(Option<Schema<'d>>),
    /// A map to these; to anything if nothing is said.
    Map(Option<Schema<'d>>),
    /// A struct.
    Model(Rc<Combined<'d>>),
    /// An open enum, and what its schema says of other values.
    Enum(Vec<Value<'d>>, Others),
    /// A union.
    Union(Plan<'d>),
}

/// Which schema has the constraints of a value.
#[derive(Debug)]
pub(crate) enum Limits<'d> {
    /// The one that was asked about.
    Own,
    /// Another one.
    Of(Rc<Combined<'d>>),
    /// One of several.
    AnyOf(Vec<Rc<Combined<'d>>>),
}

/// Decides on the shape of a schema.
pub(crate) fn of<'d>(
    schemas: &Schemas<'d>,
    schema: &Schema<'d>,
    combined: &Rc<Combined<'d>>,
) -> Shape<'d> {
    if combined.opaque {
        return Shape::Unclear("it consists of itself");
    }
    if combined.never {
        return Shape::Never;
    }
    if combined.is_null() {
        return Shape::Null;
    }
    if !combined.groups.is_empty() {
        return unions::shape(schemas, schema, combined);
    }
    if let Some(base) = unions::hierarchy(schemas, schema, combined) {
        return Shape::Union(base);
    }
    plain(schemas, schema, combined)
}

/// The shape of a schema without alternatives.
pub(crate) fn plain<'d>(
    schemas: &Schemas<'d>,
    schema: &Schema<'d>,
    combined: &Rc<Combined<'d>>,
) -> Shape<'d> {
    if let Some(values) = enums::open(combined) {
        return Shape::Enum(values, Others::Invalid);
    }
    if !combined.typed || combined.types == JsonTypes::ANY {
        return Shape::Anything;
    }
    let Some(ty) = combined.types.single() else {
        return several(schemas, schema, combined);
    };
    match ty {
        JsonType::Null => Shape::Null,
        JsonType::Boolean => Shape::Scalar(Type::Bool, Limits::Own),
        JsonType::Integer => Shape::Scalar(Type::Integer(width(schemas, combined)), Limits::Own),
        JsonType::Number => Shape::Scalar(Type::Number, Limits::Own),
        JsonType::String => {
            let text = |keyword| combined.get(keyword).and_then(Node::as_str);
            Shape::Scalar(
                format::text(
                    text("format"),
                    text("contentEncoding"),
                    text("contentMediaType"),
                ),
                Limits::Own,
            )
        }
        JsonType::Array => Shape::List(items(schemas, combined)),
        JsonType::Object => super::objects::shape(schemas, combined),
    }
}

/// A union by JSON type; nothing if no type is left.
fn several<'d>(
    schemas: &Schemas<'d>,
    schema: &Schema<'d>,
    combined: &Rc<Combined<'d>>,
) -> Shape<'d> {
    if combined.types.is_empty() {
        return Shape::Unclear("no type satisfies all parts of it");
    }
    let alternatives = combined
        .types
        .iter()
        .map(|ty| schema.and([Part::Types(JsonTypes::of(ty))]))
        .collect();
    unions::of_types(schemas, alternatives)
}

/// What the items of a list satisfy. Where each position has a schema of its own, an item satisfies one of them.
fn items<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> Option<Schema<'d>> {
    let positions = combined
        .get("prefixItems")
        .or_else(|| combined.get("items").filter(|items| items.is_array()));
    let rest = schemas.items(combined).or_else(|| {
        let others = ["additionalItems", "unevaluatedItems"].iter();
        let mut others = others.filter_map(|keyword| combined.get(keyword));
        positions.and(others.find(|others| others.is_object()).map(Schema::from))
    });
    let Some(positions) = positions.filter(|positions| positions.items().len() > 0) else {
        return rest.filter(|rest| rest.node().and_then(Node::as_bool) != Some(false));
    };
    let is_open = rest.is_none()
        && ["additionalItems", "unevaluatedItems"]
            .iter()
            .all(|keyword| combined.get(keyword).is_none())
        && combined
            .every("maxItems")
            .filter_map(Node::as_u64)
            .all(|most| usize::try_from(most).is_ok_and(|most| most > positions.items().len()));
    let mut alternatives: Vec<Schema<'d>> = positions.items().map(Schema::from).collect();
    alternatives.extend(rest.filter(|rest| rest.node().and_then(Node::as_bool) != Some(false)));
    Some(described(schemas, alternatives, is_open))
}

/// What some schemas describe, each for a part of the items or members. Where others are open, they can be anything;
/// but where all that is described has one JSON type, the others are taken to have it, too.
pub(super) fn described<'d>(
    schemas: &Schemas<'d>,
    mut alternatives: Vec<Schema<'d>>,
    is_open: bool,
) -> Schema<'d> {
    let mut seen = HashSet::new();
    let itself = |one: &Schema<'d>| {
        schemas
            .anchor(one)
            .map_or_else(|| one.clone(), Schema::from)
    };
    alternatives.retain(|one| seen.insert(itself(one)));
    // No more is looked at than the types: the shape of a list depends on that of its items, which may be such lists.
    let types = alternatives.iter().map(|one| schemas.combine(one).types);
    if is_open
        && types
            .fold(JsonTypes::NONE, JsonTypes::or)
            .single()
            .is_none()
    {
        alternatives.push(Schema::all([]));
    }
    Schema::any(alternatives)
}

/// The integer type: that of the format, widened if the document has values that do not fit.
fn width<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> IntegerType {
    let integer = |key: &str| combined.get(key)?.as_i128();
    let constraints = facts::constraints(schemas, combined, JsonType::Integer);
    let bounds = constraints.iter().filter_map(bound);
    let said: Vec<i128> = bounds.chain(integer("default")).collect();
    let listed = combined.values.iter().flatten();
    let given = listed.filter_map(|value| value.as_i128());
    let given: Vec<i128> = given.chain(integer("example")).collect();
    let fits = |width: IntegerType| {
        said.iter().all(|value| is_within(width, *value))
            && given.iter().all(|value| width.holds(*value))
    };
    let format = combined.get("format").and_then(Node::as_str);
    match format::integer(format) {
        Some(width) if fits(width) => width,
        _ if fits(IntegerType::I64) => IntegerType::I64,
        _ if said.iter().chain(&given).all(|value| *value >= 0) => IntegerType::U64,
        _ => IntegerType::I64,
    }
}

/// Whether what a schema says of its values is within an integer type, but for rounding: 9223372036854776000 is
/// `i64::MAX` as a float.
#[expect(clippy::cast_precision_loss, reason = "it is what was lost")]
fn is_within(width: IntegerType, value: i128) -> bool {
    let (_, largest) = width.range();
    width.holds(value) || value as f64 == largest as f64
}

/// The value of a bound that says how large values can be. What only excludes nothing that fits does not count.
fn bound(fact: &Fact) -> Option<i128> {
    match fact {
        Fact::Minimum(Literal::Int(value)) | Fact::Maximum(Literal::Int(value)) => Some(*value),
        Fact::ExclusiveMinimum(Literal::Int(value)) => value.checked_add(1),
        Fact::ExclusiveMaximum(Literal::Int(value)) => value.checked_sub(1),
        _ => None,
    }
}
