//! Facts that state conditions: about the JSON of a value, whatever its Rust type.

use serde_json::{Value, json};

use super::{Check, Violation, pattern};
use crate::decimal::Decimal;
use crate::json::{canonical, to_value};
use crate::keywords::set;
use crate::model::{Fact, JsonType, Member, Place, Row, Rows, View, is_secret};

/// The longest text of a schema that is shown.
const LONGEST: usize = 200;

/// The pattern of facts that the JSON of a value is needed for.
macro_rules! condition {
    () => {
        Fact::Types(_)
            | Fact::Property(..)
            | Fact::PatternProperties(..)
            | Fact::PrefixItems(_)
            | Fact::Contains(..)
            | Fact::DependentRequired(..)
            | Fact::DependentSchemas(..)
            | Fact::UnevaluatedProperties(_)
            | Fact::UnevaluatedItems(_)
            | Fact::If(..)
            | Fact::AllOf(_)
            | Fact::AnyOf(_)
            | Fact::OneOf(_)
            | Fact::Not(_)
    };
}
pub(super) use condition;

/// Whether the JSON of a value is needed to check these facts.
pub(super) fn any(facts: &[Fact]) -> bool {
    facts.iter().any(|fact| matches!(fact, condition!()))
}

/// Whether a fact speaks of the member called `name`.
pub(super) fn names(facts: &[Fact], name: &str) -> bool {
    facts.iter().any(|fact| match fact {
        Fact::Property(member, _) => *member == name,
        // One that cannot be matched may speak of any name.
        Fact::PatternProperties(pattern, _) => pattern::matches(pattern, name),
        _ => false,
    })
}

/// How many items are described one by one.
pub(super) fn described(facts: &[Fact]) -> usize {
    let positions = facts.iter().map(|fact| match fact {
        Fact::PrefixItems(sets) => sets.len(),
        _ => 0,
    });
    positions.max().unwrap_or_default()
}

/// Whether anything in a place with these facts must not be shown.
pub(super) fn holds_secret(place: &dyn Place, facts: &[Fact]) -> bool {
    names_secret(facts)
        || match place.view() {
            View::Model(model) => {
                let rows = model.table().rows;
                let mut found = false;
                model.places(&mut |places: &[&dyn Place]| found = hold_secrets(rows, places));
                found
            }
            View::List(list) => {
                let mut items = (0..list.len()).filter_map(|at| list.get(at));
                items.any(|item| holds_secret(item, &[]))
            }
            View::Map(map) => {
                let mut found = false;
                map.entries(&mut |_, value| found |= holds_secret(value, &[]));
                found
            }
            View::Union(union) => {
                let (variant, place) = union.held();
                let mut arms = union.table().arms.iter();
                let arm = arms.find(|arm| arm.variant == variant);
                holds_secret(place, arm.map_or(&[], |arm| arm.facts))
            }
            _ => false,
        }
}

/// The same for what has rows.
pub(super) fn hold_secrets(rows: Rows, places: &[&dyn Place]) -> bool {
    let mut members = rows.iter().zip(places);
    members.any(|(row, place)| holds_secret(*place, row.facts))
}

/// Whether facts say of anything that it must not be shown, however deep in the value it is.
fn names_secret(facts: &[Fact]) -> bool {
    let any = |sets: &[&[Fact]]| sets.iter().any(|facts| names_secret(facts));
    is_secret(facts)
        || facts.iter().any(|fact| match fact {
            Fact::Items(inner)
            | Fact::Values(inner)
            | Fact::Property(_, inner)
            | Fact::PatternProperties(_, inner)
            | Fact::DependentSchemas(_, inner)
            | Fact::Contains(inner, ..)
            | Fact::UnevaluatedItems(inner)
            | Fact::UnevaluatedProperties(inner) => names_secret(inner),
            Fact::If(condition, then, otherwise) => any(&[condition, then, otherwise]),
            Fact::PrefixItems(sets) | Fact::AllOf(sets) | Fact::AnyOf(sets) | Fact::OneOf(sets) => {
                any(sets)
            }
            _ => false,
        })
}

