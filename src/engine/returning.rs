//! Callers who call again: after nobody helped, with a new matter, or while a callback is pending.

use crate::ids::QueueId;
use crate::model::CallAgain;
use crate::observe::{CallFacts, Happening, Observer, Promise};
use crate::policy::Policy;
use crate::random::Stream;
use crate::time::{SimTime, Span};

use super::arriving;
use super::call::{CallKey, State};
use super::event::Timer;
use super::line::Place;
use super::run::Run;

/// The caller was not helped and may call again for the same matter.
#[inline]
pub(super) fn may_redial<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    if !run.uses.further_calls {
        return;
    }
    let facts = run.calls.get(slot).facts;
    let Some(again) = &run.center.call_types[facts.call_type.index()].redial else { return };
    if facts.transferred {
        return;
    }
    let luck = run.types[facts.call_type.index()].luck.redial;
    if let Some(due) = next_call(run, again, luck, facts.number, facts.redials()) {
        run.say(slot, Happening::RedialScheduled { due });
        let number = facts.number + CallFacts::REDIAL;
        await_return(run, slot, CallFacts { number, ..facts }, due);
    }
}

/// The caller was served and may call again with a new matter.
#[inline]
pub(super) fn may_repeat<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    if !run.uses.further_calls {
        return;
    }
    let call = run.calls.get(slot);
    let facts = call.facts;
    let Some(again) = &run.center.call_types[facts.call_type.index()].repeat_call else { return };
    if call.is_message || call.is_twin {
        return;
    }
    let luck = run.types[facts.call_type.index()].luck.repeat;
    if let Some(due) = next_call(run, again, luck, facts.number, facts.repeats()) {
        run.say(slot, Happening::RepeatScheduled { due });
        let number = facts.first_try() + CallFacts::REPEAT;
        let facts = arriving::brought(run, facts.call_type, number, due).facts(QueueId(0));
        let patience = arriving::drawn_patience(run, facts.call_type, number, due);
        let returning = await_return(run, slot, facts, due);
        run.calls.get_mut(returning).patience = Some(patience);
    }
}

/// The caller has a callback pending and may ring again all the same.
#[inline]
pub(super) fn may_ring_again<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let call = run.calls.get(slot);
    let (facts, key) = (call.facts, call.key());
    let response = &run.center.call_types[facts.call_type.index()].response;
    let Some(again) = &response.call_again else { return };
    if call.is_twin || facts.transferred {
        return;
    }
    let luck = run.types[facts.call_type.index()].luck.call_again;
    if let Some(due) = next_call(run, again, luck, facts.number, facts.redials()) {
        let number = facts.number + CallFacts::REDIAL;
        let returning = await_return(run, slot, CallFacts { number, ..facts }, due);
        let twin = run.calls.get_mut(returning);
        twin.pending_twin = Some(key);
        twin.is_twin = true;
    }
}

/// When the caller calls again, if at all: never after the end, nor more often than allowed.
fn next_call<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    again: &CallAgain,
    luck: Stream,
    number: u64,
    before: u64,
) -> Option<SimTime> {
    // The number has room for so many.
    const MOST: u64 = CallFacts::REPEAT / CallFacts::REDIAL - 1;
    if before >= again.most.map_or(MOST, u64::from).min(MOST)
        || !luck.happens(again.probability, number, 0)
    {
        return None;
    }
    let delay = Span::from_ticks(again.delay.sample(&mut luck.draws(number, 1)));
    let due = run.now + delay;
    (due < run.center.horizon.end).then_some(due)
}

/// A call that will come then: the same customer, patience, talk time and wrap-up.
fn await_return<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    facts: CallFacts,
    due: SimTime,
) -> u32 {
    let patience = arriving::patience(run, slot);
    let call = run.calls.get(slot);
    let (attributes, is_twin) = (call.attributes_row, call.is_twin);
    let stated_queue = call.stated_queue;
    let facts = CallFacts {
        key_pressed: SimTime::NEVER,
        assigned: SimTime::NEVER,
        promise: Promise::Unasked,
        callback_promise: Promise::Unasked,
        ..facts
    };
    let returning = run.calls.admit(facts, Some(patience));
    let call = run.calls.get_mut(returning);
    call.state = State::Away;
    call.attributes_row = attributes;
    call.stated_queue = stated_queue;
    call.is_twin = is_twin;
    run.calendar.timer(Timer::Return, call.key(), due);
    returning
}

/// The caller calls again; who rang because of a pending callback does so only while it is.
pub(super) fn call_returns<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let twin = run.calls.get(key.slot).pending_twin;
    if twin.is_some_and(|twin| !is_pending(run, twin)) {
        run.calls.get_mut(key.slot).state = State::Gone;
        return run.calls.release(key.slot);
    }
    let now = run.now;
    let patience = arriving::patience(run, key.slot);
    let call = run.calls.get_mut(key.slot);
    call.facts.arrived = now;
    call.facts.entered = now;
    call.facts.transferred = false;
    call.place = Place { entered: now, ..call.place };
    call.patience_ends = now + patience;
    call.state = State::Arriving;
    arriving::come_in(run, key.slot);
}

/// Whether a callback is accepted and not closed.
pub(super) fn is_pending<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) -> bool {
    run.calls
        .live(key)
        .is_some_and(|call| call.facts.is_callback() && !matches!(call.state, State::Talking(_)))
}
