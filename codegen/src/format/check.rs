//! Whether a text has the tokens that were meant.
//!
//! The text is read by a small lexer that knows only what generated files are made of: identifiers,
//! plain strings, numbers, signs, brackets and doc comments. Whatever else it meets is an error, so it
//! cannot take something for harmless that the compiler reads in another way.

use std::fmt::Write;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// Compares the text of a file, but for its header, with the tokens that were meant. Commas before a
/// closing bracket, `>` included, do not count.
pub(super) fn check(
    meant: impl IntoIterator<Item = TokenStream>,
    text: &str,
) -> Result<(), String> {
    let mut check = Check {
        reader: Reader { rest: text },
        word: String::new(),
    };
    for tokens in meant {
        check.stream(tokens, false)?;
    }
    match check.reader.next()? {
        Piece::End => Ok(()),
        piece => Err(format!("nothing was meant, `{}` was written", piece.text())),
    }
}

/// What the lexer reads.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'t> {
    /// An identifier or a number.
    Word(&'t str),
    /// A string with its quotes.
    Text(&'t str),
    /// A sign, and whether another one follows at once.
    Sign(&'t str, bool),
    /// A bracket of any kind.
    Bracket(&'t str),
    /// A doc comment without its slashes; `//!` if it is an inner one.
    Doc(&'t str, bool),
    /// The end of the file.
    End,
}

impl<'t> Piece<'t> {
    fn text(self) -> &'t str {
        match self {
            Self::Word(text)
            | Self::Text(text)
            | Self::Sign(text, _)
            | Self::Bracket(text)
            | Self::Doc(text, _) => text,
            Self::End => "the end of the file",
        }
    }
}

#[derive(Clone, Copy)]
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<Piece<'t>, String> {
        self.rest = self.rest.trim_start_matches([' ', '\n']);
        let Some(first) = self.rest.chars().next() else {
            return Ok(Piece::End);
        };
        match first {
            '/' => self.doc(),
            '"' => self.string(),
            '(' | ')' | '[' | ']' | '{' | '}' => Ok(Piece::Bracket(self.take(1))),
            '0'..='9' => Ok(Piece::Word(self.take(number(self.rest)))),
            c if c == '_' || c.is_alphabetic() => self.identifier(),
            c if c.is_ascii_punctuation() && c != '\'' => {
                let sign = self.take(1);
                let joint = self.rest.starts_with(|c: char| {
                    c.is_ascii_punctuation()
                        && !matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '"' | '_')
                });
                Ok(Piece::Sign(sign, joint))
            }
            c => Err(format!("{c:?} was written outside of a string")),
        }
    }

    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn doc(&mut self) -> Result<Piece<'t>, String> {
        let end = self.rest.find('\n').unwrap_or(self.rest.len());
        let line = self.take(end);
        let piece = match (line.strip_prefix("///"), line.strip_prefix("//!")) {
            (Some(text), _) if !text.starts_with('/') => Piece::Doc(text, false),
            (_, Some(text)) => Piece::Doc(text, true),
            _ => return Err(format!("the comment `{line}` was written")),
        };
        if piece.text().contains(char::is_control) {
            return Err(format!("the comment {line:?} has a control character"));
        }
        Ok(piece)
    }

    fn string(&mut self) -> Result<Piece<'t>, String> {
        let mut escaped = false;
        for (index, c) in self.rest.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => return Ok(Piece::Text(self.take(index + 1))),
                c if c.is_control() => return Err("a string has a control character".to_owned()),
                _ => {}
            }
        }
        Err("a string has no end".to_owned())
    }

    /// A raw string, if the text begins with one. It may have several lines.
    fn raw_string(&mut self) -> Option<Piece<'t>> {
        let after = self.rest.strip_prefix('r')?;
        let content = after.trim_start_matches('#');
        let fence = after.get(..after.len() - content.len())?;
        let content = content.strip_prefix('"')?;
        let len = content.find(&format!("\"{fence}"))?;
        let harmless = |c: char| c == '\n' || !c.is_control();
        if !content.get(..len)?.chars().all(harmless) {
            return None;
        }
        Some(Piece::Text(
            self.take("r".len() + 2 * (fence.len() + 1) + len),
        ))
    }

    fn identifier(&mut self) -> Result<Piece<'t>, String> {
        if let Some(string) = self.raw_string() {
            return Ok(string);
        }
        let prefix = if self.rest.starts_with("r#") { 2 } else { 0 };
        let word = |c: char| c == '_' || c.is_alphanumeric();
        let name = self.rest.get(prefix..).unwrap_or_default();
        let len = name.find(|c| !word(c)).unwrap_or(name.len());
        let piece = Piece::Word(self.take(prefix + len));
        if len == 0 || self.rest.starts_with(['"', '\'', '#']) {
            return Err(format!(
                "a literal was written with the prefix `{}`",
                piece.text()
            ));
        }
        Ok(piece)
    }
}

/// How long the number is that a text begins with.
fn number(text: &str) -> usize {
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((index, c)) = chars.next() {
        let digit_follows = chars.peek().is_some_and(|(_, c)| c.is_ascii_digit());
        let inside = c.is_ascii_alphanumeric()
            || c == '_'
            || (c == '.' && digit_follows)
            || (c == '-' && before == 'e' && digit_follows);
        if !inside {
            return index;
        }
        before = c;
    }
    text.len()
}

struct Check<'t> {
    reader: Reader<'t>,
    word: String,
}

