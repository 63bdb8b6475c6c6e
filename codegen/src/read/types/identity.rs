//! Which type a schema is: each once, by a node of the document or by what several nodes make together.

use super::shape::{self, Shape};
use super::{Slot, Types};
use crate::ir::{Type, TypeDef, TypeId};
use crate::read::names::{Lineage, Origin, Place, PlaceBuf};
use crate::read::node::Node;
use crate::read::schema::{MOST_NESTED, Schema};
use crate::read::tree::NodeId;

/// What a type is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key<'d> {
    /// A node of the document.
    Node(NodeId),
    /// A node that several operations share, as that of one of them.
    Shared(NodeId, String),
    /// Several nodes, where they come together.
    Composite(Schema<'d>, PlaceBuf),
}

/// What several nodes make together, while its type is worked out.
#[derive(Debug)]
pub(super) struct Composite<'d> {
    schema: Schema<'d>,
    place: PlaceBuf,
    /// The named type that was made because it contains itself.
    named: Option<TypeId>,
}

impl<'d> Types<'d> {
    /// Whether the type of a schema has a name that does not come from its owner.
    pub(in crate::read) fn has_own_name(&self, schema: &Schema<'d>) -> bool {
        let anchor = self.schemas.anchor(schema);
        let lineage =
            anchor.and_then(|anchor| Lineage::of(anchor, &|id| self.schemas.is_target(id)));
        lineage.is_some_and(|lineage| lineage.is_root())
    }

    /// The Rust type of a schema.
    pub(in crate::read) fn ty(&mut self, schema: &Schema<'d>, place: Place<'_>) -> Type {
        let Some(anchor) = self.schemas.anchor(schema) else {
            return self.composite(schema, place);
        };
        let id = anchor.identity();
        if let Some(known) = self.by_anchor.get(&id) {
            return known.clone();
        }
        let schemas = &self.schemas;
        let Some(lineage) = Lineage::of(anchor, &|node| schemas.is_target(node)) else {
            if is_of_path_item(anchor) && !self.is_configured(anchor) {
                self.shared.insert(id);
            }
            return self.build(&anchor.into(), place, Some((id, None)));
        };
        match self.busy.get(&id) {
            Some(Some(id)) => return Type::Named(*id),
            Some(None) => return self.contains_itself(anchor, lineage),
            None => {}
        }
        self.busy.insert(id, None);
        let ty = self.build(
            &anchor.into(),
            Place::Document(&lineage),
            Some((id, Some(&lineage))),
        );
        let named = self.busy.remove(&id).flatten();
        let ty = named.map_or(ty, Type::Named);
        self.by_anchor.insert(id, ty.clone());
        ty
    }

    /// The Rust type of what several nodes make together. Where that contains itself, it is one type, with the name
    /// of the outermost place.
    fn composite(&mut self, schema: &Schema<'d>, place: Place<'_>) -> Type {
        if let Some(id) = self.around(schema, place.owner()) {
            return Type::Named(id);
        }
        // What contains itself by very many ways is the type that it was when it was met first.
        if let Some(id) = self.first_composites.get(schema).copied()
            && !self.schemas.may_repeat()
        {
            return Type::Named(id);
        }
        let position = self
            .composites
            .iter()
            .position(|composite| composite.schema == *schema);
        if let Some(composite) = position.and_then(|position| self.composites.get(position)) {
            if let Some(id) = composite.named {
                return Type::Named(id);
            }
            let outer = composite.place.clone();
            let key = Key::Composite(schema.clone(), outer.clone());
            let id = self.allocate(key, schema.clone(), Origin::Place(outer));
            if let Some(composite) = position.and_then(|at| self.composites.get_mut(at)) {
                composite.named = Some(id);
            }
            return Type::Named(id);
        }
        self.composites.push(Composite {
            schema: schema.clone(),
            place: place.to_buf(),
            named: None,
        });
        let ty = self.build(schema, place, None);
        let named = self.composites.pop().and_then(|composite| composite.named);
        named.map_or(ty, Type::Named)
    }

