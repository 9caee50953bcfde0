//! The merged table: its columns, its order, and that its numbers are those of `run`.

use serde_json::Value;

use super::{GRID, folder_with, must, read, rows, run_into};
use crate::program::ringback;

#[test]
fn the_merged_table_has_the_columns_and_the_order_of_the_contract() {
    let (folder, sweep) = folder_with("sweep_columns", GRID);
    let out = folder.join("out");
    must(run_into(&sweep, &out, &[]));
    let csv = String::from_utf8(read(&out, "sweep.csv")).unwrap();
    let rows = rows(&csv);
    assert_eq!(
        rows[0].join(","),
        "point,staff,threshold,variant,queue,metric,mean,half_width,p10,p90,replications"
    );
    // 12 points, two variants, the center and its queue; cost is of the center alone, and `hold`
    // has no callbacks.
    assert_eq!(rows.len() - 1, 12 * (5 + 4 + 4 + 3));
    let order: Vec<(u32, &[String])> =
        rows[1..].iter().map(|row| (row[0].parse().unwrap(), &row[3..6])).collect();
    assert!(order.is_sorted(), "{csv}");
    let first: Vec<&str> = rows[1..].iter().map(|row| row[2].as_str()).collect();
    assert!(first.contains(&"7") && !first.contains(&"9"), "`to` is included");
    assert!(rows[1..].iter().all(|row| row[10] == "6"));
    assert!(read(&out, "sweep.parquet").starts_with(b"PAR1"));
    assert!(out.join("report.html").exists());
}

#[test]
fn each_point_has_the_numbers_that_run_gives_with_the_same_settings() {
    let (folder, sweep) = folder_with("sweep_as_run", GRID);
    let said = must(run_into(&sweep, &folder.join("out"), &["--format", "csv"]));
    let scenario = folder.join("small.toml").display().to_string();
    for (point, staff, threshold) in [(0, 3, 1), (6, 4, 5), (11, 5, 7)] {
        let staff = format!("agent_group.team.staff={staff}");
        let threshold = format!("queue.support.overflow.full.when.waiting_calls={threshold}");
        let common = ["run", &scenario, "--no-report", "--quiet", "--format", "json"];
        let more = ["--replications", "6", "--set", &staff, "--set", &threshold];
        let run = must(ringback(&[&common[..], &more].concat()));
        let run: Value = serde_json::from_str(&run.output).unwrap();
        let mut seen = 0;
        for row in rows(&said.output).iter().filter(|row| row[0] == point.to_string()) {
            let variants = run["variants"].as_array().unwrap();
            let variant = variants.iter().find(|v| v["name"] == row[3].as_str()).unwrap();
            let scope = if row[4].is_empty() { variant } else { &variant["queues"][&row[4]] };
            let metric = &scope["metrics"][&row[5]];
            for (column, key) in [(6, "mean"), (7, "half_width"), (8, "p10"), (9, "p90")] {
                let found: Option<f64> = row[column].parse().ok();
                assert_eq!(found, metric[key].as_f64(), "{row:?}: {key}");
            }
            seen += 1;
        }
        assert_eq!(seen, 16, "point {point}");
    }
}

#[test]
fn json_and_csv_hold_the_same_numbers() {
    let (folder, sweep) = folder_with("sweep_json", GRID);
    let csv = must(run_into(&sweep, &folder.join("out"), &["--format", "csv"])).output;
    let json = must(run_into(&sweep, &folder.join("out"), &["--format", "json"])).output;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["schema"], "ringback.sweep/1");
    assert_eq!(json["points"].as_array().unwrap().len(), 12);
    for row in &rows(&csv)[1..] {
        let point = &json["points"][row[0].parse::<usize>().unwrap()];
        assert_eq!(point["axes"]["staff"].to_string(), row[1]);
        let own = &point["variants"][&row[3]];
        let own = if row[4].is_empty() { own } else { &own["queues"][&row[4]] };
        assert_eq!(own["metrics"][&row[5]]["mean"].as_f64(), row[6].parse().ok(), "{row:?}");
    }
}

#[test]
fn axes_take_durations_tables_and_factors_and_move_several_paths() {
    let sweep = r#"
[sweep]
scenario = "small.toml"
design = "list"
replications = 3
metrics = ["handled_rate"]

[[sweep.axis]]
name = "load"
paths = ["call_type.support.arrivals.poisson.per_hour", "call_type.support.talk_time.mean"]
multiply = [0.9, 1.0, 1.1]

[[sweep.axis]]
name = "patience"
path = "call_type.support.patience"
values = ["never", { constant = "3m" }, "90s"]

[[sweep.axis]]
name = "first"
path = "queue.support.callback.first_offer"
from = "30s"
to = "1m30s"
step = "30s"
"#;
    let (folder, sweep) = folder_with("sweep_kinds", sweep);
    let said = must(run_into(&sweep, &folder.join("out"), &["--format", "json"]));
    let json: Value = serde_json::from_str(&said.output).unwrap();
    let axes = |point: usize, name: &str| json["points"][point]["axes"][name].clone();
    assert_eq!(axes(0, "load"), 0.9);
    assert_eq!(axes(1, "patience"), "{ constant = \"3m\" }");
    assert_eq!(axes(2, "first"), "1m 30s");
    let rate = |point: usize| {
        json["points"][point]["variants"]["hold"]["metrics"]["handled_rate"]["mean"].as_f64()
    };
    assert_eq!(rate(0), Some(1.0), "nobody leaves who never loses patience");
    assert!(rate(2) < Some(1.0));
}

