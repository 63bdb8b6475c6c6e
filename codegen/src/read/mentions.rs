//! What the configuration says of all answers at once, such as the path to the number of pages: whether any
//! answer has it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::bodies::Declared;
use super::configured::Configured;
use super::pagination;
use super::schema::Schema;
use super::steps;
use super::types::Types;
use crate::config::{Config, EnvelopeSettings, Items, PaginationSettings, Wanted};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{Location as InputLocation, MediaKind};
use crate::suggest;

/// What the configuration mentions, so far as operations were read that it is about.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    all: RefCell<Vec<Mention>>,
    /// Whether an answer is in the envelope.
    wrapped: Cell<bool>,
    /// Operations that may have pages, whose answers have several lists.
    several_lists: RefCell<Option<SeveralLists>>,
}

/// Operations whose answers have several lists, where the configuration says that the only one has the items.
#[derive(Debug)]
struct SeveralLists {
    at: Location,
    /// The first of them.
    operation: String,
    /// The lists that its answer has.
    lists: Vec<String>,
    /// How many others there are.
    others: usize,
}

/// A name or path in the configuration.
#[derive(Debug)]
struct Mention {
    at: Location,
    text: String,
    of: Of,
    /// Whether something is called so.
    found: bool,
    /// What could have been meant.
    candidates: BTreeSet<String>,
}

/// What a mention is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// A member of the object that answers are wrapped in, without which none is.
    Payload,
    /// Another member of that object.
    Envelope,
    /// A member of the answers of operations with pages.
    Page,
    /// What operations with pages take: a query parameter, or a member of the body.
    Parameter,
}

/// What a path leads to.
pub(super) enum Target {
    /// A member.
    Described,
    /// A place of which nothing is known.
    Possible,
    /// Nothing: these are the paths that lead to something.
    Nothing(Vec<String>),
}

