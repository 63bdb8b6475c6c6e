//! Requests: an operation's inputs as they go on the wire.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use crate::auth::Form;
use crate::body;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::model::{Place, Style};
use crate::operation::{In, Inputs, OperationFact, OperationTable, Options};
use crate::parameter::{self, Escape, Pair, Writing};
use crate::path;

/// A request that is ready to be sent, as often as it takes. It holds no credentials: they are added
/// to each request that goes to the transport.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) client: Client,
    pub(crate) table: &'static OperationTable,
    pub(crate) options: Options,
    pub(crate) method: Method,
    base: Arc<str>,
    path: String,
    query: Vec<Pair>,
    /// A URL that the server gave, within the origin of the base URL, which stands in place of base,
    /// path and query.
    url: Option<Uri>,
    headers: HeaderMap,
    cookies: Vec<Pair>,
    body: Bytes,
    /// Whether the output reads the body.
    pub(crate) is_streamed: bool,
    /// What the pages before this one were like, so that a list that goes round in a circle ends.
    pub(crate) seen: Vec<u64>,
}

impl Prepared {
    /// Reads the inputs of `operation`, after checking them unless the client is told not to.
    ///
    /// # Errors
    ///
    /// If an input violates a constraint or cannot be sent.
    pub(crate) fn new(operation: &dyn Inputs) -> Result<Self, Error> {
        let mut prepared = Err(Error::new(
            ErrorKind::Input,
            "the operation does not show its inputs",
        ));
        operation.places(&mut |places| prepared = Self::from_places(operation, places));
        prepared.map_err(|error| error.of(operation.table()))
    }

    fn from_places(operation: &dyn Inputs, places: &[&dyn Place]) -> Result<Self, Error> {
        let (table, call) = (operation.table(), operation.call());
        if call.client.request_validation() {
            crate::operation::check(table, places)?;
        }
        let method = Method::from_bytes(table.method.as_bytes()).map_err(|error| {
            Error::with_source(ErrorKind::Input, "the method is not an HTTP method", error)
        })?;
        let server = table.facts.iter().find_map(|fact| match fact {
            OperationFact::Server(url) => Some(*url),
            _ => None,
        });
        let mut prepared = Self {
            client: call.client.clone(),
            table,
            options: call.options.as_deref().cloned().unwrap_or_default(),
            method,
            base: call.client.base(server)?,
            path: path::write(table, places)?,
            query: Vec::new(),
            url: None,
            headers: HeaderMap::with_capacity(8),
            cookies: Vec::new(),
            body: Bytes::new(),
            is_streamed: false,
            seen: Vec::new(),
        };
        prepared.add_facts()?;
        prepared.add_inputs(places)?;
        if let Some(body) = body::write(table, places)? {
            prepared.headers.insert(CONTENT_TYPE, body.media);
            prepared.body = body.bytes;
        }
        prepared.add_options()?;
        Ok(prepared)
    }

