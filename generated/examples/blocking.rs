//! Walks through all pages of invitations in code that is not async.
//!
//! ```sh
//! cargo run -p generated --example blocking --features blocking
//! ```

#[cfg(feature = "blocking")]
fn main() -> Result<(), generated::Error> {
    let client = generated::Client::from_env()?;
    for invite in client.user().invites().list().stream().wait() {
        let invite = invite?;
        println!("{:?} from {:?}", invite.id, invite.organization_name);
    }
    Ok(())
}

#[cfg(not(feature = "blocking"))]
fn main() {
    eprintln!("this example needs `--features blocking`");
}
