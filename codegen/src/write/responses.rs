//! Enums of several answers: one variant for each status and media type, and one for what is not declared.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Doc;
use super::lints;
use super::markdown::code;
use super::scope::{Scope, ident, word};
use crate::format::Block;
use crate::ir::{MediaKind, ResponseArm, StatusPattern, Type, TypeDef};

/// The blocks of an enum of several answers.
pub(crate) fn write(def: &TypeDef, arms: &[ResponseArm], scope: &mut Scope<'_>) -> Vec<Block> {
    vec![
        Block::Item(definition(def, arms, scope)),
        Block::Table(table(def, arms)),
    ]
}

fn definition(def: &TypeDef, arms: &[ResponseArm], scope: &mut Scope<'_>) -> TokenStream {
    let mut doc = Doc::of(&def.docs, "One of several answers.");
    super::closing(&mut doc, def);
    let docs = doc.outer();
    let name = ident(&def.name);
    let variants: Vec<TokenStream> = arms
        .iter()
        .map(|arm| {
            let (docs, name) = (arm_docs(arm), ident(&arm.name));
            let payload = arm.payload.as_ref().map(|payload| &payload.ty);
            let lints = payload.and_then(lints::value);
            let held = payload.map(|ty| held(arm, ty, scope));
            let payload = held.map(|ty| quote! { (#ty) });
            quote! { #docs #lints #name #payload }
        })
        .collect();
    let response = scope.runtime("Response");
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " An answer that the document does not declare."]
            Undocumented(#response),
        }
    }
}

/// The type of what an answer holds: bytes are themselves where no JSON is around them.
fn held(arm: &ResponseArm, ty: &Type, scope: &mut Scope<'_>) -> TokenStream {
    let kind = arm.media.as_ref().map(|media| media.kind);
    if *ty == Type::Bytes && kind == Some(MediaKind::Bytes) {
        quote! { runtime::bytes::Bytes }
    } else {
        scope.ty(ty)
    }
}

fn arm_docs(arm: &ResponseArm) -> TokenStream {
    let media = arm
        .media
        .as_ref()
        .map(|media| format!(", {}", code(&media.name)))
        .unwrap_or_default();
    let mut doc = Doc::default();
    doc.own(format!("{}{media}", status(arm.status)));
    [&arm.docs.summary, &arm.docs.description]
        .into_iter()
        .flatten()
        .for_each(|text| doc.text(text));
    doc.outer()
}

/// A pattern of statuses, as readers write it.
pub(crate) fn status(pattern: StatusPattern) -> String {
    match pattern {
        StatusPattern::Code(code) => format!("`{code}`"),
        StatusPattern::Range(hundred) => format!("`{hundred}XX`"),
        StatusPattern::Default => "any other status".to_owned(),
    }
}

fn table(def: &TypeDef, arms: &[ResponseArm]) -> TokenStream {
    let (name, source) = (ident(&def.name), &def.source.0);
    let some_wrapped = arms.iter().any(|arm| arm.wrapped);
    let rows = arms.iter().map(|arm| {
        let (name, status) = (ident(&arm.name), pattern(arm.status));
        let media = arm
            .media
            .as_ref()
            .filter(|_| arm.payload.is_some())
            .map(|media| {
                let (kind, name) = (media_kind(media.kind), &media.name);
                let is_bare = some_wrapped && !arm.wrapped && media.kind == MediaKind::Json;
                let bare = is_bare.then(|| word("Bare"));
                quote! { (#kind #name #bare) }
            });
        quote! { #name #media: #status }
    });
    quote! {
        runtime::responses! {
            #name from #source {
                #(#rows,)*
            } else Undocumented
        }
    }
}

fn pattern(pattern: StatusPattern) -> TokenStream {
    match pattern {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote! { Code(#code) }
        }
        StatusPattern::Range(hundred) => {
            let hundred = Literal::u8_unsuffixed(hundred);
            quote! { Range(#hundred) }
        }
        StatusPattern::Default => quote! { Default },
    }
}

/// How a media type is read and written, as a table says it.
pub(crate) fn media_kind(kind: MediaKind) -> TokenStream {
    let name = word(match kind {
        MediaKind::Json => "Json",
        MediaKind::Form => "Form",
        MediaKind::Multipart => "Multipart",
        MediaKind::Text => "Text",
        MediaKind::Bytes => "Bytes",
        MediaKind::EventStream => "EventStream",
        MediaKind::JsonLines => "JsonLines",
    });
    quote! { #name }
}
