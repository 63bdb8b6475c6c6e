//! Credentials that expire: when their provider is asked, and what is sent then.

use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use runtime::credential::Provided;
use runtime::{
    Client, ClientBuilder, CredentialError, CredentialProvider, ErrorKind, Secret, Value,
};

use crate::support::*;
use crate::test_operation;

test_operation! { Create { name: String } -> Value from "" {
    request: POST "/x", security: [["api_token"]], facts: [Body("application/json", Json)],
    inputs: { name: Member Required "name" [] },
} }
test_operation! { Any {} -> Value from "" {
    request: GET "/x", security: [["login"], ["signature"], ["in_query"], ["in_cookie"], ["tls"]], facts: [], inputs: {},
} }

/// What a provider answers.
type Answers = dyn Fn(usize) -> Result<Secret, CredentialError> + Send + Sync;

/// Answers by the number of the question, and keeps what it was asked: the refused credential, or nothing.
#[derive(Clone)]
struct Asked {
    answers: Arc<Answers>,
    questions: Arc<Mutex<Vec<Option<String>>>>,
}

impl Asked {
    fn new(
        answers: impl Fn(usize) -> Result<Secret, CredentialError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            answers: Arc::new(answers),
            questions: Arc::default(),
        }
    }

    /// A provider of `token-0`, `token-1` and so on.
    fn tokens() -> Self {
        Self::new(|number| Ok(format!("token-{number}").into()))
    }

    fn answer(&self, refused: Option<&Secret>) -> Result<Secret, CredentialError> {
        let mut questions = self.questions.lock().unwrap();
        questions.push(refused.map(|secret| secret.expose().to_owned()));
        (self.answers)(questions.len() - 1)
    }

    /// What it was asked: `""` for a credential, a credential that was refused for another one.
    fn questions(&self) -> Vec<String> {
        let questions = self.questions.lock().unwrap();
        questions
            .iter()
            .map(|refused| refused.clone().unwrap_or_default())
            .collect()
    }
}

impl CredentialProvider for Asked {
    fn provide(&self) -> Provided<'_> {
        Box::pin(async {
            tokio::task::yield_now().await;
            self.answer(None)
        })
    }

    fn refresh<'a>(&'a self, refused: &'a Secret) -> Provided<'a> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.answer(Some(refused))
        })
    }
}

const UNAUTHORIZED: &str = r#"{"success":false,"errors":[{"code":10000,"message":"expired"}]}"#;

fn refusal() -> Reply {
    Reply::new(
        "401 Unauthorized",
        "x-ray: ray-1\r\nx-should-retry: false\r\n",
        UNAUTHORIZED,
    )
}

fn unavailable() -> Reply {
    Reply::new("503 Service Unavailable", "", "")
}

/// A server that answers with the first replies and then with successes.
fn server(first: &'static [fn() -> Reply]) -> Server {
    Server::start(move |number, _| match first.get(number) {
        Some(reply) => reply(),
        None => Reply::json(INVITE),
    })
}

/// A builder without credentials whose clock lets every delay be over at once.
fn without(server: &Server, clock: &TestClock) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(server.url())
        .attempt_timeout(None)
        .random(|| 0.0)
        .clock(clock.clone())
}

fn client(server: &Server, clock: &TestClock, provider: &Asked) -> Client {
    let builder = without(server, clock).credential("api_token", provider.clone());
    builder.build().unwrap()
}

fn get(server: &Server, provider: &Asked) -> Result<Invite, runtime::Error> {
    let client = client(server, &TestClock::eager(), provider);
    block_on(InvitesGet::new(&client, "a").send())
}

/// The header `authorization` of all requests that arrived.
fn arrived(server: &Server) -> Vec<String> {
    let requests = server.received();
    requests
        .iter()
        .map(|request| request.header("authorization").unwrap_or_default())
        .collect()
}

#[test]
fn each_attempt_carries_what_the_provider_says_then() {
    let (server, provider) = (server(&[unavailable, unavailable]), Asked::tokens());
    get(&server, &provider).unwrap();
    assert_eq!(
        arrived(&server),
        ["Bearer token-0", "Bearer token-1", "Bearer token-2"]
    );
    assert_eq!(provider.questions(), ["", "", ""]);
}

