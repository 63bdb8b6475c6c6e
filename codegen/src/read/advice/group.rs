//! Lists that seem to have pages in the same way.

use std::cmp::Reverse;

use super::super::configured::Configured;
use super::super::types::Types;
use super::guess::{self, Guess};
use crate::config::{Config, Items, PaginationSettings};

/// Operations by method and path, with what each of them says.
pub(super) struct Group {
    pub(super) all: Vec<(String, Guess)>,
}

/// What operations say, the most frequent first.
pub(super) fn groups<'d>(
    operations: &[Configured<'d, '_>],
    config: &Config,
    types: &Types<'d>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for operation in operations {
        let Some(guess) = guess::guess(operation, config, types) else {
            continue;
        };
        let one = (operation.found.name(), guess);
        match groups.iter_mut().find(|group| group.is_like(&one.1)) {
            Some(group) => group.all.push(one),
            None => groups.push(Group { all: vec![one] }),
        }
    }
    groups.sort_by_key(|group| Reverse(group.all.len()));
    groups
}

impl Group {
    fn guesses(&self) -> impl Iterator<Item = &Guess> {
        self.all.iter().map(|(_, guess)| guess)
    }

    fn is_like(&self, guess: &Guess) -> bool {
        self.guesses()
            .next()
            .is_some_and(|first| first.is_like(guess))
    }

    /// Whether an operation is one of them.
    pub(super) fn has(&self, operation: &str) -> bool {
        self.all.iter().any(|(name, _)| name == operation)
    }

    /// What the configuration says of all of them at once.
    pub(super) fn settings(&self) -> Option<PaginationSettings> {
        let total = self.usual(|guess| guess.total.as_ref());
        let total_pages = self.usual(|guess| guess.total_pages.as_ref());
        let first = self.guesses().next()?;
        Some(first.settings(total, total_pages, self.items()))
    }

    /// The member that has the items: of all, or of most, and the only list elsewhere.
    fn items(&self) -> Option<Items> {
        let first = self.guesses().find_map(|guess| guess.items.as_ref())?;
        let only = || "*".to_owned();
        let Some(usual) = self.usual(|guess| guess.items.as_ref()) else {
            return Some(Items::One(only()));
        };
        let mut all = self.guesses().filter_map(|guess| guess.items.as_ref());
        Some(if all.all(|name| name == first) {
            Items::One(usual)
        } else {
            Items::Several(vec![usual, only()])
        })
    }

    /// What most of them say.
    fn usual(&self, said: impl Fn(&Guess) -> Option<&String>) -> Option<String> {
        let count = |wanted: &String| {
            let same = self.guesses().filter(|guess| said(guess) == Some(wanted));
            same.count()
        };
        let most = self
            .guesses()
            .filter_map(&said)
            .max_by_key(|text| count(text))?;
        (count(most) * 2 > self.all.len()).then(|| most.clone())
    }
}
