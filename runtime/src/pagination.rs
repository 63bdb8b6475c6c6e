//! Lists that come in pages.
//!
//! **Invariant:** a walk ends. A page that came before, a token or a URL that was used before, and, where
//! pages are counted, an empty page are its end.
//!
//! **Invariant:** a walk does not end early. A page with fewer items than were asked for is not taken for
//! the last one, since servers give fewer than that for other reasons, too; what the server says about the
//! number of all items or pages is, if configuration tells where.

use std::collections::VecDeque;
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::future::Future;
use std::hash::{Hash, Hasher};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::{HeaderMap, header};
use serde_json::Value;

use crate::answer;
use crate::error::{Error, ErrorKind};
use crate::executor;
use crate::json::{self, Member};
use crate::model::Place;
use crate::operation::{Inputs, OperationFact};
use crate::output::Output;
use crate::pending::Pending;
use crate::redirect;
use crate::request::Prepared;
use crate::response::Response;

/// How the pages of a list are walked through.
#[derive(Debug)]
pub enum Pagination {
    /// A page number that grows by one.
    Page {
        /// Name of the query parameter.
        page: &'static str,
        /// Number of the first page.
        first: u64,
        /// Name of the query parameter for the size of a page.
        per_page: Option<&'static str>,
        /// Path in the answer to the number of items on all pages (`result_info.total_count`).
        total: Option<&'static str>,
        /// Path in the answer to the number of pages (`result_info.total_pages`).
        total_pages: Option<&'static str>,
    },
    /// A number of items to skip.
    Offset {
        /// Name of the query parameter.
        offset: &'static str,
        /// Name of the query parameter for the size of a page.
        limit: Option<&'static str>,
        /// Path in the answer to the number of items on all pages (`meta.total`).
        total: Option<&'static str>,
    },
    /// A token from the answer.
    Cursor {
        /// Name of the query parameter.
        cursor: &'static str,
        /// Path to the token in the answer (`result_info.cursors.after`).
        next: &'static str,
    },
    /// A URL from the answer: a path in the body, or the `Link` header.
    Link {
        /// Path to the URL in the answer; `None` for the `Link` header.
        next: Option<&'static str>,
    },
}

/// What follows a page.
///
/// # Errors
///
/// If the server says that the next page is at another origin.
fn following(
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
        Some(Pagination::Page { .. } | Pagination::Offset { .. }) if count == 0 => return Ok(None),
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
            let mut next = advance(request, page, number, 1);
            next.passed = passed;
            next
        }
        Some(Pagination::Offset { offset, total, .. }) => {
            let before = current(request, offset, 0);
            let count = length(count);
            if reached(response, *total, before.saturating_add(count)) {
                return Ok(None);
            }
            advance(request, offset, before, count)
        }
        Some(Pagination::Cursor { cursor, next }) => match token(response, next) {
            Some(token) => request.with_parameter(cursor, &token),
            None => return Ok(None),
        },
        Some(Pagination::Link { next }) => match linked(response, *next)? {
            Some(next) => next,
            None => return Ok(None),
        },
    };
    let mark = match pagination {
        Some(Pagination::Page { .. } | Pagination::Offset { .. }) => fingerprint(items),
        _ => {
            let address =
                |request: &Prepared| Some(hash(request.uri(&[]).ok()?.to_string().as_bytes()));
            let (here, there) = (address(request), address(&next));
            if there.is_none_or(|there| Some(there) == here || next.seen.contains(&there)) {
                return Ok(None);
            }
            here.unwrap_or_default()
        }
    };
    next.seen.push(mark);
    Ok(Some(next))
}

