//! Parameters: values as text, in every style of the OpenAPI specification.
//!
//! What a style writes depends on the shape of the value only: one text, a list of texts, or names
//! with texts. What lies deeper is undefined by the specification and is written as JSON.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::base64;
use crate::json;
use crate::model::{Fact, List, Place, Presence, Row, Scalar, Style, View};

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

/// How one parameter is written: the facts of its row that say so.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writing {
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) escape: Escape,
    pub(crate) content: Option<&'static str>,
}

impl Writing {
    /// Reads the facts, starting from the default style of the place where the parameter goes.
    pub(crate) fn new(facts: &[Fact], default: Style, escape: Escape) -> Self {
        let (mut style, mut explode, mut escape, mut content) = (default, None, escape, None);
        for fact in facts {
            match fact {
                Fact::Style(value) => style = *value,
                Fact::Explode(value) => explode = Some(*value),
                // Elsewhere, what is reserved stands for itself anyway, or would end the value.
                Fact::AllowReserved if matches!(escape, Escape::Unreserved | Escape::Form) => {
                    escape = Escape::Reserved;
                }
                Fact::Content(media) => content = Some(*media),
                _ => {}
            }
        }
        let explode = explode.unwrap_or(matches!(
            style,
            Style::Form | Style::Cookie | Style::DeepObject
        ));
        Self {
            style,
            explode,
            escape,
            content,
        }
    }

    /// Whether a single value is written without anything around it.
    pub(crate) fn is_plain(&self) -> bool {
        self.content.is_none() && self.style == Style::Simple
    }
}

/// What a value is to a style.
#[derive(Debug, PartialEq)]
pub(crate) enum Shape<'a> {
    /// There is nothing to write.
    Absent,
    /// One text.
    Scalar(Cow<'a, str>),
    /// Texts in order.
    List(Vec<Cow<'a, str>>),
    /// Names with texts, in order.
    Object(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

/// The text of a value that is neither a list nor an object.
fn scalar<'a>(view: &View<'a>) -> Option<Cow<'a, str>> {
    Some(match view {
        View::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        View::Integer(value) => Cow::Owned(value.to_string()),
        View::Number(value) => Cow::Owned(value.to_string()),
        View::Text(text) => Cow::Borrowed(*text),
        View::Enum(value) => match value.value() {
            Scalar::Text(text) => Cow::Borrowed(text),
            Scalar::Integer(value) => Cow::Owned(value.to_string()),
        },
        View::Json(value) => json_scalar(value)?,
        View::Union(union) => {
            return scalar(&union.held().1.view()).map(|text| Cow::Owned(text.into_owned()));
        }
        View::Bytes(bytes, _) => Cow::Owned(base64::encode(bytes)),
        View::Absent | View::Null | View::List(_) | View::Map(_) | View::Model(_) => return None,
    })
}

fn json_scalar(value: &Value) -> Option<Cow<'_, str>> {
    Some(match value {
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::String(text) => Cow::Borrowed(text),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    })
}

/// The text of any value: JSON for lists and objects.
pub(crate) fn text(place: &dyn Place) -> Cow<'_, str> {
    match scalar(&place.view()) {
        Some(text) => text,
        None => Cow::Owned(json_text(place)),
    }
}

/// The value as JSON.
pub(crate) fn json_text(place: &dyn Place) -> String {
    // Numbers without a form in JSON are refused by validation; here they become null.
    json::to_string(place).unwrap_or_else(|_| "null".to_owned())
}

/// The items of a list.
pub(crate) fn items(list: &dyn List) -> impl Iterator<Item = &dyn Place> {
    (0..list.len()).filter_map(|index| list.get(index))
}

fn is_nothing(view: &View<'_>) -> bool {
    matches!(view, View::Absent | View::Null | View::Json(Value::Null))
}

/// What the value at `place` is to a style.
pub(crate) fn shape(place: &dyn Place) -> Shape<'_> {
    let view = place.view();
    if is_nothing(&view) {
        return Shape::Absent;
    }
    if let Some(text) = scalar(&view) {
        return Shape::Scalar(text);
    }
    match view {
        View::List(list) => Shape::List(items(list).map(text).collect()),
        View::Json(Value::Array(items)) => Shape::List(items.iter().map(json_value_text).collect()),
        View::Json(Value::Object(members)) => Shape::Object(
            members
                .iter()
                .map(|(name, value)| (Cow::Borrowed(name.as_str()), json_value_text(value)))
                .collect(),
        ),
        View::Union(union) => owned(shape(union.held().1)),
        _ => {
            let mut members = Vec::new();
            each_member(place, &mut |name, _, value| {
                members.push((
                    Cow::Owned(name.to_owned()),
                    Cow::Owned(text(value).into_owned()),
                ))
            });
            Shape::Object(members)
        }
    }
}

