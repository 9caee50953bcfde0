//! Overflow rules: tested once at arrival, or when a call has waited long enough.

use crate::ids::QueueId;
use crate::model::{Action, Condition, OverflowRule};
use crate::observe::{Happening, Observer};
use crate::policy::{Arrival, Policy, QueueView};
use crate::time::{SimTime, Span};

use super::call::{CallKey, State};
use super::event::Timer;
use super::run::Run;
use super::{arriving, batching, moving, quoting};

/// What an arrival finds at a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trip {
    /// No rule fires.
    Clear,
    /// The rule at this position fires.
    Rule(u32),
    /// The queue is closed, and no rule is for that.
    Closed,
}

impl<'c, P: Policy, O: Observer> Run<'c, P, O> {
    /// The rules that hold for a call: those of the way it came, or those of its queue.
    #[inline]
    pub(super) fn rules_of(&self, slot: u32) -> &'c [OverflowRule] {
        let call = self.calls.get(slot);
        let of_route = call
            .route_rule
            .and_then(|rule| self.center.routing.rules[rule as usize].overflow.as_deref());
        of_route.unwrap_or(&self.center.queues[call.facts.queue.index()].overflow)
    }
}

/// Whether an arrival overflows a queue by these rules: out of hours goes first, then order.
#[inline(always)]
pub(super) fn trip<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    id: QueueId,
    rules: &[OverflowRule],
) -> Trip {
    if run.queues[id.index()].closed {
        let rule = rules.iter().position(|rule| rule.when == Condition::OutOfHours);
        return rule.map_or(Trip::Closed, |rule| Trip::Rule(rule as u32));
    }
    for (position, rule) in rules.iter().enumerate() {
        let policy = run.policy;
        if rule.when.fires(policy, &mut AtQueue { run, id }) {
            return Trip::Rule(position as u32);
        }
    }
    Trip::Clear
}

/// What a condition sees of a queue.
struct AtQueue<'r, 'c, P, O> {
    run: &'r mut Run<'c, P, O>,
    id: QueueId,
}

impl<P: Policy, O: Observer> Arrival for AtQueue<'_, '_, P, O> {
    #[inline(always)]
    fn queue(&self) -> QueueView {
        queue_view(self.run, self.id)
    }

    #[inline(always)]
    fn waiting(&mut self) -> u32 {
        self.run.queues[self.id.index()].read_count(self.run.now)
    }

    #[inline(always)]
    fn estimate(&mut self) -> Option<f64> {
        quoting::estimate(self.run, self.id)
    }

    #[inline(always)]
    fn fires_by_length(&mut self, when: Condition) -> Option<bool> {
        let (run, id) = (&mut *self.run, self.id);
        if !run.queues[id.index()].counts_when_asked() {
            return None;
        }
        let least = match when {
            Condition::WaitingCalls(limit) => limit,
            Condition::AverageWait(limit) => quoting::least_above(run, id, limit)?,
            Condition::Waited(_) | Condition::OutOfHours => return None,
        };
        let queue = &mut run.queues[id.index()];
        Some(queue.plain.waiting_at_most() >= least && queue.read_count(run.now) >= least)
    }
}

/// A queue as a policy sees it. Only looks: the count that rules see is not brought up to date.
#[inline(always)]
pub(super) fn queue_view<P: Policy, O: Observer>(run: &Run<'_, P, O>, id: QueueId) -> QueueView {
    let state = &run.queues[id.index()];
    QueueView {
        queue: id,
        waiting: state.count.seen(run.now),
        live: state.live,
        callbacks: state.callbacks,
        active_callbacks: state.active_callbacks,
        now: run.now,
    }
}

/// What a rule does to a call; tells whether the call goes on to an agent or a place in the
/// queue that it is in then.
pub(super) fn act<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    position: u32,
) -> bool {
    let action = run.rules_of(slot)[position as usize].action;
    let call = run.calls.get_mut(slot);
    let route =
        call.route_rule.filter(|&rule| run.center.routing.rules[rule as usize].overflow.is_some());
    if action == Action::DirectCallback {
        call.offers_wanted = true;
    }
    run.say(slot, Happening::Overflowed { rule: position, route });
    match action {
        Action::DirectCallback | Action::AssignAnyway => true,
        Action::Transfer(to) => moving::move_to(run, slot, to),
        Action::External => {
            run.stop_waiting(slot);
            run.say(slot, Happening::SentOutside);
            moving::depart(run, slot);
            false
        }
        Action::Voicemail => {
            moving::to_voicemail(run, slot);
            false
        }
        Action::EndCall => {
            moving::end_call(run, slot);
            false
        }
    }
}

