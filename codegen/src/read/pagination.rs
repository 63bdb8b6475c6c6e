//! Pagination: how the pages of a list are walked through, as the configuration describes it.

use crate::config::PaginationSettings;
use crate::ir::Pagination;

/// The strategy in terms of the IR; `None` if there is but one page.
pub(super) fn strategy(settings: &PaginationSettings) -> Option<Pagination> {
    Some(match settings.clone() {
        PaginationSettings::Page {
            page,
            first_page,
            total,
            total_pages,
        } => Pagination::Page {
            page,
            first: first_page.unwrap_or(1),
            total,
            total_pages,
        },
        PaginationSettings::Offset { offset, total } => Pagination::Offset { offset, total },
        PaginationSettings::Cursor { cursor, next } => Pagination::Cursor { cursor, next },
        PaginationSettings::Link { next } => Pagination::Link { next },
        PaginationSettings::None => return None,
    })
}
