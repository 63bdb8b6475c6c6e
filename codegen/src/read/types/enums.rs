//! Enums: open ones for strings and integers, facts for everything else.

use std::collections::HashMap;

use crate::ir::{Docs, Enum, EnumRepr, Fact, Literal, Others, Variant};
use crate::read::names;
use crate::read::node::Node;
use crate::read::schema::{Combined, JsonTypes};
use crate::read::tree::NodeId;

/// A value of an enum.
#[derive(Clone, Debug)]
pub(crate) struct Value<'d> {
    /// The value.
    pub(crate) node: Node<'d>,
    /// What the document calls it.
    pub(crate) hint: Option<&'d str>,
    /// What the document says of it.
    pub(crate) docs: Docs,
}

impl<'d> Value<'d> {
    /// A value of which nothing more is known.
    pub(crate) fn plain(node: Node<'d>) -> Self {
        Self {
            node,
            hint: None,
            docs: Docs::default(),
        }
    }
}

/// The values of an open enum; `None` if the schema is none. One value alone is no enum but a constant.
pub(super) fn open<'d>(combined: &Combined<'d>) -> Option<Vec<Value<'d>>> {
    let values = combined.values.as_ref().filter(|values| values.len() > 1)?;
    repr(values)?;
    let of = values.first()?.parent();
    let lists = Extensions::of(of.and_then(Node::parent));
    let listed = of.into_iter().flat_map(Node::items).zip(0..);
    let listed: HashMap<NodeId, usize> = listed
        .map(|(node, position)| (node.identity(), position))
        .collect();
    Some(
        values
            .iter()
            .map(|node| {
                let position = listed.get(&node.identity()).copied();
                Value {
                    node: *node,
                    hint: position.and_then(|position| lists.name(position)),
                    docs: Docs {
                        description: lists.description(*node, position).map(str::to_owned),
                        ..Docs::default()
                    },
                }
            })
            .collect(),
    )
}

/// What the values of an open enum are; `None` if they are not all strings or all integers of 64 bits.
pub(crate) fn repr(values: &[Node<'_>]) -> Option<EnumRepr> {
    if values.iter().all(|value| value.as_str().is_some()) {
        return Some(EnumRepr::Text);
    }
    let is_integer =
        |value: &Node<'_>| matches!(value.literal(), Literal::Int(n) if i64::try_from(n).is_ok());
    values.iter().all(is_integer).then_some(EnumRepr::Integer)
}

/// Lists beside `enum` that say more of its values: a widespread extension.
struct Extensions<'d> {
    names: Vec<Node<'d>>,
    descriptions: Option<Node<'d>>,
    listed_descriptions: Vec<Node<'d>>,
}

impl<'d> Extensions<'d> {
    fn of(schema: Option<Node<'d>>) -> Self {
        let find = |keys: &[&str]| keys.iter().find_map(|key| schema?.get(key));
        let items = |list: Option<Node<'d>>| list.into_iter().flat_map(Node::items).collect();
        let descriptions = find(&["x-enum-descriptions", "x-enumDescriptions"]);
        Self {
            names: items(find(&["x-enum-varnames", "x-enumNames", "x-enum-names"])),
            descriptions,
            listed_descriptions: items(descriptions),
        }
    }

    fn name(&self, position: usize) -> Option<&'d str> {
        self.names
            .get(position)?
            .as_str()
            .filter(|name| !name.trim().is_empty())
    }

    /// By position in a list, or by value in an object.
    fn description(&self, value: Node<'d>, position: Option<usize>) -> Option<&'d str> {
        let descriptions = self.descriptions?;
        let text = match value.to_text().and_then(|key| descriptions.get(&key)) {
            Some(text) => text,
            None => *self.listed_descriptions.get(position?)?,
        };
        text.as_str().filter(|text| !text.trim().is_empty())
    }
}

/// The definition of an open enum.
pub(super) fn define(values: &[Value<'_>], others: Others) -> Enum {
    let nodes: Vec<Node<'_>> = values.iter().map(|value| value.node).collect();
    let literals: Vec<Literal> = nodes.iter().map(|node| node.literal()).collect();
    let hinted: Vec<(&Literal, Option<&str>)> = literals
        .iter()
        .zip(values)
        .map(|(literal, value)| (literal, value.hint))
        .collect();
    let (named, unknown) = names::variants(&hinted);
    let variants = named
        .into_iter()
        .zip(values)
        .zip(&literals)
        .map(|((named, value), literal)| {
            let mut docs = value.docs.clone();
            docs.notes.extend(named.note);
            Variant {
                name: named.ident,
                value: literal.clone(),
                docs,
            }
        });
    Enum {
        repr: repr(&nodes).unwrap_or(EnumRepr::Text),
        variants: variants.collect(),
        unknown,
        others,
    }
}

/// The values of a type that does not say them itself. Both booleans together say nothing.
pub(super) fn fact(combined: &Combined<'_>) -> Option<Fact> {
    let values = combined.values.as_ref()?;
    match values.as_slice() {
        [] => None,
        [only] => Some(Fact::Const(only.literal())),
        [_, _] if combined.types == JsonTypes::of(crate::ir::JsonType::Boolean) => None,
        all => Some(Fact::Enum(
            all.iter().map(|value| value.literal()).collect(),
        )),
    }
}
