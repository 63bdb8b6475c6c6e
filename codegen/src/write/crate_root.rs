//! The root of the crate: what the API is, how to use the crate, and everything that is public.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::layout::{FEATURES, Feature, Layout, Shared};
use super::markdown::code;
use super::scope::{gate, word};
use super::{member, operation, resource};
use crate::format::{Block, File};
use crate::ir::{Api, Ident, Operation, Output, Resource, ResourceId, TypeId};

/// The file of the root.
pub(crate) fn file(layout: &Layout<'_>) -> File {
    let docs = docs(layout).inner();
    File {
        attributes: quote! { #docs #![forbid(unsafe_code)] #![warn(missing_docs)] },
        blocks: vec![Block::Lines(modules(layout)), Block::Lines(exports(layout))],
    }
}

fn modules(layout: &Layout<'_>) -> Vec<TokenStream> {
    let mut modules = vec![("client".to_owned(), quote! { mod client; })];
    if !matches!(layout.shared, Shared::None) {
        modules.push(("models".to_owned(), quote! { pub mod models; }));
    }
    if layout.examples {
        let module = quote! { #[cfg(feature = "testing")] pub mod testing; };
        modules.push(("testing".to_owned(), module));
    }
    if let Some(root) = layout.resource(ResourceId(0)) {
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

/// Everything a caller names is at the root: the client, the models, what `runtime` adds to them.
fn exports(layout: &Layout<'_>) -> Vec<TokenStream> {
    let mut exports: Vec<(Vec<String>, TokenStream)> = vec![
        (
            vec!["client".to_owned()],
            quote! { pub use client::{Client, ClientBuilder}; },
        ),
        (
            vec!["runtime".to_owned()],
            quote! {
                pub use runtime::{AdditionalProperties, Base64, Date, DateTime, Error, Nullable, Page, Value};
            },
        ),
    ];
    for (id, ty) in (0..).map(TypeId).zip(&layout.api.types) {
        let Some(home) = layout.home(id) else {
            continue;
        };
        let mut parts = home.0.clone();
        if matches!(&layout.shared, Shared::Split(_))
            && parts.first().is_some_and(|part| part == "models")
        {
            parts.truncate(1);
        }
        parts.push(ty.name.to_string());
        let gate = gate(layout.gate_of_export(id));
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
    doc.own("# Calls");
    if let Some(example) = example(layout) {
        doc.block(example);
    }
    doc.block(
        [
            "Methods follow the paths of the API and end in an operation: a value with the inputs as fields.",
            "What is optional has a setter; `send` makes the call.",
            "Inputs are checked against the constraints of the document before anything is sent.",
        ]
        .map(str::to_owned),
    );
    let variables: Vec<String> = environment(api).map(code).collect();
    if !variables.is_empty() {
        doc.sentences(&[format!(
            "[`Client::from_env`] reads {}.",
            variables.join(", ")
        )]);
    }
    doc.block(
        [
            "Failures are [`Error`]s: of the answer, of the connection, or found before sending.",
            "What the document does not name is kept: values of enums, members of objects, alternatives of unions.",
        ]
        .map(str::to_owned),
    );
    doc.own("# Features");
    doc.block(features(layout));
    doc
}

fn environment(api: &Api) -> impl Iterator<Item = &str> {
    let schemes = api
        .schemes
        .iter()
        .filter_map(|scheme| scheme.env.as_deref());
    schemes.chain(api.base_url_env.as_deref())
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

/// A call that can be made, as code.
fn example(layout: &Layout<'_>) -> Option<Vec<String>> {
    let api = layout.api;
    let simple = api
        .operations
        .iter()
        .filter(|operation| operation::takes_text_only(operation));
    let operation = simple.min_by_key(|operation| {
        let required = operation
            .inputs
            .iter()
            .filter(|input| member::is_required(&input.member))
            .count();
        (
            operation.deprecated,
            operation.method != "GET",
            required,
            operation.path.len(),
            &operation.name,
        )
    })?;
    let package = api.package.replace('-', "_");
    let call = call(operation, layout)?;
    let bound = match operation.output {
        Output::Empty => "",
        Output::Page { .. } => "let page = ",
        Output::Value(_) | Output::OneOf(_) | Output::Bytes | Output::Text | Output::Stream(..) => {
            "let answer = "
        }
    };
    Some(vec![
        "```no_run".to_owned(),
        format!("# async fn example() -> Result<(), {package}::Error> {{"),
        format!("let client = {package}::Client::from_env()?;"),
        format!("{bound}client{call}.send().await?;"),
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ])
}

fn call(operation: &Operation, layout: &Layout<'_>) -> Option<String> {
    let mut parts: Vec<&Ident> = Vec::new();
    let mut next: Option<&Resource> = layout.resource(operation.resource);
    while let Some(resource) = next.filter(|resource| resource.parent.is_some() && parts.len() < 64)
    {
        parts.push(&resource.module);
        next = resource.parent.and_then(|parent| layout.resource(parent));
    }
    let handles: String = parts
        .iter()
        .rev()
        .map(|part| format!(".{part}()"))
        .collect();
    let required = operation
        .inputs
        .iter()
        .filter(|input| member::is_required(&input.member))
        .count();
    let arguments = vec!["\"…\""; required].join(", ");
    Some(format!("{handles}.{}({arguments})", operation.verb))
}
