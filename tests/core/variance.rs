//! Fewer replications for the same interval: common random numbers, antithetic pairs and a control
//! variate each keep the mean, cut the variance and cover as before.

use ringback::measure::{Figures, Scope, Tally, When};
use ringback::random::{Law, Purpose, Stream, mirrored};
use ringback::stats::{Interval, Sampled};

use crate::center;
use crate::claims::{Claim, Proof};
use crate::experiments::{BALANCED, MEASURES, SEED, estimates, experiments};
use crate::size::sized;

const WARM_UP: f64 = 10.0;
/// Replications of an experiment.
const REPLICATIONS: u64 = 20;

/// Mean and variance.
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0))
}

#[test]
fn the_same_customers_halve_the_variance_of_a_comparison_with_one_agent_more() {
    let figures = |agents: u32| -> Vec<Figures> {
        let mut center = BALANCED.center(WARM_UP);
        center.groups[0].staff[0].1 = agents;
        experiments(&center, SEED, 300, |number, player| player.play(number).0)
    };
    let [fewer, more] = [20, 21].map(|agents| estimates(&figures(agents)));
    for (at, measure) in MEASURES.iter().enumerate() {
        let variance = |sampled: &Sampled| {
            let deviations: Vec<f64> = sampled.present().collect();
            moments(&deviations).1
        };
        let paired = variance(&more[at].less(&fewer[at]));
        let independent = variance(&more[at]) + variance(&fewer[at]);
        assert!(paired <= 0.5 * independent, "{measure}: {paired} of {independent}");
        let nothing = more[at].less(&more[at]).interval(0.95);
        assert_eq!(nothing, Interval { estimate: 0.0, half_width: Some(0.0) }, "{measure}");
    }
}

/// Every kind of law, each with the correlation of mirrored draws that it stays below.
fn laws() -> Vec<(Law, f64)> {
    let part = Law::uniform(0.0, 1.0).unwrap();
    vec![
        (Law::exponential(2.0).unwrap(), -0.6),
        (Law::erlang(3, 2.0).unwrap(), -0.6),
        (Law::gamma(2.0, 0.5).unwrap(), -0.8),
        (Law::gamma(2.0, 1.5).unwrap(), -0.1),
        (Law::lognormal(2.0, 1.0).unwrap(), -0.45),
        (Law::weibull(2.0, 0.8).unwrap(), -0.45),
        (Law::hyperexponential(2.0, 1.5).unwrap(), -0.1),
        (Law::uniform(1.0, 3.0).unwrap(), -0.99),
        (Law::triangular(1.0, 2.0, 4.0).unwrap(), -0.9),
        (Law::empirical(vec![1.0, 2.0, 5.0]).unwrap(), -0.5),
        (Law::mixture(vec![(1.0, part), (1.0, Law::constant(3.0).unwrap())]).unwrap(), -0.5),
        (Law::exponential(2.0).unwrap().truncated(0.5, 6.0).unwrap(), 0.0),
    ]
}

#[test]
fn every_law_is_the_same_law_when_mirrored_and_opposed_to_itself() {
    let draws = 100_000;
    for (law, correlation) in laws() {
        let stream = |replication| Stream::new(3, replication, Purpose::TalkTime, 1);
        let (own, twin) = (stream(8), stream(mirrored(8)));
        let sample = |stream: Stream| -> Vec<f64> {
            (0..draws).map(|number| law.sample(&mut stream.draws(number, 0))).collect()
        };
        let (own, twin) = (sample(own), sample(twin));
        let ((own_mean, own_variance), (mean, variance)) = (moments(&own), moments(&twin));
        let error = (variance / draws as f64).sqrt();
        assert!((mean - law.mean()).abs() <= 4.5 * error, "{law:?}: {mean} of {}", law.mean());
        assert!((variance / own_variance - 1.0).abs() < 0.1, "{law:?}: {variance}");
        let products = own.iter().zip(&twin).map(|(a, b)| (a - own_mean) * (b - mean));
        let found = products.sum::<f64>() / draws as f64 / (own_variance * variance).sqrt();
        assert!(found < correlation, "{law:?}: {found}");
        assert!(smirnov(own, twin) < 1.95 * (2.0 / draws as f64).sqrt(), "{law:?}");
    }
}

/// The largest distance between two empirical distribution functions; 1.95 sqrt(2 / n) is
/// exceeded 1 time in 1,000.
fn smirnov(mut own: Vec<f64>, mut twin: Vec<f64>) -> f64 {
    own.sort_unstable_by(f64::total_cmp);
    twin.sort_unstable_by(f64::total_cmp);
    let below = |x: f64| twin.partition_point(|&value| value <= x) as f64;
    let distance = |(at, &x): (usize, &f64)| {
        let last_of_equals = own.get(at + 1).is_none_or(|&next| next > x);
        if last_of_equals { (below(x) - (at + 1) as f64).abs() } else { 0.0 }
    };
    own.iter().enumerate().map(distance).fold(0.0, f64::max) / own.len() as f64
}

/// What experiments with a method find: for each measure the intervals.
fn intervals(
    method: fn(&mut dyn FnMut(u64) -> (Figures, f64), u64, f64) -> [Sampled; 3],
) -> Vec<[Interval; 3]> {
    let center = BALANCED.center(WARM_UP);
    let horizon = &center.horizon;
    let expected = center.expected_work(horizon.warm_up, horizon.end).unwrap();
    experiments(&center, SEED, sized(200, 2_000), |number, player| {
        let found = method(&mut |replication| player.play(replication), number * 1_000, expected);
        found.map(|sampled| sampled.interval(0.95))
    })
}

