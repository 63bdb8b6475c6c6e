//! Draws values that satisfy a schema, as awkward for a writer of requests as it allows.

use fancy_regex::Regex;
use fastrand::Rng;
use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value, json};

use crate::document::{Document, Place, elements};

/// How much of what is optional is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Round {
    Minimal,
    Everything,
    Random,
}

/// What a value is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Json,
    Form,
    Parameter(Place),
}

/// How deep values are drawn. Below, only what is required is there.
const DEEPEST: usize = 5;

/// How deep schemas are followed before they are taken to be without an end.
const ENDLESS: usize = 40;

/// Up to this, `f64` has all integers.
const EXACT: f64 = 9_007_199_254_740_992.0;

const TEXTS: [&str; 24] = [
    "a b",
    "a/b",
    "q?x=1",
    "h#f",
    "50%",
    "%41",
    "x&y",
    "a+b",
    "c,d",
    "k=v",
    "semi;colon",
    "pi|pe",
    "ümläut€\u{1d11e}",
    "dot.dot",
    "[br]{ac}",
    "\"quo'te\"",
    "a\\b",
    "~t!$()*:@",
    "",
    "plain",
    "..x",
    "..",
    "new\tline",
    "new\nline",
];

/// Bytes of files, and the Base64 that stands for them in JSON. No other text that is drawn is one of these.
const FILES: [(&[u8], &str); 3] = [
    (b"\x00\xff\r\n--b", "AP8NCi0tYg=="),
    (b"hello", "aGVsbG8="),
    (b"\xc3\xbc\n", "w7wK"),
];

/// The bytes that a text stands for, if it stands for a file.
pub(crate) fn file(text: &str) -> Option<&'static [u8]> {
    FILES
        .iter()
        .find(|(_, base64)| *base64 == text)
        .map(|(bytes, _)| *bytes)
}

type Schema = Map<String, Value>;

/// Draws values; the same ones for the same seed.
pub(crate) struct Draw<'d> {
    document: &'d Document,
    pub(crate) random: Rng,
    round: Round,
    pub(crate) purpose: Purpose,
    /// What no text may hold.
    pub(crate) avoided: Vec<char>,
}

impl<'d> Draw<'d> {
    pub(crate) fn new(document: &'d Document, seed: u64, round: Round) -> Self {
        Self {
            document,
            random: Rng::with_seed(seed),
            round,
            purpose: Purpose::Json,
            avoided: Vec::new(),
        }
    }

    /// Whether something optional is there.
    pub(crate) fn takes(&mut self, chance: f64) -> bool {
        match self.round {
            Round::Minimal => false,
            Round::Everything => true,
            Round::Random => self.random.f64() < chance,
        }
    }

    /// A value of a schema, or why there is none.
    pub(crate) fn value(&mut self, schema: &Value) -> Result<Value, String> {
        self.at(schema, 0)
    }

    /// Whether the values of a schema are arrays or objects.
    pub(crate) fn is_composite(&mut self, schema: &Value) -> bool {
        let merged = self.merged(schema, 0).unwrap_or_default();
        matches!(self.kind(&merged), Some("array" | "object"))
    }

    /// Whether the values of a schema are texts that do not stand for bytes.
    pub(crate) fn is_text(&mut self, schema: &Value) -> bool {
        let merged = self.merged(schema, 0).unwrap_or_default();
        self.kind(&merged) == Some("string") && merged.get("format") != Some(&json!("binary"))
    }

