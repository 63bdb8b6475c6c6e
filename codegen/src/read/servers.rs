//! Servers: where an API can be reached.

use iri_string::types::{IriAbsoluteStr, IriReferenceStr, IriRelativeStr};

use super::docs;
use super::node::Node;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::ir::{Server, ServerVariable};

/// The servers of the document, after the base URL that the configuration gives.
pub(super) fn of(root: Node<'_>, config: &Config) -> Vec<Server> {
    let declared = root.get("servers").map(read).unwrap_or_default();
    let configured = config.client.base_url.as_ref().map(|url| Server {
        url: completed(url, declared.first()),
        description: None,
        variables: Vec::new(),
    });
    configured.into_iter().chain(declared).collect()
}

/// The base URL that the configuration gives. If it has no path, that of the document's server is taken, which says
/// where the API is on a host that it does not know.
fn completed(base: &str, declared: Option<&Server>) -> String {
    let path = declared.filter(|_| !has_path(base)).map(resolved);
    let joined = path
        .filter(|path| is_path(path))
        .and_then(|path| relative(&path, base));
    joined.unwrap_or_else(|| base.to_owned())
}

fn has_path(url: &str) -> bool {
    let after = url.split_once("://").map_or("", |(_, after)| after);
    after.trim_end_matches('/').contains('/')
}

/// Whether the URL of a server says nothing of the host.
fn is_path(url: &str) -> bool {
    let relative = IriRelativeStr::new(url);
    relative.is_ok_and(|url| url.authority_str().is_none()) && !url.contains(['?', '#'])
}

/// Reads `servers`.
pub(super) fn read(servers: Node<'_>) -> Vec<Server> {
    servers.items().filter_map(server).collect()
}

/// The base URL of operations, which have servers of their own: the first one, relative to that of the document.
///
/// # Errors
///
/// If it is no base URL.
pub(super) fn own(servers: Node<'_>, base_url: Option<&str>) -> Result<Option<String>, Diagnostic> {
    let Some((node, server)) = servers.items().find_map(|node| Some((node, server(node)?))) else {
        return Ok(None);
    };
    let url = resolved(&server);
    let absolute = match base_url {
        Some(base) if !is_absolute(&url) => relative(&url, base).unwrap_or(url),
        _ => url,
    };
    let why = if absolute.contains(['{', '}']) {
        "it has a variable that is not declared"
    } else if !is_absolute(&absolute) {
        "it is relative, and there is no URL that it could be relative to"
    } else if absolute.contains(['?', '#']) {
        "it has a query or a fragment"
    } else if !has_host(&absolute) {
        "it has no host"
    } else {
        return Ok(Some(absolute));
    };
    let message = format!("`{}` cannot be a base URL: {why}", server.url);
    let at = node.get("url").unwrap_or(node);
    Err(at
        .warning("unusable-server", message)
        .help("requests go to the base URL of the client"))
}

fn is_absolute(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

fn has_host(url: &str) -> bool {
    let after = url.split_once("://").map_or("", |(_, after)| after);
    !after.is_empty() && !after.starts_with('/')
}

fn relative(url: &str, base: &str) -> Option<String> {
    // What is relative is so to the folder that the base URL is.
    let base = format!("{}/", base.trim_end_matches('/'));
    let base = IriAbsoluteStr::new(&base).ok()?;
    let resolved = IriReferenceStr::new(url).ok()?.resolve_against(base);
    Some(resolved.to_string())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_without_a_path_gets_that_of_a_relative_server() {
        for (base, server, expected) in [
            (
                "https://example.com",
                "/api/v2",
                "https://example.com/api/v2",
            ),
            (
                "https://example.com/",
                "api/v2/",
                "https://example.com/api/v2/",
            ),
            ("http://[::1]:80", "./v2", "http://[::1]:80/v2"),
            ("https://example.com", "/", "https://example.com/"),
            // It has a path of its own, or the server has a host.
            (
                "https://example.com/v3",
                "/api/v2",
                "https://example.com/v3",
            ),
            (
                "https://example.com",
                "https://a.com/v2",
                "https://example.com",
            ),
            ("https://example.com", "//a.com/v2", "https://example.com"),
            // No path that anything can be below of.
            ("https://example.com", "/{version}", "https://example.com"),
            ("https://example.com", "/v2?a=b", "https://example.com"),
        ] {
            let server = Server {
                url: server.to_owned(),
                description: None,
                variables: Vec::new(),
            };
            assert_eq!(completed(base, Some(&server)), expected, "{}", server.url);
        }
    }
}
