//! Where a schema stands in the document, as the steps that its name is made from.

use crate::read::node::Node;
use crate::read::tree::NodeId;

/// The way from something with a name of its own down to a schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Lineage {
    /// What the thing at the start may be called, the best name first.
    root: Vec<String>,
    /// The thing at the start.
    start: NodeId,
    /// Each schema on the way, the last one being the schema itself, with what it adds to the name.
    steps: Vec<(NodeId, Word)>,
    /// The pointer, for messages.
    source: String,
}

/// What a step adds to a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Word {
    /// A text of the document.
    Text(String),
    /// What tells an alternative apart: nothing if the alternative has no type, because it became part of another.
    Arm(String),
    /// `Item`
    Item,
    /// `Value`
    Value,
    /// Nothing: a branch of `allOf` is the same value, and so is an alternative beside null.
    Same,
}

impl Word {
    /// The word as it is spelled.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Arm(text) => text,
            Self::Item => "item",
            Self::Value => "value",
            Self::Same => "",
        }
    }
}

/// The sections of `components` with what their content adds to the name.
const SECTIONS: &[(&str, &str)] = &[
    ("schemas", ""),
    ("responses", "Response"),
    ("parameters", "Parameter"),
    ("requestBodies", "Body"),
    ("headers", "Header"),
    ("callbacks", "Callback"),
    ("pathItems", ""),
    ("mediaTypes", ""),
];

impl Lineage {
    /// The way to `node`, if it stands below something with a name of its own: a component, or the target of a
    /// reference (`is_target`) outside of `paths`.
    pub(crate) fn of(node: Node<'_>, is_target: &dyn Fn(NodeId) -> bool) -> Option<Self> {
        let mut way = vec![node];
        while let Some(parent) = way.last().and_then(|last| last.parent()) {
            way.push(parent);
        }
        way.reverse();
        let keys: Vec<&str> = way
            .iter()
            .map(|node| node.key().unwrap_or_default())
            .collect();
        let of_swagger = way.first().and_then(|root| root.get("swagger")).is_some();
        let component = component(&keys).or_else(|| of_swagger.then(|| shared(&keys)).flatten());
        let (start, root) = component.or_else(|| target(&way, &keys, is_target))?;
        let first = way.get(start)?;
        let steps = descend(&way, &keys, start);
        Some(Self {
            root,
            start: first.identity(),
            steps,
            source: node.source().0,
        })
    }
}

impl Lineage {
    /// Whether the schema itself is what has a name of its own.
    pub(crate) fn is_root(&self) -> bool {
        self.steps.iter().all(|(_, word)| *word == Word::Same)
    }

    /// What the thing at the start may be called, the best name first.
    pub(super) fn names(&self) -> &[String] {
        &self.root
    }

    /// What the thing at the start is called.
    pub(super) fn name(&self) -> &str {
        self.root.first().map_or("", String::as_str)
    }

    /// The thing at the start.
    pub(super) fn start(&self) -> NodeId {
        self.start
    }

    /// Each schema on the way with what it adds to the name.
    pub(super) fn steps(&self) -> &[(NodeId, Word)] {
        &self.steps
    }

    /// The pointer to the schema.
    pub(super) fn source(&self) -> &str {
        &self.source
    }
}

/// The position of the component on the way, and what it may be called.
fn component(keys: &[&str]) -> Option<(usize, Vec<String>)> {
    match keys {
        ["", "components", section, name, ..] => Some((3, vec![called(section, name)?])),
        ["", "definitions" | "$defs", name, ..] => Some((2, vec![(*name).to_owned()])),
        _ => None,
    }
}

/// The same for what is a component in OpenAPI, and has a section of its own in Swagger 2.0.
fn shared(keys: &[&str]) -> Option<(usize, Vec<String>)> {
    match keys {
        ["", section @ ("responses" | "parameters"), name, ..] => {
            Some((2, vec![called(section, name)?]))
        }
        _ => None,
    }
}

/// What a component of a section is called.
fn called(section: &str, name: &str) -> Option<String> {
    let (_, suffix) = SECTIONS.iter().find(|(known, _)| *known == section)?;
    Some(
        if suffix.is_empty() || name.to_lowercase().ends_with(&suffix.to_lowercase()) {
            name.to_owned()
        } else {
            format!("{name} {suffix}")
        },
    )
}

