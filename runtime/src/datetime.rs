//! Dates and times that keep the text they came with.

use std::fmt;
use std::str::FromStr;

use crate::model::{Place, Slot, Textual, View};

/// A text was not a date and time, or not a date, where its meaning was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDateTime {
    text: String,
    expected: &'static str,
}

impl InvalidDateTime {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for InvalidDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not {}", self.text, self.expected)
    }
}

impl std::error::Error for InvalidDateTime {}

macro_rules! text_type {
    ($name:ident, $expected:literal) => {
        impl $name {
            /// The text as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            #[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
            fn parse<T, E>(
                &self,
                parse: impl FnOnce(&str) -> Result<T, E>,
            ) -> Result<T, InvalidDateTime> {
                parse(&self.0).map_err(|_| InvalidDateTime {
                    text: self.0.clone(),
                    expected: $expected,
                })
            }
        }

        impl Place for $name {
            fn vacant() -> Self {
                Self(String::new())
            }
            fn view(&self) -> View<'_> {
                View::Text(&self.0)
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::Textual(self)
            }
        }

        impl Textual for $name {
            fn set(&mut self, text: &str) {
                self.0 = text.to_owned();
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(text.into())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

/// A date with a time, as text in the form of RFC 3339 (`2014-01-01T05:20:00Z`).
///
/// Any text fits, so that an answer never fails because of the form of a date, and comes back byte for
/// byte when it is sent again. Equality is that of the text. What it means is said by
/// [`timestamp`](Self::timestamp) (feature `jiff`, on by default), `to_chrono` (feature `chrono`) and
/// `to_time` (feature `time`).
///
/// ```
/// # #[cfg(feature = "jiff")] {
/// use runtime::DateTime;
///
/// let expires_on = DateTime::from("2014-01-01T05:20:00Z");
/// assert_eq!(expires_on.timestamp()?.as_second(), 1_388_553_600);
/// assert!(DateTime::from("tomorrow").timestamp().is_err());
/// # }
/// # Ok::<(), runtime::InvalidDateTime>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DateTime(String);

text_type!(DateTime, "a date and time of RFC 3339");

/// A date, as text in the form of RFC 3339 (`2014-01-01`).
///
/// Any text fits, as for [`DateTime`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Date(String);

text_type!(Date, "a date of RFC 3339");

#[cfg(feature = "jiff")]
mod with_jiff {
    use super::{Date, DateTime, InvalidDateTime};

    impl DateTime {
        /// The instant that the text means.
        ///
        /// # Errors
        ///
        /// If the text is not a date and time with an offset from UTC.
        pub fn timestamp(&self) -> Result<jiff::Timestamp, InvalidDateTime> {
            self.parse(str::parse)
        }
    }

    impl From<jiff::Timestamp> for DateTime {
        fn from(instant: jiff::Timestamp) -> Self {
            Self(instant.to_string())
        }
    }

    impl TryFrom<&DateTime> for jiff::Timestamp {
        type Error = InvalidDateTime;

        fn try_from(text: &DateTime) -> Result<Self, Self::Error> {
            text.timestamp()
        }
    }

    impl Date {
        /// The day that the text means.
        ///
        /// # Errors
        ///
        /// If the text is not a date.
        pub fn date(&self) -> Result<jiff::civil::Date, InvalidDateTime> {
            self.parse(str::parse)
        }
    }

    impl From<jiff::civil::Date> for Date {
        fn from(day: jiff::civil::Date) -> Self {
            Self(day.to_string())
        }
    }

    impl TryFrom<&Date> for jiff::civil::Date {
        type Error = InvalidDateTime;

        fn try_from(text: &Date) -> Result<Self, Self::Error> {
            text.date()
        }
    }
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use super::{Date, DateTime, InvalidDateTime};

    impl DateTime {
        /// The instant that the text means, with its offset from UTC.
        ///
        /// # Errors
        ///
        /// If the text is not a date and time with an offset from UTC.
        pub fn to_chrono(&self) -> Result<chrono::DateTime<chrono::FixedOffset>, InvalidDateTime> {
            self.parse(chrono::DateTime::parse_from_rfc3339)
        }
    }

    impl<Z: chrono::TimeZone> From<chrono::DateTime<Z>> for DateTime {
        fn from(instant: chrono::DateTime<Z>) -> Self {
            let instant = instant.fixed_offset();
            Self(instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
        }
    }

    impl TryFrom<&DateTime> for chrono::DateTime<chrono::FixedOffset> {
        type Error = InvalidDateTime;

        fn try_from(text: &DateTime) -> Result<Self, Self::Error> {
            text.to_chrono()
        }
    }

    impl Date {
        /// The day that the text means.
        ///
        /// # Errors
        ///
        /// If the text is not a date.
        pub fn to_chrono(&self) -> Result<chrono::NaiveDate, InvalidDateTime> {
            self.parse(str::parse)
        }
    }

    impl From<chrono::NaiveDate> for Date {
        fn from(day: chrono::NaiveDate) -> Self {
            Self(day.to_string())
        }
    }

    impl TryFrom<&Date> for chrono::NaiveDate {
        type Error = InvalidDateTime;

        fn try_from(text: &Date) -> Result<Self, Self::Error> {
            text.to_chrono()
        }
    }
}

#[cfg(feature = "time")]
mod with_time {
    use time::format_description::well_known::{Iso8601, Rfc3339};

    use super::{Date, DateTime, InvalidDateTime};

    impl DateTime {
        /// The instant that the text means, with its offset from UTC.
        ///
        /// # Errors
        ///
        /// If the text is not a date and time with an offset from UTC.
        pub fn to_time(&self) -> Result<time::OffsetDateTime, InvalidDateTime> {
            self.parse(|text| time::OffsetDateTime::parse(text, &Rfc3339))
        }
    }

    /// # Errors
    ///
    /// RFC 3339 has no form for years outside 0 to 9999 and for offsets with seconds.
    impl TryFrom<time::OffsetDateTime> for DateTime {
        type Error = InvalidDateTime;

        fn try_from(instant: time::OffsetDateTime) -> Result<Self, Self::Error> {
            instant
                .format(&Rfc3339)
                .map(Self)
                .map_err(|_| InvalidDateTime {
                    text: instant.to_string(),
                    expected: "a date and time of RFC 3339",
                })
        }
    }

    impl TryFrom<&DateTime> for time::OffsetDateTime {
        type Error = InvalidDateTime;

        fn try_from(text: &DateTime) -> Result<Self, Self::Error> {
            text.to_time()
        }
    }

    impl Date {
        /// The day that the text means.
        ///
        /// # Errors
        ///
        /// If the text is not a date.
        pub fn to_time(&self) -> Result<time::Date, InvalidDateTime> {
            self.parse(|text| time::Date::parse(text, &Iso8601::DATE))
        }
    }

    impl From<time::Date> for Date {
        fn from(day: time::Date) -> Self {
            let (year, month, day) = (day.year(), u8::from(day.month()), day.day());
            Self(format!("{year:04}-{month:02}-{day:02}"))
        }
    }

    impl TryFrom<&Date> for time::Date {
        type Error = InvalidDateTime;

        fn try_from(text: &Date) -> Result<Self, Self::Error> {
            text.to_time()
        }
    }
}
