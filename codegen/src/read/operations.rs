//! Operations: from what stands in the document to the IR.

use super::names::Place;
use super::node::Node;
use super::paths::Found;
use super::resources::Lists;
use super::types::Types;
use super::{bodies, docs, envelope, names, pagination, parameters, responses};
use crate::config::{Config, OperationSettings};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{
    Ident, Input, Location as InputLocation, Operation, Output, Presence, ResourceId, SchemeId,
};

/// What is the same for all operations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Common<'c> {
    /// The configuration.
    pub(super) config: &'c Config,
    /// Where to report.
    pub(super) diagnostics: &'c Diagnostics,
    /// The base URL of the client.
    pub(super) base_url: Option<&'c str>,
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

    /// Whether the answer is a list.
    pub(super) fn lists(&self, config: &Config, types: &Types<'d>) -> Lists {
        let Some(payload) = responses::payload(&self.responses) else {
            return Lists::No;
        };
        let opened = envelope::open(&payload, config.envelope.as_ref(), types);
        let payload = opened.map_or(payload, |contents| contents.result);
        envelope::lists(&payload, &self.found.template, types)
    }

    /// The name of the struct, if the configuration gives one.
    fn pinned_name(&self, diagnostics: &Diagnostics) -> Option<Ident> {
        let name = self
            .settings
            .filter(|_| self.variant().is_none())?
            .name
            .as_deref()?;
        let pinned = names::pinned_type(name);
        if pinned.is_none() {
            diagnostics.push(not_a_name(name, "a type", self.at, "name"));
        }
        pinned
    }

    /// The name of the method, if the configuration gives one, and where.
    pub(super) fn pinned_verb(&self, diagnostics: &Diagnostics) -> Option<(Ident, Location)> {
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

/// Reads an operation.
pub(super) fn lower<'d>(
    configured: &Configured<'d, '_>,
    resource: ResourceId,
    verb: names::Named,
    security: Vec<Vec<SchemeId>>,
    common: Common<'_>,
    types: &mut Types<'d>,
) -> Operation {
    let Common {
        config,
        diagnostics,
        ..
    } = common;
    let found = &configured.found;
    let key = configured.key();
    let place = Place::Operation(&key);
    let mut inputs = parameters::inputs(found, &configured.parameters, types, &place, diagnostics);
    let style = configured.settings.and_then(|settings| settings.body);
    let body = configured
        .body
        .as_ref()
        .and_then(|body| bodies::read(body, style, types, &place, diagnostics));
    let body = body.map(|read| {
        inputs.extend(read.inputs);
        read.body
    });
    inputs.sort_by_key(rank);
    let pagination = paginate(configured, config);
    let read = responses::read(
        &configured.responses,
        config.envelope.as_ref(),
        pagination.is_some(),
        types,
        &place,
        found,
        diagnostics,
    );
    let pagination = pagination.filter(|_| matches!(read.output, Output::Page { .. }));
    report_unpaged(configured, &read.output, diagnostics);
    let mut docs = docs::of(found.node, diagnostics);
    docs.notes.extend(verb.note);
    Operation {
        key: key.clone(),
        resource,
        name: configured
            .pinned_name(diagnostics)
            .unwrap_or_else(names::pending),
        verb: verb.ident,
        method: found.method.clone(),
        path: found.template.path.clone(),
        docs,
        source: found.place.source(),
        inputs,
        body,
        responses: read.responses,
        output: read.output,
        security,
        idempotent: configured
            .settings
            .is_some_and(|settings| settings.idempotent),
        deprecated: found.node.get("deprecated").and_then(Node::as_bool) == Some(true),
        pagination,
        enveloped: read.enveloped,
        server: server(found, common.base_url),
        query: found.template.query.clone(),
        stream: read.stream,
    }
}

/// Required inputs come first: those of the path, the body, then the others.
fn rank(input: &Input) -> u8 {
    let required = matches!(
        input.member.presence,
        Presence::Required | Presence::Nullable
    );
    match (required, &input.location) {
        (true, InputLocation::Path(_)) => 0,
        (true, InputLocation::Member | InputLocation::Body) => 1,
        (true, _) => 2,
        (false, _) => 3,
    }
}

/// How the pages are walked through. Only what is got has pages.
fn paginate(configured: &Configured<'_, '_>, config: &Config) -> Option<crate::ir::Pagination> {
    let own = configured
        .settings
        .and_then(|settings| settings.pagination.as_ref());
    let all = config
        .pagination
        .as_ref()
        .filter(|_| configured.found.method == "GET");
    pagination::of(own, all)
}

/// An operation whose own pagination says nothing, since it does not return a list.
fn report_unpaged(configured: &Configured<'_, '_>, output: &Output, diagnostics: &Diagnostics) {
    let own = configured
        .settings
        .and_then(|settings| settings.pagination.as_ref());
    let paged = own.is_some_and(|own| pagination::of(Some(own), None).is_some());
    if let (true, Some(at), false) = (paged, configured.at, matches!(output, Output::Page { .. })) {
        let message = format!(
            "`{}` does not return a list, so it has no pages",
            configured.found.name()
        );
        let at = Location::new(at.file.as_str(), at.pointer.as_str()).member("pagination");
        diagnostics.push(
            Diagnostic::error("no-pages", message)
                .at(at)
                .help("remove the entry"),
        );
    }
}

/// The base URL of an operation, if it has one of its own.
fn server(found: &Found<'_>, base_url: Option<&str>) -> Option<String> {
    let servers = found
        .node
        .get("servers")
        .or_else(|| found.inherited("servers"))?;
    let url = super::servers::read(servers)
        .into_iter()
        .next()
        .map(|server| super::servers::resolved(&server))?;
    (Some(url.as_str()) != base_url).then_some(url)
}
