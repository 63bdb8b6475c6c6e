//! Headers of answers: a constant of the operation for each, or of the crate if it is shared.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::facts;
use super::layout::{Layout, Module};
use super::lints;
use super::markdown::code;
use super::responses::status;
use super::scope::{Scope, ident};
use crate::format::{Block, File};
use crate::ir::{Header, HeaderForm, Member, Presence, SharedHeader};

/// The file of the headers that are shared.
pub(crate) fn file(layout: &Layout<'_>) -> File {
    let mut scope = Scope::new(layout, Module(vec!["headers".to_owned()]));
    let mut headers: Vec<&SharedHeader> = layout.api.headers.iter().collect();
    headers.sort_by_key(|header| &header.member.name);
    let constants: Vec<Block> = headers
        .into_iter()
        .map(|header| {
            let docs = docs(&header.member, None);
            Block::Item(constant(&header.member, header.form, &docs, &mut scope))
        })
        .collect();
    let mut blocks = scope.imports();
    blocks.extend(constants);
    File {
        attributes: quote! { #![doc = " Headers of answers that the document describes in one place for many operations."] },
        blocks,
    }
}

/// The constants of an operation.
pub(crate) fn constants(headers: &[Header], scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let own = headers.iter().filter(|header| header.shared.is_none());
    own.map(|header| {
        let docs = docs(&header.member, Some(capital(&comes_with(header))));
        constant(&header.member, header.form, &docs, scope)
    })
    .collect()
}

/// Which of the shared headers the answers of an operation have, one line each.
pub(crate) fn shared(headers: &[Header]) -> Vec<String> {
    let shared = headers.iter().filter(|header| header.shared.is_some());
    shared
        .map(|header| {
            let (name, comes) = (&header.member.name, comes_with(header));
            format!("The header [`crate::headers::{name}`] {comes}")
        })
        .collect()
}

/// The constant that says what a header is called and what its value is.
fn constant(
    member: &Member,
    form: HeaderForm,
    docs: &TokenStream,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let deprecated = member.deprecated.then(|| quote! { #[deprecated] });
    let lints = lints::constant(&member.ty);
    let (name, wire, ty) = (ident(&member.name), &member.wire, scope.ty(&member.ty));
    let form = match form {
        HeaderForm::Simple => TokenStream::new(),
        HeaderForm::Exploded => quote! { .exploded() },
        HeaderForm::Json => quote! { .json() },
    };
    quote! {
        #docs
        #deprecated
        #lints
        pub const #name: runtime::Header<#ty> = runtime::Header::new(#wire)#form;
    }
}

fn docs(member: &Member, came: Option<String>) -> TokenStream {
    let mut doc = Doc::of(&member.docs, &code(&member.wire));
    let mut sentences = Vec::from_iter(came);
    sentences.extend(facts::sentences(
        &member.ty,
        None,
        &member.facts,
        &member.docs,
    ));
    doc.sentences(&sentences);
    doc.remarks(&member.docs);
    doc.outer()
}

/// Which answers have it: `comes with ..`.
fn comes_with(header: &Header) -> String {
    let statuses: Vec<String> = header.statuses.iter().map(|one| status(*one)).collect();
    let comes = match header.member.presence {
        Presence::Required | Presence::Nullable => "always comes",
        Presence::Optional | Presence::OptionalNullable => "comes",
    };
    match statuses.split_last() {
        Some((last, others)) if !others.is_empty() => {
            format!("{comes} with {} and {last}.", others.join(", "))
        }
        _ => format!("{comes} with {}.", statuses.join("")),
    }
}

/// The same as a sentence of its own.
fn capital(text: &str) -> String {
    let (first, rest) = text.split_at(1);
    first.to_ascii_uppercase() + rest
}
