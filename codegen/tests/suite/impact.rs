//! What a change of the document means for callers, in the words that they read.

use codegen::impact::{Effect, Impact};
use codegen::tree::{Path, Tree};
use serde_json::{Value, json};

use crate::support::{Case, at, cases};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: Things, version: "1" }
servers: [{ url: "https://api.example.com" }]
security: [{ key: [] }]
paths:
  /things:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100, default: 20 } }
        - { name: kind, in: query, schema: { $ref: "#/components/schemas/Kind" } }
      responses:
        "200":
          description: All of them.
          content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Thing" } } } }
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/NewThing" } } }
      responses:
        "201":
          description: It.
          content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } }
  /things/{thing_id}:
    parameters:
      - { name: thing_id, in: path, required: true, schema: { type: string, maxLength: 32 } }
    delete:
      responses:
        "204": { description: Gone. }
  /things/{thing_id}/copies/{copy_id}:
    parameters:
      - { name: thing_id, in: path, required: true, schema: { type: string } }
      - { name: copy_id, in: path, required: true, schema: { type: string } }
    get:
      responses:
        "204": { description: It is there. }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
  schemas:
    Kind: { type: string, enum: [flat, round, square] }
    Thing:
      type: object
      description: A thing.
      required: [id]
      properties:
        id: { type: string, maxLength: 32 }
        kind: { $ref: "#/components/schemas/Kind" }
        label: { type: string, description: What it is called. }
        parts: { type: array, items: { type: string, maxLength: 8 } }
        owner: { $ref: "#/components/schemas/Owner" }
    Owner: { type: object, properties: { name: { type: string } } }
    NewThing:
      type: object
      required: [label]
      properties:
        label: { type: string, maxLength: 50 }
        notes: { type: array, items: { type: string, maxLength: 100 } }
"##;

fn case() -> Case {
    Case::of("impact", "input.yaml", DOCUMENT, None)
}

/// What an edit of the document means for callers.
fn impact(edit: impl FnOnce(&mut Value)) -> Impact {
    Impact::between(&case().tree(), &case().edited(edit).tree())
}

#[track_caller]
fn assert_impact(edit: impl FnOnce(&mut Value), expected: &[(Effect, &str, &str)]) {
    assert_between(&case().tree(), &case().edited(edit).tree(), expected);
}

#[track_caller]
fn assert_between(old: &Tree, new: &Tree, expected: &[(Effect, &str, &str)]) {
    let impact = Impact::between(old, new);
    let found: Vec<_> = impact
        .findings()
        .map(|finding| {
            (
                finding.effect,
                finding.place.as_str(),
                finding.says.as_str(),
            )
        })
        .collect();
    assert_eq!(found, expected);
}

fn set(pointer: &'static str, value: Value) -> impl FnOnce(&mut Value) {
    move |document| *at(document, pointer) = value
}

fn insert(pointer: &'static str, name: &'static str, value: Value) -> impl FnOnce(&mut Value) {
    move |document| {
        let object = at(document, pointer).as_object_mut().expect("an object");
        object.insert(name.to_owned(), value);
    }
}

fn remove(pointer: &'static str, name: &'static str) -> impl FnOnce(&mut Value) {
    move |document| {
        let object = at(document, pointer).as_object_mut().expect("an object");
        object.remove(name).expect("it is there");
    }
}

const PROPERTIES: &str = "/components/schemas/Thing/properties";
const NEW: &str = "/components/schemas/NewThing";
const NEW_PROPERTIES: &str = "/components/schemas/NewThing/properties";

