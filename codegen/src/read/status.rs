//! Keys of `responses`: statuses, ranges of them, and `default`.

use crate::ir::StatusPattern;

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
            assert_eq!(key.parse().ok(), expected, "{key}");
        }
    }

    #[test]
    fn text_is_what_is_read() {
        for key in ["200", "4XX", "default"] {
            assert_eq!(
                key.parse::<StatusPattern>()
                    .map(|status| status.to_string())
                    .as_deref(),
                Ok(key)
            );
        }
    }
}
