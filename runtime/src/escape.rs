//! Characters that have a meaning of their own in a URL, and how they are written.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Unreserved characters of RFC 3986 stand for themselves, everything else is encoded.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// In a path segment the delimiters of RFC 3986 stand for themselves, too.
const SEGMENT: &AsciiSet = &UNRESERVED
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// With `allowReserved`, what a query may hold and what does not separate its pairs stands for itself.
const RESERVED: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What stands for itself in `application/x-www-form-urlencoded`; a space becomes a plus.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'*')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_');

/// How characters that have a meaning of their own are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// All but the unreserved ones as `%XX`.
    Unreserved,
    /// What a path segment cannot hold as `%XX`.
    Segment,
    /// What a query cannot hold as `%XX`; what already is `%XX` stays.
    Reserved,
    /// As a form does it.
    Form,
    /// As they are.
    Nothing,
}

impl Escape {
    /// Appends `text` to `out`.
    pub(crate) fn push(self, text: &str, out: &mut String) {
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            // Stands for itself everywhere.
            return out.push_str(text);
        }
        match self {
            Self::Unreserved => out.extend(utf8_percent_encode(text, UNRESERVED)),
            Self::Segment => out.extend(utf8_percent_encode(text, SEGMENT)),
            Self::Reserved => push_reserved(text, out),
            Self::Form => push_form(text, out),
            Self::Nothing => out.push_str(text),
        }
    }

    /// `text`, escaped.
    pub(crate) fn apply(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.push(text, &mut out);
        out
    }
}

fn push_form(text: &str, out: &mut String) {
    for (index, part) in text.split(' ').enumerate() {
        if index > 0 {
            out.push('+');
        }
        out.extend(utf8_percent_encode(part, FORM));
    }
}

fn push_reserved(mut text: &str, out: &mut String) {
    while let Some((before, after)) = text.split_once('%') {
        out.extend(utf8_percent_encode(before, RESERVED));
        let is_triple = after.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
        out.push_str(if is_triple { "%" } else { "%25" });
        text = after;
    }
    out.extend(utf8_percent_encode(text, RESERVED));
}

/// A name with its value, both escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) value: String,
}

impl Pair {
    pub(crate) fn new(name: &str, value: &str, escape: Escape) -> Self {
        let name_escape = if escape == Escape::Reserved {
            Escape::Unreserved
        } else {
            escape
        };
        Self {
            name: name_escape.apply(name),
            value: escape.apply(value),
        }
    }
}
