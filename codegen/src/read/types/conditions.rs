//! Keywords with schemas inside, as [`Fact`]s about the JSON of a value.
//!
//! What a value is becomes a Rust type; what depends on the value (`not`, `if`, `contains`, …) becomes a set of facts,
//! in which every keyword of a schema is one fact. Here schemas are taken at their word: nothing is merged or left
//! out, because the opposite of a schema that says a little less is a schema that says too much.

use super::{facts, objects};
use crate::ir::{Fact, JsonType};
use crate::read::node::Node;
use crate::read::pattern;
use crate::read::schema::{Combined, JsonTypes, Keyword, Part, Schema, Schemas, classify};
use crate::read::unions;

/// How many facts may be inside of one.
const MOST_FACTS: usize = 200;

/// How deep schemas may be in each other.
const MOST_NESTED: usize = 24;

/// How deep alternatives of objects that may hold at once are looked into.
const MOST_LOOKED_INTO: usize = 2;

/// Why a keyword is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It has a schema inside that contains itself.
    Recursive,
    /// There is more inside than is worth a table.
    Large,
    /// What should be a schema is none, or a reference leads nowhere.
    Misshapen,
    /// Which members or items it is about depends on alternatives beside it.
    Alternatives,
    /// It is about what a text holds.
    Content,
}

impl Why {
    /// What follows upon "it is not checked, because".
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Recursive => "it refers to a schema that contains itself",
            Self::Large => "it is too large",
            Self::Misshapen => "it is not made of schemas",
            Self::Alternatives => "it depends on the alternatives beside it",
            Self::Content => "texts are not looked into",
        }
    }
}

/// A keyword that is not checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unchecked<'d> {
    pub(super) keyword: &'d str,
    pub(super) node: Node<'d>,
    pub(super) why: Why,
}

/// Whether some nodes state conditions.
pub(super) fn some(nodes: &[Node<'_>]) -> bool {
    nodes
        .iter()
        .any(|node| node.keys().any(|key| classify(key) == Keyword::Documented))
}

/// Whether conditions decide which members are named.
pub(super) fn name_members(nodes: &[Node<'_>]) -> bool {
    let conditions = ["if", "dependentSchemas", "dependencies"];
    nodes
        .iter()
        .any(|node| node.keys().any(|key| conditions.contains(&key)))
}

/// The conditions that some nodes of a schema state beside its type.
pub(super) fn of<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
    nodes: &[Node<'d>],
) -> (Vec<Fact>, Vec<Unchecked<'d>>) {
    let (mut all, mut unchecked) = (Vec::new(), Vec::new());
    for node in nodes {
        for (keyword, value) in node.entries() {
            if classify(keyword) != Keyword::Documented {
                continue;
            }
            match Lowering::exact(schemas).beside(combined, *node, keyword) {
                Ok(facts) => add(&mut all, facts),
                Err(why) => unchecked.push(Unchecked {
                    keyword,
                    node: value,
                    why,
                }),
            }
        }
    }
    (all, unchecked)
}

/// The same if all of it can be checked.
pub(in crate::read) fn all<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
    nodes: &[Node<'d>],
) -> Option<Vec<Fact>> {
    let (facts, unchecked) = of(schemas, combined, nodes);
    unchecked.is_empty().then_some(facts)
}

/// The facts of items by position, and of the items after them, if a schema has such.
pub(super) fn positions<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
) -> Result<Vec<Fact>, Unchecked<'d>> {
    let mut all = Vec::new();
    for node in &combined.own {
        let Some((keyword, value)) = described_by(*node) else {
            continue;
        };
        // Where two parts describe positions, what stands after them is not said by one of them alone.
        let facts = Lowering::exact(schemas).items(*node);
        match facts {
            Ok(facts) if all.is_empty() => all = facts,
            Ok(facts) => all.push(Fact::AllOf(vec![facts])),
            Err(why) => {
                return Err(Unchecked {
                    keyword,
                    node: value,
                    why,
                });
            }
        }
    }
    Ok(all)
}

/// The keyword that describes items by position.
fn described_by<'d>(node: Node<'d>) -> Option<(&'static str, Node<'d>)> {
    let prefix = node.get("prefixItems").map(|items| ("prefixItems", items));
    let items = || {
        let items = node.get("items").filter(|items| items.is_array())?;
        Some(("items", items))
    };
    prefix
        .or_else(items)
        .filter(|(_, items)| items.items().len() > 0)
}

