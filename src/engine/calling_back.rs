//! Direct callback: offers, the key, the kept place, the dial, and what follows when nobody answers.

use crate::ids::{AgentId, QueueId};
use crate::model::{CallbackPlace, CallbacksAtClose, Dedup, RetryPlace};
use crate::observe::{CallFacts, Happening, Observer};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::agent::HandId;
use super::call::{CallKey, State};
use super::event::{Step, Timer};
use super::line::{AFTER_LIVE, Place, Ticket};
use super::prioritising::standing;
use super::run::Run;
use super::{assigning, closing, overflowing, quoting, returning, serving, waiting};

/// A caller on hold hears an offer; the next one follows until accepted, hung up or connected.
pub(super) fn offer_plays<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    let slot = key.slot;
    let (waits, notified) =
        (matches!(call.state, State::Waiting(_)), matches!(call.state, State::Notifying(_)));
    if call.offer_due != run.now || call.facts.is_callback() || !(waits || notified) {
        return;
    }
    let (queue, id) = run.queue_of(slot);
    let next = run.now + queue.callback.repeat_every;
    run.calls.get_mut(slot).offer_due = next;
    run.calendar.timer(Timer::Offer, key, next);
    if !waits || !may_offer(run, id) {
        return;
    }
    let call = run.calls.get_mut(slot);
    let number = call.offers;
    call.offers += 1;
    let facts = call.facts;
    run.say(slot, Happening::Offered { number: number + 1 });
    let response = &run.center.call_types[facts.call_type.index()].response;
    let luck = run.types[facts.call_type.index()].luck;
    let probability = response.accept_probability(number, || quoting::estimate(run, id));
    let accepts = luck.accept.happens(probability, facts.number, number);
    if !accepts || run.calls.get(slot).key_due != SimTime::NEVER {
        return;
    }
    if queue.wait_estimate_scored {
        let promise = quoting::promise(run, id, true);
        run.calls.get_mut(slot).facts.callback_promise = promise;
    }
    let decision =
        Span::from_ticks(response.decision.sample(&mut luck.decision.draws(facts.number, number)));
    let due = run.now + decision;
    run.calls.get_mut(slot).key_due = due;
    if decision == Span::ZERO {
        key_is_pressed(run, key);
    } else {
        run.calendar.timer(Timer::Key, key, due);
    }
}

/// Whether callbacks are offered in a queue now: within hours, below the cap and the share.
fn may_offer<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: QueueId) -> bool {
    let callback = &run.center.queues[id.index()].callback;
    let view = overflowing::queue_view(run, id);
    if !run.policy.may_offer(view, callback.max_active)
        || callback.offer_hours.as_ref().is_some_and(|hours| !hours.are_open(run.now))
    {
        return false;
    }
    if callback.share_limit >= 1.0 {
        return true;
    }
    let today = *run.today(id);
    f64::from(today.accepted) < callback.share_limit * f64::from(today.offered)
}

/// The caller presses the key: from now on the item is a callback in the place that the queue
/// gives it.
pub(super) fn key_is_pressed<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    if call.key_due != run.now {
        return;
    }
    call.key_due = SimTime::NEVER;
    let slot = key.slot;
    let State::Waiting(ticket) = call.state else { return };
    let (queue, id) = run.queue_of(slot);
    if !may_offer(run, id) {
        return;
    }
    run.today(id).accepted += 1;
    let state = &mut run.queues[id.index()];
    state.active_callbacks += 1;
    state.live -= 1;
    state.callbacks += 1;
    let call = run.calls.get_mut(slot);
    let since = std::mem::replace(&mut call.waiting_since, run.now);
    run.observer.waited(&call.facts, false, since, run.now);
    call.facts.key_pressed = run.now;
    call.state = State::CallbackDue(ticket);
    call.is_confirming = true;
    use_callback_talk_time(run, slot);
    run.recount(id);
    let position = waiting::position(run, slot, callback_place(run, slot));
    run.say(slot, Happening::CallbackAccepted { position });
    if is_duplicate(run, slot) {
        run.stop_waiting(slot);
        run.say(slot, Happening::CallbackDeduplicated);
        return run.gone(slot);
    }
    is_pending_until(run, slot, ticket, SimTime::NEVER);
    returning::may_ring_again(run, slot);
    if queue.callback.confirm_prompt == Span::ZERO {
        confirmation_ends(run, key);
    } else {
        run.calendar.timer(Timer::Confirmation, key, run.now + queue.callback.confirm_prompt);
    }
}

