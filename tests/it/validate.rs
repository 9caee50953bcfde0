//! `ringback validate`, `schema` and `completions` as a user starts them.

use std::path::PathBuf;

use ringback::scenario;
use serde_json::Value;

use crate::program::{empty_folder, files_below, project, ringback, ringback_in};

fn bad() -> PathBuf {
    project().join("tests/it/bad")
}

#[test]
fn valid_files_are_told_with_their_variants_and_nothing_is_written() {
    let folder = empty_folder("validate");
    let path = |name: &str| project().join("scenarios").join(name).display().to_string();
    let (line, theory) = (path("support-line.toml"), path("erlang-a.toml"));
    let said = ringback_in(&folder, &["validate", &line, &theory]);
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    let expected = format!(
        "{line}: valid, 2 variants (hold, callback), 200 replications\n\
         {theory}: valid, variant base, 100 replications\n"
    );
    assert_eq!(said.output, expected);
    assert!(files_below(&folder).is_empty());
    let said = ringback_in(&folder, &["validate", &line, "--quiet"]);
    assert_eq!((said.code, said.output.as_str()), (0, ""));
}

#[test]
fn every_problem_of_every_file_is_said_as_a_run_would_say_it() {
    let files = ["unknown_key.toml", "two_problems.toml", "recorded_negative_talk.toml"];
    let said = ringback_in(&bad(), &[&["validate"], &files[..]].concat());
    assert_eq!(said.code, 2);
    assert!(said.output.is_empty());
    let mut rest = said.errors.as_str();
    for file in files {
        let of_run = ringback_in(&bad(), &["run", "--no-report", file]).errors;
        rest = rest.strip_prefix(&of_run).unwrap_or_else(|| panic!("{file}: {rest}"));
    }
    assert_eq!(rest, "3 of 3 files are wrong\n");
}

#[test]
fn files_that_are_right_are_still_told_beside_those_that_are_wrong() {
    let fine = project().join("scenarios/erlang-a.toml").display().to_string();
    let said = ringback_in(&bad(), &["validate", "no_such_file.toml", &fine]);
    assert_eq!(said.code, 2);
    assert!(said.output.contains("erlang-a.toml: valid"), "{}", said.output);
    assert!(said.errors.contains("cannot read no_such_file.toml"), "{}", said.errors);
}

#[test]
fn json_has_each_problem_with_its_file_line_column_and_help() {
    let files = ["unknown_key.toml", "no_such_file.toml", "names_that_confuse.toml"];
    let said = ringback_in(&bad(), &[&["validate", "--format", "json"], &files[..]].concat());
    assert_eq!((said.code, said.errors.as_str()), (2, ""));
    let document: Value = serde_json::from_str(&said.output).unwrap();
    assert_eq!(document["schema"], "ringback.validate/1");
    assert_eq!(document["valid"], false);
    let [first, missing, _] = document["files"].as_array().unwrap().as_slice() else { panic!() };
    assert_eq!(first["file"], "unknown_key.toml");
    let problem = &first["problems"][0];
    let text = std::fs::read_to_string(bad().join("unknown_key.toml")).unwrap();
    let line = problem["line"].as_u64().unwrap() as usize;
    let column = problem["column"].as_u64().unwrap() as usize;
    let key = problem["message"].as_str().unwrap().split('`').nth(1).unwrap();
    assert!(text.lines().nth(line - 1).unwrap()[column - 1..].starts_with(key), "{problem}");
    assert!(problem["help"].as_str().is_some_and(|help| !help.is_empty()), "{problem}");
    assert!(missing["problems"][0]["message"].as_str().unwrap().contains("no such file"));
}

#[test]
fn settings_and_variants_of_the_command_line_are_checked_too() {
    let scenario = "scenarios/support-line.toml";
    let said = ringback(&["validate", scenario, "--set", "queue.support.max_waiting=many"]);
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("--set queue.support.max_waiting:1:1"), "{}", said.errors);
    let said = ringback(&["validate", scenario, "--variant", "nobody"]);
    assert_eq!(said.code, 2);
    let said = ringback(&["validate", scenario, "--variant", "hold", "--replications", "7"]);
    assert!(said.output.ends_with("valid, variant hold, 7 replications\n"), "{}", said.output);
}

