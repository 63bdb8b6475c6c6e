//! Patterns: regular expressions of ECMA-262, matched by an engine that never backtracks.
//!
//! Patterns that look around within, or have back references, Unicode properties or syntax that only other dialects
//! have cannot be expressed and match everything.

mod around;
mod engine;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use self::engine::Tests;

/// Compiled patterns by their text; `None` for those that cannot be expressed.
type Compiled = HashMap<&'static str, Option<Arc<[Tests]>>>;

/// The patterns that have been used; there are never more than tables have.
static COMPILED: LazyLock<RwLock<Compiled>> = LazyLock::new(RwLock::default);

/// Whether `pattern` matches somewhere in `text`, or cannot be expressed.
pub(crate) fn matches(pattern: &'static str, text: &str) -> bool {
    compiled(pattern).is_none_or(|alternatives| engine::matches(&alternatives, text))
}

/// Whether `pattern` can be expressed.
pub(super) fn is_known(pattern: &'static str) -> bool {
    compiled(pattern).is_some()
}

fn compiled(pattern: &'static str) -> Option<Arc<[Tests]>> {
    if let Some(known) = COMPILED
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(pattern)
    {
        return known.clone();
    }
    let compiled = engine::compile(pattern).ok().map(Arc::from);
    COMPILED
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(pattern, compiled.clone());
    compiled
}

#[cfg(test)]
mod tests {
    use super::engine::compile;
    use super::matches;

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
            (r"^a{3", &["a{3"], &["aaa"]),
            (r"^[a-zd]$", &["m"], &["-", "A"]),
            (r"^[+-\/]$", &["+", ",", "/"], &["*", "0"]),
            (r"^\t\n\r\f\v$", &["\t\n\r\u{c}\u{b}"], &["tnrfv"]),
            (r"^\S$", &["x"], &[" ", "\u{a0}"]),
            (
                r"^[\S]$",
                &["x", "\0", "\u{8}", "\u{1680a}", "\u{10ffff}", "ü"],
                &[" ", "\t", "\r", "\u{a0}", "\u{feff}", "\u{2029}"],
            ),
            (r"^[^\S\n]+$", &[" \u{a0}\t"], &["x", "\n"]),
            (r"^a\b", &["a b", "a"], &["ab"]),
            (r"^\u{1F600}$", &["😀"], &["x"]),
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
            ("(?i)^(?!x)[a-z]$", &["A"], &["X", "x"]),
            (
                r"^(?![0-9a-f]{4}$)^[a-z0-9]+$",
                &["abcg", "abc", "12345"],
                &["12ab", "A"],
            ),
            (
                r"^(?=.*[A-Z])(?=.*\d).{4,}$",
                &["aB3c", "1Abc"],
                &["ab3c", "aBcd", "B3"],
            ),
            (
                "^(?!-)[a-z-]{1,5}(?<!-)$",
                &["a", "a-b"],
                &["-a", "a-", "", "abcdef"],
            ),
            ("^(?!a)[ab]$|^x", &["b", "xy"], &["a", "y"]),
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
        let around = "it looks around within, and not just at its start or end, which takes an engine that backtracks";
        let back = "it refers back, which takes an engine that backtracks";
        let unicode = "it has a class of Unicode, which the engine does not know";
        let unknown =
            "it is not in the syntax of ECMA-262, or in a part that the engine does not know";
        for (pattern, why) in [
            (r"(?!x)a$", around),
            (r"(?<=x)a", around),
            (r"^a(?!x)b$", around),
            (r"^((?!x).)*$", around),
            (r"^(?!(?=x)y)z", around),
            (r"^(?!(a)\1)b", back),
            (r"(a)\1", back),
            (r"(?<n>a)\k<n>", back),
            (r"\p{L}", unicode),
            (r"[^\P{Lu}]", unicode),
            (r"\Aa\z", unknown),
            (r"[\B]", unknown),
            (r"[\1]", unknown),
            (r"\01", unknown),
            (r"(?P<n>a)", unknown),
            (r"^[a", unknown),
            ("[", unknown),
            (r"\uD83D", unknown),
            ("a\\", unknown),
            (
                "(",
                "the engine refuses it (found open group without closing ')')",
            ),
            (r"[]", "it matches nothing at all"),
            ("/^a$/", "it is written as a literal of JavaScript"),
            (
                r"^(((a{1000}){1000}){1000})$",
                "the engine refuses it (compiled regex exceeded size limit)",
            ),
        ] {
            assert!(matches(pattern, "anything"), "{pattern}");
            assert_eq!(compile(pattern).map(|_| ()), Err(why.into()), "{pattern}");
        }
    }

    #[test]
    fn time_grows_with_the_text_only() {
        let text = "a".repeat(50_000) + "!";
        assert!(!matches(r"^(a+)+$", &text));
        assert!(compile(r"^(a+)+$").is_ok());
    }
}
