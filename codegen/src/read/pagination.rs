//! Pagination: how the pages of a list are walked through, as the configuration describes it.

use crate::config::PaginationSettings;
use crate::ir::Pagination;

/// What is said of the operation, else of all; `None` if there is but one page.
pub(super) fn of(
    own: Option<&PaginationSettings>,
    all: Option<&PaginationSettings>,
) -> Option<Pagination> {
    own.or(all).and_then(strategy)
}

fn strategy(settings: &PaginationSettings) -> Option<Pagination> {
    Some(match settings.clone() {
        PaginationSettings::Page {
            page,
            per_page,
            total,
            total_pages,
        } => Pagination::Page {
            page,
            per_page,
            total,
            total_pages,
        },
        PaginationSettings::Offset {
            offset,
            limit,
            total,
        } => Pagination::Offset {
            offset,
            limit,
            total,
        },
        PaginationSettings::Cursor { cursor, next } => Pagination::Cursor { cursor, next },
        PaginationSettings::Link { next } => Pagination::Link { next },
        PaginationSettings::None => return None,
    })
}
