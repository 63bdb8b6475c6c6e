//! Facts of a schema, as sentences for readers and as rows of a table.
//!
//! **Invariant:** a fact is at most one sentence and at most one entry of a row, so that a changed limit
//! is a changed line of documentation and a changed line of a table.

use proc_macro2::{Literal as Token, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::markdown::code;
use crate::ir::{Docs, Fact, JsonType, Literal, Presence, Type};

/// The longest example that is shown.
const EXAMPLE: usize = 80;

/// What is known about a value, in sentences.
pub(crate) fn sentences(
    ty: &Type,
    presence: Option<Presence>,
    facts: &[Fact],
    docs: &Docs,
) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let null = matches!(
        presence,
        Some(Presence::Nullable | Presence::OptionalNullable)
    );
    if null && !facts.contains(&Fact::Nullable) {
        out.push("May be null.".to_owned());
    }
    for fact in facts {
        match fact {
            Fact::Format(format) if is_implied(ty, format) => {}
            Fact::Items(inside) => out.extend(each(&other("item", facts), inner(ty), inside)),
            Fact::Values(inside) => out.extend(each(&other("value", facts), inner(ty), inside)),
            Fact::PropertyNames(facts) => out.extend(each("key", &Type::Text, facts)),
            fact => out.extend(phrase(fact).map(sentence)),
        }
    }
    out.extend(example(docs));
    out
}

/// The example of a value, if it is short.
pub(crate) fn example(docs: &Docs) -> Option<String> {
    let json = docs.examples.first()?;
    let text = match serde_json::from_str::<String>(json) {
        Ok(text) => text,
        Err(_) => json.clone(),
    };
    let short = !text.is_empty() && text.chars().count() <= EXAMPLE && !text.contains(['\n', '\r']);
    short.then(|| format!("Example: {}.", code(&text)))
}

/// A part that the facts beside it do not describe.
fn other(part: &str, facts: &[Fact]) -> String {
    let describes =
        |fact: &Fact| matches!(fact, Fact::PrefixItems(_) | Fact::PatternProperties(..));
    if facts.iter().any(describes) {
        format!("other {part}")
    } else {
        part.to_owned()
    }
}

/// What is known about the parts of a value: a sentence for each kind of part.
fn each(part: &str, ty: &Type, facts: &[Fact]) -> Vec<String> {
    if *facts == [Fact::Not(Vec::new())] {
        return vec![format!("No {part}s.")];
    }
    let mut phrases = Vec::new();
    let mut deeper = Vec::new();
    for fact in facts {
        let of = |kind: &str| format!("{kind} of each {part}");
        match fact {
            Fact::Format(format) if is_implied(ty, format) => {}
            Fact::Items(facts) => deeper.extend(each(&of("item"), inner(ty), facts)),
            Fact::Values(facts) => deeper.extend(each(&of("value"), inner(ty), facts)),
            Fact::PropertyNames(facts) => deeper.extend(each(&of("key"), &Type::Text, facts)),
            fact => phrases.extend(phrase(fact)),
        }
    }
    let own = (!phrases.is_empty()).then(|| format!("Each {part}: {}.", phrases.join(", ")));
    own.into_iter().chain(deeper).collect()
}

fn inner(ty: &Type) -> &Type {
    match ty {
        Type::List(item) | Type::Map(item) => item,
        Type::Nullable(ty) | Type::Boxed(ty) => inner(ty),
        other => other,
    }
}

/// Whether the Rust type says already what the format says.
fn is_implied(ty: &Type, format: &str) -> bool {
    match ty {
        Type::DateTime => format == "date-time",
        Type::Date => format == "date",
        Type::Bytes | Type::File => matches!(format, "byte" | "binary"),
        // A newtype says of which width its integer is.
        Type::Integer(_) | Type::Named(_) => {
            format.starts_with("int") || format.starts_with("uint")
        }
        Type::Number => matches!(format, "float" | "double" | "number"),
        Type::Nullable(ty) | Type::Boxed(ty) => is_implied(ty, format),
        _ => false,
    }
}

