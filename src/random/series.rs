//! The first number of each item of a stream, drawn a block of items at a time: the same numbers as
//! one by one, but the draws of a block do not wait for each other.

use super::law::Law;
use super::philox::Stream;

/// Items of a block, and the pairs that they come in.
const BLOCK: u64 = 32;
const PAIRS: u64 = BLOCK / 2;

/// Draw 0 of every item of a stream, by a law. For items that are asked about in about their order:
/// an item of another block costs a whole block.
#[derive(Clone, Debug)]
pub struct Series<'l> {
    law: &'l Law,
    stream: Stream,
    /// Number of the block that is held.
    block: u64,
    values: [[f64; 2]; PAIRS as usize],
}

impl<'l> Series<'l> {
    /// No block yet.
    #[must_use]
    pub const fn new(law: &'l Law, stream: Stream) -> Self {
        Self { law, stream, block: u64::MAX, values: [[0.0; 2]; PAIRS as usize] }
    }

    /// What [`Series::of`] gives for this item, if its block is held.
    #[inline(always)]
    #[must_use]
    pub fn at_hand(&self, number: u64) -> Option<f64> {
        let is_held = number / BLOCK == self.block;
        is_held.then(|| self.values.as_flattened()[(number % BLOCK) as usize])
    }

    /// What [`Law::sample`] gives for draw 0 of this item.
    #[inline(always)]
    pub fn of(&mut self, number: u64) -> f64 {
        let block = number / BLOCK;
        if block != self.block {
            self.block = block;
            self.law.sample_each(self.stream, block * PAIRS, &mut self.values);
        }
        self.values.as_flattened()[(number % BLOCK) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::super::philox::{Purpose, mirrored};
    use super::*;

    #[test]
    fn a_series_holds_the_numbers_that_are_drawn_one_by_one() {
        let laws = [
            Law::constant(3.0).unwrap(),
            Law::exponential(2.0).unwrap(),
            Law::lognormal(300.0, 1.2).unwrap(),
            Law::gamma(5.0, 0.7).unwrap(),
        ];
        for (law, replication) in laws.iter().flat_map(|law| [(law, 4), (law, mirrored(4))]) {
            let stream = Stream::new(1, replication, Purpose::TalkTime, 9);
            let mut series = Series::new(law, stream);
            for number in (0..5_000).chain([40, 41, 3, 1 << 37]) {
                let alone = law.sample(&mut stream.draws(number, 0));
                assert_eq!(series.of(number).to_bits(), alone.to_bits(), "{law:?} {number}");
            }
        }
    }
}
