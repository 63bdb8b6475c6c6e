//! Conversions: alternatives whose values become one of their union by themselves.

use std::collections::HashMap;

use crate::ir::{Api, Type, TypeDef, TypeId, TypeKind};

/// Marks the alternatives of unions that callers send, if their type is that of no other one. Two conversions from one
/// Rust type would be one too many, and every type is converted from itself already.
pub(super) fn mark(api: &mut Api) {
    let types = &api.types;
    let marks: Vec<Vec<bool>> = (0..)
        .map(TypeId)
        .zip(types)
        .map(|(id, def)| of(id, def, types))
        .collect();
    for (def, marks) in api.types.iter_mut().zip(marks) {
        if let TypeKind::Union(union) = &mut def.kind {
            for (arm, converts) in union.arms.iter_mut().zip(marks) {
                arm.converts = converts;
            }
        }
    }
}

/// For each alternative of a union whether its values are converted.
fn of(id: TypeId, def: &TypeDef, types: &[TypeDef]) -> Vec<bool> {
    let TypeKind::Union(union) = &def.kind else {
        return Vec::new();
    };
    if !def.direction.sent || def.same_as.is_some() {
        return Vec::new();
    }
    let sources = union.arms.iter().map(|arm| source(&arm.payload.ty, types));
    let sources: Vec<Option<Type>> = sources.collect();
    let mut uses: HashMap<&Type, usize> = HashMap::new();
    for source in sources.iter().flatten() {
        *uses.entry(source).or_default() += 1;
    }
    let is_only = |source: &Type| uses.get(source) == Some(&1) && *source != Type::Named(id);
    sources
        .iter()
        .map(|source| source.as_ref().is_some_and(is_only))
        .collect()
}

/// What a value is converted from; `None` if it says nothing about what it is.
fn source(ty: &Type, types: &[TypeDef]) -> Option<Type> {
    match itself(ty, types) {
        Type::Json | Type::Nullable(_) => None,
        Type::Boxed(inner) => Some(*inner),
        ty => Some(ty),
    }
}

/// A type with the types in it by the names under which they are defined.
fn itself(ty: &Type, types: &[TypeDef]) -> Type {
    let inner = |inner: &Type| Box::new(itself(inner, types));
    match ty {
        Type::Named(id) => {
            let same = types.get(id.0 as usize).and_then(|def| def.same_as);
            Type::Named(same.unwrap_or(*id))
        }
        Type::List(item) => Type::List(inner(item)),
        Type::Map(value) => Type::Map(inner(value)),
        Type::Nullable(ty) => Type::Nullable(inner(ty)),
        Type::Boxed(ty) => Type::Boxed(inner(ty)),
        other => other.clone(),
    }
}
