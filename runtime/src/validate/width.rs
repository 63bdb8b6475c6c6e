//! The formats of integers, for where no Rust type says what fits.

/// The least and the largest integer of a format.
pub(crate) fn range(format: &str) -> Option<(i128, i128)> {
    let bits = |bits: u32| (-(1 << (bits - 1)), (1 << (bits - 1)) - 1);
    let unsigned = |bits: u32| (0, (1 << bits) - 1);
    Some(match format {
        "int8" => bits(8),
        "int16" => bits(16),
        "int32" | "sint32" | "sfixed32" => bits(32),
        "int64" | "long" | "sint64" | "sfixed64" => bits(64),
        "uint8" => unsigned(8),
        "uint16" => unsigned(16),
        "uint32" | "fixed32" => unsigned(32),
        "uint64" | "uint" | "fixed64" => unsigned(64),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn what_fits_a_format() {
        for (format, expected) in [
            ("int8", (-128, 127)),
            ("int16", (-32_768, 32_767)),
            ("int32", (-2_147_483_648, 2_147_483_647)),
            ("int64", (i64::MIN.into(), i64::MAX.into())),
            ("uint8", (0, 255)),
            ("uint16", (0, 65_535)),
            ("uint32", (0, 4_294_967_295)),
            ("uint64", (0, 18_446_744_073_709_551_615)),
        ] {
            assert_eq!(range(format), Some(expected), "{format}");
        }
        assert_eq!(range("unix-time"), None);
    }
}
