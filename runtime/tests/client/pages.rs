//! Lists in pages: what is asked for, in which order, and when it ends.

use std::sync::{Arc, Mutex};

use runtime::{ErrorKind, Page, Pagination, Value};

use crate::support::*;
use crate::test_operation;

/// The envelope around items of the given names.
fn page(names: &[&str]) -> String {
    let items: Vec<_> = names
        .iter()
        .map(|name| format!("{{\"organization_id\":\"{name}\"}}"))
        .collect();
    format!("{{\"success\":true,\"result\":[{}]}}", items.join(","))
}

/// A server that answers requests in order, and then with an error.
fn script(answers: Vec<String>) -> Server {
    Server::start(move |number, _| match answers.get(number) {
        Some(body) => Reply::json(body),
        None => Reply::new("400 Bad Request", "", "more requests than expected"),
    })
}

fn names(invites: &[Invite]) -> Vec<&str> {
    invites
        .iter()
        .map(|invite| invite.organization_id.as_str())
        .collect()
}

fn targets(server: &Server) -> Vec<String> {
    server
        .received()
        .iter()
        .map(|request| request.target().to_owned())
        .collect()
}

#[test]
fn page_numbers_until_an_empty_page() {
    let server = script(vec![page(&["a", "b"]), page(&["c"]), page(&[])]);
    let mut list = InvitesList::new(&client(server.url()))
        .header("x-trace", "1")
        .query("filter", "x");
    list.inputs.per_page = Some(2);
    let all = block_on(list.stream().into_vec()).unwrap();

    assert_eq!(names(&all), ["a", "b", "c"]);
    assert_eq!(
        targets(&server),
        [
            "/user/invites?per_page=2&filter=x",
            "/user/invites?per_page=2&filter=x&page=2",
            "/user/invites?per_page=2&filter=x&page=3"
        ]
    );
    assert!(
        server
            .received()
            .iter()
            .all(|request| request.header("x-trace").as_deref() == Some("1"))
    );
    assert!(
        server
            .received()
            .iter()
            .all(|request| request.header("authorization").is_some())
    );
}

#[test]
fn a_page_is_walked_through_as_a_list_is() {
    let server = script(vec![page(&["a", "b"])]);
    let page = block_on(InvitesList::new(&client(server.url())).send()).unwrap();
    let mut seen = Vec::new();
    for invite in &page {
        seen.push(invite.organization_id.as_str());
    }
    assert_eq!(seen, ["a", "b"]);
}

#[test]
fn page_numbers_from_the_one_that_was_asked_for() {
    let server = script(vec![page(&["a"]), page(&[])]);
    let mut list = InvitesList::new(&client(server.url()));
    list.inputs.page = Some(7);
    block_on(list.stream().into_vec()).unwrap();
    assert_eq!(
        targets(&server),
        ["/user/invites?page=7", "/user/invites?page=8"]
    );
}

