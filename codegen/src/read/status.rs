//! Keys of `responses`: statuses, ranges of them, and `default`.

use crate::ir::StatusPattern;

/// Reads a key of `responses`: `200`, `4XX` in any case, `default`.
pub(super) fn parse(key: &str) -> Option<StatusPattern> {
    if key.eq_ignore_ascii_case("default") {
        return Some(StatusPattern::Default);
    }
    let [hundreds @ b'1'..=b'5', rest @ ..] = key.as_bytes() else {
        return None;
    };
    match rest {
        [b'x' | b'X', b'x' | b'X'] => Some(StatusPattern::Range(hundreds - b'0')),
        [b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(StatusPattern::Code),
        _ => None,
    }
}

/// The key as it is in current versions of OpenAPI, by which configuration names a response.
pub(super) fn text(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Range(hundreds) => format!("{hundreds}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

/// Whether it is one of success, if it says so itself.
pub(super) fn is_success(status: StatusPattern) -> bool {
    matches!(
        status,
        StatusPattern::Code(200..=299) | StatusPattern::Range(2)
    )
}

/// Whether an answer with it cannot have a body (RFC 9110).
pub(super) fn is_bodyless(status: StatusPattern) -> bool {
    matches!(
        status,
        StatusPattern::Range(1) | StatusPattern::Code(100..=199 | 204 | 205 | 304)
    )
}

/// Whether it leads elsewhere.
pub(super) fn is_redirect(status: StatusPattern) -> bool {
    matches!(
        status,
        StatusPattern::Range(3) | StatusPattern::Code(301 | 302 | 303 | 307 | 308)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_in_any_case() {
        for (key, expected) in [
            ("200", Some(StatusPattern::Code(200))),
            ("4XX", Some(StatusPattern::Range(4))),
            ("4xx", Some(StatusPattern::Range(4))),
            ("5Xx", Some(StatusPattern::Range(5))),
            ("default", Some(StatusPattern::Default)),
            ("Default", Some(StatusPattern::Default)),
            ("20", None),
            ("0XX", None),
            ("2000", None),
            ("2X0", None),
            ("", None),
            ("é00", None),
        ] {
            assert_eq!(parse(key), expected, "{key}");
        }
    }

    #[test]
    fn text_is_what_parse_reads() {
        for key in ["200", "4XX", "default"] {
            assert_eq!(parse(key).map(text).as_deref(), Some(key));
        }
    }
}
