//! Media types: how the bytes of each are written and read.

use super::node::Node;
use super::schema::{Combined, JsonTypes, Schema};
use super::types::Types;
use crate::diagnostic::Diagnostics;
use crate::ir::{JsonType, Media, MediaKind};

/// A media type of a body with what it says.
#[derive(Clone, Debug)]
pub(super) struct Described<'d> {
    /// Its name, and how it is written and read.
    pub(super) media: Media,
    /// The Media Type Object.
    pub(super) node: Node<'d>,
    /// `schema`, or `itemSchema` of what comes item by item.
    pub(super) schema: Option<Schema<'d>>,
    /// Where the schema stands, for comparing.
    target: Option<Node<'d>>,
}

impl Described<'_> {
    /// Whether its values are the same as those of another one.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self.target, other.target) {
            (Some(a), Some(b)) => a == b || a.is_equal(b),
            (a, b) => a.is_none() && b.is_none() && self.media.kind == other.media.kind,
        }
    }
}

/// The media types of a body (`content`), the preferred one first.
pub(super) fn described<'d>(
    body: Node<'d>,
    types: &Types<'d>,
    diagnostics: &Diagnostics,
) -> Vec<Described<'d>> {
    let entries = body.get("content").into_iter().flat_map(Node::entries);
    let mut all: Vec<Described<'d>> = entries
        .filter_map(|(name, node)| {
            let node = diagnostics.ok(node.target())?;
            Some(describe(name, node, types))
        })
        .collect();
    all.sort_by(|a, b| (rank(&a.media), &a.media.name).cmp(&(rank(&b.media), &b.media.name)));
    report_unread(&all, types, diagnostics);
    all
}

/// The media types of an answer that are asked for. Text and bytes with the schema of JSON, such as YAML, are the same
/// value in other words.
pub(super) fn asked_for<'a, 'd>(
    all: &'a [Described<'d>],
    types: &Types<'d>,
) -> Vec<&'a Described<'d>> {
    let is_again = |one: &Described<'d>| {
        let is_structured =
            (one.schema.as_ref()).is_some_and(|it| shape(&types.combined(it)) == Shape::Structured);
        let is_same =
            |other: &Described<'d>| other.media.kind == MediaKind::Json && other.is_like(one);
        is_structured
            && matches!(one.media.kind, MediaKind::Text | MediaKind::Bytes)
            && all.iter().any(is_same)
    };
    all.iter().filter(|one| !is_again(one)).collect()
}

/// Reports schemas of what is bytes, unless they are read in another media type.
fn report_unread<'d>(all: &[Described<'d>], types: &Types<'d>, diagnostics: &Diagnostics) {
    let is_bytes = |one: &Described<'d>| one.media.kind == MediaKind::Bytes;
    for one in all.iter().filter(|one| is_bytes(one)) {
        let is_read = |other: &Described<'d>| !is_bytes(other) && other.is_like(one);
        let (Some(schema), false) = (&one.schema, all.iter().any(is_read)) else {
            continue;
        };
        let Some(node) = schema.node() else { continue };
        if shape(&types.combined(schema)) == Shape::Structured {
            let name = &one.media.name;
            let message =
                format!("values in `{name}` are neither read nor written by their schema");
            let warning = node.warning("unread-schema", message);
            diagnostics.push_repeated(warning.help("the body is bytes"));
        }
    }
}

fn describe<'d>(name: &str, node: Node<'d>, types: &Types<'d>) -> Described<'d> {
    let written = node.get("itemSchema").or_else(|| node.get("schema"));
    let schema = written.map(Schema::from);
    let combined = schema.as_ref().map(|schema| types.combined(schema));
    let shape = combined.as_deref().map_or(Shape::Unknown, shape);
    let is_object = |it: &Combined<'_>| !it.typed || it.types.has(JsonTypes::OBJECT);
    let mut kind = kind(name, shape);
    if !combined.as_deref().is_none_or(is_object) {
        kind = without_members(kind, shape);
    }
    let media = Media {
        name: name.to_owned(),
        kind,
    };
    let target = written.and_then(|node| node.target().ok());
    Described {
        media,
        node,
        schema,
        target,
    }
}

