//! Waiting in a queue: joining it, coming back to it, and losing patience.

use crate::observe::{Happening, Observer};
use crate::policy::Policy;

use super::call::{CallKey, State};
use super::line::Place;
use super::run::Run;
use super::{arriving, overflowing, staffing};

/// A call that found no free agent joins its queue; its clocks start.
pub(super) fn join_queue<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let queue = run.calls.get(slot).facts.queue;
    let state = &mut run.queues[queue.index()];
    state.live += 1;
    let position = state.live + state.callbacks;
    let call = run.calls.get_mut(slot);
    call.state = State::Waiting(state.line.join(call.place, slot));
    call.waiting_since = run.now;
    run.recount(queue);
    run.say(slot, Happening::Queued { position });
    start_clocks_once(run, slot);
}

/// Patience, offers and wait limits run from the first time that a call waits.
pub(super) fn start_clocks_once<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    if !matches!(run.calls.get(slot).state, State::Waiting(_)) {
        return;
    }
    arriving::await_patience(run, slot);
    let call = run.calls.get_mut(slot);
    if !call.clocks_started {
        call.clocks_started = true;
        overflowing::start_clocks(run, slot);
    }
}

/// A work item stands in its queue again, at a place; a call that waits live or as a callback.
pub(super) fn come_back<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, place: Place) {
    let call = run.calls.get_mut(slot);
    let queue = call.facts.queue;
    let state = &mut run.queues[queue.index()];
    let ticket = state.line.come_back(place, slot);
    if call.facts.is_callback() {
        state.callbacks += 1;
        call.state = State::CallbackDue(ticket);
    } else {
        state.live += 1;
        call.state = State::Waiting(ticket);
    }
    call.place = place;
    call.waiting_since = run.now;
    run.recount(queue);
}

/// The caller's patience has run out: hangs up, unless already talking or called back.
pub(super) fn patience_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    let agent = match call.state {
        State::Waiting(_) => None,
        State::Notifying(agent) if !call.facts.is_callback() => Some(agent),
        _ => return,
    };
    run.stop_waiting(key.slot);
    run.say(key.slot, Happening::Abandoned { agent });
    run.gone(key.slot);
    if let Some(agent) = agent {
        run.calendar.rest(agent);
        staffing::is_free(run, agent);
    }
}