    fn at(&mut self, schema: &Value, depth: usize) -> Result<Value, String> {
        if depth > ENDLESS {
            return Err("a schema without an end".to_owned());
        }
        let schema = match self.subtype(schema, depth)? {
            Some(subtype) => subtype,
            None => self.merged(schema, depth)?,
        };
        let values = schema.get("enum").and_then(Value::as_array);
        // Where an alternative names a value that the rest does not allow, the rest is narrower.
        if let Some(value) = schema.get("const")
            && values.is_none_or(|values| values.contains(value))
        {
            return Ok(value.clone());
        }
        // A list without a value of the type that it stands beside says nothing.
        let is_of_type = |value: &&Value| is_of(value, schema.get("type"));
        if let Some(values) = values
            && (values.is_empty()
                || values
                    .iter()
                    .any(|value| value.is_null() || is_of_type(&value)))
        {
            let can_be_sent = |value: &&Value| {
                !value.is_null() && value.as_str().is_none_or(|text| self.is_sendable(text))
            };
            let values = values.iter().filter(is_of_type).filter(can_be_sent);
            let values: Vec<_> = values.collect();
            let value = match self.round {
                Round::Minimal => values.first().copied(),
                _ => self.random.choice(values),
            };
            return value
                .cloned()
                .ok_or_else(|| "an enum without values".to_owned());
        }
        let is_nullable = ["nullable", "x-nullable"]
            .iter()
            .any(|key| schema.get(*key) == Some(&json!(true)))
            || elements(&Value::Object(schema.clone()), "type").any(|kind| kind == "null");
        if is_nullable
            && self.purpose == Purpose::Json
            && self.round == Round::Random
            && self.random.u8(..7) == 0
        {
            return Ok(Value::Null);
        }
        match self.kind(&schema) {
            Some("string" | "file") => self.text(&schema).map(Value::String),
            Some("integer") => self.number(&schema, true),
            Some("number") => self.number(&schema, false),
            Some("boolean") => Ok(self.random.bool().into()),
            Some("array") => self.array(&schema, depth),
            Some("object") => self.object(&schema, depth),
            Some("null") => Ok(Value::Null),
            Some(other) => Err(format!("the type {other}")),
            None if self.purpose != Purpose::Json => self.text(&schema).map(Value::String),
            None => Ok(self.anything()),
        }
    }

    /// One schema of what references, `allOf` and an alternative say.
    fn merged(&mut self, schema: &Value, depth: usize) -> Result<Schema, String> {
        let Some(own) = schema.as_object() else {
            return Ok(Schema::new());
        };
        if depth > ENDLESS {
            return Err("a schema without an end".to_owned());
        }
        let mut all = Schema::new();
        if own.get("$ref").is_some_and(Value::is_string) {
            let target = self.document.resolve(schema)?;
            all = self.merged(target, depth + 1)?;
            if !self.document.has_siblings_of_references() {
                return Ok(all);
            }
        }
        let combining = ["$ref", "allOf", "oneOf", "anyOf"];
        let plain = own
            .iter()
            .filter(|(keyword, _)| !combining.contains(&keyword.as_str()));
        let mut plain: Schema = plain
            .map(|(keyword, value)| (keyword.clone(), value.clone()))
            .collect();
        // Some keep all members in a place of their own.
        if let Some(members) = plain.get_mut("properties") {
            *members = self.document.resolve(members)?.clone();
        }
        join(&mut all, plain);
        for part in elements(schema, "allOf") {
            let part = self.merged(part, depth + 1)?;
            join(&mut all, part);
        }
        for keyword in ["oneOf", "anyOf"] {
            let is_null = |one: &&Value| {
                one.get("type") == Some(&json!("null")) || **one == json!({"nullable": true})
            };
            let ty = |one: &Value| one.get("type").and_then(Value::as_str).map(str::to_owned);
            let own = ty(schema);
            // A type beside alternatives leaves those of the same one.
            let fits = |one: &&Value| own.is_none() || ty(one).is_none_or(|ty| Some(ty) == own);
            let choices: Vec<_> = elements(schema, keyword)
                .filter(|one| !is_null(one) && fits(one))
                .collect();
            let chosen = match self.round {
                Round::Minimal => choices.first().copied(),
                _ => self.random.choice(choices),
            };
            let Some(chosen) = chosen else { continue };
            let alternative = self.merged(chosen, depth + 1)?;
            if let Some(told) = self.told(schema, chosen, &alternative, depth)? {
                join(&mut all, alternative);
                join(&mut all, told);
            } else {
                join(&mut all, alternative);
            }
        }
        Ok(all)
    }

