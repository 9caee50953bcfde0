//! The same bytes on any number of threads, without the processor's newer instructions, and as
//! pinned: a build or a machine that calculates otherwise is found here.
//!
//! The golden lines below change when the engine, a sampler, a metric or a scenario is changed on
//! purpose. Then `INSTA_UPDATE=always cargo test --release --test it determinism` renews them, and
//! the CHANGELOG says under "Results" what changed.

use std::path::Path;

use ringback::data::sha256;
use serde_json::Value;

use crate::program::{
    empty_folder, files_below, ringback, ringback_on_threads, ringback_without_fma,
};

/// Scenarios that between them use every law, callbacks, skills, recorded and synthetic calls.
const SCENARIOS: [&str; 3] = ["support-line", "morning-peak", "two-skills"];

fn arguments<'a>(scenario: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let common = ["run", scenario, "--replications", "16", "--quiet", "--no-report"];
    [&common[..], &["--format", "json"], more].concat()
}

#[test]
fn three_scenarios_come_out_as_pinned_on_any_number_of_threads_and_without_newer_instructions() {
    let mut golden = Vec::new();
    for name in SCENARIOS {
        let scenario = format!("scenarios/{name}.toml");
        let first = ringback(&arguments(&scenario, &["--threads", "1"])).output;
        assert!(first.len() > 10_000);
        for threads in ["2", "4", "8", "16"] {
            let other = ringback(&arguments(&scenario, &["--threads", threads])).output;
            assert!(other == first, "{name} on {threads} threads");
        }
        let other = ringback_without_fma(&arguments(&scenario, &["--threads", "2"])).output;
        assert!(other == first, "{name} without newer instructions");

        golden.push(format!("{name}: sha256 {}", sha256(first.as_bytes())));
        let results: Value = serde_json::from_str(&first).unwrap();
        for variant in results["variants"].as_array().unwrap() {
            let (variant, digest) = (variant["name"].as_str(), variant["digest"].as_str());
            golden.push(format!("{name}: {} {}", variant.unwrap(), digest.unwrap()));
        }
    }
    insta::assert_snapshot!(golden.join("\n"));
}

/// The report's files of one scenario.
fn report(folder: &str, play: fn(&[&str]) -> crate::program::Said) -> Vec<(String, Vec<u8>)> {
    let folder = empty_folder(folder);
    let out = folder.display().to_string();
    let common = ["run", "scenarios/morning-peak.toml", "--replications", "5", "--quiet"];
    let said = play(&[&common[..], &["--out", &out]].concat());
    assert_eq!(said.code, 0, "{}", said.errors);
    files_below(Path::new(&folder))
}

#[test]
fn every_file_of_a_report_is_the_same_on_any_number_of_threads() {
    let alone = report("on-one-thread", |arguments| ringback_on_threads("1", arguments));
    let many = report("on-seven-threads", |arguments| ringback_on_threads("7", arguments));
    assert!(alone.len() > 25 && alone.len() == many.len());
    for (alone, many) in alone.iter().zip(&many) {
        assert!(alone == many, "{} differs", alone.0);
    }
}

#[test]
fn every_file_of_a_report_is_the_same_without_newer_instructions() {
    let with = report("with-newer-instructions", ringback);
    let without = report("without-newer-instructions", ringback_without_fma);
    assert!(with.len() > 10);
    assert_eq!(with.len(), without.len());
    for (with, without) in with.iter().zip(&without) {
        assert!(with == without, "{} differs", with.0);
    }
}

#[test]
fn traces_and_formulas_are_the_same_without_newer_instructions() {
    for arguments in [
        &["trace", "scenarios/two-skills.toml", "--replication", "1", "--quiet"][..],
        &[
            "erlang",
            "--calls",
            "100",
            "--aht",
            "3m",
            "--patience-law",
            "{ weibull = { mean = \"2m\", shape = 0.7 } }",
            "--agents",
            "5..25",
            "--format",
            "csv",
        ],
    ] {
        let (with, without) = (ringback(arguments), ringback_without_fma(arguments));
        assert_eq!(with.code, 0, "{}", with.errors);
        assert!(with.output.len() > 1_000 && with.output == without.output, "{}", arguments[0]);
    }
}