fn length(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The value of a parameter that counts, `first` if it was not given.
fn current(request: &Prepared, name: &str, first: u64) -> u64 {
    request
        .parameter(name)
        .and_then(|value| value.parse().ok())
        .unwrap_or(first)
}

/// The same request with a parameter that counts `step` further.
fn advance(request: &Prepared, name: &str, current: u64, step: u64) -> Prepared {
    request.with_parameter(name, &current.saturating_add(step).to_string())
}

/// Whether `passed` is all that there is, by the number at `path` in the answer. If the answer has none,
/// that is not known.
fn reached(response: &Response, path: Option<&str>, passed: u64) -> bool {
    let total: Option<f64> = path
        .and_then(|path| token(response, path))
        .and_then(|total| total.parse().ok());
    #[expect(clippy::cast_precision_loss, reason = "lists are shorter than 2⁵³")]
    let passed = passed as f64;
    total.is_some_and(|total| passed >= total)
}

/// Whether a page that was asked for after others is none of them, and not past the end.
fn is_new(response: &Response, items: &dyn Place, count: usize) -> bool {
    let counts_pages = response.request().table.facts.iter().any(|fact| {
        matches!(
            fact,
            OperationFact::Paged(Pagination::Page { .. } | Pagination::Offset { .. })
        )
    });
    !counts_pages || (count > 0 && !response.request().seen.contains(&fingerprint(items)))
}

/// What tells a page from others: its items. What else is in the answer may differ each time.
fn fingerprint(items: &dyn Place) -> u64 {
    hash(&json::canonical(items).unwrap_or_default())
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// The text or number at a path such as `result_info.cursors.after`; `None` if it is not there, null or empty.
fn token(response: &Response, path: &str) -> Option<String> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let mut value = Value::Null;
    json::decode_members(
        response.bytes(),
        answer::options(response),
        &mut [Member::new(first, &mut value)],
    )
    .ok()?;
    let found = rest
        .split('.')
        .filter(|step| !step.is_empty())
        .try_fold(&value, |value, step| value.get(step))?;
    match found {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The request for a next page whose URL is in the answer.
fn linked(response: &Response, path: Option<&str>) -> Result<Option<Prepared>, Error> {
    let link = match path {
        Some(path) => token(response, path),
        None => link_header(response.headers()),
    };
    let Some(link) = link else { return Ok(None) };
    let request = response.request();
    let here = request.uri(&[])?;
    let target = redirect::resolve(&here, &link).and_then(|url| redirect::same_origin(&here, &url));
    match target {
        Some(target) => Ok(Some(request.with_url(target))),
        None => {
            let message = "the server says that the next page is at another origin, which must not get the credentials";
            Err(Error::new(ErrorKind::Redirect, message)
                .of(request.table)
                .with_response(response.clone()))
        }
    }
}

/// The URL of the `Link` header (RFC 8288) whose relation is `next`.
fn link_header(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::LINK)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|text| {
            let mut rest = text;
            while let Some((_, after)) = rest.split_once('<') {
                let (url, after) = after.split_once('>')?;
                // The parameters of this link end where the next one starts.
                let parameters = after
                    .split_once('<')
                    .map_or(after, |(parameters, _)| parameters);
                if parameters.split([';', ',']).any(is_next) {
                    return Some(url.to_owned());
                }
                rest = after;
            }
            None
        })
}

fn is_next(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return false;
    };
    let relations = value.trim().trim_matches('"');
    name.trim().eq_ignore_ascii_case("rel")
        && relations
            .split_whitespace()
            .any(|relation| relation.eq_ignore_ascii_case("next"))
}

/// One page of a list.
#[derive(Clone)]
pub struct Page<T, I = Value> {
    items: Vec<T>,
    info: Option<I>,
    response: Response,
}

impl<T, I> Page<T, I> {
    /// The items.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The items.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// What the server says about the page.
    #[must_use]
    pub fn info(&self) -> Option<&I> {
        self.info.as_ref()
    }

    /// The answer that the page came in.
    #[must_use]
    pub fn response(&self) -> &Response {
        &self.response
    }
}

impl<T: Place, I: Place> Page<T, I> {
    /// Asks for the next page, with all other inputs as they were. `None` if this is the last one, or
    /// if the server answers with a page that came before, or, where pages are counted, with an empty one.
    pub fn next(&self) -> Pending<Option<Self>> {
        match self.following() {
            Ok(Some(next)) => Pending::new(Ok(executor::run(next)), Self::decode_following),
            Ok(None) => Pending::ready(Ok(None)),
            Err(error) => Pending::ready(Err(error)),
        }
    }

