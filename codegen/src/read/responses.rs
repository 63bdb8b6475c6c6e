//! Responses: what can come back, and what `send` returns of it.

use super::envelope::{self, Contents};
use super::media::{self, Described};
use super::names::Place;
use super::node::Node;
use super::paths::{Found, wrong_kind};
use super::schema::Schema;
use super::types::Types;
use super::{docs, names, status};
use crate::config::EnvelopeSettings;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{
    Direction, Docs, Fact, Home, Media, MediaKind, Output, Payload, Response, ResponseArm,
    StatusPattern, Stream, Type, TypeDef, TypeId, TypeKind,
};

/// What comes back from an operation.
#[derive(Debug)]
pub(super) struct Read {
    /// Everything that the document describes.
    pub(super) responses: Vec<Response>,
    /// What `send` returns.
    pub(super) output: Output,
    /// What comes as a stream instead.
    pub(super) stream: Option<Stream>,
    /// Whether answers of success are wrapped in the envelope.
    pub(super) enveloped: bool,
}

/// A response as it stands in the document.
#[derive(Clone, Debug)]
pub(super) struct Declared<'d> {
    /// When it applies.
    pub(super) status: StatusPattern,
    /// The Response Object.
    pub(super) node: Node<'d>,
    /// Where it is declared: a reference to it, or itself.
    reference: Node<'d>,
    /// Its media types, the preferred one first.
    pub(super) content: Vec<Described<'d>>,
    /// Whether it is an answer of success.
    pub(super) success: bool,
}

/// The responses of an operation, by status.
pub(super) fn declared<'d>(
    found: &Found<'d>,
    types: &Types<'d>,
    diagnostics: &Diagnostics,
) -> Vec<Declared<'d>> {
    let mut all: Vec<Declared<'d>> = Vec::new();
    let entries = found
        .node
        .get("responses")
        .into_iter()
        .flat_map(Node::entries);
    for (key, reference) in entries.filter(|(key, _)| !key.starts_with("x-")) {
        let Ok(status) = key.parse() else {
            diagnostics.push(unknown_status(key, reference));
            continue;
        };
        let Some(node) = diagnostics.ok(reference.target()) else {
            continue;
        };
        if !node.is_object() {
            diagnostics.push(wrong_kind(node, "a response", "an object"));
        }
        match all.iter().find(|other| other.status == status) {
            Some(other) => diagnostics.push(repeated_status(key, reference, other.node)),
            None => {
                let content = media::described(node, types, diagnostics);
                all.push(Declared {
                    status,
                    node,
                    reference,
                    content,
                    success: status::is_success(status),
                });
            }
        }
    }
    all.sort_by_key(|one| one.status);
    mark_default(&mut all);
    all
}

/// `default` is the answer of success too where no other one is.
fn mark_default(all: &mut [Declared<'_>]) {
    if all.iter().any(|one| one.success) {
        return;
    }
    if let Some(default) = all
        .iter_mut()
        .find(|one| one.status == StatusPattern::Default)
    {
        default.success = true;
    }
}

fn unknown_status(key: &str, node: Node<'_>) -> Diagnostic {
    Diagnostic::error(
        "unknown-status",
        format!("`{key}` is not a status of responses"),
    )
    .at(node.at().key())
    .help("write a status (`200`), a range (`4XX`) or `default`")
}

fn repeated_status(key: &str, node: Node<'_>, other: Node<'_>) -> Diagnostic {
    Diagnostic::warning(
        "duplicate-status",
        format!("the status `{key}` is there twice"),
    )
    .at(node.at().key())
    .related(other.at(), "the first one, which counts")
}

/// The schema of the payload of success: that of the preferred media type of the lowest status of success that
/// has a body.
pub(super) fn payload<'d>(declared: &[Declared<'d>]) -> Option<Schema<'d>> {
    let success = declared.iter().filter(|one| one.success);
    success
        .flat_map(|one| &one.content)
        .next()
        .and_then(|described| described.schema.clone())
}

/// Reads the responses of an operation. `paged` says that its pages can be walked through.
pub(super) fn read<'d>(
    declared: &[Declared<'d>],
    settings: Option<&EnvelopeSettings>,
    paged: bool,
    types: &mut Types<'d>,
    place: &Place<'_>,
    found: &Found<'d>,
    diagnostics: &Diagnostics,
) -> Read {
    let envelope = common_envelope(declared, settings, types);
    let mut reading = Reading {
        types,
        place,
        enveloped: envelope.is_some(),
        settings,
        diagnostics,
    };
    let main = main(declared);
    let mut responses = Vec::new();
    let mut answers = Answers::default();
    for one in declared {
        let response = reading.response(one, Some(one.status) == main);
        if one.success {
            answers.add(&response);
        }
        responses.push(response);
    }
    let info = envelope.and_then(|contents| contents.result_info);
    let enveloped = reading.enveloped;
    let redirects = declared
        .iter()
        .any(|one| matches!(one.status, StatusPattern::Code(300..=399)));
    let stream = answers.take_stream();
    let output = match answers.arms.as_slice() {
        [] if redirects && declared.iter().all(|one| !one.success) => Output::Bytes,
        [] => Output::Empty,
        [only] => reading.single(only, paged, info),
        _ => Output::OneOf(reading.one_of(answers.arms, found)),
    };
    Read {
        responses,
        output,
        stream,
        enveloped,
    }
}

