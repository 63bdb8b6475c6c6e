//! [`Documents`]: the entry document and every file that it refers to, and what a reference means.

mod base;
mod index;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::collections::HashMap;

use self::base::Bases;
use super::node::Node;
use super::tree::{NodeId, Tree};
use crate::diagnostic::{Diagnostic, Location};
use crate::input::ReadError;
use crate::suggest;

/// How many references one pointer may lead through.
const MOST_FOLLOWED: u32 = 64;

/// The entry document and every file that it refers to.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    tree: Tree,
    entry: NodeId,
    files: Vec<File>,
    /// Position in `files` by path.
    positions: HashMap<String, u32>,
    /// Values by `$anchor`, and by the value with a base URI, or the root of the file, in which it stands.
    anchors: HashMap<(NodeId, String), NodeId>,
    bases: Bases,
    /// Values with the identifier of another one, which is the first of each two.
    repeated: Vec<(NodeId, NodeId)>,
    /// For values that are in no file: what they were made from.
    originals: HashMap<NodeId, NodeId>,
    /// For values that an overlay has put in: where they are written.
    written: HashMap<NodeId, NodeId>,
}

/// A file that was read, or was to be read.
#[derive(Debug)]
struct File {
    path: String,
    role: Role,
    content: Result<NodeId, Failure>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A part of the description.
    Part,
    /// An overlay, which no reference leads to.
    Overlay,
}

/// Why a file has no content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It cannot be read.
    Unreadable(ReadError),
    /// A diagnostic tells.
    Malformed,
}

/// Something else than a string where a reference belongs.
fn no_text(reference: Node<'_>) -> Diagnostic {
    let kind = reference.kind();
    let message = format!("a reference has to be a string and is {kind}");
    let error = reference.error("invalid-reference", message);
    if reference.is_null() {
        error.help("after a space, `#` begins a comment in YAML: write the reference in quotes")
    } else {
        error
    }
}

impl Documents {
    /// None so far.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Where the values of the next file go, and the number that it will have.
    pub(super) fn next_file(&mut self) -> (&mut Tree, u32) {
        let number = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        (&mut self.tree, number)
    }

    /// Adds a file. The first one is the entry document.
    pub(super) fn add(&mut self, path: &str, role: Role, content: Result<NodeId, Failure>) {
        let (_, number) = self.next_file();
        if role == Role::Part {
            self.positions.insert(path.to_owned(), number);
        }
        if let (true, Ok(root)) = (self.files.is_empty(), &content) {
            self.entry = *root;
        }
        self.files.push(File {
            path: path.to_owned(),
            role,
            content,
        });
    }

    /// Whether a file of the description was added.
    pub(super) fn has(&self, path: &str) -> bool {
        self.positions.contains_key(path)
    }

