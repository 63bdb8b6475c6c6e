//! From JSON pointers to spans of text. It runs only when a diagnostic is printed: the parsers that read documents
//! tell no positions, so the text is read once more by a parser that tells nothing else.

mod json;
mod toml;
mod yaml;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::load::Format;
use super::resolve::unescape;
use crate::diagnostic::{Focus, Location};

/// The spans of some places of one file, in bytes: of what is there of the way to a place, if not all of it is.
pub(crate) fn locate(path: &str, text: &str, places: &[&Location]) -> Vec<Option<Range<usize>>> {
    let mut finder = Finder::new();
    let wanted: Vec<Wanted> = places
        .iter()
        .map(|place| finder.want(&place.pointer))
        .collect();
    let is_pointer =
        |place: &&Location| !matches!(place.focus, Focus::Position { .. } | Focus::File);
    if places.iter().any(is_pointer) {
        scan(path, text, &mut finder);
    }
    let spans = places
        .iter()
        .zip(wanted)
        .map(|(place, wanted)| match place.focus {
            Focus::Position { line, column } => position(text, line, column),
            Focus::File => None,
            focus => finder.span(wanted, focus),
        });
    spans.collect()
}

fn scan(path: &str, text: &str, finder: &mut Finder) {
    if path.ends_with(".toml") {
        return toml::scan(text, finder);
    }
    match Format::of(path, text) {
        Format::Json => json::scan(text, finder),
        Format::Yaml => yaml::scan(text, finder),
        Format::Text => finder.scalar(Cow::Borrowed(""), 0..text.len()),
    }
}

/// The character at a line and a column.
fn position(text: &str, line: usize, column: usize) -> Option<Range<usize>> {
    let start = line_starts(text).nth(line.checked_sub(1)?)?;
    let rest = text.get(start..)?;
    let rest = rest.split('\n').next().unwrap_or(rest);
    let mut characters = rest.char_indices().skip(column.saturating_sub(1));
    let (offset, length) = characters
        .next()
        .map_or((rest.len(), 0), |(offset, character)| {
            (offset, character.len_utf8())
        });
    Some(start + offset..start + offset + length)
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1))
}

/// Position in [`Finder::places`].
type Wanted = usize;

/// Finds places while a parser tells what it sees.
#[derive(Debug)]
struct Finder {
    places: Vec<Place>,
    stack: Vec<Frame>,
}

/// A place that is looked for, or is on the way to one.
#[derive(Debug, Default)]
struct Place {
    parent: Option<Wanted>,
    children: HashMap<String, Wanted>,
    key: Option<Range<usize>>,
    repeated: Option<Range<usize>>,
    value: Option<Value>,
}

#[derive(Debug)]
struct Value {
    span: Range<usize>,
    container: bool,
}

/// An object or array that has begun.
#[derive(Debug)]
struct Frame {
    /// The place it is, if it is on the way to a place that is looked for.
    place: Option<Wanted>,
    next: Next,
}

/// What comes next in an object or array.
#[derive(Debug)]
enum Next {
    /// The item with this number.
    Item(usize),
    /// A key.
    Key,
    /// The value of a key; the place of that key.
    Value(Option<Wanted>),
}

impl Finder {
    fn new() -> Self {
        Self {
            places: vec![Place::default()],
            stack: Vec::new(),
        }
    }

    /// Looks for a place.
    fn want(&mut self, pointer: &str) -> Wanted {
        let mut at = 0;
        for token in pointer.split('/').skip(1) {
            let token = unescape(token);
            let known = self
                .places
                .get(at)
                .and_then(|place| place.children.get(&token))
                .copied();
            at = known.unwrap_or_else(|| self.add(at, token));
        }
        at
    }

    fn add(&mut self, parent: Wanted, token: String) -> Wanted {
        let new = self.places.len();
        self.places.push(Place {
            parent: Some(parent),
            ..Place::default()
        });
        if let Some(parent) = self.places.get_mut(parent) {
            parent.children.insert(token, new);
        }
        new
    }

    /// Forgets what was found, to begin again.
    fn restart(&mut self) {
        self.stack.clear();
        for place in &mut self.places {
            (place.key, place.repeated, place.value) = (None, None, None);
        }
    }

    /// The span of a place, or of the next place above it that there is.
    fn span(&self, wanted: Wanted, focus: Focus) -> Option<Range<usize>> {
        let place = self.places.get(wanted)?;
        let value = place.value.as_ref();
        let found = match focus {
            Focus::RepeatedKey => place.repeated.clone().or_else(|| place.key.clone()),
            Focus::Key => place.key.clone(),
            _ => value
                .filter(|value| !value.container)
                .map(|value| value.span.clone()),
        };
        let found = found
            .or_else(|| place.key.clone())
            .or_else(|| value.map(|value| value.span.clone()));
        found.or_else(|| self.span(place.parent?, Focus::Key))
    }

    /// A value without parts, or a key.
    fn scalar(&mut self, text: Cow<'_, str>, span: Range<usize>) {
        match self.stack.last().map(|frame| &frame.next) {
            Some(Next::Key) => self.key(&text, span),
            _ => {
                self.value(span, false);
            }
        }
    }

    /// An object or an array begins.
    fn open(&mut self, object: bool, span: Range<usize>) {
        let place = match self.stack.last().map(|frame| &frame.next) {
            Some(Next::Key) => None,
            _ => self.value(span, true),
        };
        let next = if object { Next::Key } else { Next::Item(0) };
        self.stack.push(Frame { place, next });
    }

    /// An object or an array ends.
    fn close(&mut self) {
        self.stack.pop();
        if let Some(Frame {
            next: next @ Next::Key,
            ..
        }) = self.stack.last_mut()
        {
            // It was a key: YAML has such keys, but nothing can be looked for below them.
            *next = Next::Value(None);
        } else {
            self.advance();
        }
    }