#[test]
fn a_limit_of_what_is_sent_is_behaviour_and_of_what_is_received_is_none() {
    use Effect::{Behaviour, Note};
    let length = "/components/schemas/NewThing/properties/label/maxLength";
    let place = "NewThing::label";
    assert_impact(
        set(length, json!(40)),
        &[(Behaviour, place, "`MaxLength(40)`, was `MaxLength(50)`")],
    );
    assert_impact(
        set(length, json!(60)),
        &[(Note, place, "`MaxLength(60)`, was `MaxLength(50)`")],
    );
    let item = "/components/schemas/NewThing/properties/notes/items";
    assert_impact(
        insert(item, "pattern", json!("^a")),
        &[(
            Behaviour,
            "NewThing::notes",
            "each item: `Pattern(\"^a\")` is new",
        )],
    );
    assert_impact(
        remove(item, "maxLength"),
        &[(
            Note,
            "NewThing::notes",
            "each item: `MaxLength(100)` is gone",
        )],
    );
    assert_impact(
        set(
            "/components/schemas/Thing/properties/id/maxLength",
            json!(16),
        ),
        &[(Note, "Thing::id", "`MaxLength(16)`, was `MaxLength(32)`")],
    );
    let limit = "/paths/~1things/get/parameters/0/schema";
    assert_impact(
        insert(limit, "minimum", json!(1)),
        &[(
            Behaviour,
            "things().list(limit)",
            "`Minimum(Int(1))` is new",
        )],
    );
    assert_impact(
        insert(limit, "default", json!(10)),
        &[(
            Behaviour,
            "things().list(limit)",
            "`Default(Int(10))`, was `Default(Int(20))`",
        )],
    );
}

/// What differs may stand behind more than a line has room for.
#[test]
fn a_long_change_shows_what_differs() {
    let values = |last: &str| {
        let values = (0..20).map(|number| format!("value-{number}"));
        json!(Vec::from_iter(values.chain([last.to_owned()])))
    };
    let notes = "/components/schemas/NewThing/properties/notes";
    let before = case().edited(insert(notes, "default", values("old")));
    let after = case().edited(insert(notes, "default", values("new")));
    let says = r#"`…lue-18\",\"value-19\",\"new\"]"))`, was `…lue-18\",\"value-19\",\"old\"]"))`"#;
    assert_between(
        &before.tree(),
        &after.tree(),
        &[(Effect::Behaviour, "NewThing::notes", says)],
    );
}

#[test]
fn what_is_required_in_another_order_does_not_compile() {
    let parameter = |name: &str, ty: &str| json!({"name": name, "in": "query", "required": true, "schema": {"type": ty}});
    let parameters = |names: [(&str, &str); 2]| {
        let parameters = names.map(|(name, ty)| parameter(name, ty));
        set("/paths/~1things/get/parameters", json!(parameters))
    };
    let sides = [("width", "integer"), ("name", "string")];
    let before = case().edited(parameters(sides));
    let turned = case().edited(parameters([sides[1], sides[0]]));
    assert_between(
        &before.tree(),
        &turned.tree(),
        &[(
            Effect::Breaking,
            "things().list",
            "takes `(name: impl Into<String>, width: i64)`, took `(width: i64, name: impl Into<String>)`",
        )],
    );
}

/// The compiler notices nothing: callers say what they decode a failure as.
#[test]
fn what_failures_decode_as_is_told() {
    use Effect::{Behaviour, New, Note};
    let failure = |name: &str| {
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        json!({"description": "No.", "content": {"application/json": {"schema": schema}}})
    };
    let responses = "/paths/~1things/get/responses";
    let call = "things().list";
    let owner = "a failure `404` decodes as `Owner`";
    assert_impact(
        insert(responses, "404", failure("Owner")),
        &[(New, call, owner)],
    );
    let before = case().edited(insert(responses, "4XX", failure("Thing")));
    let others = |status, name| before.edited(insert(responses, status, failure(name)));
    let told = [(
        Behaviour,
        call,
        "a failure `404` decodes as `Owner`, was `Thing`",
    )];
    assert_between(&before.tree(), &others("404", "Owner").tree(), &told);
    assert_between(&before.tree(), &others("404", "Thing").tree(), &[]);
    let gone = "a failure `4XX` is not said to be `Thing` any more";
    assert_between(&before.tree(), &case().tree(), &[(Note, call, gone)]);
}

/// What is taken for an alternative is read off answers: of what is only sent, it means nothing.
#[test]
fn what_is_taken_for_an_alternative_is_told_in_words() {
    use Effect::{Behaviour, Note};
    let union = |schema: &'static str, values: Value| {
        move |document: &mut Value| {
            let owner = json!({"type": "object", "required": ["kind"], "properties": {"kind": {"enum": values}}});
            insert("/components/schemas", "Owned", owner)(document);
            let other = json!({"type": "object", "required": ["free"], "properties": {"free": {"const": true}}});
            insert("/components/schemas", "Free", other)(document);
            let arms = ["Owned", "Free"]
                .map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
            insert(schema, "state", json!({"oneOf": arms}))(document);
        }
    };
    for (schema, effect, place) in [
        (PROPERTIES, Behaviour, "ThingState::Owned"),
        (NEW_PROPERTIES, Note, "NewThingState::Owned"),
    ] {
        let before = case().edited(union(schema, json!(["mine", "yours"])));
        let after = case().edited(union(schema, json!(["mine", "ours"])));
        let impact = Impact::between(&before.tree(), &after.tree());
        let says = r#"taken for it: what has `kind` "mine" or "ours"; until now: what has `kind` "mine" or "yours""#;
        let finding = impact.findings().find(|finding| finding.place == place);
        let finding = finding.expect("it is told");
        assert_eq!((finding.effect, finding.says.as_str()), (effect, says));
    }
}

