//! What is inside of a schema, also where alternatives are still open.

use super::{Combined, MOST_NESTED, Part, Schema, Schemas};

/// How many alternatives are looked into for one answer, counted each time one is met.
const MOST_LOOKED_INTO: usize = 2_000;

/// The way to what is being looked into.
#[derive(Debug, Default)]
struct Way<'d> {
    /// The alternatives around it.
    around: Vec<Schema<'d>>,
    /// How many were looked into.
    looked_into: usize,
}

impl<'d> Schemas<'d> {
    /// A property, also one that only some alternatives have: then it is what one of them says.
    pub(crate) fn property(&self, combined: &Combined<'d>, name: &str) -> Option<Schema<'d>> {
        let own = |combined: &Combined<'d>| {
            let own = combined.properties.get(name);
            own.map(|schema| schema.parts().to_vec())
                .unwrap_or_default()
        };
        self.inside(combined, &own, &mut Way::default())
    }

    /// What the items of an array satisfy.
    pub(crate) fn items(&self, combined: &Combined<'d>) -> Option<Schema<'d>> {
        let own = |combined: &Combined<'d>| {
            let items = combined.every("items").filter(|items| !items.is_array());
            items.map(Part::Whole).collect()
        };
        self.inside(combined, &own, &mut Way::default())
    }

    /// What a schema says itself of something inside, and what its alternatives say.
    fn inside(
        &self,
        combined: &Combined<'d>,
        own: &dyn Fn(&Combined<'d>) -> Vec<Part<'d>>,
        way: &mut Way<'d>,
    ) -> Option<Schema<'d>> {
        let mut parts = own(combined);
        for group in &combined.groups {
            let mut alternatives = Vec::new();
            for arm in &group.arms {
                // One that is an alternative of itself says nothing that it has not said.
                if way.around.contains(arm)
                    || way.around.len() >= MOST_NESTED
                    || way.looked_into >= MOST_LOOKED_INTO
                {
                    continue;
                }
                way.looked_into += 1;
                way.around.push(arm.clone());
                alternatives.extend(self.inside(&self.combine(arm), own, way));
                way.around.pop();
            }
            self.add_one_of(alternatives, &mut parts);
        }
        (!parts.is_empty()).then(|| Schema::all(parts))
    }

    /// Adds the disjunction of some schemas, unless one of them lets everything through.
    pub(super) fn add_one_of(&self, alternatives: Vec<Schema<'d>>, parts: &mut Vec<Part<'d>>) {
        let says_nothing = alternatives
            .iter()
            .any(|schema| !self.combine(schema).says_something());
        if !alternatives.is_empty() && (parts.is_empty() || !says_nothing) {
            parts.extend(Schema::any(alternatives).parts().iter().cloned());
        }
    }
}
