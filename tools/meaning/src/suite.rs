//! The JSON Schema Test Suite as OpenAPI documents: its schemas are components, its instances are examples.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use xtask::failure::Failure;

/// Keywords that schemas of one document would share: a schema with one gets a document of its own.
const APART: [&str; 4] = ["$id", "$anchor", "$dynamicAnchor", "$dynamicRef"];

/// Where the suite expects other documents to be served.
const REMOTE: &str = "http://localhost:1234";

/// Writes the tests of a folder (`tests/draft2020-12`) as documents to another folder.
pub(crate) fn documents(tests: &Path, out: &Path) -> Result<(), Failure> {
    let fail = |error| Failure::io("read", tests, &error);
    fs::create_dir_all(out).map_err(|error| Failure::io("make the folder", out, &error))?;
    let mut files: Vec<PathBuf> = fs::read_dir(tests)
        .map_err(fail)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    for path in files {
        let bytes = fs::read(&path).map_err(fail)?;
        let groups: Value = serde_json::from_slice(&bytes)
            .map_err(|error| Failure::Fault(format!("{}: {error}", path.display())))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        for (name, document) in of_file(&stem, groups.as_array().map_or(&[], Vec::as_slice)) {
            let file = out.join(format!("{name}.json"));
            let text = serde_json::to_string_pretty(&document).unwrap_or_default();
            fs::write(&file, text).map_err(|error| Failure::io("write", &file, &error))?;
        }
    }
    Ok(())
}

/// The documents of a file of tests. What refers to the network is left out.
fn of_file(stem: &str, groups: &[Value]) -> BTreeMap<String, Value> {
    let mut documents: BTreeMap<String, Value> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        let schema = &group["schema"];
        let text = schema.to_string();
        if text.contains(REMOTE) && ["refRemote", "vocabulary"].contains(&stem) {
            continue;
        }
        let is_apart = APART.iter().any(|key| text.contains(&format!("\"{key}\"")));
        let name = if is_apart {
            format!("{stem}_{index}")
        } else {
            stem.to_owned()
        };
        let document = documents.entry(name.clone()).or_insert_with(|| {
            json!({
                "openapi": "3.1.0",
                "info": { "title": name, "version": "1" },
                "paths": {},
                "components": { "schemas": {} },
            })
        });
        let component = format!("{}{index}", words(&group["description"]));
        let pointer = format!("#/components/schemas/{component}");
        let tests = group["tests"].as_array().into_iter().flatten();
        let examples: Map<String, Value> = tests
            .enumerate()
            .map(|(at, test)| {
                let name = format!("{}{at}", words(&test["description"]));
                (name, json!({ "value": test["data"] }))
            })
            .collect();
        let media = json!({ "schema": { "$ref": pointer }, "examples": examples });
        document["paths"][format!("/{component}")] = json!({
            "post": {
                "requestBody": { "content": { "application/json": media } },
                "responses": { "204": { "description": "Done." } },
            }
        });
        document["components"]["schemas"][component] = placed(schema, &pointer);
    }
    documents
}

/// A schema whose references within itself lead to where it stands now.
fn placed(schema: &Value, pointer: &str) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(|item| placed(item, pointer)).collect(),
        Value::Object(members) => {
            // Within an identifier, references stay what they are.
            let has_identifier = members
                .get("$id")
                .and_then(Value::as_str)
                .is_some_and(|id| !id.starts_with('#'));
            let pointer = if has_identifier { "#" } else { pointer };
            let member = |(key, value): (&String, &Value)| {
                let value = match (key.as_str(), value.as_str()) {
                    ("const" | "enum", _) => value.clone(),
                    ("$ref", Some("#")) => pointer.into(),
                    ("$ref", Some(target)) => match target.strip_prefix("#/") {
                        Some(rest) => format!("{pointer}/{rest}").into(),
                        None => value.clone(),
                    },
                    _ => placed(value, pointer),
                };
                (key.clone(), value)
            };
            let members = members.iter().filter(|(key, _)| *key != "$schema");
            Value::Object(members.map(member).collect())
        }
        other => other.clone(),
    }
}

/// A description as one word.
fn words(text: &Value) -> String {
    let text = text.as_str().unwrap_or_default();
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let mut name = String::new();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name.chars().take(60).collect()
}
