//! Parameters: which ones an operation has, and what is known of each.

pub(super) mod style;
mod template;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use self::style::In;
use super::names::Place;
use super::node::Node;
use super::paths::{Found, wrong_kind};
use super::schema::Schema;
use super::types::{Required, Types};
use super::{docs, encodings, media, names};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Docs, Fact, Input, Location, Member, Presence, Source, Type};

/// The inputs that an operation's parameters are.
pub(super) fn inputs<'d>(
    found: &Found<'d>,
    parameters: &[Parameter<'d>],
    types: &mut Types<'d>,
    place: &Place<'_>,
    diagnostics: &Diagnostics,
) -> Vec<Input> {
    let inputs = parameters.iter().map(|parameter| {
        let required = if parameter.required {
            Required::Yes
        } else {
            Required::No
        };
        let mut member = match parameter.schema {
            Some(schema) => types.member(schema, &parameter.name, required, place),
            None => text_member(
                &parameter.name,
                required,
                parameter.node.unwrap_or(found.place).source(),
            ),
        };
        settle(&mut member);
        if let Some(node) = parameter.node {
            let declared = parameter.declared.unwrap_or(node);
            prefer(&mut member.docs, docs::of_referred(declared, diagnostics));
            member.deprecated |= node.get("deprecated").and_then(Node::as_bool) == Some(true);
            member.source = node.source();
        }
        Input {
            location: parameter.located(types, diagnostics),
            member,
        }
    });
    inputs.collect()
}

/// A parameter or header without a schema.
pub(super) fn text_member(name: &str, required: Required, source: Source) -> Member {
    Member {
        name: names::pending(),
        wire: name.to_owned(),
        docs: Docs::default(),
        presence: if matches!(required, Required::Yes) {
            Presence::Required
        } else {
            Presence::Optional
        },
        ty: Type::Text,
        facts: Vec::new(),
        source,
        deprecated: false,
    }
}

/// What a parameter says of itself comes before what its schema says.
pub(super) fn prefer(docs: &mut Docs, own: Docs) {
    docs.summary = own.summary.or_else(|| docs.summary.take());
    docs.description = own.description.or_else(|| docs.description.take());
    docs.see = own.see.or_else(|| docs.see.take());
    if !own.examples.is_empty() {
        docs.examples = own.examples;
    }
    docs.notes.extend(own.notes);
}

/// A parameter is always sent, and has no way to say null.
fn settle(member: &mut Member) {
    member
        .facts
        .retain(|fact| !matches!(fact, Fact::ReadOnly | Fact::WriteOnly));
    member.presence = match member.presence {
        Presence::Nullable => Presence::Required,
        Presence::OptionalNullable => Presence::Optional,
        other => other,
    };
}

/// A parameter as it stands in the document.
#[derive(Clone, Debug)]
pub(super) struct Parameter<'d> {
    /// The parameter object; `None` for one that only the path template knows.
    pub(super) node: Option<Node<'d>>,
    /// Where it is declared: a reference to it, or itself.
    declared: Option<Node<'d>>,
    /// `name`.
    pub(super) name: String,
    /// Where it goes, and how it is written.
    pub(super) location: Location,
    /// Whether it has to be given.
    pub(super) required: bool,
    /// Its schema: that of its only media type where it has `content`.
    pub(super) schema: Option<Node<'d>>,
}

impl<'d> Parameter<'d> {
    /// Where it goes, with how the members of a query that is a form are written.
    fn located(&self, types: &Types<'d>, diagnostics: &Diagnostics) -> Location {
        let form = self
            .node
            .and_then(content)
            .filter(|(name, _)| media::is_form(name));
        match (self.location.clone(), form) {
            (Location::QueryString(style, _), Some((_, media))) => {
                let schema = self.schema.map(Schema::from);
                let encodings = encodings::of(media, schema.as_ref(), types, diagnostics);
                Location::QueryString(style, encodings)
            }
            (other, _) => other,
        }
    }
}

