//! The text of a block: its words, made clean, and how they are put on lines.

use super::{code, is_absolute};

/// The text of a block, as it grows.
#[derive(Default)]
pub(super) struct Words {
    /// Text of the source that has not been split into words yet.
    pending: String,
    /// The word that is being read.
    word: String,
    words: Vec<Word>,
    /// The links around, outermost first.
    links: Vec<Link>,
}

/// A link whose text is being read.
struct Link {
    target: String,
    /// What had been read of the word that the link is in.
    before: String,
    /// How many words there had been.
    words: usize,
}

/// What is never broken over two lines: a word, a piece of code, a link.
struct Word {
    text: String,
}

impl Words {
    /// Adds text as it stands in the source, where it is no markup.
    pub(super) fn written(&mut self, text: &str) {
        self.pending.push_str(text);
    }

    /// Adds text that shall be read as it is.
    pub(super) fn literal(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, '\\' | '`' | '*' | '_' | '~' | '&') {
                self.pending.push('\\');
            }
            self.pending.push(c);
        }
    }

    /// Adds code.
    pub(super) fn code(&mut self, text: &str) {
        self.split();
        self.word.push_str(&code(text));
    }

    /// Adds the sign that begins or ends emphasis.
    pub(super) fn mark(&mut self, sign: &str) {
        self.split();
        self.word.push_str(sign);
    }

    /// Adds the gap between two words.
    pub(super) fn space(&mut self) {
        self.pending.push(' ');
    }

    /// Begins a link or an image.
    pub(super) fn begin_link(&mut self, target: &str) {
        self.split();
        self.links.push(Link {
            target: target.to_owned(),
            before: std::mem::take(&mut self.word),
            words: self.words.len(),
        });
    }

    /// Ends a link: it remains if it is absolute, its text remains in any case.
    pub(super) fn end_link(&mut self) {
        self.split();
        let Some(link) = self.links.pop() else {
            return;
        };
        self.finish_word();
        let inner = self.words.split_off(link.words.min(self.words.len()));
        let label = joined(inner);
        self.word = link.before;
        let remains = self.links.is_empty() && is_absolute(&link.target) && !label.is_empty();
        if !remains {
            self.word.push_str(&label);
        } else if label == link.target {
            self.word.push_str(&format!("<{label}>"));
        } else if link.target.contains(['(', ')']) {
            self.word.push_str(&format!("[{label}](<{}>)", link.target));
        } else {
            self.word.push_str(&format!("[{label}]({})", link.target));
        }
    }

    /// Takes the text as one line.
    pub(super) fn take(&mut self) -> String {
        joined(self.take_words())
    }

    /// Takes the text as the cell of a table.
    pub(super) fn take_cell(&mut self) -> String {
        let mut cell = String::new();
        for c in self.take().chars() {
            if c == '|' && !cell.ends_with('\\') {
                cell.push('\\');
            }
            cell.push(c);
        }
        cell
    }

    /// Takes the text as lines: every sentence begins one, and none is longer than it need be.
    pub(super) fn wrap(&mut self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut columns = 0;
        let mut ends = false;
        let mut words = self.take_words().into_iter().peekable();
        while let Some(word) = words.next() {
            let size = word.text.chars().count();
            let is_full = columns > 0 && columns + 1 + size > width;
            if columns > 0 && (is_full || (ends && word.begins_sentence())) {
                lines.push(std::mem::take(&mut line));
                columns = 0;
            }
            if columns > 0 {
                line.push(' ');
                line.push_str(&word.text);
                columns += 1;
            } else {
                line.push_str(&word.as_first(words.peek().is_none()));
            }
            columns += size;
            ends = word.ends_sentence();
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    fn take_words(&mut self) -> Vec<Word> {
        while !self.links.is_empty() {
            self.end_link();
        }
        self.split();
        self.finish_word();
        std::mem::take(&mut self.words)
    }

    fn finish_word(&mut self) {
        if !self.word.is_empty() {
            self.words.push(Word {
                text: std::mem::take(&mut self.word),
            });
        }
    }

    /// Splits the text that has been read into words, and makes them clean.
    fn split(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let mut rest = pending.as_str();
        while let Some(c) = rest.chars().next() {
            let len = match c {
                c if c.is_whitespace() => {
                    self.finish_word();
                    c.len_utf8()
                }
                '\\' => {
                    let len = 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
                    self.word.push_str(rest.get(..len).unwrap_or("\\"));
                    len
                }
                'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                    let url = url(rest);
                    self.url(url);
                    url.len()
                }
                // A reference that leads nowhere, or to an item of Rust.
                '[' => {
                    self.word.push_str("\\[");
                    1
                }
                // It would end the text of a link.
                ']' if !self.links.is_empty() => {
                    self.word.push_str("\\]");
                    1
                }
                '<' => {
                    if rest.chars().nth(1).is_some_and(begins_tag) {
                        self.word.push('\\');
                    }
                    self.word.push('<');
                    1
                }
                c => {
                    self.word.push(c);
                    c.len_utf8()
                }
            };
            rest = rest.get(len..).unwrap_or_default();
        }
    }

    /// A URL that stands in the text as it is.
    fn url(&mut self, url: &str) {
        if self.links.is_empty() && is_absolute(url) {
            self.word.push_str(&format!("<{url}>"));
        } else {
            self.word.push_str(url);
        }
    }
}

