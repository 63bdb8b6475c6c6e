//! The intermediate representation: what the API is, in the terms of the Rust crate that will describe it.
//!
//! `read` makes it, `write` turns it into files. It holds no OpenAPI and no tokens.
//!
//! **Invariant:** every name in it is final: writers only copy names.
//!
//! **Invariant:** every item carries the [`Source`] that it was made from.

mod dump;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

pub use dump::dump;

/// Position of a [`TypeDef`] in [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// Position of an [`Operation`] in [`Api::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub u32);

/// Position of a [`Resource`] in [`Api::resources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId(pub u32);

/// Position of a [`Scheme`] in [`Api::schemes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemeId(pub u32);

/// A Rust identifier: made by `read::names` only, a raw identifier (`r#type`) where it has to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(pub(crate) String);

impl Ident {
    /// The identifier as it stands in Rust source, `r#` included.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where an item comes from, as it is shown in docs and tables: a JSON pointer in the form of a URI
/// fragment (`#/components/schemas/Invite`), after the file's path where it is not the entry document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source(pub String);

/// A whole API.
#[derive(Debug)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// The file name of the entry document, for headers (`schema/invites.yaml`).
    pub document: String,
    /// Name of the generated package.
    pub package: String,
    /// `servers`, the first being the default base URL.
    pub servers: Vec<Server>,
    /// The environment variable that overrides the base URL.
    pub base_url_env: Option<String>,
    /// Headers of answers that identify a request, the preferred one first.
    pub request_id_headers: Vec<String>,
    /// The security schemes that operations use or configuration names, by name.
    pub schemes: Vec<Scheme>,
    /// The resource tree; the first is the root, whose children are methods of the client.
    pub resources: Vec<Resource>,
    /// All operations.
    pub operations: Vec<Operation>,
    /// All named types.
    pub types: Vec<TypeDef>,
    /// Headers of answers that the document describes in places of their own, by these places.
    pub headers: Vec<SharedHeader>,
    /// Requests that the API makes to its users.
    pub webhooks: Vec<Webhook>,
    /// How answers are wrapped, if they are.
    pub envelope: Option<Envelope>,
    /// What was in the document and what became of it.
    pub counts: Counts,
}

/// What was in the document and what became of it: in + added = generated + excluded + diagnosed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Operations in the document.
    pub operations: usize,
    /// Operations left out by configuration.
    pub operations_excluded: usize,
    /// Operations that could not be generated; each has a diagnostic.
    pub operations_skipped: usize,
    /// Operations beyond those of the document: one for each further type that the body of one can have.
    pub operations_added: usize,
    /// Component schemas in the document.
    pub schemas: usize,
    /// Component schemas that have no Rust type of their own because every use shows them whole
    /// (a constrained string, a list, an alias).
    pub schemas_inlined: usize,
    /// Component schemas that no generated operation uses, or that only wrap a result in an envelope.
    pub schemas_excluded: usize,
    /// Places whose Rust type is raw JSON although the schema says more.
    pub untyped: usize,
}

/// A server the API can be reached at.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// URL template, as in the document.
    pub url: String,
    /// `description`.
    pub description: Option<String>,
    /// The variables of the template: name, default, allowed values.
    pub variables: Vec<ServerVariable>,
}

/// A variable in a server's URL.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// Name between the braces.
    pub name: String,
    /// Value used unless the caller gives one.
    pub default: String,
    /// `enum`, empty if anything goes.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

/// A way to prove who one is.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// Name in the document, which operations refer to.
    pub key: String,
    /// Name of the builder's method.
    pub name: Ident,
    /// How the credential is sent.
    pub kind: SchemeKind,
    /// Environment variable that `from_env` reads.
    pub env: Option<String>,
    /// `description`.
    pub docs: Docs,
    /// Where it is declared.
    pub source: Source,
}

/// How a credential is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemeKind {
    /// In a header of this name.
    Header(String),
    /// In a query parameter of this name.
    Query(String),
    /// In a cookie of this name.
    Cookie(String),
    /// `Authorization: Bearer …`; also OAuth 2 and OpenID Connect, whose tokens are sent like this.
    Bearer,
    /// `Authorization: Basic …`, from a user name and a password.
    Basic,
    /// Another `http` scheme: `Authorization: <scheme> …`.
    Http(String),
    /// By the connection (mutual TLS): nothing is sent.
    Connection,
}