/// The facts of members by pattern, and of the members that no pattern and no name describes.
pub(super) fn patterns<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
) -> Result<Vec<Fact>, Unchecked<'d>> {
    let mut all = Vec::new();
    for node in &combined.own {
        let Some(patterns) = node.get("patternProperties") else {
            continue;
        };
        let mut lowering = Lowering::exact(schemas);
        let facts = patterns
            .entries()
            .map(|(pattern, value)| {
                pattern::report(schemas, "patternProperties", pattern, value);
                let facts = lowering.node(value)?;
                Ok(Fact::PatternProperties(pattern.to_owned(), facts))
            })
            .collect::<Result<Vec<Fact>, Why>>();
        add(
            &mut all,
            facts.map_err(|why| Unchecked {
                keyword: "patternProperties",
                node: patterns,
                why,
            })?,
        );
    }
    Ok(all)
}

/// Which members the patterns name, with nothing said of them.
pub(super) fn pattern_names(combined: &Combined<'_>) -> Vec<Fact> {
    let patterns = combined
        .own
        .iter()
        .filter_map(|node| node.get("patternProperties"));
    let names = patterns.flat_map(|patterns| patterns.entries().map(|(pattern, _)| pattern));
    names
        .map(|pattern| Fact::PatternProperties(pattern.to_owned(), Vec::new()))
        .collect()
}

/// What a schema says of a value, taken at its word.
pub(super) fn exactly<'d>(schemas: &Schemas<'d>, schema: &Schema<'d>) -> Result<Vec<Fact>, Why> {
    Lowering::exact(schemas).schema(schema)
}

/// What a schema says of a value. Said is less than the schema says, but nothing else.
pub(in crate::read) fn loosely<'d>(schemas: &Schemas<'d>, schema: &Schema<'d>) -> Vec<Fact> {
    let Ok(mut facts) = Lowering::less(schemas).schema(schema) else {
        return Vec::new();
    };
    if !facts.iter().any(is_beside) {
        facts.retain(|fact| !matches!(fact, Fact::Property(_, inside) if inside.is_empty()));
    }
    facts
}

/// The alternatives of objects that became one struct: what each of them asks for beyond what all of them do.
/// Nothing if one of them asks for nothing more. Said is less than the schemas say, but nothing else.
pub(super) fn alternatives<'d>(
    schemas: &Schemas<'d>,
    arms: &[Schema<'d>],
) -> Option<Vec<Vec<Fact>>> {
    let mut sets = Lowering::less(schemas).schemas(arms).ok()?;
    let is_closed = sets.iter().flatten().any(is_beside);
    let before = sets.clone();
    // The struct says itself what all say, and what a member is like where all agree that speak of it.
    let agreed = |fact: &Fact| match fact {
        Fact::Property(name, _) => before.iter().flatten().all(|other| match other {
            Fact::Property(other_name, _) => other_name != name || other == fact,
            _ => true,
        }),
        fact => {
            *fact == Fact::Types(vec![JsonType::Object])
                || (!is_beside(fact) && before.iter().all(|set| set.contains(fact)))
        }
    };
    for set in &mut sets {
        set.retain_mut(|fact| match fact {
            _ if !agreed(fact) => true,
            // It is a name that is known.
            Fact::Property(_, facts) if is_closed => {
                facts.clear();
                true
            }
            _ => false,
        });
    }
    let required = |set: &Vec<Fact>, name: &String| {
        set.iter()
            .any(|fact| matches!(fact, Fact::Required(names) if names.contains(name)))
    };
    for set in &mut sets {
        for fact in set.iter_mut() {
            if let Fact::Required(names) = fact {
                names.retain(|name| !before.iter().all(|set| required(set, name)));
            }
        }
        set.retain(|fact| *fact != Fact::Required(Vec::new()));
    }
    sets.iter().all(|set| !set.is_empty()).then_some(sets)
}

/// What alternatives of one JSON type ask for that became one list or map: what all of them do, and that one of them
/// holds. Said is less than the schemas say, but nothing else; what is in objects is left out.
pub(super) fn one_of_each<'d>(schemas: &Schemas<'d>, arms: &[Schema<'d>]) -> Vec<Fact> {
    let Ok(mut sets) = Lowering::less(schemas).schemas(arms) else {
        return Vec::new();
    };
    for set in &mut sets {
        leave_objects_out(set);
    }
    let mut unique: Vec<Vec<Fact>> = Vec::new();
    for set in sets {
        if !unique.contains(&set) {
            unique.push(set);
        }
    }
    let Some((first, others)) = unique.split_first() else {
        return Vec::new();
    };
    let says_all = |fact: &&Fact| others.iter().all(|set| set.contains(fact));
    let common: Vec<Fact> = first.iter().filter(says_all).cloned().collect();
    for set in &mut unique {
        set.retain(|fact| !common.contains(fact));
    }
    let mut facts = common;
    leave_types_out(&mut facts);
    if unique.iter().all(|set| !set.is_empty()) {
        facts.push(Fact::AnyOf(unique));
    }
    facts
}

