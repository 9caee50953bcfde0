//! The wait that a newcomer is told: what rules read, and what is compared with the wait that came.

use crate::ids::QueueId;
use crate::observe::{Observer, Promise};
use crate::policy::Policy;
use crate::time::Span;

use super::estimating::Estimator;
use super::run::Run;

/// The wait estimate of a queue in ticks for a call that would join it now.
#[inline(always)]
pub(super) fn estimate<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    id: QueueId,
) -> Option<f64> {
    let state = &mut run.queues[id.index()];
    match &mut state.estimator {
        Estimator::QueueLength => {
            state.read_count(run.now);
        }
        estimator => estimator.bring_up_to_date(run.now),
    }
    seen(run, id)
}

/// By when a call that joins a queue now would be served, as rules would see it. Only looks: a
/// center in which waits are compared with estimates runs as it would without.
/// When a call comes, or at a timer.
pub(super) fn promise<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    id: QueueId,
    at_timer: bool,
) -> Promise {
    run.queues[id.index()].is_looked_at_only(run.now, at_timer);
    told(run, id)
}

/// The same where a rule has just brought up to date what it reads.
#[inline]
pub(super) fn told<P: Policy, O: Observer>(run: &Run<'_, P, O>, id: QueueId) -> Promise {
    match seen(run, id) {
        None => Promise::Unknown,
        Some(ticks) if ticks.is_finite() => Promise::By(run.now + Span::from_ticks(ticks)),
        Some(_) => Promise::By(crate::time::SimTime::NEVER),
    }
}

/// The estimate without bringing anything up to date.
#[inline(always)]
fn seen<P: Policy, O: Observer>(run: &Run<'_, P, O>, id: QueueId) -> Option<f64> {
    let state = &run.queues[id.index()];
    match &state.estimator {
        Estimator::MovingAverage(average) => average.seen(run.now),
        Estimator::Mean(mean) => mean.seen(run.now),
        Estimator::LastAnswered(wait) => wait.map(Span::ticks),
        Estimator::HeadOfLine => Some(head_of_line(run, id).ticks()),
        Estimator::QueueLength => {
            let ahead = f64::from(state.count.seen(run.now)) + 1.0;
            let on_duty: u32 =
                state.groups.iter().map(|group| run.groups[group.index()].on_duty).sum();
            Some(ahead * run.center.queues[id.index()].mean_handle_time / f64::from(on_duty))
        }
    }
}

/// How long the first item that no agent has accepted yet has waited in this queue.
fn head_of_line<P: Policy, O: Observer>(run: &Run<'_, P, O>, id: QueueId) -> Span {
    run.items(id)
        .map(|slot| run.calls.get(slot))
        .find(|call| !call.accepted_before)
        .map_or(Span::ZERO, |call| run.now.since(call.facts.entered))
}
