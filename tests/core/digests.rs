//! The engine tells the same story bit by bit in a debug and in a release build, on every machine:
//! what 300 random centers do adds up to one pinned digest. So do quantiles, on which every interval
//! rests, and (`theory.rs`) the formulas.

use ringback::engine;
use ringback::measure::Tally;
use ringback::observe::Digest;
use ringback::stats::{normal_quantile, student_quantile, student_tail};

use crate::center;
use crate::random_center::random_center;

#[test]
fn three_hundred_random_centers_add_up_to_the_pinned_digest() {
    let mut all = Digest::default();
    let mut calls = 0;
    for seed in 0..300 {
        let center = random_center(seed);
        let frame = center::frame(&center);
        let mut tally = Tally::new(&frame);
        engine::simulate(&center, seed, 1, &mut tally);
        let played = tally.take();
        all.add(played.digest.0);
        calls += played.calls;
    }
    // The digest of a debug build; a release build must find the same.
    assert_eq!((calls, all.to_string().as_str()), (30_212, "8784486b43f4ff4467fafc15f1697847"));
}

/// Numbers in a row, folded bit by bit.
#[derive(Default)]
pub(crate) struct Bits(u64);

impl Bits {
    /// Adds some numbers.
    pub(crate) fn add(&mut self, values: impl IntoIterator<Item = f64>) {
        for value in values {
            // Of no number, whichever it is.
            let value = if value.is_nan() { f64::NAN } else { value };
            self.0 = (self.0 ^ value.to_bits()).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
        }
    }
}

impl std::fmt::Display for Bits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[test]
fn quantiles_and_tails_are_the_same_bits_on_every_machine() {
    let mut bits = Bits::default();
    for p in [0.9, 0.95, 0.975, 0.995, 0.9999] {
        bits.add([normal_quantile(p), normal_quantile(1.0 - p)]);
        let degrees = (1..400).chain([9_999, 10_000, 10_001, 20_000, 1_000_000]);
        bits.add(degrees.map(|degrees| student_quantile(degrees, p)));
    }
    for t in [1e-6, 0.01, 0.3, 1.0, 1.5, 2.0, 3.0, 10.0, 1e3] {
        let degrees = (1..400).chain([9_999, 10_000, 10_001, 1_000_000]);
        bits.add(degrees.map(|degrees| student_tail(degrees, t)));
    }
    assert_eq!(bits.to_string(), "65050cb492cc91ed");
}
