//! `--optimise`: the best point, its limits, and what it says of its own certainty.

use serde_json::Value;

use super::{GRID, folder_with, must, run_into};

fn optimum(folder: &str, more: &[&str]) -> Value {
    let (folder, sweep) = folder_with(folder, GRID);
    let common = ["--format", "json", "--optimise"];
    let said = must(run_into(&sweep, &folder.join("out"), &[&common[..], more].concat()));
    let written = std::fs::read_to_string(folder.join("out/optimum.json")).unwrap();
    assert_eq!(said.output, written);
    serde_json::from_str(&said.output).unwrap()
}

#[test]
fn the_most_agents_reach_most_customers_and_few_replications_show_it() {
    let found = optimum("optimum_most", &["handled_rate"]);
    assert_eq!(found["sure"], true);
    let best = found["best"].as_u64().unwrap() as usize;
    assert_eq!(found["points"][best]["axes"]["staff"], 5);
    let most = |key: &str| {
        let points = found["points"].as_array().unwrap();
        points.iter().map(|point| point[key].as_u64().unwrap()).max().unwrap()
    };
    assert!(found["replications"].as_u64().unwrap() < 12 * most("replications"));
    assert!(found["confidence"] == 0.95 && found["indifference"] == 0.005);
}

#[test]
fn the_cheapest_point_that_keeps_the_limits_is_not_the_cheapest_of_all() {
    let limits = ["cost", "--subject-to", "handled_rate>=85%", "--within", "1"];
    let found = optimum("optimum_cheap", &limits);
    let best = found["best"].as_u64().unwrap() as usize;
    let own = &found["points"][best];
    assert!(own["metrics"]["handled_rate"]["mean"].as_f64().unwrap() >= 0.845, "{own}");
    let points = found["points"].as_array().unwrap();
    let breaking = points.iter().filter(|point| point["fate"] == "breaks");
    for point in breaking {
        assert!(point["metrics"]["handled_rate"]["mean"].as_f64().unwrap() <= 0.855, "{point}");
    }
    assert!(points.iter().any(|point| point["fate"] == "breaks"));
}

#[test]
fn where_no_point_keeps_the_limits_that_is_said() {
    let (folder, sweep) = folder_with("optimum_none", GRID);
    let limits = ["--optimise", "handled_rate", "--subject-to", "cost<=100"];
    let said = must(run_into(&sweep, &folder.join("out"), &limits));
    assert!(said.output.contains("No point keeps the limits."), "{}", said.output);
}

#[test]
fn the_choice_names_its_sources_and_the_same_bytes_come_on_any_threads() {
    let (folder, sweep) = folder_with("optimum_words", GRID);
    let limits = ["--optimise", "service_level", "--subject-to", "callback_success_rate>=0.5"];
    let on = |threads: &str| {
        let more = [&limits[..], &["--threads", threads]].concat();
        must(run_into(&sweep, &folder.join("out"), &more)).output
    };
    let said = on("1");
    assert_eq!(said, on("2"));
    assert!(said.contains("Kim and Nelson 2001") && said.contains("Andradóttir and Kim 2010"));
    assert!(said.contains("chosen"), "{said}");
}

#[test]
fn what_cannot_be_optimised_is_refused_with_what_to_write() {
    let (folder, sweep) = folder_with("optimum_wrong", GRID);
    for (more, expected) in [
        (vec!["--optimise", "happiness"], "there is no metric"),
        (vec!["--optimise", "occupancy"], "min:occupancy or --optimise max:occupancy"),
        (vec!["--optimise", "cost", "--subject-to", "cost=5"], "METRIC<=VALUE"),
        (vec!["--optimise", "cost", "--subject-to", "asa<=soon"], "write a length of time"),
        (vec!["--subject-to", "cost<=5"], "--optimise"),
        (vec!["--optimise", "cost", "--within", "0"], "is no value of cost"),
    ] {
        let said = run_into(&sweep, &folder.join("out"), &more);
        assert_eq!(said.code, 2, "{more:?}: {}", said.errors);
        assert!(said.errors.contains(expected), "{more:?}: {}", said.errors);
    }
    assert!(!folder.join("out").exists());
}