fn json_value_text(value: &Value) -> Cow<'_, str> {
    json_scalar(value).unwrap_or_else(|| Cow::Owned(value.to_string()))
}

fn owned(shape: Shape<'_>) -> Shape<'static> {
    let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
    match shape {
        Shape::Absent => Shape::Absent,
        Shape::Scalar(text) => Shape::Scalar(own(text)),
        Shape::List(items) => Shape::List(items.into_iter().map(own).collect()),
        Shape::Object(members) => Shape::Object(
            members
                .into_iter()
                .map(|(name, value)| (own(name), own(value)))
                .collect(),
        ),
    }
}

/// Takes a member: its name, the facts that say how it is written, and its value.
pub(crate) type Visit<'v> = dyn FnMut(&str, &[Fact], &dyn Place) + 'v;

/// Shows the members of a model, a map or a JSON object that have a value, with the facts of each.
pub(crate) fn each_member(place: &dyn Place, visit: &mut Visit<'_>) {
    match place.view() {
        View::Model(model) => {
            let rows = model.table().rows;
            model.places(&mut |places| each_row(rows, places, visit));
        }
        View::Map(map) => map.entries(&mut |name, value| {
            if !is_nothing(&value.view()) {
                visit(name, &[], value);
            }
        }),
        View::Json(Value::Object(members)) => {
            for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
                visit(name, &[], value);
            }
        }
        View::Union(union) => each_member(union.held().1, visit),
        _ => {}
    }
}

/// Shows the values that rows are about, leaving out those that are not there.
pub(crate) fn each_row(rows: &[Row], places: &[&dyn Place], visit: &mut Visit<'_>) {
    for (row, place) in rows.iter().zip(places) {
        if row.presence == Presence::Rest {
            each_member(*place, visit);
        } else if !is_nothing(&place.view()) {
            visit(row.name, row.facts, *place);
        }
    }
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

/// A parameter as pairs of names and values: in a query, in a form, in cookies.
pub(crate) fn pairs(name: &str, place: &dyn Place, writing: Writing, out: &mut Vec<Pair>) {
    let pair = |name: &str, value: &str| Pair::new(name, value, writing.escape);
    if writing.content.is_some() {
        if !is_nothing(&place.view()) {
            out.push(pair(name, &content(place, writing)));
        }
        return;
    }
    if writing.style == Style::DeepObject {
        return deep(name, place, writing.escape, out);
    }
    match shape(place) {
        Shape::Absent => {}
        Shape::Scalar(text) => out.push(pair(name, &text)),
        Shape::List(items) if writing.explode => {
            out.extend(items.iter().map(|item| pair(name, item)))
        }
        Shape::Object(members) if writing.explode => {
            out.extend(members.iter().map(|(name, value)| pair(name, value)));
        }
        Shape::List(items) => {
            if !items.is_empty() {
                out.push(joined(name, items.iter(), writing));
            }
        }
        Shape::Object(members) => {
            if !members.is_empty() {
                out.push(joined(
                    name,
                    members.iter().flat_map(|(name, value)| [name, value]),
                    writing,
                ));
            }
        }
    }
}

/// The members of an object as pairs, as a form writes them: a query that is one value.
pub(crate) fn members(place: &dyn Place, out: &mut Vec<Pair>) {
    each_member(place, &mut |name, facts, value| {
        let writing = Writing::new(facts, Style::Form, Escape::Form);
        pairs(name, value, writing, out);
    });
}

/// One pair whose value is all `texts` with the delimiter of the style between them.
fn joined<'t>(name: &str, texts: impl Iterator<Item = &'t Cow<'t, str>>, writing: Writing) -> Pair {
    let delimiter = match (writing.style, writing.escape) {
        (Style::SpaceDelimited, Escape::Nothing) => " ",
        (Style::SpaceDelimited, Escape::Form) => "+",
        (Style::SpaceDelimited, _) => "%20",
        (Style::PipeDelimited, Escape::Nothing) => "|",
        (Style::PipeDelimited, _) => "%7C",
        (Style::TabDelimited, Escape::Nothing) => "\t",
        (Style::TabDelimited, _) => "%09",
        _ => ",",
    };
    let mut pair = Pair::new(name, "", writing.escape);
    join(texts, delimiter, writing.escape, &mut pair.value);
    pair
}

