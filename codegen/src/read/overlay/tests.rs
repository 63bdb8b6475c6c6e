//! What overlays make of documents.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::Sources;
use crate::read::node::Node;
use crate::read::reading;
use crate::read::resolve::Documents;

/// Files with an overlay: the documents, and what was said.
fn load(files: &[(&str, Value)], overlay: &str) -> (Documents, Vec<Diagnostic>) {
    let mut map: BTreeMap<String, Vec<u8>> = files
        .iter()
        .map(|(path, value)| ((*path).to_owned(), value.to_string().into_bytes()))
        .collect();
    map.insert("fix/overlay.yaml".to_owned(), overlay.as_bytes().to_vec());
    let diagnostics = Diagnostics::new();
    let overlays = ["fix/overlay.yaml".to_owned()];
    let documents = reading::read(
        files[0].0,
        &overlays,
        &map,
        &Config::default(),
        &diagnostics,
        &mut Sources::new(),
    );
    let documents = documents.expect("the entry document is read");
    (documents, diagnostics.into_vec())
}

/// An overlay of one version with some actions.
fn overlay(version: &str, actions: &Value) -> String {
    json!({"overlay": version, "info": {"title": "T", "version": "1"}, "actions": actions})
        .to_string()
}

/// What actions make of a document, which they have to be able to.
fn corrected(document: &Value, actions: Value) -> Value {
    corrected_in("1.2.0", document, &actions)
}

fn corrected_in(version: &str, document: &Value, actions: &Value) -> Value {
    let (documents, said) = load(&[("a.yaml", document.clone())], &overlay(version, actions));
    assert_eq!(said, []);
    serde_json::to_value(documents.root()).expect("it is JSON")
}

/// What is said of one action.
fn said(document: &Value, action: Value) -> String {
    let (_, said) = load(
        &[("a.yaml", document.clone())],
        &overlay("1.2.0", &json!([action])),
    );
    let said = said.into_iter().map(|one| {
        let at = one.at.map(|at| at.pointer).unwrap_or_default();
        let help = one.help.unwrap_or_default();
        format!("{}: {} ({at}) {help}", one.code, one.message)
    });
    said.collect::<Vec<_>>().join("\n")
}

#[test]
fn values_are_merged_by_kind() {
    let document = json!({"a": {"kept": 1, "text": "old", "list": [1], "deep": {"x": 1}}});
    let update = json!({"text": "new", "list": [2, 3], "deep": {"y": [2]}, "added": {"z": null}});
    assert_eq!(
        corrected(&document, json!([{"target": "$.a", "update": update}])),
        json!({"a": {
            "kept": 1, "text": "new", "list": [1, 2, 3], "deep": {"x": 1, "y": [2]},
            "added": {"z": null},
        }})
    );
}

#[test]
fn a_primitive_is_replaced() {
    let document = json!({"a": {"text": "old", "tags": ["x", "y"]}});
    let actions = json!([
        {"target": "$.a.text", "update": 5},
        {"target": "$.a.tags[?@ == 'y']", "update": "z"},
    ]);
    assert_eq!(
        corrected(&document, actions),
        json!({"a": {"text": 5, "tags": ["x", "z"]}})
    );
}

#[test]
fn an_array_takes_an_item_or_since_1_1_the_items_of_another() {
    let document = json!({"list": [1]});
    let one = json!([{"target": "$.list", "update": {"a": 1}}]);
    assert_eq!(corrected(&document, one), json!({"list": [1, {"a": 1}]}));
    let many = json!([{"target": "$.list", "update": [2, 3]}]);
    assert_eq!(
        corrected_in("1.0.0", &document, &many),
        json!({"list": [1, [2, 3]]})
    );
    for version in ["1.1.0", "1.2.0"] {
        assert_eq!(
            corrected_in(version, &document, &many),
            json!({"list": [1, 2, 3]})
        );
    }
    // Within an update, arrays were always concatenated.
    let within = json!([{"target": "$", "update": {"list": [2]}}]);
    assert_eq!(
        corrected_in("1.0.0", &document, &within),
        json!({"list": [1, 2]})
    );
}

#[test]
fn what_is_removed_is_gone() {
    let document = json!({"a": {"x": 1, "y": 2}, "list": [0, 1, 2, 3], "tags": ["p", "q"]});
    let actions = json!([
        {"target": "$.a.x", "remove": true},
        {"target": "$.list[1,1,3]", "remove": true},
        {"target": "$.tags[?@ == 'p']", "remove": true},
    ]);
    assert_eq!(
        corrected(&document, actions),
        json!({"a": {"y": 2}, "list": [0, 2], "tags": ["q"]})
    );
}

