//! Checks values against the constraints of their schema.
//!
//! Nothing is checked when an answer is read: [`validate`](crate::model!) is for what is sent. Every
//! violation is found, not the first only.
//!
//! - Lengths are counted in characters (Unicode scalar values).
//! - Numbers are compared as they are written, so that `0.07` is a multiple of `0.01`.
//! - Items are equal if their JSON is; the order of members does not matter, and `1` is `1.0`.
//! - Of formats, those are checked for which a text can be told to be wrong:
//!   `date-time`, `date`, `uuid`, `ipv4`, `ipv6`, `email`, `uri`. The others are not.
//! - Patterns are matched in time that grows with the length of the text only. Those that cannot be
//!   matched so (with look-around or back references) are not checked.
//! - A null that came for a member which may be left out, but must not be null, is a violation until the
//!   field has a value.
//! - A value of an enum or a union that its schema does not know is a violation.

mod format;
mod pattern;
mod unique;

use std::cmp::Ordering;
use std::fmt;

use serde_json::Value;

use crate::decimal::Decimal;
use crate::json;
use crate::model::{
    Enum, Fact, List, Literal, Map, Model, Others, Place, Presence, Row, Scalar, Union, View,
    is_secret,
};
use crate::trail::{Step, Trail};

/// All constraints that a value violates, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

/// A constraint that a value violates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    rule: &'static str,
    limit: String,
    actual: String,
}

impl Violation {
    /// Where in the value it is, as in `roles[0]`; empty for the whole value.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The keyword of JSON Schema, as in `maxLength`.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// What the schema says, as in `32`.
    #[must_use]
    pub fn limit(&self) -> &str {
        &self.limit
    }

    /// What there is: a length for `maxLength`, a number for `minimum`, a text for `pattern`, and so
    /// on. Of what must not be shown, `[redacted]`.
    #[must_use]
    pub fn actual(&self) -> &str {
        &self.actual
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            rule,
            limit,
            actual,
        } = self;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        write!(f, "{rule} is {limit}, found {actual}")
    }
}

impl Violations {
    /// The violations in the order of the fields.
    #[must_use]
    pub fn as_slice(&self) -> &[Violation] {
        &self.0
    }

    /// The violations in the order of the fields.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Written as `roles[0]: maxLength is 120, found 121; status: …`.
impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, violation) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// Checks a model.
pub(crate) fn model(model: &dyn Model) -> Result<(), Violations> {
    let mut check = Check::default();
    check.model(model);
    check.finish()
}

/// Checks the members of something that has rows and places like a model, such as the inputs of an
/// operation.
///
/// # Errors
///
/// Every violation.
#[doc(hidden)]
pub fn members(rows: &'static [Row], places: &[&dyn Place]) -> Result<(), Violations> {
    let mut check = Check::default();
    check.members(rows, places);
    check.finish()
}

/// A check on its way through a value.
#[derive(Default)]
struct Check {
    /// The steps to where it is, from the outermost.
    steps: Vec<Step>,
    /// Whether what is there must not be shown.
    is_secret: bool,
    violations: Vec<Violation>,
}

impl Check {
    fn finish(self) -> Result<(), Violations> {
        if self.violations.is_empty() {
            Ok(())
        } else {
            Err(Violations(self.violations))
        }
    }

    fn within(&mut self, step: impl Into<Step>, check: impl FnOnce(&mut Self)) {
        self.steps.push(step.into());
        check(self);
        self.steps.pop();
    }

    fn violated(&mut self, rule: &'static str, limit: impl ToString, actual: impl ToString) {
        let mut trail = Trail::default();
        self.steps
            .iter()
            .rev()
            .for_each(|step| trail.push(step.clone()));
        self.violations.push(Violation {
            path: trail.to_string(),
            rule,
            limit: limit.to_string(),
            actual: actual.to_string(),
        });
    }

    fn model(&mut self, model: &dyn Model) {
        let rows = model.table().rows;
        model.places(&mut |places| self.members(rows, places));
    }

    fn members(&mut self, rows: &'static [Row], places: &[&dyn Place]) {
        for (row, place) in rows.iter().zip(places) {
            if row.presence == Presence::Rest {
                self.rest(row.facts, *place, rows, places);
            } else {
                self.within(row.name, |check| check.place(*place, row.facts));
            }
        }
    }

    /// The facts of a model as a whole, and its members without a row.
    fn rest(
        &mut self,
        facts: &'static [Fact],
        place: &dyn Place,
        rows: &[Row],
        places: &[&dyn Place],
    ) {
        let View::Map(map) = place.view() else { return };
        for fact in facts {
            self.whole(fact, map, rows, places);
        }
        map.entries(&mut |name, value| {
            if is_null(value) && !json::is_written(name, rows, places) && excludes_null(name, rows)
            {
                self.within(name.to_owned(), |check| {
                    check.violated("type", "not null", "null")
                });
            }
        });
        self.values(map, inner(facts));
    }

