//! Keys of `responses`: statuses, ranges of them, and `default`.

use crate::ir::StatusPattern;

/// Whether it is one of success, if it says so itself.
pub(super) fn is_success(status: StatusPattern) -> bool {
    matches!(
        status,
        StatusPattern::Code(200..=299) | StatusPattern::Range(2)
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
