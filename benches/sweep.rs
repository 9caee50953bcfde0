//! What a sweep costs beyond its simulation: a grid of 1,000 points with 50 replications each of a
//! day of 2,000 calls, against the plain engine and tally on the same days.
//!
//! CPU seconds of one thread, shard by shard in turn, so that a machine shared with other work
//! gives the same answer; then the wall clock of one and two threads, which only an idle machine
//! can tell. `cargo bench --bench sweep -- [points] [replications] [calls a day]`.

#![expect(clippy::unwrap_used, reason = "constants that are known to be good")]

use std::path::PathBuf;
use std::time::Instant;

#[path = "../tests/core/center.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use all of it")]
mod center;

use ringback::engine;
use ringback::measure::Tally;
use ringback::scenario::{Draft, Files, Options};
use ringback::sweep::{self, Plan, Results, Shard, Store, World};

const SCENARIO: &str = r#"
[scenario]
name = "A day"
duration = "10h"
interval = "30m"

[run]
seed = 3

[call_type.support]
route = "support"
arrivals = { poisson = { per_hour = 200 } }
talk_time = { exponential = { mean = "4m" } }
patience = { exponential = { mean = "5m" } }
callback_response = { accept = 0.5, answer = 0.8 }

[agent_group.team]
queues = ["support"]
staff = 14
cost_per_hour = 30

[queue.support]
overflow = [{ name = "full", when = { waiting_calls = 3 }, action = "direct_callback" }]
"#;

const SWEEP: &str = r#"
[sweep]
scenario = "day.toml"
metrics = ["service_level", "handled_rate", "wait_p90", "cost", "callback_success_rate"]

[[sweep.axis]]
name = "staff"
path = "agent_group.team.staff"
from = 8
to = 27
step = 1

[[sweep.axis]]
name = "threshold"
path = "queue.support.overflow.full.when.waiting_calls"
from = 1
to = 50
step = 1
"#;

/// Pieces of the grid that are played by the engine and by the sweep in turn.
const SHARDS: u32 = 10;

fn main() {
    let numbers: Vec<u32> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let number = |position: usize, other: u32| numbers.get(position).copied().unwrap_or(other);
    let (points, replications, calls) = (number(0, 1_000), number(1, 50), number(2, 2_000));
    let plan = plan(points, replications, calls);
    let points = f64::from(plan.count());
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-sweep");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();

    let (mut plain, mut whole, mut played) = (0.0, 0.0, 0);
    for index in 0..SHARDS {
        let shard = Shard { index, of: SHARDS };
        plain += seconds(cpu, || played += play(&plan, shard, replications));
        whole += seconds(cpu, || swept(&plan, shard, 1, Some(&folder)));
    }
    whole += seconds(cpu, || merged(&plan, &folder));
    say(&format!(
        "{points} points, {played} calls: plain engine {plain:.2} CPU s, sweep {whole:.2} CPU s; \
         overhead {:.3} ms a point, {:.1} %",
        (whole - plain) / points * 1e3,
        (whole / plain - 1.0) * 100.0
    ));

    let shard = Shard { index: 0, of: SHARDS / 5 };
    let [one, two] = [1, 2].map(|threads| seconds(wall, || swept(&plan, shard, threads, None)));
    let half = shard.points(plan.count()).len() as f64;
    say(&format!(
        "wall clock: {:.1} points/s on one thread, {:.1} on two, efficiency {:.3}",
        half / one,
        half / two,
        one / two / 2.0
    ));
}

/// A grid of so many points (of the first 20 x 50), in the variant with callbacks.
fn plan(points: u32, replications: u32, calls: u32) -> Plan {
    let scenario =
        SCENARIO.replace("per_hour = 200", &format!("per_hour = {}", f64::from(calls) / 10.0));
    let sweep = SWEEP.replace("to = 50", &format!("to = {}", (points / 20).clamp(1, 50)));
    let options = Options { variants: vec!["callback".into()], ..Options::default() };
    let draft = Draft::read("day.toml", &scenario, "", &options).unwrap();
    let file = sweep::read("sweep.toml", &sweep).0.unwrap();
    Plan::new(file, draft, Some(replications), None, |_| Files::default())
}

/// The days of a shard by engine and tally alone; how many calls.
fn play(plan: &Plan, shard: Shard, replications: u32) -> u64 {
    let mut calls = 0;
    for number in shard.points(plan.count()) {
        let study = plan.study(&plan.point(number).unwrap()).unwrap();
        let center = &study.variants[0].center;
        let frame = center::frame(center);
        let mut tally = Tally::new(&frame);
        for replication in 0..replications {
            engine::simulate(
                center,
                study.run.seed,
                study.run.luck(replication.into()),
                &mut tally,
            );
            calls += tally.take().calls;
        }
    }
    calls
}

/// The same by a sweep: checked, simulated, estimated and, with a folder, kept in parts.
fn swept(plan: &Plan, shard: Shard, threads: usize, folder: Option<&PathBuf>) {
    let store = folder.map(|folder| Store::new(folder, shard, &plan.name));
    let rest = sweep::rest(plan, shard, store.as_ref()).unwrap();
    let open: Vec<u32> = rest.open.iter().map(|point| point.number).collect();
    plan.check(&open, threads).unwrap();
    let world = World {
        threads,
        interrupted: &|| false,
        is_due: &|| false,
        replication: &|| {},
        point: &|_| {},
    };
    let done = sweep::run(plan, rest, store.as_ref(), &world).unwrap();
    assert_eq!(done.points.len(), open.len());
}

/// Puts the parts together.
fn merged(plan: &Plan, folder: &std::path::Path) {
    let found = Store::new(folder, Shard::WHOLE, &plan.name).all().unwrap();
    let results = Results::new(plan, &found.points).unwrap().unwrap();
    assert_eq!(results.count(), plan.count() as usize);
}

/// How long a work takes by a clock.
fn seconds(clock: fn() -> f64, work: impl FnOnce()) -> f64 {
    let begin = clock();
    work();
    clock() - begin
}

#[expect(clippy::disallowed_methods, reason = "a bench is about time")]
fn wall() -> f64 {
    static BEGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    BEGIN.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// CPU seconds of this process and of its threads, those included that have ended, by ticks of a
/// hundredth; the wall clock where the system does not say.
fn cpu() -> f64 {
    let Ok(text) = std::fs::read_to_string("/proc/self/stat") else { return wall() };
    // Fields 14 and 15, counted behind the program's name in brackets.
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).map(|field| field.parse().unwrap_or(0)).sum();
    ticks as f64 / 100.0
}

#[expect(clippy::print_stdout, reason = "a bench prints its figures")]
fn say(text: &str) {
    println!("{text}");
}
