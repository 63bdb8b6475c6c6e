//! Which operations are generated: what the configuration includes, less what it excludes.

use std::collections::HashSet;

use super::glob;
use super::node::Node;
use super::paths::{self, Collected, Found, Unreadable};
use super::tree::NodeId;
use crate::config::{Config, Matched, Selection};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// The operations to be generated, and how many are not.
#[derive(Debug)]
pub(super) struct Selected<'d> {
    /// Those to be generated, in an order that does not depend on that of the document.
    pub(super) operations: Vec<Found<'d>>,
    /// How many the configuration leaves out.
    pub(super) excluded: usize,
    /// The names of those that are left out and could be read.
    pub(super) excluded_names: Vec<String>,
    /// How many cannot be read; each has a diagnostic.
    pub(super) skipped: usize,
}

/// Selects operations. Faults of those that are left out are not reported.
pub(super) fn select<'d>(
    collected: Collected<'d>,
    config: &Config,
    matched: &Matched,
    diagnostics: &Diagnostics,
) -> Selected<'d> {
    let selection = Select::new(config);
    report_unmatched(&collected.operations, config, matched, diagnostics);
    let mut excluded = 0;
    let mut skipped = 0;
    for unreadable in &collected.unreadable {
        if selection.has_unreadable(unreadable) {
            skipped += 1;
            diagnostics.push(unreadable.error.clone());
        } else {
            excluded += 1;
        }
    }
    let (mut operations, others): (Vec<_>, Vec<_>) = collected
        .operations
        .into_iter()
        .partition(|found| selection.has(found));
    if operations.is_empty() && !others.is_empty() && skipped == 0 {
        diagnostics.push(
            Diagnostic::warning(
                "nothing-selected",
                "`include` and `exclude` leave no operation",
            )
            .at(config.at("/select")),
        );
    }
    operations.sort_by(|a, b| (a.key, &a.method).cmp(&(b.key, &b.method)));
    Selected {
        operations,
        excluded: excluded + others.len(),
        excluded_names: others.iter().map(Found::name).collect(),
        skipped,
    }
}

/// The parts of a document that matter to operations only that are not selected, unless something refers to them.
#[derive(Debug, Default)]
pub(super) struct LeftOut(HashSet<NodeId>);

impl LeftOut {
    /// Finds them, also in a document of Swagger 2.0 as it is written.
    pub(super) fn of(root: Node<'_>, config: &Config) -> Self {
        let selection = Select::new(config);
        let collected = paths::collect(root);
        let (selected, others): (Vec<_>, Vec<_>) = collected
            .operations
            .iter()
            .partition(|found| selection.has(found));
        let unreadable = collected.unreadable.iter();
        let (unread, unread_others): (Vec<_>, Vec<_>) =
            unreadable.partition(|one| selection.has_unreadable(one));
        if others.is_empty() && unread_others.is_empty() {
            return Self::default();
        }
        let keys = selected.iter().map(|found| found.key);
        let unread = unread.iter().map(|one| one.key.as_str());
        let keys: HashSet<&str> = keys.chain(unread).collect();
        let items = root.get("paths").into_iter().flat_map(Node::entries);
        let items = items.filter(|(key, _)| !keys.contains(key));
        let places = others.iter().map(|found| found.place);
        let all = items
            .map(|(_, item)| item)
            .chain(places)
            .chain(shared(root));
        let mut all: HashSet<NodeId> = all.map(Node::identity).collect();
        for found in selected {
            all.remove(&found.place.identity());
        }
        Self(all)
    }

    /// Whether there are none.
    pub(super) fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a part is one of them.
    pub(super) fn has(&self, part: Node<'_>) -> bool {
        self.0.contains(&part.identity())
    }
}

/// The sections of a document that are there for others to refer to. Security schemes are known by their names.
fn shared(root: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let components = root.get("components").into_iter().flat_map(Node::entries);
    let components = components.filter(|(section, _)| *section != "securitySchemes");
    let before = ["parameters", "responses"].into_iter();
    let before = before.filter_map(move |section| root.get(section));
    components.map(|(_, section)| section).chain(before)
}

