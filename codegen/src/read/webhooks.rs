//! Webhooks and callbacks: requests that the API makes to its users. They become types without operations.

use super::direction::Way;
use super::docs;
use super::media;
use super::names::Place;
use super::node::Node;
use super::paths::{self, Found};
use super::types::Types;
use crate::diagnostic::Diagnostics;
use crate::ir::{Payload, Type, TypeId, Webhook};

/// What a document says about webhooks and callbacks.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// What goes into the IR.
    pub(super) webhooks: Vec<Webhook>,
    /// The types in it, with the way that each travels.
    pub(super) types: Vec<(TypeId, Way)>,
}

/// A request before it is read.
struct Declared<'d> {
    /// The operation that it is a callback of.
    operation: Option<String>,
    /// What it is called there, or in the document.
    name: String,
    /// Its path item.
    item: Node<'d>,
}

/// Reads the webhooks of a document and the callbacks of some operations.
pub(super) fn read<'d, 'f>(
    root: Node<'d>,
    operations: impl Iterator<Item = &'f Found<'d>>,
    types: &mut Types<'d>,
    diagnostics: &Diagnostics,
) -> Read
where
    'd: 'f,
{
    let mut read = Read::default();
    let webhooks = root.get("webhooks").into_iter().flat_map(Node::entries);
    let webhooks = webhooks.map(|(name, item)| Declared {
        operation: None,
        name: format!("{name} webhook"),
        item,
    });
    let mut all: Vec<Declared<'d>> = webhooks.collect();
    all.extend(operations.flat_map(|found| callbacks(found, diagnostics)));
    all.sort_by(|a, b| (&a.operation, &a.name).cmp(&(&b.operation, &b.name)));
    for declared in all {
        let Some(item) = diagnostics.ok(declared.item.target()) else {
            continue;
        };
        let places: Vec<Node<'d>> = paths::methods(item).collect();
        for place in &places {
            // One request at a URL is the rule; where there are more, the method tells them apart.
            let name = match places.len() {
                1 => declared.name.clone(),
                _ => format!("{} {}", declared.name, place.key().unwrap_or_default()),
            };
            if let Some(node) = diagnostics.ok(place.target()) {
                read.add(
                    declared.operation.as_deref(),
                    &name,
                    node,
                    types,
                    diagnostics,
                );
            }
        }
    }
    read
}

/// The path items of the callbacks of an operation. They are known by name; the URL they are for is given
/// at run time.
fn callbacks<'d>(found: &Found<'d>, diagnostics: &Diagnostics) -> Vec<Declared<'d>> {
    let callbacks = found
        .node
        .get("callbacks")
        .into_iter()
        .flat_map(Node::entries);
    let targets =
        callbacks.filter_map(|(name, callback)| Some((name, diagnostics.ok(callback.target())?)));
    let items = targets.flat_map(|(name, callback)| {
        let items: Vec<(&str, Node<'d>)> = callback
            .entries()
            .filter(|(key, _)| !key.starts_with("x-"))
            .collect();
        let several = items.len() > 1;
        items.into_iter().map(move |(url, item)| {
            let name = if several {
                format!("{name} {url}")
            } else {
                name.to_owned()
            };
            Declared {
                operation: Some(found.name()),
                name,
                item,
            }
        })
    });
    items.collect()
}

impl Read {
    fn add<'d>(
        &mut self,
        operation: Option<&str>,
        name: &str,
        node: Node<'d>,
        types: &mut Types<'d>,
        diagnostics: &Diagnostics,
    ) {
        let outer = Place::Operation(operation.unwrap_or(name));
        let place = if operation.is_some() {
            outer.word(name)
        } else {
            outer
        };
        let body = node
            .get("requestBody")
            .and_then(|body| diagnostics.ok(body.target()));
        let payload = body.and_then(|body| {
            self.payload(body, place.word("Body"), Way::Received, types, diagnostics)
        });
        let responses = node.get("responses").into_iter().flat_map(Node::entries);
        let mut answer = None;
        for (_, response) in responses.filter(|(key, _)| key.starts_with('2')) {
            let response = diagnostics.ok(response.target());
            let place = place.word("Answer");
            let read = response
                .and_then(|response| self.payload(response, place, Way::Sent, types, diagnostics));
            answer = answer.or(read);
        }
        let key = match operation {
            Some(operation) => format!("{operation} callback {name}"),
            None => name.to_owned(),
        };
        self.webhooks.push(Webhook {
            key,
            docs: docs::of(node, diagnostics),
            source: node.source(),
            payload,
            answer,
        });
    }

    fn payload<'d>(
        &mut self,
        body: Node<'d>,
        place: Place<'_>,
        way: Way,
        types: &mut Types<'d>,
        diagnostics: &Diagnostics,
    ) -> Option<Payload> {
        let schema = media::described(body, types, diagnostics)
            .into_iter()
            .next()?
            .schema?;
        let payload = types.value(schema, place).into_payload();
        self.types.extend(named(&payload.ty).map(|id| (id, way)));
        Some(payload)
    }
}

/// The named type in a type.
fn named(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            named(inner)
        }
        Type::Named(id) => Some(*id),
        _ => None,
    }
}
