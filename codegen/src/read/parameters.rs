//! Parameters: which ones an operation has, where each goes and how it is written.

use super::names::Place;
use super::node::Node;
use super::paths::{Found, wrong_kind};
use super::template::Bound;
use super::types::{Required, Types};
use super::{docs, names};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Docs, Fact, Input, Location, Member, Presence, Source, Style, StyleKind, Type};
use crate::suggest;

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
            location: parameter.location.clone(),
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

/// `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum In {
    Path,
    Query,
    Header,
    Cookie,
    QueryString,
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
    check_query(found, &mut parameters, diagnostics);
    check_template(found, &mut parameters, diagnostics);
    let position = |parameter: &Parameter<'d>| {
        let in_path = matches!(parameter.location, Location::Path(_));
        let at = found
            .template
            .parameters()
            .position(|name| in_path && name == parameter.name);
        at.unwrap_or(usize::MAX)
    };
    parameters.sort_by_key(position);
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
    let shared = found.inherited("parameters");
    for list in [shared, found.node.get("parameters")].into_iter().flatten() {
        if !list.is_array() {
            diagnostics.push(wrong_kind(list, "`parameters`", "an array"));
        }
        let from = all.len();
        let leads = |item: &Node<'d>| diagnostics.ok(item.target()).is_some();
        for declared in list.items().filter(leads) {
            match all.iter().position(|other| same(*other, declared)) {
                Some(at) if at >= from => {
                    diagnostics.push(repeated(declared, all.get(at).copied()))
                }
                Some(at) => {
                    if let Some(other) = all.get_mut(at) {
                        *other = declared;
                    }
                }
                None => all.push(declared),
            }
        }
    }
    all
}

/// Whether two declarations are about the same parameter.
fn same(a: Node<'_>, b: Node<'_>) -> bool {
    let (Ok(a), Ok(b)) = (a.target(), b.target()) else {
        return false;
    };
    let text = |node: Node<'_>, key: &str| node.get(key).and_then(Node::to_text);
    let in_header = text(a, "in").as_deref() == Some("header");
    let same_name = match (text(a, "name"), text(b, "name")) {
        (Some(a), Some(b)) if in_header => a.eq_ignore_ascii_case(&b),
        (a, b) => a == b,
    };
    same_name && text(a, "in") == text(b, "in")
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

/// Reads a parameter object; `None` for a header that the specification says to ignore here.
fn parameter<'d>(
    declared: Node<'d>,
    diagnostics: &Diagnostics,
) -> Result<Option<Parameter<'d>>, Diagnostic> {
    let node = declared.target()?;
    let name = node.get("name").and_then(Node::as_str);
    let name =
        name.ok_or_else(|| node.error("missing-member", "a parameter has to have a `name`"))?;
    let place = place(node)?;
    if place == In::Header && is_ignored(name) {
        diagnostics.push(ignored_header(node, name));
        return Ok(None);
    }
    let content = node
        .get("content")
        .into_iter()
        .flat_map(Node::entries)
        .next();
    if place == In::QueryString && content.is_none() {
        let message = format!("the parameter `{name}` is the whole query, and has no `content`");
        return Err(node
            .error("missing-member", message)
            .help("say in which media type it is written"));
    }
    let (style, schema) = match content {
        Some((media, described)) => (content_style(media), described.get("schema")),
        None => (style(node, place, diagnostics), node.get("schema")),
    };
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
        location: location(place, style),
        required: is_required(node, name, place, diagnostics),
        schema,
    }))
}

