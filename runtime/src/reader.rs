//! A reader as a stream: a thread of its own reads, one chunk whenever one is asked for.

use std::io::{self, Read};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_core::Stream;

/// How many bytes a chunk has at most.
const CHUNK: usize = 64 << 10;

/// The chunks of a reader. The thread is started when the first one is asked for, and ends with the stream.
pub(crate) struct Chunks<R> {
    reader: Option<R>,
    thread: Option<Sender<()>>,
    answer: Arc<Mutex<Answer>>,
    is_asked: bool,
}

/// What the thread has read, and who waits for it.
#[derive(Default)]
struct Answer {
    chunk: Option<io::Result<Bytes>>,
    waker: Option<Waker>,
}

impl<R> Chunks<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader: Some(reader),
            thread: None,
            answer: Arc::default(),
            is_asked: false,
        }
    }
}

impl<R: Read + Send + 'static> Chunks<R> {
    /// Asks the thread for a chunk.
    fn ask(&mut self) -> io::Result<()> {
        if let Some(reader) = self.reader.take() {
            let (ask, asked) = channel();
            let answering = Answering(Arc::clone(&self.answer));
            let thread = std::thread::Builder::new().name("upload".to_owned());
            thread.spawn(move || answering.run(reader, &asked))?;
            self.thread = Some(ask);
        }
        let gone = || io::Error::other("the reader has panicked");
        let thread = self.thread.as_ref().ok_or_else(gone)?;
        thread.send(()).map_err(|_| gone())
    }
}

// The reader is moved to its thread and never pinned.
impl<R> Unpin for Chunks<R> {}

impl<R: Read + Send + 'static> Stream for Chunks<R> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = {
            let mut answer = lock(&self.answer);
            answer.waker = Some(context.waker().clone());
            answer.chunk.take()
        };
        if let Some(chunk) = chunk {
            self.is_asked = false;
            let is_end = chunk.as_ref().is_ok_and(Bytes::is_empty);
            return Poll::Ready((!is_end).then_some(chunk));
        }
        if !self.is_asked {
            if let Err(error) = self.ask() {
                return Poll::Ready(Some(Err(error)));
            }
            self.is_asked = true;
        }
        Poll::Pending
    }
}

/// The thread's side. It leaves an error if the reader panics.
struct Answering(Arc<Mutex<Answer>>);

impl Answering {
    fn run<R: Read>(self, mut reader: R, asked: &Receiver<()>) {
        while asked.recv().is_ok() {
            self.answer(read(&mut reader));
        }
    }

    fn answer(&self, chunk: io::Result<Bytes>) {
        let waker = {
            let mut answer = lock(&self.0);
            answer.chunk = Some(chunk);
            answer.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.answer(Err(io::Error::other("the reader has panicked")));
        }
    }
}

/// Up to a chunk; nothing at the end.
fn read(reader: &mut impl Read) -> io::Result<Bytes> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match reader.read(&mut chunk) {
            Ok(length) => {
                chunk.truncate(length);
                return Ok(chunk.into());
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// What a panic leaves is as whole as before: each change is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
