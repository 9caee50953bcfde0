//! The centers of W2, W3 and W4 for benches of the pure core.

#![expect(clippy::unwrap_used, reason = "constants that are known to be good")]

use ringback::model::{Arrivals, Center, Condition, RateStep};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

use crate::center;

const QUARTER: u64 = 900;

/// M/M/100+M.
pub(crate) fn w2() -> Center {
    center::single(
        100.0,
        100,
        center::exponential(1.0),
        Some(center::exponential(2.0)),
        0.0,
        1_000.0,
    )
}

/// Two peaks over a day, 50,000 calls in all, an agent per erlang and a little more, but far
/// fewer from 9 to 12.
pub(crate) fn day(callbacks: bool) -> Center {
    let weight = |interval: u32| {
        let hour = (f64::from(interval) + 0.5) / 4.0;
        let peak = |at: f64, width: f64| {
            let x = (hour - at) / width;
            libm::exp(-x * x)
        };
        0.06 + peak(10.5, 2.2) + 0.85 * peak(15.5, 2.5)
    };
    let total: f64 = (0..96).map(weight).sum();
    let talk = Law::lognormal(300e6, 1.2).unwrap();
    let patience = Law::exponential(180e6).unwrap();
    let mut center = center::single(1.0, 1, talk, Some(patience), 0.0, 1_440.0);
    let calls = |interval: u32| 50_000.0 * weight(interval) / total;
    let start = |interval: u32| SimTime(Span::from_secs(u64::from(interval) * QUARTER).0);
    let steps = (0..96).map(|interval| RateStep {
        from: start(interval),
        to: start(interval + 1),
        calls: calls(interval),
    });
    center.call_types[0].arrivals = Arrivals::Poisson(steps.collect());
    let agents = |interval: u32| {
        let load = calls(interval) * 300.0 / QUARTER as f64;
        if (36..48).contains(&interval) { 0.55 * load } else { load + 0.3 * load.sqrt() }
    };
    center.groups[0].staff =
        (0..96).map(|interval| (start(interval), agents(interval).ceil() as u32)).collect();
    center.horizon.interval = Span::from_secs(QUARTER);
    if callbacks {
        let queue = &mut center.queues[0];
        queue.overflow = vec![center::offer_when(Condition::AverageWait(Span::from_secs(120)))];
        queue.callback.first_offer = Span::from_secs(30);
        center.call_types[0].response.accept = vec![0.3];
        center.call_types[0].response.answer = vec![1.0];
    }
    center
}
