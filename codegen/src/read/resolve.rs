//! [`Documents`]: the entry document and every file that it refers to, and what a reference means.

use std::cell::Cell;
use std::collections::HashMap;

use super::load::{self, Loaded};
use super::node::Node;
use super::tree::{Data, Full, NodeId, Step, Tree};
use super::upgrade;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::input::{Files, ReadError, Sources};
use crate::suggest;

/// How many references one pointer may lead through.
const MOST_FOLLOWED: u32 = 64;

/// The entry document and every file that it refers to.
#[derive(Debug)]
pub(crate) struct Documents {
    tree: Tree,
    entry: NodeId,
    files: Vec<File>,
    /// Position in `files` by path.
    positions: HashMap<String, u32>,
    /// Values by file and `$anchor`.
    anchors: HashMap<(u32, String), NodeId>,
    /// Values by absolute `$id`.
    ids: HashMap<String, NodeId>,
    /// For values that are in no file: what they were made from.
    originals: HashMap<NodeId, NodeId>,
}

/// A file that was read, or was to be read.
#[derive(Debug)]
struct File {
    path: String,
    content: Result<NodeId, Failure>,
}

/// Why a file has no content.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Failure {
    Unreadable(ReadError),
    /// A diagnostic tells.
    Malformed,
}

impl Documents {
    /// Reads the entry document and every file that can be reached from it by references. What cannot be read is
    /// reported here if it is malformed, and where a reference is resolved if it is not there.
    ///
    /// The text of every file is kept in `sources`. Returns `None` if the entry document itself cannot be read.
    pub(crate) fn load(
        entry: &str,
        files: &dyn Files,
        diagnostics: &Diagnostics,
        sources: &mut Sources,
    ) -> Option<Self> {
        let mut documents = Self {
            tree: Tree::default(),
            entry: NodeId::default(),
            files: Vec::new(),
            positions: HashMap::new(),
            anchors: HashMap::new(),
            ids: HashMap::new(),
            originals: HashMap::new(),
        };
        let mut waiting = vec![entry.to_owned()];
        while let Some(path) = waiting.pop() {
            if !documents.positions.contains_key(&path) {
                let found = documents.add(path, files, diagnostics, sources);
                waiting.extend(found.unwrap_or_default());
            }
        }
        match &documents.files.first()?.content {
            Ok(root) => documents.entry = *root,
            Err(Failure::Malformed) => return None,
            Err(Failure::Unreadable(error)) => {
                diagnostics.push(unreadable(entry, error));
                return None;
            }
        }
        upgrade::upgrade(&mut documents, diagnostics);
        Some(documents)
    }