/// The clocks of a call that stands in its queue for the first time: offers, and rules on the time
/// waited. They run from queue entry, also when an agent was notified first and declined.
#[inline]
pub(super) fn start_clocks<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    if run.uses.overflow {
        start_clocks_of_rules(run, slot);
    }
}

fn start_clocks_of_rules<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let call = run.calls.get(slot);
    if call.is_message {
        // Nobody holds the line whom waiting could move.
        return;
    }
    if call.offers_wanted {
        let entered = call.facts.entered;
        await_offer(run, slot, entered);
    }
    if run.uses.wait_limits {
        await_wait_limit(run, slot);
    }
}

/// The first offer comes its time after a moment; when that is over, the next one that is due.
fn await_offer<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, from: SimTime) {
    let (queue, _) = run.queue_of(slot);
    let first = from + queue.callback.first_offer;
    let repeat = queue.callback.repeat_every.0.max(1);
    let late = run.now.since(first).0.div_ceil(repeat);
    let at = first + Span(late * repeat);
    let call = run.calls.get_mut(slot);
    call.offer_due = at;
    run.calendar.timer(Timer::Offer, call.key(), at);
}

/// The next time waited that trips a rule, if one is left; at once when it is over.
fn await_wait_limit<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let rules = run.rules_of(slot);
    let now = run.now;
    let call = run.calls.get_mut(slot);
    let limits = rules.iter().filter_map(|rule| match rule.when {
        Condition::Waited(limit) if !is_done(rule, call.offers_wanted) => Some(limit),
        _ => None,
    });
    if let Some(limit) = limits.min() {
        let at = now.max(call.facts.entered + limit);
        call.limit_due = at;
        run.calendar.timer(Timer::WaitLimit, call.key(), at);
    }
}

/// A rule that offers callbacks has nothing to do for a call that gets offers already.
fn is_done(rule: &OverflowRule, offers_wanted: bool) -> bool {
    offers_wanted && rule.action == Action::DirectCallback
}

/// A call has waited as long as a rule allows; pending callbacks are exempt, and nobody who is
/// about to be connected is moved.
pub(super) fn wait_limit_passes<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    if call.limit_due != run.now {
        return;
    }
    if let Some(rule) = passed_rule(run, key)
        && let Condition::Waited(limit) = run.rules_of(key.slot)[rule].when
        && batching::may_overflow(run, key, limit)
    {
        overflow_by(run, key.slot, rule);
    }
}

/// Whether a call still waits in a queue in which a limit of its own has passed.
pub(super) fn still_waits<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    key: CallKey,
    queue: QueueId,
) -> bool {
    run.calls.live(key).is_some_and(|call| call.facts.queue == queue)
        && passed_rule(run, key).is_some()
}

/// A call whose limit has passed before has its turn to overflow.
pub(super) fn overflow_waiting<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    if run.calls.live(key).is_some()
        && let Some(rule) = passed_rule(run, key)
    {
        run.calls.get_mut(key.slot).limit_due = SimTime::NEVER;
        overflow_by(run, key.slot, rule);
    }
}

/// The first rule whose limit a call on hold has passed and that has something to do for it.
fn passed_rule<P: Policy, O: Observer>(run: &Run<'_, P, O>, key: CallKey) -> Option<usize> {
    let call = run.calls.get(key.slot);
    let (waits, notified) =
        (matches!(call.state, State::Waiting(_)), matches!(call.state, State::Notifying(_)));
    if call.facts.is_callback() || !(waits || notified) {
        return None;
    }
    let waited = run.now.since(call.facts.entered);
    run.rules_of(key.slot).iter().position(|rule| match rule.when {
        Condition::Waited(limit) => {
            limit <= waited
                && !is_done(rule, call.offers_wanted)
                && (waits || rule.action == Action::DirectCallback)
        }
        _ => false,
    })
}

/// A rule on the time waited does what it says.
fn overflow_by<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, rule: usize) {
    let action = run.rules_of(slot)[rule].action;
    if !act(run, slot, rule as u32) {
        return;
    }
    if run.calls.get(slot).state == State::Arriving {
        return arriving::take_or_queue(run, slot);
    }
    if action == Action::DirectCallback {
        await_offer(run, slot, run.now);
        await_wait_limit(run, slot);
    }
}

/// A call comes back to its queue from a notification: a limit that passed meanwhile is looked
/// at now.
pub(super) fn look_again<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let call = run.calls.get_mut(slot);
    if call.limit_due < run.now && !call.facts.is_callback() {
        call.limit_due = run.now;
        let key = call.key();
        run.calendar.timer(Timer::WaitLimit, key, run.now);
    }
}
