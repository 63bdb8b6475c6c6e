//! The root of the crate: what the API is, how to use the crate, and everything that is public.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::layout::{FEATURES, Feature, Layout, Shared};
use super::resource;
use super::scope::{gate, word};
use crate::format::{Block, File};
use crate::ir::{Api, Home, ResourceId, Type, TypeKind};

/// The file of the root.
pub(crate) fn file(layout: &Layout<'_>) -> File {
    let docs = docs(layout).inner();
    File {
        attributes: quote! { #docs #![forbid(unsafe_code)] #![warn(missing_docs)] },
        blocks: vec![Block::Lines(modules(layout)), Block::Lines(exports(layout))],
    }
}

fn modules(layout: &Layout<'_>) -> Vec<TokenStream> {
    // Operations of no resource stand in it: callers name their types there, like those of any other resource.
    let root = layout.resource(ResourceId(0));
    let client = if root.is_some_and(|root| !root.operations.is_empty()) {
        quote! { pub mod client; }
    } else {
        quote! { mod client; }
    };
    let mut modules = vec![("client".to_owned(), client)];
    if !layout.api.headers.is_empty() {
        modules.push(("headers".to_owned(), quote! { pub mod headers; }));
    }
    if !matches!(layout.shared, Shared::None) {
        modules.push(("models".to_owned(), quote! { pub mod models; }));
    }
    if layout.examples {
        let module = quote! { #[cfg(feature = "testing")] pub mod testing; };
        modules.push(("testing".to_owned(), module));
    }
    if let Some(root) = root {
        for (id, child) in root
            .children
            .iter()
            .filter_map(|id| Some((*id, layout.resource(*id)?)))
        {
            modules.push((
                child.module.to_string(),
                resource::declaration(id, child, root, layout),
            ));
        }
    }
    modules.sort_by(|(a, _), (b, _)| a.trim_start_matches("r#").cmp(b.trim_start_matches("r#")));
    modules.into_iter().map(|(_, line)| line).collect()
}

/// Whether callers give files.
fn has_files(api: &Api) -> bool {
    let inputs = api
        .operations
        .iter()
        .flat_map(|operation| &operation.inputs);
    let members = api.types.iter().filter_map(|ty| match &ty.kind {
        TypeKind::Model(model) => Some(&model.members),
        _ => None,
    });
    let mut all = inputs.map(|input| &input.member).chain(members.flatten());
    all.any(|member| {
        let mut ty = &member.ty;
        while let Type::List(inner) | Type::Nullable(inner) | Type::Boxed(inner) = ty {
            ty = inner;
        }
        *ty == Type::File
    })
}

/// Everything a caller names is at the root: the client, the models, what `runtime` adds to them.
fn exports(layout: &Layout<'_>) -> Vec<TokenStream> {
    let file = has_files(layout.api).then(|| quote! { FilePart, });
    let mut exports: Vec<(Vec<String>, TokenStream)> = vec![
        (
            vec!["client".to_owned()],
            quote! { pub use client::{Client, ClientBuilder, Request}; },
        ),
        (
            vec!["runtime".to_owned()],
            quote! {
                pub use runtime::{AdditionalProperties, Base64, Date, DateTime, Error, #file Nullable, Page, Value};
            },
        ),
    ];
    if !matches!(layout.shared, Shared::None) {
        let gate = gate(&layout.gate_of_shared());
        exports.push((
            vec!["models".to_owned()],
            quote! { #gate pub use models::*; },
        ));
    }
    for ty in &layout.api.types {
        let Home::Resource(resource) = ty.home else {
            continue;
        };
        let mut parts = layout.module(resource).0.clone();
        parts.push(ty.name.to_string());
        let gate = gate(layout.gate_of_resource(resource));
        let names = parts.iter().map(|part| word(part));
        exports.push((parts.clone(), quote! { #gate pub use #(#names)::*; }));
    }
    exports.sort_by(|(a, _), (b, _)| a.cmp(b));
    exports.into_iter().map(|(_, line)| line).collect()
}

fn docs(layout: &Layout<'_>) -> Doc {
    let api = layout.api;
    let mut doc = Doc::default();
    let client = super::client::title(api);
    doc.text(&format!("Client of the {client}, version {}.", api.version));
    doc.text(api.description.as_deref().unwrap_or_default());
    super::guide::write(layout, &mut doc);
    doc.own("# Features");
    doc.block(features(layout));
    doc
}

fn features(layout: &Layout<'_>) -> Vec<String> {
    let mut lines: Vec<String> = FEATURES
        .iter()
        .map(
            |Feature {
                 name,
                 default,
                 about,
             }| {
                let on = if *default { "; on by default" } else { "" };
                format!("- `{name}` {about}{on}.")
            },
        )
        .collect();
    if !layout.groups.is_empty() {
        lines.push("- one for each part of the API, named like its module, so that a program compiles what it calls.".to_owned());
    }
    lines
}