impl Mentions {
    /// Looks for what is said of pages in an operation that has pages. `settings` stand at `at`.
    pub(super) fn pages<'d>(
        &self,
        settings: &PaginationSettings,
        at: &Location,
        operation: &Configured<'d, '_>,
        types: &Types<'d>,
    ) {
        let (paths, parameters) = said_of_pages(settings);
        let answers = answers(operation, true);
        for (key, path) in paths {
            let targets = answers.iter().map(|answer| follow(answer, path, types));
            self.note(at.clone().member(key), path, Of::Page, targets);
        }
        let declared = operation.parameters.iter();
        let declared: Vec<String> = declared
            .filter(|parameter| matches!(parameter.location, InputLocation::Query(_)))
            .map(|parameter| parameter.name.clone())
            .collect();
        let body = operation.body.as_ref().and_then(Declared::may_ask);
        for (key, name) in parameters {
            let target = if declared.iter().any(|other| other == name) {
                Target::Described
            } else {
                Target::Nothing(declared.clone())
            };
            let in_body = body.as_ref().map(|body| follow(body, name, types));
            let targets = [target].into_iter().chain(in_body);
            self.note(at.clone().member(key), name, Of::Parameter, targets);
        }
    }

    /// Looks for the member that holds the items of a page in an operation that may have pages.
    pub(super) fn items<'d>(
        &self,
        settings: &PaginationSettings,
        at: &Location,
        operation: &Configured<'d, '_>,
        types: &Types<'d>,
    ) {
        let Some(items) = settings.items() else {
            return;
        };
        let at = at.clone().member("items");
        let answers = answers(operation, true);
        for (position, wanted) in items.wanted().enumerate() {
            let (Wanted::Named(name) | Wanted::Not(name)) = wanted else {
                continue;
            };
            let at = match items {
                Items::One(_) => at.clone(),
                Items::Several(_) => at.clone().member(&position.to_string()),
            };
            let targets = answers.iter().map(|answer| follow(answer, name, types));
            self.note(at, name, Of::Page, targets);
        }
    }

    /// Remembers an operation whose answer has several lists, so that it has no pages.
    pub(super) fn several_lists(&self, at: &Location, operation: &str, lists: &[String]) {
        let mut all = self.several_lists.borrow_mut();
        let first = all.get_or_insert_with(|| SeveralLists {
            at: at.clone().member("items"),
            operation: operation.to_owned(),
            lists: lists.to_vec(),
            others: 0,
        });
        if first.operation != operation {
            first.others += 1;
        }
    }

    /// Looks for what is said of the envelope in an operation, which is `wrapped` if its answers are in it.
    pub(super) fn envelope<'d>(
        &self,
        config: &Config,
        operation: &Configured<'d, '_>,
        wrapped: bool,
        types: &Types<'d>,
    ) {
        let Some(settings) = &config.envelope else {
            return;
        };
        let at = config.at("/envelope");
        let success = answers(operation, true);
        let targets = success
            .iter()
            .map(|answer| follow(answer, &settings.result, types));
        let at_result = at.clone().member("result");
        self.note(at_result, &settings.result, Of::Payload, targets);
        if !wrapped {
            return;
        }
        self.wrapped.set(true);
        let all = [success, answers(operation, false)].concat();
        for (key, name) in members_of(settings) {
            let targets = all.iter().map(|answer| follow(answer, name, types));
            self.note(at.clone().member(key), name, Of::Envelope, targets);
        }
    }

    fn note(&self, at: Location, text: &str, of: Of, targets: impl IntoIterator<Item = Target>) {
        let mut all = self.all.borrow_mut();
        let known = all.iter().position(|mention| mention.at == at);
        let index = known.unwrap_or_else(|| {
            all.push(Mention {
                at,
                text: text.to_owned(),
                of,
                found: false,
                candidates: BTreeSet::new(),
            });
            all.len() - 1
        });
        let Some(mention) = all.get_mut(index) else {
            return;
        };
        for target in targets {
            match target {
                Target::Described | Target::Possible => mention.found = true,
                Target::Nothing(others) if !mention.found => mention.candidates.extend(others),
                Target::Nothing(_) => {}
            }
        }
    }

    /// Reports what no operation has.
    pub(super) fn report(self, diagnostics: &Diagnostics) {
        let wrapped = self.wrapped.get();
        if let Some(several) = self.several_lists.into_inner() {
            diagnostics.push(several.unpaged());
        }
        for mention in self.all.into_inner() {
            if !mention.found {
                mention.report(diagnostics);
            } else if mention.of == Of::Payload && !wrapped {
                diagnostics.push(mention.unmarked());
            }
        }
    }
}

impl SeveralLists {
    fn unpaged(self) -> Diagnostic {
        let Self {
            at,
            operation,
            lists,
            others,
        } = self;
        let others = match others {
            0 => String::new(),
            1 => ", and another operation whose answer has several".to_owned(),
            _ => format!(", and {others} other operations whose answers have several"),
        };
        let help = pagination::several_lists_help(&operation, &lists);
        let message = format!(
            "`{operation}` has no pages: its answer has the lists {}{others}",
            quoted(&lists)
        );
        Diagnostic::warning("several-lists", message)
            .at(at)
            .help(help)
    }
}

