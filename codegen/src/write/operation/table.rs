//! The table of an operation: where each input goes, and what is known of the operation as a whole.

use proc_macro2::TokenStream;
use quote::quote;

use super::is_success;
use crate::ir::{
    Encoding, Location, MediaKind, Operation, Output, Pagination, Payload, Response, Style,
    StyleKind, Type,
};
use crate::write::layout::Module;
use crate::write::responses::media_kind;
use crate::write::scope::{Scope, ident, word};
use crate::write::{member, path};

/// The HTTP method as a word; as a text where Rust has no such word.
fn method_token(method: &str) -> TokenStream {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let starts = method.starts_with(|first: char| first.is_ascii_alphabetic());
    if starts && method.chars().all(is_word) {
        let method = word(method);
        quote! { #method }
    } else {
        quote! { #method }
    }
}

/// The table, as the macro takes it.
pub(super) fn write(operation: &Operation, scope: &mut Scope<'_>) -> TokenStream {
    let (name, source) = (ident(&operation.name), &operation.source.0);
    let output = output(&operation.output, scope);
    let (method, path) = (
        method_token(&operation.method),
        path::encoded(&operation.path),
    );
    let security = operation.security.iter().map(|alternative| {
        let keys = alternative
            .iter()
            .filter_map(|id| scope.layout.api.schemes.get(id.0 as usize));
        let keys = keys.map(|scheme| scheme.key.as_str());
        quote! { [#(#keys),*] }
    });
    let security: Vec<TokenStream> = security.collect();
    let facts = facts(operation, scope);
    let rows = operation.inputs.iter().map(|input| {
        let name = ident(&input.member.name);
        let (location, style) = location(&input.location);
        let style = if input.location == Location::Member {
            encodings(operation)
                .find(|encoding| encoding.member == input.member.wire)
                .map_or_else(Vec::new, encoded)
        } else {
            style
        };
        let (presence, row) = (
            member::presence(input.member.presence),
            member::row(&input.member, &style),
        );
        let row = quote! { #name: #location #presence #row };
        (input.member.wire.as_str(), row)
    });
    let rows = member::rows(rows);
    let body = operation.body.as_ref();
    let body = body.filter(|body| !body.facts.is_empty() || has_members(operation));
    let body = body.map(|body| {
        let facts = crate::write::facts::row(&body.facts);
        quote! { body: [#facts], }
    });
    quote! {
        runtime::operation! {
            #name -> #output from #source {
                request: #method #path,
                security: [#(#security),*],
                facts: [#(#facts),*],
                inputs: #rows,
                #body
            }
        }
    }
}

fn output(output: &Output, scope: &mut Scope<'_>) -> TokenStream {
    match output {
        Output::Empty => quote! { () },
        Output::Value(payload) => scope.ty(&payload.ty),
        Output::Page { item, info, .. } => {
            let page = scope.runtime("Page");
            let item = scope.ty(&item.ty);
            let info = scope.ty(info.as_ref().unwrap_or(&Type::Json));
            quote! { #page<#item, #info> }
        }
        Output::OneOf(id) => scope.named(*id),
        Output::Bytes => quote! { runtime::bytes::Bytes },
        Output::Text => quote! { String },
        Output::Stream(kind, payload) => stream(*kind, payload, scope),
    }
}

/// The output that is a stream of items.
pub(super) fn stream(kind: MediaKind, payload: &Payload, scope: &mut Scope<'_>) -> TokenStream {
    let item = scope.ty(&payload.ty);
    match kind {
        MediaKind::EventStream => quote! { runtime::Events<#item> },
        _ => quote! { runtime::Lines<#item> },
    }
}

/// What the table says about the operation as a whole.
fn facts(operation: &Operation, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let mut facts: Vec<TokenStream> = accepted(operation)
        .into_iter()
        .map(|name| quote! { Accept(#name) })
        .collect();
    for media in operation.body.iter().flat_map(|body| &body.media) {
        let (name, kind) = (&media.name, media_kind(media.kind));
        facts.push(quote! { Body(#name, #kind) });
    }
    if operation.body.as_ref().is_some_and(|body| !body.required) && has_members(operation) {
        facts.push(quote! { OptionalBody });
    }
    let flat = |wire: &str| {
        operation
            .inputs
            .iter()
            .any(|input| input.location == Location::Member && input.member.wire == wire)
    };
    for encoding in encodings(operation).filter(|encoding| !flat(&encoding.member)) {
        let (member, how) = (&encoding.member, encoded(encoding));
        if !how.is_empty() {
            facts.push(quote! { Encoding(#member, &[#(#how),*]) });
        }
    }
    for encoding in query_encodings(operation) {
        let (member, how) = (&encoding.member, encoded(encoding));
        if !how.is_empty() {
            facts.push(quote! { QueryEncoding(#member, &[#(#how),*]) });
        }
    }
    if let Some(query) = operation.query.as_deref().map(path::encoded) {
        facts.push(quote! { Query(#query) });
    }
    if operation.enveloped {
        let envelope = scope.own(&Module(vec!["client".to_owned()]), "ENVELOPE");
        facts.push(quote! { Wrapped(&#envelope) });
    }
    if operation.redirected {
        facts.push(quote! { Redirect });
    }
    if let Some(pagination) = &operation.pagination {
        let pagination = paged(pagination);
        facts.push(quote! { Paged(&runtime::Pagination::#pagination) });
    }
    if operation.page_in_body {
        facts.push(quote! { PageInBody });
    }
    if let Output::Page {
        member: Some(name), ..
    } = &operation.output
    {
        facts.push(quote! { ItemsIn(#name) });
    }
    if operation.idempotent {
        facts.push(quote! { Idempotent });
    }
    if let Some(server) = &operation.server {
        facts.push(quote! { Server(#server) });
    }
    if operation.deprecated {
        facts.push(quote! { Deprecated });
    }
    facts
}

/// Whether inputs are members of the body.
fn has_members(operation: &Operation) -> bool {
    let mut inputs = operation.inputs.iter();
    inputs.any(|input| input.location == Location::Member)
}

fn encodings(operation: &Operation) -> impl Iterator<Item = &Encoding> {
    operation.body.iter().flat_map(|body| &body.encodings)
}

/// How members of a query are written that is one input.
fn query_encodings(operation: &Operation) -> impl Iterator<Item = &Encoding> {
    let inputs = operation.inputs.iter();
    inputs.flat_map(|input| match &input.location {
        Location::QueryString(_, encodings) => encodings.as_slice(),
        _ => &[],
    })
}

/// The facts that say how a member of a form is written where that is not the default.
fn encoded(encoding: &Encoding) -> Vec<TokenStream> {
    let mut facts: Vec<TokenStream> = encoding
        .content_types
        .iter()
        .find(|media| !media.contains('*'))
        .map(|media| quote! { Content(#media) })
        .into_iter()
        .collect();
    if let Some(style) = &encoding.style {
        let own = written(style, &StyleKind::Form);
        // Without any style an object is JSON.
        if own.is_empty() {
            facts.push(quote! { Explode(true) });
        }
        facts.extend(own);
    }
    facts
}

/// The media types that are asked for: those of success that the output can be made from.
fn accepted(operation: &Operation) -> Vec<&str> {
    let wanted = |kind: MediaKind, payload: &Payload| match &operation.output {
        Output::Value(value) => {
            kind == MediaKind::Json || (kind == MediaKind::Text && value.ty == Type::Text)
        }
        Output::Page { .. } => kind == MediaKind::Json,
        Output::Bytes => kind == MediaKind::Bytes,
        Output::Text => {
            kind == MediaKind::Text || (kind == MediaKind::Json && payload.ty == Type::Text)
        }
        Output::Stream(stream, _) => kind == *stream,
        Output::Empty | Output::OneOf(_) => true,
    };
    let (success, failure): (Vec<&Response>, Vec<&Response>) = operation
        .responses
        .iter()
        .partition(|response| is_success(response.status));
    let best = names(&success, &wanted);
    if !best.is_empty() {
        return best;
    }
    let any = names(&success, &|_, _| true);
    if any.is_empty() {
        names(&failure, &|_, _| true)
    } else {
        any
    }
}

/// The names of the media types of some responses, each once.
fn names<'a>(
    responses: &[&'a Response],
    wanted: &dyn Fn(MediaKind, &Payload) -> bool,
) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for (media, payload) in responses.iter().flat_map(|response| &response.content) {
        if wanted(media.kind, payload) && !names.contains(&media.name.as_str()) {
            names.push(&media.name);
        }
    }
    names
}

fn paged(pagination: &Pagination) -> TokenStream {
    let maybe = |name: &Option<String>| match name {
        Some(name) => quote! { Some(#name) },
        None => quote! { None },
    };
    match pagination {
        Pagination::Page {
            page,
            first,
            total,
            total_pages,
        } => {
            let first = proc_macro2::Literal::u64_unsuffixed(*first);
            let (total, total_pages) = (maybe(total), maybe(total_pages));
            quote! {
                Page { page: #page, first: #first, total: #total, total_pages: #total_pages, }
            }
        }
        Pagination::Offset { offset, total } => {
            let total = maybe(total);
            quote! { Offset { offset: #offset, total: #total, } }
        }
        Pagination::Cursor { cursor, next } => quote! { Cursor { cursor: #cursor, next: #next } },
        Pagination::After { after, item, more } => {
            let more = maybe(more);
            quote! { After { after: #after, item: #item, more: #more, } }
        }
        Pagination::Link { next } => {
            let next = maybe(next);
            quote! { Link { next: #next } }
        }
    }
}

/// Where an input goes, and the facts that say how it is written where that is not the default.
fn location(location: &Location) -> (TokenStream, Vec<TokenStream>) {
    match location {
        Location::Path(style) => (quote! { Path }, written(style, &StyleKind::Simple)),
        Location::Query(style) => (quote! { Query }, written(style, &StyleKind::Form)),
        Location::Header(style) => (quote! { Header }, written(style, &StyleKind::Simple)),
        Location::Cookie(style) => (quote! { Cookie }, written(style, &StyleKind::Form)),
        Location::QueryString(style, _) => {
            (quote! { QueryString }, written(style, &StyleKind::Form))
        }
        Location::Member => (quote! { Member }, Vec::new()),
        Location::Body => (quote! { Body }, Vec::new()),
    }
}

fn written(style: &Style, default: &StyleKind) -> Vec<TokenStream> {
    let mut facts = Vec::new();
    if let StyleKind::Content(media) = &style.kind {
        return vec![quote! { Content(#media) }];
    }
    if style.kind != *default {
        let name = word(style_name(&style.kind));
        facts.push(quote! { Style(#name) });
    }
    let explodes = matches!(
        style.kind,
        StyleKind::Form | StyleKind::Cookie | StyleKind::DeepObject
    );
    if style.explode != explodes {
        let explode = style.explode;
        facts.push(quote! { Explode(#explode) });
    }
    if style.allow_reserved {
        facts.push(quote! { AllowReserved });
    }
    facts
}

const fn style_name(kind: &StyleKind) -> &'static str {
    match kind {
        StyleKind::Simple | StyleKind::Content(_) => "Simple",
        StyleKind::Label => "Label",
        StyleKind::Matrix => "Matrix",
        StyleKind::Form => "Form",
        StyleKind::SpaceDelimited => "SpaceDelimited",
        StyleKind::PipeDelimited => "PipeDelimited",
        StyleKind::DeepObject => "DeepObject",
        StyleKind::TabDelimited => "TabDelimited",
        StyleKind::Cookie => "Cookie",
    }
}
