//! The calendar: the next happening, out of one lane per kind of event.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::ids::{CallTypeId, GroupId, QueueId};
use crate::time::SimTime;

use super::agent::HandId;
use super::call::CallKey;
use super::event::{Event, Step, Timer};
use super::tournament::Tournament;

/// What is scheduled. Nothing is ever cancelled: a timer that has lost its reason is found
/// stale by whoever it wakes.
#[derive(Debug)]
pub(super) struct Calendar {
    /// The next arrival of each call type, then the next window of each booking.
    arrivals: Vec<SimTime>,
    call_types: usize,
    /// The earliest of them, with its position.
    next_arrival: (SimTime, u32),
    /// What is known from the start, in order of time; the cursor stands on the next.
    known: Vec<(SimTime, Known)>,
    next_known: usize,
    /// What each agent does next, by hand.
    hands: Tournament,
    steps: Vec<Step>,
    /// The calls' timers: (moment, kind, call).
    timers: BinaryHeap<Reverse<(SimTime, Timer, CallKey)>>,
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
    /// An empty calendar but for what is known from the start.
    pub(super) fn new(
        call_types: usize,
        bookings: usize,
        hands: usize,
        mut known: Vec<(SimTime, Known)>,
    ) -> Self {
        known.sort_unstable();
        Self {
            arrivals: vec![SimTime::NEVER; call_types + bookings],
            call_types,
            next_arrival: (SimTime::NEVER, 0),
            known,
            next_known: 0,
            hands: Tournament::new(hands),
            steps: vec![Step::Talk; hands],
            timers: BinaryHeap::new(),
        }
    }

    /// The next call of a type comes then.
    #[inline]
    pub(super) fn arrival(&mut self, call_type: CallTypeId, at: SimTime) {
        self.arrives(call_type.index(), at);
    }

    /// The next window of a booking opens then.
    pub(super) fn window(&mut self, booking: usize, at: SimTime) {
        self.arrives(self.call_types + booking, at);
    }

    #[inline]
    fn arrives(&mut self, position: usize, at: SimTime) {
        self.arrivals[position] = at;
        let mut next = (self.arrivals[0], 0);
        for (position, &other) in self.arrivals.iter().enumerate().skip(1) {
            next = next.min((other, position as u32));
        }
        self.next_arrival = next;
    }

    /// The agent ends this step with the work in this hand then.
    #[inline]
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
        self.timers.push(Reverse((at, timer, call)));
    }

    /// Takes out the earliest happening, if there is one up to `last`.
    #[inline]
    pub(super) fn next(&mut self, last: SimTime) -> Option<(SimTime, Event)> {
        let (hand_at, hand) = self.hands.first();
        let (arrival_at, position) = self.next_arrival;
        let known_at = self.known.get(self.next_known).map_or(SimTime::NEVER, |known| known.0);
        let timer_at = self.timers.peek().map_or(SimTime::NEVER, |Reverse(timer)| timer.0);
        let at = hand_at.min(known_at).min(arrival_at).min(timer_at);
        if at > last || at == SimTime::NEVER {
            return None;
        }
        let event = if hand_at == at {
            let hand = HandId(hand);
            self.rest(hand);
            self.steps[hand.index()].end(hand)
        } else if known_at == at {
            self.next_known += 1;
            match self.known[self.next_known - 1].1 {
                Known::Shift(group) => Event::ShiftChanges(group),
                Known::Hours(queue) => Event::HoursChange(queue),
            }
        } else if arrival_at == at {
            match (position as usize).checked_sub(self.call_types) {
                None => Event::CallArrives(CallTypeId(position)),
                Some(booking) => Event::WindowOpens(booking),
            }
        } else {
            let Reverse((_, timer, call)) = self.timers.pop()?;
            timer.event(call)
        };
        Some((at, event))
    }
}
