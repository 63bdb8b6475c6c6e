//! The blocks of a text: paragraphs, lists, quotes, code, tables.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::words::Words;
use super::{WIDTH, longest_run};

/// How deep lists and quotes may be nested before they are written like what they are in.
const DEPTH: usize = 6;

/// The fewest characters that a line of text has, however deep it is nested.
const NARROWEST: usize = 40;

/// How much of a text is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// The paragraph that it begins with, if it begins with one.
    Paragraph,
}

/// The lines of a text.
pub(super) fn read(text: &str, extent: Extent) -> Vec<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut writer = Writer::default();
    let mut source = Source::new(text);
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let ends = matches!(event, Event::End(TagEnd::Paragraph));
        let is_other = match &event {
            Event::Start(tag) => begins_block(tag),
            event => matches!(event, Event::Rule),
        };
        if extent == Extent::Paragraph && is_other {
            break;
        }
        writer.event(event, source.as_written(range));
        if extent == Extent::Paragraph && ends {
            break;
        }
    }
    writer.lines
}

/// A text that is read from its beginning to its end.
struct Source<'t> {
    text: &'t str,
    /// Up to where backslashes were counted.
    at: usize,
    /// How many stand there, side by side.
    escapes: usize,
}

impl<'t> Source<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            escapes: 0,
        }
    }

    /// What stands there for a piece of text, the backslash in front of it included.
    fn as_written(&mut self, range: Range<usize>) -> &'t str {
        let escapes = self.escapes_before(range.start);
        let written = self.text.get(range.start..range.end).unwrap_or_default();
        if escapes % 2 == 1 && written.starts_with(|first: char| first.is_ascii_punctuation()) {
            self.text
                .get(range.start - 1..range.end)
                .unwrap_or_default()
        } else {
            written
        }
    }

    /// How many backslashes stand side by side in front of a position.
    fn escapes_before(&mut self, position: usize) -> usize {
        let known = if self.at <= position {
            self.at
        } else {
            self.escapes = 0;
            0
        };
        let between = self.text.get(known..position).unwrap_or_default();
        let last = between.len() - between.trim_end_matches('\\').len();
        self.escapes = if last == between.len() {
            self.escapes + last
        } else {
            last
        };
        self.at = position;
        self.escapes
    }
}

/// The sign that emphasis is written with, `*` or `_`.
fn sign(written: &str, len: usize) -> &str {
    written.get(..len).unwrap_or("*")
}

/// Whether a tag begins a block that is no paragraph.
fn begins_block(tag: &Tag<'_>) -> bool {
    use Tag::{BlockQuote, CodeBlock, Heading, HtmlBlock, List, Table};
    matches!(
        tag,
        BlockQuote(_) | CodeBlock(_) | Heading { .. } | HtmlBlock | List(_) | Table(_)
    )
}

/// What a block stands in.
enum Container {
    /// A quote.
    Quote,
    /// An item of a list, which has its marker in front of its first line.
    Item { marker: String, is_begun: bool },
}

impl Container {
    /// How many characters it takes of a line.
    fn width(&self) -> usize {
        match self {
            Self::Quote => 2,
            Self::Item { marker, .. } => marker.len() + 1,
        }
    }
}

