//! Whatever a file holds, loading, resolving, upgrading and reporting end, and without a panic.

use std::collections::BTreeMap;

use super::reading;
use crate::config::Config;
use crate::diagnostic::{Colour, Diagnostics, Location, render};
use crate::input::Sources;

const SWAGGER: &str = r##"swagger: "2.0"
host: example.com
schemes: [https]
consumes: [application/json]
securityDefinitions: {a: {type: basic}, b: {type: oauth2, flow: accessCode, tokenUrl: x}}
parameters: {P: {in: formData, name: f, type: file}, B: {in: body, name: b, schema: {$ref: "#/definitions/A"}}}
responses: {E: {description: E, schema: {type: string}, examples: {application/json: 1}}}
paths:
  /a: &a
    parameters: [{$ref: "#/parameters/P"}]
    get: {responses: {200: {schema: {type: file}, headers: {X: {type: integer}}}, 404: {$ref: "#/responses/E"}}}
    post: {parameters: [{$ref: "#/parameters/B"}, {in: query, name: q, type: array, items: {type: string}}]}
  /b: {$ref: "#/paths/~1a"}
  /c: *a
definitions:
  A: {type: object, discriminator: k, x-nullable: true, properties: {k: {$ref: "#/definitions/A/properties/l"}, l: {}}}
"##;

fn survive(text: &[u8]) {
    let files = BTreeMap::from([
        ("a.yaml".to_owned(), text.to_vec()),
        ("a.json".to_owned(), text.to_vec()),
    ]);
    for path in files.keys() {
        let diagnostics = Diagnostics::new();
        let mut sources = Sources::new();
        if let Some(documents) = reading::read(
            path,
            &[],
            &files,
            &Config::default(),
            &diagnostics,
            &mut sources,
        ) {
            let mut waiting = vec![(documents.root(), 0)];
            while let Some((node, depth)) = waiting.pop() {
                assert!(depth < 200, "{node:?}");
                diagnostics.ok(node.follow());
                waiting.extend(
                    node.items()
                        .chain(node.entries().map(|(_, value)| value))
                        .map(|child| (child, depth + 1)),
                );
            }
            diagnostics.push(documents.root().error("test", "a place in the file"));
            diagnostics.push(
                crate::diagnostic::Diagnostic::error("test", "a place")
                    .at(Location::new(path.as_str(), "/paths/~1c/get")),
            );
        }
        let _ = render(&diagnostics.into_vec(), &sources, Colour::Never);
    }
}

#[test]
fn a_document_with_a_byte_changed() {
    for position in 0..SWAGGER.len() {
        let byte = b"{}[]:,-#&*!|>'\"%@`0\n\t \xff$~"[position % 25];
        let mut changed = SWAGGER.as_bytes().to_vec();
        changed[position] = byte;
        survive(&changed);
    }
}

#[test]
fn a_document_that_ends_early() {
    for end in (0..SWAGGER.len()).step_by(3) {
        survive(&SWAGGER.as_bytes()[..end]);
    }
}

#[test]
fn a_document_with_a_word_exchanged() {
    let words: Vec<&str> = SWAGGER.split([' ', ',']).collect();
    let others = [
        "[]",
        "{}",
        "null",
        "1",
        "{$ref: '#'}",
        "{$ref: '#/paths'}",
        "{$ref: '#/definitions/A'}",
        "*a",
        "body",
        "array",
    ];
    for (index, word) in words.iter().enumerate() {
        let other = others[index % others.len()];
        survive(
            SWAGGER
                .replacen(&format!(" {word}"), &format!(" {other}"), 1 + index % 2)
                .as_bytes(),
        );
    }
}