    /// Whether a type is made by several nodes together.
    fn is_composite(&self, id: TypeId) -> bool {
        let slot = self.slots.get(id.0 as usize);
        slot.is_some_and(|slot| self.schemas.anchor(&slot.schema).is_none())
    }

    /// The type of a schema among those that something stands in.
    fn around(&self, schema: &Schema<'d>, mut owner: Option<TypeId>) -> Option<TypeId> {
        while let Some(id) = owner {
            let position = id.0 as usize;
            if self.slots.get(position)?.schema == *schema {
                return Some(id);
            }
            owner = self.drafts.origins.get(position)?.owner();
        }
        None
    }

    /// A list or map that contains itself has to have a name.
    fn contains_itself(&mut self, anchor: Node<'d>, lineage: Lineage) -> Type {
        let id = self.allocate(
            Key::Node(anchor.identity()),
            anchor.into(),
            Origin::Document(lineage),
        );
        self.drafts.by_node.insert(anchor.identity(), id);
        self.busy.insert(anchor.identity(), Some(id));
        Type::Named(id)
    }

    pub(super) fn allocate(&mut self, key: Key<'d>, schema: Schema<'d>, origin: Origin) -> TypeId {
        let id = TypeId(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.push(Slot { schema, def: None });
        self.drafts.origins.push(origin);
        self.by_key.insert(key, id);
        self.queue.push_back(id);
        id
    }

    /// What the type of a node is known by in a place.
    fn key(&self, node: NodeId, place: Place<'_>) -> Key<'d> {
        let shared = self.shared.contains(&node);
        let operation = shared.then(|| self.operation_of(place.to_buf())).flatten();
        operation.map_or(Key::Node(node), |operation| Key::Shared(node, operation))
    }

    /// The operation that a place is in, if nothing with a name of its own is closer.
    pub(super) fn operation_of(&self, mut place: PlaceBuf) -> Option<String> {
        while let Some(id) = place.owner() {
            match self.drafts.origins.get(id.0 as usize)? {
                Origin::Place(outer) => place = outer.clone(),
                Origin::Document(_) => return None,
            }
        }
        place.operation().map(str::to_owned)
    }

    /// Names what stands in an operation after that one, where another one that refers to it was read before: one more
    /// operation that refers to it renames nothing.
    fn take_home(&mut self, id: TypeId, node: NodeId, place: Place<'_>) {
        let Some(own) = operation_around(self.schemas.documents.node(node)) else {
            return;
        };
        // One with several bodies is known by its name and a word for each.
        let is_own = |key: &str| {
            let rest = key.strip_prefix(&own);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" as "))
        };
        let origin = self.drafts.origins.get(id.0 as usize);
        let Some(Origin::Place(named)) = origin.cloned() else {
            return;
        };
        let is_home = |place| self.operation_of(place).is_some_and(|key| is_own(&key));
        if is_home(place.to_buf())
            && !is_home(named)
            && let Some(origin) = self.drafts.origins.get_mut(id.0 as usize)
        {
            *origin = Origin::Place(place.to_buf());
        }
    }

    /// Makes the type of a schema. `identity` is the node that it is known by, with its lineage if it has one.
    fn build(
        &mut self,
        schema: &Schema<'d>,
        place: Place<'_>,
        identity: Option<(NodeId, Option<&Lineage>)>,
    ) -> Type {
        let known = identity.map(|(node, _)| self.key(node, place));
        if let Some(id) = known.and_then(|key| self.by_key.get(&key)).copied() {
            if let Some((node, None)) = identity {
                self.take_home(id, node, place);
            }
            return Type::Named(id);
        }
        if self.depth > MOST_NESTED {
            self.report_depth(schema);
            return Type::Json;
        }
        self.depth += 1;
        let combined = self.schemas.combine(schema);
        let ty = match shape::of(&self.schemas, schema, &combined) {
            Shape::Anything | Shape::Null => Type::Json,
            Shape::Never => {
                self.report_never(schema);
                Type::Json
            }
            Shape::Unclear(why) => {
                self.count_untyped(schema, why);
                Type::Json
            }
            Shape::Scalar(ty, _) => self.scalar_type(ty, schema, place, identity),
            Shape::List(items) => Type::List(Box::new(self.inner(items.as_ref(), place.item()))),
            Shape::Map(values) => Type::Map(Box::new(self.inner(values.as_ref(), place.value()))),
            Shape::Model(_) | Shape::Enum(..) | Shape::Union(_) => {
                Type::Named(self.named(schema, place, identity))
            }
        };
        self.depth -= 1;
        ty
    }

