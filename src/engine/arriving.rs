//! A call comes in: blocked, answered, hung up at once, or queued.

use crate::ids::{CallTypeId, QueueId};
use crate::model::{CallType, Patience};
use crate::observe::{CallFacts, Happening, Observer};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::event::Timer;
use super::run::Run;
use super::{assigning, overflowing, waiting};

/// The order of tests at an arrival: lines, overflow, a free agent, room in the queue, balking.
pub(super) fn call_arrives<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: CallTypeId) {
    let slot = admit(run, id);
    run.await_call(id);
    run.say(slot, Happening::Arrived);
    let (queue, queue_id) = run.queue_of(slot);
    if lines_are_full(run, queue_id) {
        return block(run, slot);
    }
    run.line(slot, true);
    overflowing::test_before_queueing(run, slot);
    if assigning::find_agent(run, slot) {
        return;
    }
    let call_type = &run.center.call_types[id.index()];
    let state = &run.queues[queue_id.index()];
    let waiting = state.live + if queue.callback.counts_to_limit { state.callbacks } else { 0 };
    if queue.max_waiting.is_some_and(|most| waiting >= most) {
        return block(run, slot);
    }
    let number = run.calls.get(slot).facts.number;
    if run.types[id.index()].luck.balk.happens(call_type.balk, number, 0) {
        run.say(slot, Happening::Balked);
        return run.gone(slot);
    }
    waiting::join_queue(run, slot);
}

/// Takes the next call of a type in, with all the luck that it carries.
fn admit<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: CallTypeId) -> u32 {
    let center = run.center;
    let call_type = &center.call_types[id.index()];
    let (source, luck) = (&run.types[id.index()].source, run.types[id.index()].luck);
    let (number, now) = (source.number, run.now);
    let stated = source.stated().copied().unwrap_or_default();
    let talk_time = stated
        .talk_time
        .unwrap_or_else(|| call_type.talk_time.sample(now, &mut luck.talk_time.draws(number, 0)));
    let after_call_work = stated.after_call_work.unwrap_or_else(|| {
        call_type.after_call_work.sample(now, &mut luck.after_call_work.draws(number, 0))
    });
    let patience = stated.patience.unwrap_or_else(|| match &call_type.patience {
        Patience::Never => Span::FOREVER,
        Patience::Law(law) => law.sample(now, &mut luck.patience.draws(number, 0)),
    });
    let slot = run.calls.admit(CallFacts {
        slot: 0,
        call_type: id,
        number,
        arrived: now,
        queue: route(call_type, || luck.route.uniform(number, 0)),
        key_pressed: SimTime::NEVER,
        assigned: SimTime::NEVER,
        talk_ticks: talk_time.0,
        wrap_ticks: after_call_work.0,
    });
    run.calls.get_mut(slot).patience_ends = now + patience;
    slot
}

/// The queue that a uniform number picks by the shares of the route.
fn route(call_type: &CallType, uniform: impl FnOnce() -> f64) -> QueueId {
    if let [(only, _)] = call_type.route.as_slice() {
        return *only;
    }
    let mut left = uniform();
    for (queue, share) in &call_type.route {
        if left < *share {
            return *queue;
        }
        left -= share;
    }
    call_type.route[call_type.route.len() - 1].0
}

fn lines_are_full<P: Policy, O: Observer>(run: &Run<'_, P, O>, queue: QueueId) -> bool {
    let full = |lines: Option<u32>, used: u32| lines.is_some_and(|lines| used >= lines);
    full(run.center.lines, run.lines)
        || full(run.center.queues[queue.index()].lines, run.queues[queue.index()].lines)
}

fn block<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    run.say(slot, Happening::Blocked);
    run.gone(slot);
}

/// The caller hangs up then, if nobody has answered; asked for as often as one likes.
#[inline]
pub(super) fn await_patience<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let call = run.calls.get_mut(slot);
    if call.patience_ends != SimTime::NEVER && !call.patience_timed {
        call.patience_timed = true;
        run.calendar.timer(Timer::Patience, call.key, call.patience_ends);
    }
}
