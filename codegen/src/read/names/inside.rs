//! Names inside of types and operations: of fields, variants, inputs and headers.

use std::collections::BTreeMap;

use super::place::{ArmName, Drafts};
use super::scope::{Wish, settle};
use super::words::{pascal, spelled_out};
use super::{Field, Reserved, UNKNOWN, fields, headers, inputs, is_pending, shared_headers};
use crate::ir::{
    Api, Header, Ident, Input, Location, Member, ResponseArm, Rest, Source, StatusPattern, Type,
    TypeId, TypeKind,
};

/// Names what is inside of the types and operations, all of which have their names already.
pub(super) fn assign(api: &mut Api, drafts: &Drafts) {
    for position in 0..api.types.len() {
        name_inside(api, drafts, position);
    }
    for operation in &mut api.operations {
        name_inputs(&mut operation.inputs);
        name_headers(&mut operation.headers);
    }
    name_shared_headers(api);
}

/// Names the fields or variants of a type.
fn name_inside(api: &mut Api, drafts: &Drafts, position: usize) {
    let id = TypeId(u32::try_from(position).unwrap_or(u32::MAX));
    let arms = arm_wishes(api, drafts, id);
    let Some(def) = api.types.get_mut(position) else {
        return;
    };
    match &mut def.kind {
        TypeKind::Model(model) => {
            let rest = name_members(&mut model.members);
            let (Rest::Any(name, _) | Rest::Typed(name, _)) = &mut model.rest;
            *name = rest;
        }
        TypeKind::Enum(_) | TypeKind::Newtype(_) => {}
        TypeKind::Union(union) => {
            let named = settle(arms, &|name| name == UNKNOWN, Reserved::Word("Value"));
            for (arm, named) in union
                .arms
                .iter_mut()
                .zip(named)
                .filter(|(arm, _)| is_pending(&arm.name))
            {
                arm.name = named.ident;
                arm.docs.notes.extend(named.note);
            }
            union.unknown = Ident(UNKNOWN.to_owned());
        }
        TypeKind::Responses(arms) => {
            let wishes = arms.iter().map(response_wish).collect();
            let named = settle(wishes, &|name| name == UNKNOWN, Reserved::Word("Value"));
            for (arm, named) in arms
                .iter_mut()
                .zip(named)
                .filter(|(arm, _)| is_pending(&arm.name))
            {
                arm.name = named.ident;
                arm.docs.notes.extend(named.note);
            }
        }
    }
}

fn name_members(members: &mut [Member]) -> Ident {
    let wires: Vec<&str> = members.iter().map(|member| member.wire.as_str()).collect();
    let (named, rest) = fields(&wires);
    for (member, named) in members
        .iter_mut()
        .zip(named)
        .filter(|(member, _)| is_pending(&member.name))
    {
        member.name = named.ident;
        member.docs.notes.extend(named.note);
    }
    rest
}

/// Names the headers that an operation has a constant for.
fn name_headers(all: &mut [Header]) {
    let mut own: Vec<&mut Member> = all
        .iter_mut()
        .filter(|header| header.shared.is_none())
        .map(|header| &mut header.member)
        .collect();
    let wires: Vec<&str> = own.iter().map(|member| member.wire.as_str()).collect();
    let named = headers(&wires);
    for (member, named) in own.iter_mut().zip(named) {
        member.name = named.ident;
        member.docs.notes.extend(named.note);
    }
}

/// Names the headers that the crate has a constant for, and tells the operations.
fn name_shared_headers(api: &mut Api) {
    let sources: Vec<&Source> = api.headers.iter().map(|header| &header.source).collect();
    let named = shared_headers(&sources);
    for (header, named) in api.headers.iter_mut().zip(named) {
        header.member.name = named.ident;
        header.member.docs.notes.extend(named.note);
    }
    let names: BTreeMap<&Source, &Ident> = api
        .headers
        .iter()
        .map(|header| (&header.source, &header.member.name))
        .collect();
    for header in api.operations.iter_mut().flat_map(|one| &mut one.headers) {
        if let Some(name) = header.shared.as_ref().and_then(|source| names.get(source)) {
            header.member.name.clone_from(name);
        }
    }
}

fn name_inputs(all: &mut [Input]) {
    let wishes: Vec<Field<'_>> = all
        .iter()
        .map(|input| {
            let (kind, rank) = match input.location {
                Location::Path(_) => ("path", 0),
                Location::Body => ("body", 1),
                Location::Member => ("member", 2),
                Location::Query(_) => ("query", 3),
                Location::Header(_) => ("header", 4),
                Location::Cookie(_) => ("cookie", 5),
                Location::QueryString(..) => ("query_string", 6),
            };
            Field {
                wire: &input.member.wire,
                kind,
                rank,
            }
        })
        .collect();
    let named = inputs(&wishes);
    for (input, named) in all
        .iter_mut()
        .zip(named)
        .filter(|(input, _)| is_pending(&input.member.name))
    {
        input.member.name = named.ident;
        input.member.docs.notes.extend(named.note);
    }
}

