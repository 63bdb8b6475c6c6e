//! Diagnostics as text for people.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Focus, Location, Severity};
use crate::input::Sources;
use crate::read::locate::locate;

/// Whether the text has terminal colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    Never,
    /// With escape sequences.
    Always,
}

/// Diagnostics as text: for each the code, the message, file, line and column, the line of the source with
/// a caret under the place, the JSON pointer, and help. Warnings come first, then errors, each in the order of
/// files and lines.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, colour: Colour) -> String {
    let excerpts = Excerpts::new(diagnostics, sources);
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_cached_key(|one| {
        (
            one.severity,
            CONSEQUENCES.contains(&one.code),
            one.at.as_deref().map(|at| excerpts.position(at)),
        )
    });
    let reports = sorted
        .into_iter()
        .map(|one| renderer.render(&[group(one, &excerpts)]) + "\n");
    reports.collect::<Vec<_>>().join("\n")
}

/// The codes of what other faults can be the cause of: it comes after them.
const CONSEQUENCES: [&str; 4] = [
    "matches-nothing",
    "no-newtype",
    "no-type-to-derive",
    "no-type-to-name",
];

fn group<'a>(diagnostic: &'a Diagnostic, excerpts: &'a Excerpts<'a>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let at = diagnostic.at.as_deref();
    let label = diagnostic.label.as_deref();
    let mut elements: Vec<Element<'a>> = Vec::new();
    elements.extend(at.map(|at| excerpts.element(at, AnnotationKind::Primary, label)));
    for (at, words) in &diagnostic.related {
        elements.push(excerpts.element(at, AnnotationKind::Context, Some(words)));
    }
    if let Some(at) = at.filter(|at| !at.pointer.is_empty()) {
        elements.push(
            Level::NOTE
                .with_name(Some("pointer"))
                .message(format!("#{}", at.pointer))
                .into(),
        );
    }
    if let Some(help) = &diagnostic.help {
        elements.push(Level::HELP.message(help.as_ref()).into());
    }
    title.elements(elements)
}

/// The lines that are shown, by place. Each file is searched once for all of its places.
struct Excerpts<'a> {
    places: BTreeMap<&'a Location, Excerpt<'a>>,
}

/// A line with a marked part.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt<'a> {
    /// Its number, counted from one.
    number: usize,
    /// The column of the marked part, in characters, counted from one.
    column: usize,
    /// The line, or what is shown of it.
    line: &'a str,
    /// The marked part, in bytes of `line`.
    marked: Range<usize>,
}

impl<'a> Excerpts<'a> {
    fn new(diagnostics: &'a [Diagnostic], sources: &'a Sources) -> Self {
        let related = diagnostics
            .iter()
            .flat_map(|one| one.related.iter().map(|(at, _)| at));
        let mut files: BTreeMap<&str, Vec<&Location>> = BTreeMap::new();
        for at in diagnostics
            .iter()
            .filter_map(|one| one.at.as_deref())
            .chain(related)
        {
            files.entry(at.file.as_str()).or_default().push(at);
        }
        let mut places = BTreeMap::new();
        for (file, wanted) in files {
            let Some(text) = sources.text(file) else {
                continue;
            };
            let spans = locate(file, text, &wanted);
            let mut located: Vec<(Range<usize>, &Location)> = spans
                .into_iter()
                .zip(wanted)
                .filter_map(|(span, at)| Some((span?, at)))
                .collect();
            located.sort_by_key(|(span, _)| span.start);
            let mut lines = Lines::new(text);
            for (span, at) in located {
                if let Some(excerpt) = lines.excerpt(span) {
                    places.insert(at, excerpt);
                }
            }
        }
        Self { places }
    }

    /// File, line and column.
    fn position(&self, at: &Location) -> (String, usize, usize) {
        let excerpt = self.places.get(at);
        let (line, column) = excerpt.map_or((0, 0), |excerpt| (excerpt.number, excerpt.column));
        (at.file.clone(), line, column)
    }

    fn element(
        &'a self,
        at: &'a Location,
        kind: AnnotationKind,
        label: Option<&'a str>,
    ) -> Element<'a> {
        let origin = Origin::path(at.file.as_str());
        let Some(excerpt) = self.places.get(at) else {
            return match at.focus {
                Focus::Position { line, column } => origin.line(line).char_column(column).into(),
                _ => origin.into(),
            };
        };
        if excerpt.column > FARTHEST {
            return origin
                .line(excerpt.number)
                .char_column(excerpt.column)
                .into();
        }
        let annotation = kind.span(excerpt.marked.clone()).label(label);
        let snippet = Snippet::source(excerpt.line).line_start(excerpt.number);
        snippet.path(at.file.as_str()).annotation(annotation).into()
    }
}

