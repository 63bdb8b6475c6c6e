//! Models: a struct, `new` where it can be sent, and its table.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::scope::{Scope, ident};
use super::{facts, lints, member};
use crate::format::Block;
use crate::ir::{Docs, Fact, Member, Model, Rest, Type, TypeDef};

/// The blocks of a model.
pub(crate) fn write(def: &TypeDef, model: &Model, scope: &mut Scope<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Item(definition(def, model, scope))];
    if def.direction.sent {
        blocks.extend(constructor(def, model, scope).into_iter().map(Block::Item));
    }
    blocks.push(Block::Table(table(def, model)));
    blocks
}

fn definition(def: &TypeDef, model: &Model, scope: &mut Scope<'_>) -> TokenStream {
    let mut doc = Doc::of(&def.docs, &super::otherwise(def));
    doc.sentences(&facts::sentences(
        &Type::Json,
        None,
        &model.facts,
        &Docs::default(),
    ));
    super::closing(&mut doc, def);
    let docs = doc.outer();
    let name = ident(&def.name);
    let fields = model.members.iter().map(|member| {
        let deprecated = member.deprecated.then(|| quote! { #[deprecated] });
        let docs = member::docs(member);
        let name = ident(&member.name);
        let ty = scope.field(member.presence, &member.ty);
        let lints = lints::field(member);
        quote! { #docs #deprecated #lints pub #name: #ty }
    });
    let fields: Vec<TokenStream> = fields.collect();
    let rest = rest(&model.rest, scope);
    let derives = super::derives(def);
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #rest,
        }
    }
}

fn rest(rest: &Rest, scope: &mut Scope<'_>) -> TokenStream {
    let mut doc = Doc::default();
    doc.own("Members that the document does not name.");
    let mut says = |ty: &Type, values: &[Fact]| {
        doc.sentences(&facts::sentences(ty, None, values, &Docs::default()));
    };
    match rest {
        Rest::Any(name, values) => {
            says(&Type::Json, values);
            let docs = doc.outer();
            let (name, ty) = (ident(name), scope.runtime("AdditionalProperties"));
            quote! { #docs pub #name: #ty }
        }
        Rest::Typed(name, payload) => {
            says(&payload.ty, &payload.facts);
            let docs = doc.outer();
            let map = Type::Map(Box::new(payload.ty.clone()));
            let (name, lints, ty) = (ident(name), lints::value(&map), scope.ty(&map));
            quote! { #docs #lints pub #name: #ty }
        }
    }
}

/// `new`, with everything that is required; and `Default` if nothing is.
fn constructor(def: &TypeDef, model: &Model, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let name = ident(&def.name);
    let mut parameters = Vec::new();
    let mut fields = Vec::new();
    for member in &model.members {
        if member::is_asked_for(member) {
            let parameter = member::Parameter::new(member, scope);
            parameters.push(parameter.declaration);
            fields.push(parameter.initializer);
        } else {
            fields.push(member::unset(member, scope));
        }
    }
    fields.push(match &model.rest {
        Rest::Any(name, _) => {
            let (name, ty) = (ident(name), scope.runtime("AdditionalProperties"));
            quote! { #name: #ty::new() }
        }
        Rest::Typed(name, _) => {
            let name = ident(name);
            quote! { #name: BTreeMap::new() }
        }
    });
    let required: Vec<&Member> = model
        .members
        .iter()
        .filter(|member| member::is_asked_for(member))
        .collect();
    let lints = lints::parameters(&required, 0);
    let named = lints::constructor(def.name.as_str());
    let deprecated = model.members.iter().any(|member: &Member| member.deprecated).then(|| {
        quote! { #[expect(deprecated, reason = "a deprecated member has to be set like any other")] }
    });
    let summary = if model.members.iter().any(member::is_required) {
        " With everything that is required."
    } else {
        " Nothing set."
    };
    let mut items = vec![quote! {
        impl #name {
            #[doc = #summary]
            #lints
            #named
            #deprecated
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#fields),* }
            }
        }
    }];
    if parameters.is_empty() {
        items.push(quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        });
    }
    items
}

fn table(def: &TypeDef, model: &Model) -> TokenStream {
    let (name, source) = (ident(&def.name), &def.source.0);
    let rows = model.members.iter().map(|member| {
        let wire = &member.wire;
        let (name, presence, row) = (
            ident(&member.name),
            member::presence(member.presence),
            member::row(member, &[]),
        );
        (wire.as_str(), quote! { #name: #presence #row })
    });
    let (rest, values) = match &model.rest {
        Rest::Any(name, values) => (ident(name), values),
        Rest::Typed(name, payload) => (ident(name), &payload.facts),
    };
    let values = (!values.is_empty()).then(|| {
        let facts = facts::row(values);
        quote! { Values(&[#facts]) }
    });
    let facts = facts::row(&model.facts);
    let comma = (values.is_some() && !model.facts.is_empty()).then(|| quote! { , });
    let lint = model
        .members
        .iter()
        .any(|member| member.deprecated)
        .then(|| quote! { #[allow(deprecated)] });
    let rest = ("", quote! { #rest: Rest "" [#facts #comma #values] });
    let rows = member::rows(rows.chain([rest]));
    quote! {
        runtime::model! {
            #lint #name from #source #rows
        }
    }
}
