//! JSON Schema of generated types, from their tables.
//!
//! A vacant value is a shape: an option makes room for a value, a list for an item, a union for each
//! of its alternatives, and each place says what it can take.

use schemars::{Schema, SchemaGenerator};
use serde_json::{Map as Object, Value, json};

use crate::model::{
    Enum, Fact, Integer, List, Literal, Map, Model, Others, Place, Presence, Row, Scalar, Slot,
    Union,
};

/// The schema of the type of a vacant place.
pub(crate) fn of(place: &mut dyn Place, generator: &mut SchemaGenerator) -> Schema {
    let schema = match place.slot() {
        Slot::Model(model) => of_model(model, generator),
        Slot::Enum(value) => of_enum(value),
        Slot::Union(union) => of_union(union, generator),
        _ => shape(place, &[], generator),
    };
    schema.into()
}

/// The name of a type with a table, by a vacant place of it.
pub(crate) fn name(place: &mut dyn Place) -> &'static str {
    match place.slot() {
        Slot::Model(model) => model.table().name,
        Slot::Enum(value) => value.table().name,
        Slot::Union(union) => union.table().name,
        _ => "",
    }
}

/// The schema of a vacant place with its facts; what has a name goes to the definitions.
fn shape(
    place: &mut dyn Place,
    facts: &[Fact],
    generator: &mut SchemaGenerator,
) -> Object<String, Value> {
    match place.slot() {
        Slot::Optional(optional) => nullable(value_shape(optional.fill(), facts, generator)),
        _ if facts.contains(&Fact::Nullable) => nullable(value_shape(place, facts, generator)),
        _ => value_shape(place, facts, generator),
    }
}

/// The schema of a vacant place that is not null.
fn value_shape(
    place: &mut dyn Place,
    facts: &[Fact],
    generator: &mut SchemaGenerator,
) -> Object<String, Value> {
    let mut schema = match place.slot() {
        Slot::Bool(_) => typed("boolean"),
        Slot::I64(_) => typed("integer"),
        Slot::Integer(integer) => of_integer(integer),
        Slot::Number(_) => typed("number"),
        Slot::Text(_) | Slot::Textual(_) => typed("string"),
        Slot::Binary(_) => object(json!({ "type": "string", "contentEncoding": "base64" })),
        Slot::Optional(optional) => value_shape(optional.fill(), &[], generator),
        Slot::List(list) => of_list(list, facts, generator),
        Slot::Map(map) => of_map(map, facts, generator),
        Slot::Json(_) => Object::new(),
        Slot::Model(model) => {
            let name = model.table().name;
            define(name, generator, |generator| of_model(model, generator))
        }
        Slot::Enum(value) => define(value.table().name, generator, |_| of_enum(value)),
        Slot::Union(union) => {
            let name = union.table().name;
            define(name, generator, |generator| of_union(union, generator))
        }
    };
    for fact in facts {
        keyword(fact, &mut schema);
    }
    schema
}

/// A reference to the definition called `name`, which is made if it is not there.
fn define(
    name: &str,
    generator: &mut SchemaGenerator,
    make: impl FnOnce(&mut SchemaGenerator) -> Object<String, Value>,
) -> Object<String, Value> {
    if !generator.definitions().contains_key(name) {
        // There before it is complete, so that a type that contains itself refers to it.
        generator
            .definitions_mut()
            .insert(name.to_owned(), Value::Bool(true));
        let schema = make(generator);
        generator
            .definitions_mut()
            .insert(name.to_owned(), Value::Object(schema));
    }
    let path = generator
        .settings()
        .definitions_path
        .trim_start_matches('#')
        .trim_matches('/');
    object(json!({ "$ref": format!("#/{path}/{name}") }))
}

fn of_model(model: &mut dyn Model, generator: &mut SchemaGenerator) -> Object<String, Value> {
    let rows = model.table().rows;
    let mut schema = typed("object");
    model.places_mut(&mut |places| members(rows, places, &mut schema, generator));
    schema
}

