//! Patterns with `*` and `**`, by which configuration selects operations.

/// Whether the whole text matches: `*` stands for any text without `/`, `**` for any text at all, and a final
/// `/**` for nothing as well.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    pattern
        .strip_suffix("/**")
        .is_some_and(|start| matches_all(start, text))
        || matches_all(pattern, text)
}

fn matches_all(pattern: &str, text: &str) -> bool {
    // `reached` holds, for the part of the pattern that was read, at which positions of the text it can end.
    let text: Vec<char> = text.chars().collect();
    let mut reached = vec![false; text.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for token in tokens(pattern) {
        reached = step(token, &text, &reached);
    }
    reached.last().copied().unwrap_or(false)
}

/// A token of a pattern.
#[derive(Clone, Copy)]
enum Token {
    /// This character.
    Literal(char),
    /// `*`
    WithinSegment,
    /// `**`
    Anything,
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for character in pattern.chars() {
        match (character, tokens.last_mut()) {
            ('*', Some(last @ (Token::WithinSegment | Token::Anything))) => *last = Token::Anything,
            ('*', _) => tokens.push(Token::WithinSegment),
            (other, _) => tokens.push(Token::Literal(other)),
        }
    }
    tokens
}

/// Where the pattern can end after one more token.
fn step(token: Token, text: &[char], reached: &[bool]) -> Vec<bool> {
    let mut after = Vec::with_capacity(reached.len());
    let mut before = None;
    for (position, &here) in reached.iter().enumerate() {
        // The character just before this position, whether the shorter pattern ended in front of it, and
        // whether this one did.
        let ends = match (token, before) {
            (Token::Literal(expected), Some((character, shorter, _))) => {
                character == expected && shorter
            }
            (Token::Literal(_), None) => false,
            (Token::WithinSegment, Some((character, _, this))) => {
                here || (this && character != '/')
            }
            (Token::Anything, Some((_, _, this))) => here || this,
            (Token::WithinSegment | Token::Anything, None) => here,
        };
        after.push(ends);
        before = text.get(position).map(|&character| (character, here, ends));
    }
    after
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_match_within_and_across_segments() {
        for (pattern, text, expected) in [
            ("/a", "/a", true),
            ("/a", "/ab", false),
            ("/a/*", "/a/b", true),
            ("/a/*", "/a/", true),
            ("/a/*", "/a/b/c", false),
            ("/a/**", "/a/b/c", true),
            ("/a/**", "/a", true),
            ("/a/**", "/ab", false),
            ("/a**", "/a", true),
            ("**/c", "/a/b/c", true),
            ("/a/{id}/*", "/a/{id}/b", true),
            ("*", "", true),
            ("", "", true),
            ("", "a", false),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_take_no_longer() {
        let pattern = "a*".repeat(200);
        assert!(!matches(&format!("{pattern}b"), &"a".repeat(2000)));
    }
}
