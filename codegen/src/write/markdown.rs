//! Text of a document made into Markdown that is safe and clean in a doc comment.
//!
//! Descriptions are written by strangers: they hold HTML, links into somebody's website, code blocks that
//! Rust would run as tests, lists that are indented at random. What comes out has the same words, in a
//! small and regular subset of Markdown:
//!
//! - a sentence begins a line and long lines are wrapped, so that a changed sentence is a changed line;
//! - code blocks are fenced and marked `text`;
//! - only absolute links remain links; all else that could be read as a link or a tag is escaped.
//!
//! **Invariant:** `rustdoc` and `clippy` have nothing to say about the result, whatever the text was.

/// How many characters of text a line may have, `/// ` and indentation not counted.
pub(crate) const WIDTH: usize = 92;

/// How deep lists and quotes may be nested before they count as text.
const DEPTH: usize = 6;

/// The lines of a description.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let text = visible(text);
    let text = if text.contains('<') {
        without_html(
            &text
                .replace("<pre><code>", "<pre>")
                .replace("</code></pre>", "</pre>"),
        )
    } else {
        text
    };
    let source: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    blocks(&source, WIDTH, 0, &mut out);
    out
}

/// A value as code, between backticks.
pub(crate) fn code(value: &str) -> String {
    let value: String = value
        .chars()
        .filter(|c| !is_hidden(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if value.trim().is_empty() {
        return if value.is_empty() {
            "an empty string".to_owned()
        } else {
            format!("`\"{value}\"`")
        };
    }
    let fence = "`".repeat(longest_run(&value) + 1);
    let pad = if value.starts_with('`') || value.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{}{pad}{fence}", value.trim_end())
}

fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// The text without characters that cannot be seen or that change how others are shown.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str("    "),
            '\u{a0}' => out.push(' '),
            c if c.is_control() || is_hidden(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Characters without a shape of their own: marks of writing direction, zero-width spaces, soft hyphens.
const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
    )
}

/// What a line of the source begins.
enum Line<'a> {
    Blank,
    Fence(char, usize),
    Indented,
    Heading(usize, &'a str),
    Rule,
    Quote,
    /// The marker as it shall be written, the column of the content, and the content.
    Item(String, usize, &'a str),
    Table,
    Text,
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn classify(line: &str) -> Line<'_> {
    let text = line.trim();
    let indent = indentation(line);
    if text.is_empty() {
        return Line::Blank;
    }
    for mark in ['`', '~'] {
        let run = text.len() - text.trim_start_matches(mark).len();
        if run >= 3 && !text.get(run..).is_some_and(|info| info.contains('`')) {
            return Line::Fence(mark, run);
        }
    }
    if let Some(item) = list_item(text, indent) {
        return item;
    }
    if indent >= 4 {
        return Line::Indented;
    }
    let level = text.len() - text.trim_start_matches('#').len();
    if (1..=6).contains(&level)
        && text
            .get(level..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    {
        return Line::Heading(level, text.trim_matches('#').trim());
    }
    if text.starts_with('>') {
        return Line::Quote;
    }
    if text.starts_with('|') && text.len() > 1 {
        return Line::Table;
    }
    Line::Text
}

/// A list item or a rule, which begin alike.
fn list_item(text: &str, indent: usize) -> Option<Line<'_>> {
    for mark in ['-', '*', '_', '+', '•'] {
        let squeezed = text.chars().filter(|c| *c != ' ');
        if mark != '+'
            && mark != '•'
            && text.starts_with(mark)
            && squeezed.clone().count() >= 3
            && squeezed.clone().all(|c| c == mark)
        {
            return Some(Line::Rule);
        }
        if mark != '_'
            && let Some(rest) = text.strip_prefix(mark)
            && (rest.starts_with(' ') || rest.is_empty())
        {
            let content = rest.trim_start();
            return Some(Line::Item(
                "-".to_owned(),
                indent + text.len() - content.len(),
                content,
            ));
        }
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=4).contains(&digits)
        && let (Some(number), Some(rest)) = (text.get(..digits), text.get(digits..))
        && let Some(rest) = rest.strip_prefix('.').or_else(|| rest.strip_prefix(')'))
        && rest.starts_with(' ')
    {
        let content = rest.trim_start();
        return Some(Line::Item(
            format!("{number}."),
            indent + text.len() - content.len(),
            content,
        ));
    }
    None
}

/// Writes the blocks of `source`, each after a blank line.
fn blocks(source: &[&str], width: usize, depth: usize, out: &mut Vec<String>) {
    let mut rest = source;
    let mut in_list = false;
    let mut in_text = false;
    while let Some((first, after)) = rest.split_first() {
        let kind = classify(first);
        let was_list = std::mem::replace(
            &mut in_list,
            matches!(kind, Line::Item(..)) && depth < DEPTH,
        );
        // A list may follow the first words of an item without a gap.
        let nested =
            depth > 0 && in_text && matches!(&kind, Line::Item(marker, ..) if marker == "-");
        if !matches!(kind, Line::Blank) && !out.is_empty() && !(in_list && (was_list || nested)) {
            out.push(String::new());
        }
        in_text = matches!(kind, Line::Text);
        rest = match kind {
            Line::Blank => {
                in_list = was_list;
                after
            }
            Line::Fence(mark, run) => fenced(after, mark, run, indentation(first), out),
            Line::Indented => indented(rest, out),
            Line::Heading(level, text) => {
                out.push(
                    format!("{} {}", "#".repeat(level), inline(text))
                        .trim_end()
                        .to_owned(),
                );
                after
            }
            Line::Rule => {
                out.push("---".to_owned());
                after
            }
            Line::Quote if depth < DEPTH => quote(rest, width, depth, out),
            Line::Item(marker, column, content) if depth < DEPTH => {
                item(&marker, column, content, after, width, depth, out)
            }
            Line::Table => table(rest, out),
            Line::Quote | Line::Item(..) | Line::Text => paragraph(rest, width, out),
        };
        if matches!(out.last(), Some(last) if last.is_empty()) {
            out.pop();
        }
    }
}

/// A code block.
fn code_block(content: &[String], out: &mut Vec<String>) {
    let content: Vec<&str> = content.iter().map(|line| line.trim_end()).collect();
    let start = content
        .iter()
        .position(|line| !line.is_empty())
        .unwrap_or(content.len());
    let end = content
        .iter()
        .rposition(|line| !line.is_empty())
        .map_or(start, |last| last + 1);
    let Some(content) = content
        .get(start..end)
        .filter(|content| !content.is_empty())
    else {
        return;
    };
    let longest = content
        .iter()
        .map(|line| longest_run(line))
        .max()
        .unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    out.push(format!("{fence}text"));
    out.extend(content.iter().map(|line| (*line).to_owned()));
    out.push(fence);
}

fn fenced<'a, 'b>(
    after: &'b [&'a str],
    mark: char,
    run: usize,
    indent: usize,
    out: &mut Vec<String>,
) -> &'b [&'a str] {
    let closes = |line: &&str| {
        let text = line.trim();
        text.len() >= run && text.chars().all(|c| c == mark)
    };
    let end = after.iter().position(closes).unwrap_or(after.len());
    let (content, rest) = after.split_at(end);
    let content: Vec<String> = content
        .iter()
        .map(|line| {
            line.get(indentation(line).min(indent)..)
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    code_block(&content, out);
    rest.get(1..).unwrap_or_default()
}

fn indented<'a, 'b>(source: &'b [&'a str], out: &mut Vec<String>) -> &'b [&'a str] {
    let end = source
        .iter()
        .position(|line| indentation(line) < 4 && !line.trim().is_empty())
        .unwrap_or(source.len());
    let (content, rest) = source.split_at(end);
    let indent = content
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| indentation(line))
        .min()
        .unwrap_or(0);
    let content: Vec<String> = content
        .iter()
        .map(|line| line.get(indent..).unwrap_or_default().to_owned())
        .collect();
    code_block(&content, out);
    rest
}

