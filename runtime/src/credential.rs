//! Credentials that are given to a client: a secret that stays as it is, or a provider that is asked for one.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use crate::boxed::{BoxError, BoxFuture};
use crate::secret::Secret;

/// A credential: a [`Secret`], which any text makes, or a [`CredentialProvider`].
///
/// ```
/// use runtime::Credential;
///
/// let fixed = Credential::from("5f4dcc3b");
/// let fresh = Credential::from(async || Ok(std::fs::read_to_string("token")?.trim().into()));
/// # drop((fixed, fresh));
/// ```
#[derive(Clone)]
pub struct Credential(pub(crate) Source);

/// Where a credential comes from.
#[derive(Clone)]
pub(crate) enum Source {
    Secret(Secret),
    Provider(Arc<dyn CredentialProvider>),
}

/// Gives out a credential that expires, or that something else looks after.
///
/// It is asked before each attempt of a call that needs the credential, within the time that the attempt may
/// take, so it should keep what it has until that expires. If the server refuses the credential (401), the
/// provider is told once for each call; if it has another one, the attempt is made again with that.
///
/// A closure without arguments that returns a future is a provider. One that keeps its credential takes a few
/// lines:
///
/// ```
/// use std::time::{Duration, Instant};
///
/// use runtime::{CredentialError, CredentialProvider, Secret, credential::Provided};
/// use tokio::sync::Mutex;
///
/// /// Signs in when the last token is over, or was refused.
/// #[derive(Default)]
/// struct Tokens {
///     last: Mutex<Option<(Secret, Instant)>>,
/// }
///
/// impl Tokens {
///     /// The last token if it is good; a new one otherwise. The lock lets many calls share one sign-in.
///     async fn get(&self, refused: Option<&Secret>) -> Result<Secret, CredentialError> {
///         let mut last = self.last.lock().await;
///         if let Some((token, end)) = &*last {
///             let is_refused = refused.is_some_and(|refused| refused.expose() == token.expose());
///             if Instant::now() < *end && !is_refused {
///                 return Ok(token.clone());
///             }
///         }
///         let (token, lifetime) = sign_in().await?;
///         *last = Some((token.clone(), Instant::now() + lifetime));
///         Ok(token)
///     }
/// }
///
/// impl CredentialProvider for Tokens {
///     fn provide(&self) -> Provided<'_> {
///         Box::pin(self.get(None))
///     }
///     fn refresh<'a>(&'a self, refused: &'a Secret) -> Provided<'a> {
///         Box::pin(self.get(Some(refused)))
///     }
/// }
///
/// async fn sign_in() -> std::io::Result<(Secret, Duration)> {
///     // ...
/// #   Ok(("token".into(), Duration::from_secs(300)))
/// }
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// # let tokens = Tokens::default();
/// # let token = tokens.provide().await.map_err(|_| "no token")?;
/// # assert_eq!(tokens.refresh(&token).await.map_err(|_| "no token")?.expose(), "token");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A call that is dropped drops the future of its provider, too. What shall go on then, such as signing in on
/// behalf of other calls, belongs into a task of its own.
pub trait CredentialProvider: Send + Sync {
    /// The credential for the next attempt: what goes on the wire but for a prefix such as `Bearer`, and for
    /// a `Basic` scheme a user name and a password with a colon between them.
    fn provide(&self) -> Provided<'_>;

    /// The credential after the server has refused one that came from here. If it is the same one, the
    /// refusal is the answer to the call.
    ///
    /// Many calls may be refused at the same time. What was `refused` tells a credential that is not good
    /// from one that has been replaced since. By default this asks [`provide`](Self::provide).
    fn refresh<'a>(&'a self, refused: &'a Secret) -> Provided<'a> {
        let _ = refused;
        self.provide()
    }
}

/// A credential to come.
pub type Provided<'a> = BoxFuture<'a, Result<Secret, CredentialError>>;

impl<F, T> CredentialProvider for F
where
    F: Fn() -> T + Send + Sync,
    T: Future<Output = Result<Secret, CredentialError>> + Send + 'static,
{
    fn provide(&self) -> Provided<'_> {
        Box::pin(self())
    }
}

impl<P: CredentialProvider + ?Sized> CredentialProvider for Arc<P> {
    fn provide(&self) -> Provided<'_> {
        (**self).provide()
    }

    fn refresh<'a>(&'a self, refused: &'a Secret) -> Provided<'a> {
        (**self).refresh(refused)
    }
}

/// A provider has no credential.
///
/// Any error becomes one by `?`. Its message is part of the message of the call's error, so it must not show
/// a credential.
#[derive(Debug)]
pub struct CredentialError {
    pub(crate) source: BoxError,
    pub(crate) is_temporary: bool,
}

impl CredentialError {
    /// An error with its cause. The call that needs the credential fails at once.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self {
            source: source.into(),
            is_temporary: false,
        }
    }

    /// An error after which asking again may help. The call that needs the credential is repeated as after a
    /// failed connection.
    pub fn temporary(source: impl Into<BoxError>) -> Self {
        Self {
            source: source.into(),
            is_temporary: true,
        }
    }
}

impl<E: Into<BoxError>> From<E> for CredentialError {
    fn from(error: E) -> Self {
        Self::new(error)
    }
}

impl<P: CredentialProvider + 'static> From<P> for Credential {
    fn from(provider: P) -> Self {
        Self(Source::Provider(Arc::new(provider)))
    }
}

impl From<Secret> for Credential {
    fn from(secret: Secret) -> Self {
        Self(Source::Secret(secret))
    }
}

impl From<String> for Credential {
    fn from(text: String) -> Self {
        Secret::from(text).into()
    }
}

impl From<&str> for Credential {
    fn from(text: &str) -> Self {
        Secret::from(text).into()
    }
}

impl From<&String> for Credential {
    fn from(text: &String) -> Self {
        Secret::from(text).into()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Source::Secret(_) => "Credential(…)",
            Source::Provider(_) => "Credential(from a provider)",
        })
    }
}
