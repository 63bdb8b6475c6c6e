//! Requests: an operation's inputs as they go on the wire.

use bytes::Bytes;

use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::operation::{Inputs, OperationTable};

/// A request that is ready to be sent, as often as it takes.
pub(crate) struct Prepared {
    pub(crate) client: Client,
    pub(crate) table: &'static OperationTable,
}

impl Prepared {
    /// Reads the inputs of `operation`.
    pub(crate) fn new(operation: &dyn Inputs) -> Result<Self, Error> {
        Ok(Self { client: operation.call().client.clone(), table: operation.table() })
    }

    /// The request as it goes to the transport.
    pub(crate) fn request(&self) -> Result<http::Request<Bytes>, Error> {
        Err(Error::new(ErrorKind::Configuration, "requests are not built yet").of(self.table))
    }
}
