//! Operations: from what stands in the document to the IR.

use super::configured::Configured;
use super::mentions::Mentions;
use super::names::Place;
use super::node::Node;
use super::paths::Found;
use super::types::Types;
use super::{bodies, docs, headers, names, pagination, parameters, responses};
use crate::config::{BodyStyle, Config};
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{
    Docs, Input, Location as InputLocation, Operation, Presence, ResourceId, SchemeId,
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
    /// What the configuration mentions of answers.
    pub(super) mentions: &'c Mentions,
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
    let mut about_body = Vec::new();
    let body = body.map(|read| {
        inputs.extend(read.inputs);
        about_body = read.notes;
        read.body
    });
    report_whole(configured, &inputs, diagnostics);
    inputs.sort_by_key(rank);
    let paged = pagination::said(configured, config, types);
    let read = responses::read(
        &configured.responses,
        config.envelope.as_ref(),
        paged.as_ref().and_then(pagination::Said::paged),
        types,
        &place,
        found,
        diagnostics,
    );
    let headers = headers::read(&configured.responses, types, &place, diagnostics);
    let mentions = common.mentions;
    mentions.envelope(config, configured, read.enveloped, types);
    let paged = paged.and_then(|said| said.settle(configured, &read, common, types));
    let mut docs = docs_of(found, diagnostics);
    docs.notes.extend(verb.note);
    docs.notes.extend(about_body);
    docs.notes.extend(read.notes);
    Operation {
        key: key.clone(),
        resource,
        name: names::pending(),
        verb: verb.ident,
        method: found.method.clone(),
        path: found.template.path.clone(),
        docs,
        source: found.place.source(),
        inputs,
        body,
        responses: read.responses,
        headers,
        output: read.output,
        security,
        idempotent: configured
            .settings
            .is_some_and(|settings| settings.idempotent),
        deprecated: found.node.get("deprecated").and_then(Node::as_bool) == Some(true),
        page_in_body: paged.as_ref().is_some_and(|(_, place)| place.is_body()),
        pagination: paged.map(|(pagination, _)| pagination),
        enveloped: read.enveloped,
        redirected: read.redirected,
        server: server(found, common.base_url, diagnostics),
        query: found.template.query.clone(),
        stream: read.stream,
    }
}

/// An operation whose configuration says something about its body that cannot be done.
fn report_whole(configured: &Configured<'_, '_>, inputs: &[Input], diagnostics: &Diagnostics) {
    let (Some(style), Some(at)) = (
        configured.settings.and_then(|settings| settings.body),
        configured.at,
    ) else {
        return;
    };
    let members = inputs
        .iter()
        .any(|input| input.location == InputLocation::Member);
    let name = configured.found.name();
    let message = match (style, &configured.body) {
        (_, None) => format!("`{name}` has no body"),
        (BodyStyle::Members, Some(_)) if !members && configured.variant().is_none() => {
            format!("the body of `{name}` is not an object with named members only")
        }
        _ => return,
    };
    let at = Location::new(at.file.as_str(), at.pointer.as_str()).member("body");
    diagnostics.push(
        Diagnostic::error("no-members", message)
            .at(at)
            .help("remove the entry"),
    );
}

/// What an operation says of itself, or else what its path item says of all its operations.
fn docs_of(found: &Found<'_>, diagnostics: &Diagnostics) -> Docs {
    let mut docs = docs::of(found.node, diagnostics);
    if docs.summary.is_none() && docs.description.is_none() {
        let inherited = |key: &str| found.items.iter().find_map(|item| docs::text(*item, key));
        docs.summary = inherited("summary");
        docs.description = inherited("description");
    }
    docs
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

/// The base URL of an operation, if it has one of its own.
fn server(found: &Found<'_>, base_url: Option<&str>, diagnostics: &Diagnostics) -> Option<String> {
    let servers = found
        .node
        .get("servers")
        .or_else(|| found.inherited("servers"))?;
    let url = diagnostics.ok(super::servers::own(servers, base_url))??;
    (Some(url.as_str()) != base_url).then_some(url)
}
