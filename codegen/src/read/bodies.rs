//! Bodies of requests: their media types, and whether the caller gives their members or the whole.

use super::media::{self, Described};
use super::names::Place;
use super::node::Node;
use super::paths::{Found, wrong_kind};
use super::schema::Schema;
use super::types::{Members, Required, Types};
use super::{docs, encodings, names};
use crate::config::BodyStyle;
use crate::diagnostic::Diagnostics;
use crate::ir::{Body, Docs, Fact, Input, Location, Media, MediaKind, Member, Presence, Type};

/// A body with the inputs that it is made from.
#[derive(Debug)]
pub(super) struct Read {
    /// What goes into the IR.
    pub(super) body: Body,
    /// Its members, or the whole.
    pub(super) inputs: Vec<Input>,
    /// What else is to be said of it.
    pub(super) notes: Vec<String>,
}

/// A body as it stands in the document.
#[derive(Clone, Debug)]
pub(super) struct Declared<'d> {
    /// The Request Body Object.
    node: Node<'d>,
    /// What is said of it.
    description: Option<String>,
    /// Media types whose values have one type, the preferred one first; never empty.
    media: Vec<Described<'d>>,
    /// What this one is called in names, if there is a preferred one with another type.
    pub(super) word: Option<String>,
}

impl<'d> Declared<'d> {
    /// The schema of the preferred media type.
    pub(super) fn schema(&self) -> Option<Schema<'d>> {
        self.media.first()?.schema.clone()
    }

    /// The same, if it is sent as JSON or as a form: what asks for a page can be a member of it.
    pub(super) fn may_ask(&self) -> Option<Schema<'d>> {
        let kind = self.media.first()?.media.kind;
        let has_members = matches!(kind, MediaKind::Json | MediaKind::Form);
        self.schema().filter(|_| has_members)
    }
}

/// The bodies that an operation takes, one for each type that a body can have, the preferred one first.
pub(super) fn declared<'d>(
    found: &Found<'d>,
    types: &Types<'d>,
    diagnostics: &Diagnostics,
) -> Vec<Declared<'d>> {
    let Some(reference) = found.node.get("requestBody") else {
        return Vec::new();
    };
    let Some(node) = diagnostics.ok(reference.target()) else {
        return Vec::new();
    };
    if !node.is_object() {
        diagnostics.push(wrong_kind(node, "`requestBody`", "an object"));
        return Vec::new();
    }
    let description = docs::of_referred(reference, diagnostics).description;
    let mut bodies: Vec<Declared<'d>> = Vec::new();
    for described in media::described(node, types, diagnostics) {
        let like = |body: &&mut Declared<'d>| {
            body.media
                .first()
                .is_some_and(|first| described.is_like(first))
        };
        match bodies.iter_mut().find(like) {
            Some(body) => body.media.push(described),
            None => {
                let word = (!bodies.is_empty()).then(|| media::word(&described.media));
                bodies.push(Declared {
                    node,
                    description: description.clone(),
                    media: vec![described],
                    word,
                });
            }
        }
    }
    if bodies.is_empty() {
        diagnostics.push(
            node.warning("empty-content", "this body has no media type")
                .help("it is left out"),
        );
    }
    bodies
}

/// Reads a body.
pub(super) fn read<'d>(
    declared: &Declared<'d>,
    style: Option<BodyStyle>,
    types: &mut Types<'d>,
    place: &Place<'_>,
    diagnostics: &Diagnostics,
) -> Option<Read> {
    let node = declared.node;
    let required = node.get("required").and_then(Node::as_bool) == Some(true);
    let preferred = declared.media.first()?;
    let input = |location, member| Input { location, member };
    let mut facts = Vec::new();
    let mut notes = Vec::new();
    let inputs = match members(preferred, required, style, types, place) {
        Some(members) => {
            facts = members.facts;
            notes.extend(declared.description.clone());
            notes.extend(members.notes);
            let inputs = members.list.into_iter();
            inputs
                .map(|member| input(Location::Member, member))
                .collect()
        }
        None => {
            let member = whole(preferred, declared, required, types, place);
            vec![input(Location::Body, member)]
        }
    };
    let encodings = declared
        .media
        .iter()
        .flat_map(|one| encodings::of(one.node, one.schema.as_ref(), types, diagnostics))
        .collect();
    let media = declared
        .media
        .iter()
        .map(|one| request_media(&one.media))
        .collect();
    Some(Read {
        body: Body {
            media,
            required,
            facts,
            encodings,
        },
        inputs,
        notes,
    })
}

