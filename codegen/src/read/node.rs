//! [`Node`]: a value of a document with its place, cheap to copy.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::resolve::Documents;
use super::tree::{Data, KeyId, NodeId, Step};
use crate::diagnostic::{Diagnostic, Location, push_token};
use crate::ir::{JsonType, Literal, Source};

/// A value of a document with its place. It is `Copy`, and equal to every other node that stands for the same
/// value, however it was reached.
#[derive(Clone, Copy)]
pub(crate) struct Node<'d> {
    documents: &'d Documents,
    id: NodeId,
}

impl<'d> Node<'d> {
    pub(super) fn new(documents: &'d Documents, id: NodeId) -> Self {
        Self { documents, id }
    }

    /// The documents it is part of.
    pub(crate) fn documents(self) -> &'d Documents {
        self.documents
    }

    /// What it is known by: equal for every way to reach the value, ordered as the document is.
    pub(crate) fn identity(self) -> NodeId {
        self.id
    }

    /// The member of an object; `None` if it is not an object or has no such member.
    pub(crate) fn get(self, key: &str) -> Option<Node<'d>> {
        self.documents
            .tree()
            .get(self.id, key)
            .map(|id| self.with(id))
    }

    /// The value some steps below: each step is a key, or the index of an item.
    pub(crate) fn descend<'k>(self, steps: impl IntoIterator<Item = &'k str>) -> Option<Node<'d>> {
        steps
            .into_iter()
            .try_fold(self, |node, step| node.step(step))
    }

    /// The value one step of a JSON pointer below.
    fn step(self, token: &str) -> Option<Node<'d>> {
        match self.data() {
            Data::Array(_) => self
                .documents
                .tree()
                .item(self.id, token.parse().ok()?)
                .map(|id| self.with(id)),
            _ => self.get(token),
        }
    }

    /// The member that is an extension of this name, by whomever: `pageable` is `x-pageable` or `x-acme-pageable`.
    pub(crate) fn extension(self, name: &str) -> Option<Node<'d>> {
        let is_meant = |key: &str| {
            let key = key.strip_prefix("x-").unwrap_or_default();
            key.strip_suffix(name)
                .is_some_and(|vendor| vendor.is_empty() || vendor.ends_with('-'))
        };
        let meant = self.entries().filter(|(key, _)| is_meant(key));
        meant.min_by_key(|(key, _)| *key).map(|(_, value)| value)
    }

    /// The members of an object in the order of the document; nothing if it is not an object.
    pub(crate) fn entries(
        self,
    ) -> impl DoubleEndedIterator<Item = (&'d str, Node<'d>)> + ExactSizeIterator + use<'d> {
        let members: &'d [(KeyId, NodeId)] = match self.data() {
            Data::Object(object) => object.members(),
            _ => &[],
        };
        members
            .iter()
            .map(move |(key, id)| (self.documents.tree().key(*key), self.with(*id)))
    }

    /// The keys of an object in the order of the document.
    pub(crate) fn keys(
        self,
    ) -> impl DoubleEndedIterator<Item = &'d str> + ExactSizeIterator + use<'d> {
        self.entries().map(|(key, _)| key)
    }

    /// The items of an array; nothing if it is not an array.
    pub(crate) fn items(
        self,
    ) -> impl DoubleEndedIterator<Item = Node<'d>> + ExactSizeIterator + use<'d> {
        let items: &'d [NodeId] = match self.data() {
            Data::Array(items) => items,
            _ => &[],
        };
        items.iter().map(move |id| self.with(*id))
    }

    /// Which type of JSON it is. A number without a fraction is an integer, as JSON Schema says.
    pub(crate) fn json_type(self) -> JsonType {
        match self.data() {
            Data::Null => JsonType::Null,
            Data::Bool(_) => JsonType::Boolean,
            Data::Int(_) | Data::Unsigned(_) => JsonType::Integer,
            Data::Float(value) if value.fract() == 0.0 => JsonType::Integer,
            Data::Float(_) => JsonType::Number,
            Data::Text(_) => JsonType::String,
            Data::Array(_) => JsonType::Array,
            Data::Object(_) => JsonType::Object,
        }
    }

    /// Whether it is an object.
    pub(crate) fn is_object(self) -> bool {
        matches!(self.data(), Data::Object(_))
    }

    /// Whether it is an array.
    pub(crate) fn is_array(self) -> bool {
        matches!(self.data(), Data::Array(_))
    }

    /// Whether it is null.
    pub(crate) fn is_null(self) -> bool {
        matches!(self.data(), Data::Null)
    }

    /// The text of a string.
    pub(crate) fn as_str(self) -> Option<&'d str> {
        match self.data() {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string, and the spelling of a number or boolean (`version: 1.0`).
    pub(crate) fn to_text(self) -> Option<String> {
        match self.data() {
            Data::Text(text) => Some(text.to_string()),
            Data::Bool(_) | Data::Int(_) | Data::Unsigned(_) | Data::Float(_) => {
                Some(self.to_json())
            }
            _ => None,
        }
    }

    /// A boolean.
    pub(crate) fn as_bool(self) -> Option<bool> {
        match self.data() {
            Data::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// An integer that fits, also one that is written with a fraction of zero (`10.0`).
    pub(crate) fn as_i64(self) -> Option<i64> {
        self.as_i128().and_then(|value| i64::try_from(value).ok())
    }

    /// An integer that is not negative and fits, also one that is written with a fraction of zero (`10.0`).
    pub(crate) fn as_u64(self) -> Option<u64> {
        self.as_i128().and_then(|value| u64::try_from(value).ok())
    }

    /// An integer, also one that is written with a fraction of zero (`10.0`).
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    pub(crate) fn as_i128(self) -> Option<i128> {
        match self.data() {
            Data::Int(value) => Some((*value).into()),
            Data::Unsigned(value) => Some((*value).into()),
            Data::Float(value) if value.fract() == 0.0 && value.abs() < 1e38 => {
                Some(*value as i128)
            }
            _ => None,
        }
    }

    /// A number.
    #[expect(clippy::cast_precision_loss, reason = "the caller asks for a float")]
    pub(crate) fn as_f64(self) -> Option<f64> {
        match self.data() {
            Data::Int(value) => Some(*value as f64),
            Data::Unsigned(value) => Some(*value as f64),
            // YAML has `.nan` and `.inf`, which no JSON has.
            Data::Float(value) => Some(*value).filter(|value| value.is_finite()),
            _ => None,
        }
    }

    /// The value as a literal: arrays and objects as compact JSON, `10.0` as a float.
    pub(crate) fn literal(self) -> Literal {
        match self.data() {
            Data::Null => Literal::Null,
            Data::Bool(value) => Literal::Bool(*value),
            Data::Int(value) => Literal::Int((*value).into()),
            Data::Unsigned(value) => Literal::Int((*value).into()),
            Data::Float(value) => Literal::Float(*value),
            Data::Text(text) => Literal::Text(text.to_string()),
            Data::Array(_) | Data::Object(_) => Literal::Json(self.to_json()),
        }
    }

    /// Whether it is the same value: the members of objects in any order.
    pub(crate) fn is_equal(self, other: Self) -> bool {
        match (self.data(), other.data()) {
            (Data::Array(_), Data::Array(_)) => {
                self.items().len() == other.items().len()
                    && self.items().zip(other.items()).all(|(a, b)| a.is_equal(b))
            }
            (Data::Object(_), Data::Object(_)) => {
                let has = |(key, value): (&str, Self)| {
                    other.get(key).is_some_and(|other| value.is_equal(other))
                };
                self.keys().len() == other.keys().len() && self.entries().all(has)
            }
            _ => self.literal() == other.literal(),
        }
    }

    /// The value as compact JSON, members in the order of the document. What JSON cannot express (`.nan`) is null.
    pub(crate) fn to_json(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }

    /// The key under which it stands in an object; `None` for items and roots.
    pub(crate) fn key(self) -> Option<&'d str> {
        match self.documents.tree().entry(self.id).step {
            Step::Key(key) => Some(self.documents.tree().key(key)),
            Step::Root(_) | Step::Index(_) => None,
        }
    }

    /// The object or array it stands in; `None` for the root of a file.
    pub(crate) fn parent(self) -> Option<Node<'d>> {
        self.documents
            .tree()
            .entry(self.id)
            .parent
            .map(|id| self.with(id))
    }

    /// The root of the file it stands in.
    pub(crate) fn root(self) -> Node<'d> {
        let mut node = self;
        while let Some(parent) = node.parent() {
            node = parent;
        }
        node
    }

    /// Path of the file it stands in.
    pub(crate) fn file(self) -> &'d str {
        match self.documents.tree().entry(self.root().id).step {
            Step::Root(file) => self.documents.path(file),
            Step::Key(_) | Step::Index(_) => "",
        }
    }

    /// JSON pointer of its place. What was made to give a Swagger 2.0 document the shape of 3.1 is in no file, and
    /// its pointer does not lead to it: [`Node::at`] tells the place that it was made from.
    pub(crate) fn pointer(self) -> String {
        let mut steps = Vec::new();
        let mut node = Some(self);
        while let Some(one) = node {
            steps.push(self.documents.tree().entry(one.id).step);
            node = one.parent();
        }
        let mut pointer = String::new();
        for step in steps.into_iter().rev() {
            match step {
                Step::Root(_) => {}
                Step::Key(key) => push_token(&mut pointer, self.documents.tree().key(key)),
                Step::Index(index) => push_token(&mut pointer, &index.to_string()),
            }
        }
        pointer
    }

    /// Where it is written: in the file it was read from, or in an overlay.
    pub(crate) fn at(self) -> Location {
        let written = self.with(self.documents.written(self.original().id));
        Location::new(written.file(), written.pointer())
    }

    /// Where it stands, as shown in docs and tables.
    pub(crate) fn source(self) -> Source {
        let original = self.original();
        let (file, pointer) = (original.file(), original.pointer());
        if file == self.documents.entry_path() {
            return Source(format!("#{pointer}"));
        }
        Source(format!("{file}#{pointer}"))
    }

    /// The value it was made from, if it is in no file; otherwise itself.
    pub(crate) fn original(self) -> Node<'d> {
        self.with(self.documents.original(self.id))
    }

    /// The reference it is (`{"$ref": "…"}`), if it is one.
    pub(crate) fn reference(self) -> Option<&'d str> {
        self.get("$ref").and_then(Node::as_str)
    }

    /// Follows `$ref`s until there is none. A node that is no reference is its own target.
    ///
    /// # Errors
    ///
    /// If a reference is no string, or leads nowhere, outside of the root, to the network, or in a circle of references.
    pub(crate) fn follow(self) -> Result<Followed<'d>, Diagnostic> {
        let mut via = Vec::new();
        let mut target = self;
        while let Some(reference) = target
            .get("$ref")
            // A map can have something of this name.
            .filter(|reference| !reference.is_object())
        {
            if via.contains(&target) {
                return Err(cyclic(target, &via));
            }
            via.push(target);
            target = self.documents.resolve(reference)?;
        }
        Ok(Followed { target, via })
    }

    /// Follows `$ref`s and tells the end only.
    ///
    /// # Errors
    ///
    /// As [`Node::follow`].
    pub(crate) fn target(self) -> Result<Node<'d>, Diagnostic> {
        self.follow().map(|followed| followed.target)
    }

    /// An error at this place.
    pub(crate) fn error(self, code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, message).at(self.at())
    }

    /// A warning at this place.
    pub(crate) fn warning(self, code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(code, message).at(self.at())
    }

    /// What it is in words, for messages: `a string`.
    pub(crate) fn kind(self) -> &'static str {
        match self.data() {
            Data::Null => "null",
            Data::Bool(_) => "a boolean",
            Data::Int(_) | Data::Unsigned(_) => "an integer",
            Data::Float(_) => "a number",
            Data::Text(_) => "a string",
            Data::Array(_) => "an array",
            Data::Object(_) => "an object",
        }
    }

    fn with(self, id: NodeId) -> Self {
        Self { id, ..self }
    }

    fn data(self) -> &'d Data {
        self.documents.tree().data(self.id)
    }
}