#[test]
fn a_value_more_is_new_and_a_value_less_does_not_compile() {
    let values = "/components/schemas/Kind/enum";
    assert_impact(
        set(values, json!(["flat", "oval", "round", "square"])),
        &[(Effect::New, "Kind::Oval", "came as `Unknown` until now")],
    );
    let sizes = |values: Value| insert(NEW_PROPERTIES, "size", json!({"enum": values}));
    assert_between(
        &case().edited(sizes(json!(["large", "small"]))).tree(),
        &case()
            .edited(sizes(json!(["large", "small", "tiny"])))
            .tree(),
        &[(Effect::New, "NewThingSize::Tiny", "new")],
    );
    assert_impact(
        set(values, json!(["flat", "square"])),
        &[(Effect::Breaking, "Kind::Round", "gone")],
    );
}

#[test]
fn fields_come_and_go_and_change() {
    use Effect::{Breaking, New};
    assert_impact(
        insert(PROPERTIES, "weight", json!({"type": "number"})),
        &[(New, "Thing::weight", "`Option<f64>`")],
    );
    assert_impact(
        remove(PROPERTIES, "label"),
        &[(Breaking, "Thing::label", "gone")],
    );
    assert_impact(
        set("/components/schemas/Thing/required", json!(["id", "label"])),
        &[(Breaking, "Thing::label", "`String`, was `Option<String>`")],
    );
    assert_impact(
        insert(NEW, "required", json!(["label", "notes"])),
        &[
            (
                Breaking,
                "NewThing::new",
                "takes `notes: Vec<String>` as well",
            ),
            (
                Breaking,
                "NewThing::notes",
                "`Vec<String>`, was `Option<Vec<String>>`",
            ),
        ],
    );
}

#[test]
fn operations_come_and_go_and_move() {
    use Effect::{Behaviour, Breaking, New};
    assert_impact(
        remove("/paths/~1things~1{thing_id}", "delete"),
        &[(
            Breaking,
            "things().delete",
            "gone: `DELETE \"/things/{thing_id}\"`",
        )],
    );
    let head = json!({"responses": {"204": {"description": "There is one."}}});
    assert_impact(
        insert("/paths/~1things~1{thing_id}", "head", head),
        &[(New, "things().head", "`HEAD \"/things/{thing_id}\"`")],
    );
    let call = "things().list";
    assert_impact(
        insert("/paths/~1things/get", "security", json!([])),
        &[(Behaviour, call, "security is `[]`, was `[\"key\"]`")],
    );
    assert_impact(
        insert("/paths/~1things/get", "deprecated", json!(true)),
        &[(Effect::Deprecated, call, "deprecated")],
    );
    assert_impact(
        insert("/paths/~1things/get/parameters/0", "required", json!(true)),
        &[(Breaking, call, "takes `limit: i64` as well")],
    );
    assert_impact(
        |document| {
            let paths = at(document, "/paths").as_object_mut().expect("an object");
            let things = paths.remove("/things").expect("it is there");
            paths.insert("/objects".to_owned(), things);
        },
        &[
            (Breaking, "things().create", "gone: `POST \"/things\"`"),
            (Breaking, "things().list", "gone: `GET \"/things\"`"),
            (New, "objects().create", "`POST \"/objects\"`"),
            (New, "objects().list", "`GET \"/objects\"`"),
        ],
    );
}

