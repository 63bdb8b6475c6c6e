//! A name follows from what a thing is: no order of the document, no other thing in it and no counter makes one.
//!
//! Checked on all cases, and on documents of the corpus, which are no part of this repository.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on says why"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::{Case, cases, parse, shared, shuffle};
use codegen::tree::Tree;
use serde_json::{Map, Value, json};

const RUNTIME: &str = "../runtime";

/// Documents of the corpus that are generated quickly: of every version, with and without operation ids.
const CORPUS: [&str; 3] = ["netlify_swagger2.yaml", "oxide_nexus.json", "spotify.yaml"];

/// The documents of the corpus, as JSON; none if there is no corpus.
fn corpus() -> Vec<Case> {
    let Some(shared) = shared() else {
        return Vec::new();
    };
    let read = |file: &&str| {
        let bytes = fs::read(shared.join("corpus").join(file)).expect("a document can be read");
        let name = file.split('.').next().unwrap_or_default();
        of_json(name, &parse(file, &bytes), None)
    };
    CORPUS.iter().map(read).collect()
}

fn of_json(name: &str, document: &Value, config: Option<&str>) -> Case {
    Case::of(name, "input.json", &document.to_string(), config)
}

fn tree(case: &Case) -> Tree {
    let outcome = case.generate(RUNTIME);
    let (_, tree) = outcome.expect(&case.name);
    tree.clone()
}

/// All public names of a crate, each with its file and what it is a name of.
fn public_names(tree: &Tree) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (path, text) in tree.iter() {
        names.insert(path.to_string());
        if path.as_str().ends_with(".rs") {
            let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            for item in &file.items {
                names_of(item, &mut |name| {
                    names.insert(format!("{path}: {name}"));
                });
            }
        }
    }
    names
}

/// Shows the public names of an item: its own, and those inside of it.
fn names_of(item: &syn::Item, show: &mut dyn FnMut(String)) {
    match item {
        syn::Item::Struct(item) if is_public(&item.vis) => {
            show(format!("struct {}", item.ident));
            let fields = item.fields.iter().filter(|field| is_public(&field.vis));
            for name in fields.filter_map(|field| field.ident.as_ref()) {
                show(format!("{}.{name}", item.ident));
            }
        }
        syn::Item::Enum(item) if is_public(&item.vis) => {
            show(format!("enum {}", item.ident));
            for variant in &item.variants {
                show(format!("{}::{}", item.ident, variant.ident));
            }
        }
        syn::Item::Impl(item) => {
            let syn::Type::Path(of) = &*item.self_ty else {
                return;
            };
            let of = of.path.segments.last().expect("a path has an end");
            for inside in &item.items {
                if let syn::ImplItem::Fn(function) = inside
                    && is_public(&function.vis)
                {
                    show(format!("{}::{}()", of.ident, function.sig.ident));
                }
            }
        }
        syn::Item::Type(item) if is_public(&item.vis) => show(format!("type {}", item.ident)),
        syn::Item::Mod(item) if is_public(&item.vis) => show(format!("mod {}", item.ident)),
        syn::Item::Fn(item) if is_public(&item.vis) => show(format!("{}()", item.sig.ident)),
        _ => {}
    }
}

const fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// The lines that an edit takes from a crate and gives to it, by file. A line that has only moved is in neither.
#[derive(Debug, Default)]
struct Difference {
    removed: Vec<(String, String)>,
    added: Vec<(String, String)>,
}

fn difference(before: &Tree, after: &Tree) -> Difference {
    let mut difference = Difference::default();
    for change in before.changes(after).iter() {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        // The first two lines name the files.
        for line in change.diff().lines().skip(2) {
            match line.split_at_checked(1) {
                Some(("-", rest)) => removed.push(rest.trim().to_owned()),
                Some(("+", rest)) => added.push(rest.trim().to_owned()),
                _ => {}
            }
        }
        removed.retain(|line| {
            let moved = added.iter().position(|other| other == line);
            moved.map(|at| added.swap_remove(at)).is_none()
        });
        let file = change.path.to_string();
        let of_file = |lines: Vec<String>| {
            lines
                .into_iter()
                .map(|line| (file.clone(), line))
                .collect::<Vec<_>>()
        };
        difference.removed.extend(of_file(removed));
        difference.added.extend(of_file(added));
    }
    difference
}

