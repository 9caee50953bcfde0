//! `ringback sweep` from end to end: what it measures, what it writes, what survives.

mod bad;
mod charts;
mod optimum;
mod parts;
mod submit;
mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::program::{Said, empty_folder, ringback};

/// A small center with callback: two hours, about 120 calls.
const SCENARIO: &str = r#"
[scenario]
name = "Small line"
duration = "2h"
interval = "30m"

[run]
seed = 3
replications = 12

[call_type.support]
route = "support"
arrivals = { poisson = { per_hour = 60 } }
talk_time = { exponential = { mean = "4m" } }
patience = { exponential = { mean = "5m" } }
callback_response = { accept = 0.5, answer = 0.8 }

[agent_group.team]
queues = ["support"]
staff = 4
cost_per_hour = 30

[queue.support]
overflow = [{ name = "full", when = { waiting_calls = 3 }, action = "direct_callback" }]
"#;

/// A grid over it: 12 points.
const GRID: &str = r#"
[sweep]
scenario = "small.toml"
replications = 6
metrics = ["service_level", "handled_rate", "wait_p90", "cost", "callback_success_rate"]

[[sweep.axis]]
name = "staff"
path = "agent_group.team.staff"
values = [3, 4, 5]

[[sweep.axis]]
name = "threshold"
path = "queue.support.overflow.full.when.waiting_calls"
from = 1
to = 7
step = 2
"#;

/// A folder with the scenario and a sweep over it; the path of the sweep.
fn folder_with(name: &str, sweep: &str) -> (PathBuf, String) {
    let folder = empty_folder(name);
    std::fs::write(folder.join("small.toml"), SCENARIO).unwrap();
    let path = folder.join("sweep.toml");
    std::fs::write(&path, sweep).unwrap();
    (folder, path.display().to_string())
}

/// Runs a sweep quietly into a folder beside it.
fn run_into(sweep: &str, out: &Path, more: &[&str]) -> Said {
    let out = out.display().to_string();
    ringback(&[&["sweep", sweep, "--quiet", "--out", &out][..], more].concat())
}

fn must(said: Said) -> Said {
    assert_eq!(said.code, 0, "{}", said.errors);
    said
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).unwrap()
}

/// The rows of a CSV table without quotes, the header first.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let cell = |cell: &str| cell.trim_matches('"').to_owned();
    csv.lines().map(|line| line.split(',').map(cell).collect()).collect()
}

/// Names of the files in a folder that begin alike.
fn names(folder: &Path, start: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(start))
        .collect();
    names.sort();
    names
}

/// The program with what a scheduler sets.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ringback"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Whether the proofs run at full size.
fn is_full() -> bool {
    std::env::var_os("RINGBACK_FULL").is_some()
}
