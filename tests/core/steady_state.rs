//! A steady state by batches of one long run, and quantiles by sections: do their intervals cover?

use ringback::engine;
use ringback::measure::{
    Batches, Cell, Figures, Frame, Histogram, Replication, Scope, Tally, When,
};
use ringback::model::Center;
use ringback::stats::Sampled;
use ringback::theory::erlang_c;
use ringback::time::Span;

use crate::center;
use crate::claims::{Claim, Proof};
use crate::experiments::{BALANCED, MEASURES, coverage, covers, estimates};
use crate::size::{is_full, sized};

const BATCHES: usize = 30;

/// A long run of the balanced queue: ten minutes, then thirty batches of thirty minutes.
fn long_run() -> (Center, Frame, Batches) {
    let mut center = BALANCED.center(10.0 + 29.0 * BALANCED.length);
    center.horizon.warm_up = ringback::time::SimTime(center::minutes(10.0).0);
    center.horizon.interval = center::minutes(5.0);
    let horizon = &center.horizon;
    let batches = Batches::new(horizon.warm_up, horizon.end, horizon.interval, BATCHES).unwrap();
    let frame = center::frame(&center);
    (center, frame, batches)
}

/// Does something for each number on two threads; what comes back is in order.
fn on_two_threads<T: Send>(
    count: u64,
    work: impl Fn(std::ops::Range<u64>) -> Vec<T> + Sync,
) -> Vec<T> {
    std::thread::scope(|scope| {
        let first = scope.spawn(|| work(0..count / 2));
        let second = work(count / 2..count);
        let mut all = first.join().unwrap();
        all.extend(second);
        all
    })
}

#[test]
fn batches_of_one_long_run_hold_the_exact_value_nineteen_times_in_twenty() {
    let (center, frame, batches) = long_run();
    let batch_frame = batches.frame(&frame);
    let count = sized(200, 2_000);
    let found = on_two_threads(count, |numbers| {
        let mut tally = Tally::in_batches(&frame, batches);
        let experiment = |number| {
            engine::simulate(&center, 43, number, &mut tally);
            let batches = tally.batches();
            tally.take();
            let read =
                |batch: &Replication| batch_frame.figures(batch, Scope::Center, When::Period);
            let figures: Vec<Figures> = batches.iter().map(read).collect();
            covers(&estimates(&figures), &BALANCED.exact)
        };
        numbers.map(experiment).collect()
    });
    let found = coverage(&found);
    println!("{BATCHES} batches, {count} experiments: {found:.4?}");
    // Batches of thirty mean handle times are correlated a little.
    let tolerance = 3.0 * (0.95f64 * 0.05 / count as f64).sqrt() + 0.01;
    let claim = |(measure, covered): (&&str, f64)| {
        let hits = (covered * count as f64).round() as u64;
        Claim::share(measure, hits, count, 0.95 - tolerance, 0.95 + tolerance)
    };
    let proof = Proof {
        section: "Coverage of 95 % intervals",
        case: "30 batches of one long run",
        source: "Erlang A in 60 digits",
        asked: "92.5 to 97.5 % of 2,000, a point and three standard errors of 200",
    };
    proof.settle(&MEASURES.iter().zip(found).map(claim).collect::<Vec<_>>());
}

#[test]
fn the_batches_of_a_run_add_up_to_what_was_counted_of_it() {
    let (center, frame, batches) = long_run();
    let mut tally = Tally::in_batches(&frame, batches);
    engine::simulate(&center, 43, 0, &mut tally);
    let parts = tally.batches();
    let waits: u64 = tally.waits().iter().map(|waits| waits.answered[0].total()).sum();
    let whole = tally.take();
    assert_eq!(parts.len(), BATCHES);
    let sum = |replications: &[Replication]| {
        let mut sum = Cell::default();
        replications.iter().flat_map(|one| one.calls_in_all.iter()).for_each(|cell| sum += &cell);
        sum
    };
    let (by_batch, in_all) = (sum(&parts), sum(std::slice::from_ref(&whole)));
    assert_eq!(by_batch, in_all);
    assert_eq!(waits, in_all.answered);
    assert_eq!(parts.iter().map(|part| part.brought_ticks).sum::<u64>(), whole.brought_ticks);
    assert_eq!((parts[0].digest, parts[0].calls), (whole.digest, whole.calls));
    let longest = parts.iter().filter_map(|part| part.extremes.row(0).wait_max).max();
    assert!(longest.is_some() && longest == whole.extremes.row(0).wait_max);
    let peak = |replication: &Replication| replication.extremes.row(0).queue_length_max;
    assert_eq!(parts.iter().map(peak).max().unwrap(), peak(&whole));
    assert!(parts.iter().map(peak).min().unwrap() < peak(&whole));
    let duty = |one: &Replication| one.duty_in_all.iter().map(|duty| duty.duty_ticks).sum::<u64>();
    assert_eq!(parts.iter().map(duty).sum::<u64>(), duty(&whole));
    // A plain tally of the same run counts the same.
    let mut plain = Tally::new(&frame);
    engine::simulate(&center, 43, 0, &mut plain);
    assert_eq!(sum(&[plain.take()]), in_all);
}

/// Of so many replications: how many of so many intervals of the pooled 90th percentile hold the
/// exact one.
fn pooled_quantiles_that_cover(replications: u64, count: u64) -> u64 {
    // M/M/24 at 20 erlangs: P(wait > t) = C exp(-(24 - 20) t), which is 0.1 at this t in minutes.
    let exact = libm::log(erlang_c(24, 20.0) / 0.1) / 4.0;
    let center = center::single(20.0, 24, center::exponential(1.0), None, 60.0, 120.0);
    let frame = center::frame(&center);
    let found = on_two_threads(count, |numbers| {
        let mut tally = Tally::new(&frame);
        let experiment = |number| {
            let mut pooled = Histogram::default();
            let mut own = Vec::new();
            for replication in 0..replications {
                engine::simulate(&center, 47, number * 100 + replication, &mut tally);
                pooled.merge(&tally.waits()[0].answered[0]);
                own.push(tally.take().extremes.row(0).wait_quantiles[2].map(Span::seconds));
            }
            let found = Sampled::about(pooled.quantile(0.9).unwrap().seconds(), &own);
            let found = found.interval(0.95);
            (found.estimate - 60.0 * exact).abs() <= found.half_width.unwrap()
        };
        numbers.map(experiment).collect()
    });
    found.iter().filter(|covers| **covers).count() as u64
}

/// Sections of 1,200 calls: their own quantiles spread a little less than the common one varies, for
/// a bad hour has a larger part in it. Fewer sections know less of bad hours.
#[test]
fn the_interval_of_a_pooled_quantile_holds_the_exact_one_a_little_less_often() {
    for (replications, lack) in [(10, 0.03), (20, 0.015), (50, 0.015), (100, 0.015)] {
        if replications != 20 && !is_full() {
            continue;
        }
        let count = sized(150, 2_000);
        let hits = pooled_quantiles_that_cover(replications, count);
        println!("90th percentile of {replications} replications: {hits} of {count}");
        let error = (0.95f64 * 0.05 / count as f64).sqrt();
        let (least, most) = (0.95 - lack - 3.0 * error, 0.95 + 3.0 * error);
        let proof = Proof {
            section: "Coverage of 95 % intervals",
            case: &format!("pooled 90th percentile of {replications} replications"),
            source: "M/M/n: P(wait > t) = C exp(-(n - a) t)",
            asked: "93.5 to 95 % (of 10 replications from 92 %), and three standard errors",
        };
        proof.settle(&[Claim::share("90th percentile", hits, count, least, most)]);
    }
}
