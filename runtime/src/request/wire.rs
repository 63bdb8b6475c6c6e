//! Requests as they go to the transport.

use bytes::Bytes;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, GetAll, MaxSizeReached, USER_AGENT,
};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::Prepared;
use super::headers::{header_value, static_value, unfit};
use crate::auth::{self, Given};
use crate::client::{Base, Form};
use crate::encoding;
use crate::error::{Error, ErrorKind};
use crate::escape::Pair;
use crate::operation::table::OperationFact;
use crate::transport::Body;
use crate::upload::Payload;

impl Prepared {
    /// The request as it can be looked at.
    ///
    /// # Errors
    ///
    /// If a credential is missing, or the body is a stream.
    pub(crate) fn shown(&self) -> Result<http::Request<Bytes>, Error> {
        self.request(&[], |body| {
            body.bytes().cloned().ok_or_else(|| {
                let message = "there is a stream in the body, which can only be sent";
                Error::new(ErrorKind::Input, message).of(self.table)
            })
        })
    }

    /// The request as it goes to the transport, with credentials: those of the client, and those that
    /// providers gave.
    ///
    /// # Errors
    ///
    /// If a credential is missing, or there is a stream in the body that was sent before.
    pub(crate) fn opened(&self, given: &[Given]) -> Result<http::Request<Body>, Error> {
        self.request(given, |body| {
            body.open().ok_or_else(|| {
                let message = "a stream in the body was sent before, and a stream can be sent once";
                Error::new(ErrorKind::Input, message)
            })
        })
    }

    fn request<B>(
        &self,
        given: &[Given],
        body: impl FnOnce(&Payload) -> Result<B, Error>,
    ) -> Result<http::Request<B>, Error> {
        let mut headers = HeaderMap::try_with_capacity(self.headers.len() + 5).map_err(too_many)?;
        self.defaults(&mut headers)?;
        for (name, value) in &self.headers {
            headers.try_append(name, value.clone()).map_err(too_many)?;
        }
        let mut query: Vec<&Pair> = Vec::new();
        let mut cookies: Vec<&Pair> = self.cookies.iter().collect();
        cookies.retain(|pair| !self.has_cookie(&pair.name));
        let schemes = if self.is_beyond_origin {
            &[]
        } else {
            auth::select(&self.client, self.table).map_err(|error| error.of(self.table))?
        };
        for name in schemes {
            let Some(held) = self.client.credential(name) else {
                continue;
            };
            if auth::is_replaced(held.scheme, self) {
                continue;
            }
            match auth::form(held, given) {
                Some(Form::Header(name, value)) => {
                    headers.try_insert(name, value.clone()).map_err(too_many)?;
                }
                Some(Form::Query(pair)) => query.push(pair),
                Some(Form::Cookie(pair)) => cookies.push(pair),
                Some(Form::Nothing) => {}
                None => return Err(auth::not_asked(held).of(self.table)),
            }
        }
        if !cookies.is_empty() {
            let value = cookie(headers.get_all(COOKIE), &cookies)?;
            headers.try_insert(COOKIE, value).map_err(too_many)?;
        }
        let uri = self.uri(&query)?;
        let mut request = http::Request::new(body(&self.body)?);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// What every request says, unless it says something else under the same name.
    fn defaults(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        let is_given = |name: HeaderName| self.headers.iter().any(|(other, _)| *other == name);
        if !is_given(ACCEPT) {
            headers.append(ACCEPT, self.accept()?);
        }
        if !is_given(ACCEPT_ENCODING) {
            // Compression would keep items of a stream back.
            let accepted = if self.is_streamed {
                encoding::NONE
            } else {
                encoding::ACCEPTED
            };
            headers.append(ACCEPT_ENCODING, HeaderValue::from_static(accepted));
        }
        if !is_given(USER_AGENT) {
            let agent = static_value("user-agent", self.client.api().user_agent)?;
            headers.append(USER_AGENT, agent);
        }
        if let Some(media) = self.media.as_ref().filter(|_| !is_given(CONTENT_TYPE)) {
            headers.append(CONTENT_TYPE, media.clone());
        }
        Ok(())
    }

    /// The media types that are asked for.
    fn accept(&self) -> Result<HeaderValue, Error> {
        let mut accepted = self.table.facts.iter().filter_map(|fact| match fact {
            OperationFact::Accept(media) => Some(*media),
            _ => None,
        });
        match (accepted.next(), accepted.next()) {
            (None, _) => Ok(HeaderValue::from_static("*/*")),
            (Some(media), None) => static_value("accept", media),
            (Some(first), Some(second)) => {
                let all: Vec<_> = [first, second].into_iter().chain(accepted).collect();
                header_value("accept", &all.join(", "))
            }
        }
    }
}

/// All cookies in one header, after those that the caller put into headers.
fn cookie(own: GetAll<'_, HeaderValue>, cookies: &[&Pair]) -> Result<HeaderValue, Error> {
    let own = own.iter().map(|value| value.as_bytes().to_vec());
    let cookies = cookies
        .iter()
        .map(|pair| format!("{}={}", pair.name, pair.value).into_bytes());
    let all: Vec<_> = own.chain(cookies).collect();
    let mut value = HeaderValue::from_maybe_shared(Bytes::from(all.join(&b"; "[..])))
        .map_err(|error| unfit("cookie", error))?;
    value.set_sensitive(true);
    Ok(value)
}

impl Prepared {
    fn base(&self) -> &Base {
        self.base.as_deref().unwrap_or_else(|| self.client.base())
    }

