//! The clock of benches that others disturb: CPU time.

use std::sync::LazyLock;
use std::time::Instant;

/// The CPU time of this thread, by the scheduler's own account; else the wall clock.
pub(crate) fn cpu_nanoseconds() -> f64 {
    #[expect(clippy::disallowed_methods, reason = "a bench is about time")]
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = statistics.and_then(|text| text.split(' ').next()?.parse().ok());
    spent.unwrap_or_else(|| START.elapsed().as_secs_f64() * 1e9)
}
