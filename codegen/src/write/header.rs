//! Headers of answers: a constant of the operation for each.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::facts;
use super::lints;
use super::markdown::code;
use super::responses::status;
use super::scope::{Scope, ident};
use crate::ir::{Header, HeaderForm, Presence};

/// The constant that says what a header is called and what its value is.
pub(crate) fn constant(header: &Header, scope: &mut Scope<'_>) -> TokenStream {
    let member = &header.member;
    let docs = docs(header);
    let deprecated = member.deprecated.then(|| quote! { #[deprecated] });
    let lints = lints::constant(&member.ty);
    let (name, wire, ty) = (ident(&member.name), &member.wire, scope.ty(&member.ty));
    let form = match header.form {
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

fn docs(header: &Header) -> TokenStream {
    let member = &header.member;
    let mut doc = Doc::of(&member.docs, &code(&member.wire));
    let mut sentences = vec![comes_with(header)];
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

/// Which answers have it.
fn comes_with(header: &Header) -> String {
    let statuses: Vec<String> = header.statuses.iter().map(|one| status(*one)).collect();
    let always = match header.member.presence {
        Presence::Required | Presence::Nullable => "Always comes",
        Presence::Optional | Presence::OptionalNullable => "Comes",
    };
    match statuses.split_last() {
        Some((last, others)) if !others.is_empty() => {
            format!("{always} with {} and {last}.", others.join(", "))
        }
        _ => format!("{always} with {}.", statuses.join("")),
    }
}
