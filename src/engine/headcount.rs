//! How many wait in a plain line that rules look at: counted when somebody asks, of callers of whom
//! it may have been seen long before what becomes of them.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::time::{Ordered, SimTime};

use super::offering::Answer;
use super::plain::Caller;

/// Who has left a line, or is in it though not in its row.
#[derive(Debug, Default)]
pub(super) struct Headcount {
    /// When an agent takes each of those of whom that has been seen, in order.
    takes: VecDeque<SimTime>,
    /// Those of whom it has been seen that they will hang up.
    hanging: u32,
    /// Those in the row who are not in line any more.
    absent: u32,
    /// When callers hang up, and their numbers: [`FORESEEN`], or of one in the row, whom an agent may
    /// take before.
    hang_ups: BinaryHeap<Reverse<Ordered>>,
    /// Who has left the row has a lower number.
    left: u64,
    /// All who hung up before have been counted.
    counted: SimTime,
    /// Items that wait beside the row.
    others: u32,
    /// The most that waited at once.
    pub(super) most: u32,
}

/// Whose hanging up has been seen has no number.
const FORESEEN: u64 = u64::MAX;

impl Headcount {
    /// A caller in the row will hang up, if nobody takes the call before; not said of who may press
    /// the key.
    pub(super) fn may_hang_up(&mut self, caller: &Caller) {
        if caller.hold.answer == Answer::Never && caller.hold.leaves != SimTime::NEVER {
            self.hang_ups.push(Reverse(Ordered::new(caller.hold.leaves, caller.serial)));
        }
    }

    /// A caller leaves the row.
    pub(super) fn leaves_row(&mut self, caller: &Caller) {
        self.left = caller.serial + 1;
        self.absent -= u32::from(self.is_absent(caller));
    }

    /// Those have been taken out of the row who hung up by then, or had pressed the key.
    pub(super) fn are_swept(&mut self, gone: &VecDeque<Caller>, last: SimTime) {
        self.count_hung_up(SimTime(last.0 + 1));
        self.absent -= gone.len() as u32;
    }

    /// A caller in the row presses the key, and waits beside it from now on.
    pub(super) const fn presses_key(&mut self) {
        self.absent += 1;
    }

    /// It has been seen of a caller outside the row that an agent takes the call then.
    #[inline]
    pub(super) fn is_taken(&mut self, at: SimTime) {
        self.takes.push_back(at);
    }

    /// It has been seen of a caller outside the row that the caller hangs up then.
    pub(super) fn hangs_up(&mut self, at: SimTime) {
        if at >= self.counted {
            self.hanging += 1;
            self.hang_ups.push(Reverse(Ordered::new(at, FORESEEN)));
        }
    }

    /// Whether a caller in the row is known not to be in line any more.
    fn is_absent(&self, caller: &Caller) -> bool {
        caller.has_pressed_key() || caller.hold.leaves < self.counted
    }

    /// So many items wait beside the row of such length from now on; who hangs up now has done so.
    pub(super) fn others_wait(&mut self, others: u32, row: usize, now: SimTime) {
        let more = others > self.others;
        self.others = others;
        if more {
            self.has_grown(row, now, SimTime(now.0 + 1));
        }
    }

    /// More wait than before, in a line with a row of such length: by the moment up to which agents
    /// have taken calls, and that before which callers have hung up.
    #[inline]
    pub(super) fn has_grown(&mut self, row: usize, taken: SimTime, hung_up: SimTime) {
        // No more than these wait; to count exactly is more work.
        if self.in_line(row) > self.most {
            self.most = self.most.max(self.waiting(row, taken, hung_up));
        }
    }

    /// Those in line by what has been counted: no fewer than there are.
    #[inline]
    pub(super) fn in_line(&self, row: usize) -> u32 {
        (self.takes.len() + row) as u32 + self.hanging + self.others - self.absent
    }

    /// How many wait, with a row of such length, when agents have taken who was to be taken by one
    /// moment and callers have hung up who were to before the other.
    pub(super) fn waiting(&mut self, row: usize, taken: SimTime, hung_up: SimTime) -> u32 {
        while self.takes.front().is_some_and(|&at| at <= taken) {
            self.takes.pop_front();
        }
        self.count_hung_up(hung_up);
        self.in_line(row)
    }

    /// Who has hung up before then is in line no more.
    fn count_hung_up(&mut self, before: SimTime) {
        self.counted = self.counted.max(before);
        while let Some(&Reverse(next)) = self.hang_ups.peek()
            && next.at() < before
        {
            self.hang_ups.pop();
            if next.order() == FORESEEN {
                self.hanging -= 1;
            } else if next.order() >= self.left {
                self.absent += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::call::Brought;
    use super::super::plain::Hold;
    use super::*;

    fn caller(serial: u64, leaves: u64) -> Caller {
        let call = Brought::for_test(serial, SimTime::ZERO);
        Caller { call, hold: Hold { leaves: SimTime(leaves), answer: Answer::Never }, serial }
    }

    #[test]
    fn those_wait_who_were_not_taken_and_have_not_hung_up() {
        let mut count = Headcount::default();
        let waiting = |count: &mut Headcount, row, at| count.waiting(row, SimTime(at), SimTime(at));
        // It is seen of two that they are taken at 10 and 20, of one that it hangs up at 15.
        count.is_taken(SimTime(10));
        count.hangs_up(SimTime(15));
        count.is_taken(SimTime(20));
        // Two stand in the row, and may hang up at 12 and 30; one item waits beside it.
        let row = [caller(0, 12), caller(1, 30)];
        row.iter().for_each(|caller| count.may_hang_up(caller));
        count.others_wait(1, 2, SimTime(5));
        assert_eq!((waiting(&mut count, 2, 9), count.most), (6, 6));
        assert_eq!(waiting(&mut count, 2, 10), 5, "at one moment agents come first");
        assert_eq!(waiting(&mut count, 2, 12), 5, "who hangs up now has not done so");
        assert_eq!(waiting(&mut count, 2, 13), 4);
        count.leaves_row(&row[0]);
        assert_eq!(waiting(&mut count, 1, 16), 3);
        count.leaves_row(&row[1]);
        assert_eq!(waiting(&mut count, 0, 29), 1);
        assert_eq!(waiting(&mut count, 0, 31), 1, "an agent had taken the call before");
        assert_eq!(count.most, 6);
    }

    #[test]
    fn callers_who_never_hang_up_leave_nothing_behind() {
        let mut count = Headcount::default();
        for serial in 0..1_000 {
            let caller = caller(serial, SimTime::NEVER.0);
            count.may_hang_up(&caller);
            count.leaves_row(&caller);
        }
        assert!(count.hang_ups.is_empty());
    }
}
