//! Scenario files mean what the contract says: time, staffing, laws, paths, variants.

use ringback::model::{Arrivals, Condition};
use ringback::scenario::{Draft, Files, Options, Study, study_from_text};
use ringback::time::{SimTime, Span};

use crate::program::project;

/// A small scenario; each part can be replaced.
const SMALL: &str = r#"
[scenario]
name = "Small"
start = 2026-03-02T00:00:00
duration = "24h"
time_zone = "Europe/Warsaw"

[run]
replications = 2

[call_type.support]
route = "support"
arrivals = { poisson = { per_hour = 30 } }
talk_time = { exponential = { mean = "3m" } }
patience = { exponential = { mean = "2m" } }

[agent_group.team]
queues = ["support"]
staff = 4

[queue.support]
overflow = [
  { name = "full", when = { waiting_calls = 2 }, action = "direct_callback" },
  { name = "slow", when = { average_wait = "2m" }, action = "direct_callback" },
]
"#;

fn small(from: &str, to: &str) -> Study {
    assert!(SMALL.contains(from), "{from}");
    study_from_text(&SMALL.replace(from, to)).unwrap_or_else(|problems| panic!("{problems}"))
}

fn changed(text: &str, sets: &[(&str, &str)]) -> Result<Study, String> {
    let sets = sets.iter().map(|&(path, value)| (path.to_owned(), value.to_owned())).collect();
    let options = Options { sets, ..Options::default() };
    Draft::read("small.toml", text, "", &options)
        .and_then(|draft| draft.build(&Files::new()))
        .map_err(|problems| problems.to_string())
}

/// Hours and agents of each step.
fn staff(study: &Study) -> Vec<(f64, u32)> {
    let steps = &study.variants[0].center.groups[0].staff;
    steps.iter().map(|&(at, agents)| (Span(at.0).seconds() / 3_600.0, agents)).collect()
}

fn digest(study: &Study) -> String {
    let outcome = ringback::experiment::run(study, 1, &|_| ()).unwrap();
    outcome.results.variants.iter().map(|variant| format!("{:032x} ", variant.digest.0)).collect()
}

#[test]
fn the_example_of_the_contract_runs() {
    let text = include_str!("scenarios/contract-example.toml");
    let draft = Draft::read("example.toml", text, "", &Options::default()).unwrap();
    let files = ringback::data::load_all(&draft, &project().join("scenarios"));
    let study = draft.build(&files).unwrap_or_else(|problems| panic!("{problems}"));
    let names: Vec<_> = study.variants.iter().map(|variant| variant.name.as_str()).collect();
    assert_eq!(names, ["hold", "callback"]);
    assert_eq!((study.run.seed, study.run.replications), (7, 200));
    assert_eq!(staff(&study), [(0.0, 24), (4.0, 20), (5.0, 24)]);
    let callback = &study.variants[1].center.queues[0];
    assert_eq!(callback.callback.max_active, Some(60));
    assert_eq!(callback.overflow.len(), 2);
    assert!(study.variants[0].center.queues[0].overflow.is_empty());
}

#[test]
fn a_day_has_23_hours_when_the_clocks_go_forward_and_25_when_they_go_back() {
    for (day, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-03-28", 24)] {
        let period = format!("start = {day}T00:00:00\nend = {}T00:00:00", next(day));
        let study = small("start = 2026-03-02T00:00:00\nduration = \"24h\"", &period);
        let end = study.variants[0].center.horizon.end;
        assert_eq!(end, SimTime(Span::from_secs(hours * 3_600).0), "{day}");
        assert_eq!(study.timeline.intervals.len() as u64, hours * 4);
        assert_eq!(study.timeline.days, [day]);
    }
}

fn next(day: &str) -> String {
    let date: jiff::civil::Date = day.parse().unwrap();
    date.tomorrow().unwrap().to_string()
}

