//! Regular expressions of ECMA-262 as those of the engine that matches them, which never backtracks.
//!
//! The generator has this file as well: it says of each pattern that is not checked why.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use regex_lite::{Regex, RegexBuilder};

use super::around;

/// How many bytes a compiled pattern may take.
const SIZE_LIMIT: usize = 1 << 20;

/// White space and line ends in ECMA-262, as a part of a class.
const SPACE: &str =
    r"\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}";

/// All other characters, as a part of a class.
const NO_SPACE: &str = r"\x00-\x08\x0e-\x1f\x21-\x9f\xa1-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}";

/// Why a pattern cannot be expressed.
type Reason = &'static str;

const AROUND: Reason = "it looks around within, and not just at its start or end, which takes an engine that backtracks";
const BACK: Reason = "it refers back, which takes an engine that backtracks";
const UNKNOWN: Reason =
    "it is not in the syntax of ECMA-262, or in a part that the engine does not know";

/// Regular expressions, each with whether it has to match, or must not.
pub(super) type Tests = Vec<(Regex, bool)>;

/// Makes a pattern ready to match: it matches if all tests of one of several lists hold.
///
/// # Errors
///
/// Why it cannot be expressed: it looks around elsewhere than at its start and end, it has back references, classes of
/// Unicode, or syntax that only other dialects have, it is no regular expression, or it is too large.
pub(super) fn compile(pattern: &str) -> Result<Vec<Tests>, Cow<'static, str>> {
    if pattern.starts_with("/^") {
        // As it stands, it matches nothing at all.
        return Err("it is written as a literal of JavaScript".into());
    }
    let (flag, pattern) = match pattern.strip_prefix("(?i)") {
        Some(pattern) => ("(?i)", pattern),
        None => ("", pattern),
    };
    let test = |part: &around::Part| Ok((regex(flag, &part.pattern)?, part.is_wanted));
    let alternatives = around::split(pattern).ok_or(AROUND)?;
    alternatives
        .iter()
        .map(|parts| parts.iter().map(test).collect())
        .collect()
}

/// Whether all tests of one of several lists hold for a text.
pub(super) fn matches(alternatives: &[Tests], text: &str) -> bool {
    let holds = |(regex, is_wanted): &(Regex, bool)| regex.is_match(text) == *is_wanted;
    alternatives.iter().any(|tests| tests.iter().all(holds))
}

fn regex(flag: &str, pattern: &str) -> Result<Regex, Cow<'static, str>> {
    RegexBuilder::new(&translate(flag, pattern)?)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| format!("the engine refuses it ({error})").into())
}

/// The same pattern in the syntax of the engine.
fn translate(flag: &str, pattern: &str) -> Result<String, Reason> {
    let mut translation = Translation {
        chars: pattern.chars().peekable(),
        out: flag.to_owned(),
    };
    translation.pattern()?;
    Ok(translation.out)
}

struct Translation<'p> {
    chars: Peekable<Chars<'p>>,
    out: String,
}

