//! How many callbacks are accepted and not closed, of which the most at once is told: in order of time
//! also where it is said before its time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::observe::CallFacts;
use crate::time::{Ordered, SimTime};

use super::Tally;

/// What changes how many callbacks are pending, where it may be said before its time.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    /// Whether anything is said before its time.
    pub(super) is_used: bool,
    /// In order of time, at one moment by cause, then as said; the last bit: whether there are more.
    changes: BinaryHeap<Reverse<Ordered>>,
    said: u64,
}

/// Why the number of pending callbacks changes, in the order in which that happens at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// An agent is done with one.
    Agent,
    /// One is accepted, or over at the moment at which it was accepted.
    Key,
    /// One is given up.
    Timer,
}

impl Ahead {
    /// One more or less will be pending.
    pub(super) fn note(&mut self, at: SimTime, cause: Cause, more: bool) {
        self.said += 1;
        let order = (cause as u64) << 62 | self.said << 1 | u64::from(more);
        self.changes.push(Reverse(Ordered::new(at, order)));
    }

    /// Takes out the first change, if it comes before a moment: when, and whether there are more.
    pub(super) fn take_before(&mut self, before: SimTime) -> Option<(SimTime, bool)> {
        let &Reverse(first) = self.changes.peek()?;
        (first.at() < before).then(|| {
            self.changes.pop();
            (first.at(), first.order() & 1 == 1)
        })
    }
}

impl Tally<'_> {
    /// One more callback accepted and not closed.
    pub(super) fn pends(&mut self, at: SimTime) {
        self.pend(at, Cause::Key, true);
    }

    /// One callback less, which is over.
    pub(super) fn pends_no_more(&mut self, at: SimTime, call: &CallFacts, cause: Cause) {
        let cause = if call.key_pressed == at { Cause::Key } else { cause };
        self.pend(at, cause, false);
    }

    fn pend(&mut self, at: SimTime, cause: Cause, more: bool) {
        if !self.ahead.is_used {
            return self.pending_changes(at, more);
        }
        self.ahead.note(at, cause, more);
        if more {
            // Whatever will be said comes after the latest arrival.
            self.pending_comes_to(self.heard);
        }
    }

    /// All changes of pending callbacks before a moment have been said.
    pub(super) fn pending_comes_to(&mut self, moment: SimTime) {
        while let Some((at, more)) = self.ahead.take_before(moment) {
            self.pending_changes(at, more);
        }
    }

    fn pending_changes(&mut self, at: SimTime, more: bool) {
        let pending = &mut self.peaks.pending;
        if at > self.frame.end && self.pending_at_close.is_none() {
            self.pending_at_close = Some(pending.now);
        }
        if more { pending.up() } else { pending.down() }
    }
}
