//! Which module a type lives in: that of the resource that uses it, else the shared one.

use std::collections::HashMap;

use super::direction::{named, reachable, received_by, sent_by};
use crate::ir::{Api, Home, Resource, ResourceId, TypeId, Webhook};

/// Gives every type its home. A type that operations use, directly or inside of other types, lives beside those of
/// the resource that uses it, also if resources below that one use it, too: so an operation that is added below
/// moves nothing. A type that is used elsewhere besides, or by the root, or by nothing, is shared.
pub(crate) fn settle(api: &mut Api) {
    let mut users: HashMap<TypeId, Vec<ResourceId>> = HashMap::new();
    for (resource, roots) in roots(api) {
        for id in reachable(api, roots) {
            users.entry(id).or_default().push(resource);
        }
    }
    let Api {
        types, resources, ..
    } = api;
    for (def, position) in types.iter_mut().zip(0..) {
        let users = users
            .get(&TypeId(position))
            .map(Vec::as_slice)
            .unwrap_or_default();
        def.home = home(resources, users);
    }
}

/// The one of the users that all others are below.
fn home(resources: &[Resource], users: &[ResourceId]) -> Home {
    let above_all = |user: &&ResourceId| {
        users
            .iter()
            .all(|other| lineage(resources, *other).any(|one| one == **user))
    };
    let is_root = |user: ResourceId| lineage(resources, user).nth(1).is_none();
    match users.iter().find(above_all) {
        Some(user) if !is_root(*user) => Home::Resource(*user),
        _ => Home::Shared,
    }
}

/// A resource and all above it, up to the root.
fn lineage(resources: &[Resource], from: ResourceId) -> impl Iterator<Item = ResourceId> {
    let parent = |id: &ResourceId| {
        resources
            .get(id.0 as usize)
            .and_then(|resource| resource.parent)
    };
    std::iter::successors(Some(from), parent)
}

/// The types that the operations of each resource name, and under the root those that webhooks and shared headers do.
fn roots(api: &Api) -> Vec<(ResourceId, Vec<TypeId>)> {
    let mut of_all = Vec::new();
    for payload in api.webhooks.iter().flat_map(Webhook::payloads) {
        named(&payload.ty, &mut of_all);
    }
    for header in &api.headers {
        named(&header.member.ty, &mut of_all);
    }
    let mut roots = vec![(ResourceId(0), of_all)];
    let mut positions = HashMap::from([(ResourceId(0), 0)]);
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
