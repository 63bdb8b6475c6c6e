//! A call under way.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

pub use crate::boxed::BoxFuture;
use crate::error::Error;
use crate::response::Response;

/// A call: nothing is sent before it is polled, and dropping it cancels it at once.
///
/// Code that is not async calls `wait`, which the feature `blocking` adds.
///
/// All calls run the same boxed future, so that no operation has a state machine of its own.
#[must_use = "a call does nothing unless it is awaited"]
pub struct Pending<T> {
    state: State<T>,
    decode: fn(Response) -> Result<T, Error>,
}

enum State<T> {
    Running(BoxFuture<'static, Result<Response, Error>>),
    Ready(Result<T, Error>),
    Done,
}

// Nothing is ever pinned in place: the future is in a box of its own.
impl<T> Unpin for Pending<T> {}

impl<T> Pending<T> {
    pub(crate) fn new(
        future: Result<BoxFuture<'static, Result<Response, Error>>, Error>,
        decode: fn(Response) -> Result<T, Error>,
    ) -> Self {
        let state = match future {
            Ok(future) => State::Running(future),
            Err(error) => State::Ready(Err(error)),
        };
        Self { state, decode }
    }

    /// A call that is over before it began.
    pub(crate) fn ready(result: Result<T, Error>) -> Self {
        Self {
            state: State::Ready(result),
            decode: |response| Err(crate::answer::api_error(&response)),
        }
    }
}

#[cfg(feature = "blocking")]
impl<T> Pending<T> {
    /// Waits for the call on this thread, for code that is not async.
    ///
    /// In async code it would hold up everything else that its thread has to do: use `.await` there.
    ///
    /// # Errors
    ///
    /// As the call itself.
    pub fn wait(self) -> Result<T, Error> {
        crate::blocking::wait(self)
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let result = match std::mem::replace(&mut self.state, State::Done) {
            State::Running(mut future) => match future.as_mut().poll(context) {
                Poll::Ready(result) => result,
                Poll::Pending => {
                    self.state = State::Running(future);
                    return Poll::Pending;
                }
            },
            State::Ready(result) => return Poll::Ready(result),
            State::Done => return Poll::Pending,
        };
        Poll::Ready(result.and_then(self.decode))
    }
}

impl<T> std::fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pending { .. }")
    }
}
