//! The models that are compiled: once as an OpenAPI document, once as structs with serde's derive.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// How many models there are.
pub(super) const MODELS: usize = 300;

/// How many fields each has.
pub(super) const FIELDS: usize = 12;

/// Every tenth model holds a chain of nine others, and is sent and received by an operation of its own.
const CHAIN: usize = 10;

/// What a field is.
#[derive(Clone, Copy)]
enum Field {
    Text,
    Integer,
    Boolean,
    OptionalText,
    OptionalInteger,
    Texts,
    OptionalNumber,
    OptionalTexts,
    /// The model before this one.
    Model(usize),
}

fn field(model: usize, position: usize) -> Field {
    const KINDS: [Field; 8] = [
        Field::Text,
        Field::Integer,
        Field::Boolean,
        Field::OptionalText,
        Field::OptionalInteger,
        Field::Texts,
        Field::OptionalNumber,
        Field::OptionalTexts,
    ];
    if position + 1 == FIELDS && !model.is_multiple_of(CHAIN) {
        return Field::Model(model - 1);
    }
    KINDS
        .get((model + position) % KINDS.len())
        .copied()
        .unwrap_or(Field::Text)
}

/// The models that operations send and receive.
fn heads() -> impl Iterator<Item = usize> {
    (CHAIN - 1..MODELS).step_by(CHAIN)
}

/// The models as an OpenAPI document.
pub(super) fn document() -> Value {
    let schemas: Map<String, Value> = (0..MODELS)
        .map(|model| (format!("M{model}"), schema(model)))
        .collect();
    let paths: Map<String, Value> = heads()
        .map(|model| (format!("/m{model}"), path_item(model)))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Models", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn schema(model: usize) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for position in 0..FIELDS {
        let name = format!("field_{position}");
        let field = field(model, position);
        if matches!(
            field,
            Field::Text | Field::Integer | Field::Boolean | Field::Texts
        ) {
            required.push(name.clone());
        }
        properties.insert(name, field_schema(field));
    }
    json!({"type": "object", "description": format!("Model {model}."), "required": required, "properties": properties})
}

fn field_schema(field: Field) -> Value {
    match field {
        Field::Text | Field::OptionalText => {
            json!({"type": "string", "description": "A field.", "maxLength": 32})
        }
        Field::Integer | Field::OptionalInteger => {
            json!({"type": "integer", "description": "A field.", "minimum": 1000})
        }
        Field::Boolean => json!({"type": "boolean", "description": "A field."}),
        Field::OptionalNumber => json!({"type": "number", "description": "A field."}),
        Field::Texts | Field::OptionalTexts => {
            json!({"type": "array", "description": "A field.", "items": {"type": "string"}})
        }
        Field::Model(model) => reference(model),
    }
}

fn reference(model: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/M{model}")})
}

fn path_item(model: usize) -> Value {
    let content = json!({"application/json": {"schema": reference(model)}});
    let responses = json!({"200": {"description": "The model.", "content": content}});
    json!({
        "get": {"responses": responses},
        "put": {"requestBody": {"required": true, "content": content}, "responses": responses},
    })
}

/// What stands at the end of the generated crate: functions that call all operations. A generated function is
/// compiled where it is called, so that without them there would be nothing to measure.
pub(super) fn calls() -> String {
    let mut text = String::new();
    for model in heads() {
        let _ = write!(
            text,
            "\n/// Gets model {model}.\npub fn get_{model}(client: &Client) -> runtime::Pending<M{model}> {{\n    \
             client.m{model}().get().send()\n}}\n\n/// Puts model {model}.\npub fn put_{model}(client: &Client, model: \
             M{model}) -> runtime::Pending<M{model}> {{\n    client.m{model}().update(model).send()\n}}\n"
        );
    }
    text
}

/// The manifest of the crate with derive.
pub(super) const DERIVE_MANIFEST: &str = r#"[package]
name = "derive"
version = "0.1.0"
edition = "2024"

[workspace]

[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"
"#;

/// The models as structs with derive, with functions that decode and encode what operations do.
pub(super) fn derive() -> String {
    let mut text = "//! The models.\n".to_owned();
    for model in 0..MODELS {
        let _ = write!(
            text,
            "\n/// Model {model}.\n#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]\npub struct M{model} {{\n"
        );
        for position in 0..FIELDS {
            text.push_str(&derive_field(position, field(model, position)));
        }
        text.push_str("}\n");
    }
    for model in heads() {
        let _ = write!(
            text,
            "\n/// Decodes model {model}.\npub fn decode_{model}(bytes: &[u8]) -> serde_json::Result<M{model}> {{\n    \
             serde_json::from_slice(bytes)\n}}\n\n/// Encodes model {model}.\npub fn encode_{model}(model: &M{model}) -> \
             serde_json::Result<Vec<u8>> {{\n    serde_json::to_vec(model)\n}}\n"
        );
    }
    text
}

fn derive_field(position: usize, field: Field) -> String {
    let ty = match field {
        Field::Text => "String",
        Field::Integer => "i64",
        Field::Boolean => "bool",
        Field::OptionalText => "Option<String>",
        Field::OptionalInteger => "Option<i64>",
        Field::Texts => "Vec<String>",
        Field::OptionalNumber => "Option<f64>",
        Field::OptionalTexts => "Option<Vec<String>>",
        Field::Model(model) => &format!("Option<Box<M{model}>>"),
    };
    let skip = match ty.starts_with("Option") {
        true => "    #[serde(default, skip_serializing_if = \"Option::is_none\")]\n",
        false => "",
    };
    format!("    /// A field.\n{skip}    pub field_{position}: {ty},\n")
}
