//! Operations with what the configuration says of each.

use std::collections::HashMap;

use super::lists::Lists;
use super::names::{self, Pin};
use super::paths::Found;
use super::resources::{Identity, Seedling, Spot};
use super::select::Selected;
use super::types::Types;
use super::{bodies, envelope, pagination, parameters, responses};
use crate::config::{Config, Matched, OperationSettings};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{Counts, Ident};

/// Finds what the configuration says of each operation, and reports entries that are about none. Operations
/// whose parameters cannot be read are left out.
pub(super) fn configure<'d, 'c>(
    selected: &Selected<'d>,
    config: &'c Config,
    matched: &Matched,
    types: &Types<'d>,
    diagnostics: &Diagnostics,
) -> (Vec<Configured<'d, 'c>>, Counts) {
    let names: Vec<String> = selected.operations.iter().map(Found::name).collect();
    let mut counts = Counts {
        operations: names.len() + selected.excluded + selected.skipped,
        operations_excluded: selected.excluded,
        operations_skipped: names.len() + selected.skipped,
        ..Counts::default()
    };
    let mut entries = HashMap::new();
    for entry in &config.operations {
        entries.entry(entry.key.to_string()).or_insert(entry);
    }
    let mut configured = Vec::new();
    for (found, name) in selected.operations.iter().cloned().zip(&names) {
        let entry = entries.get(name).copied();
        if let Some(entry) = entry {
            matched.mark(&entry.at);
        }
        let Some(parameters) = parameters::read(&found, diagnostics) else {
            continue;
        };
        let one = Configured {
            settings: entry.map(|entry| &entry.settings),
            at: entry.map(|entry| &entry.at),
            parameters,
            body: None,
            responses: responses::declared(&found, types, diagnostics),
            found,
        };
        counts.operations_skipped -= 1;
        let bodies = bodies::declared(&one.found, types, diagnostics);
        counts.operations_added += bodies.len().saturating_sub(1);
        let with = |body| Configured {
            body: Some(body),
            ..one.clone()
        };
        configured.extend(bodies.into_iter().map(with));
        if configured
            .last()
            .is_none_or(|last| last.found.name() != *name)
        {
            configured.push(one);
        }
    }
    for entry in &config.operations {
        let name = entry.key.to_string();
        if selected.excluded_names.contains(&name) {
            matched.mark(&entry.at);
        }
        let candidates = names.iter().map(String::as_str);
        matched.report(&entry.at, &name, "operation", candidates, diagnostics);
    }
    (configured, counts)
}

/// An operation with what the configuration says of it.
#[derive(Clone, Debug)]
pub(super) struct Configured<'d, 'c> {
    /// The operation.
    pub(super) found: Found<'d>,
    /// What is said of it.
    pub(super) settings: Option<&'c OperationSettings>,
    /// Where that is said.
    pub(super) at: Option<&'c Location>,
    /// Its parameters.
    pub(super) parameters: Vec<parameters::Parameter<'d>>,
    /// Its body, or one of several that are too different to be one input.
    pub(super) body: Option<bodies::Declared<'d>>,
    /// Its responses.
    pub(super) responses: Vec<responses::Declared<'d>>,
}

impl<'d> Configured<'d, '_> {
    /// What tells it from all other operations of the IR: method and path, and the media type of a body that is
    /// not the preferred one.
    pub(super) fn key(&self) -> String {
        match self.variant() {
            Some(word) => format!("{} as {word}", self.found.name()),
            None => self.found.name(),
        }
    }

    /// What its body is called in names, if it is not the preferred one.
    pub(super) fn variant(&self) -> Option<&str> {
        self.body.as_ref()?.word.as_deref()
    }

    /// Whether it is said of this operation itself how its pages are walked through.
    pub(super) fn has_own_pages(&self) -> bool {
        self.settings
            .is_some_and(|settings| settings.pagination.is_some())
    }

    /// Whether the answer is a list.
    fn lists(&self, config: &Config, types: &Types<'d>) -> Lists {
        if pagination::is_declared(self, types) {
            return Lists::Yes;
        }
        let Some(payload) = responses::payload(&self.responses) else {
            return Lists::No;
        };
        let opened = envelope::open(&payload, config.envelope.as_ref(), types);
        let payload = opened.map_or(payload, |contents| contents.result);
        Lists::of(&payload, &self.found.template, types)
    }

    /// What its place in the resource tree is made from.
    pub(super) fn seedling(
        &self,
        config: &Config,
        types: &Types<'d>,
        diagnostics: &Diagnostics,
    ) -> Seedling<'_> {
        let found = &self.found;
        let identity = Identity {
            method: &found.method,
            template: &found.template,
            lists: self.lists(config, types),
            tag: found.tags().next(),
            operation_id: found.operation_id(),
        };
        let mut spot = Spot::of(&identity, &config.resources);
        if let Some(resource) = self
            .settings
            .and_then(|settings| settings.resource.as_deref())
        {
            spot.base = 0;
            spot.resource = resource
                .split('.')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect();
        }
        if let Some(word) = self.variant() {
            spot = spot.taking(word);
        }
        Seedling {
            name: self.key(),
            template: &found.template,
            spot,
            pinned: self.pinned_verb(diagnostics),
            at: found.place.at().key(),
        }
    }

    /// The name of the struct, if the configuration gives one, and where.
    pub(super) fn pinned_name(&self, diagnostics: &Diagnostics) -> Option<Pin> {
        let name = self
            .settings
            .filter(|_| self.variant().is_none())?
            .name
            .as_deref()?;
        let pinned = names::pinned_type(name);
        if pinned.is_none() {
            diagnostics.push(not_a_name(name, "a type", self.at, "name"));
        }
        let at = self.at?;
        Some(Pin {
            name: pinned?,
            at: Location::new(at.file.as_str(), at.pointer.as_str()).member("name"),
        })
    }

    /// The name of the method, if the configuration gives one, and where.
    fn pinned_verb(&self, diagnostics: &Diagnostics) -> Option<(Ident, Location)> {
        let verb = self
            .settings
            .filter(|_| self.variant().is_none())?
            .verb
            .as_deref()?;
        let pinned = names::pinned_value(verb);
        if pinned.is_none() {
            diagnostics.push(not_a_name(verb, "a method", self.at, "verb"));
        }
        let at = self.at?;
        Some((
            pinned?,
            Location::new(at.file.as_str(), at.pointer.as_str()).member("verb"),
        ))
    }
}

fn not_a_name(name: &str, what: &str, at: Option<&Location>, key: &str) -> Diagnostic {
    let help = if what == "a type" {
        "names of types are written `LikeThis`"
    } else {
        "names of methods are written `like_this`"
    };
    let error = Diagnostic::error(
        "invalid-name",
        format!("`{name}` cannot be the name of {what} in Rust"),
    )
    .help(help);
    match at {
        Some(at) => error.at(Location::new(at.file.as_str(), at.pointer.as_str()).member(key)),
        None => error,
    }
}
