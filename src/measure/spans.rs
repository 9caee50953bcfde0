//! How much time, summed over many spans, falls into each interval: constant work per span.

use crate::time::{SimTime, Span};

/// Integrals over the intervals of a grid. A span costs two additions at its ends and two in a
/// difference array, however many intervals it covers.
#[derive(Clone, Debug)]
pub struct SpanGrid {
    interval: u64,
    from: SimTime,
    to: SimTime,
    /// Where the last span ended: the interval, and its start. Spans are told as they end, so the
    /// next one mostly lies there as well, and nothing is divided.
    latest: (usize, u64),
    partial: Vec<u64>,
    /// Change, from one interval to the next, of the number of spans that cover all of it.
    whole: Vec<i64>,
}

impl SpanGrid {
    /// A grid of intervals from zero to `to`; time before `from` and after `to` is cut off.
    #[must_use]
    pub fn new(interval: Span, from: SimTime, to: SimTime) -> Self {
        let intervals = to.0.div_ceil(interval.0) as usize;
        Self {
            interval: interval.0,
            from,
            to,
            latest: (0, 0),
            partial: vec![0; intervals],
            whole: vec![0; intervals + 1],
        }
    }

    /// Adds the time from one moment to another.
    #[inline(always)]
    pub fn add(&mut self, from: SimTime, to: SimTime) {
        let (from, to) = (from.max(self.from).0, to.min(self.to).0);
        if from >= to {
            return;
        }
        let (mut last, mut start) = self.latest;
        if !(start..start + self.interval).contains(&(to - 1)) {
            last = ((to - 1) / self.interval) as usize;
            start = last as u64 * self.interval;
            self.latest = (last, start);
        }
        if from >= start {
            self.partial[last] += to - from;
            return;
        }
        let first =
            if start - from <= self.interval { last - 1 } else { (from / self.interval) as usize };
        self.partial[first] += (first as u64 + 1) * self.interval - from;
        self.partial[last] += to - start;
        self.whole[first + 1] += 1;
        self.whole[last] -= 1;
    }

    /// The integral over each interval, in ticks.
    pub fn totals(&self) -> impl Iterator<Item = u64> + '_ {
        let covering = self.whole.iter().scan(0i64, |spans, change| {
            *spans += change;
            Some(*spans as u64)
        });
        self.partial.iter().zip(covering).map(|(partial, spans)| partial + spans * self.interval)
    }

    /// Forgets everything but keeps its memory.
    pub fn clear(&mut self) {
        self.latest = (0, 0);
        self.partial.fill(0);
        self.whole.fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_fall_into_their_intervals_and_are_cut_at_the_edges() {
        let mut grid = SpanGrid::new(Span(10), SimTime(5), SimTime(45));
        grid.add(SimTime(0), SimTime(12));
        grid.add(SimTime(18), SimTime(41));
        grid.add(SimTime(40), SimTime(90));
        grid.add(SimTime(20), SimTime(30));
        assert_eq!(grid.totals().collect::<Vec<_>>(), [5, 2 + 2, 10 + 10, 10, 1 + 5]);
        grid.clear();
        assert_eq!(grid.totals().sum::<u64>(), 0);
    }
}