#[test]
fn no_name_comes_from_an_order() {
    for case in cases().into_iter().chain(corpus()) {
        let names = public_names(&tree(&case));
        assert!(names.len() > 3, "{}: {names:#?}", case.name);
        for seed in [1, 2] {
            let shuffled = public_names(&tree(&shuffle::case(&case, seed)));
            let odd: Vec<_> = names.symmetric_difference(&shuffled).collect();
            assert!(odd.is_empty(), "{}, seed {seed}: {odd:#?}", case.name);
        }
    }
}

/// Where component schemas stand.
fn schemas(document: &mut Value) -> &mut Map<String, Value> {
    let schemas = if document.get("swagger").is_some() {
        &mut document["definitions"]
    } else {
        &mut document["components"]["schemas"]
    };
    if schemas.is_null() {
        *schemas = json!({});
    }
    schemas.as_object_mut().expect("schemas have names")
}

fn reference(document: &Value, name: &str) -> String {
    if document.get("swagger").is_some() {
        format!("#/definitions/{name}")
    } else {
        format!("#/components/schemas/{name}")
    }
}

/// The documents that consist of one file and come without a configuration, which may select, pin and group.
fn plain_documents() -> impl Iterator<Item = (Case, Value)> {
    let plain = cases().into_iter().filter(|case| case.files.len() == 1);
    plain.chain(corpus()).map(|case| {
        let document = parse(&case.document, &case.files[&case.document]);
        (case, document)
    })
}

fn insert_schema(document: &mut Value) {
    let schema = json!({
        "type": "object",
        "properties": {"zest": {"type": "string", "enum": ["much", "little"]}},
    });
    schemas(document).shift_insert(0, "Aardvark".to_owned(), schema);
}

#[test]
fn a_schema_that_nothing_refers_to_changes_nothing() {
    for (case, mut document) in plain_documents() {
        let before = tree(&of_json(&case.name, &document, None));
        insert_schema(&mut document);
        let difference = difference(&before, &tree(&of_json(&case.name, &document, None)));
        assert!(
            difference.removed.is_empty() && difference.added.is_empty(),
            "{}: {difference:#?}",
            case.name
        );
    }
}

/// A schema and two resources that use it, all at the top, are files of their own and the lines that say so.
#[test]
fn what_is_inserted_at_the_top_moves_nothing() {
    for (case, mut document) in plain_documents() {
        let before = tree(&of_json(&case.name, &document, None));
        insert_schema(&mut document);
        let schema = json!({"$ref": reference(&document, "Aardvark")});
        let response = if document.get("swagger").is_some() {
            json!({"description": "One.", "schema": schema})
        } else {
            json!({"description": "One.", "content": {"application/json": {"schema": schema}}})
        };
        if document["paths"].is_null() {
            document["paths"] = json!({});
        }
        let paths = document["paths"].as_object_mut().expect("paths have names");
        for path in ["/aardvark-homes", "/aardvark-walks"] {
            let item = json!({"get": {"responses": {"200": response}}});
            paths.shift_insert(0, path.to_owned(), item);
        }
        let after = tree(&of_json(&case.name, &document, None));
        let difference = difference(&before, &after);
        // The documentation of the crate shows a call of the first operation that needs little.
        let is_example = |line: &str| {
            line.starts_with("//!") && (line.contains(".send()") || line.contains(".answer::<"))
        };
        let gone = difference
            .removed
            .iter()
            // A client that had nothing to call has.
            .find(|(_, line)| !is_example(line) && line != "impl Client {}");
        assert_eq!(gone, None, "{}", case.name);
        for (file, line) in &difference.added {
            let is_own = before.get(file).is_none();
            let declares = ["src/lib.rs", "src/client.rs", "src/models.rs", "Cargo.toml"];
            assert!(
                is_own || declares.contains(&file.as_str()),
                "{}: {file}: {line}",
                case.name
            );
        }
        let names = public_names(&after);
        assert!(names.iter().any(|name| name.ends_with("struct Aardvark")));
        assert!(names.is_superset(&public_names(&before)), "{}", case.name);
    }
}

