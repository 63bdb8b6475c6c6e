//! What the configuration could say of a document that says nothing of it itself.

use std::fs;

use crate::support::{CONFIG, Case, cases, shared};

/// A document in which the operations at these paths answer with these schemas, and take these parameters.
fn document(operations: &[(&str, &str, &str)]) -> Case {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: Case, version: '1'}\nservers: [{url: 'https://example.com'}]\npaths:\n",
    );
    for (path, parameters, answer) in operations {
        let parameters = parameters.split_whitespace().map(|parameter| {
            let (name, ty) = parameter.split_once(':').unwrap_or((parameter, "string"));
            format!("{{in: query, name: '{name}', schema: {{type: {ty}}}}}")
        });
        let parameters: Vec<String> = parameters.collect();
        text += &format!(
            "  {path}:\n    get:\n      parameters: [{}]\n      responses:\n        '200': \
             {{description: All., {answer}}}\n",
            parameters.join(", ")
        );
    }
    Case::of("advice", "input.yaml", &text, None)
}

/// An answer in JSON.
fn json(schema: &str) -> String {
    format!("content: {{application/json: {{schema: {schema}}}}}")
}

fn object(members: &str) -> String {
    json(&format!("{{type: object, properties: {{{members}}}}}"))
}

const ITEMS: &str = "{type: array, items: {type: object, properties: {id: {type: string}}}}";

#[track_caller]
fn assert_advised(operations: &[(&str, &str, &str)], expected: &str) {
    let case = document(operations);
    assert_eq!(case.advice().to_string(), expected);
    assert_right(&case);
}

/// What is said is understood, adds no fault, and gives the lists pages.
#[track_caller]
fn assert_right(case: &Case) {
    let advice = case.advice();
    let mut advised = case.clone();
    let text = advice.to_string();
    advised
        .files
        .insert(CONFIG.to_owned(), text.clone().into_bytes());
    let (before, after) = (case.keep_going(), advised.keep_going());
    assert_eq!(
        after.has_errors(),
        before.has_errors(),
        "{}: {text}\n{}",
        case.name,
        after.said
    );
    let operations = after.api.expect("an API").operations;
    let paged = |operation: &&codegen::ir::Operation| operation.pagination.is_some();
    let paged: Vec<&str> = operations
        .iter()
        .filter(paged)
        .map(|operation| operation.key.as_str())
        .collect();
    let own = advice.operations.len();
    let all = own + advice.pagination.map_or(0, |pages| pages.lists);
    assert!(
        paged.len() >= all,
        "{}: {} of {all}\n{text}",
        case.name,
        paged.len()
    );
    for (key, _) in &advice.operations {
        assert!(
            paged.contains(&key.to_string().as_str()),
            "{}: {key}",
            case.name
        );
    }
}

