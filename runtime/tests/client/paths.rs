//! Inputs in paths cannot leave their place.

use runtime::{ErrorKind, Value};

use crate::support::*;
use crate::test_operation;

test_operation! { TwoInOne { a: String, b: String } -> Value from "" {
    request: GET "/x/{a}{b}/y", security: [], facts: [],
    inputs: { a: Path Required "a" [], b: Path Required "b" [] },
} }
test_operation! { Verb { a: String, b: String } -> Value from "" {
    request: GET "/seg/{a}:{b}", security: [], facts: [],
    inputs: { a: Path Required "a" [], b: Path Required "b" [AllowReserved] },
} }
test_operation! { Undeclared {} -> Value from "" {
    request: GET "/x/{a}", security: [], facts: [], inputs: {},
} }

struct Key(pub String);
runtime::newtype! { Key(String) from "" }
test_operation! { OfKey { key: Key, others: Vec<Key> } -> Value from "" {
    request: GET "/x/{key}", security: [], facts: [],
    inputs: { key: Path Required "key" [MaxLength(4)], others: Query Required "others" [] },
} }

#[test]
fn a_newtype_is_what_is_in_it() {
    let server = Server::json(INVITE);
    let client = client(server.url());
    let others = vec![Key::from("b"), Key::from("c&d")];
    block_on(OfKey::new(&client, Key::from("a/b"), others).send()).unwrap();
    assert_eq!(
        server.received().last().unwrap().target(),
        "/x/a%2Fb?others=b&others=c%26d"
    );
    let error = block_on(OfKey::new(&client, Key::from("12345"), Vec::new()).send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn what_has_a_meaning_of_its_own_is_encoded() {
    let server = Server::json(INVITE);
    let client = client(server.url());
    for (id, target) in [
        ("a/b", "/user/invites/a%2Fb"),
        ("a b", "/user/invites/a%20b"),
        ("é☃", "/user/invites/%C3%A9%E2%98%83"),
        ("100%", "/user/invites/100%25"),
        ("a?b", "/user/invites/a%3Fb"),
        ("a#b", "/user/invites/a%23b"),
        ("a\\b", "/user/invites/a%5Cb"),
        ("a\r\n\tb", "/user/invites/a%0D%0A%09b"),
        ("%2e%2f", "/user/invites/%252e%252f"),
        ("../..", "/user/invites/..%2F.."),
        ("...", "/user/invites/..."),
        ("...;", "/user/invites/...;"),
        ("a-._~!$&'()*+,;=:@", "/user/invites/a-._~!$&'()*+,;=:@"),
        (
            "\"<>[]^`{|}",
            "/user/invites/%22%3C%3E%5B%5D%5E%60%7B%7C%7D",
        ),
    ] {
        block_on(InvitesGet::new(&client, id).send()).unwrap();
        assert_eq!(server.received().last().unwrap().target(), target, "{id:?}");
    }
}

#[test]
fn what_is_reserved_is_encoded_beside_other_text() {
    let client = client("http://localhost:1");
    let path = |a: &str, b: &str| {
        let request = Verb::new(&client, a.into(), b.into()).request();
        request.unwrap().uri().path().to_owned()
    };
    assert_eq!(path("x:y", "z"), "/seg/x%3Ay:z");
    assert_eq!(
        path(";a,b@c=d/", "z:;/?#"),
        "/seg/%3Ba%2Cb%40c%3Dd%2F:z:;%2F%3F%23"
    );
}

#[test]
fn what_some_server_takes_for_dots_is_refused() {
    let server = Server::json(INVITE);
    for id in [
        ".",
        "..",
        "%2e",
        "%2E%2e",
        ".%2e",
        "%2e.",
        "%252e%252E",
        "%25252e.",
        "%%32%65",
        "%25%32%65%%32e",
        "..;",
        "..;x=1",
        ".;",
        "%2e.;x/..",
        "..%3b",
        "..%253Bx",
        &format!("%{}2e", "25".repeat(50_000)),
    ] {
        // Without a check of the schema, which allows 32 characters.
        let client = builder(server.url())
            .request_validation(false)
            .build()
            .unwrap();
        let error = block_on(InvitesGet::new(&client, id).send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{id}");
        assert_eq!(
            error.to_string(),
            "`InvitesGet` failed: `invite_id` cannot be put into the path: a segment of dots leads to another path"
        );
    }
    assert!(server.received().is_empty());
}

#[test]
fn nothing_is_refused() {
    let server = Server::json(INVITE);
    for id in ["", ";", ";x=1"] {
        let error = block_on(InvitesGet::new(&client(server.url()), id).send()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`InvitesGet` failed: `invite_id` cannot be put into the path: it is empty"
        );
    }
    assert!(server.received().is_empty());
}

#[test]
fn two_inputs_cannot_make_dots_together() {
    let client = client("http://localhost:1");
    let ok = TwoInOne::new(&client, "a".into(), "b".into())
        .request()
        .unwrap();
    assert_eq!(ok.uri().path(), "/x/ab/y");
    for (a, b) in [
        (".%", "2e"),
        ("%2e%2", "e"),
        ("%252", "e%2E"),
        (".%", "2e;x"),
    ] {
        let error = TwoInOne::new(&client, a.into(), b.into())
            .request()
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "`TwoInOne` failed: the path cannot be sent: inputs together make a segment of dots, which leads to another path"
        );
    }
    let undeclared = Undeclared::new(&client).request().unwrap_err();
    assert_eq!(
        undeclared.to_string(),
        "`Undeclared` failed: `a` cannot be put into the path: the operation has no such input"
    );
}
