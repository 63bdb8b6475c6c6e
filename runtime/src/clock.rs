//! Time and chance, which tests replace.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use crate::boxed::BoxFuture;

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
    timer: Option<Timer>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if epoch().elapsed() >= self.end {
            return Poll::Ready(());
        }
        let end = self.end;
        let timer = self.timer.get_or_insert_with(|| Timer::new(end));
        timer.wake(context.waker().clone());
        // The end may have come while the waker was put in its place.
        if epoch().elapsed() >= end {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

/// When to wake somebody. It is forgotten when it is dropped.
struct Timer(Due);

/// The end of a sleep, and a number that tells it from others with the same end.
type Due = (Duration, u64);

impl Timer {
    fn new(end: Duration) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self((end, NEXT.fetch_add(1, Ordering::Relaxed)))
    }

    /// Whom to wake, in place of whoever it was before.
    fn wake(&self, waker: Waker) {
        let mut queue = TIMERS.queue();
        let is_first = queue
            .wakers
            .keys()
            .next()
            .is_none_or(|first| self.0 < *first);
        let before = queue.wakers.insert(self.0, waker);
        if is_first {
            TIMERS.changed.notify_one();
        }
        queue.start();
        drop(queue);
        // What a waker does when it is dropped is not known: it may drop another timer.
        drop(before);
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let waker = TIMERS.queue().wakers.remove(&self.0);
        drop(waker);
    }
}

/// The timers of this process, and the thread that looks after them.
struct Timers {
    queue: Mutex<Queue>,
    changed: Condvar,
}

/// Whom to wake, and when.
struct Queue {
    wakers: BTreeMap<Due, Waker>,
    has_thread: bool,
}

static TIMERS: Timers = Timers {
    queue: Mutex::new(Queue {
        wakers: BTreeMap::new(),
        has_thread: false,
    }),
    changed: Condvar::new(),
};

impl Queue {
    /// Starts the thread, unless it runs. If the system has none left, the next timer tries again.
    fn start(&mut self) {
        if !self.has_thread {
            let thread = std::thread::Builder::new().name("timers".to_owned());
            self.has_thread = thread.spawn(|| TIMERS.run()).is_ok();
        }
    }

    /// Takes out those whose time has come.
    fn due(&mut self, now: Duration) -> Vec<Waker> {
        let later = self.wakers.split_off(&(now, u64::MAX));
        let due = std::mem::replace(&mut self.wakers, later);
        due.into_values().collect()
    }
}

impl Timers {
    /// The queue. A panic elsewhere does not spoil it: it is right between any two statements.
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        let mut queue = self.queue();
        loop {
            let due = queue.due(epoch().elapsed());
            if !due.is_empty() {
                // Without the lock: whoever is woken may set a timer at once.
                drop(queue);
                due.into_iter().for_each(Waker::wake);
                queue = self.queue();
                continue;
            }
            let first = queue.wakers.keys().next().map(|(end, _)| *end);
            queue = match first {
                Some(end) => {
                    let left = end.saturating_sub(epoch().elapsed());
                    let waited = self.changed.wait_timeout(queue, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => {
                    let waited = self.changed.wait(queue);
                    waited.unwrap_or_else(PoisonError::into_inner)
                }
            };
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Timers that are over in an hour or more: no other test has any.
    fn far() -> usize {
        let end = epoch().elapsed() + Duration::from_secs(3600);
        TIMERS.queue().wakers.range((end, 0)..).count()
    }

    #[test]
    fn a_sleep_that_is_dropped_leaves_nothing_behind() {
        let mut context = Context::from_waker(Waker::noop());
        let sleeps: Vec<_> = (0..1000)
            .map(|_| SystemClock::new().sleep(Duration::from_secs(7200)))
            .collect();
        let polled = sleeps.into_iter().map(|mut sleep| {
            assert!(sleep.as_mut().poll(&mut context).is_pending());
            assert!(sleep.as_mut().poll(&mut context).is_pending());
            sleep
        });
        let polled: Vec<_> = polled.collect();
        assert_eq!(far(), 1000);
        drop(polled);
        assert_eq!(far(), 0);
    }
}
