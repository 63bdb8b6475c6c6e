//! Models as JSON Schema: every fact under its keyword.

use std::collections::{BTreeMap, BTreeSet};

use crate::shapes::{Closed, Contact, Counters, Hint, Order, Person, Rank, State};
use runtime::{AdditionalProperties, Nullable, Value};
use schemars::{JsonSchema, schema_for};
use serde_json::json;

/// A set, since the order of definitions depends on how `serde_json` is built.
fn names<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

fn schema<T: JsonSchema>() -> Value {
    let mut schema = schema_for!(T).to_value();
    let meta_schema = schema.as_object_mut().expect("an object").remove("$schema");
    assert_eq!(
        meta_schema,
        Some(json!("https://json-schema.org/draft/2020-12/schema"))
    );
    schema
}

#[test]
fn a_model() {
    let schema = schema::<Person>();
    assert_eq!(schema["title"], "model.Person");
    assert_eq!(schema["type"], "object");
    assert_eq!(schema["required"], json!(["id", "nick"]));
    assert_eq!(
        schema["properties"],
        json!({
            "id": { "type": "string", "minLength": 1, "maxLength": 4 },
            "nick": { "type": ["string", "null"] },
            "age": { "type": "integer", "minimum": 0, "exclusiveMaximum": 150 },
            "note": { "type": ["string", "null"], "maxLength": 3 },
            "score": { "type": "number", "multipleOf": 0.01, "maximum": 9.99 },
            "active": { "type": "boolean" },
            "level": { "type": "integer", "format": "uint8" },
            "total": { "type": "integer", "format": "uint64" },
            "born": { "type": "string", "format": "date" },
            "seen": { "type": "string", "format": "date-time", "readOnly": true },
            "key": { "type": "string", "contentEncoding": "base64", "maxLength": 8 },
            "state": { "$ref": "#/$defs/model.State" },
            "rank": { "$ref": "#/$defs/model.Rank" },
            "tags": {
                "type": "array",
                "maxItems": 3,
                "uniqueItems": true,
                "items": { "type": "string", "maxLength": 2, "pattern": "^[a-z]+$" },
            },
            "marks": { "type": "array", "items": { "type": ["integer", "null"], "minimum": 1 } },
            "labels": {
                "type": "object",
                "minProperties": 1,
                "propertyNames": { "maxLength": 3 },
                "additionalProperties": { "type": "string", "minLength": 1 },
            },
            "contact": { "$ref": "#/$defs/model.Contact" },
            "extra": {},
            "parent": { "$ref": "#/$defs/model.Person" },
            "friends": { "type": "array", "items": { "$ref": "#/$defs/model.Person" } },
            "type": { "type": "string" },
            "password": { "type": "string", "writeOnly": true, "minLength": 8 },
        })
    );
    let definitions = schema["$defs"].as_object().expect("definitions");
    assert_eq!(
        definitions.keys().cloned().collect::<BTreeSet<_>>(),
        names([
            "model.Contact",
            "model.Person",
            "model.Phone",
            "model.Rank",
            "model.State"
        ])
    );
    assert_eq!(
        definitions["model.Person"]["properties"],
        schema["properties"]
    );
    assert_eq!(
        definitions["model.State"],
        json!({ "type": "string", "enum": ["on", "off"] })
    );
    assert_eq!(
        definitions["model.Rank"],
        json!({ "type": "integer", "enum": [-1, 1] })
    );
    assert_eq!(
        definitions["model.Contact"],
        json!({ "anyOf": [
            { "$ref": "#/$defs/model.Phone" },
            { "$ref": "#/$defs/model.Person" },
            { "type": "string", "maxLength": 5 },
        ] })
    );
    assert_eq!(
        definitions["model.Phone"],
        json!({
            "type": "object",
            "properties": {
                "kind": { "type": "string", "const": "phone" },
                "number": { "type": "integer", "minimum": 100 },
            },
            "required": ["kind", "number"],
        })
    );
}

