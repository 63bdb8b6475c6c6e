//! How much longer one thing takes than another, on a machine that has other things to do.

use std::time::{Duration, Instant};

/// Prints the median of the ratios of pairs of measurements, each pair taken at about the same time.
pub(crate) fn print<T, U>(what: &str, mut ours: impl FnMut() -> T, mut theirs: impl FnMut() -> U) {
    const PAIRS: usize = 401;
    let mut first = || time(1, &mut ours).max(Duration::from_nanos(1));
    let once = first().min(first());
    // Long enough to be measured, short enough for nothing to change meanwhile.
    let batch = (Duration::from_millis(2).as_nanos() / once.as_nanos()).clamp(1, 10_000);
    let batch = u32::try_from(batch).unwrap_or(1);
    let mut ratios: Vec<f64> = (0..PAIRS)
        .map(|_| time(batch, &mut ours).as_secs_f64() / time(batch, &mut theirs).as_secs_f64())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let at = |part: usize| ratios.get(PAIRS * part / 100).copied().unwrap_or_default();
    println!(
        "{what}: ratio {:.2} (the middle half of {PAIRS} pairs of {batch}: {:.2} to {:.2})",
        at(50),
        at(25),
        at(75)
    );
}

fn time<T>(times: u32, run: &mut impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        std::hint::black_box(run());
    }
    start.elapsed()
}
