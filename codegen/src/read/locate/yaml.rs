//! What stands where in YAML.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{ErrorKind, Event, Options, Parser, ScanError};

use super::Finder;

/// Tells the finder everything in the text, up to the first error.
///
/// The parser of documents lets the lines of a quoted scalar begin at any column, the one used here does not. Such
/// lines are moved to the right, and the spans after them back to the left.
pub(super) fn scan(text: &str, finder: &mut Finder) {
    let mut text = Indented {
        text: Cow::Borrowed(text),
        moved: Vec::new(),
    };
    for _ in 0..MOST_MOVED {
        let Err(error) = events(&text, finder) else {
            return;
        };
        if *error.kind() != ErrorKind::InvalidQuotedScalarIndent
            || !text.indent(error.marker().line())
        {
            return;
        }
        finder.restart();
    }
}

/// So many lines are moved at most, since the text is read again after each.
const MOST_MOVED: usize = 50;

/// What a line is moved by: more than any line that it could belong to is indented by.
const SPACES: &str = "                                                                ";

/// A text in which some lines have been moved to the right.
struct Indented<'t> {
    text: Cow<'t, str>,
    /// Where spaces have been inserted, in bytes of the text that has them.
    moved: Vec<usize>,
}

impl Indented<'_> {
    /// Moves a line, counted from one, unless that has been done.
    fn indent(&mut self, line: usize) -> bool {
        let Some(start) = super::line_starts(&self.text).nth(line.saturating_sub(1)) else {
            return false;
        };
        if self.moved.contains(&start) {
            return false;
        }
        self.text.to_mut().insert_str(start, SPACES);
        for moved in self.moved.iter_mut().filter(|moved| **moved > start) {
            *moved += SPACES.len();
        }
        self.moved.push(start);
        true
    }

    /// A span in the text as it was.
    fn original(&self, span: Range<usize>) -> Range<usize> {
        let shift = |position: usize| {
            let inserted = self
                .moved
                .iter()
                .map(|start| position.saturating_sub(*start).min(SPACES.len()));
            position.saturating_sub(inserted.sum())
        };
        shift(span.start)..shift(span.end)
    }
}

fn events(text: &Indented<'_>, finder: &mut Finder) -> Result<(), ScanError> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    for event in Parser::new_from_str_with_options(&text.text, options) {
        let (event, span) = event?;
        let span = text.original(span.byte_range().unwrap_or_default());
        match event {
            Event::Scalar(value, ..) => finder.scalar(value, span),
            Event::Alias(_) => finder.scalar(Cow::Borrowed(""), span),
            Event::MappingStart(..) => finder.open(true, span),
            Event::SequenceStart(..) => finder.open(false, span),
            Event::MappingEnd | Event::SequenceEnd => finder.close(),
            _ => {}
        }
    }
    Ok(())
}
