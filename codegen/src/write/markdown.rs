//! Text of a document made into Markdown that is safe and clean in a doc comment.
//!
//! Descriptions are written by strangers: they hold HTML, links into somebody's website, code blocks that
//! Rust would run as tests, lists that are indented at random. They are read as CommonMark, by the parser that
//! `rustdoc` has, and written again with the same words in a small and regular subset of Markdown:
//!
//! - a sentence begins a line and long lines are wrapped, so that a changed sentence is a changed line;
//! - code blocks are fenced and marked `text`;
//! - only absolute links remain links; all else that could be read as a link or a tag is escaped.
//!
//! **Invariant:** `rustdoc` and `clippy` have nothing to say about the result, whatever the text was.

mod blocks;
mod html;
mod words;

/// How many characters of text a line may have, `/// ` and indentation not counted.
pub(crate) const WIDTH: usize = 92;

/// The lines of a description.
pub(crate) fn lines(text: &str) -> Vec<String> {
    blocks::read(&clean(text), blocks::Extent::Whole)
}

/// The lines of the first sentence of a description, none if it does not begin with a sentence.
pub(crate) fn sentence(text: &str) -> Vec<String> {
    let mut lines = blocks::read(&clean(text), blocks::Extent::Paragraph);
    let end = lines
        .iter()
        .position(|line| line.ends_with(['.', '!', '?', ':']));
    lines.truncate(end.map_or(lines.len(), |last| last + 1));
    lines
}

/// The text as Markdown without HTML, and without what cannot be seen.
fn clean(text: &str) -> String {
    let text = visible(text);
    if text.contains('<') {
        html::replaced(&text)
    } else {
        text
    }
}

/// A value as code, between backticks.
pub(crate) fn code(written: &str) -> String {
    let value: String = written
        .chars()
        .filter(|c| !is_hidden(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if written.is_empty() {
        return "an empty string".to_owned();
    }
    if value.trim().is_empty() {
        let shown = |c: char| match c {
            ' ' => " ".to_owned(),
            c => c.escape_default().to_string(),
        };
        let shown: String = written.chars().map(shown).collect();
        return format!("`\"{shown}\"`");
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
        // Brackets in the text of a link, also of an image that is none.
        check(
            "[the [first]](https://a.example)",
            "[the \\[first\\]](https://a.example)",
        );
        check(
            "[![l](https://a.example/l =1x2)](https://a.example)",
            "[!\\[l\\](https://a.example/l =1x2)](https://a.example)",
        );
        check(
            "at https://a.example/b. Or (https://a.example).",
            "at <https://a.example/b>.\nOr (<https://a.example>).",
        );
        check(
            "See [it], [that][it] and [this].\n\n[it]: https://a.example",
            "See [it](https://a.example), [that](https://a.example) and \\[this].",
        );
        check(
            "[a](https://a.example/b(c))",
            "[a](<https://a.example/b(c)>)",
        );
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
    fn text_is_written_as_it_was() {
        for text in [
            "_id and user_id, *emphasis*, **strong** and ~~gone~~",
            "a \\*star\\* and \\_more\\_ and \\[brackets]",
            "1 &lt; 2 &amp; 3 & 4, at 5 * 6, C:\\dir",
            "``a ` b`` and `c`",
            "***both***",
            "__strong__ and _emphasis_, _**Note**: both_",
        ] {
            check(text, text);
        }
        check("two  \nlines\\\nmore", "two lines more");
        check("<id a='*b*'>", "\\<id a='\\*b\\*'>");
    }

    #[test]
    fn a_sentence_is_plain_text() {
        for (text, expected) in [
            ("Shows things. All of them.", "Shows things."),
            (
                "Shows\n[things](https://a.example). More.",
                "Shows [things](https://a.example).",
            ),
            ("no full stop\n\nMore.", "no full stop"),
            ("- a list", ""),
            ("```\ncode\n```", ""),
            ("# Title\n\nText.", ""),
        ] {
            assert_eq!(sentence(text).join("\n"), expected, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_removed() {
        check("a\u{202e}b\u{0}c\rd\u{feff}", "abc d");
        check("a\tb", "a b");
        assert_eq!(code("a\u{202e}`b"), "``a`b``");
        assert_eq!(code(""), "an empty string");
        assert_eq!(code(" "), "`\" \"`");
        assert_eq!(code("\u{202e}\t"), "`\"\\u{202e}\\t\"`");
    }

    #[test]
    fn lists_are_regular() {
        check(
            "* a\n  more\n* b\nlazy\n    * c\n\n      deep\n\nText",
            "- a more\n- b lazy\n  - c\n\n    deep\n\nText",
        );
        check("Values:\n- a\n- b", "Values:\n\n- a\n- b");
        check("1. a\n2. b\n   c", "1. a\n2. b c");
        check("> quoted\n> text\n\nafter", "> quoted text\n\nafter");
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
