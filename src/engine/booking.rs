//! Scheduled callbacks: booked without a call, they enter their queue when their window opens.

use crate::ids::QueueId;
use crate::model::{Booking, Center, Windows};
use crate::observe::{CallFacts, Happening, Observer};
use crate::policy::Policy;
use crate::random::{Law, Purpose, Stream, name_hash};
use crate::time::{SimTime, Span};

use super::call::State;
use super::prioritising::standing;
use super::run::Run;
use super::{arriving, assigning, calling_back, waiting};

/// Numbers that each list of bookings has for itself.
const NUMBERS: u64 = 1 << 24;

/// The callbacks of one booking in one replication.
#[derive(Debug)]
pub(super) struct Booked<'c> {
    pub(super) booking: &'c Booking,
    gaps: Stream,
    /// The first number; calls of one type never share one.
    first: u64,
    /// How many have been looked at.
    count: u64,
    /// The process's own clock in ticks, finer than the calendar's.
    clock: f64,
    end: SimTime,
    /// The window that opens next.
    window: (SimTime, SimTime),
}

impl<'c> Booked<'c> {
    /// All bookings of a center.
    pub(super) fn all(center: &'c Center, seed: u64, replication: u64) -> Vec<Self> {
        let booked = |(position, booking): (usize, &'c Booking)| {
            let earlier = &center.bookings[..position];
            let twins = earlier.iter().filter(|other| other.call_type == booking.call_type);
            let name = name_hash(&center.call_types[booking.call_type.index()].name);
            Self {
                booking,
                gaps: Stream::new(seed, replication, Purpose::Booking, name),
                first: CallFacts::BOOKED + NUMBERS * twins.count() as u64,
                count: 0,
                clock: 0.0,
                end: center.horizon.end,
                window: (SimTime::NEVER, SimTime::NEVER),
            }
        };
        center.bookings.iter().enumerate().map(booked).collect()
    }

    /// Goes on to the next window and says when it opens; never, when there is none.
    pub(super) fn advance(&mut self) -> SimTime {
        const ONE: Law = Law::Exponential { mean: 1.0 };
        const HOUR: f64 = 3_600.0e6;
        self.window = match &self.booking.windows {
            Windows::Stated(windows) => windows
                .get(self.count as usize)
                .copied()
                .unwrap_or((SimTime::NEVER, SimTime::NEVER)),
            Windows::Poisson { per_hour, length } => {
                let gap = ONE.sample(&mut self.gaps.draws(self.number(), 0));
                self.clock += gap / per_hour * HOUR;
                // `as` saturates: what never comes, comes at the end of time.
                let opens = SimTime(self.clock as u64);
                (opens, opens + *length)
            }
        };
        self.count += 1;
        if self.window.0 < self.end { self.window.0 } else { SimTime::NEVER }
    }

    /// The number of the callback that comes next, within its type.
    const fn number(&self) -> u64 {
        self.first + self.count
    }
}

/// The window of a booked callback opens: it stands in its queue, as old as its window.
pub(super) fn window_opens<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, position: usize) {
    let booked = &run.booked[position];
    let (queue, call_type) = (booked.booking.queue, booked.booking.call_type);
    let (number, closes) = (booked.number() - 1, booked.window.1);
    run.await_window(position);
    let call = arriving::brought(run, call_type, number, run.now);
    let slot = run.calls.admit(call.facts(queue), Some(Span::FOREVER));
    run.calls.get_mut(slot).place.standing = standing(run, slot);
    run.say(slot, Happening::Arrived);
    if has_no_room(run, slot, queue) {
        run.say(slot, Happening::Blocked);
        return run.gone(slot);
    }
    let state = &mut run.queues[queue.index()];
    state.active_callbacks += 1;
    state.callbacks += 1;
    let call = run.calls.get_mut(slot);
    let ticket = state.line.join(call.place, slot);
    call.facts.key_pressed = run.now;
    call.waiting_since = run.now;
    call.state = State::CallbackDue(ticket);
    run.recount(queue);
    run.line_changed(queue);
    let position = waiting::position(run, slot, calling_back::callback_place(run, slot));
    run.say(slot, Happening::CallbackAccepted { position });
    calling_back::is_pending_until(run, slot, ticket, closes);
    waiting::await_levels(run, slot);
    assigning::find_agent(run, slot);
}

/// Whether the queue is full, and nobody is free.
fn has_no_room<P: Policy, O: Observer>(run: &Run<'_, P, O>, slot: u32, id: QueueId) -> bool {
    let queue = &run.center.queues[id.index()];
    queue.callback.counts_to_limit
        && arriving::is_full(run, id)
        && assigning::free_agent(run, slot).is_none()
}
