//! What stands where in JSON that a parser has accepted before.

use std::borrow::Cow;

use super::Finder;

/// Tells the finder everything in the text. Commas and colons say nothing new in valid JSON.
pub(super) fn scan(text: &str, finder: &mut Finder) {
    let bytes = text.as_bytes();
    let mut position = 0;
    while let Some(byte) = bytes.get(position) {
        let mut end = position + 1;
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => {}
            b'{' => finder.open(true, position..end),
            b'[' => finder.open(false, position..end),
            b'}' | b']' => finder.close(),
            b'"' => {
                end = end_of_string(bytes, end);
                finder.scalar(content(text, position, end), position..end);
            }
            _ => {
                let rest = bytes.get(position..).unwrap_or_default();
                let length = rest
                    .iter()
                    .take_while(|byte| !b" \t\r\n,:{}[]\"".contains(byte))
                    .count();
                end = position + length;
                finder.scalar(Cow::Borrowed(""), position..end);
            }
        }
        position = end;
    }
}

/// The position after the closing quotation mark.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut position = start;
    loop {
        match bytes.get(position) {
            None => return bytes.len(),
            Some(b'"') => return position + 1,
            Some(b'\\') => position += 2,
            Some(_) => position += 1,
        }
    }
}

/// The text of a string, escapes replaced.
fn content(text: &str, start: usize, end: usize) -> Cow<'_, str> {
    let quoted = text.get(start..end).unwrap_or_default();
    if quoted.contains('\\') {
        return serde_json::from_str::<String>(quoted).map_or(Cow::Borrowed(""), Cow::Owned);
    }
    Cow::Borrowed(quoted.trim_matches('"'))
}
