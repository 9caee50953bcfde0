//! `ringback trace`, `diff` and `explain` from end to end.

use serde_json::Value;

use crate::program::{empty_folder, ringback, ringback_in};

/// One agent; a call that keeps the agent busy, and one that accepts the third offer.
const SMALL: &str = r#"
[scenario]
name = "Small"
start = 2026-03-02T08:00:00
duration = "1h"

[call_type.support]
route = "support"
arrivals = { recorded = { file = "calls.csv", time = "arrived_at" } }
talk_time = "60s"
after_call_work = "10s"
patience = "20m"
callback_response = { accept = [0.0, 0.0, 1.0], answer = 1.0, decision = "2s" }

[agent_group.team]
queues = ["support"]
staff = 1
notification.accept_time = "4s"

[queue.support]
overflow = [{ name = "full", when = { waiting_calls = 0 }, action = "direct_callback" }]
callback = { preview = "3s" }
count_cache = "0s"
"#;

const CALLS: &str = "arrived_at,talk_s\n2026-03-02T08:00:00,386\n2026-03-02T08:00:10,60\n\
                     2026-03-02T08:00:20,30\n";

fn small(name: &str) -> std::path::PathBuf {
    let folder = empty_folder(name);
    std::fs::write(folder.join("small.toml"), SMALL).unwrap();
    std::fs::write(folder.join("calls.csv"), CALLS).unwrap();
    folder
}

#[test]
fn a_trace_tells_a_callback_from_its_offers_to_its_end() {
    let said = ringback_in(&small("traced"), &["trace", "small.toml", "--call", "1"]);
    assert_eq!(said.code, 0, "{}", said.errors);
    insta::assert_snapshot!(said.output);
}

#[test]
fn time_never_runs_back_and_every_line_is_an_event() {
    let said = ringback(&["trace", "scenarios/support-line.toml"]);
    let mut last = 0.0;
    for (number, line) in said.output.lines().enumerate() {
        let event: Value = serde_json::from_str(line).unwrap();
        if number == 0 {
            assert_eq!(event["schema"], "ringback.trace/1");
            continue;
        }
        let at = event["t"].as_f64().unwrap();
        assert!(at >= last, "line {number}");
        last = at;
        assert!(event["event"].is_string() && event["at"].is_string());
    }
    let again = ringback(&["trace", "scenarios/support-line.toml"]);
    assert!(said.output == again.output, "two traces differ");
}

#[test]
fn parquet_and_json_lines_hold_the_same_events() {
    let folder = small("both");
    for file in ["a.jsonl", "a.parquet"] {
        let said = ringback_in(&folder, &["trace", "small.toml", "--out", file]);
        assert_eq!(said.code, 0, "{}", said.errors);
    }
    let said = ringback_in(&folder, &["diff", "a.jsonl", "a.parquet"]);
    assert_eq!((said.code, said.output.starts_with("The same ")), (0, true), "{}", said.output);
}

#[test]
fn diff_names_the_first_call_that_was_routed_differently() {
    let folder = small("differ");
    std::fs::write(
        folder.join("changed.toml"),
        SMALL.replace("waiting_calls = 0", "waiting_calls = 1"),
    )
    .unwrap();
    let said = ringback_in(&folder, &["diff", "small.toml", "changed.toml"]);
    assert_eq!(said.code, 1, "{}", said.errors);
    insta::assert_snapshot!(said.output);
    let said = ringback_in(&folder, &["diff", "small.toml", "changed.toml", "--format", "json"]);
    let found: Value = serde_json::from_str(&said.output).unwrap();
    assert_eq!((said.code, &found["equal"]), (1, &Value::Bool(false)));
    let said = ringback_in(&folder, &["diff", "small.toml", "small.toml"]);
    assert_eq!(said.code, 0);
}

#[test]
fn an_explanation_tells_the_story_and_its_parts_sum_to_the_wait() {
    let folder = small("explained");
    let said = ringback_in(&folder, &["explain", "small.toml", "worst-callback"]);
    assert_eq!(said.code, 0, "{}", said.errors);
    insta::assert_snapshot!(said.output);
    for call in ["longest", "1", "support/1", "08:00:15"] {
        let said = ringback_in(&folder, &["explain", "small.toml", call]);
        assert_eq!(said.code, 0, "{call}: {}", said.errors);
    }
}

#[test]
fn windows_of_time_cut_a_trace() {
    let folder = small("cut");
    let told = |more: &[&str]| {
        let said = ringback_in(&folder, &[&["trace", "small.toml"], more].concat());
        assert_eq!(said.code, 0, "{}", said.errors);
        said.output.lines().count()
    };
    let whole = told(&[]);
    let before = told(&["--to", "08:05"]);
    let after = told(&["--from", "5m"]);
    assert_eq!(before + after, whole + 1, "each part has the first line");
}

#[test]
fn what_is_no_trace_is_refused_with_its_line() {
    let folder = small("no_trace");
    std::fs::write(folder.join("empty.jsonl"), "").unwrap();
    std::fs::write(folder.join("other.jsonl"), "{}\n").unwrap();
    let first = "{\"schema\":\"ringback.trace/1\"}\n";
    std::fs::write(folder.join("broken.jsonl"), format!("{first}{{\"t\":1,\n")).unwrap();
    for (arguments, what) in [
        (["diff", "empty.jsonl", "small.toml"], "line 1: the file is empty"),
        (["diff", "other.jsonl", "small.toml"], "line 1: this is no trace"),
        (["diff", "broken.jsonl", "small.toml"], "line 2: this is no JSON"),
        (["explain", "small.toml", "99"], "the trace has no such call"),
        (["explain", "small.toml", "noon"], "\"noon\" is no call"),
        (["explain", "nowhere.jsonl", "1"], "cannot read nowhere.jsonl"),
        (["trace", "small.toml", "--from=noon"], "\"noon\" is no time"),
        (["trace", "small.toml", "--out=a.csv"], "a trace is .jsonl or .parquet"),
    ] {
        let said = ringback_in(&folder, &arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.errors);
        assert!(said.errors.contains(what), "{arguments:?}: {}", said.errors);
    }
}