/// Whether a JSON value satisfies some facts; `None` if that cannot be checked.
fn holds(value: &Value, facts: &'static [Fact]) -> Option<bool> {
    let mut check = Check::default();
    check.value(value, facts);
    match check.violations.is_empty() {
        true if check.is_unsure => None,
        verdict => Some(verdict),
    }
}

/// How many of some verdicts are that something holds, and how many may be.
fn count(verdicts: impl Iterator<Item = Option<bool>>) -> (usize, usize) {
    verdicts.fold((0, 0), |(sure, most), verdict| match verdict {
        Some(true) => (sure + 1, most + 1),
        None => (sure, most + 1),
        Some(false) => (sure, most),
    })
}

impl Check {
    /// The facts that state conditions. `rows` are the members that have facts of their own.
    pub(super) fn conditions(
        &mut self,
        facts: &'static [Fact],
        rows: &[Row],
        value: impl FnOnce() -> Option<Value>,
    ) {
        if any(facts)
            && let Some(value) = value()
        {
            for fact in facts {
                self.condition(fact, facts, rows, &value);
            }
        }
    }

    /// The facts of an object that places make together.
    pub(super) fn together<'p>(
        &mut self,
        members: impl Iterator<Item = (Member, &'p dyn Place)>,
        facts: &'static [Fact],
    ) {
        let mut object = serde_json::Map::new();
        for (row, place) in members {
            if row.presence.is_required() || !matches!(place.view(), View::Absent) {
                // What cannot be written cannot be sent, but for a stream, which nobody can check.
                let Some(value) = to_value(place) else { return };
                object.insert(row.name.to_owned(), value);
                self.is_secret |= holds_secret(place, row.facts);
            }
        }
        self.value(&Value::Object(object), facts);
        self.is_secret = false;
    }

    /// A JSON value of which these facts are all that is known.
    fn value(&mut self, value: &Value, facts: &'static [Fact]) {
        let was_secret = self.is_secret;
        self.is_secret |= is_secret(facts);
        let view = View::Json(value);
        for fact in facts {
            self.fact(fact, facts, value, &view);
            self.condition(fact, facts, &[], value);
            match (fact, value) {
                (Fact::Items(inner), Value::Array(items)) => {
                    for (at, item) in items.iter().enumerate().skip(described(facts)) {
                        self.part("items", at, item, inner);
                    }
                }
                (Fact::Values(inner), Value::Object(members)) => {
                    for (name, member) in members.iter().filter(|(name, _)| !names(facts, name)) {
                        self.part("additionalProperties", name.clone(), member, inner);
                    }
                }
                _ => {}
            }
        }
        self.is_secret = was_secret;
    }

    /// An item or a member; `keyword` is the one that speaks of it.
    fn part(
        &mut self,
        keyword: &'static str,
        step: impl Into<crate::trail::Step>,
        value: &Value,
        facts: &'static [Fact],
    ) {
        self.within(step, |check| match facts {
            [Fact::Not([])] => check.violated(keyword, false, View::Json(value).kind()),
            facts => check.value(value, facts),
        });
    }

    /// Facts that hold under a condition: what is wrong is said together with the condition.
    fn under(
        &mut self,
        keyword: &'static str,
        limit: impl FnOnce() -> Value,
        value: &Value,
        facts: &'static [Fact],
    ) {
        let mut check = Self {
            is_secret: self.is_secret,
            ..Self::default()
        };
        check.value(value, facts);
        self.is_unsure |= check.is_unsure;
        if let Some(first) = check.violations.first() {
            self.violated(keyword, text(&limit()), found(first));
        }
    }

