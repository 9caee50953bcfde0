//! Nanoseconds per call of the engine with its tally, on three workloads of known answers, and on one
//! with skills.
//!
//! W2: M/M/100+M, 100 calls and services a unit of time, patience 2. Exact: abandoned 0.0330302.
//! W3: a day of 50,000 calls over 96 quarter hours with a shortfall from 9 to 12.
//! W4: W3 with callbacks, offered where the estimate by queue length exceeds two minutes.
//! skills: five queues, eight groups, 300 agents.
//!
//! `cargo bench --bench engine -- [W2|W3|W4|skills] [scored] [days]`; one thread, best of five. `scored`
//! also compares each wait with its estimate.

use std::time::Instant;

#[path = "../tests/core/center.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use all of it")]
mod center;
#[path = "workloads/mod.rs"]
mod workloads;

use ringback::measure::{Frame, Scope, Tally, When};
use ringback::model::Center;
use workloads::{day, skills, w2};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let days = words.iter().find_map(|word| word.parse().ok()).unwrap_or(20);
    let scored = words.iter().any(|word| word == "scored");
    let workloads = [("W2", w2()), ("W3", day(false)), ("W4", day(true)), ("skills", skills())];
    let is_one = |name: &str| words.iter().any(|word| word == name);
    let chosen = workloads.iter().any(|(name, _)| is_one(name));
    for (name, mut center) in workloads {
        if scored {
            center.score_estimates(true);
        }
        if chosen && !is_one(name) {
            continue;
        }
        time(name, &center, days);
    }
}

fn time(name: &str, center: &Center, days: u64) {
    // As the program does: no rule of these centers moves calls.
    let mut frame = Frame { has_moves: false, ..center::frame(center) };
    frame.pairs.retain(|pair| {
        let route = &center.call_types[pair.call_type.index()].route;
        !pair.transferred && route.iter().any(|&(queue, _)| queue == pair.queue)
    });
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