/// One request is one operation, however callers get to it, and however much of its path the server has.
#[test]
fn an_operation_is_followed_to_where_it_is_called_now() {
    use Effect::{Behaviour, Breaking, New};
    let done = || json!({"responses": {"204": {"description": "Done."}}});
    let state = "/state";
    let before = case().edited(insert("/paths", state, json!({"get": done()})));
    let mut one = done();
    let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
    one.as_object_mut()
        .expect("an object")
        .insert("parameters".to_owned(), json!([id]));
    let after = before.edited(insert("/paths", "/state/{id}", json!({"get": one})));
    assert_between(
        &before.tree(),
        &after.tree(),
        &[
            (Breaking, "state().get", "`state().get_all` now"),
            (
                New,
                "state().get",
                "`GET \"/state/{id}\"`, another operation than before",
            ),
        ],
    );
    let shorter = case().edited(|document| {
        let paths = at(document, "/paths").as_object_mut().expect("an object");
        let all: Vec<_> = std::mem::take(paths).into_iter().collect();
        paths.extend(
            all.into_iter()
                .map(|(path, item)| (format!("/v1{path}"), item)),
        );
    });
    let told = Impact::between(&shorter.tree(), &{
        let server = json!("https://api.example.com/v1");
        case().edited(set("/servers/0/url", server)).tree()
    });
    let told: Vec<_> = told
        .findings()
        .map(|it| (it.effect, it.place.as_str(), it.says.as_str()))
        .collect();
    assert!(
        told.contains(&(Breaking, "v1().things().list", "`things().list` now")),
        "{told:?}"
    );
    assert!(told.iter().all(|(effect, _, _)| *effect != New), "{told:?}");
    let behaviour = told.iter().filter(|(effect, _, _)| *effect == Behaviour);
    let places: Vec<&str> = behaviour.map(|(_, place, _)| *place).collect();
    assert_eq!(places, ["API.base_url"]);
}

/// Whatever the type of an operation is called, and wherever it is, what it takes is compared.
#[test]
fn an_operation_with_another_name_is_still_compared() {
    use Effect::{Behaviour, Breaking};
    let changed = |document: &mut Value| {
        set(
            "/paths/~1things~1{thing_id}/parameters/0/schema/maxLength",
            json!(8),
        )(document);
    };
    let with = |config: &str| {
        let edited = case().edited(changed);
        let document = String::from_utf8(edited.files["input.yaml"].clone()).expect("text");
        Case::of("impact", "input.yaml", &document, Some(config)).tree()
    };
    let found = |after: &Tree| -> Vec<(Effect, String, String)> {
        let impact = Impact::between(&case().tree(), after);
        impact
            .findings()
            .map(|it| (it.effect, it.place.clone(), it.says.clone()))
            .collect()
    };
    let limit = "`MaxLength(8)`, was `MaxLength(32)`";
    let key = "[operations.\"DELETE /things/{thing_id}\"]\n";
    let expected = |expected: [(Effect, &str, &str); 2]| {
        expected.map(|(effect, place, says)| (effect, place.to_owned(), says.to_owned()))
    };
    assert_eq!(
        found(&with(&format!("{key}name = \"Removal\""))),
        expected([
            (
                Breaking,
                "things::ThingsDelete",
                "called `things::Removal` now"
            ),
            (Behaviour, "things().delete(thing_id)", limit),
        ])
    );
    assert_eq!(
        found(&with(&format!("{key}verb = \"remove\""))),
        expected([
            (Breaking, "things().delete", "`things().remove` now"),
            (Behaviour, "things().remove(thing_id)", limit),
        ])
    );
}

/// What an operation gives is one finding, which says enough about how its setters are written.
#[test]
fn what_is_a_request_and_was_none_is_told_once() {
    let now = case().tree();
    let mut was = now.clone();
    for (path, text) in now.iter() {
        let text = text.replace("Request::new(client, inputs)", "inputs");
        let text = text.replace("Request::new(client, Self {})", "Self {}");
        let text = text.replace("self.inputs.", "self.");
        let mut text = text.replace("Request<Self>", "Self");
        for name in ["CopiesGet", "Create", "Delete", "List"] {
            text = text.replace(&format!("Request<Things{name}>"), &format!("Things{name}"));
        }
        was.insert(path.clone(), text);
    }
    let told = |says| {
        let ways = ["copies().get", "create", "delete", "list"];
        let ways = ways.map(|way| format!("things().{way}"));
        ways.map(|way| (Effect::Breaking, way, says))
    };
    for (before, after, says) in [
        (
            &was,
            &now,
            "gives a `Request`, with what it gave as `inputs`",
        ),
        (&now, &was, "gives the `inputs`, was a `Request` of them"),
    ] {
        let expected = told(says);
        let expected = expected
            .each_ref()
            .map(|(effect, way, says)| (*effect, way.as_str(), *says));
        assert_between(before, after, &expected);
    }
}

