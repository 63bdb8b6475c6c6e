//! From answers to values: what is a success, what is inside of the envelope, and what an error says.

use http::header::CONTENT_TYPE;
use serde_json::Value;

use crate::envelope::Envelope;
use crate::error::{Cause, Error, ErrorDetail, ErrorKind};
use crate::json::{self, DecodeError, Member};
use crate::media;
use crate::model::{Place, Slot};
use crate::operation::table::{MediaKind, OperationFact};
use crate::redirect;
use crate::response::Response;
use crate::text;

/// Fails if the answer is an error: by its status, or by what the envelope says.
pub(crate) fn check(response: &Response) -> Result<(), Error> {
    let status = response.status();
    let is_success = status.is_success() || redirect::is_answer(response.request().table, status);
    if is_success && !is_declared_failure(response) {
        Ok(())
    } else {
        Err(api_error(response))
    }
}

/// Fails if the status is that of an error.
pub(crate) fn check_status(response: &Response) -> Result<(), Error> {
    if response.status().is_success() {
        Ok(())
    } else {
        Err(api_error(response))
    }
}

/// Decodes the payload of an answer.
pub(crate) fn decode(response: &Response, place: &mut dyn Place) -> Result<(), Error> {
    check_status(response)?;
    match envelope(response) {
        Some(envelope) => decode_enveloped(response, envelope, place, None),
        None => decode_body(response, place, kind(response)),
    }
}

/// Decodes one page of a list.
pub(crate) fn decode_page(
    response: &Response,
    items: &mut dyn Place,
    info: &mut dyn Place,
) -> Result<(), Error> {
    check_status(response)?;
    match envelope(response) {
        Some(envelope) => decode_enveloped(response, envelope, items, Some(info)),
        None => match items_in(response) {
            Some(path) => decode_around(response, path, items, info),
            None => decode_body(response, items, MediaKind::Json),
        },
    }
}

/// The path of the member of the answer that holds the items of a page.
fn items_in(response: &Response) -> Option<&'static str> {
    let mut facts = response.request().table.facts.iter();
    facts.find_map(|fact| match fact {
        OperationFact::ItemsIn(path) => Some(*path),
        _ => None,
    })
}

/// Decodes a list and the object around it, in which the list is left empty.
fn decode_around(
    response: &Response,
    path: &str,
    items: &mut dyn Place,
    info: &mut dyn Place,
) -> Result<(), Error> {
    let (body, options) = (response.bytes(), response.json_options());
    if is_blank(body) {
        return Err(empty(response));
    }
    json::decode_at(body, options, path, items)
        .and_then(|()| json::hollow(body, options, path))
        .and_then(|hollow| json::decode_into(&hollow, options, info))
        .map_err(|error| undecodable(response, error))
}

/// How the operation is known to answer.
pub(crate) fn envelope(response: &Response) -> Option<&'static Envelope> {
    response
        .request()
        .table
        .facts
        .iter()
        .find_map(|fact| match fact {
            OperationFact::Wrapped(envelope) => Some(*envelope),
            _ => None,
        })
}

/// Whether a body is text or JSON to what can hold either, where it does not say that it is JSON: text if what it
/// says it is was asked for, or if what was asked for first is no JSON.
fn kind(response: &Response) -> MediaKind {
    let facts = response.request().table.facts;
    let mut accepted = facts.iter().filter_map(|fact| match fact {
        OperationFact::Accept(media) => Some(*media),
        _ => None,
    });
    let preferred = accepted.clone().next();
    let is_asked_for = content_type(response)
        .is_some_and(|media| accepted.any(|pattern| media::fit(media, pattern).is_some()));
    if is_asked_for || preferred.is_some_and(|media| !media::is_json(media)) {
        MediaKind::Text
    } else {
        MediaKind::Json
    }
}

/// Decodes a whole body. JSON is JSON whatever the server calls it, and text is for what can hold text.
pub(crate) fn decode_body(
    response: &Response,
    place: &mut dyn Place,
    kind: MediaKind,
) -> Result<(), Error> {
    let body = response.bytes();
    let is_json = content_type(response).is_some_and(media::is_json);
    let mut is_structured = || !text::is_taken_by(place) && !matches!(place.slot(), Slot::Json(_));
    if kind == MediaKind::Json || is_json || is_structured() {
        if is_blank(body) {
            return Err(empty(response));
        }
        return json::decode_into(body, response.json_options(), place)
            .map_err(|error| undecodable(response, error));
    }
    if let Slot::Json(value) = place.slot()
        && let Ok(found) = json::from_slice_with(body, response.json_options())
    {
        *value = found;
        return Ok(());
    }
    let charset = content_type(response).and_then(|media| media::parameter(media, "charset"));
    let text = text::decode(body, charset);
    set_text(place, text.as_deref(), body).map_err(|why| {
        let message = format!("the body of the answer is {why}");
        Error::new(ErrorKind::Decode, message).with_response(response.clone())
    })
}

