//! Scheduled callbacks, agents of a capacity, records that state queues: from the file to results.

use serde_json::Value;

use crate::program::{Said, empty_folder, ringback_in};

const SCENARIO: &str = r#"
[scenario]
name = "Booked"
start = 2026-03-02T08:00:00
duration = "2h"

[run]
replications = 3

[call_type.support]
route = "support"
arrivals = ARRIVALS
talk_time = { constant = "3m" }
patience = "never"
callback_response = { answer = 1.0 }

[agent_group.team]
queues = ["support", "other"]
staff = 2

[queue.support]

[queue.other]
"#;

const FEW: &str = "{ intervals = { every = \"2h\", calls = [4], counts = \"exact\" } }";

fn run(folder: &str, text: &str, files: &[(&str, &str)], arguments: &[&str]) -> Said {
    let folder = empty_folder(folder);
    std::fs::write(folder.join("booked.toml"), text).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let said = ringback_in(&folder, arguments);
    assert_eq!(said.code, 0, "{}", said.errors);
    said
}

fn results(folder: &str, text: &str, files: &[(&str, &str)]) -> Value {
    let arguments = ["run", "booked.toml", "--no-report", "--format", "json"];
    serde_json::from_str(&run(folder, text, files, &arguments).output).unwrap()
}

fn mean(of: &Value, metric: &str) -> f64 {
    of["metrics"][metric]["mean"].as_f64().unwrap_or_else(|| panic!("{metric} in {of}"))
}

#[test]
fn windows_of_a_file_become_callbacks_of_the_types_that_they_name() {
    let booked = "[[scheduled_callback]]\nqueue = \"support\"\nfile = \"booked.csv\"\n";
    let text = SCENARIO.replace("ARRIVALS", FEW) + booked;
    let rows = "window_start,window_end,call_type\n\
                2026-03-02T08:10:00,2026-03-02T09:00:00,support\n\
                2026-03-02T08:20:00Z,,\n\
                2026-03-03T08:20:00,2026-03-03T09:00:00,support\n";
    let found = results("windows", &text, &[("booked.csv", rows)]);
    let base = &found["variants"][0];
    assert_eq!(base["name"], "base");
    assert_eq!(mean(base, "callbacks_booked"), 2.0);
    assert_eq!(mean(base, "offered"), 6.0);
    assert_eq!(mean(base, "callbacks_answered"), 2.0);
    assert_eq!(mean(base, "callback_success_rate"), 1.0);
    let arguments = ["trace", "booked.toml", "--call", "274877906944"];
    let told = run("windows_traced", &text, &[("booked.csv", rows)], &arguments).output;
    let arrived = told.lines().find(|line| line.contains("\"arrived\"")).unwrap();
    assert!(arrived.contains("\"booked\":true"), "{arrived}");
    assert!(arrived.contains("08:10:00"), "{arrived}");
    let arguments = ["explain", "booked.toml", "worst-callback"];
    let told = run("windows_explained", &text, &[("booked.csv", rows)], &arguments).output;
    assert!(told.contains("the window of a booked callback opens in queue support"), "{told}");
}

#[test]
fn callbacks_booked_at_a_rate_are_in_every_variant() {
    let booked = "[[scheduled_callback]]\nqueue = \"support\"\nper_hour = 30\nwindow = \"1h\"\n";
    let offers = "[queue.support]\noverflow = [\n  \
                  { when = { waiting_calls = 0 }, action = \"direct_callback\" }]\n";
    let text = SCENARIO.replace("ARRIVALS", FEW).replace("[queue.support]\n", offers) + booked;
    let found = results("booked_at_a_rate", &text, &[]);
    let of = |variant: usize| mean(&found["variants"][variant], "callbacks_booked");
    assert!(of(0) > 30.0 && of(0) == of(1), "{} {}", of(0), of(1));
    assert_eq!(found["variants"][0]["name"], "hold");
}

#[test]
fn an_agent_of_capacity_two_serves_two_at_once() {
    let together = "{ recorded = { file = \"calls.csv\", time = \"at\" } }";
    let rows = "at\n2026-03-02T08:10:00\n2026-03-02T08:10:01\n2026-03-02T08:10:02\n";
    let text = SCENARIO.replace("ARRIVALS", together).replace("staff = 2", "staff = 1");
    let asa = |text: &str| {
        let found = results("capacity", text, &[("calls.csv", rows)]);
        mean(&found["variants"][0], "asa")
    };
    assert_eq!(asa(&text), (179.0 + 358.0) / 3.0);
    let wide = text.replace("staff = 1", "staff = 1\ncapacity = 2");
    assert_eq!(asa(&wide), 178.0 / 3.0);
}

#[test]
fn a_queue_that_the_record_states_wins_over_the_route() {
    let recorded = "{ recorded = { file = \"calls.csv\", time = \"at\" } }";
    let text = SCENARIO.replace("ARRIVALS", recorded);
    let rows = "at,queue,wait_s,answered\n2026-03-02T08:10:00,other,1,true\n\
                2026-03-02T08:20:00,,2,true\n2026-03-02T08:30:00,other,3,false\n";
    let found = results("stated_queue", &text, &[("calls.csv", rows)]);
    let queues = &found["variants"][0]["queues"];
    assert_eq!(mean(&queues["other"], "offered"), 2.0);
    assert_eq!(mean(&queues["support"], "offered"), 1.0);
    // A column that names no queue of the scenario is somebody else's and says nothing.
    let found = results("foreign_queue", &text, &[("calls.csv", &rows.replace("other", "ACD 7"))]);
    assert_eq!(mean(&found["variants"][0]["queues"]["support"], "offered"), 3.0);
}