/// The schema of an item of what comes item by item.
pub(super) fn item<'d>(described: &Described<'d>, types: &Types<'d>) -> Option<Schema<'d>> {
    let schema = described.schema.clone()?;
    if described.node.get("itemSchema").is_some() {
        return Some(schema);
    }
    let items = types.items(&schema).filter(|_| types.is_list(&schema));
    Some(items.unwrap_or(schema))
}

/// What the data of events are.
#[derive(Debug)]
pub(super) enum EventData<'d> {
    /// JSON that satisfies a schema.
    Json(Schema<'d>),
    /// JSON that is a string, or of which nothing is known.
    AnyJson,
    /// Text that satisfies a schema.
    Text(Schema<'d>),
    /// JSON in some events, text in others.
    Mixed,
}

/// The data of events. An event is described as the object that its fields make, or by its data alone.
pub(super) fn event_data<'d>(
    described: &Described<'d>,
    types: &Types<'d>,
) -> Option<EventData<'d>> {
    let item = item(described, types)?;
    let data = types.property(&item, "data").unwrap_or(item);
    let all = data
        .alternatives()
        .iter()
        .map(|one| alternative(one, types));
    all.reduce(|a, b| match (a, b) {
        (EventData::Json(a), EventData::Json(b)) => EventData::Json(either(&a, b)),
        (EventData::Text(a), EventData::Text(b)) => EventData::Text(either(&a, b)),
        (EventData::Mixed | EventData::Text(_), _) | (_, EventData::Mixed | EventData::Text(_)) => {
            EventData::Mixed
        }
        (EventData::AnyJson, _) | (_, EventData::AnyJson) => EventData::AnyJson,
    })
}

fn either<'d>(a: &Schema<'d>, b: Schema<'d>) -> Schema<'d> {
    Schema::any(a.alternatives().iter().cloned().chain([b]).collect())
}

/// A string is text, unless it says that there is JSON in it.
fn alternative<'d>(schema: &Schema<'d>, types: &Types<'d>) -> EventData<'d> {
    let combined = types.combined(schema);
    if !combined.is_only(JsonType::String) {
        return EventData::Json(schema.clone());
    }
    if let Some(content) = combined.get("contentSchema") {
        let content = Schema::from(content);
        return if types.combined(&content).is_only(JsonType::String) {
            EventData::AnyJson
        } else {
            EventData::Json(content)
        };
    }
    let media = combined.get("contentMediaType").and_then(Node::as_str);
    if media.is_some_and(is_json) {
        EventData::AnyJson
    } else {
        EventData::Text(schema.clone())
    }
}

/// What a media type that is not the preferred one is called in names.
pub(super) fn word(media: &Media) -> String {
    match media.kind {
        MediaKind::Form => "form".to_owned(),
        MediaKind::Multipart => "multipart".to_owned(),
        MediaKind::Json
        | MediaKind::Text
        | MediaKind::Bytes
        | MediaKind::EventStream
        | MediaKind::JsonLines => {
            let essence = essence(&media.name);
            essence.rsplit('/').next().unwrap_or_default().to_owned()
        }
    }
}

fn shape(combined: &Combined<'_>) -> Shape {
    if combined.get("format").and_then(Node::as_str) == Some("binary") {
        return Shape::Octets;
    }
    match combined.types.single() {
        Some(JsonType::String) => Shape::Text,
        _ if combined.typed => Shape::Structured,
        _ => Shape::Unknown,
    }
}

/// What a schema says about the bytes of a body, as far as it decides how they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// There is no schema, or it allows anything.
    Unknown,
    /// A string with `format: binary`, or without a type beside `contentMediaType`.
    Octets,
    /// Any other string.
    Text,
    /// A number, a boolean, an array, an object, a union of such.
    Structured,
}

