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
/// a caret under the place, the JSON pointer, and help. An empty line stands between two of them.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, colour: Colour) -> String {
    let excerpts = Excerpts::new(diagnostics, sources);
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&renderer.render(&[group(diagnostic, &excerpts)]));
        text.push('\n');
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, excerpts: &'a Excerpts<'a>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code)
        .elements([] as [Element<'_>; 0]);
    if let Some(at) = &diagnostic.at {
        group = group.elements(excerpts.elements(
            at,
            AnnotationKind::Primary,
            diagnostic.label.as_deref(),
        ));
    }
    for (at, words) in &diagnostic.related {
        group = group.elements(excerpts.elements(at, AnnotationKind::Context, Some(words)));
    }
    if let Some(at) = diagnostic.at.as_ref().filter(|at| !at.pointer.is_empty()) {
        group = group.element(
            Level::NOTE
                .with_name(Some("pointer"))
                .message(format!("#{}", at.pointer)),
        );
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
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
            .filter_map(|one| one.at.as_ref())
            .chain(related)
        {
            files.entry(at.file.as_str()).or_default().push(at);
        }
        let mut places = BTreeMap::new();
        for (file, wanted) in files {
            let Some(text) = sources.text(file) else {
                continue;
            };
            let lines = Lines::new(text);
            for (at, span) in wanted.iter().zip(locate(file, text, &wanted)) {
                if let Some(excerpt) = span.and_then(|span| lines.excerpt(span)) {
                    places.insert(*at, excerpt);
                }
            }
        }
        Self { places }
    }

    fn elements(
        &'a self,
        at: &'a Location,
        kind: AnnotationKind,
        label: Option<&'a str>,
    ) -> Vec<Element<'a>> {
        let origin = Origin::path(at.file.as_str());
        let Some(excerpt) = self.places.get(at) else {
            return match at.focus {
                Focus::Position { line, column } => {
                    vec![origin.line(line).char_column(column).into()]
                }
                _ => vec![origin.into()],
            };
        };
        let origin = origin.line(excerpt.number).char_column(excerpt.column);
        let annotation = kind.span(excerpt.marked.clone()).label(label);
        let snippet = Snippet::source(excerpt.line)
            .line_start(excerpt.number)
            .annotation(annotation);
        vec![origin.into(), snippet.into()]
    }
}

/// Where the lines of a text begin.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1));
        Self {
            text,
            starts: starts.collect(),
        }
    }

    /// The line in which a span begins, marked up to its end or the end of the span. Of a line that is very long,
    /// as in JSON without line breaks, only what is around the span.
    fn excerpt(&self, span: Range<usize>) -> Option<Excerpt<'a>> {
        let number = self.starts.partition_point(|start| *start <= span.start);
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let rest = self.text.get(start..)?;
        let line = rest.split('\n').next().unwrap_or(rest);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let from = (span.start - start).min(line.len());
        let to = span.end.saturating_sub(start).clamp(from, line.len());
        let column = line.get(..from)?.chars().count() + 1;
        let marked = line.get(from..to)?;
        let marked = from..from
            + marked
                .char_indices()
                .nth(MOST_MARKED)
                .map_or(marked.len(), |(index, _)| index);
        let shown = clip(line, &marked);
        let marked = marked.start - shown.start..marked.end - shown.start;
        Some(Excerpt {
            number,
            column,
            line: line.get(shown)?,
            marked,
        })
    }
}

/// So many characters are marked at most.
const MOST_MARKED: usize = 60;
/// Lines up to this many bytes are shown whole.
const LONG: usize = 160;
/// So many characters are shown on each side of the mark otherwise.
const AROUND: usize = 40;

/// The part of a line that is shown.
fn clip(line: &str, marked: &Range<usize>) -> Range<usize> {
    if line.len() <= LONG {
        return 0..line.len();
    }
    let before = line.get(..marked.start).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .take(AROUND)
        .last()
        .map_or(marked.start, |(index, _)| index);
    let after = line.get(marked.end..).unwrap_or_default();
    let end = after
        .char_indices()
        .nth(AROUND)
        .map_or(line.len(), |(index, _)| marked.end + index);
    start..end
}
