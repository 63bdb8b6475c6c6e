//! What a document itself says of pages, by the extension that is in use for it:
//! `x-ms-pageable: {nextLinkName: nextLink, itemName: value}`.

use super::super::configured::Configured;
use super::super::mentions::{Target, answers, follow};
use super::super::node::Node;
use super::super::steps;
use super::super::types::Types;
use crate::config::{Items, PaginationSettings};

/// The member that has the items, if none is named.
const ITEMS: &str = "value";

/// What the document says of the pages of an operation, if its answer has the URL of the next one. A name that is null
/// says that there is but one page.
pub(super) fn read<'d>(
    operation: &Configured<'d, '_>,
    types: &Types<'d>,
) -> Option<PaginationSettings> {
    if operation.found.method != "GET" {
        return None;
    }
    let pageable = operation.found.node.extension("pageable")?;
    let next = pageable.get("nextLinkName")?;
    if next.is_null() {
        return Some(PaginationSettings::None);
    }
    let next = steps::path(&[next.as_str()?]);
    let items = pageable.get("itemName").and_then(Node::as_str);
    let has_next = |answer| matches!(follow(answer, &next, types), Target::Described);
    answers(operation, true).iter().any(has_next).then(|| {
        let items = steps::path(&[items.unwrap_or(ITEMS)]);
        PaginationSettings::Link {
            next: Some(next),
            items: Some(Items::One(items)),
        }
    })
}
