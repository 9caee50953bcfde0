//! Customer-first callback: the customer is dialled when the item is at the head and an agent is
//! free, and waits for an agent after answering; nobody is reserved.

use crate::ids::QueueId;
use crate::model::{CallbackMode, Patience};
use crate::observe::{Happening, Observer};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::call::{Call, CallKey, State};
use super::event::Timer;
use super::run::Run;
use super::{arriving, assigning, calling_back, waiting};

/// Whether the item is a customer to dial first, not yet on the line.
#[inline]
pub(super) fn is_to_dial<P: Policy, O: Observer>(run: &Run<'_, P, O>, call: &Call) -> bool {
    call.facts.is_callback()
        && !call.is_joined
        && run.center.queues[call.facts.queue.index()].callback.mode == CallbackMode::CustomerFirst
}

/// Whether one more customer may be dialled: fewer phones ring than agents are free.
pub(super) fn may_dial<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &Call,
    free: usize,
) -> bool {
    call.dial_not_before <= run.now
        && (run.queues[call.facts.queue.index()].dialling as usize) < free
}

/// Dials the customer, or puts the dial off while others who answered wait too long.
pub(super) fn dial<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let id = run.calls.get(slot).facts.queue;
    let put_off = put_off(run, id);
    let call = run.calls.get_mut(slot);
    let key = call.key();
    if put_off > Span::ZERO && call.dial_not_before == SimTime::ZERO {
        call.dial_not_before = run.now + put_off;
        return run.calendar.timer(Timer::Dial, key, run.now + put_off);
    }
    run.say(slot, Happening::CallbackDue);
    run.stop_waiting(slot);
    let call = run.calls.get(slot);
    let (facts, dials) = (call.facts, call.dials);
    let ends = run.now + calling_back::ring_length(run, &facts, dials);
    let call = run.calls.get_mut(slot);
    call.state = State::DiallingFirst;
    call.dials += 1;
    call.ring_ends = ends;
    run.queues[id.index()].dialling += 1;
    run.say(slot, Happening::Dialled { agent: None, attempt: dials + 1 });
    run.calendar.timer(Timer::Dial, key, ends);
}

/// Mean wait of the customers who were lately joined, beyond the target.
fn put_off<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: QueueId) -> Span {
    let Some(throttle) = run.center.queues[id.index()].callback.throttle else { return Span::ZERO };
    let recent = &mut run.queues[id.index()].joined_lately;
    while recent.front().is_some_and(|(at, _)| run.now.since(*at) > throttle.lookback) {
        recent.pop_front();
    }
    let sum: u64 = recent.iter().map(|(_, wait)| wait.0).sum();
    let mean = Span(sum / (recent.len() as u64).max(1));
    Span(mean.0.saturating_sub(throttle.target.0))
}

/// A dial that was put off is made, or the customer's phone has rung.
pub(super) fn dial_is_due<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    match call.state {
        State::CallbackDue(_) => {
            assigning::find_agent(run, key.slot);
        }
        State::DiallingFirst if call.ring_ends == run.now => ring_ends(run, key.slot),
        _ => {}
    }
}

/// The customer answers and waits on the line, or the dial is given up.
fn ring_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let id = run.calls.get(slot).facts.queue;
    run.queues[id.index()].dialling -= 1;
    let dial = run.calls.get(slot).dials - 1;
    if calling_back::answers(run, slot, dial) {
        run.line(slot, true);
        let place = run.calls.get(slot).place;
        // That on hold is another one, and is known before it is put aside.
        arriving::patience(run, slot);
        let patience = patience(run, slot);
        let now = run.now;
        let call = run.calls.get_mut(slot);
        call.is_joined = true;
        call.joined_since = now;
        call.patience_ends = now + patience;
        call.patience_timed = false;
        waiting::come_back(run, slot, place);
        run.say(slot, Happening::CustomerAnswered { agent: None });
        if !assigning::find_agent(run, slot) {
            arriving::await_patience(run, slot);
        }
    } else {
        run.calls.get_mut(slot).dial_not_before = SimTime::ZERO;
        if calling_back::unanswered(run, slot, None) {
            run.gone(slot);
        }
    }
    dial_next(run, id);
}

/// How long the customer waits for an agent after answering.
fn patience<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32) -> Span {
    let facts = &run.calls.get(slot).facts;
    let call_type = &run.center.call_types[facts.call_type.index()];
    let luck = run.types[facts.call_type.index()].luck.patience_after_answer;
    let mut draws = luck.draws(facts.number, run.calls.get(slot).dials);
    match (&call_type.response.patience_after_answer, &call_type.patience) {
        (Some(law), _) => Span::from_ticks(law.sample(&mut draws)),
        (None, Patience::Law(law)) => law.sample(facts.arrived, &mut draws),
        (None, Patience::Never) => Span::FOREVER,
    }
}

/// A phone rings no more: the next customer may be dialled while agents are free.
fn dial_next<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: QueueId) {
    let first = run.items(id).find(|&slot| is_to_dial(run, run.calls.get(slot)));
    if let Some(slot) = first {
        assigning::find_agent(run, slot);
    }
}

/// Customer and agent are joined: the wait counts for the throttle.
pub(super) fn joined<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let (queue, id) = run.queue_of(slot);
    if queue.callback.throttle.is_some() {
        let wait = run.now.since(run.calls.get(slot).joined_since);
        run.queues[id.index()].joined_lately.push_back((run.now, wait));
    }
}
