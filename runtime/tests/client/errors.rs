//! What errors say: which predicates hold, how an entry of the server's list reads, and what it all began with.

use std::error::Error as StdError;
use std::fmt;

use runtime::http::Request;
use runtime::operation::OperationTable;
use runtime::transport::memory::{Memory, Reply as Answer};
use runtime::transport::{self, Body, Transport, TransportError, TransportErrorKind};
use runtime::{Client, Error};

use crate::support::*;

/// The names of the predicates that hold for an error.
fn holding(error: &Error) -> Vec<&'static str> {
    let all = [
        ("api", error.is_api()),
        ("bad request", error.is_bad_request()),
        ("conflict", error.is_conflict()),
        ("connect", error.is_connect()),
        ("credential", error.is_credential()),
        ("decode", error.is_decode()),
        ("forbidden", error.is_forbidden()),
        ("not found", error.is_not_found()),
        ("not modified", error.is_not_modified()),
        ("rate limited", error.is_rate_limited()),
        ("server error", error.is_server_error()),
        ("timeout", error.is_timeout()),
        ("unauthorized", error.is_unauthorized()),
        ("validation", error.is_validation()),
    ];
    let holding = all.into_iter().filter(|(_, holds)| *holds);
    holding.map(|(name, _)| name).collect()
}

/// A client that gets this answer, once.
fn answered(answer: Answer) -> Client {
    let memory = Memory::new();
    memory.answer::<InvitesGet>(answer);
    let builder = builder("http://localhost").transport(memory);
    builder.max_retries(0).build().unwrap()
}

/// The error that a call with this answer ends with.
fn error(answer: Answer) -> Error {
    block_on(InvitesGet::new(&answered(answer), "a").send()).unwrap_err()
}

#[test]
fn predicates_by_status() {
    for (status, predicate, said) in [
        (304, "not modified", "304 Not Modified"),
        (400, "bad request", "400 Bad Request"),
        (
            401,
            "unauthorized",
            "401 Unauthorized (check the credentials)",
        ),
        (
            403,
            "forbidden",
            "403 Forbidden (the credentials may lack a permission)",
        ),
        (404, "not found", "404 Not Found"),
        (409, "conflict", "409 Conflict"),
        (
            429,
            "rate limited",
            "429 Too Many Requests (wait before the next call)",
        ),
        (500, "server error", "500 Internal Server Error"),
        (599, "server error", "599 <unknown status code>"),
    ] {
        let error = error(Answer::status(status));
        assert_eq!(holding(&error), ["api", predicate]);
        assert_eq!(
            error.to_string(),
            format!("`InvitesGet` failed: the server answered {said}")
        );
    }
    assert_eq!(holding(&error(Answer::status(418))), ["api"]);
}

#[test]
fn predicates_by_kind() {
    use TransportErrorKind as Kind;
    for (answer, expected) in [
        (Answer::json("[]"), vec!["decode"]),
        (Answer::failure(Kind::Connect), vec!["connect"]),
        (Answer::failure(Kind::Timeout), vec!["timeout"]),
        (Answer::failure(Kind::Other), vec![]),
    ] {
        assert_eq!(holding(&error(answer)), expected);
    }
    let client = answered(Answer::json(INVITE));
    let invalid = InvitesGet::new(&client, "a".repeat(33));
    let invalid = block_on(invalid.send()).unwrap_err();
    assert_eq!(holding(&invalid), ["validation"]);
    let client = runtime::ClientBuilder::new(&API).build().unwrap();
    let anonymous = block_on(InvitesGet::new(&client, "a").send()).unwrap_err();
    assert_eq!(holding(&anonymous), ["credential"]);
}

#[test]
fn entries_of_the_list_of_errors() {
    for (entries, said) in [
        (r#"{"code":7,"message":"no"}"#, "7: no"),
        (r#"{"code":"E7","message":"no"}"#, "E7: no"),
        (r#"{"code":"","message":"no"}"#, "no"),
        (r#"{"code":"E7"}"#, "E7"),
        (r#"{"code":""}"#, "an error without code and message"),
        (r#""a","b","c","d","e""#, "a; b; c; d; e"),
        (r#""a","b","c","d","e","f""#, "a; b; c; d; e; and 1 more"),
    ] {
        let body = format!(r#"{{"success":false,"errors":[{entries}]}}"#);
        assert_eq!(
            error(Answer::json(body).with_status(418)).to_string(),
            format!("`InvitesGet` failed: the server answered 418 I'm a teapot: {said}")
        );
    }
    let entry = serde_json::json!({"code": 7, "message": "no"});
    let body = format!(r#"{{"success":false,"errors":[{entry}]}}"#);
    let error = error(Answer::json(body));
    assert_eq!(*error.errors()[0].value(), entry);
    assert_eq!(error.errors()[0].to_string(), "7: no");
}

/// An error and what caused it.
#[derive(Debug)]
struct Chain(&'static str, Option<Box<Chain>>);

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl StdError for Chain {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.1.as_deref()?)
    }
}

/// Fails with a kind of error that has two causes.
#[derive(Debug)]
struct Failing(TransportErrorKind);

impl Transport for Failing {
    fn send(&self, _: &'static OperationTable, _: Request<Body>) -> transport::Answer<'_> {
        let root = Chain("no such host", None);
        let error = Chain("the name was not resolved", Some(Box::new(root)));
        Box::pin(std::future::ready(Err(TransportError::new(self.0, error))))
    }
}

#[test]
fn the_message_ends_with_what_it_began_with_and_debug_shows_all_causes() {
    use TransportErrorKind as Kind;
    for (kind, message, causes) in [
        (
            Kind::Connect,
            "no connection to the server: no such host",
            "the name was not resolved: no such host",
        ),
        (
            Kind::Other,
            "the connection to the server failed: no such host",
            "the name was not resolved: no such host",
        ),
        (
            Kind::Refused,
            "the name was not resolved: no such host",
            "no such host",
        ),
    ] {
        let builder = builder("http://localhost").transport(Failing(kind));
        let client = builder.max_retries(0).build().unwrap();
        let error = block_on(InvitesGet::new(&client, "a").send()).unwrap_err();
        let message = format!("`InvitesGet` failed: {message}");
        assert_eq!(error.to_string(), message);
        assert_eq!(
            format!("{error:?}"),
            format!(
                "Error {{ kind: {:?}, message: {message:?}, source: {causes} }}",
                error.kind()
            )
        );
    }
}
