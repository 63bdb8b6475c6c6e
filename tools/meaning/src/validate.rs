//! The independent validator.

use jsonschema::{Draft, Registry, ValidationError, Validator};
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
    /// One of an object in which a member with the name of a definition is of that definition. What several of them
    /// reach is compiled once; a validator for each would compile all that it reaches. Nothing if it cannot be compiled.
    all: Option<Validator>,
}

/// A validator of one schema.
pub(crate) enum One<'v> {
    /// The member with this name of what all are validated by.
    Member(&'v Validator, &'v str),
    /// One of its own.
    Own(Box<Validator>),
}

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
        let members = definitions
            .keys()
            .map(|name| (name.clone(), reference(name)));
        let members: Map<String, Value> = members.collect();
        let all = build(&registry, &json!({ "properties": members })).ok();
        Ok(Self {
            registry,
            patterns,
            all,
        })
    }

    /// Patterns that are none to the validator.
    pub(crate) fn patterns_left_out(&self) -> &[String] {
        &self.patterns
    }

    pub(crate) fn of<'v>(&'v self, definition: &'v str) -> Result<One<'v>, String> {
        match &self.all {
            Some(all) => Ok(One::Member(all, definition)),
            None => build(&self.registry, &reference(definition)).map(|own| One::Own(own.into())),
        }
    }
}

fn reference(definition: &str) -> Value {
    json!({ "$ref": format!("{DOCUMENT}#/$defs/{definition}") })
}

fn build(registry: &Registry<'static>, schema: &Value) -> Result<Validator, String> {
    let mut options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_registry(registry)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true);
    for format in NOT_CHECKED {
        options = options.with_format(format, |_| true);
    }
    options.build(schema).map_err(|error| error.to_string())
}

impl One<'_> {
    /// Whether a value is valid, and why not.
    pub(crate) fn check(&self, value: &Value) -> Result<(), String> {
        match self {
            Self::Member(all, name) => {
                let object = json!({ *name: value });
                all.validate(&object).map_err(|error| told(&error, name))
            }
            Self::Own(own) => own.validate(value).map_err(|error| told(&error, "")),
        }
    }
}

/// Why a value is not valid, that is the member with a name, or all of it if that is empty.
fn told(error: &ValidationError<'_>, member: &str) -> String {
    let path = error.instance_path().to_string();
    let path = match member {
        "" => &path,
        member => path
            .strip_prefix('/')
            .and_then(|path| path.strip_prefix(member))
            .unwrap_or(&path),
    };
    let text = error.to_string();
    let end = text
        .char_indices()
        .nth(200)
        .map_or(text.len(), |(end, _)| end);
    format!("{path} {}", text.get(..end).unwrap_or_default())
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