#[test]
fn types_that_stand_alone() {
    assert_eq!(
        schema::<State>(),
        json!({ "title": "model.State", "type": "string", "enum": ["on", "off"] })
    );
    assert_eq!(
        schema::<Rank>(),
        json!({ "title": "model.Rank", "type": "integer", "enum": [-1, 1] })
    );
    assert_eq!(
        schema::<Contact>()["anyOf"][2],
        json!({ "type": "string", "maxLength": 5 })
    );
    assert_eq!(
        schema::<Hint>(),
        json!({ "title": "model.Hint", "anyOf": [{ "type": "string", "maxLength": 3 }, {}] })
    );
    assert_eq!(schema::<Closed>()["additionalProperties"], json!(false));
    assert_eq!(
        schema::<Counters>(),
        json!({
            "title": "model.Counters",
            "type": "object",
            "properties": { "name": { "type": "string" } },
            "additionalProperties": { "type": "integer", "minimum": 0 },
            "maxProperties": 2,
        })
    );
}

/// A model with each fact that has a keyword.
struct Everything {
    text: String,
    number: f64,
    whole: Option<i64>,
    big: Option<u64>,
    list: Vec<Option<Vec<i64>>>,
    map: BTreeMap<String, Option<String>>,
    choice: Nullable<State>,
    one_of: Option<String>,
    anything: Option<Value>,
    additional_properties: AdditionalProperties,
}

runtime::model! {
    Everything from "#/everything" {
        text: Required "text" [
            MinLength(1), MaxLength(2), Pattern("a"), Format("uuid"), Const(Text("c")), Default(Text("d")), ReadOnly, WriteOnly, Deprecated,
            ContentEncoding("base64"), ContentMediaType("text/plain"),
        ],
        number: Required "number" [
            Minimum(Float(0.5)), Maximum(Int(9)), ExclusiveMinimum(Int(0)), ExclusiveMaximum(Float(9.5)), MultipleOf(Float(0.1)),
            Enum(&[Int(1), Float(2.5)]),
        ],
        whole: Nullable "whole" [Default(Null), Minimum(Int(-9223372036854775808))],
        big: Optional "big" [Format("uint64"), Maximum(Int(18446744073709551615))],
        list: Required "list" [
            MinItems(1), MaxItems(2), UniqueItems, Items(&[Nullable, MaxItems(3), Items(&[Maximum(Int(4))])]), Default(Json("[[1]]")),
        ],
        map: Required "map" [
            MinProperties(1), MaxProperties(2), PropertyNames(&[Pattern("b")]), Values(&[Nullable, MaxLength(3), Deprecated]),
        ],
        choice: OptionalNullable "choice" [Deprecated, Default(Text("on"))],
        one_of: Nullable "one_of" [Enum(&[Text("a"), Text("b")])],
        anything: Optional "anything" [Enum(&[Null, Bool(true), Json("{\"a\":1}")])],
        additional_properties: Rest "" [MinProperties(1), MaxProperties(9), PropertyNames(&[MaxLength(8)])],
    }
}

#[test]
fn every_fact_comes_out_under_its_keyword() {
    let mut schema = schema::<Everything>();
    let object = schema.as_object_mut().expect("an object");
    assert_eq!(
        object.remove("$defs"),
        Some(json!({ "model.State": { "type": "string", "enum": ["on", "off"] } }))
    );
    assert_eq!(
        schema,
        json!({
            "title": "model.Everything",
            "type": "object",
            "minProperties": 1,
            "maxProperties": 9,
            "propertyNames": { "maxLength": 8 },
            "required": ["text", "number", "whole", "list", "map", "one_of"],
            "properties": {
                "text": {
                    "type": "string", "minLength": 1, "maxLength": 2, "pattern": "a", "format": "uuid", "const": "c", "default": "d",
                    "readOnly": true, "writeOnly": true, "deprecated": true, "contentEncoding": "base64", "contentMediaType": "text/plain",
                },
                "number": {
                    "type": "number", "minimum": 0.5, "maximum": 9, "exclusiveMinimum": 0, "exclusiveMaximum": 9.5, "multipleOf": 0.1,
                    "enum": [1, 2.5],
                },
                "whole": { "type": ["integer", "null"], "default": null, "minimum": i64::MIN },
                "big": { "type": "integer", "format": "uint64", "maximum": u64::MAX },
                "list": {
                    "type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true, "default": [[1]],
                    "items": { "type": ["array", "null"], "maxItems": 3, "items": { "type": "integer", "maximum": 4 } },
                },
                "map": {
                    "type": "object", "minProperties": 1, "maxProperties": 2, "propertyNames": { "pattern": "b" },
                    "additionalProperties": { "type": ["string", "null"], "maxLength": 3, "deprecated": true },
                },
                "choice": { "anyOf": [{ "$ref": "#/$defs/model.State", "deprecated": true, "default": "on" }, { "type": "null" }] },
                "one_of": { "anyOf": [{ "type": "string", "enum": ["a", "b"] }, { "type": "null" }] },
                "anything": { "enum": [null, true, { "a": 1 }] },
            },
        })
    );
}

