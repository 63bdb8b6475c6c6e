//! Bodies of requests, in every media type that has a structure.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;

use http::HeaderValue;
use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::escape::{Escape, Pair};
use crate::file_part::{FilePart, Held};
use crate::json::{self, EncodeError};
use crate::media;
use crate::model::{Fact, Member, Place, Presence, Style, View};
use crate::operation::table::{In, MediaKind, OperationFact, OperationTable};
use crate::parameter::{self, Visit, Writing};
use crate::request::headers::{header_value, static_value};
use crate::upload::{Payload, Segment, Upload};

/// A body with its media type.
pub(crate) struct Body {
    pub(crate) media: HeaderValue,
    pub(crate) payload: Payload,
}

/// What the body is made from.
enum Content<'a> {
    /// One value.
    Whole(&'a dyn Place),
    /// The inputs that are members of an object.
    Members(Members<'a>),
}

/// The inputs that are members of a body.
#[derive(Clone, Copy)]
struct Members<'a> {
    table: &'static OperationTable,
    places: &'a [&'a dyn Place],
    /// Members that only the caller knows of.
    others: &'a [(String, Value)],
}

impl<'a> Members<'a> {
    /// The inputs that are members, without those that have another value.
    fn inputs(self) -> impl Iterator<Item = (Member, &'a dyn Place)> {
        let inputs = self.table.inputs.iter().zip(self.table.locations);
        let is_other = move |name| self.others.iter().any(|(other, _)| other == name);
        inputs
            .zip(self.places)
            .filter(|((_, location), _)| **location == In::Member)
            .map(|((row, _), place)| (row, *place))
            .filter(move |(row, _)| !is_other(row.name))
    }

    /// Whether no member has a value.
    fn is_empty(self) -> bool {
        self.others.is_empty() && self.inputs().all(|(row, place)| is_left_out(row, place))
    }
}

/// The body of an operation, with members that only the caller knows of; `None` if it has none, or if the caller gave
/// none.
///
/// # Errors
///
/// If the value has no form in the body's media type.
pub(crate) fn write<'a>(
    table: &'static OperationTable,
    places: &'a [&'a dyn Place],
    others: &'a [(String, Value)],
) -> Result<Option<Body>, Error> {
    let declared = table.facts.iter().find_map(|fact| match fact {
        OperationFact::Body(media, kind) => Some((*media, *kind)),
        _ => None,
    });
    let Some((media, kind)) = declared else {
        return Ok(None);
    };
    let Some(content) = content(table, places, others) else {
        return Ok(None);
    };
    if matches!(kind, MediaKind::Form | MediaKind::Multipart) {
        check_members(media, &content)?;
    }
    let bytes = match kind {
        MediaKind::Json => json_bytes(&content)?,
        MediaKind::JsonLines => lines(media, &content)?,
        MediaKind::Form => form(table, &content)?.into_bytes(),
        MediaKind::Multipart => {
            let (boundary, payload) = multipart(table, &content)?;
            let media = format!("{}; boundary={boundary}", media::essence(media));
            let media = HeaderValue::from_str(&media).map_err(|error| {
                Error::with_source(
                    ErrorKind::Input,
                    "the media type of the body cannot be sent",
                    error,
                )
            })?;
            return Ok(Some(Body { media, payload }));
        }
        MediaKind::Text | MediaKind::Bytes | MediaKind::EventStream => match file(&content) {
            Some(file) => return whole(media, file).map(Some),
            None => plain(&content)?,
        },
    };
    Ok(Some(Body {
        media: static_value("content-type", media)?,
        payload: Payload::Bytes(bytes.into()),
    }))
}

/// The file that is the whole body.
fn file<'a>(content: &Content<'a>) -> Option<&'a FilePart> {
    match content {
        Content::Whole(place) => match parameter::held(*place).view() {
            View::Bytes(_, file) => file,
            View::Stream(file) => Some(file),
            _ => None,
        },
        Content::Members(_) => None,
    }
}

/// A body that is a file, which may know its media type better than the document.
fn whole(media: &'static str, file: &FilePart) -> Result<Body, Error> {
    let media = match file.content_type() {
        Some(own) => header_value("content-type", own)?,
        None => static_value("content-type", media)?,
    };
    let payload = match file.held() {
        Held::Bytes(bytes) => Payload::Bytes(bytes.clone()),
        Held::Stream(source) => stream(vec![Segment::Source(source.clone())]),
    };
    Ok(Body { media, payload })
}