/// Where the lines of a text begin, and how far their characters were counted: a document may be one line.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// Up to where, and how many characters there are from the start of its line.
    counted: (usize, usize),
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1));
        Self {
            text,
            starts: starts.collect(),
            counted: (0, 0),
        }
    }

    /// The line in which a span begins, marked up to its end or the end of the span. Of a line that is very long,
    /// as in JSON without line breaks, not all that follows. Spans come in the order of the text.
    fn excerpt(&mut self, span: Range<usize>) -> Option<Excerpt<'a>> {
        let number = self.starts.partition_point(|start| *start <= span.start);
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let end = self
            .starts
            .get(number)
            .map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(start..end)?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let from = (span.start - start).min(line.len());
        let to = span.end.saturating_sub(start).clamp(from, line.len());
        let column = self.count(start, start + from)? + 1;
        let marked = line.get(from..to)?;
        let marked = from..from
            + marked
                .char_indices()
                .nth(MOST_MARKED)
                .map_or(marked.len(), |(index, _)| index);
        Some(Excerpt {
            number,
            column,
            line: line.get(..shown_end(line, marked.end))?,
            marked,
        })
    }

    /// The number of characters between the start of a line and a place in it.
    fn count(&mut self, start: usize, to: usize) -> Option<usize> {
        let (from, before) = match self.counted {
            counted @ (from, _) if (start..=to).contains(&from) => counted,
            _ => (start, 0),
        };
        let count = before + self.text.get(from..to)?.chars().count();
        self.counted = (to, count);
        Some(count)
    }
}

/// So many characters are marked at most.
const MOST_MARKED: usize = 100;
/// So many characters are shown after the mark at most; the renderer shortens what is before it.
const AFTER: usize = 60;
/// Places farther right than this are told without the line, because going through it takes the renderer too long.
const FARTHEST: usize = 200_000;

/// Up to where a line is shown.
fn shown_end(line: &str, marked_end: usize) -> usize {
    let after = line.get(marked_end..).unwrap_or_default();
    after
        .char_indices()
        .nth(AFTER)
        .map_or(line.len(), |(index, _)| marked_end + index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(path: &str, text: &str, diagnostics: &[Diagnostic]) -> String {
        let mut sources = Sources::new();
        sources.insert(path, text.as_bytes().to_vec());
        render(diagnostics, &sources, Colour::Never)
    }

    #[test]
    fn warnings_first_then_by_place() {
        let at = |pointer| Location::new("a.yaml", pointer);
        let list = [
            Diagnostic::error("c", "third").at(at("/a")),
            Diagnostic::error("b", "second").at(at("/z")),
            Diagnostic::warning("a", "first").at(at("/a")),
        ];
        let text = rendered("a.yaml", "z: 1\na: 2\n", &list);
        let titles: Vec<&str> = text.lines().filter(|line| line.contains('[')).collect();
        assert_eq!(
            titles,
            ["warning[a]: first", "error[b]: second", "error[c]: third"]
        );
    }

    #[test]
    fn without_a_place_or_a_source() {
        let list = [
            Diagnostic::error("a", "no place").help("do this"),
            Diagnostic::error("b", "no source").at(Location::new("b.yaml", "/x")),
        ];
        let expected = "error[a]: no place\n |\n = help: do this\n\nerror[b]: no source\n--> b.yaml\n = pointer: #/x\n";
        assert_eq!(rendered("a.yaml", "", &list), expected);
    }

    #[test]
    fn several_labels() {
        let list = [Diagnostic::error("clash", "two names")
            .at(Location::new("a.yaml", "/b").key())
            .label("this one")
            .related(Location::new("a.yaml", "/a").key(), "and this one")];
        let expected = "\
error[clash]: two names
 --> a.yaml:2:1
  |
2 | b: 2
  | ^ this one
  |
 ::: a.yaml:1:1
  |
1 | a: 1
  | - and this one
  |
  = pointer: #/b
";
        assert_eq!(rendered("a.yaml", "a: 1\nb: 2\n", &list), expected);
    }

    #[test]
    fn text_of_the_document_cannot_steer_the_terminal() {
        let list =
            [Diagnostic::error("a", "named `\u{1b}[31m\u{202e}`")
                .at(Location::new("a.yaml", "/a"))];
        let text = rendered("a.yaml", "a: \"\u{1b}[31m\"", &list);
        assert!(
            !text.contains('\u{1b}') && !text.contains('\u{202e}'),
            "{text}"
        );
    }

    #[test]
    fn columns_are_counted_in_characters_whatever_the_order() {
        let text = "{\"ä\":1,\"b\":2,\"ö\":3}\n";
        let list = ["/ö", "/ä", "/b"]
            .map(|pointer| Diagnostic::error("a", "here").at(Location::new("a.json", pointer)));
        let text = rendered("a.json", text, &list);
        let places: Vec<&str> = text.lines().filter(|line| line.contains("--> ")).collect();
        assert_eq!(
            places,
            [" --> a.json:1:6", " --> a.json:1:12", " --> a.json:1:18"]
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_not_shown() {
        let text = format!("{{\"a\":\"{}\",\"b\":1}}", "x".repeat(300_000));
        let list = [Diagnostic::error("a", "far").at(Location::new("a.json", "/b"))];
        assert_eq!(
            rendered("a.json", &text, &list),
            "error[a]: far\n--> a.json:1:300013\n = pointer: #/b\n"
        );
    }
}
