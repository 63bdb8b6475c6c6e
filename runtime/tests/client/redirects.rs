//! Redirects: credentials never leave the origin, methods never change.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use runtime::transport::memory::{Memory, Reply as Answer};
use runtime::{
    Client, ClientBuilder, CredentialError, ErrorKind, FilePart, Redirects, Secret, Value,
};

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
                "`InvitesGet` failed: a redirect was not followed: it leads to another origin, {}, which must not get the credentials; `.configure(|it| it.redirects(Redirects::AnyOrigin))` of the builder follows it without them",
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

test_operation! { Download { sort: String, part: String, theme: String } -> Value from "" {
    request: GET "/download", security: [["api_token", "in_query", "in_cookie"]], facts: [],
    inputs: { sort: Query Required "sort" [], part: Header Required "x-part" [], theme: Cookie Required "theme" [] },
} }
test_operation! { Search { body: FilePart } -> Value from "" {
    request: GET "/search", security: [], facts: [Body("text/plain", Bytes)], inputs: { body: Body Required "body" [] },
} }

/// A client that follows redirects to any origin.
fn following(server: &Server) -> ClientBuilder {
    ClientBuilder::new(&API)
        .credential("api_token", "token-1234")
        .credential("in_query", "in-query-1234")
        .credential("in_cookie", "in-cookie-1234")
        .base_url(server.url())
        .redirects(Redirects::AnyOrigin)
        .max_retries(0)
}

fn download(client: &Client) -> Request<Download> {
    let text = str::to_owned;
    Download::new(client, text("name"), text("1"), text("dark"))
}

/// A server that redirects every request.
fn redirecting(status: &'static str, location: &str) -> Server {
    let header = format!("location: {location}\r\n");
    Server::start(move |_, _| Reply::new(status, &header, ""))
}

const BARE: [&str; 4] = ["accept", "accept-encoding", "host", "user-agent"];

#[test]
fn another_origin_gets_nothing_that_is_meant_for_the_first() {
    for status in STATUSES {
        let storage = Server::json(r#"{"name": "a"}"#);
        let location = format!("{}/bucket/a?signature=s%2F1#part", storage.url());
        let server = redirecting(status, &location);
        let call = download(&following(&server).build().unwrap())
            .header("authorization", "Own 1")
            .header("cookie", "own=1")
            .header("x-trace", "1")
            .header("range", "bytes=0-9")
            .query("further", "1");
        let raw = block_on(call.send_raw()).unwrap();

        assert_eq!(raw.attempts(), 1, "a redirect is not another attempt");
        assert_eq!(raw.decode().unwrap()["name"], "a");
        assert_eq!(
            server.only().target(),
            "/download?sort=name&further=1&api%20key=in-query-1234"
        );
        let stored = storage.only();
        assert_eq!(stored.line, "GET /bucket/a?signature=s%2F1 HTTP/1.1");
        let mut names = vec!["range"];
        names.extend(BARE);
        names.sort_unstable();
        assert_eq!(stored.header_names(), names);
        assert_eq!(stored.header("range").unwrap(), "bytes=0-9");
        assert!(stored.body.is_empty());
    }
}

#[test]
fn a_way_back_is_no_way_to_the_credentials() {
    let server = Server::start(|number, request| match number {
        0 => {
            let elsewhere = request.header("x-elsewhere").unwrap();
            Reply::new("302 Found", &format!("location: {elsewhere}\r\n"), "")
        }
        _ => Reply::json("{}"),
    });
    let back = format!("{}/back", server.url());
    let storage = Server::start(move |number, _| {
        let to = ["/further", &back][number];
        Reply::new("302 Found", &format!("location: {to}\r\n"), "")
    });
    let client = following(&server).build().unwrap();
    let call = download(&client).header("x-elsewhere", &storage.url());
    block_on(call.send()).unwrap();

    let lines = |server: &Server| -> Vec<_> {
        let received = server.received();
        received.into_iter().map(|request| request.line).collect()
    };
    assert_eq!(lines(&storage), ["GET / HTTP/1.1", "GET /further HTTP/1.1"]);
    assert_eq!(lines(&server)[1], "GET /back HTTP/1.1");
    for request in storage.received().iter().chain(&server.received()[1..]) {
        assert_eq!(request.header_names(), BARE);
    }
}

#[test]
fn no_other_origin_is_asked_that_cannot_be_trusted() {
    let cases = [
        (
            "http://user:pass@localhost:1/",
            "http://localhost:1, with credentials of its own",
        ),
        (
            "http://user@localhost:1/",
            "http://localhost:1, with credentials of its own",
        ),
        (
            "http://:pass@localhost:1/",
            "http://localhost:1, with credentials of its own",
        ),
        (
            "ftp://files.example/",
            "ftp://files.example, whose scheme is not `https`",
        ),
        ("file:///etc/passwd", "null, whose scheme is not `https`"),
    ];
    for (location, why) in cases {
        let server = redirecting("302 Found", location);
        let error = block_on(download(&following(&server).build().unwrap()).send()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert_eq!(
            error.to_string(),
            format!(
                "`Download` failed: a redirect was not followed: it leads to another origin, {why}"
            )
        );
    }

    // The other way round it may be: to `https` from `http`, where nobody listens here.
    let server = redirecting("302 Found", "https://127.0.0.1:1/");
    let error = block_on(download(&following(&server).build().unwrap()).send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
}

#[test]
fn from_https_nothing_leads_to_http() {
    let memory = Memory::new();
    let redirect =
        Answer::status(302).with_header("location", "http://api.example.com/v4/download");
    memory.answer::<Download>(redirect);
    let client = ClientBuilder::new(&API)
        .credential("api_token", "token-1234")
        .credential("in_query", "in-query-1234")
        .credential("in_cookie", "in-cookie-1234")
        .redirects(Redirects::AnyOrigin)
        .transport(memory.clone())
        .build()
        .unwrap();
    let error = block_on(download(&client).send()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Download` failed: a redirect was not followed: it leads to another origin, http://api.example.com, whose scheme is not `https`"
    );
    assert_eq!(memory.requests().len(), 1);
}

#[test]
fn a_body_stays_where_it_is_meant_to_go() {
    let storage = Server::json("{}");
    let server = redirecting("307 Temporary Redirect", &storage.url());
    let client = following(&server).build().unwrap();
    let error = block_on(Search::new(&client, FilePart::from(b"a")).send()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "`Search` failed: a redirect was not followed: it leads to another origin, {}, which must not get the body",
            storage.url()
        )
    );
    let error = block_on(Create::new(&client).send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(storage.received().is_empty());
}

#[test]
fn providers_are_not_told_what_another_origin_refuses() {
    let storage = Server::start(|_, _| Reply::new("401 Unauthorized", "", "sign"));
    let server = redirecting("302 Found", &storage.url());
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let provider = move || {
        count.fetch_add(1, Ordering::SeqCst);
        async { Ok::<Secret, CredentialError>("token-1234".into()) }
    };
    let client = following(&server).credential("api_token", provider);
    let error = block_on(download(&client.build().unwrap()).send()).unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(storage.received().len(), 1);
}
