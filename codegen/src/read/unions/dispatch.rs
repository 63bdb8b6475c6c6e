//! How objects are told apart.

mod traits;
mod tried;

use std::cmp::Reverse;

use indexmap::IndexMap;

use self::traits::{Sure, Traits};
use super::Word;
use super::constants::{disjoint, only_value};
use super::discriminator::by_discriminator;
use super::leaves::Leaf;
use crate::ir::{JsonType, Literal, Test};
use crate::read::node::Node;
use crate::read::schema::Schemas;

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
    if let Some(tested) =
        discriminator.and_then(|node| by_discriminator(schemas, leaves, node, None))
    {
        return tested;
    }
    let mut sorting = Sorting::new(schemas, leaves);
    // What takes no members is left behind all others: only `{}` is right there.
    let nothing = sorting.those(Traits::takes_no_members).first().copied();
    let nothing = nothing.filter(|_| leaves.len() > 1);
    // What takes any object is left if nothing else fits.
    let anything = match sorting.those(Traits::takes_any_object).as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let is_left = |one: &usize| ![nothing, anything].contains(&Some(*one));
    sorting.waiting.retain(is_left);
    match by_common_constant(&sorting.traits, &sorting.waiting) {
        Some(known) => {
            sorting.waiting.clear();
            sorting.found = known;
        }
        None => sorting.separate(),
    }
    sorting.settle(schemas, nothing);
    agree(&sorting.traits, &mut sorting.found);
    sorting.end_with(anything, nothing);
    sorting.tested()
}

/// Objects on the way to their tests. All are known by their positions.
struct Sorting<'a, 'd, 'l> {
    leaves: &'l [&'a Leaf<'d>],
    traits: Vec<Traits<'d>>,
    /// Those that have no tests yet.
    waiting: Vec<usize>,
    /// The others, in the order in which they are to be tried.
    found: Vec<(usize, Vec<Test>)>,
}

impl<'a, 'd, 'l> Sorting<'a, 'd, 'l> {
    fn new(schemas: &Schemas<'d>, leaves: &'l [&'a Leaf<'d>]) -> Self {
        let traits = leaves.iter().map(|leaf| Traits::of(schemas, leaf));
        Self {
            leaves,
            traits: traits.collect(),
            waiting: (0..leaves.len()).collect(),
            found: Vec::new(),
        }
    }

    /// Those of which something is true.
    fn those(&self, is_so: impl Fn(&Traits<'d>) -> bool) -> Vec<usize> {
        let all = self.traits.iter().enumerate();
        all.filter(|(_, traits)| is_so(traits))
            .map(|(one, _)| one)
            .collect()
    }

    /// Takes out what can be told from everything else that is left, until nothing can: by members that are always
    /// there before those that may be missing.
    fn separate(&mut self) {
        while self.waiting.len() > 1 {
            let mut sures = [Sure::Required, Sure::Any].into_iter();
            let Some((one, tests)) = sures.find_map(|sure| self.separable(sure)) else {
                break;
            };
            self.waiting.retain(|other| *other != one);
            self.found.push((one, tests));
        }
    }

    /// The first that can be told from all others that wait.
    fn separable(&self, sure: Sure) -> Option<(usize, Vec<Test>)> {
        self.waiting.iter().copied().find_map(|one| {
            let others = self.waiting.iter().copied().filter(|other| *other != one);
            let others: Vec<&Traits<'d>> = self.traits_of(others).collect();
            Some((one, self.traits.get(one)?.tests_against(&others, sure)?))
        })
    }

    fn traits_of(
        &self,
        positions: impl Iterator<Item = usize>,
    ) -> impl Iterator<Item = &Traits<'d>> {
        positions.filter_map(|position| self.traits.get(position))
    }

    /// Finds tests for what still waits: the one that is left, or those that have to be tried.
    fn settle(&mut self, schemas: &Schemas<'d>, nothing: Option<usize>) {
        let waiting = std::mem::take(&mut self.waiting);
        if let [last] = waiting.as_slice() {
            let others = self.found.iter().map(|(other, _)| *other).chain(nothing);
            let others: Vec<&Traits<'d>> = self.traits_of(others).collect();
            let traits = self.traits.get(*last);
            let tests = traits.map(|traits| traits.tests_alone(&self.found, &others));
            self.found.push((*last, tests.unwrap_or_default()));
        } else {
            let leaf = |one: usize| Some((one, *self.leaves.get(one)?));
            let waiting: Vec<(usize, &Leaf<'d>)> = waiting.into_iter().filter_map(leaf).collect();
            self.found.extend(tried::in_turn(schemas, &waiting));
        }
    }

    /// Puts those that are left when nothing else fits at the end.
    fn end_with(&mut self, anything: Option<usize>, nothing: Option<usize>) {
        if let Some(anything) = anything {
            for (position, tests) in &mut self.found {
                if let Some(traits) = self.traits.get(*position) {
                    traits.be_sure(tests);
                }
            }
            let test = nothing.map_or(Test::Type(JsonType::Object), |_| Test::Decodes);
            self.found.push((anything, vec![test]));
        }
        let nothing = nothing.map(|one| (one, vec![Test::Type(JsonType::Object)]));
        self.found.extend(nothing);
    }

    fn tested(self) -> Vec<Tested<'a, 'd>> {
        let of = |(position, tests): (usize, Vec<Test>)| {
            Some(Tested {
                leaf: self.leaves.get(position)?,
                word: only_value(&tests).map(Word::Constant),
                tests,
            })
        };
        self.found.into_iter().filter_map(of).collect()
    }
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
