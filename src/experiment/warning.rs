//! What the reader should know before believing a number.

use crate::ids::QueueId;
use crate::measure::{Scope, When};
use crate::model::{Arrivals, Center};
use crate::scenario::Study;

use super::estimating::Sample;
use super::results::Metrics;

/// Below this many events in a replication a Student-t interval of their rate is too narrow: at
/// 0.6 abandonments a replication and 10 replications, 95 % intervals were measured to cover 81 %.
const FEW_EVENTS: f64 = 5.0;

/// The warnings that a variant's results deserve.
pub(super) fn warnings(
    study: &Study,
    center: &Center,
    metrics: &Metrics,
    sample: &Sample<'_>,
) -> Vec<String> {
    let mut warnings = Vec::new();
    let mean = |id: &str| metrics.mean(id).unwrap_or(0.0);
    if study.run.replications == 1 {
        warnings.push(
            "One replication has no confidence intervals: set replications to 10 or more.".into(),
        );
    } else if study.run.replications < 10 {
        warnings.push(format!(
            "{} replications are few: intervals are wide and rest on little; 10 or more are \
             usual.",
            study.run.replications
        ));
    }
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
    let abandoned = mean("abandoned");
    if study.run.replications > 1 && abandoned > 0.0 && abandoned < FEW_EVENTS {
        warnings.push(format!(
            "Only {abandoned:.1} calls are abandoned in a replication: its intervals may be too \
             narrow. Simulate a longer period, or many more replications."
        ));
    }
    warnings
}

/// Where something depends on a queue's wait estimate: how often and for how long there was none.
fn cold_start(center: &Center, sample: &Sample<'_>, queue: usize) -> Option<String> {
    if !center.reads_estimate(QueueId(queue as u32)) {
        return None;
    }
    let figures = sample.figures(Scope::Queue(queue), When::Period);
    let callers: u64 = figures.iter().map(|figures| figures.calls.unquoted).sum();
    let ends: Vec<f64> = figures.iter().filter_map(|f| f.extremes.last_unquoted).collect();
    if callers == 0 || ends.is_empty() {
        return None;
    }
    let (runs, count) = (figures.len() as f64, ends.len() as f64);
    Some(format!(
        "Queue {:?}: in {} of {} replications there was no wait estimate at first. {:.1} callers a \
         replication queued without one, the last of them {:.0} minutes after the start (mean of \
         those replications); what depends on the estimated wait did not happen for them.",
        center.queues[queue].name,
        ends.len(),
        figures.len(),
        callers as f64 / runs,
        ends.iter().sum::<f64>() / count / 60.0
    ))
}

/// Whether the same rows arrive in every replication.
fn plays_one_record(arrivals: &Arrivals) -> bool {
    matches!(arrivals, Arrivals::Recorded(recorded) if !recorded.bootstrap)
}
