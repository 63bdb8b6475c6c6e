//! [`Action`]: what an overlay does to the values that a query selects.

use super::query::Query;
use super::{Arrays, Fault};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::read::node::Node;
use crate::read::resolve::{Documents, unescape};
use crate::read::tree::NodeId;

/// A query, and what happens to the values that it selects.
#[derive(Debug)]
pub(super) struct Action {
    /// What it is applied to.
    pub(super) target: Query,
    /// What it does.
    pub(super) change: Change,
    /// What it does to arrays.
    pub(super) arrays: Arrays,
}

/// What an action does.
#[derive(Debug)]
pub(super) enum Change {
    /// It puts in a value of the overlay.
    Update(NodeId),
    /// It puts in another value of the document.
    Copy(Query),
    /// It takes out what it is applied to.
    Remove,
}

/// Where an action is written: in its place, and in the one that it refers to, whose members count unless it has them
/// itself.
struct Written<'d> {
    action: Node<'d>,
    reused: Option<Node<'d>>,
}

impl<'d> Written<'d> {
    fn of(action: Node<'d>, overlay: Node<'d>) -> Result<Self, Diagnostic> {
        if !action.is_object() {
            let message = format!("an action has to be an object and is {}", action.kind());
            return Err(action.error("invalid-overlay", message));
        }
        let Some(reference) = action.get("$ref") else {
            return Ok(Self {
                action,
                reused: None,
            });
        };
        let name = reference.as_str().unwrap_or_default();
        let name = name.strip_prefix("#/components/actions/").map(unescape);
        let reused = name.and_then(|name| overlay.descend(["components", "actions", &name]));
        match reused {
            Some(reused) => Ok(Self {
                action,
                reused: reused.get("fields"),
            }),
            None => Err(reference
                .error(
                    "dangling-reference",
                    format!("{} refers to no action", reference.to_json()),
                )
                .help("an action refers to `#/components/actions/…` of its overlay")),
        }
    }

    fn get(&self, key: &str) -> Option<Node<'d>> {
        let reused = || self.reused.and_then(|fields| fields.get(key));
        self.action.get(key).or_else(reused)
    }

    fn change(&self) -> Result<Change, Diagnostic> {
        if let Some(remove) = self.get("remove") {
            match remove.as_bool() {
                // Nothing else counts then.
                Some(true) => return Ok(Change::Remove),
                Some(false) => {}
                None => {
                    let message = format!("`remove` has to be a boolean and is {}", remove.kind());
                    return Err(remove.error("invalid-overlay", message));
                }
            }
        }
        match (self.get("update"), self.get("copy")) {
            (Some(value), None) => Ok(Change::Update(value.identity())),
            (None, Some(source)) => Query::read(source).map(Change::Copy),
            (Some(update), Some(copy)) => Err(copy
                .error("invalid-overlay", "an action either updates or copies")
                .at(copy.at().key())
                .related(update.at().key(), "this one updates")),
            (None, None) => Err(self
                .action
                .error("invalid-overlay", "the action does nothing")
                .help("it needs `update`, `remove: true` or `copy`")),
        }
    }
}

impl Action {
    /// Reads an action. What is wrong with it is reported.
    pub(super) fn read(
        action: Node<'_>,
        overlay: Node<'_>,
        arrays: Arrays,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let written = diagnostics.ok(Written::of(action, overlay))?;
        let target = written.action.get("target").ok_or_else(|| {
            let error = action.error("invalid-overlay", "the action has no `target`");
            error.help("it says what is changed: `target: $.paths['/a'].get`")
        });
        let target = diagnostics.ok(target.and_then(Query::read));
        let change = diagnostics.ok(written.change());
        Some(Self {
            target: target?,
            change: change?,
            arrays,
        })
    }

    /// Whether all values that it is applied to are of one kind, as the specification asks.
    ///
    /// # Errors
    ///
    /// If they are not.
    pub(super) fn check_kinds(
        &self,
        documents: &Documents,
        targets: &[NodeId],
    ) -> Result<(), Diagnostic> {
        let mut nodes = targets.iter().map(|id| documents.node(*id));
        let Some(first) = nodes.next() else {
            return Ok(());
        };
        let kind = |node: Node<'_>| (node.is_object(), node.is_array());
        let Some(other) = nodes.find(|node| kind(*node) != kind(first)) else {
            return Ok(());
        };
        Err(Diagnostic::error(
            "incompatible-update",
            "the query selects values of several kinds",
        )
        .at(self.target.at(documents))
        .related(first.at().key(), format!("{} here", first.kind()))
        .related(other.at().key(), format!("{} here", other.kind()))
        .help("an update is for objects, or for arrays, or for other values"))
    }

    /// The document says already what it would make it say.
    pub(super) fn changes_nothing(&self, documents: &Documents) -> Diagnostic {
        Diagnostic::warning("changes-nothing", "the action changes nothing")
            .at(self.target.at(documents))
            .help("what it selects has these values already: if the document has been corrected, remove the action")
    }

    /// It would leave no document.
    pub(super) fn removes_root(&self, documents: &Documents) -> Diagnostic {
        Diagnostic::error("invalid-overlay", "the action removes the whole document")
            .at(self.target.at(documents))
    }

    /// A value cannot be put where it shall be.
    pub(super) fn fault(&self, documents: &Documents, fault: Fault) -> Diagnostic {
        match fault {
            Fault::Kinds { target, value } => {
                let (target, value) = (documents.node(target), documents.node(value));
                let message = format!("{} cannot be put into {}", value.kind(), target.kind());
                value
                    .error("incompatible-update", message)
                    .related(target.at().key(), "what is there")
                    .help(
                        "to replace a value by one of another kind, remove it in an action before",
                    )
            }
            Fault::TooDeep(target) => {
                let message = "values would be nested more than 128 levels deep";
                Diagnostic::error("nesting-too-deep", message)
                    .at(self.target.at(documents))
                    .related(documents.node(target).at(), "in this one")
            }
            Fault::TooMany => {
                let message = "with this action the document has too many values";
                Diagnostic::error("too-large", message).at(self.target.at(documents))
            }
        }
    }
}
