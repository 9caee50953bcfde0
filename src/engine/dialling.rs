//! A callback that an agent takes where nothing can change any more what follows: the dial, the talk
//! and the after-call work are said as soon as it is taken, and the agent has one step to end.

use crate::ids::{AgentId, GroupId, QueueId};
use crate::model::Callback;
use crate::observe::{CallFacts, CalledBack, Dial, Happening, Observer};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::agent::HandId;
use super::call::{Brought, CallKey, State};
use super::event::{Step, Timer};
use super::run::Run;
use super::{assigning, calling_back, offering, quoting};

/// The next dial of a callback that an agent takes then, after so many.
fn next_dial<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &CallFacts,
    dials: u32,
    taken: SimTime,
) -> Dial {
    let dialled = taken + calling_back::preview_length(run, call, dials);
    let rung = dialled + calling_back::ring_length(run, call, dials);
    let is_answered = calling_back::is_answered(run, call, dials, rung);
    let work = if is_answered { call.work() } else { Span(call.wrap_ticks) };
    Dial { taken, attempt: dials + 1, dialled, rung, is_answered, ends: rung + work }
}

/// An agent takes a callback then, now or when it has been seen that the agent is free, and it is said
/// at once what follows; tells when the agent is free again, none where something may come between.
pub(super) fn takes<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    agent: AgentId,
    at: SimTime,
) -> Option<SimTime> {
    if !run.uses.known_dials || !run.agents[agent.index()].takes_at_once {
        return None;
    }
    let call = run.calls.get(slot);
    let is_due = matches!(call.state, State::CallbackDue(_)) && !call.is_joined;
    if !is_due || call.is_confirming || call.is_message || call.wrapping > 0 {
        return None;
    }
    let (facts, expires, accepted_before) = (call.facts, call.expires, call.accepted_before);
    let dial = next_dial(run, &facts, call.dials, at);
    let (queue, id) = run.queue_of(slot);
    let is_last = dial.attempt - call.earlier_dials >= queue.callback.attempts;
    let goes_on = !(dial.is_answered || is_last);
    let due = dial.rung + queue.callback.retry_after;
    let is_disturbed = goes_on && (dial.ends > due || dial.ends >= expires);
    // At one moment agents come before callbacks are given up.
    if is_disturbed || dial.ends > run.last || at > expires {
        return None;
    }
    run.tell(slot);
    run.observer.call(at, &facts, Happening::CallbackDue);
    run.stop_waiting_then(slot, at);
    if at > run.now {
        run.queues[id.index()].plain.is_taken(at);
    }
    if run.uses.turns {
        assigning::keep_turn(run, id, agent);
    }
    if !accepted_before {
        run.queues[id.index()].estimator.sample(at, at.since(facts.entered), true);
    }
    let call = run.calls.get_mut(slot);
    call.waiting_since = SimTime::NEVER;
    call.facts.assigned = at;
    call.notifications += 1;
    call.accepted_before = true;
    call.dials = dial.attempt;
    let (facts, key) = (call.facts, call.key());
    let by = (run.agents[agent.index()].group, agent);
    if goes_on {
        call.state = State::WaitingForRetry;
        run.calendar.timer(Timer::Retry, key, due);
        dial.say(run.observer, &facts, by, !accepted_before, Some(due));
    } else {
        run.queues[id.index()].active_callbacks -= 1;
        run.calls.release(slot);
        dial.say(run.observer, &facts, by, !accepted_before, None);
        run.observer.closed(&facts);
    }
    Some(dial.ends)
}

/// A caller who will press the key at a moment is called back by this agent at another, if it can be
/// told what follows, and nothing may come between; says all that happens to the call.
pub(super) fn will_take<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    brought: &Brought,
    queue: QueueId,
    key: SimTime,
    by: (GroupId, AgentId),
    taken: SimTime,
) -> bool {
    let &Callback { confirm_prompt, expire_after, attempts, .. } =
        &run.center.queues[queue.index()].callback;
    let confirmed = key + confirm_prompt;
    // At one moment agents come before confirmations, and before callbacks are given up.
    if !run.uses.known_dials || confirmed >= taken || key + expire_after < taken {
        return false;
    }
    let Some(heard) = offering::heard(run, brought, queue) else { return false };
    let call = &CallFacts { slot: run.calls.no_slot(), ..brought.facts(queue) };
    let talk_ticks = calling_back::talk_ticks(run, call);
    let callback = CallFacts { key_pressed: key, talk_ticks, ..*call };
    let dial = next_dial(run, &callback, 0, taken);
    if dial.ends > run.last || !dial.is_answered && attempts > 1 {
        return false;
    }
    let life = CalledBack { call, heard, key, confirmed, talk_ticks, agent: by, dial };
    run.observer.called_back(life);
    if run.uses.scored_estimates {
        let at = run.promised.put(life.callback());
        run.calendar.timer(Timer::Promise, CallKey { serial: brought.number, slot: at }, key);
    }
    run.calendar.step(HandId(by.1.0), Step::Work, dial.ends);
    true
}

/// Callbacks of which all has been said but by when they were to be made: that is estimated when the
/// caller presses the key.
#[derive(Debug, Default)]
pub(super) struct Promised {
    calls: Vec<CallFacts>,
    free: Vec<u32>,
}

impl Promised {
    /// Keeps one and tells where.
    fn put(&mut self, call: CallFacts) -> u32 {
        match self.free.pop() {
            Some(at) => {
                self.calls[at as usize] = call;
                at
            }
            None => {
                self.calls.push(call);
                self.calls.len() as u32 - 1
            }
        }
    }

    fn take(&mut self, at: u32) -> CallFacts {
        self.free.push(at);
        self.calls[at as usize]
    }
}

/// A caller presses the key of whose callback all has been said but by when it was to be made.
pub(super) fn promise_is_known<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let call = run.promised.take(key.slot);
    let callback_promise = quoting::promise(run, call.queue, true);
    run.observer.callback_promised(&CallFacts { callback_promise, ..call });
}