    fn condition(
        &mut self,
        fact: &'static Fact,
        facts: &'static [Fact],
        rows: &[Row],
        value: &Value,
    ) {
        match fact {
            Fact::Types(types) if !types.iter().any(|one| is_of(value, *one)) => {
                let types: Vec<&str> = types.iter().map(|one| one.name()).collect();
                self.violated("type", types.join(" or "), View::Json(value).kind());
            }
            Fact::If(condition, then, otherwise) => match holds(value, condition) {
                Some(true) => self.under("then", || set(then), value, then),
                Some(false) => self.under("else", || set(otherwise), value, otherwise),
                None => self.is_unsure = true,
            },
            Fact::AllOf(sets) => sets.iter().for_each(|facts| self.value(value, facts)),
            Fact::AnyOf(sets) => match count(sets.iter().map(|facts| holds(value, facts))) {
                (_, 0) => self.violated("anyOf", listed(sets), "none of them"),
                (sure, _) => self.is_unsure |= sure == 0,
            },
            Fact::OneOf(sets) => match count(sets.iter().map(|facts| holds(value, facts))) {
                (_, 0) => self.violated("oneOf", listed(sets), "none of them"),
                (sure @ (0 | 1), most) => self.is_unsure |= sure != most,
                (several, _) => {
                    self.violated("oneOf", listed(sets), format_args!("{several} of them"));
                }
            },
            Fact::Not([]) => self.violated("not", "anything", View::Json(value).kind()),
            Fact::Not(facts) => match holds(value, facts) {
                Some(true) => {
                    let actual = match value {
                        Value::Array(_) | Value::Object(_) => "all of it".to_owned(),
                        scalar => self.shown(|| scalar.to_string()),
                    };
                    self.violated("not", listed(&[facts]), actual);
                }
                Some(false) => {}
                None => self.is_unsure = true,
            },
            _ => match value {
                Value::Array(items) => self.of_items(fact, facts, value, items),
                Value::Object(members) => self.of_members(fact, facts, rows, value, members),
                _ => {}
            },
        }
    }

    fn of_items(
        &mut self,
        fact: &'static Fact,
        facts: &'static [Fact],
        value: &Value,
        items: &[Value],
    ) {
        match fact {
            Fact::PrefixItems(sets) => {
                for (at, (item, facts)) in items.iter().zip(*sets).enumerate() {
                    self.part("prefixItems", at, item, facts);
                }
            }
            Fact::Contains(matching, least, most) => {
                let (sure, may) = count(items.iter().map(|item| holds(item, matching)));
                let [sure, may] = [sure, may].map(|n| u64::try_from(n).unwrap_or(u64::MAX));
                let of = || text(&set(matching));
                match most {
                    Some(most) if sure > *most => {
                        self.violated("maxContains", format_args!("{most} of {}", of()), sure);
                    }
                    _ if may >= *least => {
                        self.is_unsure |= sure < *least || most.is_some_and(|most| may > most);
                    }
                    _ if *least == 1 => self.violated("contains", of(), "no such item"),
                    _ => self.violated("minContains", format_args!("{least} of {}", of()), may),
                }
            }
            Fact::UnevaluatedItems(inner) => {
                for (at, item) in items.iter().enumerate() {
                    if !evaluates_item(facts, value, at, item, fact) {
                        self.part("unevaluatedItems", at, item, inner);
                    }
                }
            }
            _ => {}
        }
    }

