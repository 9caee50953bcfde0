//! The engine tells the same story bit by bit in a debug and in a release build, on every machine:
//! what 300 random centers do adds up to one pinned digest.

use ringback::engine;
use ringback::measure::Tally;
use ringback::observe::Digest;

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
    assert_eq!((calls, all.to_string().as_str()), (30_883, "e3f5e86e2330861d95b518ecca5b4981"));
}
