//! What is generated of a document with faults, for those who want to keep going.

use std::collections::BTreeMap;

use codegen::config::Config;
use codegen::diagnostic::Diagnostics;
use codegen::ir::{Api, Location, Type};
use codegen::{Faults, Generation, Input, Options, generate};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Faults, version: "1"}
servers: [{url: "https://api.example.com"}]
paths:
  /fine:
    get: {operationId: same, responses: {"204": {description: Nothing}}}
  /undeclared/{id}:
    get: {operationId: same, responses: {"204": {description: Nothing}}}
  /misnamed/{item_id}:
    get:
      parameters: [{in: path, name: thing_id, required: true, schema: {type: integer}}]
      responses: {"204": {description: Nothing}}
  /undefined_scheme:
    get: {security: [{nowhere: []}, {token: []}], responses: {"204": {description: Nothing}}}
  /dangling_schema:
    get: {responses: {"200": {description: Fine., content: {application/json: {schema: {$ref: "#/components/schemas/Nothing"}}}}}}
  /unreadable_parameter:
    get: {parameters: [{in: nowhere, name: id}], responses: {"204": {description: Nothing}}}
  /unreadable_item:
    $ref: "#/components/pathItems/Nothing"
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
"##;

fn generated(faults: Faults) -> Generation {
    generated_with(&Config::default(), faults)
}

fn generated_with(config: &Config, faults: Faults) -> Generation {
    let files = BTreeMap::from([("input.yaml".to_owned(), DOCUMENT.as_bytes().to_vec())]);
    generate(&Input {
        files: &files,
        document: "input.yaml",
        overlays: &[],
        config,
        package: "faults",
        options: &Options::default(),
        faults,
    })
}

fn kept() -> Api {
    generated(Faults::KeepGoing)
        .api
        .expect("what has no fault is generated")
}

#[test]
fn nothing_is_generated_unless_it_is_asked_for() {
    let generation = generated(Faults::Stop);
    assert!(generation.api.is_none());
    assert!(generation.tree.is_none());
}

#[test]
fn both_ways_report_the_same() {
    let stop = generated(Faults::Stop).diagnostics;
    assert_eq!(stop, generated(Faults::KeepGoing).diagnostics);
    let mut codes: Vec<&str> = stop.iter().map(|one| one.code).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "dangling-reference",
            "dangling-reference",
            "duplicate-operation-id",
            "undeclared-path-parameter",
            "undeclared-path-parameter",
            "undefined-security-scheme",
            "unknown-location",
            "unused-path-parameter",
        ]
    );
}

#[test]
fn what_can_be_read_is_kept_and_the_rest_is_counted() {
    let api = kept();
    let paths: Vec<&str> = api
        .operations
        .iter()
        .map(|operation| operation.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "/dangling_schema",
            "/fine",
            "/misnamed/{item_id}",
            "/undeclared/{id}",
            "/undefined_scheme",
        ]
    );
    assert_eq!(
        (api.counts.operations, api.counts.operations_skipped),
        (7, 2)
    );
}

#[test]
fn a_path_parameter_that_is_not_declared_is_text() {
    for operation in kept().operations {
        if !operation.path.contains('{') {
            continue;
        }
        let [input] = operation.inputs.as_slice() else {
            unreachable!("{}: {:?}", operation.path, operation.inputs);
        };
        assert!(matches!(input.location, Location::Path(_)));
        assert!(
            operation
                .path
                .contains(&format!("{{{}}}", input.member.wire))
        );
        assert_eq!(input.member.ty, Type::Text);
    }
}

#[test]
fn an_alternative_with_an_unknown_scheme_is_left_out() {
    let api = kept();
    let operation = api
        .operations
        .iter()
        .find(|operation| operation.path == "/undefined_scheme");
    let security = &operation.expect("it is generated").security;
    assert_eq!(security.len(), 1);
    assert_eq!(api.schemes.len(), 1);
}

#[test]
fn a_name_that_cannot_be_had_is_not_given() {
    let text = r#"
        [operations]
        "GET /fine" = { name = "Result" }
        "GET /undefined_scheme" = { name = "Twice" }
        "GET /undeclared/{id}" = { name = "Twice" }
    "#;
    let config = Config::parse("codegen.toml", text, &Diagnostics::new());
    let generation = generated_with(&config, Faults::KeepGoing);
    let clashes = generation.diagnostics.iter();
    assert_eq!(clashes.filter(|one| one.code == "name-clash").count(), 2);
    let api = generation.api.expect("what has no fault is generated");
    let names = api.operations.iter().map(|one| one.name.as_str());
    let names: Vec<&str> = names.filter(|name| !name.starts_with("Misnamed")).collect();
    assert_eq!(
        names,
        [
            "DanglingSchemaGet",
            "FineGet",
            "Twice",
            "UndefinedSchemeGet"
        ]
    );
}
