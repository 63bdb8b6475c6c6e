//! Pagination: how the pages of a list are walked through, as the configuration or the document describes it.

mod extension;

use std::borrow::Cow;

use super::configured::Configured;
use super::mentions::{self, Target};
use super::operations::Common;
use super::responses::{self, Paged};
use super::types::Types;
use crate::config::{Config, Items, PaginationSettings, Wanted};
use crate::diagnostic::{Diagnostic, Location};
use crate::ir::{Location as InputLocation, Output, Pagination};

/// Where an operation takes what asks for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AskedIn {
    /// A parameter of its query.
    Query,
    /// A member of its body.
    Body,
}

impl AskedIn {
    /// Whether it is the body.
    pub(super) fn is_body(self) -> bool {
        self == Self::Body
    }
}

/// What is said of the pages of an operation: in its own entry, else in the document, else of all.
#[derive(Debug)]
pub(super) struct Said<'c> {
    settings: Cow<'c, PaginationSettings>,
    /// Where the configuration says it; `None` if the document does, which says nothing of what is not there.
    at: Option<Location>,
    /// Whether it is said of this operation alone.
    is_own: bool,
    /// Where the operation takes what asks for a page, if the document says so.
    asked_in: Option<AskedIn>,
}

/// What is said of the pages of an operation, if it may have any.
pub(super) fn said<'d, 'c>(
    configured: &Configured<'d, 'c>,
    config: &'c Config,
    types: &Types<'d>,
) -> Option<Said<'c>> {
    let own = configured
        .settings
        .and_then(|settings| settings.pagination.as_ref());
    if let (Some(settings), Some(at)) = (own, configured.at) {
        return Some(Said {
            settings: Cow::Borrowed(settings),
            at: Some(Location::new(at.file.as_str(), at.pointer.as_str()).member("pagination")),
            is_own: true,
            asked_in: asked_in(settings, configured, types),
        });
    }
    if let Some(settings) = extension::read(configured, types) {
        return Some(Said {
            settings: Cow::Owned(settings),
            at: None,
            is_own: true,
            asked_in: None,
        });
    }
    let settings = config.pagination.as_ref()?;
    let asked_in = asked_in(settings, configured, types);
    let may_have_pages = match configured.found.method.as_str() {
        "GET" => true,
        "POST" => {
            asked_in == Some(AskedIn::Body) && answers_with_token(settings, configured, types)
        }
        _ => false,
    };
    may_have_pages.then(|| Said {
        settings: Cow::Borrowed(settings),
        at: Some(config.at("/pagination")),
        is_own: false,
        asked_in,
    })
}

/// Whether the document says of an operation that it has pages.
pub(super) fn is_declared<'d>(operation: &Configured<'d, '_>, types: &Types<'d>) -> bool {
    extension::read(operation, types).is_some_and(|settings| strategy(&settings).is_some())
}

/// Where an operation takes what asks for a page: as a member of its body only if it has no parameter of this name. A
/// body of which nothing is known has every member, if the operation has an entry of its own.
fn asked_in<'d>(
    settings: &PaginationSettings,
    configured: &Configured<'d, '_>,
    types: &Types<'d>,
) -> Option<AskedIn> {
    let name = parameter(settings)?;
    let mut parameters = configured.parameters.iter();
    if parameters.any(|parameter| {
        parameter.name == name && matches!(parameter.location, InputLocation::Query(_))
    }) {
        return Some(AskedIn::Query);
    }
    let body = configured.body.as_ref()?.may_ask()?;
    match mentions::follow(&body, name, types) {
        Target::Described => Some(AskedIn::Body),
        Target::Possible => configured.has_own_pages().then_some(AskedIn::Body),
        Target::Nothing(_) => None,
    }
}

/// Whether an answer says what asks for the next page.
fn answers_with_token<'d>(
    settings: &PaginationSettings,
    configured: &Configured<'d, '_>,
    types: &Types<'d>,
) -> bool {
    let PaginationSettings::Cursor { next, .. } = settings else {
        return false;
    };
    let answers = mentions::answers(configured, true);
    let mut targets = answers
        .iter()
        .map(|answer| mentions::follow(answer, next, types));
    targets.any(|target| matches!(target, Target::Described))
}

