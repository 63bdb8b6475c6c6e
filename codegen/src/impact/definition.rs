//! What differs between two definitions of a type or an operation.

use std::collections::BTreeSet;

use super::compare::{Comparison, Subject};
use super::facts;
use super::surface::{Function, Item, Kind, Part};
use super::table::{Fact, Row, Table};
use super::{Effect, answers, changed, clip, constants, constructor};

impl Comparison {
    /// Compares what callers see of two definitions.
    pub(super) fn definition(&mut self, subject: Subject<'_>, old: &Item, new: &Item) {
        match (&old.kind, &new.kind) {
            (Kind::Constant(was, values), Kind::Constant(is, others)) => {
                if was != is {
                    self.find(
                        Effect::Breaking,
                        subject.place,
                        format!("`{is}`, was `{was}`"),
                    );
                }
                self.findings
                    .extend(constants::compare(subject.place, values, others));
                return;
            }
            (was, is) if was != is => {
                let says = format!("{} now, was {}", is.name(), was.name());
                self.find(Effect::Breaking, subject.place, says);
                return;
            }
            _ => {}
        }
        if old.is_exhaustive != new.is_exhaustive {
            let (effect, says) = if new.is_exhaustive {
                (Effect::Note, "exhaustive now")
            } else {
                (Effect::Breaking, "not exhaustive any more")
            };
            self.find(effect, subject.place, says);
        }
        let told = self.constructor(subject, old, new);
        self.parts(subject, old, new, &told);
        self.functions(subject, old, new);
        self.failures(subject, old, new);
        for part in &old.constants {
            let place = subject_constant(subject, &part.name);
            match new.constants.iter().find(|other| other.name == part.name) {
                None => self.find(Effect::Breaking, place, "gone"),
                Some(other) => self.constant_part(&place, part, other),
            }
        }
        for part in &new.constants {
            if old.constants.iter().all(|other| other.name != part.name) {
                let place = subject_constant(subject, &part.name);
                self.find(Effect::New, place, format!("`{}`", part.ty));
            }
        }
        self.tables(subject, old, new);
    }

    fn constant_part(&mut self, place: &str, old: &Part, new: &Part) {
        if !self.is_same(&old.ty, &new.ty) {
            self.find(
                Effect::Breaking,
                place,
                format!("`{}`, was `{}`", new.ty, old.ty),
            );
        }
        if old.value != new.value {
            self.find(Effect::Behaviour, place, changed(&new.value, &old.value));
        }
        self.deprecation(place, old.is_deprecated, new.is_deprecated);
    }

    /// What has to be given. Returns the fields that this says enough about.
    fn constructor(&mut self, subject: Subject<'_>, old: &Item, new: &Item) -> BTreeSet<String> {
        let Some((difference, told)) =
            constructor::compare(old, new, &|was, is| self.is_same(was, is))
        else {
            return BTreeSet::new();
        };
        if subject.is_operation {
            self.add(subject.place, [difference]);
        } else {
            self.add(&subject.part("new"), [difference]);
        }
        told
    }

    fn parts(&mut self, subject: Subject<'_>, old: &Item, new: &Item, told: &BTreeSet<String>) {
        let has = |item: &Item, name: &str| item.parts.iter().any(|part| part.name == name);
        let mut renamed = BTreeSet::new();
        for part in &old.parts {
            let place = subject.part(&part.name);
            if let Some(other) = new.parts.iter().find(|other| other.name == part.name) {
                self.part(subject, &place, (old, part), (new, other), told);
                continue;
            }
            let identity = identity(old, &part.name);
            let same = |other: &&Part| {
                !has(old, &other.name)
                    && identity.is_some()
                    && self::identity(new, &other.name) == identity
            };
            match new.parts.iter().find(same) {
                Some(other) => {
                    renamed.insert(&other.name);
                    self.find(
                        Effect::Breaking,
                        &place,
                        format!("called `{}` now", other.name),
                    );
                    self.part(subject, &place, (old, part), (new, other), told);
                }
                None => self.find(Effect::Breaking, place, "gone"),
            }
        }
        for part in &new.parts {
            if has(old, &part.name)
                || renamed.contains(&part.name)
                || told.contains(&part.name) && subject.is_operation
            {
                continue;
            }
            let place = subject.part(&part.name);
            let is_breaking = new.is_exhaustive && old.is_exhaustive && !subject.is_operation;
            let effect = if is_breaking {
                Effect::Breaking
            } else {
                Effect::New
            };
            self.find(effect, place, new_part(part, new, subject.is_received));
        }
    }

