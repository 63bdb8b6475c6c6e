//! One view of a schema, whatever it is put together from.
//!
//! A value has to satisfy a [`Schema`], which is a conjunction of parts: a node of the document with everything
//! that it refers to, or several nodes (the same property in two branches of `allOf`). [`Schemas::combine`]
//! looks through `$ref`, `allOf` and alternatives that cannot hold, and gives what all of it says together:
//!
//! - Properties are merged; a property that several parts have is the conjunction of what each says.
//! - `required` is united; types and `enum`s are intersected.
//! - Text comes from the outermost part that has it; of the branches of `allOf`, the last one is asked first,
//!   because it is the one that refines the others.
//! - If parts contradict each other, the same order decides, and a warning says so.
//! - Of `anyOf` and `oneOf`, alternatives that cannot hold together with the rest are dropped. If one is left, it
//!   is a part like any other.
//!
//! **Invariant:** nothing here recurses further than [`MOST_NESTED`], whatever the document is like.

mod json_types;
mod keywords;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};

pub(crate) use self::json_types::JsonTypes;
use self::keywords::{KEYWORDS, implied};
pub(crate) use self::keywords::{Keyword, classify};
use super::node::Node;
use super::resolve::Documents;
use super::tree::NodeId;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::ir::JsonType;
use crate::suggest;

/// How deep schemas may be nested in each other by references and combinations.
pub(crate) const MOST_NESTED: usize = 120;

/// How many places of one problem are reported one by one.
const MOST_REPEATED: usize = 3;

/// How deep contradictions between properties are looked for.
const MOST_COMPARED: u32 = 3;

/// What a value has to satisfy: all of its parts. Earlier parts have more authority.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Schema<'d> {
    parts: Rc<[Part<'d>]>,
}

/// Something that a value has to satisfy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part<'d> {
    /// All that a node says, with what it refers to.
    Whole(Node<'d>),
    /// What a node says itself, without references and combinations.
    Own(Node<'d>),
    /// One of these types.
    Types(JsonTypes),
    /// At least one of these.
    Any(Rc<[Schema<'d>]>),
}

impl<'d> Schema<'d> {
    /// The conjunction of some parts.
    pub(crate) fn all(parts: impl IntoIterator<Item = Part<'d>>) -> Self {
        let unique: IndexSet<Part<'d>> = parts.into_iter().collect();
        Self {
            parts: unique.into_iter().collect(),
        }
    }

    /// The disjunction of some schemas.
    pub(crate) fn any(schemas: Vec<Schema<'d>>) -> Self {
        let unique: IndexSet<Schema<'d>> = schemas.into_iter().collect();
        let mut schemas: Vec<Schema<'d>> = unique.into_iter().collect();
        if schemas.len() == 1 {
            if let Some(only) = schemas.pop() {
                return only;
            }
        }
        Self::all([Part::Any(schemas.into())])
    }

    /// This one and some other parts of less authority.
    pub(crate) fn and(&self, others: impl IntoIterator<Item = Part<'d>>) -> Self {
        Self::all(self.parts.iter().cloned().chain(others))
    }

    /// The parts.
    pub(crate) fn parts(&self) -> &[Part<'d>] {
        &self.parts
    }

    /// A node that stands for it in diagnostics and sources: that of the part with the most authority.
    pub(crate) fn node(&self) -> Option<Node<'d>> {
        self.parts.iter().find_map(|part| match part {
            Part::Whole(node) | Part::Own(node) => Some(*node),
            Part::Types(_) => None,
            Part::Any(schemas) => schemas.iter().find_map(Schema::node),
        })
    }
}

impl<'d> From<Node<'d>> for Schema<'d> {
    fn from(node: Node<'d>) -> Self {
        Self {
            parts: Rc::new([Part::Whole(node)]),
        }
    }
}

impl<'d> From<&Schema<'d>> for Schema<'d> {
    fn from(schema: &Schema<'d>) -> Self {
        schema.clone()
    }
}

/// `anyOf` or `oneOf`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Several alternatives may hold at once.
    AnyOf,
    /// Exactly one holds.
    OneOf,
}

/// Alternatives of which one has to hold.
#[derive(Clone, Debug)]
pub(crate) struct Group<'d> {
    /// Whether several may hold at once.
    pub(crate) choice: Choice,
    /// The schema that has the keyword.
    pub(crate) node: Option<Node<'d>>,
    /// The alternatives, without those that cannot hold.
    pub(crate) arms: Vec<Schema<'d>>,
}

