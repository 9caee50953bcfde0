//! Callback offers to callers in plain lines: when a caller will press the key is known from the start,
//! since nothing but the caller's own luck has a say; until then the caller has but a place.

use crate::ids::QueueId;
use crate::observe::{Heard, Observer};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::call::{Brought, CallKey, State};
use super::event::Timer;
use super::run::Run;
use super::{arriving, calling_back, quoting};

/// What is known of a caller's answers to the offers to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The caller presses the key then, if still in line.
    Key(SimTime),
    /// None until then: too many offers come before to look at all now.
    LookAgain(SimTime),
    /// The caller never will.
    Never,
    /// The caller has pressed the key, and waits beside the row.
    Given,
}

impl Answer {
    /// Until when the caller only waits.
    #[inline]
    pub(super) const fn at(self) -> SimTime {
        match self {
            Self::Key(at) | Self::LookAgain(at) => at,
            Self::Never | Self::Given => SimTime::NEVER,
        }
    }
}

/// Offers that are looked at ahead.
const AHEAD: u32 = 8;

/// How a caller who hangs up at a moment answers the offers of the rule that fired.
pub(super) fn answer<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &Brought,
    queue: QueueId,
    leaves: SimTime,
) -> Answer {
    let response = &run.center.call_types[call.call_type.index()].response;
    let luck = &run.types[call.call_type.index()].luck;
    let mut ahead = 0;
    for (number, at) in heard_of(run, call, queue).offers() {
        // At one moment callers hang up before they hear an offer, or press the key.
        if at >= leaves || at > run.last {
            return Answer::Never;
        }
        if luck.accept.happens(response.accept_probability(number, || None), call.number, number) {
            let decision = response.decision.sample(&mut luck.decision.draws(call.number, number));
            let key = at + Span::from_ticks(decision);
            return if key < leaves { Answer::Key(key) } else { Answer::Never };
        }
        ahead += u32::from(at > run.now);
        if ahead == AHEAD {
            return Answer::LookAgain(at);
        }
    }
    Answer::Never
}

/// The moment at which something is to be done about a caller in line is awaited.
pub(super) fn await_key<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    serial: u64,
    queue: QueueId,
    at: SimTime,
) {
    if at <= run.last {
        run.calendar.timer(Timer::KeyInLine, CallKey { serial, slot: queue.0 }, at);
    }
}

/// A caller in line presses the key, and waits beside the row from now on; or it is time to look at
/// the next offers.
pub(super) fn key_is_pressed<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let queue = QueueId(key.slot);
    let Some(caller) = run.queues[queue.index()].plain.find(key.serial).copied() else { return };
    let answer = answer(run, &caller.call, queue, caller.hold.leaves);
    if answer != Answer::Key(run.now) {
        run.queues[queue.index()].plain.will_answer(key.serial, answer);
        return await_key(run, key.serial, queue, answer.at());
    }
    let state = &mut run.queues[queue.index()];
    state.is_about_to_change(run.now);
    state.plain.presses_key(key.serial);
    let slot = run.calls.give_slot(caller.call.facts(queue), None, key.serial);
    let place = arriving::takes_its_standing(run, slot).place;
    let state = &mut run.queues[queue.index()];
    state.live += 1;
    state.recount(run.now);
    let call = run.calls.get_mut(slot);
    call.state = State::Waiting(state.line.come_back(place, slot));
    call.waiting_since = caller.call.arrived;
    call.patience = Some(caller.hold.leaves.since(caller.call.arrived));
    call.patience_ends = caller.hold.leaves;
    (call.clocks_started, call.offers_wanted, call.key_due) = (true, true, run.now);
    let (facts, key) = (call.facts, call.key());
    if run.uses.scored_estimates {
        let promise = quoting::promise(run, queue, true);
        run.calls.get_mut(slot).facts.callback_promise = promise;
    }
    heard_of(run, &caller.call, queue).say_wait(run.observer, &facts, run.now + Span(1));
    calling_back::key_is_pressed(run, key);
}

/// The rule that fired for a call when it came to a queue, and its offers; none: no rule.
#[inline(always)]
pub(super) fn heard<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &Brought,
    queue: QueueId,
) -> Option<Heard> {
    (call.rule != Brought::NO_RULE).then(|| heard_of(run, call, queue))
}

fn heard_of<P: Policy, O: Observer>(run: &Run<'_, P, O>, call: &Brought, queue: QueueId) -> Heard {
    let callback = &run.center.queues[queue.index()].callback;
    let first = call.arrived + callback.first_offer;
    Heard { rule: call.rule, first, every: callback.repeat_every.max(Span(1)) }
}