fn place(node: Node<'_>) -> Result<In, Diagnostic> {
    const KNOWN: [&str; 5] = ["path", "query", "header", "cookie", "querystring"];
    let Some(text) = node.get("in") else {
        return Err(node.error(
            "missing-member",
            "a parameter has to say where it goes, with `in`",
        ));
    };
    match text.as_str() {
        Some("path") => Ok(In::Path),
        Some("query") => Ok(In::Query),
        Some("header") => Ok(In::Header),
        Some("cookie") => Ok(In::Cookie),
        Some("querystring") => Ok(In::QueryString),
        other => {
            let other = other.unwrap_or_default();
            let error = text.error(
                "unknown-location",
                format!("a parameter cannot be in `{other}`"),
            );
            let known = "it can be in `path`, `query`, `header`, `cookie` or `querystring`";
            Err(error.help(match suggest::closest(other, KNOWN) {
                Some(close) => format!("did you mean `{close}`?"),
                None => known.to_owned(),
            }))
        }
    }
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

fn location(place: In, style: Style) -> Location {
    match place {
        In::Path => Location::Path(style),
        In::Query => Location::Query(style),
        In::Header => Location::Header(style),
        In::Cookie => Location::Cookie(style),
        In::QueryString => Location::QueryString(style),
    }
}

fn content_style(media: &str) -> Style {
    Style {
        kind: StyleKind::Content(media.to_owned()),
        explode: false,
        allow_reserved: false,
    }
}

/// Style, explode and `allowReserved` of a parameter with a schema, as they are written or by default.
fn style(node: Node<'_>, place: In, diagnostics: &Diagnostics) -> Style {
    let kind = node.get("style").and_then(|style| {
        let kind = style.as_str().and_then(|name| known_style(name, place));
        if kind.is_none() {
            diagnostics.push(unknown_style(style, place));
        }
        kind
    });
    let kind = kind.unwrap_or_else(|| default_style(place));
    let explode = node
        .get("explode")
        .and_then(Node::as_bool)
        .unwrap_or_else(|| default_explode(&kind));
    let allow_reserved = node
        .get("allowReserved")
        .and_then(Node::as_bool)
        .unwrap_or(false);
    Style {
        kind,
        explode,
        allow_reserved,
    }
}

/// How a member of a form is written, which is as a query parameter would be.
pub(super) fn query_style(node: Node<'_>, diagnostics: &Diagnostics) -> Style {
    style(node, In::Query, diagnostics)
}

/// The styles that the specification allows in each place.
fn known_style(name: &str, place: In) -> Option<StyleKind> {
    match (place, name) {
        (In::Path | In::Header, "simple") => Some(StyleKind::Simple),
        (In::Path, "label") => Some(StyleKind::Label),
        (In::Path, "matrix") => Some(StyleKind::Matrix),
        (In::Query | In::Cookie, "form") => Some(StyleKind::Form),
        (In::Query, "spaceDelimited") => Some(StyleKind::SpaceDelimited),
        (In::Query, "pipeDelimited") => Some(StyleKind::PipeDelimited),
        (In::Query, "deepObject") => Some(StyleKind::DeepObject),
        (In::Query, "tabDelimited") => Some(StyleKind::TabDelimited),
        (In::Cookie, "cookie") => Some(StyleKind::Cookie),
        _ => None,
    }
}

fn default_style(place: In) -> StyleKind {
    match place {
        In::Path | In::Header => StyleKind::Simple,
        In::Query | In::Cookie | In::QueryString => StyleKind::Form,
    }
}

fn default_explode(kind: &StyleKind) -> bool {
    matches!(
        kind,
        StyleKind::Form | StyleKind::Cookie | StyleKind::DeepObject
    )
}

fn unknown_style(style: Node<'_>, place: In) -> Diagnostic {
    let (name, default) = match place {
        In::Path => ("path", "simple"),
        In::Query | In::QueryString => ("query", "form"),
        In::Header => ("header", "simple"),
        In::Cookie => ("cookie", "form"),
    };
    let written = style.to_text().unwrap_or_default();
    let message = format!("`{written}` is not a style of {name} parameters");
    style
        .warning("unknown-style", message)
        .help(format!("the default is used: `{default}`"))
}

/// Compares the parameters of the template with the declared ones. One that is not declared is taken as text,
/// for those who want to keep going.
fn check_template<'d>(
    found: &Found<'d>,
    parameters: &mut Vec<Parameter<'d>>,
    diagnostics: &Diagnostics,
) {
    let (in_path, others): (Vec<_>, Vec<_>) = parameters
        .drain(..)
        .partition(|parameter| matches!(parameter.location, Location::Path(_)));
    let (mut used, unused): (Vec<_>, Vec<_>) = in_path.into_iter().partition(|parameter| {
        found
            .template
            .parameters()
            .any(|name| name == parameter.name)
    });
    for parameter in &unused {
        diagnostics.push(not_in_template(found, parameter));
    }
    for name in found.template.parameters() {
        if !used.iter().any(|parameter| parameter.name == name) {
            let spare = unused.iter().map(|parameter| parameter.name.as_str());
            let close = suggest::closest(name, spare);
            diagnostics.push(undeclared(found, name, "path", close));
            used.push(as_text(name, Location::Path(joined(StyleKind::Simple))));
        }
    }
    parameters.extend(used.into_iter().chain(others));
}

