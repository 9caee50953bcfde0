//! The most that was there at once: work items waiting, callbacks pending.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::time::SimTime;

/// A number that goes up and down, and the most that it was.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Peak {
    pub(super) now: u64,
    pub(super) most: u64,
}

impl Peak {
    #[inline]
    pub(super) fn up(&mut self) {
        self.now += 1;
        self.most = self.most.max(self.now);
    }

    #[inline]
    pub(super) fn down(&mut self) {
        self.now -= 1;
    }
}

/// Work items waiting, and callbacks accepted and not closed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Peaks {
    pub(super) waiting: Peak,
    pub(super) pending: Peak,
}

/// What changes how many callbacks are pending, where it may be said before its time.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    changes: BinaryHeap<Reverse<Change>>,
    said: u64,
}

/// A change of how many callbacks are pending: in order of time, at one moment by cause, then as said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    at: SimTime,
    cause: Cause,
    said: u64,
    more: bool,
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
        self.changes.push(Reverse(Change { at, cause, said: self.said, more }));
    }

    /// Takes out the first change, if it comes before a moment: when, and whether there are more.
    pub(super) fn take_before(&mut self, before: SimTime) -> Option<(SimTime, bool)> {
        let &Reverse(Change { at, more, .. }) = self.changes.peek()?;
        (at < before).then(|| {
            self.changes.pop();
            (at, more)
        })
    }
}

impl Peaks {
    /// What is there now is the most so far.
    pub(super) fn begin_anew(&mut self) {
        self.waiting.most = self.waiting.now;
        self.pending.most = self.pending.now;
    }

    /// The higher of both.
    pub(super) fn or(mut self, other: &Self) -> Self {
        self.waiting.most = self.waiting.most.max(other.waiting.most);
        self.pending.most = self.pending.most.max(other.pending.most);
        self
    }
}
