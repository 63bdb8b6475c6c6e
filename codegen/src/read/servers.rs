//! Servers: where an API can be reached.

use super::docs;
use super::node::Node;
use crate::config::Config;
use crate::ir::{Server, ServerVariable};

/// The servers of the document, after the base URL that the configuration gives.
pub(super) fn of(root: Node<'_>, config: &Config) -> Vec<Server> {
    let configured = config.client.base_url.clone().map(|url| Server {
        url,
        description: None,
        variables: Vec::new(),
    });
    let declared = root.get("servers").map(read).unwrap_or_default();
    configured.into_iter().chain(declared).collect()
}

/// Reads `servers`.
pub(super) fn read(servers: Node<'_>) -> Vec<Server> {
    servers.items().filter_map(server).collect()
}

fn server(node: Node<'_>) -> Option<Server> {
    let url = node.get("url").and_then(Node::as_str)?;
    let variables = node.get("variables").into_iter().flat_map(Node::entries);
    Some(Server {
        url: url.to_owned(),
        description: docs::text(node, "description").or_else(|| docs::text(node, "name")),
        variables: variables
            .map(|(name, variable)| self::variable(name, variable))
            .collect(),
    })
}

fn variable(name: &str, node: Node<'_>) -> ServerVariable {
    ServerVariable {
        name: name.to_owned(),
        default: node
            .get("default")
            .and_then(Node::to_text)
            .unwrap_or_default(),
        values: node
            .get("enum")
            .into_iter()
            .flat_map(Node::items)
            .filter_map(Node::to_text)
            .collect(),
        description: docs::text(node, "description"),
    }
}

/// The URL with the default of each variable.
pub(super) fn resolved(server: &Server) -> String {
    let replace = |url: String, variable: &ServerVariable| {
        url.replace(&format!("{{{}}}", variable.name), &variable.default)
    };
    server.variables.iter().fold(server.url.clone(), replace)
}
