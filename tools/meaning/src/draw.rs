//! Draws values from schemas, for documents that have no examples.
//!
//! A value is drawn from all schemas that apply to it at once: what is referred to, every part of `allOf`, and an
//! alternative of each `anyOf` and `oneOf`. The validator says which of it is valid. So nothing here has to be exact,
//! and nothing of it is shared with the generator.

mod pattern;
#[cfg(test)]
mod tests;

use fastrand::Rng;
use serde_json::{Map, Value, json};

pub(crate) use self::pattern::Patterns;

/// How deep values are drawn. Below, only what is required is there.
const DEEPEST: usize = 6;

/// How deep values can be.
const END: usize = 18;

/// How many values one may consist of, before only what is required is there.
const MANY: usize = 300;

/// How many values are tried for one.
const MOST: usize = 5_000;

/// The largest integer that a number of 64 bits is exact for.
const EXACT: f64 = 9_007_199_254_740_991.0;

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

const KEYS: [&str; 6] = ["a", "b c", "ü", "x-1", "", "type"];

/// Draws values of the definitions of a document.
pub(crate) struct Draw<'d> {
    definitions: &'d Map<String, Value>,
    patterns: &'d Patterns,
    random: Rng,
    /// How many values were tried for the one that is being drawn.
    tried: usize,
}

/// All schemas that apply to a value.
#[derive(Clone, Default)]
struct Schemas<'d> {
    all: Vec<&'d Map<String, Value>>,
    /// Members that have to be there for a schema to apply.
    needed: Vec<&'d str>,
    /// Members that a discriminator is about, with the value that means what was chosen.
    named: Vec<(&'d str, &'d str)>,
}

impl<'d> Draw<'d> {
    /// Draws the same values for the same seed.
    pub(crate) fn new(
        definitions: &'d Map<String, Value>,
        patterns: &'d Patterns,
        seed: u64,
    ) -> Self {
        Self {
            definitions,
            patterns,
            random: Rng::with_seed(seed),
            tried: 0,
        }
    }

    /// A value of a definition; `None` where none was found.
    pub(crate) fn one(&mut self, definition: &str) -> Option<Value> {
        self.tried = 0;
        self.value(vec![self.definitions.get(definition)?], 0)
    }

    fn value(&mut self, schemas: Vec<&'d Value>, depth: usize) -> Option<Value> {
        // Other alternatives may have a value where these have none.
        for _ in 0..4 {
            self.tried += 1;
            if depth > END || self.tried > MOST {
                return None;
            }
            let mut gathered = Schemas::default();
            for schema in &schemas {
                self.gather(schema, &mut gathered)?;
            }
            if let Some(value) = self.of(&gathered, depth) {
                return Some(value);
            }
        }
        None
    }

    /// Adds a schema, and what it consists of; `None` where no value is valid.
    fn gather(&mut self, schema: &'d Value, to: &mut Schemas<'d>) -> Option<()> {
        let keywords = match schema {
            Value::Bool(false) => return None,
            Value::Object(keywords) => keywords,
            _ => return Some(()),
        };
        if to.all.iter().any(|known| std::ptr::eq(*known, keywords)) {
            return Some(());
        }
        to.all.push(keywords);
        let is_empty = kinds(&to.all).is_some_and(|kinds| kinds.is_empty())
            || listed(&to.all).is_some_and(|values| values.is_empty());
        if is_empty {
            return None;
        }
        if let Some(target) = keywords.get("$ref").and_then(Value::as_str) {
            let target = self.definitions.get(target.strip_prefix("#/$defs/")?)?;
            self.gather(target, to)?;
        }
        for part in arms(keywords, "allOf") {
            self.gather(part, to)?;
        }
        let mut chosen = None;
        for keyword in ["anyOf", "oneOf"] {
            let arms = arms(keywords, keyword);
            if !arms.is_empty() {
                chosen = Some(self.alternative(arms, to)?);
                // Several alternatives of `anyOf` may hold.
                if keyword == "anyOf" && self.random.u8(..8) == 0 {
                    let _ = self.alternative(arms, to);
                }
            }
        }
        self.condition(keywords, to);
        self.discriminate(keywords, chosen, to);
        Some(())
    }

