//! Which keywords there are, and which of them say something about the shape of a value.

use crate::ir::JsonType;

use super::json_types::JsonTypes;

/// What is done with a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyword {
    /// It decides which Rust type a value has.
    Shape,
    /// It combines schemas.
    Combine,
    /// A constraint on values of these types.
    Constraint(JsonTypes),
    /// It tells people something; it never changes the type.
    Annotation,
    /// It is shown in the docs and not checked; a warning says so.
    Documented,
    /// It is about schemas, not about values.
    Structure,
    /// There is no such keyword.
    Unknown,
}

/// Classifies a keyword.
pub(crate) fn classify(keyword: &str) -> Keyword {
    const STRING: JsonTypes = JsonTypes::of(JsonType::String);
    const NUMBER: JsonTypes = JsonTypes::of(JsonType::Number);
    const ARRAY: JsonTypes = JsonTypes::of(JsonType::Array);
    const OBJECT: JsonTypes = JsonTypes::OBJECT;
    match keyword {
        "type"
        | "properties"
        | "required"
        | "items"
        | "prefixItems"
        | "additionalProperties"
        | "enum"
        | "const"
        | "patternProperties" => Keyword::Shape,
        "$ref" | "$dynamicRef" | "$recursiveRef" | "allOf" | "anyOf" | "oneOf" => Keyword::Combine,
        "minLength" | "maxLength" | "pattern" | "contentEncoding" | "contentMediaType" => {
            Keyword::Constraint(STRING)
        }
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            Keyword::Constraint(NUMBER)
        }
        "minItems" | "maxItems" | "uniqueItems" => Keyword::Constraint(ARRAY),
        "minProperties" | "maxProperties" | "propertyNames" => Keyword::Constraint(OBJECT),
        "format" | "title" | "description" | "default" | "example" | "examples" | "deprecated"
        | "readOnly" | "writeOnly" | "externalDocs" | "nullable" | "discriminator" | "xml"
        | "$comment" => Keyword::Annotation,
        "not"
        | "if"
        | "then"
        | "else"
        | "dependentRequired"
        | "dependentSchemas"
        | "dependencies"
        | "contains"
        | "minContains"
        | "maxContains"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema"
        | "additionalItems" => Keyword::Documented,
        "$id" | "id" | "$schema" | "$anchor" | "$dynamicAnchor" | "$recursiveAnchor"
        | "$vocabulary" | "$defs" | "definitions" => Keyword::Structure,
        other if other.starts_with("x-") || other.starts_with("X-") => Keyword::Structure,
        _ => Keyword::Unknown,
    }
}

/// Known keywords, for suggestions.
pub(crate) const KEYWORDS: &[&str] = &[
    "type",
    "properties",
    "required",
    "items",
    "prefixItems",
    "additionalProperties",
    "enum",
    "const",
    "patternProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "minLength",
    "maxLength",
    "pattern",
    "contentEncoding",
    "contentMediaType",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "format",
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "nullable",
    "discriminator",
    "not",
    "if",
    "then",
    "else",
    "dependentRequired",
    "dependentSchemas",
    "contains",
];

/// The types that a keyword speaks of: what a schema without `type` is about.
pub(crate) fn implied(keyword: &str) -> JsonTypes {
    match keyword {
        "properties"
        | "required"
        | "additionalProperties"
        | "patternProperties"
        | "minProperties"
        | "maxProperties"
        | "propertyNames" => JsonTypes::OBJECT,
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" => {
            JsonTypes::of(JsonType::Array)
        }
        "minLength" | "maxLength" | "pattern" | "contentEncoding" | "contentMediaType" => {
            JsonTypes::of(JsonType::String)
        }
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            JsonTypes::of(JsonType::Number)
        }
        _ => JsonTypes::NONE,
    }
}
