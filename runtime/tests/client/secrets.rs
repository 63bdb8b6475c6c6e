//! No public type shows a credential, in any form.

use std::fmt::{Debug, Display};
use std::sync::{Arc, Mutex};

use runtime::transport::memory::{Memory, Reply as Answer};
use runtime::{ClientBuilder, Credential, Secret};

use crate::support::*;
use crate::test_operation;

test_operation! { Login { password: String, user: String, token: Option<String>, session: String } -> runtime::Value from "" {
    request: POST "/login/{user}", security: [["login"]], facts: [Body("application/json", Json)],
    inputs: {
        password: Member Required "password" [Format("password"), MaxLength(3)],
        user: Path Required "user" [],
        token: Header Optional "X-Login-Token" [],
        session: Cookie Required "session-cookie" [],
    },
} }
test_operation! { WithKey {} -> runtime::Value from "" { request: GET "/x", security: [["in_query"]], facts: [], inputs: {} } }

const SECRETS: [&str; 11] = [
    "se-email",
    "se-key",
    "se-token",
    "se-user",
    "se-pass",
    "c2UtdXNlcjpzZS1wYXNz",
    "se-query",
    "se-cookie",
    "se-input",
    "se-header",
    "se-provided",
];

fn builder() -> ClientBuilder {
    ClientBuilder::new(&API)
        .credential("api_email", "se-email")
        .credential("api_key", "se-key")
        .credential("api_token", "se-token")
        .credential("login", "se-user:se-pass")
        .credential("in_query", "se-query")
        .credential("in_cookie", "se-cookie")
}

fn assert_silent(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} shows {secret}: {text}");
    }
}

fn debug(what: &str, value: &impl Debug) {
    assert_silent(what, &format!("{value:?}"));
    assert_silent(what, &format!("{value:#?}"));
}

fn error(what: &str, error: &runtime::Error) {
    debug(what, error);
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = next {
        assert_silent(what, &error.to_string());
        assert_silent(what, &format!("{error:?}"));
        next = error.source();
    }
}

fn login(client: &runtime::Client) -> Request<Login> {
    Login::new(
        client,
        "se-input".into(),
        "me".into(),
        Some("se-input".into()),
        "se-input".into(),
    )
    .header("Authorization", "se-header")
}

#[test]
fn public_types() {
    let memory = Memory::new();
    memory.answer::<Login>(Answer::error(401, 1, "no"));
    let client = builder().transport(memory.clone()).build().unwrap();
    debug("secret", &Secret::from("se-token"));
    debug("builder", &builder());
    debug("client", &client);
    debug("operation", &login(&client));
    debug(
        "get",
        &InvitesGet::new(&client, "a").query("token", "se-input"),
    );
    debug("call", &runtime::Call::new(&client));
    debug("request", &login(&client).request());
    debug(
        "headers",
        &login(&client)
            .request()
            .map(|request| request.headers().clone()),
    );
    debug(
        "headers of a cookie",
        &InvitesGet::new(&client, "a")
            .request()
            .map(|request| request.headers().clone()),
    );
    let requests = runtime::transport::reqwest::Requests::default();
    let request = WithKey::new(&client).request().unwrap();
    let converted = requests.convert(request.map(runtime::transport::Body::from));
    assert!(converted.unwrap().url().as_str().contains("se-query"));
    debug("requests of the default transport", &requests);
    debug("the default transport", &builder().build().unwrap());
    debug("pending", &login(&client).send());
    debug("stream", &InvitesList::new(&client).stream());
    debug("memory", &memory);
    debug("violations", &login(&client).validate());
    error("validation", &block_on(login(&client).send()).unwrap_err());

    let lax = builder()
        .request_validation(false)
        .transport(memory.clone())
        .build()
        .unwrap();
    let raw = block_on(login(&lax).send_raw()).unwrap();
    debug("raw", &raw);
    error("api", &raw.decode().unwrap_err());
    error(
        "operation that cannot be written",
        &block_on(login(&lax).header("x\n", "se-header").send()).unwrap_err(),
    );
    error(
        "header that cannot be written",
        &block_on(login(&lax).header("x", "se-header\n").send()).unwrap_err(),
    );
    for text in ["se-token\n", "se-token\0", "se-tokené"] {
        error(
            "credential",
            &builder().credential("api_token", text).build().unwrap_err(),
        );
    }
    error(
        "base URL",
        &builder()
            .base_url("https://se-user:se-pass@example.com")
            .build()
            .unwrap_err(),
    );
    error(
        "base URL",
        &builder().base_url("se-token").build().unwrap_err(),
    );
}