/// What the variants of a union want to be called.
fn arm_wishes(api: &Api, drafts: &Drafts, id: TypeId) -> Vec<Wish> {
    let Some(def) = api.types.get(id.0 as usize) else {
        return Vec::new();
    };
    let TypeKind::Union(union) = &def.kind else {
        return Vec::new();
    };
    let hints = drafts.arms.get(&id).map(Vec::as_slice).unwrap_or_default();
    union
        .arms
        .iter()
        .enumerate()
        .map(|(position, arm)| {
            let by_type = pascal(&type_words(api, &arm.payload.ty));
            let whole_type = pascal(&whole_type_words(api, &arm.payload.ty));
            let (identity, candidates, rank) = match hints.get(position) {
                Some(ArmName::Text(text)) => (
                    format!("{text} {whole_type}"),
                    vec![pascal(text), by_type, spelled_out(text), whole_type],
                    0,
                ),
                Some(ArmName::Type) | None => {
                    let own = own_part(&by_type, def.name.as_str());
                    // What another alternative is called in full is not for a part of this one's name.
                    let rank = u32::from(own.is_some());
                    let identity = whole_type.clone();
                    let candidates = own.into_iter().chain([by_type, whole_type]).collect();
                    (identity, candidates, rank)
                }
            };
            Wish {
                identity,
                candidates,
                rank,
                pinned: None,
            }
        })
        .collect()
}

/// What the name of a type says besides that of the union it is in: `Workflows` of `RepositoryRuleWorkflows` in
/// `RepositoryRule`, `Index` of `IndexExpression` in `Expression`.
fn own_part(name: &str, union: &str) -> Option<String> {
    let is_start = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_uppercase());
    let is_whole = |rest: &&str| rest.ends_with(|c: char| c.is_ascii_lowercase());
    let own = (name.strip_prefix(union).filter(is_start))
        .or_else(|| name.strip_suffix(union).filter(is_whole))?;
    (own != UNKNOWN).then(|| own.to_owned())
}

/// The words for a type in the name of a variant.
fn type_words(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Integer(_) => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Text => "text".to_owned(),
        Type::DateTime => "date time".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Bytes => "bytes".to_owned(),
        Type::File => "file".to_owned(),
        Type::List(_) => "list".to_owned(),
        Type::Map(_) => "map".to_owned(),
        Type::Nullable(inner) | Type::Boxed(inner) => type_words(api, inner),
        Type::Named(id) => api
            .types
            .get(id.0 as usize)
            .map_or_else(String::new, |def| def.name.to_string()),
        Type::Json => "json".to_owned(),
    }
}

/// The words for a type with those for what is in it: `list of text`.
fn whole_type_words(api: &Api, ty: &Type) -> String {
    match ty {
        Type::List(inner) | Type::Map(inner) => format!(
            "{} of {}",
            type_words(api, ty),
            whole_type_words(api, inner)
        ),
        Type::Nullable(inner) | Type::Boxed(inner) => whole_type_words(api, inner),
        _ => type_words(api, ty),
    }
}

fn response_wish(arm: &ResponseArm) -> Wish {
    let status = match arm.status {
        StatusPattern::Code(code) => {
            reason(code).map_or_else(|| format!("status {code}"), str::to_owned)
        }
        StatusPattern::Range(hundred) => format!("status {hundred}xx"),
        StatusPattern::Default => "default".to_owned(),
    };
    let media = arm.media.as_ref().map_or("empty", |media| {
        match media.name.split_once('/').unwrap_or(("", &media.name)) {
            ("*", _) => "any",
            (family, "*") => family,
            (_, sub) => sub,
        }
    });
    Wish {
        identity: format!(
            "{status} {}",
            arm.media.as_ref().map_or("", |media| media.name.as_str())
        ),
        candidates: vec![pascal(&status), pascal(&format!("{status} {media}"))],
        rank: 0,
        pinned: None,
    }
}

/// The reason phrase of a successful status, and of the most common others.
fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        207 => "multi status",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        304 => "not modified",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        409 => "conflict",
        410 => "gone",
        412 => "precondition failed",
        413 => "content too large",
        415 => "unsupported media type",
        422 => "unprocessable content",
        429 => "too many requests",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        _ => return None,
    })
}
