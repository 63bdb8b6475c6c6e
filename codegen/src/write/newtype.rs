//! Newtypes: a struct around a string or an integer.

use quote::quote;

use super::docs::Doc;
use super::scope::{Scope, ident};
use crate::format::Block;
use crate::ir::{Type, TypeDef};

/// The blocks of a newtype.
pub(crate) fn write(def: &TypeDef, inner: &Type, scope: &mut Scope<'_>) -> Vec<Block> {
    let mut doc = Doc::of(&def.docs, &super::otherwise(def));
    super::closing(&mut doc, def);
    let (docs, derives) = (doc.outer(), super::derives(def));
    let (name, source, inner) = (ident(&def.name), &def.source.0, scope.ty(inner));
    vec![
        Block::Item(quote! { #docs #derives pub struct #name(pub #inner); }),
        Block::Lines(vec![
            quote! { runtime::newtype! { #name(#inner) from #source } },
        ]),
    ]
}