/// How a body of this media type is written and read.
fn kind(name: &str, shape: Shape) -> MediaKind {
    let essence = essence(name);
    match family(&essence) {
        Family::Json if shape == Shape::Octets => MediaKind::Bytes,
        Family::Json => MediaKind::Json,
        Family::Lines => match shape {
            Shape::Octets => MediaKind::Bytes,
            Shape::Text => MediaKind::Text,
            Shape::Structured | Shape::Unknown => MediaKind::JsonLines,
        },
        Family::Kind(kind) => kind,
        Family::Text if shape == Shape::Octets => MediaKind::Bytes,
        Family::Text => MediaKind::Text,
        // A media type that says nothing about itself: what the schema shows decides.
        Family::Plain => match shape {
            Shape::Octets => MediaKind::Bytes,
            Shape::Structured => MediaKind::Json,
            Shape::Text | Shape::Unknown => MediaKind::Text,
        },
        Family::Any => match shape {
            Shape::Structured | Shape::Unknown => MediaKind::Json,
            Shape::Text => MediaKind::Text,
            Shape::Octets => MediaKind::Bytes,
        },
        Family::Binary => MediaKind::Bytes,
        Family::Other => match shape {
            Shape::Structured => MediaKind::Json,
            Shape::Text => MediaKind::Text,
            Shape::Octets | Shape::Unknown => MediaKind::Bytes,
        },
    }
}

/// A form and parts are made of members: a value that has none is taken and given as it is on the wire.
fn without_members(kind: MediaKind, shape: Shape) -> MediaKind {
    match kind {
        MediaKind::Form if shape == Shape::Text => MediaKind::Text,
        MediaKind::Form | MediaKind::Multipart => MediaKind::Bytes,
        kind => kind,
    }
}

/// The name to send as `content-type`: a range (`*/*`) is none.
pub(super) fn content_type(name: &str, kind: MediaKind) -> String {
    if !essence(name).contains('*') {
        return name.to_owned();
    }
    let concrete = match kind {
        MediaKind::Json => "application/json",
        MediaKind::Form => "application/x-www-form-urlencoded",
        MediaKind::Multipart => "multipart/form-data",
        MediaKind::Text => "text/plain",
        MediaKind::Bytes => "application/octet-stream",
        MediaKind::EventStream => "text/event-stream",
        MediaKind::JsonLines => "application/x-ndjson",
    };
    concrete.to_owned()
}

/// Which of several media types is preferred: a smaller number is better.
fn rank(media: &Media) -> u8 {
    match (media.kind, essence(&media.name).as_str()) {
        (MediaKind::Json, "application/json") => 0,
        (MediaKind::Json, name) if name.ends_with("+json") && !name.contains("patch") => 1,
        (MediaKind::Json, "application/merge-patch+json") => 2,
        (MediaKind::Json, _) => 3,
        (MediaKind::Multipart, _) => 4,
        (MediaKind::Form, _) => 5,
        (MediaKind::JsonLines, _) => 6,
        (MediaKind::EventStream, _) => 7,
        (MediaKind::Text, _) => 8,
        (MediaKind::Bytes, _) => 9,
    }
}

/// The media type without parameters, in lower case.
fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or(name);
    essence.trim().to_ascii_lowercase()
}

/// What the name of a media type says.
enum Family {
    /// JSON.
    Json,
    /// JSON values, one after the other.
    Lines,
    /// Exactly this, whatever the schema says.
    Kind(MediaKind),
    /// Text in a format of its own.
    Text,
    /// `text/plain`, which many documents put on JSON.
    Plain,
    /// A range of media types.
    Any,
    /// Bytes in a format of its own.
    Binary,
    /// Unknown.
    Other,
}

/// Whether values in a media type are JSON.
pub(super) fn is_json(name: &str) -> bool {
    matches!(family(&essence(name)), Family::Json)
}

/// Whether values in a media type are pairs of names and values.
pub(super) fn is_form(name: &str) -> bool {
    matches!(family(&essence(name)), Family::Kind(MediaKind::Form))
}

fn family(essence: &str) -> Family {
    let (top, sub) = essence.split_once('/').unwrap_or((essence, ""));
    match (top, sub) {
        ("application", "json") | ("text", "json") => Family::Json,
        ("application", "x-www-form-urlencoded") => Family::Kind(MediaKind::Form),
        ("text", "event-stream") => Family::Kind(MediaKind::EventStream),
        ("multipart", "form-data" | "*") => Family::Kind(MediaKind::Multipart),
        ("text", "plain") => Family::Plain,
        ("*" | "application" | "text", "*") => Family::Any,
        ("image", "svg+xml") => Family::Text,
        ("image" | "audio" | "video" | "font" | "multipart", _) => Family::Binary,
        (_, sub) if is_json_lines(sub) => Family::Lines,
        (_, sub) if sub.ends_with("+json") => Family::Json,
        (_, sub) if sub.ends_with("+xml") || sub.ends_with("+yaml") => Family::Text,
        ("text", _) => Family::Text,
        ("application", sub) if is_text(sub) => Family::Text,
        ("application", "octet-stream" | "pdf" | "zip" | "gzip" | "x-tar" | "x-gzip") => {
            Family::Binary
        }
        (_, sub) if is_binary(sub) => Family::Binary,
        _ => Family::Other,
    }
}