/// A keyword of Rust is a name like any other.
#[test]
fn a_member_that_is_called_like_a_keyword_is_told_once() {
    let with = |limit: u32| {
        case().edited(insert(
            NEW_PROPERTIES,
            "type",
            json!({"type": "string", "maxLength": limit}),
        ))
    };
    let impact = Impact::between(&with(8).tree(), &with(4).tree());
    assert_eq!(
        impact.to_string(),
        "Behaviour: code compiles, and something else is sent or refused:\n\
         \x20 NewThing::type: `MaxLength(4)`, was `MaxLength(8)`\n\
         Semver: minor."
    );
}

/// The compiler sees two strings, as before.
#[test]
fn another_order_of_what_has_to_be_given_is_told() {
    let swap = |document: &mut Value| {
        let paths = at(document, "/paths").as_object_mut().expect("an object");
        let copies = paths
            .remove("/things/{thing_id}/copies/{copy_id}")
            .expect("it is there");
        paths.insert("/things/{copy_id}/copies/{thing_id}".to_owned(), copies);
    };
    assert_impact(
        swap,
        &[(
            Effect::Behaviour,
            "things().copies().get",
            "takes `(copy_id, thing_id)`, took `(thing_id, copy_id)`: of the same types, so the compiler does not notice",
        )],
    );
}

#[test]
fn a_type_that_is_called_something_else_is_one_finding() {
    let rename = |document: &mut Value| {
        let text = document.to_string().replace("/Owner\"", "/Proprietor\"");
        *document = serde_json::from_str(&text).expect("JSON");
        let schemas = at(document, "/components/schemas")
            .as_object_mut()
            .expect("an object");
        let mut owner = schemas.remove("Owner").expect("it is there");
        owner["properties"]["email"] = json!({"type": "string"});
        schemas.insert("Proprietor".to_owned(), owner);
    };
    assert_impact(
        rename,
        &[
            (Effect::Breaking, "Owner", "called `Proprietor` now"),
            (Effect::New, "Proprietor::email", "`Option<String>`"),
        ],
    );
}

/// What the difference between two edits of the document means for callers.
#[track_caller]
fn assert_difference(
    before: impl FnOnce(&mut Value),
    after: impl FnOnce(&mut Value),
    expected: &[(Effect, &str, &str)],
) {
    let impact = Impact::between(&case().edited(before).tree(), &case().edited(after).tree());
    let found: Vec<_> = impact
        .findings()
        .map(|it| (it.effect, it.place.as_str(), it.says.as_str()))
        .collect();
    assert_eq!(found, expected);
}

/// A line is broken for the longer of the two names, and has a comma more then.
#[test]
fn a_shorter_name_is_not_another_type() {
    const LONG: &str = "WhoeverHasBeenEnteredAsTheOwnerOfAThingInTheLatestOfAllInventories";
    let rename = |document: &mut Value| {
        let text = document
            .to_string()
            .replace("Owner\"", &format!("{LONG}\""));
        *document = serde_json::from_str(&text).expect("JSON");
    };
    assert_difference(
        rename,
        |_| {},
        &[(Effect::Breaking, LONG, "called `Owner` now")],
    );
}

