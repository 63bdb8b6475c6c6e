//! Whether the entry document is one of OpenAPI, in a version that is known.

use super::node::Node;
use super::resolve::Documents;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};

/// Whether a document has anything of one of OpenAPI. If not, that is reported, and whatever else could be said of it
/// would follow from that.
pub(crate) fn is_openapi(documents: &Documents, diagnostics: &Diagnostics) -> bool {
    let root = documents.root();
    let members = ["openapi", "swagger", "paths", "webhooks", "components"];
    let is_one = members.iter().any(|key| root.get(key).is_some());
    if !is_one {
        check(root, diagnostics);
    }
    is_one
}

/// Reports a document that is none, or whose version is not known.
pub(super) fn check(root: Node<'_>, diagnostics: &Diagnostics) {
    diagnostics.ok(problem(root).map_or(Ok(()), Err));
}

fn problem(root: Node<'_>) -> Option<Diagnostic> {
    let help = "the first line of a document is, for example, `openapi: 3.1.0`";
    let Some(version) = root.get("openapi").or_else(|| root.get("swagger")) else {
        let file = root.original().file();
        let message = format!("`{file}` has no member `openapi`: it is no OpenAPI document");
        return Some(
            Diagnostic::error("not-openapi", message)
                .at(Location::position(file, 1, 1))
                .help(help),
        );
    };
    let number = version.to_text().unwrap_or_default();
    let known = number == "2"
        || ["2.", "3.0", "3.1", "3.2"]
            .iter()
            .any(|known| number.starts_with(known));
    (!known).then(|| {
        let message = format!("`{number}` is no version of OpenAPI that is known");
        version
            .error("unknown-version", message)
            .help("known are 2.0, 3.0, 3.1 and 3.2")
    })
}