fn join<'t>(
    texts: impl Iterator<Item = &'t Cow<'t, str>>,
    delimiter: &str,
    escape: Escape,
    out: &mut String,
) {
    for (index, text) in texts.enumerate() {
        if index > 0 {
            out.push_str(delimiter);
        }
        escape.push(text, out);
    }
}

/// Nesting of `deepObject` beyond which values are written as JSON.
const DEEPEST: usize = 16;

/// `name[member]=value`, and so on downwards; lists repeat their name.
fn deep(name: &str, place: &dyn Place, escape: Escape, out: &mut Vec<Pair>) {
    deep_member(name.to_owned(), place, escape, DEEPEST, out);
}

fn deep_member(name: String, place: &dyn Place, escape: Escape, depth: usize, out: &mut Vec<Pair>) {
    let view = place.view();
    if is_nothing(&view) {
        return;
    }
    if depth == 0 {
        return out.push(Pair::new(&name, &text(place), escape));
    }
    if let Some(text) = scalar(&view) {
        return out.push(Pair::new(&name, &text, escape));
    }
    match view {
        View::List(list) => {
            for item in items(list) {
                deep_member(name.clone(), item, escape, depth - 1, out);
            }
        }
        View::Json(Value::Array(items)) => {
            for item in items {
                deep_member(name.clone(), item, escape, depth - 1, out);
            }
        }
        _ => each_member(place, &mut |member, _, value| {
            deep_member(format!("{name}[{member}]"), value, escape, depth - 1, out);
        }),
    }
}

/// The value in the media type of `content`.
fn content(place: &dyn Place, writing: Writing) -> String {
    if writing.content.is_some_and(crate::media::is_json) {
        json_text(place)
    } else {
        text(place).into_owned()
    }
}

/// A parameter as one text, as headers and paths hold it; `None` if there is nothing to write.
pub(crate) fn inline(name: &str, place: &dyn Place, writing: Writing) -> Option<String> {
    let escape = writing.escape;
    // Inside of a list or an object its delimiters have to be escaped.
    let inner = if escape == Escape::Segment {
        Escape::Unreserved
    } else {
        escape
    };
    let mut out = String::new();
    if writing.content.is_some() {
        if is_nothing(&place.view()) {
            return None;
        }
        escape.push(&content(place, writing), &mut out);
        return Some(out);
    }
    let prefix = match writing.style {
        Style::Label => ".",
        Style::Matrix => ";",
        _ => "",
    };
    // What stands between exploded items.
    let delimiter = if prefix.is_empty() { "," } else { prefix };
    let named = writing.style == Style::Matrix;
    match shape(place) {
        Shape::Absent => return None,
        Shape::Scalar(text) => {
            out.push_str(prefix);
            if named {
                push_named(name, &text, escape, &mut out);
            } else {
                escape.push(&text, &mut out);
            }
        }
        Shape::List(items) if items.is_empty() => return None,
        Shape::Object(members) if members.is_empty() => return None,
        Shape::List(items) if writing.explode && named => {
            for item in &items {
                out.push_str(prefix);
                push_named(name, item, inner, &mut out);
            }
        }
        Shape::List(items) => {
            push_prefix(prefix, named.then_some(name), inner, &mut out);
            join(
                items.iter(),
                if writing.explode { delimiter } else { "," },
                inner,
                &mut out,
            );
        }
        Shape::Object(members) if writing.explode => {
            for (index, (member, value)) in members.iter().enumerate() {
                out.push_str(if index == 0 { prefix } else { delimiter });
                inner.push(member, &mut out);
                out.push('=');
                inner.push(value, &mut out);
            }
        }
        Shape::Object(members) => {
            push_prefix(prefix, named.then_some(name), inner, &mut out);
            join(
                members.iter().flat_map(|(name, value)| [name, value]),
                ",",
                inner,
                &mut out,
            );
        }
    }
    Some(out)
}

fn push_prefix(prefix: &str, name: Option<&str>, escape: Escape, out: &mut String) {
    out.push_str(prefix);
    if let Some(name) = name {
        escape.push(name, out);
        out.push('=');
    }
}

/// `name=value`, or `name` alone if the value is empty.
fn push_named(name: &str, value: &str, escape: Escape, out: &mut String) {
    escape.push(name, out);
    if !value.is_empty() {
        out.push('=');
        escape.push(value, out);
    }
}
