//! What the configuration could say of a document: guessed, and tried.

mod base;
mod guess;

use self::guess::Guess;
use super::configured::{self, Configured};
use super::resolve::Documents;
use super::types::Types;
use super::{paths, read, select};
use crate::advice::{Advice, Pages};
use crate::config::{
    Config, Entry, Items, Matched, OperationKey, OperationSettings, PaginationSettings,
};
use crate::diagnostic::{Diagnostics, Location};

/// How many guesses are tried.
const TRIED: usize = 4;

/// Looks for what the configuration does not say yet.
pub(crate) fn advise(documents: &Documents, config: &Config, package: &str) -> Advice {
    let unheard = Diagnostics::new();
    let types = Types::new(documents, &unheard);
    let matched = Matched::new();
    let collected = paths::collect(documents.root());
    let selected = select::select(collected, config, &matched, &unheard);
    let (operations, _) = configured::configure(&selected, config, &matched, &types, &unheard);
    let mut advice = Advice {
        base: base::common(&operations, &config.resources),
        ..Advice::default()
    };
    if config.pagination.is_none() {
        let trial = Trial {
            documents,
            config,
            package,
        };
        trial.pages(groups(&operations, config, &types), &mut advice);
    }
    advice
}

/// What guesses are tried on.
struct Trial<'t> {
    documents: &'t Documents,
    config: &'t Config,
    package: &'t str,
}

impl Trial<'_> {
    /// Adds how the lists have pages: in one of the ways that most seem to have, the one that is right for most, and
    /// in ways of their own, as far as they are right.
    fn pages(&self, groups: Vec<Group>, advice: &mut Advice) {
        let mut best: Option<(Config, Pages, Vec<String>)> = None;
        for group in groups.iter().take(TRIED) {
            let Some(settings) = group.settings() else {
                continue;
            };
            let config = Config {
                pagination: Some(settings.clone()),
                ..self.config.clone()
            };
            let mut paged = self.paged(&config);
            paged.retain(|operation| group.has(operation));
            let lists = paged.len();
            if lists > best.as_ref().map_or(0, |(_, best, _)| best.lists) {
                best = Some((config, Pages { settings, lists }, paged));
            }
        }
        let Some((mut config, pages, paged)) = best else {
            return;
        };
        advice.pagination = Some(pages);
        let all = groups.into_iter().flat_map(|group| group.all);
        let mut others: Vec<(OperationKey, PaginationSettings)> = all
            .filter(|(operation, _)| !paged.contains(operation))
            .filter_map(|(operation, guess)| Some((operation.parse().ok()?, guess.own())))
            .collect();
        config.operations.extend(others.iter().map(entry));
        let paged = self.paged(&config);
        others.retain(|(key, _)| paged.contains(&key.to_string()));
        advice.operations = others;
    }

    /// The operations that have pages if the configuration is this one.
    fn paged(&self, config: &Config) -> Vec<String> {
        let api = read(self.documents, config, self.package, &Diagnostics::new());
        let operations = api.operations.into_iter();
        let paged = operations.filter(|operation| operation.pagination.is_some());
        paged.map(|operation| operation.key).collect()
    }
}

/// What the configuration says of one operation.
fn entry(
    (key, settings): &(OperationKey, PaginationSettings),
) -> Entry<OperationKey, OperationSettings> {
    Entry {
        key: key.clone(),
        text: key.to_string(),
        settings: OperationSettings {
            pagination: Some(settings.clone()),
            ..OperationSettings::default()
        },
        at: Location::new("", ""),
    }
}

/// Lists that seem to have pages in the same way: the operations by method and path, and what each of them says.
struct Group {
    all: Vec<(String, Guess)>,
}

/// What operations say, the most frequent first.
fn groups<'d>(operations: &[Configured<'d, '_>], config: &Config, types: &Types<'d>) -> Vec<Group> {
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
    groups.sort_by_key(|group| std::cmp::Reverse(group.all.len()));
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

    fn has(&self, operation: &str) -> bool {
        self.all.iter().any(|(name, _)| name == operation)
    }

    /// What the configuration says of all of them at once.
    fn settings(&self) -> Option<PaginationSettings> {
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
