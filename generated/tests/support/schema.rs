//! The document that the crate was generated from, as JSON.

use serde_json::Value;

/// `schema/invites.yaml`.
pub fn document() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/invites.yaml");
    let text = std::fs::read_to_string(path).expect("the schema is in the repository");
    serde_yaml::from_str(&text).expect("the schema is YAML")
}

/// What a schema says once its reference has been followed.
pub fn follow<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            let pointer = reference.strip_prefix('#').expect("a reference into the document");
            follow(document, document.pointer(pointer).expect("a target"))
        }
        None => schema,
    }
}
