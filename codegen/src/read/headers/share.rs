//! Headers that the document describes in a place of their own, such as `components/headers`: one constant for all
//! operations that refer to it.
//!
//! **Invariant:** whether a header is shared depends on how the document is written, not on how many operations have
//! it: another operation with the header changes nothing in those that are there.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Header, Presence, SharedHeader, Source};
use crate::read::docs;
use crate::read::node::Node;

/// The place where a header is described, if it is what a reference leads to that says nothing itself.
pub(super) fn place(reference: Node<'_>, diagnostics: &Diagnostics) -> Option<Source> {
    let followed = diagnostics.ok(reference.follow())?;
    let is_silent = |node: &Node<'_>| {
        ["summary", "description"]
            .iter()
            .all(|key| node.get(key).is_none() || !docs::counts_beside_reference(*node, key))
    };
    let is_reference = !followed.via.is_empty() && followed.via.iter().all(is_silent);
    is_reference.then(|| followed.target.source())
}

/// Collects what is shared. What operations know by several names, or do not understand alike, stays with them.
pub(in crate::read) fn share(api: &mut Api) {
    let mut found: BTreeMap<Source, Option<SharedHeader>> = BTreeMap::new();
    let headers = || {
        let operations = api.operations.iter();
        operations.flat_map(|operation| &operation.headers)
    };
    for header in headers() {
        let Some(source) = &header.shared else {
            continue;
        };
        let entry = found
            .entry(source.clone())
            .or_insert_with(|| Some(definition(header, source)));
        if let Some(known) = entry {
            if !is_same(known, header) {
                *entry = None;
            } else if header.member.wire < known.member.wire {
                known.member.wire.clone_from(&header.member.wire);
            }
        }
    }
    for operation in &mut api.operations {
        for header in &mut operation.headers {
            header
                .shared
                .take_if(|source| !matches!(found.get(source), Some(Some(_))));
        }
    }
    api.headers = found.into_values().flatten().collect();
}

fn definition(header: &Header, source: &Source) -> SharedHeader {
    let mut member = header.member.clone();
    // Whether it is there is a matter of the answer.
    member.presence = Presence::Optional;
    SharedHeader {
        member,
        form: header.form,
        source: source.clone(),
    }
}

/// Whether a header is what others take it for. Names of headers differ in case only.
fn is_same(known: &SharedHeader, header: &Header) -> bool {
    let (one, other) = (&known.member, &header.member);
    one.wire.eq_ignore_ascii_case(&other.wire)
        && known.form == header.form
        && one.ty == other.ty
        && one.facts == other.facts
        && one.docs == other.docs
        && one.deprecated == other.deprecated
}
