//! Requests: an operation's inputs as they go on the wire.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, USER_AGENT};
use http::header::{GetAll, MaxSizeReached};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use crate::auth::{self, Given};
use crate::body;
use crate::client::{Base, Client, Form};
use crate::encoding;
use crate::error::{Error, ErrorKind};
use crate::escape::{Escape, Pair};
use crate::model::group::nothing;
use crate::model::{Fact, Member, Place, Style};
use crate::operation::Inputs;
use crate::operation::call::{Call, Options};
use crate::operation::table::{In, OperationFact, OperationTable};
use crate::pagination::seen::Seen;
use crate::parameter::{self, Writing};
use crate::path;
use crate::sensitive::is_sensitive;
use crate::transport::Body;
use crate::upload::{Payload, Reading};

/// A request that is ready to be sent, as often as it takes. It holds no credentials: they are added
/// to each request that goes to the transport.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) client: Client,
    pub(crate) table: &'static OperationTable,
    pub(crate) options: Option<Box<Options>>,
    pub(crate) method: Method,
    /// The base URL, if the operation has one of its own.
    base: Option<Arc<Base>>,
    path: String,
    query: Vec<Pair>,
    /// What stands in the query before the pairs, as it is sent; empty if there is nothing.
    query_string: String,
    /// A URL that the server gave, within the origin of the base URL, which stands in place of base,
    /// path and query.
    url: Option<Uri>,
    /// Besides those that [`Self::defaults`] are about. A name can be there more than once.
    headers: Vec<(HeaderName, HeaderValue)>,
    cookies: Vec<Pair>,
    body: Payload,
    /// The media type of the body.
    media: Option<HeaderValue>,
    /// Whether the output reads the body.
    pub(crate) is_streamed: bool,
    /// Whether a redirect that cannot be followed is the answer.
    pub(crate) takes_redirects: bool,
    /// What the pages before this one were like, so that a list that goes round in a circle ends.
    pub(crate) seen: Seen,
    /// How many items were on the pages before this one.
    pub(crate) passed: u64,
}

impl Prepared {
    /// Reads the inputs of `operation`, after checking them unless the client is told not to.
    ///
    /// # Errors
    ///
    /// If an input violates a constraint or cannot be sent.
    pub(crate) fn new(operation: &dyn Inputs, is_streamed: bool) -> Result<Arc<Self>, Error> {
        let (table, call) = operation.inputs(&mut nothing);
        let mut prepared = None;
        operation.inputs(&mut |places: &[&dyn Place]| {
            prepared = Some(Self::read(table, call, places, is_streamed))
        });
        match prepared {
            Some(Ok(prepared)) => Ok(prepared),
            Some(Err(error)) => Err(error.of(table)),
            None => Err(Error::new(
                ErrorKind::Input,
                "the operation does not show its inputs",
            )),
        }
    }

    fn read(
        table: &'static OperationTable,
        call: &Call,
        places: &[&dyn Place],
        is_streamed: bool,
    ) -> Result<Arc<Self>, Error> {
        if call.client.request_validation() {
            crate::operation::check(table, places)?;
        }
        let server = table.facts.iter().find_map(|fact| match fact {
            OperationFact::Server(url) => Some(*url),
            _ => None,
        });
        let method = Method::from_bytes(table.method().as_bytes()).map_err(|error| {
            Error::with_source(ErrorKind::Input, "the method is not an HTTP method", error)
        })?;
        let mut prepared = Self {
            client: call.client.clone(),
            table,
            options: call.options.clone(),
            method,
            base: call.client.base_of(server)?,
            path: path::write(table, places)?,
            query: Vec::new(),
            query_string: String::new(),
            url: None,
            headers: Vec::new(),
            cookies: Vec::new(),
            body: Payload::Bytes(Bytes::new()),
            media: None,
            is_streamed,
            takes_redirects: false,
            seen: Seen::default(),
            passed: 0,
        };
        prepared.add_fixed_pairs();
        prepared.add_inputs(places)?;
        if let Some(body) = body::write(table, places)? {
            prepared.body = body.payload;
            prepared.media = Some(body.media);
        }
        if let Some(options) = &call.options {
            prepared.add_options(options)?;
        }
        Ok(Arc::new(prepared))
    }

