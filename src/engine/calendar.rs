//! The calendar: the next happening, out of one lane per kind of event.

use crate::ids::CallTypeId;
use crate::time::SimTime;

use super::agent::HandId;
use super::call::CallKey;
use super::event::{Arrival, Known, Step, Timer};
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
    /// The moment of the next; never after the last.
    known_at: SimTime,
    /// Whether the next of these is awaited.
    pub(super) awaits_hands: bool,
    /// What each agent does next, by hand.
    hands: Tournament,
    steps: Vec<Step>,
    /// The calls' timers.
    timers: Timers,
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
            known_at: known.first().map_or(SimTime::NEVER, |first| first.0),
            known,
            next_known: 0,
            awaits_hands: true,
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
        self.timers.set(at, timer, call);
    }

    /// The moment of the earliest happening, if there is one up to `last`, which is not
    /// [`SimTime::NEVER`]. `matters` may say of a timer, long before it goes off, that nobody will
    /// listen to it.
    #[inline(always)]
    pub(super) fn next(
        &mut self,
        last: SimTime,
        matters: impl Fn(Alarm) -> bool,
    ) -> Option<SimTime> {
        let hands_at = if self.awaits_hands { self.hands.first() } else { SimTime::NEVER };
        let others_at = hands_at.min(self.known_at).min(self.arrivals.first());
        let at = if self.timers.none_before(others_at) {
            others_at
        } else {
            self.timers.first_before(others_at, matters).min(others_at)
        };
        (at <= last).then_some(at)
    }

    /// Takes out the agent's hand that is due then: at the moment that [`Calendar::next`] told; and
    /// what ends.
    #[inline(always)]
    pub(super) fn take_step(&mut self, at: SimTime) -> Option<(Step, HandId)> {
        if !(self.awaits_hands && self.hands.is_due(at)) {
            return None;
        }
        let hand = HandId(self.hands.take_first());
        Some((self.steps[hand.index()], hand))
    }

    /// The first hand to end something, and when.
    #[inline(always)]
    pub(super) fn first_hand(&mut self) -> (SimTime, HandId) {
        let at = self.hands.first();
        (at, HandId(self.hands.whose()))
    }

    /// Takes out a hand that ends something by then, and tells when.
    pub(super) fn take_hand_until(&mut self, last: SimTime) -> Option<(SimTime, HandId)> {
        let at = self.hands.first();
        (at <= last).then(|| (at, HandId(self.hands.take_first())))
    }

    /// The moment of the next happening that is known from the start.
    #[inline(always)]
    pub(super) const fn known_at(&self) -> SimTime {
        self.known_at
    }

    /// Whether nothing comes in from outside any more.
    #[inline(always)]
    pub(super) fn arrivals_are_over(&mut self) -> bool {
        self.arrivals.first() == SimTime::NEVER
    }

    /// Takes out what has been known from the start and is due then.
    #[inline]
    pub(super) fn take_known(&mut self, at: SimTime) -> Option<Known> {
        if self.known_at != at {
            return None;
        }
        let (_, known) = self.known[self.next_known];
        self.next_known += 1;
        self.known_at = self.known.get(self.next_known).map_or(SimTime::NEVER, |next| next.0);
        Some(known)
    }

    /// Takes out the arrival that is due then.
    #[inline(always)]
    pub(super) fn take_arrival(&mut self, at: SimTime) -> Option<Arrival> {
        if !self.arrivals.is_due(at) {
            return None;
        }
        let position = self.arrivals.take_first();
        Some(match (position as usize).checked_sub(self.call_types) {
            None => Arrival::Call(CallTypeId(position)),
            Some(booking) => Arrival::Window(booking),
        })
    }

    /// Takes out the next arrival, if it comes before what has been known from the start, and no timer
    /// goes off before.
    #[inline(always)]
    pub(super) fn take_arrival_next(&mut self) -> Option<(SimTime, Arrival)> {
        let at = self.arrivals.first();
        let is_next = at < self.known_at && self.timers.none_before(at);
        if is_next { Some((at, self.take_arrival(at)?)) } else { None }
    }

    /// Takes out the earliest timer, when nothing else is due.
    #[inline]
    pub(super) fn take_timer(&mut self) -> Option<(Timer, CallKey)> {
        self.timers.take_first().map(|alarm| (alarm.timer(), alarm.call()))
    }
}