fn quote<'a, 'b>(
    source: &'b [&'a str],
    width: usize,
    depth: usize,
    out: &mut Vec<String>,
) -> &'b [&'a str] {
    let end = source
        .iter()
        .position(|line| !line.trim_start().starts_with('>'))
        .unwrap_or(source.len());
    let (quoted, rest) = source.split_at(end);
    let content: Vec<&str> = quoted
        .iter()
        .map(|line| {
            let line = line.trim_start().trim_start_matches('>');
            line.strip_prefix(' ').unwrap_or(line)
        })
        .collect();
    let mut inner = Vec::new();
    blocks(
        &content,
        width.saturating_sub(2).max(40),
        depth + 1,
        &mut inner,
    );
    out.extend(
        inner
            .iter()
            .map(|line| format!("> {line}").trim_end().to_owned()),
    );
    rest
}

fn item<'a, 'b>(
    marker: &str,
    column: usize,
    first: &'a str,
    after: &'b [&'a str],
    width: usize,
    depth: usize,
    out: &mut Vec<String>,
) -> &'b [&'a str] {
    let mut content = vec![first];
    let mut rest = after;
    let mut blank = false;
    while let Some((line, more)) = rest.split_first() {
        let inside = indentation(line) >= column.min(2) && indentation(line) > 0 && column > 0;
        match classify(line) {
            Line::Blank => {
                // A blank line ends the item unless what follows is indented like its content.
                let next = more.iter().find(|line| !line.trim().is_empty());
                if next.is_none_or(|next| indentation(next) < column) {
                    break;
                }
                blank = true;
                content.push("");
            }
            Line::Item(..) if indentation(line) < column => break,
            Line::Text | Line::Indented if !blank && !inside => content.push(line.trim_start()),
            _ if indentation(line) >= column => {
                content.push(line.get(column..).unwrap_or_default())
            }
            _ if inside && !blank => content.push(line.trim_start()),
            _ => break,
        }
        rest = more;
    }
    let indent = marker.len() + 1;
    let mut inner = Vec::new();
    blocks(
        &content,
        width.saturating_sub(indent).max(40),
        depth + 1,
        &mut inner,
    );
    let mut inner = inner.into_iter();
    let head = inner.next().unwrap_or_default();
    out.push(format!("{marker} {head}").trim_end().to_owned());
    out.extend(inner.map(|line| {
        if line.is_empty() {
            line
        } else {
            format!("{}{line}", " ".repeat(indent))
        }
    }));
    rest
}