fn members(
    rows: &'static [Row],
    places: &mut [&mut dyn Place],
    schema: &mut Object<String, Value>,
    generator: &mut SchemaGenerator,
) {
    let mut properties = Object::new();
    let mut required = Vec::new();
    for (row, place) in rows.iter().zip(places) {
        if row.presence == Presence::Rest {
            rest(row, *place, schema, generator);
            continue;
        }
        properties.insert(
            row.name.to_owned(),
            Value::Object(member(row, *place, generator)),
        );
        if row.presence.is_required() {
            required.push(row.name);
        }
    }
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
}

fn member(
    row: &'static Row,
    place: &mut dyn Place,
    generator: &mut SchemaGenerator,
) -> Object<String, Value> {
    match (row.presence, place.slot()) {
        // The option stands for an absent member, not for a null.
        (Presence::Optional, Slot::Optional(optional)) => {
            shape(optional.fill(), row.facts, generator)
        }
        _ => shape(place, row.facts, generator),
    }
}

/// What holds for the object as a whole, and for members without a row.
fn rest(
    row: &Row,
    place: &mut dyn Place,
    schema: &mut Object<String, Value>,
    generator: &mut SchemaGenerator,
) {
    if let Slot::Map(map) = place.slot() {
        let values = shape(map.insert(""), inner(row.facts), generator);
        if !values.is_empty() {
            schema.insert("additionalProperties".to_owned(), Value::Object(values));
        }
    }
    for fact in row.facts {
        keyword(fact, schema);
    }
}

fn of_enum(value: &dyn Enum) -> Object<String, Value> {
    let kind = match value.value() {
        Scalar::Text(_) => "string",
        Scalar::Integer(_) => "integer",
    };
    let values = value.table().values.iter().map(|value| match value {
        Scalar::Text(text) => Value::from(text),
        Scalar::Integer(integer) => Value::from(integer),
    });
    let values: Vec<Value> = values.collect();
    match value.table().others {
        Others::Invalid => object(json!({ "type": kind, "enum": values })),
        Others::Valid => object(json!({ "type": kind, "examples": values })),
    }
}

fn of_union(union: &mut dyn Union, generator: &mut SchemaGenerator) -> Object<String, Value> {
    let arms = union.table().arms.iter();
    let arms: Vec<_> = arms
        .map(|arm| shape(union.hold(Some(arm.variant)), arm.facts, generator))
        .collect();
    object(json!({ "anyOf": arms }))
}

fn of_integer(integer: &dyn Integer) -> Object<String, Value> {
    let range = integer.range();
    let sign = if *range.start() < 0 { "" } else { "u" };
    let bits = range.end().abs_diff(*range.start()).ilog2() + 1;
    object(json!({ "type": "integer", "format": format!("{sign}int{bits}") }))
}

fn of_list(
    list: &mut dyn List,
    facts: &[Fact],
    generator: &mut SchemaGenerator,
) -> Object<String, Value> {
    let mut schema = typed("array");
    let items = shape(list.push(), inner(facts), generator);
    schema.insert("items".to_owned(), Value::Object(items));
    schema
}

fn of_map(
    map: &mut dyn Map,
    facts: &[Fact],
    generator: &mut SchemaGenerator,
) -> Object<String, Value> {
    let mut schema = typed("object");
    let values = shape(map.insert(""), inner(facts), generator);
    schema.insert("additionalProperties".to_owned(), Value::Object(values));
    schema
}