/// The position of the outermost target of a reference on the way, and what it may be called: by its key or the
/// name of its file, then with the folder in front.
fn target(
    way: &[Node<'_>],
    keys: &[&str],
    is_target: &dyn Fn(NodeId) -> bool,
) -> Option<(usize, Vec<String>)> {
    if keys
        .get(1)
        .is_some_and(|key| matches!(*key, "paths" | "webhooks"))
    {
        return None;
    }
    let (start, node) = way
        .iter()
        .enumerate()
        .find(|(_, node)| is_target(node.identity()))?;
    let file = node.file();
    let mut folders: Vec<&str> = file.split('/').collect();
    let stem = folders.pop().map_or("", stem);
    let inside: Vec<&str> = keys.get(1..=start).unwrap_or_default().to_vec();
    let mut root = Vec::new();
    let mut name = match inside.last() {
        Some(key) if !key.is_empty() => {
            root.push((*key).to_owned());
            format!("{stem} {}", inside.join(" "))
        }
        _ => stem.to_owned(),
    };
    root.push(name.clone());
    while let Some(folder) = folders.pop() {
        name = format!("{folder} {name}");
        root.push(name.clone());
    }
    Some((start, root))
}

/// The name of a file without its endings.
pub(super) fn stem(name: &str) -> &str {
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// The schemas below the start.
fn descend(way: &[Node<'_>], keys: &[&str], start: usize) -> Vec<(NodeId, Word)> {
    let mut steps = Vec::new();
    let mut position = start + 1;
    while let (Some(key), Some(node)) = (keys.get(position), way.get(position)) {
        let next = position + 1;
        let (at, word) = match *key {
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => (
                next,
                keys.get(next).map(|key| Word::Text((*key).to_owned())),
            ),
            "items" if node.is_array() => (next, Some(Word::Item)),
            "items" | "contains" | "unevaluatedItems" | "itemSchema" => {
                (position, Some(Word::Item))
            }
            "prefixItems" => (next, Some(Word::Item)),
            "additionalProperties" | "unevaluatedProperties" => (position, Some(Word::Value)),
            "allOf" => (next, Some(Word::Same)),
            "anyOf" | "oneOf" if is_all_but_null(*node) => (next, Some(Word::Same)),
            "anyOf" | "oneOf" => (next, way.get(next).map(|arm| Word::Arm(arm_word(*arm)))),
            "content" | "schema" | "mediaType" => (
                if *key == "content" { next } else { position },
                Some(Word::Same),
            ),
            other => (position, Some(Word::Text(other.to_owned()))),
        };
        let (Some(schema), Some(word)) = (way.get(at), word) else {
            break;
        };
        steps.push((schema.identity(), word));
        position = at + 1;
    }
    steps
}

/// Whether of some alternatives one is not null.
fn is_all_but_null(alternatives: Node<'_>) -> bool {
    let is_null = |one: &Node<'_>| one.get("type").and_then(Node::as_str) == Some("null");
    let mut others = alternatives.items().filter(|one| !is_null(one));
    others.next().is_some() && others.next().is_none()
}

/// A word for an alternative of a union that has no name of its own: what it says of itself, or else the members that it
/// may have. Where it is the only one that says nothing of itself it is an object, and stays so when one more member
/// can be there.
pub(crate) fn arm_word(node: Node<'_>) -> String {
    if let Some(word) = own_word(node) {
        return word;
    }
    let views = views(node);
    let Some(members) = members(&views, "properties", Node::keys) else {
        return type_of(&views).unwrap_or("value").to_owned();
    };
    let all = node.parent().into_iter().flat_map(Node::items);
    if all.filter(|one| own_word(*one).is_none()).count() == 1 {
        "object".to_owned()
    } else {
        members
    }
}

/// What an alternative says of itself: its title, the constant that tells it apart, the component it is made from, its
/// type, the members that it requires.
fn own_word(node: Node<'_>) -> Option<String> {
    if let Some(title) = node
        .get("title")
        .and_then(Node::as_str)
        .filter(|title| !title.trim().is_empty())
    {
        return Some(title.to_owned());
    }
    let views = views(node);
    let component = || {
        let reference = views.iter().find_map(|view| view.reference());
        reference.map(|reference| last_name(reference).to_owned())
    };
    let constant = views.iter().find_map(|view| constant_of(*view));
    constant
        .or_else(component)
        .or_else(|| word_of_type(type_of(&views)?))
        .or_else(|| {
            members(&views, "required", |list| {
                list.items().filter_map(Node::as_str)
            })
        })
}

/// A branch of `allOf` says as much as the alternative itself.
fn views(node: Node<'_>) -> Vec<Node<'_>> {
    let branches = node.get("allOf").into_iter().flat_map(Node::items);
    std::iter::once(node).chain(branches).collect()
}

fn type_of<'d>(views: &[Node<'d>]) -> Option<&'d str> {
    let ty = views.iter().find_map(|view| view.get("type"));
    ty.and_then(Node::as_str)
}

/// The last name in a reference, without the ending of a file.
fn last_name(reference: &str) -> &str {
    let name = reference
        .trim_end_matches('/')
        .rsplit(['/', '#'])
        .next()
        .unwrap_or(reference);
    [".yaml", ".yml", ".json"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name)
}

/// A word for a type, unless it is that of objects, which says little.
fn word_of_type(ty: &str) -> Option<String> {
    match ty {
        "array" => Some("list".to_owned()),
        "string" => Some("text".to_owned()),
        "object" => None,
        scalar => Some(scalar.to_owned()),
    }
}

/// The first members by name of those that a keyword names.
fn members<'d, N: Iterator<Item = &'d str>>(
    views: &[Node<'d>],
    keyword: &str,
    names: impl Fn(Node<'d>) -> N,
) -> Option<String> {
    let lists = views.iter().filter_map(|view| view.get(keyword));
    let mut members: Vec<&str> = lists.flat_map(names).collect();
    members.sort_unstable();
    members.dedup();
    members.truncate(2);
    (!members.is_empty()).then(|| format!("with {}", members.join(" ")))
}

/// The value of the first member, by name, that can have one value only.
fn constant_of(node: Node<'_>) -> Option<String> {
    let mut members: Vec<(&str, Node<'_>)> = node
        .get("properties")
        .into_iter()
        .flat_map(Node::entries)
        .collect();
    members.sort_by_key(|(name, _)| *name);
    members.into_iter().find_map(|(name, member)| {
        let value = member.get("const").or_else(|| {
            let mut values = member.get("enum")?.items();
            let first = values.next()?;
            values.next().is_none().then_some(first)
        })?;
        match value.as_str() {
            Some(text) => Some(text.to_owned()).filter(|text| !text.is_empty()),
            None => value.to_text().map(|text| format!("{name} {text}")),
        }
    })
}
