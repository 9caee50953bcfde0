//! Erlang's formulas, stable from idle to overloaded and for many thousands of agents.

/// Probability that all of `agents` are busy when nobody waits (M/M/n/n), at a load of `load`
/// erlangs: Erlang B, by its recursion over agents (Jagerman 1974). `load` must be at least 0.
#[must_use]
pub fn erlang_b(agents: u32, load: f64) -> f64 {
    (1..=agents).fold(1.0, |blocked, agents| {
        let offered = load * blocked;
        offered / (f64::from(agents) + offered)
    })
}

/// Probability of waiting when nobody abandons (M/M/n): Erlang C; 1 when the load is at least
/// the number of agents.
#[must_use]
pub fn erlang_c(agents: u32, load: f64) -> f64 {
    let n = f64::from(agents);
    if load >= n {
        return 1.0;
    }
    let blocked = erlang_b(agents, load);
    n * blocked / (n - load * (1.0 - blocked))
}

/// The queue M/M/n+M in steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    /// Share of calls that find no free agent.
    pub probability_of_wait: f64,
    /// Share of calls abandoned.
    pub abandonment: f64,
    /// Mean wait of all calls, in the unit of the rates.
    pub mean_wait: f64,
    /// Mean number waiting.
    pub queue_length: f64,
    /// Busy agents / agents.
    pub occupancy: f64,
}

/// Erlang A: calls at `arrival_rate`, served at `service_rate` by each of `agents`, each waiting
/// call abandoning at `abandonment_rate` (all per unit of time, all above 0), from the balance
/// equations of the birth-death chain (Palm 1957; Garnett, Mandelbaum and Reiman 2002).
///
/// # Panics
/// When a rate is not above 0 or there are no agents.
#[must_use]
pub fn erlang_a(
    arrival_rate: f64,
    service_rate: f64,
    abandonment_rate: f64,
    agents: u32,
) -> ErlangA {
    assert!(
        arrival_rate > 0.0 && service_rate > 0.0 && abandonment_rate > 0.0 && agents > 0,
        "rates must be above 0 and there must be an agent"
    );
    let n = f64::from(agents);
    let load = arrival_rate / service_rate;
    // Probabilities relative to that of exactly n calls in the center.
    let mut full = 1.0;
    let mut below = 1.0 / erlang_b(agents, load).max(f64::MIN_POSITIVE);
    let (mut above, mut waiting) = (0.0, 0.0);
    let mut weight = 1.0;
    let mut queue = 0.0;
    loop {
        let leaving = |queue: f64| n * service_rate + queue * abandonment_rate;
        queue += 1.0;
        weight *= arrival_rate / leaving(queue);
        above += weight;
        waiting += queue * weight;
        if waiting > 1e200 {
            // Far into overload the terms grow for long: all are made smaller alike.
            for term in [&mut full, &mut below, &mut above, &mut waiting, &mut weight] {
                *term *= 1e-200;
            }
        }
        // Past the mode the terms fall faster than a geometric series.
        let ratio = arrival_rate / leaving(queue + 1.0);
        if ratio < 1.0 && (queue + 1.0) * weight * ratio <= 1e-17 * (1.0 - ratio) * waiting {
            break;
        }
    }
    let total = below + above;
    let queue_length = waiting / total;
    let abandonment = abandonment_rate * queue_length / arrival_rate;
    ErlangA {
        probability_of_wait: (full + above) / total,
        abandonment,
        mean_wait: queue_length / arrival_rate,
        queue_length,
        occupancy: load * (1.0 - abandonment) / n,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, exact: f64) -> bool {
        (found / exact - 1.0).abs() < 1e-12
    }

    #[test]
    fn the_formulas_agree_with_50_digit_values() {
        // From the balance equations in 50-digit arithmetic, printed to 13 digits.
        assert!(close(erlang_b(20, 15.0), 0.045_593_215_589_78));
        assert!(close(erlang_c(14, 10.5), 0.232_593_505_348_6));
        let small = erlang_a(2.2, 0.5, 1.0 / 6.0, 5);
        assert!(close(small.probability_of_wait, 0.537_250_491_810_8));
        assert!(close(small.abandonment, 0.087_711_651_004_9));
        assert!(close(small.mean_wait, 0.526_269_906_029_4));
        assert!(close(small.queue_length, 1.157_793_793_265));
        assert!(close(small.occupancy, 0.802_813_747_115_7));
        let large = erlang_a(45.0, 0.2, 0.4, 230);
        assert!(close(large.probability_of_wait, 0.316_966_535_333_7));
        assert!(close(large.abandonment, 0.020_901_511_849_02));
    }

    #[test]
    fn extreme_loads_stay_within_their_bounds() {
        for agents in [1, 100, 100_000] {
            for share in [0.001, 0.5, 0.999, 1.0, 1.5, 10.0] {
                let load = f64::from(agents) * share;
                let found = erlang_a(load, 1.0, 0.5, agents);
                assert!((0.0..=1.0).contains(&found.probability_of_wait), "{agents} {share}");
                assert!((0.0..=1.0).contains(&found.abandonment), "{agents} {share}");
                assert!((0.0..=1.0 + 1e-12).contains(&found.occupancy), "{agents} {share}");
                assert!((0.0..=1.0).contains(&erlang_c(agents, load)));
            }
        }
    }
}