    /// A fact of a model as a whole.
    fn whole(&mut self, fact: &'static Fact, map: &dyn Map, rows: &[Row], places: &[&dyn Place]) {
        let is_field = |name: &str| json::is_written(name, rows, places);
        match fact {
            Fact::MinProperties(_) | Fact::MaxProperties(_) => {
                let mut written = rows.iter().filter(|row| is_field(row.name)).count();
                map.entries(&mut |name, _| written += usize::from(!is_field(name)));
                self.size(fact, written);
            }
            Fact::PropertyNames(facts) => self.names(map, facts),
            Fact::Closed => map.entries(&mut |name, _| {
                // A null that a field came with is not a member without a row.
                if !rows.iter().any(|row| row.name == name) {
                    self.within(name.to_owned(), |check| {
                        check.violated(
                            "additionalProperties",
                            false,
                            "a member that the schema does not name",
                        );
                    });
                }
            }),
            Fact::Required(names) => self.required(names, |name| is_field(name) || has(map, name)),
            _ => self.combination(fact, &|check, fact| check.whole(fact, map, rows, places)),
        }
    }

    /// Members that have to be there.
    fn required(&mut self, names: &[&str], is_there: impl Fn(&str) -> bool) {
        if let Some(missing) = names.iter().find(|name| !is_there(name)) {
            self.violated("required", names.join(", "), format_args!("no {missing}"));
        }
    }

