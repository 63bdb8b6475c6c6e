//! Unions: an enum whose variants hold alternatives, and the table that tells them apart.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::scope::{Scope, ident};
use super::{facts, lints};
use crate::format::Block;
use crate::ir::{Arm, Fact, Others, Test, Type, TypeDef, Union};

/// The blocks of a union.
pub(crate) fn write(def: &TypeDef, union: &Union, scope: &mut Scope<'_>) -> Vec<Block> {
    vec![
        Block::Item(definition(def, union, scope)),
        Block::Table(table(def, union, scope)),
    ]
}

fn definition(def: &TypeDef, union: &Union, scope: &mut Scope<'_>) -> TokenStream {
    let mut doc = Doc::of(&def.docs, &super::otherwise(def));
    super::closing(&mut doc, def);
    let docs = doc.outer();
    let (name, unknown) = (ident(&def.name), ident(&union.unknown));
    let arms: Vec<TokenStream> = union
        .arms
        .iter()
        .map(|arm| {
            let (docs, name, ty) = (arm_docs(arm), ident(&arm.name), scope.ty(&arm.payload.ty));
            let lints = lints::value(&arm.payload.ty);
            quote! { #docs #lints #name(#ty) }
        })
        .collect();
    let value = scope.runtime("Value");
    let of_unknown = match union.others {
        Others::Invalid => " A value that the document does not describe.",
        Others::Valid => " Any other value.",
    };
    let derives = super::derives(def);
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#arms,)*
            #[doc = #of_unknown]
            #unknown(#value),
        }
    }
}

fn arm_docs(arm: &Arm) -> TokenStream {
    let tests: Vec<String> = arm.tests.iter().filter_map(recognised).collect();
    let otherwise = if tests.is_empty() {
        "An alternative.".to_owned()
    } else {
        format!("If {}.", tests.join(" and "))
    };
    let mut doc = Doc::of(&arm.docs, &otherwise);
    doc.sentences(&facts::sentences(
        &arm.payload.ty,
        None,
        &arm.payload.facts,
        &arm.docs,
    ));
    doc.remarks(&arm.docs);
    doc.outer()
}

/// What a test says, as a clause.
fn recognised(test: &Test) -> Option<String> {
    let code = super::markdown::code;
    Some(match test {
        Test::Type(ty) => format!("it is {}", facts::kind(*ty)),
        Test::Has(member) => format!("it has {}", code(member)),
        Test::Is(member, values) => {
            format!(
                "{} is {}",
                code(member),
                values
                    .iter()
                    .map(facts::shown)
                    .collect::<Vec<_>>()
                    .join(" or ")
            )
        }
        Test::May(member, values) => {
            format!(
                "{}, if there is one, is {}",
                code(member),
                values
                    .iter()
                    .map(facts::shown)
                    .collect::<Vec<_>>()
                    .join(" or ")
            )
        }
        Test::Among(values) => format!(
            "it is {}",
            values
                .iter()
                .map(facts::shown)
                .collect::<Vec<_>>()
                .join(" or ")
        ),
        Test::Fits(member, facts) => {
            let forms = facts.iter().filter_map(|fact| match fact {
                Fact::Format(format) => Some(format!("has the format {}", code(format))),
                Fact::Pattern(pattern) => Some(format!("matches {}", code(pattern))),
                _ => None,
            });
            let forms = forms.collect::<Vec<_>>().join(" and ");
            format!("{} {forms}", code(member))
        }
        Test::Decodes => return None,
    })
}

fn table(def: &TypeDef, union: &Union, scope: &mut Scope<'_>) -> TokenStream {
    let (name, source, unknown) = (ident(&def.name), &def.source.0, ident(&union.unknown));
    let others = super::others(union.others);
    let rows = union.arms.iter().map(|arm| {
        let (name, facts) = (ident(&arm.name), facts::row(&arm.payload.facts));
        let tests = arm.tests.iter().map(test);
        let from = arm.converts.then(|| {
            let ty = match &arm.payload.ty {
                Type::Boxed(inner) => scope.ty(inner),
                ty => scope.ty(ty),
            };
            quote! { from [#ty] }
        });
        quote! { #name #from when [#(#tests),*] [#facts] }
    });
    let rows: Vec<TokenStream> = rows.collect();
    let of_others = (!union.facts.is_empty()).then(|| {
        let facts = facts::row(&union.facts);
        quote! { [#facts] }
    });
    quote! {
        runtime::union! {
            #name from #source {
                #(#rows,)*
            } #others #unknown #of_others
        }
    }
}

fn test(test: &Test) -> TokenStream {
    match test {
        Test::Type(ty) => {
            let ty = facts::json_type(*ty);
            quote! { Type(#ty) }
        }
        Test::Has(member) => quote! { Has(#member) },
        Test::Is(member, values) => {
            let values = facts::literals(values);
            quote! { Is(#member, &[#values]) }
        }
        Test::May(member, values) => {
            let values = facts::literals(values);
            quote! { May(#member, &[#values]) }
        }
        Test::Among(values) => {
            let values = facts::literals(values);
            quote! { Among(&[#values]) }
        }
        Test::Fits(member, facts) => {
            let facts = facts::row(facts);
            quote! { Fits(#member, &[#facts]) }
        }
        Test::Decodes => quote! { Decodes },
    }
}
