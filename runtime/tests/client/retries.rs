//! Retries: which, when, and how often. No test waits: the clock is one of the tests.

use std::time::Duration;

use runtime::transport::TransportErrorKind;
use runtime::transport::memory::{Memory, Reply as Answer};
use runtime::{Client, ErrorKind, RetryPolicy, Value};

use crate::support::*;
use crate::test_operation;

test_operation! { Create {} -> Value from "" { request: POST "/x", security: [], facts: [], inputs: {} } }
test_operation! { Replace {} -> Value from "" { request: PUT "/x", security: [], facts: [], inputs: {} } }
test_operation! { Remove {} -> Value from "" { request: DELETE "/x", security: [], facts: [], inputs: {} } }
test_operation! { Patch {} -> Value from "" { request: PATCH "/x", security: [], facts: [], inputs: {} } }

struct Bench {
    memory: Memory,
    clock: TestClock,
    client: Client,
}

fn bench(change: impl FnOnce(runtime::ClientBuilder) -> runtime::ClientBuilder) -> Bench {
    let (memory, clock) = (Memory::new(), TestClock::eager());
    let builder = builder("http://localhost")
        .transport(memory.clone())
        .clock(clock.clone())
        .random(|| 0.0);
    Bench {
        memory,
        clock,
        client: change(builder).build().unwrap(),
    }
}

/// How often `InvitesGet` is sent, and how long is waited in between, if the first answers are these and then a success.
fn get(
    answers: impl IntoIterator<Item = Answer>,
) -> (usize, Vec<u128>, Result<Invite, runtime::Error>) {
    let bench = bench(|builder| builder);
    for answer in answers {
        bench.memory.answer_once::<InvitesGet>(answer);
    }
    bench.memory.answer::<InvitesGet>(Answer::json(INVITE));
    let result = block_on(InvitesGet::new(&bench.client, "a").send());
    (bench.memory.requests().len(), bench.clock.slept(), result)
}

fn failed(status: u16) -> Answer {
    Answer::status(status)
}

#[test]
fn temporary_statuses_are_retried_and_others_are_not() {
    for status in [408, 409, 429, 500, 502, 503, 504, 599] {
        let (sent, slept, result) = get([failed(status)]);
        assert_eq!((sent, slept), (2, vec![500]), "{status}");
        result.unwrap();
    }
    for status in [400, 401, 403, 404, 410, 418, 422, 300, 304] {
        let (sent, slept, result) = get([failed(status)]);
        assert_eq!((sent, slept), (1, vec![]), "{status}");
        assert_eq!(result.unwrap_err().status().unwrap(), status);
    }
}

#[test]
fn the_last_error_counts_and_says_how_often_it_was_tried() {
    let (sent, slept, result) = get([failed(503), failed(500), failed(502), failed(503)]);
    assert_eq!((sent, slept), (3, vec![500, 1000]));
    let error = result.unwrap_err();
    assert_eq!(error.status().unwrap(), 502);
    assert_eq!(error.attempts(), 3);
    assert_eq!(error.elapsed(), Duration::from_millis(1500));
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the server answered 502 Bad Gateway, after 3 attempts"
    );
}

#[test]
fn success_says_how_often_it_was_tried() {
    let bench = bench(|builder| builder);
    bench.memory.answer_once::<InvitesGet>(failed(503));
    bench.memory.answer::<InvitesGet>(Answer::json(INVITE));
    let raw = block_on(InvitesGet::new(&bench.client, "a").send_raw()).unwrap();
    assert_eq!(
        (raw.attempts(), raw.elapsed()),
        (2, Duration::from_millis(500))
    );
}

#[test]
fn no_answer_is_retried() {
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::Timeout,
        TransportErrorKind::Other,
    ] {
        let (sent, slept, result) = get([Answer::failure(kind)]);
        assert_eq!((sent, slept), (2, vec![500]));
        result.unwrap();
    }
    let (sent, _, result) = get(vec![Answer::failure(TransportErrorKind::Connect); 3]);
    let error = result.unwrap_err();
    assert_eq!(
        (sent, error.attempts(), error.kind()),
        (3, 3, ErrorKind::Connect)
    );
    assert!(error.is_connect() && !error.is_timeout());
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: no connection to the server: the test says so, after 3 attempts"
    );
    assert!(
        get(vec![Answer::failure(TransportErrorKind::Timeout); 3])
            .2
            .unwrap_err()
            .is_timeout()
    );
}

