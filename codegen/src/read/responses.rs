//! Responses: what can come back, and what `send` returns of it.

use super::envelope;
use super::media::{self, Described, EventData};
use super::names::Place;
use super::node::Node;
use super::pagination::{self, Chosen};
use super::paths::{Found, wrong_kind};
use super::schema::Schema;
use super::types::Types;
use super::{docs, names, status, steps};
use crate::config::{EnvelopeSettings, Items, Wanted};
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
    /// Whether an answer of success is wrapped in the envelope.
    pub(super) enveloped: bool,
    /// Whether a redirect is the answer.
    pub(super) redirected: bool,
    /// The lists in the answer, if one of them has the items of a page, and it is not said which.
    pub(super) several_lists: Vec<String>,
    /// What callers should know of answers that are neither a success nor a failure.
    pub(super) notes: Vec<String>,
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
                let content = content(found, status, node, types, diagnostics);
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

/// The media types of a response, if HTTP allows a body there.
fn content<'d>(
    found: &Found<'d>,
    status: StatusPattern,
    node: Node<'d>,
    types: &Types<'d>,
    diagnostics: &Diagnostics,
) -> Vec<Described<'d>> {
    let of_head = found.method == "HEAD";
    if !of_head && !status::is_bodyless(status) {
        return media::described(node, types, diagnostics);
    }
    if let Some(content) = node.get("content").filter(|it| it.entries().len() > 0) {
        let what = if of_head {
            "an answer to HEAD".to_owned()
        } else {
            format!("an answer with the status {status}")
        };
        let message = format!("{what} has no body, so that its `content` is not read");
        let warning = content.warning("content-without-body", message);
        diagnostics.push_repeated(warning.help("only its status and its headers are read"));
    }
    Vec::new()
}

