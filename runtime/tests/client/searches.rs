//! Lists in pages that are asked for in the body: what each request says, byte by byte, and when it ends.

use runtime::{Page, Pagination, Value};
use serde_json::json;

use crate::support::*;
use crate::test_operation;

const CURSOR: Pagination = Pagination::Cursor {
    cursor: "cursor",
    next: "cursor",
};
const NESTED: Pagination = Pagination::Cursor {
    cursor: "page.after",
    next: "page.next",
};
const NUMBERED: Pagination = Pagination::Page {
    page: "page",
    first: 1,
    total: None,
    total_pages: None,
};
const LAST: Pagination = Pagination::After {
    after: "search_after",
    item: "sort",
    more: None,
};

test_operation! { Search { query: Option<Value>, cursor: Option<String> } -> Page<i64, Value> from "" {
    request: POST "/search", security: [["api_token"]],
    facts: [Body("application/json", Json), Paged(&CURSOR), PageInBody, ItemsIn("items")],
    inputs: { query: Member Optional "query" [], cursor: Member Optional "cursor" [] },
} }
test_operation! { Nested { body: Option<Value> } -> Page<i64, Value> from "" {
    request: POST "/search", security: [],
    facts: [Body("application/vnd.search+json", Json), Paged(&NESTED), PageInBody, ItemsIn("items")],
    inputs: { body: Body Optional "" [] },
} }
test_operation! { Numbered { body: Value } -> Page<i64, Value> from "" {
    request: POST "/search", security: [],
    facts: [Body("application/json", Json), Paged(&NUMBERED), PageInBody, ItemsIn("items")],
    inputs: { body: Body Required "" [] },
} }
test_operation! { Last { body: Value } -> Page<Value, Value> from "" {
    request: POST "/search", security: [],
    facts: [Body("application/json", Json), Paged(&LAST), PageInBody, ItemsIn("items")],
    inputs: { body: Body Required "" [] },
} }

test_operation! { Form { query: String, cursor: Option<String> } -> Page<i64, Value> from "" {
    request: POST "/search", security: [],
    facts: [Body("application/x-www-form-urlencoded", Form), Paged(&CURSOR), PageInBody, ItemsIn("items")],
    inputs: { query: Member Required "query" [], cursor: Member Optional "cursor" [] },
} }

test_operation! { NumberedForm { size: i64, page: Option<i64> } -> Page<i64, Value> from "" {
    request: POST "/search", security: [],
    facts: [Body("application/x-www-form-urlencoded", Form), Paged(&NUMBERED), PageInBody, ItemsIn("items")],
    inputs: { size: Member Required "size" [], page: Member Optional "page" [] },
} }

/// A server that answers requests in order, and then with an error.
fn script(answers: &'static [&'static str]) -> Server {
    Server::start(move |number, _| match answers.get(number) {
        Some(body) => Reply::json(body),
        None => Reply::new("400 Bad Request", "", "more requests than expected"),
    })
}

fn bodies(server: &Server) -> Vec<String> {
    let received = server.received().into_iter();
    received
        .map(|request| String::from_utf8(request.body).unwrap())
        .collect()
}

