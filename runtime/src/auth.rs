//! Credentials: which of them a request carries, and how.
//!
//! **Invariant:** a request carries the credentials of exactly one alternative of its operation, the
//! first for which the client has them all.

use http::HeaderValue;

use crate::base64;
use crate::client::{Api, Client, Scheme, SchemeKind};
use crate::error::{Error, ErrorKind};
use crate::operation::OperationTable;
use crate::parameter::{Escape, Pair};
use crate::secret::Secret;

/// A credential in the form in which it is sent.
#[derive(Clone)]
pub(crate) struct Credential {
    pub(crate) scheme: &'static Scheme,
    pub(crate) form: Form,
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

impl Credential {
    /// Checks a credential and brings it into the form in which it is sent.
    ///
    /// # Errors
    ///
    /// If the API has no such scheme, or the text cannot be sent.
    pub(crate) fn new(api: &'static Api, name: &str, secret: &Secret) -> Result<Self, Error> {
        let scheme = api
            .schemes
            .iter()
            .find(|scheme| scheme.name == name)
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::Configuration,
                    format!("the API has no security scheme `{name}`"),
                )
            })?;
        let text = secret.expose();
        if scheme.kind != SchemeKind::Connection {
            check(scheme, text)?;
        }
        let form = match scheme.kind {
            SchemeKind::Header(header) => {
                Form::Header(header_name(header)?, sensitive(scheme, text)?)
            }
            SchemeKind::Query(parameter) => {
                Form::Query(Pair::new(parameter, text, Escape::Unreserved))
            }
            SchemeKind::Cookie(cookie) => Form::Cookie(Pair::new(cookie, text, Escape::Unreserved)),
            SchemeKind::Bearer => authorization(scheme, "Bearer", text)?,
            SchemeKind::Http(kind) => authorization(scheme, kind, text)?,
            SchemeKind::Basic if !text.contains(':') => {
                return Err(unusable(
                    scheme,
                    "it has to be a user name and a password with a colon between them",
                ));
            }
            SchemeKind::Basic => authorization(scheme, "Basic", &base64::encode(text.as_bytes()))?,
            SchemeKind::Connection => Form::Nothing,
        };
        Ok(Self { scheme, form })
    }
}

/// What a credential must not hold, each with its reason; none of them shows the text.
fn check(scheme: &Scheme, text: &str) -> Result<(), Error> {
    let why = if text.is_empty() {
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
    };
    Err(unusable(scheme, why))
}

fn unusable(scheme: &Scheme, why: &str) -> Error {
    let from = scheme
        .env
        .map(|name| format!(" (environment variable {name})"))
        .unwrap_or_default();
    Error::new(
        ErrorKind::Configuration,
        format!(
            "the credential `{}`{from} cannot be sent: {why}",
            scheme.name
        ),
    )
}

fn header_name(name: &str) -> Result<http::HeaderName, Error> {
    http::HeaderName::from_bytes(name.as_bytes()).map_err(|error| {
        Error::with_source(
            ErrorKind::Configuration,
            format!("`{name}` is not a header name"),
            error,
        )
    })
}

fn authorization(scheme: &Scheme, kind: &str, text: &str) -> Result<Form, Error> {
    Ok(Form::Header(
        http::header::AUTHORIZATION,
        sensitive(scheme, &format!("{kind} {text}"))?,
    ))
}

fn sensitive(scheme: &Scheme, text: &str) -> Result<HeaderValue, Error> {
    let mut value =
        HeaderValue::from_str(text).map_err(|_| unusable(scheme, "a header cannot hold it"))?;
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
    match table
        .security
        .iter()
        .find(|names| names.iter().all(is_there))
    {
        Some(names) => Ok(names),
        None => Err(missing(client, table)),
    }
}

fn sends_nothing(api: &Api, name: &str) -> bool {
    api.schemes
        .iter()
        .any(|scheme| scheme.name == name && scheme.kind == SchemeKind::Connection)
}

/// What is missing, for every alternative.
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
        "the client lacks a credential: set {}",
        alternatives.join(", or ")
    );
    Error::new(ErrorKind::Credential, message)
}

fn named(api: &Api, name: &str) -> String {
    match api
        .schemes
        .iter()
        .find(|scheme| scheme.name == name)
        .and_then(|scheme| scheme.env)
    {
        Some(variable) => format!("`{name}` (environment variable {variable})"),
        None => format!("`{name}`"),
    }
}
