//! Changes of JSON that is already written: what is not changed stays as it is, byte by byte.

use std::ops::Range;

use jiter::Peek;
use serde_json::Value;

use super::decode::{self, Decoder};
use super::path::step;
use super::{DecodeError, Options, append};

/// A JSON object in which the list at a path such as `page.items` has no items. What else there is stays where it is.
///
/// # Errors
///
/// If the bytes, or what is on the way, are not a JSON object.
pub(crate) fn hollow(bytes: &[u8], options: Options, path: &str) -> Result<Vec<u8>, DecodeError> {
    let mut hollow = decode::without_mark(bytes).to_vec();
    empty(&mut hollow, options, path)?;
    Ok(hollow)
}

/// Takes the items out of the list at a path.
fn empty(object: &mut [u8], options: Options, path: &str) -> Result<(), DecodeError> {
    let (name, rest) = step(path);
    for (peek, span) in spans(object, options, &name)? {
        let Some(value) = object.get_mut(span) else {
            continue;
        };
        match (peek, value) {
            (Peek::Null, _) => {}
            (_, value) if !rest.is_empty() => empty(value, options, rest)?,
            (Peek::Array, [_, inside @ .., _]) => {
                let blank = |byte: &mut u8| *byte = if *byte == b'\n' { b'\n' } else { b' ' };
                inside.iter_mut().for_each(blank);
            }
            _ => {}
        }
    }
    Ok(())
}

/// A JSON object with another value at a path such as `page.after`. Objects on the way that are not there, or null,
/// are made.
///
/// # Errors
///
/// If the bytes, or what is on the way, are not a JSON object.
pub(crate) fn with_value(bytes: &[u8], path: &str, value: &Value) -> Result<Vec<u8>, DecodeError> {
    let options = Options::new().max_depth(super::MAX_DEPTH);
    let (name, rest) = step(path);
    let spans = spans(bytes, options, &name)?;
    let bytes = decode::without_mark(bytes).trim_ascii();
    // Of members with one name the last one counts.
    let Some((peek, span)) = spans.last().cloned() else {
        return Ok(with_member(bytes, &name, &new_value(b"{}", rest, value)?));
    };
    let old = match (peek, bytes.get(span.clone())) {
        (Peek::Null, _) | (_, None) => b"{}".as_slice(),
        (_, Some(old)) => old,
    };
    let mut edited = bytes.to_vec();
    edited.splice(span, new_value(old, rest, value)?);
    Ok(edited)
}

/// The value itself at the end of a path, else an object that has it.
fn new_value(old: &[u8], path: &str, value: &Value) -> Result<Vec<u8>, DecodeError> {
    if path.is_empty() {
        Ok(written(value))
    } else {
        with_value(old, path, value)
    }
}

/// An object with one more member.
fn with_member(object: &[u8], name: &str, value: &[u8]) -> Vec<u8> {
    let mut edited = object.strip_suffix(b"}").unwrap_or(object).to_vec();
    if !edited.trim_ascii().ends_with(b"{") {
        edited.push(b',');
    }
    edited.extend(written(&Value::from(name)));
    edited.push(b':');
    edited.extend(value);
    edited.push(b'}');
    edited
}

fn written(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    append(value, &mut bytes).expect("the numbers of a `Value` are finite");
    bytes
}

/// Where in an object the values are that members of this name have.
fn spans(
    bytes: &[u8],
    options: Options,
    name: &str,
) -> Result<Vec<(Peek, Range<usize>)>, DecodeError> {
    let mut spans = Vec::new();
    Decoder::run(bytes, options, |decoder| decoder.spans(name, &mut spans))?;
    Ok(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, path: &str, value: &Value) -> String {
        let bytes = with_value(text.as_bytes(), path, value).expect("it is an object");
        String::from_utf8(bytes).expect("it was text before")
    }

    #[test]
    fn what_is_there_is_replaced_and_all_else_stays() {
        let of = |text: &str, path: &str| edited(text, path, &Value::from("b"));
        assert_eq!(
            of(r#"{"n":1.50,"c":"a","big":98765432109876543210}"#, "c"),
            r#"{"n":1.50,"c":"b","big":98765432109876543210}"#
        );
        assert_eq!(
            of(r#"{"c":{"c":1},"c":[2]}"#, "c"),
            r#"{"c":{"c":1},"c":"b"}"#
        );
        assert_eq!(
            of(
                r#"{"page":{"size":5,"after":null},"after":1}"#,
                "page.after"
            ),
            r#"{"page":{"size":5,"after":"b"},"after":1}"#
        );
        assert_eq!(
            of(r#"{"page.after":"a","page":1}"#, "/page.after"),
            r#"{"page.after":"b","page":1}"#
        );
    }

    #[test]
    fn what_is_not_there_is_added() {
        let of = |text: &str, path: &str| edited(text, path, &Value::from(7));
        assert_eq!(of("{}", "c"), r#"{"c":7}"#);
        assert_eq!(of("{ }", "c"), r#"{ "c":7}"#);
        assert_eq!(of(r#"{"a":"{"}"#, "c"), r#"{"a":"{","c":7}"#);
        assert_eq!(
            of(r#"{"a":1}"#, "page.after"),
            r#"{"a":1,"page":{"after":7}}"#
        );
        assert_eq!(
            of(r#"{"page":null}"#, "page.after"),
            r#"{"page":{"after":7}}"#
        );
        assert_eq!(of("{}", "a\""), r#"{"a\"":7}"#);
    }

    #[test]
    fn what_is_around_a_list_without_its_items_stays_in_its_line() {
        let text = "\u{feff}{\"a\":{\"b\":[1,\n [2]\r\n]},\"c\":[3]}";
        let hollow = hollow(text.as_bytes(), Options::new(), "a.b").expect("it is an object");
        assert_eq!(
            String::from_utf8(hollow).as_deref(),
            Ok("{\"a\":{\"b\":[  \n     \n]},\"c\":[3]}")
        );
    }

    #[test]
    fn what_is_no_object_has_no_members() {
        assert!(with_value(b"[]", "c", &Value::Null).is_err());
        assert!(with_value(br#"{"page":3}"#, "page.after", &Value::Null).is_err());
    }
}
