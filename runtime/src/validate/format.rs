//! The formats that are checked.
//!
//! A request is rejected on this, so the rules are lenient: a text is only said to be wrong if nobody
//! who takes the format seriously could accept it.
//!
//! The generator has this file as well: it tells values that are listed and have not the format that stands beside them.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text is of a format; true for formats that are not checked.
pub(crate) fn fits(format: &str, text: &str) -> bool {
    match format {
        "date-time" => is_date_time(text),
        "date" => is_date(text),
        "uuid" => is_uuid(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "email" => is_email(text),
        "uri" => !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control()),
        _ => true,
    }
}

/// `date-time` of RFC 3339, whose separator may also be a space.
fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let Some((time, offset)) = rest
        .find(['Z', 'z', '+', '-'])
        .and_then(|at| rest.split_at_checked(at))
    else {
        return false;
    };
    is_date(date) && is_time(time) && is_offset(offset)
}

/// `full-date` of RFC 3339.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (
        digits(parts.next(), 4),
        digits(parts.next(), 2),
        digits(parts.next(), 2),
        parts.next(),
    ) else {
        return false;
    };
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// `partial-time` of RFC 3339, where a leap second may be anywhere.
fn is_time(text: &str) -> bool {
    let (text, fraction) = text
        .split_once('.')
        .map_or((text, None), |(text, fraction)| (text, Some(fraction)));
    let mut parts = text.split(':');
    let (Some(hour), Some(minute), Some(second), None) = (
        digits(parts.next(), 2),
        digits(parts.next(), 2),
        digits(parts.next(), 2),
        parts.next(),
    ) else {
        return false;
    };
    let is_fraction =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    hour < 24 && minute < 60 && second <= 60 && fraction.is_none_or(is_fraction)
}

/// `time-offset` of RFC 3339.
fn is_offset(text: &str) -> bool {
    if matches!(text, "Z" | "z") {
        return true;
    }
    let Some((hour, minute)) = text
        .strip_prefix(['+', '-'])
        .and_then(|text| text.split_once(':'))
    else {
        return false;
    };
    digits(Some(hour), 2).is_some_and(|hour| hour < 24)
        && digits(Some(minute), 2).is_some_and(|minute| minute < 60)
}

/// The number that is written with exactly so many digits.
fn digits(text: Option<&str>, count: usize) -> Option<u32> {
    let text = text?;
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// Groups of 8, 4, 4, 4 and 12 hexadecimal digits, or all 32 of them without hyphens.
fn is_uuid(text: &str) -> bool {
    let is_hex = |group: &str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    groups.iter().all(|group| is_hex(group))
        && matches!(lengths.as_slice(), [8, 4, 4, 4, 12] | [32])
}

/// Something before and after an `@`, no control characters.
fn is_email(text: &str) -> bool {
    let has_both_parts = text
        .rsplit_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    has_both_parts && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::fits;

    fn check(format: &str, right: &[&str], wrong: &[&str]) {
        for text in right {
            assert!(fits(format, text), "{format} {text:?}");
        }
        for text in wrong {
            assert!(!fits(format, text), "{format} {text:?}");
        }
    }

    #[test]
    fn dates_and_times() {
        check(
            "date-time",
            &[
                "2014-01-01T05:20:00Z",
                "2014-01-01t05:20:00z",
                "2014-01-01 05:20:00+00:00",
                "2016-12-31T23:59:60.123456789-08:00",
                "2024-02-29T00:00:00Z",
            ],
            &[
                "",
                "2014-01-01",
                "2014-01-01T05:20:00",
                "2014-01-01T05:20Z",
                "2014-01-01T24:00:00Z",
                "2014-01-01T05:20:00.Z",
                "2023-02-29T00:00:00Z",
                "2014-13-01T05:20:00Z",
                "2014-01-01T05:20:00+1:00",
                "2014-01-01T05:20:00é",
                "tomorrow",
            ],
        );
        check(
            "date",
            &["2014-01-01", "2000-02-29"],
            &[
                "1900-02-29",
                "2014-1-1",
                "20140101",
                "2014-01-01Z",
                "2014-04-31",
            ],
        );
    }

    #[test]
    fn the_ends_of_months_days_and_offsets() {
        check(
            "date",
            &["2023-01-31", "2023-02-28", "2024-02-29", "2023-04-30"],
            &["2023-01-32", "2023-02-29", "2023-04-31", "2023-13-01"],
        );
        let time = |rest: &str| format!("2023-01-01T{rest}");
        check(
            "date-time",
            &[&time("23:59:60Z"), &time("00:00:00+23:59")],
            &[
                &time("24:00:00Z"),
                &time("00:60:00Z"),
                &time("00:00:61Z"),
                &time("00:00:00+24:00"),
                &time("00:00:00+00:60"),
            ],
        );
    }

    #[test]
    fn identifiers_and_addresses() {
        check(
            "uuid",
            &[
                "4F5F0C14-a2a4-1d50-63dd-301b2f829f04",
                "4f5f0c14a2a41d5063dd301b2f829f04",
            ],
            &[
                "",
                "4f5f0c14",
                "4f5f0c14-a2a4-1d50-63dd-301b2f829f0g",
                "{4f5f0c14-a2a4-1d50-63dd-301b2f829f04}",
            ],
        );
        check("ipv4", &["192.0.2.1"], &["192.0.2", "192.0.2.256", "::1"]);
        check(
            "ipv6",
            &["::1", "2001:db8::1"],
            &["192.0.2.1", "2001:db8", ":::"],
        );
        check(
            "email",
            &["user@example.com", "\"a b\"@example.com", "ü@例え.jp"],
            &["", "user", "@example.com", "user@", "a@b\n"],
        );
        check(
            "uri",
            &["https://example.com/a?b#c", "/relative", "urn:x"],
            &["", "a b", "a\n"],
        );
        check("unheard-of", &["anything at all", ""], &[]);
    }
}
