//! Credentials: which of them a request carries, and how.
//!
//! **Invariant:** a request carries the credentials of exactly one alternative of its operation, the
//! first for which the client has them all. The empty one comes last, wherever it stands.

use std::sync::Arc;

use http::HeaderValue;
use http::header::AUTHORIZATION;

use crate::base64;
use crate::client::{Api, Client, Form, Held, HeldSource, Scheme, SchemeKind};
use crate::credential::{Credential, CredentialError, Source};
use crate::error::{Error, ErrorKind};
use crate::escape::{Escape, Pair};
use crate::operation::table::OperationTable;
use crate::request::Prepared;
use crate::secret::Secret;

/// Checks a credential and brings it into the form in which it is sent.
///
/// # Errors
///
/// If the API has no such scheme, or the text cannot be sent.
pub(crate) fn hold(api: &'static Api, name: &str, credential: &Credential) -> Result<Held, Error> {
    let scheme = scheme(api, name).ok_or_else(|| {
        Error::new(
            ErrorKind::Configuration,
            format!("the API has no security scheme `{name}`"),
        )
    })?;
    let source = match &credential.0 {
        Source::Secret(secret) => {
            let form = Form::new(scheme, secret.expose());
            HeldSource::Fixed(form.map_err(|why| unusable(scheme, scheme.env, why))?)
        }
        // There is nothing to provide.
        Source::Provider(_) if scheme.kind == SchemeKind::Connection => {
            HeldSource::Fixed(Form::Nothing)
        }
        Source::Provider(provider) => HeldSource::Provider(Arc::clone(provider)),
    };
    Ok(Held { scheme, source })
}

impl Form {
    /// The form in which `text` is sent, or the reason why it cannot be, which does not show it.
    fn new(scheme: &Scheme, text: &str) -> Result<Self, &'static str> {
        if scheme.kind != SchemeKind::Connection {
            check(scheme, text)?;
        }
        Ok(match scheme.kind {
            SchemeKind::Header(header) => {
                let name = http::HeaderName::from_bytes(header.as_bytes())
                    .map_err(|_| "the document names a header that cannot be")?;
                Self::Header(name, sensitive(text)?)
            }
            SchemeKind::Query(parameter) => {
                Self::Query(Pair::new(parameter, text, Escape::Unreserved))
            }
            SchemeKind::Cookie(cookie) => Self::Cookie(in_cookie(cookie, text)),
            SchemeKind::Bearer => authorization("Bearer", text)?,
            SchemeKind::Http(kind) => authorization(kind, text)?,
            SchemeKind::Basic if !text.contains(':') => {
                return Err("it has to be a user name and a password with a colon between them");
            }
            SchemeKind::Basic => authorization("Basic", &base64::encode(text.as_bytes()))?,
            SchemeKind::Connection => Self::Nothing,
        })
    }
}

/// A credential as it is, if a cookie can hold that (`cookie-octet` of RFC 6265), or else encoded.
fn in_cookie(name: &str, text: &str) -> Pair {
    let mut pair = Pair::new(name, text, Escape::Unreserved);
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    if text.bytes().all(fits) {
        text.clone_into(&mut pair.value);
    }
    pair
}

/// What a credential must not hold, each with its reason; none of them shows the text.
fn check(scheme: &Scheme, text: &str) -> Result<(), &'static str> {
    Err(if text.is_empty() {
        "it is empty"
    } else if text.contains(['\r', '\n']) {
        "it holds a line break (a file that it was read from may end with one)"
    } else if text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']) {
        "it starts or ends with a space"
    } else if text.chars().any(char::is_control) {
        "it holds a control character"
    } else if scheme.kind != SchemeKind::Basic && !text.is_ascii() {
        "it holds a character outside of ASCII"
    } else {
        return Ok(());
    })
}

fn unusable(scheme: &Scheme, env: Option<&str>, why: &str) -> Error {
    let from = env
        .map(|name| format!(" (environment variable {name})"))
        .unwrap_or_default();
    Error::new(
        ErrorKind::Configuration,
        format!(
            "the credential `{}`{from} cannot be sent: {why}",
            scheme.method
        ),
    )
}

fn authorization(kind: &str, text: &str) -> Result<Form, &'static str> {
    Ok(Form::Header(
        AUTHORIZATION,
        sensitive(&format!("{kind} {text}"))?,
    ))
}

fn sensitive(text: &str) -> Result<HeaderValue, &'static str> {
    let mut value = HeaderValue::from_str(text).map_err(|_| "a header cannot hold it")?;
    value.set_sensitive(true);
    Ok(value)
}

/// The schemes whose credentials a request of `table` carries.
///
/// # Errors
///
/// If there is no alternative for which all are there.
pub(crate) fn select(
    client: &Client,
    table: &'static OperationTable,
) -> Result<&'static [&'static str], Error> {
    let is_there =
        |name: &&str| client.credential(name).is_some() || sends_nothing(client.api(), name);
    if table.security.is_empty() {
        return Ok(&[]);
    }
    // One header has room for one credential: where another one of the alternative goes into it, either is enough.
    let stands_for = |name: &&str, other: &&str| {
        let own = header(client.api(), name);
        own.is_some() && own == header(client.api(), other) && is_there(other)
    };
    let is_complete = |names: &&&[&str]| {
        let is_met = |name| is_there(name) || names.iter().any(|other| stands_for(name, other));
        names.iter().all(is_met)
    };
    let mut complete = table.security.iter().filter(is_complete);
    let first = complete.clone().next();
    match complete.find(|names| !names.is_empty()).or(first) {
        Some(names) => Ok(names),
        None => Err(missing(client, table)),
    }
}

