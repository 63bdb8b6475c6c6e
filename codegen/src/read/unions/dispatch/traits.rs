//! What alternatives have that others may not have.

use indexmap::IndexMap;

use super::super::constants::{common_test, disjoint, values_of};
use super::super::leaves::Leaf;
use crate::ir::{JsonType, Literal, Test};
use crate::read::schema::Schemas;
use crate::read::types::is_open;

/// Which members an alternative may be known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sure {
    /// Those that it requires.
    Required,
    /// All of them.
    Any,
}

/// A test that an alternative passes.
pub(super) struct Candidate {
    pub(super) test: Test,
    /// Whether the member is always there.
    pub(super) required: bool,
}

/// What an alternative has that others may not have.
pub(super) struct Traits<'d> {
    pub(super) required: Vec<String>,
    /// Its members; for those with a list of values, the values.
    members: IndexMap<&'d str, Option<Vec<Literal>>>,
    /// Whether it may have members that it does not name, by design.
    open: bool,
    /// Tests that hold for each of its values, where it is a union.
    nested: Option<(String, Vec<Literal>)>,
}

impl<'d> Traits<'d> {
    pub(super) fn of(schemas: &Schemas<'d>, leaf: &Leaf<'d>) -> Self {
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
            open: is_open(schemas, combined),
            nested: None,
        }
    }

    /// Whether it is a map or says nothing about its members.
    pub(super) fn takes_any_object(&self) -> bool {
        self.open && self.nested.is_none() && self.members.is_empty()
    }

    /// Whether it is an object without members.
    pub(super) fn takes_no_members(&self) -> bool {
        !self.open && self.nested.is_none() && self.members.is_empty() && self.required.is_empty()
    }

    /// Beside an alternative that takes any object, it is not enough to look at what tells others apart: all that
    /// is required has to be there.
    pub(super) fn be_sure(&self, tests: &mut Vec<Test>) {
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
    pub(super) fn tests_against(&self, others: &[&Self], sure: Sure) -> Option<Vec<Test>> {
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
    pub(super) fn tests_alone(&self, found: &[(usize, Vec<Test>)], others: &[&Self]) -> Vec<Test> {
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
    pub(super) fn constants(&self) -> impl Iterator<Item = (&str, &Vec<Literal>)> {
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
    pub(super) fn candidates(&self) -> Vec<Candidate> {
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

    pub(super) fn requires(&self, name: &str) -> bool {
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
