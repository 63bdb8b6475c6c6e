//! Lists the invitations of the user, and responds to one.
//!
//! ```sh
//! cargo run -p generated --example respond                        # lists
//! cargo run -p generated --example respond -- 4f5f0c14… accepted  # responds
//! ```
//!
//! Credentials and base URL come from the environment: see `Client::from_env`.

use generated::{Client, Error, InviteEditStatus};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let invites = Client::from_env()?.user().invites();
    let mut arguments = std::env::args().skip(1);
    match (arguments.next(), arguments.next()) {
        (Some(id), Some(status)) => {
            let invite = invites.edit(id, InviteEditStatus::from(status)).send().await?;
            println!("now it is {:?}", invite.status);
        }
        _ => {
            let page = invites.list().send().await?;
            for invite in page.items() {
                println!("{:?} from {:?}: {:?}", invite.id, invite.organization_name, invite.status);
            }
        }
    }
    Ok(())
}
