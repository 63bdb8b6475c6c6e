//! HTML in a text, replaced by Markdown that means the same.
//!
//! In CommonMark, what begins with a tag is HTML to the next blank line. So tags have to be gone before a text is
//! read as CommonMark. Tags that mean nothing in HTML are left: they are meant as text.

use super::is_absolute;

/// The text without HTML.
pub(super) fn replaced(text: &str) -> String {
    let text = text
        .replace("<pre><code>", "<pre>")
        .replace("</code></pre>", "</pre>");
    let mut out = String::with_capacity(text.len());
    let mut targets: Vec<Option<&str>> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let is_code = fence.is_some() || line.starts_with("    ");
        match (fence, self::fence(line)) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) if !is_code => {
                replace_in_line(line, &mut targets, &mut out);
                continue;
            }
            _ => {}
        }
        out.push_str(line);
    }
    out
}

/// The mark of a fence around code.
fn fence(line: &str) -> Option<&'static str> {
    let line = line.trim_start();
    ["```", "~~~"]
        .into_iter()
        .find(|mark| line.starts_with(mark))
}

fn replace_in_line<'a>(line: &'a str, targets: &mut Vec<Option<&'a str>>, out: &mut String) {
    // The cells of a table and a heading are one line each.
    let breaks = !line.trim_start().starts_with(['|', '#']);
    // Behind the last of these, nothing is looked for.
    let (last_comment, last_tag) = (line.rfind("-->"), line.rfind('>'));
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
        let last = if tail.starts_with(COMMENT) {
            last_comment
        } else {
            last_tag
        };
        let at = line.len() - tail.len();
        let tag = last.filter(|last| *last > at);
        match tag.and_then(|_| Tag::parse(tail)) {
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

/// What a comment begins with.
const COMMENT: &str = "<!--";

struct Tag<'a> {
    name: &'a str,
    closes: bool,
    attributes: &'a str,
    len: usize,
}

impl<'a> Tag<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        if let Some(comment) = text.strip_prefix(COMMENT) {
            let end = comment.find("-->")?;
            return Some(Self {
                name: "!",
                closes: false,
                attributes: "",
                len: end + 7,
            });
        }
        let inner = text.get(1..)?;
        let (closes, inner) = inner
            .strip_prefix('/')
            .map_or((false, inner), |inner| (true, inner));
        let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
        let (name, rest) = inner.split_at_checked(name_end)?;
        if name.is_empty() || !rest.starts_with(['>', ' ', '/']) {
            return None;
        }
        let end = rest.find('>')?;
        Some(Self {
            name,
            closes,
            attributes: rest.get(..end)?,
            len: text.len() - rest.len() + end + 1,
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
