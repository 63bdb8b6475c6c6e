//! Operations: parameters of the body and of forms become a request body, media types go to what they are of.

use super::{Members, Shape, Upgrade};
use crate::diagnostic::Diagnostic;
use crate::read::node::Node;
use crate::read::tree::{Full, NodeId};

/// `consumes` and `produces`.
#[derive(Clone, Debug)]
pub(super) struct MediaTypes {
    consumes: Vec<String>,
    produces: Vec<String>,
}

impl MediaTypes {
    /// Those of a document or an operation.
    pub(super) fn of(node: Node<'_>) -> Self {
        let list = |key| {
            node.get(key)
                .into_iter()
                .flat_map(Node::items)
                .filter_map(Node::to_text)
                .collect()
        };
        Self {
            consumes: list("consumes"),
            produces: list("produces"),
        }
    }

    /// Those of an operation, or else of the document.
    fn or(self, node: Node<'_>, defaults: &Self) -> Self {
        let given = |key, own, default: &Vec<String>| {
            if node.get(key).is_some() {
                own
            } else {
                default.clone()
            }
        };
        Self {
            consumes: given("consumes", self.consumes, &defaults.consumes),
            produces: given("produces", self.produces, &defaults.produces),
        }
    }
}

/// What describes the value of a parameter or a header, and goes to its schema.
const OF_THE_VALUE: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "x-nullable",
];

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch"];

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";
const BYTES: &str = "application/octet-stream";

/// Where a parameter goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Body,
    Form,
    Other,
}