#[test]
fn what_may_be_null() {
    struct Nulls {
        any: Option<Value>,
        kinds: Option<Value>,
        chosen: Option<Value>,
        unless_absent: Option<i16>,
        additional_properties: AdditionalProperties,
    }
    runtime::model! {
        Nulls from "#/nulls" {
            any: Nullable "any" [],
            kinds: Nullable "kinds" [Types(&[JsonType::String, JsonType::Array])],
            chosen: Nullable "chosen" [Types(&[JsonType::String, JsonType::Array]), Enum(&[Text("a")])],
            unless_absent: Optional "unless_absent" [Nullable],
            additional_properties: Rest "" [],
        }
    }
    let schema = schema::<Nulls>();
    assert_eq!(
        schema["properties"],
        json!({
            "any": {},
            "kinds": { "type": ["string", "array", "null"] },
            "chosen": { "anyOf": [{ "type": ["string", "array"], "enum": ["a"] }, { "type": "null" }] },
            "unless_absent": { "type": ["integer", "null"], "format": "int16" },
        })
    );
}

/// A model with each fact that states a condition.
struct Conditions {
    pair: Option<Vec<f64>>,
    open: Option<Vec<f64>>,
    name: Nullable<String>,
    map: Option<BTreeMap<String, String>>,
    any: Option<Value>,
    additional_properties: AdditionalProperties,
}

runtime::model! {
    Conditions from "#/conditions" {
        pair: Optional "pair" [
            PrefixItems(&[&[Minimum(Int(1))], &[]]), Items(&[Not(&[])]), Contains(&[Const(Int(2))], 1, None),
            Contains(&[Const(Int(3))], 0, Some(1)),
        ],
        open: Optional "open" [Contains(&[], 2, Some(3)), UnevaluatedItems(&[Types(&[JsonType::Number])])],
        name: OptionalNullable "name" [Not(&[Const(Text("a"))]), Not(&[Const(Text("b"))]), Pattern("c"), Pattern("d")],
        map: Optional "map" [
            PatternProperties("^a", &[MaxLength(1)]), PatternProperties("^b", &[Not(&[])]), Closed,
            PropertyNames(&[AnyOf(&[&[MinLength(1)], &[MaxLength(2)]])]),
        ],
        any: Optional "any" [
            Types(&[JsonType::String, JsonType::Array]), Items(&[Minimum(Int(1))]), Values(&[Not(&[])]),
            If(&[Types(&[JsonType::String])], &[MinLength(1)], &[MinItems(1)]), If(&[], &[], &[MaxItems(2)]),
            AllOf(&[&[MaxLength(3)], &[MaxLength(4)]]), OneOf(&[&[Minimum(Int(1))], &[Maximum(Int(2))]]),
        ],
        additional_properties: Rest "" [
            Property("more", &[Types(&[JsonType::Boolean])]), Property("map", &[MinProperties(1)]), DependentRequired("a", &["b"]), DependentRequired("b", &["c", "d"]),
            DependentSchemas("a", &[Required(&["e"])]), UnevaluatedProperties(&[Not(&[])]), AnyOf(&[&[Required(&["a"])], &[]]),
        ],
    }
}