fn table<'a, 'b>(source: &'b [&'a str], out: &mut Vec<String>) -> &'b [&'a str] {
    let end = source
        .iter()
        .position(|line| !line.trim_start().starts_with('|'))
        .unwrap_or(source.len());
    let (rows, rest) = source.split_at(end);
    out.extend(rows.iter().map(|row| inline(row.trim())));
    rest
}

fn paragraph<'a, 'b>(source: &'b [&'a str], width: usize, out: &mut Vec<String>) -> &'b [&'a str] {
    if let [title, underline, rest @ ..] = source
        && let Some(level) = underlines(underline)
    {
        out.push(format!("{} {}", "#".repeat(level), inline(title.trim())));
        return rest;
    }
    let mut end = 1;
    while let Some(line) = source.get(end) {
        match classify(line) {
            Line::Text | Line::Indented => {}
            Line::Item(marker, ..) if marker != "-" && marker != "1." => {}
            _ => break,
        }
        end += 1;
    }
    let (lines, rest) = source.split_at_checked(end).unwrap_or((source, &[]));
    let text = lines
        .iter()
        .map(|line| line.trim())
        .collect::<Vec<_>>()
        .join(" ");
    wrap(&text, width, out);
    rest
}

/// The level of the heading that a line makes of the line before it.
fn underlines(line: &str) -> Option<usize> {
    let line = line.trim();
    let only = |mark: char| line.len() >= 2 && line.chars().all(|c| c == mark);
    if only('=') {
        Some(1)
    } else {
        only('-').then_some(2)
    }
}

/// Writes a paragraph: every sentence begins a line, and no line is longer than it need be.
fn wrap(text: &str, width: usize, out: &mut Vec<String>) {
    let mut line = String::new();
    let mut columns = 0;
    let mut ends = false;
    let mut words = words(text, 0).into_iter().peekable();
    while let Some(word) = words.next() {
        let size = word.text.chars().count();
        let full = columns > 0 && columns + 1 + size > width;
        if columns > 0 && (full || (ends && word.begins_sentence())) {
            out.push(std::mem::take(&mut line));
            columns = 0;
        }
        if columns > 0 {
            line.push(' ');
            columns += 1;
        } else {
            line.push_str(word.guard(words.peek().is_none()));
        }
        let guarded = if columns == 0 {
            word.guarded()
        } else {
            word.text.clone()
        };
        line.push_str(&guarded);
        columns += size;
        ends = word.ends_sentence();
    }
    if !line.is_empty() {
        out.push(line);
    }
}

