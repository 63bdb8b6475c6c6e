//! Reads bodies.

use std::convert::Infallible;

use futures_util::stream;
use serde_json::Value;

use crate::compare::{difference, is_same, is_same_deep, says, without_nulls};
use crate::document::{Body, Encoding, Style, essence, is_json};
use crate::draw;
use crate::read::{self, Pairs, Shape};

/// What there is a reader for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Json,
    JsonLines,
    Form,
    Multipart,
    /// Text, or bytes, as they are.
    Plain,
}

impl Kind {
    /// The reader of a media type; `None` if there is none.
    pub(crate) fn of(media: &str) -> Option<Self> {
        Some(match essence(media).as_str() {
            _ if is_json(media) => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "multipart/form-data" => Self::Multipart,
            "application/jsonl"
            | "application/x-ndjson"
            | "application/ndjson"
            | "application/json-seq" => Self::JsonLines,
            essence if essence.starts_with("multipart/") => return None,
            _ => Self::Plain,
        })
    }
}

/// What differs between a body that was sent and the value that was meant.
pub(crate) fn differences(
    body: &Body,
    kind: Kind,
    value: &Value,
    sent: &[u8],
    media: &str,
) -> Result<Vec<String>, String> {
    let text = || std::str::from_utf8(sent).map_err(|_| "no UTF-8".to_owned());
    let json = |text: &str| {
        serde_json::from_str::<Value>(text).map_err(|error| format!("no JSON: {error}"))
    };
    let one = |difference: Option<String>| Ok(difference.into_iter().collect());
    match kind {
        Kind::Json => one(difference(&json(text()?)?, value, "")),
        Kind::JsonLines => {
            let lines = text()?
                .split(['\n', '\u{1e}'])
                .filter(|line| !line.is_empty());
            let lines: Value = lines.map(json).collect::<Result<Vec<_>, _>>()?.into();
            one(difference(&lines, value, ""))
        }
        Kind::Plain => {
            let expected = value.as_str().unwrap_or_default();
            let expected = draw::file(expected).unwrap_or(expected.as_bytes());
            one((sent != expected).then(|| format!("{sent:?} in place of {expected:?}")))
        }
        Kind::Form => Ok(form(body, value, text()?)),
        Kind::Multipart => multipart(body, value, parts(sent, media)?),
    }
}

fn form(body: &Body, value: &Value, text: &str) -> Vec<String> {
    let mut pairs = Pairs::parse(text, "&");
    let mut differences = Vec::new();
    for (name, member) in value.as_object().into_iter().flatten() {
        let member = without_nulls(member);
        let styled = body.encoding.get(name).and_then(|encoding| encoding.styled);
        if !member.is_null()
            && let Err(difference) = field(&mut pairs, name, styled, &member, read::form)
        {
            differences.push(difference);
        }
    }
    differences.extend(
        pairs
            .list
            .iter()
            .map(|(name, _)| format!("`{name}` was not asked for")),
    );
    differences
}

/// Reads a field of a form. Without a style, objects are JSON.
fn field(
    pairs: &mut Pairs,
    name: &str,
    styled: Option<(Style, bool)>,
    value: &Value,
    decode: read::Decode,
) -> Result<(), String> {
    let (style, is_exploded) = styled.unwrap_or((Style::Form, true));
    let shape = if styled.is_none() && value.is_object() {
        Shape::Primitive
    } else {
        Shape::of(value)
    };
    let found = pairs.read(name, style, is_exploded, &shape, decode)?;
    let is_same = match style {
        Style::DeepObject if shape != Shape::Primitive => is_same_deep(&found, name, value),
        _ => is_same(&found, value),
    };
    is_same
        .then_some(())
        .ok_or_else(|| format!("`{name}`: {found:?} in place of {value}"))
}

struct Part {
    name: String,
    file_name: Option<String>,
    media: Option<String>,
    bytes: Vec<u8>,
}