/// How answers are wrapped: the names of the members of the wrapping object.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    /// A boolean; false makes the answer an error whatever its status.
    pub success: Option<String>,
    /// The payload.
    pub result: String,
    /// The list of errors.
    pub errors: Option<String>,
    /// The list of messages.
    pub messages: Option<String>,
    /// Information about the page that the payload is.
    pub result_info: Option<String>,
}

/// A node of the resource tree: `client.user().invites()`.
#[derive(Debug)]
pub struct Resource {
    /// The parent; `None` for the root only.
    pub parent: Option<ResourceId>,
    /// Name of the handle type (`UserInvites`).
    pub name: Ident,
    /// Name of the module and of the method on the parent (`invites`).
    pub module: Ident,
    /// What it is, e.g. the description of its tag.
    pub docs: Docs,
    /// The path that all its operations start with (`/user/invites`), for docs.
    pub path: String,
    /// Its operations, in the order of their verbs: list, get, create, update, edit, delete, others by name.
    pub operations: Vec<OperationId>,
    /// Resources below it, by name.
    pub children: Vec<ResourceId>,
}

/// Something the API can do.
#[derive(Debug)]
pub struct Operation {
    /// What tells it from all others: method and path as in the document (`PATCH /user/invites/{invite_id}`).
    pub key: String,
    /// The resource it belongs to.
    pub resource: ResourceId,
    /// Name of the struct (`UserInvitesEdit`).
    pub name: Ident,
    /// Name of the method on the handle (`edit`).
    pub verb: Ident,
    /// HTTP method, in capitals.
    pub method: String,
    /// Path template, as in the document without query or fragment.
    pub path: String,
    /// Summary and description.
    pub docs: Docs,
    /// Where it is.
    pub source: Source,
    /// Everything the caller can give it: required ones first in the order path, body, others, each in
    /// the order of the document.
    pub inputs: Vec<Input>,
    /// What the body is, if there is one.
    pub body: Option<Body>,
    /// What can come back, by status and media type.
    pub responses: Vec<Response>,
    /// The headers of all that can come back, each once, whatever the case of its name.
    pub headers: Vec<Header>,
    /// What `send` returns.
    pub output: Output,
    /// Alternatives, each a set of schemes that are needed together; an empty one means that no
    /// credential is needed. No alternative at all: nothing is said about security.
    pub security: Vec<Vec<SchemeId>>,
    /// Whether the operation may be repeated although its method does not say so.
    pub idempotent: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// How the pages of the list are walked through.
    pub pagination: Option<Pagination>,
    /// Whether what asks for a page is a member of the body: the name in [`Self::pagination`] is a path there.
    pub page_in_body: bool,
    /// Whether the answer, or one of several, is wrapped in the envelope.
    pub enveloped: bool,
    /// Whether a redirect is the answer.
    pub redirected: bool,
    /// A base URL of its own.
    pub server: Option<String>,
    /// What is sent in the query besides the inputs, as it stands in the document (`beta=true`).
    pub query: Option<String>,
    /// What comes if the answer is asked for as a stream, where `output` is a single value and the document
    /// describes both.
    pub stream: Option<Stream>,
}

/// An answer that comes item by item.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// The media type.
    pub media: Media,
    /// An item.
    pub item: Payload,
}

/// A request that the API makes to its users: a webhook, or a callback of an operation.
#[derive(Debug)]
pub struct Webhook {
    /// What it is known by: `newThing webhook`, `POST /streams callback onData`.
    pub key: String,
    /// Summary and description.
    pub docs: Docs,
    /// Where it is.
    pub source: Source,
    /// What comes in its body.
    pub payload: Option<Payload>,
    /// What it wants as an answer.
    pub answer: Option<Payload>,
}

impl Webhook {
    /// Both bodies.
    pub(crate) fn payloads(&self) -> impl Iterator<Item = &Payload> {
        self.payload.iter().chain(&self.answer)
    }
}

/// Something that the caller gives to an operation.
#[derive(Debug)]
pub struct Input {
    /// Where it goes.
    pub location: Location,
    /// The rest is the same as for a member of a model.
    pub member: Member,
}

/// Where an input goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Location {
    /// Into the path.
    Path(Style),
    /// Into the query.
    Query(Style),
    /// Into a header.
    Header(Style),
    /// Into a cookie.
    Cookie(Style),
    /// It is the query as a whole, in the media type of its `content`. Of single members of a form, how they are
    /// written where the document says so.
    QueryString(Style, Vec<Encoding>),
    /// It is a member of the body, which is an object that has no Rust type of its own.
    Member,
    /// It is the body.
    Body,
}

