//! The calendar: the next happening, out of one lane per kind of event.

use crate::ids::{CallTypeId, GroupId, QueueId};
use crate::time::SimTime;

use super::agent::HandId;
use super::call::CallKey;
use super::event::{Event, Step, Timer};
use super::timers::{Alarm, Timers};
use super::tournament::Tournament;

/// What is scheduled.
#[derive(Debug)]
pub(super) struct Calendar {
    /// The next arrival of each call type, then the next window of each booking.
    arrivals: Tournament,
    call_types: usize,
    /// What is known from the start, in order of time; the cursor stands on the next.
    known: Vec<(SimTime, Known)>,
    next_known: usize,
    /// What each agent does next, by hand.
    hands: Tournament,
    steps: Vec<Step>,
    /// The calls' timers.
    timers: Timers,
}

/// Happenings that are known from the start, in the order of [`Event`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Known {
    /// [`Event::ShiftChanges`].
    Shift(GroupId),
    /// [`Event::HoursChange`].
    Hours(QueueId),
}

impl Calendar {
    /// An empty calendar but for what is known from the start; nothing after `last` will be asked
    /// for.
    pub(super) fn new(
        call_types: usize,
        bookings: usize,
        hands: usize,
        mut known: Vec<(SimTime, Known)>,
        last: SimTime,
    ) -> Self {
        known.sort_unstable();
        Self {
            arrivals: Tournament::new(call_types + bookings, last),
            call_types,
            known,
            next_known: 0,
            hands: Tournament::new(hands, last),
            steps: vec![Step::Talk; hands],
            timers: Timers::new(),
        }
    }

    /// The next call of a type comes then.
    #[inline]
    pub(super) fn arrival(&mut self, call_type: CallTypeId, at: SimTime) {
        self.arrivals.set(call_type.0, at);
    }

    /// The next window of a booking opens then.
    pub(super) fn window(&mut self, booking: usize, at: SimTime) {
        self.arrivals.set((self.call_types + booking) as u32, at);
    }

    /// The agent ends this step with the work in this hand then.
    #[inline(always)]
    pub(super) fn step(&mut self, hand: HandId, step: Step, at: SimTime) {
        self.steps[hand.index()] = step;
        self.hands.set(hand.0, at);
    }

    /// The agent has nothing to end with this hand any more.
    #[inline]
    pub(super) fn rest(&mut self, hand: HandId) {
        self.hands.set(hand.0, SimTime::NEVER);
    }

    /// A call's timer goes off then.
    #[inline]
    pub(super) fn timer(&mut self, timer: Timer, call: CallKey, at: SimTime) {
        self.timers.set(Alarm::new(at, timer, call));
    }

    /// Takes out the earliest happening, if there is one up to `last`. `matters` may say of a
    /// timer, long before it goes off, that nobody will listen to it.
    #[inline(always)]
    pub(super) fn next(
        &mut self,
        last: SimTime,
        matters: impl Fn(Alarm) -> bool,
    ) -> Option<(SimTime, Event)> {
        let (hand_at, arrival_at) = (self.hands.first(), self.arrivals.first());
        let known_at = self.known.get(self.next_known).map_or(SimTime::NEVER, |known| known.0);
        let others_at = hand_at.min(known_at).min(arrival_at);
        let at = self.timers.first_before(others_at, matters).min(others_at);
        if at > last || at == SimTime::NEVER {
            return None;
        }
        let event = if hand_at == at {
            let hand = HandId(self.hands.take_first());
            self.steps[hand.index()].end(hand)
        } else if known_at == at {
            self.next_known += 1;
            match self.known[self.next_known - 1].1 {
                Known::Shift(group) => Event::ShiftChanges(group),
                Known::Hours(queue) => Event::HoursChange(queue),
            }
        } else if arrival_at == at {
            let position = self.arrivals.take_first();
            match (position as usize).checked_sub(self.call_types) {
                None => Event::CallArrives(CallTypeId(position)),
                Some(booking) => Event::WindowOpens(booking),
            }
        } else {
            self.timers.take_first()?.event()
        };
        Some((at, event))
    }
}