fn parts(sent: &[u8], media: &str) -> Result<Vec<Part>, String> {
    let fault = |error: multer::Error| error.to_string();
    let boundary = multer::parse_boundary(media).map_err(fault)?;
    let bytes = sent.to_vec();
    let sent = stream::once(async move { Ok::<_, Infallible>(bytes) });
    let mut multipart = multer::Multipart::new(sent, boundary);
    pollster::block_on(async {
        let mut parts = Vec::new();
        while let Some(field) = multipart.next_field().await.map_err(fault)? {
            parts.push(Part {
                name: field.name().unwrap_or_default().to_owned(),
                file_name: field.file_name().map(str::to_owned),
                media: field.content_type().map(ToString::to_string),
                bytes: field.bytes().await.map_err(fault)?.to_vec(),
            });
        }
        Ok(parts)
    })
}

fn multipart(body: &Body, value: &Value, mut parts: Vec<Part>) -> Result<Vec<String>, String> {
    let mut differences = Vec::new();
    let usual = Encoding::default();
    for (name, member) in value.as_object().into_iter().flatten() {
        let encoding = body.encoding.get(name).unwrap_or(&usual);
        let member = without_nulls(member);
        let is_file = member
            .as_str()
            .is_some_and(|text| draw::file(text).is_some());
        let styled = encoding.styled.filter(|_| !is_file);
        let is_own = |part: &mut Part| {
            part.name == *name
                || styled.is_some_and(|(style, is_exploded)| match style {
                    Style::DeepObject => part.name.starts_with(&format!("{name}[")),
                    _ => is_exploded && member.get(&part.name).is_some(),
                })
        };
        let own: Vec<Part> = parts.extract_if(.., is_own).collect();
        let found = match styled {
            Some(styled) => styled_parts(name, styled, &member, &own),
            None => plain_parts(name, encoding, &member, &own),
        };
        differences.extend(found.err());
    }
    differences.extend(
        parts
            .iter()
            .map(|part| format!("`{}` was not asked for", part.name)),
    );
    Ok(differences)
}

/// Parts that are written as parameters of a query are, without escaping.
fn styled_parts(
    name: &str,
    styled: (Style, bool),
    value: &Value,
    parts: &[Part],
) -> Result<(), String> {
    let mut pairs = Pairs::default();
    for part in parts {
        // Escaped here, so that what reads queries can read it.
        let mut text = read::percent_encoded(&String::from_utf8_lossy(&part.bytes));
        if let (Style::Form, false) = styled {
            text = text.replace("%2C", ",");
        }
        pairs
            .list
            .push((read::percent_encoded(&part.name), Some(text)));
    }
    field(&mut pairs, name, Some(styled), value, read::percent)
}

fn plain_parts(
    name: &str,
    encoding: &Encoding,
    value: &Value,
    parts: &[Part],
) -> Result<(), String> {
    let media = encoding.media.as_deref();
    let is_json = media.is_some_and(is_json);
    let values = match value {
        Value::Null if parts.is_empty() => return Ok(()),
        Value::Array(items) if !is_json => items.iter().collect(),
        other => vec![other],
    };
    if values.len() != parts.len() {
        return Err(format!(
            "`{name}`: {} parts in place of {}",
            parts.len(),
            values.len()
        ));
    }
    for (part, value) in parts.iter().zip(values) {
        let file = value.as_str().and_then(draw::file);
        let text = String::from_utf8_lossy(&part.bytes);
        let as_json = || {
            text.parse::<Value>()
                .is_ok_and(|found| difference(&found, value, "").is_none())
        };
        let (is_same, usual) = match (file, value) {
            (Some(bytes), _) => (
                part.bytes == bytes && part.file_name.is_some(),
                "application/octet-stream",
            ),
            (None, Value::Array(_) | Value::Object(_)) => (as_json(), "application/json"),
            (None, _) => (says(&text, value) || (is_json && as_json()), "text/plain"),
        };
        if !is_same {
            return Err(format!(
                "`{name}`: {text:?} (file name {:?}) in place of {value}",
                part.file_name
            ));
        }
        let expected = media.unwrap_or(usual);
        let is_meant = |media: &str| {
            expected.contains('*')
                || expected
                    .split(',')
                    .any(|one| essence(one) == essence(media))
        };
        match part.media.as_deref() {
            None if expected == "text/plain" => {}
            Some(media) if is_meant(media) => {}
            other => {
                return Err(format!(
                    "`{name}`: media type {other:?} in place of {expected}"
                ));
            }
        }
    }
    Ok(())
}
