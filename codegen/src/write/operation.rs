//! Operations: a struct of inputs, setters of its requests, and its table.

mod table;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Doc;
use super::header;
use super::layout::{Layout, Module};
use super::responses::status;
use super::scope::{Scope, ident};
use super::{lints, member};
use crate::failure;
use crate::format::Block;
use crate::ir::{Docs, Member, Operation, Response, StatusPattern, Type};

/// The blocks of an operation.
pub(crate) fn write(operation: &Operation, scope: &mut Scope<'_>) -> Vec<Block> {
    let mut blocks = vec![
        Block::Item(definition(operation, scope)),
        Block::Item(constructor(operation, scope)),
    ];
    blocks.extend(setters(operation, scope).map(Block::Item));
    blocks.push(Block::Table(table::write(operation, scope)));
    if let Some(by_item) = &operation.stream {
        let (name, media) = (ident(&operation.name), &by_item.media.name);
        let output = table::stream(by_item.media.kind, &by_item.item, scope);
        blocks.push(Block::Table(
            quote! { runtime::streamed! { #name -> #output as #media } },
        ));
    }
    blocks
}

/// `GET /user/invites`, as code.
fn request_line(operation: &Operation) -> String {
    super::markdown::code(&format!("{} {}", operation.method, operation.path))
}

fn definition(operation: &Operation, scope: &mut Scope<'_>) -> TokenStream {
    let request = request_line(operation);
    let mut doc = Doc::of(&operation.docs, &request);
    if !member::is_silent(&operation.docs) {
        doc.own(&request);
    }
    if operation.deprecated {
        doc.own("Deprecated.");
    }
    if let Some(body) = &operation.body {
        let none = Docs::default();
        let mut about = super::facts::sentences(&Type::Json, None, &body.facts, &none);
        if !about.is_empty() {
            about.insert(0, "Of the body as a whole:".to_owned());
        }
        doc.sentences(&about);
    }
    doc.block(failures(operation, scope));
    doc.block(header::shared(&operation.headers));
    doc.remarks(&operation.docs);
    let docs = doc.outer();
    let name = ident(&operation.name);
    let fields: Vec<TokenStream> = operation
        .inputs
        .iter()
        .map(|input| member::field(&input.member, scope))
        .collect();
    quote! {
        #docs
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
        }
    }
}

/// What failures decode as, one line each.
fn failures(operation: &Operation, scope: &Scope<'_>) -> Vec<String> {
    let failed = operation
        .responses
        .iter()
        .filter(|response| !is_success(response.status));
    failed
        .filter_map(|response| {
            let name = content(response, scope.layout)?;
            let status = match response.status {
                StatusPattern::Default => None,
                pattern => Some(status(pattern)),
            };
            Some(failure::line(status.as_deref(), name))
        })
        .collect()
}

/// The type of the first failure that has one, as the root of the crate calls it.
pub(super) fn failure<'a>(operation: &Operation, layout: &'a Layout<'_>) -> Option<&'a str> {
    let responses = operation.responses.iter();
    responses
        .filter(|response| !is_success(response.status))
        .find_map(|response| content(response, layout))
}

/// The name of the type that an answer decodes as, if that is one of the crate.
fn content<'a>(response: &Response, layout: &'a Layout<'_>) -> Option<&'a str> {
    let mut payloads = response.content.iter();
    let ty = payloads.find_map(|(_, payload)| named(&payload.ty))?;
    let name = layout.ty(ty)?.name.as_str();
    Some(name.trim_start_matches("r#"))
}

const fn is_success(status: StatusPattern) -> bool {
    matches!(
        status,
        StatusPattern::Code(200..=299) | StatusPattern::Range(2)
    )
}

fn named(ty: &Type) -> Option<crate::ir::TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(ty) | Type::Boxed(ty) => named(ty),
        _ => None,
    }
}

/// The struct of the crate that has inputs, and the methods of all requests.
fn request_struct(scope: &mut Scope<'_>) -> Ident {
    scope.own(&Module(vec!["client".to_owned()]), "Request")
}

