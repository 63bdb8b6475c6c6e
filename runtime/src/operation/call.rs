//! What a request has besides the inputs of its operation: a client, and options.

use std::time::Duration;

use serde_json::Value;

use crate::client::Client;

/// The client that a request is sent with, and the options of this one call.
#[derive(Clone, Debug)]
pub struct Call {
    pub(crate) client: Client,
    pub(crate) options: Option<Box<Options>>,
}

/// What a caller can set for a single call.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) members: Vec<(String, Value)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
}

impl Call {
    /// A call through `client` without options of its own.
    #[must_use]
    pub fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            options: None,
        }
    }

    fn options(&mut self) -> &mut Options {
        self.options.get_or_insert_default()
    }

    /// Adds a header.
    pub fn header(&mut self, name: &str, value: &str) {
        self.options()
            .headers
            .push((name.to_owned(), value.to_owned()));
    }

    /// Adds a query parameter.
    pub fn query(&mut self, name: &str, value: &str) {
        self.options()
            .query
            .push((name.to_owned(), value.to_owned()));
    }

    /// Adds a member to the body.
    pub fn body_member(&mut self, name: &str, value: Value) {
        let members = &mut self.options().members;
        members.retain(|(other, _)| other != name);
        members.push((name.to_owned(), value));
    }

    /// Sets the longest time that the call may take, retries included.
    pub fn timeout(&mut self, timeout: Duration) {
        self.options().timeout = Some(timeout);
    }

    /// Sets how often the call may be repeated after a failure.
    pub fn max_retries(&mut self, retries: u32) {
        self.options().max_retries = Some(retries);
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .field("members", &names(&self.members))
            .field("timeout", &self.timeout)
            .field("max_retries", &self.max_retries)
            .finish()
    }
}

/// The names alone: values may be secret.
fn names<T>(pairs: &[(String, T)]) -> Vec<&str> {
    pairs.iter().map(|(name, _)| name.as_str()).collect()
}
