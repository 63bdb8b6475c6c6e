//! Retries: which failures are worth another attempt, when, and how often.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, Method, StatusCode};

use crate::operation::table::{OperationFact, OperationTable};

/// When and how often calls are repeated.
///
/// Only operations that may be repeated are: those whose method is idempotent (GET, HEAD, PUT, DELETE,
/// OPTIONS, TRACE) and those that configuration declares to be. Any other is repeated only if the
/// request certainly was not processed, because there was no connection, or if the server asks for it
/// in `x-should-retry`. A call whose body is a stream is never repeated.
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    pub(crate) max_retries: u32,
    pub(crate) first_delay: Duration,
    pub(crate) max_delay: Duration,
    pub(crate) jitter: f64,
    pub(crate) max_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 2,
            first_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            jitter: 0.25,
            max_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// The defaults: 2 retries after 0.5 s and 1 s, each up to 25 % shorter by chance.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how often a call may be repeated.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the delay before the first repetition; each further one waits twice as long.
    #[must_use]
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// Sets the longest delay that doubling leads to.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the largest part, from 0 to 1, by which chance makes a delay shorter.
    #[must_use]
    pub fn jitter(mut self, part: f64) -> Self {
        self.jitter = part.clamp(0.0, 1.0);
        self
    }

    /// Sets the longest delay that a server can ask for. If it asks for more, the usual delay applies.
    #[must_use]
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// The delay before the repetition with this number, counted from 0. `chance` is from 0 to 1.
    pub(crate) fn delay(&self, retry: u32, chance: f64) -> Duration {
        let doubled = 2u32
            .checked_pow(retry)
            .and_then(|factor| self.first_delay.checked_mul(factor));
        let delay = doubled.unwrap_or(self.max_delay).min(self.max_delay);
        let part = 1.0 - self.jitter * chance;
        // A part that is not a number would be a panic.
        delay.mul_f64(if part.is_nan() {
            1.0
        } else {
            part.clamp(0.0, 1.0)
        })
    }

    /// The delay that an answer asks for, if it is within the limit.
    pub(crate) fn delay_asked_for(&self, headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
        delay_asked_for(headers, now).filter(|delay| *delay <= self.max_retry_after)
    }
}

/// The delay that an answer asks for, however long it is.
pub(crate) fn delay_asked_for(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let seconds = |number: f64| Duration::try_from_secs_f64(number).ok();
    let milliseconds = text("retry-after-ms")
        .and_then(decimal)
        .and_then(|number| seconds(number / 1000.0));
    milliseconds.or_else(|| {
        let text = text("retry-after")?;
        match decimal(text) {
            Some(number) => seconds(number),
            None => httpdate::parse_http_date(text)
                .ok()?
                .duration_since(now)
                .ok(),
        }
    })
}

/// A decimal number without a sign or an exponent.
fn decimal(text: &str) -> Option<f64> {
    let is_decimal = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_decimal { text.parse().ok() } else { None }
}

/// How an attempt failed, as far as repeating it is concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Failed<'a> {
    /// The server has certainly not seen the request.
    NotSent,
    /// The server may have processed the request.
    NoAnswer,
    /// The server answered with an error.
    Answer(StatusCode, &'a HeaderMap),
}

/// Whether an attempt that failed like this is worth another.
pub(crate) fn is_worth_another(
    table: &OperationTable,
    method: &Method,
    failed: Failed<'_>,
) -> bool {
    match failed {
        Failed::NotSent => true,
        Failed::NoAnswer => is_idempotent(table, method),
        Failed::Answer(status, headers) => {
            match headers.get("x-should-retry").map(|value| value.as_bytes()) {
                Some(b"true") => true,
                Some(b"false") => false,
                _ => is_temporary(status) && is_idempotent(table, method),
            }
        }
    }
}

fn is_temporary(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::REQUEST_TIMEOUT | StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS
    ) || status.is_server_error()
}

fn is_idempotent(table: &OperationTable, method: &Method) -> bool {
    method.is_idempotent()
        || table
            .facts
            .iter()
            .any(|fact| matches!(fact, OperationFact::Idempotent))
}

/// What all calls of a client may spend on repetitions, so that a server in trouble is not flooded:
/// each costs five, each success earns one.
#[derive(Debug)]
pub(crate) struct Budget {
    left: AtomicU32,
    most: u32,
}

/// What a repetition costs.
const COST: u32 = 5;

impl Budget {
    /// A budget for `retries` repetitions without any success.
    pub(crate) fn new(retries: u32) -> Self {
        let most = retries.saturating_mul(COST);
        Self {
            left: AtomicU32::new(most),
            most,
        }
    }

    /// Pays for one repetition, or says that there is not enough left.
    pub(crate) fn pay(&self) -> bool {
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(COST)
            })
            .is_ok()
    }

    /// Notes a success.
    pub(crate) fn earn(&self) {
        let more = |left: u32| (left < self.most).then_some(left + 1);
        // Fails if the budget is full, which is as good.
        let _full = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}
