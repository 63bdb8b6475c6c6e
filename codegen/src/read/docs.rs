//! Texts of the document for people: summaries, descriptions, examples, links.

use super::node::Node;
use crate::diagnostic::Diagnostics;
use crate::ir::Docs;

/// `summary`, `description`, `example`, `examples` and `externalDocs` of an object that is no schema.
pub(super) fn of(node: Node<'_>, diagnostics: &Diagnostics) -> Docs {
    Docs {
        summary: text(node, "summary"),
        description: text(node, "description"),
        examples: examples(node, diagnostics),
        see: see(node),
        notes: Vec::new(),
    }
}

/// `externalDocs`, as Markdown.
pub(super) fn see(node: Node<'_>) -> Option<String> {
    let docs = node.get("externalDocs")?;
    let url = text(docs, "url")?;
    Some(match text(docs, "description") {
        None => url,
        Some(about) if about.contains(['[', ']', '\n']) => format!("{about}: {url}"),
        Some(about) => format!("[{about}]({url})"),
    })
}

/// The same of what a reference leads to. A summary and a description beside the reference replace its own.
pub(super) fn of_referred(reference: Node<'_>, diagnostics: &Diagnostics) -> Docs {
    let Some(followed) = diagnostics.ok(reference.follow()) else {
        return Docs::default();
    };
    let beside = |key: &str| {
        let mut via = followed.via.iter();
        via.find_map(|node| text(*node, key).filter(|_| counts_beside_reference(*node, key)))
    };
    let own = of(followed.target, diagnostics);
    Docs {
        summary: beside("summary").or(own.summary),
        description: beside("description").or(own.description),
        ..own
    }
}

/// Whether a keyword beside a `$ref` that is no schema's counts: OpenAPI 3.0 ignores all of them.
pub(super) fn counts_beside_reference(reference: Node<'_>, key: &str) -> bool {
    let version = reference.documents().root().get("openapi");
    let ignores = version
        .and_then(Node::to_text)
        .is_some_and(|text| text.starts_with("3.0"));
    matches!(key, "summary" | "description") && !ignores
}

/// What the document tells people about the API as a whole: a paragraph for each thing that it says.
pub(super) fn of_api(root: Node<'_>, tags: Option<String>) -> Option<String> {
    let info = root.get("info");
    let says = |place: Option<Node<'_>>, key: &str| place.and_then(|place| text(place, key));
    let within = |place: &str, keys: &[&str]| {
        let place = info.and_then(|info| info.get(place));
        let mut parts: Vec<String> = keys.iter().filter_map(|key| says(place, key)).collect();
        // A license is often called by its identifier.
        parts.dedup();
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    let line = |label: &str, value: Option<String>| value.map(|value| format!("{label}: {value}"));
    let paragraphs = [
        says(info, "summary"),
        says(info, "description"),
        line("Terms of service", says(info, "termsOfService")),
        line("Contact", within("contact", &["name", "email", "url"])),
        line("License", within("license", &["name", "identifier", "url"])),
        line("See", see(root)),
        tags,
    ];
    let paragraphs: Vec<String> = paragraphs.into_iter().flatten().collect();
    (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
}

/// A list under a heading, as a note; nothing without items.
pub(super) fn listed(
    heading: &str,
    items: impl IntoIterator<Item = (String, Option<String>)>,
) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    for (name, about) in items {
        let about = about
            .as_deref()
            .map(first_paragraph)
            .filter(|about| !about.is_empty());
        let line = match about {
            Some(about) => format!("- `{name}`: {about}"),
            None => format!("- `{name}`"),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    (!lines.is_empty()).then(|| format!("{heading}\n\n{}", lines.join("\n")))
}

/// The first paragraph of a text, as one line.
fn first_paragraph(text: &str) -> String {
    let lines = text
        .trim()
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// A text that says something.
pub(super) fn text(node: Node<'_>, key: &str) -> Option<String> {
    let text = node.get(key).and_then(Node::to_text)?;
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The values of `example` and of the Example Objects in `examples`.
fn examples(node: Node<'_>, diagnostics: &Diagnostics) -> Vec<String> {
    let single = node.get("example").map(Node::to_json);
    let named = node.get("examples").into_iter().flat_map(Node::entries);
    let values = named.filter_map(|(_, example)| {
        let example = diagnostics.ok(example.target())?;
        value(example).map(Node::to_json)
    });
    single.into_iter().chain(values).collect()
}

/// The value of an Example Object.
pub(super) fn value(example: Node<'_>) -> Option<Node<'_>> {
    example.get("value").or_else(|| example.get("dataValue"))
}