fn stream(segments: Vec<Segment>) -> Payload {
    Payload::Stream(Arc::new(Upload::new(segments)))
}

fn content<'a>(
    table: &'static OperationTable,
    places: &'a [&'a dyn Place],
    others: &'a [(String, Value)],
) -> Option<Content<'a>> {
    let inputs = || table.inputs.iter().zip(table.locations).zip(places);
    if let Some(((row, _), place)) = inputs().find(|((_, location), _)| **location == In::Body) {
        let left_out = matches!(
            row.presence,
            Presence::Optional | Presence::OptionalNullable
        ) && matches!(place.view(), View::Absent);
        return (!left_out).then_some(Content::Whole(*place));
    }
    table.locations.iter().find(|at| **at == In::Member)?;
    let members = Members {
        table,
        places,
        others,
    };
    let declared = |fact| matches!(fact, &OperationFact::OptionalBody);
    let is_optional = table.facts.iter().any(declared);
    (!is_optional || !members.is_empty()).then_some(Content::Members(members))
}

/// Fails if a value has no members, of which a form or parts could be made.
fn check_members(media: &str, content: &Content<'_>) -> Result<(), Error> {
    match content {
        Content::Whole(place)
            if !parameter::is_nothing(&place.view()) && !parameter::is_object(*place) =>
        {
            let message = format!("the body cannot be sent as `{media}`: it is no object");
            Err(Error::new(ErrorKind::Input, message))
        }
        Content::Whole(_) | Content::Members(_) => Ok(()),
    }
}

/// Whether a member of the body has no value.
fn is_left_out(row: Member, place: &dyn Place) -> bool {
    let is_optional = matches!(
        row.presence,
        Presence::Optional | Presence::OptionalNullable
    );
    is_optional && matches!(place.view(), View::Absent)
}

fn json_bytes(content: &Content<'_>) -> Result<Vec<u8>, Error> {
    let members = match content {
        Content::Whole(place) => return Ok(json::to_vec(*place)?),
        Content::Members(members) => members,
    };
    let mut out = Vec::with_capacity(128);
    out.push(b'{');
    let mut push = |name: &str, place: &dyn Place| {
        if out.len() > 1 {
            out.push(b',');
        }
        push_name(name, &mut out)?;
        json::append(place, &mut out)
    };
    for (row, place) in members.inputs() {
        if !is_left_out(row, place) {
            push(row.name, place)?;
        }
    }
    for (name, value) in members.others {
        push(name, value)?;
    }
    out.push(b'}');
    Ok(out)
}

/// The items of a list, each as JSON on a line; in a sequence (RFC 7464) each is marked at its beginning, too.
fn lines(media: &str, content: &Content<'_>) -> Result<Vec<u8>, Error> {
    let essence = media::essence(media);
    let mark: &[u8] = if essence.ends_with("json-seq") {
        b"\x1e"
    } else {
        b""
    };
    let mut out = Vec::new();
    let mut push = |item: &dyn Place| -> Result<(), EncodeError> {
        out.extend_from_slice(mark);
        json::append(item, &mut out)?;
        out.push(b'\n');
        Ok(())
    };
    match content {
        Content::Whole(place) => match parameter::held(*place).view() {
            View::List(list) => parameter::items(list).try_for_each(&mut push)?,
            View::Json(Value::Array(items)) => {
                items.iter().try_for_each(|item| push(&item.clone()))?;
            }
            _ => push(*place)?,
        },
        Content::Members(_) => return json_bytes(content),
    }
    Ok(out)
}

/// Writes the name of a member.
fn push_name(name: &str, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    if name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$'))
    {
        // Most names need no second look.
        out.push(b'"');
        out.extend_from_slice(name.as_bytes());
        out.push(b'"');
    } else {
        json::append(&name.to_owned(), out)?;
    }
    out.push(b':');
    Ok(())
}