#[test]
fn the_cursor_is_a_member_of_the_body_and_all_else_stays() {
    let server = script(&[
        r#"{"items":[1,2],"cursor":"de\"f"}"#,
        r#"{"items":[],"cursor":"ghi"}"#,
        r#"{"items":[3],"cursor":null}"#,
    ]);
    let query =
        json!({"big": 18_446_744_073_709_551_615_u64, "cursor": "not this one", "price": 1.5});
    let search = Search::new(&client(server.url()), Some(query), Some("abc".to_owned()))
        .header("x-trace", "1");
    let all = block_on(search.stream().into_vec()).unwrap();

    assert_eq!(all, [1, 2, 3]);
    let query = r#""query":{"big":18446744073709551615,"cursor":"not this one","price":1.5}"#;
    assert_eq!(
        bodies(&server),
        [
            format!(r#"{{{query},"cursor":"abc"}}"#),
            format!(r#"{{{query},"cursor":"de\"f"}}"#),
            format!(r#"{{{query},"cursor":"ghi"}}"#),
        ]
    );
    for request in server.received() {
        assert_eq!(request.target(), "/search");
        assert_eq!(request.header("x-trace").as_deref(), Some("1"));
        assert_eq!(
            request.header("content-type").as_deref(),
            Some("application/json")
        );
        let length = request.header("content-length").unwrap();
        assert_eq!(length, request.body.len().to_string());
    }
}

#[test]
fn a_cursor_that_was_not_given_is_added() {
    let server = script(&[r#"{"items":[1],"cursor":"def"}"#, r#"{"items":[2]}"#]);
    let search = Search::new(&client(server.url()), None, None);
    block_on(search.stream().into_vec()).unwrap();
    assert_eq!(bodies(&server), ["{}", r#"{"cursor":"def"}"#]);
}

#[test]
fn a_body_that_was_left_out_is_made_where_the_cursor_is_deeper() {
    let answers: &[&str] = &[
        r#"{"items":[1],"page":{"next":[7,"x"]}}"#,
        r#"{"items":[2]}"#,
    ];
    let server = script(answers);
    block_on(Nested::new(&client(server.url()), None).stream().into_vec()).unwrap();
    assert_eq!(bodies(&server), ["", r#"{"page":{"after":[7,"x"]}}"#]);
    let media = server.received()[1].header("content-type");
    assert_eq!(media.as_deref(), Some("application/vnd.search+json"));

    let server = script(answers);
    let body = json!({"page": {"size": 1}, "q": "x"});
    let search = Nested::new(&client(server.url()), Some(body));
    block_on(search.stream().into_vec()).unwrap();
    assert_eq!(
        bodies(&server)[1],
        r#"{"page":{"size":1,"after":[7,"x"]},"q":"x"}"#,
        "a token is sent as it came, whatever it is"
    );
}

#[test]
fn numbers_and_last_items_are_sent_as_json() {
    let server = script(&[r#"{"items":[1]}"#, r#"{"items":[2]}"#, r#"{"items":[]}"#]);
    let search = Numbered::new(&client(server.url()), json!({"page": 3, "q": "x"}));
    block_on(search.stream().into_vec()).unwrap();
    assert_eq!(
        bodies(&server),
        [
            r#"{"page":3,"q":"x"}"#,
            r#"{"page":4,"q":"x"}"#,
            r#"{"page":5,"q":"x"}"#
        ]
    );

    let server = script(&[r#"{"items":[{"sort":[1,"a"]}]}"#, r#"{"items":[]}"#]);
    block_on(
        Last::new(&client(server.url()), json!({}))
            .stream()
            .into_vec(),
    )
    .unwrap();
    assert_eq!(bodies(&server), ["{}", r#"{"search_after":[1,"a"]}"#]);
}

#[test]
fn the_cursor_is_a_member_of_a_form() {
    let server = script(&[
        r#"{"items":[1],"cursor":"d e&"}"#,
        r#"{"items":[2],"cursor":7}"#,
        r#"{"items":[3],"cursor":["x"]}"#,
    ]);
    let search = Form::new(&client(server.url()), "a&b c".to_owned(), None);
    let all = block_on(search.stream().into_vec()).unwrap();
    assert_eq!(all, [1, 2, 3], "a form has no place for a list");
    assert_eq!(
        bodies(&server),
        [
            "query=a%26b+c",
            "query=a%26b+c&cursor=d+e%26",
            "query=a%26b+c&cursor=7"
        ]
    );
}

#[test]
fn the_number_of_a_page_is_a_member_of_a_form() {
    let server = script(&[r#"{"items":[1]}"#, r#"{"items":[2]}"#, r#"{"items":[]}"#]);
    let search = NumberedForm::new(&client(server.url()), 7, Some(3));
    let all = block_on(search.stream().into_vec()).unwrap();
    assert_eq!(all, [1, 2]);
    assert_eq!(
        bodies(&server),
        ["size=7&page=3", "size=7&page=4", "size=7&page=5"]
    );
}

#[test]
fn cursors_in_the_body_that_go_round_in_a_circle() {
    let server = Server::start(|number, _| {
        Reply::json(format!(
            r#"{{"items":[{number}],"cursor":"{}"}}"#,
            number % 2
        ))
    });
    let search = Search::new(&client(server.url()), None, None);
    let all = block_on(search.stream().into_vec()).unwrap();
    assert_eq!(all, [0, 1, 2]);
    assert_eq!(
        bodies(&server),
        ["{}", r#"{"cursor":"0"}"#, r#"{"cursor":"1"}"#]
    );
}

#[test]
fn a_body_that_has_no_members_says_so() {
    let server = script(&[r#"{"items":[1],"cursor":"x","page":{"next":"x"}}"#]);
    let search = Nested::new(&client(server.url()), Some(json!({"page": 1})));
    let error = block_on(search.stream().into_vec()).unwrap_err();
    assert!(
        error.to_string().contains("the body has no `page.after`"),
        "{error}"
    );
}
