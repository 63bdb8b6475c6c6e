//! Pagination: how the pages of a list are walked through, as the configuration describes it.

use crate::config::PaginationSettings;
use crate::ir::Pagination;

/// In place of the name of a member: the only one that is a list.
pub(super) const EVERY: &str = "*";

/// The query parameter that asks for a page; `None` where the answer has a URL.
pub(super) fn parameter(settings: &PaginationSettings) -> Option<&str> {
    match settings {
        PaginationSettings::Page { page, .. } => Some(page),
        PaginationSettings::Offset { offset, .. } => Some(offset),
        PaginationSettings::Cursor { cursor, .. } => Some(cursor),
        PaginationSettings::After { after, .. } => Some(after),
        PaginationSettings::Link { .. } | PaginationSettings::None => None,
    }
}

/// The strategy in terms of the IR; `None` if there is but one page.
pub(super) fn strategy(settings: &PaginationSettings) -> Option<Pagination> {
    Some(match settings.clone() {
        PaginationSettings::Page {
            page,
            first_page,
            total,
            total_pages,
            items: _,
        } => Pagination::Page {
            page,
            first: first_page.unwrap_or(1),
            total,
            total_pages,
        },
        PaginationSettings::Offset {
            offset,
            total,
            items: _,
        } => Pagination::Offset { offset, total },
        PaginationSettings::Cursor {
            cursor,
            next,
            items: _,
        } => Pagination::Cursor { cursor, next },
        PaginationSettings::After {
            after,
            item,
            more,
            items: _,
        } => Pagination::After { after, item, more },
        PaginationSettings::Link { next, items: _ } => Pagination::Link { next },
        PaginationSettings::None => return None,
    })
}
