//! When calls come: spikes, renewals, busy days and records, told by who arrives.

use std::sync::Arc;

use ringback::ids::CallTypeId;
use ringback::model::{
    Arrivals, Center, ClockLaw, Patience, RateStep, Recorded, RecordedCall, Spike, SpikeShape,
};
use ringback::observe::{CallFacts, Entry, Happening, Log};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

use crate::center;

const HOUR: u64 = 3_600;

fn at(seconds: u64) -> SimTime {
    SimTime(Span::from_secs(seconds).0)
}

/// Ten hours of `calls` expected calls that need no time; the days start where they are said to.
fn center(calls: f64, arrivals: Option<Arrivals>) -> Center {
    let talk = Law::exponential(1e6).unwrap();
    let patience = Law::exponential(60e6).unwrap();
    let mut center = center::single(calls / 600.0, 50, talk, Some(patience), 0.0, 600.0);
    if let Some(arrivals) = arrivals {
        center.call_types[0].arrivals = arrivals;
    }
    center
}

/// Who arrives in a replication: type, number, moment, talk time, in order.
fn arrivals(center: &Center, replication: u64) -> Vec<(CallTypeId, u64, SimTime, u64)> {
    let mut log = Log::default();
    ringback::engine::simulate(center, 5, replication, &mut log);
    let arrived = log.entries.iter().filter_map(|entry| match entry {
        Entry::Call(at, call, Happening::Arrived) => {
            Some((call.call_type, call.number, *at, call.talk_ticks))
        }
        _ => None,
    });
    arrived.collect()
}

/// Mean and coefficient of variation.
fn spread(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (count - 1.0);
    (mean, libm::sqrt(variance) / mean)
}

#[test]
fn a_spike_of_every_shape_adds_its_calls_where_it_stands_and_leaves_the_others_alone() {
    let usual = center(600.0, None);
    for (shape, name) in SpikeShape::ALL {
        let mut spiked = usual.clone();
        let spike = Spike { at: at(3 * HOUR), over: Span::from_secs(HOUR), calls: 90.0, shape };
        spiked.call_types[0].spikes = vec![spike];
        let (mut extra, mut early) = (Vec::new(), Vec::new());
        for replication in 0..200 {
            let (alone, together) = (arrivals(&usual, replication), arrivals(&spiked, replication));
            assert!(together.iter().map(|call| call.2).is_sorted(), "{name}: not in order");
            let (of_spike, usual_calls): (Vec<_>, Vec<_>) =
                together.into_iter().partition(|call| call.1 >= CallFacts::SPIKES);
            assert_eq!(usual_calls, alone, "{name}: the usual calls are others");
            let numbers = of_spike.iter().map(|call| call.1 - CallFacts::SPIKES);
            assert!(numbers.eq(0..of_spike.len() as u64), "{name}: numbered out of order");
            let of_spike: Vec<SimTime> = of_spike.iter().map(|call| call.2).collect();
            assert!(of_spike.iter().all(|when| *when >= spike.at && *when < at(4 * HOUR)));
            extra.push(of_spike.len() as f64);
            early.push(of_spike.iter().filter(|when| **when < at(3 * HOUR + 900)).count() as f64);
        }
        // 200 Poisson numbers of mean 90: a standard error of 0.67; of their quarter less.
        let ((mean, cv), (early, _)) = (spread(&extra), spread(&early));
        assert!((mean - 90.0).abs() < 4.0 * 0.67, "{name}: {mean} calls");
        assert!((cv * libm::sqrt(90.0) - 1.0).abs() < 0.25, "{name}: not Poisson, cv {cv}");
        let expected = 90.0
            * match shape {
                SpikeShape::Flat => 0.25,
                SpikeShape::Triangle => 0.125,
                SpikeShape::Exponential => (1.0 - libm::exp(-0.75)) / (1.0 - libm::exp(-3.0)),
            };
        let error = libm::sqrt(expected / 200.0);
        assert!((early - expected).abs() < 4.0 * error, "{name}: {early} in the first quarter");
    }
}

#[test]
fn a_spike_more_changes_no_call_of_the_one_before_and_volume_scales_both() {
    let spike = |hour: u64| Spike {
        at: at(hour * HOUR),
        over: Span::from_secs(1_800),
        calls: 50.0,
        shape: SpikeShape::Flat,
    };
    let mut one = center(0.0, None);
    one.call_types[0].spikes = vec![spike(2)];
    let mut two = one.clone();
    two.call_types[0].spikes.push(spike(5));
    let (first, both) = (arrivals(&one, 0), arrivals(&two, 0));
    assert_eq!(both[..first.len()], first);
    assert!(both.len() > first.len());
    two.call_types[0].volume = 0.0;
    assert!(arrivals(&two, 0).is_empty());
    two.call_types[0].volume = 3.0;
    let calls: usize = (0..50).map(|replication| arrivals(&two, replication).len()).sum();
    // 300 expected in each of 50: a standard error of 2.4 of their mean.
    assert!((calls as f64 / 50.0 - 300.0).abs() < 4.0 * 2.45);
}