    /// The root of the entry document.
    pub(crate) fn root(&self) -> Node<'_> {
        self.node(self.entry)
    }

    /// The roots of all files of the description, in the order in which they were found; that of the entry document is
    /// the first.
    pub(crate) fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        let parts = self.files.iter().filter(|file| file.role == Role::Part);
        let roots = parts.filter_map(|file| file.content.as_ref().ok());
        roots.map(|root| self.node(*root))
    }

    /// The value that a reference stands for. `reference` is the string itself (the member `$ref`, or a value of
    /// `mapping`), because what it means depends on the file it stands in, and because it is what a diagnostic
    /// points to. The value may be a reference again.
    ///
    /// # Errors
    ///
    /// If it is no string, or leads nowhere, outside of the root or to the network.
    pub(crate) fn resolve<'d>(&'d self, reference: Node<'d>) -> Result<Node<'d>, Diagnostic> {
        let Some(text) = reference.as_str() else {
            return Err(no_text(reference));
        };
        self.find(text, reference.original())
            .map_err(|diagnostic| diagnostic.at(reference.at()))
    }

    /// The value that a reference means at a place in a file. The diagnostic has no place yet.
    ///
    /// # Errors
    ///
    /// As [`Documents::resolve`].
    pub(crate) fn find<'d>(
        &'d self,
        reference: &str,
        within: Node<'d>,
    ) -> Result<Node<'d>, Diagnostic> {
        self.find_within(reference, within, &Cell::new(MOST_FOLLOWED))
    }

    /// The same with a number of references that pointers may lead through.
    fn find_within<'d>(
        &'d self,
        reference: &str,
        within: Node<'d>,
        budget: &Cell<u32>,
    ) -> Result<Node<'d>, Diagnostic> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = decode(fragment);
        let file = within.file();
        let root = self.content(file, reference)?;
        let scope = self.bases.scope(&self.tree, within.identity());
        if uri.is_empty() {
            // What a fragment means is a matter of the scope; most documents mean the file all the same.
            let scope = scope.filter(|scope| *scope != root);
            let found = scope.map(|scope| self.inside(scope, &fragment, reference, budget));
            return match found {
                Some(Ok(found)) => Ok(found),
                _ => self.inside(root, &fragment, reference, budget),
            };
        }
        let start = match self.bases.find(uri, scope, file) {
            Some(known) => known,
            None => self.content(&self.path_of(uri, root, file)?, reference)?,
        };
        self.inside(start, &fragment, reference, budget)
    }

    /// The path of the file that a reference without a fragment leads to.
    fn path_of(&self, uri: &str, root: NodeId, file: &str) -> Result<String, Diagnostic> {
        below_root(self.bases.path(uri, root).unwrap_or(uri), file)
    }

    /// The value that a fragment means in another value: at a pointer, or with an anchor.
    fn inside<'d>(
        &'d self,
        start: NodeId,
        fragment: &str,
        reference: &str,
        budget: &Cell<u32>,
    ) -> Result<Node<'d>, Diagnostic> {
        if fragment.is_empty() || fragment.starts_with('/') {
            let start = self.node(start);
            // Strictly, `#/` is the member with the empty name; who writes it means the whole.
            let whole = fragment == "/" && start.get("").is_none();
            let fragment = if whole { "" } else { fragment };
            let found = self.walk(start, fragment, budget);
            return found.map_err(|missing| missing.diagnostic(reference));
        }
        let anchor = self.anchors.get(&(start, fragment.to_owned())).copied();
        anchor
            .map(|id| self.node(id))
            .ok_or_else(|| dangling(reference).help("no schema of that file has this `$anchor`"))
    }

    /// The value at a pointer below another. References on the way are followed, as most tools do.
    fn walk<'d>(
        &'d self,
        from: Node<'d>,
        pointer: &str,
        budget: &Cell<u32>,
    ) -> Result<Node<'d>, Missing<'d>> {
        let mut node = from;
        for token in pointer.split('/').skip(1) {
            let token = unescape(token);
            node = loop {
                if let Some(next) = node.descend([token.as_str()]) {
                    break next;
                }
                match self.through(node, budget) {
                    Some(target) => node = target,
                    None => {
                        return Err(Missing {
                            parent: node,
                            token,
                        });
                    }
                }
            };
        }
        Ok(node)
    }

    /// What a reference in the middle of a pointer stands for.
    fn through<'d>(&'d self, node: Node<'d>, budget: &Cell<u32>) -> Option<Node<'d>> {
        let left = budget.get().checked_sub(1)?;
        budget.set(left);
        self.find_within(node.reference()?, node.original(), budget)
            .ok()
    }

    /// The root of a file.
    fn content(&self, path: &str, reference: &str) -> Result<NodeId, Diagnostic> {
        let missing = || unreadable(path, &ReadError::NotFound);
        let number = *self.positions.get(path).ok_or_else(missing)?;
        let file = self.files.get(number as usize).ok_or_else(missing)?;
        match &file.content {
            Ok(root) => Ok(*root),
            Err(Failure::Unreadable(error)) => Err(unreadable(path, error)),
            Err(Failure::Malformed) => {
                let message = format!("`{reference}` refers to a file that is not valid");
                Err(Diagnostic::error("malformed-file", message)
                    .related(Location::file(path), "see there"))
            }
        }
    }

    /// A value by its identity.
    pub(super) fn node(&self, id: NodeId) -> Node<'_> {
        Node::new(self, id)
    }

    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    pub(super) fn path(&self, file: u32) -> &str {
        self.files
            .get(file as usize)
            .map_or("", |file| file.path.as_str())
    }

    pub(super) fn entry_path(&self) -> &str {
        self.path(0)
    }

    pub(super) fn original(&self, id: NodeId) -> NodeId {
        self.originals.get(&id).copied().unwrap_or(id)
    }

    /// Where a value is written.
    pub(super) fn written(&self, id: NodeId) -> NodeId {
        self.written.get(&id).copied().unwrap_or(id)
    }

    /// The path of the file that a reference in another file leads to.
    ///
    /// # Errors
    ///
    /// If it leads outside of the root or to the network.
    pub(super) fn file_beside(reference: &str, file: &str) -> Result<String, Diagnostic> {
        below_root(reference, file)
    }

    /// Changes values on behalf of an overlay: the tree, and where values are written.
    pub(super) fn overlay(&mut self) -> (&mut Tree, &mut HashMap<NodeId, NodeId>) {
        (&mut self.tree, &mut self.written)
    }

    /// Changes values: the tree, and what was made from what.
    pub(super) fn change(&mut self) -> (&mut Tree, &mut HashMap<NodeId, NodeId>) {
        (&mut self.tree, &mut self.originals)
    }
}