/// How a parameter is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// `style`.
    pub kind: StyleKind,
    /// `explode`.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

/// `style` of a parameter, and `content`, which stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StyleKind {
    /// `a,b`
    Simple,
    /// `.a.b`
    Label,
    /// `;x=a;x=b`
    Matrix,
    /// `x=a&x=b`
    Form,
    /// `x=a%20b`
    SpaceDelimited,
    /// `x=a|b`
    PipeDelimited,
    /// `x[a]=b`
    DeepObject,
    /// Swagger's `collectionFormat: tsv`.
    TabDelimited,
    /// 3.2's `cookie`.
    Cookie,
    /// `content`: the value in this media type.
    Content(String),
}

/// The body of a request.
#[derive(Debug)]
pub struct Body {
    /// Its media types with how each is written, the preferred one first.
    pub media: Vec<Media>,
    /// `required`.
    pub required: bool,
    /// Constraints of the object that inputs make together, if they are its members.
    pub facts: Vec<Fact>,
    /// How single members of a form or multipart body are written, where the document says so.
    pub encodings: Vec<Encoding>,
}

/// How a member of a form or multipart body is written, or of a query that is a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoding {
    /// Name of the member on the wire.
    pub member: String,
    /// `contentType`: the media types that the part may have, the preferred one first.
    pub content_types: Vec<String>,
    /// `style`, `explode` and `allowReserved`, as for a query parameter.
    pub style: Option<Style>,
}

/// A media type and how a value becomes bytes of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Media {
    /// The name (`application/json`), as in the document.
    pub name: String,
    /// How it is written and read.
    pub kind: MediaKind,
}

/// How a value becomes bytes and comes back from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// JSON, `+json` included.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// Text.
    Text,
    /// Bytes as they are.
    Bytes,
    /// `text/event-stream`.
    EventStream,
    /// JSON lines, JSON sequences.
    JsonLines,
}

/// What can come back.
#[derive(Debug)]
pub struct Response {
    /// When this one applies.
    pub status: StatusPattern,
    /// `description`.
    pub docs: Docs,
    /// Media types with the type of each; empty if there is no body.
    pub content: Vec<(Media, Payload)>,
    /// An example of a JSON body that its type can hold, as compact JSON: of answers of success, if they are asked for.
    pub example: Option<String>,
    /// Where it is declared.
    pub source: Source,
}

/// A header of the answers of an operation.
#[derive(Debug)]
pub struct Header {
    /// Its name, type and docs. Its presence says whether it is there in every answer with one of `statuses`.
    pub member: Member,
    /// How its value is written.
    pub form: HeaderForm,
    /// The statuses that the document describes it for.
    pub statuses: Vec<StatusPattern>,
    /// The [`SharedHeader`] that it is, by its source.
    pub shared: Option<Source>,
}

/// A header of answers that the document describes in a place of its own, which operations refer to.
#[derive(Debug)]
pub struct SharedHeader {
    /// Its name, type and docs.
    pub member: Member,
    /// How its value is written.
    pub form: HeaderForm,
    /// Where it is described.
    pub source: Source,
}

/// How the value of a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// `a,b`; the names and values of an object as `a,1,b,2`.
    Simple,
    /// The names and values of an object as `a=1,b=2`.
    Exploded,
    /// JSON.
    Json,
}

/// A type with the facts about the value as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Payload {
    /// The Rust type.
    pub ty: Type,
    /// Its constraints.
    pub facts: Vec<Fact>,
}

/// Which statuses a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusPattern {
    /// Exactly this one.
    Code(u16),
    /// `4XX`: the hundred.
    Range(u8),
    /// All that nothing else matches.
    Default,
}

