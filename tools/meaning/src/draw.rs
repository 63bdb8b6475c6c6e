//! Draws values from schemas, for documents that have no examples.
//!
//! What is drawn follows the keywords that say most about a value; the validator says which of it is valid. So nothing
//! here has to be exact, and nothing of it is shared with the generator.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// How deep values are drawn. Below, only what is required is there.
const DEEPEST: usize = 12;

/// Texts with something in them that is easily lost or taken for something else.
const TEXTS: [&str; 14] = [
    "",
    "a",
    "x y",
    "é",
    "/a?b=c&d",
    "\"q\"",
    "0",
    "null",
    "true",
    "ß\u{1f600}",
    "a,b",
    "-1",
    "A1b2-c3",
    "2020-01-01",
];

const KEYS: [&str; 4] = ["a", "b c", "ü", "x-1"];

/// Draws values of the definitions of a document.
pub(crate) struct Draw<'d> {
    definitions: &'d Map<String, Value>,
    random: Rng,
}

impl<'d> Draw<'d> {
    /// Draws the same values for the same seed.
    pub(crate) fn new(definitions: &'d Map<String, Value>, seed: u64) -> Self {
        Self {
            definitions,
            random: Rng::with_seed(seed),
        }
    }

    /// A value of a definition; `None` where none was found.
    pub(crate) fn one(&mut self, definition: &str) -> Option<Value> {
        self.value(self.definitions.get(definition)?, 0)
    }

