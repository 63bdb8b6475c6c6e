//! Code that uses the client, and a test of it that needs no server.
//!
//! ```sh
//! cargo run -p generated --example testing --features testing
//! ```

#[cfg(feature = "testing")]
#[tokio::main]
async fn main() -> Result<(), generated::Error> {
    use generated::user::invites::{UserInvitesEdit, UserInvitesList};
    use generated::{Client, Error, InviteEditStatus, InviteStatus, testing};
    use runtime::transport::memory::Reply;

    /// What is to be tested: accepts every invitation that is pending, and says how many there were.
    async fn accept_all(client: &Client) -> Result<usize, Error> {
        let invites = client.user().invites();
        let page = invites.list().send().await?;
        let mut accepted = 0;
        for invite in page.items().iter().filter(|invite| invite.status == Some(InviteStatus::Pending)) {
            if let Some(id) = &invite.id {
                invites.edit(id, InviteEditStatus::Accepted).send().await?;
                accepted += 1;
            }
        }
        Ok(accepted)
    }

    // Operations answer with the examples of the document, unless they are told else.
    let memory = testing::memory();
    memory.answer::<UserInvitesList>(Reply::payload(
        r#"[
            {"id": "1", "invited_member_id": null, "organization_id": "a", "status": "pending"},
            {"id": "2", "invited_member_id": null, "organization_id": "b", "status": "expired"}
        ]"#,
    ));
    let client = Client::builder().api_token("not a real one").transport(memory.clone()).build()?;

    assert_eq!(accept_all(&client).await?, 1);
    let [edit] = &memory.requests_of::<UserInvitesEdit>()[..] else {
        panic!("one invitation was pending")
    };
    assert_eq!(edit.uri().path(), "/client/v4/user/invites/1");
    assert_eq!(edit.body().as_ref(), br#"{"status":"accepted"}"#);

    // Failures are as easy to have.
    memory.answer::<UserInvitesEdit>(Reply::error(409, 1008, "The invitation has expired."));
    let error = accept_all(&client).await.expect_err("a conflict");
    assert_eq!(error.errors()[0].code(), Some(1008));
    println!("as expected: {error}");
    Ok(())
}

#[cfg(not(feature = "testing"))]
fn main() {
    eprintln!("this example needs `--features testing`");
}
