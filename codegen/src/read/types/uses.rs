//! The facts of a schema where it is used: of scalars, lists and maps all of them, of named types those that the use
//! adds.

use std::rc::Rc;

use super::enums::Value;
use super::identity::Key;
use super::{Limits, Shape, Types, conditions, enums, facts, listed, objects, shape};
use crate::ir::{Fact, JsonType, Literal, Others, Type};
use crate::read::schema::{Combined, JsonTypes, MOST_NESTED, Schema};
use crate::read::unions;

impl<'d> Types<'d> {
    /// The facts of a use of a schema: those of a named type are told there.
    pub(super) fn facts(
        &self,
        schema: &Schema<'d>,
        combined: &Rc<Combined<'d>>,
        ty: &Type,
    ) -> Vec<Fact> {
        let mut facts = match ty {
            Type::Named(id) if !self.is_newtype(*id) => self.conditions_of_use(schema, combined),
            _ => self.constraints(schema, combined, 0),
        };
        let annotations = facts::annotations(combined);
        self.check_default(combined, &annotations);
        facts.extend(annotations);
        facts
    }

    /// The conditions of a use of a named type. A struct has its own among its facts; an enum or a union has no
    /// place for them.
    fn conditions_of_use(&self, schema: &Schema<'d>, combined: &Rc<Combined<'d>>) -> Vec<Fact> {
        if !conditions::some(&combined.own) && combined.groups.is_empty() {
            return self.limits_of_use(schema, combined);
        }
        let is_struct = matches!(
            shape::of(&self.schemas, schema, combined),
            Shape::Model(_) | Shape::Map(_)
        );
        let mut nodes = combined.own.clone();
        if is_struct {
            let told = match self.schemas.anchor(schema) {
                Some(anchor) => self.schemas.combine(&anchor.into()),
                None => Rc::clone(combined),
            };
            nodes.retain(|node| !told.own.contains(node));
        }
        let (mut facts, _) = conditions::of(&self.schemas, combined, &nodes);
        if is_struct {
            self.complete_unevaluated(schema, &mut facts);
            facts.extend(self.limits_of_use(schema, combined));
        } else {
            facts.extend(unions::requirements(&self.schemas, combined));
            facts.extend(self.limits_of_use(schema, combined));
        }
        facts
    }

    /// Which members are unevaluated depends on all that is said of them: beside a use, all of the schema has to stand.
    fn complete_unevaluated(&self, schema: &Schema<'d>, facts: &mut Vec<Fact>) {
        let before = facts.len();
        facts.retain(|fact| !matches!(fact, Fact::UnevaluatedProperties(_)));
        if facts.len() == before {
            return;
        }
        match (conditions::exactly(&self.schemas, schema), schema.node()) {
            (Ok(all), _) => facts.push(Fact::AllOf(vec![all])),
            (Err(why), Some(node)) => self.schemas.warn(
                node.get("unevaluatedProperties").unwrap_or(node),
                "unchecked-keyword",
                format!("`unevaluatedProperties` is not checked: {}", why.text()),
                "it is shown in the docs",
            ),
            (Err(_), None) => {}
        }
    }

