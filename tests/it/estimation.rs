//! How a run is estimated, from the file to the results: precision, batches, pairs, control variate.

use serde_json::Value;

use crate::program::{Said, empty_folder, ringback_in};

/// Ten agents at 9 erlangs, callers who hold 5 minutes: 240 calls in two counted hours.
pub(crate) const STEADY: &str = r#"
[scenario]
name = "Steady"
duration = "150m"
warm_up = "30m"
interval = "10m"
[run]
replications = 40
RUN
[call_type.support]
route = "support"
arrivals = { poisson = { per_hour = 120 } }
talk_time = { gamma = { mean = "4m", cv = 0.8 } }
after_call_work = { constant = "30s" }
patience = { exponential = { mean = "5m" } }
[agent_group.team]
queues = ["support"]
staff = 10
[queue.support]
[variant.more]
set = { "agent_group.team.staff_change" = 1 }
[variant.same]
set = { "agent_group.team.staff_change" = 0 }
"#;

/// Runs a scenario whose `[run]` has these further lines.
fn said(folder: &str, run: &str, arguments: &[&str]) -> Said {
    let folder = empty_folder(folder);
    std::fs::write(folder.join("steady.toml"), STEADY.replace("RUN", run)).unwrap();
    ringback_in(&folder, &[&["run", "steady.toml", "--no-report"], arguments].concat())
}

fn results(folder: &str, run: &str, arguments: &[&str]) -> Value {
    let said = said(folder, run, &[&["--format", "json", "--quiet"], arguments].concat());
    assert_eq!(said.code, 0, "{}", said.errors);
    serde_json::from_str(&said.output).unwrap()
}

fn estimate(results: &Value, variant: usize, metric: &str, key: &str) -> f64 {
    let found = &results["variants"][variant]["metrics"][metric][key];
    found.as_f64().unwrap_or_else(|| panic!("{metric}.{key} is {found}"))
}

#[test]
fn a_precision_takes_as_many_replications_as_it_needs_in_every_variant() {
    let run = r#"precision = { metric = "wait_mean", half_width = "8%", max_replications = 2000 }"#;
    let results = results("precise", run, &[]);
    let used = results["manifest"]["replications"].as_u64().unwrap();
    assert!((10..2_000).contains(&used), "{used}");
    assert_eq!(results["manifest"]["precision"]["reached"], true);
    for variant in 0..3 {
        let mean = estimate(&results, variant, "wait_mean", "mean");
        let half_width = estimate(&results, variant, "wait_mean", "half_width");
        assert!(half_width <= 0.08 * mean, "{half_width} of {mean}");
    }
    // The same replications, asked for by number, are the same calls.
    let by_number = self::results("by_number", "", &["--replications", &used.to_string()]);
    assert_eq!(by_number["variants"][0], results["variants"][0]);
    assert!(by_number["manifest"]["precision"].is_null());
}

