//! What a named type is.

use std::rc::Rc;

use super::settings::can_be_wrapped;
use super::shape::{self, Shape};
use super::{Types, conditions, docs, enums, facts};
use crate::ir::{Direction, Fact, Home, Source, TypeDef, TypeId, TypeKind};
use crate::read::names::pending;
use crate::read::node::Node;
use crate::read::schema::{Combined, Schema};
use crate::read::unions;

impl<'d> Types<'d> {
    /// Works out a named type.
    pub(super) fn define(&mut self, id: TypeId) {
        let Some(schema) = self
            .slots
            .get(id.0 as usize)
            .map(|slot| slot.schema.clone())
        else {
            return;
        };
        let combined = self.schemas.combine(&schema);
        self.report_keywords(&combined);
        let mut kind = self.kind(id, &schema, &combined);
        let mut docs = docs::docs(&combined.own);
        if let TypeKind::Union(union) = &mut kind {
            // What stands beside the alternatives is said of each, and belongs to all of them.
            let arms = union.arms.iter_mut();
            arms.for_each(|arm| docs::leave_out(&mut arm.docs, &docs));
        }
        docs.notes = self.notes(&schema, &combined);
        let def = TypeDef {
            name: pending(),
            home: Home::Shared,
            docs,
            source: schema
                .node()
                .map_or_else(|| Source(String::new()), Node::source),
            direction: Direction::default(),
            deprecated: facts::flag(&combined, "deprecated"),
            kind,
            derives: Vec::new(),
            same_as: None,
        };
        if let Some(slot) = self.slots.get_mut(id.0 as usize) {
            slot.def = Some(def);
        }
    }

    fn kind(&mut self, id: TypeId, schema: &Schema<'d>, combined: &Rc<Combined<'d>>) -> TypeKind {
        match shape::of(&self.schemas, schema, combined) {
            Shape::Model(model) => {
                let mut model = self.model(id, &model);
                self.alternatives(combined, &mut model.facts);
                TypeKind::Model(model)
            }
            Shape::Enum(values, others) => TypeKind::Enum(enums::define(&values, others)),
            Shape::Union(plan) => {
                let (union, names) = unions::define(self, id, &plan, combined);
                self.drafts.arms.insert(id, names);
                TypeKind::Union(union)
            }
            Shape::Scalar(ty, _) if can_be_wrapped(&ty) => TypeKind::Newtype(ty),
            // A map that contains itself.
            Shape::Map(values) => TypeKind::Model(self.map_model(id, combined, values.as_ref())),
            // Anything else that contains itself, a list of such lists: a union of one.
            shape => {
                let (union, names) = unions::wrap(self, id, schema, &shape);
                self.drafts.arms.insert(id, names);
                TypeKind::Union(union)
            }
        }
    }

    /// What the alternatives of an object ask for that became one struct.
    pub(super) fn alternatives(&self, combined: &Combined<'d>, facts: &mut Vec<Fact>) {
        let united = unions::united(&self.schemas, combined)
            .and_then(|arms| conditions::alternatives(&self.schemas, &arms));
        if let Some(sets) = united {
            // It says which members are needed together as well.
            facts.retain(|fact| !unions::is_needs(fact));
            facts.push(Fact::AnyOf(sets));
        }
        facts.extend(unions::requirements(&self.schemas, combined));
    }

    /// Reports what the keywords of some nodes cannot mean, once.
    pub(super) fn report_keywords(&mut self, combined: &Combined<'d>) {
        let Some(first) = combined.own.first() else {
            return;
        };
        if self.reported.insert(first.identity()) {
            facts::report_misplaced(&self.schemas, combined);
        }
    }
}
