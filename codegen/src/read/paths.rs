//! Paths: the operations of a document, each with what it shares with its path item.
//!
//! What is wrong with an operation is an error, and yet the operation is read on as well as it can be, so that
//! a user who wants to keep going gets it. Only what cannot be read at all is left out.

use std::collections::BTreeMap;

use super::node::Node;
use super::template::{Template, TemplateError};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// The methods that are keys of a path item.
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// An operation as it stands in the document.
#[derive(Clone, Debug)]
pub(crate) struct Found<'d> {
    /// Method in capitals.
    pub(crate) method: String,
    /// The key of its path item.
    pub(crate) key: &'d str,
    /// The key in its parts.
    pub(super) template: Template,
    /// The path items that apply: the one under the key, then what it refers to.
    pub(super) items: Vec<Node<'d>>,
    /// The operation itself.
    pub(crate) node: Node<'d>,
    /// Where the operation stands under its path item: a reference, or `node`.
    pub(super) place: Node<'d>,
}

impl<'d> Found<'d> {
    /// What configuration calls it: `PATCH /user/invites/{invite_id}`.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.key)
    }

    /// `operationId`.
    pub(super) fn operation_id(&self) -> Option<&'d str> {
        self.node.get("operationId").and_then(Node::as_str)
    }

    /// `tags`.
    pub(super) fn tags(&self) -> impl Iterator<Item = &'d str> {
        self.node
            .get("tags")
            .into_iter()
            .flat_map(Node::items)
            .filter_map(Node::as_str)
    }

    /// The value of a keyword that a path item can give to all its operations.
    pub(super) fn inherited(&self, key: &str) -> Option<Node<'d>> {
        self.items.iter().find_map(|item| item.get(key))
    }
}

/// All operations of a document in its order.
#[derive(Debug, Default)]
pub(super) struct Collected<'d> {
    /// Those that can be read on.
    pub(super) operations: Vec<Found<'d>>,
    /// Those that cannot.
    pub(super) unreadable: Vec<Unreadable>,
}

/// An operation that cannot be read, or all that a path item may have.
#[derive(Debug)]
pub(super) struct Unreadable {
    /// Method in capitals; `None` if the path item as a whole cannot be read.
    pub(super) method: Option<String>,
    /// The key of the path item.
    pub(super) key: String,
    /// Why.
    pub(super) error: Diagnostic,
}

/// Collects the operations of `paths`.
pub(super) fn collect(root: Node<'_>) -> Collected<'_> {
    let mut collected = Collected::default();
    for (key, item) in root.get("paths").into_iter().flat_map(Node::entries) {
        if key.starts_with("x-") {
            continue;
        }
        match Template::parse(key) {
            Ok(template) => collected.path_item(key, &template, item),
            Err(error) => {
                let error = invalid_path(key, item, &error);
                collected.give_up(methods(item).map(method).map(Some), key, &error);
            }
        }
    }
    collected
}

impl<'d> Collected<'d> {
    fn path_item(&mut self, key: &'d str, template: &Template, item: Node<'d>) {
        let items = match path_items(key, item) {
            Ok(items) => items,
            Err(error) => return self.give_up([None], key, &error),
        };
        let mut seen: Vec<String> = Vec::new();
        for place in items.iter().flat_map(|item| methods(*item)) {
            let method = method(place);
            if seen.contains(&method) {
                continue;
            }
            seen.push(method.clone());
            match operation(place, &method) {
                Ok(node) => {
                    let (template, items) = (template.clone(), items.clone());
                    self.operations.push(Found {
                        method,
                        key,
                        template,
                        items,
                        node,
                        place,
                    });
                }
                Err(error) => self.give_up([Some(method)], key, &error),
            }
        }
    }

    fn give_up(
        &mut self,
        methods: impl IntoIterator<Item = Option<String>>,
        key: &str,
        error: &Diagnostic,
    ) {
        let unreadable = methods.into_iter().map(|method| Unreadable {
            method,
            key: key.to_owned(),
            error: error.clone(),
        });
        self.unreadable.extend(unreadable);
    }
}

/// Reports operations that stand in an extension beside `paths` (`x-ms-paths`) and not in `paths`.
pub(super) fn report_beside(root: Node<'_>, diagnostics: &Diagnostics) {
    let Some(beside) = root.extension("paths") else {
        return;
    };
    let is_read = |key: &str| root.get("paths").is_some_and(|it| it.get(key).is_some());
    let items = beside.entries().filter(|(key, _)| !is_read(key));
    let count = items.flat_map(|(_, item)| methods(item)).count();
    let operations = match count {
        0 => return,
        1 => "the operation".to_owned(),
        _ => format!("the {count} operations"),
    };
    let name = beside.key().unwrap_or_default();
    let message = format!("{operations} in `{name}` cannot be called");
    let help = format!("an overlay can copy them: `target: $.paths`, `copy: $['{name}']`");
    diagnostics.push(
        Diagnostic::warning("unread-paths", message)
            .at(beside.at().key())
            .help(help),
    );
}

/// A path item and what it refers to.
fn path_items<'d>(key: &str, item: Node<'d>) -> Result<Vec<Node<'d>>, Diagnostic> {
    let followed = item.follow()?;
    if !followed.target.is_object() {
        return Err(wrong_kind(
            followed.target,
            &format!("the path item of `{key}`"),
            "an object",
        ));
    }
    let mut items = followed.via;
    items.push(followed.target);
    Ok(items)
}

