//! Objects: structs, maps, and both at once.

use std::rc::Rc;

use super::shape::{Shape, described};
use super::{Required, Types, conditions, facts};
use crate::ir::{Fact, JsonType, Member, Model, Payload, Rest, Type, TypeId};
use crate::read::names::{Place, pending};
use crate::read::node::Node;
use crate::read::schema::{Combined, Part, Schema, Schemas};
use crate::read::unions;
use crate::suggest;

/// A struct if members are named, else a map.
pub(super) fn shape<'d>(schemas: &Schemas<'d>, combined: &Rc<Combined<'d>>) -> Shape<'d> {
    let empty = combined.properties.is_empty() && combined.required.is_empty();
    if !empty || (closed(combined) && combined.every("properties").next().is_some()) {
        return Shape::Model(Rc::clone(combined));
    }
    Shape::Map(rest(schemas, combined))
}

/// What the members without a name of their own satisfy; `None` if anything goes.
pub(super) fn rest<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> Option<Schema<'d>> {
    let mut parts = Vec::new();
    for additional in combined.every("additionalProperties") {
        let values = schemas.combine(&additional.into());
        let says_something = values.says_something() || conditions::some(&values.own);
        if additional.is_object() && says_something {
            parts.push(Part::Whole(additional));
        }
    }
    let mut alternatives: Vec<Schema<'d>> = Vec::new();
    if !parts.is_empty() {
        alternatives.push(Schema::all(parts));
    }
    let is_open = alternatives.is_empty() && !closed(combined);
    if !is_open || combined.properties.is_empty() {
        let patterns = combined.every("patternProperties").flat_map(Node::entries);
        let mut patterns: Vec<(&str, Node<'d>)> = patterns.collect();
        // Their order in the document means nothing.
        patterns.sort_by_key(|(pattern, _)| *pattern);
        alternatives.extend(patterns.into_iter().map(|(_, schema)| Schema::from(schema)));
    }
    (!alternatives.is_empty()).then(|| described(schemas, alternatives, is_open))
}

/// Whether members without a name of their own have a type.
pub(crate) fn has_typed_rest<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> bool {
    rest(schemas, combined).is_some()
}

/// Whether members that the schema does not name are to be expected.
pub(crate) fn is_open<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> bool {
    (combined.properties.is_empty() && combined.required.is_empty() && !closed(combined))
        || has_typed_rest(schemas, combined)
}

/// Whether members that are not named are forbidden.
pub(super) fn closed(combined: &Combined<'_>) -> bool {
    let closing = |keyword| {
        combined
            .every(keyword)
            .any(|value| value.as_bool() == Some(false))
    };
    // A branch that is closed and does not know the members of the other branches cannot be meant.
    let one = combined
        .own
        .iter()
        .filter(|node| node.get("properties").is_some())
        .count()
        <= 1;
    (closing("unevaluatedProperties")
        && !evaluates_others(combined)
        && !conditions::name_members(&combined.own))
        || (one && closing("additionalProperties"))
}

/// Reports parts that forbid members which other parts have: by the letter, a value with such a member would not be
/// valid. Of `unevaluatedProperties`, what is beside it and in it counts, of `additionalProperties` what is beside it.
pub(super) fn report_closed_parts<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) {
    let help = if closed(combined) {
        "it is read as if it knew them"
    } else {
        "it is left out; `unevaluatedProperties` beside `allOf` closes all of it"
    };
    for node in &combined.own {
        let closing = |keyword| (node.get(keyword)).filter(|value| value.as_bool() == Some(false));
        if let Some(value) = node.get("additionalProperties") {
            let known = |name: &str| {
                let properties = node.get("properties");
                properties.is_some_and(|properties| properties.get(name).is_some())
                    || node.get("patternProperties").is_some()
            };
            let mut others = combined.properties.iter().filter(|(name, _)| !known(name));
            if value.as_bool() == Some(false) {
                if others.next().is_some() {
                    schemas.warn(value, "closed-part", CLOSED_PART, help);
                }
            } else if others.any(|(_, member)| are_apart(schemas, value, member)) {
                schemas.warn(
                    value,
                    "closed-part",
                    "members that other parts of the schema describe cannot be this as well",
                    "it is read as if it knew them",
                );
            }
        }
        if let Some(value) = closing("unevaluatedProperties") {
            let part = schemas.combine(&(*node).into());
            let is_complete = evaluates_others(&part)
                || !part.groups.is_empty()
                || conditions::name_members(&part.own)
                || (combined.properties.keys()).all(|name| part.properties.contains_key(name));
            if !is_complete {
                schemas.warn(value, "closed-part", CLOSED_PART, help);
            }
        }
    }
}