/// The name that a type had for what others say as well becomes the name of a type of its own.
#[test]
fn a_type_that_stops_being_equal_to_others_keeps_its_name() {
    let case = cases().into_iter().find(|case| case.name == "equal_types");
    let case = case.expect("the case is there");
    let mut document = parse(&case.document, &case.files[&case.document]);
    let before = tree(&of_json(&case.name, &document, None));
    let fields = "/paths/~1fields/get/responses/200/content/application~1json/schema/properties";
    let values = document
        .pointer_mut(&format!("{fields}/cursor/properties/unit/enum"))
        .and_then(Value::as_array_mut)
        .expect("the values are there");
    values.push(json!("all"));
    let after = tree(&of_json(&case.name, &document, None));
    let difference = difference(&before, &after);
    let removed: Vec<&str> = difference
        .removed
        .iter()
        .map(|(_, line)| line.as_str())
        .filter(|line| !line.starts_with("///"))
        .collect();
    assert_eq!(
        removed,
        ["pub type FieldsGetResponseCursorUnit = BarnsListResponsePagingUnit;"]
    );
    let changed = difference.added.iter().chain(&difference.removed);
    assert!(changed.clone().all(|(file, _)| file == "src/fields.rs"));
    let lines: Vec<&str> = difference
        .added
        .iter()
        .map(|(_, line)| line.as_str())
        .collect();
    assert!(
        lines.contains(&"pub enum FieldsGetResponseCursorUnit {"),
        "{lines:#?}"
    );
    assert!(lines.contains(&"All = \"all\","), "{lines:#?}");
}

/// How often a component schema is referred to.
fn uses(document: &Value, reference: &str) -> usize {
    match document {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| {
                usize::from(key == "$ref" && *value == reference) + uses(value, reference)
            })
            .sum(),
        Value::Array(items) => items.iter().map(|item| uses(item, reference)).sum(),
        _ => 0,
    }
}

/// The document with another name for a component, which stays where it is.
fn rename(document: &Value, name: &str, renamed: &str) -> Value {
    let (old, new) = (reference(document, name), reference(document, renamed));
    let text = document
        .to_string()
        .replace(&format!("\"{old}\""), &format!("\"{new}\""));
    let text = text.replace(&format!("\"{old}/"), &format!("\"{new}/"));
    let mut document: Value = serde_json::from_str(&text).expect("JSON");
    let schemas = schemas(&mut document);
    let at = schemas
        .keys()
        .position(|key| key == name)
        .expect("it is there");
    let schema = schemas.shift_remove(name).expect("it is there");
    schemas.shift_insert(at, renamed.to_owned(), schema);
    document
}

/// A text without what separates words, so that all spellings of a name are alike.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The other name is as long as the old one and sorts like it, so that lines break and stand as before.
fn like(name: &str) -> String {
    let mut renamed = name.to_owned();
    let last = renamed.pop().expect("a name has letters");
    renamed.push(if last == 'q' { 'z' } else { 'q' });
    renamed
}

