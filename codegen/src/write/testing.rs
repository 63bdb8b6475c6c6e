//! The file for tests of code that uses the client: answers from memory, made of the document's examples.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::example::example;
use super::layout::{Layout, any_of};
use super::scope::{gate, path};
use crate::format::{Block, File};
use crate::ir::{Operation, StatusPattern};

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
        #[doc = " A transport that answers every operation with the example of the document, if there is one, or with a status"]
        #[doc = " alone, if the document describes such an answer."]
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

/// What an operation is answered with.
struct Reply {
    /// The statement that names the example, if there is one.
    example: Option<TokenStream>,
    reply: TokenStream,
}

/// The first success with an example.
fn with_example(operation: &Operation) -> Option<Reply> {
    let (status, example) = operation.responses.iter().find_map(example)?;
    let reply = match status {
        200 => quote! { Reply::json(example) },
        _ => {
            let status = Literal::u16_unsuffixed(status);
            quote! { Reply::status(#status).with_body(example) }
        }
    };
    Some(Reply {
        example: Some(quote! { let example = #example; }),
        reply,
    })
}

/// The first success that has nothing but a status.
fn without_body(operation: &Operation) -> Option<Reply> {
    let status = operation
        .responses
        .iter()
        .find_map(|response| match response.status {
            StatusPattern::Code(status @ 200..=299) if response.content.is_empty() => Some(status),
            _ => None,
        })?;
    let status = Literal::u16_unsuffixed(status);
    Some(Reply {
        example: None,
        reply: quote! { Reply::status(#status) },
    })
}

fn answer<'a>(operation: &Operation, layout: &'a Layout<'_>) -> Option<Answer<'a>> {
    let reply = with_example(operation).or_else(|| without_body(operation))?;
    let features = layout.gate_of_resource(operation.resource);
    let gate = gate(features);
    let mut parts = layout.module(operation.resource).0.clone();
    parts.push(operation.name.to_string());
    let name = path(&parts);
    let Reply { example, reply } = reply;
    let statements = quote! {
        #example
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
