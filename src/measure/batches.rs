//! Batches: one long run cut into parts, each of which counts as a replication of its own.

use crate::time::{SimTime, Span};

use super::frame::{Frame, GroupFrame};

/// Where the batches of a run lie: equally many whole reporting intervals each, one after
/// another up to the end. What the division leaves over lengthens the warm-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batches {
    /// The interval with which the first batch begins.
    pub first: usize,
    /// Intervals of one batch.
    pub length: usize,
    /// Number of batches.
    pub count: usize,
}

impl Batches {
    /// So many batches of the time from a warm-up to an end; none where there are fewer whole
    /// intervals than batches.
    #[must_use]
    pub fn new(warm_up: SimTime, end: SimTime, interval: Span, count: usize) -> Option<Self> {
        let from = warm_up.0.div_ceil(interval.0);
        let to = end.0 / interval.0;
        let length = to.checked_sub(from)? as usize / count;
        (length > 0).then(|| Self { first: to as usize - count * length, length, count })
    }

    /// The batch of an interval; none of an interval before the first batch or after the last.
    #[inline]
    #[must_use]
    pub fn of(&self, interval: usize) -> Option<usize> {
        let batch = interval.checked_sub(self.first)? / self.length;
        (batch < self.count).then_some(batch)
    }

    /// The intervals of a batch.
    #[must_use]
    pub fn intervals(&self, batch: usize) -> std::ops::Range<usize> {
        let from = self.first + batch * self.length;
        from..from + self.length
    }

    /// When a batch begins.
    #[must_use]
    pub fn start(&self, batch: usize, interval: Span) -> SimTime {
        SimTime(self.intervals(batch).start as u64 * interval.0)
    }

    /// The frame in which a batch is read as a replication: its own intervals, of one day.
    #[must_use]
    pub fn frame(&self, whole: &Frame) -> Frame {
        Frame {
            warm_up: SimTime::ZERO,
            end: SimTime(self.length as u64 * whole.interval.0),
            day_of_interval: vec![0; self.length],
            groups: whole
                .groups
                .iter()
                .map(|group| GroupFrame {
                    cost_per_hour: group.cost_per_hour,
                    paid_ticks: group.paid_ticks[self.intervals(0)].to_vec(),
                })
                .collect(),
            ..whole.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_equal_end_with_the_run_and_leave_the_rest_to_the_warm_up() {
        let hours = |n: u64| SimTime(n * 3_600_000_000);
        let hour = Span::from_secs(3_600);
        let found = Batches::new(hours(2), hours(103), hour, 10).unwrap();
        assert_eq!(found, Batches { first: 3, length: 10, count: 10 });
        let batches = [2, 3, 12, 13, 102, 103].map(|interval| found.of(interval));
        assert_eq!(batches, [None, Some(0), Some(0), Some(1), Some(9), None]);
        assert_eq!((found.intervals(1), found.start(1, hour)), (13..23, hours(13)));
        assert_eq!(Batches::new(hours(2), hours(11), hour, 10), None);
        let late = Batches::new(SimTime(1), hours(11), hour, 10).unwrap();
        assert_eq!((late.first, late.length), (1, 1));
    }
}