#[test]
fn each_action_sees_what_the_one_before_has_made() {
    let document = json!({"list": [{"id": "a"}, {"id": "b"}, {"id": "c"}]});
    let actions = json!([
        {"target": "$.list[?@.id == 'a']", "remove": true},
        {"target": "$.list[0]", "update": {"id": "B"}},
        {"target": "$.list", "update": {"id": "d"}},
        {"target": "$.list[?@.id == 'd']", "update": {"x": 1}},
        {"target": "$.list[?@.id == 'B']", "update": {"y": {"z": []}}},
        {"target": "$.list[*].y.z", "update": 1},
    ]);
    assert_eq!(
        corrected(&document, actions),
        json!({"list": [{"id": "B", "y": {"z": [1]}}, {"id": "c"}, {"id": "d", "x": 1}]})
    );
}

#[test]
fn values_are_copied_and_moved() {
    let document = json!({"paths": {"/a": {"get": {"tags": ["x"]}}, "/b": {"put": {}}}});
    let actions = json!([
        {"target": "$.paths['/b']", "copy": "$.paths['/a']"},
        {"target": "$.paths", "update": {"/c": {}}},
        {"target": "$.paths['/c']", "copy": "$.paths['/a']"},
        {"target": "$.paths['/c'].get.tags", "update": "y"},
        {"target": "$.paths['/a']", "remove": true},
    ]);
    assert_eq!(
        corrected(&document, actions),
        json!({"paths": {
            "/b": {"put": {}, "get": {"tags": ["x"]}},
            "/c": {"get": {"tags": ["x", "y"]}},
        }})
    );
}

#[test]
fn what_is_copied_is_the_value_before_the_action() {
    let document = json!({"a": ["one"], "b": []});
    let actions = json!([{"target": "$.*", "copy": "$.a"}]);
    assert_eq!(
        corrected(&document, actions),
        json!({"a": ["one", "one"], "b": ["one"]})
    );
    let document = json!({"value": {"items": [1], "child": {"items": [2]}}});
    let actions = json!([{"target": "$.value.child", "copy": "$.value"}]);
    assert_eq!(
        corrected(&document, actions),
        json!({"value": {
            "items": [1],
            "child": {"items": [2, 1], "child": {"items": [2]}},
        }})
    );
}

#[test]
fn actions_are_reused() {
    let document = json!({"a": {}, "b": {}});
    let overlay = json!({
        "overlay": "1.2.0",
        "info": {"title": "T", "version": "1"},
        "components": {"actions": {"add/x": {"fields": {"update": {"x": 1}}}}},
        "actions": [
            {"$ref": "#/components/actions/add~1x", "target": "$.a"},
            {"$ref": "#/components/actions/add~1x", "target": "$.b", "update": {"y": 2}},
        ],
    });
    let (documents, said) = load(&[("a.yaml", document)], &overlay.to_string());
    assert_eq!(said, []);
    let corrected = serde_json::to_value(documents.root()).expect("it is JSON");
    assert_eq!(corrected, json!({"a": {"x": 1}, "b": {"y": 2}}));
}

#[test]
fn an_overlay_is_for_the_file_that_it_extends() {
    let files = [
        ("a.yaml", json!({"$ref": "parts/b.yaml"})),
        ("parts/b.yaml", json!({"b": 1})),
        ("parts/c.yaml", json!({"c": 1})),
    ];
    let overlay = r#"{overlay: 1.0.0, extends: "../parts/b.yaml", actions: [
        {target: $, update: {next: {$ref: c.yaml}, c: 2}}
    ]}"#;
    let (documents, said) = load(&files, overlay);
    assert_eq!(said, []);
    let roots: Vec<String> = documents.roots().map(Node::to_json).collect();
    // A reference that an overlay puts in means what it means in the file, which is read because of it.
    assert_eq!(
        roots,
        [
            r#"{"$ref":"parts/b.yaml"}"#,
            r#"{"b":1,"next":{"$ref":"c.yaml"},"c":2}"#,
            r#"{"c":1}"#
        ]
    );
    let next = documents.root().target().expect("b");
    let next = next.get("next").expect("it is put in");
    let c = next.target().expect("c");
    assert_eq!(c.file(), "parts/c.yaml");
    // It stands in the file, and is written in the overlay.
    assert_eq!(
        (next.file(), next.pointer().as_str()),
        ("parts/b.yaml", "/next")
    );
    let at = next.at();
    assert_eq!(
        (at.file.as_str(), at.pointer.as_str()),
        ("fix/overlay.yaml", "/actions/0/update/next")
    );
    assert_eq!(next.source().0, "parts/b.yaml#/next");
}

#[test]
fn what_is_left_of_a_list_keeps_its_place_in_the_file() {
    let document = json!({"list": ["a", "b", "c"]});
    let actions = json!([
        {"target": "$.list[0]", "remove": true},
        {"target": "$.list", "update": "d"},
    ]);
    let (documents, _) = load(&[("a.yaml", document)], &overlay("1.2.0", &actions));
    let list = documents.root().get("list").expect("a list");
    let places = list.items().map(|item| (item.pointer(), item.at().pointer));
    assert_eq!(
        places.collect::<Vec<_>>(),
        [
            ("/list/1", "/list/1"),
            ("/list/2", "/list/2"),
            ("/list/3", "/actions/1/update"),
        ]
        .map(|(place, written)| (place.to_owned(), written.to_owned()))
    );
    // References count what is there.
    let second = documents.find("#/list/1", documents.root());
    assert_eq!(second.expect("it is there").as_str(), Some("c"));
}

