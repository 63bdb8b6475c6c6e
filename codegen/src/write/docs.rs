//! Doc comments: the one place where text of the document reaches the generated code.
//!
//! **Invariant:** text reaches a doc comment only through [`markdown`](super::markdown), and a doc comment
//! reaches the code only as one `#[doc = " …"]` a line.

use proc_macro2::TokenStream;
use quote::quote;

use super::markdown;
use crate::ir::Docs;

/// The documentation of an item, as it grows.
#[derive(Debug, Default)]
pub(crate) struct Doc(Vec<String>);

impl Doc {
    /// Documentation that says what the document says, or `otherwise` where it says nothing.
    pub(crate) fn of(docs: &Docs, otherwise: &str) -> Self {
        let mut doc = Self::default();
        let description = docs.description.as_deref().unwrap_or_default();
        if let Some(summary) = docs
            .summary
            .as_deref()
            .filter(|summary| !says(description, summary))
        {
            doc.text(summary);
        }
        doc.text(description);
        if doc.0.is_empty() {
            doc.own(otherwise);
        }
        doc
    }

    /// A paragraph of the generator's own, in Markdown.
    pub(crate) fn own_only(line: impl Into<String>) -> Self {
        let mut doc = Self::default();
        doc.own(line);
        doc
    }

    /// The first sentence of what the document says, or `otherwise` where it says nothing.
    pub(crate) fn brief(docs: &Docs, otherwise: &str) -> Self {
        let text = [docs.summary.as_deref(), docs.description.as_deref()]
            .into_iter()
            .flatten()
            .find(|text| !text.trim().is_empty());
        let mut doc = Self::default();
        doc.0
            .extend(text.map(markdown::sentence).unwrap_or_default());
        if doc.0.is_empty() {
            doc.own(otherwise);
        }
        doc
    }

    /// Adds what the document says besides: the notes of the generator and the link.
    pub(crate) fn remarks(&mut self, docs: &Docs) {
        for note in &docs.notes {
            self.text(note);
        }
        if let Some(see) = &docs.see {
            self.text(&format!("See {see}"));
        }
    }

    /// Adds text of the document.
    pub(crate) fn text(&mut self, text: &str) {
        self.gap(markdown::lines(text));
    }

    /// Adds a paragraph of the generator's own, in Markdown.
    pub(crate) fn own(&mut self, line: impl Into<String>) {
        let line = line.into();
        if !line.is_empty() {
            self.gap(vec![line]);
        }
    }

    /// Adds lines of the generator's own, in Markdown, as one block.
    pub(crate) fn block(&mut self, lines: impl IntoIterator<Item = String>) {
        self.gap(lines.into_iter().collect());
    }

    /// Adds sentences of the generator's own as a paragraph, wrapped between them.
    pub(crate) fn sentences(&mut self, sentences: &[String]) {
        let mut lines: Vec<String> = Vec::new();
        for sentence in sentences {
            match lines.last_mut() {
                Some(line)
                    if line.chars().count() + 1 + sentence.chars().count() <= markdown::WIDTH =>
                {
                    line.push(' ');
                    line.push_str(sentence);
                }
                _ => lines.push(sentence.clone()),
            }
        }
        self.gap(lines);
    }

    fn gap(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(lines);
    }

    /// The attributes of the item.
    pub(crate) fn outer(&self) -> TokenStream {
        self.0
            .iter()
            .map(|line| attribute(line))
            .map(|text| quote! { #[doc = #text] })
            .collect()
    }

    /// The attributes of the file.
    pub(crate) fn inner(&self) -> TokenStream {
        self.0
            .iter()
            .map(|line| attribute(line))
            .map(|text| quote! { #![doc = #text] })
            .collect()
    }
}

fn attribute(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// Whether a description begins with what the summary says, so that the summary adds nothing.
fn says(description: &str, summary: &str) -> bool {
    let summary = summary.trim().trim_end_matches('.');
    summary.is_empty()
        || description
            .trim_start()
            .get(..summary.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(summary))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn docs(summary: &str, description: &str) -> Docs {
        Docs {
            summary: Some(summary.to_owned()),
            description: Some(description.to_owned()),
            ..Docs::default()
        }
    }

    #[test]
    fn a_summary_is_not_repeated() {
        assert_eq!(
            Doc::of(&docs("Lists things", "Lists things. All of them."), "x").0,
            ["Lists things.", "All of them."]
        );
        assert_eq!(
            Doc::of(&docs("List", "Shows things."), "x").0,
            ["List", "", "Shows things."]
        );
        assert_eq!(Doc::of(&docs(" ", "\n"), "`x`").0, ["`x`"]);
    }

    #[test]
    fn a_brief_is_one_sentence() {
        assert_eq!(
            Doc::brief(&docs("", "Shows things. All of them."), "x").0,
            ["Shows things."]
        );
        assert_eq!(Doc::brief(&docs("", "```\ncode\n```"), "`x`").0, ["`x`"]);
        assert_eq!(Doc::brief(&Docs::default(), "`x`").0, ["`x`"]);
    }

    #[test]
    fn each_line_is_an_attribute() {
        let doc = Doc::of(&docs("a", "*/ fn main() {} /* \" \\"), "x");
        assert_eq!(
            doc.outer().to_string(),
            quote! { #[doc = " a"] #[doc = ""] #[doc = " */ fn main() {} /* \" \\"] }.to_string()
        );
    }
}