#[test]
fn a_token_is_told_by_its_name() {
    let next = object(&format!(
        "items: {ITEMS}, next_page_token: {{type: string}}"
    ));
    let offset = object(&format!(
        "data: {ITEMS}, next_page: {{type: object, properties: {{offset: {{type: string}}}}}}"
    ));
    let cursors = object(&format!(
        "data: {ITEMS}, page_info: {{type: object, properties: {{endCursor: {{type: string}}}}}}"
    ));
    assert_advised(
        &[
            ("/a", "limit:integer page_token", &next),
            ("/b", "page_token", &next),
            ("/c", "offset", &offset),
            ("/d", "after", &cursors),
        ],
        "\
# The pages of 2 lists.
[pagination]
strategy = \"cursor\"
cursor = \"page_token\"
next = \"next_page_token\"
items = \"items\"

# Lists with pages of another kind, or with items elsewhere.
[operations.\"GET /c\".pagination]
strategy = \"cursor\"
cursor = \"offset\"
next = \"next_page.offset\"
items = \"data\"

[operations.\"GET /d\".pagination]
strategy = \"cursor\"
cursor = \"after\"
next = \"page_info.endCursor\"
items = \"data\"

",
    );
}

#[test]
fn numbers_of_pages_come_with_their_totals() {
    let users = object(&format!(
        "users: {ITEMS}, meta: {{type: object, properties: {{total_pages: {{type: integer}}}}}}"
    ));
    let groups = users.replace("users:", "groups:");
    let listed = object(&format!(
        "value: {ITEMS}, '@total.count': {{type: integer}}"
    ));
    assert_advised(
        &[
            ("/users", "page:integer", &users),
            ("/groups", "page:integer", &groups),
            ("/entries", "skip:integer", &listed),
        ],
        "\
# The pages of 2 lists.
[pagination]
strategy = \"page\"
page = \"page\"
total_pages = \"meta.total_pages\"
items = \"*\"

# Lists with pages of another kind, or with items elsewhere.
[operations.\"GET /entries\".pagination]
strategy = \"offset\"
offset = \"skip\"
total = \"/@total.count\"
items = \"value\"

",
    );
}

#[test]
fn urls_and_last_items_are_told_by_what_is_beside_the_list() {
    let header = format!(
        "headers: {{Link: {{schema: {{type: string}}}}}}, {}",
        json(ITEMS)
    );
    let after = object(&format!("data: {ITEMS}, has_more: {{type: boolean}}"));
    let href = object(&format!(
        "data: {ITEMS}, links: {{type: object, properties: {{next: {{type: object, properties: \
         {{href: {{type: string}}}}}}}}}}"
    ));
    assert_advised(
        &[
            ("/a", "page:integer", &header),
            ("/b", "", &header),
            ("/c", "starting_after", &after),
            ("/d", "", &href),
        ],
        "\
# The pages of 2 lists.
[pagination]
strategy = \"link\"

# Lists with pages of another kind, or with items elsewhere.
[operations.\"GET /c\".pagination]
strategy = \"after\"
after = \"starting_after\"
item = \"id\"
more = \"has_more\"
items = \"data\"

[operations.\"GET /d\".pagination]
strategy = \"link\"
next = \"links.next.href\"
items = \"data\"

",
    );
}

#[test]
fn what_is_no_list_has_no_pages() {
    let thing = object(&format!(
        "kinds: {ITEMS}, next_action: {{type: object, properties: {{redirect: {{type: object, \
         properties: {{url: {{type: string}}}}}}}}}}"
    ));
    let text = object(&format!("data: {ITEMS}"));
    let several = object(&format!(
        "a: {ITEMS}, b: {ITEMS}, next_page_token: {{type: string}}"
    ));
    assert_advised(
        &[
            ("/things/{id}", "", &thing),
            ("/texts", "offset:string", &text),
            ("/several", "page_token", &several),
            ("/plain", "limit:integer", &json(ITEMS)),
        ],
        "",
    );
}

#[test]
fn a_base_is_what_nearly_all_paths_start_with() {
    let list = json(ITEMS);
    let paths = |paths: &[&'static str]| -> Vec<(&'static str, &'static str, String)> {
        paths.iter().map(|path| (*path, "", list.clone())).collect()
    };
    let said = |all: &[&'static str]| {
        let all = paths(all);
        let all: Vec<_> = all
            .iter()
            .map(|(path, parameters, answer)| (*path, *parameters, answer.as_str()))
            .collect();
        let case = document(&all);
        assert_right(&case);
        case.advice().to_string()
    };
    assert_eq!(
        said(&["/api/v1/a", "/api/v1/b", "/api/v1/c/d"]),
        "# What all paths start with.\n[resources]\nbase = \"/api/v1\"\n"
    );
    let with_another = [
        "/v1/a", "/v1/b", "/v1/c", "/v1/d", "/v1/e", "/v1/f", "/v1/g", "/v1/h", "/v1/i", "/health",
    ];
    assert_eq!(
        said(&with_another),
        "# What the paths of 9 operations start with; 1 is as before.\n[resources]\nbase = \"/v1\"\n"
    );
    // A resource: it has operations itself, or hardly any others below it.
    assert_eq!(said(&["/users", "/users/a", "/users/b", "/users/c"]), "");
    assert_eq!(said(&["/users/invites", "/users/groups"]), "");
    assert_eq!(
        said(&["/v{version}/a", "/v{version}/b", "/v{version}/c"]),
        ""
    );
}

#[test]
fn what_is_said_already_is_not_said_again() {
    let list = object(&format!("data: {ITEMS}, next_cursor: {{type: string}}"));
    let mut case = document(&[
        ("/v1/a", "cursor", &list),
        ("/v1/b", "cursor", &list),
        ("/v1/c", "cursor", &list),
    ]);
    let said = case.advice().to_string();
    assert!(
        said.contains("[pagination]") && said.contains("[resources]"),
        "{said}"
    );
    case.files.insert(CONFIG.to_owned(), said.into_bytes());
    assert!(case.advice().is_empty());
}

#[test]
fn it_holds_for_all_cases() {
    for case in cases() {
        if !case.files.contains_key(CONFIG) {
            assert_right(&case);
        }
    }
}

/// How the lists of APIs have pages that are in use.
#[test]
fn it_holds_for_documents_of_the_corpus() {
    let Some(shared) = shared() else { return };
    for (file, lists, said) in [
        (
            "oxide_nexus.json",
            43,
            "cursor = \"page_token\"\nnext = \"next_page\"\nitems = \"items\"\n",
        ),
        (
            "spotify.yaml",
            15,
            "strategy = \"link\"\nnext = \"next\"\nitems = \"items\"\n",
        ),
        (
            "hetzner_cloud.json",
            42,
            "page = \"page\"\ntotal = \"meta.pagination.total_entries\"\n",
        ),
        (
            "kubernetes_core_v1.json",
            28,
            "cursor = \"continue\"\nnext = \"metadata.continue\"\n",
        ),
    ] {
        let text = fs::read_to_string(shared.join("corpus").join(file)).expect("a document");
        let case = Case::of("advice", file, &text, None);
        let advice = case.advice();
        let text = advice.to_string();
        assert!(text.contains(said), "{file}: {text}");
        assert_eq!(
            advice.pagination.map(|pages| pages.lists),
            Some(lists),
            "{file}"
        );
        assert_right(&case);
    }
}
