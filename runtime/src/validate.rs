//! Checks values against the constraints of their schema.
//!
//! Nothing is checked when an answer is read: [`validate`](crate::model!) is for what is sent. Every
//! violation is found, not the first only.
//!
//! - Lengths are counted in characters (Unicode scalar values).
//! - Numbers are compared as they are written, so that `0.07` is a multiple of `0.01`.
//! - Items are equal if their JSON is; the order of members does not matter, and `1` is `1.0`.
//! - Of formats, those are checked for which a text can be told to be wrong:
//!   `date-time`, `date`, `uuid`, `ipv4`, `ipv6`, `email`, `uri`. Those of integers (`int32`) are limits, also where
//!   no Rust type says it. The others are not.
//! - Patterns are matched in time that grows with the length of the text only. Those that cannot be matched so (they
//!   look around elsewhere than at their start or end, or refer back), or that have classes of Unicode (`\p{L}`), are
//!   not checked.
//! - A null that came for a member which may be left out, but must not be null, is a violation until the
//!   field has a value.
//! - A number that is infinite or not a number is a violation: JSON has no form for it.
//! - A value of an enum or a union that its schema does not know is a violation.
//! - Conditions (`not`, `if`, `contains`, …) are about the JSON that is sent, which is made only where there
//!   are any. To them, null is a value like any other.

mod condition;
pub(crate) mod format;
pub(crate) mod pattern;
mod unique;
mod width;

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;

use serde_json::Value;

use crate::decimal::Decimal;
use crate::json;
use crate::model::{
    Enum, Fact, List, Literal, Map, Model, Others, Place, Presence, Row, Rows, Scalar, Union, View,
    is_secret,
};
use crate::trail::{Step, Trail};

/// All constraints that a value violates, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

/// A constraint that a value violates.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

/// Whether a value violates nothing.
pub(crate) fn holds(place: &dyn Place, facts: &'static [Fact]) -> bool {
    let mut check = Check::default();
    check.place(place, facts);
    check.violations.is_empty()
}

/// Checks the members of something that has rows and places like a model, such as the inputs of an
/// operation.
///
/// # Errors
///
/// Every violation.
#[doc(hidden)]
pub fn members(rows: Rows, places: &[&dyn Place]) -> Result<(), Violations> {
    let mut check = Check::default();
    check.members(rows, places);
    check.finish()
}

/// Checks inputs, and the object that those of them make together which are `members` of the body.
///
/// # Errors
///
/// Every violation.
pub(crate) fn inputs(
    rows: Rows,
    places: &[&dyn Place],
    members: impl Iterator<Item = bool>,
    facts: &'static [Fact],
) -> Result<(), Violations> {
    let mut check = Check::default();
    check.members(rows, places);
    if !facts.is_empty() {
        let inputs = rows.iter().zip(places).zip(members);
        let members = inputs.filter(|(_, is_member)| *is_member);
        check.together(members.map(|((row, place), _)| (row, *place)), facts);
    }
    check.finish()
}

/// A check on its way through a value.
#[derive(Default)]
struct Check {
    /// The steps to where it is, from the outermost.
    steps: Vec<Step>,
    /// Whether what is there must not be shown.
    is_secret: bool,
    /// Whether there was something that cannot be checked.
    is_unsure: bool,
    violations: Vec<Violation>,
}

impl Check {
    fn finish(mut self) -> Result<(), Violations> {
        if self.violations.is_empty() {
            return Ok(());
        }
        // A condition may ask again for what the type asks for.
        let mut seen = HashSet::new();
        let is_new = |violation| seen.insert(violation);
        let news: Vec<bool> = self.violations.iter().map(is_new).collect();
        let mut news = news.into_iter();
        self.violations.retain(|_| news.next().unwrap_or(true));
        Err(Violations(self.violations))
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
        model.places(&mut |places: &[&dyn Place]| self.members(rows, places));
    }

    fn members(&mut self, rows: Rows, places: &[&dyn Place]) {
        for (row, place) in rows.iter().zip(places) {
            if row.presence == Presence::Rest {
                self.rest(row.facts, *place, rows, places);
            } else if !(row.presence.may_be_null() && is_null(*place)) {
                self.within(row.name, |check| check.place(*place, row.facts));
            }
        }
    }

