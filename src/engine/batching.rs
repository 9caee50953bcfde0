//! Batches: where only so many waiting items may overflow in a minute, the others wait their turn.

use crate::ids::QueueId;
use crate::observe::Observer;
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::call::CallKey;
use super::event::Timer;
use super::overflowing;
use super::run::Run;

const MINUTE: Span = Span::from_secs(60);

/// Items whose wait limit has passed and that are to overflow.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The minute under way, counted from the start, and how many have overflowed in it.
    minute: u64,
    done: u32,
    /// Who waits for the next minute.
    waiting: Vec<Item>,
}

#[derive(Clone, Copy, Debug)]
struct Item {
    /// The wait limit that has passed; the lower goes first.
    limit: Span,
    queue: QueueId,
    call: CallKey,
}

/// Whether an item may overflow now; if not it stands in line for the next minute.
///
/// At the first item of a minute all that waited since the last one have their turn, so that an
/// item that has just come does not go before them.
pub(super) fn may_overflow<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    call: CallKey,
    limit: Span,
) -> bool {
    let Some(most) = run.center.routing.overflow_per_minute else { return true };
    let minute = run.now.0 / MINUTE.0;
    if run.batch.minute != minute {
        run.batch.minute = minute;
        run.batch.done = 0;
    }
    let mut waiting = std::mem::take(&mut run.batch.waiting);
    waiting.retain(|item| overflowing::still_waits(run, item.call, item.queue));
    run.batch.waiting = waiting;
    let batch = &mut run.batch;
    let waits = batch.waiting.iter().any(|item| item.call == call);
    if batch.waiting.is_empty() && batch.done < most {
        batch.done += 1;
        return true;
    }
    if !waits {
        let queue = run.calls.get(call.slot).facts.queue;
        run.batch.waiting.push(Item { limit, queue, call });
        put_off(run, call, minute);
    } else {
        take_turns(run, most, minute);
    }
    false
}

/// The item is looked at again when the next minute begins.
fn put_off<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, call: CallKey, minute: u64) {
    let next = SimTime((minute + 1) * MINUTE.0);
    run.calls.get_mut(call.slot).limit_due = next;
    run.calendar.timer(Timer::WaitLimit, call, next);
}

/// So many of those who wait overflow: by their limit, queues of one limit in turn, then the
/// oldest; the others wait for the next minute.
fn take_turns<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, most: u32, minute: u64) {
    let mut items = std::mem::take(&mut run.batch.waiting);
    items.sort_by_key(|item| (item.limit, item.queue, item.call));
    let mut order: Vec<((Span, usize, QueueId), CallKey)> = Vec::with_capacity(items.len());
    for of_queue in items.chunk_by(|a, b| (a.limit, a.queue) == (b.limit, b.queue)) {
        let turns = of_queue.iter().enumerate();
        order.extend(turns.map(|(turn, item)| ((item.limit, turn, item.queue), item.call)));
    }
    order.sort_unstable();
    let room = (most - run.batch.done) as usize;
    let (now, later) = order.split_at(room.min(order.len()));
    run.batch.done += now.len() as u32;
    for &((limit, _, queue), call) in later {
        run.batch.waiting.push(Item { limit, queue, call });
        put_off(run, call, minute);
    }
    for &(_, call) in now {
        overflowing::overflow_waiting(run, call);
    }
}
