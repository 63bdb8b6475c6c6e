//! What models and operations have in common: fields, what `new` takes, setters, rows.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::facts;
use super::lints;
use super::scope::{Scope, ident};
use crate::ir::{Docs, Fact, Literal, Member, Presence, Type};

/// The documentation of a field.
pub(crate) fn docs(member: &Member) -> TokenStream {
    let mut doc = Doc::of(&member.docs, &wire_name(member));
    doc.sentences(&facts::sentences(
        &member.ty,
        Some(member.presence),
        &member.facts,
        &member.docs,
    ));
    if member.deprecated && !member.facts.contains(&Fact::Deprecated) {
        doc.own("Deprecated.");
    }
    doc.remarks(&member.docs);
    doc.outer()
}

fn wire_name(member: &Member) -> String {
    super::markdown::code(&member.wire)
}

/// A field with its documentation.
pub(crate) fn field(member: &Member, scope: &mut Scope<'_>) -> TokenStream {
    let docs = docs(member);
    let name = ident(&member.name);
    let ty = scope.field(member.presence, &member.ty);
    let lints = lints::field(member);
    quote! { #docs #lints pub #name: #ty }
}

/// How many rows the macros take in one group.
const GROUP: usize = 32;

/// The rows of a table, each with its name on the wire: `{ .. }`, or `with { .. } { .. }` where there are more than
/// one group holds.
///
/// Where a group ends depends on the name of its last row alone, unless it would be too long. So a row that is added
/// moves the end of a group seldom, and of others hardly ever.
pub(crate) fn rows<'a>(rows: impl IntoIterator<Item = (&'a str, TokenStream)>) -> TokenStream {
    let mut rows = rows.into_iter().collect::<Vec<_>>().into_iter();
    let mut early = TokenStream::new();
    while rows.len() > GROUP {
        let mut group = Vec::with_capacity(GROUP);
        for (name, row) in rows.by_ref() {
            group.push(row);
            if group.len() == GROUP || is_border(name) {
                break;
            }
        }
        early.extend(quote! { with { #(#group,)* } });
    }
    let last = rows.map(|(_, row)| row);
    quote! { #early { #(#last,)* } }
}

/// Whether a group ends after the row with this name: that of one in twelve.
fn is_border(name: &str) -> bool {
    name.bytes().map(u32::from).sum::<u32>() % 12 == 0
}

/// Whether there has to be a value.
pub(crate) const fn is_required(member: &Member) -> bool {
    matches!(member.presence, Presence::Required | Presence::Nullable)
}

/// Whether the caller has to give a value: there has to be one, and more than one could be.
pub(crate) fn is_asked_for(member: &Member) -> bool {
    is_required(member) && constant(member).is_none()
}

/// The only value that a required member can have, if it is a text, a boolean or an integer.
fn constant(member: &Member) -> Option<TokenStream> {
    let constant = member.facts.iter().find_map(|fact| match fact {
        Fact::Const(value) => Some(value),
        _ => None,
    })?;
    if member.presence != Presence::Required {
        return None;
    }
    Some(match (&member.ty, constant) {
        (Type::Text, Literal::Text(text)) => quote! { #text.to_owned() },
        (Type::Bool, Literal::Bool(value)) => quote! { #value },
        (Type::Integer(width), Literal::Int(value)) if width.holds(*value) => {
            facts::integer(*value)
        }
        _ => return None,
    })
}

/// What `new` takes for a field, and what it puts there.
pub(crate) struct Parameter {
    /// `name: Type`
    pub(crate) declaration: TokenStream,
    /// `name` or `name: value`
    pub(crate) initializer: TokenStream,
}

impl Parameter {
    /// The parameter for a field that is required.
    pub(crate) fn new(member: &Member, scope: &mut Scope<'_>) -> Self {
        let name = ident(&member.name);
        let (ty, value) = match (member.presence, &member.ty) {
            (Presence::Required, ty) => taken(&name, ty, scope),
            (presence, ty) => (scope.field(presence, ty), None),
        };
        Self {
            declaration: quote! { #name: #ty },
            initializer: value.map_or_else(|| quote! { #name }, |value| quote! { #name: #value }),
        }
    }
}

/// What a function takes for a value, and how that becomes the value if it is not the same.
fn taken(
    name: &proc_macro2::Ident,
    ty: &Type,
    scope: &mut Scope<'_>,
) -> (TokenStream, Option<TokenStream>) {
    match ty {
        Type::Text | Type::DateTime | Type::Date | Type::File => {
            let ty = scope.ty(ty);
            (quote! { impl Into<#ty> }, Some(quote! { #name.into() }))
        }
        Type::Named(id) if scope.is_converted_to(*id) => {
            let ty = scope.ty(ty);
            (quote! { impl Into<#ty> }, Some(quote! { #name.into() }))
        }
        Type::Boxed(inner) => {
            let (ty, value) = taken(name, inner, scope);
            let value = value.unwrap_or_else(|| quote! { #name });
            (ty, Some(quote! { Box::new(#value) }))
        }
        ty => (scope.ty(ty), None),
    }
}

/// The value of a field that nobody has set.
pub(crate) fn unset(member: &Member, scope: &mut Scope<'_>) -> TokenStream {
    let name = ident(&member.name);
    if let Some(value) = constant(member) {
        return quote! { #name: #value };
    }
    match member.presence {
        Presence::OptionalNullable => {
            let nullable = scope.runtime("Nullable");
            quote! { #name: #nullable::Absent }
        }
        Presence::Required | Presence::Nullable | Presence::Optional => quote! { #name: None },
    }
}

/// A setter of requests for an input that may be left out.
pub(crate) fn setter(member: &Member, scope: &mut Scope<'_>) -> TokenStream {
    let docs = Doc::brief(&member.docs, &wire_name(member)).outer();
    let deprecated = member.deprecated.then(|| quote! { #[deprecated] });
    let name = ident(&member.name);
    let (ty, value) = if member.presence == Presence::OptionalNullable {
        let ty = scope.field(member.presence, &member.ty);
        (quote! { impl Into<#ty> }, quote! { #name.into() })
    } else {
        let (ty, value) = taken(&name, &member.ty, scope);
        let value = value.unwrap_or_else(|| quote! { #name });
        (ty, quote! { Some(#value) })
    };
    let lints = lints::setter(member);
    quote! {
        #docs
        #deprecated
        #lints
        pub fn #name(mut self, #name: #ty) -> Self {
            self.inputs.#name = #value;
            self
        }
    }
}

/// What a row says after the presence: the name on the wire and the facts.
pub(crate) fn row(member: &Member, more: &[TokenStream]) -> TokenStream {
    let wire = &member.wire;
    let facts = facts::row(&member.facts);
    let comma = (!member.facts.is_empty() && !more.is_empty()).then(|| quote! { , });
    quote! { #wire [#facts #comma #(#more),*] }
}

/// The presence as a row says it.
pub(crate) fn presence(presence: Presence) -> TokenStream {
    match presence {
        Presence::Required => quote! { Required },
        Presence::Nullable => quote! { Nullable },
        Presence::Optional => quote! { Optional },
        Presence::OptionalNullable => quote! { OptionalNullable },
    }
}

/// Whether the document says nothing about an item.
pub(crate) fn is_silent(docs: &Docs) -> bool {
    docs.summary
        .as_deref()
        .unwrap_or_default()
        .trim()
        .is_empty()
        && docs
            .description
            .as_deref()
            .unwrap_or_default()
            .trim()
            .is_empty()
}