/// Fields of a type that two names stood for have the type that they had, whichever name is left.
#[test]
fn what_becomes_of_a_name_is_told_of_the_name_alone() {
    use Effect::Breaking;
    let color = || json!({"type": "string", "enum": ["red", "green"]});
    let inline = |document: &mut Value| {
        insert(PROPERTIES, "color", color())(document);
        insert(NEW_PROPERTIES, "color", color())(document);
    };
    assert_difference(
        inline,
        |document| {
            let reference = json!({"$ref": "#/components/schemas/Color"});
            insert(PROPERTIES, "color", reference.clone())(document);
            insert(NEW_PROPERTIES, "color", reference)(document);
            insert("/components/schemas", "Color", color())(document);
        },
        &[
            (
                Breaking,
                "NewThingColor",
                "gone, was another name of `Color`",
            ),
            (Breaking, "ThingColor", "called `Color` now"),
        ],
    );
    // One more that says the same as the first.
    assert_difference(
        insert(PROPERTIES, "color", color()),
        inline,
        &[
            (Effect::New, "NewThing::color", "`Option<NewThingColor>`"),
            (Effect::New, "NewThingColor", "another name of `ThingColor`"),
        ],
    );
    // What is left of the two is what it was.
    assert_difference(
        inline,
        insert(NEW_PROPERTIES, "color", color()),
        &[
            (Breaking, "Thing::color", "gone"),
            (
                Breaking,
                "ThingColor",
                "gone, `NewThingColor` was another name of it",
            ),
            (
                Effect::Note,
                "NewThingColor",
                "a type of its own now, was another name of `ThingColor`",
            ),
        ],
    );
}

/// Of many inputs, those are shown that differ.
#[test]
fn what_has_to_be_given_is_shown_where_it_differs() {
    let required = |ty: &'static str| {
        move |document: &mut Value| {
            for name in [
                "first_of_all_names",
                "another_name_of_it",
                "the_last_name_of_it",
            ] {
                insert(NEW_PROPERTIES, name, json!({"type": "string"}))(document);
                let names = at(document, NEW).get_mut("required").expect("a list");
                names.as_array_mut().expect("a list").push(json!(name));
            }
            set(
                "/components/schemas/NewThing/properties/the_last_name_of_it/type",
                json!(ty),
            )(document);
        }
    };
    assert_difference(
        required("string"),
        required("integer"),
        &[
            (
                Effect::Breaking,
                "NewThing::new",
                "takes `the_last_name_of_it: i64`, took `the_last_name_of_it: impl Into<String>`",
            ),
            (
                Effect::Breaking,
                "NewThing::the_last_name_of_it",
                "`i64`, was `String`",
            ),
        ],
    );
    assert_difference(
        insert("/paths/~1things/get/parameters/0", "required", json!(true)),
        |_| {},
        &[(
            Effect::Breaking,
            "things().list",
            "does not take `limit: i64` any more: it can be left out",
        )],
    );
}

/// Whether a fact or the type says that it may be null.
#[test]
fn null_is_allowed_as_before_where_a_type_is_sent_as_well() {
    use Effect::{Breaking, New};
    let nullable = |document: &mut Value| {
        set(
            "/components/schemas/Thing/properties/label/type",
            json!(["string", "null"]),
        )(document);
    };
    assert_difference(
        nullable,
        |document| {
            nullable(document);
            let body = "/paths/~1things/post/requestBody/content/application~1json/schema/$ref";
            set(body, json!("#/components/schemas/Thing"))(document);
        },
        &[
            (Breaking, "NewThing", "gone"),
            (
                Breaking,
                "Thing::label",
                "`Nullable<String>`, was `Option<String>`",
            ),
            (
                Breaking,
                "things().create",
                "takes `body: Thing`, took `body: NewThing`",
            ),
            (New, "Owner::new", "callers can make one"),
            (New, "Thing::new", "callers can make one"),
        ],
    );
}

/// A document that grows gets features, and one that shrinks loses them.
#[test]
fn features_for_what_was_there_without_them_are_told_of_the_features() {
    let with = |groups: &str| {
        let config = format!("[features]\ngroups = \"{groups}\"\n");
        Case::of("impact", "input.yaml", DOCUMENT, Some(&config)).tree()
    };
    let findings = |old: &Tree, new: &Tree| -> Vec<String> {
        let impact = Impact::between(old, new);
        let found = impact.findings();
        found
            .map(|it| format!("{:?} {}: {}", it.effect, it.place, it.says))
            .collect()
    };
    let (whole, parts) = (with("never"), with("always"));
    assert_eq!(
        findings(&whole, &parts),
        [
            "Breaking feature `things`: new and on by default, for what was there without it: name it where default features are off"
        ]
    );
    assert_eq!(
        findings(&parts, &whole),
        ["Breaking feature `things`: gone, and what it was for is there without it"]
    );
}

