//! What is reported about schemas.

use super::{Combined, JsonTypes, MOST_NESTED, Schema, Schemas};
use crate::diagnostic::Diagnostic;
use crate::ir::JsonType;
use crate::read::node::{self, Node};
use crate::suggest;

impl<'d> Schemas<'d> {
    /// Notes a warning of a kind that a document tends to need in many places.
    pub(crate) fn warn(
        &self,
        node: Node<'d>,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let warning = node.warning(code, message.into());
        self.diagnostics.push_repeated(warning.help(help));
    }

    pub(super) fn report_depth(&self, schema: &Schema<'d>) {
        if let Some(node) = schema.node() {
            let error = node.error(
                "nested-too-deeply",
                format!("schemas refer to each other more than {MOST_NESTED} times here"),
            );
            self.diagnostics
                .push(error.help("everything below this is treated as any JSON"));
        }
    }

    /// Reports a schema that leads back to itself by references and `allOf`.
    pub(super) fn report_circle(&self, node: Node<'d>, circle: &[Node<'d>]) {
        if self.diagnostics.ok(node.follow()).is_none() {
            return;
        }
        let refers = |node: &&Node<'d>| self.target(**node).is_some();
        let references = circle.iter().filter(refers).copied().collect();
        let warning = Diagnostic::warning(
            "cyclic-all-of",
            "this reference leads back to itself through `allOf`",
        )
        .help("what the schemas on the way say counts, once");
        self.diagnostics.push(node::around(references, warning));
    }

    pub(super) fn report_nothing_possible(&self, node: Option<Node<'d>>, schema: &Schema<'d>) {
        if let Some(node) = node.or_else(|| schema.node()) {
            let warning = node.warning(
                "contradiction",
                "no alternative can hold together with the rest of this schema",
            );
            self.diagnostics
                .push(warning.help("the alternatives are left out"));
        }
    }

    pub(super) fn report_unknown_type(&self, node: Node<'d>, text: &str) {
        const NAMES: [&str; 7] = [
            "null", "boolean", "integer", "number", "string", "array", "object",
        ];
        let near = match text {
            "int" | "long" => Some("integer"),
            "float" | "double" | "decimal" => Some("number"),
            "bool" => Some("boolean"),
            "str" | "text" | "date" | "datetime" | "date-time" | "uuid" => Some("string"),
            "list" => Some("array"),
            "map" | "dict" => Some("object"),
            _ => suggest::closest(text, NAMES),
        };
        let error = node.error("unknown-type", format!("there is no type `{text}`"));
        self.diagnostics.push(match near {
            Some(name) => error.help(format!("did you mean `{name}`?")),
            None => error.help(format!("the types are {}", NAMES.join(", "))),
        });
    }

    pub(super) fn report_contradiction(&self, node: Node<'d>, keyword: &str) {
        let at = node.get(keyword).unwrap_or(node);
        let warning = at.warning(
            "contradiction",
            format!("this `{keyword}` cannot hold together with another branch of `allOf`"),
        );
        self.diagnostics
            .push(warning.help("the other branch is taken: the last one that says something"));
    }

    /// Reports the values that the type beside them excludes, if it does not exclude all of them: who wrote them meant
    /// something else, so the others are no rule.
    pub(super) fn report_mistyped_among(&self, node: Node<'d>, values: &[Node<'d>]) -> bool {
        let types = self.types_of(node);
        let fits = |value: &&Node<'d>| types.has(JsonTypes::of(value.json_type()));
        let (fitting, others): (Vec<&Node<'d>>, Vec<&Node<'d>>) = values.iter().partition(fits);
        if fitting.is_empty() {
            return false;
        }
        for value in &others {
            let message = format!("this value is {}, which `type` excludes", value.kind());
            let help = if types.has(JsonTypes::of(JsonType::String)) {
                "all values of the list are left out; write strings that look like something else in quotes"
            } else {
                "all values of the list are left out"
            };
            self.warn(**value, "mistyped-value", message, help);
        }
        !others.is_empty()
    }

    pub(super) fn report_mistyped(&self, schema: &Schema<'d>, combined: &Combined<'d>) {
        let listed = combined.get("enum").or_else(|| combined.get("const"));
        if let Some(node) = listed.or_else(|| schema.node()) {
            let warning = node.warning(
                "mistyped-value",
                "none of these values has the type that the schema asks for",
            );
            self.diagnostics
                .push(warning.help("the values are left out"));
        }
    }

    pub(super) fn report_shape(&self, node: Node<'d>, what: &str, expected: &str) {
        self.diagnostics.push(node.warning(
            "misshapen",
            format!("{what} has to be {expected}, and is {}", node.kind()),
        ));
    }
}
