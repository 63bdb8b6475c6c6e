//! Changes examples so that keywords of their schemas are violated.

use serde_json::{Map, Value, json};

use crate::draw::Patterns;

/// How an example was changed.
#[derive(Clone, Debug)]
pub(crate) struct Mutation {
    /// What was meant to be violated.
    pub(crate) kind: &'static str,
    /// Where.
    pub(crate) path: String,
}

/// How deep schemas are followed at one place.
const MOST_FOLLOWED: usize = 40;

/// The longest text that is made.
const LONGEST: u64 = 5_000;

/// A change of a part of an example.
pub(crate) struct Change {
    kind: &'static str,
    steps: Vec<String>,
    value: Value,
}

impl Change {
    /// The changed example.
    pub(crate) fn of(self, whole: &Value) -> (Mutation, Value) {
        let mut changed = whole.clone();
        let mut place = Some(&mut changed);
        for step in &self.steps {
            place = place.and_then(|place| match place {
                Value::Object(members) => members.get_mut(step),
                Value::Array(items) => step.parse().ok().and_then(|at: usize| items.get_mut(at)),
                _ => None,
            });
        }
        if let Some(place) = place {
            *place = self.value;
        }
        let path = self.steps.iter().map(|step| format!("/{step}")).collect();
        (
            Mutation {
                kind: self.kind,
                path,
            },
            changed,
        )
    }
}

/// All changes of an example.
pub(crate) fn changes(
    value: &Value,
    definition: &str,
    definitions: &Map<String, Value>,
    patterns: &Patterns,
) -> Vec<Change> {
    let mut walk = Walk {
        definitions,
        patterns,
        path: Vec::new(),
        found: Vec::new(),
        here: 0,
    };
    let schemas = definitions.get(definition).into_iter().collect();
    walk.at(value, schemas);
    walk.found
}

struct Walk<'a> {
    definitions: &'a Map<String, Value>,
    patterns: &'a Patterns,
    path: Vec<String>,
    found: Vec<Change>,
    /// Where the changes of the value that is being changed begin.
    here: usize,
}

