//! Constraints and annotations of a schema as [`Fact`]s.

use std::cmp::Ordering;

use super::listed;
use crate::ir::{Fact, JsonType, Literal};
use crate::read::node::Node;
use crate::read::pattern;
use crate::read::schema::{Combined, JsonTypes, Keyword, Schemas, classify};

/// The constraints on a value of one JSON type, in a fixed order, tightened where several parts have the same.
pub(super) fn constraints<'d>(
    schemas: &Schemas<'d>,
    combined: &Combined<'d>,
    ty: JsonType,
) -> Vec<Fact> {
    let read = Reader { schemas, combined };
    let mut facts = Vec::new();
    match ty {
        JsonType::String => read.text(&mut facts),
        JsonType::Integer | JsonType::Number => read.number(&mut facts),
        JsonType::Array => read.array(&mut facts),
        JsonType::Object => read.object(&mut facts),
        JsonType::Boolean | JsonType::Null => {}
    }
    let format = combined.get("format");
    if let Some((node, text)) = format.and_then(|node| Some((node, node.as_str()?)))
        && !text.is_empty()
        && !matches!(ty, JsonType::Array | JsonType::Object)
    {
        let format = Fact::Format(text.to_owned());
        if !read.contradicts_list("format", node, &format) {
            facts.push(format);
        }
    }
    facts
}

/// Annotations that facts carry.
pub(super) fn annotations(combined: &Combined<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(default) = combined.get("default") {
        facts.push(Fact::Default(default.literal()));
    }
    for (keyword, fact) in [
        ("readOnly", Fact::ReadOnly),
        ("writeOnly", Fact::WriteOnly),
        ("deprecated", Fact::Deprecated),
    ] {
        if flag(combined, keyword) {
            facts.push(fact);
        }
    }
    facts
}

/// Whether a boolean keyword holds.
pub(super) fn flag(combined: &Combined<'_>, keyword: &str) -> bool {
    combined.get(keyword).and_then(Node::as_bool) == Some(true)
}

/// Reports constraints that are about other types than those a value can have.
pub(super) fn report_misplaced<'d>(schemas: &Schemas<'d>, combined: &Combined<'d>) {
    if !combined.typed {
        return;
    }
    for node in &combined.own {
        for (key, value) in node.entries() {
            if let Keyword::Constraint(about) = classify(key)
                && combined.types.and(about).is_empty()
                && !says_nothing(key, value)
                && !is_about_another(schemas, *node, about)
            {
                report_misplaced_at(schemas, combined.types, key, value, about);
            }
        }
    }
}

/// Whether a constraint is about other alternatives than the one that is looked at.
fn is_about_another<'d>(schemas: &Schemas<'d>, node: Node<'d>, about: JsonTypes) -> bool {
    let has_alternatives = node.get("anyOf").or_else(|| node.get("oneOf")).is_some();
    has_alternatives && !schemas.combine(&node.into()).types.and(about).is_empty()
}

/// Whether a constraint holds for every value.
fn says_nothing(key: &str, value: Node<'_>) -> bool {
    match key {
        "uniqueItems" => value.as_bool() == Some(false),
        "minLength" | "minItems" | "minProperties" => value.as_i64() == Some(0),
        "exclusiveMinimum" | "exclusiveMaximum" => value.as_bool() == Some(false),
        _ => false,
    }
}

fn report_misplaced_at<'d>(
    schemas: &Schemas<'d>,
    types: JsonTypes,
    key: &str,
    value: Node<'d>,
    about: JsonTypes,
) {
    schemas.warn(
        value,
        "misplaced-constraint",
        format!(
            "`{key}` is about {}, and this is {}",
            plural(about),
            article(types)
        ),
        "it is left out; perhaps it belongs to a schema inside or outside of this one",
    );
}

fn plural(types: JsonTypes) -> &'static str {
    match types.single() {
        Some(JsonType::String) => "strings",
        Some(JsonType::Array) => "arrays",
        Some(JsonType::Object) => "objects",
        Some(JsonType::Boolean) => "booleans",
        Some(JsonType::Integer | JsonType::Number) => "numbers",
        Some(JsonType::Null) | None => "other values",
    }
}

