//! The reading half: documents in, IR out. The types of OpenAPI are private to it.
//!
//! Faults are collected, and everything is read on as well as it can be: what is wrong with one operation says
//! nothing about the next.

mod bodies;
mod direction;
mod docs;
mod envelope;
mod glob;
mod load;
pub(crate) mod locate;
mod media;
mod names;
pub(crate) mod node;
mod operations;
mod pagination;
mod parameters;
mod paths;
mod pins;
mod place;
mod recursion;
pub(crate) mod resolve;
mod resources;
mod responses;
mod schema;
mod security;
mod select;
mod servers;
mod status;
mod template;
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

use self::node::Node;
use self::operations::{Common, Configured};
use self::paths::Found;
use self::resolve::Documents;
use self::resources::{Grown, Identity, Seedling, Spot};
use self::select::Selected;
use self::types::Types;
use crate::config::{Config, Matched, Naming};
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Counts, Docs, Operation};

/// Reads the API that a document describes. What cannot be read is reported and left out.
pub(crate) fn read(documents: &Documents, config: &Config, package: &str, diagnostics: &Diagnostics) -> Api {
    let root = documents.root();
    version::check(root, diagnostics);
    let matched = Matched::new();
    let collected = paths::collect(root);
    let mut selected = select::select(collected, config, &matched, diagnostics);
    paths::report_repeated(&selected.operations, diagnostics);

    let mut types = Types::new(documents, diagnostics);
    let excluded = std::mem::take(&mut selected.excluded_names);
    let (configured, counts) = configure(selected, &excluded, config, &matched, &types, diagnostics);
    let declared = security::Declared::collect(root, diagnostics);
    let needs: Vec<_> =
        configured.iter().map(|one| declared.requirements(&one.found, root, diagnostics)).collect();
    let schemes = declared.used(&needs, config, &matched, diagnostics);
    pins::apply(config, &configured, &excluded, root, &mut types, diagnostics);
    let grown = grow(&configured, root, config, &types, diagnostics);
    let servers = servers::of(root, config);
    let base_url = servers.first().map(servers::resolved);
    let common = Common { config, diagnostics, base_url: base_url.as_deref() };
    let places = configured.iter().zip(grown.operations).zip(&needs);
    let operations: Vec<Operation> = places
        .map(|((one, (resource, verb)), needs)| {
            operations::lower(one, resource, verb, schemes.ids(needs), common, &mut types)
        })
        .collect();
    let read = webhooks::read(root, configured.iter().map(|one| &one.found), &mut types, diagnostics);
    let finished = types.finish();
    let info = |key: &str| root.descend(["info", key]).and_then(Node::to_text);
    let mut api = Api {
        title: info("title").unwrap_or_default(),
        version: info("version").unwrap_or_default(),
        description: info("description").filter(|text| !text.trim().is_empty()),
        document: root.original().file().to_owned(),
        package: package.to_owned(),
        servers,
        base_url_env: config.client.base_url_env.clone(),
        request_id_headers: config.client.request_id_headers.clone(),
        schemes: schemes.list,
        resources: grown.resources,
        operations,
        types: finished.types,
        webhooks: read.webhooks,
        envelope: config.envelope.as_ref().map(envelope::envelope),
        counts: Counts {
            schemas: finished.schemas,
            schemas_inlined: finished.schemas_inlined,
            schemas_excluded: finished.schemas_unused,
            untyped: finished.untyped,
            ..counts
        },
    };
    direction::mark(&mut api, &read.types);
    recursion::bound(&mut api, diagnostics);
    place::settle(&mut api);
    names::assign(&mut api, &finished.drafts, diagnostics);
    api
}

/// Finds what the configuration says of each operation, and reports entries that are about none. Operations
/// whose parameters cannot be read are left out.
fn configure<'d, 'c>(
    selected: Selected<'d>,
    excluded: &[String],
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
    let mut configured = Vec::new();
    for (found, name) in selected.operations.into_iter().zip(&names) {
        let entry = config.operations.iter().find(|entry| entry.key.to_string() == *name);
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
        let with = |body| Configured { body: Some(body), ..one.clone() };
        configured.extend(bodies.into_iter().map(with));
        if configured.last().is_none_or(|last| last.found.name() != *name) {
            configured.push(one);
        }
    }
    for entry in &config.operations {
        let name = entry.key.to_string();
        if excluded.contains(&name) {
            matched.mark(&entry.at);
        }
        let candidates = names.iter().map(String::as_str);
        matched.report(&entry.at, &name, "operation", candidates, diagnostics);
    }
    (configured, counts)
}

/// Makes the resource tree.
fn grow<'d>(
    configured: &[Configured<'d, '_>],
    root: Node<'d>,
    config: &Config,
    types: &Types<'d>,
    diagnostics: &Diagnostics,
) -> Grown {
    let naming = config.resources.naming;
    let seedlings: Vec<Seedling<'_>> = configured
        .iter()
        .map(|one| {
            let found = &one.found;
            let identity = Identity {
                method: &found.method,
                template: &found.template,
                lists: one.lists(config, types),
                tag: found.tags().next(),
                operation_id: found.operation_id(),
            };
            let mut spot = Spot::of(&identity, naming);
            if let Some(resource) = one.settings.and_then(|settings| settings.resource.as_deref()) {
                spot.resource = resource.split('.').filter(|word| !word.is_empty()).map(str::to_owned).collect();
            }
            if let Some(word) = one.variant() {
                spot = spot.taking(word);
            }
            Seedling {
                name: one.key(),
                template: &found.template,
                spot,
                pinned: one.pinned_verb(diagnostics),
                at: found.place.at().key(),
            }
        })
        .collect();
    let tags = |word: &str| if naming == Naming::Tag { tag_docs(root, word, diagnostics) } else { Docs::default() };
    resources::grow(&seedlings, &tags, diagnostics)
}

/// What the document says about a tag.
fn tag_docs(root: Node<'_>, name: &str, diagnostics: &Diagnostics) -> Docs {
    let mut tags = root.get("tags").into_iter().flat_map(Node::items);
    let tag = tags.find(|tag| tag.get("name").and_then(Node::as_str) == Some(name));
    tag.map(|tag| docs::of(tag, diagnostics)).unwrap_or_default()
}
