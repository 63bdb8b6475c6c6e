//! What stands where in TOML.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Finder;

/// Tells the finder everything in the text, as far as it is valid.
pub(super) fn scan(text: &str, finder: &mut Finder) {
    let (document, _) = DeTable::parse_recoverable(text);
    let span = document.span();
    table(document.get_ref(), span, finder);
}

fn table(entries: &DeTable<'_>, span: std::ops::Range<usize>, finder: &mut Finder) {
    finder.open(true, span);
    for (key, entry) in entries {
        finder.scalar(Cow::Borrowed(key.get_ref()), key.span());
        value(entry, finder);
    }
    finder.close();
}

fn value(entry: &Spanned<DeValue<'_>>, finder: &mut Finder) {
    match entry.get_ref() {
        DeValue::Table(entries) => table(entries, entry.span(), finder),
        DeValue::Array(items) => {
            finder.open(false, entry.span());
            items.iter().for_each(|item| value(item, finder));
            finder.close();
        }
        _ => finder.scalar(Cow::Borrowed(""), entry.span()),
    }
}
