//! The reading half: documents in, IR out. The types of OpenAPI are private to it.
//!
//! Faults are collected, and everything is read on as well as it can be: what is wrong with one operation says
//! nothing about the next.

mod advice;
mod bodies;
mod configured;
mod conversions;
mod derives;
mod direction;
mod docs;
mod encodings;
mod envelope;
mod equal;
mod examples;
mod files;
mod glob;
mod headers;
mod identifiers;
mod keywords;
mod lists;
mod load;
pub(crate) mod locate;
mod media;
mod mentions;
mod names;
pub(crate) mod node;
mod operations;
mod overlay;
mod pagination;
mod parameters;
mod paths;
mod pattern;
mod pins;
mod place;
pub(crate) mod reading;
mod recursion;
pub(crate) mod resolve;
mod resources;
mod responses;
mod schema;
mod security;
mod select;
mod servers;
mod status;
mod steps;
mod survey;
mod tags;
mod template;
mod titles;
pub(crate) mod tree;
mod types;
mod unions;
mod upgrade;
mod version;
mod webhooks;

#[cfg(test)]
mod corpus_test;
#[cfg(test)]
mod damage_test;

use std::collections::HashMap;

pub(crate) use self::advice::advise;
use self::configured::Configured;
use self::mentions::Mentions;
use self::names::{Named, Pin};
use self::node::Node;
use self::operations::Common;
use self::resolve::Documents;
use self::resources::{Grown, Seedling};
use self::security::{Declared, Schemes};
use self::survey::Found;
use self::types::{Finished, Types};
pub(crate) use self::version::is_openapi;
use crate::config::{Config, Matched};
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Counts, Operation, ResourceId, Server};
use crate::survey::Scope;

/// Reads the API that a document describes. What cannot be read is reported and left out.
pub(crate) fn read(
    documents: &Documents,
    config: &Config,
    package: &str,
    diagnostics: &Diagnostics,
) -> Api {
    let types = Types::new(documents, diagnostics);
    read_with(documents, config, package, diagnostics, types).0
}

/// The same, with the examples of the document and what they are of.
pub(crate) fn survey(
    documents: &Documents,
    config: &Config,
    package: &str,
    scope: Scope,
    diagnostics: &Diagnostics,
) -> (Api, Option<Found>) {
    let types = Types::new(documents, diagnostics).noting(scope);
    read_with(documents, config, package, diagnostics, types)
}

fn read_with<'d>(
    documents: &'d Documents,
    config: &Config,
    package: &str,
    diagnostics: &'d Diagnostics,
    mut types: Types<'d>,
) -> (Api, Option<Found>) {
    let root = documents.root();
    version::check(root, diagnostics);
    let left_out = select::LeftOut::of(root, config);
    keywords::check(root, &left_out, diagnostics);
    identifiers::report_repeated(documents, &left_out, diagnostics);
    let matched = Matched::new();
    let collected = paths::collect(root);
    let selected = select::select(collected, config, &matched, diagnostics);
    paths::report_repeated(&selected.operations, diagnostics);
    paths::report_beside(root, diagnostics);

    let (configured, counts) =
        configured::configure(&selected, config, &matched, &types, diagnostics);
    pins::apply(
        config,
        &configured,
        &selected.excluded_names,
        root,
        &mut types,
        diagnostics,
    );
    let mut grown = tree(&configured, config, &types, diagnostics);
    let tags = tags::settle(
        root,
        config.resources.naming,
        &configured,
        &mut grown,
        diagnostics,
    );
    let servers = servers::of(root, config);
    let security = Declared::collect(root, diagnostics);
    let reading = Reading {
        root,
        config,
        matched: &matched,
        security: &security,
        servers: &servers,
        diagnostics,
    };
    let (schemes, operations) = reading.operations(&configured, grown.operations, &mut types);
    let read = webhooks::read(
        root,
        configured.iter().map(|one| &one.found),
        &mut types,
        diagnostics,
    );

    let mut finished = types.finish();
    let envelope = config.envelope.as_ref();
    let envelope = envelope.filter(|_| operations.iter().any(|one| one.enveloped));
    let mut api = Api {
        envelope: envelope.map(envelope::envelope),
        schemes: schemes.list,
        servers,
        resources: grown.resources,
        operations,
        webhooks: read.webhooks,
        ..about(root, tags, config, package)
    };
    api.counts = count(counts, &finished);
    api.types = std::mem::take(&mut finished.types);
    headers::settle(&mut api);
    headers::share(&mut api);
    direction::mark(&mut api, &read.types);
    recursion::bound(&mut api, documents.entry_path(), diagnostics);
    settle(&mut api, &configured, &finished, config, diagnostics);
    (api, finished.found)
}