#[test]
fn an_estimate_has_the_calls_exactly_and_seconds_and_memory_that_can_be() {
    let arguments = ["validate", "--estimate", "--format", "json", "--threads", "2"];
    let files = ["scenarios/support-line.toml", "scenarios/morning-peak.toml"];
    let said = ringback(&[&arguments[..], &files].concat());
    assert_eq!(said.code, 0, "{}", said.errors);
    let document: Value = serde_json::from_str(&said.output).unwrap();
    let estimate = &document["files"][0]["estimate"];
    // One recorded day, 200 replications of two variants.
    assert_eq!(estimate["calls_per_replication"], 4591.0);
    assert_eq!(estimate["calls"], 4591.0 * 200.0 * 2.0);
    assert_eq!(estimate["threads"], 2);
    assert_eq!(estimate["measured_on"], "scenario");
    for file in document["files"].as_array().unwrap() {
        let number = |key: &str| file["estimate"][key].as_f64().unwrap();
        let seconds = number("calls") * number("ns_per_call") / 1e9 / 2.0;
        assert!((number("seconds") - seconds).abs() < 1e-9 * seconds);
        assert!((20.0..100_000.0).contains(&number("ns_per_call")), "{file}");
        assert!((1e7..1e9).contains(&number("memory_bytes")), "{file}");
    }
    // A replication too long to try one is estimated by the speed of a small center.
    let much = ["--set", "call_type.calls.arrivals.poisson.per_hour=1e7"];
    let said = ringback(&[&arguments[..], &["scenarios/erlang-a.toml"], &much].concat());
    let document: Value = serde_json::from_str(&said.output).unwrap();
    assert_eq!(document["files"][0]["estimate"]["measured_on"], "small center", "{}", said.output);
}

#[test]
fn an_estimate_is_told_in_three_lines() {
    let said = ringback(&["validate", "scenarios/erlang-a.toml", "--estimate"]);
    let lines: Vec<&str> = said.output.lines().collect();
    assert_eq!(lines.len(), 4, "{}", said.output);
    for (line, word) in lines[1..].iter().zip(["calls", "time", "memory"]) {
        assert!(line.trim_start().starts_with(word), "{line}");
    }
}

#[test]
fn the_schema_goes_to_standard_output_or_into_a_file() {
    let folder = empty_folder("schema");
    let said = ringback_in(&folder, &["schema"]);
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    assert_eq!(said.output, scenario::schema());
    let written = ringback_in(&folder, &["schema", "--out", "scenario.schema.json"]);
    assert_eq!((written.code, written.output.as_str()), (0, ""));
    assert!(written.errors.contains("#:schema scenario.schema.json"), "{}", written.errors);
    let text = std::fs::read_to_string(folder.join("scenario.schema.json")).unwrap();
    assert_eq!(text, said.output);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let said = ringback_in(&folder, &["schema", "--out", "no/such/folder/file.json"]);
    assert_eq!(said.code, 4, "{}", said.errors);
}

#[test]
fn every_shell_gets_completions_that_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = ringback(&["completions", shell]);
        assert_eq!(said.code, 0, "{shell}: {}", said.errors);
        for word in ["validate", "completions", "replications", "reference"] {
            assert!(said.output.contains(word), "{shell} lacks {word}");
        }
    }
    assert_eq!(ringback(&["completions", "cmd"]).code, 2);
}

#[test]
fn the_help_of_each_command_ends_with_examples_that_are_understood() {
    let help = ringback(&["--help"]).output;
    let listed = help.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands: Vec<&str> =
        listed.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let commands = commands.into_iter().filter(|word| !word.is_empty() && *word != "help");
    let mut count = 0;
    for command in commands {
        let said = ringback(&[command, "--help"]);
        assert_eq!(said.code, 0, "{command}");
        let (_, examples) =
            said.output.split_once("Examples:\n").unwrap_or_else(|| panic!("{command}"));
        let lines = examples.lines().filter_map(|line| line.strip_prefix("  ringback "));
        let lines: Vec<&str> = lines.collect();
        assert!(!lines.is_empty(), "{command} shows no example");
        assert!(lines.iter().any(|line| line.starts_with(command)), "{command}: {lines:?}");
        count += 1;
    }
    assert!(count >= 8, "{count}");
}
