//! The file for tests of code that uses the client: answers from memory, made of the document's examples.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::example::example;
use super::layout::{Layout, any_of};
use super::scope::{gate, path};
use crate::format::{Block, File};
use crate::ir::Operation;

/// The file.
pub(crate) fn file(layout: &Layout<'_>) -> File {
    let answers: Vec<Answer<'_>> = layout
        .api
        .operations
        .iter()
        .filter_map(|operation| answer(operation, layout))
        .collect();
    let reply = gate(&any_of(answers.iter().map(|answer| answer.gate)));
    let answers = answers.iter().map(|answer| &answer.statements);
    let imports = Block::Lines(if reply.is_empty() {
        vec![quote! { use runtime::transport::memory::{Memory, Reply}; }]
    } else {
        vec![
            quote! { use runtime::transport::memory::Memory; },
            quote! { #reply use runtime::transport::memory::Reply; },
        ]
    });
    let function = Block::Item(quote! {
        #[doc = " A transport that answers every operation with the example of the document, if there is one."]
        #[doc = ""]
        #[doc = " Other answers can be given on top of them, and the requests be read from it."]
        pub fn memory() -> Memory {
            let memory = Memory::new();
            #(#answers)*
            memory
        }
    });
    File {
        attributes: quote! { #![doc = " For tests of code that uses the client: answers from memory."] },
        blocks: vec![imports, function],
    }
}

/// The answer of an operation.
struct Answer<'a> {
    /// The features one of which has to be on for the operation to be there.
    gate: &'a [String],
    /// The statements that give it.
    statements: TokenStream,
}

fn answer<'a>(operation: &Operation, layout: &'a Layout<'_>) -> Option<Answer<'a>> {
    let (status, example) = operation.responses.iter().find_map(example)?;
    let features = layout.gate_of_resource(operation.resource);
    let gate = gate(features);
    let mut parts = layout.module(operation.resource).0.clone();
    parts.push(operation.name.to_string());
    let name = path(&parts);
    let reply = match status {
        200 => quote! { Reply::json(example) },
        _ => {
            let status = Literal::u16_unsuffixed(status);
            quote! { Reply::status(#status).with_body(example) }
        }
    };
    let statements = quote! {
        let example = #example;
        memory.answer::<#name>(#reply);
    };
    Some(Answer {
        gate: features,
        statements: if gate.is_empty() {
            statements
        } else {
            quote! { #gate { #statements } }
        },
    })
}
