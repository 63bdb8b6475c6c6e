//! Patterns: regular expressions of ECMA-262, matched by an engine that never backtracks.
//!
//! Patterns with look-around, back references, Unicode properties or syntax that only other dialects
//! have cannot be expressed and match everything.

use std::collections::HashMap;
use std::iter::Peekable;
use std::str::Chars;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use regex_lite::{Regex, RegexBuilder};

/// How many bytes a compiled pattern may take.
const SIZE_LIMIT: usize = 1 << 20;

/// White space and line ends in ECMA-262, as a part of a class.
const SPACE: &str =
    r"\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}";

/// Compiled patterns by their text; `None` for those that cannot be expressed.
type Compiled = HashMap<&'static str, Option<Arc<Regex>>>;

/// The patterns that have been used; there are never more than tables have.
static COMPILED: LazyLock<RwLock<Compiled>> = LazyLock::new(RwLock::default);

/// Whether `pattern` matches somewhere in `text`, or cannot be expressed.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    compiled(pattern).is_none_or(|regex| regex.is_match(text))
}

/// Whether `pattern` can be expressed.
pub(super) fn is_known(pattern: &'static str) -> bool {
    compiled(pattern).is_some()
}

fn compiled(pattern: &'static str) -> Option<Arc<Regex>> {
    if let Some(regex) = COMPILED
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(pattern)
    {
        return regex.clone();
    }
    let regex = translate(pattern).and_then(|pattern| {
        RegexBuilder::new(&pattern)
            .size_limit(SIZE_LIMIT)
            .build()
            .map(Arc::new)
            .ok()
    });
    COMPILED
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(pattern, regex.clone());
    regex
}

/// The same pattern in the syntax of the engine.
fn translate(pattern: &str) -> Option<String> {
    if pattern.starts_with("/^") {
        // Written as a literal of JavaScript: as it stands, it matches nothing at all.
        return None;
    }
    let (flag, pattern) = match pattern.strip_prefix("(?i)") {
        Some(pattern) => ("(?i)", pattern),
        None => ("", pattern),
    };
    let mut translation = Translation {
        chars: pattern.chars().peekable(),
        out: flag.to_owned(),
    };
    translation.pattern()?;
    Some(translation.out)
}

struct Translation<'p> {
    chars: Peekable<Chars<'p>>,
    out: String,
}