    /// The facts of a model as a whole, and its members without a row.
    fn rest(
        &mut self,
        facts: &'static [Fact],
        place: &dyn Place,
        all: Rows,
        places: &[&dyn Place],
    ) {
        let View::Map(map) = place.view() else { return };
        let rows = all.list;
        for fact in facts {
            self.whole(fact, facts, Members::Map(map), (rows, places));
        }
        let was_secret = self.is_secret;
        self.is_secret |= condition::any(facts) && condition::hold_secrets(all, places);
        self.conditions(facts, rows, || json::object(rows, places));
        self.is_secret = was_secret;
        map.entries(&mut |name, value| {
            if is_null(value) && rows.iter().any(|row| row.name == name) {
                self.forgotten(name, all, places);
            } else {
                self.other(name, value, facts);
            }
        });
    }

    /// A null that the member called `name` came with, which has a row of its own.
    fn forgotten(&mut self, name: &str, rows: Rows, places: &[&dyn Place]) {
        if !json::is_written(name, rows.list, places) && excludes_null(name, rows) {
            self.within(name.to_owned(), |check| {
                check.violated("type", "anything but null", "null")
            });
        }
    }

    /// A fact about an object as a whole: about the fields of a model, if it is one, and all other members.
    fn whole(
        &mut self,
        fact: &'static Fact,
        facts: &'static [Fact],
        others: Members<'_>,
        (rows, places): (&[Row], &[&dyn Place]),
    ) {
        let is_field = |name: &str| json::is_written(name, rows, places);
        match fact {
            Fact::MinProperties(_) | Fact::MaxProperties(_) => {
                let mut written = rows.iter().filter(|row| is_field(row.name)).count();
                others.names(&mut |name| written += usize::from(!is_field(name)));
                self.size(fact, written);
            }
            Fact::PropertyNames(facts) => others.names(&mut |name| self.name(name, facts)),
            Fact::Closed => others.names(&mut |name| {
                // A null that a field came with is not a member without a row.
                if !rows.iter().any(|row| row.name == name) && !condition::names(facts, name) {
                    self.unnamed(name);
                }
            }),
            Fact::Required(names) => {
                let is_there = |name: &&&str| is_field(name) || others.has(name);
                if let Some(missing) = names.iter().find(|name| !is_there(name)) {
                    self.violated("required", names.join(", "), format_args!("no {missing}"));
                }
            }
            _ => {}
        }
    }

    fn unnamed(&mut self, name: &str) {
        self.within(name.to_owned(), |check| {
            check.violated(
                "additionalProperties",
                false,
                "a member that the schema does not name",
            );
        });
    }

    fn place(&mut self, place: &dyn Place, facts: &'static [Fact]) {
        let view = place.view();
        match view {
            View::Absent | View::Null => return,
            View::Json(Value::Null) if facts.contains(&Fact::Nullable) => return,
            _ => {}
        }
        let was_secret = self.is_secret;
        self.is_secret |= is_secret(facts);
        for fact in facts {
            self.fact(fact, facts, place, &view);
        }
        self.is_secret |= condition::any(facts) && condition::holds_secret(place, facts);
        self.conditions(facts, &[], || to_value(place));
        self.is_secret = was_secret || is_secret(facts);
        match view {
            View::Enum(value) => self.known(value),
            View::Number(number) if !number.is_finite() => {
                self.violated("type", "a finite number", number);
            }
            View::List(list) => self.items(list, facts),
            View::Map(map) => self.values(map, facts),
            View::Model(model) => self.model(model),
            View::Union(union) => self.union(union),
            View::Json(value) => self.json(value, facts),
            _ => {}
        }
        self.is_secret = was_secret;
    }

