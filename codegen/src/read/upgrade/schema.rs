//! Schemas: few words differ from OpenAPI 3.0.

use super::{Members, Shape, Upgrade};
use crate::read::node::Node;
use crate::read::tree::{Full, NodeId};

impl Upgrade<'_> {
    /// Upgrades a schema and all that it leads to.
    pub(super) fn schema(&mut self, schema: NodeId) -> Result<(), Full> {
        let mut waiting = vec![schema];
        while let Some(schema) = waiting.pop() {
            if self.done.insert(schema) && self.node(schema).is_object() {
                self.words(schema)?;
                waiting.extend(self.parts(schema));
            }
        }
        Ok(())
    }

    fn words(&mut self, schema: NodeId) -> Result<(), Full> {
        let node = self.node(schema);
        let nullable = node.get("x-nullable").map(Node::identity);
        let discriminator = node
            .get("discriminator")
            .filter(|value| value.as_str().is_some())
            .map(Node::identity);
        if let Some(nullable) = nullable {
            self.add(schema, "nullable", Shape::Kept(nullable))?;
        }
        if let Some(name) = discriminator {
            self.discriminator(schema, name)?;
        }
        if self.is_file(schema) {
            let members = Self::file_schema(self.kept(schema));
            self.reshape(schema, Shape::Members(members), schema)?;
        }
        Ok(())
    }

    /// Whether it is `type: file`, or has been.
    pub(super) fn is_file(&self, schema: NodeId) -> bool {
        let node = self.node(schema);
        let is = |key, value| node.get(key).and_then(Node::as_str) == Some(value);
        is("type", "file") || is("format", "binary")
    }

    /// `type: file` becomes a binary string.
    pub(super) fn file_schema(mut members: Members) -> Members {
        members.retain(|(key, _)| key != "type" && key != "format");
        members.push(("type".to_owned(), Shape::text("string")));
        members.push(("format".to_owned(), Shape::text("binary")));
        members
    }

    /// `discriminator: kind` becomes `discriminator: {propertyName: kind}`.
    fn discriminator(&mut self, schema: NodeId, name: NodeId) -> Result<(), Full> {
        let mut members = self.kept(schema);
        for (_, shape) in members.iter_mut().filter(|(key, _)| key == "discriminator") {
            *shape = Shape::members([("propertyName", Shape::Kept(name))]);
        }
        self.reshape(schema, Shape::Members(members), name)
    }

    /// The schemas in a schema, and the one it refers to.
    fn parts(&self, schema: NodeId) -> Vec<NodeId> {
        let node = self.node(schema);
        let mut parts: Vec<Node<'_>> = Vec::new();
        parts.extend(
            node.get("properties")
                .into_iter()
                .flat_map(Node::entries)
                .map(|(_, value)| value),
        );
        for key in ["items", "additionalProperties", "not"] {
            parts.extend(node.get(key));
        }
        for key in ["items", "allOf", "anyOf", "oneOf"] {
            parts.extend(node.get(key).into_iter().flat_map(Node::items));
        }
        parts.extend(node.reference().and_then(|_| node.target().ok()));
        parts.into_iter().map(Node::identity).collect()
    }
}
