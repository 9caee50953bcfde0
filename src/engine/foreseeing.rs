//! One queue and one group of agents: what becomes of a call is seen as soon as it comes, since those
//! behind it change nothing (Lindley 1952; Kiefer and Wolfowitz 1955, for several agents). Until the
//! plan of the agents changes it goes to who is free first, or hangs up before. Where the line is not
//! plain, only that of a call that need not wait is seen, while nobody waits.
//!
//! Agents then need not be awaited: that one is free is noticed when the next call comes or the plan
//! changes. They are awaited while a caller's fate is open, while more are on duty than planned, and
//! from the last call on.

use crate::ids::{AgentId, GroupId, QueueId};
use crate::observe::Observer;
use crate::policy::Policy;
use crate::time::SimTime;

use super::agent::HandId;
use super::call::Brought;
use super::event::{Arrival, Step};
use super::offering::Answer;
use super::plain::{self, Caller, Hold};
use super::run::Run;
use super::{dialling, direct, serving, staffing};

/// The only group, and its queue.
const GROUP: GroupId = GroupId(0);
const QUEUE: QueueId = QueueId(0);

/// From now on fates are foreseen, if the center is of the kind.
pub(super) fn start<P: Policy, O: Observer>(run: &mut Run<'_, P, O>) {
    run.foresees = run.uses.foresight;
    look_on(run);
}

/// From now on everything happens at its moment.
#[cold]
pub(super) fn stop<P: Policy, O: Observer>(run: &mut Run<'_, P, O>) {
    look_away(run);
    run.foresees = false;
}

/// The calls that come next, one after another: while no agent is awaited nothing else happens before
/// the plan changes, and such a center has no bookings.
#[inline(always)]
pub(super) fn calls_follow<const LOOKED_AT: bool, P: Policy, O: Observer>(run: &mut Run<'_, P, O>) {
    while !run.calendar.awaits_hands
        && let Some((at, Arrival::Call(call_type))) = run.calendar.take_arrival_next()
    {
        run.now = at;
        direct::call_arrives::<LOOKED_AT, P, O>(run, call_type, QUEUE);
    }
}

/// What is seen of a call when it comes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fate {
    /// All of it.
    Seen,
    /// That it waits, for as long as this.
    Waits(Hold),
    /// Nothing: it goes on as where nothing is foreseen, to an agent who stands among the free or
    /// into the line.
    Open,
}

/// A call comes; what becomes of it.
#[inline(always)]
pub(super) fn fate<const LOOKED_AT: bool, P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    call: &mut Brought,
) -> Fate {
    if run.calendar.arrivals_are_over() {
        stop(run);
        return Fate::Open;
    }
    if !run.free.of(GROUP).is_empty() {
        return Fate::Open;
    }
    let mut hold = None;
    if becomes_of::<LOOKED_AT, P, O>(run, call, &mut hold) {
        if LOOKED_AT {
            run.queues[QUEUE.index()].plain.has_grown(run.now);
        }
        return Fate::Seen;
    }
    run.calendar.awaits_hands = true;
    hold.map_or(Fate::Open, Fate::Waits)
}

/// What becomes of a call, first of those whose fate was open; tells whether it is seen. How long its
/// caller holds matters only if it waits, and is put down if it does.
#[inline(always)]
fn becomes_of<const LOOKED_AT: bool, P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    call: &mut Brought,
    hold: &mut Option<Hold>,
) -> bool {
    let (free_at, hand) = run.calendar.first_hand();
    if free_at > call.arrived {
        // At one moment agents become free before their plan changes.
        if !run.uses.plain_lines || free_at > run.calendar.known_at().min(run.last) {
            return false;
        }
        let Hold { leaves, answer } = match *hold {
            Some(hold) => hold,
            None => *hold.insert(plain::hold::<LOOKED_AT, P, O>(run, call, QUEUE)),
        };
        // At one moment agents come before offers.
        if LOOKED_AT && answer.at() < free_at {
            return is_called_back(run, call, answer, hand, free_at);
        }
        if leaves < free_at {
            if LOOKED_AT {
                run.queues[QUEUE.index()].plain.hangs_up(leaves);
            }
            plain::say_hung_up(run, QUEUE, call, leaves);
            return true;
        }
    }
    is_served::<LOOKED_AT, P, O>(run, call, hand, free_at.max(call.arrived))
}