/// The parameters of an operation: those of the path in the order of the template, then the others in the
/// order of the document, the path item's own first.
///
/// `None` if one of them cannot be understood; a diagnostic tells.
pub(super) fn read<'d>(found: &Found<'d>, diagnostics: &Diagnostics) -> Option<Vec<Parameter<'d>>> {
    let mut parameters = Vec::new();
    let mut whole = true;
    for declared in declared(found, diagnostics) {
        match diagnostics.ok(parameter(declared, diagnostics)) {
            Some(Some(parameter)) => parameters.push(parameter),
            Some(None) => {}
            None => whole = false,
        }
    }
    template::check_query(found, &mut parameters, diagnostics);
    template::check_path(found, &mut parameters, diagnostics);
    let position = |parameter: &Parameter<'d>| {
        let in_path = matches!(parameter.location, Location::Path(_));
        let at = found
            .template
            .parameters()
            .position(|name| in_path && name == parameter.name);
        at.unwrap_or(usize::MAX)
    };
    parameters.sort_by_cached_key(position);
    whole.then_some(parameters)
}

/// The schema of a parameter, if it is declared: for those who ask by name.
pub(super) fn schema<'d>(found: &Found<'d>, location: &str, name: &str) -> Option<Node<'d>> {
    let all = declared(found, &Diagnostics::new());
    let text = |node: Node<'d>, key: &str| node.get(key).and_then(Node::as_str);
    let node = all
        .into_iter()
        .filter_map(|declared| declared.target().ok())
        .find(|node| text(*node, "in") == Some(location) && text(*node, "name") == Some(name))?;
    let content = || node.get("content")?.entries().next()?.1.get("schema");
    node.get("schema").or_else(content)
}

/// The parameters that apply as they are declared, each an object or a reference to one: an operation's own ones
/// replace those of its path item.
fn declared<'d>(found: &Found<'d>, diagnostics: &Diagnostics) -> Vec<Node<'d>> {
    let mut all: Vec<Node<'d>> = Vec::new();
    let mut positions: HashMap<(Option<String>, Option<String>), usize> = HashMap::new();
    let shared = found.inherited("parameters");
    for list in [shared, found.node.get("parameters")].into_iter().flatten() {
        if !list.is_array() {
            diagnostics.push(wrong_kind(list, "`parameters`", "an array"));
        }
        let from = all.len();
        let leads = |item: &Node<'d>| diagnostics.ok(item.target()).is_some();
        for declared in list.items().filter(leads) {
            match positions.entry(identity(declared)) {
                Entry::Occupied(at) if *at.get() >= from => {
                    diagnostics.push(repeated(declared, all.get(*at.get()).copied()));
                }
                Entry::Occupied(at) => {
                    if let Some(other) = all.get_mut(*at.get()) {
                        *other = declared;
                    }
                }
                Entry::Vacant(at) => {
                    at.insert(all.len());
                    all.push(declared);
                }
            }
        }
    }
    all
}

/// What tells a parameter from all others of the operation: where it goes, and its name.
fn identity(declared: Node<'_>) -> (Option<String>, Option<String>) {
    let node = declared.target().unwrap_or(declared);
    let text = |key: &str| node.get(key).and_then(Node::to_text);
    let (place, mut name) = (text("in"), text("name"));
    if let (Some("header"), Some(name)) = (place.as_deref(), &mut name) {
        name.make_ascii_lowercase();
    }
    (place, name)
}

fn repeated(declared: Node<'_>, other: Option<Node<'_>>) -> Diagnostic {
    let node = declared.target().unwrap_or(declared);
    let other = other.and_then(|other| other.target().ok());
    let name = node.get("name").and_then(Node::as_str).unwrap_or_default();
    let warning = node.warning(
        "duplicate-parameter",
        format!("the parameter `{name}` is declared twice"),
    );
    let warning = warning.help("the first one counts");
    match other {
        Some(other) => warning.related(other.at(), "the first one"),
        None => warning,
    }
}