impl<'a> Walk<'a> {
    /// Changes a value, and those in it. The schemas are all that may apply to it.
    fn at(&mut self, value: &'a Value, schemas: Vec<&'a Value>) {
        let mut all: Vec<&'a Map<String, Value>> = Vec::new();
        for schema in schemas {
            self.expand(schema, &mut all, 0);
        }
        if all.is_empty() {
            return;
        }
        self.here = self.found.len();
        // Where nothing is said of types, as beside `properties` alone, values of any type are valid.
        let typed = ["type", "enum", "const"];
        if all
            .iter()
            .any(|schema| typed.iter().any(|key| schema.contains_key(*key)))
        {
            self.types(value);
        }
        for schema in &all {
            self.keywords(value, schema);
        }
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let schemas = all
                        .iter()
                        .flat_map(|schema| self.member_schemas(schema, name));
                    let schemas = schemas.collect();
                    self.path.push(name.clone());
                    self.at(member, schemas);
                    self.path.pop();
                }
            }
            Value::Array(items) => {
                // Those after the first few are like them.
                for (index, item) in items.iter().enumerate().take(3) {
                    let schemas = all.iter().filter_map(|schema| item_schema(schema, index));
                    self.path.push(index.to_string());
                    let schemas = schemas.collect();
                    self.at(item, schemas);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    /// A schema and all that it consists of.
    fn expand(&self, schema: &'a Value, all: &mut Vec<&'a Map<String, Value>>, depth: usize) {
        let Value::Object(members) = schema else {
            return;
        };
        if depth > MOST_FOLLOWED || all.iter().any(|known| std::ptr::eq(*known, members)) {
            return;
        }
        all.push(members);
        if let Some(name) = members.get("$ref").and_then(Value::as_str)
            && let Some(target) = name.strip_prefix("#/$defs/")
            && let Some(target) = self.definitions.get(target)
        {
            self.expand(target, all, depth + 1);
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let arms = members.get(keyword).and_then(Value::as_array);
            for arm in arms.into_iter().flatten() {
                self.expand(arm, all, depth + 1);
            }
        }
        for keyword in ["if", "then", "else", "not"] {
            if let Some(part) = members.get(keyword) {
                self.expand(part, all, depth + 1);
            }
        }
    }

    fn add(&mut self, kind: &'static str, value: Value) {
        let here = self.found.get(self.here..).unwrap_or_default();
        if here.iter().all(|known| known.value != value) {
            self.found.push(Change {
                kind,
                steps: self.path.clone(),
                value,
            });
        }
    }

    fn types(&mut self, value: &Value) {
        let others = match value {
            Value::Null => vec![json!("text"), json!([])],
            Value::Bool(_) => vec![json!("text"), json!(17)],
            Value::Number(number) if number.is_f64() => vec![json!("text"), json!(true)],
            Value::Number(_) => vec![json!("text"), json!(0.5), json!([])],
            Value::String(_) => vec![json!(17), json!({})],
            Value::Array(_) => vec![json!("text"), json!({ "a": 1 })],
            Value::Object(_) => vec![json!("text"), json!([17])],
        };
        for other in others {
            self.add("type", other);
        }
        if !value.is_null() {
            self.add("null", Value::Null);
        }
    }

    fn keywords(&mut self, value: &Value, schema: &'a Map<String, Value>) {
        let others = schema.get("enum").and_then(Value::as_array);
        let others = others.into_iter().flatten().chain(schema.get("const"));
        for other in others.filter(|other| *other != value).take(3) {
            self.add("another value", other.clone());
        }
        if schema.contains_key("enum") || schema.contains_key("const") {
            match value {
                Value::String(_) => self.add("enum", json!("not one of those listed")),
                Value::Number(_) => self.add("enum", json!(987_654)),
                Value::Bool(known) => self.add("enum", json!(!known)),
                _ => {}
            }
        }
        match value {
            Value::String(text) => self.text(text, schema),
            Value::Number(number) => self.number(number.as_f64().unwrap_or_default(), schema),
            Value::Array(items) => self.items(items, schema),
            Value::Object(members) => self.members(members, schema),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, schema: &Map<String, Value>) {
        let size = |key| schema.get(key).and_then(Value::as_u64);
        if let Some(least) = size("minLength").filter(|least| (1..LONGEST).contains(least)) {
            let shorter: String = text.chars().cycle().take(least as usize - 1).collect();
            if shorter != text {
                self.add("length", Value::String(shorter));
            }
        }
        if let Some(most) = size("maxLength").filter(|most| *most < LONGEST) {
            let text = if text.is_empty() { "a" } else { text };
            let longer: String = text.chars().cycle().take(most as usize + 1).collect();
            self.add("length", Value::String(longer));
        }
        if schema.contains_key("pattern") {
            self.add("pattern", json!("~ \u{2603} ~"));
            self.add("pattern", Value::String(format!("{text}\n~")));
            self.add("pattern", Value::String(format!("~{text}")));
        }
        if schema.contains_key("format") {
            self.add("format", json!("not ~ at \\ all \u{7f}"));
        }
    }

    fn number(&mut self, number: f64, schema: &Map<String, Value>) {
        let bound = |key| schema.get(key).and_then(Value::as_f64);
        for (key, by) in [("minimum", -1.0), ("exclusiveMinimum", 0.0)] {
            if let Some(bound) = bound(key).filter(|bound| bound.abs() < 1e15) {
                self.add("range", whole(bound + by));
            }
        }
        for (key, by) in [("maximum", 1.0), ("exclusiveMaximum", 0.0)] {
            if let Some(bound) = bound(key).filter(|bound| bound.abs() < 1e15) {
                self.add("range", whole(bound + by));
            }
        }
        if let Some(factor) = bound("multipleOf") {
            self.add("multipleOf", whole(number + factor / 2.0));
            self.add("multipleOf", whole(number + factor));
        }
    }

    fn items(&mut self, items: &[Value], schema: &Map<String, Value>) {
        let size = |key| schema.get(key).and_then(Value::as_u64);
        if let Some(least) = size("minItems").filter(|least| (1..1000).contains(least)) {
            let fewer = items.iter().take(least as usize - 1).cloned().collect();
            self.add("items", Value::Array(fewer));
        }
        if let Some(most) = size("maxItems").filter(|most| *most < 1000)
            && !items.is_empty()
        {
            let more = items
                .iter()
                .cycle()
                .take(most as usize + 1)
                .cloned()
                .collect();
            self.add("items", Value::Array(more));
        }
        if let Some(first) = items.first().filter(|_| schema.contains_key("uniqueItems")) {
            let mut twice = items.to_vec();
            twice.push(first.clone());
            self.add("uniqueItems", Value::Array(twice));
        }
        if schema.contains_key("prefixItems") || schema.contains_key("contains") {
            for item in [json!("text"), json!({}), json!(17)] {
                let mut more = items.to_vec();
                more.push(item);
                self.add("an item more", Value::Array(more));
            }
            let turned = items.iter().rev().cloned().collect();
            self.add("order", Value::Array(turned));
        }
    }

    fn members(&mut self, members: &Map<String, Value>, schema: &'a Map<String, Value>) {
        let required = schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if members.contains_key(name) && !self.is_one_sided(schema, name) {
                let mut fewer = members.clone();
                fewer.remove(name);
                self.add("required", Value::Object(fewer));
            }
        }
        let named = schema.get("properties").and_then(Value::as_object);
        for name in named.into_iter().flatten().map(|(name, _)| name) {
            if members.contains_key(name) && !self.is_one_sided(schema, name) {
                let mut fewer = members.clone();
                fewer.remove(name);
                self.add("a member less", Value::Object(fewer));
            }
        }
        for value in [json!("text"), json!({ "a": [] }), Value::Null] {
            let mut more = members.clone();
            more.insert("unknown".to_owned(), value);
            self.add("a member more", Value::Object(more));
        }
        if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
            let mut more = members.clone();
            more.insert("not a member".to_owned(), json!(1));
            self.add("additionalProperties", Value::Object(more));
        }
        let size = |key| schema.get(key).and_then(Value::as_u64);
        if let Some(least) = size("minProperties").filter(|least| *least > 0) {
            let fewer = members.iter().take(least as usize - 1);
            let fewer = fewer
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            self.add("properties", Value::Object(fewer));
        }
        if let Some(most) = size("maxProperties").filter(|most| *most < 100) {
            let mut more = members.clone();
            for number in members.len()..=most as usize {
                let value = members.values().next().cloned().unwrap_or_default();
                more.insert(format!("member{number}"), value);
            }
            self.add("properties", Value::Object(more));
        }
    }

    /// What one schema says of a member.
    fn member_schemas(&self, schema: &'a Map<String, Value>, name: &str) -> Vec<&'a Value> {
        let properties = schema.get("properties").and_then(Value::as_object);
        let mut found: Vec<&'a Value> = properties
            .and_then(|properties| properties.get(name))
            .into_iter()
            .collect();
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        for (pattern, schema) in patterns.into_iter().flatten() {
            if self.patterns.matches(pattern, name) {
                found.push(schema);
            }
        }
        if found.is_empty() {
            found.extend(schema.get("additionalProperties"));
        }
        found
    }

    /// Whether a member is `readOnly` or `writeOnly`: then it depends on the direction whether it has to be there.
    fn is_one_sided(&self, schema: &'a Map<String, Value>, name: &str) -> bool {
        let mut all = Vec::new();
        for member in self.member_schemas(schema, name) {
            self.expand(member, &mut all, 0);
        }
        all.iter().any(|schema| {
            ["readOnly", "writeOnly"]
                .iter()
                .any(|key| schema.get(*key) == Some(&Value::Bool(true)))
        })
    }
}

fn item_schema(schema: &Map<String, Value>, index: usize) -> Option<&Value> {
    let positions = schema.get("prefixItems").and_then(Value::as_array);
    positions
        .and_then(|positions| positions.get(index))
        .or_else(|| schema.get("items"))
}

/// A number without a fraction as an integer.
fn whole(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        json!(number as i64)
    } else {
        json!(number)
    }
}
