//! Whether what can be valid is drawn.

use serde_json::{Map, Value, json};

use super::{Draw, Patterns};
use crate::validate::Validators;

/// The valid ones of the values that are drawn from the schema `T` of these definitions, which are most of them.
fn values(definitions: Value) -> Vec<Value> {
    let definitions: Map<String, Value> = definitions.as_object().cloned().unwrap_or_default();
    let patterns = Patterns::default();
    let validators = Validators::new(&definitions).expect("the definitions are schemas");
    let validator = validators.of("T").expect("`T` is a schema");
    let mut drawn = Vec::new();
    for seed in 0..30 {
        let mut draw = Draw::new(&definitions, &patterns, seed);
        for _ in 0..10 {
            drawn.extend(draw.one("T"));
        }
    }
    let invalid: Vec<_> = drawn
        .extract_if(.., |value| validator.check(value).is_err())
        .collect();
    assert!(
        drawn.len() >= 200,
        "{} are valid, {invalid:?} are not",
        drawn.len()
    );
    drawn
}

#[track_caller]
fn some(values: &[Value], is_it: impl Fn(&Value) -> bool) {
    assert!(
        values.iter().any(is_it),
        "none of {} values is such",
        values.len()
    );
}

#[track_caller]
fn some_and_others(values: &[Value], is_it: impl Fn(&Value) -> bool) {
    some(values, &is_it);
    some(values, |value| !is_it(value));
}

#[test]
fn required_members_are_there_and_optional_ones_are_sometimes() {
    let values = values(json!({ "T": {
        "type": "object",
        "required": ["a"],
        "properties": { "a": { "type": "integer" }, "b": { "type": "string" }, "c": { "type": ["null", "boolean"] } },
    } }));
    assert!(values.iter().all(|value| value["a"].is_i64()));
    some_and_others(&values, |value| value.get("b").is_some());
    some(&values, |value| value.get("c") == Some(&Value::Null));
    some(&values, |value| value.get("c") == Some(&json!(true)));
    // Members that nothing is said of.
    some(&values, |value| {
        value.as_object().is_some_and(|members| {
            members
                .keys()
                .any(|name| !["a", "b", "c"].contains(&name.as_str()))
        })
    });
}

#[test]
fn every_alternative_is_drawn() {
    for keyword in ["oneOf", "anyOf"] {
        let values = values(json!({
            "T": { keyword: [
                { "type": "string" },
                { "$ref": "#/$defs/A" },
                { "type": "array", "items": { "type": "boolean" } },
                { "enum": [1, 2] },
                { "const": null },
            ] },
            "A": { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "a" } } },
        }));
        some(&values, Value::is_string);
        some(&values, |value| value["kind"] == "a");
        some(&values, |value| value == &json!([true]));
        some(&values, |value| value == &json!(1));
        some(&values, |value| value == &json!(2));
        some(&values, Value::is_null);
    }
}

#[test]
fn alternatives_that_cannot_be_are_not_drawn() {
    let values = values(json!({
        "T": { "type": "object", "required": ["a"], "oneOf": [
            { "type": "string" },
            { "type": "object", "properties": { "a": { "type": "integer" } } },
            { "properties": { "a": false } },
        ] },
    }));
    assert!(values.iter().all(|value| value["a"].is_i64()));
}

#[test]
fn of_listed_values_those_are_drawn_that_all_list() {
    let values = values(json!({
        "T": { "allOf": [{ "type": "integer" }, { "$ref": "#/$defs/Any" }], "enum": [2, 3, "3", 9] },
        "Any": { "oneOf": [{ "const": 1 }, { "const": 2 }, { "const": "3" }, { "enum": [3, 4] }] },
    }));
    assert!(values.iter().all(|value| value == 2 || value == 3));
    some_and_others(&values, |value| value == 2);
}