    /// What stands beside a list of values and does not follow from it. An enum has no place for it, so that every use
    /// says it.
    fn limits_of_values(
        &self,
        combined: &Combined<'d>,
        values: &[Value<'d>],
        others: Others,
    ) -> Vec<Fact> {
        let Some(ty) = combined
            .types
            .single()
            .filter(|_| others == Others::Invalid)
        else {
            return Vec::new();
        };
        let limits = facts::constraints(&self.schemas, combined, ty);
        let values: Vec<Literal> = values.iter().map(|value| value.node.literal()).collect();
        listed::broken(limits, &values)
    }

    /// What a use asks of an object as a whole that its struct does not ask for, which is the same wherever it is used:
    /// how many members it has, and that it has no others.
    fn limits_of_use(&self, schema: &Schema<'d>, combined: &Rc<Combined<'d>>) -> Vec<Fact> {
        if let Shape::Enum(values, others) = shape::of(&self.schemas, schema, combined) {
            return self.limits_of_values(combined, &values, others);
        }
        let Some(anchor) = self.schemas.anchor(schema) else {
            return Vec::new();
        };
        let told = self.schemas.combine(&anchor.into());
        if combined.own == told.own || !combined.is_only(JsonType::Object) {
            return Vec::new();
        }
        let limits = |combined| facts::constraints(&self.schemas, combined, JsonType::Object);
        let known = limits(&told);
        let mut added = limits(combined);
        added.retain(|fact| !known.contains(fact));
        if objects::closed(combined) && !objects::closed(&told) {
            objects::report_closed_parts(&self.schemas, combined);
            added.extend(no_others(combined));
        }
        if added.is_empty() {
            return Vec::new();
        }
        vec![Fact::AllOf(vec![added])]
    }

    /// What is asked of an alternative, whose type is the same wherever it is used, if what stands around it forbids
    /// members that it does not name.
    pub(in crate::read) fn closing(&self, around: &Combined<'d>, arm: &Schema<'d>) -> Option<Fact> {
        let node = *around.own.iter().find(|node| unions::is_closing(**node))?;
        let combined = self.schemas.combine(arm);
        if !combined.types.has(JsonTypes::OBJECT)
            || objects::closed(&combined)
            || objects::evaluates_others(&combined)
        {
            return None;
        }
        if !combined.groups.is_empty() || conditions::name_members(&combined.own) {
            self.schemas.warn(
                node.get("unevaluatedProperties").unwrap_or(node),
                "unchecked-keyword",
                "`unevaluatedProperties` is not checked for every alternative",
                "it is shown in the docs",
            );
            return None;
        }
        Some(Fact::AllOf(vec![no_others(&combined).collect()]))
    }

    fn check_default(&self, combined: &Combined<'d>, annotations: &[Fact]) {
        let Some(Fact::Default(literal)) = annotations.first() else {
            return;
        };
        let Some(node) = combined.get("default") else {
            return;
        };
        let ty = JsonTypes::of(node.json_type());
        let fits = if *literal == Literal::Null {
            true
        } else {
            combined.types.has(ty)
        };
        if combined.typed && !fits {
            self.schemas.warn(
                node,
                "mistyped-default",
                "this default does not have the type that the schema asks for",
                "it is shown in the docs all the same",
            );
        }
    }

    /// The constraints of a value that has no named type.
    fn constraints(
        &self,
        schema: &Schema<'d>,
        combined: &Rc<Combined<'d>>,
        depth: usize,
    ) -> Vec<Fact> {
        if depth > MOST_NESTED {
            return Vec::new();
        }
        let mut facts = match shape::of(&self.schemas, schema, combined) {
            Shape::Model(_) | Shape::Union(_) => Vec::new(),
            Shape::Enum(values, others) => self.limits_of_values(combined, &values, others),
            Shape::Anything => self.any_json(combined),
            Shape::Never => vec![Fact::Not(Vec::new())],
            Shape::Unclear(_) => Vec::new(),
            Shape::Null => vec![Fact::Const(Literal::Null)],
            Shape::Scalar(_, limits) => self.limits(combined, limits),
            Shape::List(items) => self.list(combined, items.as_ref(), depth),
            Shape::Map(values) => {
                let mut facts = facts::constraints(&self.schemas, combined, JsonType::Object);
                facts.extend(self.map_values(combined, values.as_ref(), depth));
                self.add_joined(combined, &mut facts);
                facts.extend(objects::property_names(&self.schemas, combined));
                facts.extend(enums::fact(combined));
                facts
            }
        };
        if conditions::some(&combined.own) {
            let (conditions, _) = conditions::of(&self.schemas, combined, &combined.own);
            for fact in conditions {
                if !facts.contains(&fact) {
                    facts.push(fact);
                }
            }
        }
        facts.extend(unions::requirements(&self.schemas, combined));
        facts
    }

    /// The constraints of a value of any type: those that are about each.
    fn any_json(&self, combined: &Combined<'d>) -> Vec<Fact> {
        let mut facts = Vec::new();
        for ty in [
            JsonType::String,
            JsonType::Number,
            JsonType::Array,
            JsonType::Object,
        ] {
            for fact in facts::constraints(&self.schemas, combined, ty) {
                if !facts.contains(&fact) {
                    facts.push(fact);
                }
            }
        }
        facts.extend(enums::fact(combined));
        facts
    }

    /// The constraints of a value that has nothing inside, wherever they stand.
    fn limits(&self, combined: &Combined<'d>, limits: Limits<'d>) -> Vec<Fact> {
        let all = match limits {
            Limits::Own => return self.scalar(combined),
            Limits::Of(combined) => return self.scalar(&combined),
            Limits::AnyOf(all) => all,
        };
        let is_integer = |combined: &Combined<'d>| combined.is_only(JsonType::Integer);
        let limits: Vec<(bool, Vec<Fact>)> = all
            .iter()
            .map(|combined| (is_integer(combined), self.scalar(combined)))
            .collect();
        // That some are integers matters if the others cannot be any number.
        let is_bound = |fact: &Fact| !matches!(fact, Fact::Format(_));
        let others = limits.iter().filter(|(is_integer, _)| !is_integer);
        let mut others = others.map(|(_, facts)| facts).peekable();
        let told = others.peek().is_some() && others.all(|facts| facts.iter().any(is_bound));
        let mut sets: Vec<Vec<Fact>> = Vec::new();
        for (is_integer, mut facts) in limits {
            if told && is_integer {
                facts.insert(0, Fact::Types(vec![JsonType::Integer]));
            }
            if !sets.contains(&facts) {
                sets.push(facts);
            }
        }
        match sets.pop() {
            Some(only) if sets.is_empty() => only,
            Some(last) if !last.is_empty() && sets.iter().all(|set| !set.is_empty()) => {
                sets.push(last);
                vec![Fact::AnyOf(sets)]
            }
            _ => Vec::new(),
        }
    }

    /// The constraints of a list and of its items. Where these are described one by one, the type of all of them
    /// says less.
    fn list(&self, combined: &Combined<'d>, items: Option<&Schema<'d>>, depth: usize) -> Vec<Fact> {
        let mut facts = facts::constraints(&self.schemas, combined, JsonType::Array);
        match conditions::positions(&self.schemas, combined) {
            Ok(positions) if !positions.is_empty() => {
                facts.extend(positions);
                self.allow_null(items, &mut facts, Fact::Items);
            }
            _ => facts.extend(self.inner_facts(items, depth, Fact::Items)),
        }
        self.add_joined(combined, &mut facts);
        facts.extend(enums::fact(combined));
        facts
    }

    /// Adds what the alternatives ask for that became one list or map.
    fn add_joined(&self, combined: &Combined<'d>, facts: &mut Vec<Fact>) {
        let arms = unions::joined(&self.schemas, combined);
        for fact in conditions::one_of_each(&self.schemas, &arms) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
    }

    /// The constraints of the values of a map. Where the names of members decide on them, the type of all of them
    /// says less.
    fn map_values(
        &self,
        combined: &Combined<'d>,
        values: Option<&Schema<'d>>,
        depth: usize,
    ) -> Vec<Fact> {
        let by_pattern = objects::by_pattern(&self.schemas, combined);
        let closing = objects::closing(combined, by_pattern.as_deref());
        match by_pattern {
            Some(mut facts) => {
                facts.extend(closing);
                self.allow_null(values, &mut facts, Fact::Values);
                facts
            }
            None => {
                let facts = self.inner_facts(values, depth, Fact::Values);
                facts.into_iter().chain(closing).collect()
            }
        }
    }

    /// Says that items or values can be null if their type says so.
    fn allow_null(
        &self,
        inner: Option<&Schema<'d>>,
        facts: &mut Vec<Fact>,
        wrap: fn(Vec<Fact>) -> Fact,
    ) {
        if !inner.is_some_and(|inner| self.schemas.combine(inner).nullable) {
            return;
        }
        let known = facts.iter_mut().find_map(|fact| match fact {
            Fact::Items(facts) | Fact::Values(facts) => Some(facts),
            _ => None,
        });
        match known {
            Some(inner) if *inner == [Fact::Not(Vec::new())] => {}
            Some(inner) => inner.push(Fact::Nullable),
            None => facts.push(wrap(vec![Fact::Nullable])),
        }
    }

    /// The constraints of a value that has nothing inside.
    fn scalar(&self, combined: &Combined<'d>) -> Vec<Fact> {
        let mut facts = Vec::new();
        if let Some(ty) = combined.types.single() {
            facts = facts::constraints(&self.schemas, combined, ty);
        }
        facts.extend(enums::fact(combined));
        let conditions = conditions::of(&self.schemas, combined, &combined.own);
        facts.extend(conditions.0);
        facts
    }

    fn inner_facts(
        &self,
        schema: Option<&Schema<'d>>,
        depth: usize,
        wrap: fn(Vec<Fact>) -> Fact,
    ) -> Option<Fact> {
        let schema = schema?;
        let anchor = self.schemas.anchor(schema);
        let named = anchor.and_then(|anchor| self.by_key.get(&Key::Node(anchor.identity())));
        // A named type tells its facts itself.
        if named.is_some_and(|id| !self.is_newtype(*id)) {
            let combined = self.schemas.combine(schema);
            let mut facts = self.conditions_of_use(schema, &combined);
            facts.extend(combined.nullable.then_some(Fact::Nullable));
            return (!facts.is_empty()).then(|| wrap(facts));
        }
        let combined = self.schemas.combine(schema);
        let mut facts = self.constraints(schema, &combined, depth + 1);
        if combined.nullable && !matches!(facts.as_slice(), [Fact::Const(Literal::Null)]) {
            facts.push(Fact::Nullable);
        }
        (!facts.is_empty()).then(|| wrap(facts))
    }
}

/// That an object has no other members than those that have a name.
fn no_others(combined: &Combined<'_>) -> impl Iterator<Item = Fact> {
    let names = combined.properties.keys();
    let named = names.map(|name| Fact::Property((*name).to_owned(), Vec::new()));
    named.chain([Fact::Closed])
}
