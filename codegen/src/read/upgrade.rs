//! Swagger 2.0 becomes a document of the shape of OpenAPI 3.1, in place.
//!
//! What means the same stays the value that it is, so that a schema keeps its place and its identity, and
//! `#/definitions/Invite` leads to it as before. What is new, such as the `content` of a response, is made
//! from a value of the file, and a diagnostic about it points there.

mod operation;
mod schema;
mod security;

use std::collections::HashSet;

use super::keywords;
use super::node::Node;
use super::resolve::Documents;
use super::select::LeftOut;
use super::tree::{Data, Full, NodeId, Object, Step};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Upgrades the entry document and what it refers to, if it is Swagger 2.0. What gets lost is not reported of
/// operations that the configuration leaves out.
pub(super) fn upgrade(documents: &mut Documents, config: &Config, diagnostics: &Diagnostics) {
    let root = documents.root();
    let version = root.get("swagger").and_then(Node::to_text);
    if !version.is_some_and(|version| version == "2" || version.starts_with("2.")) {
        return;
    }
    let left_out = LeftOut::of(root, config);
    keywords::check_swagger(root, &left_out, diagnostics);
    let root = root.identity();
    let mut upgrade = Upgrade {
        documents,
        diagnostics,
        left_out,
        done: HashSet::new(),
    };
    if upgrade.document(root).is_err() {
        diagnostics.push(Diagnostic::error(
            "too-large",
            "the document has too many values",
        ));
    }
}

/// The work on one document.
struct Upgrade<'a> {
    documents: &'a mut Documents,
    diagnostics: &'a Diagnostics,
    left_out: LeftOut,
    /// Values that have their new shape, because there may be several ways to them.
    done: HashSet<NodeId>,
}

/// Members of an object.
type Members = Vec<(String, Shape)>;

/// What a value shall be.
#[derive(Clone, Debug)]
enum Shape {
    /// A value that there is.
    Kept(NodeId),
    /// A string.
    Text(String),
    /// A boolean.
    Bool(bool),
    /// An array.
    List(Vec<Shape>),
    /// An object.
    Members(Members),
}

impl Shape {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn members<const N: usize>(members: [(&str, Shape); N]) -> Self {
        Self::Members(members.map(|(key, shape)| (key.to_owned(), shape)).into())
    }
}

impl Upgrade<'_> {
    fn document(&mut self, root: NodeId) -> Result<(), Full> {
        let defaults = operation::MediaTypes::of(self.node(root));
        self.section(root, "definitions", Self::schema)?;
        self.section(root, "securityDefinitions", Self::security_scheme)?;
        self.section(root, "responses", |this, response| {
            this.response(response, &defaults)
        })?;
        for (_, item) in self.entries(root, "paths") {
            self.path_item(item, &defaults)?;
        }
        self.section(root, "parameters", Self::parameter)?;
        let node = self.node(root);
        let components = [
            ("schemas", "definitions"),
            ("parameters", "parameters"),
            ("responses", "responses"),
            ("securitySchemes", "securityDefinitions"),
        ];
        let components = components
            .iter()
            .filter_map(|(new, old)| Some((*new, node.get(old)?)));
        let components = components
            .map(|(key, value)| (key.to_owned(), Shape::Kept(value.identity())))
            .collect();
        let servers = security::servers(node);
        self.add(root, "openapi", Shape::text("3.0.3"))?;
        self.add(root, "components", Shape::Members(components))?;
        self.add(root, "servers", servers)?;
        self.remove(
            root,
            &["host", "basePath", "schemes", "consumes", "produces"],
        )
    }

    /// Upgrades every member of a section.
    fn section(
        &mut self,
        root: NodeId,
        key: &str,
        upgrade: impl Fn(&mut Self, NodeId) -> Result<(), Full>,
    ) -> Result<(), Full> {
        self.entries(root, key)
            .into_iter()
            .try_for_each(|(_, value)| upgrade(self, value))
    }

    fn node(&self, id: NodeId) -> Node<'_> {
        self.documents.node(id)
    }

    /// The members of a member.
    fn entries(&self, id: NodeId, key: &str) -> Vec<(String, NodeId)> {
        let entries = self.node(id).get(key).into_iter().flat_map(Node::entries);
        entries
            .map(|(key, value)| (key.to_owned(), value.identity()))
            .collect()
    }

    /// The end of a chain of references; the value itself if it leads nowhere, which is reported by who reads it.
    fn target(&self, id: NodeId) -> NodeId {
        self.node(id).target().map_or(id, Node::identity)
    }

    /// The members of an object as shapes.
    fn kept(&self, id: NodeId) -> Members {
        let entries = self.node(id).entries();
        entries
            .map(|(key, value)| (key.to_owned(), Shape::Kept(value.identity())))
            .collect()
    }

    /// Gives a value another shape. New values below it are made from `origin`.
    fn reshape(&mut self, id: NodeId, shape: Shape, origin: NodeId) -> Result<(), Full> {
        let data = self.data(id, shape, origin)?;
        self.documents.change().0.set(id, data);
        Ok(())
    }

    /// Adds a member to an object, unless it has one of that name.
    fn add(&mut self, id: NodeId, key: &str, shape: Shape) -> Result<(), Full> {
        if self.node(id).get(key).is_some() || !self.node(id).is_object() {
            return Ok(());
        }
        let mut members = self.kept(id);
        members.push((key.to_owned(), shape));
        self.reshape(id, Shape::Members(members), id)
    }

    /// Removes members of an object.
    fn remove(&mut self, id: NodeId, keys: &[&str]) -> Result<(), Full> {
        let mut members = self.kept(id);
        members.retain(|(key, _)| !keys.contains(&key.as_str()));
        self.reshape(id, Shape::Members(members), id)
    }

    fn data(&mut self, id: NodeId, shape: Shape, origin: NodeId) -> Result<Data, Full> {
        Ok(match shape {
            Shape::Kept(other) => self.documents.tree().data(other).clone(),
            Shape::Text(text) => Data::Text(text.into()),
            Shape::Bool(value) => Data::Bool(value),
            Shape::List(items) => {
                let items = (0..)
                    .zip(items)
                    .map(|(index, item)| self.child(id, Step::Index(index), item, origin));
                Data::Array(items.collect::<Result<_, _>>()?)
            }
            Shape::Members(shapes) => {
                let mut members = Vec::with_capacity(shapes.len());
                for (key, shape) in shapes {
                    let key = self.documents.change().0.intern(&key)?;
                    members.push((key, self.child(id, Step::Key(key), shape, origin)?));
                }
                Data::Object(Box::new(Object::new(members).0))
            }
        })
    }

    fn child(
        &mut self,
        parent: NodeId,
        step: Step,
        shape: Shape,
        origin: NodeId,
    ) -> Result<NodeId, Full> {
        if let Shape::Kept(id) = shape {
            return Ok(id);
        }
        let (tree, originals) = self.documents.change();
        let id = tree.push(Some(parent), step, Data::Null)?;
        originals.insert(id, origin);
        let data = self.data(id, shape, origin)?;
        self.documents.change().0.set(id, data);
        Ok(id)
    }
}

#[cfg(test)]
mod tests;