/// A circle of references: the same diagnostic for each one of them that a chain begins with.
fn cyclic(node: Node<'_>, via: &[Node<'_>]) -> Diagnostic {
    let circle = via.iter().copied().skip_while(|other| *other != node);
    let error = Diagnostic::error(
        "cyclic-reference",
        "this reference leads back to itself through references only",
    )
    .help("one of them has to be replaced by what it should stand for");
    around(circle.collect(), error)
}

/// A diagnostic with the places of a circle of references, of which it does not matter where it begins.
pub(crate) fn around(mut circle: Vec<Node<'_>>, diagnostic: Diagnostic) -> Diagnostic {
    let first = circle.iter().min().copied();
    let turns = circle.iter().position(|other| Some(*other) == first);
    circle.rotate_left(turns.unwrap_or_default());
    let mut places = circle.iter().map(|node| match node.get("$ref") {
        Some(_) => node.at().member("$ref"),
        None => node.at(),
    });
    let diagnostic = match places.next() {
        Some(first) => diagnostic.at(first),
        None => diagnostic,
    };
    places.fold(diagnostic, |diagnostic, other| {
        diagnostic.related(other, "through this one")
    })
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Node<'_> {}

impl PartialOrd for Node<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Node<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(&other.id)
    }
}

impl Hash for Node<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Node({}#{})", self.file(), self.pointer())
    }
}

impl serde::Serialize for Node<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.data() {
            Data::Null => serializer.serialize_unit(),
            Data::Bool(value) => serializer.serialize_bool(*value),
            Data::Int(value) => serializer.serialize_i64(*value),
            Data::Unsigned(value) => serializer.serialize_u64(*value),
            Data::Float(value) => serializer.serialize_f64(*value),
            Data::Text(text) => serializer.serialize_str(text),
            Data::Array(_) => serializer.collect_seq(self.items()),
            Data::Object(_) => serializer.collect_map(self.entries()),
        }
    }
}

/// Where a chain of references ends.
#[derive(Clone, Debug)]
pub(crate) struct Followed<'d> {
    /// The first value that is not a reference.
    pub(crate) target: Node<'d>,
    /// The references on the way, the outermost first; empty if there was none.
    pub(crate) via: Vec<Node<'d>>,
}