/// A range is no name of a media type.
fn request_media(media: &Media) -> Media {
    Media {
        name: media::content_type(&media.name, media.kind),
        kind: media.kind,
    }
}

/// The members that the caller gives one by one: those of an object that has no name of its own. An optional body
/// stays whole if one of its members is required, because it could not be left out otherwise.
fn members<'d>(
    preferred: &Described<'d>,
    required: bool,
    style: Option<BodyStyle>,
    types: &mut Types<'d>,
    place: &Place<'_>,
) -> Option<Members> {
    let structured = matches!(
        preferred.media.kind,
        MediaKind::Json | MediaKind::Form | MediaKind::Multipart
    );
    let schema = preferred.schema.clone().filter(|_| structured)?;
    match style {
        Some(BodyStyle::Whole) => return None,
        Some(BodyStyle::Members) => {}
        None if types.anchor(&schema) != schema.node() => return None,
        None => {}
    }
    let combined = types.combined(&schema);
    let needed = combined
        .properties
        .keys()
        .any(|name| combined.requires(name));
    if !required && needed && style.is_none() {
        return None;
    }
    let mut members = types.members(schema, place)?;
    for member in &mut members.list {
        relax(member);
    }
    Some(members)
}

/// What only the server sets need not be given.
fn relax(member: &mut Member) {
    if !member.facts.contains(&Fact::ReadOnly) {
        return;
    }
    member.presence = match member.presence {
        Presence::Required => Presence::Optional,
        Presence::Nullable => Presence::OptionalNullable,
        other => other,
    };
}

/// The body as one input.
fn whole<'d>(
    preferred: &Described<'d>,
    declared: &Declared<'d>,
    required: bool,
    types: &mut Types<'d>,
    place: &Place<'_>,
) -> Member {
    let node = declared.node;
    let presence = if required {
        Required::Yes
    } else {
        Required::No
    };
    let mut member = match (&preferred.schema, preferred.media.kind) {
        (Some(schema), MediaKind::JsonLines) => lines(schema, node, presence, types, place),
        (Some(schema), _) => types.member(schema.clone(), "body", presence, place),
        (None, kind) => plain(kind, node, presence),
    };
    match preferred.media.kind {
        MediaKind::Text | MediaKind::EventStream => member.ty = Type::Text,
        MediaKind::Bytes => member.ty = Type::Bytes,
        MediaKind::Json | MediaKind::Form | MediaKind::Multipart | MediaKind::JsonLines => {}
    }
    if declared.description.is_some() {
        member.docs.description.clone_from(&declared.description);
    }
    if preferred.media.kind == MediaKind::Bytes && preferred.media.name.starts_with("multipart/") {
        member.docs.notes.push(
            "The parts as they are sent; the media type of the file says what is between them: \
             `multipart/form-data; boundary=...`."
                .to_owned(),
        );
    }
    member
}

/// A list of values, one for each line.
fn lines<'d>(
    schema: &Schema<'d>,
    node: Node<'d>,
    required: Required,
    types: &mut Types<'d>,
    place: &Place<'_>,
) -> Member {
    let items = types.items(schema).unwrap_or_else(|| schema.clone());
    let item = types.value(items, place.member("body").item());
    let mut member = plain(MediaKind::JsonLines, node, required);
    member.ty = Type::List(Box::new(item.ty));
    if !item.facts.is_empty() {
        member.facts.push(Fact::Items(item.facts));
    }
    member
}

/// A body without a schema.
fn plain(kind: MediaKind, node: Node<'_>, required: Required) -> Member {
    Member {
        name: names::pending(),
        wire: "body".to_owned(),
        docs: Docs::default(),
        presence: if matches!(required, Required::Yes) {
            Presence::Required
        } else {
            Presence::Optional
        },
        ty: match kind {
            MediaKind::Text | MediaKind::EventStream => Type::Text,
            MediaKind::Bytes => Type::Bytes,
            MediaKind::Json | MediaKind::Form | MediaKind::Multipart | MediaKind::JsonLines => {
                Type::Json
            }
        },
        facts: Vec::new(),
        source: node.source(),
        deprecated: false,
    }
}