fn sends_nothing(api: &'static Api, name: &str) -> bool {
    scheme(api, name).is_some_and(|scheme| scheme.kind == SchemeKind::Connection)
}

/// The header that the credential of a scheme goes into.
fn header(api: &'static Api, name: &str) -> Option<http::HeaderName> {
    match scheme(api, name)?.kind {
        SchemeKind::Header(name) => http::HeaderName::from_bytes(name.as_bytes()).ok(),
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Http(_) => Some(AUTHORIZATION),
        SchemeKind::Query(_) | SchemeKind::Cookie(_) | SchemeKind::Connection => None,
    }
}

fn scheme(api: &'static Api, name: &str) -> Option<&'static Scheme> {
    api.schemes.iter().find(|scheme| scheme.name == name)
}

/// What is missing, for every alternative, and how the client can be given it.
fn missing(client: &Client, table: &'static OperationTable) -> Error {
    let api = client.api();
    let is_missing = |name: &&&str| client.credential(name).is_none() && !sends_nothing(api, name);
    let absent = |names: &&[&str]| {
        let named: Vec<_> = names
            .iter()
            .filter(is_missing)
            .map(|name| named(api, name))
            .collect();
        named.join(" and ")
    };
    let alternatives: Vec<_> = table.security.iter().map(absent).collect();
    let message = format!(
        "the client lacks a credential: its builder takes {}",
        alternatives.join(", or ")
    );
    Error::new(ErrorKind::Credential, message)
}

fn named(api: &'static Api, name: &str) -> String {
    let Some(scheme) = scheme(api, name) else {
        return format!("`{name}`");
    };
    let method = scheme.method;
    match scheme.env {
        Some(variable) => format!("`.{method}(…)` (`from_env` reads {variable})"),
        None => format!("`.{method}(…)`"),
    }
}

/// A credential that a provider gave, and how it is sent.
pub(crate) struct Given {
    scheme: &'static Scheme,
    secret: Secret,
    form: Form,
}

/// Why there is no credential.
pub(crate) struct NotGiven {
    pub(crate) error: Error,
    /// Whether asking again may help.
    pub(crate) is_temporary: bool,
}

impl From<Error> for NotGiven {
    fn from(error: Error) -> Self {
        Self {
            error,
            is_temporary: false,
        }
    }
}

/// How what is `held` of a scheme is sent with a request, for which providers gave `given`; `None` if the
/// provider was not asked.
pub(crate) fn form<'a>(held: &'a Held, given: &'a [Given]) -> Option<&'a Form> {
    match &held.source {
        HeldSource::Fixed(form) => Some(form),
        HeldSource::Provider(_) => {
            let given = given.iter().find(|given| is_of(given, held))?;
            Some(&given.form)
        }
    }
}

fn is_of(given: &Given, held: &Held) -> bool {
    given.scheme.name == held.scheme.name
}

/// Asks the providers for what a request needs, those whose credential was refused for another one.
///
/// # Errors
///
/// If a credential is missing, if a provider has none, or one that cannot be sent.
pub(crate) async fn ask(request: &Prepared, refused: &[Given]) -> Result<Vec<Given>, NotGiven> {
    let mut all = Vec::new();
    for name in select(&request.client, request.table)? {
        let Some(held) = request.client.credential(name) else {
            continue;
        };
        let HeldSource::Provider(provider) = &held.source else {
            continue;
        };
        if is_replaced(held.scheme, request) {
            continue;
        }
        let answer = match refused.iter().find(|given| is_of(given, held)) {
            Some(refused) => provider.refresh(&refused.secret),
            None => provider.provide(),
        };
        all.push(Given::new(held.scheme, answer.await)?);
    }
    Ok(all)
}

/// Whether what the caller set for this request stands in place of the credential.
pub(crate) fn is_replaced(scheme: &Scheme, request: &Prepared) -> bool {
    match scheme.kind {
        SchemeKind::Header(name) => request.has_header(name),
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Http(_) => {
            request.has_header(AUTHORIZATION.as_str())
        }
        SchemeKind::Query(name) => request.has_pair(name),
        SchemeKind::Cookie(name) => request.has_cookie(&Escape::Unreserved.apply(name)),
        SchemeKind::Connection => false,
    }
}

impl Given {
    fn new(
        scheme: &'static Scheme,
        answer: Result<Secret, CredentialError>,
    ) -> Result<Self, NotGiven> {
        let secret = answer.map_err(|error| NotGiven {
            is_temporary: error.is_temporary,
            error: Error::with_source(
                ErrorKind::Credential,
                format!(
                    "the provider of the credential `{}` failed: {}",
                    scheme.method, error.source
                ),
                error.source,
            ),
        })?;
        let form = Form::new(scheme, secret.expose()).map_err(|why| unusable(scheme, None, why))?;
        Ok(Self {
            scheme,
            secret,
            form,
        })
    }
}

/// Whether these are the credentials that there were before.
pub(crate) fn is_same(now: &[Given], before: &[Given]) -> bool {
    now.len() == before.len()
        && now
            .iter()
            .zip(before)
            .all(|(now, before)| now.secret.expose() == before.secret.expose())
}

/// A request is looked at whose credential comes from a provider.
pub(crate) fn not_asked(held: &Held) -> Error {
    let message = format!(
        "the credential `{}` comes from a provider, which is asked when the request is sent",
        held.scheme.method
    );
    Error::new(ErrorKind::Credential, message)
}
