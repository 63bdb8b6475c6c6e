//! A small change of the document is a small change of the crate, in the place where it belongs.
//!
//! Each test edits the document of this workspace or of a case, and looks at the difference between the two crates.

use std::collections::BTreeSet;

use crate::support::{Case, at, cases};
use codegen::tree::Tree;
use serde_json::{Value, json};

/// The lines that an edit removes from the crate and adds to it.
#[derive(Debug, Default)]
struct Difference {
    removed: Vec<String>,
    added: Vec<String>,
    /// The files that differ.
    files: Vec<String>,
}

impl Difference {
    fn lines(&self) -> usize {
        self.removed.len() + self.added.len()
    }
}

/// What the crate gains and loses when the document is edited.
fn difference(edit: impl FnOnce(&mut Value)) -> Difference {
    difference_of(&Case::of_workspace(), edit)
}

/// What the crate of a case gains and loses when its document is edited.
fn difference_of(before: &Case, edit: impl FnOnce(&mut Value)) -> Difference {
    compare(&before.tree(), &before.edited(edit).tree())
}

fn compare(before: &Tree, after: &Tree) -> Difference {
    let mut difference = Difference::default();
    for change in before.changes(after).iter() {
        difference.files.push(change.path.to_string());
        // The first two lines name the files.
        for line in change.diff().lines().skip(2) {
            match line.split_at_checked(1) {
                Some(("-", rest)) => difference.removed.push(rest.trim().to_owned()),
                Some(("+", rest)) => difference.added.push(rest.trim().to_owned()),
                _ => {}
            }
        }
    }
    difference
}

/// How often a component schema is referred to.
fn uses(document: &Value, name: &str) -> usize {
    let reference = format!("#/components/schemas/{name}");
    match document {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| {
                usize::from(key == "$ref" && *value == reference) + uses(value, name)
            })
            .sum(),
        Value::Array(items) => items.iter().map(|item| uses(item, name)).sum(),
        _ => 0,
    }
}

/// The parameter stands in the document once and belongs to two operations.
#[test]
fn a_changed_constraint_is_at_most_six_lines_for_each_use() {
    let mut places = 0;
    let difference = difference(|document| {
        assert_eq!(uses(document, "InviteIdentifier"), 2);
        places = 3;
        let limit = at(document, "/components/schemas/InviteIdentifier/maxLength");
        assert_eq!(*limit, 32);
        *limit = json!(64);
    });
    assert!(
        difference.lines() > 0 && difference.lines() <= 6 * places,
        "{difference:#?}"
    );
    assert!(
        difference.added.iter().all(|line| line.contains("64")),
        "{difference:#?}"
    );
    assert!(
        difference.removed.iter().all(|line| line.contains("32")),
        "{difference:#?}"
    );
}

#[test]
fn a_new_enum_value_is_at_most_four_lines() {
    let difference = difference(|document| {
        let values = at(
            document,
            "/components/schemas/Invite/properties/status/enum",
        );
        values
            .as_array_mut()
            .expect("a list")
            .push(json!("revoked"));
    });
    assert_eq!(difference.removed, Vec::<String>::new(), "{difference:#?}");
    assert!((1..=4).contains(&difference.added.len()), "{difference:#?}");
}

#[test]
fn a_new_optional_field_is_at_most_twelve_lines() {
    let difference = difference(|document| {
        let fields = at(document, "/components/schemas/Invite/properties");
        let field =
            json!({"type": "string", "description": "What the inviter wrote.", "maxLength": 500});
        fields
            .as_object_mut()
            .expect("an object")
            .insert("note".to_owned(), field);
    });
    assert_eq!(difference.removed, Vec::<String>::new(), "{difference:#?}");
    assert!(
        (1..=12).contains(&difference.added.len()),
        "{difference:#?}"
    );
    assert_eq!(difference.files.len(), 1, "{difference:#?}");
}

#[test]
fn a_reworded_description_changes_only_documentation() {
    let difference = difference(|document| {
        *at(
            document,
            "/components/schemas/Invite/properties/status/description",
        ) = json!("How far it has come.");
        *at(document, "/paths/~1user~1invites/get/summary") = json!("All invitations");
    });
    assert!(difference.lines() > 0);
    let is_doc = |line: &String| line.starts_with("///") || line.starts_with("//!");
    assert!(
        difference
            .added
            .iter()
            .chain(&difference.removed)
            .all(is_doc),
        "{difference:#?}"
    );
}

#[test]
fn a_new_endpoint_moves_nothing() {
    let difference = difference(|document| {
        let get = at(document, "/paths/~1user~1invites~1{invite_id}/get").clone();
        let mut delete = get.clone();
        *at(&mut delete, "/operationId") = json!("user'-s-invites-forget-invitation");
        let item = at(document, "/paths/~1user~1invites~1{invite_id}");
        item.as_object_mut()
            .expect("an object")
            .insert("delete".to_owned(), delete);
        let mut resend = get;
        *at(&mut resend, "/operationId") = json!("user'-s-invites-resend-invitation");
        let paths = at(document, "/paths").as_object_mut().expect("an object");
        paths.insert(
            "/user/invites/{invite_id}/copy".to_owned(),
            json!({"post": resend}),
        );
    });
    assert_eq!(difference.removed, Vec::<String>::new(), "{difference:#?}");
    assert!(!difference.added.is_empty());
}

