//! Redirects: credentials never leave the origin, methods never change.

use runtime::{ErrorKind, Value};

use crate::support::*;
use crate::test_operation;

test_operation! { WithKey {} -> Value from "" { request: GET "/x", security: [["in_query"]], facts: [], inputs: {} } }
test_operation! { Create {} -> Value from "" { request: POST "/x", security: [], facts: [], inputs: {} } }

test_operation! { Login {} -> () from "" { request: GET "/login", security: [], facts: [Redirect], inputs: {} } }

const STATUSES: [&str; 5] = [
    "301 Moved Permanently",
    "302 Found",
    "303 See Other",
    "307 Temporary Redirect",
    "308 Permanent Redirect",
];

#[test]
fn to_another_origin_nothing_is_sent() {
    let other = Server::json(INVITE);
    for status in STATUSES {
        let location = format!("location: {}/user/invites/a\r\n", other.url());
        let server = Server::start(move |_, _| Reply::new(status, &location, ""));
        let client = builder(server.url())
            .credential("api_email", "e@x")
            .credential("api_key", "key")
            .build()
            .unwrap();
        let error = block_on(InvitesGet::new(&client, "a").send()).unwrap_err();

        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        assert_eq!(
            error.to_string(),
            format!(
                "`InvitesGet` failed: a redirect was not followed: it leads to another origin, {}, which must not get the credentials",
                other.url()
            )
        );
        assert_eq!(server.received().len(), 1, "a redirect is not retried");
    }
    assert!(other.received().is_empty());
}

#[test]
fn everything_that_makes_another_origin() {
    for location in [
        "https://127.0.0.1/",
        "//other.example/",
        "http://localhost/",
        "http://user:pass@127.0.0.1/",
        "file:///etc/passwd",
        "data:,x",
    ] {
        let header = format!("location: {location}\r\n");
        let server = Server::start(move |_, _| Reply::new("302 Found", &header, ""));
        let error = block_on(InvitesGet::new(&client(server.url()), "a").send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{location}");
    }
    let server = Server::start(|_, _| Reply::new("302 Found", "location: http://[\r\n", ""));
    let error = block_on(InvitesGet::new(&client(server.url()), "a").send()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: a redirect was not followed: its location is not a URL"
    );
}

#[test]
fn within_the_origin_a_get_stays_a_get() {
    for status in STATUSES {
        let server = Server::start(move |number, _| match number {
            0 => Reply::new(status, "location: ../moved/a?x=1#part\r\n", "ignored"),
            1 => Reply::new(status, "location: /last\r\n", ""),
            _ => Reply::json(INVITE),
        });
        let raw = block_on(
            InvitesGet::new(&client(server.url()), "a")
                .header("x-trace", "1")
                .send_raw(),
        )
        .unwrap();
        assert_eq!(raw.attempts(), 1, "a redirect is not another attempt");
        let received = server.received();
        let lines: Vec<_> = received
            .iter()
            .map(|request| request.line.as_str())
            .collect();
        assert_eq!(
            lines,
            [
                "GET /user/invites/a HTTP/1.1",
                "GET /user/moved/a?x=1 HTTP/1.1",
                "GET /last HTTP/1.1"
            ]
        );
        for request in &received {
            assert_eq!(
                request.header("authorization").unwrap(),
                "Bearer token-1234"
            );
            assert_eq!(request.header("x-trace").unwrap(), "1");
        }
    }
}

#[test]
fn a_credential_in_the_query_comes_along_within_the_origin() {
    let server = Server::start(|number, _| match number {
        0 => Reply::new("302 Found", "location: /y?z=1\r\n", ""),
        _ => Reply::json("{}"),
    });
    let client = runtime::ClientBuilder::new(&API)
        .credential("in_query", "secret")
        .base_url(server.url())
        .build()
        .unwrap();
    block_on(WithKey::new(&client).send()).unwrap();
    assert_eq!(server.received()[1].target(), "/y?z=1&api%20key=secret");
}

#[test]
fn what_changes_something_is_not_redirected() {
    for status in STATUSES {
        let server = Server::start(move |_, _| Reply::new(status, "location: /elsewhere\r\n", ""));
        let error =
            block_on(InvitesEdit::new(&client(server.url()), "a", InviteStatus::Accepted).send())
                .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert_eq!(
            error.to_string(),
            "`InvitesEdit` failed: a redirect was not followed: PATCH requests are not redirected"
        );
        let error = block_on(Create::new(&client(server.url())).send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert_eq!(server.received().len(), 2);
    }
}

#[test]
fn a_redirect_that_is_the_answer_is_not_followed() {
    for status in STATUSES {
        let server = Server::start(move |_, _| Reply::new(status, "location: /home\r\n", ""));
        let call = Login::new(&client(server.url()));
        block_on(call.send()).unwrap();
        let raw = block_on(call.send_raw()).unwrap();
        assert_eq!(raw.headers()["location"], "/home");
        raw.decode().unwrap();
        assert_eq!(server.received().len(), 2);
    }
    let server = Server::start(|_, _| Reply::new("304 Not Modified", "", ""));
    let error = block_on(Login::new(&client(server.url())).send()).unwrap_err();
    assert!(error.is_api());
}

#[test]
fn the_raw_answer_can_be_a_redirect_that_is_not_followed() {
    let server = Server::start(|_, _| Reply::new("303 See Other", "location: /made\r\n", ""));
    let raw = block_on(Create::new(&client(server.url())).send_raw()).unwrap();
    assert_eq!(raw.status(), 303);
    assert_eq!(raw.headers()["location"], "/made");
    assert!(raw.decode().unwrap_err().is_api());
    assert_eq!(server.received().len(), 1);
}

#[test]
fn redirects_without_end() {
    let server = Server::start(|_, _| Reply::new("302 Found", "location: /again\r\n", ""));
    let error = block_on(InvitesGet::new(&client(server.url()), "a").send()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the server redirected more than 10 times"
    );
    assert_eq!(server.received().len(), 11);
}

#[test]
fn a_redirect_that_leads_nowhere_is_an_error_of_the_server() {
    let server = Server::start(|_, _| Reply::new("302 Found", "", ""));
    let error = block_on(InvitesGet::new(&client(server.url()), "a").send()).unwrap_err();
    assert!(error.is_api());
    assert_eq!(error.status().unwrap(), 302);
}
