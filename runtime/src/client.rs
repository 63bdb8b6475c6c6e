//! The client that all operations of an API are sent through.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;
use crate::secret::Secret;
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

/// Makes calls to an API. Cheap to clone: all clones share one transport.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    api: &'static Api,
}

impl Client {
    /// The facts of the API.
    #[must_use]
    pub fn api(&self) -> &'static Api {
        self.shared.api
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("api", &self.shared.api.title).finish_non_exhaustive()
    }
}

/// Sets up a [`Client`].
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<String>,
    credentials: Vec<(&'static str, Secret)>,
    transport: Option<Arc<dyn Transport>>,
    timeout: Option<Duration>,
    max_retries: u32,
    request_validation: bool,
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
            timeout: None,
            max_retries: 2,
            request_validation: true,
        }
    }

    /// A builder with the credentials and the base URL that the environment holds. An empty variable
    /// counts as unset.
    #[must_use]
    pub fn from_env(api: &'static Api) -> Self {
        Self::from_vars(api, |name| std::env::var(name).ok())
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
                builder.credentials.push((scheme.name, Secret::new(text)));
            }
        }
        builder
    }

    /// Sets the credential of the scheme with this name.
    #[must_use]
    pub fn credential(mut self, scheme: &'static str, value: impl Into<Secret>) -> Self {
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

    /// Sets the longest time that a call may take, retries included.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets how often a call may be repeated after a failure.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets whether inputs are checked against the constraints of the API before they are sent.
    #[must_use]
    pub fn request_validation(mut self, on: bool) -> Self {
        self.request_validation = on;
        self
    }

    /// Sets what carries the requests.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// If the base URL or a credential cannot be used.
    pub fn build(self) -> Result<Client, Error> {
        Ok(Client { shared: Arc::new(Shared { api: self.api }) })
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
                $builder { inner: $crate::ClientBuilder::new($api) }
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
                Self { inner: $crate::ClientBuilder::from_env($api) }
            }

            fn credential(self, scheme: &'static str, value: impl Into<$crate::Secret>) -> Self {
                Self { inner: self.inner.credential(scheme, value) }
            }

            /// Sets the URL that all paths are relative to, with or without a slash at its end.
            #[must_use]
            pub fn base_url(self, url: impl Into<String>) -> Self {
                Self { inner: self.inner.base_url(url) }
            }

            /// Sets the longest time that a call may take, retries included.
            #[must_use]
            pub fn timeout(self, timeout: std::time::Duration) -> Self {
                Self { inner: self.inner.timeout(timeout) }
            }

            /// Sets how often a call may be repeated after a failure.
            #[must_use]
            pub fn max_retries(self, retries: u32) -> Self {
                Self { inner: self.inner.max_retries(retries) }
            }

            /// Sets whether inputs are checked against the constraints of the API before they are sent.
            #[must_use]
            pub fn request_validation(self, on: bool) -> Self {
                Self { inner: self.inner.request_validation(on) }
            }

            /// Sets what carries the requests.
            #[must_use]
            pub fn transport(self, transport: impl $crate::Transport + 'static) -> Self {
                Self { inner: self.inner.transport(transport) }
            }

            /// Sets everything else: see [`ClientBuilder`]($crate::ClientBuilder).
            #[must_use]
            pub fn configure(self, change: impl FnOnce($crate::ClientBuilder) -> $crate::ClientBuilder) -> Self {
                Self { inner: change(self.inner) }
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// If the base URL or a credential cannot be used.
            pub fn build(self) -> Result<$client, $crate::Error> {
                Ok($client { inner: self.inner.build()? })
            }
        }
    };
}
