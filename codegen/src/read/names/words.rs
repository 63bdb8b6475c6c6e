//! From text of the document to identifiers: spelling, case, keywords.

use std::borrow::Cow;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::ir::Ident;
use crate::keyword::{is_keyword, is_reserved};

/// How much of a text shows in its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Letters and digits, and a leading sign: `created-at` and `created_at` are both `CreatedAt`.
    Natural,
    /// Every symbol as a word, and the case of the letters: `CreatedDashAt`, `CreatedUnderscoreAt`.
    Full,
    /// What `Full` says, and which letters are in upper case: for texts that differ in nothing else.
    Letters,
}

/// The case of an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Case {
    /// `CreatedAt`, for types and variants.
    Pascal,
    /// `CREATED_AT`, for constants.
    Constant,
    /// `created_at`, for everything else.
    Snake,
}

/// The identifier for a text, without regard to keywords and to what else has a name.
pub(super) fn spell(text: &str, spelling: Spelling, case: Case) -> String {
    let words = match spelling {
        Spelling::Natural => natural(text),
        Spelling::Full => full(text),
        Spelling::Letters => letters(text),
    };
    in_case(&words, case)
}

/// The name of a type for a text.
pub(super) fn pascal(text: &str) -> String {
    spell(text, Spelling::Natural, Case::Pascal)
}

/// The same with symbols spelled out.
pub(super) fn spelled_out(text: &str) -> String {
    spell(text, Spelling::Full, Case::Pascal)
}

/// Puts words of ASCII letters and digits into a case.
pub(super) fn in_case(words: &str, case: Case) -> String {
    let mut name = String::with_capacity(words.len());
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let word = word_in_case(word, case);
        if needs_underscore(&name, &word, case) {
            name.push('_');
        }
        name.push_str(&word);
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert(0, if case == Case::Snake { 'v' } else { 'V' });
    }
    name
}

fn word_in_case(word: &str, case: Case) -> Cow<'_, str> {
    let is_simple = |word: &str| {
        word.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    match case {
        // Most words: there is nothing to take apart.
        Case::Snake if is_simple(word) => word.into(),
        Case::Pascal if is_simple(word) => {
            let mut word = word.to_owned();
            if let Some(first) = word.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            word.into()
        }
        Case::Pascal => word.to_upper_camel_case().into(),
        Case::Constant => word.to_shouty_snake_case().into(),
        Case::Snake => word.to_snake_case().into(),
    }
}

/// Two digits side by side would become one number: `1.2` is not `12`.
fn needs_underscore(name: &str, word: &str, case: Case) -> bool {
    let digits = name.ends_with(|last: char| last.is_ascii_digit())
        && word.starts_with(|first: char| first.is_ascii_digit());
    !name.is_empty() && (case != Case::Pascal || digits)
}

/// Words of letters and digits, and of a leading sign.
fn natural(whole: &str) -> String {
    let text = whole.trim();
    let mut words = String::new();
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let starts = before.is_none_or(|before: char| {
            !before.is_alphanumeric() && before != '\'' && before != '’'
        });
        let in_front = starts && characters.peek().is_some_and(|next| next.is_alphanumeric());
        match character {
            '\'' | '’' => {}
            '+' if in_front => words.push_str(" plus "),
            // In the middle of a text a dash is a sign only in front of a number: `a--1`, but `a - b`.
            '-' if in_front
                && (before.is_none() || characters.peek().is_some_and(char::is_ascii_digit)) =>
            {
                words.push_str(" minus ");
            }
            _ => push_letter(&mut words, character),
        }
        before = Some(character);
    }
    if words.trim().is_empty() {
        full(whole)
    } else {
        words
    }
}

/// Letters and digits of ASCII as they are, other letters as the nearest ones of ASCII or by number.
fn push_letter(words: &mut String, character: char) {
    if character.is_ascii_alphanumeric() {
        words.push(character);
    } else if let Some(letters) = latin(character) {
        words.push_str(letters);
    } else if character.is_alphanumeric() {
        words.push_str(&format!(" u{:x} ", u32::from(character)));
    } else {
        words.push(' ');
    }
}

/// Words for everything, symbols included.
fn full(text: &str) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    let mut words = String::new();
    let mut symbols = false;
    for character in text.chars() {
        if character.is_alphanumeric() {
            push_letter(&mut words, character);
            continue;
        }
        symbols = true;
        push_symbol(&mut words, character);
    }
    if symbols {
        return words;
    }
    let has = |test: fn(&char) -> bool| text.chars().any(|character| test(&character));
    match (has(|c| c.is_uppercase()), has(|c| c.is_lowercase())) {
        (true, false) => format!("upper {}", words.to_lowercase()),
        (false, _) => format!("lower {words}"),
        (true, true) => format!("mixed {words}"),
    }
}

/// Words for everything, capital letters included: `userID` is `user capitals id`, `UserId` is `upper user upper id`,
/// `user_id` is `lower user underscore id`.
fn letters(text: &str) -> String {
    let mut words = String::new();
    if !text.chars().any(char::is_uppercase) {
        words.push_str("lower ");
    }
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if !character.is_uppercase() {
            if character.is_alphanumeric() {
                push_letter(&mut words, character);
            } else {
                push_symbol(&mut words, character);
            }
            continue;
        }
        let mut run = character.to_lowercase().to_string();
        while let Some(next) = characters.next_if(|next| next.is_uppercase()) {
            run.extend(next.to_lowercase());
        }
        let is_one = run.chars().nth(1).is_none();
        words.push_str(if is_one { " upper " } else { " capitals " });
        run.chars()
            .for_each(|letter| push_letter(&mut words, letter));
        if !is_one {
            words.push(' ');
        }
    }
    words
}