impl Translation<'_> {
    fn pattern(&mut self) -> Result<(), Reason> {
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
        Ok(())
    }

    /// What comes after `(`. Names of groups are left out: nothing refers to them.
    fn group(&mut self) -> Result<(), Reason> {
        self.out.push('(');
        if self.chars.next_if_eq(&'?').is_some() {
            match self.chars.next().ok_or(UNKNOWN)? {
                ':' => self.out.push_str("?:"),
                '<' if !matches!(self.chars.peek(), Some('=' | '!')) => {
                    self.chars.by_ref().find(|c| *c == '>').ok_or(UNKNOWN)?;
                }
                '=' | '!' | '<' => return Err(AROUND),
                _ => return Err(UNKNOWN),
            }
        }
        Ok(())
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
    fn class(&mut self) -> Result<(), Reason> {
        self.out.push('[');
        let is_negated = self.chars.next_if_eq(&'^').is_some();
        if self.chars.peek() == Some(&']') {
            // `[^]` is any character, `[]` none.
            self.chars.next();
            self.out.push_str(r"\s\S]");
            return is_negated.then_some(()).ok_or("it matches nothing at all");
        }
        if is_negated {
            self.out.push('^');
        }
        let mut after_set = false;
        loop {
            match self.chars.next().ok_or(UNKNOWN)? {
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
        Ok(())
    }

    fn is_before_set(&self) -> bool {
        let mut next = self.chars.clone();
        next.next() == Some('\\') && matches!(next.next(), Some('d' | 'D' | 'w' | 'W' | 's' | 'S'))
    }

    /// What comes after a backslash. Says whether it is a set of characters.
    fn escape(&mut self, in_class: bool) -> Result<bool, Reason> {
        let c = self.chars.next().ok_or(UNKNOWN)?;
        match c {
            's' if in_class => self.out.push_str(SPACE),
            's' => self.out.extend(["[", SPACE, "]"]),
            'S' if in_class => self.out.push_str(NO_SPACE),
            'S' => self.out.extend(["[^", SPACE, "]"]),
            'd' | 'D' | 'w' | 'W' => self.out.extend(['\\', c]),
            'b' if in_class => self.out.push_str(r"\x08"),
            'b' | 'B' if !in_class => self.out.extend(['\\', c]),
            't' | 'n' | 'r' | 'f' | 'v' => self.out.extend(['\\', c]),
            '0' if !self.chars.peek().is_some_and(char::is_ascii_digit) => {
                self.out.push_str(r"\x00")
            }
            'c' => {
                let letter = self.chars.next_if(char::is_ascii_alphabetic);
                let letter = letter.ok_or(UNKNOWN)?;
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
            'p' | 'P' => return Err("it has a class of Unicode, which the engine does not know"),
            'k' => return Err(BACK),
            '1'..='9' if !in_class => return Err(BACK),
            _ if c.is_ascii_alphanumeric() => return Err(UNKNOWN),
            // Any other character is itself, also those that the engine has another meaning for: `\<`.
            _ if regex_lite::escape(c.encode_utf8(&mut [0; 4])).len() > c.len_utf8() => {
                self.out.extend(['\\', c]);
            }
            _ => self.out.push(c),
        }
        Ok(matches!(c, 'd' | 'D' | 'w' | 'W' | 's' | 'S'))
    }

    fn code_point(&mut self, code: u32) -> Result<(), Reason> {
        char::from_u32(code).ok_or(UNKNOWN)?;
        self.out.push_str(&format!(r"\x{{{code:x}}}"));
        Ok(())
    }

    /// The code point after `\u`: four digits, a pair of them for what four cannot say, or any number
    /// of them in braces.
    fn unicode(&mut self) -> Result<u32, Reason> {
        if self.chars.next_if_eq(&'{').is_some() {
            let digits: String = self.chars.by_ref().take_while(|c| *c != '}').collect();
            return u32::from_str_radix(&digits, 16).map_err(|_| UNKNOWN);
        }
        let first = self.hexadecimal(4)?;
        if !(0xd800..0xdc00).contains(&first) {
            return Ok(first);
        }
        self.chars.next_if_eq(&'\\').ok_or(UNKNOWN)?;
        self.chars.next_if_eq(&'u').ok_or(UNKNOWN)?;
        let second = self.hexadecimal(4)?;
        let is_second = (0xdc00..0xe000).contains(&second);
        let second = is_second.then_some(second).ok_or(UNKNOWN)?;
        Ok(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn hexadecimal(&mut self, count: usize) -> Result<u32, Reason> {
        let mut code = 0;
        for _ in 0..count {
            let digit = self.chars.next().and_then(|c| c.to_digit(16));
            code = code * 16 + digit.ok_or(UNKNOWN)?;
        }
        Ok(code)
    }
}