    /// A fact that is about the value itself. `facts` are those that stand beside it.
    fn fact(
        &mut self,
        fact: &'static Fact,
        facts: &'static [Fact],
        place: &dyn Place,
        view: &View<'_>,
    ) {
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
            Fact::MinProperties(_)
            | Fact::MaxProperties(_)
            | Fact::PropertyNames(_)
            | Fact::Closed
            | Fact::Required(_) => {
                if let Some(members) = Members::of(view) {
                    self.whole(fact, facts, members, (&[], &[]));
                }
            }
            Fact::Pattern(pattern) => {
                self.is_unsure |= !pattern::is_known(pattern);
                self.text("pattern", pattern, view, |text| {
                    pattern::matches(pattern, text)
                });
            }
            Fact::Format(format) => {
                self.text("format", format, view, |text| format::fits(format, text));
                self.width(format, view);
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
            // Looked at on the way into the value.
            Fact::Items(_) | Fact::Values(_) => {}
            // Looked at with the JSON of the value.
            condition::condition!() => {}
            // Nothing that a value could violate.
            Fact::Default(_)
            | Fact::Nullable
            | Fact::ReadOnly
            | Fact::WriteOnly
            | Fact::Deprecated
            | Fact::ContentEncoding(_)
            | Fact::ContentMediaType(_)
            | Fact::Style(_)
            | Fact::Explode(_)
            | Fact::AllowReserved
            | Fact::Content(_)
            | Fact::End => {}
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
            && !fits(compare(view, actual, bound))
        {
            let actual = self.shown(|| actual.to_string());
            self.violated(rule, limit, actual);
        }
    }

    /// The format of an integer that no type of Rust holds.
    fn width(&mut self, format: &'static str, view: &View<'_>) {
        if let View::Json(Value::Number(_)) = view
            && let Some(actual) = number(view)
            && let Some((least, most)) = width::range(format)
            && let (Some(least), Some(most)) = (Decimal::from_i128(least), Decimal::from_i128(most))
            && (actual < least || actual > most)
        {
            let actual = self.shown(|| actual.to_string());
            self.violated("format", format, actual);
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
        let takes_others = table.others == Others::Valid;
        if takes_others && table.facts.is_empty() {
            return;
        }
        let (variant, place) = union.held();
        let arm = table.arms.iter().find(|arm| arm.variant == variant);
        if takes_others {
            return self.place(place, arm.map_or(table.facts, |arm| arm.facts));
        }
        let Some(arm) = arm else {
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

    /// The items of a list that are not described one by one.
    fn items(&mut self, list: &dyn List, facts: &'static [Fact]) {
        let described = condition::described(facts);
        for index in 0..list.len() {
            if let Some(item) = list.get(index) {
                let facts = if index < described { &[] } else { inner(facts) };
                self.within(index, |check| match facts {
                    [Fact::Not([])] => check.violated("items", false, item.view().kind()),
                    facts => check.place(item, facts),
                });
            }
        }
    }

    fn values(&mut self, map: &dyn Map, facts: &'static [Fact]) {
        map.entries(&mut |key, value| self.other(key, value, facts));
    }

    /// A member without a row. `facts` are those of its object.
    fn other(&mut self, name: &str, value: &dyn Place, facts: &'static [Fact]) {
        let facts = if condition::names(facts, name) {
            &[]
        } else {
            inner(facts)
        };
        self.within(name.to_owned(), |check| check.place(value, facts));
    }

    fn name(&mut self, name: &str, facts: &'static [Fact]) {
        let name = name.to_owned();
        self.within(name.clone(), |check| check.place(&name, facts));
    }

    fn json(&mut self, value: &Value, facts: &'static [Fact]) {
        match value {
            Value::Array(items) => self.items(items, facts),
            Value::Object(members) if !inner(facts).is_empty() => {
                for (name, value) in members
                    .iter()
                    .filter(|(name, _)| !condition::names(facts, name))
                {
                    self.within(name.clone(), |check| check.place(value, inner(facts)));
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

/// What has members by their names, besides the fields of a model.
#[derive(Clone, Copy)]
enum Members<'a> {
    Map(&'a dyn Map),
    Json(&'a serde_json::Map<String, Value>),
}

impl<'a> Members<'a> {
    fn of(view: &View<'a>) -> Option<Self> {
        match view {
            View::Map(map) => Some(Self::Map(*map)),
            View::Json(Value::Object(members)) => Some(Self::Json(members)),
            _ => None,
        }
    }

    fn names(self, visit: &mut dyn FnMut(&str)) {
        match self {
            Self::Map(map) => map.entries(&mut |name, _| visit(name)),
            Self::Json(members) => members.keys().for_each(|name| visit(name)),
        }
    }

    fn has(self, name: &str) -> bool {
        let mut found = false;
        self.names(&mut |other| found |= other == name);
        found
    }
}

fn is_null(place: &dyn Place) -> bool {
    matches!(place.view(), View::Null | View::Json(Value::Null))
}

/// Whether the member called `name` may be left out, but must not be null.
fn excludes_null(name: &str, rows: Rows) -> bool {
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
        View::Bytes(bytes, _) => Some(crate::base64::encoded_len(bytes.len())),
        View::Stream(file) => {
            let length = usize::try_from(file.length()?).ok()?;
            Some(crate::base64::encoded_len(length))
        }
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

/// How a number compares with a limit. A number of 64 bits stands for all that are rounded to it, so that one that the
/// limit is rounded to as well is the limit.
fn compare(view: &View<'_>, actual: Decimal, limit: Decimal) -> Ordering {
    match view {
        View::Number(number) if limit.to_f64() == Some(*number) => Ordering::Equal,
        _ => actual.cmp(&limit),
    }
}

fn to_value(place: &dyn Place) -> Option<Value> {
    if let View::Json(value) = place.view() {
        return Some(value.clone());
    }
    json::to_value(place)
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