    fn following(&self) -> Result<Option<Arc<Prepared>>, Error> {
        Ok(following(&self.response, &self.items, self.items.len())?.map(Arc::new))
    }

    fn decode_following(response: Response) -> Result<Option<Self>, Error> {
        let page = Self::decode(&response)?;
        let is_new = is_new(&response, &page.items, page.items.len());
        Ok(is_new.then_some(page))
    }
}

impl<T: fmt::Debug, I: fmt::Debug> fmt::Debug for Page<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items)
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}

impl<T, I> IntoIterator for Page<T, I> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<T: Place, I: Place> Output for Page<T, I> {
    fn decode(response: &Response) -> Result<Self, Error> {
        let (mut items, mut info) = (Vec::<T>::new(), None::<I>);
        answer::decode_page(response, &mut items, &mut info)?;
        Ok(Self {
            items,
            info,
            response: response.clone(),
        })
    }
}

/// The pages of a list, one after the other. Nothing is sent before the first is asked for, and the
/// next one is only when it is. An error is the end.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<T, I = Value> {
    next: Option<Result<Arc<Prepared>, Error>>,
    pending: Option<Pending<Option<Page<T, I>>>>,
}

impl<T: Place, I: Place> Pages<T, I> {
    pub(crate) fn new(operation: &dyn Inputs) -> Self {
        Self {
            next: Some(Prepared::new(operation, false)),
            pending: None,
        }
    }
}

impl<T, I> Unpin for Pages<T, I> {}

impl<T: Place, I: Place> Stream for Pages<T, I> {
    type Item = Result<Page<T, I>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(next) = this.next.take() {
            let run = next.map(executor::run);
            this.pending = Some(Pending::new(run, |response| {
                // The first page comes after no other.
                if response.request().seen.is_empty() {
                    Page::decode(&response).map(Some)
                } else {
                    Page::decode_following(response)
                }
            }));
        }
        let Some(pending) = &mut this.pending else {
            return Poll::Ready(None);
        };
        let result = ready!(Pin::new(pending).poll(context));
        this.pending = None;
        if let Ok(Some(page)) = &result {
            this.next = page.following().transpose();
        }
        Poll::Ready(result.transpose())
    }
}

impl<T, I> fmt::Debug for Pages<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages { .. }")
    }
}

/// The items of a list, page after page. Nothing is sent before the first is asked for, and the next
/// page is asked for only when the items of the one before are used up. An error is the end.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<T, I = Value> {
    pages: Pages<T, I>,
    items: VecDeque<T>,
}

impl<T: Place, I: Place> Items<T, I> {
    pub(crate) fn new(operation: &dyn Inputs) -> Self {
        Self {
            pages: Pages::new(operation),
            items: VecDeque::new(),
        }
    }
}

impl<T, I> Unpin for Items<T, I> {}

impl<T: Place, I: Place> Stream for Items<T, I> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.into_items().into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, I> fmt::Debug for Items<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items { .. }")
    }
}

/// The next item of a stream, as a future: what `futures` and `tokio-stream` call `next`.
async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

impl<T: Place, I: Place> Pages<T, I> {
    /// The next page.
    pub async fn next(&mut self) -> Option<Result<Page<T, I>, Error>> {
        next(self).await
    }
}

impl<T: Place, I: Place> Items<T, I> {
    /// The next item.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        next(self).await
    }

    /// All items.
    ///
    /// # Errors
    ///
    /// The first error. Items that came before it are lost.
    pub async fn into_vec(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }
}

#[cfg(feature = "blocking")]
impl<T: Place, I: Place> Pages<T, I> {
    /// An iterator that waits for each of them on this thread, for code that is not async.
    pub fn wait(self) -> crate::blocking::Waiting<Self> {
        crate::blocking::Waiting(self)
    }
}

#[cfg(feature = "blocking")]
impl<T: Place, I: Place> Items<T, I> {
    /// An iterator that waits for each of them on this thread, for code that is not async.
    pub fn wait(self) -> crate::blocking::Waiting<Self> {
        crate::blocking::Waiting(self)
    }
}
