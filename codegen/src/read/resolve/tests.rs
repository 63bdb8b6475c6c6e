//! What references lead to.

use std::collections::BTreeMap;

use super::*;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::input::Sources;
use crate::read::reading;

fn documents<const N: usize>(files: &[(&str, &str); N]) -> (Documents, Vec<Diagnostic>) {
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
    )
    .expect("the entry is there");
    (documents, diagnostics.into_vec())
}

fn target<const N: usize>(files: &[(&str, &str); N]) -> String {
    let (documents, _) = documents(files);
    let node = documents.root().get("from").expect("`from` is there");
    match node.target() {
        Ok(target) => target.source().0,
        Err(error) => format!("{}: {}", error.code, error.message),
    }
}

#[test]
fn local_pointers() {
    assert_eq!(target(&[("a.yaml", "from: {$ref: '#/to'}\nto: 1")]), "#/to");
    assert_eq!(
        target(&[(
            "a.yaml",
            "from: {$ref: '#/paths/~1x~0/get'}\npaths: {/x~: {get: 1}}"
        )]),
        "#/paths/~1x~0/get"
    );
    assert_eq!(
        target(&[("a.yaml", "from: {$ref: '#/p/%7Bid%7D'}\np: {'{id}': 1}")]),
        "#/p/{id}"
    );
    assert_eq!(
        target(&[("a.yaml", "from: {$ref: '#/list/1'}\nlist: [1, 2]")]),
        "#/list/1"
    );
    assert_eq!(target(&[("a.yaml", "from: {$ref: '#'}")]), "#");
    assert_eq!(target(&[("a.yaml", "from: {$ref: '#/'}")]), "#");
    assert_eq!(target(&[("a.yaml", "from: {$ref: '#/'}\n'': 1")]), "#/");
}

#[test]
fn anchors_and_identifiers() {
    assert_eq!(
        target(&[("a.yaml", "from: {$ref: '#here'}\nto: {$anchor: here}")]),
        "#/to"
    );
    let id = "from: {$ref: 'https://example.com/to'}\nto: {$id: 'https://example.com/to'}";
    assert_eq!(target(&[("a.yaml", id)]), "#/to");
}