#[test]
fn a_declared_failure_is_not_retried() {
    let (sent, _, result) = get([Answer::json(r#"{"success":false,"errors":[]}"#)]);
    assert_eq!(sent, 1);
    assert!(result.unwrap_err().is_api());
    let (sent, _, result) = get([Answer::json("{")]);
    assert_eq!(sent, 1);
    assert!(result.unwrap_err().is_decode());
}

/// How often an operation is sent if the first answer is this one.
macro_rules! sent {
    ($operation:ident, $answer:expr) => {{
        let bench = bench(|builder| builder);
        bench.memory.answer_once::<$operation>($answer);
        bench.memory.answer::<$operation>(Answer::json("{}"));
        let _result = block_on($operation::new(&bench.client).send());
        bench.memory.requests().len()
    }};
}

#[test]
fn operations_that_may_not_be_repeated_are_not() {
    for status in [408, 409, 429, 500, 503] {
        assert_eq!(sent!(Create, failed(status)), 1);
        assert_eq!(sent!(Patch, failed(status)), 1);
        assert_eq!(sent!(Replace, failed(status)), 2);
        assert_eq!(sent!(Remove, failed(status)), 2);
    }
    for kind in [TransportErrorKind::Timeout, TransportErrorKind::Other] {
        assert_eq!(sent!(Create, Answer::failure(kind)), 1);
        assert_eq!(sent!(Patch, Answer::failure(kind)), 1);
    }
    // Nothing was sent, so nothing is repeated.
    assert_eq!(
        sent!(Create, Answer::failure(TransportErrorKind::Connect)),
        2
    );

    let bench = bench(|builder| builder);
    bench.memory.answer_once::<InvitesEdit>(failed(503));
    bench.memory.answer::<InvitesEdit>(Answer::json(INVITE));
    block_on(InvitesEdit::new(&bench.client, "a", InviteStatus::Accepted).send()).unwrap();
    let sent = bench.memory.requests();
    assert_eq!(sent.len(), 2, "configuration says that it may be repeated");
    assert_eq!(sent[0].body(), sent[1].body());
    assert_eq!(sent[0].headers(), sent[1].headers());
}

#[test]
fn the_server_says_whether_to_retry_an_error() {
    let says = |status, value: &str| failed(status).with_header("x-should-retry", value);
    assert_eq!(sent!(Replace, says(503, "false")), 1);
    assert_eq!(sent!(Replace, says(404, "true")), 2);
    assert_eq!(sent!(Create, says(503, "true")), 2);
    assert_eq!(sent!(Replace, says(503, "perhaps")), 2);
    // A success is never repeated.
    assert_eq!(sent!(Patch, says(200, "true").with_body("{}")), 1);
    assert_eq!(sent!(Replace, says(200, "true").with_body("{}")), 1);
}

#[test]
fn delays_double_up_to_a_limit_and_chance_makes_them_shorter() {
    let delays = |chance: f64, policy: RetryPolicy| {
        let bench = bench(|builder| builder.retry(policy).random(move || chance));
        bench.memory.answer::<InvitesGet>(failed(503));
        block_on(InvitesGet::new(&bench.client, "a").send()).unwrap_err();
        bench.clock.slept()
    };
    assert_eq!(
        delays(0.0, RetryPolicy::new().max_retries(7)),
        [500, 1000, 2000, 4000, 8000, 8000, 8000]
    );
    assert_eq!(delays(0.5, RetryPolicy::new().max_retries(2)), [437, 875]);
    assert_eq!(
        delays(0.999_999, RetryPolicy::new().max_retries(2)),
        [375, 750]
    );
    let own = RetryPolicy::new()
        .max_retries(3)
        .first_delay(Duration::from_millis(10))
        .max_delay(Duration::from_millis(25))
        .jitter(1.0);
    assert_eq!(delays(0.0, own.clone()), [10, 20, 25]);
    assert_eq!(delays(0.9, own), [1, 2, 2]);
    assert_eq!(
        delays(0.0, RetryPolicy::new().max_retries(100)).len(),
        100,
        "large numbers do not overflow"
    );
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -3.0] {
        let delays = delays(odd, RetryPolicy::new().max_retries(1));
        assert!(delays.len() == 1 && delays[0] <= 500, "{odd}: {delays:?}");
    }
    let odd = RetryPolicy::new().max_retries(1).jitter(f64::NAN);
    assert_eq!(delays(0.5, odd), [500], "what is no number is no panic");
}

#[test]
fn the_server_says_how_long_to_wait() {
    for (name, value, delay) in [
        ("retry-after", "3", 3000),
        ("retry-after", " 0 ", 0),
        ("retry-after", "1.5", 1500),
        ("retry-after", "60", 60_000),
        ("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT", 10_000),
        ("retry-after", "Sunday, 06-Nov-94 08:49:42 GMT", 5000),
        ("retry-after-ms", "120", 120),
        ("retry-after-ms", "0.5", 0),
        // Too long, in the past, or garbage: as usual.
        ("retry-after", "61", 500),
        ("retry-after", "Mon, 07 Nov 1994 08:49:37 GMT", 500),
        ("retry-after", "Sun, 06 Nov 1994 08:49:36 GMT", 500),
        ("retry-after", "-1", 500),
        ("retry-after", "soon", 500),
        ("retry-after", "", 500),
        ("retry-after", "NaN", 500),
        ("retry-after", "inf", 500),
        ("retry-after", "1e300", 500),
        ("retry-after", "99999999999999999999999999999999999", 500),
        ("retry-after-ms", "1 hour", 500),
        ("retry-after-ms", "60001", 500),
    ] {
        let (sent, slept, _) = get([failed(429).with_header(name, value)]);
        assert_eq!((sent, slept), (2, vec![delay]), "{name}: {value}");
    }
    let both = failed(503)
        .with_header("retry-after", "9")
        .with_header("retry-after-ms", "7");
    assert_eq!(get([both]).1, [7]);

    let patient = bench(|builder| {
        builder.retry(RetryPolicy::new().max_retry_after(Duration::from_secs(600)))
    });
    patient
        .memory
        .answer_once::<InvitesGet>(failed(429).with_header("retry-after", "599"));
    patient.memory.answer::<InvitesGet>(Answer::json(INVITE));
    block_on(InvitesGet::new(&patient.client, "a").send()).unwrap();
    assert_eq!(patient.clock.slept(), [599_000]);
}

#[test]
fn the_error_says_how_long_the_server_asks_to_wait() {
    let asked = |answer: Answer| {
        let bench = bench(|builder| builder.max_retries(0));
        bench.memory.answer::<InvitesGet>(answer);
        let error = block_on(InvitesGet::new(&bench.client, "a").send()).unwrap_err();
        error.retry_after().map(|delay| delay.as_millis())
    };
    let after = |value| failed(429).with_header("retry-after", value);
    assert_eq!(asked(after("3600")), Some(3_600_000));
    assert_eq!(asked(after("Sun, 06 Nov 1994 08:49:47 GMT")), Some(10_000));
    assert_eq!(asked(after("soon")), None);
    assert_eq!(asked(failed(503)), None);
    assert_eq!(asked(Answer::failure(TransportErrorKind::Connect)), None);
}

#[test]
fn how_often_is_up_to_the_client_and_to_the_call() {
    let attempts = |client: u32, call: Option<u32>| {
        let bench = bench(|builder| builder.max_retries(client));
        bench.memory.answer::<InvitesGet>(failed(503));
        let get = InvitesGet::new(&bench.client, "a");
        let get = match call {
            Some(retries) => get.max_retries(retries),
            None => get,
        };
        block_on(get.send()).unwrap_err().attempts()
    };
    assert_eq!(attempts(0, None), 1);
    assert_eq!(attempts(5, None), 6);
    assert_eq!(attempts(5, Some(1)), 2);
    assert_eq!(attempts(0, Some(3)), 4);
}

#[test]
fn no_delay_is_longer_than_the_time_that_is_left() {
    let bench = bench(|builder| builder.timeout(Duration::from_millis(1400)).max_retries(5));
    bench.memory.answer::<InvitesGet>(failed(503));
    let error = block_on(InvitesGet::new(&bench.client, "a").send()).unwrap_err();
    assert_eq!(bench.clock.slept(), [500], "500 + 1000 is more than 1400");
    assert_eq!(
        (error.attempts(), error.status().unwrap().as_u16()),
        (2, 503)
    );
}

#[test]
fn all_calls_share_one_budget() {
    let bench = bench(|builder| builder.retry_budget(3).max_retries(2));
    bench.memory.answer::<InvitesGet>(failed(503));
    let attempts = |client: &Client| {
        block_on(InvitesGet::new(client, "a").send())
            .unwrap_err()
            .attempts()
    };
    assert_eq!(attempts(&bench.client), 3);
    assert_eq!(
        attempts(&bench.client.clone()),
        2,
        "the third repetition empties the budget"
    );
    assert_eq!(attempts(&bench.client), 1);

    // Five successes earn one repetition.
    bench.memory.answer::<InvitesList>(Answer::json(LIST));
    for _ in 0..4 {
        block_on(InvitesList::new(&bench.client).send()).unwrap();
    }
    assert_eq!(attempts(&bench.client), 1);
    block_on(InvitesList::new(&bench.client).send()).unwrap();
    assert_eq!(attempts(&bench.client), 2);
}

#[test]
fn retries_over_a_real_socket() {
    let clock = TestClock::eager();
    // A reset, a truncated body, a truncated head, an error, and at last a success.
    let server = Server::start(|number, _| match number {
        0 => Reply::Close(Vec::new()),
        1 => Reply::Close(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"success\":".to_vec()),
        2 => Reply::Close(b"HTTP/1.1 200".to_vec()),
        3 => Reply::new("503 Service Unavailable", "retry-after: 2\r\n", "<html>"),
        _ => Reply::json(INVITE),
    });
    let client = builder(server.url())
        .attempt_timeout(None)
        .clock(clock.clone())
        .random(|| 0.0)
        .max_retries(4)
        .build()
        .unwrap();
    let raw = block_on(InvitesEdit::new(&client, "a", InviteStatus::Accepted).send_raw()).unwrap();

    assert_eq!(raw.attempts(), 5);
    assert_eq!(raw.decode().unwrap().organization_id, "5a78");
    assert_eq!(clock.slept(), [500, 1000, 2000, 2000]);
    let received = server.received();
    assert_eq!(received.len(), 5);
    for request in &received {
        assert_eq!(request.line, "PATCH /user/invites/a HTTP/1.1");
        assert_eq!(request.body, br#"{"status":"accepted"}"#);
        assert_eq!(request.headers, received[0].headers);
    }
}

#[test]
fn a_refused_connection_is_retried_even_if_the_operation_may_not_be_repeated() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let clock = TestClock::eager();
    let client = builder(url)
        .attempt_timeout(None)
        .clock(clock.clone())
        .random(|| 0.0)
        .build()
        .unwrap();
    let error = block_on(Create::new(&client).send()).unwrap_err();
    assert!(error.is_connect());
    for told in [error.to_string(), format!("{error:?}")] {
        assert!(told.contains("refused"), "{told} says why");
    }
    assert_eq!(error.attempts(), 3);
    assert_eq!(clock.slept(), [500, 1000]);
}

/// How often `call` sends its request to a server whose first answers these are, how long it waits in
/// between, and what it ends with.
fn over_a_socket<T>(
    first: &[(&'static str, &'static str)],
    call: impl FnOnce(&Client) -> Result<T, runtime::Error>,
) -> (usize, Vec<u128>, Result<T, runtime::Error>) {
    let first = first.to_vec();
    let server = Server::start(move |number, _| match first.get(number) {
        Some((status, headers)) => Reply::new(status, headers, ""),
        None => Reply::json(INVITE),
    });
    let clock = TestClock::eager();
    let client = builder(server.url())
        .attempt_timeout(None)
        .clock(clock.clone())
        .random(|| 0.0)
        .build()
        .unwrap();
    let result = call(&client);
    (server.received().len(), clock.slept(), result)
}

fn edit(client: &Client) -> Result<Invite, runtime::Error> {
    block_on(InvitesEdit::new(client, "a", InviteStatus::Accepted).send())
}

fn create(client: &Client) -> Result<Value, runtime::Error> {
    block_on(Create::new(client).send())
}

#[test]
fn statuses_over_a_real_socket() {
    for status in [
        "408 Request Timeout",
        "409 Conflict",
        "429 Too Many Requests",
        "500 Internal Server Error",
        "502 Bad Gateway",
        "503 Service Unavailable",
    ] {
        let (sent, slept, result) = over_a_socket(&[(status, "")], edit);
        assert_eq!((sent, slept), (2, vec![500]), "{status}");
        result.unwrap();
        let (sent, _, result) = over_a_socket(&[(status, "")], create);
        assert_eq!(sent, 1, "{status} to what may not be repeated");
        assert!(result.unwrap_err().is_api());
    }
    let (sent, _, result) = over_a_socket(&[("404 Not Found", "")], edit);
    assert_eq!(sent, 1);
    assert!(result.unwrap_err().is_not_found());

    let (sent, slept, result) = over_a_socket(&[("503 Service Unavailable", ""); 9], edit);
    assert_eq!((sent, slept), (3, vec![500, 1000]), "two times by default");
    assert_eq!(result.unwrap_err().attempts(), 3);
}

#[test]
fn delays_and_orders_of_the_server_over_a_real_socket() {
    for (headers, delay) in [
        ("retry-after: 3\r\n", 3000),
        ("retry-after: 1.5\r\n", 1500),
        ("retry-after: Sun, 06 Nov 1994 08:49:47 GMT\r\n", 10_000),
        ("retry-after-ms: 120\r\nretry-after: 9\r\n", 120),
        ("retry-after: 3600\r\n", 500),
        ("retry-after: soon\r\n", 500),
        ("retry-after: \r\n", 500),
        ("retry-after: \u{fc}\r\n", 500),
    ] {
        let (sent, slept, result) = over_a_socket(&[("429 Too Many Requests", headers)], edit);
        assert_eq!((sent, slept), (2, vec![delay]), "{headers}");
        result.unwrap();
    }
    for (status, headers, sent) in [
        ("503 Service Unavailable", "x-should-retry: false\r\n", 1),
        ("404 Not Found", "x-should-retry: true\r\n", 2),
        ("200 OK", "x-should-retry: true\r\n", 1),
    ] {
        assert_eq!(
            over_a_socket(&[(status, headers)], edit).0,
            sent,
            "{status}"
        );
    }
}

#[test]
fn one_budget_over_a_real_socket() {
    let server = Server::start(|_, _| Reply::new("503 Service Unavailable", "", ""));
    let client = builder(server.url())
        .attempt_timeout(None)
        .clock(TestClock::eager())
        .retry_budget(3)
        .build()
        .unwrap();
    for sent in [3, 5, 6] {
        edit(&client.clone()).unwrap_err();
        assert_eq!(server.received().len(), sent);
    }
}

#[test]
fn a_connection_that_is_reset() {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        for _ in 0..2 {
            // What was not read when a socket is closed makes the system reset the connection.
            let (stream, _) = listener.accept().unwrap();
            stream.peek(&mut [0]).unwrap();
        }
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !request.ends_with(br#"{"status":"accepted"}"#) {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            request.extend(byte);
        }
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
            INVITE.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(INVITE.as_bytes()).unwrap();
    });
    let client = builder(&url)
        .attempt_timeout(None)
        .clock(TestClock::eager())
        .build()
        .unwrap();
    let call = InvitesEdit::new(&client, "a", InviteStatus::Accepted);
    let raw = block_on(call.send_raw()).unwrap();
    server.join().unwrap();
    assert_eq!(raw.attempts(), 3);
    assert_eq!(raw.decode().unwrap().organization_id, "5a78");
}