    /// Sets of facts of which one has to hold, or must not.
    fn combination(&mut self, fact: &'static Fact, apply: &dyn Fn(&mut Self, &'static Fact)) {
        let holds = |facts: &'static [Fact]| {
            let mut check = Self::default();
            facts.iter().for_each(|fact| apply(&mut check, fact));
            check.violations.is_empty()
        };
        let count = |sets: &[&'static [Fact]]| sets.iter().filter(|set| holds(set)).count();
        match fact {
            Fact::AnyOf(sets) if count(sets) == 0 => {
                self.violated("anyOf", listed_sets(sets), "none of them");
            }
            Fact::OneOf(sets) => match count(sets) {
                0 => self.violated("oneOf", listed_sets(sets), "none of them"),
                1 => {}
                several => {
                    self.violated(
                        "oneOf",
                        listed_sets(sets),
                        format_args!("{several} of them"),
                    );
                }
            },
            Fact::Not(facts) if holds(facts) => {
                self.violated("not", listed_sets(&[facts]), "all of it");
            }
            _ => {}
        }
    }

    fn place(&mut self, place: &dyn Place, facts: &'static [Fact]) {
        let view = place.view();
        if matches!(view, View::Absent | View::Null | View::Json(Value::Null)) {
            return;
        }
        let was_secret = self.is_secret;
        self.is_secret |= is_secret(facts);
        for fact in facts {
            self.fact(fact, place, &view);
        }
        match view {
            View::Enum(value) => self.known(value),
            View::List(list) => self.items(list, inner(facts)),
            View::Map(map) => self.values(map, inner(facts)),
            View::Model(model) => self.model(model),
            View::Union(union) => self.union(union),
            View::Json(value) => self.json(value, inner(facts)),
            _ => {}
        }
        self.is_secret = was_secret;
    }

    fn fact(&mut self, fact: &'static Fact, place: &dyn Place, view: &View<'_>) {
        match fact {
            // No text has more characters than bytes.
            Fact::MaxLength(limit)
                if text(view).is_some_and(|text| text.len() as u64 <= *limit) => {}
            Fact::MinLength(_) | Fact::MaxLength(_) => {
                if let Some(length) = length(view) {
                    self.size(fact, length);
                }
            }
            Fact::MinItems(_) | Fact::MaxItems(_) => match view {
                View::List(list) => self.size(fact, list.len()),
                View::Json(Value::Array(items)) => self.size(fact, items.len()),
                _ => {}
            },
            Fact::MinProperties(_) | Fact::MaxProperties(_) => match view {
                View::Map(map) => self.size(fact, map.len()),
                View::Json(Value::Object(members)) => self.size(fact, members.len()),
                _ => {}
            },
            Fact::Pattern(pattern) => self.text("pattern", pattern, view, |text| {
                pattern::matches(pattern, text)
            }),
            Fact::Format(format) => {
                self.text("format", format, view, |text| format::fits(format, text))
            }
            Fact::Minimum(limit) => self.number("minimum", limit, view, Ordering::is_ge),
            Fact::Maximum(limit) => self.number("maximum", limit, view, Ordering::is_le),
            Fact::ExclusiveMinimum(limit) => {
                self.number("exclusiveMinimum", limit, view, Ordering::is_gt)
            }
            Fact::ExclusiveMaximum(limit) => {
                self.number("exclusiveMaximum", limit, view, Ordering::is_lt)
            }
            Fact::MultipleOf(limit) => self.multiple(limit, view),
            Fact::UniqueItems => {
                if let Some((first, second)) = unique::equal_items(view) {
                    self.violated(
                        "uniqueItems",
                        true,
                        format_args!("equal items {first} and {second}"),
                    );
                }
            }
            Fact::Enum(values) => self.one_of("enum", values, place),
            Fact::Const(value) => self.one_of("const", std::slice::from_ref(value), place),
            Fact::PropertyNames(facts) => {
                if let View::Map(map) = view {
                    self.names(*map, facts);
                }
            }
            Fact::Required(names) => match view {
                View::Map(map) => self.required(names, |name| has(*map, name)),
                View::Json(Value::Object(members)) => {
                    self.required(names, |name| members.contains_key(name));
                }
                _ => {}
            },
            Fact::AnyOf(_) | Fact::OneOf(_) | Fact::Not(_) => {
                self.combination(fact, &|check, fact| check.fact(fact, place, view));
            }
            // Looked at on the way into the value.
            Fact::Items(_) | Fact::Values(_) => {}
            // Nothing that a value could violate.
            Fact::Default(_)
            | Fact::Nullable
            | Fact::ReadOnly
            | Fact::WriteOnly
            | Fact::Deprecated
            | Fact::ContentEncoding(_)
            | Fact::ContentMediaType(_)
            | Fact::Closed
            | Fact::Style(_)
            | Fact::Explode(_)
            | Fact::AllowReserved
            | Fact::Content(_) => {}
        }
    }

    fn size(&mut self, fact: &Fact, actual: usize) {
        let size = u64::try_from(actual).unwrap_or(u64::MAX);
        let (rule, limit, fits) = match *fact {
            Fact::MinLength(limit) => ("minLength", limit, size >= limit),
            Fact::MaxLength(limit) => ("maxLength", limit, size <= limit),
            Fact::MinItems(limit) => ("minItems", limit, size >= limit),
            Fact::MaxItems(limit) => ("maxItems", limit, size <= limit),
            Fact::MinProperties(limit) => ("minProperties", limit, size >= limit),
            Fact::MaxProperties(limit) => ("maxProperties", limit, size <= limit),
            _ => return,
        };
        if !fits {
            self.violated(rule, limit, actual);
        }
    }

    fn text(
        &mut self,
        rule: &'static str,
        limit: &str,
        view: &View<'_>,
        fits: impl FnOnce(&str) -> bool,
    ) {
        if let Some(text) = text(view)
            && !fits(text)
        {
            let actual = self.shown(|| Value::from(text).to_string());
            self.violated(rule, limit, actual);
        }
    }

    fn number(
        &mut self,
        rule: &'static str,
        limit: &Literal,
        view: &View<'_>,
        fits: fn(Ordering) -> bool,
    ) {
        if let (Some(actual), Some(bound)) = (number(view), limit.decimal())
            && !fits(actual.cmp(&bound))
        {
            let actual = self.shown(|| actual.to_string());
            self.violated(rule, limit, actual);
        }
    }

    fn multiple(&mut self, limit: &Literal, view: &View<'_>) {
        if let (Some(actual), Some(divisor)) = (number(view), limit.decimal())
            && actual.is_multiple_of(divisor) == Some(false)
        {
            let actual = self.shown(|| actual.to_string());
            self.violated("multipleOf", limit, actual);
        }
    }

    fn one_of(&mut self, rule: &'static str, values: &[Literal], place: &dyn Place) {
        let Some(actual) = to_value(place) else {
            return;
        };
        if !values.iter().any(|value| value.is(&actual)) {
            let actual = self.shown(|| actual.to_string());
            self.violated(rule, listed(values), actual);
        }
    }

    /// Values of enums have to be known ones.
    fn known(&mut self, value: &dyn Enum) {
        let table = value.table();
        let is_known = table.values.iter().any(|known| known == value.value());
        if table.others == Others::Invalid && !is_known {
            let limit: Vec<_> = table.values.iter().map(scalar).collect();
            let actual = self.shown(|| scalar(value.value()));
            self.violated("enum", limit.join(", "), actual);
        }
    }

    fn union(&mut self, union: &dyn Union) {
        let table = union.table();
        let (variant, place) = union.held();
        let Some(arm) = table.arms.iter().find(|arm| arm.variant == variant) else {
            let reasons = to_value(place)
                .map(|value| json::reasons(table, &value))
                .unwrap_or_default();
            let reasons: Vec<_> = reasons
                .iter()
                .map(|(arm, why)| format!("not {arm}: {why}"))
                .collect();
            let limit: Vec<_> = table.arms.iter().map(|arm| arm.variant).collect();
            return self.violated(
                "oneOf",
                limit.join(", "),
                format_args!("{} ({})", place.view().kind(), reasons.join("; ")),
            );
        };
        if let Some(why) = to_value(place).and_then(|value| json::contradiction(table, arm, &value))
        {
            self.violated("oneOf", variant, format_args!("another alternative: {why}"));
        }
        self.place(place, arm.facts);
    }

    fn items(&mut self, list: &dyn List, facts: &'static [Fact]) {
        for index in 0..list.len() {
            if let Some(item) = list.get(index) {
                self.within(index, |check| check.place(item, facts));
            }
        }
    }

    fn values(&mut self, map: &dyn Map, facts: &'static [Fact]) {
        map.entries(&mut |key, value| {
            self.within(key.to_owned(), |check| check.place(value, facts))
        });
    }

    fn names(&mut self, map: &dyn Map, facts: &'static [Fact]) {
        map.entries(&mut |key, _| {
            let key = key.to_owned();
            self.within(key.clone(), |check| check.place(&key, facts));
        });
    }

    fn json(&mut self, value: &Value, facts: &'static [Fact]) {
        match value {
            Value::Array(items) => self.items(items, facts),
            Value::Object(members) if !facts.is_empty() => {
                for (name, value) in members {
                    self.within(name.clone(), |check| check.place(value, facts));
                }
            }
            _ => {}
        }
    }

    /// A value as it may be shown: not if it is a secret, and not all of it if it is long.
    fn shown(&self, text: impl FnOnce() -> String) -> String {
        const LONGEST: usize = 100;
        if self.is_secret {
            return "[redacted]".to_owned();
        }
        let text = text();
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text,
        }
    }
}