fn inline(text: &str) -> String {
    words(text, 0)
        .into_iter()
        .map(|word| word.text)
        .collect::<Vec<_>>()
        .join(" ")
}

/// What is never broken over two lines: a word, a piece of code, a link.
struct Word {
    text: String,
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

    /// What keeps a line from being read as another kind of block when this word begins it.
    fn guard(&self, alone: bool) -> &'static str {
        let text = self.text.as_str();
        let only = |mark: char| text.chars().all(|c| c == mark);
        let hazard = matches!(text, "-" | "+" | "*")
            || text.starts_with(['>', '|'])
            || text.starts_with("~~~")
            || text.starts_with("```")
            || (only('#') && text.len() <= 6)
            || ((only('-') || only('*') || only('_')) && text.len() >= 3)
            || (alone && (only('=') || only('-')));
        if hazard { "\\" } else { "" }
    }

    /// The word with an escape after its digits if it could be read as the number of a list item.
    fn guarded(&self) -> String {
        let digits = self.text.len()
            - self
                .text
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        match self.text.get(digits..) {
            Some(mark @ ("." | ")")) if digits > 0 => {
                format!("{}\\{mark}", self.text.get(..digits).unwrap_or_default())
            }
            _ => self.text.clone(),
        }
    }
}

/// Splits a text into words and makes each one clean. `depth` counts the links around the text.
fn words(text: &str, depth: usize) -> Vec<Word> {
    let mut scanner = Scanner {
        rest: text,
        before: None,
        words: Vec::new(),
        word: String::new(),
        depth,
    };
    while let Some(c) = scanner.rest.chars().next() {
        scanner.step(c);
    }
    scanner.finish();
    scanner.words
}

struct Scanner<'a> {
    rest: &'a str,
    before: Option<char>,
    words: Vec<Word>,
    word: String,
    depth: usize,
}

impl<'a> Scanner<'a> {
    fn step(&mut self, c: char) {
        match c {
            ' ' | '\n' => {
                self.finish();
                self.skip(1);
            }
            '`' => self.code(),
            '\\' => self.escape(),
            '<' => self.angle(),
            '[' => self.link(0),
            '!' if self.rest.starts_with("![") => self.link(1),
            'h' if self.rest.starts_with("http://") || self.rest.starts_with("https://") => {
                self.url()
            }
            _ => {
                self.word.push(c);
                self.skip(c.len_utf8());
            }
        }
    }

    fn finish(&mut self) {
        if !self.word.is_empty() {
            self.words.push(Word {
                text: std::mem::take(&mut self.word),
            });
        }
    }

    fn skip(&mut self, bytes: usize) {
        let (skipped, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.before = skipped.chars().next_back().or(self.before);
        self.rest = rest;
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let taken = self.rest.get(..bytes).unwrap_or(self.rest);
        self.skip(bytes);
        taken
    }

    /// A span of code, or a backtick that opens none.
    fn code(&mut self) {
        let run = self.rest.len() - self.rest.trim_start_matches('`').len();
        let fence = self.take(run);
        match closing(self.rest, run) {
            Some(end) => {
                let content = self.take(end);
                self.skip(run);
                self.word.push_str(fence);
                self.word.push_str(content);
                self.word.push_str(fence);
            }
            None => self.word.extend(fence.chars().flat_map(|c| ['\\', c])),
        }
    }

    fn escape(&mut self) {
        self.skip(1);
        match self.rest.chars().next() {
            Some(c) if c.is_ascii_punctuation() => {
                self.word.push('\\');
                self.word.push(c);
                self.skip(1);
            }
            _ => self.word.push_str("\\\\"),
        }
    }

    /// A link between angles, a tag, or a sign of comparison.
    fn angle(&mut self) {
        let inner = self.rest.get(1..).unwrap_or_default();
        if let Some(end) = inner.find('>')
            && let Some(target) = inner.get(..end)
            && is_absolute(target)
        {
            let target = self.take(end + 2);
            self.word.push_str(target);
            return;
        }
        if inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            self.word.push('\\');
        }
        self.word.push('<');
        self.skip(1);
    }