#[test]
fn a_server_that_knows_no_pages() {
    let server = Server::start(|_, _| Reply::json(page(&["a", "b"])));
    let all = block_on(InvitesList::new(&client(server.url())).stream().into_vec()).unwrap();
    assert_eq!(names(&all), ["a", "b"]);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn a_server_that_goes_round_in_a_circle() {
    let server = Server::start(|number, _| {
        // The identifier of the request makes every answer different.
        let body = page(if number % 2 == 0 { &["a"] } else { &["b"] });
        Reply::json(body.replace("\"success\"", &format!("\"id\":{number},\"success\"")))
    });
    let all = block_on(InvitesList::new(&client(server.url())).stream().into_vec()).unwrap();
    assert_eq!(names(&all), ["a", "b"]);
    assert_eq!(server.received().len(), 3);
}

#[test]
fn an_empty_first_page_is_the_only_one() {
    let server = Server::start(|_, _| Reply::json(page(&[])));
    let client = client(server.url());
    block_on(async {
        let first = InvitesList::new(&client).send().await.unwrap();
        assert!(first.next().await.unwrap().is_none());
        let mut pages = ByOffset::new(&client, Some(10)).pages();
        assert!(pages.next().await.unwrap().unwrap().items().is_empty());
        assert!(pages.next().await.is_none());
    });
    assert_eq!(targets(&server), ["/user/invites", "/x?skip=10"]);
}

#[test]
fn page_by_page() {
    let server = script(vec![page(&["a"]), page(&["b"]), page(&["b"]), page(&[])]);
    block_on(async {
        let first = InvitesList::new(&client(server.url()))
            .send()
            .await
            .unwrap();
        assert_eq!(names(first.items()), ["a"]);
        assert_eq!(server.received().len(), 1);
        let second = first.next().await.unwrap().unwrap();
        assert_eq!(names(second.items()), ["b"]);
        let again = first.next().await.unwrap().unwrap();
        assert_eq!(
            names(again.items()),
            ["b"],
            "a page can be asked for its next one twice"
        );
        assert!(second.next().await.unwrap().is_none());
        assert_eq!(second.into_iter().count(), 1);
    });
    assert_eq!(
        targets(&server),
        [
            "/user/invites",
            "/user/invites?page=2",
            "/user/invites?page=2",
            "/user/invites?page=3"
        ]
    );
}

#[test]
fn nothing_is_sent_before_it_is_needed() {
    let server = script(vec![page(&["a", "b"]), page(&["c"]), page(&[])]);
    block_on(async {
        let list = InvitesList::new(&client(server.url()));
        let mut items = list.stream();
        drop(list.pages());
        assert_eq!(server.received().len(), 0);
        items.next().await.unwrap().unwrap();
        items.next().await.unwrap().unwrap();
        assert_eq!(
            server.received().len(),
            1,
            "the second page is not asked for while there are items of the first"
        );
        items.next().await.unwrap().unwrap();
        assert_eq!(server.received().len(), 2);
        assert!(items.next().await.is_none());
        assert!(items.next().await.is_none());
        assert_eq!(server.received().len(), 3);
    });
}

#[test]
fn an_error_is_the_end() {
    let server = script(vec![page(&["a"])]);
    block_on(async {
        let mut items = InvitesList::new(&client(server.url())).stream();
        assert!(items.next().await.unwrap().is_ok());
        assert!(items.next().await.unwrap().unwrap_err().is_bad_request());
        assert!(items.next().await.is_none());
    });
    let mut refused = InvitesList::new(&client(server.url()));
    refused.inputs.page = Some(0);
    assert!(
        block_on(refused.stream().into_vec())
            .unwrap_err()
            .is_validation()
    );
}

#[test]
fn pages_as_a_stream() {
    let server = script(vec![page(&["a", "b"]), page(&["c"]), page(&[])]);
    block_on(async {
        let mut pages = InvitesList::new(&client(server.url())).pages();
        assert_eq!(
            names(pages.next().await.unwrap().unwrap().items()),
            ["a", "b"]
        );
        assert_eq!(names(pages.next().await.unwrap().unwrap().items()), ["c"]);
        assert!(pages.next().await.is_none());
    });
}

const OFFSET: Pagination = Pagination::Offset {
    offset: "skip",
    total: Some("meta.total"),
};
const NUMBERED: Pagination = Pagination::Page {
    page: "page",
    first: 1,
    total: None,
    total_pages: Some("meta.pages"),
};
const FROM_ZERO: Pagination = Pagination::Page {
    page: "page",
    first: 0,
    total: Some("meta.total"),
    total_pages: Some("meta.pages"),
};
const CURSOR: Pagination = Pagination::Cursor {
    cursor: "after",
    next: "result_info.cursors.after",
};
const LINK: Pagination = Pagination::Link {
    next: Some("links.next"),
};
const LINK_HEADER: Pagination = Pagination::Link { next: None };

test_operation! { ByOffset { skip: Option<i64> } -> Page<Invite, Value> from "" {
    request: GET "/x", security: [["api_token"]], facts: [Wrapped(&ENVELOPE), Paged(&OFFSET)], inputs: { skip: Query Optional "skip" [] },
} }
test_operation! { ByNumber { page: Option<i64> } -> Page<Invite, Value> from "" {
    request: GET "/x", security: [["api_token"]], facts: [Wrapped(&ENVELOPE), Paged(&NUMBERED)], inputs: { page: Query Optional "page" [] },
} }
test_operation! { FromZero { page: Option<i64> } -> Page<Invite, Value> from "" {
    request: GET "/x", security: [["api_token"]], facts: [Wrapped(&ENVELOPE), Paged(&FROM_ZERO)], inputs: { page: Query Optional "page" [] },
} }
test_operation! { ByCursor {} -> Page<Invite, Value> from "" {
    request: GET "/x", security: [["api_token"]], facts: [Wrapped(&ENVELOPE), Paged(&CURSOR)], inputs: {},
} }
test_operation! { ByLink {} -> Page<Invite, Value> from "" {
    request: GET "/x", security: [["in_query"]], facts: [Wrapped(&ENVELOPE), Paged(&LINK)], inputs: {},
} }
test_operation! { ByLinkHeader {} -> Page<i64, Value> from "" {
    request: GET "/x/y", security: [["api_token"]], facts: [Paged(&LINK_HEADER)], inputs: {},
} }

#[test]
fn offsets_grow_by_what_came() {
    let server = script(vec![page(&["a", "b", "c"]), page(&["d"]), page(&[])]);
    let all = block_on(
        ByOffset::new(&client(server.url()), None)
            .stream()
            .into_vec(),
    )
    .unwrap();
    assert_eq!(names(&all), ["a", "b", "c", "d"]);
    assert_eq!(targets(&server), ["/x", "/x?skip=3", "/x?skip=4"]);

    let server = script(vec![page(&["a"]), page(&[])]);
    block_on(
        ByOffset::new(&client(server.url()), Some(10))
            .stream()
            .into_vec(),
    )
    .unwrap();
    assert_eq!(targets(&server), ["/x?skip=10", "/x?skip=11"]);
}

/// A page that says how many items or pages there are.
fn counted(names: &[&str], member: &str, total: &str) -> String {
    page(names).replace("\"success\"", &format!("{member}:{total}}},\"success\""))
}

#[test]
fn the_number_of_all_items_saves_the_request_for_an_empty_page() {
    let of =
        |names: &[&str], total: &str| counted(names, "\"result_info\":{\"total_count\"", total);
    for total in ["3", "3.0", "2"] {
        let server = script(vec![of(&["a", "b"], "3"), of(&["c"], total)]);
        let list = InvitesList::new(&client(server.url()));
        let all = block_on(list.stream().into_vec()).unwrap();
        assert_eq!(names(&all), ["a", "b", "c"], "{total}");
        assert_eq!(targets(&server), ["/user/invites", "/user/invites?page=2"]);
    }

    // The size that was asked for may be more than the server gives: what came counts.
    let server = script(vec![of(&["a"], "3"), of(&["b"], "3"), of(&["c"], "3")]);
    let mut list = InvitesList::new(&client(server.url()));
    list.inputs.per_page = Some(50);
    assert_eq!(block_on(list.stream().into_vec()).unwrap().len(), 3);
    assert_eq!(server.received().len(), 3);

    // From the third page on, with two pages of the same length before it.
    let server = script(vec![of(&["e", "f"], "7"), of(&["g"], "7")]);
    let mut list = InvitesList::new(&client(server.url()));
    list.inputs.page = Some(3);
    assert_eq!(block_on(list.stream().into_vec()).unwrap().len(), 3);
    assert_eq!(
        targets(&server),
        ["/user/invites?page=3", "/user/invites?page=4"]
    );

    block_on(async {
        let server = script(vec![of(&["a", "b"], "2")]);
        let list = InvitesList::new(&client(server.url()));
        let only = list.send().await.unwrap();
        assert!(only.next().await.unwrap().is_none());
        assert_eq!(server.received().len(), 1);
    });
}

#[test]
fn without_the_number_of_all_items_an_empty_page_is_the_end() {
    let of =
        |names: &[&str], total: &str| counted(names, "\"result_info\":{\"total_count\"", total);
    for total in ["null", "4", "-1"] {
        let server = script(vec![of(&["a", "b"], total), of(&["c"], total), page(&[])]);
        let list = InvitesList::new(&client(server.url()));
        let all = block_on(list.stream().into_vec()).unwrap();
        assert_eq!(names(&all), ["a", "b", "c"], "{total}");
        assert_eq!(server.received().len(), 3, "{total}");
    }
}

#[test]
fn the_number_of_pages_is_the_end() {
    for (first, pages, expected) in [
        (None, "3", vec!["/x", "/x?page=2", "/x?page=3"]),
        (Some(2), "\"3\"", vec!["/x?page=2", "/x?page=3"]),
        (Some(3), "3", vec!["/x?page=3"]),
    ] {
        let of = |names: &[&str]| counted(names, "\"meta\":{\"pages\"", pages);
        let pages = [of(&["a"]), of(&["b"]), of(&["c"])];
        let server = script(pages[3 - expected.len()..].to_vec());
        let list = ByNumber::new(&client(server.url()), first);
        let all = block_on(list.stream().into_vec()).unwrap();
        assert_eq!(all.len(), expected.len());
        assert_eq!(targets(&server), expected);
    }
}

#[test]
fn the_first_page_may_be_zero() {
    let (a, b, c) = (["a", "b"], ["c", "d"], ["e"]);
    for (first, expected) in [
        (None, vec!["/x", "/x?page=1", "/x?page=2"]),
        (Some(0), vec!["/x?page=0", "/x?page=1", "/x?page=2"]),
        (Some(1), vec!["/x?page=1", "/x?page=2"]),
        (Some(2), vec!["/x?page=2"]),
    ] {
        // Neither number is known, one of them is, or both are.
        for (member, number, is_known) in [
            ("\"meta\":{\"pages\"", "3", true),
            ("\"meta\":{\"pages\":3,\"total\"", "5", true),
            ("\"meta\":{\"of\"", "5", false),
        ] {
            let of = |names: &[&str]| counted(names, member, number);
            let pages = [of(&a), of(&b), of(&c), of(&[])];
            let start = 3 - expected.len();
            let server = script(pages[start..].to_vec());
            let list = FromZero::new(&client(server.url()), first);
            let all = block_on(list.stream().into_vec()).unwrap();
            assert_eq!(names(&all), ["a", "b", "c", "d", "e"][2 * start..]);
            let mut expected = expected.clone();
            if !is_known {
                expected.push("/x?page=3");
            }
            assert_eq!(targets(&server), expected);
        }
    }

    // Page 1 is the second one: two items were on the one before it.
    let server = script(vec![counted(&b, "\"meta\":{\"total\"", "4")]);
    let list = FromZero::new(&client(server.url()), Some(1));
    assert_eq!(block_on(list.stream().into_vec()).unwrap().len(), 2);
    assert_eq!(targets(&server), ["/x?page=1"]);
}

#[test]
fn offsets_end_with_the_number_of_all_items() {
    let of = |names: &[&str]| counted(names, "\"meta\":{\"total\"", "5");
    let server = script(vec![of(&["a", "b", "c"]), of(&["d", "e"])]);
    let list = ByOffset::new(&client(server.url()), None);
    assert_eq!(block_on(list.stream().into_vec()).unwrap().len(), 5);
    assert_eq!(targets(&server), ["/x", "/x?skip=3"]);

    let server = script(vec![of(&["e"])]);
    let list = ByOffset::new(&client(server.url()), Some(4));
    assert_eq!(block_on(list.stream().into_vec()).unwrap().len(), 1);
    assert_eq!(targets(&server), ["/x?skip=4"]);
}

fn with_cursor(names: &[&str], cursor: &str) -> String {
    page(names).replace(
        "\"success\"",
        &format!("\"result_info\":{{\"cursors\":{{\"after\":{cursor}}}}},\"success\""),
    )
}

#[test]
fn cursors_until_there_is_none() {
    for end in ["null", "\"\""] {
        let server = script(vec![
            with_cursor(&["a"], "\"x y&\""),
            with_cursor(&[], "17"),
            with_cursor(&["b"], end),
        ]);
        let all = block_on(ByCursor::new(&client(server.url())).stream().into_vec()).unwrap();
        assert_eq!(
            names(&all),
            ["a", "b"],
            "an empty page with a cursor is not the last"
        );
        assert_eq!(targets(&server), ["/x", "/x?after=x%20y%26", "/x?after=17"]);
    }
    let server = script(vec![page(&["a"])]);
    block_on(ByCursor::new(&client(server.url())).stream().into_vec()).unwrap();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn cursors_that_go_round_in_a_circle() {
    let server = Server::start(|number, _| {
        Reply::json(with_cursor(
            &["a"],
            if number % 2 == 0 { "\"x\"" } else { "\"y\"" },
        ))
    });
    let all = block_on(ByCursor::new(&client(server.url())).stream().into_vec()).unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(targets(&server), ["/x", "/x?after=x", "/x?after=y"]);
}

fn with_link(names: &[&str], link: &str) -> String {
    page(names).replace(
        "\"success\"",
        &format!("\"links\":{{\"next\":\"{link}\"}},\"success\""),
    )
}

/// A client whose credential is a part of each URL.
fn client_with_key(server: &Server) -> runtime::Client {
    runtime::ClientBuilder::new(&API)
        .credential("in_query", "secret")
        .base_url(server.url())
        .build()
        .unwrap()
}

#[test]
fn links_within_the_origin() {
    let own = Arc::new(Mutex::new(String::new()));
    let url = Arc::clone(&own);
    let server = Server::start(move |number, _| {
        let url = url.lock().unwrap();
        Reply::json(match number {
            0 => with_link(&["a"], "?page=2&x=%20"),
            1 => with_link(&["b"], &format!("{url}/other?page=3#part")),
            _ => page(&["c"]),
        })
    });
    *own.lock().unwrap() = server.url();
    let client = client_with_key(&server);
    let all = block_on(ByLink::new(&client).stream().into_vec()).unwrap();
    assert_eq!(names(&all), ["a", "b", "c"]);
    assert_eq!(
        targets(&server),
        [
            "/x?api%20key=secret",
            "/x?page=2&x=%20&api%20key=secret",
            "/other?page=3&api%20key=secret"
        ]
    );
}

#[test]
fn links_back_to_the_first_page() {
    let server = script(vec![
        with_link(&["a"], "/x?page=2"),
        with_link(&["b"], "/x"),
    ]);
    let client = client_with_key(&server);
    let all = block_on(ByLink::new(&client).stream().into_vec()).unwrap();
    assert_eq!(names(&all), ["a", "b"]);
    assert_eq!(server.received().len(), 2);
}

#[test]
fn links_to_another_origin_are_not_followed() {
    for link in [
        "http://other.example/x?page=2",
        "//127.0.0.1:1/x",
        "https://127.0.0.1/x",
        "http://user@127.0.0.1/",
    ] {
        let server = script(vec![with_link(&["a"], link)]);
        let client = client_with_key(&server);
        block_on(async {
            let mut items = ByLink::new(&client).stream();
            assert!(items.next().await.unwrap().is_ok());
            let error = items.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert!(items.next().await.is_none());
        });
    }
}

#[test]
fn links_in_a_header() {
    let server = Server::start(|number, _| {
        let headers = match number {
            0 => {
                "link: </x?page=0>; rel=\"prev\", <z?page=2>; title=\"next\"; rel=\"last next\"\r\n"
            }
            1 => "link: <https://a.example/rel=next>; rel=prev\r\nLink: </x?page=3>; REL=next\r\n",
            _ => "link: </x?page=1>; rel=first\r\n",
        };
        Reply::new("200 OK", headers, format!("[{number}]"))
    });
    let all = block_on(ByLinkHeader::new(&client(server.url())).stream().into_vec()).unwrap();
    assert_eq!(all, [0, 1, 2]);
    assert_eq!(targets(&server), ["/x/y", "/x/z?page=2", "/x?page=3"]);
}

#[test]
fn a_page_that_is_not_a_list() {
    let server = Server::json(r#"{"success":true,"result":{"organization_id":"a"}}"#);
    let error = block_on(InvitesList::new(&client(server.url())).send()).unwrap_err();
    assert!(error.is_decode());
    let server = Server::json(r#"{"success":true,"result":null}"#);
    assert!(
        block_on(InvitesList::new(&client(server.url())).send())
            .unwrap_err()
            .is_decode()
    );
}

const BY_LAST: Pagination = Pagination::After {
    after: "after",
    item: "meta.id",
    more: None,
};
const AROUND: Pagination = Pagination::After {
    after: "after",
    item: "organization_id",
    more: Some("has_more"),
};

test_operation! { ByLast {} -> Page<Value, Value> from "" {
    request: GET "/x", security: [], facts: [Paged(&BY_LAST)], inputs: {},
} }
test_operation! { Around {} -> Page<Invite, Value> from "" {
    request: GET "/x", security: [], facts: [Paged(&AROUND), ItemsIn("data")], inputs: {},
} }
test_operation! { Deep {} -> Page<Invite, Value> from "" {
    request: GET "/x", security: [], facts: [Paged(&AROUND), ItemsIn("_embedded.list.items")], inputs: {},
} }

/// A name on the way has a dot itself.
const POINTED: Pagination = Pagination::Link {
    next: Some("/@odata.nextLink"),
};

test_operation! { Pointed {} -> Page<i64, Value> from "" {
    request: GET "/x", security: [], facts: [Paged(&POINTED), ItemsIn("/page/odata.items")], inputs: {},
} }

#[test]
fn a_path_may_be_a_pointer() {
    let server = script(vec![
        r#"{"@odata":{"nextLink":"/no"},"@odata.nextLink":"/x?skip=2","page":{"odata.items":[1,2],"odata":{"items":[0]}}}"#
            .to_owned(),
        r#"{"page":{"odata.items":[3]}}"#.to_owned(),
    ]);
    let mut pages = Pointed::new(&client(server.url())).pages();
    block_on(async {
        let first = pages.next().await.unwrap().unwrap();
        assert_eq!(first.items(), [1, 2]);
        let around = &first.info().unwrap()["page"];
        assert_eq!(
            *around,
            serde_json::json!({"odata.items": [], "odata": {"items": [0]}})
        );
        assert_eq!(pages.next().await.unwrap().unwrap().items(), [3]);
        assert!(pages.next().await.is_none());
    });
    assert_eq!(targets(&server), ["/x", "/x?skip=2"]);
}

#[test]
fn the_last_item_says_where_the_next_page_begins() {
    let items = |items: &str| format!("[{items}]");
    let server = script(vec![
        items(r#"{"meta":{"id":1}},{"meta":{"id":"x y"}}"#),
        items(r#"{"meta":{"id":7}}"#),
        items(""),
    ]);
    let all = block_on(ByLast::new(&client(server.url())).stream().into_vec()).unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(targets(&server), ["/x", "/x?after=x%20y", "/x?after=7"]);

    let server = script(vec![items(r#"{"meta":null}"#)]);
    block_on(ByLast::new(&client(server.url())).stream().into_vec()).unwrap();
    let server = Server::start(|_, _| Reply::json(r#"[{"meta":{"id":1}}]"#));
    let all = block_on(ByLast::new(&client(server.url())).stream().into_vec()).unwrap();
    assert_eq!(
        all.len(),
        2,
        "the second page is asked for with its own last item"
    );
}

#[test]
fn items_in_a_member_of_the_answer() {
    let answer = |names: &[&str], more: bool| {
        let list = page(names).replace("\"success\":true,\"result\"", "\"data\"");
        list.replacen('{', &format!("{{\"has_more\":{more},\n\"total\":3,"), 1)
    };
    let server = script(vec![answer(&["a", "b"], true), answer(&["c"], false)]);
    block_on(async {
        let first = Around::new(&client(server.url())).send().await.unwrap();
        assert_eq!(names(first.items()), ["a", "b"]);
        let info = first.info().unwrap();
        assert_eq!(
            *info,
            serde_json::json!({"has_more": true, "total": 3, "data": []})
        );
        let second = first.next().await.unwrap().unwrap();
        assert_eq!(names(second.items()), ["c"]);
        assert!(second.next().await.unwrap().is_none());
    });
    assert_eq!(targets(&server), ["/x", "/x?after=b"]);

    let send = |body: &'static str| {
        let server = Server::json(body);
        block_on(Around::new(&client(server.url())).send())
    };
    for body in [
        r#"{"has_more":true}"#,
        r#"{"data":null}"#,
        "\u{feff}{\"data\": [\n] }",
    ] {
        assert!(send(body).unwrap().items().is_empty(), "{body}");
    }
    let error = send(r#"{"data":[{"organization_id":1}]}"#).unwrap_err();
    assert!(
        error.to_string().contains("data[0].organization_id"),
        "{error}"
    );
    for body in ["[]", "", "null", r#"{"data":[}"#, r#"{"data":{}}"#] {
        assert!(send(body).unwrap_err().is_decode(), "{body}");
    }
}

#[test]
fn items_deep_in_the_answer() {
    let answer = |name: &str, more: bool| {
        format!(
            r#"{{"_embedded":{{"list":{{"items":[{{"organization_id":"{name}"}}],"n":1}}}},"has_more":{more},"items":[2]}}"#
        )
    };
    let server = script(vec![answer("a", true), answer("b", false)]);
    block_on(async {
        let first = Deep::new(&client(server.url())).send().await.unwrap();
        assert_eq!(names(first.items()), ["a"]);
        assert_eq!(
            *first.info().unwrap(),
            serde_json::json!({
                "_embedded": {"list": {"items": [], "n": 1}},
                "has_more": true,
                "items": [2]
            })
        );
        let second = first.next().await.unwrap().unwrap();
        assert_eq!(names(second.items()), ["b"]);
        assert!(second.next().await.unwrap().is_none());
    });
    assert_eq!(targets(&server), ["/x", "/x?after=a"]);

    let send = |body: &'static str| {
        let server = Server::json(body);
        block_on(Deep::new(&client(server.url())).send())
    };
    for body in [
        "{}",
        r#"{"_embedded":null}"#,
        r#"{"_embedded":{"list":{}}}"#,
        r#"{"_embedded":{"list":{"items":[{"organization_id":"a"}]}},"_embedded":{"list":null}}"#,
    ] {
        assert!(send(body).unwrap().items().is_empty(), "{body}");
    }
    let twice = r#"{"_embedded":{"list":{"items":[{"organization_id":"a"}]}},
        "_embedded":{"list":{"items":[{"organization_id":"b"}]}}}"#;
    let page = send(twice).unwrap();
    assert_eq!(names(page.items()), ["b"]);
    let error = send(r#"{"_embedded":{"list":{"items":[{"organization_id":1}]}}}"#).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("_embedded.list.items[0].organization_id"),
        "{error}"
    );
    for body in ["[]", r#"{"_embedded":[]}"#, r#"{"_embedded":{"list":7}}"#] {
        assert!(send(body).unwrap_err().is_decode(), "{body}");
    }
}
