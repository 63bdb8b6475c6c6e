//! From a schema to the nodes that say something about it: references and `allOf` looked through.

use super::keywords::KEYWORDS;
use super::{Choice, Flat, Group, Keyword, MOST_NESTED, Null, Part, Schema, Schemas, classify};
use crate::read::node::Node;
use crate::suggest;

impl<'d> Schemas<'d> {
    pub(super) fn flatten_part(&self, part: &Part<'d>, flat: &mut Flat<'d>) -> Null {
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
    pub(super) fn flatten(
        &self,
        node: Node<'d>,
        stack: &mut Vec<Node<'d>>,
        flat: &mut Flat<'d>,
    ) -> Null {
        if let Some(value) = node.as_bool() {
            flat.never |= !value;
            return Null::Unsaid;
        }
        if !node.is_object() {
            self.report_shape(node, "a schema", "an object or a boolean");
            return Null::Unsaid;
        }
        if let Some(start) = stack.iter().position(|other| *other == node) {
            self.report_circle(node, stack.get(start..).unwrap_or_default());
            return Null::Unsaid;
        }
        // What several ways lead to says the same on each of them, and says it once.
        if let Some(null) = flat.looked_through.get(&node.identity()) {
            return *null;
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
            if is_null_branch(branch) {
                self.warn(branch, "contradiction", NULL_AND_OTHERS, NULL_OR_OTHERS);
                lifted = true;
                continue;
            }
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
        let null = match own_null(node) {
            Null::Unsaid if lifted => Null::Allowed,
            Null::Unsaid => inner,
            said => said,
        };
        flat.looked_through.insert(node.identity(), null);
        null
    }

    pub(super) fn add_own(&self, node: Node<'d>, flat: &mut Flat<'d>) {
        if flat.seen.insert(node.identity())
            && node.keys().any(|key| classify(key) != Keyword::Combine)
        {
            flat.own.push(node);
        }
    }

    /// The alternatives of a node, unless one of them is the schema that is being looked through: then the
    /// keyword lists the children of a base, and says nothing about the child that refers to its base.
    pub(super) fn group(
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

    pub(super) fn null_of_group(&self, group: &Group<'d>) -> Null {
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

    /// Reports keywords that there are not.
    pub(super) fn check(&self, node: Node<'d>) {
        if !self.checked.borrow_mut().insert(node.identity()) {
            return;
        }
        if is_null_beside_others(node) {
            self.warn(node, "contradiction", NULL_AND_OTHERS, NULL_OR_OTHERS);
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
}

/// What `$recursiveRef` refers to: the outermost schema around it that has `$recursiveAnchor`.
pub(super) fn outermost_anchor(node: Node<'_>) -> Option<Node<'_>> {
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

/// The keyword `type`. Without quotes, null beside alternatives or references says that the type is not said here;
/// with quotes, it says so beside references and alternatives that are not null.
pub(super) fn type_of(node: Node<'_>) -> Option<Node<'_>> {
    let ty = node.get("type")?;
    let elsewhere = || node.keys().any(|key| classify(key) == Keyword::Combine);
    let is_elsewhere = (ty.is_null() && elsewhere()) || is_null_beside_others(node);
    (!is_elsewhere).then_some(ty)
}

/// Null is demanded together with something else, which converters write for "or null": taken by its letter, no
/// value would be valid.
const NULL_AND_OTHERS: &str = "`null` leaves no other value, whatever the rest allows";
const NULL_OR_OTHERS: &str = "it is read as: the other, or null";

/// `{type: "null", oneOf: [..]}` with alternatives of other types, or `{type: "null", $ref: ..}`.
fn is_null_beside_others(node: Node<'_>) -> bool {
    if !is_named_null(node) {
        return false;
    }
    let is_other = |arm: Node<'_>| {
        let ty = arm.get("type").and_then(Node::as_str);
        ty.is_some_and(|name| name != "null")
    };
    let mut arms = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|keyword| node.get(keyword))
        .flat_map(Node::items)
        .peekable();
    let has_arms = arms.peek().is_some();
    (has_arms || node.reference().is_some()) && arms.all(is_other)
}

/// A branch of `allOf` that says `type: "null"` and no more, beside branches that are not like this.
pub(super) fn is_null_branch(branch: Node<'_>) -> bool {
    let says_null = |node: Node<'_>| is_named_null(node) && node.keys().len() == 1;
    let mut others = branch.parent().into_iter().flat_map(Node::items);
    says_null(branch) && others.any(|other| !says_null(other))
}

fn is_named_null(node: Node<'_>) -> bool {
    node.get("type").and_then(Node::as_str) == Some("null")
}

/// What a node says about null itself.
pub(super) fn own_null(node: Node<'_>) -> Null {
    let is_nullable = node.get("nullable").and_then(Node::as_bool) == Some(true);
    if is_nullable || is_null_beside_others(node) {
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
pub(super) fn only_annotates(node: Node<'_>) -> bool {
    node.is_object()
        && node.keys().all(|key| {
            matches!(
                classify(key),
                Keyword::Annotation | Keyword::Structure | Keyword::Unknown
            )
        })
}