/// As in the keys of `responses`: `200`, `4XX`, `default`.
impl fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(hundreds) => write!(f, "{hundreds}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A text that is no key of `responses`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoStatus;

/// Capitals and small letters are the same.
impl FromStr for StatusPattern {
    type Err = NoStatus;

    fn from_str(key: &str) -> Result<Self, NoStatus> {
        if key.eq_ignore_ascii_case("default") {
            return Ok(Self::Default);
        }
        let [hundreds @ b'1'..=b'5', rest @ ..] = key.as_bytes() else {
            return Err(NoStatus);
        };
        match rest {
            [b'x' | b'X', b'x' | b'X'] => Ok(Self::Range(hundreds - b'0')),
            [b'0'..=b'9', b'0'..=b'9'] => key.parse().map(Self::Code).map_err(|_| NoStatus),
            _ => Err(NoStatus),
        }
    }
}

/// What `send` returns on success.
#[derive(Debug)]
pub enum Output {
    /// Nothing.
    Empty,
    /// A value, after the envelope has been taken off.
    Value(Payload),
    /// A page of a list.
    Page {
        /// Type of an item.
        item: Payload,
        /// Type of the information about the page.
        info: Option<Type>,
        /// The member of the answer that holds the items, if the answer is not the list itself. The information is
        /// then the answer.
        member: Option<String>,
    },
    /// One of several, by status and media type: a [`TypeKind::Responses`].
    OneOf(TypeId),
    /// Bytes as they are.
    Bytes,
    /// Text.
    Text,
    /// A stream of values.
    Stream(MediaKind, Payload),
}

/// How the pages of a list are walked through. Names are those of query parameters, or paths in the body.
#[derive(Clone, Debug, PartialEq)]
pub enum Pagination {
    /// A page number that grows by one.
    Page {
        /// Name of the parameter.
        page: String,
        /// Number of the first page.
        first: u64,
        /// Path in the answer to the number of items on all pages (`result_info.total_count`). With it,
        /// no page is asked for after the last one; without it, an empty page is the end.
        total: Option<String>,
        /// Path in the answer to the number of pages (`result_info.total_pages`).
        total_pages: Option<String>,
    },
    /// A number of items to skip.
    Offset {
        /// Name of the parameter.
        offset: String,
        /// Path in the answer to the number of items on all pages (`meta.total`).
        total: Option<String>,
    },
    /// A token from the answer.
    Cursor {
        /// Name of the parameter.
        cursor: String,
        /// Path to the token in the answer (`result_info.cursors.after`).
        next: String,
    },
    /// What identifies the last item of a page.
    After {
        /// Name of the parameter.
        after: String,
        /// Path in an item to what identifies it.
        item: String,
        /// Path in the answer to a boolean: whether there are more items.
        more: Option<String>,
    },
    /// A URL from the answer: a path in the body, or the `Link` header.
    Link {
        /// Path to the URL in the answer; `None` for the `Link` header.
        next: Option<String>,
    },
}

/// A named type.
#[derive(Debug)]
pub struct TypeDef {
    /// Its name, unique in the crate.
    pub name: Ident,
    /// Which module it lives in: that of the one resource that uses it, or the shared one.
    pub home: Home,
    /// Title and description.
    pub docs: Docs,
    /// Where it is.
    pub source: Source,
    /// Whether it can be in a request, in an answer, or both.
    pub direction: Direction,
    /// `deprecated`.
    pub deprecated: bool,
    /// What it is.
    pub kind: TypeKind,
    /// Traits to derive that the configuration asks for, as paths.
    pub derives: Vec<String>,
    /// The type that this one is another name of. Never one that is itself another name.
    pub same_as: Option<TypeId>,
}

/// Which module a type lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// Beside the operations of the one resource that uses it.
    Resource(ResourceId),
    /// `models`.
    Shared,
}

/// Which way values of a type travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    /// In requests.
    pub sent: bool,
    /// In answers.
    pub received: bool,
}

/// What a named type is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypeKind {
    /// A struct.
    Model(Model),
    /// An open enum.
    Enum(Enum),
    /// A union.
    Union(Union),
    /// What an operation with several success types returns: status, media type, and the value.
    Responses(Vec<ResponseArm>),
    /// A struct around a value of this type: [`Type::Text`] or [`Type::Integer`]. What is asked of the value stands
    /// where it is used, as for the type itself.
    Newtype(Type),
}

/// A struct.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Model {
    /// Its members in the order of the document.
    pub members: Vec<Member>,
    /// What is kept of members without a name in the schema.
    pub rest: Rest,
    /// Constraints of the object as a whole (`minProperties`).
    pub facts: Vec<Fact>,
}

/// What is kept of members without a name in the schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rest {
    /// Any JSON of which these facts hold: the field `additional_properties` of type `AdditionalProperties`.
    Any(Ident, Vec<Fact>),
    /// Values of one type: a map.
    Typed(Ident, Payload),
}

