//! The independent validator.

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

/// Where the definitions are.
const DOCUMENT: &str = "urn:document";

/// The formats that `runtime` does not check, and that the validator would.
const NOT_CHECKED: [&str; 13] = [
    "time",
    "duration",
    "hostname",
    "idn-hostname",
    "idn-email",
    "iri",
    "iri-reference",
    "uri-reference",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "unknown",
];

/// Validators of the schemas of a document.
pub(crate) struct Validators {
    registry: Registry<'static>,
    patterns: Vec<String>,
}

/// A validator of one schema.
pub(crate) struct One(Validator);

impl Validators {
    pub(crate) fn new(definitions: &Map<String, Value>) -> Result<Self, String> {
        let mut document = json!({ "$defs": definitions });
        let mut patterns = Vec::new();
        leave_out_patterns(&mut document, &mut patterns);
        patterns.sort();
        patterns.dedup();
        let registry = Registry::new()
            .draft(Draft::Draft202012)
            .add(DOCUMENT, document)
            .and_then(|registry| registry.prepare())
            .map_err(|error| error.to_string())?;
        Ok(Self { registry, patterns })
    }

    /// Patterns that are none to the validator.
    pub(crate) fn patterns_left_out(&self) -> &[String] {
        &self.patterns
    }

    pub(crate) fn of(&self, definition: &str) -> Result<One, String> {
        let mut options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true);
        for format in NOT_CHECKED {
            options = options.with_format(format, |_| true);
        }
        options
            .build(&json!({ "$ref": format!("{DOCUMENT}#/$defs/{definition}") }))
            .map(One)
            .map_err(|error| error.to_string())
    }
}

impl One {
    /// Whether a value is valid, and why not.
    pub(crate) fn check(&self, value: &Value) -> Result<(), String> {
        self.0.validate(value).map_err(|error| {
            let path = error.instance_path().to_string();
            let text = error.to_string();
            let end = text
                .char_indices()
                .nth(200)
                .map_or(text.len(), |(end, _)| end);
            format!("{path} {}", text.get(..end).unwrap_or_default())
        })
    }
}

/// Leaves out the patterns that cannot be compiled.
fn leave_out_patterns(value: &mut Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| leave_out_patterns(item, found)),
        Value::Object(members) => {
            let bad = |pattern: &str| {
                jsonschema::options()
                    .with_draft(Draft::Draft202012)
                    .build(&json!({ "pattern": pattern }))
                    .is_err()
            };
            if let Some(Value::String(pattern)) = members.get("pattern")
                && bad(pattern)
            {
                found.push(pattern.clone());
                members.remove("pattern");
            }
            if let Some(Value::Object(patterns)) = members.get_mut("patternProperties") {
                patterns.retain(|pattern, value| {
                    let keep = !value.is_object() || !bad(pattern);
                    if !keep {
                        found.push(pattern.clone());
                    }
                    keep
                });
            }
            for (key, value) in members.iter_mut() {
                if !matches!(key.as_str(), "enum" | "const") {
                    leave_out_patterns(value, found);
                }
            }
        }
        _ => {}
    }
}