    /// What requests of this operation say whatever the inputs.
    fn add_facts(&mut self) -> Result<(), Error> {
        let mut accept = String::new();
        for fact in self.table.facts {
            if let OperationFact::Accept(media) = fact {
                if !accept.is_empty() {
                    accept.push_str(", ");
                }
                accept.push_str(media);
            }
        }
        let accept = if accept.is_empty() { "*/*" } else { &accept };
        self.headers.insert(ACCEPT, header_value("accept", accept)?);
        if !crate::encoding::ACCEPTED.is_empty() {
            self.headers.insert(
                ACCEPT_ENCODING,
                HeaderValue::from_static(crate::encoding::ACCEPTED),
            );
        }
        self.headers.insert(
            USER_AGENT,
            header_value("user-agent", self.client.api().user_agent)?,
        );
        for fact in self.table.facts {
            if let OperationFact::Query(pairs) = fact {
                let pairs = pairs
                    .split('&')
                    .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
                let pairs = pairs.map(|(name, value)| Pair {
                    name: name.to_owned(),
                    value: value.to_owned(),
                });
                self.query.extend(pairs);
            }
        }
        Ok(())
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
            match location {
                In::Query => {
                    let writing = Writing::new(row.facts, Style::Form, Escape::Unreserved);
                    parameter::pairs(row.name, *place, writing, &mut self.query);
                }
                In::Cookie => {
                    let mut writing = Writing::new(row.facts, Style::Form, Escape::Unreserved);
                    if writing.style == Style::Cookie {
                        writing.escape = Escape::Nothing;
                    }
                    parameter::pairs(row.name, *place, writing, &mut self.cookies);
                }
                In::Header => {
                    let writing = Writing::new(row.facts, Style::Simple, Escape::Nothing);
                    if let Some(text) = parameter::inline(row.name, *place, writing) {
                        self.headers
                            .insert(header_name(row.name)?, header_value(row.name, &text)?);
                    }
                }
                In::Path | In::Member | In::Body => {}
            }
        }
        Ok(())
    }

    /// What the caller set for this one call. It stands in place of what the inputs say under the same name.
    fn add_options(&mut self) -> Result<(), Error> {
        let options = std::mem::take(&mut self.options);
        let mut seen: Vec<&str> = Vec::new();
        for (name, value) in &options.headers {
            let (header, value) = (header_name(name)?, header_value(name, value)?);
            if seen
                .iter()
                .any(|earlier| earlier.eq_ignore_ascii_case(name))
            {
                self.headers.append(header, value);
            } else {
                self.headers.insert(header, value);
                seen.push(name);
            }
        }
        let pairs: Vec<_> = options
            .query
            .iter()
            .map(|(name, value)| Pair::new(name, value, Escape::Unreserved))
            .collect();
        self.query
            .retain(|pair| !pairs.iter().any(|option| option.name == pair.name));
        self.query.extend(pairs);
        self.options = options;
        Ok(())
    }

    /// The same request, whose answer is a stream. Its encoding would keep items back.
    pub(crate) fn streamed(mut self) -> Self {
        self.is_streamed = true;
        self.headers.remove(ACCEPT_ENCODING);
        self
    }

    /// The time that is left for a call that began at `start`; `None` if it is not limited.
    pub(crate) fn time_left(&self, start: Duration) -> Option<Duration> {
        let settings = self.client.settings();
        let limit = self.options.timeout.or(settings.timeout)?;
        Some(limit.saturating_sub(settings.clock.now().saturating_sub(start)))
    }

    /// The value of a parameter of the query, percent-encoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let name = Escape::Unreserved.apply(name);
        Some(&self.query.iter().find(|pair| pair.name == name)?.value)
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

    /// The request as it goes to the transport, with credentials.
    ///
    /// # Errors
    ///
    /// If a credential is missing.
    pub(crate) fn request(&self) -> Result<http::Request<Bytes>, Error> {
        let credentials = self
            .client
            .credentials_for(self.table)
            .map_err(|error| error.of(self.table))?;
        let mut headers = self.headers.clone();
        let mut query: Vec<&Pair> = Vec::new();
        let mut cookies: Vec<&Pair> = self.cookies.iter().collect();
        for credential in credentials {
            match &credential.form {
                Form::Header(name, value) => {
                    headers.entry(name.clone()).or_insert_with(|| value.clone());
                }
                Form::Query(pair) => query.push(pair),
                Form::Cookie(pair) => cookies.push(pair),
                Form::Nothing => {}
            }
        }
        if !cookies.is_empty() {
            let text = cookies
                .iter()
                .map(|pair| format!("{}={}", pair.name, pair.value))
                .collect::<Vec<_>>()
                .join("; ");
            let mut value = header_value("cookie", &text)?;
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        let mut request = http::Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri(&query)?;
        *request.headers_mut() = headers;
        Ok(request)
    }
}

impl Prepared {
    /// The URL, with further pairs in its query.
    pub(crate) fn uri(&self, further: &[&Pair]) -> Result<Uri, Error> {
        let mut text = match &self.url {
            Some(url) => url.to_string(),
            None => {
                let mut text = String::with_capacity(
                    self.base.len() + self.path.len() + 32 * self.query.len(),
                );
                text.push_str(&self.base);
                text.push_str(&self.path);
                for (index, pair) in self.query.iter().enumerate() {
                    push_pair(if index == 0 { '?' } else { '&' }, pair, &mut text);
                }
                text
            }
        };
        for pair in further {
            push_pair(if text.contains('?') { '&' } else { '?' }, pair, &mut text);
        }
        // The text may hold a credential: the error must not show it.
        Uri::from_maybe_shared(Bytes::from(text)).map_err(|_| {
            Error::new(
                ErrorKind::Input,
                "the inputs make a URL that cannot be sent; is it too long?",
            )
        })
    }
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

/// A header's value; headers that carry credentials by convention are marked as sensitive.
fn header_value(name: &str, text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_bytes(text.as_bytes()).map_err(|error| {
        Error::with_source(
            ErrorKind::Input,
            format!("the header `{name}` cannot hold its value"),
            error,
        )
    })?;
    value.set_sensitive(is_sensitive(name));
    Ok(value)
}

/// Whether a header of this name carries a credential by convention.
pub(crate) fn is_sensitive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "authorization",
        "cookie",
        "token",
        "secret",
        "password",
        "api-key",
        "apikey",
        "auth",
    ]
    .iter()
    .any(|part| name.contains(part))
}