/// The headers of answers, and `new`.
fn constructor(operation: &Operation, scope: &mut Scope<'_>) -> TokenStream {
    let name = ident(&operation.name);
    let request = request_struct(scope);
    let mut parameters = vec![quote! { client: &runtime::Client }];
    let mut fields = Vec::new();
    for member in operation.inputs.iter().map(|input| &input.member) {
        if member::is_asked_for(member) {
            let parameter = member::Parameter::new(member, scope);
            parameters.push(parameter.declaration);
            fields.push(parameter.initializer);
        } else {
            fields.push(member::unset(member, scope));
        }
    }
    let lints = lints::parameters(&asked_for(operation), 1);
    let named = lints::constructor(operation.name.as_str());
    let headers = header::constants(&operation.headers, scope);
    let docs = about_constructor(operation);
    let body = if fields.is_empty() {
        quote! { #request::new(client, Self {}) }
    } else {
        quote! {
            let inputs = Self { #(#fields),* };
            #request::new(client, inputs)
        }
    };
    quote! {
        impl #name {
            #(#headers)*
            #docs
            #lints
            #named
            pub fn new(#(#parameters),*) -> #request<Self> {
                #body
            }
        }
    }
}

/// What is required, and where docs have the setters: they are beside those of all other operations.
fn about_constructor(operation: &Operation) -> TokenStream {
    let name = operation.name.as_str();
    let docs = if has_setters(operation) {
        format!(
            " A request with everything that is required; [setters](Request#impl-Request<{name}>) are for the rest."
        )
    } else {
        " A request with everything that is required.".to_owned()
    };
    quote! { #[doc = #docs] }
}

/// Whether something may be left out.
fn has_setters(operation: &Operation) -> bool {
    let mut inputs = operation.inputs.iter().map(|input| &input.member);
    inputs.any(|member| !member::is_required(member))
}

/// The setters, which are methods of requests; nothing if everything is required.
fn setters(operation: &Operation, scope: &mut Scope<'_>) -> Option<TokenStream> {
    let inputs = operation.inputs.iter().map(|input| &input.member);
    let setters: Vec<TokenStream> = inputs
        .filter(|member| !member::is_required(member))
        .map(|member| member::setter(member, scope))
        .collect();
    let (name, request) = (ident(&operation.name), request_struct(scope));
    (!setters.is_empty()).then(|| quote! { impl #request<#name> { #(#setters)* } })
}

/// The inputs that `new` takes.
fn asked_for(operation: &Operation) -> Vec<&Member> {
    let inputs = operation.inputs.iter().map(|input| &input.member);
    inputs.filter(|m| member::is_asked_for(m)).collect()
}

/// The method of the handle that makes the operation.
pub(crate) fn method(
    operation: &Operation,
    client: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let request = request_line(operation);
    let mut doc = Doc::brief(&operation.docs, &request);
    if !member::is_silent(&operation.docs) {
        doc.own(request);
    }
    let docs = doc.outer();
    let deprecated = operation.deprecated.then(|| quote! { #[deprecated] });
    let (verb, name) = (ident(&operation.verb), ident(&operation.name));
    let made = request_struct(scope);
    let required = asked_for(operation);
    let parameters: Vec<TokenStream> = required
        .iter()
        .map(|member| member::Parameter::new(member, scope).declaration)
        .collect();
    let arguments = required.iter().map(|member| ident(&member.name));
    let lints = lints::parameters(&required, 1);
    let operator = lints::operator(operation.verb.as_str());
    quote! {
        #docs
        #deprecated
        #operator
        #lints
        pub fn #verb(&self, #(#parameters),*) -> #made<#name> {
            #name::new(&#client, #(#arguments),*)
        }
    }
}

/// Whether the caller of an operation has to give nothing but text.
pub(crate) fn takes_text_only(operation: &Operation) -> bool {
    let mut required = asked_for(operation).into_iter();
    required.all(|member| member.ty == Type::Text)
}
