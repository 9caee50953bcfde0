//! Overflow rules: tested once at arrival, or when a call has waited long enough.

use crate::model::{Action, Condition};
use crate::observe::{Happening, Observer};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::call::{CallKey, State};
use super::estimating::Estimator;
use super::event::Timer;
use super::run::Run;

/// The first rule that an arrival trips acts on it.
#[inline]
pub(super) fn test_before_queueing<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let (queue, id) = run.queue_of(slot);
    for (position, rule) in queue.overflow.iter().enumerate() {
        let fires = match rule.when {
            Condition::WaitingCalls(limit) => {
                let waiting = run.queues[id.index()].count.read(run.now);
                run.policy.is_too_full(waiting, limit)
            }
            Condition::AverageWait(limit) => {
                let estimate = estimate(run, slot);
                run.policy.is_too_slow(estimate, limit)
            }
            Condition::Waited(limit) => limit == Span::ZERO,
        };
        if fires {
            return act(run, slot, position as u32, rule.action);
        }
    }
}

/// What a rule does to a call.
fn act<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, rule: u32, action: Action) {
    match action {
        Action::DirectCallback => run.calls.get_mut(slot).offers_wanted = true,
    }
    run.say(slot, Happening::Overflowed { rule });
}

/// The wait estimate of a call's queue in ticks, before the call joins it.
fn estimate<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) -> Option<f64> {
    let (queue, id) = run.queue_of(slot);
    let state = &mut run.queues[id.index()];
    match &mut state.estimator {
        Estimator::MovingAverage(average) => average.read(run.now),
        Estimator::QueueLength => {
            let ahead = f64::from(state.count.read(run.now)) + 1.0;
            let on_duty: u32 =
                state.groups.iter().map(|group| run.groups[group.index()].on_duty).sum();
            Some(ahead * queue.mean_handle_time / f64::from(on_duty))
        }
    }
}

/// The clocks of a call that has just been queued: offers, and rules on the time waited.
pub(super) fn start_clocks<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let (queue, _) = run.queue_of(slot);
    let call = run.calls.get(slot);
    if call.offers_wanted {
        return run.calendar.timer(Timer::Offer, call.key, run.now + queue.callback.first_offer);
    }
    if let Some(limit) = shortest_wait_limit(queue) {
        run.calendar.timer(Timer::WaitLimit, call.key, run.now + limit);
    }
}

/// The shortest time waited that trips a rule of this queue.
fn shortest_wait_limit(queue: &crate::model::Queue) -> Option<Span> {
    let limits = queue.overflow.iter().filter_map(|rule| match rule.when {
        Condition::Waited(limit) => Some(limit),
        _ => None,
    });
    limits.min()
}

/// A call has waited as long as a rule allows; pending callbacks are exempt.
pub(super) fn wait_limit_passes<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    let on_hold = matches!(call.state, State::Waiting(_) | State::Notifying(_));
    if !on_hold || call.facts.is_callback() {
        return;
    }
    let waited = run.now.since(call.facts.arrived);
    let (queue, _) = run.queue_of(key.slot);
    let rule = queue.overflow.iter().position(|rule| match rule.when {
        Condition::Waited(limit) => limit <= waited,
        _ => false,
    });
    let Some(rule) = rule else { return };
    act(run, key.slot, rule as u32, queue.overflow[rule].action);
    let first: SimTime = run.now + queue.callback.first_offer;
    run.calendar.timer(Timer::Offer, key, first);
}
