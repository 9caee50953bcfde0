//! How much time, summed over many spans, falls into each interval: constant work per span, however many
//! intervals it covers.

use crate::time::{SimTime, Span};

/// Intervals from zero on, in which moments are found.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    interval: u64,
    /// To divide by the interval with a product and a shift: 2^(64 + shift) / interval, rounded up.
    /// Source: Granlund and Montgomery, "Division by invariant integers using multiplication",
    /// PLDI 1994.
    inverse: u64,
    shift: u32,
    from: SimTime,
    to: SimTime,
}

/// Where a moment lies.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    interval: usize,
    at: u64,
}

impl Grid {
    /// Intervals of two ticks or more from zero to `to`, before 2^63 ticks; time before `from` and
    /// after `to` is cut off.
    #[must_use]
    pub fn new(interval: Span, from: SimTime, to: SimTime) -> Self {
        let interval = interval.0.max(2);
        let shift = (interval - 1).ilog2();
        let inverse = (1u128 << (64 + shift)).div_ceil(u128::from(interval));
        Self { interval, inverse: inverse as u64, shift, from, to }
    }

    /// Finds a moment, or the nearest that is not cut off.
    #[inline(always)]
    #[must_use]
    pub fn find(&self, at: SimTime) -> Found {
        let at = at.max(self.from).min(self.to).0;
        let product = (u128::from(at) * u128::from(self.inverse)) >> 64;
        Found { interval: (product as u64 >> self.shift) as usize, at }
    }
}

/// Integrals over the intervals of a grid. A span is what lies after its beginning less what lies
/// after its end, and each of the two is added where it lies: nothing depends on where the other is.
#[derive(Clone, Debug)]
pub struct SpanGrid {
    grid: Grid,
    ends: Vec<Ends>,
}

/// Beginnings less ends of spans within one interval, in sums that may wrap on the way.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    /// How many.
    count: u64,
    /// The sum of their moments.
    sum: u64,
}

impl SpanGrid {
    /// No span yet.
    #[must_use]
    pub fn new(grid: Grid) -> Self {
        // One more, for what ends with the last.
        let intervals = (grid.to.0 / grid.interval) as usize + 1;
        Self { grid, ends: vec![Ends::default(); intervals] }
    }

    /// Adds the time from one moment to another.
    #[inline]
    pub fn add(&mut self, from: SimTime, to: SimTime) {
        if from < to {
            self.begins(self.grid.find(from));
            self.ends(self.grid.find(to));
        }
    }

    /// A span begins there.
    #[inline(always)]
    pub fn begins(&mut self, at: Found) {
        let ends = &mut self.ends[at.interval];
        ends.count = ends.count.wrapping_add(1);
        ends.sum = ends.sum.wrapping_add(at.at);
    }

    /// A span ends there, which has begun before or at the same moment.
    #[inline(always)]
    pub fn ends(&mut self, at: Found) {
        let ends = &mut self.ends[at.interval];
        ends.count = ends.count.wrapping_sub(1);
        ends.sum = ends.sum.wrapping_sub(at.at);
    }

    /// The integral over each interval, in ticks.
    pub fn totals(&self) -> impl Iterator<Item = u64> + '_ {
        let Grid { interval, to, .. } = self.grid;
        // Spans that have begun and not ended.
        let mut spans = 0u64;
        let intervals = to.0.div_ceil(interval) as usize;
        (1u64..).zip(&self.ends[..intervals]).map(move |(number, ends)| {
            let whole = spans.wrapping_mul(interval);
            spans = spans.wrapping_add(ends.count);
            let parts = ends.count.wrapping_mul(number * interval).wrapping_sub(ends.sum);
            whole.wrapping_add(parts)
        })
    }

    /// Forgets everything but keeps its memory.
    pub fn clear(&mut self) {
        self.ends.fill(Ends::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_fall_into_their_intervals_and_are_cut_at_the_edges() {
        let mut grid = SpanGrid::new(Grid::new(Span(10), SimTime(5), SimTime(45)));
        grid.add(SimTime(0), SimTime(12));
        grid.add(SimTime(18), SimTime(41));
        grid.add(SimTime(40), SimTime(90));
        grid.add(SimTime(20), SimTime(30));
        assert_eq!(grid.totals().collect::<Vec<_>>(), [5, 2 + 2, 10 + 10, 10, 1 + 5]);
        grid.clear();
        assert_eq!(grid.totals().sum::<u64>(), 0);
    }

    #[test]
    fn intervals_of_any_length_hold_what_a_walk_over_them_finds() {
        for (interval, to) in [(2, 40), (7, 49), (8, 77), (900_000_000, 86_400_000_001), (3, 1)] {
            let mut grid = SpanGrid::new(Grid::new(Span(interval), SimTime(0), SimTime(to)));
            let mut walked = vec![0; to.div_ceil(interval) as usize];
            for number in 0..200u64 {
                let end = |odd: u64| (number * odd).wrapping_mul(0x9E37_79B9_7F4A_7C15) % (to + 1);
                let (from, to) = (end(3), end(5));
                grid.add(SimTime(from), SimTime(to));
                for (at, sum) in (0..).zip(&mut walked) {
                    let (begins, ends) = (at * interval, (at + 1) * interval);
                    *sum += to.min(ends).saturating_sub(from.max(begins));
                }
            }
            assert!(grid.totals().eq(walked), "{interval} {to}");
        }
    }
}
