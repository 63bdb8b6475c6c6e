//! The three calls, over a real socket and in memory: exactly these bytes, and these values.

use runtime::transport::memory::{Memory, Reply as Answer};

use crate::support::*;
use crate::test_operation;

const STANDARD_HEADERS: [&str; 5] = [
    "accept",
    "accept-encoding",
    "authorization",
    "host",
    "user-agent",
];

test_operation! { Search {} -> () from "" {
    request: "M-SEARCH" "/things", security: [], facts: [], inputs: {},
} }

#[test]
fn a_method_that_is_no_word_of_rust() {
    let server = Server::start(|_, _| Reply::Bytes(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()));
    block_on(Search::new(&client(server.url())).send()).unwrap();
    assert_eq!(server.only().line, "M-SEARCH /things HTTP/1.1");
}

#[test]
fn list_on_the_wire() {
    let server = Server::json(LIST);
    let page = block_on(InvitesList::new(&client(server.url())).send()).unwrap();

    let request = server.only();
    assert_eq!(request.line, "GET /user/invites HTTP/1.1");
    assert_eq!(request.header_names(), STANDARD_HEADERS);
    assert_eq!(request.header("accept").unwrap(), "application/json");
    assert_eq!(
        request.header("accept-encoding").unwrap(),
        "gzip, br, zstd",
        "the features that tests switch on"
    );
    assert_eq!(
        request.header("authorization").unwrap(),
        "Bearer token-1234"
    );
    assert_eq!(request.header("user-agent").unwrap(), "invitations/1.0");
    assert_eq!(request.body, b"");

    assert_eq!(page.items().len(), 1);
    assert_eq!(page.items()[0].organization_id, "5a78");
    assert_eq!(page.info().unwrap().total_count, Some(1.0));
}

#[test]
fn get_on_the_wire() {
    let server = Server::json(INVITE);
    let invite = block_on(InvitesGet::new(&client(server.url()), "4f5f").send()).unwrap();

    let request = server.only();
    assert_eq!(request.line, "GET /user/invites/4f5f HTTP/1.1");
    assert_eq!(request.header_names(), STANDARD_HEADERS);
    assert_eq!(request.body, b"");
    assert_eq!(invite.id.as_deref(), Some("4f5f"));
}

