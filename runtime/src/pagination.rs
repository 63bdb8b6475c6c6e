//! Lists that come in pages.

pub(crate) mod facts;
mod following;
mod link;
pub(crate) mod seen;
mod token;

pub use self::facts::Pagination;

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_json::Value;

use self::following::Received;
use crate::answer;
use crate::error::Error;
use crate::executor;
use crate::model::Place;
use crate::operation::call::Call;
use crate::operation::inputs::Inputs;
use crate::output::Output;
use crate::pending::Pending;
use crate::request::Prepared;
use crate::response::Response;

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

    /// What the server says about the page. Where the items are in a member of the answer, this is the answer, whose
    /// list is empty here: its items are those of the page.
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
        Ok(self.received().following()?.map(Arc::new))
    }

    fn received(&self) -> Received<'_> {
        Received {
            response: &self.response,
            items: &self.items,
            count: self.items.len(),
        }
    }

    fn decode_following(response: Response) -> Result<Option<Self>, Error> {
        let page = Self::decode(&response)?;
        Ok(page.received().is_new().then_some(page))
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

impl<'a, T, I> IntoIterator for &'a Page<T, I> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
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
    pub(crate) fn new(call: &Call, inputs: &dyn Inputs) -> Self {
        Self {
            next: Some(Prepared::new(call, inputs, false)),
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
    pub(crate) fn new(call: &Call, inputs: &dyn Inputs) -> Self {
        Self {
            pages: Pages::new(call, inputs),
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