    fn part(
        &mut self,
        subject: Subject<'_>,
        place: &str,
        (old, was): (&Item, &Part),
        (new, is): (&Item, &Part),
        told: &BTreeSet<String>,
    ) {
        let is_other_type = !self.is_same(&was.ty, &is.ty);
        if is_other_type && !(subject.is_operation && told.contains(&is.name)) {
            let says = match (was.ty.as_str(), is.ty.as_str()) {
                ("", now) => format!("holds `{now}` now"),
                (before, "") => format!("does not hold `{before}` any more"),
                (before, now) => changed(now, before),
            };
            self.find(Effect::Breaking, place, says);
        }
        self.deprecation(place, was.is_deprecated, is.is_deprecated);
        if let (Some(was), Some(is)) = (row(old, &was.name), row(new, &is.name)) {
            self.row(subject, place, was, is, is_other_type);
        }
    }

    fn row(
        &mut self,
        subject: Subject<'_>,
        place: &str,
        old: &Row,
        new: &Row,
        is_other_type: bool,
    ) {
        let is_in_path = |row: &Row| row.head.starts_with("Path ");
        let is_same_path = is_in_path(old) && is_in_path(new);
        let words = |row: &Row| {
            row.head
                .split('"')
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        if old.head != new.head && !is_same_path && !(is_other_type && old.wire() == new.wire()) {
            let (was, is) = match (old.wire(), new.wire()) {
                (Some(was), Some(is)) if words(old) == words(new) => (was, is),
                (was, is) if was == is => (&*words(old), &*words(new)),
                _ => (old.head.as_str(), new.head.as_str()),
            };
            let effect = if subject.is_sent || old.wire() != new.wire() {
                Effect::Behaviour
            } else {
                Effect::Note
            };
            self.find(effect, place, changed(is, was));
        }
        match (&old.from, &new.from) {
            (Some(was), None) => {
                let says = format!("no `From<{}>` any more", clip(was));
                self.find(Effect::Breaking, place, says);
            }
            (None, Some(is)) => self.find(Effect::New, place, format!("`From<{}>`", clip(is))),
            // That is told as the type of the variant.
            (Some(_), Some(_)) | (None, None) => {}
        }
        self.add(
            place,
            answers::of_tests(&old.tests, &new.tests, subject.is_received),
        );
        let is_null = |row: &Row| row.is_nullable() || row.facts.iter().any(Fact::is_null);
        let is_null = is_null(old) && is_null(new);
        // It may be null as before, whether its type says so or a fact.
        let facts = |row: &Row| -> Vec<Fact> {
            let facts = row.facts.iter().filter(|fact| !(is_null && fact.is_null()));
            facts.cloned().collect()
        };
        self.add(
            place,
            facts::of_value(&facts(old), &facts(new), subject.is_sent),
        );
    }

    /// Functions other than `new`. Setters are told about by their fields.
    fn functions(&mut self, subject: Subject<'_>, old: &Item, new: &Item) {
        let is_told = |function: &&Function| {
            function.name != "new"
                && !(subject.is_operation
                    && old
                        .parts
                        .iter()
                        .chain(&new.parts)
                        .any(|part| part.name == function.name))
        };
        let signature = |function: &Function| {
            let types: Vec<&str> = function
                .parameters
                .iter()
                .map(|(_, ty)| ty.as_str())
                .collect();
            (types.join(", "), function.output.clone())
        };
        for function in old.functions.iter().filter(is_told) {
            let place = subject.part(&function.name);
            match new
                .functions
                .iter()
                .find(|other| other.name == function.name)
            {
                None => self.find(Effect::Breaking, place, "gone"),
                Some(other) => {
                    let (was, is) = (signature(function), signature(other));
                    if !self.is_same(&was.0, &is.0) || !self.is_same(&was.1, &is.1) {
                        let says = format!("takes `({})`, took `({})`", clip(&is.0), clip(&was.0));
                        self.find(Effect::Breaking, &place, says);
                    }
                    self.deprecation(&place, function.is_deprecated, other.is_deprecated);
                }
            }
        }
        for function in new.functions.iter().filter(is_told) {
            if old
                .functions
                .iter()
                .all(|other| other.name != function.name)
            {
                self.find(Effect::New, subject.part(&function.name), "a function");
            }
        }
    }

    /// What tables say of the whole of an item.
    fn tables(&mut self, subject: Subject<'_>, old: &Item, new: &Item) {
        for was in &old.tables {
            match new.tables.iter().find(|table| table.name == was.name) {
                None => self.find(
                    Effect::Breaking,
                    subject.place,
                    format!("no `{}` any more", was.name),
                ),
                Some(is) => self.table(subject, was, is, old, new),
            }
        }
        for is in &new.tables {
            if old.tables.iter().all(|table| table.name != is.name) {
                let says = format!("`{}` `{}`", is.name, is.head);
                let says = says.trim_end_matches(" ``").to_owned();
                self.find(Effect::New, subject.place, says);
            }
        }
    }

    fn table(
        &mut self,
        subject: Subject<'_>,
        old: &Table,
        new: &Table,
        before: &Item,
        after: &Item,
    ) {
        if !self.is_same(&old.head, &new.head) {
            self.find(
                Effect::Breaking,
                subject.place,
                changed(&new.head, &old.head),
            );
        }
        if old.tail != new.tail {
            self.find(
                Effect::Behaviour,
                subject.place,
                changed(&new.tail, &old.tail),
            );
        }
        let names: BTreeSet<&String> = old
            .settings
            .iter()
            .chain(&new.settings)
            .map(|(name, _)| name)
            .collect();
        for name in names {
            let (was, is) = (old.setting(name), new.setting(name));
            if name == "request" && self.is_same_request(was, is) {
                continue;
            }
            let differences = facts::of_operation(name, was, is);
            self.add(subject.place, differences);
        }
        // That inputs make the body is what the method is there for that adds members to it.
        match (old.has_setting("body"), new.has_setting("body")) {
            (true, false) => self.find(Effect::Breaking, subject.part(BODY_MEMBER), "gone"),
            (false, true) => self.find(Effect::New, subject.part(BODY_MEMBER), "a method"),
            _ => {}
        }
        // Rows without a field of their own: what is true of the object as a whole is one.
        let is_part = |item: &Item, name: &str| item.parts.iter().any(|part| part.name == name);
        for row in &new.rows {
            if is_part(after, &row.name) || is_part(before, &row.name) {
                continue;
            }
            if let Some(was) = old.row(&row.name) {
                let place = subject.part(&row.name);
                self.row(subject, &place, was, row, false);
            }
        }
        // A field without a row, or a row without a field, is a fault of the generator, and still told.
        let (was, is): (BTreeSet<&str>, BTreeSet<&str>) =
            (old.names().collect(), new.names().collect());
        for name in was.symmetric_difference(&is) {
            if is_part(before, name) == is_part(after, name) {
                self.find(Effect::Behaviour, subject.part(name), "a row comes or goes");
            }
        }
    }
}

/// The method of operations whose inputs make the body.
const BODY_MEMBER: &str = "body_member";

/// What is said of a field or variant that is new.
fn new_part(part: &Part, item: &Item, is_received: bool) -> String {
    let is_value = item
        .tables
        .iter()
        .any(|table| table.name == "open_enum" || table.name == "union");
    match (part.ty.as_str(), is_value) {
        (_, true) if is_received => "came as `Unknown` until now".to_owned(),
        ("", _) => "new".to_owned(),
        (ty, _) => format!("`{}`", clip(ty)),
    }
}

fn subject_constant(subject: Subject<'_>, name: &str) -> String {
    format!("{}::{name}", subject.place)
}

/// The row of a field or variant.
fn row<'i>(item: &'i Item, name: &str) -> Option<&'i Row> {
    item.tables.iter().find_map(|table| table.row(name))
}

/// What makes a field the one that it is, whatever it is called: its name on the wire, or where it stands in the path.
fn identity(item: &Item, name: &str) -> Option<String> {
    let row = row(item, name)?;
    let is_in_path = |row: &&Row| row.head.starts_with("Path ");
    if !is_in_path(&row) {
        return row.wire().map(str::to_owned);
    }
    let rows = item
        .tables
        .iter()
        .flat_map(|table| &table.rows)
        .filter(is_in_path);
    let position = rows.take_while(|other| other.name != row.name).count();
    Some(position.to_string())
}