#[test]
fn edit_on_the_wire() {
    let server = Server::json(INVITE);
    let client = builder(server.url())
        .credential("api_email", "user@example.com")
        .credential("api_key", "key-5678")
        .build();
    let invite =
        block_on(InvitesEdit::new(&client.unwrap(), "4f5f", InviteStatus::Accepted).send())
            .unwrap();

    let request = server.only();
    assert_eq!(request.line, "PATCH /user/invites/4f5f HTTP/1.1");
    assert_eq!(
        request.header_names(),
        [
            "accept",
            "accept-encoding",
            "content-length",
            "content-type",
            "host",
            "user-agent",
            "x-auth-email",
            "x-auth-key"
        ]
    );
    assert_eq!(request.header("x-auth-email").unwrap(), "user@example.com");
    assert_eq!(request.header("x-auth-key").unwrap(), "key-5678");
    assert_eq!(request.header("content-type").unwrap(), "application/json");
    assert_eq!(request.header("content-length").unwrap(), "21");
    assert_eq!(request.body, br#"{"status":"accepted"}"#);
    assert!(matches!(invite.status, Some(InviteStatus::Accepted)));
}

#[test]
fn the_same_request_in_memory_and_without_any_transport() {
    let memory = Memory::new();
    memory.answer::<InvitesEdit>(Answer::payload(r#"{"organization_id":"5a78"}"#));
    let client = builder("https://api.example.com/v4")
        .transport(memory.clone())
        .build()
        .unwrap();
    let edit = InvitesEdit::new(&client, "4f5f", InviteStatus::Accepted);

    let built = edit.request().unwrap();
    assert!(
        memory.requests().is_empty(),
        "building a request sends nothing"
    );
    let invite = block_on(edit.send()).unwrap();
    assert_eq!(invite.organization_id, "5a78");

    let sent = memory.requests_of::<InvitesEdit>();
    assert_eq!(sent.len(), 1);
    for request in [&built, &sent[0]] {
        assert_eq!(request.method(), "PATCH");
        assert_eq!(
            request.uri(),
            "https://api.example.com/v4/user/invites/4f5f"
        );
        assert_eq!(request.headers()["content-type"], "application/json");
        assert_eq!(request.headers()["authorization"], "Bearer token-1234");
        assert!(request.headers()["authorization"].is_sensitive());
        assert_eq!(request.body(), &br#"{"status":"accepted"}"#[..]);
    }
    assert!(memory.requests_of::<InvitesGet>().is_empty());
}

#[test]
fn answers_of_a_memory_have_the_headers_that_they_are_given() {
    let memory = Memory::new();
    let client = builder("http://localhost")
        .transport(memory.clone())
        .build()
        .unwrap();
    let raw = |reply| {
        memory.answer::<InvitesGet>(reply);
        block_on(InvitesGet::new(&client, "a").send_raw()).unwrap()
    };
    let payload = || Answer::payload(r#"{"organization_id":"x"}"#).with_header("X-Left", "7");
    let answer = raw(payload());
    assert_eq!(answer.header(InvitesGet::X_LEFT).unwrap(), Some(7));
    assert_eq!(answer.headers()["content-type"], "application/json");
    let answer = raw(payload().with_header("content-type", "text/json"));
    assert_eq!(answer.headers()["content-type"], "text/json");
    let answer = raw(Answer::error(404, 1, "no").with_header("X-Left", "8"));
    assert_eq!(answer.header(InvitesGet::X_LEFT).unwrap(), Some(8));
}

/// Two crates may have operations of one name.
#[test]
fn a_memory_tells_operations_of_one_name_apart() {
    fn one(memory: &Memory, client: &runtime::Client) -> runtime::Pending<String> {
        test_operation! { Ping {} -> String from "" { request: GET "/one", security: [], facts: [Accept("text/plain")], inputs: {} } }
        memory.answer::<Ping>(
            Answer::status(200)
                .with_header("content-type", "text/plain")
                .with_body("first"),
        );
        Ping::new(client).send()
    }
    fn other(memory: &Memory, client: &runtime::Client) -> (runtime::Pending<String>, usize) {
        test_operation! { Ping {} -> String from "" { request: GET "/other", security: [], facts: [Accept("text/plain")], inputs: {} } }
        memory.answer::<Ping>(
            Answer::status(200)
                .with_header("content-type", "text/plain")
                .with_body("second"),
        );
        let sent = memory.requests_of::<Ping>().len();
        (Ping::new(client).send(), sent)
    }
    let memory = Memory::new();
    let client = builder("https://api.example.com")
        .transport(memory.clone())
        .build()
        .unwrap();
    let first = one(&memory, &client);
    let (second, sent) = other(&memory, &client);
    assert_eq!(sent, 0);
    assert_eq!(block_on(first).unwrap(), "first");
    assert_eq!(block_on(second).unwrap(), "second");
    let (_, sent) = other(&memory, &client);
    assert_eq!(sent, 1, "of two requests");
}

#[test]
fn nothing_is_sent_before_the_call_is_polled() {
    let memory = Memory::new();
    let client = builder("https://api.example.com/v4")
        .transport(memory.clone())
        .build()
        .unwrap();
    drop(InvitesGet::new(&client, "4f5f").send());
    assert!(memory.requests().is_empty());
}

#[test]
fn the_base_url_works_with_and_without_slash_and_path() {
    let server = Server::json(INVITE);
    for (path, target) in [
        ("", "/user/invites/a"),
        ("/", "/user/invites/a"),
        ("/client/v4", "/client/v4/user/invites/a"),
        ("/client/v4/", "/client/v4/user/invites/a"),
    ] {
        let client = client(format!("{}{path}", server.url()));
        block_on(InvitesGet::new(&client, "a").send()).unwrap();
        assert_eq!(server.received().last().unwrap().target(), target);
    }
}

#[test]
fn the_host_of_a_base_url_may_have_any_letters() {
    let client = builder("https://B\u{fc}cher.example").build().unwrap();
    let request = InvitesGet::new(&client, "a").request().unwrap();
    assert_eq!(
        request.uri(),
        "https://xn--bcher-kva.example/user/invites/a"
    );
}

#[test]
fn a_base_url_that_cannot_be_used_is_refused() {
    for (url, why) in [
        ("https://example.com/v4?x=1", "it has a query"),
        ("https://example.com/v4?", "it has a query"),
        ("https://example.com/v4#top", "it has a fragment"),
        (
            "ftp://example.com",
            "it has to start with `https://` or `http://`",
        ),
        (
            "https://user:pass@example.com",
            "it holds credentials, which belong into the builder's methods for them",
        ),
        ("example.com", "relative URL without a base"),
    ] {
        let error = builder(url).build().unwrap_err();
        assert_eq!(error.kind(), runtime::ErrorKind::Configuration);
        assert_eq!(
            error.to_string(),
            format!("the base URL cannot be used: {why}")
        );
    }
}

#[test]
fn a_document_without_a_server_that_can_be_used_says_why() {
    macro_rules! why {
        ($url:literal) => {{
            static HERE: runtime::Api = runtime::Api {
                base_url: $url,
                base_url_env: Some("HERE"),
                ..API
            };
            let error = runtime::ClientBuilder::new(&HERE).build().unwrap_err();
            assert_eq!(error.kind(), runtime::ErrorKind::Configuration);
            error.to_string()
        }};
    }
    let help = "give the builder a `base_url`, or set HERE and use `from_env`";
    let nowhere = format!("the API's document does not say where its server is: {help}");
    assert_eq!([why!(""), why!("/")], [nowhere.clone(), nowhere.clone()]);
    let below = nowhere.replace("`base_url`", "`base_url` that ends with `/api/v4`");
    assert_eq!(
        [why!("/api/v4/?x=1"), why!("./api/v4")],
        [below.clone(), below]
    );
    assert_eq!(
        why!("https://example.com/v4?x=1"),
        format!(
            "the base URL cannot be used: it has a query; it is that of the API's document: {help}"
        )
    );
}

test_operation! { Traced { trace: String, left: String } -> () from "" {
    request: GET "/x", security: [], facts: [],
    inputs: { trace: Header Required "x-trace" [], left: Header Required "x-left" [] },
} }

#[test]
fn a_header_of_the_call_stands_in_place_of_the_input_of_its_name_alone() {
    let client = client("http://localhost");
    let call = Traced::new(&client, "input".to_owned(), "left".to_owned());
    let request = call.header("X-Trace", "call").request().unwrap();
    let all = |name| request.headers().get_all(name).iter().collect::<Vec<_>>();
    assert_eq!(all("x-trace"), ["call"]);
    assert_eq!(all("x-left"), ["left"]);
}

#[test]
fn options_of_a_single_call() {
    let server = Server::json(LIST);
    let client = client(server.url());
    let mut list = InvitesList::new(&client)
        .header("x-trace", "1")
        .header("x-trace", "2")
        .header("accept", "application/vnd.example+json")
        .query("filter", "a b&c")
        .query("page", "7");
    list.inputs.page = Some(3);
    list.inputs.per_page = Some(50);
    block_on(list.send()).unwrap();

    let request = server.only();
    assert_eq!(
        request.line,
        "GET /user/invites?per_page=50&filter=a%20b%26c&page=7 HTTP/1.1"
    );
    assert_eq!(request.header("x-trace").unwrap(), "1, 2");
    assert_eq!(
        request.header("accept").unwrap(),
        "application/vnd.example+json"
    );
}

#[test]
fn options_that_cannot_be_sent_are_refused() {
    let client = client("https://api.example.com");
    for (name, value) in [
        ("a b", "x"),
        ("x-trace", "line\r\nbreak"),
        ("x-trace", "nul\0"),
    ] {
        let error = block_on(InvitesList::new(&client).header(name, value).send()).unwrap_err();
        assert_eq!(error.kind(), runtime::ErrorKind::Input);
    }
}

#[test]
fn the_raw_answer_with_all_that_is_known_about_it() {
    let server = Server::start(|_, _| {
        Reply::new("200 OK", "x-ray: ray-1\r\nx-request-id: id-2\r\n", INVITE)
    });
    let raw = block_on(InvitesGet::new(&client(server.url()), "4f5f").send_raw()).unwrap();

    assert_eq!(raw.status(), 200);
    assert_eq!(raw.headers()["x-request-id"], "id-2");
    assert_eq!(raw.request_id(), Some("ray-1"));
    assert_eq!(raw.bytes(), INVITE.as_bytes());
    assert_eq!(raw.attempts(), 1);
    assert_eq!(raw.decode().unwrap().organization_id, "5a78");
}

#[test]
fn the_raw_answer_whatever_its_status() {
    let server = Server::start(|_, _| Reply::new("404 Not Found", "", "nothing here"));
    let raw = block_on(InvitesGet::new(&client(server.url()), "4f5f").send_raw()).unwrap();

    assert_eq!(raw.status(), 404);
    assert_eq!(raw.bytes(), "nothing here");
    assert!(raw.decode().unwrap_err().is_not_found());
}
