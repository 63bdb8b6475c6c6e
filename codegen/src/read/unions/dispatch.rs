//! How objects are told apart.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::rc::Rc;

use indexmap::IndexMap;

use super::leaves::Leaf;
use super::{Plan, Word};
use crate::ir::{Fact, JsonType, Literal, Test};
use crate::read::node::Node;
use crate::read::pattern;
use crate::read::schema::{Combined, Schema, Schemas};
use crate::read::tree::NodeId;
use crate::read::types::is_format_checked;

/// An alternative with the tests that a value of it passes and no value of those after it does.
pub(super) struct Tested<'a, 'd> {
    pub(super) leaf: &'a Leaf<'d>,
    pub(super) tests: Vec<Test>,
    /// The value that means it, if there is one only.
    pub(super) word: Option<Word>,
}

/// Finds tests for objects, in the order in which they are to be tried.
pub(super) fn objects<'a, 'd>(
    schemas: &Schemas<'d>,
    leaves: &[&'a Leaf<'d>],
    discriminator: Option<Node<'d>>,
) -> Vec<Tested<'a, 'd>> {
    if let Some(tested) = discriminator.and_then(|node| by_discriminator(schemas, leaves, node)) {
        return tested;
    }
    let traits: Vec<Traits<'d>> = leaves
        .iter()
        .map(|leaf| Traits::of(schemas, leaf))
        .collect();
    let (open, mut waiting): (Vec<usize>, Vec<usize>) =
        (0..leaves.len()).partition(|one| traits.get(*one).is_some_and(Traits::takes_any_object));
    // One that takes no members is what is left behind all others: only `{}` is right there.
    let nothing = waiting
        .iter()
        .position(|one| traits.get(*one).is_some_and(Traits::takes_no_members))
        .filter(|_| leaves.len() > 1)
        .map(|position| waiting.remove(position));
    let mut found: Vec<(usize, Vec<Test>)> = Vec::new();
    // One that takes any object is what is left if nothing else fits.
    let last = match open.as_slice() {
        [last] => Some(*last),
        _ => {
            waiting.extend(&open);
            waiting.sort_unstable();
            None
        }
    };
    if let Some(known) = by_common_constant(&traits, &waiting) {
        waiting.clear();
        found = known;
    }
    // Take out what can be told from everything else that is left, until nothing can: by members that are
    // always there before those that may be missing.
    while waiting.len() > 1 {
        let separable = [Sure::Required, Sure::Any].into_iter().find_map(|sure| {
            waiting.iter().copied().find_map(|one| {
                let others: Vec<&Traits<'d>> = waiting
                    .iter()
                    .filter(|other| **other != one)
                    .filter_map(|other| traits.get(*other))
                    .collect();
                Some((one, traits.get(one)?.tests_against(&others, sure)?))
            })
        });
        let Some((one, tests)) = separable else {
            break;
        };
        waiting.retain(|other| *other != one);
        found.push((one, tests));
    }
    if let [last] = waiting.as_slice() {
        let others: Vec<&Traits<'d>> = found
            .iter()
            .map(|(other, _)| *other)
            .chain(nothing)
            .filter_map(|other| traits.get(other))
            .collect();
        let tests = traits
            .get(*last)
            .map(|traits| traits.tests_alone(&found, &others))
            .unwrap_or_default();
        found.push((*last, tests));
    } else {
        let waiting: Vec<(usize, &Leaf<'d>)> = waiting
            .iter()
            .filter_map(|one| Some((*one, *leaves.get(*one)?)))
            .collect();
        found.extend(tried_in_turn(schemas, &waiting));
    }
    agree(&traits, &mut found);
    if let Some(last) = last {
        for (position, tests) in &mut found {
            if let Some(traits) = traits.get(*position) {
                traits.be_sure(tests);
            }
        }
        let test = nothing.map_or(Test::Type(JsonType::Object), |_| Test::Decodes);
        found.push((last, vec![test]));
    }
    found.extend(nothing.map(|one| (one, vec![Test::Type(JsonType::Object)])));
    found
        .into_iter()
        .filter_map(|(position, tests)| {
            let leaf = leaves.get(position)?;
            Some(Tested {
                leaf,
                word: only_value(&tests).map(Word::Constant),
                tests,
            })
        })
        .collect()
}

/// Tests where nothing but the form of a text tells alternatives apart, or where they have to be tried: those first
/// that say most.
fn tried_in_turn<'d>(
    schemas: &Schemas<'d>,
    waiting: &[(usize, &Leaf<'d>)],
) -> Vec<(usize, Vec<Test>)> {
    let of = |(_, leaf): &(usize, &Leaf<'d>)| forms_of(schemas, leaf);
    let mut waiting: Vec<_> = waiting.iter().map(|one| (*one, of(one))).collect();
    // Any text fits where nothing is said of it.
    let rank = |((_, leaf), forms): &((usize, &Leaf<'d>), Forms<'d>)| {
        (Reverse(required(leaf).count()), forms.is_empty())
    };
    waiting.sort_by_key(rank);
    let (waiting, all): (Vec<(usize, &Leaf<'d>)>, Vec<Forms<'d>>) = waiting.into_iter().unzip();
    let apart = all.iter().enumerate().map(|(position, forms)| {
        let later = all.iter().skip(position + 1);
        forms_against(forms, later)
    });
    let apart: Vec<Option<Vec<Test>>> = apart.collect();
    let are_apart = apart.iter().all(Option::is_some);
    let last = waiting.len().saturating_sub(1);
    let all = waiting.iter().zip(apart).enumerate();
    all.map(|(position, ((one, leaf), form))| {
        let has = |name: &str| Test::Has(name.to_owned());
        let mut tests: Vec<Test> = required(leaf).map(has).collect();
        if tests.is_empty() {
            tests.push(Test::Type(JsonType::Object));
        }
        tests.extend(form.into_iter().flatten());
        // Whatever is none of the others is the last one, if that is all there is to it.
        if !are_apart || position < last {
            tests.push(Test::Decodes);
        }
        (*one, tests)
    })
    .collect()
}

/// What is checked of the form of texts, by the members that have to be there.
type Forms<'d> = IndexMap<&'d str, Vec<Fact>>;

fn forms_of<'d>(schemas: &Schemas<'d>, leaf: &Leaf<'d>) -> Forms<'d> {
    let forms = required(leaf).filter_map(|name| {
        let schema = leaf.combined.properties.get(name)?;
        Some((name, form_of(schemas, schema)))
    });
    forms.filter(|(_, form)| !form.is_empty()).collect()
}

/// The members that an alternative requires, if it has none of its own.
fn required<'d>(leaf: &Leaf<'d>) -> impl Iterator<Item = &'d str> {
    let is_one = leaf.nested.is_none();
    leaf.combined
        .required
        .iter()
        .copied()
        .filter(move |_| is_one)
}

/// The forms that an alternative has and the others do not; `None` if one of them may have the same.
fn forms_against<'o, 'd: 'o>(
    forms: &Forms<'d>,
    others: impl IntoIterator<Item = &'o Forms<'d>>,
) -> Option<Vec<Test>> {
    let mut tests = Vec::new();
    for others in others {
        let differs = |(name, form): &(&&str, &Vec<Fact>)| others.get(**name) != Some(*form);
        let (name, form) = forms.iter().find(differs)?;
        let test = Test::Fits((*name).to_owned(), form.clone());
        if !tests.contains(&test) {
            tests.push(test);
        }
    }
    Some(tests)
}

/// Which members an alternative may be known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sure {
    /// Those that it requires.
    Required,
    /// All of them.
    Any,
}

/// Tests by a member for which all alternatives list values, each other ones. Where only one of them may leave
/// the member out, that one is what is meant without it; where several may, the first of them whose required
/// members are all there.
fn by_common_constant(traits: &[Traits<'_>], waiting: &[usize]) -> Option<Vec<(usize, Vec<Test>)>> {
    let of: Vec<(usize, &Traits<'_>)> = waiting
        .iter()
        .filter_map(|one| Some((*one, traits.get(*one)?)))
        .collect();
    let (_, first) = of.first().filter(|_| of.len() > 1)?;
    let mut names: Vec<&str> = first.constants().map(|(name, _)| name).collect();
    let missing = |name: &str| {
        of.iter()
            .filter(|(_, traits)| !traits.requires(name))
            .count()
    };
    names.sort_by_key(|name| (missing(name), *name));
    let name = names.into_iter().find(|name| {
        let mut used: Vec<Literal> = Vec::new();
        of.iter().all(|(_, traits)| {
            let Some((_, values)) = traits.constants().find(|(other, _)| other == name) else {
                return false;
            };
            let apart = disjoint(values, &used);
            used.extend(values.iter().cloned());
            apart
        })
    })?;
    let (sure, mut unsure): (Vec<_>, Vec<_>) =
        of.iter().partition(|(_, traits)| traits.requires(name));
    let values = |traits: &Traits<'_>| {
        let values = traits.constants().find(|(other, _)| *other == name);
        values.map(|(_, values)| values.clone()).unwrap_or_default()
    };
    let mut found: Vec<(usize, Vec<Test>)> = sure
        .into_iter()
        .map(|(one, traits)| (one, vec![Test::Is(name.to_owned(), values(traits))]))
        .collect();
    if let [(one, _)] = unsure.as_slice() {
        found.push((*one, vec![Test::Type(JsonType::Object)]));
        return Some(found);
    }
    unsure.sort_by_key(|(_, traits)| Reverse(traits.required.len()));
    for (one, traits) in &unsure {
        let mut tests = vec![Test::May(name.to_owned(), values(traits))];
        let own = traits.required.iter().filter(|member| {
            let others = unsure.iter().map(|(_, other)| other);
            !others.clone().all(|other| other.requires(member))
        });
        tests.extend(own.map(|member| Test::Has(member.clone())));
        found.push((*one, tests));
    }
    Some(found)
}

/// The value that one member has to have, if it is one only.
fn only_value(tests: &[Test]) -> Option<String> {
    tests.iter().find_map(|test| match test {
        Test::Is(name, values) | Test::May(name, values) => match values.as_slice() {
            [Literal::Text(text)] if !text.is_empty() => Some(text.clone()),
            [Literal::Int(value)] => Some(format!("{name} {value}")),
            [Literal::Bool(value)] => Some(format!("{name} {value}")),
            _ => None,
        },
        _ => None,
    })
}

/// The member by which most alternatives are known is looked at in every one that has it: a value that none of
/// them means is an unknown alternative.
fn agree(traits: &[Traits<'_>], found: &mut [(usize, Vec<Test>)]) {
    let mut uses: IndexMap<String, usize> = IndexMap::new();
    for (_, tests) in found.iter() {
        for test in tests {
            if let Test::Is(name, _) = test {
                *uses.entry(name.clone()).or_default() += 1;
            }
        }
    }
    let Some(most) = uses.values().copied().max().filter(|most| *most > 1) else {
        return;
    };
    let Some(name) = uses
        .iter()
        .filter(|(_, count)| **count == most)
        .map(|(name, _)| name.clone())
        .min()
    else {
        return;
    };
    for (position, tests) in found {
        let known = tests
            .iter()
            .any(|test| matches!(test, Test::Is(other, _) if *other == name));
        let candidates = traits
            .get(*position)
            .map(Traits::candidates)
            .unwrap_or_default();
        let test = candidates.into_iter().find(|candidate| {
            candidate.required && matches!(&candidate.test, Test::Is(other, _) if *other == name)
        });
        if let Some(candidate) = test.filter(|_| !known) {
            tests.retain(|test| *test != Test::Type(JsonType::Object));
            tests.insert(0, candidate.test);
        }
    }
}

/// A test that an alternative passes.
struct Candidate {
    test: Test,
    /// Whether the member is always there.
    required: bool,
}

/// What an alternative has that others may not have.
struct Traits<'d> {
    required: Vec<String>,
    /// Its members; for those with a list of values, the values.
    members: IndexMap<&'d str, Option<Vec<Literal>>>,
    /// Whether it may have members that it does not name, by design.
    open: bool,
    /// Tests that hold for each of its values, where it is a union.
    nested: Option<(String, Vec<Literal>)>,
}

impl<'d> Traits<'d> {
    fn of(schemas: &Schemas<'d>, leaf: &Leaf<'d>) -> Self {
        let combined = &leaf.combined;
        if let Some(plan) = &leaf.nested {
            let nested = common_test(plan);
            return Self {
                required: Vec::new(),
                members: IndexMap::new(),
                open: nested.is_none(),
                nested,
            };
        }
        let members = combined
            .properties
            .iter()
            .map(|(name, schema)| (*name, values_of(schemas, schema)));
        Self {
            required: combined
                .required
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
            members: members.collect(),
            open: super::super::types::is_open(schemas, combined),
            nested: None,
        }
    }

    /// Whether it is a map or says nothing about its members.
    fn takes_any_object(&self) -> bool {
        self.open && self.nested.is_none() && self.members.is_empty()
    }

    /// Whether it is an object without members.
    fn takes_no_members(&self) -> bool {
        !self.open && self.nested.is_none() && self.members.is_empty() && self.required.is_empty()
    }

    /// Beside an alternative that takes any object, it is not enough to look at what tells others apart: all that
    /// is required has to be there.
    fn be_sure(&self, tests: &mut Vec<Test>) {
        if tests
            .iter()
            .any(|test| matches!(test, Test::Is(..) | Test::Decodes))
        {
            return;
        }
        tests.retain(|test| *test != Test::Type(JsonType::Object));
        for name in &self.required {
            if !tests.contains(&Test::Has(name.clone())) {
                tests.push(Test::Has(name.clone()));
            }
        }
        if tests.is_empty() {
            tests.push(Test::Decodes);
        }
    }

    /// The smallest set of tests that this one passes and none of the others.
    fn tests_against(&self, others: &[&Self], sure: Sure) -> Option<Vec<Test>> {
        let candidates: Vec<Candidate> = self
            .candidates()
            .into_iter()
            .filter(|candidate| candidate.required || sure == Sure::Any)
            .collect();
        let rejected = |candidate: &Candidate, other: &Self| {
            other.fails(&candidate.test) && (candidate.required || other.knows(&candidate.test))
        };
        let rejects_all =
            |candidate: &&Candidate| others.iter().all(|other| rejected(candidate, other));
        if let Some(one) = candidates.iter().find(rejects_all) {
            return Some(vec![one.test.clone()]);
        }
        let mut chosen: Vec<Test> = Vec::new();
        let mut left: Vec<&&Self> = others.iter().collect();
        for candidate in candidates {
            let before = left.len();
            left.retain(|other| !rejected(&candidate, other));
            if left.len() < before {
                chosen.push(candidate.test);
            }
            if left.is_empty() {
                return Some(chosen);
            }
        }
        None
    }

    /// Tests for the one that is left: it has to have the constants by which the others are known, or what it
    /// requires and they do not have, or else all that it requires. What has none of it is an unknown alternative.
    fn tests_alone(&self, found: &[(usize, Vec<Test>)], others: &[&Self]) -> Vec<Test> {
        let names: Vec<&str> = found
            .iter()
            .flat_map(|(_, tests)| tests)
            .filter_map(|test| match test {
                Test::Is(name, _) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let constant = self.candidates().into_iter().find(|candidate| {
            candidate.required
                && matches!(&candidate.test, Test::Is(name, _) if names.contains(&name.as_str()))
        });
        if let Some(constant) = constant {
            return vec![constant.test];
        }
        let mut tests = Vec::new();
        if !others.is_empty() {
            tests = self
                .tests_against(others, Sure::Required)
                .unwrap_or_else(|| self.required.iter().cloned().map(Test::Has).collect());
        }
        if tests.is_empty() {
            tests.push(Test::Type(JsonType::Object));
        }
        tests
    }

    /// Its members that can have some values only.
    fn constants(&self) -> impl Iterator<Item = (&str, &Vec<Literal>)> {
        let own = self
            .members
            .iter()
            .filter_map(|(name, values)| Some((*name, values.as_ref()?)));
        own.chain(
            self.nested
                .iter()
                .map(|(name, values)| (name.as_str(), values)),
        )
    }

    /// Tests that it passes: constants of required members first, then constants, then required members.
    fn candidates(&self) -> Vec<Candidate> {
        let mut constants: Vec<(bool, &str, &Vec<Literal>)> = self
            .constants()
            .map(|(name, values)| (!self.requires(name), name, values))
            .collect();
        constants.sort_by_key(|(optional, name, _)| (*optional, *name));
        let mut required: Vec<&String> = self.required.iter().collect();
        required.sort();
        let constants = constants
            .into_iter()
            .map(|(optional, name, values)| Candidate {
                test: Test::Is(name.to_owned(), values.clone()),
                required: !optional,
            });
        let required = required.into_iter().map(|name| Candidate {
            test: Test::Has(name.clone()),
            required: true,
        });
        constants.chain(required).collect()
    }

    /// Whether it names the member that a test looks at.
    fn knows(&self, test: &Test) -> bool {
        match (test, &self.nested) {
            (Test::Is(name, _) | Test::Has(name), None) => self.members.contains_key(name.as_str()),
            (Test::Is(name, _), Some((known, _))) => name == known,
            _ => false,
        }
    }

    fn requires(&self, name: &str) -> bool {
        let nested = self.nested.as_ref().is_some_and(|(known, _)| known == name);
        nested || self.required.iter().any(|required| required == name)
    }

    /// Whether no value of this alternative passes a test.
    fn fails(&self, test: &Test) -> bool {
        match (test, &self.nested) {
            (Test::Is(name, values), Some((known, others))) => {
                name == known && disjoint(values, others)
            }
            (_, Some(_)) => false,
            (Test::Is(name, values), None) => match self.members.get(name.as_str()) {
                Some(Some(others)) => disjoint(values, others),
                Some(None) => false,
                None => !self.open,
            },
            (Test::Has(name), None) => !self.open && !self.members.contains_key(name.as_str()),
            (
                Test::Type(_) | Test::Among(_) | Test::May(..) | Test::Fits(..) | Test::Decodes,
                None,
            ) => false,
        }
    }
}

fn disjoint(some: &[Literal], others: &[Literal]) -> bool {
    !some.iter().any(|value| others.contains(value))
}

/// What is checked of the form of a text: its format and its patterns.
fn form_of<'d>(schemas: &Schemas<'d>, schema: &Schema<'d>) -> Vec<Fact> {
    let combined = schemas.combine(schema);
    if !combined.is_only(JsonType::String) {
        return Vec::new();
    }
    let text = |keyword: &str| combined.get(keyword).and_then(Node::as_str);
    let format = text("format").filter(|format| is_format_checked(format));
    let pattern = text("pattern").filter(|pattern| pattern::is_checked(pattern));
    let format = format.map(|format| Fact::Format(format.to_owned()));
    let pattern = pattern.map(|pattern| Fact::Pattern(pattern.to_owned()));
    format.into_iter().chain(pattern).collect()
}

/// The values that a member can have, if they are listed and can be tested.
fn values_of<'d>(schemas: &Schemas<'d>, schema: &Schema<'d>) -> Option<Vec<Literal>> {
    let combined = schemas.combine(schema);
    (!combined.nullable).then(|| testable(&combined)).flatten()
}

/// The values apart from null, if they are listed and can be tested.
fn testable(combined: &Combined<'_>) -> Option<Vec<Literal>> {
    let values = combined
        .values
        .as_ref()
        .filter(|values| !values.is_empty())?;
    let literals: Vec<Literal> = values.iter().map(|value| value.literal()).collect();
    literals
        .iter()
        .all(|literal| {
            matches!(
                literal,
                Literal::Text(_) | Literal::Int(_) | Literal::Bool(_)
            )
        })
        .then_some(literals)
}

/// The member by which all alternatives of a union are told, with all values.
fn common_test(plan: &Plan<'_>) -> Option<(String, Vec<Literal>)> {
    let mut common: Option<(String, Vec<Literal>)> = None;
    for arm in &plan.arms {
        let [Test::Is(name, values)] = arm.tests.as_slice() else {
            return None;
        };
        match &mut common {
            Some((known, all)) if known == name => all.extend(values.iter().cloned()),
            Some(_) => return None,
            None => common = Some((name.clone(), values.clone())),
        }
    }
    common
}

/// Tests by a discriminator; `None` if two alternatives would have the same value, or one has values that cannot be
/// tested.
pub(super) fn by_discriminator<'a, 'd>(
    schemas: &Schemas<'d>,
    leaves: &[&'a Leaf<'d>],
    discriminator: Node<'d>,
) -> Option<Vec<Tested<'a, 'd>>> {
    let property = property_of(discriminator)?;
    if !leaves
        .iter()
        .any(|leaf| has_member(schemas, leaf, property))
    {
        let message = format!("no alternative has the member `{property}`");
        schemas.warn(discriminator, "undescribed-discriminator", message, WITHOUT);
    }
    let mapping = Mapping::of(schemas, discriminator);
    let mut used: Vec<Literal> = Vec::new();
    let mut found = Vec::new();
    let mut fallback = Vec::new();
    let mut all = mapping.values_for_all(schemas, leaves, property)?;
    leave_to_others(&mut all);
    for (leaf, values) in all {
        if values.is_empty() {
            fallback.push(Tested {
                leaf,
                tests: vec![Test::Type(JsonType::Object)],
                word: None,
            });
            continue;
        }
        if !disjoint(&values, &used) {
            return None;
        }
        used.extend(values.iter().cloned());
        let tests = vec![Test::Is(property.to_owned(), values)];
        found.push(Tested {
            leaf,
            // What has alternatives of its own is more than one value of theirs.
            word: only_value(&tests)
                .filter(|_| leaf.nested.is_none())
                .map(Word::Discriminator),
            tests,
        });
    }
    if fallback.len() > 1 {
        return None;
    }
    found.extend(fallback);
    Some(found)
}

/// What one alternative lists as its own is not that of alternatives in another one, which list more.
fn leave_to_others(all: &mut [(&Leaf<'_>, Vec<Literal>)]) {
    let (nested, others): (Vec<_>, Vec<_>) =
        (all.iter_mut()).partition(|(leaf, _)| leaf.nested.is_some());
    for (_, values) in nested {
        let is_left = |value: &&Literal| !others.iter().any(|(_, others)| others.contains(value));
        let left: Vec<Literal> = values.iter().filter(is_left).cloned().collect();
        if !left.is_empty() {
            *values = left;
        }
    }
}

const WITHOUT: &str =
    "a value without it is none of them; perhaps it is a member of what is around the alternatives";

/// Whether an alternative, or one in it, describes or requires a member.
fn has_member<'d>(schemas: &Schemas<'d>, leaf: &Leaf<'d>, name: &str) -> bool {
    let has =
        |combined: &Combined<'d>| combined.properties.contains_key(name) || combined.requires(name);
    let inside = |plan: &Rc<Plan<'d>>| {
        let mut arms = plan.arms.iter();
        arms.any(|arm| has(&schemas.combine(&arm.schema)))
    };
    has(&leaf.combined) || leaf.nested.as_ref().is_some_and(inside)
}

/// The member that a discriminator names; Swagger has the name alone.
pub(super) fn property_of(discriminator: Node<'_>) -> Option<&str> {
    let name = discriminator.get("propertyName").unwrap_or(discriminator);
    name.as_str()
}

/// `mapping`: from schemas to values.
pub(super) struct Mapping {
    values: HashMap<NodeId, Vec<String>>,
    default: Option<NodeId>,
}

impl Mapping {
    /// Reads the `mapping` of a discriminator. What leads nowhere is reported.
    pub(super) fn of<'d>(schemas: &Schemas<'d>, discriminator: Node<'d>) -> Self {
        let mut values: HashMap<NodeId, Vec<String>> = HashMap::new();
        for (value, target) in discriminator
            .get("mapping")
            .into_iter()
            .flat_map(Node::entries)
        {
            if let Some(node) = mapped(schemas, target) {
                values
                    .entry(anchor(schemas, node))
                    .or_default()
                    .push(value.to_owned());
            }
        }
        let default = discriminator
            .get("defaultMapping")
            .and_then(|target| mapped(schemas, target));
        Self {
            values,
            default: default.map(|node| anchor(schemas, node)),
        }
    }

    /// The values that mean each alternative. A list of values that several have in common lists the names of
    /// all: of these, its own means each.
    fn values_for_all<'a, 'd>(
        &self,
        schemas: &Schemas<'d>,
        leaves: &[&'a Leaf<'d>],
        property: &str,
    ) -> Option<Vec<(&'a Leaf<'d>, Vec<Literal>)>> {
        let mut all: Vec<(&'a Leaf<'d>, Vec<Literal>)> = leaves
            .iter()
            .map(|leaf| Some((*leaf, self.values_for(schemas, leaf, property)?)))
            .collect::<Option<_>>()?;
        let mut uses: HashMap<String, usize> = HashMap::new();
        for text in all
            .iter()
            .flat_map(|(_, values)| values)
            .filter_map(text_of)
        {
            *uses.entry(text.to_owned()).or_default() += 1;
        }
        let is_shared = |value: &Literal| {
            text_of(value).is_some_and(|text| uses.get(text).is_some_and(|uses| *uses > 1))
        };
        for (leaf, values) in &mut all {
            let name = schemas.anchor(&leaf.schema).and_then(component_name);
            let own = name.map(|name| Literal::Text(name.to_owned()));
            if let Some(own) =
                own.filter(|own| values.contains(own) && values.iter().any(is_shared))
            {
                *values = vec![own];
            }
        }
        Some(all)
    }

    /// The values that mean an alternative: those of the mapping, else those that its member lists, else its
    /// name. `None` if it lists values that cannot be tested.
    fn values_for<'d>(
        &self,
        schemas: &Schemas<'d>,
        leaf: &Leaf<'d>,
        property: &str,
    ) -> Option<Vec<Literal>> {
        let anchor = schemas.anchor(&leaf.schema);
        let mut named: Vec<NodeId> = anchor
            .map(Node::identity)
            .into_iter()
            .chain(reference_of(schemas, leaf))
            .collect();
        named.dedup();
        let mapped: Vec<&String> = named
            .iter()
            .filter_map(|id| self.values.get(id))
            .flatten()
            .collect();
        if !mapped.is_empty() {
            let values = mapped.into_iter().cloned().map(Literal::Text);
            return Some(values.collect());
        }
        if self.default.is_some_and(|default| named.contains(&default)) {
            return Some(Vec::new());
        }
        let nested = leaf
            .nested
            .as_deref()
            .and_then(common_test)
            .filter(|(name, _)| name == property);
        if let Some((_, values)) = nested {
            return Some(values);
        }
        if let Some(plan) = &leaf.nested
            && let Some(values) = listed_by_all(schemas, plan, property)
        {
            return Some(values);
        }
        match listed(schemas, &leaf.combined, property) {
            Some(member) => testable(&member),
            None => {
                let name = anchor.and_then(component_name);
                let values = name.map(|name| Literal::Text(name.to_owned()));
                Some(values.into_iter().collect())
            }
        }
    }
}

