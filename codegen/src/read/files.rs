//! Files: bytes that are a body, or parts of one, have a name and a media type, which the caller gives, and
//! can be a stream.

use std::collections::BTreeSet;

use crate::ir::{
    Api, Direction, Fact, Location, MediaKind, Member, Operation, Type, TypeDef, TypeId, TypeKind,
};

/// Makes files of the bytes in multipart bodies, and of bodies that are bytes. A model that is received as well
/// stays as it is: what comes as text has no name, and has to come back as it was.
pub(super) fn mark(api: &mut Api) {
    let mut models = BTreeSet::new();
    for operation in &mut api.operations {
        let kind = preferred(operation);
        for input in &mut operation.inputs {
            match (kind, &input.location, &input.member.ty) {
                (Some(MediaKind::Multipart), Location::Member, _)
                | (Some(MediaKind::Bytes), Location::Body, _) => name(&mut input.member),
                (Some(MediaKind::Multipart), Location::Body, Type::Named(id)) => {
                    models.insert(*id);
                }
                _ => {}
            }
        }
    }
    for (id, ty) in (0..).map(TypeId).zip(&mut api.types) {
        if models.contains(&id) {
            name_all(ty);
        }
    }
}

/// How the body is sent; `None` if there is none.
fn preferred(operation: &Operation) -> Option<MediaKind> {
    let body = operation.body.as_ref()?;
    body.media.first().map(|media| media.kind)
}

fn name_all(ty: &mut TypeDef) {
    if let (
        TypeKind::Model(model),
        Direction {
            received: false, ..
        },
    ) = (&mut ty.kind, ty.direction)
    {
        model.members.iter_mut().for_each(name);
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

fn name(member: &mut Member) {
    let mut ty = &mut member.ty;
    while let Type::List(inner) | Type::Nullable(inner) | Type::Boxed(inner) = ty {
        ty = inner;
    }
    if *ty == Type::Bytes && !is_encoded(&member.facts) {
        *ty = Type::File;
    }
}
