//! Decimal numbers as they are written, without rounding.

use std::cmp::Ordering;
use std::fmt;

/// `mantissa * 10^exponent`, where the mantissa is not divisible by ten unless it is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    mantissa: i128,
    exponent: i32,
}

impl Decimal {
    /// Reads a number of JSON. `None` if it has more digits than fit.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let mantissa = format!("{whole}{fraction}").parse().ok()?;
        let exponent = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        Self::new(mantissa, exponent)
    }

    /// The shortest decimal number that is read as `number`. `None` if that is infinite or not a number.
    pub(crate) fn from_f64(number: f64) -> Option<Self> {
        number
            .is_finite()
            .then(|| format!("{number:e}"))
            .and_then(|text| Self::parse(&text))
    }

    /// An integer.
    pub(crate) fn from_i128(integer: i128) -> Option<Self> {
        Self::new(integer, 0)
    }

    fn new(mut mantissa: i128, mut exponent: i32) -> Option<Self> {
        if mantissa == 0 {
            exponent = 0;
        }
        while mantissa != 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            exponent = exponent.checked_add(1)?;
        }
        Some(Self { mantissa, exponent })
    }

    /// The integer that this is, if it is one that fits.
    pub(crate) fn to_i128(self) -> Option<i128> {
        let factor = 10_i128.checked_pow(u32::try_from(self.exponent).ok()?)?;
        self.mantissa.checked_mul(factor)
    }

    /// The nearest number of 64 bits.
    pub(crate) fn to_f64(self) -> Option<f64> {
        format!("{}e{}", self.mantissa, self.exponent).parse().ok()
    }

    /// Whether this is `divisor` times an integer. `None` if the numbers are too big to tell.
    pub(crate) fn is_multiple_of(self, divisor: Self) -> Option<bool> {
        if self.mantissa == 0 || divisor.mantissa == 0 {
            return Some(self.mantissa == 0);
        }
        let shift = self.exponent.checked_sub(divisor.exponent)?;
        let divisor = divisor.mantissa.checked_abs()?;
        if shift < 0 {
            // The mantissa is not divisible by ten, so no divisor that is can divide it.
            return Some(false);
        }
        let mut rest = self.mantissa.checked_rem(divisor)?;
        for _ in 0..shift {
            if rest == 0 {
                break;
            }
            rest = rest.checked_mul(10)?.checked_rem(divisor)?;
        }
        Some(rest == 0)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_sign = self.mantissa.signum().cmp(&other.mantissa.signum());
        by_sign.then_with(|| {
            let by_size = self.cmp_size(*other);
            if self.mantissa < 0 {
                by_size.reverse()
            } else {
                by_size
            }
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Decimal {
    /// Compares two numbers without their signs.
    fn cmp_size(self, other: Self) -> Ordering {
        let digits = |number: Self| {
            number
                .mantissa
                .unsigned_abs()
                .checked_ilog10()
                .map_or(0, i64::from)
        };
        let magnitude = |number: Self| digits(number) + i64::from(number.exponent);
        magnitude(self).cmp(&magnitude(other)).then_with(|| {
            // The first digits have the same place: the mantissa with fewer of them gets zeros.
            let aligned = |number: Self, beside: Self| {
                let zeros =
                    u32::try_from((digits(beside) - digits(number)).max(0)).unwrap_or(u32::MAX);
                10_u128
                    .checked_pow(zeros)
                    .and_then(|factor| number.mantissa.unsigned_abs().checked_mul(factor))
            };
            // What is too big for 128 bits is bigger than what is not.
            match (aligned(self, other), aligned(other, self)) {
                (Some(left), Some(right)) => left.cmp(&right),
                (left, right) => left.is_none().cmp(&right.is_none()),
            }
        })
    }
}

/// The shortest of the usual forms.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(integer) = self.to_i128().filter(|_| self.exponent < 20) {
            return write!(f, "{integer}");
        }
        let decimals = usize::try_from(self.exponent.unsigned_abs()).unwrap_or(usize::MAX);
        if self.exponent > 0 || decimals > 20 {
            return write!(f, "{}e{}", self.mantissa, self.exponent);
        }
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let digits = format!(
            "{:0>width$}",
            self.mantissa.unsigned_abs(),
            width = decimals + 1
        );
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn multiple(number: &str, divisor: &str) -> Option<bool> {
        Decimal::parse(number)?.is_multiple_of(Decimal::parse(divisor)?)
    }

    #[test]
    fn multiples_are_exact() {
        assert_eq!(multiple("0.07", "0.01"), Some(true));
        assert_eq!(multiple("0.075", "0.01"), Some(false));
        assert_eq!(multiple("4.35", "0.01"), Some(true));
        assert_eq!(multiple("-4.35", "0.05"), Some(true));
        assert_eq!(multiple("1e300", "0.01"), Some(true));
        assert_eq!(multiple("1e-300", "0.01"), Some(false));
        assert_eq!(multiple("7", "3"), Some(false));
        assert_eq!(multiple("9", "3"), Some(true));
        assert_eq!(multiple("0", "3"), Some(true));
        assert_eq!(multiple("1.50", "1.5"), Some(true));
        assert_eq!(multiple("25", "2.5e1"), Some(true));
        assert_eq!(multiple("12", "10"), Some(false));
        assert_eq!(multiple("15", "10"), Some(false));
        assert_eq!(multiple("20", "10"), Some(true));
        assert_eq!(multiple("100", "4"), Some(true));
        assert_eq!(multiple("7", "0"), Some(false));
    }

    #[test]
    fn integers_are_recognised() {
        let integer = |text| Decimal::parse(text).and_then(Decimal::to_i128);
        assert_eq!(integer("20.0"), Some(20));
        assert_eq!(integer("2e3"), Some(2000));
        assert_eq!(integer("2.5e1"), Some(25));
        assert_eq!(integer("2.5"), None);
        assert_eq!(integer("9007199254740993.0"), Some(9_007_199_254_740_993));
        assert_eq!(integer("1e400"), None);
    }

    #[test]
    fn order_is_that_of_numbers() {
        let numbers = [
            "-1e400",
            "-170141183460469231731687303715884105727",
            "-2",
            "-1.5",
            "-1e-400",
            "0",
            "1e-400",
            "0.1",
            "0.25",
            "1",
            "1.5",
            "9",
            "10",
            "18446744073709551615",
            "18446744073709551616",
            "90000000000000000000000000000000000000",
            "99999999999999999999999999999999999999",
            "9e37999",
        ];
        for (at, left) in numbers.iter().enumerate() {
            for (other, right) in numbers.iter().enumerate() {
                assert_eq!(
                    Decimal::parse(left).cmp(&Decimal::parse(right)),
                    at.cmp(&other),
                    "{left} {right}"
                );
            }
        }
    }

    #[test]
    fn numbers_are_shown_as_they_are_written() {
        for text in [
            "0",
            "20",
            "-7",
            "0.01",
            "-12.5",
            "1e20",
            "1e30",
            "25e-30",
            "0.00000000000000000001",
            "18446744073709551615",
        ] {
            assert_eq!(
                Decimal::parse(text)
                    .map(|number| number.to_string())
                    .as_deref(),
                Some(text)
            );
        }
    }

    #[test]
    fn floats_are_taken_as_they_are_written() {
        assert_eq!(Decimal::from_f64(0.1), Decimal::parse("0.1"));
        assert_eq!(Decimal::from_f64(1e23), Decimal::parse("1e23"));
        assert_eq!(Decimal::from_f64(f64::NAN), None);
    }
}
