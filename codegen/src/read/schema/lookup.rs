//! What is inside of a schema, also where alternatives are still open.

use super::{Combined, Part, Schema, Schemas};

impl<'d> Schemas<'d> {
    /// A property, also one that only some alternatives have: then it is what one of them says.
    pub(crate) fn property(&self, combined: &Combined<'d>, name: &str) -> Option<Schema<'d>> {
        let own = combined.properties.get(name);
        let mut parts: Vec<Part<'d>> = own
            .map(|schema| schema.parts().to_vec())
            .unwrap_or_default();
        for group in &combined.groups {
            let alternatives: Vec<Schema<'d>> = group
                .arms
                .iter()
                .filter_map(|arm| self.property(&self.combine(arm), name))
                .collect();
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

    /// What the items of an array satisfy.
    pub(crate) fn items(&self, combined: &Combined<'d>) -> Option<Schema<'d>> {
        let mut parts: Vec<Part<'d>> = combined
            .every("items")
            .filter(|items| !items.is_array())
            .map(Part::Whole)
            .collect();
        for group in &combined.groups {
            let alternatives: Vec<Schema<'d>> = group
                .arms
                .iter()
                .filter_map(|arm| self.items(&self.combine(arm)))
                .collect();
            self.add_one_of(alternatives, &mut parts);
        }
        (!parts.is_empty()).then(|| Schema::all(parts))
    }
}
