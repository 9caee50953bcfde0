//! A call comes in: blocked, answered, hung up at once, or queued.

use crate::ids::{CallTypeId, QueueId};
use crate::model::RecordedCall;
use crate::observe::{Happening, Observer, Promise};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::call::{Brought, Call, Untold};
use super::event::Timer;
use super::overflowing::Trip;
use super::prioritising::standing;
use super::run::{Run, TypeState};
use super::{assigning, direct, foreseeing, moving, overflowing, returning, routing, waiting};

/// The next call of a type comes in.
#[inline(always)]
pub(super) fn call_arrives<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: CallTypeId) {
    if run.uses.direct_arrivals
        && let Some(queue) = run.types[id.index()].only_queue
    {
        if run.uses.estimates {
            direct::call_arrives::<true, P, O>(run, id, queue);
            return foreseeing::calls_follow::<true, P, O>(run);
        }
        direct::call_arrives::<false, P, O>(run, id, queue);
        return foreseeing::calls_follow::<false, P, O>(run);
    }
    let slot = admit(run, id);
    run.await_call(id);
    come_in(run, slot);
}

/// The order of tests at an arrival: lines, hours and overflow, a free agent, room in the queue,
/// balking.
#[inline(always)]
pub(super) fn come_in<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let trip = routing::choose_queue(run, slot);
    is_at(run, slot, trip);
}

/// A call is at its queue, where it finds this.
#[inline(always)]
pub(super) fn is_at<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, trip: Trip) {
    let unhindered = trip == Trip::Clear && !(run.uses.lines || run.uses.callback_shares);
    let is_said_late = unhindered && run.uses.late_arrivals;
    let call = takes_its_standing(run, slot);
    if is_said_late {
        call.untold = Untold::Arrival;
    } else {
        run.observer.call(run.now, &run.calls.get(slot).facts, Happening::Arrived);
    }
    if unhindered || gets_through(run, slot, trip) {
        take_or_queue(run, slot);
    }
}

/// Where a call will stand in its queue.
#[inline(always)]
pub(super) fn takes_its_standing<'r, P: Policy, O: Observer>(
    run: &'r mut Run<'_, P, O>,
    slot: u32,
) -> &'r mut Call {
    let standing = standing(run, slot);
    let call = run.calls.get_mut(slot);
    call.place.standing = standing;
    call
}

/// Whether a call gets through to an agent or a place in a queue, past lines, hours and overflow.
fn gets_through<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, trip: Trip) -> bool {
    let (_, id) = run.queue_of(slot);
    let no_line = lines_are_full(run, id);
    if trip == Trip::Closed && !no_line {
        run.say(slot, Happening::OutOfHours);
        run.gone(slot);
        return false;
    }
    is_offered(run, id);
    if no_line {
        block(run, slot);
        return false;
    }
    run.line(slot, true);
    match trip {
        Trip::Rule(rule) => overflowing::act(run, slot, rule),
        Trip::Clear | Trip::Closed => true,
    }
}

/// A queue has one more call offered, where a share of these may become callbacks.
#[inline]
pub(super) fn is_offered<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: QueueId) {
    if run.uses.callback_shares && run.center.queues[id.index()].callback.share_limit < 1.0 {
        run.today(id).offered += 1;
    }
}

/// A free agent takes the call, or it queues if there is room and the caller wants to.
#[inline(always)]
pub(super) fn take_or_queue<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    if !assigning::find_agent(run, slot) {
        finds_nobody(run, slot);
    }
}

/// No agent is free for a call.
#[inline(always)]
pub(super) fn finds_nobody<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    if run.uses.waiting_limits && is_full(run, run.calls.get(slot).facts.queue) {
        return block(run, slot);
    }
    if run.uses.balking && balks(run, slot) {
        run.say(slot, Happening::Balked);
        returning::may_redial(run, slot);
        return run.gone(slot);
    }
    waiting::join_queue(run, slot);
}

/// Whether a caller who finds no free agent hangs up at once.
fn balks<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32) -> bool {
    let call = run.calls.get(slot);
    let id = call.facts.call_type;
    let luck = run.types[id.index()].luck.balk;
    let probability = run.center.call_types[id.index()].balk;
    !call.is_moved && luck.happens(probability, call.facts.number, 0)
}

