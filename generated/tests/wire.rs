//! The three calls as they arrive at a server on the loopback interface.

#[path = "support/server.rs"]
mod server;

use generated::{Client, InviteEditStatus, InviteStatus};
use server::Server;

const ID: &str = "4f5f0c14a2a41d5063dd301b2f829f04";

const LIST: &str = r#"{"success":true,"errors":[],"messages":[],"result":[{"id":"4f5f0c14a2a41d5063dd301b2f829f04","invited_member_id":null,"organization_id":"5a7805061c76ada191ed06f989cc3dac","invited_on":"2014-01-01T05:20:00Z","roles":["Account Administrator"],"status":"pending"}],"result_info":{"count":1,"page":1,"per_page":20,"total_count":1}}"#;

const ONE: &str = r#"{"success":true,"errors":[],"messages":[],"result":{"id":"4f5f0c14a2a41d5063dd301b2f829f04","invited_member_id":"5a7805061c76ada191ed06f989cc3dac","organization_id":"5a7805061c76ada191ed06f989cc3dac","status":"accepted"}}"#;

fn with_key(server: &Server) -> Client {
    Client::builder()
        .base_url(server.url())
        .api_email("user@example.com")
        .api_key("144c9defac04969c7bfad8efaa8ea194")
        .build()
        .expect("a client")
}

fn with_token(server: &Server) -> Client {
    Client::builder()
        .base_url(server.url())
        .api_token("8M7wS6hCpXVc-DoRnPPY_UCWPgy8aea4Wy6kCe5T")
        .build()
        .expect("a client")
}

#[tokio::test]
async fn list_with_email_and_key() {
    let server = Server::start(vec![("200 OK", LIST.to_owned())]);
    let page = with_key(&server).user().invites().list().send().await.expect("a page");

    let [request] = &server.received()[..] else { panic!("one request") };
    assert_eq!(request.line, "GET /client/v4/user/invites HTTP/1.1");
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("host"), Some(server.host()));
    assert_eq!(request.header("x-auth-email"), Some("user@example.com"));
    assert_eq!(request.header("x-auth-key"), Some("144c9defac04969c7bfad8efaa8ea194"));
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.header("x-auth-user-service-key"), None);
    assert_eq!(request.header("content-type"), None);
    assert_eq!(request.header("content-length"), None);
    assert_eq!(request.body, b"");

    let [invite] = page.items() else { panic!("one invitation") };
    assert_eq!(invite.id.as_deref(), Some(ID));
    assert_eq!(invite.invited_member_id, None);
    assert_eq!(invite.status, Some(InviteStatus::Pending));
    assert_eq!(invite.roles.as_deref(), Some(&["Account Administrator".to_owned()][..]));
    let info = page.info().expect("information about the page");
    assert_eq!(info.total_count, Some(1.0));
}

#[tokio::test]
async fn all_pages_are_asked_for_once() {
    let two = LIST.replace("\"total_count\":1", "\"total_count\":2");
    let other = two.replace(ID, "5a7805061c76ada191ed06f989cc3dac");
    let server = Server::start(vec![("200 OK", two), ("200 OK", other)]);
    let list = with_token(&server).user().invites().list().query("per_page", "5");
    let all = list.stream().into_vec().await.expect("two invitations");

    assert_eq!(all.len(), 2);
    let lines: Vec<_> = server.received().into_iter().map(|request| request.line).collect();
    assert_eq!(
        lines,
        [
            "GET /client/v4/user/invites?per_page=5 HTTP/1.1",
            "GET /client/v4/user/invites?per_page=5&page=2 HTTP/1.1",
        ]
    );
}