/// Takes out the types of items and values: the type of all of them says it.
fn leave_types_out(facts: &mut Vec<Fact>) {
    facts.retain_mut(|fact| match fact {
        Fact::Items(inner) | Fact::Values(inner) => {
            leave_types_out(inner);
            !inner.is_empty()
        }
        fact => !matches!(fact, Fact::Types(_)),
    });
}

/// Takes out what is said of members, at any depth of lists and maps.
fn leave_objects_out(facts: &mut Vec<Fact>) {
    facts.retain_mut(|fact| match fact {
        Fact::Items(inner) | Fact::Values(inner) => {
            leave_objects_out(inner);
            !inner.is_empty()
        }
        Fact::PrefixItems(sets) => {
            sets.iter_mut().for_each(leave_objects_out);
            true
        }
        Fact::Required(_)
        | Fact::Property(..)
        | Fact::PatternProperties(..)
        | Fact::DependentRequired(..)
        | Fact::DependentSchemas(..)
        | Fact::UnevaluatedProperties(_)
        | Fact::AllOf(_)
        | Fact::AnyOf(_)
        | Fact::OneOf(_)
        | Fact::If(..)
        | Fact::Closed => false,
        _ => true,
    });
}

/// Adds facts that are not there yet.
fn add(all: &mut Vec<Fact>, facts: impl IntoIterator<Item = Fact>) {
    for fact in facts {
        if !all.contains(&fact) {
            all.push(fact);
        }
    }
}

/// Whether what a fact means depends on the facts beside it.
fn is_beside(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Closed
            | Fact::Values(_)
            | Fact::Items(_)
            | Fact::PrefixItems(_)
            | Fact::UnevaluatedProperties(_)
            | Fact::UnevaluatedItems(_)
    )
}

/// Whether facts may say less than the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exactness {
    /// All that it says, or nothing at all.
    Exact,
    /// Less, where the rest cannot be said.
    Less,
}

/// From schemas to facts.
struct Lowering<'a, 'd> {
    schemas: &'a Schemas<'d>,
    /// The nodes that are being lowered, the outermost first.
    stack: Vec<Node<'d>>,
    /// How many facts there may still be.
    left: usize,
    exactness: Exactness,
    /// How many members and items it is inside of.
    depth: usize,
    /// Whether it matters what nothing speaks of.
    asks_what_is_evaluated: bool,
}

type Lowered<T = Vec<Fact>> = Result<T, Why>;

impl<'a, 'd> Lowering<'a, 'd> {
    fn exact(schemas: &'a Schemas<'d>) -> Self {
        Self::new(schemas, Exactness::Exact)
    }

    fn less(schemas: &'a Schemas<'d>) -> Self {
        Self::new(schemas, Exactness::Less)
    }

    fn new(schemas: &'a Schemas<'d>, exactness: Exactness) -> Self {
        Self {
            schemas,
            stack: Vec::new(),
            left: MOST_FACTS,
            exactness,
            depth: 0,
            asks_what_is_evaluated: false,
        }
    }

