//! The client that all operations of an API are sent through.

mod api;
mod base;
mod builder;
mod generated;
mod held;
mod redirects;

pub use api::{Api, Scheme, SchemeKind};
pub(crate) use base::{Base, InvalidBase};
pub use builder::ClientBuilder;
pub(crate) use held::{Form, Held, HeldSource};
pub use redirects::Redirects;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::{self, Clock, Random, SystemClock};
use crate::limit::Limits;
use crate::retry::{Budget, RetryPolicy};
use crate::transport::Transport;

/// Makes calls to an API. Cheap to clone: all clones share one transport and one budget of retries.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

/// What all clones of a client share.
struct Shared {
    api: &'static Api,
    base: Base,
    base_is_given: bool,
    credentials: Vec<Held>,
    transport: Arc<dyn Transport>,
    settings: Settings,
    budget: Budget,
}

/// How a client behaves.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: u32,
    pub(crate) redirects: Redirects,
    pub(crate) limits: Limits,
    pub(crate) request_validation: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Random,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: None,
            attempt_timeout: Some(Duration::from_secs(60)),
            connect_timeout: Some(Duration::from_secs(10)),
            retry: RetryPolicy::new(),
            retry_budget: 500,
            redirects: Redirects::default(),
            limits: Limits::new(),
            request_validation: true,
            clock: Arc::new(SystemClock::new()),
            random: Arc::new(clock::random),
        }
    }
}

impl Client {
    /// The facts of the API.
    #[must_use]
    pub fn api(&self) -> &'static Api {
        self.shared.api
    }

    /// The URL that all paths are relative to, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.shared.base.text
    }

    /// The base URL of an operation that has a server of its own. A base URL that the caller gave stands
    /// in place of both.
    ///
    /// # Errors
    ///
    /// If the URL cannot be used.
    pub(crate) fn base_of(
        &self,
        server: Option<&'static str>,
    ) -> Result<Option<Arc<Base>>, InvalidBase> {
        match server {
            Some(url) if !self.shared.base_is_given => Ok(Some(Arc::new(Base::new(url)?))),
            _ => Ok(None),
        }
    }

    pub(crate) fn base(&self) -> &Base {
        &self.shared.base
    }

    /// The credential of a scheme.
    pub(crate) fn credential(&self, scheme: &str) -> Option<&Held> {
        self.shared
            .credentials
            .iter()
            .find(|credential| credential.scheme.name == scheme)
    }

    /// Whether a credential has to be asked for.
    pub(crate) fn has_providers(&self) -> bool {
        self.shared
            .credentials
            .iter()
            .any(|held| matches!(held.source, HeldSource::Provider(_)))
    }

    pub(crate) fn request_validation(&self) -> bool {
        self.shared.settings.request_validation
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    pub(crate) fn budget(&self) -> &Budget {
        &self.shared.budget
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<_> = self
            .shared
            .credentials
            .iter()
            .map(|credential| credential.scheme.name)
            .collect();
        f.debug_struct("Client")
            .field("api", &self.shared.api.title)
            .field("base_url", &self.shared.base.text)
            .field("credentials", &schemes)
            .field("transport", &self.shared.transport)
            .finish_non_exhaustive()
    }
}
