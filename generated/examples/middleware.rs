//! A transport around the transport: measures how long each request takes.
//!
//! ```sh
//! cargo run -p generated --example middleware
//! ```

use std::sync::Arc;
use std::time::Instant;

use generated::{ClientBuilder, Error};
use runtime::http::Request;
use runtime::operation::OperationTable;
use runtime::transport::{Answer, Body, Transport};

/// Prints what each request took.
#[derive(Debug)]
struct Timing {
    inner: Arc<dyn Transport>,
}

impl Transport for Timing {
    fn send(&self, operation: &'static OperationTable, request: Request<Body>) -> Answer<'_> {
        Box::pin(async move {
            let start = Instant::now();
            let response = self.inner.send(operation, request).await;
            // The operation says which call this is without showing ids, queries or credentials.
            eprintln!("{}: {:?}", operation.name, start.elapsed());
            response
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = ClientBuilder::from_env().configure(|builder| builder.wrap(|inner| Timing { inner })).build()?;
    println!("{} invitations", client.user().invites().list().send().await?.items().len());
    Ok(())
}
