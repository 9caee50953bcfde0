//! Every law draws what it says: Kolmogorov-Smirnov and moments against theory and against the
//! samplers of `rand_distr`; streams of a million names have nothing to do with each other.
//!
//! 200,000 draws of each law; `RINGBACK_FULL` in the environment asks for ten million.

use rand_distr::Distribution as _;
use ringback::model::distribution;
use ringback::random::{Draws, Law, Purpose, Stream, name_hash};
use ringback::theory::Distribution;

use crate::claims::{Claim, Proof};
use crate::size::is_full;

/// Standard errors that a moment may lie from theory. The seed is fixed, so the tests are too.
const MOST_ERRORS: f64 = 4.5;
/// Kolmogorov's statistic, times the root of the number of draws: exceeded by chance once in
/// 20,000.
const MOST_DISTANCE: f64 = 2.3;

fn count() -> u64 {
    if is_full() { 10_000_000 } else { 200_000 }
}

/// Laws of every kind, in seconds, with their second moments and, where that crate has it, a
/// sampler of `rand_distr`.
fn laws() -> Vec<(&'static str, Law, f64, Option<Sampler>)> {
    let lognormal = |mean: f64, cv: f64| mean * mean * (1.0 + cv * cv);
    let sampler = |sample: fn(&mut Draws) -> f64| Some(sample);
    vec![
        ("constant", Law::constant(30.0).unwrap(), 900.0, None),
        (
            "exponential",
            Law::exponential(180.0).unwrap(),
            2.0 * 180.0 * 180.0,
            sampler(|rng| rand_distr::Exp::new(1.0 / 180.0).unwrap().sample(rng)),
        ),
        (
            "erlang",
            Law::erlang(3, 180.0).unwrap(),
            180.0 * 180.0 * (1.0 + 1.0 / 3.0),
            sampler(|rng| rand_distr::Gamma::new(3.0, 60.0).unwrap().sample(rng)),
        ),
        (
            "gamma",
            Law::gamma(300.0, 0.5).unwrap(),
            300.0 * 300.0 * 1.25,
            sampler(|rng| rand_distr::Gamma::new(4.0, 75.0).unwrap().sample(rng)),
        ),
        (
            "gamma below shape 1",
            Law::gamma(300.0, 2.0).unwrap(),
            300.0 * 300.0 * 5.0,
            sampler(|rng| rand_distr::Gamma::new(0.25, 1_200.0).unwrap().sample(rng)),
        ),
        (
            "lognormal",
            Law::lognormal(300.0, 1.2).unwrap(),
            lognormal(300.0, 1.2),
            sampler(|rng| rand_distr::LogNormal::from_mean_cv(300.0, 1.2).unwrap().sample(rng)),
        ),
        (
            "weibull of shape 0.5",
            Law::weibull(180.0, 0.5).unwrap(),
            // The mean is twice the scale, the second moment 24 of its squares.
            24.0 * 90.0 * 90.0,
            sampler(|rng| rand_distr::Weibull::new(90.0, 0.5).unwrap().sample(rng)),
        ),
        (
            "hyperexponential",
            Law::hyperexponential(180.0, 1.6).unwrap(),
            180.0 * 180.0 * (1.0 + 1.6 * 1.6),
            None,
        ),
        (
            "two phases",
            Law::two_phases(0.8, [120.0, 540.0]).unwrap(),
            2.0 * (0.8 * 120.0 * 120.0 + 0.2 * 540.0 * 540.0),
            None,
        ),
        (
            "uniform",
            Law::uniform(60.0, 180.0).unwrap(),
            120.0 * 120.0 * (1.0 + 1.0 / 12.0),
            sampler(|rng| rand_distr::Uniform::new(60.0, 180.0).unwrap().sample(rng)),
        ),
        (
            "triangular",
            Law::triangular(60.0, 120.0, 300.0).unwrap(),
            // Variance (a^2 + b^2 + c^2 - ab - ac - bc) / 18, mean 160.
            160.0 * 160.0 + (3_600.0 + 14_400.0 + 90_000.0 - 7_200.0 - 18_000.0 - 36_000.0) / 18.0,
            sampler(|rng| rand_distr::Triangular::new(60.0, 300.0, 120.0).unwrap().sample(rng)),
        ),
        (
            "empirical",
            Law::empirical(vec![20.0, 45.0, 45.0, 90.0, 400.0]).unwrap(),
            (400.0 + 2.0 * 2_025.0 + 8_100.0 + 160_000.0) / 5.0,
            None,
        ),
        (
            "mixture",
            Law::mixture(vec![
                (0.7, Law::exponential(60.0).unwrap()),
                (0.3, Law::lognormal(600.0, 0.5).unwrap()),
            ])
            .unwrap(),
            0.7 * 2.0 * 3_600.0 + 0.3 * lognormal(600.0, 0.5),
            None,
        ),
        (
            "truncated",
            Law::exponential(180.0).unwrap().truncated(60.0, 600.0).unwrap(),
            truncated_exponential(180.0, 60.0, 600.0),
            None,
        ),
    ]
}