#[test]
fn staff_by_the_clock_follows_the_clock_when_the_hour_changes() {
    // On 29 March the clocks skip from 2:00 to 3:00: 8:00 is the seventh hour of the day.
    let text = SMALL
        .replace("2026-03-02", "2026-03-29")
        .replace("staff = 4", "staff = [{ from = \"08:00\", to = \"16:00\", agents = 9 }]");
    let study = study_from_text(&text).unwrap();
    assert_eq!(staff(&study), [(0.0, 0), (7.0, 9), (15.0, 0)]);
}

#[test]
fn a_shift_may_cross_midnight_and_the_one_of_the_day_before_still_counts() {
    let steps = "staff = [{ from = \"06:00\", to = \"22:00\", agents = 9 }, \
                 { from = \"22:00\", to = \"06:00\", agents = 3 }]";
    assert_eq!(staff(&small("staff = 4", steps)), [(0.0, 3), (6.0, 9), (22.0, 3)]);
}

#[test]
fn steps_without_an_end_last_until_the_next_of_that_day_or_midnight() {
    let steps = "staff = [{ from = \"08:00\", agents = 9 }, { from = \"12:00\", agents = 7 }]";
    let text = SMALL.replace("staff = 4", steps).replace("\"24h\"", "\"48h\"");
    let study = study_from_text(&text).unwrap();
    let expected = [(0.0, 0), (8.0, 9), (12.0, 7), (24.0, 0), (32.0, 9), (36.0, 7)];
    assert_eq!(staff(&study), expected);
}

#[test]
fn days_of_the_week_choose_their_own_steps() {
    // 2 March 2026 is a Monday.
    let steps = "staff = [{ days = \"mon\", from = \"00:00\", agents = 2 }, \
                 { days = \"tue-wed\", from = \"00:00\", agents = 5 }]";
    let text = SMALL.replace("staff = 4", steps).replace("\"24h\"", "\"4d\"");
    let study = study_from_text(&text).unwrap();
    assert_eq!(staff(&study), [(0.0, 2), (24.0, 5), (72.0, 0)]);
}

#[test]
fn staff_per_interval_holds_its_last_value() {
    let study = small("staff = 4", "staff = { per_interval = [3, 3, 5, 4] }");
    assert_eq!(staff(&study), [(0.0, 3), (0.5, 5), (0.75, 4)]);
}

#[test]
fn a_staff_change_adds_to_every_step_but_those_of_nobody() {
    let steps = "staff = [{ from = \"08:00\", to = \"12:00\", agents = 9 }]\nstaff_change = -2";
    assert_eq!(staff(&small("staff = 4", steps)), [(0.0, 0), (8.0, 7), (12.0, 0)]);
}

#[test]
fn the_order_of_the_file_never_matters() {
    let (head, rest) = SMALL.split_at(SMALL.find("[call_type.support]").unwrap());
    let (call_type, rest) = rest.split_at(rest.find("[agent_group.team]").unwrap());
    let (group, queue) = rest.split_at(rest.find("[queue.support]").unwrap());
    let turned = [queue, group, call_type, head].join("\n");
    assert_eq!(
        digest(&study_from_text(SMALL).unwrap()),
        digest(&study_from_text(&turned).unwrap())
    );
}

#[test]
fn a_queue_more_does_not_change_who_calls_the_others() {
    let more = "\n[queue.aside]\n[call_type.aside]\nroute = \"aside\"\n\
                arrivals = { poisson = { per_hour = 9 } }\ntalk_time = \"3m\"\n\
                patience = \"1m\"\n[agent_group.asiders]\nqueues = [\"aside\"]\nstaff = 1\n";
    let alone = study_from_text(SMALL).unwrap();
    let beside = study_from_text(&format!("{SMALL}{more}")).unwrap();
    let answered = |study: &Study| {
        let outcome = ringback::experiment::run(study, 1, &|_| ()).unwrap();
        let variants = outcome.results.variants;
        let support = variants[1].call_types.iter().find(|named| named.name == "support").unwrap();
        let metrics = &support.metrics;
        ["arrived", "answered", "abandoned", "wait_mean"].map(|id| metrics.mean(id).unwrap())
    };
    assert_eq!(answered(&alone), answered(&beside));
}

