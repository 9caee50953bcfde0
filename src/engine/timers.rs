//! The calls' timers, by moment, kind and call: near ones in order, later ones in a wheel of slots
//! of about two seconds, so that most timers that lose their reason are never sorted.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::time::SimTime;

use super::call::CallKey;
use super::event::Timer;

/// A call's timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alarm {
    at: SimTime,
    /// The kind in the upper bits, then the call's serial number.
    order: u64,
    slot: u32,
}

/// Bits of a serial number beside the kind: enough for 10^16 calls.
const SERIAL: u32 = 56;

impl Ord for Alarm {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

impl PartialOrd for Alarm {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Alarm {
    #[inline]
    pub(super) fn new(at: SimTime, timer: Timer, call: CallKey) -> Self {
        let kind_and_serial = (timer as u64) << SERIAL | call.serial;
        Self { at, order: kind_and_serial, slot: call.slot }
    }

    #[inline]
    pub(super) const fn timer(self) -> Timer {
        Timer::ALL[(self.order >> SERIAL) as usize]
    }

    #[inline]
    pub(super) const fn call(self) -> CallKey {
        CallKey { serial: self.order & ((1 << SERIAL) - 1), slot: self.slot }
    }
}

/// Ticks of a slot of the wheel, as a power of two: 2.1 s.
const SLOT: u32 = 21;
/// Slots of the wheel: 36 minutes.
const SLOTS: usize = 1_024;

/// A timer in the wheel, and the one before it in the same slot.
#[derive(Clone, Copy, Debug)]
struct Link {
    alarm: Alarm,
    before: u32,
}

/// No link.
const NONE: u32 = u32::MAX;

/// All timers that are set. None is ever cancelled: one that has lost its reason is found stale by
/// whoever it wakes, or left out when its slot comes near.
#[derive(Debug)]
pub(super) struct Timers {
    /// Up to the end of the slot under way, the last first: those that it held when it came under
    /// way.
    near: Vec<Alarm>,
    /// And those set since.
    fresh: BinaryHeap<Reverse<Alarm>>,
    /// The slots that follow the one under way, by number modulo [`SLOTS`]: the last timer that was
    /// set in each, which leads to the one before.
    wheel: Box<[u32; SLOTS]>,
    /// The timers of the wheel, and those that can be used again.
    links: Vec<Link>,
    free: u32,
    /// Which slots of the wheel hold timers, a bit each.
    taken: [u64; SLOTS / 64],
    /// Beyond the wheel.
    far: BinaryHeap<Reverse<Alarm>>,
    /// Number of the slot under way.
    under_way: u64,
    /// No timer goes off before.
    first: SimTime,
}

impl Timers {
    pub(super) fn new() -> Self {
        Self {
            near: Vec::new(),
            fresh: BinaryHeap::new(),
            wheel: Box::new([NONE; SLOTS]),
            links: Vec::new(),
            free: NONE,
            taken: [0; SLOTS / 64],
            far: BinaryHeap::new(),
            under_way: 0,
            first: SimTime::NEVER,
        }
    }

    /// Sets a timer. Its parts come in registers, and go to their places one by one.
    pub(super) fn set(&mut self, at: SimTime, timer: Timer, call: CallKey) {
        let alarm = Alarm::new(at, timer, call);
        let number = at.0 >> SLOT;
        if number <= self.under_way {
            return self.set_now(alarm);
        }
        if number - self.under_way >= SLOTS as u64 {
            return self.set_far(alarm);
        }
        self.first = self.first.min(SimTime(number << SLOT));
        let position = number as usize % SLOTS;
        let before = self.wheel[position];
        self.taken[position / 64] |= 1 << (position % 64);
        self.wheel[position] = match self.links.get_mut(self.free as usize) {
            Some(link) => {
                let free = std::mem::replace(&mut self.free, link.before);
                *link = Link { alarm, before };
                free
            }
            None => self.link_anew(Link { alarm, before }),
        };
    }

    /// In the slot under way.
    #[cold]
    fn set_now(&mut self, alarm: Alarm) {
        self.fresh.push(Reverse(alarm));
        self.first = self.first.min(alarm.at);
    }

    /// Beyond the wheel.
    #[cold]
    fn set_far(&mut self, alarm: Alarm) {
        self.first = self.first.min(SimTime(alarm.at.0 >> SLOT << SLOT));
        self.far.push(Reverse(alarm));
    }

    /// Keeps a link where there was none and tells where.
    #[cold]
    fn link_anew(&mut self, link: Link) -> u32 {
        self.links.push(link);
        self.links.len() as u32 - 1
    }

    /// Whether it is known that no timer goes off before a moment.
    #[inline(always)]
    pub(super) fn none_before(&self, other: SimTime) -> bool {
        self.first >= other
    }

    /// The earliest moment of a timer, if it is before `other`; else `other`, or later. Timers that
    /// come near are kept if `matters` says so.
    #[inline]
    pub(super) fn first_before(
        &mut self,
        other: SimTime,
        matters: impl Fn(Alarm) -> bool,
    ) -> SimTime {
        while self.first < other && self.near.is_empty() && self.fresh.is_empty() {
            self.turn(&matters);
        }
        self.first
    }

