//! Wait estimates as files write them, and what results say of quoted against actual waits.

use ringback::experiment::Outcome;
use ringback::model::WaitEstimate;
use ringback::scenario::{Study, study_from_text};
use ringback::time::Span;

use crate::program::{empty_folder, ringback_in};

const BUSY: &str = r#"
[scenario]
name = "Estimates"
duration = "4h"
[run]
replications = 6
EXTRA
[call_type.support]
route = "support"
arrivals = { poisson = { per_hour = 130 } }
talk_time = { exponential = { mean = "4m" } }
patience = { exponential = { mean = "6m" } }
[agent_group.team]
queues = ["support"]
staff = 8
[queue.support]
ESTIMATE
overflow = [{ name = "slow", when = { average_wait = "30s" }, action = "direct_callback" }]
"#;

fn study(estimate: &str, extra: &str) -> Study {
    let text = BUSY.replace("ESTIMATE", estimate).replace("EXTRA", extra);
    study_from_text(&text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn run(study: &Study) -> Outcome {
    ringback::experiment::run(study, 1, &|_| ()).unwrap()
}

#[test]
fn every_estimate_is_read_and_scored_where_a_rule_reads_it() {
    let seconds = Span::from_secs;
    for (written, read) in [
        ("\"queue_length\"", WaitEstimate::QueueLength),
        ("\"last_answered\"", WaitEstimate::LastAnswered),
        ("\"head_of_line\"", WaitEstimate::HeadOfLine),
        (
            "{ mean = { over = \"1h\", min_samples = 20 } }",
            WaitEstimate::Mean { over: seconds(3_600), min_samples: 20 },
        ),
        ("{ mean = {} }", WaitEstimate::Mean { over: seconds(172_800), min_samples: 50 }),
        (
            "{ moving_average = { refresh = \"5m\", alpha = 0.5, include_callbacks = false } }",
            WaitEstimate::MovingAverage {
                refresh: seconds(300),
                alpha: 0.5,
                min_samples: 20,
                reset_idle: seconds(7 * 86_400),
                include_callbacks: false,
            },
        ),
    ] {
        let study = study(&format!("wait_estimate = {written}"), "");
        assert_eq!(study.variants[1].center.queues[0].wait_estimate, read, "{written}");
        let results = run(&study).results;
        for id in ["quoted_wait_bias", "quoted_wait_error", "quoted_wait_kept"] {
            // Without its rule nobody reads the estimate.
            assert_eq!(results.variants[0].queues[0].metrics.mean(id), None, "{written}");
            let score = results.variants[1].queues[0].metrics.mean(id).unwrap();
            assert!(score.is_finite(), "{written}: {id} is {score}");
            assert!(results.variants[1].metrics.mean(id).is_none(), "{id} belongs to queues");
        }
        let kept = results.variants[1].metrics.mean("callback_promise_kept").unwrap();
        assert!((0.0..=1.0).contains(&kept), "{written}: {kept}");
        let classes = &results.variants[1].queues[0].quotes;
        assert!(classes.len() > 1 && classes.is_sorted_by(|a, b| a.quoted < b.quoted), "{written}");
    }
}

#[test]
fn the_extra_scores_every_queue_and_changes_no_call() {
    let (plain, asked) = (study("", ""), study("", "extra = [\"wait_estimates\"]"));
    let (plain, asked) = (run(&plain).results, run(&asked).results);
    for (a, b) in plain.variants.iter().zip(&asked.variants) {
        assert_eq!(a.digest, b.digest);
        assert!(b.queues[0].metrics.mean("quoted_wait_error").is_some());
    }
    assert!(plain.variants[0].queues[0].quotes.is_empty());
}

#[test]
fn a_cold_start_is_warned_of_where_a_rule_reads_the_estimate() {
    let told = |study: &Study| -> Vec<bool> {
        let results = run(study).results;
        let warns = |warning: &String| warning.contains("there was no wait estimate at first");
        results.variants.iter().map(|variant| variant.warnings.iter().any(warns)).collect()
    };
    let slow = "wait_estimate = { mean = { over = \"1h\", min_samples = 40 } }";
    assert_eq!(told(&study(slow, "extra = [\"wait_estimates\"]")), [false, true]);
    assert_eq!(told(&study("wait_estimate = \"head_of_line\"", "")), [false, false]);
    let results = run(&study(slow, "")).results;
    let warning = results.variants[1].warnings.iter().find(|w| w.contains("at first")).unwrap();
    assert!(warning.starts_with("Queue \"support\": in 6 of 6 replications"), "{warning}");
}

#[test]
fn the_report_draws_quoted_against_actual_waits_where_they_are_compared() {
    let folder = empty_folder("quoted");
    for (rule, drawn) in [("average_wait = \"30s\"", true), ("waiting_calls = 4", false)] {
        let text = BUSY.replace("ESTIMATE", "").replace("EXTRA", "");
        let text = text.replace("average_wait = \"30s\"", rule);
        std::fs::write(folder.join("scenario.toml"), text).unwrap();
        let said = ringback_in(&folder, &["run", "scenario.toml", "--out", "report", "--quiet"]);
        assert_eq!(said.code, 0, "{}", said.errors);
        let charts = std::fs::read_dir(folder.join("report/charts")).unwrap();
        let names: Vec<String> =
            charts.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        let found = names.iter().any(|name| name.ends_with("-quoted-waits.svg"));
        assert_eq!(found, drawn, "{names:?}");
        let page = std::fs::read_to_string(folder.join("report/report.html")).unwrap();
        assert_eq!(page.contains("Quoted against actual wait, queue support"), drawn);
    }
}

#[test]
fn a_variant_sets_an_estimate_as_a_whole_and_a_path_may_leave_its_tag_out() {
    let text = BUSY.replace("EXTRA", "").replace("ESTIMATE", "wait_estimate = { mean = {} }");
    let variant = "\n[variant.other.set]\n\
                   queue.support.wait_estimate = { moving_average = { refresh = \"5m\" } }\n\
                   [variant.longer.set]\n\"queue.support.wait_estimate.over\" = \"1h\"\n";
    let study = study_from_text(&(text + variant)).unwrap_or_else(|why| panic!("{why}"));
    let estimate = |name: &str| {
        let variant = study.variants.iter().find(|variant| variant.name == name).unwrap();
        variant.center.queues[0].wait_estimate.clone()
    };
    assert!(matches!(estimate("other"), WaitEstimate::MovingAverage { .. }));
    let hour = WaitEstimate::Mean { over: Span::from_secs(3_600), min_samples: 50 };
    assert_eq!(estimate("longer"), hour);
}