/// What all parts of a schema say together.
#[derive(Clone, Debug)]
pub(crate) struct Combined<'d> {
    /// The nodes that say it, the one with the most authority first.
    pub(crate) own: Vec<Node<'d>>,
    /// Alternatives that are still open: at least two each.
    pub(crate) groups: Vec<Group<'d>>,
    /// Types that a value may have, null apart.
    pub(crate) types: JsonTypes,
    /// Whether something was said about types, or follows from other keywords.
    pub(crate) typed: bool,
    /// Whether it may be null.
    pub(crate) nullable: bool,
    /// The values it may have, null apart, if they are listed.
    pub(crate) values: Option<Vec<Node<'d>>>,
    /// The properties in the order of the document, those of a base first.
    pub(crate) properties: IndexMap<&'d str, Schema<'d>>,
    /// The names of properties that have to be there.
    pub(crate) required: IndexSet<&'d str>,
    /// Whether nothing satisfies it.
    pub(crate) never: bool,
    /// Whether it is still being worked out, because it contains itself: nothing is known.
    pub(crate) opaque: bool,
}

impl<'d> Combined<'d> {
    fn unknown() -> Self {
        Self {
            own: Vec::new(),
            groups: Vec::new(),
            types: JsonTypes::ANY,
            typed: false,
            nullable: false,
            values: None,
            properties: IndexMap::new(),
            required: IndexSet::new(),
            never: false,
            opaque: true,
        }
    }

    /// Whether a value can only be null.
    pub(crate) fn is_null(&self) -> bool {
        self.nullable
            && self.groups.is_empty()
            && (self.types.is_empty() || self.values.as_ref().is_some_and(Vec::is_empty))
    }

    /// The value of a keyword, from the part with the most authority that has it.
    pub(crate) fn get(&self, keyword: &str) -> Option<Node<'d>> {
        self.own.iter().find_map(|node| node.get(keyword))
    }

    /// The values of a keyword of all parts.
    pub(crate) fn every<'k>(&'k self, keyword: &'k str) -> impl Iterator<Item = Node<'d>> + 'k {
        self.own.iter().filter_map(move |node| node.get(keyword))
    }

    /// Whether the type is this one only.
    pub(crate) fn is_only(&self, ty: JsonType) -> bool {
        self.typed && self.types.single() == Some(ty)
    }

    /// Whether it excludes any value at all.
    pub(crate) fn says_something(&self) -> bool {
        self.typed
            || self.nullable
            || !self.groups.is_empty()
            || self.values.is_some()
            || self.never
            || self.opaque
    }

    /// Whether a property has to be there, whatever alternative holds: see also [`Schemas::is_required`].
    pub(crate) fn requires(&self, name: &str) -> bool {
        self.required.contains(name)
    }
}

/// What a node says about null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Null {
    Allowed,
    Excluded,
    Unsaid,
}

impl Null {
    /// What two parts say together.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Excluded, _) | (_, Self::Excluded) => Self::Excluded,
            (Self::Allowed, _) | (_, Self::Allowed) => Self::Allowed,
            (Self::Unsaid, Self::Unsaid) => Self::Unsaid,
        }
    }
}

/// The parts of a schema after references and `allOf` have been looked through.
#[derive(Debug, Default)]
struct Flat<'d> {
    own: Vec<Node<'d>>,
    /// The same for lookups.
    seen: HashSet<NodeId>,
    groups: Vec<Group<'d>>,
    restricted: Option<JsonTypes>,
    never: bool,
}

/// A problem that a document tends to have in many places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Repeated {
    code: &'static str,
    message: String,
    help: &'static str,
}

/// Reads schemas.
#[derive(Debug)]
pub(crate) struct Schemas<'d> {
    pub(crate) documents: &'d Documents,
    pub(crate) diagnostics: &'d Diagnostics,
    memo: RefCell<HashMap<Schema<'d>, Rc<Combined<'d>>>>,
    busy: RefCell<HashSet<Schema<'d>>>,
    depth: Cell<usize>,
    /// Whether something was looked up that was still being worked out.
    incomplete: Cell<bool>,
    /// Schemas whose alternatives are being looked at.
    entered: RefCell<HashSet<NodeId>>,
    /// Nodes that references lead to.
    targets: RefCell<HashSet<NodeId>>,
    /// Nodes whose keywords have been looked at.
    checked: RefCell<HashSet<NodeId>>,
    /// Problems that a document tends to have in many places.
    repeated: RefCell<BTreeMap<Repeated, BTreeSet<Location>>>,
    /// For each schema, the components that have a reference to it in their `allOf`.
    subtypes: OnceCell<HashMap<NodeId, Vec<Node<'d>>>>,
}

impl<'d> Schemas<'d> {
    /// A reader for some documents.
    pub(crate) fn new(documents: &'d Documents, diagnostics: &'d Diagnostics) -> Self {
        Self {
            documents,
            diagnostics,
            memo: RefCell::default(),
            busy: RefCell::default(),
            depth: Cell::new(0),
            incomplete: Cell::new(false),
            entered: RefCell::default(),
            targets: RefCell::default(),
            checked: RefCell::default(),
            repeated: RefCell::default(),
            subtypes: OnceCell::new(),
        }
    }