#[test]
fn half_widths_are_in_the_unit_of_the_metric_or_a_length_of_time() {
    for (run, metric, wanted) in [
        (r#"precision = { metric = "service_level", half_width = 0.02 }"#, "service_level", 0.02),
        (r#"precision = { metric = "asa", half_width = "2s" }"#, "asa", 2.0),
        (r#"precision = { metric = "asa", half_width = 2 }"#, "asa", 2.0),
    ] {
        let results = results("units", run, &[]);
        assert_eq!(results["manifest"]["precision"]["half_width"], wanted);
        let widths = [0, 1, 2].map(|at| estimate(&results, at, metric, "half_width"));
        assert!(widths.iter().all(|&width| width <= wanted), "{run}: {widths:?}");
    }
}

#[test]
fn a_precision_that_is_not_reached_is_said_and_the_number_of_replications_switches_it_off() {
    let run = r#"precision = { metric = "asa", half_width = 0.01, max_replications = 30 }"#;
    let found = said("out_of_reach", run, &[]);
    assert_eq!(found.code, 0);
    assert!(found.output.contains("30 periods simulated"), "{}", found.output);
    assert!(found.output.contains("NOT yet known to within 0.01s"), "{}", found.output);
    let words = "warning: base: The precision was not reached: after 30 replications";
    assert!(found.errors.contains(words), "{}", found.errors);
    let off = said("switched_off", run, &["--replications", "12"]);
    assert!(!off.errors.contains("precision"), "{}", off.errors);
    assert!(off.output.contains("12 periods simulated"), "{}", off.output);
}

#[test]
fn one_long_run_in_batches_has_intervals_of_its_batches_and_none_by_the_clock() {
    let long = ["--set", "scenario.duration=1230m", "--set", "run.batches=20"];
    let found = results("batches", "", &long);
    let manifest = &found["manifest"];
    let shape = ["replications", "batches", "batch_s", "batches_after_s"].map(|key| &manifest[key]);
    assert_eq!(shape.map(|value| value.as_u64().unwrap()), [1, 20, 3_600, 1_800]);
    // A batch is an hour: 120 calls.
    let offered = estimate(&found, 0, "offered", "mean");
    let half_width = estimate(&found, 0, "offered", "half_width");
    assert!((offered - 120.0).abs() < 3.0 * half_width, "{offered} +- {half_width}");
    assert!(estimate(&found, 0, "wait_p90", "half_width") > 0.0);
    let queue = &found["variants"][0]["queues"]["support"];
    assert!(queue["metrics"]["asa"]["half_width"].is_number());
    assert!(queue["intervals"][9]["metrics"]["asa"]["half_width"].is_null());
    // It is the same run as one replication, read otherwise.
    let once = [&long[..2], &["--replications", "1"]].concat();
    let once = results("once", "", &once);
    assert_eq!(once["variants"][0]["digest"], found["variants"][0]["digest"]);
    let in_all = estimate(&once, 0, "offered", "mean");
    assert!((20.0 * offered - in_all).abs() < 1e-9 * in_all);
}

#[test]
fn every_way_of_estimating_gives_the_same_bytes_on_any_number_of_threads() {
    for (name, run) in [
        ("precision", r#"precision = { metric = "asa", half_width = "20%" }"#),
        ("batches", "batches = 12"),
        ("pairs", "antithetic = true\ncontrol_variate = true"),
    ] {
        let outputs = ["1", "2", "7"]
            .map(|threads| said(name, run, &["--format", "json", "--quiet", "--threads", threads]));
        assert!(outputs[0].output.len() > 10_000, "{}", outputs[0].errors);
        assert!(outputs.iter().all(|one| one.output == outputs[0].output), "{name}");
    }
}

#[test]
fn antithetic_pairs_narrow_the_interval_of_the_same_number_of_replications() {
    let (usual, paired) = (results("usual", "", &[]), results("paired", "antithetic = true", &[]));
    assert_eq!(paired["manifest"]["antithetic"], true);
    assert!(usual["manifest"]["antithetic"].is_null());
    let half_width = |results| estimate(results, 0, "wait_mean", "half_width");
    assert!(half_width(&paired) < 0.9 * half_width(&usual));
    let (mean, other) =
        (estimate(&paired, 0, "wait_mean", "mean"), estimate(&usual, 0, "wait_mean", "mean"));
    assert!((mean - other).abs() < half_width(&paired) + half_width(&usual), "{mean} {other}");
    let odd = said("odd", "antithetic = true", &["--replications", "5"]);
    assert_eq!(odd.code, 2);
    assert!(odd.errors.contains("write 6"), "{}", odd.errors);
}

#[test]
fn a_trace_plays_the_replication_that_the_run_played() {
    let folder = empty_folder("mirror");
    let first_calls = |run: &str, replication: &str| {
        std::fs::write(folder.join("steady.toml"), STEADY.replace("RUN", run)).unwrap();
        let arguments = ["trace", "steady.toml", "--replication", replication, "--to", "09:00"];
        let said = ringback_in(&folder, &[&arguments[..], &["--variant", "base"]].concat());
        assert_eq!(said.code, 0, "{}", said.errors);
        said.output.lines().skip(1).take(50).map(str::to_owned).collect::<Vec<_>>()
    };
    let (usual, paired) = ("", "antithetic = true");
    assert_eq!(first_calls(usual, "2"), first_calls(paired, "2"));
    assert_ne!(first_calls(usual, "3"), first_calls(paired, "3"));
    assert_ne!(first_calls(paired, "2"), first_calls(paired, "3"));
}

#[test]
fn the_control_variate_knows_how_many_calls_to_expect() {
    let usual = results("uncontrolled", "", &[]);
    let controlled = results("controlled", "control_variate = true", &[]);
    let half_width = |results, metric| estimate(results, 0, metric, "half_width");
    for metric in ["offered", "wait_mean", "occupancy"] {
        let share = half_width(&controlled, metric) / half_width(&usual, metric);
        assert!(share < 0.9, "{metric}: {share}");
    }
    let off = (estimate(&controlled, 0, "offered", "mean") - 240.0).abs();
    assert!(off <= 1.5 * half_width(&controlled, "offered"), "{off}");
    // What adds up before adds up after: each part is corrected by the same rule.
    let mean = |metric| estimate(&controlled, 0, metric, "mean");
    assert!((mean("offered") - mean("answered") - mean("abandoned")).abs() < 1e-6);
    // The spread over replications is theirs, not the estimate's.
    let p90 = |results| estimate(results, 0, "wait_mean", "p90");
    assert_eq!(p90(&usual), p90(&controlled));
}

#[test]
fn a_variant_that_changes_nothing_differs_by_exactly_nothing_however_it_is_estimated() {
    for run in ["", "antithetic = true", "control_variate = true", "batches = 12"] {
        let results = results("nothing", run, &[]);
        let same = &results["comparisons"][1];
        assert_eq!(same["to"], "same");
        for (metric, found) in same["metrics"].as_object().unwrap() {
            let difference = found["difference"].as_f64();
            assert!(difference.is_none_or(|difference| difference == 0.0), "{run}: {metric}");
            let half_width = found["half_width"].as_f64();
            assert!(half_width.is_none_or(|half_width| half_width == 0.0), "{run}: {metric}");
            assert_eq!(found["verdict"], "none");
        }
        assert_eq!(results["comparisons"][0]["metrics"]["asa"]["verdict"], "better");
    }
}
