//! Data files as planners have them: the same calls in every dialect give the same run.

use std::fs::File;
use std::path::Path;

use polars::prelude::{Column, DataFrame, DataType, ParquetWriter, TimeUnit};
use serde_json::Value;

use crate::program::{empty_folder, project, ringback_in};

const SCENARIO: &str = r#"
[scenario]
name = "Recorded"
start = 2026-03-02T08:00:00
duration = "2h"
time_zone = "Europe/Warsaw"

[run]
replications = 3

[call_type.support]
route = "support"
arrivals = { recorded = { file = "FILE", time = "arrived_at" } }
talk_time = { exponential = { mean = "3m" } }
patience = { exponential = { mean = "2m" } }

[agent_group.team]
queues = ["support"]
staff = 4

[queue.support]
"#;

/// Arrival (seconds after 8:00), talk time, wait, answered.
const CALLS: [(u32, f64, f64, bool); 6] = [
    (15, 120.5, 3.0, true),
    (75, 61.25, 4.5, true),
    (76, 0.0, 31.5, false),
    (130, 300.0, 12.0, true),
    (131, 90.75, 2.0, true),
    (3_700, 45.0, 0.5, true),
];

fn clock(seconds: u32, separator: char, offset: &str) -> String {
    let (hour, minute, second) = (8 + seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("2026-03-02{separator}{hour:02}:{minute:02}:{second:02}{offset}")
}

fn csv(delimiter: char, decimal_comma: bool, time: impl Fn(u32) -> String) -> String {
    let number = |value: f64| {
        let text = value.to_string();
        if decimal_comma { text.replace('.', ",") } else { text }
    };
    let mut text = ["arrived_at", "talk_s", "wait_s", "answered"].join(&delimiter.to_string());
    for (at, talk, wait, answered) in CALLS {
        let talk = if answered { number(talk) } else { String::new() };
        let cells = [time(at), talk, number(wait), answered.to_string()];
        text.push('\n');
        text.push_str(&cells.join(&delimiter.to_string()));
    }
    text.push('\n');
    text
}

/// Digest and recorded figures of a run on a file.
fn run(folder: &Path, file: &str) -> (Value, Value, String) {
    std::fs::write(folder.join("scenario.toml"), SCENARIO.replace("FILE", file)).unwrap();
    let arguments = ["run", "scenario.toml", "--no-report", "--format", "json"];
    let said = ringback_in(folder, &arguments);
    assert_eq!(said.code, 0, "{file}: {}", said.errors);
    let results: Value = serde_json::from_str(&said.output).unwrap();
    (results["variants"][0]["digest"].clone(), results["recorded"].clone(), said.errors)
}

#[test]
fn every_dialect_of_csv_gives_the_same_run() {
    let folder = empty_folder("dialects");
    let local = |at: u32| clock(at, 'T', "");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("plain.csv", &csv(',', false, local));
    write("semicolon.csv", &csv(';', true, local));
    write("tab.csv", &csv('\t', false, local));
    write("marked.csv", &format!("\u{FEFF}{}", csv(',', false, local)));
    write("windows.csv", &csv(',', false, local).replace('\n', "\r\n"));
    write("space.csv", &csv(',', false, |at| clock(at, ' ', "")));
    write("offset.csv", &csv(',', false, |at| clock(at, 'T', "+01:00")));
    let utc = |at: u32| clock(at, 'T', "Z").replacen("T08", "T07", 1).replacen("T09", "T08", 1);
    write("utc.csv", &csv(',', false, utc));
    let plain = run(&folder, "plain.csv");
    assert!(plain.1.is_object(), "no recorded figures: {}", plain.1);
    for (file, note) in [
        ("semicolon.csv", "delimiter ;, decimal comma"),
        ("tab.csv", "delimiter tab"),
        ("marked.csv", "byte-order mark"),
        ("windows.csv", ""),
        ("space.csv", ""),
        ("offset.csv", ""),
        ("utc.csv", ""),
    ] {
        let other = run(&folder, file);
        assert!((&other.0, &other.1) == (&plain.0, &plain.1), "{file} differs");
        assert!(other.2.contains(note), "{file}: {}", other.2);
    }
}

#[test]
fn parquet_with_typed_columns_gives_the_same_run_as_csv() {
    let folder = empty_folder("parquet");
    std::fs::write(folder.join("plain.csv"), csv(',', false, |at| clock(at, 'T', ""))).unwrap();
    let plain = run(&folder, "plain.csv");
    // 2026-03-02T08:00:00 read as if it were UTC, in microseconds.
    let eight = 1_772_438_400_000_000_i64;
    let moments = CALLS.map(|call| eight + i64::from(call.0) * 1_000_000);
    let wanted = DataType::Datetime(TimeUnit::Microseconds, None);
    let times = Column::new("arrived_at".into(), moments).cast(&wanted).unwrap();
    let talk: Vec<Option<f64>> = CALLS.iter().map(|call| call.3.then_some(call.1)).collect();
    let waits: Vec<f64> = CALLS.iter().map(|call| call.2).collect();
    let answered: Vec<bool> = CALLS.iter().map(|call| call.3).collect();
    let columns = vec![
        times,
        Column::new("talk_s".into(), talk),
        Column::new("wait_s".into(), waits),
        Column::new("answered".into(), answered),
    ];
    let mut frame = DataFrame::new(CALLS.len(), columns).unwrap();
    let file = File::create(folder.join("local.parquet")).unwrap();
    ParquetWriter::new(file).finish(&mut frame).unwrap();
    // The same calls as instants with a time zone, written by another library.
    let zoned = project().join("tests/it/data/zoned.parquet");
    std::fs::copy(zoned, folder.join("zoned.parquet")).unwrap();
    for file in ["local.parquet", "zoned.parquet"] {
        let typed = run(&folder, file);
        assert!((&typed.0, &typed.1) == (&plain.0, &plain.1), "{file} differs");
    }
}

#[test]
fn a_call_that_was_abandoned_states_a_wait_and_no_patience() {
    // With agents for everybody the caller who hung up after 31.5 s is answered.
    let folder = empty_folder("censored");
    std::fs::write(folder.join("calls.csv"), csv(',', false, |at| clock(at, 'T', ""))).unwrap();
    let (_, recorded, _) = run(&folder, "calls.csv");
    assert_eq!(recorded["metrics"]["abandoned"]["mean"], 1.0);
    let said = ringback_in(&folder, &["run", "scenario.toml", "--no-report", "--format", "json"]);
    let results: Value = serde_json::from_str(&said.output).unwrap();
    assert_eq!(results["variants"][0]["metrics"]["abandoned"]["mean"], 0.0);
}

#[test]
fn each_type_takes_its_own_rows_of_a_common_file() {
    let folder = empty_folder("types");
    let rows = "arrived_at,call_type\n2026-03-02T08:10:00,support\n2026-03-02T08:11:00,sales\n\
                2026-03-02T08:12:00,sales\n";
    std::fs::write(folder.join("calls.csv"), rows).unwrap();
    let text = SCENARIO.replace("FILE", "calls.csv");
    let from = text.find("[call_type.support]").unwrap();
    let to = text.find("[agent_group.team]").unwrap();
    let second = text[from..to].replace("call_type.support", "call_type.sales");
    std::fs::write(folder.join("scenario.toml"), format!("{text}\n{second}")).unwrap();
    let said = ringback_in(&folder, &["run", "scenario.toml", "--no-report", "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.errors);
    let results: Value = serde_json::from_str(&said.output).unwrap();
    let types = &results["variants"][0]["call_types"];
    let arrived = |name: &str| types[name]["metrics"]["arrived"]["mean"].as_f64().unwrap();
    assert_eq!((arrived("support"), arrived("sales")), (1.0, 2.0));
}

#[test]
fn staffing_and_forecasts_are_read_from_files_too() {
    let folder = empty_folder("staffing");
    std::fs::write(
        folder.join("staff.csv"),
        "at;agents\n2026-03-02T08:00:00;3\n2026-03-02T09:00:00;5\n",
    )
    .unwrap();
    std::fs::write(
        folder.join("forecast.csv"),
        "from,expected,aht_s\n2026-03-02T08:00:00,40,120\n2026-03-02T09:00:00,60,240\n",
    )
    .unwrap();
    let text = SCENARIO
        .replace(
            "{ recorded = { file = \"FILE\", time = \"arrived_at\" } }",
            "{ intervals = { file = \"forecast.csv\", time = \"from\", calls = \"expected\" } }",
        )
        .replace(
            "staff = 4",
            "staff = { file = \"staff.csv\", time = \"at\", agents = \"agents\" }",
        )
        .replace("replications = 3", "replications = 200");
    std::fs::write(folder.join("scenario.toml"), text).unwrap();
    let said = ringback_in(&folder, &["run", "scenario.toml", "--no-report", "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.errors);
    let results: Value = serde_json::from_str(&said.output).unwrap();
    let metrics = &results["variants"][0]["metrics"];
    let mean = |id: &str| metrics[id]["mean"].as_f64().unwrap();
    assert_eq!(mean("agent_hours"), 8.0);
    // 100 calls a replication, 200 of them: a standard error of 0.7.
    assert!((mean("arrived") - 100.0).abs() < 3.5, "{}", mean("arrived"));
    // Calls that are answered talk 120 s in the first hour and 240 s in the second.
    assert!((150.0..230.0).contains(&mean("aht")), "{}", mean("aht"));
}

#[test]
fn a_scenario_stands_on_the_one_that_it_extends() {
    let folder = empty_folder("extends");
    std::fs::create_dir_all(folder.join("base")).unwrap();
    std::fs::write(folder.join("base/calls.csv"), csv(',', false, |at| clock(at, 'T', "")))
        .unwrap();
    std::fs::write(folder.join("base/day.toml"), SCENARIO.replace("FILE", "calls.csv")).unwrap();
    let over = "extends = \"base/day.toml\"\n[scenario]\nname = \"More\"\n\
                [agent_group.team]\nstaff = 9\n\
                [call_type.support]\npatience = { constant = \"1m\" }\n";
    std::fs::write(folder.join("more.toml"), over).unwrap();
    let common = ["--no-report", "--quiet", "--format", "json"];
    let said = ringback_in(&folder, &[&["run", "more.toml"], &common[..]].concat());
    assert_eq!(said.code, 0, "{}", said.errors);
    let results: Value = serde_json::from_str(&said.output).unwrap();
    assert_eq!(results["manifest"]["scenario"], "More");
    let metrics = &results["variants"][0]["metrics"];
    assert_eq!(metrics["agent_hours"]["mean"], 18.0);
    assert_eq!(metrics["offered"]["mean"], 6.0);
    std::fs::write(folder.join("round.toml"), "extends = \"round.toml\"\n").unwrap();
    let said = ringback_in(&folder, &["run", "round.toml", "--no-report"]);
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("extend each other"), "{}", said.errors);
}

#[test]
fn a_queue_is_closed_on_the_holidays_of_a_calendar() {
    let folder = empty_folder("holidays");
    let text = SCENARIO
        .replace(
            "{ recorded = { file = \"FILE\", time = \"arrived_at\" } }",
            "{ intervals = { every = \"1d\", calls = [100], counts = \"exact\" } }",
        )
        .replace("2026-03-02T08:00:00", "2026-04-02T00:00:00")
        .replace("\"2h\"", "\"5d\"")
        + "hours = [{ from = \"00:00\", to = \"24:00\" }, { date = \"2026-04-04\", closed = true }]\n\
           holidays = \"easter.ics\"\n";
    std::fs::write(folder.join("scenario.toml"), text).unwrap();
    let calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260403\r\n\
                    SUMMARY:Good Friday\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n\
                    DTSTART;VALUE=DATE:20200405\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n\
                    END:VCALENDAR\r\n";
    std::fs::write(folder.join("easter.ics"), calendar).unwrap();
    let said = ringback_in(&folder, &["run", "scenario.toml", "--no-report", "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.errors);
    let results: Value = serde_json::from_str(&said.output).unwrap();
    let metrics = &results["variants"][0]["metrics"];
    // Closed on the 3rd, the 4th and the 5th, open on the 2nd and the 6th.
    assert_eq!(metrics["out_of_hours"]["mean"], 300.0);
    assert_eq!(metrics["offered"]["mean"], 200.0);
}
