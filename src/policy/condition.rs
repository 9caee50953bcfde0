//! Conditions of overflow: when a rule of a queue fires.
//!
//! To add one: a variant, its key in [`Condition::KEYS`], when it fires. Files and engine follow.

use crate::time::Span;

use super::{Policy, QueueView};

/// When an overflow rule fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// So many work items wait already, or more; tested once, at arrival.
    WaitingCalls(u32),
    /// The wait estimate is above this; tested once, at arrival.
    AverageWait(Span),
    /// This item has waited so long in this queue.
    Waited(Span),
    /// The queue is closed; tested at arrival, before all others.
    OutOfHours,
}

/// How a condition is written: what stands behind its key.
#[derive(Clone, Copy, Debug)]
pub enum Key {
    /// A whole number.
    Count(fn(u32) -> Condition),
    /// A length of time.
    Length(fn(Span) -> Condition),
    /// `true`.
    Flag(Condition),
}

/// What a condition may look at when a call comes to a queue that is open.
pub trait Arrival {
    /// The queue as it stands.
    fn queue(&self) -> QueueView;
    /// Work items that wait, as rules see them.
    fn waiting(&mut self) -> u32;
    /// The wait estimate in ticks; none when there is none.
    fn estimate(&mut self) -> Option<f64>;
    /// Whether a rule of this condition fires by the scenario's own comparison, where how many wait
    /// says it alone; none: it does not.
    fn fires_by_length(&mut self, when: Condition) -> Option<bool>;
}

impl Condition {
    /// The key of each condition in files.
    pub const KEYS: [(&'static str, Key); 4] = [
        ("waiting_calls", Key::Count(Self::WaitingCalls)),
        ("average_wait", Key::Length(Self::AverageWait)),
        ("waited", Key::Length(Self::Waited)),
        ("out_of_hours", Key::Flag(Self::OutOfHours)),
    ];

    /// Whether it reads how many items wait.
    #[must_use]
    pub const fn reads_count(self) -> bool {
        matches!(self, Self::WaitingCalls(_))
    }

    /// Whether it reads the wait estimate.
    #[must_use]
    pub const fn reads_estimate(self) -> bool {
        matches!(self, Self::AverageWait(_))
    }

    /// Whether it fires for a call that comes to an open queue.
    #[inline(always)]
    pub fn fires<P: Policy>(self, policy: &P, arrival: &mut impl Arrival) -> bool {
        if !P::JUDGES_QUEUES
            && let Some(fires) = arrival.fires_by_length(self)
        {
            return fires;
        }
        match self {
            Self::WaitingCalls(limit) => {
                let waiting = arrival.waiting();
                policy.is_too_full(QueueView { waiting, ..arrival.queue() }, limit)
            }
            Self::AverageWait(limit) => {
                let estimate = arrival.estimate();
                policy.is_too_slow(arrival.queue(), estimate, limit)
            }
            Self::Waited(limit) => limit == Span::ZERO,
            Self::OutOfHours => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_says_what_it_reads() {
        let reads = |condition: Condition| (condition.reads_count(), condition.reads_estimate());
        assert_eq!(reads(Condition::WaitingCalls(3)), (true, false));
        assert_eq!(reads(Condition::AverageWait(Span::ZERO)), (false, true));
        assert_eq!(reads(Condition::Waited(Span::ZERO)), (false, false));
        assert_eq!(reads(Condition::OutOfHours), (false, false));
    }
}
