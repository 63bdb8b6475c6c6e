//! [`Query`]: JSONPath (RFC 9535) over the values of a file, and why one selects nothing.

use std::collections::HashSet;

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

use super::Mirror;
use crate::diagnostic::{Diagnostic, Location};
use crate::read::node::Node;
use crate::read::resolve::Documents;
use crate::read::tree::NodeId;
use crate::suggest;

/// How many brackets may stand within each other: what the parser takes for a query doubles with each filter within a
/// filter, and 20 of them take it 13 seconds.
const DEEPEST: usize = 10;

/// A query that an overlay asks.
#[derive(Debug)]
pub(super) struct Query {
    path: JsonPath,
    /// Where it stands.
    node: NodeId,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    ///
    /// If it is no string, or no JSONPath.
    pub(super) fn read(node: Node<'_>) -> Result<Self, Diagnostic> {
        let key = node.key().unwrap_or_default();
        let Some(text) = node.as_str() else {
            let message = format!("`{key}` has to be a string and is {}", node.kind());
            return Err(node.error("invalid-overlay", message));
        };
        if nesting(text) > DEEPEST {
            let message = format!("a query has at most {DEEPEST} brackets within each other");
            return Err(node.error("invalid-query", message));
        }
        let path = JsonPath::parse(text).map_err(|error| {
            let read: String = text.chars().take(error.position()).collect();
            let message = match read.as_str() {
                "" => format!("`{text}` is no JSONPath: it has to begin with `$`"),
                read => format!("`{text}` is no JSONPath: it cannot be read on after `{read}`"),
            };
            node.error("invalid-query", message).help(
                "a name of other characters than letters, digits and `_` is written in brackets: `$.paths['/a']`",
            )
        })?;
        Ok(Self {
            path,
            node: node.identity(),
        })
    }

    /// The values that it selects, each once.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub(super) fn select(
        &self,
        documents: &Documents,
        root: NodeId,
        mirror: &Mirror,
    ) -> Result<Vec<NodeId>, Diagnostic> {
        let mut selected = find(&self.path, documents, root, mirror.value());
        let mut seen = HashSet::new();
        selected.retain(|id| seen.insert(*id));
        if selected.is_empty() {
            return Err(self.selects_nothing(documents, root, mirror.value()));
        }
        Ok(selected)
    }

    pub(super) fn at(&self, documents: &Documents) -> Location {
        documents.node(self.node).at()
    }

    fn selects_nothing(&self, documents: &Documents, root: NodeId, value: &Value) -> Diagnostic {
        let node = documents.node(self.node);
        let text = node.as_str().unwrap_or_default();
        let error = node.error("matches-nothing", "the query selects nothing");
        let remove = "if the document has been corrected, remove the action";
        let Some((prefix, rest)) = reach(text, value) else {
            return error.help(remove);
        };
        let reached = JsonPath::parse(prefix)
            .map(|path| find(&path, documents, root, value))
            .unwrap_or_default();
        let reached: Vec<Node<'_>> = reached.iter().map(|id| documents.node(*id)).collect();
        if let [one] = reached.as_slice()
            && let Some(reference) = one.reference()
        {
            return error.related(one.at().member("$ref"), "this is a reference").help(format!(
                "queries do not follow references: select it at `{reference}`, where it applies to all who refer to it"
            ));
        }
        let keys = reached.iter().flat_map(|node| node.keys());
        let near = name(rest).and_then(|name| {
            let near = suggest::closest(name, keys)?;
            Some((name, near))
        });
        match near {
            Some((name, near)) => error.help(format!(
                "`{prefix}` has no `{name}`: did you mean `{near}`?"
            )),
            None => error.help(format!(
                "`{prefix}` selects something, and `{rest}` nothing of it; {remove}"
            )),
        }
    }

    /// It selects more than the one value that is to be copied.
    pub(super) fn is_ambiguous(&self, documents: &Documents, selected: &[NodeId]) -> Diagnostic {
        let message = format!("the query selects {} values to copy", selected.len());
        let error = documents.node(self.node).error("invalid-overlay", message);
        let places = selected.iter().take(2).map(|id| documents.node(*id).at());
        places
            .fold(error, |error, place| error.related(place, "one of them"))
            .help("what is copied is one value")
    }
}

/// How many brackets stand within each other, those in quotes included.
fn nesting(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for letter in text.chars() {
        match letter {
            '[' | '(' => open += 1,
            ']' | ')' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

fn find(path: &JsonPath, documents: &Documents, root: NodeId, value: &Value) -> Vec<NodeId> {
    let found = path.query_located(value);
    let found = found.locations().filter_map(|location| {
        let mut steps = location.iter();
        steps.try_fold(root, |id, step| match step {
            PathElement::Name(name) => documents.tree().get(id, name),
            PathElement::Index(index) => documents.tree().item(id, *index),
        })
    });
    found.collect()
}

/// The longest part of a query from its beginning that selects something, and what follows it.
fn reach<'t>(text: &'t str, value: &Value) -> Option<(&'t str, &'t str)> {
    let ends = text.char_indices().rev();
    let ends = ends.filter(|(_, letter)| matches!(letter, '.' | '['));
    let mut parts = ends.map(|(end, _)| text.split_at(end));
    parts
        .find(|(prefix, _)| JsonPath::parse(prefix).is_ok_and(|path| !path.query(value).is_empty()))
}

/// The name that a part of a query begins with: `.name` or `['name']`.
fn name(rest: &str) -> Option<&str> {
    if let Some(quoted) = rest.strip_prefix('[') {
        let quote = quoted.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        return quoted.get(1..)?.split(quote).next();
    }
    let name = rest.strip_prefix('.')?;
    let name = name.split(['.', '[']).next()?;
    (!name.is_empty() && name != "*").then_some(name)
}
