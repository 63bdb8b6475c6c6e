//! A clock that tests turn.

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
    wakers: Vec<Waker>,
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
        let wakers = {
            let mut state = self.state.lock().unwrap();
            state.now += duration;
            std::mem::take(&mut state.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Lets time pass as soon as somebody sleeps.
    pub fn advance_soon(&self, duration: Duration) {
        let clock = self.clone();
        std::thread::spawn(move || {
            while clock.state.lock().unwrap().wakers.is_empty() {
                std::thread::yield_now();
            }
            clock.advance(duration);
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
        let state = Arc::clone(&self.state);
        let is_eager = self.is_eager;
        let mut end = None;
        Box::pin(poll_fn(move |context| {
            let mut state = state.lock().unwrap();
            if end.is_none() {
                end = Some(state.now + duration);
                state.slept.push(duration);
                if is_eager {
                    state.now += duration;
                }
            }
            if end.is_some_and(|end| state.now >= end) {
                return Poll::Ready(());
            }
            state.wakers.push(context.waker().clone());
            Poll::Pending
        }))
    }
}
