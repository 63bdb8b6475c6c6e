//! From an operation's inputs to a request.

use std::sync::Arc;

use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderName, HeaderValue, Method};

use super::Prepared;
use super::headers::{header_name, header_value, static_value};
use crate::body;
use crate::error::{Error, ErrorKind};
use crate::escape::{Escape, Pair};
use crate::media;
use crate::model::{Fact, Member, Place, Style};
use crate::operation::call::{Call, Options};
use crate::operation::inputs::{self, Inputs};
use crate::operation::table::{In, OperationFact, OperationTable};
use crate::pagination::seen::Seen;
use crate::parameter::{self, Writing};
use crate::path;
use crate::sensitive::is_sensitive;
use crate::upload::Payload;

impl Prepared {
    /// Reads the inputs of an operation, after checking them unless the client is told not to.
    ///
    /// # Errors
    ///
    /// If an input violates a constraint or cannot be sent.
    pub(crate) fn new(
        call: &Call,
        inputs: &dyn Inputs,
        is_streamed: bool,
    ) -> Result<Arc<Self>, Error> {
        let table = inputs.table();
        let mut prepared = None;
        inputs.inputs(&mut |places: &[&dyn Place]| {
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
            inputs::check(table, places)?;
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
            is_beyond_origin: false,
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
        let others = call.options.as_deref().map(|options| &*options.members);
        if let Some(body) = body::write(table, places, others.unwrap_or_default())? {
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
                    if writing.content.is_some_and(media::is_form) {
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
}

/// How a member of the query is written that the document says something of.
fn query_encoding(table: &OperationTable, name: &str) -> Option<&'static [Fact]> {
    table.facts.iter().find_map(|fact| match fact {
        OperationFact::QueryEncoding(member, facts) if *member == name => Some(*facts),
        _ => None,
    })
}