fn sentence(phrase: String) -> String {
    let mut chars = phrase.chars();
    match chars.next() {
        Some(first) => format!("{}{}.", first.to_ascii_uppercase(), chars.as_str()),
        None => phrase,
    }
}

/// What a fact says, without a capital and a full stop.
fn phrase(fact: &Fact) -> Option<String> {
    Some(match fact {
        Fact::MinLength(n) => format!("at least {n} {}", plural(*n, "character")),
        Fact::MaxLength(n) => format!("at most {n} {}", plural(*n, "character")),
        Fact::Pattern(pattern) => format!("matches {}", code(pattern)),
        Fact::Format(format) => format!("format {}", code(format)),
        Fact::Minimum(limit) => format!("at least {}", value(limit)),
        Fact::Maximum(limit) => format!("at most {}", value(limit)),
        Fact::ExclusiveMinimum(limit) => format!("more than {}", value(limit)),
        Fact::ExclusiveMaximum(limit) => format!("less than {}", value(limit)),
        Fact::MultipleOf(factor) => format!("a multiple of {}", value(factor)),
        Fact::MinItems(n) => format!("at least {n} {}", plural(*n, "item")),
        Fact::MaxItems(n) => format!("at most {n} {}", plural(*n, "item")),
        Fact::UniqueItems => "no item twice".to_owned(),
        Fact::MinProperties(n) => format!("at least {n} {}", plural(*n, "member")),
        Fact::MaxProperties(n) => format!("at most {n} {}", plural(*n, "member")),
        Fact::Enum(values) => format!(
            "one of {}",
            values.iter().map(shown).collect::<Vec<_>>().join(", ")
        ),
        Fact::Const(value) => format!("always {}", shown(value)),
        Fact::Default(value) => format!("default: {}", shown(value)),
        Fact::Nullable => "may be null".to_owned(),
        Fact::ReadOnly => "read-only".to_owned(),
        Fact::WriteOnly => "write-only".to_owned(),
        Fact::Deprecated => "deprecated".to_owned(),
        Fact::ContentEncoding(encoding) => format!("encoded as {}", code(encoding)),
        Fact::ContentMediaType(media) => format!("holds {}", code(media)),
        Fact::Closed => "no other members".to_owned(),
        Fact::AnyOf(sets) => format!("either {}", sets_of(sets)?),
        Fact::OneOf(sets) => format!("exactly one of these holds: {}", sets_of(sets)?),
        Fact::Not(facts) => match facts.as_slice() {
            [Fact::Required(names)] => {
                let names: Vec<String> = names.iter().map(|name| code(name)).collect();
                format!("never has {}", names.join(" together with "))
            }
            [] => "no value is allowed".to_owned(),
            // A note shows the schema.
            _ => return None,
        },
        Fact::DependentRequired(name, names) => {
            let names: Vec<String> = names.iter().map(|name| code(name)).collect();
            format!(
                "if {} is given, {} is needed",
                code(name),
                names.join(" and ")
            )
        }
        // Notes say which members are needed, and show what is no simple constraint.
        Fact::Types(_)
        | Fact::Required(_)
        | Fact::Property(..)
        | Fact::PatternProperties(..)
        | Fact::PrefixItems(_)
        | Fact::Contains(..)
        | Fact::DependentSchemas(..)
        | Fact::UnevaluatedProperties(_)
        | Fact::UnevaluatedItems(_)
        | Fact::If(..)
        | Fact::AllOf(_) => return None,
        Fact::Items(_) | Fact::Values(_) | Fact::PropertyNames(_) => return None,
    })
}

