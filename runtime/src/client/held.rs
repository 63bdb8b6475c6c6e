//! The credentials that a client has.

use std::sync::Arc;

use http::HeaderValue;

use super::api::Scheme;
use crate::credential::CredentialProvider;
use crate::escape::Pair;

/// What a client has for a scheme.
pub(crate) struct Held {
    pub(crate) scheme: &'static Scheme,
    pub(crate) source: HeldSource,
}

/// Where what is sent comes from.
pub(crate) enum HeldSource {
    /// It is always the same.
    Fixed(Form),
    /// It is asked for.
    Provider(Arc<dyn CredentialProvider>),
}

/// How a credential is sent.
#[derive(Clone)]
pub(crate) enum Form {
    /// In a header.
    Header(http::HeaderName, HeaderValue),
    /// In the query, escaped.
    Query(Pair),
    /// In a cookie.
    Cookie(Pair),
    /// Not at all.
    Nothing,
}