#[test]
fn conversions_come_and_go_with_what_is_sent() {
    use Effect::{Breaking, New};
    let size = json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] });
    let received = |document: &mut Value| {
        insert("/components/schemas", "Size", size.clone())(document);
        insert(
            PROPERTIES,
            "size",
            json!({ "$ref": "#/components/schemas/Size" }),
        )(document);
    };
    let sent = |document: &mut Value| {
        received(document);
        insert(
            NEW_PROPERTIES,
            "size",
            json!({ "$ref": "#/components/schemas/Size" }),
        )(document);
    };
    let required = |document: &mut Value| {
        sent(document);
        set(
            "/components/schemas/NewThing/required",
            json!(["label", "size"]),
        )(document);
    };
    let (received, sent, required) = (
        case().edited(received).tree(),
        case().edited(sent).tree(),
        case().edited(required).tree(),
    );
    assert_between(
        &sent,
        &received,
        &[
            (Breaking, "NewThing::size", "gone"),
            (Breaking, "Size::Integer", "no `From<i64>` any more"),
            (Breaking, "Size::Text", "no `From<String>` any more"),
        ],
    );
    assert_between(
        &received,
        &sent,
        &[
            (New, "NewThing::size", "`Option<Size>`"),
            (New, "Size::Integer", "`From<i64>`"),
            (New, "Size::Text", "`From<String>`"),
        ],
    );
    assert_between(
        &sent,
        &required,
        &[
            (
                Breaking,
                "NewThing::new",
                "takes `size: impl Into<Size>` as well",
            ),
            (Breaking, "NewThing::size", "`Size`, was `Option<Size>`"),
        ],
    );
}

/// A parameter of which the generator has learned to take more.
#[test]
fn a_parameter_that_takes_more_is_no_break() {
    let new = case().tree();
    let path = Path::new("src/things.rs").expect("a path");
    let text = new.get(path.as_str()).expect("it is there");
    let narrow = text.replace("label: impl Into<String>", "label: String");
    assert_ne!(narrow, text);
    let mut old = new.clone();
    old.insert(path, narrow);
    let takes = "takes `label: impl Into<String>`, which is more than before";
    assert_between(&old, &new, &[(Effect::New, "NewThing::new", takes)]);
    let took = "takes `label: String`, took `label: impl Into<String>`";
    assert_between(&new, &old, &[(Effect::Breaking, "NewThing::new", took)]);
}

#[test]
fn the_client_as_a_whole() {
    use Effect::{Behaviour, Breaking, New, Note};
    assert_impact(
        set("/servers/0/url", json!("https://api.example.org")),
        &[(
            Behaviour,
            "API.base_url",
            "`\"https://api.example.org\"`, was `\"https://api.example.com\"`",
        )],
    );
    assert_impact(
        set("/components/securitySchemes/key/name", json!("X-Token")),
        &[(
            Behaviour,
            "API.schemes[\"key\"].kind",
            "`Header(\"X-Token\")`, was `Header(\"X-Key\")`",
        )],
    );
    let token = json!({"type": "http", "scheme": "bearer"});
    assert_impact(
        |document| {
            insert("/components/securitySchemes", "token", token)(document);
            insert(
                "/paths/~1things/get",
                "security",
                json!([{"token": []}, {"key": []}]),
            )(document);
        },
        &[
            (
                Behaviour,
                "things().list",
                "security is `[\"token\"], [\"key\"]`, was `[\"key\"]`",
            ),
            (New, "ClientBuilder::token", "a function"),
            (Note, "API.schemes[\"token\"]", "new"),
        ],
    );
    let before = case().tree();
    let mut after = before.clone();
    let manifest = before.get("Cargo.toml").expect("there is a manifest");
    let other = manifest
        .replace("gzip = [\"runtime/gzip\"]\n", "")
        .replace("\"1.88\"", "\"1.90\"");
    after.insert(Path::new("Cargo.toml").expect("a path"), other);
    let impact = Impact::between(&before, &after);
    let says: Vec<String> = impact
        .findings()
        .map(|it| format!("{} {}", it.place, it.says))
        .collect();
    assert_eq!(
        says,
        [
            "Cargo.toml package.rust-version `\"1.90\"`, was `\"1.88\"`",
            "feature `gzip` gone"
        ]
    );
    assert!(impact.findings().all(|finding| finding.effect == Breaking));
}

