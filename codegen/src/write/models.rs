//! The files of types that more than one resource uses.

use quote::quote;

use super::docs::Doc;
use super::layout::{Layout, Module, Shared};
use super::scope::{Scope, gate, ident, word};
use crate::format::{Block, File};
use crate::ir::TypeId;

/// The files with their modules.
pub(crate) fn files(layout: &Layout<'_>) -> Vec<(Module, File)> {
    let root = || Module(vec!["models".to_owned()]);
    let title = " Types that more than one part of the API uses.";
    match &layout.shared {
        Shared::None => Vec::new(),
        Shared::One(types) => {
            let mut file = file(types, root(), layout);
            file.attributes = quote! { #![doc = #title] };
            vec![(root(), file)]
        }
        Shared::Split(files) => {
            let mut out = vec![(root(), index(files, layout))];
            out.iter_mut()
                .for_each(|(_, file)| file.attributes = quote! { #![doc = #title] });
            for (stem, types) in files {
                let module = Module(vec!["models".to_owned(), stem.clone()]);
                out.push((module.clone(), file(types, module, layout)));
            }
            out
        }
    }
}

fn file(types: &[TypeId], module: Module, layout: &Layout<'_>) -> File {
    let mut scope = Scope::new(layout, module);
    let types: Vec<_> = types.iter().filter_map(|id| layout.ty(*id)).collect();
    let mut contents = Vec::new();
    for ty in &types {
        contents.extend(super::ty(ty, &mut scope));
    }
    let mut blocks = scope.imports();
    blocks.append(&mut contents);
    let mut doc = Doc::default();
    if let Some(first) = types.first() {
        doc.own(super::otherwise(first));
    }
    File {
        attributes: doc.inner(),
        blocks,
    }
}

/// The module that declares the files and shows their types.
fn index(files: &std::collections::BTreeMap<String, Vec<TypeId>>, layout: &Layout<'_>) -> File {
    let (mut modules, mut uses) = (Vec::new(), Vec::new());
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
    File {
        blocks: vec![Block::Lines(modules), Block::Lines(uses)],
        ..File::default()
    }
}
