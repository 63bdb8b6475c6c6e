//! Values that are drawn.

use serde_json::{Value, json};

use crate::document::{Document, Place};
use crate::draw::{Draw, Purpose, Round};

/// The values that some seeds draw.
fn drawn(document: &Document, purpose: Purpose, schema: &Value) -> Vec<Value> {
    let values = (0..30).map(|seed| {
        let mut draw = Draw::new(document, seed, Round::Random);
        draw.purpose = purpose;
        draw.value(schema).unwrap()
    });
    values.collect()
}

#[test]
fn a_base_has_the_values_of_its_subtypes() {
    let kind = |name: &str| json!({"properties": {"kind": {"enum": [name]}}});
    let subtype = |name: &str, member: &str| {
        json!({
            "allOf": [{"$ref": "#/components/schemas/Pet"}, kind(name)],
            "required": [member],
            "properties": {member: {"type": "boolean"}},
        })
    };
    let document = Document::of(json!({"openapi": "3.0.0", "components": {"schemas": {
        "Pet": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"type": "string", "enum": ["cat", "dog"]}},
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"cat": "#/components/schemas/Cat", "dog": "Dog"},
            },
        },
        "Cat": subtype("cat", "purrs"),
        "Dog": subtype("dog", "barks"),
    }}}));
    let base = json!({"$ref": "document.json#/components/schemas/Pet"});
    let values = drawn(&document, Purpose::Json, &base);
    let is = |kind: &str, member: &str| {
        let of = values.iter().filter(|value| value["kind"] == *kind);
        let of: Vec<_> = of.collect();
        !of.is_empty() && of.iter().all(|value| value[member].is_boolean())
    };
    assert!(is("cat", "purrs") && is("dog", "barks"), "{values:?}");
}

#[test]
fn listed_values_are_of_the_type_and_can_be_sent() {
    let document = Document::of(json!({"openapi": "3.0.0"}));
    let drawn = |values| {
        let schema = json!({"type": "string", "enum": values});
        drawn(&document, Purpose::Parameter(Place::Path), &schema)
    };
    assert!(
        drawn(json!(["", "a", 1]))
            .iter()
            .all(|value| *value == json!("a"))
    );
    assert!(drawn(json!([true, false])).iter().all(Value::is_string));
}

#[test]
fn what_stands_around_alternatives_and_names_holds_for_what_is_drawn() {
    let document = Document::of(json!({"openapi": "3.1.0"}));
    let beside = json!({"type": "string", "anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]});
    let values = drawn(&document, Purpose::Json, &beside);
    assert!(values.iter().all(Value::is_string), "{values:?}");

    let named = json!({
        "type": "object",
        "required": ["files"],
        "additionalProperties": {"type": "array", "items": {"type": "integer"}},
    });
    let values = drawn(&document, Purpose::Json, &named);
    assert!(
        values.iter().all(|value| value["files"].is_array()),
        "{values:?}"
    );
}
