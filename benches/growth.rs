//! How the time of a call grows with agents, with queues and with the number of callers who wait.
//!
//! CPU nanoseconds per call of the engine with its tally, best of three, and the exponent from one
//! size to the next: 0 is flat, 1 is in proportion. `cargo bench --bench growth -- [calls] [word]
//! [size]`; only the tables whose title has the word, only that size. Of the CPU time that Linux
//! keeps for a thread, elsewhere of the wall clock.

#[path = "../tests/core/center.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use all of it")]
mod center;
#[path = "clock/mod.rs"]
mod clock;

use center::{exponential, frame, single};
use clock::cpu_nanoseconds;
use ringback::ids::QueueId;
use ringback::measure::{Scope, Tally, When};
use ringback::model::Center;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let mut numbers = words.iter().filter_map(|word| word.parse().ok());
    let calls = numbers.next().unwrap_or(200_000.0);
    let only = Only {
        title: words.iter().find(|word| word.parse::<f64>().is_err()).cloned(),
        size: numbers.next().map(|size| size as u32),
    };
    let grows = |what: &str, sizes: &[u32], center: &dyn Fn(u32) -> Center| {
        grows(&only, what, sizes, center);
    };
    grows("agents, as many erlangs, patience 2 min", &[10, 100, 1_000, 10_000], &|agents| {
        let rate = f64::from(agents);
        single(rate, agents, exponential(1.0), Some(exponential(2.0)), 0.0, calls / rate)
    });
    grows("queues with 10 agents each", &[1, 10, 100], &|queues| of_queues(queues, calls, false));
    grows("queues of 100 agents who serve all", &[1, 10, 100], &|queues| {
        of_queues(queues, calls, true)
    });
    grows("the same queues, call types of three priorities", &[1, 10, 100], &|queues| {
        let mut center = of_queues(queues, calls, true);
        let call_types = (0..).zip(&mut center.call_types);
        call_types.for_each(|(number, call_type)| call_type.priority = 1 + number % 3);
        center
    });
    grows("callers waiting, 100 agents, twice their load", &[10, 100, 1_000, 10_000], &|waiting| {
        let patience = f64::from(waiting) / 100.0;
        single(200.0, 100, exponential(1.0), Some(exponential(patience)), 0.0, calls / 200.0)
    });
}

/// So many queues, each with a call type of its own; with agents of their own or of all.
fn of_queues(queues: u32, calls: f64, shared: bool) -> Center {
    let agents = if shared { 100 } else { 10 * queues };
    let rate = f64::from(agents) / f64::from(queues);
    let length = calls / f64::from(agents);
    let mut center = single(rate, 10, exponential(1.0), Some(exponential(2.0)), 0.0, length);
    let name = |of: &str, number: u32| format!("{of} {number:03}");
    let (call_type, queue, group) =
        (center.call_types.remove(0), center.queues.remove(0), center.groups.remove(0));
    for number in 0..queues {
        let mut call_type = call_type.clone();
        call_type.name = name("calls", number);
        call_type.route = vec![(QueueId(number), 1.0)];
        center.call_types.push(call_type);
        let mut queue = queue.clone();
        queue.name = name("queue", number);
        center.queues.push(queue);
        if !shared {
            let mut group = group.clone();
            group.name = name("team", number);
            group.queues = vec![QueueId(number)];
            center.groups.push(group);
        }
    }
    if shared {
        let mut group = group;
        group.queues = (0..queues).map(QueueId).collect();
        group.staff[0].1 = agents;
        center.groups.push(group);
    }
    center
}

/// What was asked for, if not all.
struct Only {
    title: Option<String>,
    size: Option<u32>,
}

/// Prints a table of sizes.
fn grows(only: &Only, what: &str, sizes: &[u32], center: &dyn Fn(u32) -> Center) {
    if only.title.as_ref().is_some_and(|word| !what.contains(word.as_str())) {
        return;
    }
    let mut rows = vec![
        format!("| {what} | ns a call | exponent | waiting on average |"),
        "| --- | --- | --- | --- |".into(),
    ];
    let mut before: Option<(u32, f64)> = None;
    for &size in sizes.iter().filter(|&&size| only.size.is_none_or(|only| only == size)) {
        let (nanoseconds, waiting) = time(&center(size));
        let exponent = before.map_or(String::new(), |(smaller, less)| {
            let growth = libm::log(nanoseconds / less) / libm::log(f64::from(size / smaller));
            format!("{growth:.2}")
        });
        rows.push(format!("| {size} | {nanoseconds:.0} | {exponent} | {waiting:.0} |"));
        before = Some((size, nanoseconds));
    }
    #[expect(clippy::print_stdout, reason = "a bench prints its figures")]
    {
        println!("{}\n", rows.join("\n"));
    }
}

/// CPU nanoseconds per call, best of three, and how many waited on average.
fn time(center: &Center) -> (f64, f64) {
    let mut frame = frame(center);
    // Calls of a type stand in its own queue only, as in the frame of a scenario.
    frame.pairs.retain(|pair| {
        let route = &center.call_types[pair.call_type.index()].route;
        !pair.transferred && route.iter().any(|(queue, _)| *queue == pair.queue)
    });
    let mut tally = Tally::new(&frame);
    let (mut best, mut waiting) = (f64::INFINITY, 0.0);
    for replication in 0..3 {
        let start = cpu_nanoseconds();
        ringback::engine::simulate(center, 1, replication, &mut tally);
        let spent = cpu_nanoseconds() - start;
        let done = tally.take();
        best = best.min(spent / done.calls as f64);
        let figures = frame.figures(&done, Scope::Center, When::Period);
        waiting = figures.calls.live_queue_ticks as f64 / figures.period_ticks as f64;
    }
    (best, waiting)
}
