//! A program that reads JSON as the types of the generated crate, and writes it back: for tests of what types mean.

use proc_macro2::TokenStream;
use quote::quote;

use super::facts;
use super::layout::Layout;
use super::scope::{ident, integer, word};
use crate::ir::{Payload, Type, TypeKind};

/// What does not depend on the API.
const FRAME: &str = r#"//! Reads lines of a case, a tabulator and JSON.

#![allow(deprecated)]

use std::io::{BufRead, Write};

use runtime::model::{Fact, Place, Presence, Row, Rows};

type Read = fn(&str) -> Result<Box<dyn Place>, String>;

/// The value, as if it were the only member of an object.
const VALUE: &[Row] = &[Row { name: "value", presence: Presence::Required }];

fn decode<T: Place + 'static>(text: &str) -> Result<Box<dyn Place>, String> {
    match runtime::json::from_str::<T>(text) {
        Ok(value) => Ok(Box::new(value)),
        Err(error) => Err(error.to_string()),
    }
}

fn answer(case: &str, text: &str) -> String {
    let Some((read, facts)) = case.parse().ok().and_then(|case: usize| CASES.get(case)) else {
        return "!there is no such case\t".to_owned();
    };
    let value = match read(text) {
        Ok(value) => value,
        Err(error) => return format!("!{error}\t"),
    };
    let text = runtime::json::to_string(&*value).unwrap_or_else(|error| format!("!{error}"));
    let rows = Rows { list: VALUE, facts };
    let violations = runtime::validate::members(rows, &[&*value]).err();
    let violations = violations.map(|found| found.to_string()).unwrap_or_default();
    format!("{text}\t{}", violations.replace(['\n', '\r', '\t'], " "))
}

fn main() {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("lines are UTF-8");
        let (case, text) = line.split_once('\t').expect("a line has two parts");
        let answer = answer(case, text).replace(['\n', '\r'], " ");
        writeln!(out, "{answer}").expect("somebody reads");
    }
}
"#;

/// The program, and for each payload its case; none for those whose type is not part of the crate.
pub(crate) fn write(layout: &Layout<'_>, payloads: &[Payload]) -> (String, Vec<Option<usize>>) {
    let mut cases = Vec::new();
    let mut positions = Vec::new();
    for payload in payloads {
        let case = ty(&payload.ty, layout).map(|ty| {
            let facts = facts::row(&payload.facts);
            let comma = (!facts.is_empty()).then(|| quote! { , });
            cases.push(quote! { (decode::<#ty>, &[#facts #comma End]) });
            cases.len() - 1
        });
        positions.push(case);
    }
    let mut program = FRAME.to_owned();
    program.push_str("\nstatic CASES: &[(Read, &[Fact])] = {\n    #[allow(unused_imports)]\n");
    program.push_str("    use runtime::model::{Fact::*, JsonType, Literal::*};\n    &[\n");
    for case in cases {
        program.push_str(&format!("        {case},\n"));
    }
    program.push_str("    ]\n};\n");
    (program, positions)
}

/// A Rust type as it is seen from outside of the crate.
fn ty(ty: &Type, layout: &Layout<'_>) -> Option<TokenStream> {
    Some(match ty {
        Type::Bool => quote! { bool },
        Type::Integer(width) => {
            let width = word(integer(*width));
            quote! { #width }
        }
        Type::Number => quote! { f64 },
        Type::Text => quote! { String },
        Type::DateTime => quote! { runtime::DateTime },
        Type::Date => quote! { runtime::Date },
        Type::Bytes => quote! { runtime::Base64 },
        Type::File => quote! { runtime::FilePart },
        Type::Json => quote! { runtime::Value },
        Type::List(item) => {
            let item = self::ty(item, layout)?;
            quote! { Vec<#item> }
        }
        Type::Map(value) => {
            let value = self::ty(value, layout)?;
            quote! { std::collections::BTreeMap<String, #value> }
        }
        Type::Nullable(ty) => {
            let ty = self::ty(ty, layout)?;
            quote! { Option<#ty> }
        }
        Type::Boxed(ty) => {
            let ty = self::ty(ty, layout)?;
            quote! { Box<#ty> }
        }
        Type::Named(id) => {
            layout.home(*id)?;
            let def = layout.ty(*id)?;
            if matches!(def.kind, TypeKind::Responses(_)) {
                return None;
            }
            let name = ident(&def.name);
            quote! { sample::#name }
        }
    })
}