#[test]
fn other_files() {
    let from = "from: {$ref: '../b/c.json#/x'}";
    assert_eq!(
        target(&[("s/a/a.yaml", from), ("s/b/c.json", r#"{"x": 1}"#)]),
        "s/b/c.json#/x"
    );
    assert_eq!(
        target(&[("a/a.yaml", from)]),
        "file-not-found: there is no file `b/c.json`"
    );
    assert_eq!(
        target(&[("a.yaml", from)]),
        "outside-root: `../b/c.json` is outside of the folder of the documents"
    );
    let chain = [
        ("a.yaml", "from: {$ref: b.yaml}"),
        ("b.yaml", "$ref: 'c.yaml#/d'"),
        ("c.yaml", "d: {$ref: '#/e'}\ne: 5"),
    ];
    assert_eq!(target(&chain), "c.yaml#/e");
}

#[test]
fn pointers_lead_through_references() {
    assert_eq!(
        target(&[(
            "a.yaml",
            "from: {$ref: '#/b/x'}\nb: {$ref: '#/c'}\nc: {x: 1}"
        )]),
        "#/c/x"
    );
    let own_tail = target(&[("a.yaml", "from: {$ref: '#/from/x'}")]);
    assert_eq!(own_tail, "dangling-reference: `#/from/x` refers to nothing");
}

#[test]
fn circles_end() {
    let circle = "from: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {$ref: '#/b'}";
    let message = "cyclic-reference: this reference leads back to itself through references only";
    assert_eq!(target(&[("a.yaml", circle)]), message);
    assert_eq!(target(&[("a.yaml", "from: {$ref: '#/from'}")]), message);
}

#[test]
fn the_network_is_never_used() {
    let url = "from: {$ref: 'https://example.com/a.yaml#/x'}";
    assert!(target(&[("a.yaml", url)]).starts_with("network-reference: "));
    assert!(
        target(&[("a.yaml", "from: {$ref: '//example.com/a'}")]).starts_with("network-reference: ")
    );
    assert!(
        target(&[("a.yaml", "from: {$ref: 'file:///etc/passwd'}")])
            .starts_with("network-reference: ")
    );
    assert!(target(&[("a.yaml", "from: {$ref: '/etc/passwd'}")]).starts_with("outside-root: "));
    assert!(
        target(&[("a/b.yaml", "from: {$ref: '%2e%2e/%2e%2e/c'}")]).starts_with("outside-root: ")
    );
}

#[test]
fn every_way_to_a_value_gives_the_same_node() {
    let (documents, _) = documents(&[(
        "a.yaml",
        "x: {$ref: '#/z'}\ny: {$ref: '#/x'}\nz: {type: string}",
    )]);
    let root = documents.root();
    let ends = ["x", "y", "z"].map(|key| {
        root.get(key)
            .expect("it is there")
            .target()
            .expect("it resolves")
    });
    assert_eq!(ends[0], ends[1]);
    assert_eq!(ends[1].identity(), ends[2].identity());
}

#[test]
fn references_on_the_way_are_told() {
    let text = "from: {$ref: '#/b', title: A}\nb: {$ref: '#/c', title: B, minLength: 1}\nc: {type: string, title: C}";
    let (documents, _) = documents(&[("a.yaml", text)]);
    let followed = documents
        .root()
        .get("from")
        .expect("it is there")
        .follow()
        .expect("it resolves");
    let beside: Vec<_> = followed.via.iter().map(|node| node.to_json()).collect();
    let expected = [
        r##"{"$ref":"#/b","title":"A"}"##,
        r##"{"$ref":"#/c","title":"B","minLength":1}"##,
    ];
    assert_eq!(beside, expected);
    assert_eq!(
        followed.target.to_json(),
        r#"{"type":"string","title":"C"}"#
    );
}

#[test]
fn a_slip_in_a_reference_is_recognised() {
    let (documents, _) = documents(&[(
        "a.yaml",
        "from: {$ref: '#/schemas/Invte'}\nschemas: {Invite: {}}",
    )]);
    let error = documents
        .root()
        .get("from")
        .expect("it is there")
        .target()
        .expect_err("it does not resolve");
    assert_eq!(error.help.as_deref(), Some("did you mean `Invite`?"));
    assert_eq!(
        error.at.as_deref(),
        Some(&Location::new("a.yaml", "/from/$ref"))
    );
}

#[test]
fn repeated_keys_are_reported_and_the_first_counts() {
    let (documents, found) = documents(&[("a.json", r#"{"a": 1, "b": {"c": 2, "c": 3}, "a": 4}"#)]);
    assert_eq!(documents.root().to_json(), r#"{"a":1,"b":{"c":2}}"#);
    let places: Vec<_> = found
        .iter()
        .filter_map(|one| one.at.as_deref().cloned())
        .collect();
    let at = |pointer| Location::new("a.json", pointer).repeated_key();
    assert_eq!(places, [at("/a"), at("/b/c")]);
}

#[test]
fn identifiers_set_the_base_of_references_in_them() {
    // As converters of TypeScript write it: an identifier that is a name.
    let name = "from: {$ref: Pet}\nto: {$id: Pet}";
    assert_eq!(target(&[("api/a.yaml", name)]), "#/to");
    let urn = "from: {$ref: 'urn:example:to#/x'}\nto: {$id: 'urn:example:to', x: 1}";
    assert_eq!(target(&[("a.yaml", urn)]), "#/to/x");
    let nested = "\
from: {$ref: 'https://example.com/schemas/b'}
all:
  $id: https://example.com/schemas/all
  $defs: {b: {$id: b, $ref: c}, c: {$id: ./c}}";
    assert_eq!(target(&[("a.yaml", nested)]), "#/all/$defs/c");
    // An identifier is no address: what is not known is a file beside the one that refers to it.
    let beside = "from: {$id: 'https://example.com/schemas/from', $ref: other.yaml}";
    assert_eq!(
        target(&[("s/a.yaml", beside), ("s/other.yaml", "a: 1")]),
        "s/other.yaml#"
    );
}

#[test]
fn fragments_are_about_the_schema_with_the_identifier() {
    let own = "\
from: {$id: 'https://example.com/from', $ref: '#/$defs/x', $defs: {x: {type: string}}}
$defs: {x: {type: integer}}";
    assert_eq!(target(&[("a.yaml", own)]), "#/from/$defs/x");
    let of_the_file = "from: {$id: from, $ref: '#/to'}\nto: 1";
    assert_eq!(target(&[("a.yaml", of_the_file)]), "#/to");
    let anchors = "\
other: {$anchor: here}
from: {$id: from, $ref: '#here', $defs: {x: {$anchor: here}}}";
    assert_eq!(target(&[("a.yaml", anchors)]), "#/from/$defs/x");
    let by_identifier = "from: {$ref: 'to#here'}\nto: {$id: to, $defs: {x: {$anchor: here}}}";
    assert_eq!(target(&[("a.yaml", by_identifier)]), "#/to/$defs/x");
    let old = "from: {$ref: '#here'}\nto: {$id: '#here'}";
    assert_eq!(target(&[("a.yaml", old)]), "#/to");
    let missing = "from: {$id: from, $ref: '#/to'}";
    assert_eq!(
        target(&[("a.yaml", missing)]),
        "dangling-reference: `#/to` refers to nothing"
    );
}

#[test]
fn documents_are_known_by_what_they_call_themselves() {
    let entry =
        "$self: https://example.com/api/a.yaml\nfrom: {$ref: 'https://example.com/api/b.yaml#/x'}";
    assert_eq!(
        target(&[("v1/a.yaml", entry), ("v1/b.yaml", "x: 1")]),
        "v1/b.yaml#/x"
    );
    let itself = "$self: https://example.com/api/a.yaml\nfrom: {$ref: 'https://example.com/api/a.yaml#/x'}\nx: 1";
    assert_eq!(target(&[("a.yaml", itself)]), "#/x");
    let elsewhere =
        "$self: https://example.com/api/a.yaml\nfrom: {$ref: 'https://example.com/b.yaml#/x'}";
    assert_eq!(
        target(&[("a.yaml", elsewhere), ("b.yaml", "x: 1")]),
        "network-reference: `https://example.com/b.yaml` is not a file"
    );
    let away = "$self: https://example.com/api/a.yaml\nfrom: {$ref: 'https://example.com/api/../../b.yaml'}";
    assert!(target(&[("a.yaml", away)]).starts_with("outside-root: "));
    // Only of a document: elsewhere it is a name like any other.
    let inside = "from: {$ref: 'https://example.com/a'}\nto: {$self: 'https://example.com/a'}";
    assert!(target(&[("a.yaml", inside)]).starts_with("network-reference: "));
}
