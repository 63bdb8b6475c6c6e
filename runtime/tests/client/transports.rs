//! Transports around transports, and what the default one takes from the environment.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use runtime::bytes::Bytes;
use runtime::http::{HeaderValue, Request, Response};
use runtime::operation::OperationTable;
use runtime::transport::{Answer, Body, Transport, TransportError, TransportErrorKind};

use crate::support::*;

/// Adds its name to a header of each request, and counts the answers.
#[derive(Debug)]
struct Signing {
    inner: Arc<dyn Transport>,
    name: &'static str,
    answers: Arc<AtomicUsize>,
}

impl Transport for Signing {
    fn send(&self, operation: &'static OperationTable, mut request: Request<Body>) -> Answer<'_> {
        let value = HeaderValue::try_from(format!("{} {}", self.name, operation.name)).unwrap();
        request.headers_mut().append("x-signed-by", value);
        Box::pin(async move {
            let response = self.inner.send(operation, request).await;
            self.answers.fetch_add(1, Ordering::SeqCst);
            response
        })
    }
}

#[test]
fn middleware() {
    let server = Server::start(|number, _| match number {
        0 => Reply::new("503 Service Unavailable", "", ""),
        _ => Reply::json(INVITE),
    });
    let answers = Arc::new(AtomicUsize::new(0));
    let signing = |name| {
        let answers = Arc::clone(&answers);
        move |inner| Signing {
            inner,
            name,
            answers: Arc::clone(&answers),
        }
    };
    let client = builder(server.url())
        .wrap(signing("inner"))
        .wrap(signing("outer"))
        .clock(TestClock::eager())
        .attempt_timeout(None)
        .build()
        .unwrap();
    block_on(InvitesGet::new(&client, "a").send()).unwrap();

    assert_eq!(server.received().len(), 2);
    for request in server.received() {
        assert_eq!(
            request.header("x-signed-by").unwrap(),
            "outer InvitesGet, inner InvitesGet"
        );
    }
    assert_eq!(
        answers.load(Ordering::SeqCst),
        4,
        "each attempt goes through each transport"
    );
}

/// Answers a chunk at a time, and fails after the last one if it is told to.
#[derive(Debug)]
struct Chunked(&'static [&'static str], bool);

impl Transport for Chunked {
    fn send(&self, _: &'static OperationTable, _: Request<Body>) -> Answer<'_> {
        struct Chunks(std::slice::Iter<'static, &'static str>, bool);
        impl futures_core::Stream for Chunks {
            type Item = Result<Bytes, TransportError>;
            fn poll_next(
                mut self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                std::task::Poll::Ready(match self.0.next() {
                    Some(chunk) => Some(Ok(Bytes::from_static(chunk.as_bytes()))),
                    None if self.1 => Some(Err(TransportError::new(
                        TransportErrorKind::Other,
                        "cut off",
                    ))),
                    None => None,
                })
            }
        }
        let body = Body::from_stream(Chunks(self.0.iter(), self.1));
        Box::pin(std::future::ready(Ok(Response::new(body))))
    }
}

#[test]
fn bodies_in_chunks() {
    let chunks = &[
        "{\"success\":true,",
        "\"result\":",
        "",
        "{\"organization_id\":\"5a78\"}}",
    ];
    let client = builder("http://localhost")
        .transport(Chunked(chunks, false))
        .build()
        .unwrap();
    assert_eq!(
        block_on(InvitesGet::new(&client, "a").send())
            .unwrap()
            .organization_id,
        "5a78"
    );
    let client = builder("http://localhost")
        .transport(Chunked(chunks, true))
        .max_retries(0)
        .build()
        .unwrap();
    let error = block_on(InvitesGet::new(&client, "a").send()).unwrap_err();
    assert_eq!(error.kind(), runtime::ErrorKind::Transport);
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the connection to the server failed: cut off"
    );
}

/// Runs one test of this file in a process of its own with these environment variables.
fn alone(test: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
        "REQUEST_METHOD",
    ] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied()).env("ALONE", "1");
    let output = command
        .args(["--exact", test, "--nocapture"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn proxies_of_the_environment() {
    if std::env::var_os("ALONE").is_some() {
        let raw =
            block_on(InvitesGet::new(&client("http://api.invalid/v4"), "a").send_raw()).unwrap();
        assert_eq!(raw.decode().unwrap().organization_id, "5a78");
        return;
    }
    let proxy = Server::json(INVITE);
    alone(
        "transports::proxies_of_the_environment",
        &[("HTTP_PROXY", &proxy.url())],
    );
    assert_eq!(
        proxy.only().line,
        "GET http://api.invalid/v4/user/invites/a HTTP/1.1"
    );
}

#[test]
fn credentials_of_the_environment() {
    if std::env::var_os("ALONE").is_some() {
        let client = runtime::ClientBuilder::from_env(&API).build().unwrap();
        block_on(InvitesGet::new(&client, "a").send()).unwrap();
        // The environment is read where this is asked for, and nowhere else.
        let client = runtime::ClientBuilder::new(&API).build().unwrap();
        assert_eq!(client.base_url(), "https://api.example.com/v4");
        assert!(
            InvitesGet::new(&client, "a")
                .request()
                .unwrap_err()
                .is_credential()
        );
        return;
    }
    let server = Server::json(INVITE);
    alone(
        "transports::credentials_of_the_environment",
        &[
            ("INVITES_BASE_URL", &server.url()),
            ("INVITES_TOKEN", "from-env"),
            ("INVITES_EMAIL", ""),
            ("INVITES_KEY", "key"),
        ],
    );
    assert_eq!(
        server.only().header("authorization").unwrap(),
        "Bearer from-env"
    );
}
