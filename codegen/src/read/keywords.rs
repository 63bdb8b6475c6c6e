//! A warning for each keyword of the objects of OpenAPI that nothing is made of.
//!
//! Schemas are not looked at here: `schema` knows their keywords.
//!
//! **Invariant:** a keyword of a document is carried into the crate, or it is reported. A keyword that is new in
//! OpenAPI is a line of the table in `objects`, and a line of `docs/support.md`.

mod objects;
#[cfg(test)]
mod support_test;

use std::collections::{BTreeMap, HashSet};

use self::objects::{Fate, OVERLAY, Object, ROOT, SWAGGER};
use super::docs;
use super::node::Node;
use super::select::LeftOut;
use crate::diagnostic::{Diagnostic, Diagnostics, with_others};
use crate::suggest;

/// A keyword of an object, where nothing is made of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Lost<'d> {
    object: &'static str,
    keyword: &'d str,
    why: Why,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// There is no such keyword; perhaps this one is meant.
    Unknown(Option<&'static str>),
    /// It is known, and has no place in the crate.
    Ignored(&'static str),
    /// It stands beside a reference.
    BesideReference,
}

/// Reports the keywords of a document that nothing is made of: each once, at its first place that is not left out.
pub(super) fn check(root: Node<'_>, left_out: &LeftOut, diagnostics: &Diagnostics) {
    // What is no document is reported as such, and one of Swagger 2.0 was looked at before it became another.
    if root.get("openapi").is_some() && root.get("swagger").is_none() {
        report_lost(vec![(root, &ROOT)], left_out, diagnostics);
    }
}

/// The same for a document of Swagger 2.0 as it is written.
pub(super) fn check_swagger(root: Node<'_>, left_out: &LeftOut, diagnostics: &Diagnostics) {
    report_lost(vec![(root, &SWAGGER)], left_out, diagnostics);
}

/// The same for an overlay.
pub(super) fn check_overlay(root: Node<'_>, diagnostics: &Diagnostics) {
    report_lost(vec![(root, &OVERLAY)], &LeftOut::default(), diagnostics);
}

fn report_lost<'d>(
    start: Vec<(Node<'d>, &'static Object)>,
    left_out: &LeftOut,
    diagnostics: &Diagnostics,
) {
    let mut lost: BTreeMap<Lost<'d>, Vec<Node<'d>>> = BTreeMap::new();
    walk(start, left_out, &mut |found| {
        if let Some(why) = found.why() {
            let Found {
                object: Object { name: object, .. },
                keyword,
                ..
            } = found;
            let lost = lost
                .entry(Lost {
                    object,
                    keyword,
                    why,
                })
                .or_default();
            lost.push(found.value);
        }
    });
    for (lost, mut places) in lost {
        places.sort_by_key(|place| place.identity());
        report(lost, &places, diagnostics);
    }
}

/// A keyword in a document.
#[derive(Clone, Copy)]
struct Found<'d> {
    object: &'static Object,
    node: Node<'d>,
    keyword: &'d str,
    value: Node<'d>,
}

/// Visits the keywords of all objects of a document that are not left out, or that one of those refers to.
fn walk<'d>(
    start: Vec<(Node<'d>, &'static Object)>,
    left_out: &LeftOut,
    visit: &mut dyn FnMut(Found<'d>),
) {
    let mut seen = HashSet::new();
    let mut waiting = start;
    while let Some((node, object)) = waiting.pop() {
        if !seen.insert(node.identity()) {
            continue;
        }
        let refers = object.refers(node);
        for (keyword, value) in node.entries() {
            if is_extension(keyword) || left_out.has(value) {
                continue;
            }
            if refers || object.names.is_none() {
                visit(Found {
                    object,
                    node,
                    keyword,
                    value,
                });
            }
            match object.fate(keyword).or(object.names.map(Fate::One)) {
                _ if refers => {}
                Some(Fate::One(object)) => waiting.push((value, object)),
                Some(Fate::List(object)) => {
                    waiting.extend(value.items().map(|item| (item, object)));
                }
                Some(Fate::Map(object)) => {
                    waiting.extend(value.entries().map(|(_, value)| (value, object)));
                }
                Some(Fate::Carried | Fate::Ignored(_)) | None => {}
            }
        }
        // A reference to nothing is reported where it is followed.
        if let (Some(_), Ok(target)) = (node.reference(), node.target()) {
            waiting.push((target, object));
        }
    }
}

impl Object {
    /// What becomes of a keyword; `None` if there is no such keyword.
    fn fate(&self, keyword: &str) -> Option<Fate> {
        let mut keywords = self.keywords.iter();
        keywords
            .find(|(known, _)| *known == keyword)
            .map(|(_, fate)| *fate)
    }

    /// Whether a value stands for one that it refers to. Path items have both: a reference and members.
    fn refers(&self, node: Node<'_>) -> bool {
        node.reference().is_some() && self.fate("$ref").is_none()
    }
}

impl Found<'_> {
    /// Why nothing is made of it, if nothing is.
    fn why(self) -> Option<Why> {
        let fate = self.object.fate(self.keyword);
        if self.object.refers(self.node) {
            let carried = matches!(fate, Some(Fate::Carried))
                && docs::counts_beside_reference(self.node, self.keyword);
            return (self.keyword != "$ref" && !carried).then_some(Why::BesideReference);
        }
        match fate {
            // What is wrong with it is reported where it is followed.
            None if self.keyword == "$ref" => None,
            None => {
                let known = self.object.keywords.iter().map(|(keyword, _)| *keyword);
                Some(Why::Unknown(suggest::closest(self.keyword, known)))
            }
            Some(Fate::Ignored(_)) if says_nothing(self.keyword, self.value) => None,
            Some(Fate::Ignored(why)) => Some(Why::Ignored(why)),
            Some(Fate::Carried | Fate::One(_) | Fate::List(_) | Fate::Map(_)) => None,
        }
    }
}

fn is_extension(key: &str) -> bool {
    key.starts_with("x-") || key.starts_with("X-")
}

/// Whether it says what holds without it.
fn says_nothing(key: &str, value: Node<'_>) -> bool {
    let is_usual = |dialect: &str| {
        dialect.contains("spec.openapis.org/oas/")
            || dialect.contains("json-schema.org/draft/2020-12")
    };
    match key {
        "jsonSchemaDialect" => value.as_str().is_some_and(is_usual),
        "allowEmptyValue" | "explode" | "required" => value.as_bool() == Some(false),
        "links" => value.entries().len() == 0,
        "collectionFormat" => value.as_str() == Some("csv"),
        _ => value.as_str().is_some_and(|text| text.trim().is_empty()),
    }
}

fn report(lost: Lost<'_>, places: &[Node<'_>], diagnostics: &Diagnostics) {
    let Lost {
        object,
        keyword,
        why,
    } = lost;
    let (code, message, help) = match why {
        Why::Unknown(near) => (
            "unknown-keyword",
            format!("`{keyword}` means nothing in {object}"),
            near.map_or_else(
                || "it is ignored".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
        ),
        Why::Ignored(why) => (
            "ignored-keyword",
            format!("`{keyword}` of {object} is ignored"),
            why.to_owned(),
        ),
        Why::BesideReference => (
            "ignored-keyword",
            format!("`{keyword}` beside the reference to {object} is ignored"),
            "what is referred to counts".to_owned(),
        ),
    };
    let Some((first, others)) = places.split_first() else {
        return;
    };
    let warning = Diagnostic::warning(code, message).at(first.at().key());
    diagnostics.push(warning.help(with_others(&help, others.len())));
}