    /// One of the schemas that the discriminator of a base has values for, if it is one: values of the base are theirs.
    fn subtype(&mut self, schema: &Value, depth: usize) -> Result<Option<Schema>, String> {
        let base = self.document.resolve(schema)?;
        if ["oneOf", "anyOf"]
            .iter()
            .any(|key| base.get(*key).is_some())
        {
            return Ok(None);
        }
        let mapping = base.pointer("/discriminator/mapping");
        let mapping = mapping.and_then(Value::as_object);
        let targets = mapping.into_iter().flat_map(Map::values);
        let targets = targets.filter_map(|target| self.document.mapped(target.as_str()?));
        let is_other = |target: &Value| {
            let is_known = self.document.resolve(target);
            is_known.is_ok_and(|target| !std::ptr::eq(target, base))
        };
        let targets: Vec<Value> = targets.filter(is_other).collect();
        let chosen = match self.round {
            Round::Minimal => targets.into_iter().next(),
            _ => self.random.choice(targets),
        };
        let Some(chosen) = chosen else {
            return Ok(None);
        };
        let mut subtype = self.merged(&chosen, depth)?;
        if let Some(told) = self.told(base, &chosen, &subtype, depth)? {
            join(&mut subtype, told);
        }
        Ok(Some(subtype))
    }

    /// What a discriminator asks of values of an alternative.
    fn told(
        &mut self,
        schema: &Value,
        chosen: &Value,
        alternative: &Schema,
        depth: usize,
    ) -> Result<Option<Schema>, String> {
        let Some(discriminator) = schema.get("discriminator") else {
            return Ok(None);
        };
        let Some(property) = discriminator.get("propertyName").and_then(Value::as_str) else {
            return Ok(None);
        };
        let last = |reference: &str| reference.rsplit('/').next().unwrap_or(reference).to_owned();
        let Some(component) = chosen.get("$ref").and_then(Value::as_str).map(last) else {
            return Ok(None);
        };
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let mut entries = mapping.into_iter().flatten();
        let mapped =
            entries.find(|(_, target)| target.as_str().map(last).as_ref() == Some(&component));
        let name = mapped.map_or(component.clone(), |(name, _)| name.clone());
        let described = alternative
            .get("properties")
            .and_then(|all| all.get(property));
        let described = match described {
            Some(described) => self.merged(described, depth + 1)?,
            None => Schema::new(),
        };
        let says_otherwise = described.contains_key("const")
            || described
                .get("enum")
                .and_then(Value::as_array)
                .is_some_and(|values| !values.contains(&json!(name)));
        let told = if says_otherwise {
            json!({"required": [property]})
        } else {
            json!({"required": [property], "properties": {property: {"enum": [name]}}})
        };
        Ok(told.as_object().cloned())
    }