/// Encodings of values that are no text.
fn is_binary(sub: &str) -> bool {
    ["protobuf", "+zip", "cbor", "msgpack", "bson", "avro"]
        .iter()
        .any(|suffix| sub.ends_with(suffix))
}

fn is_json_lines(sub: &str) -> bool {
    matches!(
        sub,
        "x-ndjson"
            | "ndjson"
            | "jsonl"
            | "x-jsonl"
            | "jsonlines"
            | "x-jsonlines"
            | "json-lines"
            | "json-seq"
    ) || sub.ends_with("+json-seq")
        || sub.ends_with("+jsonl")
        || sub.ends_with("+ndjson")
}

fn is_text(sub: &str) -> bool {
    matches!(
        sub,
        "xml"
            | "yaml"
            | "x-yaml"
            | "yml"
            | "toml"
            | "csv"
            | "javascript"
            | "x-javascript"
            | "ecmascript"
            | "graphql"
            | "sdp"
            | "sql"
            | "x-sh"
            | "x-jsonnet"
            | "x-pem-file"
            | "pem-certificate-chain"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_decide_first() {
        for (name, expected) in [
            ("application/json", MediaKind::Json),
            ("Application/JSON; charset=utf-8", MediaKind::Json),
            ("application/vnd.api+json", MediaKind::Json),
            ("application/x-www-form-urlencoded", MediaKind::Form),
            ("multipart/form-data", MediaKind::Multipart),
            ("multipart/mixed", MediaKind::Bytes),
            ("text/event-stream", MediaKind::EventStream),
            ("application/x-ndjson", MediaKind::JsonLines),
            ("application/json-seq", MediaKind::JsonLines),
            ("text/csv", MediaKind::Text),
            ("application/xml", MediaKind::Text),
            ("application/soap+xml", MediaKind::Text),
            ("image/png", MediaKind::Bytes),
            ("application/octet-stream", MediaKind::Bytes),
            ("application/cbor", MediaKind::Bytes),
            ("application/vnd.msgpack", MediaKind::Bytes),
            ("application/vnd.unknown", MediaKind::Bytes),
        ] {
            assert_eq!(kind(name, Shape::Unknown), expected, "{name}");
        }
    }

    #[test]
    fn schemas_decide_where_names_do_not() {
        for (name, shape, expected) in [
            ("*/*", Shape::Structured, MediaKind::Json),
            ("*/*", Shape::Octets, MediaKind::Bytes),
            ("text/plain", Shape::Structured, MediaKind::Json),
            ("text/plain", Shape::Text, MediaKind::Text),
            ("application/json", Shape::Octets, MediaKind::Bytes),
            (
                "application/vnd.vendor.object",
                Shape::Structured,
                MediaKind::Json,
            ),
            (
                "application/octet-stream",
                Shape::Structured,
                MediaKind::Bytes,
            ),
            ("application/cbor", Shape::Structured, MediaKind::Bytes),
            ("application/x-msgpack", Shape::Structured, MediaKind::Bytes),
        ] {
            assert_eq!(kind(name, shape), expected, "{name} {shape:?}");
        }
    }

    #[test]
    fn ranges_are_not_sent() {
        assert_eq!(content_type("*/*", MediaKind::Json), "application/json");
        assert_eq!(
            content_type("text/json; charset=utf-8", MediaKind::Json),
            "text/json; charset=utf-8"
        );
    }

    #[test]
    fn json_is_preferred() {
        let mut names = [
            "application/merge-patch+json",
            "text/plain",
            "application/hal+json",
            "application/json",
        ];
        names.sort_by_key(|name| {
            rank(&Media {
                name: (*name).to_owned(),
                kind: kind(name, Shape::Unknown),
            })
        });
        assert_eq!(
            names,
            [
                "application/json",
                "application/hal+json",
                "application/merge-patch+json",
                "text/plain"
            ]
        );
    }
}
