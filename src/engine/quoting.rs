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
            let handle_time = run.center.queues[id.index()].mean_handle_time;
            Some(by_length(state.count.seen(run.now), handle_time, on_duty(run, id)))
        }
    }
}

/// The estimate by queue length in ticks behind so many who wait.
#[inline(always)]
fn by_length(waiting: u32, handle_time: f64, on_duty: u32) -> f64 {
    (f64::from(waiting) + 1.0) * handle_time / f64::from(on_duty)
}

/// Agents on duty who serve a queue.
#[inline(always)]
fn on_duty<P: Policy, O: Observer>(run: &Run<'_, P, O>, id: QueueId) -> u32 {
    match run.queues[id.index()].groups.as_slice() {
        // Mostly it is one: no loop.
        [only] => run.groups[only.index()].on_duty,
        groups => groups.iter().map(|group| run.groups[group.index()].on_duty).sum(),
    }
}

/// How many must wait for the estimate by queue length to be above a limit, while so many agents are on
/// duty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Enough {
    limit: Span,
    on_duty: u32,
    least: u32,
}

/// So many must wait at least for the estimate to be above a limit; none where it does not go by length.
#[inline(always)]
pub(super) fn least_above<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    id: QueueId,
    limit: Span,
) -> Option<u32> {
    if !matches!(run.queues[id.index()].estimator, Estimator::QueueLength) {
        return None;
    }
    let on_duty = on_duty(run, id);
    let enough = &mut run.queues[id.index()].enough;
    if !enough.is_some_and(|known| (known.limit, known.on_duty) == (limit, on_duty)) {
        let handle_time = run.center.queues[id.index()].mean_handle_time;
        let least = least(limit, handle_time, on_duty)?;
        *enough = Some(Enough { limit, on_duty, least });
        return Some(least);
    }
    enough.map(|enough| enough.least)
}

/// The least number by the estimate itself, so that no rounding comes between.
#[cold]
fn least(limit: Span, handle_time: f64, on_duty: u32) -> Option<u32> {
    if on_duty == 0 || handle_time <= 0.0 {
        return None;
    }
    let is_above = |waiting| by_length(waiting, handle_time, on_duty) > limit.ticks();
    let mut least = (limit.ticks() * f64::from(on_duty) / handle_time) as u32;
    while least > 0 && is_above(least - 1) {
        least -= 1;
    }
    while least < u32::MAX && !is_above(least) {
        least += 1;
    }
    Some(least)
}

/// How long the first item that no agent has accepted yet has waited in this queue.
fn head_of_line<P: Policy, O: Observer>(run: &Run<'_, P, O>, id: QueueId) -> Span {
    run.items(id)
        .map(|slot| run.calls.get(slot))
        .find(|call| !call.accepted_before)
        .map_or(Span::ZERO, |call| run.now.since(call.facts.entered))
}