    /// What all parts of a schema say together.
    pub(crate) fn combine(&self, schema: &Schema<'d>) -> Rc<Combined<'d>> {
        if let Some(known) = self.memo.borrow().get(schema) {
            return Rc::clone(known);
        }
        if self.depth.get() > MOST_NESTED {
            self.report_depth(schema);
            return Rc::new(Combined::unknown());
        }
        if !self.busy.borrow_mut().insert(schema.clone()) {
            self.incomplete.set(true);
            return Rc::new(Combined::unknown());
        }
        let outer = self.incomplete.replace(false);
        self.depth.set(self.depth.get() + 1);
        let combined = Rc::new(self.work_out(schema));
        self.depth.set(self.depth.get() - 1);
        self.busy.borrow_mut().remove(schema);
        // What was worked out while something it contains was unknown holds for this one lookup only.
        if !self.incomplete.get() || self.depth.get() == 0 {
            self.memo
                .borrow_mut()
                .insert(schema.clone(), Rc::clone(&combined));
        }
        self.incomplete
            .set(outer || (self.incomplete.get() && self.depth.get() > 0));
        combined
    }

    /// Notes a warning of a kind that a document tends to need in many places.
    pub(crate) fn warn(
        &self,
        node: Node<'d>,
        code: &'static str,
        message: impl Into<String>,
        help: &'static str,
    ) {
        let repeated = Repeated {
            code,
            message: message.into(),
            help,
        };
        self.repeated
            .borrow_mut()
            .entry(repeated)
            .or_default()
            .insert(node.at());
    }

    /// Reports what was noted: each place if there are few, else the first ones with the number of the others.
    pub(crate) fn report_repeated(&self) {
        for (
            Repeated {
                code,
                message,
                help,
            },
            places,
        ) in std::mem::take(&mut *self.repeated.borrow_mut())
        {
            let count = places.len();
            let mut places = places.into_iter();
            if count <= MOST_REPEATED {
                for at in places {
                    self.diagnostics
                        .push(Diagnostic::warning(code, message.clone()).at(at).help(help));
                }
                continue;
            }
            let Some(first) = places.next() else {
                continue;
            };
            let mut warning = Diagnostic::warning(code, message).at(first);
            for at in places.by_ref().take(MOST_REPEATED - 1) {
                warning = warning.related(at, "here too");
            }
            let others = places.len();
            self.diagnostics
                .push(warning.help(format!("{help} (and in {others} other places)")));
        }
    }

    fn report_depth(&self, schema: &Schema<'d>) {
        if let Some(node) = schema.node() {
            let error = node.error(
                "nested-too-deeply",
                format!("schemas refer to each other more than {MOST_NESTED} times here"),
            );
            self.diagnostics
                .push(error.help("everything below this is treated as any JSON"));
        }
    }

    /// Whether a reference leads to a node.
    pub(crate) fn is_target(&self, id: NodeId) -> bool {
        self.targets.borrow().contains(&id)
    }

    /// Notes that the alternatives of a schema are being looked at; false if they are already.
    pub(crate) fn enter(&self, node: Node<'d>) -> bool {
        self.entered.borrow_mut().insert(node.identity())
    }

    /// They have been looked at.
    pub(crate) fn leave(&self, node: Node<'d>) {
        self.entered.borrow_mut().remove(&node.identity());
    }

    /// What `type` of a node says, null apart; anything if it says nothing.
    pub(crate) fn types_of(&self, node: Node<'d>) -> JsonTypes {
        self.declared(node).unwrap_or(JsonTypes::ANY)
    }

    /// Where a reference leads to. What leads nowhere is reported.
    pub(crate) fn target(&self, node: Node<'d>) -> Option<Node<'d>> {
        if node.get("$recursiveRef").is_some() {
            return outermost_anchor(node);
        }
        let reference = node.get("$ref").or_else(|| node.get("$dynamicRef"))?;
        reference.as_str()?;
        let target = self.diagnostics.ok(self.documents.resolve(reference))?;
        self.targets.borrow_mut().insert(target.identity());
        Some(target)
    }

    fn work_out(&self, schema: &Schema<'d>) -> Combined<'d> {
        let mut flat = Flat::default();
        let mut null = Null::Unsaid;
        for part in schema.parts() {
            null = null.and(self.flatten_part(part, &mut flat));
        }
        let mut combined = self.merge(&flat, schema);
        while let Some(position) = self.decided_group(&mut flat, &combined, schema) {
            let group = flat.groups.remove(position);
            for part in group.arms.first().map(Schema::parts).unwrap_or_default() {
                self.flatten_part(part, &mut flat);
            }
            combined = self.merge(&flat, schema);
        }
        combined.nullable = null == Null::Allowed || (null == Null::Unsaid && combined.nullable);
        self.restrict_by_groups(&mut combined, &flat);
        combined.groups = flat.groups;
        combined
    }

    /// A schema that says nothing about types itself has those of its alternatives.
    fn restrict_by_groups(&self, combined: &mut Combined<'d>, flat: &Flat<'d>) {
        for group in &flat.groups {
            let mut types = JsonTypes::NONE;
            for arm in &group.arms {
                let arm = self.combine(arm);
                types = types.or(arm.types);
            }
            combined.types = combined.types.and(types);
            combined.typed = combined.typed || types != JsonTypes::ANY;
        }
    }

    /// Takes out what cannot hold of each group, and finds one that has a single alternative left.
    fn decided_group(
        &self,
        flat: &mut Flat<'d>,
        base: &Combined<'d>,
        schema: &Schema<'d>,
    ) -> Option<usize> {
        if base.values.as_ref().is_some_and(Vec::is_empty) {
            // Null and nothing else: the alternatives do not matter.
            flat.groups.clear();
        }
        let mut position = 0;
        while let Some(group) = flat.groups.get(position) {
            let arms = self.possible(group, base);
            match (arms.len(), flat.groups.get_mut(position)) {
                (0, _) => {
                    self.report_nothing_possible(group_node(flat, position), schema);
                    flat.groups.remove(position);
                }
                (1, Some(group)) => {
                    group.arms = arms;
                    return Some(position);
                }
                (_, Some(group)) => {
                    group.arms = arms;
                    position += 1;
                }
                (_, None) => break,
            }
        }
        None
    }

    fn report_nothing_possible(&self, node: Option<Node<'d>>, schema: &Schema<'d>) {
        if let Some(node) = node.or_else(|| schema.node()) {
            let warning = node.warning(
                "contradiction",
                "no alternative can hold together with the rest of this schema",
            );
            self.diagnostics
                .push(warning.help("the alternatives are left out"));
        }
    }

    /// The alternatives that can hold, each once; null is no alternative but makes the whole nullable.
    fn possible(&self, group: &Group<'d>, base: &Combined<'d>) -> Vec<Schema<'d>> {
        let mut arms: Vec<Schema<'d>> = Vec::new();
        let mut nulls = 0;
        for arm in &group.arms {
            let combined = self.combine(arm);
            if self.is_null(arm) {
                nulls += 1;
            } else if !combined.never && self.compatible(base, &combined, 0) && !arms.contains(arm)
            {
                arms.push(arm.clone());
            }
        }
        if arms.is_empty() && nulls > 0 && (base.nullable || !base.typed) {
            return group
                .arms
                .iter()
                .filter(|arm| self.is_null(arm))
                .take(1)
                .cloned()
                .collect();
        }
        arms
    }

    /// Whether an alternative stands for null: it is null, or all that it says is that null is allowed.
    pub(crate) fn is_null(&self, schema: &Schema<'d>) -> bool {
        if let [Part::Whole(node)] = schema.parts() {
            let says_so = node.get("nullable").and_then(Node::as_bool) == Some(true);
            if says_so && only_annotates(*node) {
                return true;
            }
        }
        self.combine(schema).is_null()
    }

    /// Whether a value can satisfy both. Says yes if in doubt.
    pub(crate) fn compatible(&self, a: &Combined<'d>, b: &Combined<'d>, depth: u32) -> bool {
        if a.opaque || b.opaque {
            return true;
        }
        if a.never || b.never {
            return false;
        }
        if a.nullable && b.nullable {
            return true;
        }
        let types = a.types.and(b.types);
        if types.is_empty() {
            return false;
        }
        if let (Some(a), Some(b)) = (&a.values, &b.values) {
            if !a
                .iter()
                .any(|value| b.iter().any(|other| value.literal() == other.literal()))
            {
                return false;
            }
        }
        for (values, other) in [(&a.values, b), (&b.values, a)] {
            if let Some(values) = values {
                if !values
                    .iter()
                    .any(|value| other.types.has(JsonTypes::of(value.json_type())))
                {
                    return false;
                }
            }
        }
        types != JsonTypes::OBJECT || depth >= MOST_COMPARED || self.members_compatible(a, b, depth)
    }

    fn members_compatible(&self, a: &Combined<'d>, b: &Combined<'d>, depth: u32) -> bool {
        let (few, many) = if a.properties.len() <= b.properties.len() {
            (a, b)
        } else {
            (b, a)
        };
        few.properties.iter().all(|(name, schema)| {
            let Some(other) = many.properties.get(name) else {
                return true;
            };
            schema == other
                || !(a.requires(name) || b.requires(name))
                || self.compatible(&self.combine(schema), &self.combine(other), depth + 1)
        })
    }

    fn flatten_part(&self, part: &Part<'d>, flat: &mut Flat<'d>) -> Null {
        match part {
            Part::Whole(node) => self.flatten(*node, &mut Vec::new(), flat),
            Part::Own(node) => {
                self.add_own(*node, flat);
                own_null(*node)
            }
            Part::Types(types) => {
                flat.restricted = Some(flat.restricted.map_or(*types, |known| known.and(*types)));
                Null::Excluded
            }
            Part::Any(schemas) => {
                let group = Group {
                    choice: Choice::AnyOf,
                    node: None,
                    arms: schemas.to_vec(),
                };
                let null = self.null_of_group(&group);
                flat.groups.push(group);
                null
            }
        }
    }

    /// Adds a node and what it refers to. Says what all of it says about null.
    fn flatten(&self, node: Node<'d>, stack: &mut Vec<Node<'d>>, flat: &mut Flat<'d>) -> Null {
        if let Some(value) = node.as_bool() {
            flat.never |= !value;
            return Null::Unsaid;
        }
        if !node.is_object() {
            self.report_shape(node, "a schema", "an object or a boolean");
            return Null::Unsaid;
        }
        if stack.contains(&node) {
            self.diagnostics.ok(node.follow());
            return Null::Unsaid;
        }
        if stack.len() > MOST_NESTED {
            self.report_depth(&node.into());
            return Null::Unsaid;
        }
        stack.push(node);
        self.check(node);
        self.add_own(node, flat);
        let mut inner = Null::Unsaid;
        let target = self.target(node);
        if let Some(target) = target {
            inner = inner.and(self.flatten(target, stack, flat));
        }
        let mut lifted = false;
        for branch in node.get("allOf").into_iter().flat_map(Node::items).rev() {
            let null = self.flatten(branch, stack, flat);
            lifted |= null == Null::Allowed && only_annotates(branch);
            inner = inner.and(null);
        }
        for (keyword, choice) in [("anyOf", Choice::AnyOf), ("oneOf", Choice::OneOf)] {
            if let Some(group) = self.group(node, keyword, choice, stack) {
                inner = inner.and(self.null_of_group(&group));
                flat.groups.push(group);
            }
        }
        stack.pop();
        match own_null(node) {
            Null::Unsaid if lifted => Null::Allowed,
            Null::Unsaid => inner,
            said => said,
        }
    }

    fn add_own(&self, node: Node<'d>, flat: &mut Flat<'d>) {
        if flat.seen.insert(node.identity())
            && node.keys().any(|key| classify(key) != Keyword::Combine)
        {
            flat.own.push(node);
        }
    }

    /// The alternatives of a node, unless one of them is the schema that is being looked through: then the
    /// keyword lists the children of a base, and says nothing about the child that refers to its base.
    fn group(
        &self,
        node: Node<'d>,
        keyword: &str,
        choice: Choice,
        stack: &[Node<'d>],
    ) -> Option<Group<'d>> {
        let list = node.get(keyword)?;
        if !list.is_array() || list.items().len() == 0 {
            self.report_shape(list, &format!("`{keyword}`"), "a list of schemas");
            return None;
        }
        let around = stack
            .split_last()
            .map(|(_, around)| around)
            .unwrap_or_default();
        let mut arms: Vec<Node<'d>> = Vec::new();
        for arm in list.items() {
            let target = arm
                .reference()
                .and_then(|_| self.target(arm))
                .unwrap_or(arm);
            if around.contains(&target) {
                return None;
            }
            // An alternative that is the schema itself says nothing.
            if target != node {
                arms.push(arm);
            }
        }
        Some(Group {
            choice,
            node: Some(node),
            arms: arms.into_iter().map(Schema::from).collect(),
        })
    }

    fn null_of_group(&self, group: &Group<'d>) -> Null {
        let mut all_exclude = true;
        for arm in &group.arms {
            if self.is_null(arm) {
                return Null::Allowed;
            }
            let arm = self.combine(arm);
            if arm.nullable {
                return Null::Allowed;
            }
            all_exclude &= arm.typed;
        }
        if all_exclude {
            Null::Excluded
        } else {
            Null::Unsaid
        }
    }

    fn merge(&self, flat: &Flat<'d>, schema: &Schema<'d>) -> Combined<'d> {
        let mut combined = Combined {
            opaque: false,
            own: flat.own.clone(),
            never: flat.never,
            ..Combined::unknown()
        };
        self.merge_types(flat, &mut combined);
        self.merge_values(flat, &mut combined, schema);
        for node in flat.own.iter().rev() {
            self.merge_object(*node, &mut combined);
        }
        combined
    }

    fn merge_types(&self, flat: &Flat<'d>, combined: &mut Combined<'d>) {
        let mut declared: Option<JsonTypes> = None;
        let mut null = true;
        for node in &flat.own {
            let Some(types) = self.declared(*node) else {
                continue;
            };
            null &= types.has(JsonTypes::NULL);
            let types = types.without(JsonTypes::NULL);
            let both = declared.map_or(types, |known| known.and(types));
            if both.is_empty()
                && !types.is_empty()
                && declared.is_some_and(|known| !known.is_empty())
            {
                self.report_contradiction(*node, "type");
                continue;
            }
            declared = Some(both);
        }
        if let Some(types) = declared {
            combined.types = types;
            combined.typed = true;
            combined.nullable = null;
        } else {
            let implied = flat
                .own
                .iter()
                .flat_map(|node| node.keys())
                .map(implied)
                .fold(JsonTypes::NONE, JsonTypes::or);
            if !implied.is_empty() {
                combined.types = implied;
                combined.typed = true;
            }
        }
        if let Some(types) = flat.restricted {
            combined.types = combined.types.and(types);
            combined.typed = true;
        }
    }

    /// What `type` says, with null where `nullable` says so.
    fn declared(&self, node: Node<'d>) -> Option<JsonTypes> {
        let ty = type_of(node)?;
        let mut types = JsonTypes::NONE;
        let names: Vec<Node<'d>> = if ty.is_array() {
            ty.items().collect()
        } else {
            vec![ty]
        };
        for name in names {
            match name.as_str().map(|text| (text, JsonTypes::named(text))) {
                Some((_, Some(known))) => types = types.or(known),
                // Swagger's file, where it was not made into a string before.
                Some(("file", None)) => types = types.or(JsonTypes::of(JsonType::String)),
                Some(("any", None)) => return None,
                Some((other, None)) => {
                    self.report_unknown_type(name, other);
                    return None;
                }
                None if name.is_null() => types = types.or(JsonTypes::NULL),
                None => {
                    self.report_shape(name, "`type`", "the name of a type");
                    return None;
                }
            }
        }
        if node.get("nullable").and_then(Node::as_bool) == Some(true) {
            types = types.or(JsonTypes::NULL);
        }
        (!types.is_empty()).then_some(types)
    }

