//! Open enums: the values that the document names, one variant for all others, and the table.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::facts;
use super::scope::{Scope, ident};
use crate::format::Block;
use crate::ir::{Docs, Enum, EnumRepr, Literal, TypeDef, Variant};

/// The blocks of an enum.
pub(crate) fn write(def: &TypeDef, items: &Enum, _scope: &mut Scope<'_>) -> Vec<Block> {
    vec![
        Block::Item(definition(def, items)),
        Block::Table(table(def, items)),
    ]
}

fn definition(def: &TypeDef, items: &Enum) -> TokenStream {
    let mut doc = Doc::of(&def.docs, &super::otherwise(def));
    super::closing(&mut doc, def);
    let docs = doc.outer();
    let (name, unknown) = (ident(&def.name), ident(&items.unknown));
    let variants = items.variants.iter().map(|variant| {
        let (docs, name) = (variant_docs(variant), ident(&variant.name));
        quote! { #docs #name }
    });
    let holder = match items.repr {
        EnumRepr::Text => quote! { runtime::UnknownText },
        EnumRepr::Integer => quote! { runtime::UnknownInteger },
    };
    let derives = super::derives(def);
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that the document does not name."]
            #unknown(#holder),
        }
    }
}

fn variant_docs(variant: &Variant) -> TokenStream {
    let value = facts::shown(&variant.value);
    let mut doc = Doc::default();
    doc.own(&value);
    let Docs {
        summary,
        description,
        ..
    } = &variant.docs;
    [summary, description]
        .into_iter()
        .flatten()
        .for_each(|text| doc.text(text));
    doc.remarks(&variant.docs);
    doc.outer()
}

fn table(def: &TypeDef, items: &Enum) -> TokenStream {
    let (name, source, unknown) = (ident(&def.name), &def.source.0, ident(&items.unknown));
    let rows = items.variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), value(&variant.value));
        quote! { #name = #value }
    });
    let repr = match items.repr {
        EnumRepr::Text => quote! { Text },
        EnumRepr::Integer => quote! { Integer },
    };
    let others = super::others(items.others);
    quote! {
        runtime::open_enum! {
            #name from #source {
                #(#rows,)*
            } #others #unknown(#repr)
        }
    }
}

/// The value of a variant as it is on the wire.
fn value(value: &Literal) -> TokenStream {
    match value {
        Literal::Int(n) => facts::integer(*n),
        Literal::Text(text) | Literal::Json(text) => quote! { #text },
        Literal::Bool(value) => quote! { #value },
        Literal::Float(n) => {
            let n = n.to_string();
            quote! { #n }
        }
        Literal::Null => quote! { "null" },
    }
}