/// Alternative facts in words; nothing if one of them is not said in words.
fn sets_of(sets: &[Vec<Fact>]) -> Option<String> {
    fn words(facts: &[Fact]) -> Option<String> {
        let within = |fact: &Fact| match fact {
            Fact::Not(facts) => match facts.as_slice() {
                [] => None,
                [Fact::Const(value)] => Some(format!("not {}", shown(value))),
                facts => Some(format!("not {}", words(facts)?)),
            },
            Fact::Types(types) => {
                let kinds: Vec<&str> = types.iter().map(|ty| kind(*ty)).collect();
                Some(kinds.join(" or "))
            }
            fact => phrase(fact),
        };
        let phrases: Option<Vec<String>> = facts.iter().map(within).collect();
        Some(phrases?.join(" and "))
    }
    let sets: Option<Vec<String>> = sets.iter().map(|set| words(set)).collect();
    Some(sets?.join(" or "))
}

/// A JSON type in words.
pub(super) const fn kind(ty: JsonType) -> &'static str {
    match ty {
        JsonType::Null => "null",
        JsonType::Boolean => "a boolean",
        JsonType::Integer => "an integer",
        JsonType::Number => "a number",
        JsonType::String => "a string",
        JsonType::Array => "an array",
        JsonType::Object => "an object",
    }
}

fn plural(n: u64, noun: &str) -> String {
    if n == 1 {
        noun.to_owned()
    } else {
        format!("{noun}s")
    }
}

/// A limit, as a number in a sentence.
fn value(literal: &Literal) -> String {
    match literal {
        Literal::Int(n) => n.to_string(),
        Literal::Float(n) => decimal(*n),
        other => shown(other),
    }
}

/// A number, with an exponent where its digits would be nothing but zeros or guesses.
fn decimal(value: f64) -> String {
    if value == 0.0 || (1e-7..1e17).contains(&value.abs()) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// A value, as code in a sentence.
pub(crate) fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Null => "`null`".to_owned(),
        Literal::Bool(value) => format!("`{value}`"),
        Literal::Int(n) => format!("`{n}`"),
        Literal::Float(n) => format!("`{}`", decimal(*n)),
        Literal::Text(text) | Literal::Json(text) => code(text),
    }
}

