//! JSON Schema of generated types, from their tables.
//!
//! A vacant value is a shape: an option makes room for a value, a list for an item, a union for each
//! of its alternatives, and each place says what it can take.

use schemars::{Schema, SchemaGenerator};
use serde_json::{Map as Object, Value, json};

use crate::keywords::{keyword, set};
use crate::model::{
    Enum, Fact, Integer, List, Map, Member, Model, Others, Place, Presence, Rows, Scalar, Slot,
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

/// The name of the definition of a type: that of its crate, and its own.
///
/// Types of several crates can stand in one document. A definition is known by its name alone, so two of one name
/// would be taken for the same.
pub(crate) fn name(type_name: &str) -> String {
    let (package, path) = type_name.split_once("::").unwrap_or((type_name, ""));
    let own = path.rsplit("::").next().unwrap_or(path);
    format!("{package}.{own}")
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
            let name = name(model.type_name());
            define(&name, generator, |generator| of_model(model, generator))
        }
        Slot::Enum(value) => define(&name(value.type_name()), generator, |_| of_enum(value)),
        Slot::Union(union) => {
            let name = name(union.type_name());
            define(&name, generator, |generator| of_union(union, generator))
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
    model.places_mut(&mut |places: &mut [&mut dyn Place]| {
        members(rows, places, &mut schema, generator)
    });
    schema
}

fn members(
    rows: Rows,
    places: &mut [&mut dyn Place],
    schema: &mut Object<String, Value>,
    generator: &mut SchemaGenerator,
) {
    let mut properties = Object::new();
    let mut required = Vec::new();
    let fields = rows.iter().zip(places);
    let (others, named): (Vec<_>, Vec<_>) =
        fields.partition(|(row, _)| row.presence == Presence::Rest);
    for (row, place) in named {
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
    for (row, place) in others {
        rest(row, *place, schema, generator);
    }
}

fn member(
    row: Member,
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
    row: Member,
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
    let table = union.table();
    let arms = table.arms.iter();
    let mut arms: Vec<_> = arms
        .map(|arm| shape(union.hold(Some(arm.variant)), arm.facts, generator))
        .collect();
    if table.others == Others::Valid {
        arms.push(object(set(table.facts)));
    }
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
    let items = part(list.push(), inner(facts), generator);
    schema.insert("items".to_owned(), items);
    schema
}

fn of_map(
    map: &mut dyn Map,
    facts: &[Fact],
    generator: &mut SchemaGenerator,
) -> Object<String, Value> {
    let mut schema = typed("object");
    let values = part(map.insert(""), inner(facts), generator);
    schema.insert("additionalProperties".to_owned(), values);
    schema
}

/// The same schema, with null as a further value.
fn nullable(mut schema: Object<String, Value>) -> Object<String, Value> {
    /// The keywords that null may violate.
    const EXCLUDING: [&str; 7] = ["enum", "const", "not", "if", "allOf", "anyOf", "oneOf"];
    let excludes = EXCLUDING.iter().any(|key| schema.contains_key(*key));
    let is_any = schema.is_empty();
    match schema.get_mut("type") {
        Some(Value::Array(kinds)) if !excludes => {
            if !kinds.contains(&json!("null")) {
                kinds.push("null".into());
            }
        }
        Some(kind) if !excludes => *kind = json!([kind.clone(), "null"]),
        None if is_any => {}
        _ => return object(json!({ "anyOf": [schema, { "type": "null" }] })),
    }
    schema
}

/// The schema of a vacant item or value, where there can be one.
fn part(place: &mut dyn Place, facts: &[Fact], generator: &mut SchemaGenerator) -> Value {
    match facts {
        [Fact::Not([])] => false.into(),
        _ => Value::Object(shape(place, facts, generator)),
    }
}

fn inner(facts: &[Fact]) -> &[Fact] {
    let inner = facts.iter().find_map(|fact| match fact {
        Fact::Items(facts) | Fact::Values(facts) => Some(*facts),
        _ => None,
    });
    inner.unwrap_or_default()
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
