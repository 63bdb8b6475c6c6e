//! Types that contain themselves: a box where they would have no finite size, a diagnostic where they have no value. And
//! types that contain so much that they would not fit on a stack.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::{Api, Member, Presence, Source, Type, TypeId, TypeKind};

/// How many fields a struct may have, with those of the structs in it, before members that hold it get a box.
const MOST_FIELDS: usize = 1000;

/// Puts boxes where a type contains itself by value, around structs that are very large, and around every struct in a
/// union, so that a union is small whatever its alternatives are. Which members get one depends on the types alone: all
/// that are part of a circle do, and all that hold something large.
///
/// A struct that needs another value of itself has no value at all. That is reported, and the members in
/// question are made optional.
pub(crate) fn bound(api: &mut Api, entry: &str, diagnostics: &Diagnostics) {
    make_finite(api, entry, diagnostics);
    let Circles { of: circles, order } = circles(api);
    let large = large(api, &circles, &order);
    let models: HashSet<TypeId> = ids(api).filter(|id| is_model(api, *id)).collect();
    for position in 0..api.types.len() {
        let Some(circle) = circles.get(position).copied() else {
            continue;
        };
        let in_circle =
            |id: TypeId| circle.is_some() && circles.get(id.0 as usize).copied() == Some(circle);
        let Some(def) = api.types.get_mut(position) else {
            continue;
        };
        match &mut def.kind {
            TypeKind::Model(model) => {
                for member in &mut model.members {
                    put_box(&mut member.ty, &|id| in_circle(id) || large.contains(&id));
                }
            }
            TypeKind::Union(union) => {
                for arm in &mut union.arms {
                    put_box(&mut arm.payload.ty, &|id| {
                        in_circle(id) || models.contains(&id)
                    });
                }
            }
            TypeKind::Responses(arms) => {
                for payload in arms.iter_mut().filter_map(|arm| arm.payload.as_mut()) {
                    put_box(&mut payload.ty, &|id| models.contains(&id));
                }
            }
            TypeKind::Enum(_) | TypeKind::Newtype(_) => {}
        }
    }
}

fn put_box(ty: &mut Type, wanted: &dyn Fn(TypeId) -> bool) {
    match ty {
        Type::Named(id) if wanted(*id) => *ty = Type::Boxed(Box::new(Type::Named(*id))),
        Type::Nullable(inner) => put_box(inner, wanted),
        _ => {}
    }
}

fn ids(api: &Api) -> impl Iterator<Item = TypeId> + use<> {
    (0..u32::try_from(api.types.len()).unwrap_or(u32::MAX)).map(TypeId)
}

fn is_model(api: &Api, id: TypeId) -> bool {
    matches!(
        api.types.get(id.0 as usize).map(|def| &def.kind),
        Some(TypeKind::Model(_))
    )
}

/// The type that is held by value.
fn by_value(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => by_value(inner),
        _ => None,
    }
}

/// The types that a type holds by value.
fn held(api: &Api, id: TypeId) -> Vec<TypeId> {
    let Some(def) = api.types.get(id.0 as usize) else {
        return Vec::new();
    };
    match &def.kind {
        TypeKind::Model(model) => model
            .members
            .iter()
            .filter_map(|member| by_value(&member.ty))
            .collect(),
        // Structs in unions are boxed anyway.
        TypeKind::Union(union) => {
            let held = union
                .arms
                .iter()
                .filter_map(|arm| by_value(&arm.payload.ty));
            held.filter(|id| !is_model(api, *id)).collect()
        }
        TypeKind::Enum(_) | TypeKind::Responses(_) | TypeKind::Newtype(_) => Vec::new(),
    }
}

/// The structs that have more than [`MOST_FIELDS`]: where each struct holds the next one twice, thirty of them are enough
/// for more bytes than there are.
fn large(api: &Api, circles: &[Option<usize>], order: &[usize]) -> HashSet<TypeId> {
    let mut fields = vec![1_usize; api.types.len()];
    let circle = |position: usize| circles.get(position).copied().flatten();
    for position in order.iter().copied() {
        let Some(TypeKind::Model(model)) = api.types.get(position).map(|def| &def.kind) else {
            continue;
        };
        let of_member = |member: &Member| {
            let held = by_value(&member.ty).map_or(usize::MAX, |id| id.0 as usize);
            let is_boxed = circle(held).is_some() && circle(held) == circle(position);
            let inside = fields.get(held).copied().filter(|_| !is_boxed);
            inside.filter(|count| *count <= MOST_FIELDS).unwrap_or(1)
        };
        let sum = model.members.iter().map(of_member).sum();
        if let Some(known) = fields.get_mut(position) {
            *known = sum;
        }
    }
    ids(api)
        .filter(|id| {
            let count = fields.get(id.0 as usize);
            count.is_some_and(|count| *count > MOST_FIELDS)
        })
        .collect()
}

/// Which types hold each other by value.
struct Circles {
    /// For each type the number of the circle that it is part of: its strongly connected component, if that has more
    /// than one type or the type holds itself.
    of: Vec<Option<usize>>,
    /// All types, each after those that it holds.
    order: Vec<usize>,
}

/// Tarjan's algorithm, with a stack of its own.
fn circles(api: &Api) -> Circles {
    let edges: Vec<Vec<usize>> = ids(api)
        .map(|id| held(api, id).into_iter().map(|to| to.0 as usize).collect())
        .collect();
    let mut search = Search {
        edges: &edges,
        index: vec![None; edges.len()],
        low: vec![0; edges.len()],
        on_stack: vec![false; edges.len()],
        stack: Vec::new(),
        next: 0,
        circles: vec![None; edges.len()],
        order: Vec::new(),
    };
    for start in 0..edges.len() {
        search.visit(start);
    }
    Circles {
        of: search.circles,
        order: search.order,
    }
}