/// The item stands where callbacks of its queue do, and is given up then at the latest.
pub(super) fn is_pending_until<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    ticket: Ticket,
    latest: SimTime,
) {
    take_place(run, slot, ticket);
    let (queue, _) = run.queue_of(slot);
    let expires = latest.min(run.now + queue.callback.expire_after);
    run.calls.get_mut(slot).expires = expires;
    if expires <= run.center.horizon.last_moment() {
        let key = run.calls.get(slot).key();
        run.calendar.timer(Timer::Expiry, key, expires);
    }
}

/// Whether the same customer has another callback pending, where that closes the second one.
fn is_duplicate<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) -> bool {
    let (queue, id) = run.queue_of(slot);
    let Some(twin) = run.calls.get(slot).pending_twin else { return false };
    returning::is_pending(run, twin)
        && match queue.callback.dedup {
            Dedup::None => false,
            Dedup::Queue => run.calls.get(twin.slot).facts.queue == id,
            Dedup::All => true,
        }
}

/// Where callbacks of its queue stand, for this one.
pub(super) fn callback_place<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32) -> Place {
    let (queue, _) = run.queue_of(slot);
    let standing = standing(run, slot);
    let old = run.calls.get(slot).place;
    match queue.callback.place {
        CallbackPlace::Keep => Place { standing, ..old },
        CallbackPlace::Tail => Place { standing, entered: run.now, ..old },
        CallbackPlace::Front => Place { standing: 0, entered: SimTime::ZERO, ..old },
        CallbackPlace::AfterLive => Place { standing: standing + AFTER_LIVE, ..old },
    }
}

/// The item moves to where callbacks of its queue stand.
fn take_place<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, ticket: Ticket) {
    let (_, id) = run.queue_of(slot);
    let (old, place) = (run.calls.get(slot).place, callback_place(run, slot));
    if place != old {
        let line = &mut run.queues[id.index()].line;
        line.leave(ticket, &old);
        let ticket = line.come_back(place, slot);
        let call = run.calls.get_mut(slot);
        call.place = place;
        call.state = State::CallbackDue(ticket);
    }
    run.line_changed(id);
}

/// Where callbacks have a talk time of their own, the call carries that one from now on.
fn use_callback_talk_time<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let facts = run.calls.get(slot).facts;
    let response = &run.center.call_types[facts.call_type.index()].response;
    if response.talk_time.is_some() {
        run.calls.get_mut(slot).facts.talk_ticks = talk_ticks(run, &facts);
    }
}

/// Talk time in ticks of a call once it is a callback.
pub(super) fn talk_ticks<P: Policy, O: Observer>(run: &Run<'_, P, O>, call: &CallFacts) -> u64 {
    let response = &run.center.call_types[call.call_type.index()].response;
    let Some(law) = &response.talk_time else { return call.talk_ticks };
    let luck = &run.types[call.call_type.index()].luck;
    law.sample(call.arrived, &mut luck.callback_talk_time.draws(call.number, 0)).0
}

/// The confirmation has ended, and with it the call; the work item may be assigned.
pub(super) fn confirmation_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    call.is_confirming = false;
    run.line(key.slot, false);
    run.say(key.slot, Happening::CallEndedForCallback);
    assigning::find_agent(run, key.slot);
}

/// The agent has accepted the callback and looks at it.
pub(super) fn preview<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, hand: HandId) {
    let call = run.calls.get_mut(slot);
    call.state = State::Previewing(hand);
    let (facts, dials) = (call.facts, call.dials);
    let length = preview_length(run, &facts, dials);
    run.after(length, hand, Step::Preview);
}

/// How long an agent looks at a callback that has been dialled so often before.
pub(super) fn preview_length<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &CallFacts,
    dials: u32,
) -> Span {
    let luck = &run.types[call.call_type.index()].luck;
    let law = &run.center.queues[call.queue.index()].callback.preview;
    Span::from_ticks(law.sample(&mut luck.preview.draws(call.number, dials)))
}

/// How long the phone rings of a customer who has been dialled so often before.
pub(super) fn ring_length<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &CallFacts,
    dials: u32,
) -> Span {
    let luck = &run.types[call.call_type.index()].luck;
    let law = &run.center.queues[call.queue.index()].callback.ring;
    Span::from_ticks(law.sample(&mut luck.ring.draws(call.number, dials)))
}

/// The customer is dialled.
pub(super) fn preview_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, hand: HandId) {
    let slot = run.in_hand(hand);
    let agent = run.agent_of(hand);
    let call = run.calls.get_mut(slot);
    call.state = State::Dialling(hand);
    let (facts, dials) = (call.facts, call.dials);
    call.dials += 1;
    run.say(slot, Happening::Dialled { agent: Some(agent), attempt: dials + 1 });
    let length = ring_length(run, &facts, dials);
    run.after(length, hand, Step::Ring);
}

