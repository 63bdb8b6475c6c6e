//! What a schema tells people, as [`Docs`].

use std::rc::Rc;

use super::Types;
use super::conditions::{self, Unchecked};
use super::excerpt;
use super::shape::{self, Shape};
use crate::ir::{Docs, Type};
use crate::read::node::Node;
use crate::read::schema::{Combined, Keyword, Schema, Schemas, classify};
use crate::read::unions;

impl<'d> Types<'d> {
    /// What is to be said of a schema besides its words: conditions, and the words of alternatives.
    pub(super) fn notes(&self, schema: &Schema<'d>, combined: &Rc<Combined<'d>>) -> Vec<String> {
        let mut notes = conditions(&self.schemas, combined);
        notes.extend(unions::notes(&self.schemas, combined));
        if !combined.groups.is_empty() {
            let shape = shape::of(&self.schemas, schema, combined);
            notes.extend(alternatives(&self.schemas, combined, &shape));
        }
        notes
    }

    /// What is said of the items of a list and the values of a map that have no type of their own.
    fn words_inside(&self, schema: &Schema<'d>, ty: &Type) -> Option<String> {
        let (part, inner, ty) = match ty {
            Type::List(ty) => ("item", self.items(schema)?, ty),
            Type::Map(ty) => ("value", self.values(schema)?, ty),
            _ => return None,
        };
        let ty = match ty.as_ref() {
            Type::Nullable(ty) | Type::Boxed(ty) => ty,
            _ => ty,
        };
        if matches!(ty.as_ref(), Type::Named(_)) {
            return None;
        }
        let own = words(&docs(&self.schemas.combine(&inner).own));
        let inside = || self.words_inside(&inner, ty);
        Some(format!("Each {part}: {}", own.or_else(inside)?))
    }

    /// What a use of a schema tells people. The docs of a named type are told there, unless it stands here.
    pub(super) fn docs(
        &mut self,
        schema: &Schema<'d>,
        combined: &Rc<Combined<'d>>,
        ty: &Type,
    ) -> Docs {
        if !matches!(ty, Type::Named(_)) {
            self.report_keywords(combined);
            let mut docs = docs(&combined.own);
            docs.notes = self.notes(schema, combined);
            docs.notes.extend(self.words_inside(schema, ty));
            return docs;
        }
        let anchor = self.schemas.anchor(schema);
        let inline = anchor.is_none_or(|anchor| *schema == Schema::from(anchor));
        if inline {
            return docs(&combined.own);
        }
        let told = anchor.map(|anchor| self.schemas.combine(&anchor.into()));
        let own: Vec<Node<'d>> = combined
            .own
            .iter()
            .copied()
            .filter(|node| !told.as_ref().is_some_and(|told| told.own.contains(node)))
            .collect();
        docs(&own)
    }
}

/// Titles, descriptions, examples and links of some parts of a schema, the first part that has one.
pub(super) fn docs(own: &[Node<'_>]) -> Docs {
    let text = |keyword: &str| {
        let mut texts = own
            .iter()
            .filter_map(|node| node.get(keyword))
            .filter_map(Node::as_str);
        texts
            .find(|text| !text.trim().is_empty())
            .map(str::to_owned)
    };
    Docs {
        summary: text("title"),
        description: text("description"),
        examples: examples(own),
        see: own.iter().find_map(|node| super::super::docs::see(*node)),
        notes: Vec::new(),
    }
}

/// Leaves out the texts that stand elsewhere already.
pub(super) fn leave_out(docs: &mut Docs, told: &Docs) {
    docs.summary
        .take_if(|text| told.summary.as_ref() == Some(text));
    docs.description
        .take_if(|text| told.description.as_ref() == Some(text));
}

/// What alternatives say that have no type of their own: those of one struct, of one string, of one list.
pub(super) fn alternatives<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
    shape: &Shape<'d>,
) -> Vec<String> {
    if matches!(shape, Shape::Union(_) | Shape::Enum(..)) {
        return Vec::new();
    }
    let mut texts: Vec<String> = Vec::new();
    for arm in unions::joined(schemas, combined) {
        let mut own = schemas.combine(&arm).own.clone();
        own.retain(|node| !combined.own.contains(node));
        let text = words(&docs(&own)).filter(|text| !texts.contains(text));
        texts.extend(text);
    }
    let several = texts.len() > 1;
    let labels = ["Either: ", "Or: "]
        .into_iter()
        .chain(std::iter::repeat("Or: "));
    texts
        .into_iter()
        .zip(labels)
        .map(|(text, label)| {
            if several {
                format!("{label}{text}")
            } else {
                text
            }
        })
        .collect()
}