type Sampler = fn(&mut Draws) -> f64;

/// Second moment of an exponential law kept between two bounds.
fn truncated_exponential(mean: f64, from: f64, to: f64) -> f64 {
    // The integral of x^2 times the density, by parts.
    let tail = |x: f64| libm::exp(-x / mean) * (x * x + 2.0 * mean * x + 2.0 * mean * mean);
    (tail(from) - tail(to)) / (libm::exp(-from / mean) - libm::exp(-to / mean))
}

fn draws(purpose: Purpose, sample: impl Fn(&mut Draws) -> f64) -> Vec<f64> {
    let stream = Stream::new(20_261_124, 0, purpose, name_hash("samplers"));
    let mut all: Vec<f64> = (0..count()).map(|n| sample(&mut stream.draws(n, 0))).collect();
    all.sort_by(f64::total_cmp);
    all
}

/// Kolmogorov's distance of sorted draws from a law that may have single likely values.
fn distance(sorted: &[f64], law: &Distribution) -> f64 {
    let all = sorted.len() as f64;
    let mut most: f64 = 0.0;
    let mut at = 0;
    while at < sorted.len() {
        let value = sorted[at];
        let after = at + sorted[at..].partition_point(|&other| other <= value);
        let gap = |share: usize, x: f64| (share as f64 / all - law.part(x).below).abs();
        most = most.max(gap(after, value)).max(gap(at, value.next_down()));
        at = after;
    }
    most
}

#[test]
fn every_law_draws_the_distribution_and_the_moments_of_theory() {
    let mut claims = Vec::new();
    for (name, law, second, _) in laws() {
        let sorted = draws(Purpose::TalkTime, |draws| law.sample(draws));
        let theory = distribution(&law).unwrap();
        let all = sorted.len() as f64;
        let distance = distance(&sorted, &theory) * all.sqrt();
        let mean = theory.mean();
        let moment = |power: i32| {
            let mut sum = 0.0;
            for value in &sorted {
                let off = value - mean;
                sum += (0..power).fold(1.0, |product, _| product * off);
            }
            sum / all
        };
        let (first, square, fourth) = (moment(1), moment(2), moment(4));
        let variance = second - mean * mean;
        let off = |errors: f64| if variance == 0.0 { 0.0 } else { errors };
        let mean_off = off(first / (variance / all).sqrt());
        let variance_off = off((square - variance) / ((fourth - square * square) / all).sqrt());
        let holds = distance < MOST_DISTANCE
            && mean_off.abs() < MOST_ERRORS
            && variance_off.abs() < MOST_ERRORS;
        let found = format!("{distance:.2}, {mean_off:.2}, {variance_off:.2}");
        claims.push(Claim::plain(name, &found, holds));
        assert!((law.mean() / mean - 1.0).abs() < 0.01, "{name} says its mean is {}", law.mean());
    }
    let proof = Proof {
        section: "Samplers",
        case: "",
        source: "distribution functions and moments of the laws",
        asked: "Kolmogorov's distance times the root of the draws below 2.3, mean and variance within \
                4.5 standard errors (found: these three)",
    };
    proof.settle(&claims);
}