    /// The root of the entry document.
    pub(crate) fn root(&self) -> Node<'_> {
        self.node(self.entry)
    }

    /// The roots of all files, in the order in which they were found; that of the entry document is the first.
    pub(crate) fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        let roots = self
            .files
            .iter()
            .filter_map(|file| file.content.as_ref().ok());
        roots.map(|root| self.node(*root))
    }

    /// The value that a reference stands for. `reference` is the string itself (the member `$ref`, or a value of
    /// `mapping`), because what it means depends on the file it stands in, and because it is what a diagnostic
    /// points to. The value may be a reference again.
    ///
    /// # Errors
    ///
    /// If it leads nowhere, outside of the root or to the network.
    pub(crate) fn resolve<'d>(&'d self, reference: Node<'d>) -> Result<Node<'d>, Diagnostic> {
        let text = reference.as_str().unwrap_or_default();
        self.find(text, reference.original().file())
            .map_err(|diagnostic| diagnostic.at(reference.at()))
    }

    /// The value that a reference means in a file, e.g. one that stands in the configuration. The diagnostic has
    /// no place yet.
    ///
    /// # Errors
    ///
    /// As [`Documents::resolve`].
    pub(crate) fn find<'d>(&'d self, reference: &str, file: &str) -> Result<Node<'d>, Diagnostic> {
        self.find_within(reference, file, &Cell::new(MOST_FOLLOWED))
    }

    /// The same with a number of references that pointers may lead through.
    fn find_within<'d>(
        &'d self,
        reference: &str,
        file: &str,
        budget: &Cell<u32>,
    ) -> Result<Node<'d>, Diagnostic> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = decode(fragment);
        if let Some(id) = self.ids.get(path) {
            return self.descend(*id, &fragment, reference, budget);
        }
        let path = below_root(path, file)?;
        let (number, root) = self.content(&path, reference)?;
        if fragment.is_empty() || fragment.starts_with('/') {
            return self.descend(root, &fragment, reference, budget);
        }
        let anchor = self.anchors.get(&(number, fragment)).copied();
        anchor
            .map(|id| self.node(id))
            .ok_or_else(|| dangling(reference).help("no schema of that file has this `$anchor`"))
    }

    /// The value at a pointer below another.
    fn descend<'d>(
        &'d self,
        from: NodeId,
        pointer: &str,
        reference: &str,
        budget: &Cell<u32>,
    ) -> Result<Node<'d>, Diagnostic> {
        let found = self.walk(self.node(from), pointer, budget);
        found.map_err(|missing| missing.diagnostic(reference))
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
        self.find_within(node.reference()?, node.original().file(), budget)
            .ok()
    }

    /// The number and the root of a file.
    fn content(&self, path: &str, reference: &str) -> Result<(u32, NodeId), Diagnostic> {
        let missing = || unreadable(path, &ReadError::NotFound);
        let number = *self.positions.get(path).ok_or_else(missing)?;
        let file = self.files.get(number as usize).ok_or_else(missing)?;
        match &file.content {
            Ok(root) => Ok((number, *root)),
            Err(Failure::Unreadable(error)) => Err(unreadable(path, error)),
            Err(Failure::Malformed) => {
                let message = format!("`{reference}` refers to a file that is not valid");
                Err(Diagnostic::error("malformed-file", message)
                    .related(Location::file(path), "see there"))
            }
        }
    }

    /// Reads a file and tells the paths of the files that it refers to.
    fn add(
        &mut self,
        path: String,
        files: &dyn Files,
        diagnostics: &Diagnostics,
        sources: &mut Sources,
    ) -> Result<Vec<String>, Full> {
        let number = u32::try_from(self.files.len()).map_err(|_| Full)?;
        self.positions.insert(path.clone(), number);
        let loaded = match files.read(&path) {
            Ok(bytes) => {
                let loaded = load::load(&mut self.tree, number, &path, &bytes);
                sources.insert(path.clone(), bytes);
                loaded.map_err(|error| {
                    diagnostics.push(error);
                    Failure::Malformed
                })
            }
            Err(error) => Err(Failure::Unreadable(error)),
        };
        let content = loaded
            .as_ref()
            .map(|loaded| loaded.root)
            .map_err(Clone::clone);
        self.files.push(File {
            path: path.clone(),
            content,
        });
        let Ok(loaded) = loaded else {
            return Ok(Vec::new());
        };
        self.index(number, &loaded);
        self.report_repeated(&loaded, diagnostics);
        Ok(self.referred(&path, &loaded))
    }

    /// Makes anchors and identifiers known.
    fn index(&mut self, file: u32, loaded: &Loaded) {
        for id in &loaded.anchors {
            let entry = self.tree.entry(*id);
            let (Step::Key(key), Data::Text(name), Some(schema)) =
                (entry.step, &entry.data, entry.parent)
            else {
                continue;
            };
            if self.tree.key(key) != "$id" {
                self.anchors
                    .entry((file, name.to_string()))
                    .or_insert(schema);
            } else if name.contains("://") {
                self.ids
                    .entry(name.trim_end_matches('#').to_owned())
                    .or_insert(schema);
            }
        }
    }

    fn report_repeated(&self, loaded: &Loaded, diagnostics: &Diagnostics) {
        for (object, key) in &loaded.repeated {
            let key = self.tree.key(*key);
            let at = Node::new(self, *object).at().member(key);
            let error =
                Diagnostic::error("duplicate-key", format!("the key `{key}` is there twice"))
                    .at(at.clone().repeated_key())
                    .related(at.key(), "the first one")
                    .help("remove one of the two, or give it another name");
            diagnostics.push(error);
        }
    }

    /// Paths of the files that a file refers to.
    fn referred(&self, path: &str, loaded: &Loaded) -> Vec<String> {
        let texts = loaded
            .references
            .iter()
            .filter_map(|id| Node::new(self, *id).as_str());
        let outside = texts.filter(|text| !text.starts_with('#'));
        let paths = outside.map(|text| text.split('#').next().unwrap_or_default());
        let mut paths: Vec<String> = paths
            .filter_map(|other| below_root(other, path).ok())
            .collect();
        paths.sort_unstable();
        paths.dedup();
        paths
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

fn unreadable(path: &str, error: &ReadError) -> Diagnostic {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn documents<const N: usize>(files: &[(&str, &str); N]) -> (Documents, Vec<Diagnostic>) {
        let map: BTreeMap<String, Vec<u8>> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect();
        let diagnostics = Diagnostics::new();
        let documents = Documents::load(files[0].0, &map, &diagnostics, &mut Sources::new())
            .expect("the entry is there");
        (documents, diagnostics.into_vec())
    }

    fn target<const N: usize>(files: &[(&str, &str); N]) -> String {
        let (documents, _) = documents(files);
        let node = documents.root().get("from").expect("`from` is there");
        match node.target() {
            Ok(target) => target.source().0,
            Err(error) => format!("{}: {}", error.code, error.message),
        }
    }

    #[test]
    fn local_pointers() {
        assert_eq!(target(&[("a.yaml", "from: {$ref: '#/to'}\nto: 1")]), "#/to");
        assert_eq!(
            target(&[(
                "a.yaml",
                "from: {$ref: '#/paths/~1x~0/get'}\npaths: {/x~: {get: 1}}"
            )]),
            "#/paths/~1x~0/get"
        );
        assert_eq!(
            target(&[("a.yaml", "from: {$ref: '#/p/%7Bid%7D'}\np: {'{id}': 1}")]),
            "#/p/{id}"
        );
        assert_eq!(
            target(&[("a.yaml", "from: {$ref: '#/list/1'}\nlist: [1, 2]")]),
            "#/list/1"
        );
        assert_eq!(target(&[("a.yaml", "from: {$ref: '#'}")]), "#");
    }

    #[test]
    fn anchors_and_identifiers() {
        assert_eq!(
            target(&[("a.yaml", "from: {$ref: '#here'}\nto: {$anchor: here}")]),
            "#/to"
        );
        let id = "from: {$ref: 'https://example.com/to'}\nto: {$id: 'https://example.com/to'}";
        assert_eq!(target(&[("a.yaml", id)]), "#/to");
    }

    #[test]
    fn other_files() {
        let from = "from: {$ref: '../b/c.json#/x'}";
        assert_eq!(
            target(&[("s/a/a.yaml", from), ("s/b/c.json", r#"{"x": 1}"#)]),
            "s/b/c.json#/x"
        );
        assert_eq!(
            target(&[("a/a.yaml", from)]),
            "file-not-found: there is no file `b/c.json`"
        );
        assert_eq!(
            target(&[("a.yaml", from)]),
            "outside-root: `../b/c.json` is outside of the folder of the documents"
        );
        let chain = [
            ("a.yaml", "from: {$ref: b.yaml}"),
            ("b.yaml", "$ref: 'c.yaml#/d'"),
            ("c.yaml", "d: {$ref: '#/e'}\ne: 5"),
        ];
        assert_eq!(target(&chain), "c.yaml#/e");
    }

    #[test]
    fn pointers_lead_through_references() {
        assert_eq!(
            target(&[(
                "a.yaml",
                "from: {$ref: '#/b/x'}\nb: {$ref: '#/c'}\nc: {x: 1}"
            )]),
            "#/c/x"
        );
        let own_tail = target(&[("a.yaml", "from: {$ref: '#/from/x'}")]);
        assert_eq!(own_tail, "dangling-reference: `#/from/x` refers to nothing");
    }

    #[test]
    fn circles_end() {
        let circle = "from: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {$ref: '#/b'}";
        let message =
            "cyclic-reference: this reference leads back to itself through references only";
        assert_eq!(target(&[("a.yaml", circle)]), message);
        assert_eq!(target(&[("a.yaml", "from: {$ref: '#/from'}")]), message);
    }

    #[test]
    fn the_network_is_never_used() {
        let url = "from: {$ref: 'https://example.com/a.yaml#/x'}";
        assert!(target(&[("a.yaml", url)]).starts_with("network-reference: "));
        assert!(
            target(&[("a.yaml", "from: {$ref: '//example.com/a'}")])
                .starts_with("network-reference: ")
        );
        assert!(
            target(&[("a.yaml", "from: {$ref: 'file:///etc/passwd'}")])
                .starts_with("network-reference: ")
        );
        assert!(target(&[("a.yaml", "from: {$ref: '/etc/passwd'}")]).starts_with("outside-root: "));
        assert!(
            target(&[("a/b.yaml", "from: {$ref: '%2e%2e/%2e%2e/c'}")])
                .starts_with("outside-root: ")
        );
    }

    #[test]
    fn every_way_to_a_value_gives_the_same_node() {
        let (documents, _) = documents(&[(
            "a.yaml",
            "x: {$ref: '#/z'}\ny: {$ref: '#/x'}\nz: {type: string}",
        )]);
        let root = documents.root();
        let ends = ["x", "y", "z"].map(|key| {
            root.get(key)
                .expect("it is there")
                .target()
                .expect("it resolves")
        });
        assert_eq!(ends[0], ends[1]);
        assert_eq!(ends[1].identity(), ends[2].identity());
    }

    #[test]
    fn references_on_the_way_are_told() {
        let text = "from: {$ref: '#/b', title: A}\nb: {$ref: '#/c', title: B, minLength: 1}\nc: {type: string, title: C}";
        let (documents, _) = documents(&[("a.yaml", text)]);
        let followed = documents
            .root()
            .get("from")
            .expect("it is there")
            .follow()
            .expect("it resolves");
        let beside: Vec<_> = followed.via.iter().map(|node| node.to_json()).collect();
        let expected = [
            r##"{"$ref":"#/b","title":"A"}"##,
            r##"{"$ref":"#/c","title":"B","minLength":1}"##,
        ];
        assert_eq!(beside, expected);
        assert_eq!(
            followed.target.to_json(),
            r#"{"type":"string","title":"C"}"#
        );
    }

    #[test]
    fn a_slip_in_a_reference_is_recognised() {
        let (documents, _) = documents(&[(
            "a.yaml",
            "from: {$ref: '#/schemas/Invte'}\nschemas: {Invite: {}}",
        )]);
        let error = documents
            .root()
            .get("from")
            .expect("it is there")
            .target()
            .expect_err("it does not resolve");
        assert_eq!(error.help.as_deref(), Some("did you mean `Invite`?"));
        assert_eq!(
            error.at.as_deref(),
            Some(&Location::new("a.yaml", "/from/$ref"))
        );
    }

    #[test]
    fn repeated_keys_are_reported_and_the_first_counts() {
        let (documents, found) =
            documents(&[("a.json", r#"{"a": 1, "b": {"c": 2, "c": 3}, "a": 4}"#)]);
        assert_eq!(documents.root().to_json(), r#"{"a":1,"b":{"c":2}}"#);
        let places: Vec<_> = found
            .iter()
            .filter_map(|one| one.at.as_deref().cloned())
            .collect();
        let at = |pointer| Location::new("a.json", pointer).repeated_key();
        assert_eq!(places, [at("/a"), at("/b/c")]);
    }
}
