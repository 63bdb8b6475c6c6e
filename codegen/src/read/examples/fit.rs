//! Whether a type can hold a JSON value. `runtime` decides it when it decodes; this says the same beforehand.

use serde_json::{Map, Value};

use crate::ir::{
    Api, Arm, Enum, EnumRepr, Fact, IntegerType, JsonType, Literal, Member, Model, Others,
    Presence, Rest, Test, Type, TypeId, TypeKind, Union,
};

/// How well a value fits a type.
#[derive(Debug)]
pub(super) enum Fit {
    /// As far as types tell. Limits and patterns are not looked at.
    Well,
    /// It can be read, though the schema says otherwise.
    Oddly(Misfit),
    /// It cannot be read.
    Not(Misfit),
}

/// A part of a value that is not what it should be.
#[derive(Clone, Debug)]
pub(super) struct Misfit {
    /// The steps from the value to the part.
    pub(super) path: Vec<String>,
    /// What is wrong with it, after `this example of an answer has`.
    pub(super) what: String,
}

/// How many values are looked at. What is longer counts as fitting.
const MOST: usize = 100_000;

/// How well a value fits.
pub(super) fn fit<'a>(api: &'a Api, look: impl FnOnce(&mut Look<'a>) -> Result<(), Misfit>) -> Fit {
    let mut all = Look {
        api,
        path: Vec::new(),
        odd: None,
        left: MOST,
    };
    match (look(&mut all), all.odd) {
        (Err(misfit), _) => Fit::Not(misfit),
        (Ok(()), Some(misfit)) => Fit::Oddly(misfit),
        (Ok(()), None) => Fit::Well,
    }
}

/// A look at a value, part by part. An error says that it cannot be read.
pub(super) struct Look<'a> {
    api: &'a Api,
    path: Vec<String>,
    /// The first part that can be read, though it should be another.
    odd: Option<Misfit>,
    left: usize,
}

impl<'a> Look<'a> {
    /// A value that a type with facts is for.
    pub(super) fn value(
        &mut self,
        value: &Value,
        ty: &'a Type,
        facts: &[Fact],
    ) -> Result<(), Misfit> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(());
        };
        self.left = left;
        match ty {
            Type::Nullable(_) if value.is_null() => return Ok(()),
            Type::Nullable(inner) | Type::Boxed(inner) => return self.value(value, inner, facts),
            _ => self.listed(value, facts),
        }
        match ty {
            Type::Bool => self.expect(value.is_boolean(), value, "a boolean"),
            Type::Integer(width) => self.integer(value, *width),
            Type::Number => self.expect(value.is_number(), value, "a number"),
            Type::Text | Type::DateTime | Type::Date | Type::Bytes | Type::File => {
                self.expect(value.is_string(), value, "a string")
            }
            Type::List(item) => {
                let Value::Array(items) = value else {
                    return self.refuse(value, "an array");
                };
                let facts = inner(facts);
                (items.iter().enumerate()).try_for_each(|(index, value)| {
                    self.within(&index.to_string(), |look| look.value(value, item, facts))
                })
            }
            Type::Map(each) => {
                let facts = inner(facts);
                (self.members(value)?.iter()).try_for_each(|(name, value)| {
                    self.within(name, |look| look.value(value, each, facts))
                })
            }
            Type::Named(id) => self.named(value, *id),
            // Handled before.
            Type::Nullable(_) | Type::Boxed(_) => Ok(()),
            Type::Json => Ok(()),
        }
    }

    /// A member of an object that may not be there, or be null.
    pub(super) fn within<T>(&mut self, step: &str, look: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step.to_owned());
        let result = look(self);
        self.path.pop();
        result
    }

    /// The members of what should be an object.
    pub(super) fn members<'v>(&self, value: &'v Value) -> Result<&'v Map<String, Value>, Misfit> {
        value
            .as_object()
            .ok_or_else(|| self.found(value, "an object"))
    }

    /// What is wrong with the part that is looked at.
    pub(super) fn misfit(&self, what: String) -> Misfit {
        Misfit {
            path: self.path.clone(),
            what,
        }
    }

    fn found(&self, value: &Value, expected: &str) -> Misfit {
        self.misfit(format!("{}, where {expected} is expected", kind(value)))
    }

    fn refuse(&self, value: &Value, expected: &str) -> Result<(), Misfit> {
        Err(self.found(value, expected))
    }

    fn expect(&self, fits: bool, value: &Value, expected: &str) -> Result<(), Misfit> {
        if fits {
            return Ok(());
        }
        self.refuse(value, expected)
    }

    /// Notes what can be read, though it should be something else.
    fn odd(&mut self, what: impl FnOnce() -> String) {
        if self.odd.is_none() {
            self.odd = Some(self.misfit(what()));
        }
    }

    fn integer(&self, value: &Value, width: IntegerType) -> Result<(), Misfit> {
        let Some(integer) = integer(value) else {
            return self.refuse(value, "an integer");
        };
        if width.holds(integer) {
            return Ok(());
        }
        let (least, most) = width.range();
        Err(self.misfit(format!("{integer}, which is not from {least} to {most}")))
    }

    /// Values that the facts list.
    fn listed(&mut self, value: &Value, facts: &[Fact]) {
        for fact in facts {
            let is_there = match fact {
                Fact::Enum(values) => values.iter().any(|one| is(one, value)),
                Fact::Const(only) => is(only, value),
                _ => true,
            };
            if !is_there {
                self.odd(|| format!("{value}, which is none of the values that the schema lists"));
            }
        }
    }

    fn named(&mut self, value: &Value, id: TypeId) -> Result<(), Misfit> {
        let api = self.api;
        let Some(def) = api.types.get(id.0 as usize) else {
            return Ok(());
        };
        match &def.kind {
            TypeKind::Model(model) => self.model(value, model),
            TypeKind::Enum(all) => self.enumerated(value, all),
            TypeKind::Union(union) => self.union(value, union),
            TypeKind::Newtype(ty) => self.value(value, ty, &[]),
            TypeKind::Responses(_) => Ok(()),
        }
    }

    fn model(&mut self, value: &Value, model: &'a Model) -> Result<(), Misfit> {
        let members = self.members(value)?;
        let is_needed =
            |member: &&Member| matches!(member.presence, Presence::Required | Presence::Nullable);
        let mut needed = model.members.iter().filter(is_needed);
        if let Some(missing) = needed.find(|member| !members.contains_key(&member.wire)) {
            return Err(self.misfit(format!("no `{}`, which is required", missing.wire)));
        }
        for (name, value) in members {
            let member = model.members.iter().find(|member| member.wire == *name);
            self.within(name, |look| match (member, &model.rest) {
                (Some(member), _) => look.member(value, member),
                (None, Rest::Typed(_, payload)) => look.value(value, &payload.ty, &payload.facts),
                (None, Rest::Any(_, facts)) => look.value(value, &Type::Json, facts),
            })?;
        }
        Ok(())
    }

    fn member(&mut self, value: &Value, member: &'a Member) -> Result<(), Misfit> {
        match member.presence {
            Presence::Nullable | Presence::OptionalNullable if value.is_null() => Ok(()),
            Presence::Optional if value.is_null() => {
                if !member.facts.contains(&Fact::Nullable) {
                    self.odd(|| "null, which the schema does not allow".to_owned());
                }
                Ok(())
            }
            _ => self.value(value, &member.ty, &member.facts),
        }
    }

    fn enumerated(&mut self, value: &Value, all: &Enum) -> Result<(), Misfit> {
        match all.repr {
            EnumRepr::Text => self.expect(value.is_string(), value, "a string")?,
            EnumRepr::Integer => self.integer(value, IntegerType::I64)?,
        }
        let is_known = all.variants.iter().any(|known| is(&known.value, value));
        if !is_known && all.others == Others::Invalid {
            self.odd(|| format!("{value}, which is none of the values of the enum"));
        }
        Ok(())
    }

    fn union(&mut self, value: &Value, union: &'a Union) -> Result<(), Misfit> {
        let decodes = |arm: &Arm| arm.tests.contains(&Test::Decodes);
        let odd = self.odd.clone();
        for arm in &union.arms {
            if !arm.tests.iter().all(|test| holds(test, value)) {
                continue;
            }
            let Arm { payload, .. } = arm;
            let read = self.value(value, &payload.ty, &payload.facts);
            if read.is_ok() || !decodes(arm) {
                return read;
            }
            self.odd.clone_from(&odd);
        }
        if union.others == Others::Invalid {
            let kind = kind(value);
            self.odd(|| format!("{kind}, which is none of the alternatives"));
        }
        Ok(())
    }
}