    fn report_unknown_type(&self, node: Node<'d>, text: &str) {
        const NAMES: [&str; 7] = [
            "null", "boolean", "integer", "number", "string", "array", "object",
        ];
        let near = match text {
            "int" | "long" => Some("integer"),
            "float" | "double" | "decimal" => Some("number"),
            "bool" => Some("boolean"),
            "str" | "text" | "date" | "datetime" | "date-time" | "uuid" => Some("string"),
            "list" => Some("array"),
            "map" | "dict" => Some("object"),
            _ => suggest::closest(text, NAMES),
        };
        let error = node.error("unknown-type", format!("there is no type `{text}`"));
        self.diagnostics.push(match near {
            Some(name) => error.help(format!("did you mean `{name}`?")),
            None => error.help(format!("the types are {}", NAMES.join(", "))),
        });
    }

    fn report_contradiction(&self, node: Node<'d>, keyword: &str) {
        let at = node.get(keyword).unwrap_or(node);
        let warning = at.warning(
            "contradiction",
            format!("this `{keyword}` cannot hold together with another branch of `allOf`"),
        );
        self.diagnostics
            .push(warning.help("the other branch is taken: the last one that says something"));
    }

    fn merge_values(&self, flat: &Flat<'d>, combined: &mut Combined<'d>, schema: &Schema<'d>) {
        let mut values: Option<Vec<Node<'d>>> = None;
        let mut null = true;
        for node in &flat.own {
            let Some((keyword, listed)) = self.listed(*node) else {
                continue;
            };
            null &= listed.iter().any(|value| value.is_null()) || own_null(*node) == Null::Allowed;
            let mut these: Vec<Node<'d>> = listed
                .into_iter()
                .filter(|value| !value.is_null())
                .collect();
            if let Some(known) = &values {
                let both: Vec<Node<'d>> = known
                    .iter()
                    .copied()
                    .filter(|value| these.iter().any(|other| other.literal() == value.literal()))
                    .collect();
                if both.is_empty() && !known.is_empty() && !these.is_empty() {
                    self.report_contradiction(*node, keyword);
                    continue;
                }
                these = both;
            }
            values = Some(these);
        }
        let Some(mut values) = values else {
            return;
        };
        if combined.typed {
            let before = values.len();
            values.retain(|value| combined.types.has(JsonTypes::of(value.json_type())));
            if values.is_empty() && before > 0 {
                self.report_mistyped(schema, combined);
                return;
            }
        } else {
            let types = values.iter().map(|value| JsonTypes::of(value.json_type()));
            combined.types = types.fold(JsonTypes::NONE, JsonTypes::or);
            combined.typed = true;
            combined.nullable = null;
        }
        if values.is_empty() {
            combined.nullable = true;
        }
        combined.values = Some(values);
    }