/// What becomes of a call whose caller may press the key before an agent is free then; tells whether it
/// is seen.
fn is_called_back<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    call: &Brought,
    answer: Answer,
    hand: HandId,
    free_at: SimTime,
) -> bool {
    let Answer::Key(key) = answer else { return false };
    let by = (GROUP, AgentId(hand.0));
    if !dialling::will_take(run, call, QUEUE, key, by, free_at) {
        return false;
    }
    run.queues[QUEUE.index()].plain.is_taken(free_at);
    true
}

/// A call is given to this agent then, if it can be told when the agent is free again.
#[inline(always)]
fn is_served<const LOOKED_AT: bool, P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    call: &Brought,
    hand: HandId,
    assigned: SimTime,
) -> bool {
    let ends = assigned + call.work();
    if ends > run.last {
        stop(run);
        return false;
    }
    let by = (GROUP, AgentId(hand.0));
    direct::say_served(run, call, QUEUE, by, assigned, assigned > call.arrived);
    run.calendar.step(hand, Step::Work, ends);
    if LOOKED_AT && !run.uses.plain_lines {
        serving::has_given_work(run, QUEUE, by.1, assigned.since(call.arrived));
    } else if LOOKED_AT && assigned > call.arrived {
        run.queues[QUEUE.index()].plain.is_taken(assigned);
    }
    true
}

/// Agents have come, gone or become free at their moments: looks what becomes of those whose fate was
/// open, and whether agents must be awaited.
#[inline(always)]
pub(super) fn look_on<P: Policy, O: Observer>(run: &mut Run<'_, P, O>) {
    if run.foresees {
        look_ahead(run);
    }
}

fn look_ahead<P: Policy, O: Observer>(run: &mut Run<'_, P, O>) {
    run.calendar.awaits_hands = true;
    let too_many = run.groups[GROUP.index()].has_too_many();
    if too_many || run.full_hands > 0 || run.calendar.arrivals_are_over() {
        return;
    }
    while run.calls.in_slots() > 0 {
        // One that is not in line may come between.
        let others = run.calls.in_slots() > run.queues[QUEUE.index()].callbacks as usize;
        if others || !run.uses.plain_lines || !is_item_seen(run) {
            return;
        }
    }
    while let Some(caller) = run.queues[QUEUE.index()].plain.first().copied() {
        if !is_seen(run, &caller) {
            return;
        }
    }
    run.calendar.awaits_hands = false;
}

/// What becomes of a caller in the row, first of those whose fate was open; tells whether it is seen.
fn is_seen<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, caller: &Caller) -> bool {
    if !caller.has_pressed_key() {
        if !becomes_of::<true, P, O>(run, &mut { caller.call }, &mut Some(caller.hold)) {
            return false;
        }
        run.calls.open -= 1;
    }
    run.queues[QUEUE.index()].plain.take_first();
    true
}

/// What becomes of the first item beside the row, and of those in the row who stand before it; tells
/// whether it is seen.
fn is_item_seen<P: Policy, O: Observer>(run: &mut Run<'_, P, O>) -> bool {
    let Some(slot) = run.first_item(QUEUE) else { return false };
    while let Some(caller) = run.queues[QUEUE.index()].plain.first().copied() {
        if run.calls.get(slot).place < plain::place(run, &caller) {
            break;
        }
        if !is_seen(run, &caller) {
            return false;
        }
    }
    is_called_back_next(run, slot)
}

/// What becomes of a callback that stands before all whose fate is open; tells whether it is seen.
fn is_called_back_next<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) -> bool {
    let (free_at, hand) = run.calendar.first_hand();
    if free_at > run.calendar.known_at().min(run.last) {
        return false;
    }
    let agent = AgentId(hand.0);
    let Some(ends) = dialling::takes(run, slot, agent, free_at.max(run.now)) else { return false };
    run.calendar.step(hand, Step::Work, ends);
    true
}

/// A call comes whose way is not the usual one: from now on agents are awaited.
#[cold]
pub(super) fn look_away<P: Policy, O: Observer>(run: &mut Run<'_, P, O>) {
    notice_free(run);
    run.calendar.awaits_hands = true;
}

/// The plan is about to change, or agents are about to be awaited: who is free by now stands among
/// the free, in the order in which they became so.
pub(super) fn notice_free<P: Policy, O: Observer>(run: &mut Run<'_, P, O>) {
    if run.calendar.awaits_hands {
        return;
    }
    while let Some((free_at, hand)) = run.calendar.take_hand_until(run.now) {
        let agent = direct::has_done(run, hand, free_at);
        staffing::wait_for_work(run, agent);
    }
}