    /// The type of values: one of those that are named, else the one that keywords are about.
    fn kind<'s>(&mut self, schema: &'s Schema) -> Option<&'s str> {
        match schema.get("type") {
            Some(Value::String(kind)) => return Some(kind),
            Some(Value::Array(kinds)) => {
                let kinds: Vec<_> = kinds
                    .iter()
                    .filter_map(Value::as_str)
                    .filter(|kind| *kind != "null")
                    .collect();
                return Some(self.random.choice(kinds).unwrap_or("null"));
            }
            _ => {}
        }
        let about: [(&str, &[&str]); 3] = [
            ("object", &["properties", "additionalProperties"]),
            ("array", &["items"]),
            (
                "string",
                &[
                    "pattern",
                    "minLength",
                    "maxLength",
                    "format",
                    "contentMediaType",
                ],
            ),
        ];
        let is_about =
            |keywords: &[&str]| keywords.iter().any(|keyword| schema.contains_key(*keyword));
        about
            .iter()
            .find(|(_, keywords)| is_about(keywords))
            .map(|(kind, _)| *kind)
    }

    fn array(&mut self, schema: &Schema, depth: usize) -> Result<Value, String> {
        let size = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
        let least = size("minItems").unwrap_or(0);
        let wanted = match self.round {
            _ if depth > DEEPEST => least,
            Round::Minimal => 1,
            Round::Everything => 2,
            Round::Random => self.random.u64(..4),
        };
        let count = wanted
            .max(least)
            .max(self.least())
            .min(size("maxItems").unwrap_or(u64::MAX));
        let anything = json!({});
        let item = schema.get("items").unwrap_or(&anything);
        let mut items: Vec<Value> = Vec::new();
        for _ in 0..count {
            let value = self.at(item, depth + 1)?;
            if schema.get("uniqueItems") != Some(&json!(true)) || !items.contains(&value) {
                items.push(value);
            }
        }
        Ok(items.into())
    }

    /// How many items or members there have to be: a variable of a path, or a header, cannot be empty.
    fn least(&self) -> u64 {
        u64::from(matches!(self.purpose, Purpose::Parameter(place) if place != Place::Query))
    }

    fn object(&mut self, schema: &Schema, depth: usize) -> Result<Value, String> {
        let nothing = Schema::new();
        let properties = schema
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&nothing);
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let least = schema
            .get("minProperties")
            .and_then(Value::as_u64)
            .unwrap_or(0)
            .max(self.least());
        let least = usize::try_from(least).unwrap_or(usize::MAX);
        let mut members = Map::new();
        let mut spared = Vec::new();
        for (name, property) in properties {
            let is_read_only =
                self.merged(property, depth + 1)?.get("readOnly") == Some(&json!(true));
            if is_read_only {
                continue;
            }
            let is_required = required.contains(&name.as_str());
            if is_required || (depth < DEEPEST && self.takes(0.5)) {
                members.insert(name.clone(), self.at(property, depth + 1)?);
            } else {
                spared.push((name, property));
            }
        }
        let others = schema.get("additionalProperties");
        let others = others.filter(|others| **others != json!(false));
        for name in required {
            if !properties.contains_key(name) {
                let value = match others.filter(|others| others.is_object()) {
                    Some(schema) => self.at(schema, depth + 1)?,
                    None => json!("x"),
                };
                members.insert(name.to_owned(), value);
            }
        }
        if let Some(others) = others
            && depth < DEEPEST
            && (self.round != Round::Minimal || members.len() < least)
        {
            let is_plain = schema.contains_key("propertyNames") || self.purpose != Purpose::Json;
            let text = json!({"type": "string"});
            let others = if others.is_object() { others } else { &text };
            for name in [if is_plain { "k1" } else { "k 1/ü&=" }, "two"] {
                members.insert(name.to_owned(), self.at(others, depth + 1)?);
            }
        }
        for (name, property) in spared {
            if members.len() < least {
                members.insert(name.clone(), self.at(property, depth + 1)?);
            }
        }
        Ok(Value::Object(members))
    }

    fn number(&mut self, schema: &Schema, is_integer: bool) -> Result<Value, String> {
        let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
        let format = schema
            .get("format")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let is_open = |keyword: &str| schema.get(keyword) == Some(&json!(true));
        let (least, most) = (limit("minimum"), limit("maximum"));
        let above = limit("exclusiveMinimum").or(least.filter(|_| is_open("exclusiveMinimum")));
        let below = limit("exclusiveMaximum").or(most.filter(|_| is_open("exclusiveMaximum")));
        let step = limit("multipleOf");
        let usual: &[f64] = match (is_integer, format) {
            (true, "int64") => &[
                0.0,
                1.0,
                -1.0,
                12345.0,
                1_099_511_627_776.0,
                -1_099_511_627_776.0,
            ],
            (true, "int8" | "int16") => &[0.0, 1.0, 7.0, -1.0],
            (true, "uint8") => &[0.0, 1.0, 7.0, 255.0],
            (true, format) if format.starts_with("uint") => &[0.0, 1.0, 7.0, 12345.0],
            (true, _) => &[0.0, 1.0, -1.0, 7.0, 12345.0, 2_147_483_647.0],
            (false, "float") => &[0.0, 1.0, 1.5, -2.25],
            (false, _) => &[0.0, 1.0, -1.0, 0.1, 1.5, -2.25, 1e-7, 1e21, 100.0],
        };
        let unit = step.unwrap_or(if is_integer { 1.0 } else { 0.25 });
        let near = [
            least,
            most,
            above.map(|n| n + unit),
            below.map(|n| n - unit),
        ];
        let near = near
            .into_iter()
            .flatten()
            .map(|n| match (step, is_integer) {
                (Some(step), _) => (n / step).ceil() * step,
                (None, true) => n.ceil(),
                (None, false) => n,
            });
        // Beyond, not every integer can be told from its neighbours.
        let is_exact = |n: f64| !is_integer || n.abs() <= EXACT;
        let fits = |n: &f64| {
            is_exact(*n)
                && least.is_none_or(|least| *n >= least)
                && most.is_none_or(|most| *n <= most)
                && above.is_none_or(|above| *n > above)
                && below.is_none_or(|below| *n < below)
                && step.is_none_or(|step| (n / step).fract() == 0.0)
        };
        let all: Vec<f64> = usual.iter().copied().chain(near).filter(fits).collect();
        let number = self
            .random
            .choice(all)
            .ok_or("a number that its limits leave no value")?;
        if number.fract() == 0.0 && number.abs() <= EXACT {
            Ok(json!(number as i64))
        } else {
            Ok(json!(number))
        }
    }

    fn text(&mut self, schema: &Schema) -> Result<String, String> {
        let word = |keyword: &str| schema.get(keyword).and_then(Value::as_str);
        let size = |keyword: &str| {
            schema
                .get(keyword)
                .and_then(Value::as_u64)
                .map(|size| size as usize)
        };
        let format = word("format").unwrap_or_default();
        let is_bytes = match word("contentEncoding") {
            Some(encoding) => encoding == "binary",
            None => word("contentMediaType").is_some(),
        };
        if format == "binary" || word("type") == Some("file") || is_bytes {
            return Ok(FILES[self.random.usize(..FILES.len())].1.to_owned());
        }
        if word("contentEncoding") == Some("base64") {
            return Ok("aGk/+w==".to_owned());
        }
        let (least, most) = (
            size("minLength").unwrap_or(0),
            size("maxLength").unwrap_or(usize::MAX),
        );
        let fits = |text: &str| (least..=most).contains(&text.chars().count());
        let examples = [schema.get("example")].into_iter().flatten();
        let lists = schema
            .get("examples")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let examples = examples.chain(lists).filter_map(Value::as_str);
        if let Some(pattern) = word("pattern") {
            let fits = |text: &str| {
                fits(text)
                    && Regex::new(pattern).is_ok_and(|regex| regex.is_match(text).unwrap_or(false))
            };
            let drawn = (0..40)
                .filter_map(|_| self.matching(pattern))
                .collect::<Vec<_>>();
            let mut all = drawn.into_iter().chain(examples.map(str::to_owned));
            let found = all.find(|text| fits(text) && self.is_sendable(text));
            return found.ok_or_else(|| "a text of a pattern that none was found for".to_owned());
        }
        if let Some(texts) = formatted(format) {
            return Ok((*self.random.choice(texts).unwrap_or(&"")).to_owned());
        }
        let all = TEXTS.into_iter().chain(examples);
        let all: Vec<&str> = all
            .filter(|text| fits(text) && self.is_sendable(text))
            .collect();
        if let Some(text) = self.random.choice(all) {
            return Ok(text.to_owned());
        }
        let long: String = "a ü/"
            .chars()
            .cycle()
            .take(least.clamp(1, 10_000))
            .collect();
        let long = if self.is_sendable(&long) {
            long
        } else {
            "z".repeat(least.clamp(1, 10_000))
        };
        Some(long)
            .filter(|text| fits(text))
            .ok_or_else(|| "a text that its limits leave no value".to_owned())
    }

    /// Whether a text can be sent where it is for, and can be told from others there.
    fn is_sendable(&self, text: &str) -> bool {
        let has_control = text.contains(|c: char| c.is_control());
        let is_dots = |text: &str| ["", ".", ".."].contains(&text);
        if text.contains(self.avoided.as_slice())
            || text.contains(|c| matches!(c, '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'))
        {
            return false;
        }
        match self.purpose {
            Purpose::Parameter(Place::Path) => !is_dots(text) && !has_control,
            Purpose::Parameter(Place::Header) => {
                !text.is_empty() && text.trim() == text && !has_control
            }
            _ => true,
        }
    }

    /// A text that matches a pattern, perhaps.
    fn matching(&mut self, pattern: &str) -> Option<String> {
        let mut out = String::new();
        let hir = regex_syntax::parse(&without_assertions(pattern)).ok()?;
        self.write_match(&hir, &mut out)?;
        Some(out)
    }

    fn write_match(&mut self, hir: &Hir, out: &mut String) -> Option<()> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => out.push_str(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(Class::Unicode(class)) => {
                // Of a large class, the beginning: what a pattern says of more than ASCII is rarely meant.
                let ranges: Vec<_> = class.ranges().iter().take(8).collect();
                let range = self.random.choice(ranges)?;
                let (first, last) = (u32::from(range.start()).max(0x20), u32::from(range.end()));
                out.push(char::from_u32(
                    self.random.u32(first.min(last)..=last.min(first + 94)),
                )?);
            }
            HirKind::Class(Class::Bytes(class)) => {
                out.push(char::from(class.ranges().first()?.start()));
            }
            HirKind::Repetition(repeated) => {
                let most = repeated
                    .max
                    .unwrap_or(u32::MAX)
                    .min(repeated.min.saturating_add(6));
                for _ in 0..self.random.u32(repeated.min..=most) {
                    self.write_match(&repeated.sub, out)?;
                }
            }
            HirKind::Capture(capture) => self.write_match(&capture.sub, out)?,
            HirKind::Concat(parts) => {
                for part in parts {
                    self.write_match(part, out)?;
                }
            }
            HirKind::Alternation(parts) => {
                let part = self.random.choice(parts)?;
                self.write_match(part, out)?;
            }
        }
        Some(())
    }

    fn anything(&mut self) -> Value {
        let all = [
            json!(1),
            json!("any ü"),
            json!(true),
            json!({"a b": [1, null, "x"]}),
            json!([1.5, "y"]),
        ];
        all[self.random.usize(..all.len())].clone()
    }
}

