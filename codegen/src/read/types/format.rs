//! The registry of formats: which Rust type a `format` stands for.

// The runtime's own file, so that what is said of a text is what `validate` says.
#[path = "../../../../runtime/src/validate/format.rs"]
mod text;

pub(super) use self::text::fits;
use crate::ir::{IntegerType, JsonType, Type};
use crate::read::schema::JsonTypes;

/// The type for a string with a format, `String` for those that are text with a meaning (`uuid`, `email`, `uri`).
pub(super) fn text(format: Option<&str>, encoding: Option<&str>, media_type: Option<&str>) -> Type {
    match format {
        Some("date-time" | "datetime") => return Type::DateTime,
        Some("date") => return Type::Date,
        Some("byte" | "binary" | "base64") => return Type::Bytes,
        _ => {}
    }
    match (encoding, media_type) {
        (Some(encoding), _) if is_of_bytes(encoding) => Type::Bytes,
        (None, Some("application/octet-stream")) => Type::Bytes,
        _ => Type::Text,
    }
}

/// Whether a `contentEncoding` is for any bytes: `base64`, or `binary` for those that stand there as they are.
fn is_of_bytes(encoding: &str) -> bool {
    ["base64", "binary"]
        .iter()
        .any(|other| encoding.eq_ignore_ascii_case(other))
}

/// The type for an integer with a format; `None` if the format does not say.
pub(super) fn integer(format: Option<&str>) -> Option<IntegerType> {
    Some(match format? {
        "int8" => IntegerType::I8,
        "int16" => IntegerType::I16,
        "int32" | "sint32" | "sfixed32" => IntegerType::I32,
        "int64" | "long" | "sint64" | "sfixed64" => IntegerType::I64,
        "uint8" => IntegerType::U8,
        "uint16" => IntegerType::U16,
        "uint32" | "fixed32" => IntegerType::U32,
        "uint64" | "uint" | "fixed64" => IntegerType::U64,
        _ => return None,
    })
}

/// The formats of texts that `runtime` checks.
const CHECKED: [&str; 7] = ["date-time", "date", "uuid", "ipv4", "ipv6", "email", "uri"];

/// Whether `validate` looks at texts of a format.
pub(crate) fn is_checked(format: &str) -> bool {
    CHECKED.contains(&format)
}

/// The types of which a format says something that is known: it decides about the Rust type, or is checked.
pub(crate) fn about(format: &str) -> JsonTypes {
    if integer(Some(format)).is_some() {
        JsonTypes::of(JsonType::Number)
    } else if is_checked(format) || text(Some(format), None, None) != Type::Text {
        JsonTypes::of(JsonType::String)
    } else {
        JsonTypes::NONE
    }
}

/// The least and the largest value that the format of an integer allows.
pub(crate) fn integer_range(format: &str) -> Option<(i128, i128)> {
    integer(Some(format)).map(IntegerType::range)
}

#[cfg(test)]
mod tests {
    use super::{CHECKED, integer_range};

    #[test]
    fn the_runtime_checks_what_is_said_to_be_checked() {
        let file = include_str!("../../../../runtime/src/validate/format.rs");
        let (_, arms) = file.split_once("fn fits(").expect("the function");
        let (arms, _) = arms.split_once("_ => true").expect("its last arm");
        let names = arms.lines().filter_map(|line| {
            let (name, _) = line.trim().strip_prefix('"')?.split_once('"')?;
            Some(name)
        });
        assert_eq!(names.collect::<Vec<_>>(), CHECKED);
    }

    #[test]
    fn the_runtime_knows_the_formats_of_integers() {
        let file = include_str!("../../../../runtime/src/validate/width.rs");
        let (_, arms) = file.split_once("fn range(").expect("the function");
        let (arms, _) = arms.split_once("_ => return None").expect("its last arm");
        let own = include_str!("format.rs");
        let (_, own) = own.split_once("fn integer(").expect("the function");
        let (own, _) = own.split_once("_ => return None").expect("its last arm");
        let names = |text: &'static str| text.split('"').skip(1).step_by(2);
        assert_eq!(
            names(arms).collect::<Vec<_>>(),
            names(own).collect::<Vec<_>>()
        );
        assert!(names(arms).all(|name| integer_range(name).is_some()));
    }
}