    fn report_mistyped(&self, schema: &Schema<'d>, combined: &Combined<'d>) {
        let listed = combined.get("enum").or_else(|| combined.get("const"));
        if let Some(node) = listed.or_else(|| schema.node()) {
            let warning = node.warning(
                "mistyped-value",
                "none of these values has the type that the schema asks for",
            );
            self.diagnostics
                .push(warning.help("the values are left out"));
        }
    }

    /// The values that a node lists, each once.
    fn listed(&self, node: Node<'d>) -> Option<(&'static str, Vec<Node<'d>>)> {
        if let Some(value) = node.get("const") {
            return Some(("const", vec![value]));
        }
        let list = node.get("enum")?;
        if !list.is_array() {
            self.report_shape(list, "`enum`", "a list");
            return None;
        }
        let mut values: Vec<Node<'d>> = Vec::new();
        let mut seen = HashSet::new();
        for value in list.items() {
            if seen.insert(value.to_json()) {
                values.push(value);
            }
        }
        (!values.is_empty()).then_some(("enum", values))
    }

    fn merge_object(&self, node: Node<'d>, combined: &mut Combined<'d>) {
        if let Some(properties) = self.properties_of(node) {
            if !properties.is_object() {
                self.report_shape(properties, "`properties`", "an object");
            }
            for (name, property) in properties.entries() {
                let schema = match combined.properties.get(name) {
                    Some(known) => Schema::from(property).and(known.parts().iter().cloned()),
                    None => property.into(),
                };
                combined.properties.insert(name, schema);
            }
        }
        if let Some(required) = node.get("required") {
            if !required.is_array() {
                self.report_shape(required, "`required`", "a list of names");
            }
            for name in required.items() {
                match name.as_str() {
                    Some(name) => {
                        combined.required.insert(name);
                    }
                    None => self.report_shape(name, "an item of `required`", "a string"),
                }
            }
        }
    }

