//! What asks for a page of a list: a parameter of the query, or a member of the body.

use bytes::Bytes;
use serde_json::Value;

use super::Prepared;
use super::headers::static_value;
use crate::error::{Error, ErrorKind};
use crate::escape::{Escape, Pair};
use crate::json;
use crate::operation::table::{MediaKind, OperationFact};
use crate::upload::Payload;

impl Prepared {
    /// The number that asks for this page, if one does.
    pub(crate) fn page_number(&self, name: &str) -> Option<u64> {
        if !self.asks_in_body() {
            return self.parameter(name)?.parse().ok();
        }
        let bytes = self.body.bytes()?;
        json::value_at(bytes, json::Options::new(), name)?.as_u64()
    }

    /// The same request for another page.
    ///
    /// # Errors
    ///
    /// If the body is none that has members.
    pub(crate) fn for_page(&self, name: &str, page: &Value) -> Result<Self, Error> {
        if self.asks_in_body() {
            self.with_member(name, page)
        } else {
            Ok(self.with_parameter(name, page))
        }
    }

    /// Whether a member of the body asks for a page.
    pub(crate) fn asks_in_body(&self) -> bool {
        let in_body = |fact: &OperationFact| matches!(fact, OperationFact::PageInBody);
        self.table.facts.iter().any(in_body)
    }

    fn with_parameter(&self, name: &str, value: &Value) -> Self {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let pair = Pair::new(name, &text, Escape::Unreserved);
        let mut next = self.clone();
        match next.query.iter_mut().find(|other| other.name == pair.name) {
            Some(other) => *other = pair,
            None => next.query.push(pair),
        }
        next
    }

    /// A body that the caller left out is made.
    fn with_member(&self, path: &str, value: &Value) -> Result<Self, Error> {
        let unfit = || {
            let message = format!("the next page cannot be asked for: the body has no `{path}`");
            Error::new(ErrorKind::Input, message).of(self.table)
        };
        let media = self.table.facts.iter().find_map(|fact| match fact {
            OperationFact::Body(media, MediaKind::Json) => Some(*media),
            _ => None,
        });
        let (media, bytes) = media.zip(self.body.bytes()).ok_or_else(unfit)?;
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
        let bytes = json::with_value(bytes, path, value).map_err(|_| unfit())?;
        let mut next = self.clone();
        next.media = Some(static_value("content-type", media)?);
        next.body = Payload::Bytes(Bytes::from(bytes));
        Ok(next)
    }

    /// What is sent, without headers: where two requests say the same, they ask for the same page.
    ///
    /// # Errors
    ///
    /// If the inputs make no URL.
    pub(crate) fn asked(&self) -> Result<(String, Bytes), Error> {
        let body = self.body.bytes().cloned().unwrap_or_default();
        Ok((self.uri(&[])?.to_string(), body))
    }
}
