//! Time and chance, which tests replace.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use crate::pending::BoxFuture;

/// What the client knows about time.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time since some fixed moment. Never goes back.
    fn now(&self) -> Duration;

    /// The date and time, for servers that say until when to wait.
    fn date(&self) -> SystemTime;

    /// Ends after `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The clock of the machine. It works on every async runtime, and without one.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock(());

impl SystemClock {
    /// The clock.
    #[must_use]
    pub fn new() -> Self {
        Self(())
    }
}

/// The moment from which `now` counts.
fn epoch() -> Instant {
    static EPOCH: OnceLock<Instant> = OnceLock::new();
    *EPOCH.get_or_init(Instant::now)
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        epoch().elapsed()
    }

    fn date(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        // A time too far away to be counted never comes.
        match self.now().checked_add(duration) {
            Some(end) => Box::pin(Sleep { end, timer: None }),
            None => Box::pin(std::future::pending()),
        }
    }
}

/// A sleep, whose timer is started when it is first polled.
struct Sleep {
    end: Duration,
    timer: Option<Arc<Timer>>,
}

/// What the thread of timers and a sleep have in common.
#[derive(Default)]
struct Timer {
    waker: Mutex<Option<Waker>>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if epoch().elapsed() >= self.end {
            return Poll::Ready(());
        }
        let waker = Some(context.waker().clone());
        if let Some(timer) = &self.timer {
            *lock(&timer.waker) = waker;
        } else {
            let timer = Arc::new(Timer {
                waker: Mutex::new(waker),
            });
            self.timer = Some(Arc::clone(&timer));
            Timers::get().add(self.end, timer);
        }
        // The end may have come while the waker was put in its place.
        if epoch().elapsed() >= self.end {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        // The thread finds nobody to wake.
        if let Some(timer) = &self.timer {
            *lock(&timer.waker) = None;
        }
    }
}

/// The timers of this process, and the thread that looks after them.
struct Timers {
    queue: Mutex<BinaryHeap<Reverse<Due>>>,
    changed: Condvar,
}

struct Due {
    end: Duration,
    timer: Arc<Timer>,
}

impl Timers {
    fn get() -> &'static Self {
        static TIMERS: Timers = Timers {
            queue: Mutex::new(BinaryHeap::new()),
            changed: Condvar::new(),
        };
        static THREAD: OnceLock<bool> = OnceLock::new();
        THREAD.get_or_init(|| {
            std::thread::Builder::new()
                .name("timers".to_owned())
                .spawn(|| TIMERS.run())
                .is_ok()
        });
        &TIMERS
    }

    fn add(&self, end: Duration, timer: Arc<Timer>) {
        let mut queue = lock(&self.queue);
        let is_first = queue.peek().is_none_or(|Reverse(due)| end < due.end);
        queue.push(Reverse(Due { end, timer }));
        if is_first {
            self.changed.notify_one();
        }
    }

    fn run(&self) {
        let mut queue = lock(&self.queue);
        loop {
            let now = epoch().elapsed();
            while queue
                .peek()
                .is_some_and(|Reverse(due)| due.end <= now || lock(&due.timer.waker).is_none())
            {
                let waker = queue
                    .pop()
                    .and_then(|Reverse(due)| lock(&due.timer.waker).take());
                if let Some(waker) = waker {
                    waker.wake();
                }
            }
            queue = match queue.peek() {
                Some(Reverse(due)) => {
                    let left = due.end.saturating_sub(now);
                    self.changed
                        .wait_timeout(queue, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
                None => self
                    .changed
                    .wait(queue)
                    .unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

/// A lock that a panic elsewhere does not spoil: what it holds is right between any two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.end == other.end
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.end.cmp(&other.end)
    }
}

/// A source of numbers from 0 up to, but not including, 1.
pub(crate) type Random = Arc<dyn Fn() -> f64 + Send + Sync>;

/// Chance that is good enough for spreading retries: the standard library seeds its hashers with it.
pub(crate) fn random() -> f64 {
    let bits = RandomState::new().hash_one(0u8) >> 11;
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let number = bits as f64;
    number / (1u64 << 53) as f64
}

/// Runs a future for a limited time; `None` if it took longer.
pub(crate) struct Timeout<'a, F> {
    pub(crate) clock: &'a dyn Clock,
    pub(crate) limit: Option<Duration>,
    pub(crate) future: Pin<&'a mut F>,
    /// Started when the future has to wait for the first time.
    pub(crate) sleep: Option<BoxFuture<'static, ()>>,
}

impl<F: Future> Future for Timeout<'_, F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if let Poll::Ready(value) = this.future.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        let Some(limit) = this.limit else {
            return Poll::Pending;
        };
        let sleep = this.sleep.get_or_insert_with(|| this.clock.sleep(limit));
        sleep.as_mut().poll(context).map(|()| None)
    }
}