/// What a parameter without a name is called that is the whole query.
const UNNAMED: &str = "querystring";

/// Reads a parameter object; `None` for a header that the specification says to ignore here.
fn parameter<'d>(
    declared: Node<'d>,
    diagnostics: &Diagnostics,
) -> Result<Option<Parameter<'d>>, Diagnostic> {
    let node = declared.target()?;
    let place = In::of(node)?;
    let name = match node.get("name").and_then(Node::as_str) {
        Some(name) => name,
        // Nothing of it is sent.
        None if place == In::QueryString => {
            let message = "a parameter has to have a `name`, also where it is not sent";
            let warning = node.warning("missing-member", message);
            diagnostics.push(warning.help(format!("it is called `{UNNAMED}`")));
            UNNAMED
        }
        None => return Err(node.error("missing-member", "a parameter has to have a `name`")),
    };
    if place == In::Header && is_ignored(name) {
        diagnostics.push_repeated(ignored_header(node, name));
        return Ok(None);
    }
    if place == In::Header && !is_header(name) {
        diagnostics.push(impossible_header(node, name));
        return Ok(None);
    }
    let content = content(node);
    if place == In::QueryString && content.is_none() {
        let message = format!("the parameter `{name}` is the whole query, and has no `content`");
        return Err(node
            .error("missing-member", message)
            .help("say in which media type it is written"));
    }
    let (style, schema) = match content {
        Some((media, described)) => (style::of_content(media), described.get("schema")),
        None => (style::of(node, place, diagnostics), node.get("schema")),
    };
    let is_form = |media: &str| place == In::QueryString && media::is_form(media);
    if let Some((_, described)) = content.filter(|(media, _)| !is_form(media))
        && let Some(encoding) = described.get("encoding")
    {
        let message = format!("the `encoding` of the parameter `{name}` is not used");
        diagnostics.push(encoding.warning("parameter-encoding", message));
    }
    if schema.is_none() {
        diagnostics.push(
            node.warning(
                "missing-schema",
                format!("the parameter `{name}` has no schema"),
            )
            .help("it is taken as text"),
        );
    }
    Ok(Some(Parameter {
        node: Some(node),
        declared: Some(declared),
        name: name.to_owned(),
        location: place.location(style),
        required: is_required(node, name, place, diagnostics),
        schema,
    }))
}

/// The only media type of a parameter, with its name.
fn content(node: Node<'_>) -> Option<(&str, Node<'_>)> {
    node.get("content")?.entries().next()
}

/// Headers that other parts of a document describe: media types and security schemes.
fn is_ignored(name: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .iter()
        .any(|ignored| name.eq_ignore_ascii_case(ignored))
}

fn ignored_header(node: Node<'_>, name: &str) -> Diagnostic {
    node.warning("ignored-header", format!("the parameter for the header `{name}` is ignored"))
        .help("OpenAPI describes this header by media types and security schemes; `.header(…)` sets it on a request")
}

/// Whether a header can have a name (`token` of RFC 9110).
fn is_header(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

fn impossible_header(node: Node<'_>, name: &str) -> Diagnostic {
    let message = format!("no header can be called `{name}`, so the parameter is left out");
    node.warning("impossible-header", message)
        .help("names of headers are letters, digits and a few marks, without spaces")
}

fn is_required(node: Node<'_>, name: &str, place: In, diagnostics: &Diagnostics) -> bool {
    let required = node.get("required").and_then(Node::as_bool) == Some(true);
    if place == In::Path && !required {
        let message = format!("the path parameter `{name}` is not `required`");
        diagnostics.push(
            node.warning("optional-path-parameter", message)
                .help("it is taken as required, since a path needs all of its parts"),
        );
    }
    required || place == In::Path
}
