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

/// A page that came.
#[derive(Clone, Copy)]
pub(super) struct Received<'a> {
    /// The answer that it came in.
    pub(super) response: &'a Response,
    /// Its items.
    pub(super) items: &'a dyn Place,
    /// How many items there are.
    pub(super) count: usize,
}

impl Received<'_> {
    /// What follows the page.
    ///
    /// # Errors
    ///
    /// If the server says that the next page is at another origin.
    pub(super) fn following(self) -> Result<Option<Prepared>, Error> {
        let Some(pagination) = pagination(self.request()) else {
            return Ok(None);
        };
        let next = match pagination {
            Pagination::Page {
                page,
                first,
                total,
                total_pages,
            } => self.by_page(page, *first, *total, *total_pages),
            Pagination::Offset { offset, total } => self.by_offset(offset, *total),
            Pagination::Cursor { cursor, next } => {
                self.by_token(cursor, token(self.response, next))
            }
            Pagination::After { after, item, more } => {
                self.by_token(after, self.last(item).filter(|_| !self.denies(*more)))
            }
            Pagination::Link { next } => link::linked(self.response, *next),
        };
        let Some(mut next) = next? else {
            return Ok(None);
        };
        let passed = if counts(pagination) {
            Some(fingerprint(self.items))
        } else {
            self.passed_by(&next)
        };
        Ok(passed.map(|passed| {
            next.seen = next.seen.with(passed);
            next
        }))
    }

    /// Whether the page, which was asked for after others, is none of them, and not past the end.
    pub(super) fn is_new(self) -> bool {
        let request = self.request();
        !pagination(request).is_some_and(counts)
            || (self.count > 0 && !request.seen.contains(fingerprint(self.items)))
    }

    fn request(&self) -> &Prepared {
        self.response.request()
    }

    fn by_page(
        self,
        page: &str,
        first: u64,
        total: Option<&str>,
        total_pages: Option<&str>,
    ) -> Result<Option<Prepared>, Error> {
        let request = self.request();
        let number = request.page_number(page).unwrap_or(first);
        let pages_before = number.saturating_sub(first);
        let before = if request.seen.is_empty() {
            // Full pages are as long as this one, or longer.
            pages_before.saturating_mul(self.length())
        } else {
            request.passed
        };
        let passed = before.saturating_add(self.length());
        if self.count == 0
            || reached(self.response, total, passed)
            || reached(self.response, total_pages, pages_before.saturating_add(1))
        {
            return Ok(None);
        }
        let mut next = request.for_page(page, &Value::from(number.saturating_add(1)))?;
        next.passed = passed;
        Ok(Some(next))
    }

    fn by_offset(self, offset: &str, total: Option<&str>) -> Result<Option<Prepared>, Error> {
        let request = self.request();
        let before = request.page_number(offset).unwrap_or(0);
        let passed = before.saturating_add(self.length());
        if self.count == 0 || reached(self.response, total, passed) {
            return Ok(None);
        }
        request.for_page(offset, &Value::from(passed)).map(Some)
    }

    fn by_token(self, name: &str, token: Option<Value>) -> Result<Option<Prepared>, Error> {
        let request = self.request();
        let token = token.filter(|token| request.takes_token(token));
        token
            .map(|token| request.for_page(name, &token))
            .transpose()
    }

    /// What identifies the last item; nothing if there is none.
    fn last(self, path: &str) -> Option<Value> {
        let View::List(items) = self.items.view() else {
            return None;
        };
        let last = items.get(self.count.checked_sub(1)?)?;
        token_in(&json::to_value(last)?, path)
    }

    /// Whether the answer says that there are no more items.
    fn denies(self, more: Option<&str>) -> bool {
        more.is_some_and(|more| denies(self.response, more))
    }

    /// What tells the request for this page from others; nothing if the next one was sent before.
    fn passed_by(self, next: &Prepared) -> Option<u64> {
        let here = mark(self.request());
        let there = mark(next)?;
        let is_new = Some(there) != here && !next.seen.contains(there);
        is_new.then(|| here.unwrap_or_default())
    }

    fn length(self) -> u64 {
        u64::try_from(self.count).unwrap_or(u64::MAX)
    }
}

/// How the list is walked through that a request is for.
fn pagination(request: &Prepared) -> Option<&'static Pagination> {
    request.table.facts.iter().find_map(|fact| match fact {
        OperationFact::Paged(pagination) => Some(*pagination),
        _ => None,
    })
}

/// Whether pages or items are counted: then any number can be asked for, and an empty page is the end.
fn counts(pagination: &Pagination) -> bool {
    matches!(
        pagination,
        Pagination::Page { .. } | Pagination::Offset { .. }
    )
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
