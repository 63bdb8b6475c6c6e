//! The client that all operations of an API are sent through.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::uri::Authority;
use url::Url;

use crate::auth::{Held, HeldSource};
use crate::clock::{self, Clock, Random, SystemClock};
use crate::credential::Credential;
use crate::error::{Error, ErrorKind};
use crate::limit::Limits;
use crate::retry::{Budget, RetryPolicy};
use crate::transport::Transport;

/// The facts of an API as a whole.
#[derive(Debug)]
pub struct Api {
    /// The title of its document.
    pub title: &'static str,
    /// What requests say in `user-agent`.
    pub user_agent: &'static str,
    /// The URL that all paths are relative to.
    pub base_url: &'static str,
    /// The environment variable that overrides the base URL.
    pub base_url_env: Option<&'static str>,
    /// The headers in which the server says which identifier it gave to a request, the preferred one first.
    pub request_id: &'static [&'static str],
    /// The ways to prove who one is.
    pub schemes: &'static [Scheme],
}

/// A way to prove who one is.
#[derive(Debug)]
pub struct Scheme {
    /// The name that operations refer to.
    pub name: &'static str,
    /// How the credential is sent.
    pub kind: SchemeKind,
    /// The environment variable that holds the credential.
    pub env: Option<&'static str>,
}

/// How a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// In a header of this name.
    Header(&'static str),
    /// In a query parameter of this name.
    Query(&'static str),
    /// In a cookie of this name.
    Cookie(&'static str),
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`, from a user name and a password with a colon between them.
    Basic,
    /// Another `http` scheme: `Authorization: <scheme> …`.
    Http(&'static str),
    /// By the connection (mutual TLS): nothing is sent.
    Connection,
}

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
    pub(crate) fn base_of(&self, server: Option<&'static str>) -> Result<Option<Arc<Base>>, Error> {
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
            None => Base::new(self.api.base_url).map_err(|_| no_server(self.api))?,
        };
        let credentials = self
            .credentials
            .iter()
            .map(|(name, credential)| Held::new(self.api, name, credential));
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

/// The document of the API has no server, or a relative one.
fn no_server(api: &Api) -> Error {
    let variable = api
        .base_url_env
        .map(|name| format!(", or set {name} and use `from_env`"))
        .unwrap_or_default();
    let message = format!(
        "the API's document does not say where its server is: give the builder a `base_url`{variable}"
    );
    Error::new(ErrorKind::Configuration, message)
}

/// A base URL, in parts.
pub(crate) struct Base {
    /// The whole, without a slash at its end.
    text: String,
    pub(crate) scheme: http::uri::Scheme,
    pub(crate) authority: Authority,
    /// The path, without a slash at its end.
    pub(crate) path: String,
}

impl Base {
    fn new(text: &str) -> Result<Self, Error> {
        let refused = |why: &str| {
            Error::new(
                ErrorKind::Configuration,
                format!("the base URL cannot be used: {why}"),
            )
        };
        let url = Url::parse(text).map_err(|error| refused(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused("it has to start with `https://` or `http://`"));
        }
        if url.query().is_some() {
            return Err(refused("it has a query"));
        }
        if url.fragment().is_some() {
            return Err(refused("it has a fragment"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused(
                "it holds credentials, which belong into the builder's methods for them",
            ));
        }
        let scheme = if url.scheme() == "https" {
            http::uri::Scheme::HTTPS
        } else {
            http::uri::Scheme::HTTP
        };
        let authority = url
            .authority()
            .parse()
            .map_err(|_| refused("its host is not that of a URI"))?;
        Ok(Self {
            text: url.as_str().trim_end_matches('/').to_owned(),
            scheme,
            authority,
            path: url.path().trim_end_matches('/').to_owned(),
        })
    }
}

/// Makes the client of an API, and its builder, from two structs that each hold the general one in a
/// field `inner`.
///
/// ```text
/// client! { Client, ClientBuilder, &API }
/// ```
#[macro_export]
macro_rules! client {
    ($client:ident, $builder:ident, $api:expr) => {
        impl $client {
            /// A client with the credentials and the base URL that the environment holds. An empty
            /// variable counts as unset.
            ///
            /// # Errors
            ///
            /// If one of them cannot be used.
            pub fn from_env() -> Result<Self, $crate::Error> {
                $builder::from_env().build()
            }

            /// Sets up a client. Does not read the environment.
            #[must_use]
            pub fn builder() -> $builder {
                $builder {
                    inner: $crate::ClientBuilder::new($api),
                }
            }
        }

        impl AsRef<$crate::Client> for $client {
            fn as_ref(&self) -> &$crate::Client {
                &self.inner
            }
        }

        #[allow(dead_code)]
        impl $builder {
            /// A builder with the credentials and the base URL that the environment holds. An empty
            /// variable counts as unset.
            #[must_use]
            pub fn from_env() -> Self {
                Self {
                    inner: $crate::ClientBuilder::from_env($api),
                }
            }

            fn credential(
                self,
                scheme: &'static str,
                value: impl Into<$crate::Credential>,
            ) -> Self {
                Self {
                    inner: self.inner.credential(scheme, value),
                }
            }

            /// Sets the URL that all paths are relative to, with or without a slash at its end.
            #[must_use]
            pub fn base_url(self, url: impl Into<String>) -> Self {
                Self {
                    inner: self.inner.base_url(url),
                }
            }

            /// Sets the longest time that a call may take, retries included.
            #[must_use]
            pub fn timeout(self, timeout: std::time::Duration) -> Self {
                Self {
                    inner: self.inner.timeout(timeout),
                }
            }

            /// Sets how often a call may be repeated after a failure.
            #[must_use]
            pub fn max_retries(self, retries: u32) -> Self {
                Self {
                    inner: self.inner.max_retries(retries),
                }
            }

            /// Sets whether inputs are checked against the constraints of the API before they are sent.
            #[must_use]
            pub fn request_validation(self, on: bool) -> Self {
                Self {
                    inner: self.inner.request_validation(on),
                }
            }

            /// Sets what carries the requests.
            #[must_use]
            pub fn transport(self, transport: impl $crate::Transport + 'static) -> Self {
                Self {
                    inner: self.inner.transport(transport),
                }
            }

            /// Sets everything else: see [`ClientBuilder`]($crate::ClientBuilder).
            #[must_use]
            pub fn configure(
                self,
                change: impl FnOnce($crate::ClientBuilder) -> $crate::ClientBuilder,
            ) -> Self {
                Self {
                    inner: change(self.inner),
                }
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// If the base URL or a credential cannot be used.
            pub fn build(self) -> Result<$client, $crate::Error> {
                Ok($client {
                    inner: self.inner.build()?,
                })
            }
        }
    };
}