/// Writes blocks, each after a blank line.
#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    containers: Vec<Container>,
    /// The lists around, each with the number of its next item if it has numbers.
    lists: Vec<Option<u64>>,
    /// How many containers around are too deep to be written.
    too_deep: usize,
    /// The text of the block that is being read.
    words: Words,
    /// The code of the block that is being read.
    code: Option<String>,
    /// The cells of the row that is being read.
    row: Vec<String>,
    /// Whether a block has ended, so that the next one stands apart.
    has_ended: bool,
    /// Whether that was plain text.
    was_text: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>, written: &str) {
        match event {
            Event::Start(tag) => self.start(tag, written),
            Event::End(tag) => self.end(tag, written),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.words.written(written),
            },
            Event::Code(code) => self.words.code(&code),
            // Tags that stand for something are gone by now; others are meant as text.
            Event::Html(text) | Event::InlineHtml(text) => self.words.literal(&text),
            Event::SoftBreak | Event::HardBreak => self.words.space(),
            Event::Rule => {
                self.paragraph();
                self.block(["---"]);
            }
            // Syntax that is not asked for.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.words.literal(&text)
            }
            Event::TaskListMarker(_) => {}
        }
    }

    /// `written` is all of what begins.
    fn start(&mut self, tag: Tag<'_>, written: &str) {
        match tag {
            Tag::Emphasis => self.words.mark(sign(written, 1)),
            Tag::Strong => self.words.mark(sign(written, 2)),
            Tag::Strikethrough => self.words.mark("~~"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.words.begin_link(&dest_url);
            }
            Tag::BlockQuote(_) => self.begin(Container::Quote),
            Tag::List(first) => {
                self.paragraph();
                // A list may follow the first words of an item without a gap.
                if self.was_text && matches!(self.containers.last(), Some(Container::Item { .. })) {
                    self.has_ended = false;
                }
                self.lists.push(first);
            }
            Tag::Item => {
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}.");
                        *number = number.saturating_add(1);
                        marker
                    }
                    _ => "-".to_owned(),
                };
                self.begin(Container::Item {
                    marker,
                    is_begun: false,
                });
            }
            Tag::CodeBlock(_) => {
                self.paragraph();
                self.code = Some(String::new());
            }
            Tag::Table(_) => self.paragraph(),
            _ => {}
        }
    }

    /// `written` is all of what ends.
    fn end(&mut self, tag: TagEnd, written: &str) {
        match tag {
            TagEnd::Emphasis => self.words.mark(sign(written, 1)),
            TagEnd::Strong => self.words.mark(sign(written, 2)),
            TagEnd::Strikethrough => self.words.mark("~~"),
            TagEnd::Link | TagEnd::Image => self.words.end_link(),
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                self.block(fenced(&code));
            }
            TagEnd::BlockQuote(_) => self.finish(),
            TagEnd::Item => {
                self.finish();
                // Items stand together.
                self.has_ended = false;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.has_ended = true;
                self.was_text = false;
            }
            TagEnd::TableCell => self.row.push(self.words.take_cell()),
            TagEnd::TableHead => {
                let rule = vec!["---"; self.row.len()].join("|");
                self.row();
                self.line(&format!("|{rule}|"));
            }
            TagEnd::TableRow => {
                self.has_ended = false;
                self.row();
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.paragraph(),
            _ => {}
        }
    }

    /// Begins a quote or an item.
    fn begin(&mut self, container: Container) {
        self.paragraph();
        if self.containers.len() == DEPTH || self.too_deep > 0 {
            self.too_deep += 1;
            return;
        }
        self.gap();
        self.containers.push(container);
    }

    /// Ends a quote or an item.
    fn finish(&mut self) {
        self.paragraph();
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if matches!(
            self.containers.last(),
            Some(Container::Item {
                is_begun: false,
                ..
            })
        ) {
            self.line("");
        }
        self.containers.pop();
        self.has_ended = true;
        self.was_text = false;
    }

    /// Writes the text that has been read, as a paragraph.
    fn paragraph(&mut self) {
        let around: usize = self.containers.iter().map(Container::width).sum();
        let lines = self.words.wrap(WIDTH.saturating_sub(around).max(NARROWEST));
        if !lines.is_empty() {
            self.block(lines);
            self.was_text = true;
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let marks = "#".repeat(level as usize);
        let text = self.words.take();
        self.block([format!("{marks} {text}").trim_end()]);
    }

    fn row(&mut self) {
        let cells = std::mem::take(&mut self.row).join(" | ");
        self.block([format!("| {cells} |")]);
    }

    /// Writes the lines of a block.
    fn block(&mut self, lines: impl IntoIterator<Item = impl AsRef<str>>) {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_none() {
            return;
        }
        self.gap();
        for line in lines {
            self.line(line.as_ref());
        }
        self.has_ended = true;
        self.was_text = false;
    }

    /// Writes a blank line if a block has ended.
    fn gap(&mut self) {
        if std::mem::take(&mut self.has_ended) {
            self.line("");
        }
    }

    fn line(&mut self, text: &str) {
        let mut line = String::new();
        for container in &mut self.containers {
            match container {
                Container::Quote => line.push_str("> "),
                Container::Item { marker, is_begun } => {
                    if std::mem::replace(is_begun, true) {
                        line.extend(std::iter::repeat_n(' ', marker.len() + 1));
                    } else {
                        line.push_str(marker);
                        line.push(' ');
                    }
                }
            }
        }
        line.push_str(text);
        line.truncate(line.trim_end().len());
        self.lines.push(line);
    }
}

/// The lines of a code block.
fn fenced(code: &str) -> Vec<String> {
    let content: Vec<&str> = code.lines().map(str::trim_end).collect();
    let is_blank = |line: &&str| line.is_empty();
    let start = content.iter().take_while(|line| is_blank(line)).count();
    let end = content.len()
        - content
            .iter()
            .rev()
            .take_while(|line| is_blank(line))
            .count();
    let Some(content) = content.get(start..end) else {
        return Vec::new();
    };
    let longest = content
        .iter()
        .map(|line| longest_run(line))
        .max()
        .unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    let open = format!("{fence}text");
    let content = content.iter().map(|line| (*line).to_owned());
    std::iter::once(open)
        .chain(content)
        .chain([fence])
        .collect()
}
