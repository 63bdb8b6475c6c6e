//! Streams to be uploaded, of which each can be read once.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::boxed::BoxError;

/// Chunks of bytes, or what went wrong with them.
pub(crate) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// A stream that whoever is first can take. All clones share it.
#[derive(Clone)]
pub(crate) struct Source {
    chunks: Arc<Mutex<Option<Chunks>>>,
    length: Option<u64>,
}

impl Source {
    /// A stream of `length` bytes, if that is known.
    pub(crate) fn new<S, B, E>(chunks: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        let chunks: Chunks = Box::pin(Converted(Box::pin(chunks)));
        Self {
            chunks: Arc::new(Mutex::new(Some(chunks))),
            length,
        }
    }

    /// How many bytes the stream has, if that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    /// The stream; `None` if it was taken before.
    pub(crate) fn take(&self) -> Option<Chunks> {
        // A panic elsewhere has left the stream there or not.
        let chunks = self.chunks.lock();
        chunks.unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.chunks, &other.chunks)
    }
}

impl Eq for Source {}

/// Chunks and errors of a stream as those of this crate.
struct Converted<S>(Pin<Box<S>>);

impl<S, B, E> Stream for Converted<S>
where
    S: Stream<Item = Result<B, E>>,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(chunk.map(|chunk| chunk.map(Into::into).map_err(Into::into)))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            Some(length) => write!(f, "a stream of {length} bytes"),
            None => f.write_str("a stream"),
        }
    }
}