#[test]
fn another_name_for_a_component_shows_where_it_is_referred_to() {
    let mut renames = 0;
    for (case, mut document) in plain_documents() {
        let before = tree(&of_json(&case.name, &document, None));
        let names: Vec<String> = schemas(&mut document).keys().cloned().collect();
        let used = names.iter().filter(|name| {
            let in_mapping = document.to_string().contains("\"mapping\"");
            name.len() > 4
                && name.ends_with(|last: char| last.is_ascii_lowercase())
                && !names.contains(&like(name))
                && names
                    .iter()
                    .filter(|other| plain(other) == plain(name))
                    .count()
                    == 1
                && !in_mapping
                && uses(&document, &reference(&document, name)) > 0
        });
        for name in used.step_by(1 + names.len() / 3) {
            renames += 1;
            let renamed = like(name);
            let after = tree(&of_json(
                &case.name,
                &rename(&document, name, &renamed),
                None,
            ));
            let difference = difference(&before, &after);
            for (lines, word) in [(&difference.removed, name), (&difference.added, &renamed)] {
                for (file, line) in lines {
                    let is_blank = matches!(line.as_str(), "" | "///" | "//!");
                    assert!(
                        is_blank
                            || plain(file).contains(&plain(word))
                            || plain(line).contains(&plain(word)),
                        "{}, {name}: {file}: {line}",
                        case.name
                    );
                }
            }
        }
    }
    assert!(renames > 10, "{renames}");
}

/// The numbers that stand in a text.
fn numbers(text: &str) -> BTreeSet<&str> {
    let parts = text.split(|letter: char| !letter.is_ascii_digit());
    parts.filter(|part| !part.is_empty()).collect()
}

/// Every number in a name stands in the document.
#[test]
fn no_name_has_a_number_that_the_document_does_not_have() {
    for case in cases().into_iter().chain(corpus()) {
        let text: Vec<String> = case
            .files
            .values()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .collect();
        let text = text.join("\n");
        let known = numbers(&text);
        for name in public_names(&tree(&case)) {
            for number in numbers(&name) {
                assert!(known.contains(number), "{}: {name}", case.name);
            }
        }
    }
}

