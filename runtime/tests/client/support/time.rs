//! A clock that tests turn.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime};

use runtime::clock::Clock;
use runtime::transport::BoxFuture;

/// A clock that stands still, but for what a test or a sleep adds.
#[derive(Clone, Debug)]
pub struct TestClock {
    state: Arc<Mutex<State>>,
    is_eager: bool,
}

#[derive(Debug, Default)]
struct State {
    now: Duration,
    slept: Vec<Duration>,
    /// When those who sleep will wake, by which sleep it is.
    sleepers: BTreeMap<usize, (Duration, Waker)>,
}

impl TestClock {
    /// A clock on which every sleep is over at once, as if its time had passed.
    pub fn eager() -> Self {
        Self {
            state: Arc::default(),
            is_eager: true,
        }
    }

    /// A clock that only [`advance`](Self::advance) moves.
    pub fn manual() -> Self {
        Self {
            state: Arc::default(),
            is_eager: false,
        }
    }

    /// Lets time pass.
    pub fn advance(&self, duration: Duration) {
        self.state.lock().unwrap().advance(duration);
    }

    /// Lets time pass as soon as somebody sleeps who wakes of it.
    pub fn advance_soon(&self, duration: Duration) {
        let state = Arc::downgrade(&self.state);
        std::thread::spawn(move || {
            // A test that is over leaves nobody to wait for.
            while let Some(state) = state.upgrade() {
                let mut state = state.lock().unwrap();
                let then = state.now + duration;
                if state.sleepers.values().any(|(end, _)| *end <= then) {
                    state.advance(duration);
                    return;
                }
                drop(state);
                std::thread::sleep(Duration::from_micros(100));
            }
        });
    }

    /// How long was slept, in milliseconds, in the order in which sleeps began.
    pub fn slept(&self) -> Vec<u128> {
        self.state
            .lock()
            .unwrap()
            .slept
            .iter()
            .map(Duration::as_millis)
            .collect()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Duration {
        self.state.lock().unwrap().now
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777) + self.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut sleep = Sleep {
            state: Arc::clone(&self.state),
            began: None,
        };
        let is_eager = self.is_eager;
        Box::pin(poll_fn(move |context| {
            sleep.poll(duration, is_eager, context.waker())
        }))
    }
}

impl State {
    fn advance(&mut self, duration: Duration) {
        self.now += duration;
        for (_, waker) in self.sleepers.values() {
            waker.wake_by_ref();
        }
    }
}

/// Somebody who sleeps until it is over or nobody waits for it any more.
struct Sleep {
    state: Arc<Mutex<State>>,
    /// Which sleep it is, and its end, once it has begun.
    began: Option<(usize, Duration)>,
}

impl Sleep {
    fn poll(&mut self, duration: Duration, is_eager: bool, waker: &Waker) -> Poll<()> {
        let mut state = self.state.lock().unwrap();
        let (number, end) = *self.began.get_or_insert_with(|| {
            state.slept.push(duration);
            let end = state.now + duration;
            if is_eager {
                state.now = end;
            }
            (state.slept.len(), end)
        });
        if state.now >= end {
            state.sleepers.remove(&number);
            return Poll::Ready(());
        }
        state.sleepers.insert(number, (end, waker.clone()));
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some((number, _)) = self.began {
            self.state.lock().unwrap().sleepers.remove(&number);
        }
    }
}
