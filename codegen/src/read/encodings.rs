//! How the members of a form or of a multipart body are written: the Encoding Objects of a media type.

use super::media;
use super::node::Node;
use super::parameters::style::query_style;
use super::schema::Schema;
use super::types::Types;
use crate::diagnostic::Diagnostics;
use crate::ir::{Encoding, JsonType};

/// How members of a form or of parts are written where `encoding` of the media type says so.
pub(super) fn of<'d>(
    media: Node<'d>,
    schema: Option<&Schema<'d>>,
    types: &Types<'d>,
    diagnostics: &Diagnostics,
) -> Vec<Encoding> {
    let entries = media.get("encoding").into_iter().flat_map(Node::entries);
    entries
        .map(|(member, node)| {
            let encoding = encoding(member, node, diagnostics);
            report_structured(&encoding, node, schema, types, diagnostics);
            encoding
        })
        .collect()
}

/// Reports an object in a media type in which none can be written.
fn report_structured<'d>(
    encoding: &Encoding,
    node: Node<'d>,
    schema: Option<&Schema<'d>>,
    types: &Types<'d>,
    diagnostics: &Diagnostics,
) {
    let member = &encoding.member;
    let written = |media: &str| media::is_json(media) || media::is_form(media);
    let Some(media) = encoding.content_types.first().filter(|it| !written(it)) else {
        return;
    };
    let Some(value) = schema.and_then(|schema| types.property(schema, member)) else {
        return;
    };
    let value = types.items(&value).unwrap_or(value);
    if types.combined(&value).is_only(JsonType::Object) {
        let message = format!("`{member}` is an object, which is not written as `{media}`");
        let at = node.get("contentType").unwrap_or(node);
        diagnostics.push(
            at.warning("content-of-object", message)
                .help("it is sent as JSON under that name"),
        );
    }
}

fn encoding(member: &str, node: Node<'_>, diagnostics: &Diagnostics) -> Encoding {
    let has_style = ["style", "explode", "allowReserved"]
        .iter()
        .any(|key| node.get(key).is_some());
    let written = node.get("contentType");
    if let Some(written) = written.filter(|_| has_style) {
        let message = format!("the media type of `{member}` is ignored, because it has a style");
        diagnostics.push(written.warning("ignored-content-type", message));
    }
    let content_types = written
        .filter(|_| !has_style)
        .and_then(Node::as_str)
        .unwrap_or_default();
    if node
        .get("headers")
        .is_some_and(|headers| headers.entries().len() > 0)
    {
        let message = format!("headers of the part `{member}` are not generated");
        diagnostics.push(node.warning("part-headers", message));
    }
    Encoding {
        member: member.to_owned(),
        content_types: content_types
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        style: has_style.then(|| query_style(node, diagnostics)),
    }
}