impl Check<'_> {
    fn stream(&mut self, tokens: TokenStream, in_group: bool) -> Result<(), String> {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let start = self.reader;
            let mut read = self.reader.next()?;
            if let (TokenTree::Punct(meant), Piece::Sign(",", _)) = (&token, read)
                && meant.as_char() == '>'
            {
                read = self.reader.next()?;
            }
            match (token, read) {
                (TokenTree::Punct(hash), Piece::Doc(text, inner)) if hash.as_char() == '#' => {
                    if inner {
                        tokens.next();
                    }
                    self.doc(tokens.next(), text)?;
                }
                (TokenTree::Group(group), Piece::Bracket(open)) => self.group(group, open)?,
                (TokenTree::Punct(comma), Piece::Bracket(_))
                    if comma.as_char() == ',' && in_group && tokens.peek().is_none() =>
                {
                    self.reader = start;
                }
                (TokenTree::Punct(meant), Piece::Sign(mut read, mut joint)) => {
                    // Long lists of generic arguments are laid out with a comma at their end.
                    if meant.as_char() == '>'
                        && read == ","
                        && let Piece::Sign(after, joined) = self.reader.next()?
                    {
                        (read, joint) = (after, joined);
                    }
                    let splits = meant.spacing() == Spacing::Joint
                        && !joint
                        && matches!(tokens.peek(), Some(TokenTree::Punct(_)));
                    if !read.starts_with(meant.as_char()) || splits {
                        return Err(differs(&meant, Piece::Sign(read, joint)));
                    }
                }
                (TokenTree::Ident(meant), Piece::Word(read)) => self.same(&meant, read)?,
                (TokenTree::Literal(meant), Piece::Word(read) | Piece::Text(read)) => {
                    self.same(&meant, read)?;
                }
                (meant, read) => return Err(differs(&meant, read)),
            }
        }
        Ok(())
    }

    fn group(&mut self, group: Group, open: &str) -> Result<(), String> {
        let (opens, closes) = super::marks(group.delimiter());
        if open != opens || group.delimiter() == Delimiter::None {
            return Err(differs(&group, Piece::Bracket(open)));
        }
        let stream = group.stream();
        // The tokens are taken out of the group and not copied if nothing else holds them.
        drop(group);
        self.stream(stream, true)?;
        let mut read = self.reader.next()?;
        if matches!(read, Piece::Sign(",", _)) {
            read = self.reader.next()?;
        }
        if read == Piece::Bracket(closes) {
            Ok(())
        } else {
            Err(differs(&closes, read))
        }
    }

    /// Compares the group of a doc attribute, `[doc = "…"]`, with the text of a comment.
    fn doc(&mut self, group: Option<TokenTree>, text: &str) -> Result<(), String> {
        let Some(TokenTree::Group(group)) = group else {
            return Err(format!("no documentation was meant, `{text}` was written"));
        };
        let mut tokens = group.stream().into_iter();
        let (name, _, value) = (tokens.next(), tokens.next(), tokens.next());
        let (Some(TokenTree::Ident(name)), Some(TokenTree::Literal(value))) = (name, value) else {
            return Err(differs(&group, Piece::Doc(text, false)));
        };
        self.word.clear();
        let _ = write!(self.word, "{value}");
        let plain = self
            .word
            .strip_prefix('"')
            .and_then(|word| word.strip_suffix('"'));
        let same = plain == Some(text) && !text.contains('\\')
            || self.word == proc_macro2::Literal::string(text).to_string();
        if name == "doc" && same {
            Ok(())
        } else {
            Err(differs(&value, Piece::Doc(text, false)))
        }
    }

    fn same(&mut self, meant: &impl std::fmt::Display, read: &str) -> Result<(), String> {
        self.word.clear();
        let _ = write!(self.word, "{meant}");
        if self.word == read {
            Ok(())
        } else {
            Err(differs(meant, Piece::Word(read)))
        }
    }
}

fn differs(meant: &impl std::fmt::Display, read: Piece<'_>) -> String {
    format!("`{meant}` was meant, `{}` was written", read.text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn text_that_is_not_what_was_meant_is_a_bug() {
        let meant = || {
            [
                quote! { pub struct A { #[doc = " x \\ \" y"] r#type: [u8; 2], } },
                quote! { a::b! { -1.5e-7 } },
            ]
        };
        let text = "pub struct A {\n    /// x \\ \" y\n    r#type: [u8; 2],\n}\na::b! {\n    -1.5e-7,\n}\n";
        assert_eq!(check(meant(), text), Ok(()));
        let wrong = |from: &str, to: &str| check(meant(), &text.replace(from, to)).expect_err(to);
        assert_eq!(
            wrong("\" y", "\" z"),
            "`\" x \\\\ \\\" y\"` was meant, ` x \\ \" z` was written"
        );
        assert_eq!(wrong("u8; 2", "u8; 3"), "`2` was meant, `3` was written");
        assert_eq!(wrong("a::b", "a: :b"), "`:` was meant, `:` was written");
        assert_eq!(
            wrong("}\na", "// c\n}\na"),
            "the comment `// c` was written"
        );
        assert_eq!(
            wrong("a::b! {\n    -1.5e-7,\n}\n", ""),
            "`a` was meant, `the end of the file` was written"
        );
        assert_eq!(
            wrong("-7,\n}\n", "-7,\n}\nfn main() {}"),
            "nothing was meant, `fn` was written"
        );
    }

    #[test]
    fn what_the_lexer_does_not_know_is_an_error() {
        for text in [
            "r\"x\"",
            "b'x'",
            "'a'",
            "/* x */",
            "//// x",
            "\"a\nb\"",
            "\"a",
            "/// a\rb",
            "é\"x\"",
            "a\u{202e}",
        ] {
            assert!(check([quote! { x }], text).is_err(), "{text}");
        }
    }
}