fn as_text<'d>(name: &str, location: Location) -> Parameter<'d> {
    Parameter {
        node: None,
        declared: None,
        name: name.to_owned(),
        location,
        required: true,
        schema: None,
    }
}

fn joined(kind: StyleKind) -> Style {
    Style {
        kind,
        explode: false,
        allow_reserved: false,
    }
}

/// Compares the parameters that the key names in its query with the declared ones. Documents that have them there
/// often declare them as if the query were a part of the path. One that is not declared is taken as text, for those
/// who want to keep going.
fn check_query<'d>(
    found: &Found<'d>,
    parameters: &mut Vec<Parameter<'d>>,
    diagnostics: &Diagnostics,
) {
    let mut moved: Vec<&str> = Vec::new();
    for bound in &found.template.bound {
        let in_query = |parameter: &Parameter<'d>| {
            matches!(parameter.location, Location::Query(_))
                && (parameter.name == bound.parameter || parameter.name == bound.key)
        };
        let in_path = |parameter: &&Parameter<'d>| {
            matches!(parameter.location, Location::Path(_)) && parameter.name == bound.parameter
        };
        if parameters.iter().any(in_query) {
            continue;
        }
        let location = Location::Query(joined(StyleKind::Form));
        match parameters.iter().find(in_path).cloned() {
            Some(declared) => {
                diagnostics.push(misplaced(found, &declared, bound));
                moved.push(&bound.parameter);
                parameters.push(Parameter {
                    name: bound.key.clone(),
                    location,
                    ..declared
                });
            }
            None => {
                diagnostics.push(undeclared(found, &bound.parameter, "query", None));
                parameters.push(as_text(&bound.key, location));
            }
        }
    }
    parameters.retain(|parameter| {
        let name = parameter.name.as_str();
        !matches!(parameter.location, Location::Path(_))
            || !moved.contains(&name)
            || found.template.parameters().any(|other| other == name)
    });
}

fn misplaced(found: &Found<'_>, parameter: &Parameter<'_>, bound: &Bound) -> Diagnostic {
    let message = format!(
        "the parameter `{}` of `{}` is declared for the path, and stands in the query",
        parameter.name,
        found.name()
    );
    let at = parameter.node.unwrap_or(found.place).at();
    Diagnostic::warning("misplaced-parameter", message)
        .at(at.member("in"))
        .help(format!("it is sent in the query, as `{}`", bound.key))
}

fn undeclared(found: &Found<'_>, name: &str, place: &str, close: Option<&str>) -> Diagnostic {
    let message = format!(
        "the {place} parameter `{name}` of `{}` is not declared",
        found.name()
    );
    let code = if place == "path" {
        "undeclared-path-parameter"
    } else {
        "undeclared-query-parameter"
    };
    let error = Diagnostic::error(code, message).at(found.place.at().key());
    error.help(match close {
        Some(close) => format!("`{close}` is declared: one of the two is misspelt"),
        None => format!(
            "add `{{name: {name}, in: {place}, required: true, schema: …}}` to `parameters`"
        ),
    })
}

fn not_in_template(found: &Found<'_>, parameter: &Parameter<'_>) -> Diagnostic {
    let message = format!(
        "the path `{}` has no parameter `{}`",
        found.key, parameter.name
    );
    let names: Vec<String> = found
        .template
        .parameters()
        .map(|name| format!("`{name}`"))
        .collect();
    let at = parameter.node.unwrap_or(found.place).at();
    let error = Diagnostic::error("unused-path-parameter", message)
        .at(at)
        .related(found.place.at().key(), "of this operation");
    error.help(if names.is_empty() {
        "the path has no parameters: remove this one".to_owned()
    } else {
        format!("its parameters are {}", names.join(", "))
    })
}
