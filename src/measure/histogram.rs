//! A histogram of lengths of time whose buckets are at most 0.1 % wide, in integers only.

use crate::time::Span;

/// Buckets in an octave, as a power of two: 1/1024 is below 0.1 %.
const BITS: u32 = 10;
const PER_OCTAVE: u64 = 1 << BITS;

/// Buckets that a walk passes in one step.
const MANY: usize = 32;

/// Counts of lengths of time. Merging adds integers, so its order does not matter. Work on a
/// whole histogram touches only the buckets between the shortest and the longest length seen.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    zeros: u64,
    counts: Vec<u64>,
    /// Buckets in use: from `low` up to, without, `high`.
    low: usize,
    high: usize,
    total: u64,
    largest: Span,
}

impl Histogram {
    /// Counts one length.
    #[inline(always)]
    pub fn add(&mut self, length: Span) {
        self.total += 1;
        if length == Span::ZERO {
            self.zeros += 1;
            return;
        }
        let bucket = bucket(length.0);
        if !(self.low..self.high).contains(&bucket) {
            self.reach(bucket, bucket + 1);
        }
        self.counts[bucket] += 1;
        self.largest = self.largest.max(length);
    }

    /// Widens the buckets in use.
    #[cold]
    fn reach(&mut self, low: usize, high: usize) {
        if high > self.counts.len() {
            self.counts.resize(high, 0);
        }
        if self.low == self.high {
            (self.low, self.high) = (low, high);
        } else {
            (self.low, self.high) = (self.low.min(low), self.high.max(high));
        }
    }

    /// Adds another histogram's counts.
    pub fn merge(&mut self, other: &Self) {
        self.zeros += other.zeros;
        self.total += other.total;
        self.largest = self.largest.max(other.largest);
        if other.low < other.high {
            self.reach(other.low, other.high);
            let mine = &mut self.counts[other.low..other.high];
            for (mine, theirs) in mine.iter_mut().zip(&other.counts[other.low..other.high]) {
                *mine += theirs;
            }
        }
    }

    /// Forgets everything but keeps its memory.
    pub fn clear(&mut self) {
        self.counts[self.low..self.high].fill(0);
        (self.zeros, self.total, self.largest) = (0, 0, Span::ZERO);
        (self.low, self.high) = (0, 0);
    }

    /// Lengths counted.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// The largest length, exact; none when nothing was counted.
    #[must_use]
    pub fn largest(&self) -> Option<Span> {
        (self.total > 0).then_some(self.largest)
    }

    /// The length at a share by nearest rank, to 0.05 %: the middle of its bucket, but never
    /// more than the largest length. None when nothing was counted.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<Span> {
        let [quantile] = self.quantiles([share]);
        quantile
    }

    /// The lengths at several shares, which do not fall, in one walk over the buckets.
    #[must_use]
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> [Option<Span>; N] {
        // Lengths in the buckets before `next`.
        let (mut below, mut next) = (self.zeros, self.low);
        shares.map(|share| {
            self.largest()?;
            let rank = libm::ceil(share * self.total as f64 - 1e-9).max(1.0) as u64;
            // Many buckets at a time, then one by one.
            for step in [MANY, 1] {
                for buckets in self.counts[next..self.high].chunks(step) {
                    let sum = below + buckets.iter().sum::<u64>();
                    if sum >= rank {
                        break;
                    }
                    (below, next) = (sum, next + buckets.len());
                }
            }
            if below < rank {
                below += self.counts[next];
                next += 1;
            }
            if next == self.low {
                return Some(Span::ZERO);
            }
            let (low, width) = bounds(next - 1);
            Some(Span(low + (width - 1) / 2).min(self.largest))
        })
    }

    /// How many lengths are above `length` (to the width of a bucket).
    #[must_use]
    pub fn above(&self, length: Span) -> u64 {
        let from = (bucket(length.0) + 1).clamp(self.low, self.high);
        self.counts[from..self.high].iter().sum()
    }
}

/// The bucket of a value: exact below 1,024, then 1,024 to an octave.
#[inline]
const fn bucket(value: u64) -> usize {
    if value < PER_OCTAVE {
        return value as usize;
    }
    let octave = value.ilog2() - BITS;
    ((octave as u64) * PER_OCTAVE + (value >> octave)) as usize
}

/// Least value and width of a bucket.
const fn bounds(bucket: usize) -> (u64, u64) {
    let bucket = bucket as u64;
    if bucket < 2 * PER_OCTAVE {
        return (bucket, 1);
    }
    let octave = bucket / PER_OCTAVE - 1;
    ((PER_OCTAVE + bucket % PER_OCTAVE) << octave, 1 << octave)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_in_its_bucket_and_buckets_are_narrow() {
        for shift in 0..62 {
            for offset in [0u64, 1, 7, 513, 1_023] {
                let value = (1u64 << shift) + offset * (1u64 << shift) / 1_024;
                let (low, width) = bounds(bucket(value));
                assert!(low <= value && value < low + width, "{value}");
                assert!(width == 1 || width as f64 / low as f64 <= 0.001, "{value}");
            }
        }
    }

    #[test]
    fn quantiles_are_nearest_ranks_within_a_tenth_of_a_percent() {
        let mut histogram = Histogram::default();
        for second in 1..=1_000 {
            histogram.add(Span::from_secs(second));
        }
        for (share, exact) in [(0.5, 500.0), (0.9, 900.0), (1.0, 1_000.0), (0.001, 1.0)] {
            let found = histogram.quantile(share).unwrap().seconds();
            assert!((found / exact - 1.0).abs() <= 0.001, "{share}: {found}");
        }
        assert_eq!(histogram.largest(), Some(Span::from_secs(1_000)));
        assert_eq!(Histogram::default().quantile(0.5), None);
    }

    #[test]
    fn a_sum_of_histograms_is_the_histogram_of_all() {
        let mut parts = [Histogram::default(), Histogram::default()];
        let mut whole = Histogram::default();
        for value in 0..5_000u64 {
            parts[(value % 2) as usize].add(Span(value * value));
            whole.add(Span(value * value));
        }
        let [mut merged, other] = parts;
        merged.merge(&other);
        for share in [0.01, 0.5, 0.99] {
            assert_eq!(merged.quantile(share), whole.quantile(share));
        }
        assert_eq!(merged.total(), whole.total());
    }
}