#[tokio::test]
async fn get_with_a_token() {
    let server = Server::start(vec![("200 OK", ONE.to_owned())]);
    let invite = with_token(&server).user().invites().get(ID).send().await.expect("an invitation");

    let [request] = &server.received()[..] else { panic!("one request") };
    assert_eq!(request.line, format!("GET /client/v4/user/invites/{ID} HTTP/1.1"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(
        request.header("authorization"),
        Some("Bearer 8M7wS6hCpXVc-DoRnPPY_UCWPgy8aea4Wy6kCe5T")
    );
    assert_eq!(request.header("x-auth-email"), None);
    assert_eq!(request.header("x-auth-key"), None);
    assert_eq!(request.body, b"");

    assert_eq!(invite.organization_id, "5a7805061c76ada191ed06f989cc3dac");
    assert_eq!(invite.status, Some(InviteStatus::Accepted));
}

#[tokio::test]
async fn edit_sends_exactly_the_status() {
    let server = Server::start(vec![("200 OK", ONE.to_owned())]);
    let invite = with_key(&server)
        .user()
        .invites()
        .edit(ID, InviteEditStatus::Accepted)
        .send()
        .await
        .expect("an invitation");

    let [request] = &server.received()[..] else { panic!("one request") };
    assert_eq!(request.line, format!("PATCH /client/v4/user/invites/{ID} HTTP/1.1"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("content-length"), Some("21"));
    assert_eq!(request.body, br#"{"status":"accepted"}"#);

    assert_eq!(invite.id.as_deref(), Some(ID));
}

#[tokio::test]
async fn the_first_complete_alternative_is_sent_alone() {
    let server = Server::start(vec![("200 OK", ONE.to_owned())]);
    let client = Client::builder()
        .base_url(server.url())
        .api_email("user@example.com")
        .api_key("144c9defac04969c7bfad8efaa8ea194")
        .api_token("8M7wS6hCpXVc-DoRnPPY_UCWPgy8aea4Wy6kCe5T")
        .user_service_key("v1.0-0000")
        .build()
        .expect("a client");
    client.user().invites().get(ID).send().await.expect("an invitation");

    let [request] = &server.received()[..] else { panic!("one request") };
    assert_eq!(request.header("x-auth-email"), Some("user@example.com"));
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.header("x-auth-user-service-key"), None);
}

#[tokio::test]
async fn identifiers_are_encoded() {
    let cases = [
        ("a/b", "a%2Fb"),
        ("a b", "a%20b"),
        ("é☃", "%C3%A9%E2%98%83"),
        ("%", "%25"),
        ("a?b", "a%3Fb"),
        ("a#b", "a%23b"),
    ];
    for (id, path) in cases {
        let server = Server::start(vec![("200 OK", ONE.to_owned())]);
        with_token(&server).user().invites().get(id).send().await.expect("an invitation");
        let [request] = &server.received()[..] else { panic!("one request") };
        assert_eq!(request.line, format!("GET /client/v4/user/invites/{path} HTTP/1.1"), "{id}");
    }
}

#[tokio::test]
async fn nothing_is_sent_that_the_schema_or_the_path_forbids() {
    let server = Server::start(Vec::new());
    let invites = with_token(&server).user().invites();
    let long = "x".repeat(33);
    let mut told = String::new();
    for id in ["", ".", "..", "%2e%2e", "%2E", &long] {
        let error = invites.get(id).send().await.expect_err(id);
        told += &format!("{error}\n");
    }
    let edit = invites.edit(&*long, InviteEditStatus::from("maybe"));
    told += &format!("{}\n", edit.send().await.expect_err("two violations"));
    assert_eq!(told, REFUSED);
    assert_eq!(server.received(), []);
}

const REFUSED: &str = r#"`UserInvitesGet` failed: `invite_id` cannot be put into the path: it is empty
`UserInvitesGet` failed: `invite_id` cannot be put into the path: a segment of dots leads to another path
`UserInvitesGet` failed: `invite_id` cannot be put into the path: a segment of dots leads to another path
`UserInvitesGet` failed: `invite_id` cannot be put into the path: a segment of dots leads to another path
`UserInvitesGet` failed: `invite_id` cannot be put into the path: a segment of dots leads to another path
`UserInvitesGet` failed: the request was not sent, its inputs violate constraints of the API: invite_id: maxLength is 32, found 33
`UserInvitesEdit` failed: the request was not sent, its inputs violate constraints of the API: invite_id: maxLength is 32, found 33; status: enum is "accepted", "rejected", found "maybe"
"#;
