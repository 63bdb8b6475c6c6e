//! Answers to lints that an API provokes: it has operations with many inputs, deep types, and members that
//! are called like anything at all.
//!
//! **Invariant:** a lint is answered at the one item that it is about, with the reason.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Member, Presence, Type};

/// The most parameters that a function has before clippy asks why.
const MANY_PARAMETERS: usize = 7;

/// How complex a type may be to clippy, which counts ten for each part, times its depth.
const COMPLEX: usize = 250;

/// Names that clippy takes for placeholders.
const PLACEHOLDERS: [&str; 3] = ["foo", "baz", "quux"];

/// Methods that take one value and are called like one of a trait of the standard library.
const OPERATORS: [&str; 11] = [
    "add", "bitand", "bitor", "bitxor", "cmp", "div", "mul", "rem", "shl", "shr", "sub",
];

/// For a type that derives these traits.
pub(crate) fn derives(paths: &[String]) -> Option<TokenStream> {
    let hash = |path: &String| path.rsplit("::").next() == Some("Hash");
    paths.iter().any(hash).then(|| {
        quote! { #[expect(clippy::derived_hash_with_manual_eq, reason = "both are about all fields")] }
    })
}

/// For a function with a parameter for each of some members, and `others` besides.
pub(crate) fn parameters(members: &[&Member], others: usize) -> TokenStream {
    let many = (members.len() + others > MANY_PARAMETERS).then(|| {
        quote! { #[expect(clippy::too_many_arguments, reason = "the API requires all of them")] }
    });
    let placeholder = members
        .iter()
        .find_map(|member| named_like_placeholder(member));
    let complex = members
        .iter()
        .any(|member| is_complex(member))
        .then(complex);
    quote! { #many #placeholder #complex }
}

/// For the function `new` of a type.
pub(crate) fn constructor(name: &str) -> Option<TokenStream> {
    name.eq_ignore_ascii_case("new").then(|| {
        quote! { #[expect(clippy::self_named_constructors, reason = "the API calls the type so")] }
    })
}

/// For a setter.
pub(crate) fn setter(member: &Member) -> TokenStream {
    let operator = operator(member.name.as_str());
    let placeholder = named_like_placeholder(member);
    let complex = is_complex(member).then(complex);
    quote! { #operator #placeholder #complex }
}

/// For a field.
pub(crate) fn field(member: &Member) -> Option<TokenStream> {
    is_complex(member).then(complex)
}

/// For a variant or a field that holds a value of some type as it is.
pub(crate) fn value(ty: &Type) -> Option<TokenStream> {
    (score(ty, 1) > COMPLEX).then(complex)
}

/// For a constant that is about a value of some type.
pub(crate) fn constant(ty: &Type) -> Option<TokenStream> {
    (score(ty, 2) + 10 > COMPLEX).then(complex)
}

/// For a method that is called like one of a trait.
pub(crate) fn operator(name: &str) -> Option<TokenStream> {
    OPERATORS.contains(&name).then(|| {
        quote! { #[allow(clippy::should_implement_trait, reason = "the API calls it so")] }
    })
}

fn named_like_placeholder(member: &Member) -> Option<TokenStream> {
    PLACEHOLDERS.contains(&member.name.as_str()).then(|| {
        quote! { #[expect(clippy::disallowed_names, reason = "the API calls it so")] }
    })
}

fn is_complex(member: &Member) -> bool {
    let depth = match member.presence {
        Presence::Required => 1,
        Presence::Nullable | Presence::Optional | Presence::OptionalNullable => 2,
    };
    score(&member.ty, depth) + 10 * (depth - 1) > COMPLEX
}

/// What clippy counts for a type at some depth.
fn score(mut ty: &Type, mut depth: usize) -> usize {
    let mut score = 0;
    loop {
        score += 10 * depth;
        depth += 1;
        ty = match ty {
            Type::List(inner) | Type::Nullable(inner) | Type::Boxed(inner) => inner,
            Type::Map(value) => {
                score += 10 * depth;
                value
            }
            Type::Bool
            | Type::Integer(_)
            | Type::Number
            | Type::Text
            | Type::DateTime
            | Type::Date
            | Type::Bytes
            | Type::File
            | Type::Named(_)
            | Type::Json => return score,
        };
    }
}

fn complex() -> TokenStream {
    quote! { #[allow(clippy::type_complexity, reason = "the schema is as deep")] }
}
