//! Setting up a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use url::{ParseError, Url};

use super::{Api, Base, Client, InvalidBase, Redirects, Settings, Shared};
use crate::auth;
use crate::clock::Clock;
use crate::credential::Credential;
use crate::error::{Error, ErrorKind};
use crate::limit::Limits;
use crate::retry::{Budget, RetryPolicy};
use crate::transport::Transport;

/// Makes a transport from another.
type Wrapper = Arc<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// Sets up a [`Client`].
#[derive(Clone)]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<String>,
    credentials: Vec<(&'static str, Credential)>,
    transport: Option<Arc<dyn Transport>>,
    wrappers: Vec<Wrapper>,
    settings: Settings,
}

impl ClientBuilder {
    /// A builder with the defaults. Does not read the environment.
    #[must_use]
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            credentials: Vec::new(),
            transport: None,
            wrappers: Vec::new(),
            settings: Settings::default(),
        }
    }

    /// A builder with the credentials and the base URL that the environment holds. An empty variable
    /// counts as unset.
    #[must_use]
    pub fn from_env(api: &'static Api) -> Self {
        // What is not Unicode is kept, so that it is refused instead of overlooked.
        Self::from_vars(api, |name| {
            Some(std::env::var_os(name)?.to_string_lossy().into_owned())
        })
    }

    /// A builder with the credentials and the base URL that `lookup` finds under the names of the
    /// environment variables. An empty text counts as unset.
    #[must_use]
    pub fn from_vars(api: &'static Api, lookup: impl Fn(&str) -> Option<String>) -> Self {
        let lookup = |name: &'static str| lookup(name).filter(|text| !text.is_empty());
        let mut builder = Self::new(api);
        builder.base_url = api.base_url_env.and_then(&lookup);
        for scheme in api.schemes {
            if let Some(text) = scheme.env.and_then(&lookup) {
                builder = builder.credential(scheme.name, text);
            }
        }
        builder
    }

    /// Sets the credential of the scheme with this name: text, or a
    /// [`CredentialProvider`](crate::CredentialProvider). That of a `Basic` scheme is a user name and a
    /// password with a colon between them.
    #[must_use]
    pub fn credential(mut self, scheme: &'static str, value: impl Into<Credential>) -> Self {
        self.credentials.retain(|(name, _)| *name != scheme);
        self.credentials.push((scheme, value.into()));
        self
    }

    /// Sets the URL that all paths are relative to, with or without a slash at its end.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the longest time that a call may take, retries and delays between them included. There is
    /// no such limit by default.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Sets the longest time that one attempt may take, from the connection to the last byte of the
    /// body; `None` for no limit. 60 seconds by default.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.settings.attempt_timeout = timeout;
        self
    }

    /// Sets the longest time that the default transport may take to connect; `None` for no limit. 10
    /// seconds by default.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// Sets how often a call may be repeated after a failure. 2 by default.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.settings.retry.max_retries = retries;
        self
    }

    /// Sets when and how often calls are repeated.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Sets how many repetitions all calls of the client together may make without a success. Each
    /// success earns a fifth of one, up to this number. 500 by default.
    #[must_use]
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.settings.retry_budget = retries;
        self
    }

    /// Sets which redirects are followed. Only those within the origin of the request are by default.
    #[must_use]
    pub fn redirects(mut self, redirects: Redirects) -> Self {
        self.settings.redirects = redirects;
        self
    }

    /// Sets how large answers may be.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.settings.limits = limits;
        self
    }

    /// Sets whether inputs are checked against the constraints of the API before they are sent. They
    /// are by default.
    #[must_use]
    pub fn request_validation(mut self, on: bool) -> Self {
        self.settings.request_validation = on;
        self
    }

    /// Sets what carries the requests.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Puts a transport around the one that there is: a middleware. Later ones are further outside.
    #[must_use]
    pub fn wrap<T: Transport + 'static>(
        mut self,
        wrapper: impl Fn(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.wrappers
            .push(Arc::new(move |inner| Arc::new(wrapper(inner))));
        self
    }

    /// Sets the clock that timeouts and delays go by.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Sets where chance comes from: numbers from 0 up to, but not including, 1.
    #[must_use]
    pub fn random(mut self, random: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.settings.random = Arc::new(random);
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// If the base URL or a credential cannot be used, or if there is no transport.
    pub fn build(self) -> Result<Client, Error> {
        let base = match &self.base_url {
            Some(url) => Base::new(url)?,
            None => Base::new(self.api.base_url).map_err(|error| no_server(self.api, &error))?,
        };
        let credentials = self
            .credentials
            .iter()
            .map(|(name, credential)| auth::hold(self.api, name, credential));
        let credentials = credentials.collect::<Result<_, _>>()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&self.settings)?,
        };
        let transport = self
            .wrappers
            .iter()
            .fold(transport, |inner, wrap| wrap(inner));
        let shared = Shared {
            api: self.api,
            base,
            base_is_given: self.base_url.is_some(),
            credentials,
            transport,
            budget: Budget::new(self.settings.retry_budget),
            settings: self.settings,
        };
        Ok(Client {
            shared: Arc::new(shared),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.title)
            .field("credentials", &self.credentials)
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(settings: &Settings) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(crate::transport::reqwest::Reqwest::new(
        settings.connect_timeout,
    )?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: &Settings) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::new(
        ErrorKind::Configuration,
        "there is no transport: give one to the builder, or switch on the feature `reqwest`",
    ))
}

/// The document of the API has no server, a relative one, or one that cannot be used, as `error` says.
fn no_server(api: &Api, error: &InvalidBase) -> Error {
    let variable = api
        .base_url_env
        .map(|name| format!(", or set {name} and use `from_env`"))
        .unwrap_or_default();
    let path = api.base_url.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_matches(['.', '/']);
    let (why, ends) = match Url::parse(api.base_url) {
        Err(ParseError::RelativeUrlWithoutBase) => {
            let why = "the API's document does not say where its server is".to_owned();
            (why, (!path.is_empty()).then_some(path))
        }
        _ => (format!("{error}; it is that of the API's document"), None),
    };
    let ends = ends.map(|path| format!(" that ends with `/{path}`"));
    let ends = ends.unwrap_or_default();
    let message = format!("{why}: give the builder a `base_url`{ends}{variable}");
    Error::new(ErrorKind::Configuration, message)
}
