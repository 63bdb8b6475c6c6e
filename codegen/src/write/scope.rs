//! What a file has in scope: its imports, found while its items are written.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::layout::{Layout, Module};
use crate::format::Block;
use crate::ir::{self, IntegerType, Presence, Type, TypeDef, TypeId, TypeKind};

/// The scope of one file.
pub(crate) struct Scope<'a> {
    pub(crate) layout: &'a Layout<'a>,
    here: Module,
    map: bool,
    runtime: BTreeSet<&'static str>,
    own: BTreeSet<Vec<String>>,
}

/// An identifier of the IR as a token.
pub(crate) fn ident(name: &ir::Ident) -> Ident {
    word(name.as_str())
}

/// An identifier as a token.
pub(crate) fn word(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A path below the root of the crate.
pub(crate) fn path(parts: &[String]) -> TokenStream {
    let parts = parts.iter().map(|part| word(part));
    quote! { crate #(::#parts)* }
}

/// The condition that one of some features is on; nothing if there is no condition.
pub(crate) fn gate(features: &[String]) -> TokenStream {
    match features {
        [] => TokenStream::new(),
        [feature] => quote! { #[cfg(feature = #feature)] },
        features => quote! { #[cfg(any(#(feature = #features),*))] },
    }
}

impl<'a> Scope<'a> {
    pub(crate) fn new(layout: &'a Layout<'a>, here: Module) -> Self {
        Self {
            layout,
            here,
            map: false,
            runtime: BTreeSet::new(),
            own: BTreeSet::new(),
        }
    }

    /// A name from `runtime`.
    pub(crate) fn runtime(&mut self, name: &'static str) -> Ident {
        self.runtime.insert(name);
        word(name)
    }

    /// A name from another module of the crate.
    pub(crate) fn own(&mut self, module: &Module, name: &str) -> Ident {
        if *module != self.here {
            let mut parts = module.0.clone();
            // Shared types are public in `models`, whichever file they are in.
            if parts.first().is_some_and(|part| part == "models") {
                parts.truncate(1);
            }
            parts.push(name.to_owned());
            self.own.insert(parts);
        }
        word(name)
    }

    /// A type of the API.
    pub(crate) fn named(&mut self, id: TypeId) -> TokenStream {
        let layout = self.layout;
        match (layout.ty(id), layout.home(id)) {
            (Some(TypeDef { name, .. }), Some(home)) => {
                let name = self.own(home, name.as_str());
                quote! { #name }
            }
            _ => self.ty(&Type::Json),
        }
    }

    /// Whether values of other types become one of a type by themselves.
    pub(crate) fn is_converted_to(&self, id: TypeId) -> bool {
        let def = self.layout.ty(id);
        let same = def
            .and_then(|def| def.same_as)
            .map_or(def, |same| self.layout.ty(same));
        same.is_some_and(|def| match &def.kind {
            TypeKind::Newtype(_) => true,
            TypeKind::Union(union) => union.arms.iter().any(|arm| arm.converts),
            _ => false,
        })
    }

    /// A Rust type.
    pub(crate) fn ty(&mut self, ty: &Type) -> TokenStream {
        match ty {
            Type::Bool => quote! { bool },
            Type::Integer(width) => {
                let width = word(integer(*width));
                quote! { #width }
            }
            Type::Number => quote! { f64 },
            Type::Text => quote! { String },
            Type::DateTime => self.bare("DateTime"),
            Type::Date => self.bare("Date"),
            Type::Bytes => self.bare("Base64"),
            Type::File => self.bare("FilePart"),
            Type::Json => self.bare("Value"),
            Type::List(item) => {
                let item = self.ty(item);
                quote! { Vec<#item> }
            }
            Type::Map(value) => {
                self.map = true;
                let value = self.ty(value);
                quote! { BTreeMap<String, #value> }
            }
            Type::Nullable(ty) => {
                let ty = self.ty(ty);
                quote! { Option<#ty> }
            }
            Type::Boxed(ty) => {
                let ty = self.ty(ty);
                quote! { Box<#ty> }
            }
            Type::Named(id) => self.named(*id),
        }
    }

    /// The type of a field.
    pub(crate) fn field(&mut self, presence: Presence, ty: &Type) -> TokenStream {
        let ty = self.ty(ty);
        match presence {
            Presence::Required => ty,
            Presence::Nullable | Presence::Optional => quote! { Option<#ty> },
            Presence::OptionalNullable => {
                let nullable = self.runtime("Nullable");
                quote! { #nullable<#ty> }
            }
        }
    }

    fn bare(&mut self, name: &'static str) -> TokenStream {
        let name = self.runtime(name);
        quote! { #name }
    }

    /// The imports of the file.
    pub(crate) fn imports(self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut group = |lines: Vec<TokenStream>| {
            if !lines.is_empty() {
                blocks.push(Block::Lines(lines));
            }
        };
        if self.map {
            group(vec![quote! { use std::collections::BTreeMap; }]);
        }
        let names: Vec<Ident> = self.runtime.iter().map(|name| word(name)).collect();
        match names.as_slice() {
            [] => {}
            [name] => group(vec![quote! { use runtime::#name; }]),
            names => group(vec![quote! { use runtime::{#(#names),*}; }]),
        }
        group(
            self.own
                .iter()
                .map(|parts| {
                    let path = path(parts);
                    quote! { use #path; }
                })
                .collect(),
        );
        blocks
    }
}

pub(crate) const fn integer(width: IntegerType) -> &'static str {
    match width {
        IntegerType::I8 => "i8",
        IntegerType::I16 => "i16",
        IntegerType::I32 => "i32",
        IntegerType::I64 => "i64",
        IntegerType::U8 => "u8",
        IntegerType::U16 => "u16",
        IntegerType::U32 => "u32",
        IntegerType::U64 => "u64",
        IntegerType::I128 => "i128",
    }
}