/// Names, for a message.
pub(super) fn quoted(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

impl Mention {
    /// Answers that have the payload's member and are not wrapped all the same.
    fn unmarked(&self) -> Diagnostic {
        let message = format!(
            "no answer that has a member `{}` has the one for success or for errors too, so none is unwrapped",
            self.text
        );
        Diagnostic::warning("matches-nothing", message)
            .at(self.at.clone())
            .help("correct `success` and `errors`, or remove them")
    }

    fn report(self, diagnostics: &Diagnostics) {
        let Self { at, text, of, .. } = &self;
        let candidates = self.candidates.iter().map(String::as_str);
        let closest = suggest::closest(text, candidates);
        let code = "matches-nothing";
        let diagnostic = match (of, closest) {
            // The document may not say it, or not of the operations that are generated.
            (Of::Parameter, None) => return,
            (Of::Payload, None) => Diagnostic::warning(
                code,
                format!("no answer has a member `{text}`, so none is unwrapped"),
            ),
            (Of::Envelope, None) => Diagnostic::warning(
                code,
                format!("no answer that is wrapped has a member `{text}`"),
            ),
            (Of::Parameter, Some(_)) => Diagnostic::warning(
                code,
                format!("no operation with pages takes `{text}` in its query or its body"),
            ),
            (Of::Payload, Some(_)) => {
                Diagnostic::error(code, format!("no answer has a member `{text}`"))
            }
            (Of::Envelope, Some(_)) => Diagnostic::error(
                code,
                format!("no answer that is wrapped has a member `{text}`"),
            ),
            (Of::Page, _) => {
                Diagnostic::error(code, format!("no answer with a page has a member `{text}`"))
            }
        };
        let help = match closest {
            Some(other) => format!("did you mean `{other}`?"),
            None => "remove the entry, or correct it".to_owned(),
        };
        diagnostics.push(diagnostic.at(at.clone()).help(help));
    }
}

/// Keys of the configuration with what they say.
type Said<'s> = Vec<(&'static str, &'s str)>;

/// The paths in answers, and what operations take.
fn said_of_pages(settings: &PaginationSettings) -> (Said<'_>, Said<'_>) {
    match settings {
        PaginationSettings::Page {
            page,
            first_page: _,
            total,
            total_pages,
            items: _,
        } => (
            given([
                ("total", total.as_ref()),
                ("total_pages", total_pages.as_ref()),
            ]),
            given([("page", Some(page))]),
        ),
        PaginationSettings::Offset {
            offset,
            total,
            items: _,
        } => (
            given([("total", total.as_ref())]),
            given([("offset", Some(offset))]),
        ),
        PaginationSettings::Cursor {
            cursor,
            next,
            items: _,
        } => (
            given([("next", Some(next))]),
            given([("cursor", Some(cursor))]),
        ),
        PaginationSettings::After {
            after,
            item: _,
            more,
            items: _,
        } => (
            given([("more", more.as_ref())]),
            given([("after", Some(after))]),
        ),
        PaginationSettings::Link { next, items: _ } => {
            (given([("next", next.as_ref())]), Vec::new())
        }
        PaginationSettings::None => (Vec::new(), Vec::new()),
    }
}

fn given<'s, const N: usize>(pairs: [(&'static str, Option<&'s String>); N]) -> Said<'s> {
    let given = pairs
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?.as_str())));
    given.collect()
}

/// The members of the envelope besides the payload.
fn members_of(settings: &EnvelopeSettings) -> Said<'_> {
    given([
        ("success", settings.success.as_ref()),
        ("errors", settings.errors.as_ref()),
        ("messages", settings.messages.as_ref()),
        ("result_info", settings.result_info.as_ref()),
    ])
}

/// The schemas of JSON that an operation answers with: with success, or without.
pub(super) fn answers<'d>(operation: &Configured<'d, '_>, success: bool) -> Vec<Schema<'d>> {
    let responses = operation
        .responses
        .iter()
        .filter(|response| response.success == success);
    responses
        .flat_map(|response| &response.content)
        .filter(|described| described.media.kind == MediaKind::Json)
        .filter_map(|described| described.schema.clone())
        .collect()
}

/// Follows a path such as `meta.total`.
pub(super) fn follow<'d>(schema: &Schema<'d>, path: &str, types: &Types<'d>) -> Target {
    let names = steps::steps(path);
    let mut schema = schema.clone();
    for (position, name) in names.iter().enumerate() {
        let Some(next) = types.property(schema.clone(), name) else {
            let combined = types.combined(schema.clone());
            if combined.properties.is_empty() && !types.is_list(schema) {
                return Target::Possible;
            }
            let (passed, missed) = names.split_at(position);
            let others = combined.properties.keys();
            return Target::Nothing(others.map(|other| instead(passed, other, missed)).collect());
        };
        schema = next;
    }
    Target::Described
}

/// The path with another name in place of the first one that is missed, or of all, if it has the dots itself.
fn instead(passed: &[String], other: &str, missed: &[String]) -> String {
    let passed = passed.iter().map(String::as_str);
    let after = missed.iter().skip(1).map(String::as_str);
    let after = after.filter(|_| missed.join(".") != other);
    steps::path(&passed.chain([other]).chain(after).collect::<Vec<_>>())
}