#[test]
fn words_are_counted_and_order_is_nothing() {
    let reworded = impact(set(
        "/components/schemas/Thing/properties/label/description",
        json!("Its name."),
    ));
    assert_eq!(
        reworded.to_string(),
        "Nothing changes for callers: 1 item is reworded. Semver: patch."
    );
    let reversed = impact(|document| {
        let properties = at(document, PROPERTIES).as_object_mut().expect("an object");
        let mut entries: Vec<_> = std::mem::take(properties).into_iter().collect();
        entries.reverse();
        properties.extend(entries);
    });
    assert_eq!(reversed.to_string(), "Nothing changes for callers.");
}

#[test]
fn a_report_is_read_in_a_terminal_and_in_a_pull_request() {
    let impact = impact(|document| {
        for name in ["a", "b", "c", "d"] {
            insert(PROPERTIES, name, json!({"type": "boolean"}))(document);
        }
        remove(PROPERTIES, "label")(document);
        set(
            "/components/schemas/Owner/properties/name",
            json!({"type": "integer"}),
        )(document);
    });
    assert_eq!(
        impact.text(Some(1)),
        "Breaking: code that uses this does not compile:\n\
         \x20 Owner::name: `Option<i64>`, was `Option<String>`\n\
         \x20 and 1 more\n\
         New:\n\
         \x20 Thing::a, 3 more: `Option<bool>`\n\
         Semver: major."
    );
    assert_eq!(
        impact.text(None),
        "Breaking: code that uses this does not compile:\n\
         \x20 Owner::name: `Option<i64>`, was `Option<String>`\n\
         \x20 Thing::label: gone\n\
         New:\n\
         \x20 Thing::{a, b, c, d}: `Option<bool>`\n\
         Semver: major."
    );
    assert_eq!(
        impact.markdown(),
        "### Breaking: code that uses this does not compile\n\n\
         - `Owner::name`: `Option<i64>`, was `Option<String>`\n\
         - `Thing::label`: gone\n\n\
         ### New\n\n\
         - `Thing::{a, b, c, d}`: `Option<bool>`\n\n\
         Semver: major.\n"
    );
}

/// Members of a schema that many others are put together from come to all of these at once.
#[test]
fn what_comes_to_many_types_is_said_once() {
    let impact = impact(|document| {
        for name in ["height", "width", "depth"] {
            let schema = json!({"type": "boolean"});
            for properties in [
                PROPERTIES,
                NEW_PROPERTIES,
                "/components/schemas/Owner/properties",
            ] {
                insert(properties, name, schema.clone())(document);
            }
        }
        insert(PROPERTIES, "is_new", json!({"type": "boolean"}))(document);
    });
    assert_eq!(
        impact.text(None),
        "New:\n\
         \x20 {NewThing, Owner}::{depth, height, width}, Thing::{depth, height, is_new, width}: `Option<bool>`\n\
         Semver: minor."
    );
}

/// Whatever line of a table goes or comes, somebody is told.
#[test]
fn no_line_of_a_table_goes_untold() {
    const CASES: [&str; 3] = ["model", "response_kinds", "streams"];
    for case in cases()
        .iter()
        .filter(|case| CASES.contains(&case.name.as_str()))
    {
        let before = case.tree();
        for (path, text) in before
            .iter()
            .filter(|(path, _)| path.as_str().ends_with(".rs"))
        {
            for line in rows(text) {
                let after = without(&before, path, text, line);
                let lost = text.lines().nth(line).unwrap_or_default();
                for (old, new) in [(&before, &after), (&after, &before)] {
                    let impact = Impact::between(old, new);
                    assert!(
                        impact.findings().count() > 0,
                        "{}: {path}: {lost}",
                        case.name
                    );
                }
            }
        }
    }
}

/// The lines between the first and the last one of each table that say something.
fn rows(text: &str) -> Vec<usize> {
    let mut is_table = false;
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let is_end = line == "}";
        let is_empty = ["security: [],", "facts: [],", "inputs: {},"].contains(&line.trim());
        if is_table && !is_end && !is_empty {
            found.push(number);
        }
        is_table = (is_table || line.starts_with("runtime::") && line.ends_with('{')) && !is_end;
    }
    found
}

fn without(tree: &Tree, path: &Path, text: &str, line: usize) -> Tree {
    let kept = text
        .lines()
        .enumerate()
        .filter(|(number, _)| *number != line);
    let kept: String = kept.map(|(_, line)| format!("{line}\n")).collect();
    let mut without = tree.clone();
    without.insert(path.clone(), kept);
    without
}