/// A member, if it lists its values.
fn listed<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
    property: &str,
) -> Option<Rc<Combined<'d>>> {
    let member = schemas.combine(combined.properties.get(property)?);
    let lists_values = |values: &Vec<Node<'d>>| !values.is_empty();
    let is_listed = member.values.as_ref().is_some_and(lists_values);
    is_listed.then_some(member)
}

/// The values of a member that all alternatives in an alternative list.
fn listed_by_all<'d>(
    schemas: &Schemas<'d>,
    plan: &Plan<'d>,
    property: &str,
) -> Option<Vec<Literal>> {
    let mut all: Vec<Literal> = Vec::new();
    for arm in &plan.arms {
        let member = listed(schemas, &schemas.combine(&arm.schema), property)?;
        for value in testable(&member)? {
            if !all.contains(&value) {
                all.push(value);
            }
        }
    }
    Some(all)
}

fn text_of(literal: &Literal) -> Option<&str> {
    match literal {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}

/// The component that an alternative refers to, before it is looked through.
fn reference_of<'d>(schemas: &Schemas<'d>, leaf: &Leaf<'d>) -> Option<NodeId> {
    use crate::read::schema::Part;
    leaf.schema.parts().iter().find_map(|part| match part {
        Part::Whole(node) => schemas.target(*node).map(Node::identity),
        _ => None,
    })
}

fn anchor<'d>(schemas: &Schemas<'d>, node: Node<'d>) -> NodeId {
    schemas.anchor(&node.into()).unwrap_or(node).identity()
}

/// The schema that a value of `mapping` names: by reference, or by the name of a component.
pub(super) fn mapped<'d>(schemas: &Schemas<'d>, target: Node<'d>) -> Option<Node<'d>> {
    let text = target.as_str()?;
    if !text.contains(['/', '#']) {
        let component = schemas
            .documents
            .root()
            .descend(["components", "schemas", text]);
        if component.is_some() {
            return component;
        }
    }
    schemas.diagnostics.ok(schemas.documents.resolve(target))
}

/// The name of a component.
fn component_name(node: Node<'_>) -> Option<&str> {
    let section = node.parent()?;
    matches!(section.key(), Some("schemas" | "definitions" | "$defs")).then(|| node.key())?
}