fn push_symbol(words: &mut String, character: char) {
    words.push(' ');
    match symbol(character) {
        Some(word) => words.push_str(word),
        None => words.push_str(&format!("u{:x}", u32::from(character))),
    }
    words.push(' ');
}

/// The English name of a symbol.
fn symbol(character: char) -> Option<&'static str> {
    Some(match character {
        ' ' => "space",
        '!' => "exclamation",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' => "open",
        ')' => "close",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "dash",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' => "open bracket",
        '\\' => "backslash",
        ']' => "close bracket",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' => "open brace",
        '|' => "pipe",
        '}' => "close brace",
        '~' => "tilde",
        '\n' => "newline",
        '\t' => "tab",
        _ => return None,
    })
}

/// The letters of ASCII that a Latin letter is written with where it cannot be written itself.
fn latin(character: char) -> Option<&'static str> {
    Some(match character {
        'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => "A",
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'Æ' => "Ae",
        'æ' => "ae",
        'Ç' | 'Ć' | 'Č' => "C",
        'ç' | 'ć' | 'č' => "c",
        'Ď' | 'Đ' | 'Ð' => "D",
        'ď' | 'đ' | 'ð' => "d",
        'È'..='Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => "E",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'Ğ' => "G",
        'ğ' => "g",
        'Ì'..='Ï' | 'Ī' | 'Į' | 'İ' => "I",
        'ì'..='ï' | 'ī' | 'į' | 'ı' => "i",
        'Ł' => "L",
        'ł' => "l",
        'Ñ' | 'Ń' | 'Ň' => "N",
        'ñ' | 'ń' | 'ň' => "n",
        'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ő' => "O",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'Œ' => "Oe",
        'œ' => "oe",
        'Ř' => "R",
        'ř' => "r",
        'Ś' | 'Ş' | 'Š' => "S",
        'ś' | 'ş' | 'š' => "s",
        'ß' => "ss",
        'Ť' => "T",
        'ť' => "t",
        'Ù'..='Ü' | 'Ū' | 'Ů' | 'Ű' => "U",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => "u",
        'Ý' | 'Ÿ' => "Y",
        'ý' | 'ÿ' => "y",
        'Ź' | 'Ż' | 'Ž' => "Z",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// Makes an identifier of a name that has letters, digits and underscores only.
pub(super) fn ident(name: &str) -> Ident {
    if is_reserved(name) {
        return Ident(format!("{name}_"));
    }
    if is_keyword(name) {
        return Ident(format!("r#{name}"));
    }
    Ident(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pascal(text: &str) -> String {
        spell(text, Spelling::Natural, Case::Pascal)
    }

    fn snake(text: &str) -> String {
        spell(text, Spelling::Natural, Case::Snake)
    }

    #[test]
    fn letters_and_digits_make_the_name() {
        for (text, expected) in [
            ("user_invite", "UserInvite"),
            (
                "iam_invite_components-schemas-identifier",
                "IamInviteComponentsSchemasIdentifier",
            ),
            ("User's Invites", "UsersInvites"),
            ("HTTPServer", "HttpServer"),
            ("io.k8s.api.core.v1.Pod", "IoK8sApiCoreV1Pod"),
            ("é", "E"),
            ("中文", "U4e2dU6587"),
        ] {
            assert_eq!(pascal(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_has_no_letter_is_spelled() {
        for (text, expected) in [
            ("", "Empty"),
            ("*", "Star"),
            ("-", "Dash"),
            (">=", "GreaterEqual"),
            (" ", "Space"),
        ] {
            assert_eq!(pascal(text), expected, "{text:?}");
        }
    }

    #[test]
    fn numbers_start_with_a_letter_and_stay_apart() {
        for (text, expected) in [
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("-created_at", "MinusCreatedAt"),
            ("24h", "V24h"),
            ("1.2", "V1_2"),
            ("12", "V12"),
            ("reactions-+1", "ReactionsPlus1"),
            ("reactions--1", "ReactionsMinus1"),
            ("reactions-1", "Reactions1"),
            ("a - b", "AB"),
            ("2024-01-15", "V2024_01_15"),
        ] {
            assert_eq!(pascal(text), expected, "{text:?}");
        }
        assert_eq!(snake("2fa_enabled"), "v2fa_enabled");
    }

    #[test]
    fn keywords_are_raw_or_get_an_underscore() {
        assert_eq!(ident("type").as_str(), "r#type");
        assert_eq!(ident("gen").as_str(), "r#gen");
        assert_eq!(ident("self").as_str(), "self_");
        assert_eq!(ident("Self").as_str(), "Self_");
        assert_eq!(ident("kind").as_str(), "kind");
    }

    #[test]
    fn full_spelling_tells_texts_apart() {
        let full = |text| spell(text, Spelling::Full, Case::Pascal);
        assert_eq!(full("foo-bar"), "FooDashBar");
        assert_eq!(full("foo_bar"), "FooUnderscoreBar");
        assert_eq!(full("ASC"), "UpperAsc");
        assert_eq!(full("asc"), "LowerAsc");
        assert_eq!(full("Asc"), "MixedAsc");
    }
}