    /// What each of some schemas says.
    fn schemas(&mut self, all: &[Schema<'d>]) -> Lowered<Vec<Vec<Fact>>> {
        all.iter().map(|schema| self.schema(schema)).collect()
    }

    /// What a keyword says that stands beside those which make the type.
    fn beside(&mut self, combined: &Combined<'d>, node: Node<'d>, keyword: &str) -> Lowered {
        let asks = |keyword| combined.get(keyword).is_some();
        self.asks_what_is_evaluated = asks("unevaluatedProperties") || asks("unevaluatedItems");
        let has_items = || combined.every("items").any(|items| !items.is_array());
        match keyword {
            "unevaluatedProperties" | "unevaluatedItems" if !combined.groups.is_empty() => {
                match node.get(keyword).and_then(Node::as_bool) {
                    Some(true) => Ok(Vec::new()),
                    // The struct is closed, which has the members of all alternatives, unless conditions name some.
                    Some(false)
                        if keyword == "unevaluatedProperties" && !name_members(&combined.own) =>
                    {
                        Ok(Vec::new())
                    }
                    _ => Err(Why::Alternatives),
                }
            }
            // With `false`, the object is closed, unless conditions name members.
            "unevaluatedProperties"
                if objects::evaluates_others(combined) || objects::closed(combined) =>
            {
                Ok(Vec::new())
            }
            "unevaluatedItems" if has_items() => Ok(Vec::new()),
            "not" => {
                let value = node.get(keyword).ok_or(Why::Misshapen)?;
                let facts = match unions::only_required(value) {
                    Some(fact) => vec![fact],
                    None => self.node(value)?,
                };
                Ok(vec![Fact::Not(facts)])
            }
            _ => self.keyword(node, keyword),
        }
    }

    fn schema(&mut self, schema: &Schema<'d>) -> Lowered {
        let mut all = Vec::new();
        for part in schema.parts() {
            let facts = match part {
                Part::Whole(node) => self.node(*node)?,
                Part::Own(node) => self.own(*node)?,
                Part::Types(types) => vec![Fact::Types(types.iter().collect())],
                Part::Any(schemas) => {
                    let sets: Lowered<Vec<Vec<Fact>>> =
                        schemas.iter().map(|one| self.schema(one)).collect();
                    any_of(sets?)
                }
            };
            join(&mut all, facts);
        }
        Ok(all)
    }

    fn node(&mut self, node: Node<'d>) -> Lowered {
        match node.as_bool() {
            Some(true) => return Ok(Vec::new()),
            Some(false) => return Ok(vec![Fact::Not(Vec::new())]),
            None if !node.is_object() => return Err(Why::Misshapen),
            None => {}
        }
        if self.stack.contains(&node) {
            return Err(Why::Recursive);
        }
        if self.stack.len() > MOST_NESTED {
            return Err(Why::Large);
        }
        self.stack.push(node);
        let facts = self.all(node);
        self.stack.pop();
        facts
    }

    /// All that a node says, with what it refers to.
    fn all(&mut self, node: Node<'d>) -> Lowered {
        let mut facts = self.own(node)?;
        if ["$ref", "$dynamicRef", "$recursiveRef"]
            .iter()
            .any(|key| node.get(key).is_some())
        {
            let target = self.schemas.target(node).ok_or(Why::Misshapen)?;
            let inside = self.node(target);
            join(&mut facts, self.forgive(inside)?.unwrap_or_default());
        }
        for branch in node.get("allOf").into_iter().flat_map(Node::items) {
            let inside = self.node(branch);
            join(&mut facts, self.forgive(inside)?.unwrap_or_default());
        }
        if let Some(arms) = node.get("anyOf") {
            let sets: Lowered<Vec<Vec<Fact>>> = arms.items().map(|arm| self.node(arm)).collect();
            add(
                &mut facts,
                self.forgive(sets)?.map(any_of).unwrap_or_default(),
            );
        }
        if let Some(arms) = node.get("oneOf") {
            let sets = self.exactly(|lowering| {
                arms.items()
                    .map(|arm| lowering.node(arm))
                    .collect::<Lowered<Vec<_>>>()
            });
            add(&mut facts, self.forgive(sets)?.map(Fact::OneOf));
        }
        if node.get("nullable").and_then(Node::as_bool) == Some(true) {
            facts = or_null(facts);
        }
        Ok(facts)
    }

    /// What a node says itself, without references and combinations.
    fn own(&mut self, node: Node<'d>) -> Lowered {
        let mut all = Vec::new();
        if let Some(ty) = node.get("type") {
            all.extend(self.types(ty)?.map(Fact::Types));
        }
        if let Some(value) = node.get("const") {
            all.push(Fact::Const(value.literal()));
        }
        if let Some(values) = node.get("enum").filter(|values| values.is_array()) {
            all.push(Fact::Enum(
                values.items().map(|value| value.literal()).collect(),
            ));
        }
        let own = self.schemas.combine(&Schema::all([Part::Own(node)]));
        for ty in [
            JsonType::String,
            JsonType::Number,
            JsonType::Array,
            JsonType::Object,
        ] {
            add(&mut all, facts::constraints(self.schemas, &own, ty));
        }
        if node.get("writeOnly").and_then(Node::as_bool) == Some(true) {
            all.push(Fact::WriteOnly);
        }
        all.extend(self.required(node, &own));
        for (keyword, value) in node.entries() {
            let facts = match keyword {
                "properties" => self.properties(value),
                "patternProperties" => {
                    for (pattern, value) in value.entries() {
                        pattern::report(self.schemas, keyword, pattern, value);
                    }
                    self.entries(value, Fact::PatternProperties)
                }
                "additionalProperties" => match value.as_bool() {
                    Some(false) => Ok(vec![Fact::Closed]),
                    Some(true) => Ok(Vec::new()),
                    None => {
                        let inside = self.inside(value);
                        inside.map(|facts| vec![Fact::Values(facts)])
                    }
                },
                "propertyNames" => self
                    .exactly(|lowering| lowering.node(value))
                    .map(|facts| vec![Fact::PropertyNames(facts)]),
                "prefixItems" => self.items(node),
                "items" if node.get("prefixItems").is_none() => self.items(node),
                // What nothing speaks of is more where less is said.
                "unevaluatedProperties" | "unevaluatedItems"
                    if self.exactness == Exactness::Less =>
                {
                    continue;
                }
                _ if classify(keyword) == Keyword::Documented => {
                    self.exactly(|lowering| lowering.keyword(node, keyword))
                }
                _ => continue,
            };
            add(&mut all, self.forgive(facts)?.unwrap_or_default());
        }
        self.left = self.left.checked_sub(all.len()).ok_or(Why::Large)?;
        Ok(all)
    }

    /// The members that have to be there: less are those that have to be there when a value is sent.
    fn required(&self, node: Node<'d>, own: &Combined<'d>) -> Option<Fact> {
        let mut names = names(node.get("required"))?;
        if self.exactness == Exactness::Less {
            names.retain(|name| {
                let member = own.properties.get(name.as_str());
                let member = member.map(|member| self.schemas.combine(member));
                !member.is_some_and(|member| facts::flag(&member, "readOnly"))
            });
        }
        (!names.is_empty()).then_some(Fact::Required(names))
    }

    /// What a keyword says that has schemas inside and nothing to do with the type.
    fn keyword(&mut self, node: Node<'d>, keyword: &str) -> Lowered {
        let value = node.get(keyword).ok_or(Why::Misshapen)?;
        Ok(match keyword {
            "not" => vec![Fact::Not(self.node(value)?)],
            "if" => {
                let then = self.optional(node.get("then"))?;
                let otherwise = self.optional(node.get("else"))?;
                // What a condition speaks of is evaluated, even if nothing follows from it.
                let says_nothing = then.is_empty() && otherwise.is_empty();
                if says_nothing && !self.asks_what_is_evaluated {
                    return Ok(Vec::new());
                }
                vec![Fact::If(self.node(value)?, then, otherwise)]
            }
            "contains" => {
                let count = |keyword: &str| node.get(keyword).and_then(Node::as_u64);
                let least = count("minContains").unwrap_or(1);
                vec![Fact::Contains(
                    self.node(value)?,
                    least,
                    count("maxContains"),
                )]
            }
            "dependentRequired" => value
                .entries()
                .filter_map(|(name, needed)| {
                    names(Some(needed)).map(|names| Fact::DependentRequired(name.to_owned(), names))
                })
                .collect(),
            "dependentSchemas" => self.entries(value, Fact::DependentSchemas)?,
            // Both in one, before they were two keywords.
            "dependencies" => value
                .entries()
                .filter_map(|(name, needed)| {
                    let name = name.to_owned();
                    if needed.is_array() {
                        return names(Some(needed))
                            .map(|names| Ok(Fact::DependentRequired(name, names)));
                    }
                    Some(
                        self.node(needed)
                            .map(|facts| Fact::DependentSchemas(name, facts)),
                    )
                })
                .collect::<Lowered>()?,
            "unevaluatedProperties" => vec![Fact::UnevaluatedProperties(self.node(value)?)],
            "unevaluatedItems" => vec![Fact::UnevaluatedItems(self.node(value)?)],
            "contentSchema" => return Err(Why::Content),
            // They are looked at with the keyword that they belong to.
            _ => Vec::new(),
        })
    }

    fn optional(&mut self, node: Option<Node<'d>>) -> Lowered {
        node.map_or_else(|| Ok(Vec::new()), |node| self.node(node))
    }

    fn properties(&mut self, value: Node<'d>) -> Lowered {
        let target = value.reference().and_then(|_| value.target().ok());
        self.entries(target.unwrap_or(value), Fact::Property)
    }

    /// A schema for each name. One that cannot be said is one that says nothing, where that is allowed.
    fn entries(&mut self, value: Node<'d>, fact: fn(String, Vec<Fact>) -> Fact) -> Lowered {
        value
            .entries()
            .map(|(name, schema)| {
                let inside = self.inside(schema);
                let facts = self.forgive(inside)?.unwrap_or_default();
                Ok(fact(name.to_owned(), facts))
            })
            .collect()
    }

    /// What the items of an array satisfy.
    fn items(&mut self, node: Node<'d>) -> Lowered {
        let Some((_, positions)) = described_by(node) else {
            return match node.get("items") {
                Some(items) if !items.is_array() => Ok(vec![Fact::Items(self.inside(items)?)]),
                _ => Ok(Vec::new()),
            };
        };
        let sets: Lowered<Vec<Vec<Fact>>> =
            positions.items().map(|item| self.inside(item)).collect();
        let mut facts = vec![Fact::PrefixItems(sets?)];
        let others = match node.get("items") {
            Some(items) if items.is_array() => node.get("additionalItems"),
            items => items,
        };
        if let Some(others) = others {
            let others = self.inside(others)?;
            facts.extend((!others.is_empty()).then_some(Fact::Items(others)));
        }
        Ok(facts)
    }

    /// A schema of a member or an item.
    fn inside(&mut self, node: Node<'d>) -> Lowered {
        if self.exactness == Exactness::Less && self.depth >= MOST_LOOKED_INTO {
            return Err(Why::Large);
        }
        self.depth += 1;
        let facts = self.node(node);
        self.depth -= 1;
        facts
    }

    /// What must not say less than it does.
    fn exactly<T>(&mut self, lower: impl FnOnce(&mut Self) -> Lowered<T>) -> Lowered<T> {
        let before = std::mem::replace(&mut self.exactness, Exactness::Exact);
        let lowered = lower(self);
        self.exactness = before;
        lowered
    }

    /// Leaves out what cannot be said, where that is allowed.
    fn forgive<T>(&self, lowered: Lowered<T>) -> Lowered<Option<T>> {
        match self.exactness {
            Exactness::Exact => lowered.map(Some),
            Exactness::Less => Ok(lowered.ok()),
        }
    }

    fn types(&self, ty: Node<'d>) -> Lowered<Option<Vec<JsonType>>> {
        let names: Vec<Node<'d>> = if ty.is_array() {
            ty.items().collect()
        } else {
            vec![ty]
        };
        let mut types = JsonTypes::NONE;
        for name in names {
            types = types.or(match name.as_str() {
                Some("any") => return Ok(None),
                Some("file") => JsonTypes::of(JsonType::String),
                Some(name) => JsonTypes::named(name).ok_or(Why::Misshapen)?,
                None if name.is_null() => JsonTypes::NULL,
                None => return Err(Why::Misshapen),
            });
        }
        Ok(Some(types.iter().collect()))
    }
}