#[test]
fn a_setting_means_the_same_as_an_edited_file() {
    for (path, value, from, to) in [
        ("agent_group.team.staff", "6", "staff = 4", "staff = 6"),
        ("queue.support.overflow.full.when.waiting_calls", "5", "calls = 2", "calls = 5"),
        ("queue.support.overflow.0.when.waiting_calls", "0", "calls = 2", "calls = 0"),
        ("call_type.support.patience.mean", "4m", "mean = \"2m\"", "mean = \"4m\""),
        ("call_type.support.arrivals.poisson.per_hour", "41", "per_hour = 30", "per_hour = 41"),
        (
            "queue.support.callback.first_offer",
            "\"5s\"",
            "[queue.support]",
            "[queue.support]\ncallback.first_offer = \"5s\"",
        ),
        (
            "call_type.support.talk_time",
            "{ lognormal = { mean = \"4m\", cv = 1 } }",
            "talk_time = { exponential = { mean = \"3m\" } }",
            "talk_time = { lognormal = { mean = \"4m\", cv = 1 } }",
        ),
    ] {
        let set = changed(SMALL, &[(path, value)]).unwrap_or_else(|why| panic!("{why}"));
        let edited = small(from, to);
        assert_eq!(digest(&set), digest(&edited), "{path}");
        assert_ne!(digest(&set), digest(&study_from_text(SMALL).unwrap()), "{path}");
    }
}

#[test]
fn a_name_with_a_dot_is_quoted_in_a_path() {
    let text = SMALL.replace("[queue.support]", "[queue.\"first.line\"]");
    let text = text.replace("\"support\"", "\"first.line\"");
    let set = changed(&text, &[("queue.\"first.line\".max_waiting", "3")]).unwrap();
    assert_eq!(set.variants[0].center.queues[0].max_waiting, Some(3));
}

#[test]
fn a_variant_set_is_applied_after_the_command_line() {
    let text = format!("{SMALL}\n[variant.more.set]\n\"agent_group.team.staff\" = 9\n");
    let study = changed(&text, &[("agent_group.team.staff", "5")]).unwrap();
    let agents: Vec<u32> = study.variants.iter().map(|v| v.center.groups[0].staff[0].1).collect();
    assert_eq!(agents, [5, 5, 9]);
}

#[test]
fn a_variant_without_callbacks_loses_their_rules() {
    let text = format!(
        "{SMALL}\n[variant.hold_more]\ncallback = false\n[variant.hold_more.set]\nagent_group.team.staff = 6\n"
    );
    let study = study_from_text(&text).unwrap();
    let rules: Vec<usize> =
        study.variants.iter().map(|variant| variant.center.queues[0].overflow.len()).collect();
    assert_eq!(rules, [0, 2, 0]);
    assert_eq!(study.variants[2].center.groups[0].staff, [(SimTime::ZERO, 6)]);
}

#[test]
fn declared_variants_alone_stay_when_the_automatic_ones_are_dropped() {
    let text = SMALL.replace("[run]", "[run]\nvariants = \"declared\"");
    let study = study_from_text(&format!("{text}\n[variant.only]\n")).unwrap();
    assert_eq!(study.variants.len(), 1);
    assert_eq!(study.variants[0].name, "only");
}

#[test]
fn expected_calls_repeat_until_the_end_and_the_last_interval_is_cut() {
    let study = small(
        "{ poisson = { per_hour = 30 } }",
        "{ intervals = { every = \"7h\", calls = [70, 140] } }",
    );
    let Arrivals::Poisson(steps) = &study.variants[0].center.call_types[0].arrivals else {
        panic!("not by interval")
    };
    let calls: Vec<f64> = steps.iter().map(|step| step.calls).collect();
    assert_eq!(calls[..3], [70.0, 140.0, 70.0]);
    assert!((calls[3] - 140.0 * 3.0 / 7.0).abs() < 1e-9);
}