/// Things that want the same name, in every scope there is.
fn clashes() -> BTreeMap<&'static str, Value> {
    let text = json!({"type": "string"});
    let object =
        |member: &str| json!({"type": "object", "properties": {member: {"type": "string"}}});
    let answer = |name: &str| {
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        json!({"responses": {"default": {"description": "One.", "content": {"application/json": {"schema": schema}}}}})
    };
    let empty = json!({"responses": {"default": {"description": "Nothing."}}});
    let document = |paths: Value, schemas: Value| {
        json!({
            "openapi": "3.1.0", "info": {"title": "Clashes", "version": "x"},
            "servers": [{"url": "https://api.example.com"}],
            "paths": paths, "components": {"schemas": schemas},
        })
    };
    BTreeMap::from([
        (
            "types",
            document(
                json!({"/a": {"get": answer("all")}}),
                json!({
                    "all": {"type": "object", "properties": {
                        "a": {"$ref": "#/components/schemas/user-id"}, "b": {"$ref": "#/components/schemas/user_id"},
                        "c": {"$ref": "#/components/schemas/UserId"}, "d": {"$ref": "#/components/schemas/userId"},
                        "e": {"$ref": "#/components/schemas/user.id"}, "f": {"$ref": "#/components/schemas/USER_ID"},
                    }},
                    "user-id": object("a"), "user_id": object("b"), "UserId": object("c"),
                    "userId": object("d"), "user.id": object("e"), "USER_ID": object("f"),
                }),
            ),
        ),
        (
            "types_and_what_is_inside_of_others",
            document(
                json!({"/user": {"get": answer("User")}, "/b": {"get": answer("UserStatus")}}),
                json!({
                    "User": {"type": "object", "properties": {
                        "status": {"type": "string", "enum": ["x"]}, "Status": {"type": "string", "enum": ["y"]},
                        "STATUS": object("z"),
                    }},
                    "UserStatus": object("w"),
                }),
            ),
        ),
        (
            "members",
            document(
                json!({"/a": {"get": answer("all")}}),
                json!({"all": {"type": "object", "properties": {
                    "a-b": text, "a_b": text, "aB": text, "a.b": text, "A_B": text, "a b": text, "+a": text, "-a": text,
                    "a": text, "A": text, "": text, "-": text, "+": text, "*": text, "type": text, "type_": text,
                    "Type": text, "self": text, "additional_properties": text, "additionalProperties": text,
                }}}),
            ),
        ),
        (
            "values",
            document(
                json!({"/a": {"get": answer("all")}}),
                json!({"all": {"type": "object", "properties": {"status": {"type": "string", "enum": [
                    "a", "A", "-a", "+a", "a ", "", "-", "+", "unknown", "Unknown", "other", "Self", "self",
                    "a-b", "a_b", "aB", "a.b",
                ]}}}}),
            ),
        ),
        (
            "paths",
            document(
                json!({
                    "/user-ids": {"get": empty}, "/user_ids": {"get": empty}, "/userIds": {"get": empty},
                    "/user/ids": {"get": empty}, "/user/ids/": {"get": empty}, "/user/ids/{a}": {
                        "get": empty, "parameters": [{"name": "a", "in": "path", "required": true, "schema": text}],
                    },
                    "/client": {"get": empty}, "/error": {"get": empty}, "/": {"get": empty, "post": empty},
                }),
                json!({}),
            ),
        ),
        (
            "inputs",
            document(
                json!({"/a/{id}": {"post": {
                    "parameters": [
                        {"name": "id", "in": "path", "required": true, "schema": text},
                        {"name": "id", "in": "query", "schema": text},
                        {"name": "id", "in": "header", "schema": text},
                        {"name": "id", "in": "cookie", "schema": text},
                        {"name": "ID", "in": "query", "schema": text},
                        {"name": "id[]", "in": "query", "schema": text},
                        {"name": "send", "in": "query", "schema": text},
                        {"name": "new", "in": "query", "schema": text},
                        {"name": "call", "in": "query", "schema": text},
                    ],
                    "requestBody": {"required": true, "content": {"application/json": {"schema": object("id")}}},
                    "responses": {"default": {"description": "Nothing."}},
                }}}),
                json!({}),
            ),
        ),
        (
            "alternatives",
            document(
                json!({"/a": {"get": answer("all")}}),
                json!({"all": {"oneOf": [
                    {"type": "object", "required": ["a"], "properties": {"a": text}},
                    {"type": "object", "required": ["b"], "properties": {"b": text}},
                    {"type": "object", "required": ["a", "b"], "properties": {"a": text, "b": text}},
                    {"type": "array", "items": text}, {"type": "array", "items": {"type": "boolean"}},
                    text,
                ]}}),
            ),
        ),
    ])
}

/// No digit is in these documents but in their version, and none is in the names.
#[test]
fn clashes_are_not_counted() {
    for (name, document) in clashes() {
        for seed in [0, 1, 2] {
            let case = of_json(name, &document, None);
            let case = if seed == 0 {
                case
            } else {
                shuffle::case(&case, seed)
            };
            let names = public_names(&tree(&case));
            let counted: Vec<_> = names
                .iter()
                .filter(|name| name.contains(|letter: char| letter.is_ascii_digit()))
                .collect();
            assert!(counted.is_empty(), "{name}: {counted:#?}");
            assert_eq!(
                names,
                public_names(&tree(&of_json(name, &document, None))),
                "{name}"
            );
        }
    }
}

#[test]
fn clashes_are_resolved_into_different_names() {
    let count = |name: &str, of: &str| {
        let names = public_names(&tree(&of_json(name, &clashes()[name], None)));
        names.iter().filter(|name| name.contains(of)).count()
    };
    assert_eq!(
        count("types", ": struct "),
        4 + 1 + 7,
        "and client, request, handle, operation and answer"
    );
    assert_eq!(count("members", ": All."), 20 + 1, "and the unnamed ones");
    assert_eq!(
        count("values", ": AllStatus::"),
        17 + 1,
        "and the unknown one"
    );
    assert_eq!(
        count("alternatives", ": All::"),
        5 + 1,
        "and the unknown one"
    );
}