#[test]
fn everything_that_all_parts_ask_for_holds() {
    let values = values(json!({
        "T": { "allOf": [{ "$ref": "#/$defs/A" }, { "properties": { "n": { "maximum": 9 } }, "required": ["b"] }] },
        "A": {
            "type": "object",
            "required": ["n", "s"],
            "properties": {
                "n": { "type": "integer", "minimum": 8 },
                "s": { "allOf": [{ "type": "string", "minLength": 3 }, { "maxLength": 4 }] },
                "b": { "type": ["string", "null"], "enum": ["x", null, 1] },
            },
        },
    }));
    some(&values, |value| value["n"] == 8);
    some(&values, |value| value["n"] == 9);
    some(&values, |value| {
        value["s"]
            .as_str()
            .is_some_and(|text| text.chars().count() == 3)
    });
    some(&values, |value| {
        value["s"]
            .as_str()
            .is_some_and(|text| text.chars().count() == 4)
    });
    some_and_others(&values, |value| value["b"].is_null());
}

#[test]
fn maps_have_members() {
    let values = values(json!({ "T": {
        "type": "object",
        "properties": { "a": { "type": "boolean" } },
        "patternProperties": { "^x-[a-z]{2,}$": { "type": "integer" } },
        "additionalProperties": { "type": "array" },
    } }));
    let has = |value: &Value, is_it: fn(&str, &Value) -> bool| {
        value
            .as_object()
            .is_some_and(|members| members.iter().any(|(name, value)| is_it(name, value)))
    };
    some(&values, |value| value == &json!({}));
    some_and_others(&values, |value| has(value, |_, member| member.is_i64()));
    some_and_others(&values, |value| has(value, |_, member| member.is_array()));
    some_and_others(&values, |value| has(value, |name, _| name == "a"));
}

#[test]
fn names_of_members_are_drawn_from_their_schema() {
    let values = values(json!({ "T": {
        "type": "object",
        "propertyNames": { "pattern": "^[A-Z]{3}$" },
        "additionalProperties": { "type": "integer" },
        "minProperties": 1,
    } }));
    some(&values, |value| {
        value.as_object().is_some_and(|members| members.len() > 1)
    });
}

#[test]
fn lists_have_what_is_said_of_each_place() {
    let values = values(json!({ "T": {
        "type": "array",
        "prefixItems": [{ "type": "string" }, { "type": "integer" }],
        "items": { "type": "boolean" },
    } }));
    for length in 0..=3 {
        some(&values, |value| {
            value.as_array().is_some_and(|items| items.len() == length)
        });
    }
    let closed = self::values(json!({ "T": {
        "type": "array", "prefixItems": [{ "type": "string" }], "items": false, "minItems": 1,
    } }));
    assert!(
        closed
            .iter()
            .all(|value| value.as_array().is_some_and(|items| items.len() == 1))
    );
    let contained = self::values(json!({ "T": {
        "type": "array", "items": { "type": "integer" }, "contains": { "minimum": 5 }, "uniqueItems": true,
    } }));
    some(&contained, |value| {
        value.as_array().is_some_and(|items| items.len() > 1)
    });
}

#[test]
fn what_contains_itself_ends() {
    fn depth(value: &Value) -> usize {
        let inner = value["children"].as_array().into_iter().flatten();
        1 + inner.map(depth).max().unwrap_or(0)
    }
    let values = values(json!({ "T": {
        "type": "object",
        "required": ["children"],
        "properties": { "children": { "type": "array", "items": { "$ref": "#/$defs/T" } } },
    } }));
    some(&values, |value| depth(value) == 1);
    some(&values, |value| depth(value) > 3);
    let expressions = self::values(json!({
        "T": { "oneOf": [
            { "type": "integer" },
            { "type": "object", "required": ["left", "right"], "properties": {
                "left": { "$ref": "#/$defs/T" }, "right": { "$ref": "#/$defs/T" },
            } },
        ] },
    }));
    some(&expressions, Value::is_i64);
    some(&expressions, |value| value["left"]["right"].is_object());
}

#[test]
fn texts_match_their_pattern() {
    for (pattern, length) in [
        ("^[a-z]+$", 12),
        (r"^\d{3}-\w+(\.\d+)?$", 12),
        (r"^(?!xn--)[a-z]([a-z0-9-]{0,6}[a-z0-9])?$", 8),
        (r"^(?=.*\d).{4,}$", 12),
        (r"^(GET|PUT) /[^\s]*$", 30),
        ("x", 12),
    ] {
        let values =
            values(json!({ "T": { "type": "string", "pattern": pattern, "maxLength": length } }));
        some(&values, |value| value != &values[0]);
    }
}

