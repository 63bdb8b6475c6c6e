//! What a type says itself, in a form in which chance is left out: where it stands, which types it names, and the
//! order of what the document has as an object.

use std::mem;

use serde_json::Value;

use crate::ir::{Docs, Fact, Literal, Member, Payload, Rest, Source, Type, TypeId, TypeKind};

/// What a type says itself, and the types that it names.
pub(super) fn of(kind: &TypeKind) -> (TypeKind, Vec<TypeId>) {
    let mut kind = kind.clone();
    let mut parts = Vec::new();
    match &mut kind {
        TypeKind::Model(model) => {
            model.members.sort_by(|a, b| a.wire.cmp(&b.wire));
            for member in &mut model.members {
                self::member(member, &mut parts);
            }
            match &mut model.rest {
                Rest::Any(_, values) => facts(values),
                Rest::Typed(_, values) => payload(values, &mut parts),
            }
            facts(&mut model.facts);
        }
        TypeKind::Enum(items) => items.variants.iter_mut().for_each(|variant| {
            literal(&mut variant.value);
            docs(&mut variant.docs);
        }),
        TypeKind::Union(union) => {
            for arm in &mut union.arms {
                payload(&mut arm.payload, &mut parts);
                docs(&mut arm.docs);
            }
            facts(&mut union.facts);
        }
        TypeKind::Newtype(_) => {}
        TypeKind::Responses(arms) => {
            for arm in arms {
                arm.payload
                    .iter_mut()
                    .for_each(|it| payload(it, &mut parts));
                docs(&mut arm.docs);
            }
        }
    }
    (kind, parts)
}

fn member(member: &mut Member, parts: &mut Vec<TypeId>) {
    member.source = Source(String::new());
    ty(&mut member.ty, parts);
    facts(&mut member.facts);
    docs(&mut member.docs);
}

fn payload(payload: &mut Payload, parts: &mut Vec<TypeId>) {
    ty(&mut payload.ty, parts);
    facts(&mut payload.facts);
}

/// Leaves open which type is named.
fn ty(ty: &mut Type, parts: &mut Vec<TypeId>) {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            self::ty(inner, parts);
        }
        Type::Named(id) => parts.push(mem::replace(id, TypeId(0))),
        Type::Bool
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::DateTime
        | Type::Date
        | Type::Bytes
        | Type::File
        | Type::Json => {}
    }
}

/// Orders facts, all of which hold whatever their order is.
fn facts(all: &mut [Fact]) {
    for fact in &mut *all {
        match fact {
            Fact::Items(facts)
            | Fact::Values(facts)
            | Fact::PropertyNames(facts)
            | Fact::Property(_, facts)
            | Fact::PatternProperties(_, facts)
            | Fact::Contains(facts, ..)
            | Fact::DependentSchemas(_, facts)
            | Fact::UnevaluatedProperties(facts)
            | Fact::UnevaluatedItems(facts)
            | Fact::Not(facts) => self::facts(facts),
            Fact::If(condition, then, otherwise) => {
                [condition, then, otherwise]
                    .into_iter()
                    .for_each(|it| self::facts(it));
            }
            Fact::PrefixItems(sets) | Fact::AllOf(sets) | Fact::AnyOf(sets) | Fact::OneOf(sets) => {
                sets.iter_mut().for_each(|set| self::facts(set));
            }
            Fact::Const(value) | Fact::Default(value) => literal(value),
            Fact::Enum(values) => values.iter_mut().for_each(literal),
            Fact::MinLength(_)
            | Fact::MaxLength(_)
            | Fact::Pattern(_)
            | Fact::Format(_)
            | Fact::Minimum(_)
            | Fact::Maximum(_)
            | Fact::ExclusiveMinimum(_)
            | Fact::ExclusiveMaximum(_)
            | Fact::MultipleOf(_)
            | Fact::MinItems(_)
            | Fact::MaxItems(_)
            | Fact::UniqueItems
            | Fact::MinProperties(_)
            | Fact::MaxProperties(_)
            | Fact::Nullable
            | Fact::ReadOnly
            | Fact::WriteOnly
            | Fact::Deprecated
            | Fact::ContentEncoding(_)
            | Fact::ContentMediaType(_)
            | Fact::Closed
            | Fact::Types(_)
            | Fact::Required(_)
            | Fact::DependentRequired(..) => {}
        }
    }
    all.sort_unstable();
}

fn literal(literal: &mut Literal) {
    if let Literal::Json(text) = literal {
        json(text);
    }
}

fn docs(docs: &mut Docs) {
    docs.examples.iter_mut().for_each(json);
}

/// Orders the members of the objects in JSON.
fn json(text: &mut String) {
    if text.contains('{')
        && let Ok(mut value) = serde_json::from_str::<Value>(text)
    {
        value.sort_all_objects();
        *text = value.to_string();
    }
}