/// The lowest status of success.
pub(super) fn main(declared: &[Declared<'_>]) -> Option<StatusPattern> {
    let success = declared.iter().filter(|one| one.success);
    success.map(|one| one.status).min()
}

/// The envelope of the answers of success, if all of those with JSON are wrapped in it: that of the first one.
fn common_envelope<'d>(
    declared: &[Declared<'d>],
    settings: Option<&EnvelopeSettings>,
    types: &Types<'d>,
) -> Option<Contents<'d>> {
    let success = declared
        .iter()
        .filter(|one| one.success)
        .flat_map(|one| &one.content);
    let json = success.filter(|described| described.media.kind == MediaKind::Json);
    let opened: Option<Vec<Contents<'d>>> = json
        .map(|described| envelope::open(described.schema.as_ref()?, settings, types))
        .collect();
    opened?.into_iter().next()
}

/// The first example of a JSON body.
fn example(declared: &Declared<'_>) -> Option<String> {
    let json = |described: &&Described<'_>| described.media.kind == MediaKind::Json;
    declared.content.iter().filter(json).find_map(|described| {
        let media = described.node;
        let several = media.get("examples").into_iter().flat_map(Node::entries);
        let mut values = several.filter_map(|(_, example)| docs::value(example.target().ok()?));
        let value = media.get("example").or_else(|| values.next())?;
        Some(value.to_json())
    })
}

/// What the responses of one operation have in common while they are read.
struct Reading<'r, 'd> {
    types: &'r mut Types<'d>,
    place: &'r Place<'r>,
    enveloped: bool,
    settings: Option<&'r EnvelopeSettings>,
    diagnostics: &'r Diagnostics,
}

impl<'d> Reading<'_, 'd> {
    fn response(&mut self, declared: &Declared<'d>, main: bool) -> Response {
        let word = word(declared, main);
        let node = declared.node;
        let mut content: Vec<(Media, Payload)> = Vec::new();
        let mut read: Vec<(&Described<'d>, Payload)> = Vec::new();
        for described in &declared.content {
            let same = read.iter().find(|(other, _)| {
                described.is_like(other) && described.media.kind == other.media.kind
            });
            let payload = match same {
                Some((_, payload)) => payload.clone(),
                None => self.payload(described, declared.success, &word, read.is_empty()),
            };
            content.push((described.media.clone(), payload.clone()));
            read.push((described, payload));
        }
        Response {
            status: declared.status,
            docs: docs::of_referred(declared.reference, self.diagnostics),
            content,
            example: example(declared),
            source: node.source(),
        }
    }

    /// The type of a body. Only the preferred media type is named after the response alone.
    fn payload(
        &mut self,
        described: &Described<'d>,
        success: bool,
        word: &str,
        preferred: bool,
    ) -> Payload {
        let kind = described.media.kind;
        let Some(schema) = &described.schema else {
            return plain(kind);
        };
        let response = self.place.word(word);
        let within = media::word(&described.media);
        let place = if preferred {
            response
        } else {
            response.word(&within)
        };
        match kind {
            MediaKind::Text => Payload {
                ty: Type::Text,
                ..self.types.value(schema.clone(), place).into_payload()
            },
            MediaKind::Bytes | MediaKind::Form | MediaKind::Multipart => plain(MediaKind::Bytes),
            MediaKind::EventStream | MediaKind::JsonLines => {
                let item = media::item(described, self.types).unwrap_or_else(|| schema.clone());
                let word = if kind == MediaKind::EventStream {
                    "Event"
                } else {
                    "Item"
                };
                self.types.value(item, self.place.word(word)).into_payload()
            }
            MediaKind::Json if success && self.enveloped => {
                let opened = envelope::open(schema, self.settings, self.types);
                let result = opened.map_or_else(|| schema.clone(), |contents| contents.result);
                self.types.value(result, place).into_payload()
            }
            MediaKind::Json => self.types.value(schema.clone(), place).into_payload(),
        }
    }

    /// What `send` returns where there is but one thing to return.
    fn single(&mut self, arm: &ResponseArm, paged: bool, info: Option<Schema<'d>>) -> Output {
        let (Some(media), Some(payload)) = (&arm.media, &arm.payload) else {
            return Output::Empty;
        };
        match media.kind {
            MediaKind::Text => Output::Text,
            MediaKind::Bytes | MediaKind::Form | MediaKind::Multipart => Output::Bytes,
            MediaKind::EventStream | MediaKind::JsonLines => {
                Output::Stream(media.kind, payload.clone())
            }
            MediaKind::Json if paged => self.page(payload, info),
            MediaKind::Json => Output::Value(payload.clone()),
        }
    }

    /// A page, if the payload is a list.
    fn page(&mut self, payload: &Payload, info: Option<Schema<'d>>) -> Output {
        let item = match &payload.ty {
            Type::List(item) => (**item).clone(),
            Type::Nullable(inner) => match &**inner {
                Type::List(item) => (**item).clone(),
                _ => return Output::Value(payload.clone()),
            },
            _ => return Output::Value(payload.clone()),
        };
        let facts = payload.facts.iter().find_map(|fact| match fact {
            Fact::Items(facts) => Some(facts.clone()),
            _ => None,
        });
        let place = self.place.word("Info");
        let info = info.map(|schema| self.types.value(schema, place).into_payload().ty);
        Output::Page {
            item: Payload {
                ty: item,
                facts: facts.unwrap_or_default(),
            },
            info,
        }
    }

    /// A type with a variant for each of several answers.
    fn one_of(&mut self, arms: Vec<ResponseArm>, found: &Found<'d>) -> TypeId {
        let source = found.node.get("responses").unwrap_or(found.node).source();
        let def = TypeDef {
            name: names::pending(),
            home: Home::Shared,
            docs: Docs::default(),
            source,
            direction: Direction {
                sent: false,
                received: true,
            },
            deprecated: false,
            kind: TypeKind::Responses(arms),
            derives: Vec::new(),
            same_as: None,
        };
        self.types.add(def, self.place.word("Output"))
    }
}

