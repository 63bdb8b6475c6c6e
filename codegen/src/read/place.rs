//! Which module a type lives in: that of the one resource that uses it, else the shared one.

use std::collections::HashMap;

use super::direction::{reachable, received_by, sent_by};
use crate::ir::{Api, Home, ResourceId, TypeId};

/// Gives every type its home. A type that operations of one resource use, directly or inside of other types, lives
/// beside them; one that several resources use, or the root, or none, is shared.
pub(crate) fn settle(api: &mut Api) {
    let mut homes: HashMap<TypeId, Home> = HashMap::new();
    for (resource, roots) in roots(api) {
        let home = match api.resources.get(resource.0 as usize).map(|resource| resource.parent) {
            Some(Some(_)) => Home::Resource(resource),
            _ => Home::Shared,
        };
        for id in reachable(api, roots) {
            homes.entry(id).and_modify(|known| *known = common(*known, home)).or_insert(home);
        }
    }
    for (def, position) in api.types.iter_mut().zip(0..) {
        def.home = homes.get(&TypeId(position)).copied().unwrap_or(Home::Shared);
    }
}

fn common(a: Home, b: Home) -> Home {
    if a == b { a } else { Home::Shared }
}

/// The types that the operations of each resource name.
fn roots(api: &Api) -> Vec<(ResourceId, Vec<TypeId>)> {
    let mut roots: Vec<(ResourceId, Vec<TypeId>)> = Vec::new();
    let mut positions: HashMap<ResourceId, usize> = HashMap::new();
    for operation in &api.operations {
        let position = *positions.entry(operation.resource).or_insert_with(|| {
            roots.push((operation.resource, Vec::new()));
            roots.len() - 1
        });
        if let Some((_, found)) = roots.get_mut(position) {
            sent_by(operation, found);
            received_by(operation, found);
        }
    }
    roots
}