    /// Takes out the earliest timer, after [`Timers::first_before`] has told its moment.
    #[inline]
    pub(super) fn take_first(&mut self) -> Option<Alarm> {
        let is_fresh = match (self.near.last(), self.fresh.peek()) {
            (near, None) => near.is_none(),
            (None, Some(_)) => true,
            (Some(near), Some(Reverse(fresh))) => fresh < near,
        };
        let first =
            if is_fresh { self.fresh.pop().map(|Reverse(alarm)| alarm) } else { self.near.pop() };
        self.first = self.earliest();
        first
    }

    /// No timer goes off before: the moment of the first near one, or the start of the next slot
    /// with timers.
    #[inline]
    fn earliest(&self) -> SimTime {
        let fresh = self.fresh.peek().map_or(SimTime::NEVER, |Reverse(next)| next.at);
        match self.near.last() {
            Some(next) => next.at.min(fresh),
            None if fresh != SimTime::NEVER => fresh,
            None => self.next_slot().map_or(SimTime::NEVER, |number| SimTime(number << SLOT)),
        }
    }

    /// The next slot with timers comes under way.
    fn turn(&mut self, matters: &impl Fn(Alarm) -> bool) {
        let Some(number) = self.next_slot() else { return };
        self.under_way = number;
        let position = number as usize % SLOTS;
        self.taken[position / 64] &= !(1 << (position % 64));
        let mut at = std::mem::replace(&mut self.wheel[position], NONE);
        while at != NONE {
            let Link { alarm, before } = self.links[at as usize];
            self.links[at as usize].before = self.free;
            self.free = at;
            at = before;
            if matters(alarm) {
                self.near.push(alarm);
            }
        }
        while let Some(Reverse(alarm)) = self.far.peek()
            && alarm.at.0 >> SLOT == number
        {
            self.near.extend(self.far.pop().map(|Reverse(alarm)| alarm));
        }
        self.near.sort_unstable_by(|a, b| b.cmp(a));
        self.first = self.earliest();
    }

    /// Number of the next slot that holds timers.
    #[inline]
    fn next_slot(&self) -> Option<u64> {
        let far = self.far.peek().map(|Reverse(alarm)| alarm.at.0 >> SLOT);
        let from = self.under_way + 1;
        let words = SLOTS / 64;
        let start = from as usize % SLOTS;
        let mut word = self.taken[start / 64] & (u64::MAX << (start % 64));
        for step in 0..=words {
            if word != 0 {
                let position = (start / 64 + step) % words * 64 + word.trailing_zeros() as usize;
                let ahead = ((position + SLOTS - start) % SLOTS) as u64;
                return Some(far.map_or(from + ahead, |far| far.min(from + ahead)));
            }
            word = self.taken[(start / 64 + step + 1) % words];
        }
        far
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_timer_stands_in_the_list_under_its_number() {
        for (position, timer) in Timer::ALL.into_iter().enumerate() {
            assert_eq!(timer as usize, position);
        }
    }

    #[test]
    fn timers_go_off_in_order_however_far_ahead_they_were_set() {
        let mut timers = Timers::new();
        let mut expected = Vec::new();
        let mut number = 12_345u64;
        let mut now = 0;
        let mut rung = Vec::new();
        for serial in 0..20_000u64 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            // From the same moment to some hours ahead.
            let ahead = (number >> 20) % (1 << (4 + (number >> 59)));
            let key = CallKey { serial, slot: 0 };
            let alarm = Alarm::new(SimTime(now + ahead), Timer::ALL[(serial % 14) as usize], key);
            timers.set(alarm.at, alarm.timer(), alarm.call());
            expected.push(alarm);
            if serial % 3 == 0 {
                let other = SimTime(now + (number >> 40) % 5_000_000);
                if timers.first_before(other, |_| true) < other {
                    let alarm = timers.take_first().unwrap();
                    now = alarm.at.0;
                    rung.push(alarm);
                } else {
                    now = other.0;
                }
            }
        }
        while timers.first_before(SimTime::NEVER, |_| true) < SimTime::NEVER {
            rung.push(timers.take_first().unwrap());
        }
        // One that is set for the present moment may come behind others of it.
        assert!(rung.is_sorted_by_key(|alarm| alarm.at));
        expected.sort();
        rung.sort();
        assert_eq!(rung, expected);
        assert_eq!(timers.take_first(), None);
    }

    #[test]
    fn timers_that_do_not_matter_when_they_come_near_are_left_out() {
        let mut timers = Timers::new();
        let at = |second: u64| SimTime(second * 1_000_000);
        for serial in 0..100 {
            let key = CallKey { serial, slot: 0 };
            timers.set(at(10 + serial), Timer::Patience, key);
        }
        let odd = |alarm: Alarm| alarm.call().serial % 2 == 1;
        let mut rung = Vec::new();
        while timers.first_before(SimTime::NEVER, odd) < SimTime::NEVER {
            rung.push(timers.take_first().unwrap().call().serial);
        }
        assert!(rung.into_iter().eq((0..100).filter(|serial| serial % 2 == 1)));
    }
}