#[test]
fn one_at_a_time_begins_with_the_scenario_and_says_what_it_has() {
    let sweep = r#"
[sweep]
scenario = "small.toml"
design = "one_at_a_time"
replications = 3
metrics = ["service_level"]

[[sweep.axis]]
name = "staff"
path = "agent_group.team.staff"
values = [3, 5]

[[sweep.axis]]
name = "change"
path = "agent_group.team.staff_change"
values = [-1, 1]
"#;
    let (folder, sweep) = folder_with("sweep_one", sweep);
    let said = must(run_into(&sweep, &folder.join("out"), &["--format", "csv"]));
    let rows = rows(&said.output);
    let axes = |point: &str| {
        let row = rows.iter().find(|row| row[0] == point).unwrap();
        (row[1].clone(), row[2].clone())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(axes("0"), pair("4", ""), "the file has staff = 4 and no staff_change");
    assert_eq!(axes("1"), pair("3", ""));
    assert_eq!(axes("4"), pair("4", "1"));
    let level = |point: &str| rows.iter().find(|row| row[0] == point).unwrap()[6].clone();
    assert_eq!(level("1"), level("3"), "3 agents are 4 less 1");
}

#[test]
fn precision_stops_each_point_when_its_interval_is_narrow_enough() {
    let sweep = GRID.replace(
        "replications = 6",
        "precision = { metric = \"handled_rate\", half_width = 0.02, max_replications = 400 }",
    );
    let (folder, sweep) = folder_with("sweep_precision", &sweep);
    let said = must(run_into(&sweep, &folder.join("out"), &["--format", "csv"]));
    let rows = rows(&said.output);
    let center = |row: &&Vec<String>| row[4].is_empty() && row[5] == "handled_rate";
    let mut counts = Vec::new();
    for row in rows.iter().filter(center) {
        let half: f64 = row[7].parse().unwrap();
        let count: u32 = row[10].parse().unwrap();
        assert!(half <= 0.02 || count == 400, "{row:?}");
        assert!(count >= 10, "{row:?}");
        counts.push(count);
    }
    assert!(counts.iter().min() < counts.iter().max(), "{counts:?}");
}

#[test]
fn the_order_in_files_and_comments_do_not_make_a_point_another_point() {
    let (folder, sweep) = folder_with("sweep_names", GRID);
    let out = folder.join("out");
    must(run_into(&sweep, &out, &[]));
    let scenario = std::fs::read_to_string(folder.join("small.toml")).unwrap();
    let turned = scenario.replace("staff = 4\ncost_per_hour = 30", "cost_per_hour = 30\nstaff = 4");
    std::fs::write(folder.join("small.toml"), format!("# A comment.\n{turned}")).unwrap();
    let out = out.display().to_string();
    let said = must(ringback(&["sweep", &sweep, "--out", &out]));
    assert!(said.errors.contains("0 points in") && said.errors.contains("12 were finished before"));
    let said = must(ringback(&["sweep", &sweep, "--out", &out, "--seed", "4"]));
    assert!(said.errors.contains("12 points in"), "{}", said.errors);
}

#[test]
fn a_wider_grid_simulates_only_what_is_new() {
    let (folder, sweep) = folder_with("sweep_wider", GRID);
    let out = folder.join("out").display().to_string();
    must(ringback(&["sweep", &sweep, "--out", &out]));
    std::fs::write(&sweep, GRID.replace("[3, 4, 5]", "[3, 4, 5, 6]")).unwrap();
    let said = must(ringback(&["sweep", &sweep, "--out", &out]));
    assert!(said.errors.contains("4 points in"), "{}", said.errors);
    assert!(said.errors.contains("12 were finished before"), "{}", said.errors);
}

#[test]
fn shipped_sweeps_open_with_their_question_and_run() {
    let folder = crate::program::project().join("scenarios/sweeps");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        assert!(first.starts_with("# ") && first.ends_with('?'), "{}: {first}", path.display());
        let path = path.display().to_string();
        let said = must(ringback(&["sweep", &path, "--replications", "1", "--no-report"]));
        assert!(said.output.contains("Best reached an agent"), "{}", said.output);
        count += 1;
    }
    assert!(count >= 2);
}
