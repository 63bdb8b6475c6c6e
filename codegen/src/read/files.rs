//! Files: bytes that are a body, or parts of one, also as an alternative, have a name and a media type, which the
//! caller gives, and can be a stream.

use std::collections::BTreeSet;

use crate::ir::{
    Api, Direction, Fact, Location, MediaKind, Operation, Type, TypeDef, TypeId, TypeKind,
};

/// Makes files of the bytes in multipart bodies, and of bodies that are bytes. A model that is received as well
/// stays as it is: what comes as text has no name, and has to come back as it was.
pub(super) fn mark(api: &mut Api) {
    let (mut models, mut parts) = (BTreeSet::new(), BTreeSet::new());
    for operation in &mut api.operations {
        let kind = preferred(operation);
        for input in &mut operation.inputs {
            match (kind, &input.location, &input.member.ty) {
                (Some(MediaKind::Multipart), Location::Member, _)
                | (Some(MediaKind::Bytes), Location::Body, _) => {
                    parts.extend(name(&mut input.member.ty, &input.member.facts));
                }
                (Some(MediaKind::Multipart), Location::Body, Type::Named(id)) => {
                    models.insert(*id);
                }
                _ => {}
            }
        }
    }
    for (id, ty) in (0..).map(TypeId).zip(&mut api.types) {
        if models.contains(&id) {
            parts.extend(name_all(ty));
        }
    }
    for (id, ty) in (0..).map(TypeId).zip(&mut api.types) {
        if parts.contains(&id) {
            name_alternatives(ty);
        }
    }
}

/// How the body is sent; `None` if there is none.
fn preferred(operation: &Operation) -> Option<MediaKind> {
    let body = operation.body.as_ref()?;
    body.media.first().map(|media| media.kind)
}

/// Makes files of the bytes among the members of a model. Returns the types of its other members.
fn name_all(ty: &mut TypeDef) -> Vec<TypeId> {
    match (&mut ty.kind, ty.direction) {
        (
            TypeKind::Model(model),
            Direction {
                received: false, ..
            },
        ) => {
            let members = model.members.iter_mut();
            members
                .filter_map(|member| name(&mut member.ty, &member.facts))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Makes files of the bytes among the alternatives of a part.
fn name_alternatives(ty: &mut TypeDef) {
    if let (
        TypeKind::Union(union),
        Direction {
            received: false, ..
        },
    ) = (&mut ty.kind, ty.direction)
    {
        for arm in &mut union.arms {
            name(&mut arm.payload.ty, &arm.payload.facts);
        }
    }
}

/// Whether bytes are text in Base64, also in a part.
fn is_encoded(facts: &[Fact]) -> bool {
    facts.iter().any(|fact| match fact {
        Fact::Format(format) => matches!(format.as_str(), "byte" | "base64"),
        Fact::ContentEncoding(encoding) => encoding.eq_ignore_ascii_case("base64"),
        Fact::Items(facts) => is_encoded(facts),
        _ => false,
    })
}

/// Makes a file of bytes, also of those in a list. Returns the type if it is one with a name.
fn name(mut ty: &mut Type, facts: &[Fact]) -> Option<TypeId> {
    while let Type::List(inner) | Type::Nullable(inner) | Type::Boxed(inner) = ty {
        ty = inner;
    }
    if *ty == Type::Bytes && !is_encoded(facts) {
        *ty = Type::File;
    }
    match ty {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}