    /// A link or an image: the link remains if it is absolute, its text remains in any case.
    fn link(&mut self, prefix: usize) {
        let Some(link) =
            Link::parse(self.rest.get(prefix..).unwrap_or_default()).filter(|_| self.depth < 2)
        else {
            self.skip(prefix + 1);
            self.word.push_str(if prefix == 1 { "!\\[" } else { "\\[" });
            return;
        };
        let label = words(link.label, self.depth + 1)
            .into_iter()
            .map(|word| word.text)
            .collect::<Vec<_>>()
            .join(" ");
        if self.depth == 0 && is_absolute(link.target) && !label.is_empty() {
            self.word.push_str(&format!("[{label}]({})", link.target));
        } else {
            self.word.push_str(&label);
        }
        self.skip(prefix + link.len);
    }

    /// A URL that stands in the text as it is.
    fn url(&mut self) {
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\'))
            .unwrap_or(self.rest.len());
        let mut url = self.rest.get(..end).unwrap_or(self.rest);
        loop {
            let open =
                |pair: [char; 2]| url.matches(pair[0]).count() >= url.matches(pair[1]).count();
            let keep = match url.chars().next_back() {
                Some(')') => open(['(', ')']),
                Some(']') => open(['[', ']']),
                Some('}') => open(['{', '}']),
                Some('.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '_' | '(' | '[' | '…') => {
                    false
                }
                _ => true,
            };
            if keep {
                break;
            }
            let mut chars = url.chars();
            chars.next_back();
            url = chars.as_str();
        }
        let len = url.len();
        let url = self.take(len);
        if self.depth > 0 || url.ends_with("://") {
            self.word.push_str(url);
        } else {
            self.word.push_str(&format!("<{url}>"));
        }
    }
}

/// Where a run of exactly `run` backticks begins.
fn closing(text: &str, run: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text.get(at..)?.find('`') {
        let start = at + found;
        let tail = text.get(start..)?;
        let len = tail.len() - tail.trim_start_matches('`').len();
        if len == run {
            return Some(start);
        }
        at = start + len;
    }
    None
}

/// `[label](target "title")`
struct Link<'a> {
    label: &'a str,
    target: &'a str,
    len: usize,
}

impl<'a> Link<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let label_end = balanced(text, '[', ']')?;
        let label = text.get(1..label_end)?;
        let tail = text.get(label_end + 1..)?;
        if !tail.starts_with('(') {
            return None;
        }
        let target_end = balanced(tail, '(', ')')?;
        let inside = tail.get(1..target_end)?.trim();
        let target = inside.split_whitespace().next().unwrap_or_default();
        let target = target
            .strip_prefix('<')
            .and_then(|target| target.strip_suffix('>'))
            .unwrap_or(target);
        Some(Self {
            label,
            target,
            len: label_end + 1 + target_end + 1,
        })
    }
}

/// Where the bracket that opens `text` is closed.
fn balanced(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (index, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(index);
            }
        }
    }
    None
}

/// Whether a link leads somewhere from any page.
fn is_absolute(target: &str) -> bool {
    ["https://", "http://", "mailto:", "ftp://"]
        .iter()
        .any(|scheme| {
            target.strip_prefix(scheme).is_some_and(|rest| {
                !rest.is_empty()
                    && !rest.contains(|c: char| {
                        c.is_whitespace() || matches!(c, '<' | '>' | '`' | '\\')
                    })
            })
        })
}

/// Replaces the HTML that descriptions have in place of Markdown.
fn without_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut targets: Vec<Option<&str>> = Vec::new();
    let mut fence: Option<char> = None;
    for line in text.split_inclusive('\n') {
        if let Line::Fence(mark, _) = classify(line) {
            fence = match fence {
                None => Some(mark),
                Some(open) if open == mark => None,
                open => open,
            };
        } else if fence.is_none() && indentation(line) < 4 && line.contains('<') {
            line_without_html(line, &mut targets, &mut out);
            continue;
        }
        out.push_str(line);
    }
    out
}

