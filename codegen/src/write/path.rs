//! Paths and queries as a request can hold them.

/// The literal text of a path template, or of a query, with what a URL cannot hold as `%XX`. Names between braces
/// stay.
pub(crate) fn encoded(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut depth = 0_usize;
    for character in template.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || character == '}' || fits(character) {
            out.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

fn fits(character: char) -> bool {
    character.is_ascii_graphic() && !matches!(character, '"' | '<' | '>' | '\\' | '^' | '`' | '|')
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn what_a_url_cannot_hold_is_encoded() {
        for (template, expected) in [
            ("/things/{a b}:copy", "/things/{a b}:copy"),
            ("/bad path/{a}", "/bad%20path/{a}"),
            ("/<a>^`|\\\"", "/%3Ca%3E%5E%60%7C%5C%22"),
            ("/caf\u{e9}/%20", "/caf%C3%A9/%20"),
        ] {
            assert_eq!(encoded(template), expected);
        }
    }
}