/// Whether a value is of a type, or of one of several, as far as they are told.
fn is_of(value: &Value, kinds: Option<&Value>) -> bool {
    match kinds {
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| is_of(value, Some(kind))),
        Some(Value::String(kind)) => match kind.as_str() {
            "string" => value.is_string(),
            "integer" | "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            "null" => value.is_null(),
            _ => true,
        },
        _ => true,
    }
}

/// A pattern without what it asserts of what follows or precedes, which is tried and not made.
fn without_assertions(pattern: &str) -> String {
    let mut out = pattern.to_owned();
    while let Some(start) = ["(?!", "(?=", "(?<!", "(?<="]
        .iter()
        .find_map(|open| out.find(open))
    {
        let mut depth = 0_i32;
        let end = out[start..].char_indices().find_map(|(position, c)| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            (depth == 0).then_some(start + position + 1)
        });
        out.replace_range(start..end.unwrap_or(out.len()), "");
    }
    out
}

fn formatted(format: &str) -> Option<&'static [&'static str]> {
    Some(match format {
        "date" => &["2024-02-29"],
        "date-time" => &[
            "2024-02-29T12:34:56Z",
            "2024-02-29T12:34:56.123+01:30",
            "2024-02-29T12:34:56-05:00",
        ],
        "uuid" => &["123e4567-e89b-12d3-a456-426614174000"],
        "email" => &["a+b@example.com"],
        "uri" | "url" => &["https://e.x/a%20b?c=d&e=f#g"],
        "uri-reference" => &["/a?b=c"],
        "hostname" => &["a-b.example.com"],
        "ipv4" | "ip" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1"],
        "byte" => &["aGk/+w=="],
        "time" => &["12:00:00Z"],
        "duration" => &["P1DT2H"],
        _ => return None,
    })
}

/// Adds what another schema says of the same value.
fn join(all: &mut Schema, more: Schema) {
    for (keyword, value) in more {
        let Some(before) = all.get_mut(&keyword) else {
            all.insert(keyword, value);
            continue;
        };
        match (keyword.as_str(), &mut *before, value) {
            ("properties", Value::Object(before), Value::Object(more)) => {
                for (name, schema) in more {
                    let both = match before.get(&name) {
                        Some(other) if *other != schema => json!({"allOf": [other, schema]}),
                        _ => schema,
                    };
                    before.insert(name, both);
                }
            }
            ("required", Value::Array(before), Value::Array(more)) => {
                for name in more {
                    if !before.contains(&name) {
                        before.push(name);
                    }
                }
            }
            ("enum", Value::Array(before), Value::Array(more)) => {
                before.retain(|one| more.contains(one))
            }
            ("minLength" | "minimum" | "minItems" | "minProperties", before, more) => {
                if more.as_f64() > before.as_f64() {
                    *before = more;
                }
            }
            ("maxLength" | "maximum" | "maxItems", before, more) => {
                if more.as_f64() < before.as_f64() {
                    *before = more;
                }
            }
            (_, before, more) => *before = more,
        }
    }
}
