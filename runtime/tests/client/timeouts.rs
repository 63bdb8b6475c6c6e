//! Time limits: what is covered by them, and what happens when they are over. The clock is turned by
//! the server, so that no test waits.

use std::time::Duration;

use runtime::ErrorKind;

use crate::support::*;

const MINUTE: Duration = Duration::from_secs(60);

/// A server that says this much of an answer and then nothing more, and turns the clock by a minute each time.
fn stalling(clock: &TestClock, said: &'static str) -> Server {
    let clock = clock.clone();
    Server::start(move |_, _| {
        clock.advance_soon(MINUTE);
        Reply::Stall(said.as_bytes().to_vec())
    })
}

#[test]
fn an_attempt_covers_head_and_body() {
    for said in [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"success\":",
    ] {
        let clock = TestClock::manual();
        let server = stalling(&clock, said);
        let client = builder(server.url())
            .clock(clock)
            .max_retries(0)
            .build()
            .unwrap();
        let error = block_on(InvitesGet::new(&client, "a").send()).unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_eq!(error.attempts(), 1);
        assert_eq!(
            error.to_string(),
            "`InvitesGet` failed: the server did not answer in time; `attempt_timeout` of the client's builder sets how \
             long an attempt may take"
        );
    }
}

#[test]
fn an_attempt_that_took_too_long_is_repeated() {
    let clock = TestClock::manual();
    let turn = clock.clone();
    let server = Server::start(move |number, _| {
        if number == 0 {
            turn.advance_soon(MINUTE);
            return Reply::Stall(Vec::new());
        }
        Reply::json(INVITE)
    });
    let client = builder(server.url())
        .clock(clock.clone())
        .random(|| 1.0)
        .retry(runtime::RetryPolicy::new().jitter(1.0))
        .build()
        .unwrap();
    let raw = block_on(InvitesGet::new(&client, "a").send_raw()).unwrap();
    assert_eq!(raw.attempts(), 2);
    assert_eq!(raw.elapsed(), MINUTE);
}

#[test]
fn a_call_as_a_whole() {
    let clock = TestClock::manual();
    let server = stalling(&clock, "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n");
    let client = builder(server.url())
        .clock(clock.clone())
        .attempt_timeout(None)
        .timeout(MINUTE)
        .build()
        .unwrap();
    let error = block_on(InvitesGet::new(&client, "a").send()).unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.attempts(),
        1,
        "there is no time left for another attempt"
    );
    assert_eq!(
        error.to_string(),
        "`InvitesGet` failed: the call took longer than its timeout allows"
    );

    let error = block_on(InvitesGet::new(&client, "a").timeout(MINUTE / 2).send()).unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(clock.slept().last(), Some(&30_000));
}

#[test]
fn a_connection_that_does_not_come_about() {
    // Connections are taken, and nobody answers the greeting of TLS.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let client = builder(url)
        .connect_timeout(Some(MINUTE))
        .attempt_timeout(None)
        .clock(TestClock::eager())
        .build()
        .unwrap();
    // Timers of this runtime are over as soon as there is nothing else to do.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    let error = runtime
        .block_on(InvitesGet::new(&client, "a").send())
        .unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert_eq!(error.attempts(), 3);
}

#[test]
fn dropping_a_call_closes_its_connection() {
    let server = Server::start(|_, _| {
        Reply::Stall(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".to_vec())
    });
    let client = builder(server.url()).build().unwrap();
    block_on(async {
        let mut call = InvitesGet::new(&client, "a").send();
        // Until the server has the request.
        std::future::poll_fn(|context| {
            use std::future::Future;
            assert!(std::pin::Pin::new(&mut call).poll(context).is_pending());
            if server.received().len() == 1 {
                std::task::Poll::Ready(())
            } else {
                wake(context)
            }
        })
        .await;
        drop(call);
        std::future::poll_fn(|context| {
            if server.closed() == 1 {
                std::task::Poll::Ready(())
            } else {
                wake(context)
            }
        })
        .await;
    });
}

#[test]
fn dropping_a_call_ends_its_delay() {
    let clock = TestClock::manual();
    let server = Server::start(|_, _| Reply::new("503 Service Unavailable", "", ""));
    let client = builder(server.url()).clock(clock.clone()).build().unwrap();
    block_on(async {
        let mut call = InvitesGet::new(&client, "a").send();
        std::future::poll_fn(|context| {
            use std::future::Future;
            assert!(std::pin::Pin::new(&mut call).poll(context).is_pending());
            if clock.slept().iter().any(|slept| *slept <= 500) {
                std::task::Poll::Ready(())
            } else {
                wake(context)
            }
        })
        .await;
        drop(call);
    });
    clock.advance(MINUTE);
    assert_eq!(server.received().len(), 1);
}

/// Asks to be polled again.
fn wake(context: &mut std::task::Context<'_>) -> std::task::Poll<()> {
    context.waker().wake_by_ref();
    std::task::Poll::Pending
}

#[test]
fn the_clock_of_the_machine() {
    use runtime::clock::{Clock, SystemClock};
    let clock = SystemClock::new();
    let before = clock.now();
    block_on(async {
        clock.sleep(Duration::from_millis(2)).await;
        clock.sleep(Duration::ZERO).await;
        drop(clock.sleep(Duration::MAX));
    });
    assert!(clock.now() >= before + Duration::from_millis(2));
}
