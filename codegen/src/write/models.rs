//! The files of types that more than one resource uses.

use quote::quote;

use super::docs::Doc;
use super::layout::{Layout, Module, Shared};
use super::scope::{Scope, gate, ident, word};
use crate::format::{Block, File};
use crate::ir::TypeId;

/// What the module of shared types is about.
const TITLE: &str = " Types that more than one part of the API uses.";

/// The file of some types.
pub(crate) fn file(types: &[TypeId], module: &Module, layout: &Layout<'_>) -> File {
    let mut scope = Scope::new(layout, module.clone());
    let types: Vec<_> = types.iter().filter_map(|id| layout.ty(*id)).collect();
    let mut contents = Vec::new();
    for ty in &types {
        contents.extend(super::ty(ty, &mut scope));
    }
    let mut blocks = scope.imports();
    blocks.append(&mut contents);
    let attributes = match types.first() {
        Some(first) if module.0.len() > 1 => Doc::own_only(super::otherwise(first)).inner(),
        _ => quote! { #![doc = #TITLE] },
    };
    File { attributes, blocks }
}

/// The module that declares the files and shows their types.
pub(crate) fn index(layout: &Layout<'_>) -> File {
    let (mut modules, mut uses) = (Vec::new(), Vec::new());
    if let Shared::Split(files) = &layout.shared {
        for (stem, ids) in files {
            let (module, gate) = (word(stem), gate(&layout.gate_of_types(ids)));
            modules.push(quote! { #gate mod #module; });
            for name in ids
                .iter()
                .filter_map(|id| layout.ty(*id))
                .map(|ty| ident(&ty.name))
            {
                uses.push(quote! { #gate pub use self::#module::#name; });
            }
        }
    }
    File {
        attributes: quote! { #![doc = #TITLE] },
        blocks: vec![Block::Lines(modules), Block::Lines(uses)],
    }
}