    fn key(&mut self, text: &str, span: Range<usize>) {
        let Some(frame) = self.stack.last_mut() else {
            return;
        };
        let children = frame
            .place
            .and_then(|place| self.places.get(place))
            .map(|place| &place.children);
        let child = children.and_then(|children| children.get(text)).copied();
        frame.next = Next::Value(None);
        let Some(place) = child.and_then(|child| self.places.get_mut(child)) else {
            return;
        };
        if place.key.is_none() {
            place.key = Some(span);
            frame.next = Next::Value(child);
        } else if place.repeated.is_none() {
            place.repeated = Some(span);
        }
    }

    /// Notes a value and tells its place. A container is not at its end yet.
    fn value(&mut self, span: Range<usize>, container: bool) -> Option<Wanted> {
        let place = match self.stack.last() {
            None => Some(0),
            Some(Frame {
                next: Next::Value(place),
                ..
            }) => *place,
            Some(Frame {
                next: Next::Item(index),
                place,
            }) => {
                let children = place
                    .and_then(|place| self.places.get(place))
                    .map(|place| &place.children);
                children
                    .and_then(|children| children.get(&index.to_string()))
                    .copied()
            }
            Some(Frame {
                next: Next::Key, ..
            }) => None,
        };
        if let Some(place) = place.and_then(|place| self.places.get_mut(place)) {
            place.value = Some(Value { span, container });
        }
        if !container {
            self.advance();
        }
        place
    }

    /// A value of the object or array that is open has ended.
    fn advance(&mut self) {
        if let Some(frame) = self.stack.last_mut() {
            frame.next = match frame.next {
                Next::Item(index) => Next::Item(index + 1),
                Next::Key | Next::Value(_) => Next::Key,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str, place: Location) -> Option<String> {
        let spans = locate(path, text, &[&place]);
        let span = spans.into_iter().next().flatten()?;
        Some(format!("{}@{}", &text[span.clone()], span.start))
    }

    fn at(pointer: &str) -> Location {
        Location::new("f", pointer)
    }

    const YAML: &str = "a:\n  'b/c': [1, {d: two}]\n  200: \"x\\u00e9\"\n? [complex]\n: e\nf: &anchor\n  g: h\ni: *anchor\na: 3\n";

    #[test]
    fn places_in_yaml() {
        let found = |place| found("f.yaml", YAML, place);
        assert_eq!(found(at("/a/b~1c/0")).as_deref(), Some("1@13"));
        assert_eq!(found(at("/a/b~1c/1/d")).as_deref(), Some("two@20"));
        assert_eq!(found(at("/a/200")).as_deref(), Some("\"x\\u00e9\"@33"));
        assert_eq!(found(at("/a/200").key()).as_deref(), Some("200@28"));
        assert_eq!(found(at("/a")).as_deref(), Some("a@0"));
        assert_eq!(found(at("/a").repeated_key()).as_deref(), Some("a@88"));
        assert_eq!(found(at("/f/g")).as_deref(), Some("h@75"));
        assert_eq!(found(at("/i/g")).as_deref(), Some("i@77"));
        assert_eq!(found(at("/nothing/here")).as_deref(), Some("@0"));
        assert_eq!(found(at("/a/nothing")).as_deref(), Some("a@0"));
    }

    #[test]
    fn lines_that_are_not_indented() {
        let text = "a:\n  b: \"one\ntwo\n  three\n\"\n  c: 'four\n five\nsix'\n  d: e\n";
        let found = |place| found("f.yaml", text, place);
        assert_eq!(
            found(at("/a/b")).as_deref(),
            Some("\"one\ntwo\n  three\n\"@8")
        );
        assert_eq!(found(at("/a/c")).as_deref(), Some("'four\n five\nsix'@32"));
        assert_eq!(found(at("/a/d")).as_deref(), Some("e@54"));
    }

    #[test]
    fn places_in_json() {
        let text = r#"{"a":{"b/c":[1,{"\u0064\ud83d\ude00":"two]\""}],"e":-1.5e3},"a":null}"#;
        let found = |place| found("f.json", text, place);
        assert_eq!(
            found(at("/a/b~1c/1/d😀")).as_deref(),
            Some(r#""two]\""@37"#)
        );
        assert_eq!(found(at("/a/e")).as_deref(), Some("-1.5e3@52"));
        assert_eq!(found(at("/a").repeated_key()).as_deref(), Some("\"a\"@60"));
        assert_eq!(found(at("/a/b~1c/1")).as_deref(), Some("{@15"));
    }

    #[test]
    fn places_in_toml() {
        let text =
            "x = 1\n[select]\ninclude.paths = [\"/a\", \"/b\"]\n[types.\"#/A\"]\nname = \"B\"\n";
        let found = |place| found("f.toml", text, place);
        assert_eq!(
            found(at("/select/include/paths/1")).as_deref(),
            Some("\"/b\"@38")
        );
        assert_eq!(
            found(at("/types/#~1A").key()).as_deref(),
            Some("\"#/A\"@51")
        );
        assert_eq!(found(at("/types/#~1A/name")).as_deref(), Some("\"B\"@65"));
    }

    #[test]
    fn positions() {
        assert_eq!(
            found("f.json", "ab\nécd", Location::position("f", 2, 2)).as_deref(),
            Some("c@5")
        );
        assert_eq!(
            found("f.json", "ab\n", Location::position("f", 2, 1)).as_deref(),
            Some("@3")
        );
        assert_eq!(found("f.json", "ab\n", Location::position("f", 7, 1)), None);
    }
}