/// Puts a body into a place that can take it: as text if it is such, or as bytes.
fn set_text(place: &mut dyn Place, text: Option<&str>, body: &[u8]) -> Result<(), String> {
    match (place.slot(), text) {
        (Slot::Binary(slot), _) => slot.set_bytes(body),
        (Slot::Optional(slot), _) => return set_text(slot.fill(), text, body),
        (_, Some(text)) => {
            text::set(place, text).map_err(|expected| format!("text, expected {expected}"))?;
        }
        (_, None) => return Err("not text in UTF-8".to_owned()),
    }
    Ok(())
}

/// Decodes what is inside of the envelope, in one pass over the body.
pub(crate) fn decode_enveloped(
    response: &Response,
    envelope: &'static Envelope,
    place: &mut dyn Place,
    info: Option<&mut dyn Place>,
) -> Result<(), Error> {
    let body = response.bytes();
    if is_blank(body) {
        return Err(empty(response));
    }
    let takes_null = matches!(place.slot(), Slot::Optional(_) | Slot::Json(_));
    let mut success = None::<bool>;
    let (mut skipped, mut info_skipped) = (None::<bool>, None::<bool>);
    // A name that no member has stands for one that is not wanted.
    const NONE: &str = "\0";
    let mut members = [
        Member::new(envelope.result, place),
        match envelope.success {
            Some(name) => Member::new(name, &mut success),
            None => Member::new(NONE, &mut skipped),
        },
        match (envelope.result_info, info) {
            (Some(name), Some(info)) => Member::new(name, info),
            _ => Member::new(NONE, &mut info_skipped),
        },
    ];
    let decoded = json::decode_members(body, response.json_options(), &mut members);
    let [result, ..] = members.map(|member| member.presence());
    // An answer that says that it is an error is one, whatever else is wrong with it.
    if success == Some(false) || (decoded.is_err() && is_declared_failure(response)) {
        return Err(api_error(response));
    }
    decoded.map_err(|error| undecodable(response, error))?;
    let wrong = match result {
        json::Presence::Absent if !takes_null => "is missing",
        json::Presence::Null if !takes_null => "is null",
        _ => return Ok(()),
    };
    let message = format!(
        "the answer is not what the API's document says: `{}` {wrong}",
        envelope.result
    );
    Err(Error::new(ErrorKind::Decode, message).with_response(response.clone()))
}

/// Whether the envelope says that the answer is an error.
fn is_declared_failure(response: &Response) -> bool {
    let Some(name) = envelope(response).and_then(|envelope| envelope.success) else {
        return false;
    };
    let mut success = Value::Null;
    // The answer may be cut off or be wrong after the member that is looked for.
    let _damaged = json::decode_members(
        response.bytes(),
        response.json_options(),
        &mut [Member::new(name, &mut success)],
    );
    success == Value::Bool(false)
}

/// The error that an answer is.
pub(crate) fn api_error(response: &Response) -> Error {
    let details = details(response);
    Error::from_cause(Cause::Api(details)).with_response(response.clone())
}

/// The errors that a body lists, read as leniently as can be.
fn details(response: &Response) -> Vec<ErrorDetail> {
    let name = envelope(response)
        .and_then(|envelope| envelope.errors)
        .unwrap_or("errors");
    let mut body = Value::Null;
    if envelope(response).is_some() {
        // The rest is not needed, and may be cut off or be wrong.
        let mut errors = Value::Null;
        let members = &mut [Member::new(name, &mut errors)];
        let _damaged = json::decode_members(response.bytes(), response.json_options(), members);
        body = Value::Object([(name.to_owned(), errors)].into_iter().collect());
    } else if json::decode_into(response.bytes(), response.json_options(), &mut body).is_err() {
        return Vec::new();
    }
    // Frameworks that validate requests list what is wrong with them under the name that text has otherwise.
    let list = body
        .get(name)
        .or_else(|| body.get("detail").filter(|detail| detail.is_array()));
    let is_list = list.is_some_and(Value::is_array);
    let listed: Vec<_> = match list {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let mut listed: Vec<_> = listed
        .into_iter()
        .filter(|item| !item.is_null())
        .cloned()
        .map(ErrorDetail::new)
        .collect();
    if envelope(response).is_some() || !(body.is_object() || body.is_string()) {
        return listed;
    }
    // Without an envelope the body as a whole has something to say, too, and `errors` may be what it says it of.
    let whole = ErrorDetail::new(body);
    if listed.iter().all(|one| one.message().is_none()) && (!is_list || listed.is_empty()) {
        return vec![whole];
    }
    if whole.message().is_some() {
        listed.insert(0, whole);
    }
    listed
}

fn is_blank(body: &[u8]) -> bool {
    body.iter().all(u8::is_ascii_whitespace)
}

pub(crate) fn content_type(response: &Response) -> Option<&str> {
    response.headers().get(CONTENT_TYPE)?.to_str().ok()
}

fn empty(response: &Response) -> Error {
    let status = response.status();
    let message = format!("the answer ({status}) has no body, where a value is expected");
    Error::new(ErrorKind::Decode, message).with_response(response.clone())
}

fn undecodable(response: &Response, error: DecodeError) -> Error {
    Error::from(error).with_response(response.clone())
}
