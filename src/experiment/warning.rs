//! What the reader should know before believing a number.

use crate::ids::QueueId;
use crate::measure::{Metric, Scope, When, Window};
use crate::model::{Arrivals, Center};
use crate::scenario::Study;
use crate::time::SimTime;

use super::estimating::Sample;
use super::results::{Comparison, Metrics};

mod steady;
mod trust;
mod unheard;

/// What there is to be seen of one variant.
pub(super) struct Seen<'s> {
    /// Whole replications.
    pub(super) whole: Sample<'s>,
    /// What the whole period is estimated by: replications or batches.
    pub(super) units: Sample<'s>,
    /// Work items in the center over time; empty where it cannot come to a steady state.
    pub(super) course: &'s [u64],
    /// Half width over the one that a precision wants; not a number without an interval, none
    /// without a precision for this variant.
    pub(super) width: Option<f64>,
    /// Why a control variate is asked for and not used.
    pub(super) no_control: Option<&'static str>,
}

/// The metrics whose intervals are looked into: those that a reader looks at first.
const KEY_METRICS: [&str; 8] = [
    "handled_rate",
    "lost_rate",
    "abandonment_rate",
    "service_level",
    "asa",
    "wait_p90",
    "callback_connect_mean",
    "occupancy",
];

/// The warnings that a variant's results deserve; `comparison` is with the variant that it is
/// compared with.
pub(super) fn warnings(
    study: &Study,
    center: &Center,
    metrics: &Metrics,
    seen: &Seen<'_>,
    comparison: Option<&Comparison>,
) -> Vec<String> {
    let mut warnings = happenings(center, metrics, &seen.whole);
    warnings.extend(unheard::warnings(center, &seen.whole));
    warnings.extend(steady::warnings(study, center, seen));
    warnings.extend(trust::warnings(study, metrics, seen, comparison));
    warnings
}

/// The key metrics of which something is to be said, with what is said of each.
fn names<T>(
    seen: &Seen<'_>,
    measure: impl Fn(&[f64]) -> Option<T>,
    mut shown: impl FnMut(T) -> String,
) -> Vec<String> {
    let units = &seen.units;
    let figures = units.figures(Scope::Center, When::Period);
    let pooled = units.pooled(Scope::Center, When::Period);
    let metrics = KEY_METRICS.iter().filter_map(|id| Metric::find(id));
    metrics
        .filter(|metric| units.has(metric, Window::Center))
        .filter_map(|metric| {
            let sampled = units.sampled(metric, &figures, &pooled, When::Period)?;
            let values: Vec<f64> = sampled.present().collect();
            Some(format!("{}{}", metric.label.to_lowercase(), shown(measure(&values)?)))
        })
        .collect()
}

/// What happened that a reader should know of.
fn happenings(center: &Center, metrics: &Metrics, sample: &Sample<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    let mean = |id: &str| metrics.mean(id).unwrap_or(0.0);
    if center.call_types.iter().any(|call_type| plays_one_record(&call_type.arrivals)) {
        warnings.push(
            "The recorded calls arrive alike in every replication: the bands show chance in \
             service and patience, and know nothing of other days."
                .into(),
        );
    }
    for (id, name) in [("unfinished", "calls"), ("callbacks_unfinished", "callbacks")] {
        if mean(id) > 0.0 {
            warnings.push(format!(
                "{:.1} {name} a replication were unfinished when the clock stopped; they count \
                 neither as reached nor as lost.",
                mean(id)
            ));
        }
    }
    if mean("overflow_loops") > 0.0 {
        warnings.push(format!(
            "Overflow would have moved {:.1} calls a replication more than {} times: do queues \
             point at each other? These calls stayed where they were.",
            mean("overflow_loops"),
            center.routing.overflow_hops
        ));
    }
    warnings.extend((0..center.queues.len()).filter_map(|queue| cold_start(center, sample, queue)));
    warnings
}

/// Where something depends on a queue's wait estimate: how often and for how long there was none.
fn cold_start(center: &Center, sample: &Sample<'_>, queue: usize) -> Option<String> {
    if !center.reads_estimate(QueueId(queue as u32)) {
        return None;
    }
    let figures = sample.figures(Scope::Queue(queue), When::Period);
    let callers: u64 = figures.iter().map(|figures| figures.calls.unquoted).sum();
    let ends: Vec<f64> =
        figures.iter().filter_map(|f| f.extremes.last_unquoted).map(SimTime::seconds).collect();
    if callers == 0 || ends.is_empty() {
        return None;
    }
    let (runs, count) = (figures.len() as f64, ends.len() as f64);
    Some(format!(
        "Queue {:?}: in {} of {} replications there was no wait estimate at first. {} callers a \
         replication queued without one, the last of them {:.0} minutes after the start (mean of \
         those replications); what depends on the estimated wait did not happen for them.",
        center.queues[queue].name,
        ends.len(),
        figures.len(),
        few(callers as f64 / runs),
        ends.iter().sum::<f64>() / count / 60.0
    ))
}

/// A mean that is not nothing, to a tenth.
fn few(mean: f64) -> String {
    if mean < 0.05 { "fewer than 0.1".into() } else { format!("{mean:.1}") }
}

/// Whether the same rows arrive in every replication.
fn plays_one_record(arrivals: &Arrivals) -> bool {
    matches!(arrivals, Arrivals::Recorded(recorded) if !recorded.bootstrap)
}
