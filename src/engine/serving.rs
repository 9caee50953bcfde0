//! Talking and after-call work.

use crate::ids::{AgentId, QueueId};
use crate::observe::{Happening, Observer};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::agent::{Hand, HandId};
use super::call::State;
use super::event::Step;
use super::run::Run;
use super::{assigning, returning, staffing, transferring};

/// Agent and customer are joined.
pub(super) fn connect<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, hand: HandId) {
    // A message has no caller on the line.
    if !run.calls.get(slot).is_message {
        run.line(slot, true);
    }
    let group = run.group_of(hand);
    let call = run.calls.get_mut(slot);
    call.state = State::Talking(hand);
    // From now on the call carries what this group makes of it.
    if !group.handle_factors.is_empty() && call.drawn_wrap_ticks.is_none() {
        call.drawn_wrap_ticks = Some(call.facts.wrap_ticks);
    }
    for ticks in [&mut call.facts.talk_ticks, &mut call.facts.wrap_ticks] {
        *ticks = group.handled(call.facts.call_type, Span(*ticks)).0;
    }
    let talk_time = Span(call.facts.talk_ticks);
    let holder = call.take_holder();
    run.hands[hand.index()].connected = true;
    let agent = run.agent_of(hand);
    run.say(slot, Happening::Connected { agent });
    run.after(talk_time, hand, Step::Talk);
    if let Some(holder) = holder {
        staffing::is_free(run, holder);
    }
}

/// A call that is new on the line is given to an agent who takes every call at once, and the two are
/// joined: what an assignment, a notification, its acceptance and [`connect`] come to.
pub(super) fn answer_at_once<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    agent: AgentId,
) {
    run.stop_waiting(slot);
    run.tell(slot);
    run.line(slot, true);
    let hand = staffing::takes(run, agent, slot, true);
    let now = run.now;
    let call = run.calls.get_mut(slot);
    let queue = call.facts.queue;
    call.waiting_since = SimTime::NEVER;
    call.facts.assigned = now;
    call.notifications += 1;
    call.accepted_before = true;
    call.state = State::Talking(hand);
    run.observer.connected_at_once(now, &call.facts, agent);
    run.calendar.step(hand, Step::Talk, now + Span(call.facts.talk_ticks));
    let wait = now.since(call.facts.entered);
    has_given_work(run, queue, agent, wait);
}

/// A queue has given an agent a live call that waited so long.
#[inline(always)]
pub(super) fn has_given_work<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    queue: QueueId,
    agent: AgentId,
    wait: Span,
) {
    if run.uses.turns {
        assigning::keep_turn(run, queue, agent);
    }
    if run.uses.estimates {
        run.queues[queue.index()].estimator.sample(run.now, wait, false);
    }
}

/// They have done talking: the call leaves or goes on to another queue, the agent wraps up.
pub(super) fn talk_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, hand: HandId) {
    let slot = run.in_hand(hand);
    let agent = run.agent_of(hand);
    run.say(slot, Happening::TalkEnded { agent });
    if let Some(transfer) = transferring::chosen(run, slot) {
        return transferring::pass_on(run, slot, hand, transfer);
    }
    returning::may_repeat(run, slot);
    wrap_up(run, slot, hand, true);
}

/// The after-call work begins; with none, the agent is free at once. `gone` says that the call
/// leaves the center now.
pub(super) fn wrap_up<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    hand: HandId,
    gone: bool,
) {
    let connected = run.hands[hand.index()].connected;
    let call = run.calls.get_mut(slot);
    call.wrapping += 1;
    let mut length = Span(call.facts.wrap_ticks);
    if !connected {
        let call_type = call.facts.call_type;
        length = run.group_of(hand).handled(call_type, length);
    }
    if gone {
        run.gone(slot);
    }
    if length == Span::ZERO {
        wrap_up_ends(run, hand);
    } else {
        run.after(length, hand, Step::WrapUp);
    }
}

/// The agent has done the after-call work and is free.
pub(super) fn wrap_up_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, hand: HandId) {
    let slot = run.in_hand(hand);
    let Hand { agent, busy_since: since, connected, .. } = run.hands[hand.index()];
    let call = run.calls.get_mut(slot);
    call.wrapping -= 1;
    run.observer.call(run.now, &call.facts, Happening::WrapUpEnded { agent, since, connected });
    run.forget(slot);
    staffing::is_free(run, hand);
}