impl Translation<'_> {
    fn pattern(&mut self) -> Option<()> {
        while let Some(c) = self.chars.next() {
            match c {
                '\\' => self.escape(false).map(|_| ())?,
                '[' => self.class()?,
                '(' => self.group()?,
                '{' => self.quantifier(),
                '}' => self.out.push_str(r"\}"),
                '.' => self.out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
                _ => self.out.push(c),
            }
        }
        Some(())
    }

    /// What comes after `(`. Names of groups are left out: nothing refers to them.
    fn group(&mut self) -> Option<()> {
        self.out.push('(');
        if self.chars.next_if_eq(&'?').is_some() {
            match self.chars.next()? {
                ':' => self.out.push_str("?:"),
                '<' if !matches!(self.chars.peek(), Some('=' | '!')) => {
                    self.chars.by_ref().find(|c| *c == '>')?;
                }
                _ => return None,
            }
        }
        Some(())
    }

    /// What comes after `{`, which is a character like any other if no numbers follow.
    fn quantifier(&mut self) {
        let rest: String = self.chars.clone().take_while(|c| *c != '}').collect();
        let (least, most) = rest.split_once(',').unwrap_or((&rest, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_quantifier = !least.is_empty() && is_number(least) && is_number(most);
        let is_closed = self.chars.clone().any(|c| c == '}');
        if is_quantifier && is_closed {
            self.out.push('{');
            self.out.push_str(&rest);
            self.out.push('}');
            let _ = self.chars.by_ref().find(|c| *c == '}');
        } else {
            self.out.push_str(r"\{");
        }
    }

    /// What comes after `[`.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        let is_negated = self.chars.next_if_eq(&'^').is_some();
        if self.chars.peek() == Some(&']') {
            // `[^]` is any character, `[]` none.
            self.chars.next();
            self.out.push_str(r"\s\S]");
            return is_negated.then_some(());
        }
        if is_negated {
            self.out.push('^');
        }
        let mut after_set = false;
        loop {
            match self.chars.next()? {
                ']' => break,
                '\\' => {
                    after_set = self.escape(true)?;
                    continue;
                }
                // A hyphen beside a set of characters is no range.
                '-' if after_set || self.is_before_set() => self.out.push_str(r"\-"),
                c @ ('[' | '&' | '~') => self.out.extend(['\\', c]),
                c => self.out.push(c),
            }
            after_set = false;
        }
        self.out.push(']');
        Some(())
    }

    fn is_before_set(&self) -> bool {
        let mut next = self.chars.clone();
        next.next() == Some('\\') && matches!(next.next(), Some('d' | 'D' | 'w' | 'W' | 's' | 'S'))
    }

    /// What comes after a backslash. Says whether it is a set of characters.
    fn escape(&mut self, in_class: bool) -> Option<bool> {
        let c = self.chars.next()?;
        match c {
            's' if in_class => self.out.push_str(SPACE),
            's' => self.out.extend(["[", SPACE, "]"]),
            'S' if !in_class => self.out.extend(["[^", SPACE, "]"]),
            'd' | 'D' | 'w' | 'W' | 'S' => self.out.extend(['\\', c]),
            'b' if in_class => self.out.push_str(r"\x08"),
            'b' | 'B' if !in_class => self.out.extend(['\\', c]),
            't' | 'n' | 'r' | 'f' | 'v' => self.out.extend(['\\', c]),
            '0' if !self.chars.peek().is_some_and(char::is_ascii_digit) => {
                self.out.push_str(r"\x00")
            }
            'c' => {
                let letter = self.chars.next_if(char::is_ascii_alphabetic)?;
                self.code_point(u32::from(letter) % 32)?;
            }
            'x' => {
                let code = self.hexadecimal(2)?;
                self.code_point(code)?;
            }
            'u' => {
                let code = self.unicode()?;
                self.code_point(code)?;
            }
            _ if c.is_ascii_alphanumeric() => return None,
            // Any other character is itself, also those that the engine has another meaning for: `\<`.
            _ if regex_lite::escape(c.encode_utf8(&mut [0; 4])).len() > c.len_utf8() => {
                self.out.extend(['\\', c]);
            }
            _ => self.out.push(c),
        }
        Some(matches!(c, 'd' | 'D' | 'w' | 'W' | 's' | 'S'))
    }

    fn code_point(&mut self, code: u32) -> Option<()> {
        char::from_u32(code)?;
        self.out.push_str(&format!(r"\x{{{code:x}}}"));
        Some(())
    }

    /// The code point after `\u`: four digits, a pair of them for what four cannot say, or any number
    /// of them in braces.
    fn unicode(&mut self) -> Option<u32> {
        if self.chars.next_if_eq(&'{').is_some() {
            let digits: String = self.chars.by_ref().take_while(|c| *c != '}').collect();
            return u32::from_str_radix(&digits, 16).ok();
        }
        let first = self.hexadecimal(4)?;
        if !(0xd800..0xdc00).contains(&first) {
            return Some(first);
        }
        self.chars.next_if_eq(&'\\')?;
        self.chars.next_if_eq(&'u')?;
        let second = self.hexadecimal(4)?;
        let second = (0xdc00..0xe000).contains(&second).then_some(second)?;
        Some(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn hexadecimal(&mut self, count: usize) -> Option<u32> {
        let mut code = 0;
        for _ in 0..count {
            code = code * 16 + self.chars.next()?.to_digit(16)?;
        }
        Some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, translate};

    #[test]
    fn matching_is_that_of_ecma_262() {
        let cases: &[(&'static str, &[&str], &[&str])] = &[
            (r"^[a-z]+$", &["abc"], &["", "ABC", "abc\n"]),
            (r"b", &["abc"], &["ac"]),
            (r"^\d{2,3}\/\d$", &["12/3"], &["1/3", "१२/3"]),
            (r"^[\w-.]+$", &["a-b.c"], &["a b"]),
            (r"^[.-\w]+$", &["a-b.c"], &["a b"]),
            (r"^[[&&~]$", &["[", "&", "~"], &["a"]),
            (r"^[^]$", &["a", "\n", "é"], &["", "ab"]),
            (r"^a{$", &["a{"], &["a"]),
            (r"^a{,3}$", &["a{,3}"], &["aa"]),
            (r"^\s$", &[" ", "\u{a0}", "\u{feff}"], &["x"]),
            (r"^[\s\S]$", &["\u{a0}", "x", "\n"], &[""]),
            (r"^.$", &["x", "é", "😀"], &["\n", "\r", "\u{2028}"]),
            (r"^(?<year>\d{4})$", &["2024"], &["24"]),
            (r"^(?:a|b)$", &["a"], &["c"]),
            (r"^\u00e9\x41\cA\0$", &["éA\u{1}\0"], &["eA"]),
            (r"^\uD83D\uDE00$", &["😀"], &["x"]),
            (r"^[\b]$", &["\u{8}"], &["b"]),
            (r"^\-\ \é$", &["- é"], &["-é"]),
            (r"^\<a\>$", &["<a>"], &["a"]),
            (r"^[^\<\>]*$", &["a"], &["<", "a>"]),
            (
                r"^\!\#\%\&\'\,\:\;\=\@\`\~\/\\\^\$\.\*\+\?\(\)\[\]\{\}\|\-$",
                &[r"!#%&',:;=@`~/\^$.*+?()[]{}|-"],
                &["x"],
            ),
            (
                r"^[\!\#\%\&\,\;\=\@\~\/\\\^\]\-]+$",
                &[r"!#%&,;=@~/\^]-"],
                &["x", "["],
            ),
            ("(?i)^abc$", &["ABC"], &["abd"]),
        ];
        for (pattern, right, wrong) in cases {
            for text in *right {
                assert!(matches(pattern, text), "{pattern} {text:?}");
            }
            for text in *wrong {
                assert!(!matches(pattern, text), "{pattern} {text:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_expressed_matches_everything() {
        for pattern in [
            r"^(?!x)a$",
            r"(?<=x)a",
            r"(a)\1",
            r"\k<n>",
            r"\p{L}",
            r"\Aa\z",
            r"^[a",
            r"(",
            r"[]",
            "/^a$/",
            r"^(((a{1000}){1000}){1000})$",
            r"\uD83D",
            r"a**",
        ] {
            assert!(matches(pattern, "anything"), "{pattern}");
        }
    }

    #[test]
    fn time_grows_with_the_text_only() {
        let text = "a".repeat(50_000) + "!";
        assert!(!matches(r"^(a+)+$", &text));
        assert_eq!(translate(r"^(a+)+$").as_deref(), Some(r"^(a+)+$"));
    }
}
