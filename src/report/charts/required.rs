//! Agents that each interval would need by itself: Erlang C for the load that its calls bring.

use crate::experiment::{IntervalResults, QueueResults, Results};
use crate::report::numbers::{length, short};
use crate::theory::{Demand, least_agents};

/// Longer intervals have no load that holds throughout.
const LONGEST: f64 = 3_600.0;

/// Agents required, interval by interval; none where the intervals are too long or no queue has a
/// target. An interval without calls needs nobody.
pub(super) fn required(results: &Results, windows: &[IntervalResults]) -> Option<Vec<(f64, f64)>> {
    let queue = strictest(results)?;
    let seconds = results.manifest.interval_seconds;
    if seconds > LONGEST {
        return None;
    }
    let agents = |window: &IntervalResults| {
        let calls = window.metrics.mean("offered").unwrap_or(0.0);
        let load = window.metrics.mean("load_erlangs").unwrap_or(0.0);
        if calls <= 0.0 || load <= 0.0 {
            return Some(0.0);
        }
        let demand = Demand::patient(load, load * seconds / calls);
        let reached = least_agents(&demand, None, |state| {
            state.answered_within(queue.within_seconds) >= queue.target
        });
        reached.ok().map(|state| f64::from(state.agents))
    };
    let points = windows
        .iter()
        .enumerate()
        .map(|(at, window)| (at as f64 + 0.5, agents(window).unwrap_or(f64::NAN)));
    Some(points.collect())
}

/// What they are required for, in words.
pub(super) fn words(results: &Results) -> Option<String> {
    let queue = strictest(results)?;
    let target = short(100.0 * queue.target);
    Some(format!(
        "Required: the least agents with which Erlang C (nobody hangs up, every agent takes every \
         call) has {target} % answered within {}.",
        length(queue.within_seconds)
    ))
}

/// The queue with the highest target, of those the shortest threshold.
fn strictest(results: &Results) -> Option<&QueueResults> {
    let queues = results.variants.last()?.queues.iter();
    queues.max_by(|a, b| {
        a.target.total_cmp(&b.target).then(b.within_seconds.total_cmp(&a.within_seconds))
    })
}
