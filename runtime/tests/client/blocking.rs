//! The same calls in code that is not async.

use crate::support::*;

#[test]
fn a_call() {
    let server = Server::json(INVITE);
    let client = client(server.url());
    let invite = InvitesEdit::new(&client, "4f5f", InviteStatus::Accepted)
        .send()
        .wait()
        .unwrap();
    assert_eq!(invite.organization_id, "5a78");
    assert_eq!(server.only().line, "PATCH /user/invites/4f5f HTTP/1.1");

    let error = InvitesGet::new(&client, "..").send().wait().unwrap_err();
    assert_eq!(error.kind(), runtime::ErrorKind::Input);
}

#[test]
fn pages_and_items() {
    let two = LIST.replace("\"total_count\":1", "\"total_count\":2");
    let server = Server::start(move |number, _| match number {
        0 => Reply::json(&two),
        1 => Reply::json(two.replace("4f5f", "other")),
        _ => Reply::json(LIST),
    });
    let client = client(server.url());
    let items: Result<Vec<_>, _> = InvitesList::new(&client).stream().wait().collect();
    assert_eq!(items.unwrap().len(), 2);
    let page = InvitesList::new(&client).send().wait().unwrap();
    assert!(page.next().wait().unwrap().is_none());
}

#[test]
fn many_threads() {
    let server = Server::start(|_, request| {
        let id = request
            .target()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        Reply::json(format!(
            r#"{{"success":true,"result":{{"organization_id":"{id}"}}}}"#
        ))
    });
    let client = client(server.url());
    std::thread::scope(|scope| {
        for number in 0..20 {
            let client = &client;
            scope.spawn(move || {
                let invite = InvitesGet::new(client, format!("id-{number}"))
                    .send()
                    .wait()
                    .unwrap();
                assert_eq!(invite.organization_id, format!("id-{number}"));
            });
        }
    });
}

#[test]
fn inside_of_an_async_runtime_it_does_not_panic() {
    let server = Server::json(INVITE);
    let client = client(server.url());
    let invite = block_on(async { InvitesGet::new(&client, "4f5f").send().wait() });
    assert_eq!(invite.unwrap().organization_id, "5a78");
}