/// What a title and a description say together.
pub(super) fn words(docs: &Docs) -> Option<String> {
    match (&docs.summary, &docs.description) {
        (Some(title), Some(text)) if !text.contains(title.as_str()) => {
            Some(format!("{title}: {text}"))
        }
        (_, Some(text)) | (Some(text), None) => Some(text.clone()),
        (None, None) => None,
    }
}

/// The examples of the first part that has any: `example`, or the list `examples`.
fn examples(own: &[Node<'_>]) -> Vec<String> {
    for node in own {
        let mut found: Vec<String> = node.get("example").into_iter().map(Node::to_json).collect();
        if let Some(list) = node.get("examples") {
            if list.is_array() {
                found.extend(list.items().map(Node::to_json));
            } else {
                // By name, as media types have them.
                found.extend(
                    list.entries()
                        .filter_map(|(_, example)| example.get("value"))
                        .map(Node::to_json),
                );
            }
        }
        if !found.is_empty() {
            let mut seen = std::collections::HashSet::new();
            found.retain(|example| seen.insert(example.clone()));
            return found;
        }
    }
    Vec::new()
}

/// Keywords that are shown as they are: a note each, and a warning for those that nothing checks.
pub(super) fn conditions<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> Vec<String> {
    let mut notes = Vec::new();
    for node in &combined.own {
        for keyword in ["patternProperties", "prefixItems"] {
            notes.extend(node.get(keyword).map(|value| note(keyword, value)));
        }
        if let Some(names) = node.get("propertyNames") {
            let combined = schemas.combine(&names.into());
            if conditions::some(&combined.own) || !combined.groups.is_empty() {
                notes.push(note("propertyNames", names));
            }
        }
        if let Some(xml) = node.get("xml") {
            schemas.warn(
                xml,
                "ignored-keyword",
                "`xml` is ignored",
                "a body of XML is text, which the caller reads and writes",
            );
        }
        for (key, value) in node
            .entries()
            .filter(|(key, _)| classify(key) == Keyword::Documented)
        {
            if says_something(*node, key, value) {
                notes.push(note(key, value));
            }
        }
    }
    for unchecked in unchecked(schemas, combined) {
        let Unchecked { keyword, node, why } = unchecked;
        schemas.warn(
            node,
            "unchecked-keyword",
            format!("`{keyword}` is not checked: {}", why.text()),
            "it is shown in the docs",
        );
    }
    notes
}

/// Keywords that nothing checks.
fn unchecked<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) -> Vec<Unchecked<'d>> {
    let mut all = Vec::new();
    if conditions::some(&combined.own) {
        let (_, unchecked) = conditions::of(schemas, combined, &combined.own);
        all.extend(unchecked);
    }
    all.extend(conditions::positions(schemas, combined).err());
    all.extend(conditions::patterns(schemas, combined).err());
    all
}

fn note(key: &str, value: Node<'_>) -> String {
    format!("`{key}`: `{}`", excerpt::of(value))
}

/// Whether a keyword excludes anything that nothing else tells people.
fn says_something(node: Node<'_>, key: &str, value: Node<'_>) -> bool {
    match key {
        // With `true` or `{}` nothing is excluded; with `false` it closes the object, unless conditions decide.
        "unevaluatedProperties" if value.as_bool() == Some(false) => {
            conditions::name_members(&[node])
        }
        "unevaluatedProperties" | "additionalItems" => value.is_object() && value.keys().len() > 0,
        "unevaluatedItems" => value.as_bool() == Some(false) || value.keys().len() > 0,
        "then" | "else" => node.get("if").is_some(),
        "minContains" | "maxContains" => node.get("contains").is_some(),
        "not" => unions::only_required(value).is_none(),
        // A sentence for each member says it.
        "dependentRequired" => false,
        _ => true,
    }
}
