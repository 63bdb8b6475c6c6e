//! The URL that all paths are relative to.

use std::fmt;

use http::uri::Authority;
use url::Url;

/// Why a base URL cannot be used.
#[derive(Debug)]
pub(crate) struct InvalidBase(String);

impl fmt::Display for InvalidBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the base URL cannot be used: {}", self.0)
    }
}

impl std::error::Error for InvalidBase {}

/// A base URL, in parts.
pub(crate) struct Base {
    /// The whole, without a slash at its end.
    pub(super) text: String,
    pub(crate) scheme: http::uri::Scheme,
    pub(crate) authority: Authority,
    /// The path, without a slash at its end.
    pub(crate) path: String,
}

impl Base {
    pub(super) fn new(text: &str) -> Result<Self, InvalidBase> {
        let refused = |why: &str| InvalidBase(why.to_owned());
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
