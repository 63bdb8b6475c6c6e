//! Where a parameter goes, and how it is written.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Location, Style, StyleKind};
use crate::read::node::Node;
use crate::suggest;

/// `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum In {
    Path,
    Query,
    Header,
    Cookie,
    QueryString,
}

impl In {
    /// Reads `in`.
    pub(super) fn of(node: Node<'_>) -> Result<Self, Diagnostic> {
        const KNOWN: [&str; 5] = ["path", "query", "header", "cookie", "querystring"];
        let Some(text) = node.get("in") else {
            return Err(node.error(
                "missing-member",
                "a parameter has to say where it goes, with `in`",
            ));
        };
        match text.as_str() {
            Some("path") => Ok(Self::Path),
            Some("query") => Ok(Self::Query),
            Some("header") => Ok(Self::Header),
            Some("cookie") => Ok(Self::Cookie),
            Some("querystring") => Ok(Self::QueryString),
            other => {
                let other = other.unwrap_or_default();
                let error = text.error(
                    "unknown-location",
                    format!("a parameter cannot be in `{other}`"),
                );
                Err(error.help(match (other, suggest::closest(other, KNOWN)) {
                    ("body" | "formData", _) => {
                        "that is Swagger 2.0: in OpenAPI 3, write the body as `requestBody`"
                            .to_owned()
                    }
                    (_, Some(close)) => format!("did you mean `{close}`?"),
                    (_, None) => {
                        "it can be in `path`, `query`, `header`, `cookie` or `querystring`"
                            .to_owned()
                    }
                }))
            }
        }
    }

    /// Where a parameter goes that is written so.
    pub(super) fn location(self, style: Style) -> Location {
        match self {
            Self::Path => Location::Path(style),
            Self::Query => Location::Query(style),
            Self::Header => Location::Header(style),
            Self::Cookie => Location::Cookie(style),
            Self::QueryString => Location::QueryString(style, Vec::new()),
        }
    }
}

/// How a parameter is written that has a media type.
pub(super) fn of_content(media: &str) -> Style {
    joined(StyleKind::Content(media.to_owned()))
}

/// Style, explode and `allowReserved` of a parameter with a schema, as they are written or by default.
pub(super) fn of(node: Node<'_>, place: In, diagnostics: &Diagnostics) -> Style {
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
pub(in crate::read) fn query_style(node: Node<'_>, diagnostics: &Diagnostics) -> Style {
    of(node, In::Query, diagnostics)
}

/// The styles that the specification allows in each place.
fn known_style(name: &str, place: In) -> Option<StyleKind> {
    match (place, name) {
        (In::Path | In::Header, "simple") => Some(StyleKind::Simple),
        (In::Path, "label") => Some(StyleKind::Label),
        (In::Path, "matrix") => Some(StyleKind::Matrix),
        (In::Query | In::Cookie, "form") => Some(StyleKind::Form),
        (In::Query, "deepObject") => Some(StyleKind::DeepObject),
        // In paths and headers, too, as Swagger 2.0 has them.
        (In::Path | In::Header | In::Query, "spaceDelimited") => Some(StyleKind::SpaceDelimited),
        (In::Path | In::Header | In::Query, "pipeDelimited") => Some(StyleKind::PipeDelimited),
        (In::Path | In::Header | In::Query, "tabDelimited") => Some(StyleKind::TabDelimited),
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

/// A style that does not explode.
pub(super) fn joined(kind: StyleKind) -> Style {
    Style {
        kind,
        explode: false,
        allow_reserved: false,
    }
}
