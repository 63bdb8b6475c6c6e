//! Other names of a type.

use quote::quote;

use super::docs::Doc;
use super::scope::{Scope, ident};
use crate::format::Block;
use crate::ir::{TypeDef, TypeId};

/// The blocks of a type that is another name of `same`.
pub(crate) fn write(def: &TypeDef, same: TypeId, scope: &mut Scope<'_>) -> Vec<Block> {
    let target = scope.named(same);
    let mut doc = Doc::of(&def.docs, "");
    doc.own(format!(
        "Another name of [`{target}`]: the schema {} says the same.",
        super::markdown::code(&def.source.0),
    ));
    super::closing(&mut doc, def);
    let (docs, name) = (doc.outer(), ident(&def.name));
    vec![Block::Item(quote! { #docs pub type #name = #target; })]
}