/// Whether no value satisfies both, by type.
fn are_apart<'d>(schemas: &Schemas<'d>, one: Node<'d>, other: &Schema<'d>) -> bool {
    let (one, other) = (schemas.combine(&one.into()), schemas.combine(other));
    one.typed && other.typed && one.types.and(other.types).is_empty()
}

const CLOSED_PART: &str = "this forbids members that other parts of the schema have";

/// Whether something speaks of all members that have no name, so that `unevaluatedProperties` is about none.
pub(super) fn evaluates_others(combined: &Combined<'_>) -> bool {
    let allowing = |value: Node<'_>| value.as_bool() != Some(false);
    combined.every("additionalProperties").any(allowing)
        || (combined.every("unevaluatedProperties")).any(|value| value.as_bool() == Some(true))
}

/// The facts of the keys of a map.
pub(super) fn property_names<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> Option<Fact> {
    let schema = Schema::from(combined.get("propertyNames")?);
    let names = schemas.combine(&schema);
    let all = if names.groups.is_empty() && !conditions::some(&names.own) && !names.never {
        let mut all = facts::constraints(schemas, &names, JsonType::String);
        all.extend(super::enums::fact(&names));
        all
    } else {
        conditions::exactly(schemas, &schema).ok()?
    };
    (!all.is_empty()).then_some(Fact::PropertyNames(all))
}

/// The members that must not be there: their schema is `false`.
fn forbidden<'a, 'd>(
    schemas: &'a Schemas<'d>,
    combined: &'a Combined<'d>,
) -> impl Iterator<Item = Fact> + 'a {
    let members = combined.properties.iter();
    let forbidden = members.filter(|(_, schema)| schemas.combine(schema).never);
    forbidden.map(|(name, _)| Fact::Not(vec![Fact::Required(vec![(*name).to_owned()])]))
}

/// The facts of members by pattern, and of those that have no name and match none; nothing if the schema has no
/// patterns, or if not all of it can be said.
pub(super) fn by_pattern<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> Option<Vec<Fact>> {
    let mut facts = conditions::patterns(schemas, combined).ok()?;
    if facts.is_empty() {
        return None;
    }
    let others = combined.every("additionalProperties");
    let others = others.filter(|node| node.is_object()).map(Part::Whole);
    let others = conditions::exactly(schemas, &Schema::all(others)).ok()?;
    facts.extend((!others.is_empty()).then_some(Fact::Values(others)));
    Some(facts)
}

/// That members are forbidden which have no name and match no pattern; nothing if they are not. Patterns name members
/// even if what they say of them cannot be said.
pub(super) fn closing(combined: &Combined<'_>, by_pattern: Option<&[Fact]>) -> Vec<Fact> {
    if !closed(combined) {
        return Vec::new();
    }
    let mut facts = match by_pattern {
        Some(_) => Vec::new(),
        None => conditions::pattern_names(combined),
    };
    facts.push(Fact::Closed);
    facts
}

/// What is kept of members without a name, of which all values are alike.
fn rest_of(values: Option<Payload>) -> Rest {
    match values {
        Some(payload) if payload.ty != Type::Json => Rest::Typed(pending(), payload),
        Some(payload) if payload.facts != [Fact::Nullable] => Rest::Any(pending(), payload.facts),
        _ => Rest::Any(pending(), Vec::new()),
    }
}

