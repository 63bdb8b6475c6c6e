//! What asks for a page of a list: a parameter of the query, or a member of the body, which is JSON or a form.

use bytes::Bytes;
use serde_json::Value;

use super::Prepared;
use super::headers::static_value;
use crate::error::{Error, ErrorKind};
use crate::escape::{Escape, Pair};
use crate::json;
use crate::operation::table::{MediaKind, OperationFact};
use crate::parameter;
use crate::upload::Payload;

/// Where a request says which page it asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AskedIn {
    Query,
    Form,
    Json,
}

impl Prepared {
    /// The number that asks for this page, if one does.
    pub(crate) fn page_number(&self, name: &str) -> Option<u64> {
        match self.asked_in() {
            AskedIn::Query => self.parameter(name)?.parse().ok(),
            AskedIn::Form => {
                let pairs = self.form()?;
                let name = Escape::Form.apply(name);
                let pair = pairs.iter().find(|pair| pair.name == name)?;
                pair.value.parse().ok()
            }
            AskedIn::Json => {
                json::value_at(self.body.bytes()?, json::Options::new(), name)?.as_u64()
            }
        }
    }

    /// The same request for another page.
    ///
    /// # Errors
    ///
    /// If the body is none that has members.
    pub(crate) fn for_page(&self, name: &str, page: &Value) -> Result<Self, Error> {
        let mut next = self.clone();
        match self.asked_in() {
            AskedIn::Query => set(&mut next.query, pair(name, page, Escape::Unreserved)),
            AskedIn::Form => {
                let mut pairs = self.form().ok_or_else(|| self.no_member(name))?;
                set(&mut pairs, pair(name, page, Escape::Form));
                next.set_body(parameter::form(&pairs).into())?;
            }
            AskedIn::Json => {
                let bytes = self.body.bytes().ok_or_else(|| self.no_member(name))?;
                let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
                let bytes = json::with_value(bytes, name, page);
                next.set_body(bytes.map_err(|_| self.no_member(name))?.into())?;
            }
        }
        Ok(next)
    }

    /// Whether a token can be sent where the request takes it: JSON holds whatever the answer had, all else texts and
    /// numbers.
    pub(crate) fn takes_token(&self, token: &Value) -> bool {
        self.asked_in() == AskedIn::Json || matches!(token, Value::String(_) | Value::Number(_))
    }

    /// What is sent, without headers: requests in which it is the same ask for the same page.
    ///
    /// # Errors
    ///
    /// If the inputs make no URL.
    pub(crate) fn asked(&self) -> Result<(String, Bytes), Error> {
        let body = self.body.bytes().cloned().unwrap_or_default();
        Ok((self.uri(&[])?.to_string(), body))
    }

    fn asked_in(&self) -> AskedIn {
        let in_body = |fact: &OperationFact| matches!(fact, OperationFact::PageInBody);
        match self.declared_body() {
            Some((_, kind)) if self.table.facts.iter().any(in_body) => match kind {
                MediaKind::Form => AskedIn::Form,
                _ => AskedIn::Json,
            },
            _ => AskedIn::Query,
        }
    }

    fn declared_body(&self) -> Option<(&'static str, MediaKind)> {
        self.table.facts.iter().find_map(|fact| match fact {
            OperationFact::Body(media, kind) => Some((*media, *kind)),
            _ => None,
        })
    }

    /// The pairs of a form, percent-encoded.
    fn form(&self) -> Option<Vec<Pair>> {
        let text = str::from_utf8(self.body.bytes()?).ok()?;
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Pair {
                name: name.to_owned(),
                value: value.to_owned(),
            }
        };
        Some(pairs.map(pair).collect())
    }

    /// Sets the body, also one that the caller left out.
    fn set_body(&mut self, bytes: Bytes) -> Result<(), Error> {
        if let (None, Some((media, _))) = (&self.media, self.declared_body()) {
            self.media = Some(static_value("content-type", media)?);
        }
        self.body = Payload::Bytes(bytes);
        Ok(())
    }

    fn no_member(&self, name: &str) -> Error {
        let message = format!("the next page cannot be asked for: the body has no `{name}`");
        Error::new(ErrorKind::Input, message).of(self.table)
    }
}

fn pair(name: &str, value: &Value, escape: Escape) -> Pair {
    match value {
        Value::String(text) => Pair::new(name, text, escape),
        other => Pair::new(name, &other.to_string(), escape),
    }
}

/// Sets a pair in place of the first of its name.
fn set(pairs: &mut Vec<Pair>, pair: Pair) {
    match pairs.iter_mut().find(|other| other.name == pair.name) {
        Some(other) => *other = pair,
        None => pairs.push(pair),
    }
}