/// Shows the members of the body that have a value, with what says how each is written.
fn each(table: &OperationTable, content: &Content<'_>, visit: &mut Visit<'_>) {
    let encoding = |name: &str| {
        table.facts.iter().find_map(|fact| match fact {
            OperationFact::Encoding(member, facts) if *member == name => Some(*facts),
            _ => None,
        })
    };
    match content {
        Content::Whole(place) => parameter::each_member(*place, &mut |name, facts, place| {
            visit(name, encoding(name).unwrap_or(facts), place);
        }),
        Content::Members(members) => {
            for (row, place) in members.inputs() {
                parameter::row(row, place, visit);
            }
            for (name, value) in members.others {
                visit(name, &[], value);
            }
        }
    }
}

/// `application/x-www-form-urlencoded`
fn form(table: &OperationTable, content: &Content<'_>) -> Result<String, Error> {
    let mut pairs = Vec::new();
    let mut checked = Ok(());
    each(table, content, &mut |name, facts, place| {
        if checked.is_ok() {
            checked = parameter::check(name, place);
            parameter::field(name, facts, place, &mut pairs);
        }
    });
    checked?;
    Ok(parameter::form(&pairs))
}

/// One part of a multipart body.
struct Part {
    name: String,
    media: Option<String>,
    /// What it is called, if it is a file.
    file: Option<String>,
    held: Held,
}

/// `multipart/form-data`, with its boundary.
fn multipart(table: &OperationTable, content: &Content<'_>) -> Result<(String, Payload), Error> {
    let mut parts = Vec::new();
    let mut pushed = Ok(());
    each(table, content, &mut |name, facts, place| {
        if pushed.is_ok() {
            pushed = push_parts(name, facts, place, &mut parts);
        }
    });
    pushed?;
    let boundary = boundary(&parts);
    let (mut segments, mut out) = (Vec::new(), Vec::new());
    for part in parts {
        out.extend_from_slice(
            format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"",
                part.name
            )
            .as_bytes(),
        );
        if let Some(file) = &part.file {
            out.extend_from_slice(format!("; filename=\"{file}\"").as_bytes());
        }
        if let Some(media) = &part.media {
            out.extend_from_slice(format!("\r\ncontent-type: {media}").as_bytes());
        }
        out.extend_from_slice(b"\r\n\r\n");
        match part.held {
            Held::Bytes(bytes) => out.extend_from_slice(&bytes),
            Held::Stream(source) => {
                segments.push(Segment::Bytes(std::mem::take(&mut out).into()));
                segments.push(Segment::Source(source));
            }
        }
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    if segments.is_empty() {
        return Ok((boundary, Payload::Bytes(out.into())));
    }
    segments.push(Segment::Bytes(out.into()));
    Ok((boundary, stream(segments)))
}

/// A value becomes one part, a list one part for each item, and what a style says as many as that has pairs.
fn push_parts(
    name: &str,
    facts: &[Fact],
    place: &dyn Place,
    parts: &mut Vec<Part>,
) -> Result<(), Error> {
    let place = parameter::held(place);
    if parameter::is_styled(facts) && !holds_files(place) {
        parameter::check(name, place)?;
        let writing = Writing::new(facts, Style::Form, Escape::Nothing);
        let mut pairs = Vec::new();
        parameter::pairs(name, place, writing, &mut pairs);
        parts.extend(pairs.into_iter().map(Part::text));
        return Ok(());
    }
    match place.view() {
        View::List(list) if !media_of(facts).is_some_and(media::is_json) => parameter::values(list)
            .try_for_each(|item| {
                parts.push(Part::new(name, facts, item)?);
                Ok(())
            }),
        _ => {
            parts.push(Part::new(name, facts, place)?);
            Ok(())
        }
    }
}

/// The media type that the facts of a member say.
fn media_of(facts: &[Fact]) -> Option<&'static str> {
    facts.iter().find_map(|fact| match fact {
        Fact::Content(media) => Some(*media),
        _ => None,
    })
}

/// Whether a value is bytes, or a list of such.
fn holds_files(place: &dyn Place) -> bool {
    match parameter::held(place).view() {
        View::Bytes(..) | View::Stream(_) => true,
        View::List(list) => list.get(0).is_some_and(holds_files),
        _ => false,
    }
}

