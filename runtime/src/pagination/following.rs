//! Which page follows another.
//!
//! **Invariant:** a walk ends. A page that came before, a request that was sent before, and, where
//! pages are counted, an empty page are its end.
//!
//! **Invariant:** a walk does not end early. A page with fewer items than were asked for is not taken for
//! the last one, since servers give fewer than that for other reasons, too; what the server says about the
//! number of all items or pages is, if configuration tells where.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde_json::Value;

use super::facts::Pagination;
use super::link;
use super::token::{denies, text, token, token_in};
use crate::error::Error;
use crate::json;
use crate::model::{Place, View};
use crate::operation::table::OperationFact;
use crate::request::Prepared;
use crate::response::Response;

/// What follows a page.
///
/// # Errors
///
/// If the server says that the next page is at another origin.
pub(super) fn following(
    response: &Response,
    items: &dyn Place,
    count: usize,
) -> Result<Option<Prepared>, Error> {
    let request = response.request();
    let pagination = request.table.facts.iter().find_map(|fact| match fact {
        OperationFact::Paged(pagination) => Some(*pagination),
        _ => None,
    });
    let mut next = match pagination {
        None => return Ok(None),
        Some(Pagination::Page { .. } | Pagination::Offset { .. } | Pagination::After { .. })
            if count == 0 =>
        {
            return Ok(None);
        }
        Some(Pagination::Page {
            page,
            first,
            total,
            total_pages,
            ..
        }) => {
            let number = current(request, page, *first);
            let pages_before = number.saturating_sub(*first);
            let count = length(count);
            let before = if request.seen.is_empty() {
                // Full pages are as long as this one, or longer.
                pages_before.saturating_mul(count)
            } else {
                request.passed
            };
            let passed = before.saturating_add(count);
            if reached(response, *total, passed)
                || reached(response, *total_pages, pages_before.saturating_add(1))
            {
                return Ok(None);
            }
            let mut next = advance(request, page, number, 1)?;
            next.passed = passed;
            next
        }
        Some(Pagination::Offset { offset, total, .. }) => {
            let before = current(request, offset, 0);
            let count = length(count);
            if reached(response, *total, before.saturating_add(count)) {
                return Ok(None);
            }
            advance(request, offset, before, count)?
        }
        Some(Pagination::Cursor { cursor, next }) => {
            match token(response, next).filter(|token| request.takes_token(token)) {
                Some(token) => request.for_page(cursor, &token)?,
                None => return Ok(None),
            }
        }
        Some(Pagination::After { after, item, more }) => {
            let last = match items.view() {
                View::List(items) => items.get(count.saturating_sub(1)).and_then(json::to_value),
                _ => None,
            };
            let mark = last.and_then(|last| token_in(&last, item));
            let is_last = more.is_some_and(|more| denies(response, more));
            match mark.filter(|mark| !is_last && request.takes_token(mark)) {
                Some(mark) => request.for_page(after, &mark)?,
                None => return Ok(None),
            }
        }
        Some(Pagination::Link { next }) => match link::linked(response, *next)? {
            Some(next) => next,
            None => return Ok(None),
        },
    };
    let passed = match pagination {
        Some(Pagination::Page { .. } | Pagination::Offset { .. }) => fingerprint(items),
        _ => {
            let (here, there) = (mark(request), mark(&next));
            if there.is_none_or(|there| Some(there) == here || next.seen.contains(there)) {
                return Ok(None);
            }
            here.unwrap_or_default()
        }
    };
    next.seen = next.seen.with(passed);
    Ok(Some(next))
}

fn length(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The value of a parameter that counts, `first` if it was not given.
fn current(request: &Prepared, name: &str, first: u64) -> u64 {
    request.page_number(name).unwrap_or(first)
}

/// The same request with a parameter that counts `step` further.
fn advance(request: &Prepared, name: &str, current: u64, step: u64) -> Result<Prepared, Error> {
    request.for_page(name, &Value::from(current.saturating_add(step)))
}

/// Whether `passed` is all that there is, by the number at `path` in the answer. If the answer has none,
/// that is not known.
fn reached(response: &Response, path: Option<&str>, passed: u64) -> bool {
    let total: Option<f64> = path
        .and_then(|path| text(response, path))
        .and_then(|total| total.parse().ok());
    #[expect(clippy::cast_precision_loss, reason = "lists are shorter than 2⁵³")]
    let passed = passed as f64;
    // Some servers say -1 where they have not counted.
    total.is_some_and(|total| total >= 0.0 && passed >= total)
}

/// Whether a page that was asked for after others is none of them, and not past the end.
pub(super) fn is_new(response: &Response, items: &dyn Place, count: usize) -> bool {
    let counts_pages = response.request().table.facts.iter().any(|fact| {
        matches!(
            fact,
            OperationFact::Paged(Pagination::Page { .. } | Pagination::Offset { .. })
        )
    });
    !counts_pages || (count > 0 && !response.request().seen.contains(fingerprint(items)))
}

/// What tells a page from others: its items. What else is in the answer may differ each time.
fn fingerprint(items: &dyn Place) -> u64 {
    hash(&json::canonical(items).unwrap_or_default())
}

/// What tells a request for a page from others.
fn mark(request: &Prepared) -> Option<u64> {
    Some(hash(&request.asked().ok()?))
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