#[test]
fn an_unrelated_schema_at_the_top_changes_nothing() {
    let difference = difference(|document| {
        let schemas = at(document, "/components/schemas")
            .as_object_mut()
            .expect("an object");
        let first = json!({"type": "object", "properties": {"id": {"type": "string"}}});
        schemas.shift_insert(0, "Aardvark".to_owned(), first);
    });
    assert_eq!(difference.lines(), 0, "{difference:#?}");
}

/// The vendor renames components often: then only the pointers to them change.
#[test]
fn a_renamed_component_changes_only_pointers_to_it() {
    for (name, renamed) in [
        ("Invite", "iam_user_invite"),
        ("ResultInfo", "iam_result_info"),
        ("Message", "abc123_m"),
    ] {
        let difference = difference(|document| {
            let text = document.to_string();
            let quoted = |name: &str| format!("\"#/components/schemas/{name}\"");
            *document =
                serde_json::from_str(&text.replace(&quoted(name), &quoted(renamed))).expect("JSON");
            let schemas = at(document, "/components/schemas")
                .as_object_mut()
                .expect("an object");
            let position = schemas
                .keys()
                .position(|key| key == name)
                .expect("the component is there");
            let schema = schemas.shift_remove(name).expect("the component is there");
            schemas.shift_insert(position, renamed.to_owned(), schema);
        });
        let pointer = |name: &str| format!("#/components/schemas/{name}");
        assert!(difference.lines() > 0, "{name}");
        assert!(
            difference
                .removed
                .iter()
                .all(|line| line.contains(&pointer(name))),
            "{name}: {difference:#?}"
        );
        assert!(
            difference
                .added
                .iter()
                .all(|line| line.contains(&pointer(renamed))),
            "{name}: {difference:#?}"
        );
    }
}

fn shared_headers() -> Case {
    let case = cases()
        .into_iter()
        .find(|case| case.name == "shared_headers");
    case.expect("the case is there")
}

/// However many operations have it.
#[test]
fn a_reworded_shared_header_changes_one_line() {
    let difference = difference_of(&shared_headers(), |document| {
        *at(document, "/components/headers/rate-limit/description") = json!("The budget.");
    });
    assert_eq!(difference.files, ["src/headers.rs"]);
    assert_eq!(difference.removed, ["/// How many calls may be made."]);
    assert_eq!(difference.added, ["/// The budget."]);
}

#[test]
fn one_more_operation_with_a_shared_header_moves_no_constant() {
    let difference = difference_of(&shared_headers(), |document| {
        let headers = at(document, "/paths/~1parts/get/responses/200/headers");
        let headers = headers.as_object_mut().expect("an object");
        headers.insert(
            "X-Unit".to_owned(),
            json!({"$ref": "#/components/headers/Unit"}),
        );
    });
    assert_eq!(difference.removed, Vec::<String>::new());
    assert_eq!(
        difference.added,
        ["/// The header [`crate::headers::UNIT`] comes with `200`."]
    );
}

/// What the parameters of a path item need is named after each operation, so that none of them comes first.
#[test]
fn an_operation_that_shares_parameters_renames_nothing() {
    let mut cases = cases().into_iter();
    let case = cases.find(|case| case.name == "parameter_sharing");
    let case = case.expect("there is such a case");
    let path = "/paths/~1groups~1{group_id}~1members~1{id}";
    let without = case.edited(|document| {
        let item = at(document, path).as_object_mut();
        item.expect("it is an object").remove("delete");
    });
    let difference = compare(&without.tree(), &case.tree());
    let gone = difference.removed.iter();
    let gone: Vec<&String> = gone.filter(|line| line.contains("pub ")).collect();
    assert!(gone.is_empty(), "{difference:#?}");
}

/// A document whose operations refer to what stands in another one, as bundlers write it.
const INTO_AN_OPERATION: &str = r##"openapi: 3.1.0
info: {title: Things, version: "1"}
servers: [{url: "https://things.example"}]
paths:
  /b:
    get:
      responses:
        "200":
          description: B.
          content:
            application/json:
              schema:
                type: object
                properties:
                  owner: {type: object, properties: {name: {type: string}}}
                  kind: {type: string, enum: [x, y]}
  /a:
    get:
      responses:
        "200":
          description: A.
          content:
            application/json:
              schema: {$ref: "#/paths/~1b/get/responses/200/content/application~1json/schema/properties/owner"}
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/paths/~1b/get/responses/200/content/application~1json/schema"}
      responses: {"204": {description: Done.}}
"##;