/// The facts as entries of a row, separated by commas.
pub(crate) fn row(facts: &[Fact]) -> TokenStream {
    let entries = facts.iter().map(entry);
    quote! { #(#entries),* }
}

fn entry(fact: &Fact) -> TokenStream {
    match fact {
        Fact::MinLength(n) => count("MinLength", *n),
        Fact::MaxLength(n) => count("MaxLength", *n),
        Fact::Pattern(pattern) => quote! { Pattern(#pattern) },
        Fact::Format(format) => quote! { Format(#format) },
        Fact::Minimum(limit) => literal("Minimum", limit),
        Fact::Maximum(limit) => literal("Maximum", limit),
        Fact::ExclusiveMinimum(limit) => literal("ExclusiveMinimum", limit),
        Fact::ExclusiveMaximum(limit) => literal("ExclusiveMaximum", limit),
        Fact::MultipleOf(factor) => literal("MultipleOf", factor),
        Fact::MinItems(n) => count("MinItems", *n),
        Fact::MaxItems(n) => count("MaxItems", *n),
        Fact::UniqueItems => quote! { UniqueItems },
        Fact::MinProperties(n) => count("MinProperties", *n),
        Fact::MaxProperties(n) => count("MaxProperties", *n),
        Fact::Enum(values) => {
            let values = literals(values);
            quote! { Enum(&[#values]) }
        }
        Fact::Const(value) => literal("Const", value),
        Fact::Default(value) => literal("Default", value),
        Fact::Items(facts) => nested("Items", facts),
        Fact::Values(facts) => nested("Values", facts),
        Fact::PropertyNames(facts) => nested("PropertyNames", facts),
        Fact::Nullable => quote! { Nullable },
        Fact::ReadOnly => quote! { ReadOnly },
        Fact::WriteOnly => quote! { WriteOnly },
        Fact::Deprecated => quote! { Deprecated },
        Fact::ContentEncoding(encoding) => quote! { ContentEncoding(#encoding) },
        Fact::ContentMediaType(media) => quote! { ContentMediaType(#media) },
        Fact::Closed => quote! { Closed },
        Fact::Types(types) => {
            let types = types.iter().map(|ty| json_type(*ty));
            quote! { Types(&[#(#types),*]) }
        }
        Fact::Required(names) => quote! { Required(&[#(#names),*]) },
        Fact::Property(member, facts) => of_name("Property", member, facts),
        Fact::PatternProperties(pattern, facts) => of_name("PatternProperties", pattern, facts),
        Fact::PrefixItems(sets) => combination("PrefixItems", sets),
        Fact::Contains(facts, least, most) => {
            let (facts, least) = (row(facts), Token::u64_unsuffixed(*least));
            let most = most.map(Token::u64_unsuffixed);
            let most = most.map_or_else(|| quote! { None }, |most| quote! { Some(#most) });
            quote! { Contains(&[#facts], #least, #most) }
        }
        Fact::DependentRequired(member, names) => {
            quote! { DependentRequired(#member, &[#(#names),*]) }
        }
        Fact::DependentSchemas(member, facts) => of_name("DependentSchemas", member, facts),
        Fact::UnevaluatedProperties(facts) => nested("UnevaluatedProperties", facts),
        Fact::UnevaluatedItems(facts) => nested("UnevaluatedItems", facts),
        Fact::If(condition, then, otherwise) => {
            let parts = [condition, then, otherwise].map(|facts| row(facts));
            let [condition, then, otherwise] = parts;
            quote! { If(&[#condition], &[#then], &[#otherwise]) }
        }
        Fact::AllOf(sets) => combination("AllOf", sets),
        Fact::AnyOf(sets) => combination("AnyOf", sets),
        Fact::OneOf(sets) => combination("OneOf", sets),
        Fact::Not(facts) => nested("Not", facts),
    }
}

fn name(name: &str) -> proc_macro2::Ident {
    proc_macro2::Ident::new(name, proc_macro2::Span::call_site())
}

fn count(fact: &str, n: u64) -> TokenStream {
    let (fact, n) = (name(fact), Token::u64_unsuffixed(n));
    quote! { #fact(#n) }
}

fn literal(fact: &str, value: &Literal) -> TokenStream {
    let (fact, value) = (name(fact), LiteralTokens(value));
    quote! { #fact(#value) }
}

fn nested(fact: &str, facts: &[Fact]) -> TokenStream {
    let (fact, facts) = (name(fact), row(facts));
    quote! { #fact(&[#facts]) }
}

fn of_name(fact: &str, of: &str, facts: &[Fact]) -> TokenStream {
    let (fact, facts) = (name(fact), row(facts));
    quote! { #fact(#of, &[#facts]) }
}

/// A type of JSON Schema.
pub(crate) fn json_type(ty: JsonType) -> TokenStream {
    let ty = name(match ty {
        JsonType::Null => "Null",
        JsonType::Boolean => "Boolean",
        JsonType::Integer => "Integer",
        JsonType::Number => "Number",
        JsonType::String => "String",
        JsonType::Array => "Array",
        JsonType::Object => "Object",
    });
    quote! { JsonType::#ty }
}

fn combination(fact: &str, sets: &[Vec<Fact>]) -> TokenStream {
    let fact = name(fact);
    let sets = sets.iter().map(|set| {
        let facts = row(set);
        quote! { &[#facts] }
    });
    quote! { #fact(&[#(#sets),*]) }
}

/// Values separated by commas.
pub(crate) fn literals(values: &[Literal]) -> TokenStream {
    let values = values.iter().map(LiteralTokens);
    quote! { #(#values),* }
}

/// A value as an expression of type `runtime::model::Literal`.
pub(crate) struct LiteralTokens<'a>(pub(crate) &'a Literal);

impl ToTokens for LiteralTokens<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self.0 {
            Literal::Null => quote! { Null },
            Literal::Bool(value) => quote! { Bool(#value) },
            Literal::Int(n) => {
                let n = integer(*n);
                quote! { Int(#n) }
            }
            Literal::Float(n) => {
                let n = float(*n);
                quote! { Float(#n) }
            }
            Literal::Text(text) => quote! { Text(#text) },
            Literal::Json(json) => quote! { Json(#json) },
        });
    }
}

/// An integer, whose sign is a token of its own.
pub(crate) fn integer(n: i128) -> TokenStream {
    signed(n < 0, Token::u128_unsuffixed(n.unsigned_abs()))
}

fn float(n: f64) -> TokenStream {
    let size = n.abs();
    let plain = size == 0.0 || (1e-6..1e16).contains(&size);
    // A float that is written in full may have three hundred digits.
    let token = match format!("{size:e}").parse::<Token>() {
        Ok(token) if !plain && size.is_finite() => token,
        _ if size.is_finite() => Token::f64_unsuffixed(size),
        _ => Token::f64_unsuffixed(f64::MAX),
    };
    signed(n.is_sign_negative() && size != 0.0, token)
}

fn signed(negative: bool, token: Token) -> TokenStream {
    let sign = negative.then(|| TokenTree::Punct(Punct::new('-', Spacing::Alone)));
    sign.into_iter()
        .chain([TokenTree::Literal(token)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(facts: &[Fact]) -> String {
        sentences(&Type::Text, None, facts, &Docs::default()).join(" ")
    }

    #[test]
    fn long_numbers_have_an_exponent() {
        let shown = [0.0, 2.5, -1e16, 1e-7, 1e17, f64::MAX].map(decimal);
        let expected = [
            "0",
            "2.5",
            "-10000000000000000",
            "0.0000001",
            "1e17",
            "1.7976931348623157e308",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn facts_are_sentences() {
        assert_eq!(
            text(&[Fact::MaxLength(32), Fact::ReadOnly]),
            "At most 32 characters. Read-only."
        );
        assert_eq!(
            text(&[Fact::MinItems(1), Fact::Items(vec![Fact::MaxLength(120)])]),
            "At least 1 item. Each item: at most 120 characters."
        );
        let inner = vec![
            Fact::Nullable,
            Fact::Items(vec![Fact::MinLength(1), Fact::UniqueItems]),
        ];
        assert_eq!(
            text(&[Fact::Values(inner)]),
            "Each value: may be null. Each item of each value: at least 1 character, no item twice."
        );
        assert_eq!(
            text(&[
                Fact::Minimum(Literal::Int(1000)),
                Fact::Maximum(Literal::Float(2.5))
            ]),
            "At least 1000. At most 2.5."
        );
        assert_eq!(
            text(&[Fact::Pattern("^`a\n`$".into())]),
            "Matches ``^`a `$``."
        );
        assert_eq!(
            text(&[Fact::Enum(vec![Literal::Text("a".into()), Literal::Null])]),
            "One of `a`, `null`."
        );
    }

    #[test]
    fn what_the_type_says_is_not_repeated() {
        let docs = Docs {
            examples: vec!["\"2014-01-01T05:20:00Z\"".into()],
            ..Docs::default()
        };
        let facts = [Fact::Format("date-time".into()), Fact::ReadOnly];
        assert_eq!(
            sentences(&Type::DateTime, Some(Presence::Nullable), &facts, &docs),
            [
                "May be null.",
                "Read-only.",
                "Example: `2014-01-01T05:20:00Z`."
            ]
        );
    }

    #[test]
    fn facts_are_entries_of_a_row() {
        let facts = [
            Fact::MaxLength(32),
            Fact::Minimum(Literal::Int(-5)),
            Fact::Maximum(Literal::Float(1e300)),
            Fact::Default(Literal::Float(-0.5)),
            Fact::Items(vec![Fact::Pattern("\"\u{202e}".into())]),
            Fact::Enum(vec![Literal::Text("a".into()), Literal::Json("[1]".into())]),
        ];
        let expected = quote! {
            MaxLength(32), Minimum(Int(-5)), Maximum(Float(1e300)), Default(Float(-0.5)),
            Items(&[Pattern("\"\u{202e}")]), Enum(&[Text("a"), Json("[1]")])
        };
        assert_eq!(row(&facts).to_string(), expected.to_string());
        assert!(!row(&facts).to_string().contains('\u{202e}'));
    }
}