/// Whether bytes are text in Base64 in the schema, also as items.
fn is_encoded(facts: &[Fact]) -> bool {
    facts.iter().any(|fact| match fact {
        Fact::Format(format) => matches!(*format, "byte" | "base64"),
        Fact::ContentEncoding(encoding) => encoding.eq_ignore_ascii_case("base64"),
        Fact::Items(facts) => is_encoded(facts),
        _ => false,
    })
}

impl Part {
    /// A part that is a text.
    fn text(pair: Pair) -> Self {
        Self {
            name: quoted(&pair.name),
            media: None,
            file: None,
            held: pair.value.into_bytes().into(),
        }
    }

    /// One value.
    fn new(name: &str, facts: &[Fact], place: &dyn Place) -> Result<Self, Error> {
        let place = parameter::held(place);
        let mut given = media_of(facts).map(str::to_owned);
        let mut file = None;
        let text = || parameter::text(place).into_owned().into_bytes().into();
        let (default, held) = match place.view() {
            View::Bytes(_, Some(of)) | View::Stream(of) => {
                file = Some(of.file_name().unwrap_or(name));
                given = content_type(name, of)?.or(given);
                (Some("application/octet-stream"), of.held().clone())
            }
            View::Bytes(_, None) if is_encoded(facts) => (Some("application/octet-stream"), text()),
            View::Bytes(bytes, None) => {
                file = Some(name);
                (Some("application/octet-stream"), bytes.to_vec().into())
            }
            _ if given.as_deref().is_some_and(media::is_form) && parameter::is_object(place) => {
                let mut pairs = Vec::new();
                parameter::members(place, &mut pairs);
                (None, parameter::form(&pairs).into_bytes().into())
            }
            View::Model(_) | View::Map(_) | View::List(_) => {
                (Some("application/json"), json::to_vec(place)?.into())
            }
            View::Json(value) if value.is_array() || value.is_object() => {
                (Some("application/json"), json::to_vec(place)?.into())
            }
            _ if given.as_deref().is_some_and(media::is_json) => {
                (None, json::to_vec(place)?.into())
            }
            _ => {
                parameter::check(name, place)?;
                (None, text())
            }
        };
        Ok(Self {
            name: quoted(name),
            media: given.or(default.map(str::to_owned)),
            file: file.map(quoted),
            held,
        })
    }
}

/// The content type that a file has itself.
fn content_type(name: &str, file: &FilePart) -> Result<Option<String>, Error> {
    let Some(media) = file.content_type() else {
        return Ok(None);
    };
    HeaderValue::from_str(media).map_err(|error| {
        let message = format!("the content type of `{name}` cannot be sent");
        Error::with_source(ErrorKind::Input, message, error)
    })?;
    Ok(Some(media.to_owned()))
}

/// A name inside of quotation marks, as browsers write it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A boundary that is in none of the parts. It depends on them only, so that a request that is made
/// twice is the same twice; of streams nobody knows what is in them, so that chance has to do: 128 bits of it.
fn boundary(parts: &[Part]) -> String {
    let bytes = parts.iter().map(|part| match &part.held {
        Held::Bytes(bytes) => Some(&**bytes),
        Held::Stream(_) => None,
    });
    let Some(parts) = bytes.collect::<Option<Vec<&[u8]>>>() else {
        let chance = || RandomState::new().hash_one("boundary");
        return format!("boundary-{:016x}{:016x}", chance(), chance());
    };
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in parts.iter().copied().flatten() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    loop {
        let boundary = format!("boundary-{hash:016x}");
        let is_inside = |part: &&[u8]| {
            part.windows(boundary.len())
                .any(|window| window == boundary.as_bytes())
        };
        if !parts.iter().any(is_inside) {
            return boundary;
        }
        hash = hash.wrapping_add(1);
    }
}

/// Text or bytes as they are.
fn plain(content: &Content<'_>) -> Result<Vec<u8>, Error> {
    match content {
        Content::Whole(place) => Ok(match parameter::held(*place).view() {
            View::Bytes(bytes, _) => bytes.to_vec(),
            _ => {
                parameter::check("body", *place)?;
                parameter::text(*place).into_owned().into_bytes()
            }
        }),
        Content::Members(_) => Err(Error::new(
            ErrorKind::Input,
            "a body of text or bytes cannot be made from members",
        )),
    }
}
