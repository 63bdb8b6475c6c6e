//! Paths: templates with inputs put in, which cannot leave their place.
//!
//! **Invariant:** a path has exactly the segments of its template. No input can add one, remove one
//! or make one that is empty or that some server takes for `.` or `..`. What follows `;` in a segment counts for
//! nothing there: some servers cut it off.

use crate::error::{Error, ErrorKind};
use crate::escape::Escape;
use crate::model::{Fact, Place, Style, View};
use crate::operation::table::{In, OperationTable};
use crate::parameter::{self, Writing};

/// The path of an operation.
///
/// # Errors
///
/// If an input is empty, or would make a segment of dots.
pub(crate) fn write(table: &OperationTable, places: &[&dyn Place]) -> Result<String, Error> {
    let mut path = String::with_capacity(table.path.len() + 32);
    let mut rest = table.path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        path.push_str(before);
        let is_alone = path.ends_with('/') && (after.is_empty() || after.starts_with('/'));
        push_variable(table, places, name, is_alone, &mut path)?;
        rest = after;
    }
    path.push_str(rest);
    if path.as_bytes().split(|byte| *byte == b'/').any(is_dots) {
        let message = "the path cannot be sent: inputs together make a segment of dots, which leads to another path";
        return Err(Error::new(ErrorKind::Input, message));
    }
    Ok(path)
}

/// Appends the text of one variable, which may be alone in its segment.
fn push_variable(
    table: &OperationTable,
    places: &[&dyn Place],
    name: &str,
    is_alone: bool,
    path: &mut String,
) -> Result<(), Error> {
    let mut inputs = table.inputs.iter().zip(table.locations).zip(places);
    let ((row, _), place) = inputs
        .find(|((row, location), _)| **location == In::Path && row.name == name)
        .ok_or_else(|| refused(name, "the operation has no such input"))?;
    let plain = parameter::text(*place);
    let mut writing = Writing::new(row.facts, Style::Simple, Escape::Segment);
    if (writing.style != Style::Simple || !is_alone) && !row.facts.contains(&Fact::AllowReserved) {
        // What is reserved could be taken for what stands around the value (RFC 6570).
        writing.escape = Escape::Unreserved;
    }
    let is_empty = match writing.escape {
        Escape::Segment => without_parameters(plain.as_bytes()).is_empty(),
        _ => plain.is_empty(),
    };
    // `;name` is a segment, though the value is empty.
    if is_empty && writing.style != Style::Matrix {
        return Err(refused(name, "it is empty"));
    }
    if is_dots(plain.as_bytes()) {
        return Err(refused(name, "a segment of dots leads to another path"));
    }
    if writing.is_plain()
        && !matches!(
            place.view(),
            View::List(_) | View::Map(_) | View::Model(_) | View::Json(_) | View::Union(_)
        )
    {
        // Nearly all of them: one value, as it is.
        writing.escape.push(&plain, path);
        return Ok(());
    }
    let text =
        parameter::inline(name, *place, writing).ok_or_else(|| refused(name, "it is empty"))?;
    path.push_str(&text);
    Ok(())
}

/// Whether `segment` is `.` or `..`, with or without parameters, or can be decoded to one of them.
fn is_dots(segment: &[u8]) -> bool {
    if !matches!(segment, [b'.' | b'%', ..]) {
        // The first of the dots is one, or is encoded.
        return false;
    }
    // What is decoded may be part of what can be decoded again, so it is looked at again at once: the outcome
    // is that of decoding the whole until there is nothing left to decode, in one pass.
    let mut text = Vec::with_capacity(segment.len());
    for byte in segment {
        text.push(*byte);
        while let Some(start) = text.len().checked_sub(3) {
            let Some(decoded) = text.get(start..).and_then(decoded) else {
                break;
            };
            text.truncate(start);
            text.push(decoded);
        }
    }
    matches!(without_parameters(&text), b"." | b"..")
}

/// A segment without what follows `;`, as some servers take it.
fn without_parameters(segment: &[u8]) -> &[u8] {
    segment
        .split(|byte| *byte == b';')
        .next()
        .unwrap_or_default()
}

/// The byte that `%XX` stands for.
fn decoded(triple: &[u8]) -> Option<u8> {
    let [b'%', high, low] = triple else {
        return None;
    };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

fn refused(name: &str, why: &str) -> Error {
    Error::new(
        ErrorKind::Input,
        format!("`{name}` cannot be put into the path: {why}"),
    )
}