#[test]
fn what_a_provider_gives() {
    let given = |text: &'static str| {
        let memory = Memory::new();
        memory.answer::<InvitesGet>(Answer::error(401, 1, "no"));
        let builder = ClientBuilder::new(&API)
            .credential("api_token", move || async move { Ok(Secret::from(text)) })
            .transport(memory.clone());
        debug("builder with a provider", &builder);
        let client = builder.build().unwrap();
        debug("client with a provider", &client);
        let get = InvitesGet::new(&client, "a");
        debug("operation with a provider", &get);
        error("request", &get.request().unwrap_err());
        let call = get.send();
        debug("pending", &call);
        error("answer", &block_on(call).unwrap_err());
        debug("memory", &memory);
        memory.requests().len()
    };
    assert_eq!(given("se-provided"), 1);
    assert_eq!(given("se-provided\n"), 0);
    assert_eq!(given("se-provided\u{e9}"), 0);
    debug("credential", &Credential::from("se-token"));
    let provider = async || Ok(Secret::from("se-provided"));
    debug("credential", &Credential::from(provider));
}

#[test]
fn errors_of_the_network() {
    // The URL holds a credential; a port that nobody listens on, an answer that is no HTTP, a redirect.
    let client = |url: String| builder().base_url(url).max_retries(0).build().unwrap();
    error(
        "connect",
        &block_on(WithKey::new(&client("http://127.0.0.1:1".into())).send()).unwrap_err(),
    );
    let server = Server::start(|_, _| Reply::Close(b"garbage\r\n\r\n".to_vec()));
    error(
        "garbage",
        &block_on(WithKey::new(&client(server.url())).send()).unwrap_err(),
    );
    let server = Server::start(|_, _| {
        Reply::Close(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".to_vec())
    });
    error(
        "truncated",
        &block_on(WithKey::new(&client(server.url())).send()).unwrap_err(),
    );
    let server =
        Server::start(|_, _| Reply::new("302 Found", "location: http://other.example/\r\n", ""));
    error(
        "redirect",
        &block_on(WithKey::new(&client(server.url())).send()).unwrap_err(),
    );
    let server = Server::start(|_, _| Reply::new("500 Internal Server Error", "", ""));
    error(
        "status",
        &block_on(WithKey::new(&client(server.url())).send()).unwrap_err(),
    );
}

/// Keeps everything that spans and events say.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl tracing::field::Visit for Log {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
        self.say(format_args!("{}={value:?} ", field.name()));
    }
}

impl Log {
    fn say(&self, what: impl Display) {
        self.0.lock().unwrap().push_str(&what.to_string());
    }
}

impl tracing::Subscriber for Log {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("runtime")
    }
    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        self.say(format_args!("{}: ", span.metadata().name()));
        span.record(&mut self.clone());
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        values.record(&mut self.clone());
    }
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut self.clone());
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

#[test]
fn a_span_says_what_was_called_and_how_it_went() {
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), || {
        let memory = Memory::new();
        memory.answer_once::<InvitesGet>(Answer::status(503));
        memory.answer::<InvitesGet>(Answer::json(INVITE));
        memory.answer::<Login>(Answer::error(401, 1, "no"));
        let client = builder()
            .transport(memory)
            .clock(TestClock::eager())
            .request_validation(false)
            .build()
            .unwrap();
        block_on(InvitesGet::new(&client, "se-input").send()).unwrap();
        let _error = block_on(login(&client).query("q", "se-input").send());
        let _error = block_on(WithKey::new(&client).max_retries(0).send());
        let provider = async || Ok(Secret::from("se-provided"));
        let refusing = Memory::new();
        refusing.answer::<InvitesGet>(Answer::status(401));
        let builder = ClientBuilder::new(&API).transport(refusing);
        let client = builder.credential("api_token", provider).build().unwrap();
        let _error = block_on(InvitesGet::new(&client, "a").send());
    });
    let text = log.0.lock().unwrap().clone();
    assert_eq!(
        text,
        "call: operation=\"InvitesGet\" method=\"GET\" path=\"/user/invites/{invite_id}\" status=200 attempts=2 \
         call: operation=\"Login\" method=\"POST\" path=\"/login/{user}\" status=401 attempts=1 \
         call: operation=\"WithKey\" method=\"GET\" path=\"/x\" error=Transport attempts=1 \
         call: operation=\"InvitesGet\" method=\"GET\" path=\"/user/invites/{invite_id}\" status=401 attempts=1 "
    );
    assert_silent("spans", &text);
}

#[test]
fn inputs_that_are_no_secrets_are_shown() {
    test_operation! { Search { author: String, max_tokens: i64, page: String, key: String } -> runtime::Value from "" {
        request: GET "/", security: [], facts: [],
        inputs: {
            author: Query Required "author" [],
            max_tokens: Query Required "max_tokens" [],
            page: Query Required "pageToken" [],
            key: Query Required "authKey" [],
        },
    } }
    let search = Search::new(
        &builder().build().unwrap(),
        "a".into(),
        7,
        "b".into(),
        "c".into(),
    );
    assert_eq!(
        format!("{search:?}"),
        r#"Search { author: "a", max_tokens: 7, page: "b", key: [redacted] }"#
    );
}
