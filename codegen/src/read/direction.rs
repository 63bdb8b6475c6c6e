//! Which way values of a type travel, and what follows from it for its members.

use std::collections::BTreeSet;

use crate::ir::{Api, Fact, Member, Operation, Output, Presence, Rest, Type, TypeId, TypeKind};

/// Which way something travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// In requests.
    Sent,
    /// In answers.
    Received,
}

/// Marks every type as sent, received or both: those that the inputs and answers of operations have, and `others`
/// (what webhooks and callbacks have), with everything in them. Then settles the presence of members:
///
/// - A member that may be absent and may be null keeps both apart where it can be sent, or where nothing else does:
///   a null is remembered among the members without a name if these are any JSON.
/// - A member that only the server sets (`readOnly`) is never asked for in a request, so in a type that can be
///   sent it may be left out; the same goes for one that is only sent (`writeOnly`) in a type that is received,
///   where validation asks for it.
pub(crate) fn mark(api: &mut Api, others: &[(TypeId, Way)]) {
    for way in [Way::Sent, Way::Received] {
        let mut roots = Vec::new();
        for operation in &api.operations {
            match way {
                Way::Sent => sent_by(operation, &mut roots),
                Way::Received => received_by(operation, &mut roots),
            }
        }
        roots.extend(
            others
                .iter()
                .filter(|(_, other)| *other == way)
                .map(|(id, _)| *id),
        );
        for id in reachable(api, roots) {
            if let Some(def) = api.types.get_mut(id.0 as usize) {
                match way {
                    Way::Sent => def.direction.sent = true,
                    Way::Received => def.direction.received = true,
                }
            }
        }
    }
    for def in &mut api.types {
        if let TypeKind::Model(model) = &mut def.kind {
            let (sent, received) = (def.direction.sent, def.direction.received);
            let needed = needed_when_sent(&mut model.members, sent, received);
            let remembers_null = matches!(model.rest, Rest::Any(..));
            for member in &mut model.members {
                settle(member, sent, received);
                if !sent && remembers_null {
                    join_nulls(member);
                }
            }
            if !needed.is_empty() {
                model.facts.push(Fact::Required(needed));
            }
        }
    }
}

/// The members that are never received and have to be there when a value is sent.
fn needed_when_sent(members: &mut [Member], sent: bool, received: bool) -> Vec<String> {
    let mut needed = Vec::new();
    for member in members {
        let required = matches!(member.presence, Presence::Required | Presence::Nullable);
        if sent && received && required && member.facts.contains(&Fact::WriteOnly) {
            let note = "It has to be there when it is sent.";
            member.docs.notes.push(note.to_owned());
            needed.push(member.wire.clone());
        }
    }
    needed
}

fn settle(member: &mut Member, sent: bool, received: bool) {
    let one_sided = (sent && member.facts.contains(&Fact::ReadOnly))
        || (received && member.facts.contains(&Fact::WriteOnly));
    if one_sided {
        member.presence = match member.presence {
            Presence::Required | Presence::Optional => Presence::Optional,
            Presence::Nullable | Presence::OptionalNullable => Presence::OptionalNullable,
        };
    }
}

/// Takes a null for the same as nothing.
fn join_nulls(member: &mut Member) {
    if member.presence == Presence::OptionalNullable {
        member.presence = Presence::Optional;
        member.facts.push(Fact::Nullable);
    }
}

/// The types in the inputs of an operation.
pub(super) fn sent_by(operation: &Operation, found: &mut Vec<TypeId>) {
    for input in &operation.inputs {
        named(&input.member.ty, found);
    }
}

/// The types in the answers to an operation.
pub(super) fn received_by(operation: &Operation, found: &mut Vec<TypeId>) {
    for response in &operation.responses {
        for (_, payload) in &response.content {
            named(&payload.ty, found);
        }
    }
    for header in &operation.headers {
        named(&header.member.ty, found);
    }
    match &operation.output {
        Output::Empty | Output::Bytes | Output::Text => {}
        Output::Value(payload) | Output::Stream(_, payload) => named(&payload.ty, found),
        Output::Page { item, info, .. } => {
            named(&item.ty, found);
            if let Some(info) = info {
                named(info, found);
            }
        }
        Output::OneOf(id) => found.push(*id),
    }
    if let Some(stream) = &operation.stream {
        named(&stream.item.ty, found);
    }
}

/// Everything that is in some types, themselves included, and what these are other names of.
pub(super) fn reachable(api: &Api, roots: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    let mut waiting = roots;
    while let Some(id) = waiting.pop() {
        if found.insert(id)
            && let Some(def) = api.types.get(id.0 as usize)
        {
            contained(&def.kind, &mut waiting);
            waiting.extend(def.same_as);
        }
    }
    found
}

/// The named types that a type has in it.
pub(super) fn contained(kind: &TypeKind, found: &mut Vec<TypeId>) {
    match kind {
        TypeKind::Model(model) => {
            for member in &model.members {
                named(&member.ty, found);
            }
            if let Rest::Typed(_, payload) = &model.rest {
                named(&payload.ty, found);
            }
        }
        TypeKind::Enum(_) | TypeKind::Newtype(_) => {}
        TypeKind::Union(union) => {
            for arm in &union.arms {
                named(&arm.payload.ty, found);
            }
        }
        TypeKind::Responses(arms) => {
            for payload in arms.iter().filter_map(|arm| arm.payload.as_ref()) {
                named(&payload.ty, found);
            }
        }
    }
}

/// The named type in a type.
pub(super) fn named(ty: &Type, found: &mut Vec<TypeId>) {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            named(inner, found)
        }
        Type::Named(id) => found.push(*id),
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