    /// The same request for an answer in another media type, unless the caller has asked for one.
    ///
    /// # Errors
    ///
    /// If the media type has no form in a header.
    pub(crate) fn asking_for(self: Arc<Self>, media: &'static str) -> Result<Arc<Self>, Error> {
        let mut prepared = Arc::unwrap_or_clone(self);
        if !prepared.headers.iter().any(|(name, _)| *name == ACCEPT) {
            let media = static_value("accept", media).map_err(|error| error.of(prepared.table))?;
            prepared.set_header(ACCEPT, media);
        }
        Ok(Arc::new(prepared))
    }

    /// The same request for whatever the answer is.
    pub(crate) fn taking_redirects(self: Arc<Self>) -> Arc<Self> {
        let mut prepared = Arc::unwrap_or_clone(self);
        prepared.takes_redirects = true;
        Arc::new(prepared)
    }

    /// Sets a header in place of those of the same name.
    fn set_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value));
    }

    /// The pairs of the query that are there whatever the inputs. A name alone stands before them.
    fn add_fixed_pairs(&mut self) {
        for fact in self.table.facts {
            let OperationFact::Query(pairs) = fact else {
                continue;
            };
            for pair in pairs.split('&') {
                match pair.split_once('=') {
                    Some((name, value)) => self.query.push(Pair {
                        name: name.to_owned(),
                        value: value.to_owned(),
                    }),
                    None => self.push_query_string(pair),
                }
            }
        }
    }

    fn push_query_string(&mut self, text: &str) {
        if !self.query_string.is_empty() {
            self.query_string.push('&');
        }
        self.query_string.push_str(text);
    }

    /// The inputs that go into query, headers and cookies.
    fn add_inputs(&mut self, places: &[&dyn Place]) -> Result<(), Error> {
        for ((row, location), place) in self
            .table
            .inputs
            .iter()
            .zip(self.table.locations)
            .zip(places)
        {
            if !matches!(location, In::Member | In::Body) {
                parameter::check(row.name, *place)?;
            }
            match location {
                In::Query => {
                    let writing = Writing::new(row.facts, Style::Form, Escape::Unreserved);
                    parameter::pairs(row.name, *place, writing, &mut self.query);
                }
                In::QueryString => {
                    let writing = Writing::new(row.facts, Style::Form, Escape::Unreserved);
                    if writing.content.is_some_and(crate::media::is_form) {
                        let table = self.table;
                        parameter::each_member(*place, &mut |name, facts, place| {
                            let facts = query_encoding(table, name).unwrap_or(facts);
                            parameter::field(name, facts, place, &mut self.query);
                        });
                    } else if let Some(text) = parameter::inline(row.name, *place, writing) {
                        self.push_query_string(&text);
                    }
                }
                In::Cookie => self.add_cookie(row, *place)?,
                In::Header => {
                    let writing = Writing::new(row.facts, Style::Simple, Escape::Nothing);
                    if let Some(text) = parameter::inline(row.name, *place, writing) {
                        let mut value = header_value(row.name, &text)?;
                        value.set_sensitive(is_sensitive(row.name));
                        self.set_header(header_name(row.name)?, value);
                    }
                }
                In::Path | In::Member | In::Body => {}
            }
        }
        Ok(())
    }

    /// An input that goes into cookies. The style `cookie` encodes nothing, so that it cannot send all values.
    fn add_cookie(&mut self, row: Member, place: &dyn Place) -> Result<(), Error> {
        let mut writing = Writing::new(row.facts, Style::Form, Escape::Unreserved);
        // `allowReserved` has no effect: a semicolon would begin another cookie.
        writing.escape = match writing.style {
            Style::Cookie => Escape::Nothing,
            _ => Escape::Unreserved,
        };
        let mut pairs = Vec::new();
        parameter::pairs(row.name, place, writing, &mut pairs);
        let begins_another =
            |pair: &Pair| pair.name.contains([';', '=']) || pair.value.contains(';');
        if pairs.iter().any(begins_another) {
            let message = format!(
                "`{}` cannot be sent as it is: a semicolon begins another cookie, and a name ends with `=`",
                row.name
            );
            return Err(Error::new(ErrorKind::Input, message));
        }
        self.cookies.extend(pairs);
        Ok(())
    }

    /// What the caller set for this one call. It stands in place of what the inputs say under the same name.
    fn add_options(&mut self, options: &Options) -> Result<(), Error> {
        let own = options.headers.iter().map(|(name, text)| {
            let mut value = header_value(name, text)?;
            value.set_sensitive(is_sensitive(name));
            Ok((header_name(name)?, value))
        });
        let own: Vec<_> = own.collect::<Result<_, Error>>()?;
        self.headers
            .retain(|(name, _)| !own.iter().any(|(other, _)| other == name));
        self.headers.extend(own);
        let pairs: Vec<_> = options
            .query
            .iter()
            .map(|(name, value)| Pair::new(name, value, Escape::Unreserved))
            .collect();
        self.query
            .retain(|pair| !pairs.iter().any(|option| option.name == pair.name));
        self.query.extend(pairs);
        Ok(())
    }

    /// The time that is left for a call that began at `start`; `None` if it is not limited.
    pub(crate) fn time_left(&self, start: Duration) -> Option<Duration> {
        let settings = self.client.settings();
        let own = self.options.as_ref().and_then(|options| options.timeout);
        let limit = own.or(settings.timeout)?;
        Some(limit.saturating_sub(settings.clock.now().saturating_sub(start)))
    }

    /// The value of a parameter of the query, percent-encoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let name = Escape::Unreserved.apply(name);
        Some(&self.query.iter().find(|pair| pair.name == name)?.value)
    }

    /// Whether the inputs or the caller set a parameter of the query.
    pub(crate) fn has_pair(&self, name: &str) -> bool {
        self.parameter(name).is_some()
    }

    /// The same request with another value of a parameter of the query.
    pub(crate) fn with_parameter(&self, name: &str, value: &str) -> Self {
        let pair = Pair::new(name, value, Escape::Unreserved);
        let mut next = self.clone();
        match next.query.iter_mut().find(|other| other.name == pair.name) {
            Some(other) => *other = pair,
            None => next.query.push(pair),
        }
        next
    }

    /// The same request to a URL that the server gave.
    pub(crate) fn with_url(&self, url: Uri) -> Self {
        Self {
            url: Some(url),
            ..self.clone()
        }
    }

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

    /// What stops reading the streams of the body when it is dropped.
    pub(crate) fn reading(&self) -> Option<Reading> {
        self.body.reading()
    }

    /// Whether this can be sent once only.
    pub(crate) fn is_once(&self) -> bool {
        self.body.bytes().is_none()
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
        for name in auth::select(&self.client, self.table).map_err(|error| error.of(self.table))? {
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

    /// Whether the inputs or the caller set a header of this name.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(other, _)| other.as_str().eq_ignore_ascii_case(name))
    }

    /// Whether the caller set a cookie of this name in a header.
    pub(crate) fn has_cookie(&self, name: &str) -> bool {
        let headers = self.headers.iter().filter(|(other, _)| *other == COOKIE);
        headers
            .flat_map(|(_, value)| value.as_bytes().split(|byte| *byte == b';'))
            .any(|pair| {
                let other = pair.split(|byte| *byte == b'=').next();
                other.unwrap_or_default().trim_ascii() == name.as_bytes()
            })
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

fn header_name(name: &str) -> Result<HeaderName, Error> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|error| {
        Error::with_source(
            ErrorKind::Input,
            format!("`{name}` is not a header name"),
            error,
        )
    })
}

/// How a member of the query is written that the document says something of.
fn query_encoding(table: &OperationTable, name: &str) -> Option<&'static [Fact]> {
    table.facts.iter().find_map(|fact| match fact {
        OperationFact::QueryEncoding(member, facts) if *member == name => Some(*facts),
        _ => None,
    })
}

fn too_many(error: MaxSizeReached) -> Error {
    Error::with_source(ErrorKind::Input, "there are too many headers", error)
}

pub(crate) fn header_value(name: &str, text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|error| unfit(name, error))
}

/// A header's value from text of a table, which needs no copy.
pub(crate) fn static_value(name: &str, text: &'static str) -> Result<HeaderValue, Error> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes()))
        .map_err(|error| unfit(name, error))
}

fn unfit(name: &str, error: http::header::InvalidHeaderValue) -> Error {
    Error::with_source(
        ErrorKind::Input,
        format!("the header `{name}` cannot hold its value"),
        error,
    )
}