/// What `runtime` asks about a value before it takes it for an alternative.
fn holds(test: &Test, value: &Value) -> bool {
    let among = |values: &[Literal], value: &Value| values.iter().any(|one| is(one, value));
    match test {
        Test::Type(kind) => is_of(value, *kind),
        Test::Has(name) => value.get(name).is_some(),
        Test::Is(name, values) => value.get(name).is_some_and(|value| among(values, value)),
        Test::May(name, values) => {
            value.is_object() && value.get(name).is_none_or(|value| among(values, value))
        }
        Test::Among(values) => among(values, value),
        // Which of them it is does not matter here: what has another form is held by a later one.
        Test::Fits(..) => value.is_object(),
        Test::Decodes => true,
    }
}

fn is_of(value: &Value, kind: JsonType) -> bool {
    match kind {
        JsonType::Null => value.is_null(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Integer => integer(value).is_some(),
        JsonType::Number => value.is_number(),
        JsonType::String => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    }
}

/// Whether a literal is a value, where `1` and `1.0` are the same number.
fn is(literal: &Literal, value: &Value) -> bool {
    match literal {
        Literal::Null => value.is_null(),
        Literal::Bool(literal) => value.as_bool() == Some(*literal),
        Literal::Int(literal) => integer(value) == Some(*literal),
        Literal::Float(literal) => value.as_f64() == Some(*literal),
        Literal::Text(literal) => value.as_str() == Some(literal),
        Literal::Json(literal) => {
            serde_json::from_str::<Value>(literal).is_ok_and(|literal| literal == *value)
        }
    }
}

/// An integer, also one that is written with a fraction of zero.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
fn integer(value: &Value) -> Option<i128> {
    let number = value.as_number()?;
    match (number.as_i128(), number.as_f64()) {
        (Some(integer), _) => Some(integer),
        (None, Some(number)) if number.fract() == 0.0 && number.abs() < 1e38 => {
            Some(number as i128)
        }
        _ => None,
    }
}

/// The facts of the items of a list, or of the values of a map.
fn inner(facts: &[Fact]) -> &[Fact] {
    let inner = facts.iter().find_map(|fact| match fact {
        Fact::Items(facts) | Fact::Values(facts) => Some(facts.as_slice()),
        _ => None,
    });
    inner.unwrap_or_default()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
