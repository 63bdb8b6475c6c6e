//! [`Bases`]: base URIs, and what is known by an identifier.
//!
//! A reference is relative to the base URI of the value it stands in: that of the nearest schema around it with an
//! `$id`, of the document with a `$self`, or else of the file. Nothing is ever fetched: identifiers are compared with
//! each other, and what no identifier is known for is a file.

use std::collections::HashMap;

use iri_string::percent_encode::PercentEncodedForIri;
use iri_string::types::{IriAbsoluteStr, IriAbsoluteString, IriReferenceStr};

use crate::read::tree::{NodeId, Tree};

/// The base URIs of values, and the values that they are.
#[derive(Debug, Default)]
pub(super) struct Bases {
    /// Base URIs of the values that have one of their own.
    own: HashMap<NodeId, IriAbsoluteString>,
    /// Values by base URI.
    values: HashMap<IriAbsoluteString, NodeId>,
}

impl Bases {
    /// Gives a value the identifier that it says it has. Those of values around it have to be known before. Says which
    /// other value has it already: that one keeps it.
    pub(super) fn insert(
        &mut self,
        tree: &Tree,
        file: &str,
        value: NodeId,
        identifier: &str,
    ) -> Option<NodeId> {
        let identifier = identifier.trim_end_matches('#');
        if identifier.is_empty() || identifier.contains('#') {
            return None;
        }
        let around = tree.entry(value).parent.and_then(|id| self.scope(tree, id));
        let iri = self.absolute(identifier, around, file)?;
        let first = *self.values.entry(iri.clone()).or_insert(value);
        self.own.insert(value, iri);
        (first != value).then_some(first)
    }

    /// The nearest value around another, or itself, that has a base URI of its own.
    pub(super) fn scope(&self, tree: &Tree, value: NodeId) -> Option<NodeId> {
        if self.own.is_empty() {
            return None;
        }
        let mut next = Some(value);
        while let Some(id) = next {
            if self.own.contains_key(&id) {
                return Some(id);
            }
            next = tree.entry(id).parent;
        }
        None
    }

    /// The value that a reference without a fragment identifies, from within a scope.
    pub(super) fn find(
        &self,
        reference: &str,
        scope: Option<NodeId>,
        file: &str,
    ) -> Option<NodeId> {
        if self.own.is_empty() {
            return None;
        }
        let iri = self.absolute(reference, scope, file)?;
        self.values.get(&iri).copied()
    }

    /// The path from a file to another one that a URI means: both are in one place, and the URI of the one is known.
    pub(super) fn path<'r>(&self, uri: &'r str, root: NodeId) -> Option<&'r str> {
        let own = self.own.get(&root)?.as_str();
        let (folder, _) = own.rsplit_once('/')?;
        let path = uri.strip_prefix(folder)?.strip_prefix('/')?;
        (!folder.ends_with('/') && !path.is_empty()).then_some(path)
    }

    /// A reference as an absolute URI; `None` if it is none.
    fn absolute(
        &self,
        reference: &str,
        scope: Option<NodeId>,
        file: &str,
    ) -> Option<IriAbsoluteString> {
        let reference = IriReferenceStr::new(reference).ok()?;
        let resolve = |base: &IriAbsoluteStr| {
            let resolved = reference.resolve_against(base).and_normalize().to_string();
            IriAbsoluteString::try_from(resolved).ok()
        };
        match scope.and_then(|scope| self.own.get(&scope)) {
            Some(base) => resolve(base),
            None => resolve(&of_file(file)?),
        }
    }
}

/// The base URI of a file that says none itself.
fn of_file(path: &str) -> Option<IriAbsoluteString> {
    let path = PercentEncodedForIri::from_path(path);
    IriAbsoluteString::try_from(format!("file:///{path}")).ok()
}
