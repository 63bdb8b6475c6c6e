//! Where the API is, and how one proves who one is.

use super::{Shape, Upgrade};
use crate::read::node::Node;
use crate::read::tree::{Full, NodeId};

impl Upgrade<'_> {
    /// `basic` becomes `http`, and the one flow of `oauth2` becomes `flows`.
    pub(super) fn security_scheme(&mut self, scheme: NodeId) -> Result<(), Full> {
        let node = self.node(scheme);
        match node.get("type").and_then(Node::as_str) {
            Some("basic") => {
                let mut members = self.kept(scheme);
                members.retain(|(key, _)| key != "type");
                members.push(("type".to_owned(), Shape::text("http")));
                members.push(("scheme".to_owned(), Shape::text("basic")));
                self.reshape(scheme, Shape::Members(members), scheme)
            }
            Some("oauth2") => {
                let flow = match node.get("flow").and_then(Node::as_str) {
                    Some("application") => "clientCredentials",
                    Some("accessCode") => "authorizationCode",
                    Some("password") => "password",
                    _ => "implicit",
                };
                let (inside, mut members): (Vec<_>, Vec<_>) = self
                    .kept(scheme)
                    .into_iter()
                    .partition(|(key, _)| OF_THE_FLOW.contains(&key.as_str()));
                members.retain(|(key, _)| key != "flow");
                members.push((
                    "flows".to_owned(),
                    Shape::members([(flow, Shape::Members(inside))]),
                ));
                self.reshape(scheme, Shape::Members(members), scheme)
            }
            _ => Ok(()),
        }
    }
}

/// What belongs to the flow of `oauth2`.
const OF_THE_FLOW: &[&str] = &["authorizationUrl", "tokenUrl", "scopes"];

/// `schemes`, `host` and `basePath` as `servers`, the secure one first.
pub(super) fn servers(root: Node<'_>) -> Shape {
    let text = |key| root.get(key).and_then(Node::to_text).unwrap_or_default();
    let path = text("basePath");
    let path = path.trim_end_matches('/');
    let host = text("host");
    if host.is_empty() {
        let url = if path.is_empty() { "/" } else { path };
        return Shape::List(vec![Shape::members([("url", Shape::text(url))])]);
    }
    let schemes = root
        .get("schemes")
        .into_iter()
        .flat_map(Node::items)
        .filter_map(Node::as_str);
    let mut schemes: Vec<&str> = schemes
        .filter(|scheme| matches!(*scheme, "http" | "https"))
        .collect();
    schemes.sort_by_key(|scheme| *scheme != "https");
    if schemes.is_empty() {
        schemes.push("https");
    }
    let urls = schemes
        .into_iter()
        .map(|scheme| format!("{scheme}://{host}{path}"));
    Shape::List(
        urls.map(|url| Shape::members([("url", Shape::text(url))]))
            .collect(),
    )
}