    /// The type of the items of a list or the values of a map.
    fn inner(&mut self, schema: Option<&Schema<'d>>, place: Place<'_>) -> Type {
        let Some(schema) = schema else {
            return Type::Json;
        };
        let ty = self.ty(schema, place);
        let combined = self.schemas.combine(schema);
        self.note(schema, &combined, &ty);
        if ty != Type::Json && combined.nullable {
            Type::Nullable(Box::new(ty))
        } else {
            ty
        }
    }

    pub(super) fn named(
        &mut self,
        schema: &Schema<'d>,
        place: Place<'_>,
        identity: Option<(NodeId, Option<&Lineage>)>,
    ) -> TypeId {
        let (key, origin) = match identity {
            Some((node, Some(lineage))) => (Key::Node(node), Origin::Document(lineage.clone())),
            Some((node, None)) => (self.key(node, place), Origin::Place(place.to_buf())),
            None => {
                let place = place.to_buf();
                (
                    Key::Composite(schema.clone(), place.clone()),
                    Origin::Place(place),
                )
            }
        };
        if let Some(id) = self.by_key.get(&key) {
            return *id;
        }
        let is_inside = origin.owner().is_some_and(|owner| self.is_composite(owner));
        let id = self.allocate(key, schema.clone(), origin);
        if let Some((node, _)) = identity {
            self.by_key.entry(Key::Node(node)).or_insert(id);
            self.drafts.by_node.insert(node, id);
        } else if is_inside {
            self.first_composites.entry(schema.clone()).or_insert(id);
        }
        id
    }

    /// Adds a type that no schema stands for.
    pub(crate) fn add(&mut self, def: TypeDef, place: Place<'_>) -> TypeId {
        let id = TypeId(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.push(Slot {
            schema: Schema::all([]),
            def: Some(def),
        });
        self.drafts.origins.push(Origin::Place(place.to_buf()));
        id
    }

    fn report_depth(&self, schema: &Schema<'d>) {
        if let Some(node) = schema.node() {
            let error = node.error(
                "nested-too-deeply",
                format!("schemas are nested more than {MOST_NESTED} times here"),
            );
            self.schemas
                .diagnostics
                .push(error.help("everything below this is treated as any JSON"));
        }
    }

    fn report_never(&self, schema: &Schema<'d>) {
        if let Some(node) = schema.node() {
            let warning = node.warning("no-value", "nothing can be a value of this");
            self.schemas.diagnostics.push(
                warning.help("it is treated as any JSON, and whatever is sent is a violation"),
            );
        }
    }

    fn count_untyped(&mut self, schema: &Schema<'d>, why: &str) {
        if let Some(node) = schema.node() {
            self.schemas
                .diagnostics
                .push(node.warning("untyped", format!("this is treated as any JSON: {why}")));
            self.untyped.insert(node.source().0);
        }
    }
}

/// Whether a node stands in the parameters of a path item, which all its operations share.
fn is_of_path_item(node: Node<'_>) -> bool {
    matches!(way_to(node).as_slice(), ["paths", _, "parameters", ..])
}

/// The operation that a node stands in, as it is known.
fn operation_around(node: Node<'_>) -> Option<String> {
    match way_to(node).as_slice() {
        ["paths", path, method, ..] => Some(format!("{} {path}", method.to_ascii_uppercase())),
        _ => None,
    }
}

/// The keys on the way to a node, up to the first item of a list.
fn way_to(node: Node<'_>) -> Vec<&str> {
    let around = std::iter::successors(Some(node), |node| node.parent());
    let mut keys: Vec<Option<&str>> = around.map(Node::key).collect();
    // The root has none.
    keys.pop();
    keys.into_iter().rev().map_while(|key| key).collect()
}