/// The HTTP method of an operation. Those that OpenAPI has no field for are written as they are sent.
fn method(place: Node<'_>) -> String {
    let key = place.key().unwrap_or_default();
    if METHODS.contains(&key) {
        key.to_ascii_uppercase()
    } else {
        key.to_owned()
    }
}

/// Whether a text can be an HTTP method: a token of RFC 9110.
fn is_method(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_letter)
}

/// The operations of a path item: those of known methods, and `additionalOperations`.
pub(super) fn methods<'d>(item: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    let known = item.entries().filter(|(key, _)| METHODS.contains(key));
    let more = item
        .get("additionalOperations")
        .into_iter()
        .flat_map(Node::entries);
    known.chain(more).map(|(_, place)| place)
}

fn operation<'d>(place: Node<'d>, method: &str) -> Result<Node<'d>, Diagnostic> {
    if !is_method(method) {
        let message = format!("`{method}` is no HTTP method");
        return Err(Diagnostic::error("invalid-method", message)
            .at(place.at().key())
            .help("a method is made of letters, digits and `!#$%&'*+-.^_`|~`"));
    }
    let node = place.target()?;
    if node.is_object() {
        Ok(node)
    } else {
        Err(wrong_kind(node, "an operation", "an object"))
    }
}

/// An error about a value of the wrong type.
pub(super) fn wrong_kind(node: Node<'_>, what: &str, expected: &str) -> Diagnostic {
    node.error(
        "wrong-type",
        format!("{what} has to be {expected} and is {}", node.kind()),
    )
}

fn invalid_path(key: &str, item: Node<'_>, error: &TemplateError) -> Diagnostic {
    let (message, help) = match error {
        TemplateError::NotAPath => (
            format!("the path `{key}` does not start with a slash"),
            format!("write `/{key}`"),
        ),
        TemplateError::UnpairedBrace => (
            format!("the path `{key}` has a brace without its counterpart"),
            "write each parameter as `{name}`".to_owned(),
        ),
        TemplateError::EmptyParameter => (
            format!("the path `{key}` has a parameter without a name"),
            "write each parameter as `{name}`".to_owned(),
        ),
    };
    Diagnostic::error("invalid-path", message)
        .at(item.at().key())
        .help(help)
}

/// Reports operations that share an operationId, or a path in all but the names of its parameters.
pub(super) fn report_repeated(operations: &[Found<'_>], diagnostics: &Diagnostics) {
    report_repeated_ids(operations, diagnostics);
    report_repeated_paths(operations, diagnostics);
}

fn report_repeated_ids(operations: &[Found<'_>], diagnostics: &Diagnostics) {
    let mut first: BTreeMap<&str, &Found<'_>> = BTreeMap::new();
    for operation in operations {
        let Some(id) = operation.operation_id() else {
            continue;
        };
        match first.get(id) {
            // Two paths may refer to one path item, whose operations are then there twice.
            Some(other) if other.node == operation.node => {}
            Some(other) => diagnostics.push(repeated_id(id, operation, other)),
            None => drop(first.insert(id, operation)),
        }
    }
}

fn repeated_id(id: &str, operation: &Found<'_>, other: &Found<'_>) -> Diagnostic {
    let at = |found: &Found<'_>| found.node.at().member("operationId");
    Diagnostic::error("duplicate-operation-id", format!("two operations have the operationId `{id}`"))
        .at(at(operation))
        .related(at(other), format!("`{}` has it too", other.name()))
        .help("give one of them another operationId; `--keep-going` generates both, as names follow from paths")
}

fn report_repeated_paths(operations: &[Found<'_>], diagnostics: &Diagnostics) {
    let mut first: BTreeMap<(String, &str), &Found<'_>> = BTreeMap::new();
    for operation in operations {
        match first.get(&(operation.template.shape(), operation.method.as_str())) {
            Some(other) => diagnostics.push(repeated_path(operation, other)),
            None => drop(first.insert((operation.template.shape(), &operation.method), operation)),
        }
    }
}

fn repeated_path(operation: &Found<'_>, other: &Found<'_>) -> Diagnostic {
    let slashes = |found: &Found<'_>| found.template.path.matches('/').count();
    let (name, other_name) = (operation.name(), other.name());
    let message = if slashes(operation) == slashes(other) {
        format!("`{name}` matches the same requests as `{other_name}`")
    } else {
        format!("`{name}` differs from `{other_name}` in slashes only")
    };
    Diagnostic::warning("duplicate-path", message)
        .at(operation.place.at().key())
        .related(other.place.at().key(), "the other one")
        .help("both are generated; exclude one of them if they are the same operation")
}
