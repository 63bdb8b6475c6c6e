//! Document → Rust → JSON Schema: no constraint gets lost on the way.

#![cfg(feature = "schemars")]

#[path = "support/schema.rs"]
mod schema;

use generated::{Invite, InviteEditStatus, InviteStatus, Message, ResponseFailure, ResultInfo};
use schemars::JsonSchema;
use serde_json::{Value, json};
use schema::{document, follow};

/// The keywords that constrain a value.
const CONSTRAINTS: [&str; 17] = [
    "const",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "readOnly",
    "uniqueItems",
];

/// Asserts that `made` says all that `written` says, and counts the constraints.
fn compare(document: &Value, written: &Value, root: &Value, made: &Value, at: &str) -> usize {
    let written = follow(document, written);
    let made = resolve(root, made);
    let mut count = 0;
    for keyword in CONSTRAINTS {
        if let Some(value) = written.get(keyword) {
            assert_eq!(constraint(root, made, keyword).as_ref(), Some(value), "{keyword} of {at}: {made}");
            count += 1;
        }
    }
    let only_null = written["enum"] == json!([null]);
    if let Some(kind) = written["type"].as_str().filter(|_| !only_null) {
        assert!(types(root, made).contains(&kind.to_owned()), "type of {at}: {made}");
    }
    if written["nullable"] == json!(true) {
        assert!(types(root, made).contains(&"null".to_owned()), "null of {at}: {made}");
    }
    for (name, property) in written["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}.{name}");
        count += compare(document, property, root, &made["properties"][name], &at);
    }
    let required = |schema: &Value| {
        let mut names: Vec<String> = serde_json::from_value(schema["required"].clone()).unwrap_or_default();
        names.sort();
        names
    };
    assert_eq!(required(made), required(written), "required of {at}");
    if let Some(items) = written.get("items") {
        count += compare(document, items, root, &made["items"], &format!("{at}[]"));
    }
    count
}

/// What a schema says once its reference has been followed and the alternative `null` left aside.
fn resolve<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return resolve(root, root.pointer(&reference[1..]).expect("a definition"));
    }
    schema
}

fn types(root: &Value, schema: &Value) -> Vec<String> {
    let schema = resolve(root, schema);
    let mut names: Vec<String> = match &schema["type"] {
        Value::String(name) => vec![name.clone()],
        Value::Array(names) => serde_json::from_value(Value::Array(names.clone())).expect("names"),
        _ => Vec::new(),
    };
    for alternative in schema["anyOf"].as_array().into_iter().flatten() {
        names.extend(types(root, alternative));
    }
    names
}

/// A keyword, wherever `null` as an alternative has moved it.
fn constraint(root: &Value, schema: &Value, keyword: &str) -> Option<Value> {
    let schema = resolve(root, schema);
    if keyword == "enum" && let Some(value) = schema.get("const") {
        return Some(json!([value])); // One value says the same either way.
    }
    schema.get(keyword).cloned().or_else(|| {
        schema["anyOf"].as_array()?.iter().find_map(|alternative| constraint(root, alternative, keyword))
    })
}

fn check<T: JsonSchema>(document: &Value, pointer: &str, constraints: usize) {
    let written = document.pointer(pointer).expect("a schema");
    let made = serde_json::to_value(schemars::schema_for!(T)).expect("JSON");
    assert_eq!(compare(document, written, &made, &made, pointer), constraints, "constraints of {pointer}");
}

#[test]
fn no_constraint_gets_lost() {
    let document = document();
    check::<Invite>(&document, "/components/schemas/Invite", 17);
    check::<InviteStatus>(&document, "/components/schemas/Invite/properties/status", 1);
    check::<InviteEditStatus>(
        &document,
        "/paths/~1user~1invites~1{invite_id}/patch/requestBody/content/application~1json/schema/properties/status",
        1,
    );
    check::<ResponseFailure>(&document, "/components/schemas/FailureEnvelope", 4);
    check::<Message>(&document, "/components/schemas/Message", 1);
    check::<ResultInfo>(&document, "/components/schemas/ResultInfo", 0);
}
