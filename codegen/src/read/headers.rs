//! Headers of answers: the type of each, over all answers of an operation.

mod share;

use super::docs;
use super::media;
use super::names::Place;
use super::node::Node;
use super::parameters;
use super::responses::{Declared, word};
use super::types::{Required, Types};
use crate::diagnostic::Diagnostics;
use crate::ir::{
    Api, Header, HeaderForm, Member, Presence, Rest, Source, StatusPattern, Type, TypeDef, TypeKind,
};

pub(super) use self::share::share;

/// What one answer says of a header.
struct Described {
    member: Member,
    form: HeaderForm,
    /// Where it says so, if that is a place of its own.
    shared: Option<Source>,
    status: StatusPattern,
    success: bool,
}

/// Reads the headers of the answers of an operation, each once.
///
/// What answers of success say of a header counts, and where there are none, what the others say. If they
/// contradict each other, it is text.
pub(super) fn read<'d>(
    declared: &[Declared<'d>],
    types: &mut Types<'d>,
    place: &Place<'_>,
    diagnostics: &Diagnostics,
) -> Vec<Header> {
    let main = super::responses::main(declared);
    let mut reading = Reading { types, diagnostics };
    let mut all: Vec<Vec<Described>> = Vec::new();
    for one in declared {
        let word = word(one, Some(one.status) == main);
        let entries = one.node.get("headers").into_iter().flat_map(Node::entries);
        // The specification says that this one is described by `content`.
        for (name, reference) in
            entries.filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
        {
            let Some((member, form)) = reading.header(name, reference, &place.word(&word)) else {
                continue;
            };
            let described = Described {
                member,
                form,
                shared: share::place(reference, diagnostics),
                status: one.status,
                success: one.success,
            };
            match all.iter_mut().find(|others| is_called(others, name)) {
                Some(others) => others.push(described),
                None => all.push(vec![described]),
            }
        }
    }
    all.into_iter().filter_map(merged).collect()
}

fn is_called(described: &[Described], name: &str) -> bool {
    described
        .first()
        .is_some_and(|one| one.member.wire.eq_ignore_ascii_case(name))
}

/// One header of what several answers say of it.
fn merged(described: Vec<Described>) -> Option<Header> {
    let success = described.iter().any(|one| one.success);
    let always = described
        .iter()
        .all(|one| one.member.presence == Presence::Required);
    let mut statuses: Vec<StatusPattern> = described.iter().map(|one| one.status).collect();
    statuses.dedup();
    let mut meant = described.into_iter().filter(|one| one.success == success);
    let first = meant.next()?;
    let mut header = Header {
        member: first.member,
        form: first.form,
        statuses,
        shared: first.shared,
    };
    header.member.presence = if always {
        Presence::Required
    } else {
        Presence::Optional
    };
    for other in meant {
        header
            .shared
            .take_if(|place| other.shared.as_ref() != Some(place));
        if other.member.ty != header.member.ty || other.form != header.form {
            make_text(&mut header);
        }
        header.member.deprecated &= other.member.deprecated;
    }
    Some(header)
}

/// Gives the header as it comes.
fn make_text(header: &mut Header) {
    header.member.ty = Type::Text;
    header.member.facts.clear();
    header.form = HeaderForm::Simple;
}

struct Reading<'r, 'd> {
    types: &'r mut Types<'d>,
    diagnostics: &'r Diagnostics,
}

impl<'d> Reading<'_, 'd> {
    fn header(
        &mut self,
        name: &str,
        reference: Node<'d>,
        place: &Place<'_>,
    ) -> Option<(Member, HeaderForm)> {
        let header = self.diagnostics.ok(reference.target())?;
        let required = header.get("required").and_then(Node::as_bool) == Some(true);
        let required = if required {
            Required::Yes
        } else {
            Required::No
        };
        let content = header
            .get("content")
            .into_iter()
            .flat_map(Node::entries)
            .next();
        let form = match content {
            Some((media, _)) if media::is_json(media) => HeaderForm::Json,
            Some(_) => HeaderForm::Simple,
            None if header.get("explode").and_then(Node::as_bool) == Some(true) => {
                HeaderForm::Exploded
            }
            None => HeaderForm::Simple,
        };
        let schema = header
            .get("schema")
            .or_else(|| content?.1.get("schema"))
            .filter(|_| content.is_none() || form == HeaderForm::Json);
        let mut member = match schema {
            Some(schema) => self.types.member(schema, name, required, place),
            None => parameters::text_member(name, required, header.source()),
        };
        let own = docs::of_referred(reference, self.diagnostics);
        parameters::prefer(&mut member.docs, own);
        member.deprecated |= header.get("deprecated").and_then(Node::as_bool) == Some(true);
        let null = matches!(
            member.presence,
            Presence::Nullable | Presence::OptionalNullable
        );
        // Only JSON has a null.
        if null && form == HeaderForm::Json {
            member.ty = Type::Nullable(Box::new(member.ty));
        }
        if matches!(required, Required::Yes) {
            member.presence = Presence::Required;
        }
        Some((member, form))
    }
}

/// Makes text of the headers whose types the text of a header cannot hold, and settles how the others are written.
/// Runs when all types are known.
pub(super) fn settle(api: &mut Api) {
    let Api {
        operations, types, ..
    } = api;
    let headers = operations
        .iter_mut()
        .flat_map(|operation| &mut operation.headers);
    for header in headers.filter(|header| header.form != HeaderForm::Json) {
        match hold(&header.member.ty, types) {
            Some(Held::One | Held::List) => header.form = HeaderForm::Simple,
            Some(Held::Object) => {}
            None => make_text(header),
        }
    }
}

/// What the text of a header holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    /// One value.
    One,
    /// Values with commas between them.
    List,
    /// Names and values with commas between them.
    Object,
}

/// What text of a header holds a value of some type; `None` if none does.
fn hold(ty: &Type, types: &[TypeDef]) -> Option<Held> {
    match ty {
        Type::Bool
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::DateTime
        | Type::Date
        | Type::Bytes => Some(Held::One),
        Type::Nullable(inner) | Type::Boxed(inner) => hold(inner, types),
        Type::List(item) => is_single(item, types).then_some(Held::List),
        Type::Map(value) => is_single(value, types).then_some(Held::Object),
        Type::Named(id) => match &types.get(id.0 as usize)?.kind {
            TypeKind::Enum(_) | TypeKind::Newtype(_) => Some(Held::One),
            TypeKind::Model(model) => {
                let mut members = model.members.iter().map(|member| &member.ty);
                let rest = match &model.rest {
                    Rest::Any(..) => true,
                    Rest::Typed(_, payload) => is_single(&payload.ty, types),
                };
                let all = rest && members.all(|ty| is_single(ty, types));
                all.then_some(Held::Object)
            }
            TypeKind::Union(_) | TypeKind::Responses(_) => None,
        },
        // Text that may be anything is text.
        Type::File | Type::Json => None,
    }
}

/// Whether a value of some type is one text without parts.
fn is_single(ty: &Type, types: &[TypeDef]) -> bool {
    match ty {
        Type::Nullable(inner) | Type::Boxed(inner) => is_single(inner, types),
        Type::Named(id) => types
            .get(id.0 as usize)
            .is_some_and(|def| matches!(def.kind, TypeKind::Enum(_) | TypeKind::Newtype(_))),
        Type::List(_) | Type::Map(_) => false,
        _ => hold(ty, types) == Some(Held::One),
    }
}