#[test]
fn a_refused_credential_is_replaced_once_and_at_once() {
    let (server, provider) = (server(&[refusal]), Asked::tokens());
    let clock = TestClock::eager();
    let client = client(&server, &clock, &provider);
    // Whether the operation may be repeated and how often does not matter: nothing was processed.
    let call = Create::new(&client, "x".to_owned()).max_retries(0).send();
    block_on(call).unwrap();
    assert_eq!(arrived(&server), ["Bearer token-0", "Bearer token-1"]);
    let bodies: Vec<_> = server
        .received()
        .into_iter()
        .map(|request| request.body)
        .collect();
    assert_eq!(bodies, [br#"{"name":"x"}"#, br#"{"name":"x"}"#]);
    assert_eq!(provider.questions(), ["", "token-0"]);
    assert_eq!(clock.slept(), [0u128; 0]);
}

#[test]
fn a_second_refusal_is_the_answer() {
    let (server, provider) = (server(&[refusal, refusal]), Asked::tokens());
    let error = get(&server, &provider).unwrap_err();
    assert!(error.is_unauthorized() && error.is_api());
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the server answered 401 Unauthorized: 10000: expired (check the credentials), after 2 attempts (request id ray-1)"
    );
    assert_eq!(arrived(&server), ["Bearer token-0", "Bearer token-1"]);
    assert_eq!(provider.questions(), ["", "token-0"]);
}

#[test]
fn between_failures_a_credential_is_replaced_once_too() {
    let replies: &[fn() -> Reply] = &[unavailable, refusal, unavailable, refusal];
    let (server, provider) = (server(replies), Asked::tokens());
    let error = get(&server, &provider).unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (401, 4)
    );
    assert_eq!(provider.questions(), ["", "", "token-1", ""]);
    assert_eq!(arrived(&server).last().unwrap(), "Bearer token-3");
}

#[test]
fn without_another_credential_the_refusal_is_the_answer() {
    let server = server(&[refusal]);
    let provider = Asked::new(|_| Ok("token".into()));
    let error = get(&server, &provider).unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (401, 1)
    );
    assert_eq!(error.body(), UNAUTHORIZED.as_bytes());
    assert_eq!(arrived(&server), ["Bearer token"]);
    assert_eq!(provider.questions(), ["", "token"]);
}

#[test]
fn a_credential_that_nobody_provides_is_not_replaced() {
    let server = server(&[refusal]);
    let builder = without(&server, &TestClock::eager()).credential("api_token", "token");
    let error = block_on(InvitesGet::new(&builder.build().unwrap(), "a").send()).unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (401, 1)
    );
    assert_eq!(arrived(&server), ["Bearer token"]);
}

#[test]
fn an_error_of_the_provider_is_the_error_of_the_call() {
    let (server, provider) = (
        server(&[]),
        Asked::new(|_| Err("the vault is sealed".into())),
    );
    let error = get(&server, &provider).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the provider of the credential `api_token` failed: the vault is sealed"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the vault is sealed");
    assert_eq!((error.attempts(), error.status()), (0, None));
    assert_eq!(provider.questions(), [""]);
    assert!(server.received().is_empty());
}

#[test]
fn an_error_that_says_so_is_temporary() {
    let busy = || Err(CredentialError::temporary("the vault is busy"));
    let server = server(&[]);
    let clock = TestClock::eager();
    let provider = Asked::new(move |number| {
        if number == 0 {
            busy()
        } else {
            Ok("token".into())
        }
    });
    block_on(Create::new(&client(&server, &clock, &provider), "x".to_owned()).send()).unwrap();
    assert_eq!(arrived(&server), ["Bearer token"]);
    assert_eq!(clock.slept(), [500]);

    let provider = Asked::new(move |_| busy());
    let error = get(&server, &provider).unwrap_err();
    assert!(error.is_credential());
    assert_eq!(provider.questions(), ["", "", ""]);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn an_error_after_a_refusal_keeps_the_refusal() {
    let provider = Asked::new(|number| match number {
        0 => Ok("token".into()),
        1 => Err(CredentialError::temporary("busy")),
        _ => Err("the vault is sealed".into()),
    });
    let server = server(&[refusal]);
    let error = get(&server, &provider).unwrap_err();
    assert!(error.is_credential() && error.is_unauthorized());
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the provider of the credential `api_token` failed: the vault is sealed (request id ray-1)"
    );
    assert_eq!(
        (error.body(), error.attempts()),
        (UNAUTHORIZED.as_bytes(), 1)
    );
    assert_eq!(provider.questions(), ["", "token", "token"]);
}

#[test]
fn what_cannot_be_sent_is_refused_without_showing_it() {
    let (server, provider) = (server(&[]), Asked::new(|_| Ok("to\nken".into())));
    let error = get(&server, &provider).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the credential `api_token` cannot be sent: it holds a line break (a file that it was read from may end with one)"
    );
    assert!(server.received().is_empty());
}