impl Said<'_> {
    /// What responses have to know; `None` if there is but one page.
    pub(super) fn paged(&self) -> Option<Paged<'_>> {
        strategy(&self.settings)?;
        Some(Paged {
            items: self.settings.items().filter(|_| self.may_be_around()),
        })
    }

    /// Whether the answer may be an object around the items: where nothing is said of the operation itself, it has pages
    /// if it takes what asks for one.
    fn may_be_around(&self) -> bool {
        self.is_own || self.asked_in.is_some() || parameter(&self.settings).is_none()
    }

    /// How the pages are walked through, and where one is asked for, once it is known what comes back. What is said and
    /// cannot be is reported.
    pub(super) fn settle<'d>(
        self,
        configured: &Configured<'d, '_>,
        read: &responses::Read,
        common: Common<'_>,
        types: &Types<'d>,
    ) -> Option<(Pagination, AskedIn)> {
        let is_page = matches!(read.output, Output::Page { .. });
        let strategy = strategy(&self.settings);
        if let Some(at) = &self.at {
            self.report(at, configured, read, common);
            common.mentions.items(&self.settings, at, configured, types);
            if strategy.is_some() && is_page {
                common.mentions.pages(&self.settings, at, configured, types);
            }
        }
        let strategy = strategy.filter(|_| is_page)?;
        Some((strategy, self.asked_in.unwrap_or(AskedIn::Query)))
    }

    /// Reports pages that are configured at `at` where there is no list, or where there are too many.
    fn report(
        &self,
        at: &Location,
        configured: &Configured<'_, '_>,
        read: &responses::Read,
        common: Common<'_>,
    ) {
        let name = configured.found.name();
        let lists = &read.several_lists;
        if self.is_own {
            let is_page = matches!(read.output, Output::Page { .. });
            if self.settings.as_ref() != &PaginationSettings::None && !is_page {
                common.diagnostics.push(unpaged(at, &name, lists));
            }
        } else if self.asked_in.is_some() && !lists.is_empty() {
            common.mentions.several_lists(at, &name, lists);
        }
    }
}

/// An operation whose own pagination says nothing, since it does not return a list, or too many.
fn unpaged(at: &Location, name: &str, lists: &[String]) -> Diagnostic {
    if lists.is_empty() {
        let message = format!("`{name}` does not return a list, so it has no pages");
        return Diagnostic::error("no-pages", message)
            .at(at.clone())
            .help("say in `items` which member of the answer is the list, or remove the entry");
    }
    let message = format!(
        "the answer of `{name}` has the lists {}: which are the items?",
        mentions::quoted(lists)
    );
    Diagnostic::error("no-pages", message)
        .at(at.clone().member("items"))
        .help(several_lists_help(name, lists))
}

/// What to say where the answer of an operation has several lists. The one that the path names is probably meant.
pub(super) fn several_lists_help(operation: &str, lists: &[String]) -> String {
    let meant = lists.iter().find(|list| operation.contains(*list));
    let other = meant.and_then(|meant| lists.iter().find(|list| *list != meant));
    let (meant, other) = meant
        .zip(other)
        .map_or(("…", "…"), |(meant, other)| (meant, other));
    format!(
        "say which has the items, `items = \"{meant}\"`, or which has not: `items = [\"*\", \"!{other}\"]`"
    )
}

/// Which of the lists in an answer has the items.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Chosen<'a> {
    /// This one.
    This(&'a str),
    /// None of them.
    None,
    /// One of these, and it is not said which.
    OneOf(Vec<&'a str>),
}

/// Which of the lists in an answer has the items: one of its members, or a deeper one, which is meant only by its path.
pub(super) fn chosen<'a>(items: &'a Items, lists: &[&'a str], deeper: &[&'a str]) -> Chosen<'a> {
    let is_excluded = |list: &str| items.wanted().any(|one| one == Wanted::Not(list));
    for wanted in items.wanted() {
        match wanted {
            Wanted::Not(_) => {}
            Wanted::Named(name) => {
                let mut all = lists.iter().chain(deeper);
                if let Some(list) = all.find(|list| **list == name) {
                    return Chosen::This(list);
                }
            }
            Wanted::Only => {
                let possible = lists.iter().copied().filter(|list| !is_excluded(list));
                match possible.collect::<Vec<_>>().as_slice() {
                    [] => {}
                    [only] => return Chosen::This(only),
                    several => return Chosen::OneOf(several.to_vec()),
                }
            }
        }
    }
    Chosen::None
}

/// What asks for a page; `None` where the answer has a URL.
fn parameter(settings: &PaginationSettings) -> Option<&str> {
    match settings {
        PaginationSettings::Page { page, .. } => Some(page),
        PaginationSettings::Offset { offset, .. } => Some(offset),
        PaginationSettings::Cursor { cursor, .. } => Some(cursor),
        PaginationSettings::After { after, .. } => Some(after),
        PaginationSettings::Link { .. } | PaginationSettings::None => None,
    }
}

/// The strategy in terms of the IR; `None` if there is but one page.
fn strategy(settings: &PaginationSettings) -> Option<Pagination> {
    Some(match settings.clone() {
        PaginationSettings::Page {
            page,
            first_page,
            total,
            total_pages,
            items: _,
        } => Pagination::Page {
            page,
            first: first_page.unwrap_or(1),
            total,
            total_pages,
        },
        PaginationSettings::Offset {
            offset,
            total,
            items: _,
        } => Pagination::Offset { offset, total },
        PaginationSettings::Cursor {
            cursor,
            next,
            items: _,
        } => Pagination::Cursor { cursor, next },
        PaginationSettings::After {
            after,
            item,
            more,
            items: _,
        } => Pagination::After { after, item, more },
        PaginationSettings::Link { next, items: _ } => Pagination::Link { next },
        PaginationSettings::None => return None,
    })
}
