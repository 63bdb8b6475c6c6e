//! The names that a generated package can have.

use crate::keyword::is_keyword;

/// Why cargo, or the code of the crate, would not get along with the name of a package; `None` if both do.
#[must_use]
pub fn fault(name: &str) -> Option<String> {
    let is_letter = |first: char| first.is_ascii_alphabetic() || first == '_';
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let words = name.replace('-', "_");
    if !name.starts_with(is_letter) || !name.chars().all(is_plain) {
        Some(format!(
            "`{name}` cannot be the name of a package: it has to start with a letter, and to have only letters \
             and digits of ASCII, `-` and `_`"
        ))
    } else if words.chars().all(|c| c == '_') || is_keyword(&words) || RESERVED.contains(&name) {
        Some(format!(
            "`{name}` cannot be the name of a package: it means something else to Rust, cargo or the generated code"
        ))
    } else {
        None
    }
}

/// What a package cannot be called, or not without hiding a crate that generated code refers to.
const RESERVED: [&str; 11] = [
    "alloc",
    "core",
    "deps",
    "build",
    "incremental",
    "proc-macro",
    "proc_macro",
    "runtime",
    "schemars",
    "std",
    "test",
];

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_name_has_to_suit_cargo_and_the_code() {
        for name in ["api", "their-api", "Their_api2", "_x"] {
            assert_eq!(fault(name), None);
        }
        for name in [
            "",
            "Bad Name",
            "cf invites!",
            "3scale",
            "-x",
            "é",
            "fn",
            "self",
            "gen",
            "_",
            "test",
            "runtime",
            "proc-macro",
        ] {
            assert!(fault(name).is_some(), "{name:?}");
        }
    }
}
