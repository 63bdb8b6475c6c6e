//! Inputs are checked before anything is sent, unless the client is told not to.

use runtime::ErrorKind;

use crate::support::*;

const LONG: &str = "123456789012345678901234567890123";

#[test]
fn every_violation_is_listed_and_nothing_is_sent() {
    let server = Server::json(INVITE);
    let edit = InvitesEdit::new(&client(server.url()), LONG, InviteStatus::from("maybe"));
    let error = block_on(edit.send()).unwrap_err();

    assert!(error.is_validation());
    assert_eq!(error.kind(), ErrorKind::Validation);
    let violations: Vec<_> = error
        .violations()
        .iter()
        .map(|v| (v.path(), v.rule(), v.limit(), v.actual()))
        .collect();
    assert_eq!(
        violations,
        [
            ("invite_id", "maxLength", "32", "33"),
            ("status", "enum", "\"pending\", \"accepted\"", "\"maybe\"")
        ]
    );
    assert_eq!(
        error.to_string(),
        "`InvitesEdit` failed: the request was not sent, its inputs violate constraints of the API: \
         invite_id: maxLength is 32, found 33; status: enum is \"pending\", \"accepted\", found \"maybe\""
    );
    assert_eq!(edit.validate().unwrap_err().as_slice(), error.violations());
    assert!(server.received().is_empty());
}

#[test]
fn one_switch_turns_it_off() {
    let server = Server::json(INVITE);
    let client = builder(server.url())
        .request_validation(false)
        .build()
        .unwrap();
    block_on(InvitesEdit::new(&client, LONG, InviteStatus::from("maybe")).send()).unwrap();

    assert_eq!(server.only().target(), format!("/user/invites/{LONG}"));
    assert_eq!(server.only().body, br#"{"status":"maybe"}"#);
}

#[test]
fn a_switch_does_not_make_paths_unsafe() {
    let client = builder("http://localhost")
        .request_validation(false)
        .build()
        .unwrap();
    assert_eq!(
        InvitesGet::new(&client, "..").request().unwrap_err().kind(),
        ErrorKind::Input
    );
}

struct Search {
    page: Option<i64>,
    text: Option<String>,
    from: Option<String>,
    password: Option<String>,
}

runtime::operation! {
    Search -> () from "#/paths/~1search/post" {
        request: POST "/search",
        security: [],
        facts: [Body("application/json", Json)],
        inputs: {
            page: Query Optional "page" [],
            text: Member Optional "text" [],
            from: Member Optional "from" [],
            password: Member Optional "password" [WriteOnly],
        },
        body: [
            MinProperties(1), AnyOf(&[&[Required(&["text"])], &[Required(&["page", "from"])]]),
            Not(&[Required(&["text", "from"])]), DependentSchemas("password", &[Property("text", &[Pattern("^x")])]),
        ],
    }
}

/// Inputs that are members of the body make one object, to which parameters do not belong.
#[test]
fn members_of_the_body_are_checked_together() {
    let search = |text: Option<&str>, from: Option<&str>, password: Option<&str>| {
        let search = Search {
            page: Some(1),
            text: text.map(str::to_owned),
            from: from.map(str::to_owned),
            password: password.map(str::to_owned),
        };
        let search = Request::new(&client("http://localhost"), search);
        search.validate().err().map(|found| found.to_string())
    };
    assert_eq!(search(Some("a"), None, None), None);
    assert_eq!(
        search(None, None, None).as_deref(),
        Some("minProperties is 1, found 0; anyOf is text or page and from, found none of them")
    );
    assert_eq!(
        search(None, Some("b"), None).as_deref(),
        Some("anyOf is text or page and from, found none of them")
    );
    assert_eq!(
        search(Some("a"), Some("b"), None).as_deref(),
        Some("not is text and from, found all of it")
    );
    assert_eq!(
        search(Some("a"), None, Some("p")).as_deref(),
        Some(
            r#"dependentSchemas is {"password":{"properties":{"text":{"pattern":"^x"}}}}, found text: [redacted]"#
        )
    );
}