/// Whether a tag could begin with `<` and this.
const fn begins_tag(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')
}

/// The URL that a text begins with, without the punctuation that follows it.
fn url(text: &str) -> &str {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\' | '['))
        .unwrap_or(text.len());
    let mut url = text.get(..end).unwrap_or(text);
    loop {
        let closes = |pair: [char; 2]| url.matches(pair[0]).count() >= url.matches(pair[1]).count();
        let belongs = match url.chars().next_back() {
            Some(')') => closes(['(', ')']),
            Some('}') => closes(['{', '}']),
            Some(']' | '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '_' | '(' | '…') => false,
            _ => true,
        };
        if belongs {
            return url;
        }
        let mut chars = url.chars();
        chars.next_back();
        url = chars.as_str();
    }
}

fn joined(words: Vec<Word>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| word.text).collect();
    words.join(" ")
}

/// Words that end with a full stop without ending a sentence.
const ABBREVIATIONS: [&str; 12] = [
    "e.g.", "i.e.", "etc.", "vs.", "approx.", "no.", "cf.", "incl.", "resp.", "ex.", "eg.", "ie.",
];

impl Word {
    fn ends_sentence(&self) -> bool {
        let bare = self
            .text
            .trim_end_matches([')', '"', '\'', '*', '_', '”', '’']);
        let stem = bare.trim_start_matches(['(', '"', '\'', '*', '_']);
        bare.ends_with(['.', '!', '?'])
            && stem.chars().count() > 2
            && !ABBREVIATIONS
                .iter()
                .any(|short| stem.eq_ignore_ascii_case(short))
            && !stem
                .trim_end_matches('.')
                .chars()
                .all(|c| c.is_ascii_digit())
    }

    fn begins_sentence(&self) -> bool {
        let bare = self
            .text
            .trim_start_matches(['(', '"', '\'', '*', '_', '[', '“']);
        bare.starts_with(|c: char| c.is_uppercase() || c == '`')
    }

    /// The word as the first one of a line, where it must not begin another kind of block.
    fn as_first(&self, is_alone: bool) -> String {
        let text = self.text.as_str();
        let is_only = |mark: char| text.chars().all(|c| c == mark);
        let begins_block = matches!(text, "-" | "+" | "*")
            || text.starts_with(['>', '|'])
            || text.starts_with("~~~")
            || (is_only('#') && text.len() <= 6)
            || ((is_only('-') || is_only('*') || is_only('_')) && text.len() >= 3)
            || (is_alone && (is_only('=') || is_only('-')));
        if begins_block {
            return format!("\\{text}");
        }
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match text.split_at_checked(digits) {
            // The number of an item.
            Some((number, mark @ ("." | ")"))) if digits > 0 => format!("{number}\\{mark}"),
            _ => text.to_owned(),
        }
    }
}
