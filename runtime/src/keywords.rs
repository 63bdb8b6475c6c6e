//! Facts as keywords of JSON Schema.

use serde_json::{Map as Object, Value, json};

use crate::json;
use crate::model::{Fact, JsonType, Literal};

/// Adds a fact to a schema under its keyword.
pub(crate) fn keyword(fact: &Fact, schema: &mut Object<String, Value>) {
    let (keyword, value) = match fact {
        Fact::MinLength(limit) => ("minLength", (*limit).into()),
        Fact::MaxLength(limit) => ("maxLength", (*limit).into()),
        Fact::Pattern(pattern) => return beside("pattern", (*pattern).into(), schema),
        Fact::Format(format) => ("format", (*format).into()),
        Fact::Minimum(limit) => ("minimum", value(limit)),
        Fact::Maximum(limit) => ("maximum", value(limit)),
        Fact::ExclusiveMinimum(limit) => ("exclusiveMinimum", value(limit)),
        Fact::ExclusiveMaximum(limit) => ("exclusiveMaximum", value(limit)),
        Fact::MultipleOf(limit) => return beside("multipleOf", value(limit), schema),
        Fact::MinItems(limit) => ("minItems", (*limit).into()),
        Fact::MaxItems(limit) => ("maxItems", (*limit).into()),
        Fact::UniqueItems => ("uniqueItems", true.into()),
        Fact::MinProperties(limit) => ("minProperties", (*limit).into()),
        Fact::MaxProperties(limit) => ("maxProperties", (*limit).into()),
        Fact::Enum(values) => ("enum", values.iter().map(value).collect()),
        Fact::Const(literal) => ("const", value(literal)),
        Fact::Default(literal) => ("default", value(literal)),
        Fact::PropertyNames(facts) => ("propertyNames", set(facts)),
        Fact::ReadOnly => ("readOnly", true.into()),
        Fact::WriteOnly => ("writeOnly", true.into()),
        Fact::Deprecated => ("deprecated", true.into()),
        Fact::ContentEncoding(encoding) => ("contentEncoding", (*encoding).into()),
        Fact::ContentMediaType(media) => ("contentMediaType", (*media).into()),
        Fact::Closed => ("additionalProperties", false.into()),
        Fact::Types(types) => ("type", types_of(types)),
        Fact::Required(names) => ("required", json!(names)),
        Fact::Property(name, facts) => return entry("properties", name, set(facts), schema),
        Fact::PatternProperties(pattern, facts) => {
            return entry("patternProperties", pattern, set(facts), schema);
        }
        Fact::PrefixItems(sets) => ("prefixItems", list(sets)),
        Fact::Contains(facts, least, most) => {
            let mut contains = Object::new();
            contains.insert("contains".to_owned(), set(facts));
            if *least != 1 {
                contains.insert("minContains".to_owned(), (*least).into());
            }
            contains.extend(most.map(|most| ("maxContains".to_owned(), most.into())));
            return together(contains, schema);
        }
        Fact::DependentRequired(name, names) => {
            return entry("dependentRequired", name, json!(names), schema);
        }
        Fact::DependentSchemas(name, facts) => {
            return entry("dependentSchemas", name, set(facts), schema);
        }
        Fact::UnevaluatedProperties(facts) => ("unevaluatedProperties", set(facts)),
        Fact::UnevaluatedItems(facts) => ("unevaluatedItems", set(facts)),
        Fact::If(condition, then, otherwise) => {
            let parts = [("if", condition), ("then", then), ("else", otherwise)];
            let says = |(keyword, facts): &&(&str, &&[Fact])| *keyword == "if" || !facts.is_empty();
            let parts = parts
                .iter()
                .filter(says)
                .map(|(keyword, facts)| ((*keyword).to_owned(), set(facts)));
            return together(parts.collect(), schema);
        }
        Fact::AllOf(sets) => {
            sets.iter().for_each(|facts| all_of(set(facts), schema));
            return;
        }
        Fact::AnyOf(sets) => return beside("anyOf", list(sets), schema),
        Fact::OneOf(sets) => return beside("oneOf", list(sets), schema),
        Fact::Not(facts) => return beside("not", set(facts), schema),
        Fact::Items(facts) => {
            // Where there is a type of items, they are among its facts.
            if schema.contains_key("items") {
                return;
            }
            ("items", set(facts))
        }
        Fact::Values(facts) => {
            if schema.contains_key("additionalProperties") {
                return;
            }
            ("additionalProperties", set(facts))
        }
        // Looked at where the shape is made.
        Fact::Nullable => return,
        // How a parameter is written is nothing that JSON Schema speaks about.
        Fact::Style(_) | Fact::Explode(_) | Fact::AllowReserved | Fact::Content(_) | Fact::End => {
            return;
        }
    };
    schema.insert(keyword.to_owned(), value);
}

/// Facts as a schema of their own.
pub(crate) fn set(facts: &[Fact]) -> Value {
    if let [Fact::Not([])] = facts {
        return false.into();
    }
    let mut schema = Object::new();
    facts.iter().for_each(|fact| keyword(fact, &mut schema));
    Value::Object(schema)
}

fn list(sets: &[&[Fact]]) -> Value {
    sets.iter().map(|facts| set(facts)).collect()
}

/// Adds a keyword, beside the same keyword where it is there already.
fn beside(keyword: &str, value: Value, schema: &mut Object<String, Value>) {
    let mut one = Object::new();
    one.insert(keyword.to_owned(), value);
    together(one, schema);
}

/// Adds keywords that have to stay together.
fn together(keywords: Object<String, Value>, schema: &mut Object<String, Value>) {
    if keywords.keys().any(|keyword| schema.contains_key(keyword)) {
        all_of(Value::Object(keywords), schema);
    } else {
        schema.extend(keywords);
    }
}

fn all_of(one: Value, schema: &mut Object<String, Value>) {
    let all = schema
        .entry("allOf")
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(all) = all {
        all.push(one);
    }
}

/// Adds an entry to a keyword that has several.
fn entry(keyword: &str, name: &str, value: Value, schema: &mut Object<String, Value>) {
    let entries = schema
        .entry(keyword)
        .or_insert_with(|| Value::Object(Object::new()));
    match entries {
        Value::Object(entries) if !entries.contains_key(name) => {
            entries.insert(name.to_owned(), value);
        }
        _ => all_of(json!({ keyword: { name: value } }), schema),
    }
}

fn types_of(types: &[JsonType]) -> Value {
    match types {
        [only] => only.name().into(),
        several => several.iter().map(|one| Value::from(one.name())).collect(),
    }
}

fn value(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(value) => (*value).into(),
        Literal::Int(integer) => match (i64::try_from(*integer), u64::try_from(*integer)) {
            (Ok(integer), _) => integer.into(),
            (_, Ok(integer)) => integer.into(),
            #[allow(
                clippy::cast_precision_loss,
                reason = "JSON numbers beyond 64 bits are read so"
            )]
            _ => (*integer as f64).into(),
        },
        Literal::Float(number) => (*number).into(),
        Literal::Text(text) => (*text).into(),
        Literal::Json(text) => json::from_slice(text.as_bytes()).unwrap_or_default(),
    }
}