impl Upgrade<'_> {
    pub(super) fn path_item(&mut self, item: NodeId, defaults: &MediaTypes) -> Result<(), Full> {
        let item = self.target(item);
        if !self.done.insert(item) {
            return Ok(());
        }
        let shared: Vec<NodeId> = self.parameters(item);
        let of_bodies: Vec<NodeId> = shared
            .iter()
            .copied()
            .filter(|parameter| self.place(*parameter) != Place::Other)
            .collect();
        let operations = METHODS
            .iter()
            .filter_map(|method| self.node(item).get(method))
            .map(Node::identity);
        for operation in operations.collect::<Vec<_>>() {
            self.operation(operation, &of_bodies, defaults)?;
        }
        self.keep_parameters(item, shared)
    }

    fn operation(
        &mut self,
        operation: NodeId,
        shared: &[NodeId],
        defaults: &MediaTypes,
    ) -> Result<(), Full> {
        let operation = self.target(operation);
        if !self.done.insert(operation) {
            return Ok(());
        }
        let node = self.node(operation);
        let media = MediaTypes::of(node).or(node, defaults);
        let own = self.parameters(operation);
        let all = || shared.iter().chain(&own).copied();
        let body = all().rfind(|parameter| self.place(*parameter) == Place::Body);
        let fields: Vec<NodeId> = all()
            .filter(|parameter| self.place(*parameter) == Place::Form)
            .collect();
        if let Some(body) = body {
            self.body(operation, body, &media)?;
            let selected = !self.left_out.has(self.node(operation));
            let field = fields.first().filter(|_| selected);
            field
                .into_iter()
                .for_each(|field| self.report_field(*field));
        } else if !fields.is_empty() {
            self.form(operation, &fields, &media)?;
        }
        for (_, response) in self.entries(operation, "responses") {
            self.response(response, &media)?;
        }
        self.keep_parameters(operation, own)?;
        self.remove(operation, &["consumes", "produces", "schemes"])
    }

    fn report_field(&self, field: NodeId) {
        let field = self.node(field);
        let message = "an operation with a body has no form: this field is left out";
        self.diagnostics
            .push(Diagnostic::warning("form-beside-body", message).at(field.at()));
    }

    fn parameters(&self, id: NodeId) -> Vec<NodeId> {
        self.node(id)
            .get("parameters")
            .into_iter()
            .flat_map(Node::items)
            .map(Node::identity)
            .collect()
    }

    fn place(&self, parameter: NodeId) -> Place {
        match self
            .node(self.target(parameter))
            .get("in")
            .and_then(Node::as_str)
        {
            Some("body") => Place::Body,
            Some("formData") => Place::Form,
            _ => Place::Other,
        }
    }

    /// Upgrades parameters, and leaves out those that have gone to the body.
    fn keep_parameters(&mut self, id: NodeId, parameters: Vec<NodeId>) -> Result<(), Full> {
        let Some(list) = self.node(id).get("parameters").map(Node::identity) else {
            return Ok(());
        };
        let mut kept = Vec::new();
        for parameter in parameters {
            if self.place(parameter) == Place::Other {
                kept.push(Shape::Kept(parameter));
                self.parameter(parameter)?;
            }
        }
        self.reshape(list, Shape::List(kept), list)
    }

    /// What describes the value goes to `schema`, `collectionFormat` becomes `style` and `explode`.
    pub(super) fn parameter(&mut self, parameter: NodeId) -> Result<(), Full> {
        let parameter = self.target(parameter);
        if self.place(parameter) != Place::Other || !self.done.insert(parameter) {
            return Ok(());
        }
        let node = self.node(parameter);
        let path = matches!(
            node.get("in").and_then(Node::as_str),
            Some("path" | "header")
        );
        let style = if self.is_array(parameter) {
            self.style(parameter, path)
        } else {
            Vec::new()
        };
        let (schema, mut members) = self.split(parameter);
        members.extend(style);
        members.push(("schema".to_owned(), Shape::Members(schema)));
        self.reshape(parameter, Shape::Members(members), parameter)?;
        self.new_schema(parameter)
    }

    /// The members that describe the value, and the others.
    fn split(&self, id: NodeId) -> (Members, Members) {
        let members = self
            .kept(id)
            .into_iter()
            .filter(|(key, _)| key != "collectionFormat");
        members.partition(|(key, _)| OF_THE_VALUE.contains(&key.as_str()))
    }

    fn new_schema(&mut self, parent: NodeId) -> Result<(), Full> {
        let schema = self.node(parent).get("schema").map(Node::identity);
        schema
            .into_iter()
            .try_for_each(|schema| self.schema(schema))
    }

    fn is_array(&self, parameter: NodeId) -> bool {
        self.node(parameter).get("type").and_then(Node::as_str) == Some("array")
    }

    /// `collectionFormat` as `style` and `explode`. `multi` is not for paths and headers.
    fn style(&self, parameter: NodeId, simple: bool) -> Members {
        let format = self
            .node(parameter)
            .get("collectionFormat")
            .and_then(Node::as_str);
        let (style, explode) = match format {
            Some("ssv") => ("spaceDelimited", false),
            Some("pipes") => ("pipeDelimited", false),
            Some("tsv") => ("tabDelimited", false),
            _ if simple => ("simple", false),
            Some("multi") => ("form", true),
            _ => ("form", false),
        };
        vec![
            ("style".to_owned(), Shape::text(style)),
            ("explode".to_owned(), Shape::Bool(explode)),
        ]
    }

    /// `in: body` becomes `requestBody`.
    fn body(
        &mut self,
        operation: NodeId,
        parameter: NodeId,
        media: &MediaTypes,
    ) -> Result<(), Full> {
        let parameter = self.target(parameter);
        let node = self.node(parameter);
        let schema = node.get("schema").map(Node::identity);
        let mut members: Members = ["description", "required"]
            .iter()
            .filter_map(|key| Some(((*key).to_owned(), Shape::Kept(node.get(key)?.identity()))))
            .collect();
        let media_type = || {
            Shape::Members(
                schema
                    .map(|schema| ("schema".to_owned(), Shape::Kept(schema)))
                    .into_iter()
                    .collect(),
            )
        };
        let types = if media.consumes.is_empty() {
            vec![JSON.to_owned()]
        } else {
            media.consumes.clone()
        };
        let content = types.into_iter().map(|name| (name, media_type())).collect();
        members.push(("content".to_owned(), Shape::Members(content)));
        self.add_from(operation, "requestBody", Shape::Members(members), parameter)?;
        schema
            .into_iter()
            .try_for_each(|schema| self.schema(schema))
    }

    /// Fields (`in: formData`) become the properties of a `requestBody`.
    fn form(
        &mut self,
        operation: NodeId,
        fields: &[NodeId],
        media: &MediaTypes,
    ) -> Result<(), Full> {
        let fields: Vec<NodeId> = fields.iter().map(|field| self.target(*field)).collect();
        let mut properties = Vec::new();
        let mut required = Vec::new();
        let mut encoding = Vec::new();
        for field in &fields {
            let node = self.node(*field);
            let Some(name) = node.get("name").and_then(Node::as_str) else {
                continue;
            };
            let (mut schema, others) = self.split(*field);
            if self.is_file(*field) {
                schema = Upgrade::file_schema(schema);
            }
            schema.extend(
                others
                    .into_iter()
                    .filter(|(key, _)| key == "description" || key == "example"),
            );
            properties.push((name.to_owned(), Shape::Members(schema)));
            if node.get("required").and_then(Node::as_bool) == Some(true) {
                required.push(Shape::text(name));
            }
            if self.is_array(*field) {
                encoding.push((name.to_owned(), Shape::Members(self.style(*field, false))));
            }
        }
        let any_required = !required.is_empty();
        let schema = Shape::members([
            ("type", Shape::text("object")),
            ("properties", Shape::Members(properties)),
            ("required", Shape::List(required)),
        ]);
        let media_type =
            Shape::members([("schema", schema), ("encoding", Shape::Members(encoding))]);
        let content = Shape::Members(vec![(self.form_type(&fields, media), media_type)]);
        let body = Shape::members([
            ("content", content),
            ("required", Shape::Bool(any_required)),
        ]);
        let origin = self
            .node(operation)
            .get("parameters")
            .map_or(operation, Node::identity);
        self.add_from(operation, "requestBody", body, origin)?;
        self.form_schema(operation)
    }

    /// How a form is written: files need parts.
    fn form_type(&self, fields: &[NodeId], media: &MediaTypes) -> String {
        let multipart = media.consumes.iter().any(|name| name == MULTIPART);
        let plain = media.consumes.iter().any(|name| name == FORM);
        let parts = fields.iter().any(|field| self.is_file(*field)) || (multipart && !plain);
        if parts {
            MULTIPART.to_owned()
        } else {
            FORM.to_owned()
        }
    }

    /// Upgrades the schema that was made of fields.
    fn form_schema(&mut self, operation: NodeId) -> Result<(), Full> {
        let content = self.node(operation).descend(["requestBody", "content"]);
        let schemas = content
            .into_iter()
            .flat_map(Node::entries)
            .filter_map(|(_, media)| media.get("schema"));
        let schemas: Vec<NodeId> = schemas.map(Node::identity).collect();
        schemas
            .into_iter()
            .try_for_each(|schema| self.schema(schema))
    }

    /// `schema` and `examples` become `content`, one entry for each media type.
    pub(super) fn response(&mut self, response: NodeId, media: &MediaTypes) -> Result<(), Full> {
        let response = self.target(response);
        if !self.node(response).is_object() || !self.done.insert(response) {
            return Ok(());
        }
        for (_, header) in self.entries(response, "headers") {
            self.header(header)?;
        }
        let Some(schema) = self.node(response).get("schema").map(Node::identity) else {
            return self.remove(response, &["examples"]);
        };
        let file = self.is_file(self.target(schema));
        let examples = self.entries(response, "examples");
        let mut names = media.produces.clone();
        if names.is_empty() {
            names.extend(
                examples
                    .iter()
                    .map(|(name, _)| name.clone())
                    .filter(|name| name.contains('/')),
            );
        }
        if names.is_empty() {
            names.push(if file { BYTES } else { JSON }.to_owned());
        }
        let content = names.into_iter().map(|name| {
            let mut members = vec![("schema".to_owned(), Shape::Kept(schema))];
            let example = examples.iter().find(|(of, _)| *of == name);
            members
                .extend(example.map(|(_, example)| ("example".to_owned(), Shape::Kept(*example))));
            (name, Shape::Members(members))
        });
        let content = content.collect();
        let mut members = self.kept(response);
        members.retain(|(key, _)| key != "schema" && key != "examples");
        members.push(("content".to_owned(), Shape::Members(content)));
        self.reshape(response, Shape::Members(members), response)?;
        self.schema(schema)
    }

    fn header(&mut self, header: NodeId) -> Result<(), Full> {
        if self.node(header).get("schema").is_some() || !self.done.insert(header) {
            return Ok(());
        }
        let (schema, mut members) = self.split(header);
        members.push(("schema".to_owned(), Shape::Members(schema)));
        self.reshape(header, Shape::Members(members), header)?;
        self.new_schema(header)
    }

    /// Adds a member that is made from another value than the object that it is added to.
    fn add_from(
        &mut self,
        id: NodeId,
        key: &str,
        shape: Shape,
        origin: NodeId,
    ) -> Result<(), Full> {
        let mut members = self.kept(id);
        members.push((key.to_owned(), shape));
        self.reshape(id, Shape::Members(members), origin)
    }
}
