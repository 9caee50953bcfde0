//! Nanoseconds per call of the engine with its tally, on three workloads of known answers.
//!
//! W2: M/M/100+M, 100 calls and services a unit of time, patience 2. Exact: abandoned 0.0330302.
//! W3: a day of 50,000 calls over 96 quarter hours with a shortfall from 9 to 12.
//! W4: W3 with callbacks, offered where the estimate by queue length exceeds two minutes.
//!
//! `cargo bench --bench engine -- [W2|W3|W4] [scored] [days]`; one thread, best of five. `scored`
//! also compares each wait with its estimate.

#![expect(clippy::unwrap_used, reason = "constants that are known to be good")]

use std::time::Instant;

#[path = "../tests/core/center.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use all of it")]
mod center;

use ringback::measure::{Scope, Tally, When};
use ringback::model::{Arrivals, Center, Condition, RateStep};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

const QUARTER: u64 = 900;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let days = words.iter().find_map(|word| word.parse().ok()).unwrap_or(20);
    let scored = words.iter().any(|word| word == "scored");
    for (name, mut center) in [("W2", w2()), ("W3", day(false)), ("W4", day(true))] {
        if scored {
            center.score_estimates(true);
        }
        if words.iter().any(|word| word.starts_with('W')) && !words.iter().any(|w| w == name) {
            continue;
        }
        time(name, &center, days);
    }
}

fn time(name: &str, center: &Center, days: u64) {
    let frame = center::frame(center);
    let mut tally = Tally::new(&frame);
    let mut best = f64::INFINITY;
    let (mut abandoned, mut calls, mut hold, mut callbacks) = (0, 0, 0, 0);
    for _ in 0..5 {
        #[expect(clippy::disallowed_methods, reason = "a bench is about time")]
        let start = Instant::now();
        let mut played = 0;
        for replication in 0..days {
            ringback::engine::simulate(center, 1, replication, &mut tally);
            let done = tally.take();
            played += done.calls;
            let figures = frame.figures(&done, Scope::Center, When::Period);
            abandoned += figures.calls.abandoned;
            calls += figures.calls.offered;
            hold += figures.calls.hold_ticks;
            callbacks += figures.calls.callbacks_accepted;
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e9 / played as f64);
    }
    let share = |count: u64| count as f64 / calls as f64;
    #[expect(clippy::print_stdout, reason = "a bench prints its figures")]
    {
        println!(
            "{name}: {best:.1} ns/call, abandoned {:.4}, on hold {:.2} s, callbacks {:.4}",
            share(abandoned),
            share(hold) / 1e6,
            share(callbacks)
        );
    }
}

fn w2() -> Center {
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
fn day(callbacks: bool) -> Center {
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
