//! Files: bytes that are parts of a body have a name and a media type, which the caller gives.

use std::collections::BTreeSet;

use crate::ir::{
    Api, Direction, Location, MediaKind, Member, Operation, Type, TypeDef, TypeId, TypeKind,
};

/// Makes files of the bytes in multipart bodies. A model that is received as well stays as it is: what comes as text
/// has no name, and has to come back as it was.
pub(super) fn mark(api: &mut Api) {
    let mut models = BTreeSet::new();
    for operation in api.operations.iter_mut().filter(|one| in_parts(one)) {
        for input in &mut operation.inputs {
            match (&input.location, &input.member.ty) {
                (Location::Member, _) => name(&mut input.member),
                (Location::Body, Type::Named(id)) => drop(models.insert(*id)),
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

/// Whether the body is sent in parts.
fn in_parts(operation: &Operation) -> bool {
    let preferred = operation.body.as_ref().and_then(|body| body.media.first());
    preferred.is_some_and(|media| media.kind == MediaKind::Multipart)
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

fn name(member: &mut Member) {
    let mut ty = &mut member.ty;
    while let Type::List(inner) | Type::Nullable(inner) | Type::Boxed(inner) = ty {
        ty = inner;
    }
    if *ty == Type::Bytes {
        *ty = Type::File;
    }
}
