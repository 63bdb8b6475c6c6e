//! Parameters: values as text, in every style of the OpenAPI specification.
//!
//! What a style writes depends on the shape of the value only: one text, a list of texts, or names
//! with texts. What lies deeper is undefined by the specification and is written as JSON. Nulls are left out.

mod shape;

pub(crate) use shape::{
    Visit, each_member, held, is_nothing, is_object, items, json_text, row, text, values,
};

use std::borrow::Cow;

use serde_json::Value;

use self::shape::{Shape, scalar, shape};
use crate::error::{Error, ErrorKind};
use crate::escape::{Escape, Pair};
use crate::json;
use crate::model::{Fact, Place, Style, View};

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

    /// What stands between values that are not exploded.
    fn delimiter(&self) -> &'static str {
        match (self.style, self.escape) {
            (Style::SpaceDelimited, Escape::Nothing) => " ",
            (Style::SpaceDelimited, Escape::Form) => "+",
            (Style::SpaceDelimited, _) => "%20",
            (Style::PipeDelimited, Escape::Nothing) => "|",
            (Style::PipeDelimited, _) => "%7C",
            (Style::TabDelimited, Escape::Nothing) => "\t",
            (Style::TabDelimited, _) => "%09",
            _ => ",",
        }
    }

    /// Whether a single value is written without anything around it.
    pub(crate) fn is_plain(&self) -> bool {
        self.content.is_none() && self.style == Style::Simple
    }
}

/// Fails if a value has no form as text: a number that is infinite or not a number, a stream, or what is nested too
/// deep.
pub(crate) fn check(name: &str, place: &dyn Place) -> Result<(), Error> {
    match place.view() {
        View::Absent
        | View::Null
        | View::Bool(_)
        | View::Integer(_)
        | View::Text(_)
        | View::Bytes(..)
        | View::Enum(_) => Ok(()),
        View::Number(_)
        | View::Stream(_)
        | View::List(_)
        | View::Map(_)
        | View::Model(_)
        | View::Union(_)
        | View::Json(_) => json::append(place, &mut Vec::new()).map_err(|error| {
            let message = format!("`{name}` cannot be sent");
            Error::with_source(ErrorKind::Input, message, error)
        }),
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
        field(name, facts, value, out)
    });
}

/// Whether the facts of a member of a body say in which style it is written.
pub(crate) fn is_styled(facts: &[Fact]) -> bool {
    let says = |fact| {
        matches!(
            fact,
            &(Fact::Style(_) | Fact::Explode(_) | Fact::AllowReserved)
        )
    };
    facts.iter().any(says)
}

/// A member of a form. An object is JSON unless a style says otherwise; a media type that is no JSON is that of each
/// item of a list.
pub(crate) fn field(name: &str, facts: &[Fact], place: &dyn Place, out: &mut Vec<Pair>) {
    let mut writing = Writing::new(facts, Style::Form, Escape::Form);
    if writing.content.is_none() && !is_styled(facts) && is_object(place) {
        writing.content = Some("application/json");
    }
    match held(place).view() {
        View::List(list)
            if writing
                .content
                .is_some_and(|media| !crate::media::is_json(media)) =>
        {
            items(list).for_each(|item| pairs(name, item, writing, out));
        }
        _ => pairs(name, place, writing, out),
    }
}

/// One pair whose value is all `texts` with the delimiter of the style between them.
fn joined<'t>(name: &str, texts: impl Iterator<Item = &'t Cow<'t, str>>, writing: Writing) -> Pair {
    let mut pair = Pair::new(name, "", writing.escape);
    join(texts, writing.delimiter(), writing.escape, &mut pair.value);
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

/// `name[member]=value`, and so on downwards; lists repeat their name with brackets behind it (`name[]=value`), in
/// which the number of the item stands (`name[0][member]=value`) where items have members or items of their own.
fn deep(name: &str, place: &dyn Place, escape: Escape, out: &mut Vec<Pair>) {
    deep_member(name.to_owned(), place, escape, DEEPEST, out);
}

fn deep_member(name: String, place: &dyn Place, escape: Escape, depth: usize, out: &mut Vec<Pair>) {
    let place = held(place);
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
    let is_flat = match &view {
        View::List(list) => values(*list).all(|item| scalar(&item.view()).is_some()),
        View::Json(Value::Array(items)) => !items.iter().any(|it| it.is_array() || it.is_object()),
        _ => false,
    };
    let mut item = |index: usize, item: &dyn Place| {
        let name = if is_flat {
            // Without brackets, most servers that know this style take the last one for all.
            format!("{name}[]")
        } else {
            // What belongs to which item would be lost.
            format!("{name}[{index}]")
        };
        deep_member(name, item, escape, depth - 1, out);
    };
    match view {
        View::List(list) => values(list).enumerate().for_each(|(at, it)| item(at, it)),
        View::Json(Value::Array(items)) => {
            let items = items.iter().filter(|it| !it.is_null());
            items.enumerate().for_each(|(at, it)| item(at, it));
        }
        _ => each_member(place, &mut |member, _, value| {
            deep_member(format!("{name}[{member}]"), value, escape, depth - 1, out);
        }),
    }
}

/// The value in the media type of `content`.
fn content(place: &dyn Place, writing: Writing) -> String {
    match writing.content {
        Some(media) if crate::media::is_json(media) => json_text(place),
        Some(media) if crate::media::is_form(media) && is_object(place) => {
            let mut pairs = Vec::new();
            members(place, &mut pairs);
            form(&pairs)
        }
        _ => text(place).into_owned(),
    }
}

/// `application/x-www-form-urlencoded`
pub(crate) fn form(pairs: &[Pair]) -> String {
    let pair = |pair: &Pair| format!("{}={}", pair.name, pair.value);
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
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
                if writing.explode {
                    delimiter
                } else {
                    writing.delimiter()
                },
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
                writing.delimiter(),
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