/// A member of a model, an input of an operation, a header of answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    /// Name of the Rust field, or of the constant of a header.
    pub name: Ident,
    /// Name on the wire.
    pub wire: String,
    /// Description.
    pub docs: Docs,
    /// Whether it has to be there, and whether it may be null.
    pub presence: Presence,
    /// Type of the value when there is one: `Option` follows from the presence.
    pub ty: Type,
    /// Constraints and annotations.
    pub facts: Vec<Fact>,
    /// Where it is declared.
    pub source: Source,
    /// `deprecated`.
    pub deprecated: bool,
}

/// Whether a member has to be there, and whether it may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Has to be there: `T`.
    Required,
    /// Has to be there, may be null: `Option<T>`.
    Nullable,
    /// May be absent: `Option<T>`.
    Optional,
    /// May be absent, may be null, and the two are kept apart: `Nullable<T>`.
    OptionalNullable,
}

/// A Rust type for a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `bool`
    Bool,
    /// An integer.
    Integer(IntegerType),
    /// `f64`
    Number,
    /// `String`
    Text,
    /// A date with a time: `DateTime`.
    DateTime,
    /// A date: `Date`.
    Date,
    /// Base64 text in JSON, bytes as an answer: `Base64`.
    Bytes,
    /// A body that is bytes, or a part of a multipart body that is, with a name and a media type: `FilePart`.
    File,
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// `Option<T>`, for items and values that can be null.
    Nullable(Box<Type>),
    /// `Box<T>`, where a type contains itself.
    Boxed(Box<Type>),
    /// One of [`Api::types`].
    Named(TypeId),
    /// Any JSON, because the schema says nothing more.
    Json,
}

/// Width of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum IntegerType {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    /// What takes all of `I64` and of `U64`.
    I128,
}

impl IntegerType {
    /// The least and the largest integer of this width.
    #[must_use]
    pub fn range(self) -> (i128, i128) {
        match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
            Self::I128 => (i128::MIN, i128::MAX),
        }
    }

    /// Whether an integer is one of this width.
    #[must_use]
    pub fn holds(self, integer: i128) -> bool {
        let (least, largest) = self.range();
        (least..=largest).contains(&integer)
    }
}

/// An open enum.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Enum {
    /// What its values are.
    pub repr: EnumRepr,
    /// Its values in the order of the document.
    pub variants: Vec<Variant>,
    /// Name of the variant for values that are not known.
    pub unknown: Ident,
    /// What the schema says of them.
    pub others: Others,
}

/// What a schema that lists values or alternatives says of all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Others {
    /// They are invalid, though they are read.
    Invalid,
    /// They are as good as those that are listed.
    Valid,
}

/// What the values of an enum are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EnumRepr {
    /// Strings.
    Text,
    /// Integers.
    Integer,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    /// Name of the variant.
    pub name: Ident,
    /// Value on the wire.
    pub value: Literal,
    /// What it means, where the document says so.
    pub docs: Docs,
}

/// A union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Union {
    /// Its alternatives in the order in which they are tried.
    pub arms: Vec<Arm>,
    /// Name of the variant for values that no alternative takes.
    pub unknown: Ident,
    /// What the schema says of them. If they are valid and nothing holds of them, any value is.
    pub others: Others,
    /// What holds of them, if they are valid.
    pub facts: Vec<Fact>,
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Arm {
    /// Name of the variant.
    pub name: Ident,
    /// Type of its value.
    pub payload: Payload,
    /// Whether a value of its type becomes one of the union by itself (`From`): where callers send it, and no other
    /// alternative has the same type.
    pub converts: bool,
    /// How it is recognised: every test has to hold.
    pub tests: Vec<Test>,
    /// Description.
    pub docs: Docs,
}

/// A test on a JSON value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// It has this JSON type.
    Type(JsonType),
    /// It is an object with this member.
    Has(String),
    /// It is an object in which this member has one of these values.
    Is(String, Vec<Literal>),
    /// It is an object that does not have this member, or in which it has one of these values.
    May(String, Vec<Literal>),
    /// It is one of these values.
    Among(Vec<Literal>),
    /// It is an object in which this member, if it is a text, has this format or matches this pattern.
    Fits(String, Vec<Fact>),
    /// It decodes as the alternative.
    Decodes,
}