    /// Says by the discriminator, if there is one, what was chosen; chooses one of the subtypes of a base.
    fn discriminate(
        &mut self,
        keywords: &'d Map<String, Value>,
        chosen: Option<&'d Value>,
        to: &mut Schemas<'d>,
    ) -> Option<()> {
        let discriminator = keywords.get("discriminator")?;
        let property = discriminator.get("propertyName")?.as_str()?;
        let values = discriminator.get("values")?.as_object()?;
        let is_there = |target: &Value, to: &Schemas<'d>| {
            self.target(target)
                .and_then(Value::as_object)
                .is_some_and(|target| to.all.iter().any(|known| std::ptr::eq(*known, target)))
        };
        let is_this = |target: &Value| {
            self.target(target)
                .and_then(Value::as_object)
                .is_some_and(|target| std::ptr::eq(target, keywords))
        };
        let mut names: Vec<(&'d String, &'d Value)> = values
            .iter()
            .filter(|(_, target)| match chosen {
                Some(chosen) => *target == chosen,
                None => is_there(target, to) && !is_this(target),
            })
            .collect();
        if names.is_empty() && chosen.is_none() {
            names = values.iter().collect();
        }
        let (name, target) = self.random.choice(names)?;
        if self.attempt(&[target], to).is_some() {
            to.named.push((property, name));
        }
        Some(())
    }

    fn target(&self, reference: &Value) -> Option<&'d Value> {
        let name = reference.get("$ref")?.as_str()?;
        self.definitions.get(name.strip_prefix("#/$defs/")?)
    }

    /// Adds one of the alternatives.
    fn alternative(&mut self, arms: &'d [Value], to: &mut Schemas<'d>) -> Option<&'d Value> {
        let mut order: Vec<&'d Value> = arms.iter().collect();
        self.random.shuffle(&mut order);
        let mut order = order.into_iter();
        order.find(|arm| self.attempt(&[arm], to).is_some())
    }

    /// Adds schemas, or none of them if no value is valid then.
    fn attempt(&mut self, schemas: &[&'d Value], to: &mut Schemas<'d>) -> Option<()> {
        let before = to.clone();
        for schema in schemas {
            if self.gather(schema, to).is_none() {
                *to = before;
                return None;
            }
        }
        Some(())
    }

    /// Adds what a condition leads to.
    fn condition(&mut self, keywords: &'d Map<String, Value>, to: &mut Schemas<'d>) {
        if let Some(condition) = keywords.get("if") {
            let chosen: Vec<&'d Value> = if self.random.bool() {
                keywords
                    .get("then")
                    .into_iter()
                    .chain([condition])
                    .collect()
            } else {
                keywords.get("else").into_iter().collect()
            };
            let _ = self.attempt(&chosen, to);
        }
        let dependents = keywords.get("dependentSchemas").and_then(Value::as_object);
        for (name, schema) in dependents.into_iter().flatten() {
            if self.random.bool() && self.attempt(&[schema], to).is_some() {
                to.needed.push(name);
            }
        }
    }

    fn of(&mut self, schemas: &Schemas<'d>, depth: usize) -> Option<Value> {
        let all = &schemas.all;
        if let Some(values) = listed(all) {
            return self.random.choice(values).cloned();
        }
        let kinds = kinds(all);
        let kind = match kinds {
            Some(kinds) => self.random.choice(kinds)?,
            None => match about(all) {
                Some(kind) => kind,
                None => return Some(self.anything()),
            },
        };
        match kind {
            "object" => self.object(schemas, depth),
            "array" => self.array(all, depth),
            "string" => self.text(all),
            "integer" => self.number(all, &INTEGERS),
            "number" => self.number(all, &NUMBERS),
            "boolean" => Some(self.random.bool().into()),
            _ => Some(Value::Null),
        }
    }

    fn object(&mut self, schemas: &Schemas<'d>, depth: usize) -> Option<Value> {
        let all = &schemas.all;
        let mut needed: Vec<&'d str> = schemas.needed.clone();
        for names in all.iter().filter_map(|keywords| keywords.get("required")) {
            needed.extend(names.as_array()?.iter().filter_map(Value::as_str));
        }
        let is_small = depth > DEEPEST || self.tried > MANY;
        let chance = if is_small {
            0.0
        } else {
            [0.15, 0.5, 0.95][self.random.usize(..3)]
        };
        let mut names: Vec<&'d str> = Vec::new();
        for named in all.iter().filter_map(|keywords| keywords.get("properties")) {
            for name in named.as_object()?.keys() {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
        }
        let mut members = Map::new();
        for name in &names {
            if needed.contains(name) || self.random.f64() < chance {
                let _ = self.member(all, name, &mut members, depth);
            }
        }
        for name in self.other_names(all, is_small) {
            if !members.contains_key(&name) {
                let _ = self.member(all, &name, &mut members, depth);
            }
        }
        let least = size(all, "minProperties").max().unwrap_or(0);
        for name in names.iter().copied().chain(["k1", "k2", "k3"]) {
            if (members.len() as u64) < least && !members.contains_key(name) {
                let _ = self.member(all, name, &mut members, depth);
            }
        }
        loop {
            let dependents = all
                .iter()
                .filter_map(|keywords| keywords.get("dependentRequired")?.as_object())
                .flatten()
                .filter(|(name, _)| members.contains_key(name.as_str()))
                .filter_map(|(_, others)| others.as_array())
                .flatten()
                .filter_map(Value::as_str);
            let missing = needed.iter().copied().chain(dependents);
            let Some(name) = missing
                .into_iter()
                .find(|name| !members.contains_key(*name))
            else {
                break;
            };
            self.member(all, name, &mut members, depth)?;
        }
        for (property, name) in &schemas.named {
            members.insert((*property).to_owned(), (*name).into());
        }
        if let Some(most) = size(all, "maxProperties").min() {
            while members.len() as u64 > most {
                let free = members.keys().rev();
                let free = free
                    .clone()
                    .find(|name| !needed.contains(&name.as_str()))?
                    .clone();
                members.remove(&free);
            }
        }
        Some(Value::Object(members))
    }

    /// Draws a member; `None` where it has no value.
    fn member(
        &mut self,
        all: &[&'d Map<String, Value>],
        name: &str,
        members: &mut Map<String, Value>,
        depth: usize,
    ) -> Option<()> {
        let mut schemas = Vec::new();
        for keywords in all {
            let before = schemas.len();
            let named = keywords.get("properties").and_then(Value::as_object);
            schemas.extend(named.and_then(|named| named.get(name)));
            let patterns = keywords.get("patternProperties").and_then(Value::as_object);
            for (pattern, schema) in patterns.into_iter().flatten() {
                if self.patterns.matches(pattern, name) {
                    schemas.push(schema);
                }
            }
            if schemas.len() == before {
                schemas.extend(keywords.get("additionalProperties"));
            }
        }
        if schemas.is_empty() {
            let rest = all
                .iter()
                .find_map(|keywords| keywords.get("unevaluatedProperties"));
            schemas.extend(rest);
        }
        let value = self.value(schemas, depth + 1)?;
        members.insert(name.to_owned(), value);
        Some(())
    }

    /// Names for members that are not listed.
    fn other_names(&mut self, all: &[&'d Map<String, Value>], is_small: bool) -> Vec<String> {
        let mut found = Vec::new();
        if is_small {
            return found;
        }
        for keywords in all {
            let patterns = keywords.get("patternProperties").and_then(Value::as_object);
            for pattern in patterns.into_iter().flatten().map(|(pattern, _)| pattern) {
                for _ in 0..self.random.usize(..3) {
                    found.extend(self.patterns.draw(pattern, &mut self.random));
                }
            }
        }
        let is_map = all.iter().any(|keywords| {
            ["additionalProperties", "unevaluatedProperties"]
                .iter()
                .any(|key| keywords.get(*key).is_some_and(Value::is_object))
        });
        if is_map || self.random.u8(..6) == 0 {
            let rule = all
                .iter()
                .find_map(|keywords| keywords.get("propertyNames"));
            for _ in 0..self.random.usize(..4) {
                let key = match rule {
                    Some(rule) => self.value(vec![rule], END - 1),
                    None => None,
                };
                match key {
                    Some(Value::String(key)) => found.push(key),
                    _ => found.push(KEYS[self.random.usize(..KEYS.len())].to_owned()),
                }
            }
        }
        found
    }

    fn array(&mut self, all: &[&'d Map<String, Value>], depth: usize) -> Option<Value> {
        let least = size(all, "minItems").max().unwrap_or(0);
        let longest = all
            .iter()
            .map(|keywords| arms(keywords, "prefixItems").len());
        let longest = longest.max().unwrap_or(0) as u64;
        let wanted = if depth > DEEPEST || self.tried > MANY {
            0
        } else {
            [0, 1, 1, 2, 3, longest, longest + 1][self.random.usize(..7)]
        };
        let most = size(all, "maxItems").min().unwrap_or(u64::MAX);
        let count = wanted.max(least).min(most).min(50) as usize;
        let is_unique = all
            .iter()
            .any(|keywords| keywords.get("uniqueItems") == Some(&Value::Bool(true)));
        let mut items: Vec<Value> = Vec::new();
        for _ in 0..4 * count {
            if items.len() >= count {
                break;
            }
            match self.value(item_schemas(all, items.len()), depth + 1) {
                Some(item) if is_unique && items.contains(&item) => {}
                Some(item) => items.push(item),
                None => break,
            }
        }
        let contained: Vec<&'d Value> = all
            .iter()
            .filter_map(|keywords| keywords.get("contains"))
            .collect();
        if !contained.is_empty() {
            for _ in 0..size(all, "minContains").max().unwrap_or(1).min(10) {
                let at = items.len();
                let mut schemas = item_schemas(all, at);
                schemas.extend(&contained);
                let item = self.value(schemas, depth + 1)?;
                if !is_unique || !items.contains(&item) {
                    items.push(item);
                }
            }
        }
        (items.len() as u64 >= least.min(50)).then(|| items.into())
    }

    fn text(&mut self, all: &[&'d Map<String, Value>]) -> Option<Value> {
        let least = size(all, "minLength").max().unwrap_or(0).min(5_000) as usize;
        let most = size(all, "maxLength").min().unwrap_or(u64::MAX);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let patterns: Vec<&str> = all
            .iter()
            .filter_map(|keywords| keywords.get("pattern")?.as_str())
            .collect();
        for _ in 0..40 {
            let Some(pattern) = self.random.choice(&patterns) else {
                break;
            };
            let Some(text) = self.patterns.draw(pattern, &mut self.random) else {
                break;
            };
            let length = text.chars().count();
            let is_long = (least..=most).contains(&length);
            if is_long && patterns.iter().all(|one| self.patterns.matches(one, &text)) {
                return Some(text.into());
            }
        }
        let formats = all.iter().filter_map(|keywords| keywords.get("format"));
        let format = formats.filter_map(Value::as_str).next();
        let choices: &[&str] = match format {
            Some("date-time" | "datetime") => &[
                "1999-12-31T23:59:59.123456+02:00",
                "2020-02-29T00:00:00Z",
                "2021-01-01T00:00:00.5-00:30",
            ],
            Some("date") => &["2020-02-29", "0001-01-01", "9999-12-31"],
            Some("time") => &["10:00:00Z", "23:59:59.5+01:00"],
            Some("uuid") => &[
                "4f5f0c14-a2a4-4d50-83dd-301b2f829f04",
                "4F5F0C14-A2A4-4D50-83DD-301B2F829F04",
            ],
            Some("uri" | "url") => &["https://example.com/a?b=c", "urn:a:b"],
            Some("email") => &["a@example.com"],
            Some("ipv4") => &["1.2.3.4"],
            Some("ipv6") => &["::1", "2001:db8::1:0"],
            Some("byte" | "base64" | "binary") => &["aGVsbG8=", "", "AA=="],
            Some("decimal") => &["1.50", "-0", "1e3"],
            _ => &TEXTS,
        };
        let text: String = self.random.choice(choices)?.chars().take(most).collect();
        let length = text.chars().count();
        // The longest and the shortest are valid as well.
        let length = match self.random.u8(..6) {
            0 if format.is_none() && most < 300 => most,
            1 if format.is_none() => least,
            _ => length.max(least),
        };
        let padded = text.chars().chain(std::iter::repeat('x'));
        let text: String = padded.take(length).collect();
        Some(text.into())
    }

    fn number(&mut self, all: &[&'d Map<String, Value>], among: &[f64]) -> Option<Value> {
        let limits = |keyword: &'static str| {
            all.iter()
                .filter_map(move |keywords| keywords.get(keyword)?.as_f64())
        };
        let factor = limits("multipleOf").next().unwrap_or(1.0);
        let fits = |n: &f64| {
            limits("minimum").all(|least| *n >= least)
                && limits("maximum").all(|most| *n <= most)
                && limits("exclusiveMinimum").all(|least| *n > least)
                && limits("exclusiveMaximum").all(|most| *n < most)
        };
        let is_free = limits("multipleOf").next().is_none();
        let bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
        let near = bounds
            .into_iter()
            .flat_map(limits)
            .filter(|bound| bound.abs() < EXACT)
            .flat_map(|bound| [bound, bound + factor, bound - factor]);
        let numbers = among
            .iter()
            .filter(|n| is_free || n.fract() == 0.0)
            .map(|n| n * factor)
            .filter(|n| is_free || n.abs() <= EXACT)
            .chain(near)
            .filter(fits)
            .map(|n| match n {
                _ if n.fract() == 0.0 && n.abs() <= EXACT => json!(n as i64),
                _ => json!(n),
            });
        // Those of 64 bits are no floating point numbers.
        let ends = ["minimum", "maximum"];
        let ends = all
            .iter()
            .flat_map(|keywords| ends.iter().filter_map(|end| keywords.get(*end)))
            .cloned();
        self.random.choice(numbers.chain(ends).collect::<Vec<_>>())
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
            json!({}),
            json!([]),
        ];
        all[self.random.usize(..all.len())].clone()
    }
}

const INTEGERS: [f64; 7] = [
    0.0,
    1.0,
    -1.0,
    7.0,
    123_456.0,
    2_147_483_647.0,
    9_007_199_254_740_991.0,
];

const NUMBERS: [f64; 9] = [0.0, 1.0, -1.0, 1.5, -0.25, 1e-7, 123_456.0, 0.1, 1e21];

/// The types that a value can have; `None` where nothing is said of them.
fn kinds<'d>(all: &[&'d Map<String, Value>]) -> Option<Vec<&'d str>> {
    let mut kinds: Option<Vec<&'d str>> = None;
    for keywords in all {
        let here: Vec<&'d str> = match keywords.get("type") {
            Some(Value::String(kind)) => vec![kind],
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => continue,
        };
        let Some(known) = &kinds else {
            kinds = Some(here);
            continue;
        };
        let both = known.iter().flat_map(|known| {
            here.iter().filter_map(move |here| match (*known, *here) {
                ("number", "integer") | ("integer", "number") => Some("integer"),
                (a, b) if a == b => Some(a),
                _ => None,
            })
        });
        kinds = Some(both.collect());
    }
    kinds
}