#[test]
fn every_condition_comes_out_under_its_keyword() {
    assert_eq!(
        schema::<Conditions>(),
        json!({
            "title": "model.Conditions",
            "type": "object",
            "properties": {
                "pair": {
                    "type": "array", "prefixItems": [{ "minimum": 1 }, {}], "items": false, "contains": { "const": 2 },
                    "allOf": [{ "contains": { "const": 3 }, "minContains": 0, "maxContains": 1 }],
                },
                "open": {
                    "type": "array", "items": { "type": "number" }, "contains": {}, "minContains": 2, "maxContains": 3,
                    "unevaluatedItems": { "type": "number" },
                },
                "name": { "anyOf": [
                    {
                        "type": "string", "not": { "const": "a" }, "pattern": "c",
                        "allOf": [{ "not": { "const": "b" } }, { "pattern": "d" }],
                    },
                    { "type": "null" },
                ] },
                "map": {
                    "type": "object", "patternProperties": { "^a": { "maxLength": 1 }, "^b": false }, "additionalProperties": false,
                    "propertyNames": { "anyOf": [{ "minLength": 1 }, { "maxLength": 2 }] },
                },
                "any": {
                    "type": ["string", "array"], "items": { "minimum": 1 }, "additionalProperties": false,
                    "if": { "type": "string" }, "then": { "minLength": 1 }, "else": { "minItems": 1 },
                    "allOf": [{ "if": {}, "else": { "maxItems": 2 } }, { "maxLength": 3 }, { "maxLength": 4 }],
                    "oneOf": [{ "minimum": 1 }, { "maximum": 2 }],
                },
                "more": { "type": "boolean" },
            },
            "dependentRequired": { "a": ["b"], "b": ["c", "d"] },
            "dependentSchemas": { "a": { "required": ["e"] } },
            "unevaluatedProperties": false,
            "allOf": [{ "properties": { "map": { "minProperties": 1 } } }],
            "anyOf": [{ "required": ["a"] }, {}],
        })
    );
}

#[test]
fn conditions_of_an_object_as_a_whole() {
    let schema = schema::<Order>();
    assert_eq!(schema["dependentRequired"], json!({ "card": ["address"] }));
    assert_eq!(
        schema["patternProperties"],
        json!({ "^x-": { "type": "number" } })
    );
    assert_eq!(
        schema["unevaluatedProperties"],
        json!({ "type": "boolean" })
    );
    assert_eq!(schema["not"], json!({ "required": ["address", "note"] }));
}

/// Generated types stand in types that derive.
#[test]
fn definitions_are_shared_with_other_types() {
    let mut generator = schemars::SchemaGenerator::default();
    let reference = generator.subschema_for::<Vec<Person>>();
    assert_eq!(
        reference.as_value()["items"],
        json!({ "$ref": "#/$defs/model.Person" })
    );
    assert_eq!(
        generator.subschema_for::<State>().to_value(),
        json!({ "$ref": "#/$defs/model.State" })
    );
    assert_eq!(
        generator
            .definitions()
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>(),
        names([
            "model.Contact",
            "model.Person",
            "model.Phone",
            "model.Rank",
            "model.State"
        ])
    );
}

/// A type of the caller's may be called like a generated one.
#[test]
fn definitions_of_other_types_are_left_alone() {
    /// Not the generated one.
    struct State;

    impl JsonSchema for State {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "State".into()
        }
        fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
            schemars::json_schema!({ "type": "null" })
        }
    }

    let mut generator = schemars::SchemaGenerator::default();
    generator.subschema_for::<State>();
    generator.subschema_for::<Person>();
    let definitions = generator.definitions();
    assert_eq!(definitions["State"], json!({ "type": "null" }));
    assert_eq!(definitions["model.State"]["enum"], json!(["on", "off"]));
    assert_eq!(
        definitions["model.Person"]["properties"]["state"],
        json!({ "$ref": "#/$defs/model.State" })
    );
}