/// What stands in an operation is named after that one, whichever operation that refers to it is read first.
#[test]
fn a_reference_into_an_operation_renames_nothing() {
    let case = Case::of("into", "input.yaml", INTO_AN_OPERATION, None);
    let without = case.edited(|document| {
        let paths = at(document, "/paths").as_object_mut();
        paths.expect("it is an object").remove("/a");
    });
    // The types themselves move to where shared ones stand.
    let added = ["AApi", "ACreate", "AGet"];
    let mut expected = declared(&without.tree());
    expected.extend(added.map(str::to_owned));
    assert_eq!(declared(&case.tree()), expected);
    assert!(expected.contains("BGetResponseOwner"));
}

/// A document of Swagger 2.0 whose operations share an answer.
const SHARED_ANSWER: &str = r##"swagger: "2.0"
info: {title: Things, version: "1"}
host: things.example
paths:
  /b:
    get: {responses: {default: {$ref: "#/responses/Failed"}}}
  /a:
    get: {responses: {default: {$ref: "#/responses/Failed"}}}
responses:
  Failed: {description: It failed., schema: {type: object, properties: {message: {type: string}}}}
"##;

/// What answers of Swagger 2.0 share has the name that it would have among the components of OpenAPI.
#[test]
fn a_shared_answer_is_named_after_itself() {
    let case = Case::of("shared", "input.yaml", SHARED_ANSWER, None);
    let without = case.edited(|document| {
        let paths = at(document, "/paths").as_object_mut();
        paths.expect("it is an object").remove("/a");
    });
    for case in [&case, &without] {
        let declared = declared(&case.tree());
        assert!(declared.contains("FailedResponse"), "{declared:?}");
    }
}

/// The names of the types that a crate has.
fn declared(tree: &Tree) -> BTreeSet<String> {
    let lines = tree.iter().flat_map(|(_, text)| text.lines());
    let names = lines.filter_map(|line| {
        let rest = line.strip_prefix("pub ")?;
        let keywords = ["struct ", "enum ", "type "];
        let rest = keywords.iter().find_map(|word| rest.strip_prefix(word))?;
        let end = rest.find(|letter: char| !letter.is_alphanumeric())?;
        rest.get(..end).map(str::to_owned)
    });
    names.collect()
}

const ALTERNATIVES: &str = r##"
openapi: 3.1.0
info: { title: Labels, version: "1" }
servers: [{ url: "https://api.example.com" }]
paths:
  /labels:
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/Label" } } }
      responses:
        "204": { description: It is there. }
components:
  schemas:
    Label:
      type: object
      properties:
        color: { oneOf: [{ type: string }, { type: object, properties: { name: { type: string } } }] }
        owner: { type: object, properties: { email: { type: string } } }
"##;

/// The names of types in the crate of [`ALTERNATIVES`] with an edit.
fn types_with(edit: impl FnOnce(&mut Value)) -> BTreeSet<String> {
    let case = Case::of("alternatives", "input.yaml", ALTERNATIVES, None);
    let tree = case.edited(edit).tree();
    let lines = tree.iter().flat_map(|(_, text)| text.lines());
    let names = lines.filter_map(|line| {
        let name = (line.strip_prefix("pub struct ")).or_else(|| line.strip_prefix("pub enum "))?;
        Some(name.trim_end_matches([' ', '{']).to_owned())
    });
    names.filter(|name| name.starts_with("Label")).collect()
}

/// What may be there as well, or may be null, is called what it was.
#[test]
fn what_an_alternative_may_have_does_not_rename_it() {
    const COLOR: &str = "/components/schemas/Label/properties/color";
    const OWNER: &str = "/components/schemas/Label/properties/owner";
    let names = [
        "Label",
        "LabelColor",
        "LabelColorObject",
        "LabelOwner",
        "LabelsApi",
        "LabelsCreate",
    ];
    let names = BTreeSet::from(names.map(str::to_owned));
    assert_eq!(types_with(|_| {}), names);
    let with_member = |document: &mut Value| {
        let members = at(document, &format!("{COLOR}/oneOf/1/properties"));
        members["confidence"] = json!({ "type": "number" });
    };
    assert_eq!(types_with(with_member), names);
    let or_null = |document: &mut Value| {
        let owner = at(document, OWNER);
        *owner = json!({ "anyOf": [owner.clone(), { "type": "null" }] });
    };
    assert_eq!(types_with(or_null), names);
    let of_two = |document: &mut Value| {
        let alternatives = at(document, &format!("{COLOR}/oneOf"));
        let other = json!({ "type": "object", "properties": { "code": { "type": "integer" } } });
        alternatives.as_array_mut().expect("a list").push(other);
    };
    let (gone, came): (BTreeSet<_>, BTreeSet<_>) = {
        let two = types_with(of_two);
        (&names - &two, &two - &names)
    };
    assert_eq!(gone, BTreeSet::from(["LabelColorObject".to_owned()]));
    let told = ["LabelColorWithCode", "LabelColorWithName"].map(str::to_owned);
    assert_eq!(came, BTreeSet::from(told));
}