/// The customer answers, or the dial is given up.
pub(super) fn ring_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, hand: HandId) {
    let slot = run.in_hand(hand);
    let agent = run.agent_of(hand);
    let dial = run.calls.get(slot).dials - 1;
    if answers(run, slot, dial) {
        run.say(slot, Happening::CustomerAnswered { agent: Some(agent) });
        serving::connect(run, slot, hand);
    } else {
        let closed = unanswered(run, slot, Some(agent));
        serving::wrap_up(run, slot, hand, closed);
    }
}

/// Whether the customer answers dial `dial`, counted from 0; or a machine does, where that counts.
pub(super) fn answers<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32, dial: u32) -> bool {
    is_answered(run, &run.calls.get(slot).facts, dial, run.now)
}

/// The same of a dial that is answered, or given up, then.
pub(super) fn is_answered<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &CallFacts,
    dial: u32,
    at: SimTime,
) -> bool {
    let response = &run.center.call_types[call.call_type.index()].response;
    let luck = &run.types[call.call_type.index()].luck;
    let delay = at.since(call.key_pressed);
    luck.answer.happens(response.answer_probability(dial, delay), call.number, dial)
        || run.center.queues[call.queue.index()].callback.machine_counts_as_answered
            && luck.machine.happens(response.answering_machine, call.number, dial)
}

/// Where an unanswered dial costs no agent time: whether the next dial of this callback is such
/// a one. It is done with at once, and the agent can take the next item at the same moment.
#[inline(always)]
pub(super) fn nobody_answers_for_free<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
) -> bool {
    run.uses.free_dials && nobody_answers(run, slot)
}

fn nobody_answers<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) -> bool {
    let (queue, _) = run.queue_of(slot);
    let call = run.calls.get(slot);
    let is_callback = matches!(call.state, State::CallbackDue(_));
    let costs = queue.callback.no_answer_costs_agent || call.is_joined;
    if !is_callback || costs || answers(run, slot, call.dials) {
        return false;
    }
    run.say(slot, Happening::CallbackDue);
    run.stop_waiting(slot);
    let call = run.calls.get_mut(slot);
    call.dials += 1;
    let attempt = call.dials;
    run.say(slot, Happening::Dialled { agent: None, attempt });
    if unanswered(run, slot, None) {
        run.gone(slot);
    }
    true
}

/// Nobody answered: another dial later, or the end of it; tells whether it is the end.
pub(super) fn unanswered<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    agent: Option<AgentId>,
) -> bool {
    let (queue, _) = run.queue_of(slot);
    let call = run.calls.get(slot);
    let dials = call.dials - call.earlier_dials;
    let (key, last) = (call.key(), dials >= queue.callback.attempts);
    run.say(slot, Happening::CustomerUnanswered { agent, last });
    if last {
        return true;
    }
    if is_overdue(run, slot) {
        run.say(slot, Happening::CallbackExpired);
        return true;
    }
    run.calls.get_mut(slot).state = State::WaitingForRetry;
    let due = run.now + queue.callback.retry_after;
    run.say(slot, Happening::RetryScheduled { due });
    run.calendar.timer(Timer::Retry, key, due);
    false
}

/// The callback returns to the queue for another dial.
pub(super) fn retry_is_due<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    let place = call.place;
    let (queue, _) = run.queue_of(key.slot);
    let place = match queue.callback.retry_place {
        RetryPlace::Keep => place,
        RetryPlace::Front => Place { standing: 0, entered: SimTime::ZERO, ..place },
        RetryPlace::Tail => Place { entered: run.now, ..place },
    };
    waiting::come_back(run, key.slot, place);
    run.say(key.slot, Happening::Requeued);
    let closes = queue.at_close.callbacks == CallbacksAtClose::Expire;
    if closes && closing::rests(run, run.calls.get(key.slot)) {
        return expire(run, key.slot);
    }
    assigning::find_agent(run, key.slot);
}

/// Whether a callback whose customer is not on the line has been open for its longest time.
pub(super) fn is_overdue<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32) -> bool {
    let call = run.calls.get(slot);
    call.facts.is_callback() && !call.is_joined && call.expires <= run.now
}

/// A callback has been open for its longest time; one that an agent has in hand, or whose
/// customer's phone rings, is looked at again when that comes to nothing.
pub(super) fn callback_expires<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    let pends = matches!(call.state, State::CallbackDue(_) | State::WaitingForRetry);
    if pends && is_overdue(run, key.slot) {
        expire(run, key.slot);
    }
}

/// A pending callback is given up.
pub(super) fn expire<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    run.stop_waiting(slot);
    run.say(slot, Happening::CallbackExpired);
    run.gone(slot);
}