#[test]
fn a_spike_beside_recorded_calls_takes_none_of_what_the_record_states() {
    let row = |number: u64| RecordedCall {
        at: at(600 * number),
        talk_time: Some(Span::from_secs(number)),
        ..RecordedCall::default()
    };
    let mut center = center(0.0, Some(record((0..60).map(row).collect())));
    center.call_types[0].spikes = vec![Spike {
        at: at(HOUR),
        over: Span::from_secs(HOUR),
        calls: 40.0,
        shape: SpikeShape::Triangle,
    }];
    let all = arrivals(&center, 0);
    assert!(all.len() > 75);
    let stated = all.iter().filter(|call| call.2.0 % Span::from_secs(600).0 == 0);
    for (position, call) in stated.enumerate() {
        assert_eq!(call.3, Span::from_secs(position as u64).0);
    }
}

#[test]
fn gaps_of_a_renewal_follow_their_law_and_shrink_with_the_volume() {
    let gap = Law::constant(60e6).unwrap();
    let mut fixed = center(0.0, Some(Arrivals::Renewal(gap)));
    let moments = |center: &Center| -> Vec<SimTime> {
        arrivals(center, 0).iter().map(|call| call.2).collect()
    };
    let every = |seconds: u64| (1..36_000 / seconds).map(|n| at(n * seconds)).collect::<Vec<_>>();
    assert_eq!(moments(&fixed), every(60));
    fixed.call_types[0].volume = 2.0;
    assert_eq!(moments(&fixed), every(30));
    fixed.call_types[0].volume = 0.0;
    assert!(moments(&fixed).is_empty());

    let gap = Law::gamma(10e6, 0.5).unwrap();
    let regular = center(0.0, Some(Arrivals::Renewal(gap)));
    let counts: Vec<f64> =
        (0..300).map(|replication| arrivals(&regular, replication).len() as f64).collect();
    // Renewal theory: mean 3,600 less (1 - cv^2) / 2, variance cv^2 x mean, so a cv of 1/120.
    let (mean, cv) = spread(&counts);
    assert!((mean - 3_599.6).abs() < 4.0 * 30.0 / libm::sqrt(300.0), "{mean} calls");
    assert!((cv * 120.0 - 1.0).abs() < 4.0 * 0.041, "cv {cv}");
}

#[test]
fn a_gap_over_midnight_runs_at_each_days_own_pace() {
    // A first day of half the calls, a second one of all: gaps of 2 minutes, then of 1.
    let gap = Law::constant(60e6).unwrap();
    let mut center = center(0.0, Some(Arrivals::Renewal(gap)));
    center.days = vec![SimTime::ZERO, at(150)];
    center.forecast_error = Some(Law::empirical(vec![0.5, 1.0]).unwrap());
    let paces = |replication| {
        let found = arrivals(&center, replication);
        (found[0].2, found[1].2.since(found[0].2), found[3].2.since(found[2].2))
    };
    let slow_then_fast = (0..64)
        .map(paces)
        .find(|(first, _, late)| *first == at(120) && *late == Span::from_secs(60));
    // 30 s of the second gap pass by midnight at half pace: 15 of its 60; the rest at full pace.
    assert_eq!(slow_then_fast.unwrap().1, Span::from_secs(30 + 45));
}

#[test]
fn the_busy_day_factor_has_the_stated_variation_and_is_common_or_of_each_type() {
    let mut center = center(2_500.0, None);
    let mut second = center.call_types[0].clone();
    second.name = "others".into();
    center.call_types.push(second);
    let counts = |center: &Center| {
        let days: Vec<[f64; 2]> = (0..400)
            .map(|replication| {
                let found = arrivals(center, replication);
                let first = found.iter().filter(|call| call.0 == CallTypeId(0)).count();
                [first as f64, (found.len() - first) as f64]
            })
            .collect();
        let of = |at: usize| days.iter().map(|day| day[at]).collect::<Vec<f64>>();
        let (first, second) = (of(0), of(1));
        let ((mean, cv), (other_mean, other_cv)) = (spread(&first), spread(&second));
        let products = first.iter().zip(&second).map(|(a, b)| (a - mean) * (b - other_mean));
        let covariance = products.sum::<f64>() / 399.0;
        (mean, cv, covariance / (mean * cv * other_mean * other_cv))
    };
    // A gamma factor of cv 0.2 over Poisson counts of mean 2,500: cv^2 = 0.04 + 1/2,500. With
    // 400 days the cv has a standard error of about 4 %, the mean of 1 %, a correlation of 0.05.
    let expected = libm::sqrt(0.04 + 1.0 / 2_500.0);
    let check = |(mean, cv, correlation): (f64, f64, f64), common: f64| {
        assert!((mean / 2_500.0 - 1.0).abs() < 0.04, "mean {mean}");
        assert!((cv / expected - 1.0).abs() < 0.16, "cv {cv}");
        assert!((correlation - common).abs() < 0.2, "correlation {correlation}");
    };
    let mut common = center.clone();
    common.forecast_error = Some(Law::gamma(1.0, 0.2).unwrap());
    check(counts(&common), 0.99);
    for call_type in &mut center.call_types {
        call_type.forecast_error = Some(Law::gamma(1.0, 0.2).unwrap());
    }
    check(counts(&center), 0.0);
}