/// What a response is called in the names of its types.
pub(super) fn word(declared: &Declared<'_>, main: bool) -> String {
    match (declared.success, main) {
        (true, true) => "Response".to_owned(),
        (true, false) => format!("Response {}", declared.status),
        (false, _) => format!("Error {}", declared.status),
    }
}

/// The type of a body without a schema.
fn plain(kind: MediaKind) -> Payload {
    let ty = match kind {
        MediaKind::Text | MediaKind::EventStream => Type::Text,
        MediaKind::Bytes => Type::Bytes,
        MediaKind::Json | MediaKind::Form | MediaKind::Multipart | MediaKind::JsonLines => {
            Type::Json
        }
    };
    Payload {
        ty,
        facts: Vec::new(),
    }
}

/// The different answers of success.
#[derive(Debug, Default)]
struct Answers {
    arms: Vec<ResponseArm>,
}

impl Answers {
    /// Adds what a response can be, unless there is an answer like it already.
    fn add(&mut self, response: &Response) {
        if response.content.is_empty() {
            self.push(arm(response, None));
        }
        for (position, (media, payload)) in response.content.iter().enumerate() {
            // The same value in another format is what the preferred format stands for.
            let again = response
                .content
                .iter()
                .take(position)
                .any(|(other, value)| {
                    value == payload && comes_by_item(other) == comes_by_item(media)
                });
            if !again {
                self.push(arm(response, Some((media.clone(), payload.clone()))));
            }
        }
    }

    fn push(&mut self, arm: ResponseArm) {
        let same = |other: &ResponseArm| {
            let kind = |arm: &ResponseArm| arm.media.as_ref().map(|media| media.kind);
            other.payload == arm.payload && kind(other) == kind(&arm)
        };
        if !self.arms.iter().any(same) {
            self.arms.push(arm);
        }
    }

    /// Takes the stream out, where one value is an answer too.
    fn take_stream(&mut self) -> Option<Stream> {
        let streams = |arm: &ResponseArm| arm.media.as_ref().is_some_and(comes_by_item);
        let at = self
            .arms
            .iter()
            .position(streams)
            .filter(|_| self.arms.len() > 1)?;
        let arm = self.arms.remove(at);
        Some(Stream {
            media: arm.media?,
            item: arm.payload?,
        })
    }
}

/// Whether an answer is read item by item.
const fn comes_by_item(media: &Media) -> bool {
    matches!(media.kind, MediaKind::EventStream | MediaKind::JsonLines)
}

fn arm(response: &Response, body: Option<(Media, Payload)>) -> ResponseArm {
    let (media, payload) = body.unzip();
    ResponseArm {
        name: names::pending(),
        status: response.status,
        media,
        payload,
        docs: response.docs.clone(),
    }
}
