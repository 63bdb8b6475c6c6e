//! The file of a resource: its handle, the modules below it, its operations, the types that only it uses.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::layout::{Layout, Module};
use super::operation;
use super::scope::{Scope, gate, ident};
use crate::format::{Block, File};
use crate::ir::{Resource, ResourceId};

/// The file of a resource.
pub(crate) fn file(
    id: ResourceId,
    resource: &Resource,
    module: &Module,
    layout: &Layout<'_>,
) -> File {
    let mut scope = Scope::new(layout, module.clone());
    let mut contents = handle(resource, &mut scope);
    contents.extend(self::contents(id, resource, &mut scope));
    let mut blocks = modules(resource, layout);
    blocks.extend(scope.imports());
    blocks.append(&mut contents);
    let path = super::markdown::code(&resource.path);
    File {
        attributes: Doc::own_only(path).inner(),
        blocks,
    }
}

/// The operations of a resource and the types beside them.
pub(crate) fn contents(id: ResourceId, resource: &Resource, scope: &mut Scope<'_>) -> Vec<Block> {
    let layout = scope.layout;
    let mut blocks = Vec::new();
    for operation in resource
        .operations
        .iter()
        .filter_map(|id| layout.operation(*id))
    {
        blocks.extend(operation::write(operation, scope));
    }
    for ty in layout.beside(id).iter().filter_map(|id| layout.ty(*id)) {
        blocks.extend(super::ty(ty, scope));
    }
    blocks
}

/// The methods that lead to the resources below and make the operations.
pub(crate) fn methods(
    resource: &Resource,
    client: &TokenStream,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let layout = scope.layout;
    let mut methods = Vec::new();
    for (id, child) in children(resource, layout) {
        let docs = docs(child).outer();
        let gate = if layout.begins_group(id) {
            gate(layout.gate_of_resource(id))
        } else {
            TokenStream::new()
        };
        let (method, module, name) = (
            ident(&child.module),
            ident(&child.module),
            ident(&child.name),
        );
        let module = if resource.parent.is_none() {
            quote! { crate::#module }
        } else {
            quote! { #module }
        };
        methods.push(quote! {
            #docs
            #gate
            pub fn #method(&self) -> #module::#name {
                #module::#name { client: #client.clone() }
            }
        });
    }
    for operation in resource
        .operations
        .iter()
        .filter_map(|id| layout.operation(*id))
    {
        methods.push(operation::method(operation, client, scope));
    }
    methods
}

/// The resources below a resource, by the names of their modules.
fn children<'a>(resource: &'a Resource, layout: &Layout<'a>) -> Vec<(ResourceId, &'a Resource)> {
    let mut children: Vec<_> = resource
        .children
        .iter()
        .filter_map(|id| Some((*id, layout.resource(*id)?)))
        .collect();
    children.sort_by_key(|(_, child)| &child.module);
    children
}

/// The declarations of the modules below a resource.
fn modules(resource: &Resource, layout: &Layout<'_>) -> Vec<Block> {
    let lines: Vec<TokenStream> = children(resource, layout)
        .into_iter()
        .map(|(id, child)| declaration(id, child, resource, layout))
        .collect();
    if lines.is_empty() {
        Vec::new()
    } else {
        vec![Block::Lines(lines)]
    }
}

/// The declaration of one module.
pub(crate) fn declaration(
    id: ResourceId,
    child: &Resource,
    parent: &Resource,
    layout: &Layout<'_>,
) -> TokenStream {
    let gate = if layout.begins_group(id) {
        gate(layout.gate_of_resource(id))
    } else {
        TokenStream::new()
    };
    let inception = (parent.parent.is_some() && parent.module == child.module).then(|| {
        quote! { #[expect(clippy::module_inception, reason = "the path of the API has one segment twice")] }
    });
    let module = ident(&child.module);
    quote! { #gate #inception pub mod #module; }
}

fn docs(resource: &Resource) -> Doc {
    let path = super::markdown::code(&resource.path);
    let mut doc = Doc::of(&resource.docs, &path);
    if !super::member::is_silent(&resource.docs) {
        doc.own(path);
    }
    doc
}

/// Whether each method of a handle depends on a feature.
fn is_all_gated(resource: &Resource, layout: &Layout<'_>) -> bool {
    let mut children = children(resource, layout).into_iter();
    resource.operations.is_empty() && children.all(|(id, _)| layout.begins_group(id))
}

/// The type that leads to the operations.
fn handle(resource: &Resource, scope: &mut Scope<'_>) -> Vec<Block> {
    let mut doc = docs(resource);
    doc.remarks(&resource.docs);
    let docs = doc.outer();
    let name = ident(&resource.name);
    let methods = methods(resource, &quote! { self.client }, scope);
    let lints = is_all_gated(resource, scope.layout).then(|| {
        quote! { #[allow(dead_code, reason = "all parts of the API below can be switched off")] }
    });
    vec![
        Block::Item(quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #name {
                #lints
                pub(crate) client: runtime::Client,
            }
        }),
        Block::Item(quote! {
            impl #name {
                #(#methods)*
            }
        }),
    ]
}
