//! A transport around the transport: measures how long each request takes.
//!
//! ```sh
//! cargo run -p generated --example middleware
//! ```

use std::sync::Arc;
use std::time::Instant;

use generated::{ClientBuilder, Error};
use runtime::bytes::Bytes;
use runtime::http::{Request, Response};
use runtime::operation::OperationTable;
use runtime::transport::{Body, BoxFuture, Transport, TransportError};

/// Prints what each request took.
#[derive(Debug)]
struct Timing {
    inner: Arc<dyn Transport>,
}

impl Transport for Timing {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        // The operation says which call this is without showing ids, queries or credentials.
        let name = request.extensions().get::<&OperationTable>().map_or("a request", |table| table.name);
        Box::pin(async move {
            let start = Instant::now();
            let response = self.inner.send(request).await;
            eprintln!("{name}: {:?}", start.elapsed());
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