fn has(map: &dyn Map, name: &str) -> bool {
    let mut found = false;
    map.entries(&mut |key, _| found |= key == name);
    found
}

fn listed_sets(sets: &[&'static [Fact]]) -> String {
    let text = |fact: &Fact| match fact {
        Fact::Required(names) => names.join(" and "),
        fact => format!("{fact:?}"),
    };
    let sets = sets.iter().map(|set| {
        let facts: Vec<String> = set.iter().map(text).collect();
        facts.join(" and ")
    });
    sets.collect::<Vec<String>>().join(" or ")
}

fn is_null(place: &dyn Place) -> bool {
    matches!(place.view(), View::Null | View::Json(Value::Null))
}

/// Whether the member called `name` may be left out, but must not be null.
fn excludes_null(name: &str, rows: &[Row]) -> bool {
    let row = rows.iter().find(|row| row.name == name);
    row.is_some_and(|row| {
        row.presence == Presence::Optional && !row.facts.contains(&Fact::Nullable)
    })
}

/// The facts of the items of a list or of the values of a map.
fn inner(facts: &'static [Fact]) -> &'static [Fact] {
    facts
        .iter()
        .find_map(|fact| match fact {
            Fact::Items(facts) | Fact::Values(facts) => Some(*facts),
            _ => None,
        })
        .unwrap_or_default()
}

fn text<'a>(view: &View<'a>) -> Option<&'a str> {
    match view {
        View::Text(text) => Some(text),
        View::Json(Value::String(text)) => Some(text),
        View::Enum(value) => match value.value() {
            Scalar::Text(text) => Some(text),
            Scalar::Integer(_) => None,
        },
        _ => None,
    }
}

/// The length of a text in characters; bytes are as long as their text in base64.
fn length(view: &View<'_>) -> Option<usize> {
    match view {
        View::Bytes(bytes) => Some(crate::base64::encoded_len(bytes)),
        _ => text(view).map(|text| text.chars().count()),
    }
}

fn number(view: &View<'_>) -> Option<Decimal> {
    match view {
        View::Integer(integer) => Decimal::from_i128(*integer),
        View::Number(number) => Decimal::from_f64(*number),
        View::Json(Value::Number(number)) => Decimal::parse(&number.to_string()),
        View::Enum(value) => match value.value() {
            Scalar::Integer(integer) => Decimal::from_i128(integer.into()),
            Scalar::Text(_) => None,
        },
        _ => None,
    }
}

fn to_value(place: &dyn Place) -> Option<Value> {
    json::from_slice(&json::to_vec(place).ok()?).ok()
}

fn scalar(value: Scalar<'_>) -> String {
    match value {
        Scalar::Text(text) => Value::from(text).to_string(),
        Scalar::Integer(integer) => integer.to_string(),
    }
}

fn listed(values: &[Literal]) -> String {
    let values: Vec<_> = values.iter().map(ToString::to_string).collect();
    values.join(", ")
}