struct Search<'a> {
    edges: &'a [Vec<usize>],
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    next: usize,
    circles: Vec<Option<usize>>,
    order: Vec<usize>,
}

impl Search<'_> {
    fn visit(&mut self, start: usize) {
        let mut path: Vec<(usize, usize)> = Vec::new();
        if self.enter(start) {
            path.push((start, 0));
        }
        while let Some((node, edge)) = path.pop() {
            let Some(to) = self
                .edges
                .get(node)
                .and_then(|edges| edges.get(edge))
                .copied()
            else {
                self.close(node);
                if let Some((parent, _)) = path.last() {
                    self.lower(*parent, self.low.get(node).copied().unwrap_or(0));
                }
                continue;
            };
            path.push((node, edge + 1));
            if self.enter(to) {
                path.push((to, 0));
            } else if self.on_stack.get(to) == Some(&true) {
                self.lower(node, self.index.get(to).copied().flatten().unwrap_or(0));
            }
        }
    }

    fn enter(&mut self, node: usize) -> bool {
        let next = self.next;
        let (Some(index), Some(low), Some(on_stack)) = (
            self.index.get_mut(node),
            self.low.get_mut(node),
            self.on_stack.get_mut(node),
        ) else {
            return false;
        };
        if index.is_some() {
            return false;
        }
        *index = Some(next);
        *low = next;
        *on_stack = true;
        self.next += 1;
        self.stack.push(node);
        true
    }

    fn lower(&mut self, node: usize, to: usize) {
        if let Some(low) = self.low.get_mut(node) {
            *low = (*low).min(to);
        }
    }

    /// Takes a finished component from the stack.
    fn close(&mut self, node: usize) {
        if self.index.get(node).copied().flatten() != self.low.get(node).copied() {
            return;
        }
        let mut members = Vec::new();
        while let Some(member) = self.stack.pop() {
            if let Some(on_stack) = self.on_stack.get_mut(member) {
                *on_stack = false;
            }
            members.push(member);
            self.order.push(member);
            if member == node {
                break;
            }
        }
        let holds_itself = self
            .edges
            .get(node)
            .is_some_and(|edges| edges.contains(&node));
        if members.len() > 1 || holds_itself {
            for member in members {
                if let Some(circle) = self.circles.get_mut(member) {
                    *circle = Some(node);
                }
            }
        }
    }
}

/// Makes members optional through which a struct would need another value of itself.
fn make_finite(api: &mut Api, entry: &str, diagnostics: &Diagnostics) {
    let finite = finite(api);
    let endless =
        |ty: &Type| by_value(ty).is_some_and(|id| finite.get(id.0 as usize) == Some(&false));
    for (position, def) in api.types.iter_mut().enumerate() {
        if finite.get(position) != Some(&false) {
            continue;
        }
        let name = def.source.clone();
        if let TypeKind::Model(model) = &mut def.kind {
            for member in model
                .members
                .iter_mut()
                .filter(|member| is_needed(member) && endless(&member.ty))
            {
                let places = [&member.source, &name].map(|source| location(source, entry));
                report(diagnostics, member, places);
                member.presence = Presence::Optional;
                member.docs.notes.push(
                    "Required by the document, which no finite value can satisfy.".to_owned(),
                );
            }
        }
    }
}

fn is_needed(member: &Member) -> bool {
    member.presence == Presence::Required
}

/// Which types have a finite value: the least fixed point.
fn finite(api: &Api) -> Vec<bool> {
    let mut finite = vec![false; api.types.len()];
    loop {
        let mut changed = false;
        for (position, def) in api.types.iter().enumerate() {
            if finite.get(position) == Some(&false)
                && has_value(&def.kind, &finite)
                && let Some(known) = finite.get_mut(position)
            {
                *known = true;
                changed = true;
            }
        }
        if !changed {
            return finite;
        }
    }
}

fn has_value(kind: &TypeKind, finite: &[bool]) -> bool {
    let known = |ty: &Type| by_value(ty).is_none_or(|id| finite.get(id.0 as usize) != Some(&false));
    match kind {
        TypeKind::Model(model) => model
            .members
            .iter()
            .all(|member| !is_needed(member) || known(&member.ty)),
        TypeKind::Union(union) => {
            union.arms.is_empty() || union.arms.iter().any(|arm| known(&arm.payload.ty))
        }
        TypeKind::Enum(_) | TypeKind::Responses(_) | TypeKind::Newtype(_) => true,
    }
}

fn report(diagnostics: &Diagnostics, member: &Member, [place, owner]: [Location; 2]) {
    let warning = Diagnostic::warning(
        "endless-type",
        format!(
            "`{}` needs another value of the type it is in, so no value of that type is finite",
            member.wire
        ),
    );
    diagnostics.push(
        warning
            .at(place)
            .related(owner, "the type")
            .help("the member is made optional; take it out of `required`"),
    );
}

/// The place that a source names. One without a file is in the entry document.
fn location(source: &Source, entry: &str) -> Location {
    let (file, pointer) = source.0.split_once('#').unwrap_or((source.0.as_str(), ""));
    Location::new(if file.is_empty() { entry } else { file }, pointer)
}