/// Adds a fact under its keyword.
fn keyword(fact: &Fact, schema: &mut Object<String, Value>) {
    let (keyword, value) = match fact {
        Fact::MinLength(limit) => ("minLength", (*limit).into()),
        Fact::MaxLength(limit) => ("maxLength", (*limit).into()),
        Fact::Pattern(pattern) => ("pattern", (*pattern).into()),
        Fact::Format(format) => ("format", (*format).into()),
        Fact::Minimum(limit) => ("minimum", value(limit)),
        Fact::Maximum(limit) => ("maximum", value(limit)),
        Fact::ExclusiveMinimum(limit) => ("exclusiveMinimum", value(limit)),
        Fact::ExclusiveMaximum(limit) => ("exclusiveMaximum", value(limit)),
        Fact::MultipleOf(limit) => ("multipleOf", value(limit)),
        Fact::MinItems(limit) => ("minItems", (*limit).into()),
        Fact::MaxItems(limit) => ("maxItems", (*limit).into()),
        Fact::UniqueItems => ("uniqueItems", true.into()),
        Fact::MinProperties(limit) => ("minProperties", (*limit).into()),
        Fact::MaxProperties(limit) => ("maxProperties", (*limit).into()),
        Fact::Enum(values) => ("enum", values.iter().map(value).collect()),
        Fact::Const(literal) => ("const", value(literal)),
        Fact::Default(literal) => ("default", value(literal)),
        Fact::PropertyNames(facts) => {
            let mut names = Object::new();
            facts
                .iter()
                .for_each(|fact| self::keyword(fact, &mut names));
            ("propertyNames", names.into())
        }
        Fact::ReadOnly => ("readOnly", true.into()),
        Fact::WriteOnly => ("writeOnly", true.into()),
        Fact::Deprecated => ("deprecated", true.into()),
        Fact::ContentEncoding(encoding) => ("contentEncoding", (*encoding).into()),
        Fact::ContentMediaType(media) => ("contentMediaType", (*media).into()),
        Fact::Closed => ("additionalProperties", false.into()),
        Fact::Required(names) => ("required", json!(names)),
        Fact::AnyOf(sets) => return combination("anyOf", sets, schema),
        Fact::OneOf(sets) => return combination("oneOf", sets, schema),
        Fact::Not(facts) => ("not", set(facts)),
        // Looked at where the shape is made.
        Fact::Items(_) | Fact::Values(_) | Fact::Nullable => return,
        // How a parameter is written is nothing that JSON Schema speaks about.
        Fact::Style(_) | Fact::Explode(_) | Fact::AllowReserved | Fact::Content(_) => return,
    };
    schema.insert(keyword.to_owned(), value);
}

/// Facts as a schema of their own.
fn set(facts: &[Fact]) -> Value {
    let mut schema = Object::new();
    facts.iter().for_each(|fact| keyword(fact, &mut schema));
    Value::Object(schema)
}

/// Adds alternatives, beside others that may be there.
fn combination(keyword: &str, sets: &[&[Fact]], schema: &mut Object<String, Value>) {
    let sets: Value = sets.iter().map(|facts| set(facts)).collect();
    let all = schema
        .entry("allOf")
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(all) = all {
        all.push(json!({ keyword: sets }));
    }
}

/// The same schema, with null as a further value.
fn nullable(mut schema: Object<String, Value>) -> Object<String, Value> {
    let says_values = schema.contains_key("enum") || schema.contains_key("const");
    let is_any = schema.is_empty();
    match schema.get_mut("type") {
        Some(kind) if !says_values => *kind = json!([kind.clone(), "null"]),
        None if is_any => {}
        _ => return object(json!({ "anyOf": [schema, { "type": "null" }] })),
    }
    schema
}

fn inner(facts: &[Fact]) -> &[Fact] {
    let inner = facts.iter().find_map(|fact| match fact {
        Fact::Items(facts) | Fact::Values(facts) => Some(*facts),
        _ => None,
    });
    inner.unwrap_or_default()
}

fn value(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(value) => (*value).into(),
        Literal::Int(integer) => match (i64::try_from(*integer), u64::try_from(*integer)) {
            (Ok(integer), _) => integer.into(),
            (_, Ok(integer)) => integer.into(),
            #[allow(
                clippy::cast_precision_loss,
                reason = "JSON numbers beyond 64 bits are read so"
            )]
            _ => (*integer as f64).into(),
        },
        Literal::Float(number) => (*number).into(),
        Literal::Text(text) => (*text).into(),
        Literal::Json(text) => crate::json::from_slice(text.as_bytes()).unwrap_or_default(),
    }
}

fn typed(kind: &str) -> Object<String, Value> {
    object(json!({ "type": kind }))
}

fn object(value: Value) -> Object<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}
