//! Erlang's formulas B and C, stable from idle to overloaded and for many thousands of agents.

/// Probability that all of `agents` are busy when nobody waits (M/M/n/n), at a load of `load`
/// erlangs: Erlang B. 0 when there is no load.
#[must_use]
pub fn erlang_b(agents: u32, load: f64) -> f64 {
    1.0 / idle_over_full(agents, load)
}

/// Probability of waiting when nobody abandons (M/M/n): Erlang C; 1 when the load is at least
/// the number of agents.
#[must_use]
pub fn erlang_c(agents: u32, load: f64) -> f64 {
    let spare = f64::from(agents) - load;
    if spare <= 0.0 {
        return 1.0;
    }
    f64::from(agents) / (spare * idle_over_full(agents, load) + load)
}

/// 1 - Erlang C, without loss of digits near 0.
pub(super) fn no_wait(agents: u32, load: f64) -> f64 {
    let spare = f64::from(agents) - load;
    if spare <= 0.0 {
        return 0.0;
    }
    let idle = idle_over_full(agents - 1, load) * f64::from(agents) / load;
    if idle.is_infinite() { 1.0 } else { spare * idle / (spare * (idle + 1.0) + load) }
}

/// Sum of the probabilities of 0 to `agents` busy ones over that of all being busy: 1 / Erlang B
/// (Jagerman, "Some properties of the Erlang loss function", 1974). Infinite beyond 10^300.
pub(super) fn idle_over_full(agents: u32, load: f64) -> f64 {
    const HUGE: f64 = 1e300;
    let n = f64::from(agents);
    let (mut term, mut sum, mut idle) = (1.0, 1.0, 0.0);
    while idle < n {
        // From all but `idle` busy to one less.
        term = times(term, n - idle, load);
        sum += term;
        idle += 1.0;
        if sum > HUGE {
            return f64::INFINITY;
        }
        let ratio = (n - idle) / load;
        // Never where the terms still rise.
        if term * ratio <= 1e-17 * (1.0 - ratio) * sum {
            break;
        }
    }
    sum
}

/// `term` x `numerator` / `denominator`. Near a ratio of 1 the difference is added, so that a long
/// chain of such steps does not repeat one rounding error of the ratio.
pub(super) fn times(term: f64, numerator: f64, denominator: f64) -> f64 {
    let change = (numerator - denominator) / denominator;
    if libm::fabs(change) < 0.5 { term + term * change } else { term * (numerator / denominator) }
}