/// `default` is the answer of success too where no other one is, not even a redirect.
fn mark_default(all: &mut [Declared<'_>]) {
    if all.iter().any(|one| one.success) || is_redirected(all) {
        return;
    }
    if let Some(default) = all
        .iter_mut()
        .find(|one| one.status == StatusPattern::Default)
    {
        default.success = true;
    }
}

/// Whether a redirect is declared, and no success.
fn is_redirected(all: &[Declared<'_>]) -> bool {
    all.iter().all(|one| !one.success) && all.iter().any(|one| status::is_redirect(one.status))
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

/// An operation whose pages can be walked through.
pub(super) struct Paged<'s> {
    /// Which member of the answer holds the items.
    pub(super) items: Option<&'s Items>,
}

/// Reads the responses of an operation.
pub(super) fn read<'d>(
    declared: &[Declared<'d>],
    settings: Option<&EnvelopeSettings>,
    paged: Option<Paged<'_>>,
    types: &mut Types<'d>,
    place: &Place<'_>,
    found: &Found<'d>,
    diagnostics: &Diagnostics,
) -> Read {
    let mut reading = Reading {
        types,
        place,
        settings,
        info: None,
        around: None,
        enveloped: false,
        several_lists: Vec::new(),
        diagnostics,
    };
    let main = main(declared);
    let mut responses = Vec::new();
    let mut answers = Answers::default();
    for one in declared {
        let (response, wrapped) = reading.response(one, Some(one.status) == main);
        if one.success {
            answers.add(&response, &wrapped);
        }
        responses.push(response);
    }
    let stream = answers.settle();
    if answers.arms.len() > 1 {
        answers.add_unmodified(&responses);
    }
    let notes = notes(declared, &answers, found);
    let output = match answers.arms.as_slice() {
        [] => Output::Empty,
        [only] => reading.single(only, paged),
        _ => Output::OneOf(reading.one_of(answers.arms, found)),
    };
    Read {
        responses,
        output,
        stream,
        enveloped: reading.enveloped,
        several_lists: reading.several_lists,
        redirected: is_redirected(declared),
        notes,
    }
}

/// What is said of redirects, and of an answer that nothing was modified where no variant is for it.
fn notes(declared: &[Declared<'_>], answers: &Answers, found: &Found<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let redirects = declared
        .iter()
        .filter(|one| status::is_redirect(one.status));
    let redirects: Vec<_> = redirects.map(|one| format!("`{}`", one.status)).collect();
    let redirects = redirects.join(", ");
    if is_redirected(declared) {
        notes.push(
            "The answer is a redirect, which is not followed: `send_raw` gives its headers."
                .to_owned(),
        );
    } else if !redirects.is_empty() {
        let followed = if matches!(found.method.as_str(), "GET" | "HEAD") {
            "is followed within the origin of the request, and elsewhere if `redirects` of the client allows it \
             (`ClientBuilder::configure`), or else an error"
        } else {
            "is not followed, and an error"
        };
        notes.push(format!(
            "A redirect ({redirects}) {followed}: `send_raw` gives it as it is."
        ));
    }
    let is_unmodified = |status| status == StatusPattern::Code(304);
    if declared.iter().any(|one| is_unmodified(one.status))
        && !answers.arms.iter().any(|arm| is_unmodified(arm.status))
    {
        notes.push(
            "That nothing was modified (`304`) is an error: `is_not_modified` tells it. After `send_raw`, \
             `decode_modified` gives nothing then."
                .to_owned(),
        );
    }
    notes
}

/// The lowest status of success.
pub(super) fn main(declared: &[Declared<'_>]) -> Option<StatusPattern> {
    let success = declared.iter().filter(|one| one.success);
    success.map(|one| one.status).min()
}

/// What the responses of one operation have in common while they are read.
struct Reading<'r, 'd> {
    types: &'r mut Types<'d>,
    place: &'r Place<'r>,
    settings: Option<&'r EnvelopeSettings>,
    /// What the first envelope says about a page.
    info: Option<Schema<'d>>,
    /// The first answer of success without an envelope, which may be an object around a list.
    around: Option<Schema<'d>>,
    /// Whether there was an envelope around an answer of success.
    enveloped: bool,
    /// The lists in the answer, if it is not said which has the items.
    several_lists: Vec<String>,
    diagnostics: &'r Diagnostics,
}

impl<'d> Reading<'_, 'd> {
    /// A response, and which of its bodies are wrapped.
    fn response(&mut self, declared: &Declared<'d>, main: bool) -> (Response, Vec<bool>) {
        let word = word(declared, main);
        let node = declared.node;
        let mut content: Vec<(Media, Payload)> = Vec::new();
        let mut wrapped: Vec<bool> = Vec::new();
        let mut read: Vec<(&Described<'d>, Payload)> = Vec::new();
        for described in media::asked_for(&declared.content, self.types) {
            let same = read.iter().find(|(other, _)| {
                described.is_like(other) && described.media.kind == other.media.kind
            });
            let opened = self.opened(described, declared.success);
            if declared.success && opened.is_none() && described.media.kind == MediaKind::Json {
                self.around = self.around.take().or_else(|| described.schema.clone());
            }
            wrapped.push(opened.is_some());
            let payload = match same {
                Some((_, payload)) => payload.clone(),
                None => self.payload(described, opened, &word, read.is_empty()),
            };
            content.push((described.media.clone(), payload.clone()));
            read.push((described, payload));
        }
        let response = Response {
            status: declared.status,
            docs: docs::of_referred(declared.reference, self.diagnostics),
            content,
            example: None,
            source: node.source(),
        };
        (response, wrapped)
    }

    /// What is in the envelope of an answer of success, if there is one.
    fn opened(&mut self, described: &Described<'d>, success: bool) -> Option<Schema<'d>> {
        let schema = described.schema.as_ref()?;
        if !success || described.media.kind != MediaKind::Json {
            return None;
        }
        let contents = envelope::open(schema, self.settings, self.types)?;
        if !self.enveloped {
            self.info = contents.result_info;
        }
        self.enveloped = true;
        Some(contents.result)
    }

    /// The type of a body. Only the preferred media type is named after the response alone.
    fn payload(
        &mut self,
        described: &Described<'d>,
        opened: Option<Schema<'d>>,
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
            MediaKind::EventStream => self.event(described),
            MediaKind::JsonLines => {
                let item = media::item(described, self.types).unwrap_or_else(|| schema.clone());
                self.types
                    .value(item, self.place.word("Item"))
                    .into_payload()
            }
            MediaKind::Json => {
                let schema = opened.unwrap_or_else(|| schema.clone());
                self.types.value(schema, place).into_payload()
            }
        }
    }

    /// The type of the data of events.
    fn event(&mut self, described: &Described<'d>) -> Payload {
        let place = self.place.word("Event");
        match media::event_data(described, self.types) {
            Some(EventData::Json(data)) => self.types.value(data, place).into_payload(),
            Some(EventData::AnyJson) => plain(MediaKind::Json),
            Some(EventData::Text(data)) => Payload {
                ty: Type::Text,
                ..self.types.value(data, place).into_payload()
            },
            Some(EventData::Mixed) => {
                let message = "the data of these events is JSON in some of them and text in others";
                let warning = described.node.warning("mixed-events", message);
                self.diagnostics
                    .push(warning.help("all of it is taken as text"));
                plain(MediaKind::Text)
            }
            None => plain(MediaKind::Text),
        }
    }

    /// What `send` returns where there is but one thing to return.
    fn single(&mut self, arm: &ResponseArm, paged: Option<Paged<'_>>) -> Output {
        let (Some(media), Some(payload)) = (&arm.media, &arm.payload) else {
            return Output::Empty;
        };
        match media.kind {
            MediaKind::Text => Output::Text,
            MediaKind::Bytes | MediaKind::Form | MediaKind::Multipart => Output::Bytes,
            MediaKind::EventStream | MediaKind::JsonLines => {
                Output::Stream(media.kind, payload.clone())
            }
            MediaKind::Json => match paged {
                Some(paged) => self.page(payload, paged.items),
                None => Output::Value(payload.clone()),
            },
        }
    }

    /// A page, if the payload is a list, or an object around one.
    fn page(&mut self, payload: &Payload, items: Option<&Items>) -> Output {
        let Some(item) = item_of(payload) else {
            return match items.and_then(|items| self.listed(items)) {
                Some((member, item)) => Output::Page {
                    item,
                    info: Some(payload.ty.clone()),
                    member: Some(member),
                },
                None => Output::Value(payload.clone()),
            };
        };
        let place = self.place.word("Info");
        let info = self.info.take();
        let info = info.map(|schema| self.types.value(schema, place).into_payload().ty);
        Output::Page {
            item,
            info,
            member: None,
        }
    }

    /// The path of the member of the answer that is the list, and its items.
    fn listed(&mut self, items: &Items) -> Option<(String, Payload)> {
        let around = self.around.clone()?;
        let deeper: Vec<&str> = items
            .wanted()
            .filter_map(|wanted| match wanted {
                Wanted::Named(path) => Some(path),
                Wanted::Only | Wanted::Not(_) => None,
            })
            .filter(|path| {
                at(self.types, &around, path).is_some_and(|list| self.types.is_list(list))
            })
            .collect();
        let combined = self.types.combined(around.clone());
        let members = combined.properties.iter();
        let lists: Vec<String> = members
            .filter(|(_, property)| self.types.is_list(*property))
            .map(|(name, _)| steps::path(&[*name]))
            .collect();
        let lists: Vec<&str> = lists.iter().map(String::as_str).collect();
        let path = match pagination::chosen(items, &lists, &deeper) {
            Chosen::This(path) => path.to_owned(),
            Chosen::None => return None,
            Chosen::OneOf(several) => {
                self.several_lists = several.into_iter().map(str::to_owned).collect();
                return None;
            }
        };
        let response = self.place.word("Response");
        let list = value_at(self.types, &around, &steps::steps(&path), &response)?;
        Some((path, item_of(&list)?))
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

/// What is at a path in an object.
fn at<'d>(types: &Types<'d>, object: &Schema<'d>, path: &str) -> Option<Schema<'d>> {
    let mut names = steps::steps(path).into_iter();
    names.try_fold(object.clone(), |schema, name| types.property(schema, &name))
}

/// The value some steps below an object that is at a place.
fn value_at<'d>(
    types: &mut Types<'d>,
    object: &Schema<'d>,
    steps: &[String],
    place: &Place<'_>,
) -> Option<Payload> {
    let (name, rest) = steps.split_first()?;
    let member = types.property(object.clone(), name)?;
    let place = place.member(name);
    if rest.is_empty() {
        Some(types.value(member, place).into_payload())
    } else {
        value_at(types, &member, rest, &place)
    }
}

/// An item, if the payload is a list.
fn item_of(payload: &Payload) -> Option<Payload> {
    let list = match &payload.ty {
        Type::Nullable(inner) => inner,
        ty => ty,
    };
    let Type::List(item) = list else { return None };
    let facts = payload.facts.iter().find_map(|fact| match fact {
        Fact::Items(facts) => Some(facts.clone()),
        _ => None,
    });
    Some(Payload {
        ty: (**item).clone(),
        facts: facts.unwrap_or_default(),
    })
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
    /// Adds what a response can be. JSON under several names is there once.
    fn add(&mut self, response: &Response, wrapped: &[bool]) {
        if response.content.is_empty() {
            self.arms.push(arm(response, None));
        }
        let from = self.arms.len();
        for ((media, payload), wrapped) in response.content.iter().zip(wrapped) {
            let arm = ResponseArm {
                wrapped: *wrapped,
                ..arm(response, Some((media.clone(), payload.clone())))
            };
            let again = |other: &ResponseArm| media.kind == MediaKind::Json && is_like(other, &arm);
            if !self.arms.iter().skip(from).any(again) {
                self.arms.push(arm);
            }
        }
    }

    /// Adds the answer that nothing was modified, which has no body.
    fn add_unmodified(&mut self, responses: &[Response]) {
        let unmodified = |response: &&Response| response.status == StatusPattern::Code(304);
        let response = responses.iter().find(unmodified);
        self.arms
            .extend(response.map(|response| arm(response, None)));
    }

    /// Takes the stream out where there is something else, too, and leaves one answer if all are alike.
    fn settle(&mut self) -> Option<Stream> {
        self.unite();
        let streams = |arm: &&ResponseArm| arm.media.as_ref().is_some_and(comes_by_item);
        let several = self.arms.len() > 1;
        let stream = self
            .arms
            .iter()
            .find(streams)
            .filter(|_| several)
            .cloned()?;
        self.arms.retain(|arm| !is_like(arm, &stream));
        self.unite();
        Some(Stream {
            media: stream.media?,
            item: stream.payload?,
        })
    }

    /// Leaves the first answer only, if all are the same value, whatever their statuses.
    fn unite(&mut self) {
        if let Some(first) = self.arms.first().cloned()
            && self.arms.iter().all(|arm| holds_the_same(arm, &first))
        {
            self.arms.truncate(1);
        }
    }
}

/// Whether two answers are read in the same way.
fn is_like(a: &ResponseArm, b: &ResponseArm) -> bool {
    let kind = |arm: &ResponseArm| arm.media.as_ref().map(|media| media.kind);
    kind(a) == kind(b) && a.payload == b.payload && a.wrapped == b.wrapped
}

/// Whether two answers hold the same value: a text can be JSON or stand for itself.
fn holds_the_same(a: &ResponseArm, b: &ResponseArm) -> bool {
    let is_value = |arm: &ResponseArm| {
        let kind = arm.media.as_ref().map(|media| media.kind);
        matches!(kind, Some(MediaKind::Json | MediaKind::Text))
    };
    is_like(a, b)
        || (is_value(a) && is_value(b) && a.payload == b.payload && a.wrapped == b.wrapped)
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
        wrapped: false,
        docs: response.docs.clone(),
    }
}
