//! Waiting in a queue: joining it, coming back to it, and losing patience.

use crate::observe::{Happening, Life, Observer};
use crate::policy::Policy;

use super::call::{CallKey, State, Untold};
use super::event::Timer;
use super::line::Place;
use super::run::Run;
use super::{arriving, assigning, moving, overflowing, quoting, returning, staffing};

/// A call that found no free agent joins its queue; its clocks start.
pub(super) fn join_queue<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    if run.uses.scored_estimates {
        let queue = run.calls.get(slot).facts.queue;
        if run.center.queues[queue.index()].wait_estimate_scored {
            let promise = quoting::promise(run, queue, false);
            run.calls.get_mut(slot).facts.promise = promise;
        }
    }
    let position = if O::DETAIL { position(run, slot, run.calls.get(slot).place) } else { 1 };
    let call = run.calls.get_mut(slot);
    let state = &mut run.queues[call.facts.queue.index()];
    state.live += 1;
    call.state = State::Waiting(state.line.join(call.place, slot));
    call.waiting_since = run.now;
    state.recount(run.now);
    if call.untold == Untold::Arrival {
        call.untold = Untold::ArrivalAndWait;
        run.observer.untold_waits(true);
    } else {
        run.observer.call(run.now, &call.facts, Happening::Queued { position });
    }
    let queue = call.facts.queue;
    run.line_changed(queue);
    start_clocks_once(run, slot);
}

/// Where an item stands in its queue with such a place, 1 is the head; counted only for an
/// observer who wants to know.
pub(super) fn position<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    slot: u32,
    place: Place,
) -> u32 {
    if !O::DETAIL {
        return 1;
    }
    let items = run.items(run.calls.get(slot).facts.queue);
    let ahead = items.filter(|&of| of != slot && run.calls.get(of).place < place).count();
    ahead as u32 + 1
}

/// A back-up group may take the item from now on; of several at the same moment who stands first.
pub(super) fn level_opens<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    if run.calls.live(key).is_none() || !stands_in_line(run, key.slot) {
        return;
    }
    if assigning::free_agent(run, key.slot).is_some() {
        let items = run.items(run.calls.get(key.slot).facts.queue);
        let mut ahead: Vec<u32> = items.take_while(|&slot| slot != key.slot).collect();
        ahead.push(key.slot);
        for slot in ahead {
            if stands_in_line(run, slot) {
                assigning::find_agent(run, slot);
            }
        }
    }
}

fn stands_in_line<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32) -> bool {
    matches!(run.calls.get(slot).state, State::Waiting(_) | State::CallbackDue(_))
}

/// Patience, offers and wait limits run from the first time that a call waits.
#[inline]
pub(super) fn start_clocks_once<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    if !matches!(run.calls.get(slot).state, State::Waiting(_)) {
        return;
    }
    arriving::await_patience(run, slot);
    let call = run.calls.get_mut(slot);
    if !call.clocks_started {
        call.clocks_started = true;
        overflowing::start_clocks(run, slot);
        await_levels(run, slot);
    }
}

/// Back-up groups are asked after their time.
#[inline]
pub(super) fn await_levels<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    if run.uses.levels {
        await_levels_of_groups(run, slot);
    }
}

fn await_levels_of_groups<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let call = run.calls.get(slot);
    let (key, entered, queue) = (call.key(), call.facts.entered, call.facts.queue);
    for &after in &run.queues[queue.index()].levels_after {
        run.calendar.timer(Timer::Level, key, run.now.max(entered + after));
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
    run.line_changed(queue);
}

/// The caller's patience has run out: hangs up, unless already talking or to be called back.
pub(super) fn patience_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    let on_the_line = !call.facts.is_callback() || call.is_joined;
    if call.patience_ends != run.now || !on_the_line {
        return;
    }
    let hand = match call.state {
        State::Waiting(_) | State::CallbackDue(_) => None,
        State::Notifying(hand) => Some(hand),
        _ => return,
    };
    if call.untold == Untold::ArrivalAndWait {
        return hangs_up_untold(run, key.slot);
    }
    let was_called = call.facts.is_callback();
    run.stop_waiting(key.slot);
    let agent = hand.map(|hand| run.agent_of(hand));
    if was_called {
        run.say(key.slot, Happening::CallbackAbandoned { agent });
    } else {
        run.say(key.slot, Happening::Abandoned { agent });
        returning::may_redial(run, key.slot);
    }
    moving::depart(run, key.slot);
    if let Some(hand) = hand {
        run.calendar.rest(hand);
        staffing::is_free(run, hand);
    }
}

/// A caller of whom nothing has been said yet hangs up: where that is so, nothing follows from it.
fn hangs_up_untold<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let call = run.calls.get(slot);
    let queue = call.facts.queue;
    if let Some(ticket) = call.ticket() {
        run.queues[queue.index()].live_leaves(run.now, ticket, &call.place);
    }
    run.observer.untold_waits(false);
    let life = Life { call: &call.facts, waited: true, until: run.now, agent: None, heard: None };
    run.observer.lived(life);
    run.calls.release(slot);
    run.line_changed(queue);
}