fn article(types: JsonTypes) -> &'static str {
    match types.single() {
        Some(JsonType::String) => "a string",
        Some(JsonType::Array) => "an array",
        Some(JsonType::Object) => "an object",
        Some(JsonType::Boolean) => "a boolean",
        Some(JsonType::Integer) => "an integer",
        Some(JsonType::Number) => "a number",
        Some(JsonType::Null) | None => "none of them",
    }
}

/// Which of two bounds is kept.
#[derive(Clone, Copy)]
enum Keep {
    Largest,
    Smallest,
}

/// A keyword that is a bound, and the fact that it is.
type Bound = (&'static str, fn(Literal) -> Fact);

struct Reader<'a, 'd> {
    schemas: &'a Schemas<'d>,
    combined: &'a Combined<'d>,
}

impl<'d> Reader<'_, 'd> {
    fn text(&self, facts: &mut Vec<Fact>) {
        facts.extend(
            self.size("minLength", Keep::Largest, Fact::MinLength)
                .filter(|size| *size > 0)
                .map(Fact::MinLength),
        );
        let most = self.size("maxLength", Keep::Smallest, Fact::MaxLength);
        facts.extend(most.map(Fact::MaxLength));
        let mut patterns: Vec<&str> = Vec::new();
        for node in self.combined.every("pattern") {
            match node.as_str() {
                Some(text)
                    if self.contradicts_list("pattern", node, &Fact::Pattern(text.to_owned())) => {}
                Some(text) if !patterns.contains(&text) => {
                    pattern::report(self.schemas, "pattern", text, node);
                    patterns.push(text);
                }
                Some(_) => {}
                None => self.misshapen(node, "pattern", "a string"),
            }
        }
        facts.extend(
            patterns
                .into_iter()
                .map(|text| Fact::Pattern(text.to_owned())),
        );
        for (keyword, fact) in [
            (
                "contentEncoding",
                Fact::ContentEncoding as fn(String) -> Fact,
            ),
            ("contentMediaType", Fact::ContentMediaType),
        ] {
            facts.extend(
                self.combined
                    .get(keyword)
                    .and_then(Node::as_str)
                    .map(|text| fact(text.to_owned())),
            );
        }
    }

    fn number(&self, facts: &mut Vec<Fact>) {
        let (minimum, above) = self.bound(
            ("minimum", Fact::Minimum),
            ("exclusiveMinimum", Fact::ExclusiveMinimum),
            Keep::Largest,
        );
        let (maximum, below) = self.bound(
            ("maximum", Fact::Maximum),
            ("exclusiveMaximum", Fact::ExclusiveMaximum),
            Keep::Smallest,
        );
        facts.extend(minimum.map(Fact::Minimum));
        facts.extend(above.map(Fact::ExclusiveMinimum));
        facts.extend(maximum.map(Fact::Maximum));
        facts.extend(below.map(Fact::ExclusiveMaximum));
        let mut factors: Vec<Literal> = Vec::new();
        for factor in self.combined.every("multipleOf") {
            match factor.as_f64() {
                Some(value) if value > 0.0 => {
                    let literal = factor.literal();
                    let fact = Fact::MultipleOf(literal.clone());
                    let is_left_out = self.contradicts_list("multipleOf", factor, &fact);
                    if !is_left_out && !factors.contains(&literal) {
                        factors.push(literal);
                    }
                }
                _ => self.misshapen(factor, "multipleOf", "a number above zero"),
            }
        }
        facts.extend(factors.into_iter().map(Fact::MultipleOf));
    }

    fn array(&self, facts: &mut Vec<Fact>) {
        facts.extend(
            self.size("minItems", Keep::Largest, Fact::MinItems)
                .filter(|size| *size > 0)
                .map(Fact::MinItems),
        );
        let most = self.size("maxItems", Keep::Smallest, Fact::MaxItems);
        let most = if has_no_items(self.combined) {
            Some(0)
        } else {
            most
        };
        facts.extend(most.map(Fact::MaxItems));
        if self
            .combined
            .every("uniqueItems")
            .any(|value| value.as_bool() == Some(true))
        {
            facts.push(Fact::UniqueItems);
        }
    }

    fn object(&self, facts: &mut Vec<Fact>) {
        facts.extend(
            self.size("minProperties", Keep::Largest, Fact::MinProperties)
                .filter(|size| *size > 0)
                .map(Fact::MinProperties),
        );
        facts.extend(
            self.size("maxProperties", Keep::Smallest, Fact::MaxProperties)
                .map(Fact::MaxProperties),
        );
    }

    /// A bound on a size, the tightest one.
    fn size(&self, keyword: &str, keep: Keep, fact: fn(u64) -> Fact) -> Option<u64> {
        let mut tightest: Option<u64> = None;
        for node in self.combined.every(keyword) {
            let Some(size) = node
                .as_u64()
                .or_else(|| node.as_str().and_then(|text| text.parse().ok()))
            else {
                self.misshapen(node, keyword, "a number of zero or more without a fraction");
                continue;
            };
            if self.contradicts_list(keyword, node, &fact(size)) {
                continue;
            }
            tightest = Some(match (tightest, keep) {
                (Some(known), Keep::Largest) => known.max(size),
                (Some(known), Keep::Smallest) => known.min(size),
                (None, _) => size,
            });
        }
        tightest
    }

    /// A bound with and without the value itself, the tightest ones. In OpenAPI 3.0 the exclusive one is a
    /// boolean that says which of the two the other keyword is.
    fn bound(
        &self,
        inclusive: Bound,
        exclusive: Bound,
        keep: Keep,
    ) -> (Option<Literal>, Option<Literal>) {
        let mut with: Option<Node<'d>> = None;
        let mut without: Option<Node<'d>> = None;
        for node in &self.combined.own {
            let excluded = node.get(exclusive.0);
            let is_excluded = excluded.and_then(Node::as_bool);
            let (side, fact) = if is_excluded == Some(true) {
                (&mut without, exclusive.1)
            } else {
                (&mut with, inclusive.1)
            };
            if let Some(bound) = self.numeric(node.get(inclusive.0), inclusive.0, fact) {
                tighten(side, bound, keep);
            }
            if is_excluded.is_none()
                && let Some(bound) = self.numeric(excluded, exclusive.0, exclusive.1)
            {
                tighten(&mut without, bound, keep);
            }
        }
        (with.map(literal), without.map(literal))
    }

    fn numeric(
        &self,
        node: Option<Node<'d>>,
        keyword: &str,
        fact: fn(Literal) -> Fact,
    ) -> Option<Node<'d>> {
        let node = node?;
        if node.as_f64().is_none() {
            self.misshapen(node, keyword, "a number");
            return None;
        }
        (!self.contradicts_list(keyword, node, &fact(literal(node)))).then_some(node)
    }

    /// Whether a limit excludes a value that is listed beside it, of which it is reported.
    fn contradicts_list(&self, keyword: &str, limit: Node<'d>, fact: &Fact) -> bool {
        let Some(schema) = limit.parent() else {
            return false;
        };
        let listed = schema.get("enum").into_iter().flat_map(Node::items);
        let mut values = listed.chain(schema.get("const"));
        let Some(value) = values.find(|value| listed::breaks(&value.literal(), fact)) else {
            return false;
        };
        self.schemas.warn(
            limit,
            "contradiction",
            format!(
                "`{keyword}` excludes `{}`, which is listed beside it",
                value.to_json()
            ),
            "it is left out: what is listed is taken to be meant",
        );
        true
    }

    fn misshapen(&self, node: Node<'d>, keyword: &str, expected: &str) {
        let warning = node.warning("misshapen", format!("`{keyword}` has to be {expected}"));
        self.schemas
            .diagnostics
            .push(warning.help("it is left out"));
    }
}

/// Whether no item can be there, because none satisfies `false`.
fn has_no_items(combined: &Combined<'_>) -> bool {
    combined.own.iter().any(|node| {
        node.get("items").and_then(Node::as_bool) == Some(false)
            && node.get("prefixItems").is_none()
    })
}

/// A number as a literal; one without a fraction is an integer, however it is written.
fn literal(node: Node<'_>) -> Literal {
    node.as_i128().map_or_else(|| node.literal(), Literal::Int)
}

fn tighten<'d>(side: &mut Option<Node<'d>>, bound: Node<'d>, keep: Keep) {
    let tighter = match side {
        None => true,
        Some(known) => matches!(
            (compare(bound, *known), keep),
            (Some(Ordering::Greater), Keep::Largest) | (Some(Ordering::Less), Keep::Smallest)
        ),
    };
    if tighter {
        *side = Some(bound);
    }
}

fn compare(a: Node<'_>, b: Node<'_>) -> Option<Ordering> {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}