/// A provider that never answers, and says when its future is dropped.
#[derive(Clone, Default)]
struct Silent {
    asked: Arc<AtomicUsize>,
    dropped: Arc<AtomicUsize>,
}

struct Counts(Arc<AtomicUsize>);

impl Drop for Counts {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl CredentialProvider for Silent {
    fn provide(&self) -> Provided<'_> {
        Box::pin(async {
            self.asked.fetch_add(1, Ordering::SeqCst);
            let _counts = Counts(Arc::clone(&self.dropped));
            pending().await
        })
    }
}

#[test]
fn dropping_a_call_drops_what_its_provider_does() {
    let (server, provider) = (server(&[]), Silent::default());
    let builder = without(&server, &TestClock::manual()).credential("api_token", provider.clone());
    let client = builder.build().unwrap();
    block_on(async {
        let mut call = InvitesGet::new(&client, "a").send();
        assert_eq!(provider.asked.load(Ordering::SeqCst), 0);
        poll_fn(|context| {
            assert!(Pin::new(&mut call).poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
        assert_eq!(provider.asked.load(Ordering::SeqCst), 1);
        drop(call);
        assert_eq!(provider.dropped.load(Ordering::SeqCst), 1);
    });
    assert!(server.received().is_empty());
}

#[test]
fn an_attempt_covers_the_provider() {
    let (server, provider) = (server(&[]), Silent::default());
    let clock = TestClock::manual();
    let builder = without(&server, &clock).credential("api_token", provider.clone());
    let client = builder
        .attempt_timeout(Some(Duration::from_secs(60)))
        .build()
        .unwrap();
    clock.advance_soon(Duration::from_secs(60));
    let error = block_on(InvitesGet::new(&client, "a").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the provider of a credential did not answer in time; `attempt_timeout` of the client's builder sets how long an attempt may take"
    );
    assert_eq!(provider.asked.load(Ordering::SeqCst), 1);

    clock.advance_soon(Duration::from_secs(5));
    let call = InvitesGet::new(&client, "a").timeout(Duration::from_secs(5));
    let error = block_on(call.send()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the call took longer than its timeout allows"
    );
    assert!(server.received().is_empty());
}

#[test]
fn code_that_is_not_async_makes_the_same_calls() {
    let (server, provider) = (server(&[refusal]), Asked::tokens());
    let client = client(&server, &TestClock::eager(), &provider);
    InvitesGet::new(&client, "a").send().wait().unwrap();
    assert_eq!(arrived(&server), ["Bearer token-0", "Bearer token-1"]);
}

#[test]
fn the_raw_answer_comes_after_the_same_attempts() {
    let (server, provider) = (server(&[refusal]), Asked::tokens());
    let client = client(&server, &TestClock::eager(), &provider);
    let raw = block_on(InvitesGet::new(&client, "a").send_raw()).unwrap();
    assert_eq!((raw.status().as_u16(), raw.attempts()), (200, 2));
}

#[test]
fn a_redirect_belongs_to_its_attempt() {
    let server = Server::start(|number, _| match number {
        0 => Reply::new("302 Found", "location: /elsewhere\r\n", ""),
        1 => refusal(),
        _ => Reply::json(INVITE),
    });
    let provider = Asked::tokens();
    get(&server, &provider).unwrap();
    let lines: Vec<_> = server
        .received()
        .into_iter()
        .map(|request| request.line)
        .collect();
    assert_eq!(
        lines,
        [
            "GET /user/invites/a HTTP/1.1",
            "GET /elsewhere HTTP/1.1",
            "GET /user/invites/a HTTP/1.1"
        ]
    );
    assert_eq!(
        arrived(&server),
        ["Bearer token-0", "Bearer token-0", "Bearer token-1"]
    );
}

#[test]
fn of_several_alternatives_the_providers_of_one_are_asked() {
    let server = server(&[refusal]);
    let (email, key, token) = (Asked::tokens(), Asked::tokens(), Asked::tokens());
    let builder = without(&server, &TestClock::eager())
        .credential("api_email", email.clone())
        .credential("api_key", key.clone())
        .credential("api_token", token.clone());
    block_on(InvitesGet::new(&builder.build().unwrap(), "a").send()).unwrap();
    for asked in [email, key] {
        assert_eq!(asked.questions(), ["", "token-0"]);
    }
    assert!(token.questions().is_empty());
    for (number, request) in server.received().iter().enumerate() {
        for name in ["x-auth-email", "x-auth-key"] {
            assert_eq!(request.header(name).unwrap(), format!("token-{number}"));
        }
        assert_eq!(request.header("authorization"), None);
    }
}

#[test]
fn every_kind_of_credential_can_be_provided() {
    for (scheme, text, header, target) in [
        (
            "login",
            "me:word",
            Some(("authorization", "Basic bWU6d29yZA==")),
            "/x",
        ),
        (
            "signature",
            "abc",
            Some(("authorization", "Signature abc")),
            "/x",
        ),
        ("in_query", "a&b", None, "/x?api%20key=a%26b"),
        ("in_cookie", "a;b", Some(("cookie", "session=a%3Bb")), "/x"),
        ("tls", "", None, "/x"),
    ] {
        let server = server(&[]);
        let builder = without(&server, &TestClock::eager());
        let builder = builder.credential(scheme, Asked::new(move |_| Ok(text.into())));
        block_on(Any::new(&builder.build().unwrap()).send()).unwrap();
        let request = server.only();
        assert_eq!(request.target(), target);
        for name in ["authorization", "cookie"] {
            let expected = header.filter(|(header, _)| *header == name);
            assert_eq!(
                request.header(name).as_deref(),
                expected.map(|(_, value)| value)
            );
        }
    }
}

#[test]
fn a_header_of_the_caller_stands_in_place_of_the_provider() {
    let (server, provider) = (server(&[refusal]), Asked::tokens());
    let client = client(&server, &TestClock::eager(), &provider);
    let call = InvitesGet::new(&client, "a").header("Authorization", "Bearer other");
    assert_eq!(
        call.request().unwrap().headers()["authorization"],
        "Bearer other"
    );
    assert!(block_on(call.send()).unwrap_err().is_unauthorized());
    assert_eq!(arrived(&server), ["Bearer other"]);
    assert!(provider.questions().is_empty());
}

#[test]
fn looking_at_a_request_asks_no_provider() {
    let (server, provider) = (server(&[]), Asked::tokens());
    let client = client(&server, &TestClock::eager(), &provider);
    let error = InvitesGet::new(&client, "a").request().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the credential `api_token` comes from a provider, which is asked when the request is sent"
    );
    assert!(provider.questions().is_empty());
}

#[test]
fn closures_and_shared_providers_are_providers() {
    let server = server(&[]);
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let closure = move || {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        async move { Ok(Secret::from(format!("closure-{number}"))) }
    };
    let shared: Arc<dyn CredentialProvider> = Arc::new(Asked::tokens());
    let one = without(&server, &TestClock::eager()).credential("api_token", closure);
    let other = without(&server, &TestClock::eager()).credential("api_token", shared);
    for builder in [one, other] {
        block_on(InvitesGet::new(&builder.build().unwrap(), "a").send()).unwrap();
    }
    assert_eq!(arrived(&server), ["Bearer closure-0", "Bearer token-0"]);
}

/// Signs in when the last token was refused; a lock lets many calls share one.
#[derive(Default)]
struct SignedIn {
    last: tokio::sync::Mutex<Option<Secret>>,
    times: AtomicUsize,
}

impl SignedIn {
    async fn token(&self, refused: Option<&Secret>) -> Result<Secret, CredentialError> {
        let mut last = self.last.lock().await;
        match &*last {
            Some(token) if refused.is_none_or(|refused| refused.expose() != token.expose()) => {}
            _ => {
                let number = self.times.fetch_add(1, Ordering::SeqCst);
                *last = Some(format!("token-{number}").into());
            }
        }
        Ok(last.clone().unwrap())
    }
}

impl CredentialProvider for SignedIn {
    fn provide(&self) -> Provided<'_> {
        Box::pin(self.token(None))
    }
    fn refresh<'a>(&'a self, refused: &'a Secret) -> Provided<'a> {
        Box::pin(self.token(Some(refused)))
    }
}

#[test]
fn many_calls_share_one_refresh() {
    const CALLS: usize = 100;
    let server = Server::start(
        |_, request| match request.header("authorization").as_deref() {
            Some("Bearer token-1") => Reply::json(INVITE),
            _ => refusal(),
        },
    );
    let provider = Arc::new(SignedIn::default());
    let builder = without(&server, &TestClock::eager());
    let client = builder
        .credential("api_token", Arc::clone(&provider))
        .build()
        .unwrap();
    let results = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let calls: Vec<_> = (0..CALLS)
            .map(|_| tokio::spawn(InvitesGet::new(&client, "a").send()))
            .collect();
        let mut results = Vec::new();
        for call in calls {
            results.push(pin!(call).await.unwrap());
        }
        results
    });
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert_eq!(provider.times.load(Ordering::SeqCst), 2);
    let good = arrived(&server)
        .iter()
        .filter(|header| *header == "Bearer token-1")
        .count();
    assert_eq!(good, CALLS);
}
