//! What is true of an API as a whole.

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
    /// The method of the API's builder that takes the credential.
    pub method: &'static str,
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
