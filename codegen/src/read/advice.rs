//! What the configuration could say of a document: guessed, and tried.

mod base;
mod group;
mod guess;

use self::group::Group;
use super::configured;
use super::resolve::Documents;
use super::types::Types;
use super::{paths, read, select};
use crate::advice::{Advice, Pages};
use crate::config::{Config, Entry, Matched, OperationKey, OperationSettings, PaginationSettings};
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
        trial.pages(group::groups(&operations, config, &types), &mut advice);
    }
    advice
}

/// What guesses are tried on.
struct Trial<'t> {
    documents: &'t Documents,
    config: &'t Config,
    package: &'t str,
}

/// What most lists have.
struct Best {
    pages: Pages,
    /// The operations that have pages then, by method and path.
    paged: Vec<String>,
    /// The configuration that says so.
    config: Config,
}

impl Trial<'_> {
    /// How the lists have pages: in one of the ways that most seem to have, and in ways of their own.
    fn pages(&self, groups: Vec<Group>, advice: &mut Advice) {
        let Some(best) = self.best(&groups) else {
            return;
        };
        let all = groups.into_iter().flat_map(|group| group.all);
        let others = all.filter(|(operation, _)| !best.paged.contains(operation));
        let others = others.filter_map(|(key, guess)| Some((key.parse().ok()?, guess.own())));
        advice.operations = self.right(others.collect(), best.config);
        advice.pagination = Some(best.pages);
    }

    /// The way that is right for most of those that seem to have it.
    fn best(&self, groups: &[Group]) -> Option<Best> {
        let tried = groups.iter().take(TRIED).filter_map(|group| {
            let settings = group.settings()?;
            let config = Config {
                pagination: Some(settings.clone()),
                ..self.config.clone()
            };
            let mut paged = self.paged(&config);
            paged.retain(|operation| group.has(operation));
            let lists = paged.len();
            Some(Best {
                pages: Pages { settings, lists },
                paged,
                config,
            })
        });
        let best = tried.reduce(|best, other| {
            let is_better = other.pages.lists > best.pages.lists;
            if is_better { other } else { best }
        });
        best.filter(|best| best.pages.lists > 0)
    }

    /// Those of the entries under which an operation has pages.
    fn right(
        &self,
        mut entries: Vec<(OperationKey, PaginationSettings)>,
        mut config: Config,
    ) -> Vec<(OperationKey, PaginationSettings)> {
        config.operations.extend(entries.iter().map(entry));
        let paged = self.paged(&config);
        entries.retain(|(key, _)| paged.contains(&key.to_string()));
        entries
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
