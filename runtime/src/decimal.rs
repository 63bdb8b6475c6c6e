//! Decimal numbers as they are written, without rounding.

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
        number.is_finite().then(|| format!("{number:e}")).and_then(|text| Self::parse(&text))
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
    fn floats_are_taken_as_they_are_written() {
        assert_eq!(Decimal::from_f64(0.1), Decimal::parse("0.1"));
        assert_eq!(Decimal::from_f64(1e23), Decimal::parse("1e23"));
        assert_eq!(Decimal::from_f64(f64::NAN), None);
    }
}
