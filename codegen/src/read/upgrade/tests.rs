//! What becomes of Swagger 2.0.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::input::Sources;
use crate::read::node::Node;
use crate::read::reading;
use crate::read::resolve::Documents;

fn documents<const N: usize>(files: &[(&str, &str); N]) -> Documents {
    let map: BTreeMap<String, Vec<u8>> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let diagnostics = Diagnostics::new();
    let documents = reading::read(
        files[0].0,
        &[],
        &map,
        &Config::default(),
        &diagnostics,
        &mut Sources::new(),
    );
    assert_eq!(diagnostics.into_vec(), []);
    documents.expect("it can be read")
}

/// The value at a path of keys as JSON.
fn json(text: &str, keys: &str) -> String {
    let text = format!("swagger: '2.0'\n{text}");
    let documents = documents(&[("a.yaml", &text)]);
    let node = documents.root().descend(keys.split(' '));
    node.map_or_else(|| "nothing".to_owned(), Node::to_json)
}

#[test]
fn servers() {
    let text = "host: example.com\nbasePath: /v1/\nschemes: [ws, http, https]";
    assert_eq!(
        json(text, "servers"),
        r#"[{"url":"https://example.com/v1"},{"url":"http://example.com/v1"}]"#
    );
    assert_eq!(json("basePath: /v1", "servers"), r#"[{"url":"/v1"}]"#);
    assert_eq!(
        json("host: example.com", "servers"),
        r#"[{"url":"https://example.com"}]"#
    );
}

#[test]
fn security_schemes() {
    let text = "securityDefinitions:
  a: {type: basic, description: A}
  b: {type: oauth2, flow: accessCode, authorizationUrl: x, tokenUrl: y, scopes: {r: read}}
  c: {type: apiKey, in: header, name: X-Key}";
    let expected = concat!(
        r#"{"a":{"description":"A","type":"http","scheme":"basic"},"#,
        r#""b":{"type":"oauth2","flows":{"authorizationCode":{"authorizationUrl":"x","tokenUrl":"y","scopes":{"r":"read"}}}},"#,
        r#""c":{"type":"apiKey","in":"header","name":"X-Key"}}"#
    );
    assert_eq!(json(text, "components securitySchemes"), expected);
}

fn parameter(members: &str) -> String {
    json(
        &format!("paths: {{/a: {{get: {{parameters: [{{{members}}}]}}}}}}"),
        "paths /a get parameters 0",
    )
}

#[test]
fn parameters() {
    assert_eq!(
        parameter("name: a, in: query, required: true, type: integer, maximum: 5, description: D"),
        r#"{"name":"a","in":"query","required":true,"description":"D","schema":{"type":"integer","maximum":5}}"#
    );
    let list = |place: &str, format: &str| {
        let text = parameter(&format!(
            "in: {place}, type: array, items: {{type: string}}{format}"
        ));
        text.split(r#","schema""#)
            .next()
            .unwrap_or_default()
            .replace(&format!(r#"{{"in":"{place}","#), "")
    };
    assert_eq!(list("query", ""), r#""style":"form","explode":false"#);
    assert_eq!(
        list("query", ", collectionFormat: csv"),
        r#""style":"form","explode":false"#
    );
    assert_eq!(
        list("query", ", collectionFormat: multi"),
        r#""style":"form","explode":true"#
    );
    assert_eq!(
        list("query", ", collectionFormat: ssv"),
        r#""style":"spaceDelimited","explode":false"#
    );
    assert_eq!(
        list("query", ", collectionFormat: pipes"),
        r#""style":"pipeDelimited","explode":false"#
    );
    assert_eq!(
        list("query", ", collectionFormat: tsv"),
        r#""style":"tabDelimited","explode":false"#
    );
    assert_eq!(
        list("path", ", collectionFormat: csv"),
        r#""style":"simple","explode":false"#
    );
}

#[test]
fn a_body() {
    let text = "consumes: [application/json, text/x]
parameters:
  Body: {in: body, name: b, required: true, description: D, schema: {$ref: '#/definitions/A'}}
definitions: {A: {type: object}}
paths:
  /a:
    parameters: [{$ref: '#/parameters/Body'}]
    post: {parameters: [{in: query, name: q, type: string}]}
    put: {consumes: [text/y]}";
    let content = |names: [&str; 2]| {
        let types: Vec<String> = names
            .iter()
            .filter(|name| !name.is_empty())
            .map(|name| format!(r##""{name}":{{"schema":{{"$ref":"#/definitions/A"}}}}"##))
            .collect();
        format!(
            r#"{{"description":"D","required":true,"content":{{{}}}}}"#,
            types.join(",")
        )
    };
    assert_eq!(
        json(text, "paths /a post requestBody"),
        content(["application/json", "text/x"])
    );
    assert_eq!(
        json(text, "paths /a put requestBody"),
        content(["text/y", ""])
    );
    assert_eq!(json(text, "paths /a parameters"), "[]");
    assert_eq!(json(text, "paths /a post parameters 0 name"), r#""q""#);
}

#[test]
fn forms() {
    let text = "parameters:
  File: {in: formData, name: f, type: file, required: true}
paths:
  /a:
    post: {parameters: [{$ref: '#/parameters/File'}, {in: formData, name: n, type: integer}]}
    put: {parameters: [{$ref: '#/parameters/File'}]}
    patch: {parameters: [{in: formData, name: l, type: array, items: {type: string}, collectionFormat: multi}]}";
    let expected = concat!(
        r#"{"content":{"multipart/form-data":{"schema":{"type":"object","properties":"#,
        r#"{"f":{"type":"string","format":"binary"},"n":{"type":"integer"}},"required":["f"]},"encoding":{}}},"required":true}"#
    );
    assert_eq!(json(text, "paths /a post requestBody"), expected);
    assert_eq!(
        json(
            text,
            "paths /a put requestBody content multipart/form-data schema properties f"
        ),
        r#"{"type":"string","format":"binary"}"#
    );
    assert_eq!(
        json(
            text,
            "paths /a patch requestBody content application/x-www-form-urlencoded encoding"
        ),
        r#"{"l":{"style":"form","explode":true}}"#
    );
}

#[test]
fn responses() {
    let text = "produces: [application/json]
responses: {E: {description: E, schema: {type: string}}}
paths:
  /a:
    get:
      responses:
        200: {description: A, schema: {type: array}, examples: {application/json: [1]}, headers: {X: {type: integer, description: H}}}
        204: {description: N}
        default: {$ref: '#/responses/E'}
    put:
      produces: [image/png]
      responses: {200: {schema: {type: file}}}
    post:
      produces: []
      responses: {200: {schema: {type: file}}}";
    assert_eq!(
        json(text, "paths /a get responses 200"),
        concat!(
            r#"{"description":"A","headers":{"X":{"description":"H","schema":{"type":"integer"}}},"#,
            r#""content":{"application/json":{"schema":{"type":"array"},"example":[1]}}}"#
        )
    );
    assert_eq!(
        json(text, "paths /a get responses 204"),
        r#"{"description":"N"}"#
    );
    let error =
        r#"{"description":"E","content":{"application/json":{"schema":{"type":"string"}}}}"#;
    assert_eq!(json(text, "components responses E"), error);
    let file = r#"{"schema":{"type":"string","format":"binary"}}"#;
    assert_eq!(
        json(text, "paths /a put responses 200 content image/png"),
        file
    );
    assert_eq!(
        json(
            text,
            "paths /a post responses 200 content application/octet-stream"
        ),
        file
    );
}

#[test]
fn schemas() {
    let text = "definitions:
  A: {discriminator: kind, properties: {kind: {type: string, x-nullable: true}, l: {type: array, items: {x-nullable: true}}}}";
    assert_eq!(
        json(text, "components schemas A"),
        concat!(
            r#"{"discriminator":{"propertyName":"kind"},"properties":{"#,
            r#""kind":{"type":"string","x-nullable":true,"nullable":true},"#,
            r#""l":{"type":"array","items":{"x-nullable":true,"nullable":true}}}}"#
        )
    );
}

#[test]
fn files_that_are_referred_to() {
    let files = [
        ("a.yaml", "swagger: '2.0'\npaths: {/a: {$ref: 'p.yaml'}}"),
        (
            "p.yaml",
            "get: {parameters: [{$ref: 'b.yaml#/P'}], responses: {200: {schema: {$ref: 's.yaml'}}}}",
        ),
        ("b.yaml", "P: {in: query, name: p, type: string}"),
        (
            "s.yaml",
            "{type: object, properties: {x: {x-nullable: true}}}",
        ),
    ];
    let documents = documents(&files);
    let item = documents
        .root()
        .descend(["paths", "/a"])
        .expect("it is there")
        .target()
        .expect("it resolves");
    let parameter = item
        .descend(["get", "parameters", "0"])
        .expect("it is there")
        .target()
        .expect("it resolves");
    assert_eq!(
        parameter.to_json(),
        r#"{"in":"query","name":"p","schema":{"type":"string"}}"#
    );
    let schema = item.descend([
        "get",
        "responses",
        "200",
        "content",
        "application/json",
        "schema",
    ]);
    let schema = schema.expect("it is there").target().expect("it resolves");
    assert_eq!(
        schema.to_json(),
        r#"{"type":"object","properties":{"x":{"x-nullable":true,"nullable":true}}}"#
    );
}

#[test]
fn places_are_those_of_the_file() {
    let text = "swagger: '2.0'
definitions: {A: {type: object}}
paths: {/a: {get: {parameters: [{in: query, name: p, type: string}], responses: {200: {schema: {$ref: '#/definitions/A'}}}}}}";
    let documents = documents(&[("a.yaml", text)]);
    let root = documents.root();
    let a = root
        .descend(["components", "schemas", "A"])
        .expect("it is there");
    assert_eq!(a.at().pointer, "/definitions/A");
    let get = root.descend(["paths", "/a", "get"]).expect("it is there");
    let schema = get
        .descend(["parameters", "0", "schema"])
        .expect("it is there");
    assert_eq!(schema.at().pointer, "/paths/~1a/get/parameters/0");
    assert_eq!(
        schema.get("type").expect("it is there").at().pointer,
        "/paths/~1a/get/parameters/0/type"
    );
    let used = get
        .descend(["responses", "200", "content", "application/json", "schema"])
        .expect("it is there");
    assert_eq!(used.at().pointer, "/paths/~1a/get/responses/200/schema");
    assert_eq!(used.target().expect("it resolves"), a);
    assert_eq!(
        documents
            .find("#/components/schemas/A", documents.root())
            .expect("it resolves"),
        a
    );
}
