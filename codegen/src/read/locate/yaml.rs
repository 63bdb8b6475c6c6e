//! What stands where in YAML.

use std::borrow::Cow;

use granit_parser::{Event, Options, Parser};

use super::Finder;

/// Tells the finder everything in the text, up to the first error.
pub(super) fn scan(text: &str, finder: &mut Finder) {
    let mut options = Options::default();
    options.set_emit_comments(false);
    for event in Parser::new_from_str_with_options(text, options) {
        let Ok((event, span)) = event else {
            return;
        };
        let span = span.byte_range().unwrap_or_default();
        match event {
            Event::Scalar(value, ..) => finder.scalar(value, span),
            Event::Alias(_) => finder.scalar(Cow::Borrowed(""), span),
            Event::MappingStart(..) => finder.open(true, span),
            Event::SequenceStart(..) => finder.open(false, span),
            Event::MappingEnd | Event::SequenceEnd => finder.close(),
            _ => {}
        }
    }
}