/// The values that are listed, as far as all lists have them and they have the type; `None` where none are listed.
fn listed<'d>(all: &[&'d Map<String, Value>]) -> Option<Vec<&'d Value>> {
    let lists = all.iter().flat_map(|keywords| {
        let constant = keywords.get("const").map(std::slice::from_ref);
        let values = keywords.get("enum").and_then(Value::as_array);
        constant.into_iter().chain(values.map(Vec::as_slice))
    });
    let lists: Vec<&'d [Value]> = lists.collect();
    let kinds = kinds(all);
    let (first, others) = lists.split_first()?;
    let fits = |value: &&Value| {
        others.iter().all(|list| list.contains(value))
            && kinds
                .as_ref()
                .is_none_or(|kinds| kinds.iter().any(|kind| is_of(value, kind)))
    };
    Some(first.iter().filter(fits).collect())
}

/// The type that keywords are about.
fn about(all: &[&Map<String, Value>]) -> Option<&'static str> {
    let about = [
        (
            "object",
            &[
                "properties",
                "required",
                "additionalProperties",
                "patternProperties",
                "propertyNames",
                "minProperties",
                "dependentRequired",
            ][..],
        ),
        (
            "array",
            &[
                "items",
                "prefixItems",
                "minItems",
                "contains",
                "uniqueItems",
            ],
        ),
        ("string", &["pattern", "minLength", "maxLength", "format"]),
        ("number", &["minimum", "maximum", "multipleOf"]),
    ];
    let about = about.iter().find(|(_, keys)| {
        keys.iter()
            .any(|key| all.iter().any(|keywords| keywords.contains_key(*key)))
    });
    about.map(|(kind, _)| *kind)
}