/// What the configuration says about an operation.
struct Select<'c> {
    config: &'c Config,
    /// The operations of which `exclude = true` is said.
    switched_off: HashSet<String>,
}

impl<'c> Select<'c> {
    fn new(config: &'c Config) -> Self {
        let switched_off = config.operations.iter();
        let switched_off = switched_off.filter(|entry| entry.settings.exclude);
        Self {
            config,
            switched_off: switched_off.map(|entry| entry.key.to_string()).collect(),
        }
    }

    fn has(&self, found: &Found<'_>) -> bool {
        let select = &self.config.select;
        let included = select.include.is_empty() || names(&select.include, found);
        let switched_off = self.switched_off.contains(&found.name());
        included && !names(&select.exclude, found) && !switched_off
    }

    /// Whether an operation that cannot be read would be selected, as far as its path tells.
    fn has_unreadable(&self, unreadable: &Unreadable) -> bool {
        let by_path = |selection: &Selection| {
            let method = unreadable.method.as_deref();
            selection
                .paths
                .iter()
                .any(|pattern| matches_path(pattern, method, &unreadable.key))
        };
        let select = &self.config.select;
        (select.include.is_empty() || by_path(&select.include)) && !by_path(&select.exclude)
    }
}

/// Whether one of the lists names the operation.
fn names(selection: &Selection, found: &Found<'_>) -> bool {
    selection.paths.iter().any(|pattern| path(pattern, found))
        || selection.tags.iter().any(|pattern| tag(pattern, found))
        || selection
            .operation_ids
            .iter()
            .any(|pattern| operation_id(pattern, found))
}

fn path(pattern: &str, found: &Found<'_>) -> bool {
    matches_path(pattern, Some(&found.method), found.key)
}

/// Matches `/user/**` and `GET /user/**`. A path without a method is matched by every method.
fn matches_path(pattern: &str, method: Option<&str>, key: &str) -> bool {
    match pattern.split_once(' ') {
        Some((only, pattern)) => {
            method.is_none_or(|method| method.eq_ignore_ascii_case(only))
                && glob::matches(pattern.trim_start(), key)
        }
        None => glob::matches(pattern, key),
    }
}

fn tag(pattern: &str, found: &Found<'_>) -> bool {
    found.tags().any(|tag| glob::matches(pattern, tag))
}

fn operation_id(pattern: &str, found: &Found<'_>) -> bool {
    found
        .operation_id()
        .is_some_and(|id| glob::matches(pattern, id))
}

/// Reports patterns that no operation matches.
fn report_unmatched(
    operations: &[Found<'_>],
    config: &Config,
    matched: &Matched,
    diagnostics: &Diagnostics,
) {
    let keys: Vec<&str> = operations.iter().map(|found| found.key).collect();
    let tags: Vec<&str> = operations.iter().flat_map(Found::tags).collect();
    let ids: Vec<&str> = operations.iter().filter_map(Found::operation_id).collect();
    for (list, selection) in [
        ("include", &config.select.include),
        ("exclude", &config.select.exclude),
    ] {
        let kinds: [Kind<'_>; 3] = [
            ("paths", "path", &selection.paths, path, &keys),
            ("tags", "tag", &selection.tags, tag, &tags),
            (
                "operation_ids",
                "operationId",
                &selection.operation_ids,
                operation_id,
                &ids,
            ),
        ];
        for (kind, what, patterns, test, candidates) in kinds {
            for (position, pattern) in patterns.iter().enumerate() {
                let at = config.at(&format!("/select/{list}/{kind}/{position}"));
                if operations.iter().any(|found| test(pattern, found)) {
                    matched.mark(&at);
                }
                matched.report(&at, pattern, what, candidates.iter().copied(), diagnostics);
            }
        }
    }
}

/// A kind of pattern: its key, what it is about, the patterns, the test, and what could have been meant.
type Kind<'a> = (&'a str, &'a str, &'a [String], Test, &'a [&'a str]);

/// Whether a pattern names an operation.
type Test = fn(&str, &Found<'_>) -> bool;