fn line_without_html<'a>(line: &'a str, targets: &mut Vec<Option<&'a str>>, out: &mut String) {
    let breaks = !matches!(classify(line), Line::Table | Line::Heading(..));
    let mut rest = line;
    while let Some(start) = rest.find(['<', '`']) {
        let (before, tail) = rest.split_at(start);
        out.push_str(before);
        if tail.starts_with('`') {
            let run = tail.len() - tail.trim_start_matches('`').len();
            let code = tail
                .get(run..)
                .and_then(|inner| closing(inner, run))
                .map_or(run, |end| run + end + run);
            let (code, after) = tail.split_at_checked(code).unwrap_or((tail, ""));
            out.push_str(code);
            rest = after;
            continue;
        }
        match Tag::parse(tail) {
            Some(tag) => {
                rest = tail.get(tag.len..).unwrap_or_default();
                if !tag.write(breaks, targets, out) {
                    out.push_str(tail.get(..tag.len).unwrap_or_default());
                }
            }
            None => {
                out.push('<');
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
}

struct Tag<'a> {
    name: &'a str,
    closes: bool,
    attributes: &'a str,
    len: usize,
}

impl<'a> Tag<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        if let Some(comment) = text.strip_prefix("<!--") {
            let end = comment.find("-->")?;
            return Some(Self {
                name: "!",
                closes: false,
                attributes: "",
                len: end + 7,
            });
        }
        let end = text.find('>')?;
        let inner = text.get(1..end)?;
        let (closes, inner) = inner
            .strip_prefix('/')
            .map_or((false, inner), |inner| (true, inner));
        let name_end = inner
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inner.len());
        let (name, attributes) = inner.split_at_checked(name_end)?;
        let well = attributes.is_empty() || attributes.starts_with([' ', '/']);
        (!name.is_empty() && well).then_some(Self {
            name,
            closes,
            attributes,
            len: end + 1,
        })
    }

    /// Writes what stands for the tag; says no if it is not a tag of HTML.
    fn write(&self, breaks: bool, targets: &mut Vec<Option<&'a str>>, out: &mut String) -> bool {
        let block = if breaks { "\n\n" } else { " " };
        match self.name.to_ascii_lowercase().as_str() {
            "!" | "span" | "font" | "u" | "sup" | "sub" | "small" | "tbody" | "thead" | "abbr"
            | "mark" | "center" => {}
            "p" | "div" | "br" | "hr" | "ul" | "ol" | "dl" | "table" | "tr" | "section"
            | "details" | "summary" | "blockquote" | "dt" | "dd" => out.push_str(block),
            "td" | "th" => out.push(' '),
            "li" if self.closes => {}
            "li" => out.push_str(if breaks { "\n- " } else { " " }),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.closes || !breaks => {
                out.push_str(block)
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => out.push_str("\n\n### "),
            "b" | "strong" => out.push_str("**"),
            "i" | "em" => out.push('*'),
            "code" | "tt" | "kbd" => out.push('`'),
            "pre" if self.closes => out.push_str("\n```\n\n"),
            "pre" => out.push_str("\n\n```text\n"),
            "img" => {}
            "a" if self.closes => {
                if let Some(target) = targets.pop().flatten() {
                    out.push_str("](");
                    out.push_str(target);
                    out.push(')');
                }
            }
            "a" => {
                let target = self
                    .href()
                    .filter(|target| is_absolute(target) && !target.contains(['(', ')']));
                if target.is_some() {
                    out.push('[');
                }
                targets.push(target);
            }
            _ => return false,
        }
        true
    }

    fn href(&self) -> Option<&'a str> {
        let (_, value) = self.attributes.split_once("href=")?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value.get(1..)?.split(quote).next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        assert_eq!(lines(source).join("\n"), expected, "{source:?}");
    }

    #[test]
    fn a_sentence_begins_a_line() {
        check(
            "One sentence. Another one, e.g. This! And `code` too.",
            "One sentence.\nAnother one, e.g. This!\nAnd `code` too.",
        );
        check("broken\nover lines", "broken over lines");
        let long = "word ".repeat(40);
        assert!(lines(&long).iter().all(|line| line.len() <= WIDTH));
        assert_eq!(lines(&long).len(), 3);
    }

    #[test]
    fn code_is_never_a_doctest() {
        check(
            "```rust\nfn main() { evil() }\n```",
            "```text\nfn main() { evil() }\n```",
        );
        check("```\nunclosed", "```text\nunclosed\n```");
        check("~~~ {.rust}\na ``` b\n~~~", "````text\na ``` b\n````");
        check(
            "A:\n\n    fn main() {}\n\n      x\n\nB",
            "A:\n\n```text\nfn main() {}\n\n  x\n```\n\nB",
        );
        check("    fn main() {}", "```text\nfn main() {}\n```");
        check(
            "- a\n\n      fn main() {}\n",
            "- a\n\n  ```text\n  fn main() {}\n  ```",
        );
    }

    #[test]
    fn only_absolute_links_remain() {
        check("See [Vec] and [a][b].", "See \\[Vec] and \\[a]\\[b].");
        check(
            "See [the docs](/docs/x#y) or [these](#there).",
            "See the docs or these.",
        );
        check(
            "See [it](https://a.example/b).",
            "See [it](https://a.example/b).",
        );
        check(
            "![logo](https://a.example/b.png)",
            "[logo](https://a.example/b.png)",
        );
        check(
            "[![l](https://a.example/l)](https://a.example)",
            "[l](https://a.example)",
        );
        check(
            "at https://a.example/b. Or (https://a.example).",
            "at <https://a.example/b>.\nOr (<https://a.example>).",
        );
        check("[foo]: https://a.example", "\\[foo]: <https://a.example>");
        check("<https://a.example>", "<https://a.example>");
    }

    #[test]
    fn tags_are_text_unless_they_are_html() {
        check(
            "Vec<String> and a < b and <id>",
            "Vec\\<String> and a < b and \\<id>",
        );
        check("<p>One</p><p>Two <b>bold</b></p>", "One\n\nTwo **bold**");
        check("<ul><li>a</li><li>b</li></ul>", "- a\n- b");
        check(
            "See <a href=\"https://a.example\">it</a> and <a href='/b'>that</a>.",
            "See [it](https://a.example) and that.",
        );
        check("`<b>`", "`<b>`");
        check("<script>alert(1)</script>", "\\<script>alert(1)\\</script>");
        check("a <!-- hidden --> b", "a b");
        check("a <pre>b\nc</pre> d", "a\n\n```text\nb\nc\n```\n\nd");
    }

    #[test]
    fn what_cannot_be_seen_is_removed() {
        check("a\u{202e}b\u{0}c\rd\u{feff}", "abc d");
        check("a\tb", "a b");
        assert_eq!(code("a\u{202e}`b"), "``a`b``");
        assert_eq!(code(""), "an empty string");
    }

    #[test]
    fn lists_are_regular() {
        check(
            "* a\n  more\n* b\nlazy\n    * c\n\n      deep\n\nText",
            "- a more\n- b lazy\n  - c\n\n    deep\n\nText",
        );
        check("Values:\n- a\n- b", "Values:\n\n- a\n- b");
        check("1. a\n2. b\n   c", "1. a\n2. b c");
        check("> quoted\n> text\nafter", "> quoted text\n\nafter");
        check(
            "| a | b |\n|---|---|\n| <x> | [y] |",
            "| a | b |\n|---|---|\n| \\<x> | \\[y] |",
        );
        check(
            "Title\n=====\ntext\n\nOther\n---",
            "# Title\n\ntext\n\n## Other",
        );
        check("# Title #\ntext", "# Title\n\ntext");
        check("a\n\n***\n\nb", "a\n\n---\n\nb");
    }

    #[test]
    fn a_wrapped_line_begins_no_block() {
        let filler = "x".repeat(WIDTH - 3);
        for word in ["-", "+", "#", ">", "1."] {
            let lines = lines(&format!("{filler} a {word} b"));
            let escaped = if word == "1." {
                "1\\. b".to_owned()
            } else {
                format!("\\{word} b")
            };
            assert_eq!(lines, [format!("{filler} a"), escaped]);
        }
    }

    #[test]
    fn any_text_is_survived() {
        let pieces = [
            "```", "    ", "- ", "> ", "[", "](", "<a ", "`", "\\", "1. ", "\n", "\n\n", "é", "|",
            "http://", "*", "#", "~~~", "</", "<!--",
        ];
        let mut state = 7_usize;
        for _ in 0..3000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(state >> 33) % pieces.len()]);
            }
            for line in lines(&text) {
                assert!(
                    !line.contains('\n') && !line.ends_with(' '),
                    "{text:?} -> {line:?}"
                );
            }
        }
        assert!(
            lines(&"> ".repeat(5000))
                .iter()
                .all(|line| line.len() <= WIDTH + 16)
        );
        assert!(!lines(&"[".repeat(5000)).is_empty());
    }
}