    /// The URL, with further pairs in its query.
    pub(crate) fn uri(&self, further: &[&Pair]) -> Result<Uri, Error> {
        let (scheme, authority, mut text) = match &self.url {
            Some(url) => (
                url.scheme().cloned(),
                url.authority().cloned(),
                path_without(url, further),
            ),
            None => (
                Some(self.base().scheme.clone()),
                Some(self.base().authority.clone()),
                self.path_and_query(),
            ),
        };
        for pair in further {
            push_pair(if text.contains('?') { '&' } else { '?' }, pair, &mut text);
        }
        let mut parts = http::uri::Parts::default();
        parts.scheme = scheme;
        parts.authority = authority;
        // The text may hold a credential: the error must not show it.
        let unfit = || {
            Error::new(
                ErrorKind::Input,
                "the inputs make a URL that cannot be sent; is it too long?",
            )
        };
        parts.path_and_query =
            Some(PathAndQuery::from_maybe_shared(Bytes::from(text)).map_err(|_| unfit())?);
        Uri::from_parts(parts).map_err(|_| unfit())
    }

    fn path_and_query(&self) -> String {
        let base = &self.base().path;
        let mut text = String::with_capacity(base.len() + self.path.len() + 32 * self.query.len());
        text.push_str(base);
        text.push_str(&self.path);
        if !self.query_string.is_empty() {
            text.push('?');
            text.push_str(&self.query_string);
        }
        for (index, pair) in self.query.iter().enumerate() {
            let is_first = index == 0 && self.query_string.is_empty();
            push_pair(if is_first { '?' } else { '&' }, pair, &mut text);
        }
        text
    }
}

/// The path and the query of a URL that the server gave. The server may have repeated credentials in it, or
/// have written something else in their place: it does without `further`, which is added.
fn path_without(url: &Uri, further: &[&Pair]) -> String {
    let mut text = url.path().to_owned();
    let is_further = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        further.iter().any(|other| other.name == name)
    };
    let pairs = url.query().into_iter().flat_map(|query| query.split('&'));
    for (index, pair) in pairs.filter(|pair| !is_further(pair)).enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(pair);
    }
    text
}

fn push_pair(separator: char, pair: &Pair, out: &mut String) {
    out.push(separator);
    out.push_str(&pair.name);
    out.push('=');
    out.push_str(&pair.value);
}

fn too_many(error: MaxSizeReached) -> Error {
    Error::with_source(ErrorKind::Input, "there are too many headers", error)
}