#[test]
fn exact_counts_bring_exactly_so_many_calls() {
    let study = small(
        "{ poisson = { per_hour = 30 } }",
        "{ intervals = { every = \"6h\", calls = [70, 20, 5, 40], counts = \"exact\" } }",
    );
    let outcome = ringback::experiment::run(&study, 1, &|_| ()).unwrap();
    let arrived = outcome.results.variants[0].metrics.estimate("arrived");
    assert_eq!((arrived.min, arrived.max), (Some(135.0), Some(135.0)));
}

#[test]
fn what_is_not_in_the_file_is_named_among_the_assumptions() {
    let study = study_from_text(SMALL).unwrap();
    let paths: Vec<&str> = study.assumed.iter().map(|assumed| assumed.path.as_str()).collect();
    for path in [
        "call_type.support.callback_response.accept",
        "call_type.support.callback_response.answer",
        "call_type.support.after_call_work",
        "agent_group.team.notification.accept_time",
        "queue.support.callback.ring",
        "queue.support.count_cache",
    ] {
        assert!(paths.contains(&path), "{path} is not among {paths:?}");
    }
}

#[test]
fn every_condition_of_an_overflow_rule_is_read() {
    for (written, read) in [
        ("{ waiting_calls = 0 }", Condition::WaitingCalls(0)),
        ("{ average_wait = \"1m30s\" }", Condition::AverageWait(Span::from_secs(90))),
        ("{ waited = \"0.5h\" }", Condition::Waited(Span::from_secs(1_800))),
    ] {
        let study = small("{ waiting_calls = 2 }", written);
        assert_eq!(study.variants[1].center.queues[0].overflow[0].when, read, "{written}");
    }
}

#[test]
fn every_law_can_be_written_in_a_file() {
    for law in [
        "\"45s\"",
        "{ constant = \"45s\" }",
        "{ exponential = { mean = \"1m\" } }",
        "{ erlang = { k = 3, mean = \"1m\" } }",
        "{ gamma = { mean = \"1m\", cv = 0.7 } }",
        "{ lognormal = { mean = \"1m\", cv = 1.3 } }",
        "{ weibull = { mean = \"1m\", shape = 0.8 } }",
        "{ hyperexponential = { mean = \"1m\", cv = 1.5 } }",
        "{ hyperexponential = { p = 0.8, means = [\"30s\", \"3m\"] } }",
        "{ uniform = { min = \"30s\", max = \"90s\" } }",
        "{ triangular = { min = \"30s\", mode = \"40s\", max = \"2m\" } }",
        "{ empirical = { values = [\"30s\", \"90s\"] } }",
        "{ mixture = [{ weight = 2, of = \"30s\" }, { weight = 1, of = { exponential = { mean = \"2m\" } } }] }",
        "{ exponential = { mean = \"1m\" }, at_least = \"10s\", at_most = \"5m\" }",
        "{ exponential = { mean = \"1m\" }, by_clock = [{ from = \"17:00\", factor = 1.15 }] }",
        "{ by_clock = [{ from = \"08:00\", use = \"1m\" }, { from = \"17:00\", use = \"2m\" }] }",
    ] {
        let study = small("{ exponential = { mean = \"3m\" } }", law);
        let end = study.variants[0].center.horizon.end;
        let mean = study.variants[0].center.call_types[0].talk_time.mean(end) / 1e6;
        assert!((30.0..130.0).contains(&mean), "{law} has a mean of {mean} s");
    }
}

#[test]
fn a_law_by_the_clock_changes_at_its_time_of_day() {
    let law = "{ constant = \"60s\", by_clock = [{ from = \"17:00\", factor = 2 }] }";
    let study = small("{ exponential = { mean = \"3m\" } }", law);
    let talk = &study.variants[0].center.call_types[0].talk_time;
    let mean = |hour: u64| talk.at(SimTime(Span::from_secs(hour * 3_600).0)).mean() / 1e6;
    assert_eq!((mean(16), mean(17), mean(23)), (60.0, 120.0, 120.0));
}
