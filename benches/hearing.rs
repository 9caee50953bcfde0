//! What it costs to hear a day (W3): nobody hears it, or the digest alone, the histograms of waits
//! alone, the time of queue and agents by interval alone, or the tally that keeps all.
//!
//! `cargo bench --no-default-features --bench hearing -- [nobody|digest|waits|spans|tally] [days]`;
//! CPU nanoseconds a call, best of five (of the CPU time that Linux keeps for a thread, elsewhere of
//! the wall clock). Run under `valgrind --tool=callgrind` it tells
//! instructions: those of a run of more days less those of one of fewer.

#[path = "../tests/core/center.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use all of it")]
mod center;
#[path = "clock/mod.rs"]
mod clock;
#[path = "workloads/mod.rs"]
#[expect(dead_code, reason = "shared with the bench of all workloads")]
mod workloads;

use clock::cpu_nanoseconds;
use ringback::engine::simulate;
use ringback::ids::{AgentId, GroupId};
use ringback::measure::{Grid, Histogram, SpanGrid, Tally};
use ringback::model::Center;
use ringback::observe::{CallFacts, CallHash, Digest, Duty, Happening, Observer, PerCall};
use ringback::time::SimTime;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let days = words.iter().find_map(|word| word.parse().ok()).unwrap_or(20);
    let center = workloads::day(false);
    let frame = center::frame(&center);
    let horizon = &center.horizon;
    let grid = SpanGrid::new(Grid::new(horizon.interval, horizon.warm_up, horizon.end));
    let mut spans = Spans { queue: grid.clone(), busy: grid.clone(), duty: grid };
    let wanted = |name: &str| words.iter().all(|word| word.parse::<u64>().is_ok() || word == name);
    if wanted("nobody") {
        time("nobody", &center, days, &mut (), |()| ());
    }
    if wanted("digest") {
        time("digest", &center, days, &mut Hashes::default(), |_| ());
    }
    if wanted("waits") {
        time("waits", &center, days, &mut Lengths::default(), Lengths::clear);
    }
    if wanted("spans") {
        time("spans", &center, days, &mut spans, Spans::clear);
    }
    if wanted("tally") {
        time("tally", &center, days, &mut Tally::new(&frame), |tally| drop(tally.take()));
    }
}

/// Plays days that one hears.
fn time<O: Observer>(name: &str, center: &Center, days: u64, ear: &mut O, clear: fn(&mut O)) {
    // Calls of a day, on average.
    const CALLS: f64 = 50_000.0;
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = cpu_nanoseconds();
        for replication in 0..days {
            simulate(center, 1, replication, ear);
            clear(ear);
        }
        best = best.min((cpu_nanoseconds() - start) / (days as f64 * CALLS));
    }
    #[expect(clippy::print_stdout, reason = "a bench prints its figures")]
    {
        println!("{name}: {best:.1} ns/call");
    }
}

/// A word for the queue, as its name's hash is one.
const QUEUE: u64 = 0x51AF_D7ED_558C_CD4C;

/// The digest alone, as the tally keeps it.
#[derive(Default)]
struct Hashes {
    calls: PerCall<CallHash>,
    digest: Digest,
}

impl Observer for Hashes {
    fn hears_in_order(&self) -> bool {
        false
    }

    #[inline(always)]
    fn call(&mut self, at: SimTime, call: &CallFacts, happening: Happening) {
        if happening == Happening::Arrived {
            *self.calls.of(call) = CallHash::new(QUEUE, call.number);
        }
        self.calls.known(call).happens(at, happening, QUEUE, |agent| agent.0.into());
    }

    #[inline(always)]
    fn closed(&mut self, call: &CallFacts) {
        let hash = self.calls.known(call).spread();
        self.digest.add(hash);
    }

    fn waited(&mut self, _: &CallFacts, _: bool, _: SimTime, _: SimTime) {}
    fn agent(&mut self, _: SimTime, _: GroupId, _: AgentId, _: Duty) {}
    fn finished(&mut self, _: SimTime) {}
}

/// The histograms of waits alone, of which quantiles are made.
#[derive(Default)]
struct Lengths {
    answered: Histogram,
    abandoned: Histogram,
}

impl Lengths {
    fn clear(&mut self) {
        self.answered.clear();
        self.abandoned.clear();
    }
}

impl Observer for Lengths {
    fn hears_in_order(&self) -> bool {
        false
    }

    #[inline(always)]
    fn call(&mut self, at: SimTime, call: &CallFacts, happening: Happening) {
        match happening {
            Happening::Accepted { .. } => self.answered.add(at.since(call.arrived)),
            Happening::Abandoned { .. } => self.abandoned.add(at.since(call.arrived)),
            _ => {}
        }
    }

    fn waited(&mut self, _: &CallFacts, _: bool, _: SimTime, _: SimTime) {}
    fn closed(&mut self, _: &CallFacts) {}
    fn agent(&mut self, _: SimTime, _: GroupId, _: AgentId, _: Duty) {}
    fn finished(&mut self, _: SimTime) {}
}

/// The time of queue and agents by interval alone.
struct Spans {
    queue: SpanGrid,
    busy: SpanGrid,
    duty: SpanGrid,
}

impl Spans {
    fn clear(&mut self) {
        for grid in [&mut self.queue, &mut self.busy, &mut self.duty] {
            grid.clear();
        }
    }
}

impl Observer for Spans {
    fn hears_in_order(&self) -> bool {
        false
    }

    fn call(&mut self, _: SimTime, _: &CallFacts, _: Happening) {}

    #[inline(always)]
    fn waited(&mut self, _: &CallFacts, _: bool, from: SimTime, to: SimTime) {
        self.queue.add(from, to);
    }

    #[inline(always)]
    fn agent(&mut self, at: SimTime, _: GroupId, _: AgentId, change: Duty) {
        match change {
            Duty::Free { since } => self.busy.add(since, at),
            Duty::Ended { since, .. } => self.duty.add(since, at),
            Duty::Started | Duty::Busy => {}
        }
    }

    fn closed(&mut self, _: &CallFacts) {}
    fn finished(&mut self, _: SimTime) {}
}