/// Where a pointer stopped to lead anywhere.
struct Missing<'d> {
    parent: Node<'d>,
    token: String,
}

impl Missing<'_> {
    fn diagnostic(self, reference: &str) -> Diagnostic {
        let Self { parent, token } = self;
        let candidates = suggest::closest(&token, parent.keys());
        let place = parent.pointer();
        let error = dangling(reference);
        match candidates {
            Some(other) => {
                let at = parent.at().member(other).key();
                error
                    .related(at, "a similar name is here")
                    .help(format!("did you mean `{other}`?"))
            }
            None if place.is_empty() => error.help(format!("the document has no `{token}`")),
            None => error.help(format!("there is no `{token}` at `{place}`")),
        }
    }
}

fn dangling(reference: &str) -> Diagnostic {
    Diagnostic::error(
        "dangling-reference",
        format!("`{reference}` refers to nothing"),
    )
}

/// A file that is not there, or cannot be read.
pub(super) fn unreadable(path: &str, error: &ReadError) -> Diagnostic {
    match error {
        ReadError::NotFound => {
            Diagnostic::error("file-not-found", format!("there is no file `{path}`"))
        }
        ReadError::OutsideRoot => outside(path),
        ReadError::Other(reason) => Diagnostic::error(
            "unreadable-file",
            format!("`{path}` cannot be read: {reason}"),
        ),
    }
}

fn outside(path: &str) -> Diagnostic {
    Diagnostic::error(
        "outside-root",
        format!("`{path}` is outside of the folder of the documents"),
    )
    .help("references may only lead to files below it: copy the file there")
}

/// The path of a file below the root, from how another file refers to it.
fn below_root(reference: &str, from: &str) -> Result<String, Diagnostic> {
    if reference.is_empty() {
        return Ok(from.to_owned());
    }
    let scheme = reference.split_once(':').map(|(scheme, _)| scheme);
    if reference.starts_with("//") || scheme.is_some_and(is_scheme) {
        return Err(
            Diagnostic::error("network-reference", format!("`{reference}` is not a file"))
                .help("save a copy of it beside the document, and refer to that"),
        );
    }
    let path = decode(reference.split('?').next().unwrap_or_default()).replace('\\', "/");
    if path.starts_with('/') || path.contains('\0') {
        return Err(outside(&path));
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or_else(|| outside(&path))?;
            }
            name => parts.push(name),
        }
    }
    Ok(parts.join("/"))
}

/// Whether it is the scheme of a URL, or the letter of a drive.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|other| other.is_ascii_alphanumeric() || "+-.".contains(other))
}

/// A token of a JSON pointer as plain text.
pub(crate) fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Text with `%41` as `A`. What is not valid stays as it is.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let code = others.get(..2).filter(|_| *first == b'%').and_then(hex);
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() {
            others.get(2..).unwrap_or_default()
        } else {
            others
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digits: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(digits).ok()?;
    let valid = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    valid.then(|| u8::from_str_radix(text, 16).ok())?
}
