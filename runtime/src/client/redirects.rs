//! Which redirects a client follows.

/// Which redirects are followed, of calls whose method is GET or HEAD. Those of other methods are not.
///
/// Whoever decides where a redirect leads to decides what is asked: of [`AnyOrigin`](Self::AnyOrigin), servers
/// that only the client can reach included. A [transport around the transport](crate::ClientBuilder::wrap) sees all
/// requests, and adds to all of them what it adds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Redirects {
    /// Those to the origin that the request went to: the same scheme, host and port. Any other is an error of
    /// the kind [`Redirect`](crate::ErrorKind::Redirect), which names the origin.
    #[default]
    SameOrigin,
    /// Those to other origins as well, which is how many APIs answer downloads; but never from `https` to
    /// `http`. Requests to another origin hold no credentials, no cookies, no body, and of the headers
    /// only `accept`, `accept-encoding`, `accept-language`, `if-range`, `range` and `user-agent`. It stays so if a
    /// redirect leads back.
    AnyOrigin,
}