#[test]
fn texts_are_as_long_and_as_short_as_they_can_be() {
    let values = values(json!({ "T": { "type": "string", "minLength": 2, "maxLength": 40 } }));
    for length in [2, 40] {
        some(&values, |value| {
            value
                .as_str()
                .is_some_and(|text| text.chars().count() == length)
        });
    }
    some(&values, |value| {
        value.as_str().is_some_and(|text| !text.is_ascii())
    });
}

#[test]
fn numbers_keep_to_their_limits() {
    let values = values(json!({ "T": {
        "type": "number", "exclusiveMinimum": 0, "maximum": 100, "multipleOf": 0.5,
    } }));
    some(&values, |value| value == &json!(0.5));
    some(&values, |value| value == &json!(100));
    let long = self::values(json!({ "T": {
        "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX,
    } }));
    some(&long, |value| value == &json!(i64::MIN));
    some(&long, |value| value == &json!(i64::MAX));
}

#[test]
fn conditions_lead_both_ways() {
    let values = values(json!({ "T": {
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "enum": ["a", "b"] }, "n": { "type": "integer" } },
        "if": { "properties": { "kind": { "const": "a" } } },
        "then": { "required": ["n"] },
        "else": { "properties": { "kind": { "const": "b" }, "n": false } },
    } }));
    some(&values, |value| value["kind"] == "a");
    some(&values, |value| value["kind"] == "b");
    let dependent = self::values(json!({ "T": {
        "type": "object",
        "properties": { "a": { "type": "integer" }, "b": { "type": "integer" } },
        "dependentRequired": { "a": ["b"] },
    } }));
    some_and_others(&dependent, |value| value.get("a").is_some());
}

#[test]
fn discriminators_say_what_was_chosen() {
    let values = values(json!({
        "T": {
            "oneOf": [{ "$ref": "#/$defs/A" }, { "$ref": "#/$defs/B" }],
            "discriminator": { "propertyName": "kind", "values": {
                "first": { "$ref": "#/$defs/A" }, "B": { "$ref": "#/$defs/B" },
            } },
        },
        "A": { "type": "object", "required": ["a"], "properties": { "a": { "type": "integer" } } },
        "B": { "type": "object", "properties": { "kind": { "type": "string" }, "a": false } },
    }));
    some(&values, |value| value["kind"] == "first");
    some(&values, |value| value["kind"] == "B");
    let is_right = |value: &Value| {
        value["kind"]
            == if value.get("a").is_some() {
                "first"
            } else {
                "B"
            }
    };
    assert!(values.iter().all(is_right));
}

#[test]
fn a_base_with_a_discriminator_is_one_of_its_subtypes() {
    let definitions = |first: &str| {
        let mut definitions = json!({
            "Base": {
                "type": "object",
                "required": ["kind"],
                "properties": { "kind": { "type": "string" } },
                "discriminator": { "propertyName": "kind", "values": {
                    "a": { "$ref": "#/$defs/A" }, "b": { "$ref": "#/$defs/B" },
                } },
            },
            "A": { "allOf": [{ "$ref": "#/$defs/Base" }, { "required": ["a"] }] },
            "B": { "allOf": [{ "$ref": "#/$defs/Base" }, { "required": ["b"] }] },
        });
        definitions["T"] = json!({ "$ref": format!("#/$defs/{first}") });
        definitions
    };
    let any = values(definitions("Base"));
    for name in ["a", "b"] {
        some(&any, |value| value["kind"] == name);
        assert!(
            any.iter()
                .all(|value| value["kind"] != name || value.get(name).is_some())
        );
    }
    let one = values(definitions("B"));
    assert!(one.iter().all(|value| value["kind"] == "b"));
}

#[test]
fn the_same_seed_draws_the_same() {
    let definitions =
        json!({ "T": { "type": "object", "additionalProperties": { "type": "string" } } });
    let definitions = definitions.as_object().cloned().unwrap_or_default();
    let patterns = Patterns::default();
    let draw = |seed| {
        let mut draw = Draw::new(&definitions, &patterns, seed);
        (0..20).map(|_| draw.one("T")).collect::<Vec<_>>()
    };
    assert_eq!(draw(3), draw(3));
    assert_ne!(draw(3), draw(4));
}
