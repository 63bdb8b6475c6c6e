//! Lists that come in pages.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde_json::Value;

use crate::error::Error;
use crate::model::Place;
use crate::operation::Inputs;
use crate::output::Output;
use crate::pending::Pending;
use crate::request::Prepared;
use crate::response::Response;

/// How the pages of a list are walked through.
#[derive(Debug)]
pub enum Pagination {
    /// A page number that grows by one.
    Page {
        /// Name of the query parameter.
        page: &'static str,
        /// Name of the query parameter for the size of a page.
        per_page: Option<&'static str>,
    },
    /// A number of items to skip.
    Offset {
        /// Name of the query parameter.
        offset: &'static str,
        /// Name of the query parameter for the size of a page.
        limit: Option<&'static str>,
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

/// One page of a list.
#[derive(Clone, Debug)]
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
        crate::answer::decode_page(response, &mut items, &mut info)?;
        Ok(Self { items, info, response: response.clone() })
    }
}

/// The pages of a list, one after the other. Nothing is sent before the first is asked for.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<T, I = Value> {
    next: Option<Result<Arc<Prepared>, Error>>,
    pending: Option<Pending<Page<T, I>>>,
}

impl<T: Place, I: Place> Pages<T, I> {
    pub(crate) fn new(operation: &dyn Inputs) -> Self {
        Self { next: Some(Prepared::new(operation).map(Arc::new)), pending: None }
    }
}

impl<T: Place, I: Place> Stream for Pages<T, I> {
    type Item = Result<Page<T, I>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(next) = this.next.take() {
            this.pending = Some(Pending::new(next.map(crate::executor::run), |response| Page::decode(&response)));
        }
        let Some(pending) = &mut this.pending else { return Poll::Ready(None) };
        let result = std::task::ready!(Pin::new(pending).poll(context));
        this.pending = None;
        Poll::Ready(Some(result))
    }
}

/// The items of a list, page after page. Nothing is sent before the first is asked for.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<T, I = Value> {
    pages: Pages<T, I>,
    items: VecDeque<T>,
}

impl<T: Place, I: Place> Items<T, I> {
    pub(crate) fn new(operation: &dyn Inputs) -> Self {
        Self { pages: Pages::new(operation), items: VecDeque::new() }
    }
}

impl<T, I> Unpin for Pages<T, I> {}
impl<T, I> Unpin for Items<T, I> {}

impl<T: Place, I: Place> Stream for Items<T, I> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::task::ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.into_items().into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

