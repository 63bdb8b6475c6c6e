//! The shape of `codegen.toml`, for `toml` and for editors.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::de::DeTable;

use super::pages::PaginationSettings;
use super::unknown::remove_unknown;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};

/// What to generate from what, and what the OpenAPI document does not say.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConfigFile {
    /// Path of the OpenAPI document, relative to this file.
    pub schema: Option<String>,
    /// Paths of OpenAPI Overlays, relative to this file: corrections of the document that are kept beside it. They are
    /// applied in this order, each to the entry document or to the file that its `extends` names.
    pub overlays: Vec<String>,
    /// Path of the folder of the generated crate, relative to this file.
    pub output: Option<String>,
    /// Name of the generated package. The name of the output folder, if not given.
    pub package: Option<String>,
    /// Paths of other files like this one, relative to it: one for each further API that the workspace has a crate for.
    /// Only `codegen.toml` itself says it.
    pub apis: Vec<String>,
    /// The client: base URL, credentials, request ids.
    pub client: ClientSettings,
    /// The object that every answer is wrapped in. Answers that are not wrapped in it are left as they are.
    pub envelope: Option<EnvelopeSettings>,
    /// How the pages of lists are walked through, unless an operation says else.
    pub pagination: Option<PaginationSettings>,
    /// What is said of single operations, by method and path: `"PATCH /user/invites/{invite_id}"`.
    pub operations: BTreeMap<String, OperationSettings>,
    /// What is said of single types, by pointer (`"#/components/schemas/Invite"`) or by place
    /// (`"GET /user/invites 200[]"`, `"PATCH /user/invites/{invite_id} body.status"`).
    pub types: BTreeMap<String, TypeSettings>,
    /// How the tree of resources is made.
    pub resources: ResourceSettings,
    /// Which operations are generated; all of them, if nothing is said.
    pub select: SelectSettings,
    /// Which cargo features the generated crate has.
    pub features: FeatureSettings,
    /// Where the generated crate finds the crate `runtime`, as its `Cargo.toml` would say it (`{ git = "…", rev =
    /// "…" }`). If not given, the folder beside the tool.
    #[schemars(with = "Option<serde_json::Value>")]
    pub runtime: Option<toml::Value>,
    /// Dev-dependencies of the generated crate, as `Cargo.toml` would name them: for tests and examples that
    /// are kept beside the generated files.
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub dev_dependencies: BTreeMap<String, toml::Value>,
}

/// The client: base URL, credentials, request ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClientSettings {
    /// Base URL, in place of the first of the document's servers. If that one is a path (`/api/v2`) and this one has
    /// none (`https://example.com`), the API is at both together (`https://example.com/api/v2`).
    pub base_url: Option<String>,
    /// Environment variable that overrides the base URL.
    pub base_url_env: Option<String>,
    /// Headers of answers that identify a request, the preferred one first (`x-request-id`).
    pub request_id_headers: Vec<String>,
    /// Credentials by the name of their security scheme in the document.
    pub auth: BTreeMap<String, AuthSettings>,
}

/// A credential.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AuthSettings {
    /// Environment variable that it is read from.
    pub env: Option<String>,
    /// Name of the builder's method, in place of the name of the security scheme.
    pub name: Option<String>,
}

/// The members of the object that every answer is wrapped in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnvelopeSettings {
    /// The member that holds the payload.
    pub result: String,
    /// A boolean: false makes the answer an error whatever its status.
    pub success: Option<String>,
    /// The list of errors.
    pub errors: Option<String>,
    /// The list of messages.
    pub messages: Option<String>,
    /// Information about the page that the payload is.
    pub result_info: Option<String>,
}

/// What is said of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OperationSettings {
    /// Name of the method, in place of the one from the HTTP method (`list`, `get`, `create`, …).
    pub verb: Option<String>,
    /// Resource that it belongs to, with dots between the parts (`user.invites`).
    pub resource: Option<String>,
    /// Name of the struct.
    pub name: Option<String>,
    /// Whether it may be repeated although its HTTP method does not say so.
    pub idempotent: bool,
    /// Whether the members of the body are inputs, or the body as a whole.
    pub body: Option<BodyStyle>,
    /// Leaves the operation out.
    pub exclude: bool,
    /// How its pages are walked through, in place of what is said for all.
    pub pagination: Option<PaginationSettings>,
}

/// What of a body the caller gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyStyle {
    /// Each member is an input of the operation.
    Members,
    /// The body is one input.
    Whole,
}

/// What is said of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TypeSettings {
    /// Name of the type, which then has a definition of its own, also if another one says the same.
    pub name: Option<String>,
    /// Makes a type of its own of what would be a plain string or integer, e.g. an identifier.
    pub newtype: bool,
    /// Further traits of the standard library to derive: `Copy`, `Default`, `Eq`, `Hash`, `Ord`, `PartialOrd`.
    pub derive: Vec<String>,
}

/// How the tree of resources is made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ResourceSettings {
    /// What names the resources.
    pub naming: Naming,
    /// What paths start with and is no resource: with `/api/v1`, the operation `GET /api/v1/invites` is
    /// `client.invites().list()`, and `ApiV1` is part of no name. Paths that start otherwise are not touched.
    pub base: Option<String>,
}

/// What names the resources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Naming {
    /// The segments of the path: `client.user().invites().list()`.
    #[default]
    Path,
    /// The first tag, and the operationId for the method: `client.invites().list_invitations()`.
    Tag,
    /// The operationId only: `client.list_invitations()`.
    OperationId,
}

/// Which operations are generated. Models that no generated operation uses are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SelectSettings {
    /// Only these; all, if empty.
    pub include: Selection,
    /// But not these.
    pub exclude: Selection,
}

/// Operations that one of the lists names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Selection {
    /// By path: `*` stands for one segment or a part of one, `**` for any number of segments
    /// (`/user/**`). A method may stand before it (`GET /user/**`).
    pub paths: Vec<String>,
    /// By tag.
    pub tags: Vec<String>,
    /// By operationId.
    pub operation_ids: Vec<String>,
}

impl Selection {
    /// Whether it names nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.tags.is_empty() && self.operation_ids.is_empty()
    }
}

/// Which cargo features the generated crate has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FeatureSettings {
    /// Whether each top-level resource is a feature.
    pub groups: FeatureGroups,
    /// The groups that are on by default; all of them, if not given.
    pub default: Option<Vec<String>>,
    /// Whether the feature `testing` brings the examples of the document, as answers from memory for tests of
    /// code that uses the client. They can be as large as all the rest of the crate.
    pub examples: bool,
}

/// Whether each top-level resource is a cargo feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeatureGroups {
    /// If the document is large.
    #[default]
    Auto,
    /// Yes.
    Always,
    /// No.
    Never,
}

/// Reads the file; what is wrong with it is reported. Unknown keys are left out, after any other error nothing
/// of it counts.
pub(super) fn parse(file: &str, text: &str, diagnostics: &Diagnostics) -> ConfigFile {
    let read = DeTable::parse(text).and_then(|mut table| {
        let schema = schemars::schema_for!(ConfigFile).to_value();
        remove_unknown(file, table.get_mut(), &schema, diagnostics);
        ConfigFile::deserialize(toml::Deserializer::from(table))
    });
    read.unwrap_or_else(|error| {
        diagnostics.push(syntax(file, text, &error));
        ConfigFile::default()
    })
}

fn syntax(file: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let before = error
        .span()
        .and_then(|span| text.get(..span.start))
        .unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    Diagnostic::error("configuration", error.message().to_owned())
        .at(Location::position(file, line, column))
}