    fn value(&mut self, schema: &Value, depth: usize) -> Option<Value> {
        let keywords = match schema {
            Value::Bool(true) => return Some(self.anything()),
            Value::Object(keywords) => keywords,
            _ => return None,
        };
        if depth > 3 * DEEPEST {
            return None;
        }
        if let Some(value) = keywords.get("const") {
            return Some(value.clone());
        }
        if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
            return self.random.choice(values).cloned();
        }
        let mut drawn = None;
        if let Some(target) = keywords.get("$ref").and_then(Value::as_str) {
            let target = self.definitions.get(target.strip_prefix("#/$defs/")?)?;
            drawn = Some(self.value(target, depth + 1)?);
        }
        for part in arms(keywords, "allOf") {
            drawn = Some(joined(drawn, self.value(part, depth + 1)?));
        }
        for keyword in ["anyOf", "oneOf"] {
            let arms = arms(keywords, keyword);
            if !arms.is_empty() {
                drawn = Some(joined(drawn, self.alternative(arms, depth)?));
            }
        }
        match self.kind(keywords) {
            None if drawn.is_some() => drawn,
            None => Some(self.anything()),
            Some(_) if drawn.as_ref().is_some_and(|value| !value.is_object()) => drawn,
            Some("object") => self.object(keywords, drawn, depth),
            Some("array") => self.array(keywords, depth),
            Some("string") => Some(self.text(keywords)),
            Some("integer") => {
                Some(self.number(keywords, &[0.0, 1.0, -1.0, 7.0, 123_456.0, 2_147_483_647.0]))
            }
            Some("number") => {
                Some(self.number(keywords, &[0.0, 1.0, -1.0, 1.5, -0.25, 1e-7, 123_456.0]))
            }
            Some("boolean") => Some(self.random.bool().into()),
            Some(_) => Some(Value::Null),
        }
    }

    /// The type of a value: one of those that are named, else the one that keywords are about.
    fn kind<'k>(&mut self, keywords: &'k Map<String, Value>) -> Option<&'k str> {
        match keywords.get("type") {
            Some(Value::String(kind)) => return Some(kind),
            Some(Value::Array(kinds)) => return self.random.choice(kinds)?.as_str(),
            _ => {}
        }
        let about = [
            ("object", ["properties", "required", "additionalProperties"]),
            ("array", ["items", "prefixItems", "minItems"]),
            ("string", ["pattern", "minLength", "maxLength"]),
            ("number", ["minimum", "maximum", "multipleOf"]),
        ];
        let about = about
            .iter()
            .find(|(_, keys)| keys.iter().any(|key| keywords.contains_key(*key)));
        about.map(|(kind, _)| *kind)
    }

    fn alternative(&mut self, arms: &[Value], depth: usize) -> Option<Value> {
        let mut order: Vec<&Value> = arms.iter().collect();
        self.random.shuffle(&mut order);
        order.into_iter().find_map(|arm| self.value(arm, depth + 1))
    }

    fn object(
        &mut self,
        keywords: &Map<String, Value>,
        drawn: Option<Value>,
        depth: usize,
    ) -> Option<Value> {
        let mut members = match drawn {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        };
        let required = keywords.get("required").and_then(Value::as_array);
        let is_required =
            |name: &str| required.is_some_and(|names| names.iter().any(|one| one == name));
        let chance = if depth > DEEPEST {
            0.0
        } else {
            [0.15, 0.5, 0.95][self.random.usize(..3)]
        };
        let properties = keywords.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            let is_needed = is_required(name);
            if !is_needed && self.random.f64() >= chance {
                continue;
            }
            match self.value(schema, depth + 1) {
                Some(value) => {
                    let before = members.remove(name);
                    members.insert(name.clone(), joined(before, value));
                }
                None if is_needed => return None,
                None => {}
            }
        }
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                members.insert(name.to_owned(), "x".into());
            }
        }
        let others = keywords
            .get("additionalProperties")
            .unwrap_or(&Value::Bool(true));
        if others.is_object() || (others == &Value::Bool(true) && self.random.u8(..10) == 0) {
            for _ in 0..self.random.usize(..3) {
                let key = KEYS[self.random.usize(..KEYS.len())];
                let is_named = properties.is_some_and(|named| named.contains_key(key));
                if let Some(value) = self.value(others, depth + 1).filter(|_| !is_named) {
                    members.insert(key.to_owned(), value);
                }
            }
        }
        Some(Value::Object(members))
    }

    fn array(&mut self, keywords: &Map<String, Value>, depth: usize) -> Option<Value> {
        let size = |keyword: &str| keywords.get(keyword).and_then(Value::as_u64);
        let least = size("minItems").unwrap_or(0);
        let wanted = if depth > DEEPEST {
            0
        } else {
            [0, 1, 1, 2, 3][self.random.usize(..5)]
        };
        let count = wanted
            .max(least)
            .min(size("maxItems").unwrap_or(u64::MAX))
            .min(50);
        let first = arms(keywords, "prefixItems");
        let mut items: Vec<Value> = Vec::new();
        for position in 0..count {
            let first = first.get(usize::try_from(position).unwrap_or(usize::MAX));
            let schema = first
                .or(keywords.get("items"))
                .unwrap_or(&Value::Bool(true));
            match self.value(schema, depth + 1) {
                Some(value) => items.push(value),
                None if position < least => return None,
                None => break,
            }
        }
        if keywords.get("uniqueItems") == Some(&Value::Bool(true)) {
            let mut seen: Vec<Value> = Vec::new();
            items.retain(|item| {
                !seen.contains(item) && {
                    seen.push(item.clone());
                    true
                }
            });
        }
        Some(items.into())
    }

    fn text(&mut self, keywords: &Map<String, Value>) -> Value {
        let text = match keywords.get("format").and_then(Value::as_str) {
            Some("date-time") => "1999-12-31T23:59:59.123456+02:00",
            Some("date") => "2020-02-29",
            Some("uuid") => "4f5f0c14-a2a4-4d50-83dd-301b2f829f04",
            Some("uri" | "url") => "https://example.com/a?b=c",
            Some("email") => "a@example.com",
            Some("ipv4") => "1.2.3.4",
            Some("ipv6") => "::1",
            Some("byte") => "aGVsbG8=",
            _ => TEXTS[self.random.usize(..TEXTS.len())],
        };
        let size = |keyword: &str| {
            keywords
                .get(keyword)
                .and_then(Value::as_u64)
                .map(|size| size.min(5_000) as usize)
        };
        let mut text: String = text
            .chars()
            .take(size("maxLength").unwrap_or(usize::MAX))
            .collect();
        while text.chars().count() < size("minLength").unwrap_or(0) {
            text.push('x');
        }
        text.into()
    }

    fn number(&mut self, keywords: &Map<String, Value>, among: &[f64]) -> Value {
        let limit = |keyword: &str| keywords.get(keyword).and_then(Value::as_f64);
        let (least, most) = (limit("minimum"), limit("maximum"));
        let factor = limit("multipleOf").unwrap_or(1.0);
        let fits =
            |n: &f64| least.is_none_or(|least| *n >= least) && most.is_none_or(|most| *n <= most);
        let all: Vec<f64> = among
            .iter()
            .map(|n| n * factor)
            .chain(least)
            .chain(most)
            .filter(fits)
            .collect();
        let number = self.random.choice(all).unwrap_or(0.0);
        if number.fract() == 0.0 && number.abs() < 9e15 {
            json!(number as i64)
        } else {
            json!(number)
        }
    }

    fn anything(&mut self) -> Value {
        let all = [
            json!(1),
            json!("x"),
            Value::Null,
            json!({"a": 1}),
            json!([1, "b"]),
            json!(1.5),
            json!(true),
        ];
        all[self.random.usize(..all.len())].clone()
    }
}

fn arms<'k>(keywords: &'k Map<String, Value>, keyword: &str) -> &'k [Value] {
    keywords
        .get(keyword)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// What two parts of a schema make together: objects have the members of both.
fn joined(before: Option<Value>, value: Value) -> Value {
    match (before, value) {
        (Some(Value::Object(mut members)), Value::Object(more)) => {
            for (name, value) in more {
                let before = members.remove(&name);
                members.insert(name, joined(before, value));
            }
            Value::Object(members)
        }
        (_, value) => value,
    }
}