    fn of_members(
        &mut self,
        fact: &'static Fact,
        facts: &'static [Fact],
        rows: &[Row],
        value: &Value,
        members: &serde_json::Map<String, Value>,
    ) {
        match fact {
            Fact::Property(name, facts) => {
                if let Some(member) = members.get(*name) {
                    self.part("properties", *name, member, facts);
                }
            }
            Fact::PatternProperties(pattern, _) if !pattern::is_known(pattern) => {
                self.is_unsure = true;
            }
            Fact::PatternProperties(pattern, facts) => {
                for (name, member) in members {
                    if pattern::matches(pattern, name) {
                        self.part("patternProperties", name.clone(), member, facts);
                    }
                }
            }
            Fact::DependentRequired(name, needed) if members.contains_key(*name) => {
                if let Some(missing) = needed.iter().find(|name| !members.contains_key(**name)) {
                    let limit = text(&json!({ *name: needed }));
                    self.violated("dependentRequired", limit, format_args!("no {missing}"));
                }
            }
            Fact::DependentSchemas(name, facts) if members.contains_key(*name) => {
                let limit = || json!({ *name: set(facts) });
                self.under("dependentSchemas", limit, value, facts);
            }
            Fact::UnevaluatedProperties(inner) => {
                for (name, member) in members {
                    let has_row = rows.iter().any(|row| row.name == name);
                    if !has_row && !evaluates_member(facts, value, name, fact) {
                        self.part("unevaluatedProperties", name.clone(), member, inner);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether one of some facts that holds of an object speaks of the member called `name`; `but` is the
/// one that asks.
fn evaluates_member(facts: &'static [Fact], object: &Value, name: &str, but: &Fact) -> bool {
    let inside = |facts: &'static [Fact]| {
        holds(object, facts) != Some(false) && evaluates_member(facts, object, name, but)
    };
    names(facts, name)
        || facts
            .iter()
            .filter(|fact| !std::ptr::eq(*fact, but))
            .any(|fact| match fact {
                Fact::Values(_) | Fact::Closed | Fact::UnevaluatedProperties(_) => true,
                Fact::AllOf(sets) | Fact::AnyOf(sets) | Fact::OneOf(sets) => {
                    sets.iter().any(|facts| inside(facts))
                }
                Fact::If(condition, then, otherwise) => {
                    // Of parts that do not hold, none speaks of it.
                    inside(condition)
                        || inside(if holds(object, condition) == Some(false) {
                            otherwise
                        } else {
                            then
                        })
                }
                Fact::DependentSchemas(trigger, facts) => {
                    object.get(trigger).is_some() && inside(facts)
                }
                _ => false,
            })
}

/// The same for the item at a position of an array.
fn evaluates_item(
    facts: &'static [Fact],
    array: &Value,
    at: usize,
    item: &Value,
    but: &Fact,
) -> bool {
    let inside = |facts: &'static [Fact]| {
        holds(array, facts) != Some(false) && evaluates_item(facts, array, at, item, but)
    };
    facts
        .iter()
        .filter(|fact| !std::ptr::eq(*fact, but))
        .any(|fact| match fact {
            Fact::PrefixItems(sets) => at < sets.len(),
            Fact::Items(_) | Fact::UnevaluatedItems(_) => true,
            Fact::Contains(matching, ..) => holds(item, matching) != Some(false),
            Fact::AllOf(sets) | Fact::AnyOf(sets) | Fact::OneOf(sets) => {
                sets.iter().any(|facts| inside(facts))
            }
            Fact::If(condition, then, otherwise) => {
                // Of parts that do not hold, none speaks of it.
                inside(condition)
                    || inside(if holds(array, condition) == Some(false) {
                        otherwise
                    } else {
                        then
                    })
            }
            _ => false,
        })
}

fn is_of(value: &Value, kind: JsonType) -> bool {
    match (value, kind) {
        (Value::Null, JsonType::Null)
        | (Value::Bool(_), JsonType::Boolean)
        | (Value::Number(_), JsonType::Number)
        | (Value::String(_), JsonType::String)
        | (Value::Array(_), JsonType::Array)
        | (Value::Object(_), JsonType::Object) => true,
        (Value::Number(number), JsonType::Integer) => {
            Decimal::parse(&number.to_string()).is_some_and(|number| number.to_i128().is_some())
        }
        _ => false,
    }
}

/// What there is instead, with the way to it.
fn found(violation: &Violation) -> String {
    match violation.path() {
        "" => violation.actual().to_owned(),
        path => format!("{path}: {}", violation.actual()),
    }
}

/// Sets of facts in words: the names of the members that are needed, or else the schema.
fn listed(sets: &[&'static [Fact]]) -> String {
    let sets = sets.iter().map(|facts| match facts {
        [Fact::Required(names)] => names.join(" and "),
        facts => text(&set(facts)),
    });
    sets.collect::<Vec<String>>().join(" or ")
}

/// A schema as JSON, whose members are sorted so that it is the same text in every build.
fn text(schema: &Value) -> String {
    let bytes = canonical(schema).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