fn record(calls: Vec<RecordedCall>) -> Arrivals {
    Arrivals::Recorded(Recorded {
        calls: Arc::from(calls),
        jitter: Span::ZERO,
        thin: 1.0,
        bootstrap: false,
        attributes: vec![].into(),
    })
}

/// A center with 500 recorded calls, one a minute, each with its own talk time.
fn recorded(change: impl FnOnce(&mut Recorded)) -> Center {
    let row = |number: u64| RecordedCall {
        at: at(60 * number),
        talk_time: Some(Span(number)),
        ..RecordedCall::default()
    };
    let mut center = center(0.0, Some(record((0..500).map(row).collect())));
    center.horizon.interval = Span::from_secs(900);
    center.call_types[0].patience = Patience::Law(ClockLaw::always(Law::constant(1e9).unwrap()));
    if let Arrivals::Recorded(recorded) = &mut center.call_types[0].arrivals {
        change(recorded);
    }
    center
}

#[test]
fn recorded_calls_are_thinned_doubled_moved_and_drawn_anew() {
    let plain = arrivals(&recorded(|_| ()), 0);
    assert_eq!(plain.len(), 500);
    assert_eq!(plain, arrivals(&recorded(|_| ()), 1), "the same in every replication");

    // Binomial of 500 with 0.3: a standard deviation of 10.2.
    let thinned = arrivals(&recorded(|r| r.thin = 0.3), 0);
    assert!((thinned.len() as f64 - 150.0).abs() < 4.0 * 10.2, "{}", thinned.len());
    assert!(thinned.iter().all(|call| call.2 == at(60 * call.3)), "kept rows stay as they are");
    assert_ne!(thinned, arrivals(&recorded(|r| r.thin = 0.3), 1), "drawn in each replication");

    let jitter = Span::from_secs(20);
    let moved = arrivals(&recorded(|r| r.jitter = jitter), 0);
    assert_eq!(moved.len(), 500);
    let shift =
        |call: &(CallTypeId, u64, SimTime, u64)| call.2.seconds() - at(60 * call.3).seconds();
    assert!(moved.iter().all(|call| shift(call).abs() <= 20.0));
    assert!(moved.iter().filter(|call| shift(call).abs() > 10.0).count() > 150);

    let mut twice = recorded(|_| ());
    twice.call_types[0].volume = 2.0;
    let doubled = arrivals(&twice, 0);
    let twins = |talk: u64| doubled.iter().filter(|call| call.3 == talk).count();
    assert!((0..500).all(|talk| twins(talk) == 2));

    let anew = arrivals(&recorded(|r| r.bootstrap = true), 0);
    assert_eq!(anew.len(), 500);
    let different: std::collections::BTreeSet<u64> = anew.iter().map(|call| call.3).collect();
    // About 1 - 1/e of the rows are drawn at least once: 316, standard deviation about 7.
    assert!((different.len() as f64 - 316.0).abs() < 30.0, "{}", different.len());
}

#[test]
fn the_moments_of_arrivals_never_run_back_and_stop_at_the_end() {
    let step = RateStep { from: SimTime::ZERO, to: at(10 * HOUR), calls: 300.0 };
    let kinds = [
        Arrivals::Poisson(vec![step]),
        Arrivals::Exact(vec![step]),
        Arrivals::Renewal(Law::lognormal(120e6, 2.0).unwrap()),
        record((0..300).map(|n| RecordedCall { at: at(n), ..Default::default() }).collect()),
    ];
    for kind in kinds {
        let mut center = center(0.0, Some(kind.clone()));
        center.call_types[0].spikes = SpikeShape::ALL
            .map(|(shape, _)| Spike {
                at: at(9 * HOUR),
                over: Span::from_secs(2 * HOUR),
                calls: 200.0,
                shape,
            })
            .to_vec();
        let found = arrivals(&center, 0);
        assert!(found.len() > 400, "{kind:?}");
        assert!(found.iter().map(|call| call.2).is_sorted(), "{kind:?}");
        assert!(found.iter().all(|call| call.2 < at(10 * HOUR)), "{kind:?}");
        assert_eq!(found, arrivals(&center, 0), "{kind:?}");
    }
}