    /// The object of properties, which some documents keep in another file.
    fn properties_of(&self, node: Node<'d>) -> Option<Node<'d>> {
        let properties = node.get("properties")?;
        let is_reference = properties.reference().is_some();
        if is_reference {
            self.diagnostics.ok(properties.target())
        } else {
            Some(properties)
        }
    }

    fn report_shape(&self, node: Node<'d>, what: &str, expected: &str) {
        self.diagnostics.push(node.warning(
            "misshapen",
            format!("{what} has to be {expected}, and is {}", node.kind()),
        ));
    }

    /// Reports keywords that there are not.
    fn check(&self, node: Node<'d>) {
        if !self.checked.borrow_mut().insert(node.identity()) {
            return;
        }
        for (key, value) in node.entries() {
            if classify(key) == Keyword::Unknown {
                let warning = value.warning(
                    "unknown-keyword",
                    format!("`{key}` means nothing in a schema"),
                );
                self.diagnostics
                    .push(match suggest::closest(key, KEYWORDS.iter().copied()) {
                        Some(near) => warning.help(format!("did you mean `{near}`?")),
                        None => warning.help("it is ignored"),
                    });
            }
        }
    }

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
            if !alternatives.is_empty() {
                parts.extend(Schema::any(alternatives).parts().iter().cloned());
            }
        }
        (!parts.is_empty()).then(|| Schema::all(parts))
    }

    /// Whether a property has to be there, whichever alternative holds.
    pub(crate) fn is_required(&self, combined: &Combined<'d>, name: &str) -> bool {
        combined.requires(name)
            || combined.groups.iter().any(|group| {
                group
                    .arms
                    .iter()
                    .all(|arm| self.is_required(&self.combine(arm), name))
            })
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
            if !alternatives.is_empty() {
                parts.extend(Schema::any(alternatives).parts().iter().cloned());
            }
        }
        (!parts.is_empty()).then(|| Schema::all(parts))
    }

    /// The node that gives a schema its identity: the schemas around it only add text and other things that do
    /// not change the type. `None` if several nodes make the type together.
    pub(crate) fn anchor(&self, schema: &Schema<'d>) -> Option<Node<'d>> {
        let mut found: Option<Node<'d>> = None;
        for part in schema.parts() {
            let node = match part {
                Part::Whole(node) if schema.parts().len() > 1 && self.says_nothing(*node) => {
                    continue;
                }
                Part::Whole(node) => self.anchor_of(*node),
                Part::Own(_) | Part::Types(_) | Part::Any(_) => return None,
            };
            match found {
                Some(known) if known != node => return None,
                _ => found = Some(node),
            }
        }
        found
    }

    /// Whether a node has nothing to say about the type of a value.
    fn says_nothing(&self, node: Node<'d>) -> bool {
        node.as_bool() == Some(true) || only_annotates(node)
    }

    fn anchor_of(&self, node: Node<'d>) -> Node<'d> {
        let mut node = node;
        for _ in 0..MOST_NESTED {
            match self.wrapped(node) {
                Some(inner) if inner != node => node = inner,
                _ => break,
            }
        }
        node
    }

    /// The only schema that a node takes its type from, if it adds nothing to it.
    fn wrapped(&self, node: Node<'d>) -> Option<Node<'d>> {
        let mut inner: Option<Node<'d>> = None;
        let mut add = |found: Node<'d>| inner.replace(found).is_none();
        if let Some(target) = self.target(node) {
            add(target);
        }
        for branch in node
            .get("allOf")
            .into_iter()
            .flat_map(Node::items)
            .filter(|branch| !self.says_nothing(*branch))
        {
            if !add(branch) {
                return None;
            }
        }
        for keyword in ["anyOf", "oneOf"] {
            if let Some(list) = node.get(keyword) {
                let mut arms = list.items().filter(|arm| !self.is_null(&(*arm).into()));
                let first = arms.next()?;
                if arms.next().is_some() || !add(first) {
                    return None;
                }
            }
        }
        let inner = inner?;
        if self.is_subtype(node, inner)
            || node.keys().any(|key| classify(key) == Keyword::Shape) && !self.repeats(node, inner)
        {
            return None;
        }
        Some(inner)
    }

    /// Whether what a node says about the type is what the schema inside says anyway.
    fn repeats(&self, node: Node<'d>, inner: Node<'d>) -> bool {
        let inside = self.combine(&inner.into());
        node.entries().all(|(key, value)| match key {
            "type" => {
                let declared = self.declared(node).unwrap_or(JsonTypes::ANY);
                !inside.typed || declared.has(inside.types)
            }
            "required" => value
                .items()
                .filter_map(Node::as_str)
                .all(|name| inside.requires(name)),
            "properties" => value.entries().len() == 0,
            "additionalProperties" => value.as_bool().is_some(),
            other => classify(other) != Keyword::Shape,
        })
    }

    /// Whether a component is a subtype of a base with a discriminator.
    fn is_subtype(&self, node: Node<'d>, base: Node<'d>) -> bool {
        let base = self.target(base).unwrap_or(base);
        base.get("discriminator").is_some() && self.subtypes_of(base).contains(&node)
    }

    /// The components that have a reference to a schema in their `allOf`, in the order of the document.
    pub(crate) fn subtypes_of(&self, base: Node<'d>) -> &[Node<'d>] {
        let all = self.subtypes.get_or_init(|| self.find_subtypes());
        all.get(&base.identity())
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    fn find_subtypes(&self) -> HashMap<NodeId, Vec<Node<'d>>> {
        let mut found: HashMap<NodeId, Vec<Node<'d>>> = HashMap::new();
        let components = self.documents.root().descend(["components", "schemas"]);
        for (_, component) in components.into_iter().flat_map(Node::entries) {
            for branch in component.get("allOf").into_iter().flat_map(Node::items) {
                let target = branch
                    .get("$ref")
                    .and_then(|reference| self.documents.resolve(reference).ok());
                if let Some(target) = target {
                    found.entry(target.identity()).or_default().push(component);
                }
            }
        }
        found
    }
}

/// What `$recursiveRef` refers to: the outermost schema around it that has `$recursiveAnchor`.
fn outermost_anchor(node: Node<'_>) -> Option<Node<'_>> {
    let mut found = None;
    let mut next = node.parent();
    while let Some(outer) = next {
        if outer.get("$recursiveAnchor").and_then(Node::as_bool) == Some(true) {
            found = Some(outer);
        }
        next = outer.parent();
    }
    found
}

fn group_node<'d>(flat: &Flat<'d>, position: usize) -> Option<Node<'d>> {
    flat.groups.get(position).and_then(|group| group.node)
}

/// The keyword `type`. Without quotes, null beside alternatives or references says that the type is not said here.
fn type_of(node: Node<'_>) -> Option<Node<'_>> {
    let ty = node.get("type")?;
    let elsewhere = || node.keys().any(|key| classify(key) == Keyword::Combine);
    (!ty.is_null() || !elsewhere()).then_some(ty)
}

/// What a node says about null itself.
fn own_null(node: Node<'_>) -> Null {
    if node.get("nullable").and_then(Node::as_bool) == Some(true) {
        return Null::Allowed;
    }
    let listed_null = || {
        let mut values = node
            .get("enum")
            .into_iter()
            .flat_map(Node::items)
            .chain(node.get("const"));
        values.any(Node::is_null)
    };
    match type_of(node) {
        Some(ty)
            if ty.is_array()
                && ty
                    .items()
                    .any(|one| one.as_str() == Some("null") || one.is_null()) =>
        {
            Null::Allowed
        }
        Some(ty) if ty.as_str() == Some("null") || ty.is_null() => Null::Allowed,
        // Values that list null are meant, whatever `type` forgets.
        _ if listed_null() => Null::Allowed,
        Some(_) => Null::Excluded,
        None if node.get("enum").is_some() || node.get("const").is_some() => Null::Excluded,
        None => Null::Unsaid,
    }
}

/// Whether a node has no keyword that changes which values are valid, apart from null.
fn only_annotates(node: Node<'_>) -> bool {
    node.is_object()
        && node.keys().all(|key| {
            matches!(
                classify(key),
                Keyword::Annotation | Keyword::Structure | Keyword::Unknown
            )
        })
}
