//! Bodies of requests that are streams.
//!
//! **Invariant:** a stream is read once, by one call, only as fast as the transport asks for chunks; and it
//! is dropped as soon as that call is over, however it ends.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::boxed::BoxError;
use crate::source::{Chunks, Source};
use crate::transport::{Body, TransportError, TransportErrorKind};

/// The body of a request before it is sent.
#[derive(Clone)]
pub(crate) enum Payload {
    /// Bytes, which can be sent as often as it takes.
    Bytes(Bytes),
    /// Something with a stream in it, which can be sent once.
    Stream(Arc<Upload>),
}

impl Payload {
    /// The bytes; `None` if there is a stream.
    pub(crate) fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Stream(_) => None,
        }
    }

    /// The body as it goes to the transport; `None` if there is a stream, and it was sent before.
    pub(crate) fn open(&self) -> Option<Body> {
        match self {
            Self::Bytes(bytes) => Some(Body::from(bytes.clone())),
            Self::Stream(upload) => upload.open(),
        }
    }

    /// What stops reading when it is dropped.
    pub(crate) fn reading(&self) -> Option<Reading> {
        match self {
            Self::Bytes(_) => None,
            Self::Stream(upload) => Some(Reading(Some(Arc::clone(upload)))),
        }
    }
}

/// A piece of a body.
pub(crate) enum Segment {
    /// Bytes.
    Bytes(Bytes),
    /// A stream.
    Source(Source),
}

/// A body with a stream in it.
pub(crate) struct Upload {
    segments: Vec<Segment>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    parts: VecDeque<Part>,
    failure: Option<BoxError>,
    waker: Option<Waker>,
    is_over: bool,
}

/// A piece that is being read.
enum Part {
    Bytes(Bytes),
    Chunks {
        chunks: Chunks,
        read: u64,
        length: Option<u64>,
    },
}

impl Upload {
    /// The pieces one after the other.
    pub(crate) fn new(segments: Vec<Segment>) -> Self {
        Self {
            segments,
            state: Mutex::default(),
        }
    }

    fn open(self: &Arc<Self>) -> Option<Body> {
        let parts = self.segments.iter().map(|segment| match segment {
            Segment::Bytes(bytes) => Some(Part::Bytes(bytes.clone())),
            Segment::Source(source) => Part::of(source),
        });
        let parts = parts.collect::<Option<_>>()?;
        lock(&self.state).parts = parts;
        let body = Body::from_stream(Outgoing(Arc::clone(self)));
        Some(match self.length() {
            Some(length) => body.with_length(length),
            None => body,
        })
    }

    /// How many bytes there are, if that is known of every piece.
    fn length(&self) -> Option<u64> {
        self.segments.iter().try_fold(0_u64, |sum, segment| {
            sum.checked_add(match segment {
                Segment::Bytes(bytes) => u64::try_from(bytes.len()).ok()?,
                Segment::Source(source) => source.length()?,
            })
        })
    }

    /// Drops what was not read. Whoever waits for it learns that there will be no more.
    fn close(&self) {
        let (rest, waker) = {
            let mut state = lock(&self.state);
            state.is_over = true;
            (std::mem::take(&mut state.parts), state.waker.take())
        };
        let is_waited_for = !rest.is_empty();
        drop(rest);
        if let Some(waker) = waker.filter(|_| is_waited_for) {
            waker.wake();
        }
    }
}

impl State {
    fn next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BoxError>> {
        while let Some(part) = self.parts.front_mut() {
            match ready!(part.next(context))? {
                Some(chunk) if chunk.is_empty() => {}
                Some(chunk) => return Poll::Ready(Ok(Some(chunk))),
                None => drop(self.parts.pop_front()),
            }
        }
        Poll::Ready(Ok(None))
    }
}

impl Part {
    /// A stream; `None` if it was sent before.
    fn of(source: &Source) -> Option<Self> {
        Some(Self::Chunks {
            chunks: source.take()?,
            read: 0,
            length: source.length(),
        })
    }

    fn next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Bytes>, BoxError>> {
        let (chunks, read, length) = match self {
            Self::Bytes(bytes) if bytes.is_empty() => return Poll::Ready(Ok(None)),
            Self::Bytes(bytes) => return Poll::Ready(Ok(Some(std::mem::take(bytes)))),
            Self::Chunks {
                chunks,
                read,
                length,
            } => (chunks, read, *length),
        };
        let chunk = ready!(chunks.as_mut().poll_next(context)).transpose()?;
        let more = chunk.as_ref().map_or(0, |chunk| chunk.len());
        *read = read.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        Poll::Ready(match length {
            Some(length) if *read > length => {
                Err(format!("the stream has more than the {length} bytes it shall have").into())
            }
            Some(length) if chunk.is_none() && *read < length => {
                Err(format!("the stream has {read} of the {length} bytes it shall have").into())
            }
            _ => Ok(chunk),
        })
    }
}

/// The chunks of a body as a transport reads them.
struct Outgoing(Arc<Upload>);

impl Stream for Outgoing {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let failed = |why: &str| TransportError::new(TransportErrorKind::Other, why);
        let mut state = lock(&self.0.state);
        if state.is_over {
            return Poll::Ready(Some(Err(failed("the call is over"))));
        }
        state.waker = Some(context.waker().clone());
        Poll::Ready(match ready!(state.next(context)) {
            Ok(chunk) => chunk.map(Ok),
            Err(error) => {
                state.failure = Some(error);
                state.is_over = true;
                Some(Err(failed("a stream in the body has failed")))
            }
        })
    }
}

/// The streams of a call, which end with it.
pub(crate) struct Reading(Option<Arc<Upload>>);

impl Reading {
    /// What a stream failed with; `None` if none did.
    pub(crate) fn failure(&self) -> Option<BoxError> {
        lock(&self.0.as_ref()?.state).failure.take()
    }

    /// Lets the transport read on.
    pub(crate) fn release(mut self) {
        self.0 = None;
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(upload) = &self.0 {
            upload.close();
        }
    }
}

/// A panic of a stream while it was read has left nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