#[test]
fn a_reference_that_is_removed_is_not_followed() {
    let document = json!({"a": {"$ref": "nowhere.yaml"}, "b": {"$id": "urn:b"}});
    let actions = json!([
        {"target": "$.a", "remove": true},
        {"target": "$.b['$id']", "update": "urn:c"},
    ]);
    let (documents, said) = load(&[("a.yaml", document)], &overlay("1.2.0", &actions));
    assert_eq!(said, []);
    assert_eq!(documents.roots().count(), 1);
    assert!(documents.find("urn:b", documents.root()).is_err());
    assert!(documents.find("urn:c", documents.root()).is_ok());
}

#[test]
fn a_query_that_selects_nothing_says_how_far_it_leads() {
    let document = json!({
        "paths": {"/a": {"get": {"parameters": [{"$ref": "#/components/parameters/P"}]}}},
        "components": {"parameters": {"P": {"name": "p"}}},
    });
    let said = |target: &str| said(&document, json!({"target": target, "remove": true}));
    let removed = "if the document has been corrected, remove the action";
    assert_eq!(
        said("$.paths['/a'].gett.parameters"),
        "matches-nothing: the query selects nothing (/actions/0/target) \
         `$.paths['/a']` has no `gett`: did you mean `get`?"
    );
    assert_eq!(
        said("$.paths['/a'].get.parameters[0].schema"),
        "matches-nothing: the query selects nothing (/actions/0/target) queries do not follow references: \
         select it at `#/components/parameters/P`, where it applies to all who refer to it"
    );
    assert_eq!(
        said("$.paths['/z'].get"),
        format!(
            "matches-nothing: the query selects nothing (/actions/0/target) \
             `$.paths` has no `/z`: did you mean `/a`?"
        )
    );
    assert_eq!(
        said("$.paths.*.get.parameters[?@.name == 'q']"),
        format!(
            "matches-nothing: the query selects nothing (/actions/0/target) `$.paths.*.get.parameters` selects \
             something, and `[?@.name == 'q']` nothing of it; {removed}"
        )
    );
}

#[test]
fn an_action_that_changes_nothing_is_told() {
    let document = json!({"a": {"x": 1, "y": [1]}});
    let said = |update: Value| said(&document, json!({"target": "$.a", "update": update}));
    assert!(said(json!({"x": 1})).starts_with("changes-nothing: the action changes nothing"));
    assert!(said(json!({"y": []})).starts_with("changes-nothing: the action changes nothing"));
    assert_eq!(said(json!({"x": 1, "z": 1})), "");
}

#[test]
fn what_does_not_go_together_is_an_error() {
    let document = json!({"a": {"type": "string", "list": []}, "b": [1]});
    let update = json!({"type": ["string", "null"]});
    assert!(
        said(&document, json!({"target": "$.a", "update": update})).starts_with(
            "incompatible-update: an array cannot be put into a string (/actions/0/update/type) to replace"
        )
    );
    assert!(
        said(&document, json!({"target": "$.a", "update": "text"}))
            .starts_with("incompatible-update: a string cannot be put into an object")
    );
    assert!(
        said(&document, json!({"target": "$.*", "update": {"x": 1}}))
            .starts_with("incompatible-update: the query selects values of several kinds")
    );
    assert!(
        said(&document, json!({"target": "$", "remove": true}))
            .starts_with("invalid-overlay: the action removes the whole document")
    );
}

#[test]
fn a_query_of_many_filters_is_refused() {
    let document = json!({"a": {}});
    for (open, close) in [("@[?", "]"), ("(", ")")] {
        let target = format!("$[?{}@.a{}]", open.repeat(5000), close.repeat(5000));
        assert_eq!(
            said(&document, json!({"target": target, "remove": true})),
            "invalid-query: a query has at most 10 brackets within each other (/actions/0/target) "
        );
    }
    let target = "$[?@[?@[?(@.b && (@.c || !(@.d)))]]]";
    assert!(
        said(&document, json!({"target": target, "remove": true})).starts_with("matches-nothing")
    );
}

#[test]
fn nothing_grows_without_bound() {
    // Each action doubles the document.
    let document = json!({"a": {"x": 1}});
    let double = json!({"target": "$..a", "copy": "$"});
    let actions: Vec<Value> = (0..200).map(|_| double.clone()).collect();
    let (_, said) = load(
        &[("a.yaml", document)],
        &overlay("1.2.0", &Value::Array(actions)),
    );
    let codes: Vec<&str> = said.iter().map(|one| one.code).collect();
    assert!(
        codes
            .iter()
            .all(|code| ["too-large", "nesting-too-deep"].contains(code)),
        "{codes:?}"
    );
    assert!(!codes.is_empty());
}
