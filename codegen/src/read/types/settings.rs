//! What the configuration says about types: names, newtypes and traits.

use super::Types;
use super::identity::Key;
use crate::diagnostic::{Diagnostic, Location};
use crate::ir::{Ident, Type, TypeId};
use crate::read::derives;
use crate::read::names::{Lineage, Pin, Place};
use crate::read::node::Node;
use crate::read::schema::Schema;
use crate::read::tree::NodeId;

/// A string or an integer that shall be a type of its own.
#[derive(Debug)]
pub(super) struct Newtype {
    /// Where the configuration says so.
    at: Location,
    /// The type, once there is one.
    id: Option<TypeId>,
}

impl<'d> Types<'d> {
    /// Gives the type of a schema a name. Whether it has one is found out by [`Types::finish`].
    pub(crate) fn pin(&mut self, schema: &Schema<'d>, name: Ident, at: Location) {
        self.pins.push((schema.clone(), Pin { name, at }));
    }

    /// Makes the type of a schema, a string or an integer, one of its own.
    pub(crate) fn wrap(&mut self, schema: &Schema<'d>, at: Location) {
        match self.schemas.anchor(schema) {
            Some(anchor) => {
                self.newtypes
                    .insert(anchor.identity(), Newtype { at, id: None });
            }
            None => self.schemas.diagnostics.push(no_newtype(at)),
        }
    }

    /// Gives the type of a schema further traits.
    pub(crate) fn derive(&mut self, schema: &Schema<'d>, traits: &[String], at: Location) {
        self.derives.push((schema.clone(), traits.to_vec(), at));
    }

    /// Whether anything is said of the type of a node, which is one type then.
    pub(super) fn is_configured(&self, node: Node<'d>) -> bool {
        let is_same = |schema: &Schema<'d>| {
            let anchor = self.schemas.anchor(schema);
            anchor.is_some_and(|anchor| anchor.identity() == node.identity())
        };
        self.newtypes.contains_key(&node.identity())
            || self.pins.iter().any(|(schema, _)| is_same(schema))
            || self.derives.iter().any(|(schema, ..)| is_same(schema))
    }

    /// Hands out what was asked for, and reports what cannot be had, once all types are known.
    pub(super) fn settle(&mut self) {
        self.settle_pins();
        self.settle_derives();
        self.report_newtypes();
    }

    fn settle_pins(&mut self) {
        for (schema, pin) in std::mem::take(&mut self.pins) {
            match self.find(&schema) {
                Some(id) => {
                    if let Some(other) = self.drafts.pins.get(&id) {
                        let message = "another entry names the same type";
                        let error = Diagnostic::error("named-twice", message).at(pin.at);
                        let error = error.related(other.at.clone(), format!("`{}`", other.name));
                        self.schemas
                            .diagnostics
                            .push(error.help("keep one of them"));
                    } else {
                        self.drafts.pins.insert(id, pin);
                    }
                }
                None => self.report_nameless(&schema, pin),
            }
        }
    }

    fn report_nameless(&self, schema: &Schema<'d>, pin: Pin) {
        let message = format!("what `{}` shall name has no type of its own", pin.name);
        let mut error = Diagnostic::error("no-type-to-name", message).at(pin.at);
        let combined = self.schemas.combine(schema);
        let values = combined.values.as_deref();
        if let Some(node) = schema.node().map(|node| node.target().unwrap_or(node)) {
            let words = match values {
                Some([only]) => format!("only `{}` is left, a constant", only.to_json()),
                _ => "this one".to_owned(),
            };
            error = error.related(node.at(), words);
        }
        let help = "only objects, enums of several values and unions that are used have one";
        self.schemas.diagnostics.push(error.help(help));
    }

    fn settle_derives(&mut self) {
        for (schema, traits, at) in std::mem::take(&mut self.derives) {
            let id = self.find(&schema);
            let slot = id.and_then(|id| self.slots.get_mut(id.0 as usize));
            match id.zip(slot.and_then(|slot| slot.def.as_mut())) {
                Some((id, def)) => {
                    derives::add(def, traits);
                    self.derived.push((id, at));
                }
                None => self.schemas.diagnostics.push(
                    Diagnostic::error(
                        "no-type-to-derive",
                        format!(
                            "what shall have `{}` has no type of its own",
                            traits.join("`, `")
                        ),
                    )
                    .at(at)
                    .help("only objects, enums, unions and newtypes that are used have one"),
                ),
            }
        }
    }

    fn report_newtypes(&self) {
        let mut unused: Vec<&Newtype> = self
            .newtypes
            .values()
            .filter(|newtype| newtype.id.is_none())
            .collect();
        unused.sort_by(|a, b| a.at.cmp(&b.at));
        for newtype in unused {
            self.schemas
                .diagnostics
                .push(no_newtype(newtype.at.clone()));
        }
    }

    /// Whether a type is a string or an integer with a type of its own.
    pub(super) fn is_newtype(&self, id: TypeId) -> bool {
        self.newtypes.values().any(|newtype| newtype.id == Some(id))
    }

    /// The type of a string or an integer: `plain`, unless it shall have one of its own.
    pub(super) fn scalar_type(
        &mut self,
        plain: Type,
        schema: &Schema<'d>,
        place: Place<'_>,
        identity: Option<(NodeId, Option<&Lineage>)>,
    ) -> Type {
        let wanted = identity.filter(|(node, _)| self.newtypes.contains_key(node));
        let Some((node, _)) = wanted.filter(|_| can_be_wrapped(&plain)) else {
            return plain;
        };
        let id = self.named(schema, place, identity);
        if let Some(newtype) = self.newtypes.get_mut(&node) {
            newtype.id = Some(id);
        }
        Type::Named(id)
    }

    /// The named type of a schema.
    fn find(&self, schema: &Schema<'d>) -> Option<TypeId> {
        if let Some(anchor) = self.schemas.anchor(schema) {
            return self.by_key.get(&Key::Node(anchor.identity())).copied();
        }
        let mut found: Vec<TypeId> = self
            .by_key
            .iter()
            .filter(|(key, _)| matches!(key, Key::Composite(known, _) if known == schema))
            .map(|(_, id)| *id)
            .collect();
        found.sort_unstable();
        found.first().copied()
    }
}

/// Whether a struct can stand around a value of this type.
pub(super) const fn can_be_wrapped(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Integer(_))
}

fn no_newtype(at: Location) -> Diagnostic {
    Diagnostic::error(
        "no-newtype",
        "what shall be a type of its own is no string or integer that is used",
    )
    .at(at)
    .help("objects, enums and unions have a type of their own anyway")
}