impl<'d> Types<'d> {
    /// The definition of a struct.
    pub(super) fn model(&mut self, id: TypeId, combined: &Combined<'d>) -> Model {
        let owner = Place::Type(id);
        let mut facts = facts::constraints(&self.schemas, combined, JsonType::Object);
        facts.extend(property_names(&self.schemas, combined));
        let by_pattern = by_pattern(&self.schemas, combined);
        let of_values = |fact: &Fact| matches!(fact, Fact::Values(_));
        facts.extend(
            by_pattern
                .iter()
                .flatten()
                .filter(|fact| !of_values(fact))
                .cloned(),
        );
        facts.extend(closing(combined, by_pattern.as_deref()));
        report_closed_parts(&self.schemas, combined);
        facts.extend(super::enums::fact(combined));
        facts.extend(forbidden(&self.schemas, combined));
        facts.extend(self.together(combined));
        let members = self.model_members(combined, &owner);
        let values = rest(&self.schemas, combined);
        let values = values.map(|values| {
            let mut payload = self.value(&values, owner.value()).into_payload();
            // What the type of all of them says is less than what their names decide.
            if let Some(by_pattern) = by_pattern {
                payload.facts.retain(|fact| *fact == Fact::Nullable);
                let values = by_pattern.into_iter().find(of_values);
                if let Some(Fact::Values(values)) = values {
                    payload.facts.splice(0..0, values);
                }
            }
            payload
        });
        Model {
            members,
            rest: rest_of(values),
            facts,
        }
    }

    /// The definition of a map that contains itself: a struct without members.
    pub(super) fn map_model(
        &mut self,
        id: TypeId,
        combined: &Combined<'d>,
        values: Option<&Schema<'d>>,
    ) -> Model {
        let owner = Place::Type(id);
        let mut facts = facts::constraints(&self.schemas, combined, JsonType::Object);
        facts.extend(property_names(&self.schemas, combined));
        let by_pattern = by_pattern(&self.schemas, combined);
        let closing = closing(combined, by_pattern.as_deref());
        facts.extend(by_pattern.into_iter().flatten().chain(closing));
        if conditions::some(&combined.own) {
            facts.extend(conditions::of(&self.schemas, combined, &combined.own).0);
        }
        let values = values.map(|values| self.value(values, owner.value()).into_payload());
        Model {
            members: Vec::new(),
            rest: rest_of(values),
            facts,
        }
    }

    /// What the members of an object satisfy together.
    pub(super) fn together(&self, combined: &Combined<'d>) -> Vec<Fact> {
        let mut facts: Vec<Fact> = unions::needs(combined).into_iter().collect();
        if conditions::some(&combined.own) {
            facts.extend(conditions::of(&self.schemas, combined, &combined.own).0);
        }
        facts
    }

    /// The members of a struct: named ones, and those that are required although nothing else is said of them.
    pub(super) fn model_members(
        &mut self,
        combined: &Combined<'d>,
        owner: &Place<'_>,
    ) -> Vec<Member> {
        let mut members = Vec::new();
        for (name, schema) in &combined.properties {
            if self.schemas.combine(schema).never {
                self.report_forbidden(schema, name);
                continue;
            }
            let required = if combined.requires(name) {
                Required::Yes
            } else {
                Required::No
            };
            members.push(self.member(schema, name, required, owner));
        }
        let unnamed: Vec<&str> = combined
            .required
            .iter()
            .copied()
            .filter(|name| !combined.properties.contains_key(name))
            .collect();
        for name in unnamed {
            members.extend(self.required_only(combined, name, owner));
        }
        members
    }

    /// A member that is required and not described.
    fn required_only(
        &mut self,
        combined: &Combined<'d>,
        name: &'d str,
        owner: &Place<'_>,
    ) -> Option<Member> {
        if let Some(schema) = rest(&self.schemas, combined) {
            return Some(self.member(schema, name, Required::Yes, owner));
        }
        let mut required = combined.every("required").flat_map(Node::items);
        let node = required.find(|node| node.as_str() == Some(name))?;
        let perhaps = match suggest::closest(name, combined.properties.keys().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "perhaps the name is misspelt".to_owned(),
        };
        self.schemas.warn(
            node,
            "undescribed-member",
            "this member is required, and nothing says what it is",
            format!("it is any JSON that has to be there; {perhaps}"),
        );
        Some(Member {
            name: pending(),
            wire: name.to_owned(),
            docs: crate::ir::Docs::default(),
            presence: crate::ir::Presence::Required,
            ty: Type::Json,
            facts: Vec::new(),
            source: node.source(),
            deprecated: false,
        })
    }

    fn report_forbidden(&self, schema: &Schema<'d>, name: &str) {
        if let Some(node) = schema.node() {
            let warning = node.warning(
                "forbidden-member",
                format!("nothing can be a value of `{name}`"),
            );
            self.schemas
                .diagnostics
                .push(warning.help("the member is left out"));
        }
    }
}
