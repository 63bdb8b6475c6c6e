//! [`Overlay`]: corrections of a document that are kept beside it, in the format of the OpenAPI Initiative
//! (Overlay 1.0, 1.1 and 1.2).
//!
//! An overlay is a list of actions, each a query and what happens to the values that it selects. They change the tree
//! of values before anybody else looks at it, so whatever reads the document reads it corrected. A value that an
//! overlay puts in stands at its place in the document, and references in it mean what they mean there; a diagnostic
//! about it points to the overlay.
//!
//! **Invariant:** no correction rots. An action that selects nothing is an error, and one that changes nothing a
//! warning: the vendor has corrected it too, or has moved it.

mod action;
mod edit;
mod mirror;
mod query;
#[cfg(test)]
mod tests;

use self::action::{Action, Change};
use self::edit::{Edit, Fault};
use self::mirror::Mirror;
use super::keywords;
use super::node::Node;
use super::resolve::Documents;
use super::tree::NodeId;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};

/// An overlay.
#[derive(Debug)]
pub(super) struct Overlay {
    /// The file that it corrects.
    file: String,
    /// Where it says which file that is, if it does.
    extends: Option<Location>,
    actions: Vec<Action>,
    /// Whether that file was there.
    applied: bool,
}

/// What becomes of an array where another one is put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrays {
    /// It gets one more item, which is an array.
    Append,
    /// It gets the items of the other one.
    Concatenate,
}

impl Overlay {
    /// Reads an overlay of a description. What is wrong with it is reported, and left out.
    pub(super) fn read(root: Node<'_>, entry: &str, diagnostics: &Diagnostics) -> Option<Self> {
        let arrays = diagnostics.ok(version(root))?;
        keywords::check_overlay(root, diagnostics);
        let (file, extends) = diagnostics.ok(target(root, entry))?;
        let actions = diagnostics.ok(actions(root))?;
        let actions = actions.filter_map(|action| Action::read(action, root, arrays, diagnostics));
        Some(Self {
            file,
            extends,
            actions: actions.collect(),
            applied: false,
        })
    }

    /// Applies it to a file, if it is for that one. Says whether it was.
    pub(super) fn apply(
        &mut self,
        documents: &mut Documents,
        path: &str,
        root: NodeId,
        diagnostics: &Diagnostics,
    ) -> bool {
        if self.file != path {
            return false;
        }
        self.applied = true;
        let mut mirror = Mirror::of(documents.node(root));
        for action in &self.actions {
            match apply(action, documents, &mut mirror, root) {
                Ok(true) => {}
                Ok(false) => diagnostics.push(action.changes_nothing(documents)),
                Err(error) => diagnostics.push(error),
            }
        }
        true
    }

    /// Reports that the file that it corrects is none of the description, if so.
    pub(super) fn report_unused(&self, diagnostics: &Diagnostics) {
        if let (false, Some(extends)) = (self.applied, &self.extends) {
            let message = format!(
                "the overlay is for `{}`, which is no file of the description",
                self.file
            );
            diagnostics.push(
                Diagnostic::error("matches-nothing", message)
                    .at(extends.clone())
                    .help("`extends` is relative to the overlay; without it, an overlay is for the entry document"),
            );
        }
    }
}

/// What the version of an overlay says of arrays.
fn version(root: Node<'_>) -> Result<Arrays, Diagnostic> {
    let help = "the first line of an overlay is, for example, `overlay: 1.2.0`";
    let Some(version) = root.get("overlay") else {
        let message = format!(
            "`{}` has no member `overlay`: it is no overlay",
            root.file()
        );
        return Err(Diagnostic::error("not-an-overlay", message)
            .at(Location::position(root.file(), 1, 1))
            .help(help));
    };
    let number = version.to_text().unwrap_or_default();
    let mut parts = number.split('.');
    match (parts.next(), parts.next()) {
        (Some("1"), Some("0")) => Ok(Arrays::Append),
        (Some("1"), Some("1" | "2")) => Ok(Arrays::Concatenate),
        _ => {
            let message = format!("`{number}` is no version of overlays that is known");
            Err(version
                .error("unknown-version", message)
                .help("known are 1.0, 1.1 and 1.2"))
        }
    }
}

/// The file that an overlay is for, and where it says so.
fn target(root: Node<'_>, entry: &str) -> Result<(String, Option<Location>), Diagnostic> {
    let Some(extends) = root.get("extends") else {
        return Ok((entry.to_owned(), None));
    };
    let Some(uri) = extends.as_str() else {
        let message = format!("`extends` has to be a string and is {}", extends.kind());
        return Err(extends.error("invalid-overlay", message));
    };
    // With an absolute URI it names what it is for, and not where that lies here.
    let is_absolute = |text: &str| text.contains("://") || text.starts_with("urn:");
    let base = root.get("$self").and_then(Node::as_str);
    if is_absolute(uri) || base.is_some_and(is_absolute) {
        return Ok((entry.to_owned(), None));
    }
    let beside = |uri: &str, file: &str| {
        Documents::file_beside(uri, file).map_err(|error| error.at(extends.at()))
    };
    let base = beside(base.unwrap_or_default(), root.file())?;
    Ok((beside(uri, &base)?, Some(extends.at())))
}

fn actions(root: Node<'_>) -> Result<impl Iterator<Item = Node<'_>>, Diagnostic> {
    let Some(actions) = root.get("actions") else {
        let message = "the overlay has no `actions`";
        return Err(root
            .error("invalid-overlay", message)
            .at(Location::position(root.file(), 1, 1)));
    };
    if !actions.is_array() {
        let message = format!("`actions` has to be an array and is {}", actions.kind());
        return Err(actions
            .error("invalid-overlay", message)
            .at(actions.at().key()));
    }
    Ok(actions.items())
}

/// Applies an action. Says whether that changed anything.
fn apply(
    action: &Action,
    documents: &mut Documents,
    mirror: &mut Mirror,
    root: NodeId,
) -> Result<bool, Diagnostic> {
    let targets = action.target.select(documents, root, mirror)?;
    match &action.change {
        Change::Remove => {
            let parents = Edit::of(documents).remove(&targets);
            let Some(parents) = parents else {
                return Err(action.removes_root(documents));
            };
            mirror.refresh(documents, root, parents);
            Ok(true)
        }
        Change::Update(value) => update(action, *value, &targets, documents, mirror, root),
        Change::Copy(source) => {
            let sources = source.select(documents, root, mirror)?;
            let [source] = *sources else {
                return Err(source.is_ambiguous(documents, &sources));
            };
            // What is copied is the value as it is now, also if it is itself one of the targets.
            let value = Edit::of(documents).snapshot(source);
            let value = value.map_err(|fault| action.fault(documents, fault))?;
            update(action, value, &targets, documents, mirror, root)
        }
    }
}

fn update(
    action: &Action,
    value: NodeId,
    targets: &[NodeId],
    documents: &mut Documents,
    mirror: &mut Mirror,
    root: NodeId,
) -> Result<bool, Diagnostic> {
    action.check_kinds(documents, targets)?;
    let mut edit = Edit::of(documents);
    let mut changed = Vec::new();
    let merged = targets.iter().try_for_each(|target| {
        edit.fits(*target, value)?;
        if edit.merge(*target, value, action.arrays)? {
            changed.push(*target);
        }
        Ok(())
    });
    let any = !changed.is_empty();
    mirror.refresh(documents, root, changed);
    merged
        .map(|()| any)
        .map_err(|fault| action.fault(documents, fault))
}