fn plain(play: &mut dyn FnMut(u64) -> (Figures, f64), first: u64, _: f64) -> [Sampled; 3] {
    let figures: Vec<_> = (first..first + REPLICATIONS).map(|number| play(number).0).collect();
    estimates(&figures)
}

fn antithetic(play: &mut dyn FnMut(u64) -> (Figures, f64), first: u64, _: f64) -> [Sampled; 3] {
    let pairs = (first..first + REPLICATIONS / 2).flat_map(|number| [number, mirrored(number)]);
    let figures: Vec<_> = pairs.map(|number| play(number).0).collect();
    estimates(&figures).map(Sampled::in_pairs)
}

fn controlled(
    play: &mut dyn FnMut(u64) -> (Figures, f64),
    first: u64,
    expected: f64,
) -> [Sampled; 3] {
    let played: Vec<_> = (first..first + REPLICATIONS).map(play).collect();
    let figures: Vec<Figures> = played.iter().map(|played| played.0).collect();
    let control: Vec<f64> = played.iter().map(|played| played.1 - expected).collect();
    estimates(&figures).map(|sampled| sampled.with_control(&control))
}

#[test]
fn antithetic_pairs_and_the_control_variate_keep_the_mean_cut_the_variance_and_cover() {
    let usual = intervals(plain);
    let count = usual.len() as f64;
    for (name, method, share) in [
        ("antithetic", intervals(antithetic), 0.75),
        ("control variate", intervals(controlled), 0.75),
    ] {
        let mut claims = Vec::new();
        for (at, measure) in MEASURES.iter().enumerate() {
            let of = |found: &[[Interval; 3]]| -> Vec<f64> {
                found.iter().map(|found| found[at].estimate).collect()
            };
            let ((_, before), (mean, after)) = (moments(&of(&usual)), moments(&of(&method)));
            let exact = BALANCED.exact[at];
            let covers = |found: &&[Interval; 3]| {
                (found[at].estimate - exact).abs() <= found[at].half_width.unwrap()
            };
            let coverage = method.iter().filter(covers).count() as f64 / count;
            println!("{name}, {measure}: variance {:.3}, coverage {coverage:.4}", after / before);
            let errors = (mean - exact) / (after / count).sqrt();
            let words = format!("{errors:.1} standard errors off");
            claims.push(Claim::plain(&format!("{measure}, mean"), &words, errors.abs() <= 3.0));
            let words = format!("times {:.2}", after / before);
            let holds = after < share * before;
            claims.push(Claim::plain(&format!("{measure}, variance"), &words, holds));
            let tolerance = 3.0 * (0.95f64 * 0.05 / count).sqrt();
            let (least, most) = (0.95 - tolerance, 0.95 + tolerance);
            let (hits, what) = ((coverage * count).round() as u64, format!("{measure}, coverage"));
            claims.push(Claim::share(&what, hits, count as u64, least, most));
        }
        let proof = Proof {
            section: "Variance reduction",
            case: name,
            source: "Erlang A in 60 digits; as many replications without",
            asked: "mean within 3 standard errors, variance at most 0.75 times, coverage of 95 % \
                    within 3 standard errors",
        };
        proof.settle(&claims);
    }
}

#[test]
fn the_work_that_calls_bring_is_what_was_expected_of_them() {
    let mut center = BALANCED.center(WARM_UP);
    // Twice the rate and longer talks in the second half, some of it cut by the warm-up.
    let (half, end) = (center::minutes(20.0), center.horizon.end);
    let half = ringback::time::SimTime(half.0);
    use ringback::model::{Arrivals, ClockLaw, RateStep};
    center.call_types[0].arrivals = Arrivals::Poisson(vec![
        RateStep { from: ringback::time::SimTime::ZERO, to: half, calls: 200.0 },
        RateStep { from: half, to: end, calls: 400.0 },
    ]);
    center.call_types[0].talk_time = ClockLaw::pieces(vec![
        (ringback::time::SimTime::ZERO, center::exponential(1.0)),
        (half, Law::gamma(2.0 * 60.0e6, 0.7).unwrap()),
    ]);
    center.call_types[0].after_call_work = ClockLaw::always(Law::constant(6.0e6).unwrap());
    let minutes = 100.0 * 1.1 + 400.0 * 2.1;
    let expected = center.expected_work(center.horizon.warm_up, end).unwrap();
    assert!((expected / 60.0e6 / minutes - 1.0).abs() < 1e-12, "{expected}");
    let work = experiments(&center, SEED, 400, |number, player| player.play(number).1);
    let (mean, variance) = moments(&work);
    let errors = (mean - expected) / (variance / 400.0).sqrt();
    assert!(errors.abs() < 3.5, "{errors}");
    center.call_types[0].talk_time =
        ClockLaw::always(center::exponential(1.0).truncated(0.0, 1e9).unwrap());
    assert!(center.expected_work(center.horizon.warm_up, end).is_err());
}

#[test]
fn a_mirrored_replication_has_other_customers_and_its_twin_is_itself() {
    let center = BALANCED.center(WARM_UP);
    let frame = center::frame(&center);
    let mut tally = Tally::new(&frame);
    let mut offered = |replication: u64| {
        ringback::engine::simulate(&center, 41, replication, &mut tally);
        let played = tally.take();
        (frame.figures(&played, Scope::Center, When::Period).calls.offered, played.digest)
    };
    assert_eq!(offered(5), offered(mirrored(mirrored(5))));
    assert_ne!(offered(5).1, offered(mirrored(5)).1);
}
