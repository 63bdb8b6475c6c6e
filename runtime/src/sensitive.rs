//! Which names of headers, cookies and parameters carry a credential by convention.

/// Words that say of a token that it is none of a credential: it is about pages, or it is counted.
const OTHER_TOKENS: [&str; 9] = [
    "continuation",
    "count",
    "max",
    "min",
    "next",
    "num",
    "page",
    "pagination",
    "total",
];

/// Whether what goes by this name carries a credential by convention. Names are compared word by word:
/// `author` has nothing to do with `auth`.
pub(crate) fn is_sensitive(name: &str) -> bool {
    let words = words(name);
    let is_other = words.iter().any(|word| OTHER_TOKENS.contains(&&**word));
    let is_api_key = |pair: &[String]| matches!(pair, [api, key] if api == "api" && key == "key");
    words.windows(2).any(is_api_key)
        || words.iter().any(|word| match word.as_str() {
            "auth" | "oauth" | "cookie" | "cookies" => true,
            word if word.ends_with("token") || word.ends_with("tokens") => !is_other,
            word => {
                let starts = ["authoriz", "authoris", "authentic"];
                let parts = ["secret", "password", "apikey"];
                starts.iter().any(|start| word.starts_with(start))
                    || parts.iter().any(|part| word.contains(part))
            }
        })
}

/// The words between other characters and changes of case, in small letters and without numbers at their ends.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = None::<char>;
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let is_start = c.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || rest.peek().is_some_and(char::is_ascii_lowercase)
            });
        if is_start || !c.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
        before = Some(c);
    }
    let word = |word: &String| {
        word.trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned()
    };
    words
        .iter()
        .map(word)
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{is_sensitive, words};

    #[test]
    fn words_end_at_other_characters_and_changes_of_case() {
        assert_eq!(
            words("X-APIKey_v2.nextPage  TOKEN1"),
            ["x", "api", "key", "v", "next", "page", "token"]
        );
        assert_eq!(words("OAuth2é"), ["o", "auth"]);
    }

    #[test]
    fn credentials_by_convention() {
        for name in [
            "Authorization",
            "proxy-authorization",
            "X-Authentication",
            "Cookie",
            "set-cookie",
            "X-Auth-Key",
            "x-authtoken",
            "OAuth2",
            "access_token",
            "accessToken",
            "token",
            "tokens",
            "token2",
            "X-CSRF-Token",
            "API-Key",
            "APIKey",
            "x-apikey",
            "api_key",
            "clientSecret",
            "clientsecret",
            "userpassword",
            "new_passwords",
        ] {
            assert!(is_sensitive(name), "{name}");
        }
        for name in [
            "author",
            "authors",
            "X-Authority",
            "max_tokens",
            "maxTokens",
            "page_token",
            "pageToken",
            "nextToken",
            "next_page_token",
            "continuation-token",
            "tokenizer",
            "monkey",
            "rapid_key",
            "",
        ] {
            assert!(!is_sensitive(name), "{name}");
        }
    }
}
