//! What is kept of a replication until the report is written: little, and the same however many calls.

use ringback::engine::simulate;
use ringback::measure::{Cell, DutyCell, Frame, Replication, Scope, Tally, When};
use ringback::model::Center;
use ringback::time::Span;

use crate::center;
use crate::random_center::random_center;
use crate::size::sized;

/// What a replication keeps of a center over the whole period, in bytes, where it has one queue.
const WHOLE: usize = 2 * 1_024;
/// What it may keep of a pair and a group in one interval.
const OF_AN_INTERVAL: usize = 64;

/// A day of quarter hours with so many calls a minute.
fn day(calls_a_minute: f64) -> (Center, Frame) {
    let agents = (5.0 * calls_a_minute) as u32 + 5;
    let patience = Some(center::exponential(3.0));
    let length = 24.0 * 60.0;
    let talk = center::exponential(5.0);
    let mut center = center::single(calls_a_minute, agents, talk, patience, 0.0, length);
    center.horizon.interval = Span::from_secs(900);
    let mut frame = center::frame(&center);
    frame.pairs.retain(|pair| !pair.transferred);
    frame.has_moves = false;
    (center, frame)
}

fn play(center: &Center, frame: &Frame) -> [Replication; 2] {
    let mut tally = Tally::new(frame);
    simulate(center, 1, 0, &mut tally);
    let all = tally.take();
    simulate(center, 1, 0, &mut tally);
    [all, tally.take_in_all()]
}

#[test]
fn a_day_keeps_less_than_two_kibibytes_of_the_center_and_little_of_each_interval() {
    for calls_a_minute in [0.1, 35.0, 200.0] {
        let (center, frame) = day(calls_a_minute);
        let [all, in_all] = play(&center, &frame);
        let [whole, with_intervals] = all.bytes();
        println!("{calls_a_minute} calls a minute: {whole} bytes, {with_intervals} with intervals");
        assert!(whole <= WHOLE, "{whole} bytes");
        let intervals = with_intervals - whole;
        assert!(intervals <= 96 * OF_AN_INTERVAL, "{intervals} bytes");
        // Who asks for no interval keeps none.
        assert!(in_all.bytes()[1] <= WHOLE, "{} bytes", in_all.bytes()[1]);
    }
}

#[test]
fn what_is_kept_without_intervals_says_the_same_of_the_period() {
    let (mut least, mut most) = (usize::MAX, 0);
    for seed in 0..sized(200, 2_000) {
        let center = random_center(seed);
        let frame = center::frame(&center);
        let [all, in_all] = play(&center, &frame);
        let scopes = frame.call_scopes().chain((0..frame.groups.len()).map(Scope::Group));
        for scope in scopes {
            let period = frame.figures(&all, scope, When::Period);
            assert_eq!(period, frame.figures(&in_all, scope, When::Period), "seed {seed}");
        }
        assert_eq!((all.digest, all.balanced), (in_all.digest, in_all.balanced));
        let plain = frame.pairs.len() * (frame.intervals() + 1) * size_of::<Cell>()
            + frame.groups.len() * frame.intervals() * size_of::<DutyCell>();
        least = least.min(100 * all.bytes()[1] / plain);
        most = most.max(100 * all.bytes()[1] / plain);
    }
    println!("{least} to {most} % of the totals");
    // Centers of everything that there is, and of some hundred calls.
    assert!(most < 50, "{most} % of the totals");
}
