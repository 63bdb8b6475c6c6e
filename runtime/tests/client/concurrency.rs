//! Many calls at once through one client.

use crate::support::*;

fn is_shared<T: Clone + Send + Sync + 'static>() {}

#[test]
fn a_client_is_shared_between_threads() {
    is_shared::<runtime::Client>();
    is_shared::<InvitesGet>();
    fn is_sent<T: Send + 'static>(_: T) {}
    let client = client("http://localhost:1");
    is_sent(InvitesGet::new(&client, "a").send());
    is_sent(InvitesList::new(&client).stream());
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<runtime::Error>();
    assert_eq!(size_of::<runtime::Error>(), size_of::<usize>());
}

#[test]
fn faults_lose_no_call_and_mix_none_up() {
    const CALLS: usize = 240;
    // Every third request goes wrong, each time in another way.
    let server = Server::start(|number, request| {
        let id = request
            .target()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        let body = format!(r#"{{"success":true,"result":{{"organization_id":"{id}"}}}}"#);
        match number % 12 {
            0 => Reply::Close(Vec::new()),
            3 => Reply::new("503 Service Unavailable", "retry-after: 0\r\n", "<html>"),
            6 => Reply::Close(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{".to_vec()),
            9 => Reply::new(
                "429 Too Many Requests",
                "retry-after-ms: 0\r\n",
                r#"{"success":false,"errors":[]}"#,
            ),
            _ => Reply::json(body),
        }
    });
    let client = builder(server.url())
        .clock(TestClock::eager())
        .attempt_timeout(None)
        .max_retries(50)
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let calls: Vec<_> = (0..CALLS)
            .map(|number| {
                let get = InvitesGet::new(&client, format!("id-{number}"));
                tokio::spawn(async move { get.send().await })
            })
            .collect();
        for (number, call) in calls.into_iter().enumerate() {
            let invite = call.await.unwrap().unwrap();
            assert_eq!(invite.organization_id, format!("id-{number}"));
        }
    });
    assert!(server.received().len() > CALLS);
}