/// Takes the next call of a type in, with all the luck that it carries.
#[inline(always)]
fn admit<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: CallTypeId) -> u32 {
    let source = &run.types[id.index()].source;
    let number = source.number;
    if let Some(stated) = source.stated().copied() {
        return admit_stated(run, id, number, &stated);
    }
    let call = brought(run, id, number, run.now);
    run.calls.admit(call.facts(QueueId(0)), None)
}

/// The same of a call of which the record states something.
fn admit_stated<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    id: CallTypeId,
    number: u64,
    stated: &RecordedCall,
) -> u32 {
    let &RecordedCall { talk_time, after_call_work, .. } = stated;
    let call = brought_but(run, id, number, run.now, talk_time, after_call_work);
    let slot = run.calls.admit(call.facts(QueueId(0)), stated.patience);
    let call = run.calls.get_mut(slot);
    call.patience_ends = stated.patience.map_or(SimTime::NEVER, |patience| run.now + patience);
    call.attributes_row = Some(stated.row);
    call.stated_queue = stated.queue;
    slot
}

/// How long the caller holds: stated by the record, or drawn now that it matters for the first
/// time. Who is answered at once never needs it.
#[inline(always)]
pub(super) fn patience<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) -> Span {
    let call = run.calls.get(slot);
    if let Some(patience) = call.patience {
        return patience;
    }
    let (id, number, arrived) = (call.facts.call_type, call.facts.number, call.facts.arrived);
    let patience = drawn_patience(run, id, number, arrived);
    let call = run.calls.get_mut(slot);
    call.patience = Some(patience);
    call.patience_ends = arrived + patience;
    patience
}

/// The patience of a call of that number that arrives then.
#[inline(always)]
pub(super) fn drawn_patience<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    id: CallTypeId,
    number: u64,
    at: SimTime,
) -> Span {
    run.types[id.index()].patiences.of(number, at)
}

/// What a call that arrives then brings along, as it is drawn.
#[inline(always)]
pub(super) fn brought<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    id: CallTypeId,
    number: u64,
    at: SimTime,
) -> Brought {
    brought_but(run, id, number, at, None, None)
}

/// The same where its talk time or after-call work may be stated.
#[inline(always)]
fn brought_but<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    id: CallTypeId,
    number: u64,
    at: SimTime,
    talk_time: Option<Span>,
    after_call_work: Option<Span>,
) -> Brought {
    let TypeState { talk_times, after_call_works, .. } = &mut run.types[id.index()];
    let talk_time = match talk_time {
        Some(stated) => stated,
        None => talk_times.of(number, at),
    };
    let after_call_work = match after_call_work {
        Some(stated) => stated,
        None => after_call_works.of(number, at),
    };
    let (rule, promise) = (Brought::NO_RULE, Promise::Unasked);
    Brought { call_type: id, rule, number, arrived: at, talk_time, after_call_work, promise }
}

/// Whether as many items wait in a queue as may.
pub(super) fn is_full<P: Policy, O: Observer>(run: &Run<'_, P, O>, id: QueueId) -> bool {
    let queue = &run.center.queues[id.index()];
    let state = &run.queues[id.index()];
    let waiting = state.live + if queue.callback.counts_to_limit { state.callbacks } else { 0 };
    queue.max_waiting.is_some_and(|most| waiting >= most)
}

pub(super) fn lines_are_full<P: Policy, O: Observer>(run: &Run<'_, P, O>, queue: QueueId) -> bool {
    let full = |lines: Option<u32>, used: u32| lines.is_some_and(|lines| used >= lines);
    run.uses.lines
        && (full(run.center.lines, run.lines)
            || full(run.center.queues[queue.index()].lines, run.queues[queue.index()].lines))
}

/// All lines are busy, or the queue is full.
pub(super) fn block<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    run.say(slot, Happening::Blocked);
    returning::may_redial(run, slot);
    moving::depart(run, slot);
}

/// The caller hangs up then, if nobody has answered; asked for as often as one likes.
#[inline]
pub(super) fn await_patience<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    patience(run, slot);
    let call = run.calls.get_mut(slot);
    if call.patience_ends != SimTime::NEVER && !call.patience_timed {
        call.patience_timed = true;
        let (key, at) = (call.key(), call.patience_ends);
        run.calendar.timer(Timer::Patience, key, at);
    }
}