/// The names in a list of names; nothing if there is none.
fn names(list: Option<Node<'_>>) -> Option<Vec<String>> {
    let names: Vec<String> = list?
        .items()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    (!names.is_empty()).then_some(names)
}

/// Alternatives of which one has to hold: nothing if one of them always does.
fn any_of(mut sets: Vec<Vec<Fact>>) -> Vec<Fact> {
    if sets.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    match sets.pop() {
        Some(only) if sets.is_empty() => only,
        Some(last) => {
            sets.push(last);
            vec![Fact::AnyOf(sets)]
        }
        None => Vec::new(),
    }
}

/// Adds what another schema says. Where it matters what stands beside a fact, the two are kept apart.
fn join(all: &mut Vec<Fact>, facts: Vec<Fact>) {
    if facts.is_empty() {
        return;
    }
    if !all.is_empty() && (all.iter().any(is_beside) || facts.iter().any(is_beside)) {
        all.push(Fact::AllOf(vec![facts]));
    } else {
        add(all, facts);
    }
}

/// The same with null as a further value.
fn or_null(mut facts: Vec<Fact>) -> Vec<Fact> {
    if facts.is_empty() {
        return facts;
    }
    let null = vec![Fact::Types(vec![JsonType::Null])];
    if let [Fact::Types(types)] = facts.as_mut_slice() {
        if !types.contains(&JsonType::Null) {
            types.push(JsonType::Null);
        }
        return facts;
    }
    vec![Fact::AnyOf(vec![facts, null])]
}