#[test]
fn laws_draw_as_those_of_rand_distr_do() {
    let mut compared = 0;
    for (name, law, _, other) in laws() {
        let Some(other) = other else { continue };
        let ours = draws(Purpose::TalkTime, |draws| law.sample(draws));
        let theirs = draws(Purpose::Patience, other);
        let (mut at, mut most) = (0, 0.0f64);
        for (position, value) in ours.iter().enumerate() {
            while at < theirs.len() && theirs[at] <= *value {
                at += 1;
            }
            most = most.max((position as f64 + 1.0 - at as f64).abs());
        }
        // Two samples of n draws: the distance times the root of n / 2.
        let all = ours.len() as f64;
        let distance = most / all * (all / 2.0).sqrt();
        assert!(distance < MOST_DISTANCE, "{name}: distance {distance:.2}");
        compared += 1;
    }
    assert_eq!(compared, 8);
}

/// Numbers in (0, 1) of a million names: one each, by seed, replication, purpose, call and count.
fn uniforms(seed: u64, replication: u64, purpose: Purpose, call: u64, count: u32) -> Vec<f64> {
    (0..1_000_000u64)
        .map(|number| {
            let name = name_hash(&format!("queue {number}"));
            Stream::new(seed, replication, purpose, name).uniform(call, count)
        })
        .collect()
}

/// Correlation of two lists of uniform numbers, times the root of their length: standard normal
/// where they have nothing to do with each other.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let sum: f64 = a.iter().zip(b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum();
    12.0 * sum / (a.len().min(b.len()) as f64).sqrt()
}

#[test]
fn the_streams_of_a_million_names_show_no_correlation() {
    let first = uniforms(1, 0, Purpose::TalkTime, 0, 0);
    let others = [
        ("seeds", uniforms(2, 0, Purpose::TalkTime, 0, 0)),
        ("replications", uniforms(1, 1, Purpose::TalkTime, 0, 0)),
        ("purposes", uniforms(1, 0, Purpose::AfterCallWork, 0, 0)),
        ("calls", uniforms(1, 0, Purpose::TalkTime, 1, 0)),
        ("counts", uniforms(1, 0, Purpose::TalkTime, 0, 1)),
    ];
    for (what, other) in &others {
        let found = correlation(&first, other);
        assert!(found.abs() < MOST_ERRORS, "{what}: {found:.2} errors");
    }
    for lag in 1..=20 {
        let found = correlation(&first, &first[lag..]);
        assert!(found.abs() < MOST_ERRORS, "names {lag} apart: {found:.2} errors");
    }
}

#[test]
fn the_streams_of_a_million_names_fill_the_square_evenly_and_never_meet() {
    const SIDE: usize = 64;
    let first = uniforms(1, 0, Purpose::TalkTime, 0, 0);
    let next = uniforms(1, 0, Purpose::TalkTime, 1, 0);
    let mut cells = vec![0u32; SIDE * SIDE];
    let cell = |value: f64| (value * SIDE as f64) as usize;
    for (a, b) in first.iter().zip(&next) {
        cells[cell(*a) * SIDE + cell(*b)] += 1;
    }
    let expected = first.len() as f64 / cells.len() as f64;
    let chi: f64 = cells
        .iter()
        .map(|&n| (f64::from(n) - expected) / expected.sqrt())
        .map(|off| off * off)
        .sum();
    // Chi square of so many degrees of freedom has this mean and twice the variance.
    let degrees = cells.len() as f64 - 1.0;
    let errors = (chi - degrees) / (2.0 * degrees).sqrt();
    assert!(errors.abs() < MOST_ERRORS, "chi square is off by {errors:.2}");
    // Of a million 64-bit words two are the same once in 37 million trials.
    let mut words: Vec<u64> = (0..1_000_000u64)
        .map(|number| {
            let name = name_hash(&format!("queue {number}"));
            Stream::new(1, 0, Purpose::TalkTime, name).draws(0, 0).word()
        })
        .collect();
    for bit in 0..64 {
        let ones = words.iter().filter(|&&word| word >> bit & 1 == 1).count() as f64;
        let errors = (ones - 500_000.0) / 500.0;
        assert!(errors.abs() < MOST_ERRORS, "bit {bit} is set {ones} times of a million");
    }
    words.sort_unstable();
    assert!(words.windows(2).all(|pair| pair[0] != pair[1]));
}