/// Adds what follows from all of the API together: examples, names, what is equal, what types can do.
fn settle(
    api: &mut Api,
    configured: &[Configured<'_, '_>],
    finished: &Finished,
    config: &Config,
    diagnostics: &Diagnostics,
) {
    files::mark(api);
    if config.features.examples {
        examples::settle(api, configured, diagnostics);
    }
    let operations = pinned_operations(configured, diagnostics);
    names::assign(api, &finished.drafts, &operations, diagnostics);
    equal::settle(api, &finished.drafts);
    titles::settle(api);
    conversions::mark(api);
    place::settle(api);
    derives::settle(api, &finished.derived, diagnostics);
}

/// The names of operations that the configuration gives, by their keys.
fn pinned_operations(
    configured: &[Configured<'_, '_>],
    diagnostics: &Diagnostics,
) -> HashMap<String, Pin> {
    let pins = configured
        .iter()
        .filter_map(|one| Some((one.key(), one.pinned_name(diagnostics)?)));
    pins.collect()
}

/// What the document and the configuration say of the API as a whole.
fn about(root: Node<'_>, tags: Option<String>, config: &Config, package: &str) -> Api {
    let info = |key: &str| root.descend(["info", key]).and_then(Node::to_text);
    Api {
        title: info("title").unwrap_or_default(),
        version: info("version").unwrap_or_default(),
        description: docs::of_api(root, tags),
        document: root.original().file().to_owned(),
        package: package.to_owned(),
        base_url_env: config.client.base_url_env.clone(),
        request_id_headers: config.client.request_id_headers.clone(),
        envelope: None,
        servers: Vec::new(),
        schemes: Vec::new(),
        resources: Vec::new(),
        operations: Vec::new(),
        types: Vec::new(),
        headers: Vec::new(),
        webhooks: Vec::new(),
        counts: Counts::default(),
    }
}

fn count(counts: Counts, finished: &Finished) -> Counts {
    Counts {
        schemas: finished.schemas,
        schemas_inlined: finished.schemas_inlined,
        schemas_excluded: finished.schemas_unused,
        untyped: finished.untyped,
        ..counts
    }
}

/// Makes the resource tree, and finds the place of each operation in it.
fn tree<'d>(
    configured: &[Configured<'d, '_>],
    config: &Config,
    types: &Types<'d>,
    diagnostics: &Diagnostics,
) -> Grown {
    let seedlings: Vec<Seedling<'_>> = configured
        .iter()
        .map(|one| one.seedling(config, types, diagnostics))
        .collect();
    resources::report_base(&seedlings, config, diagnostics);
    resources::grow(&seedlings, diagnostics)
}

/// What operations are read with.
struct Reading<'r, 'd> {
    root: Node<'d>,
    config: &'r Config,
    matched: &'r Matched,
    security: &'r Declared<'d>,
    servers: &'r [Server],
    diagnostics: &'r Diagnostics,
}

impl<'d> Reading<'_, 'd> {
    /// Reads all operations, and the security schemes that they need.
    fn operations(
        &self,
        configured: &[Configured<'d, '_>],
        places: Vec<(ResourceId, Named)>,
        types: &mut Types<'d>,
    ) -> (Schemes<'d>, Vec<Operation>) {
        let Self {
            root,
            config,
            matched,
            security,
            servers,
            diagnostics,
        } = *self;
        let needs: Vec<_> = configured
            .iter()
            .map(|one| security.requirements(&one.found, root, diagnostics))
            .collect();
        let schemes = security.used(&needs, config, matched, diagnostics);
        let base_url = servers.first().map(servers::resolved);
        let mentions = Mentions::default();
        let common = Common {
            config,
            diagnostics,
            base_url: base_url.as_deref(),
            mentions: &mentions,
        };
        let mut operations = Vec::new();
        for ((one, (resource, verb)), needs) in configured.iter().zip(places).zip(&needs) {
            let mut operation =
                operations::lower(one, resource, verb, schemes.ids(needs), common, types);
            operation
                .docs
                .notes
                .extend(security.scopes(&one.found, root));
            operations.push(operation);
        }
        mentions.report(diagnostics);
        (schemes, operations)
    }
}