fn is_of(value: &Value, kind: &str) -> bool {
    match value {
        Value::Null => kind == "null",
        Value::Bool(_) => kind == "boolean",
        Value::Number(number) if number.is_f64() => kind == "number",
        Value::Number(_) => matches!(kind, "integer" | "number"),
        Value::String(_) => kind == "string",
        Value::Array(_) => kind == "array",
        Value::Object(_) => kind == "object",
    }
}

fn item_schemas<'d>(all: &[&'d Map<String, Value>], at: usize) -> Vec<&'d Value> {
    let mut schemas: Vec<&'d Value> = Vec::new();
    for keywords in all {
        let first = arms(keywords, "prefixItems").get(at);
        schemas.extend(first.or_else(|| keywords.get("items")));
    }
    if schemas.is_empty() {
        let rest = all
            .iter()
            .find_map(|keywords| keywords.get("unevaluatedItems"));
        schemas.extend(rest);
    }
    schemas
}

fn size<'a>(
    all: &'a [&Map<String, Value>],
    keyword: &'static str,
) -> impl Iterator<Item = u64> + 'a {
    all.iter()
        .filter_map(move |keywords| keywords.get(keyword)?.as_u64())
}

fn arms<'k>(keywords: &'k Map<String, Value>, keyword: &str) -> &'k [Value] {
    keywords
        .get(keyword)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