/// The types of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum JsonType {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// One of several answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResponseArm {
    /// Name of the variant.
    pub name: Ident,
    /// When it applies.
    pub status: StatusPattern,
    /// The media type; `None` if there is no body.
    pub media: Option<Media>,
    /// Type of its value; `None` if there is no body.
    pub payload: Option<Payload>,
    /// Whether the value is inside of the envelope.
    pub wrapped: bool,
    /// Description.
    pub docs: Docs,
}

/// A constraint or an annotation, under its name in JSON Schema. Mirrors `runtime::model::Fact`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Fact {
    MinLength(u64),
    MaxLength(u64),
    Pattern(String),
    Format(String),
    Minimum(Literal),
    Maximum(Literal),
    ExclusiveMinimum(Literal),
    ExclusiveMaximum(Literal),
    MultipleOf(Literal),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    MinProperties(u64),
    MaxProperties(u64),
    Enum(Vec<Literal>),
    Const(Literal),
    Default(Literal),
    /// Facts of the items of a list.
    Items(Vec<Fact>),
    /// Facts of the values of a map.
    Values(Vec<Fact>),
    PropertyNames(Vec<Fact>),
    Nullable,
    ReadOnly,
    WriteOnly,
    Deprecated,
    ContentEncoding(String),
    ContentMediaType(String),
    /// `additionalProperties: false`: a request must not have members that the schema does not name. On a
    /// model as a whole; what is received keeps them all the same.
    Closed,
    /// One of these types. Within a condition only: otherwise the Rust type says it.
    Types(Vec<JsonType>),
    /// These members have to be there. Within a condition only: otherwise [`Presence`] says it.
    Required(Vec<String>),
    /// Facts of the member with this name. Within a condition only: otherwise its [`Member`] says them.
    Property(String, Vec<Fact>),
    /// Facts of the members whose names match; `Values` and `Closed` beside it are about the others.
    PatternProperties(String, Vec<Fact>),
    /// Facts of the first item, of the second, and so on; `Items` beside it are about the others.
    PrefixItems(Vec<Vec<Fact>>),
    /// Of how many items these facts hold, at least and at most.
    Contains(Vec<Fact>, u64, Option<u64>),
    /// If this member is there, these have to be there too.
    DependentRequired(String, Vec<String>),
    /// If this member is there, these facts hold.
    DependentSchemas(String, Vec<Fact>),
    /// Facts of members that nothing beside it that holds speaks of.
    UnevaluatedProperties(Vec<Fact>),
    /// Facts of items that nothing beside it that holds speaks of.
    UnevaluatedItems(Vec<Fact>),
    /// `if`, `then`, `else`.
    If(Vec<Fact>, Vec<Fact>, Vec<Fact>),
    /// All of these sets of facts hold, each of which is a schema of its own.
    AllOf(Vec<Vec<Fact>>),
    /// One of these sets of facts holds, or several.
    AnyOf(Vec<Vec<Fact>>),
    /// Exactly one of these sets of facts holds.
    OneOf(Vec<Vec<Fact>>),
    /// These facts do not hold together; if there are none, nothing is valid.
    Not(Vec<Fact>),
}

/// A JSON value.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Literal {
    Null,
    Bool(bool),
    Int(i128),
    Float(f64),
    Text(String),
    /// An array or an object, as compact JSON.
    Json(String),
}

impl Literal {
    /// What a literal is compared by.
    fn key(&self) -> (u8, i128, u64, &str) {
        match self {
            Self::Null => (0, 0, 0, ""),
            Self::Bool(value) => (1, i128::from(*value), 0, ""),
            Self::Int(value) => (2, *value, 0, ""),
            // Zero has two forms, which are equal.
            Self::Float(value) => (3, 0, (value + 0.0).to_bits(), ""),
            Self::Text(value) => (4, 0, 0, value),
            Self::Json(value) => (5, 0, 0, value),
        }
    }
}

impl PartialEq for Literal {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Literal {}

impl PartialOrd for Literal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Some order, so that what has one in the document by chance only can be compared. It is not that of numbers.
impl Ord for Literal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for Literal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// Text of the document, as it stands there: `write::docs` makes it safe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// `summary` or `title`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `example` and `examples`, as compact JSON.
    pub examples: Vec<String>,
    /// `externalDocs.url`.
    pub see: Option<String>,
    /// Sentences of the generator itself, e.g. about a name that had to be changed.
    pub notes: Vec<String>,
}
