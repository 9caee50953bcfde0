//! `ringback erlang`: answers that others publish, overload, targets, formats, mistakes.

use serde_json::Value;

use crate::program::{Said, ringback};

/// 100 calls in half an hour, handled in 3 minutes, and more.
fn hundred(more: &[&str]) -> Said {
    let calls = ["erlang", "--calls", "100", "--per", "30m", "--aht", "3m"];
    ringback(&[&calls[..], more].concat())
}

fn json(said: &Said) -> Value {
    assert_eq!(said.code, 0, "{}", said.errors);
    serde_json::from_str(&said.output).unwrap()
}

fn metric(answer: &Value, id: &str) -> f64 {
    answer["metrics"][id].as_f64().unwrap_or_else(|| panic!("no {id}: {answer}"))
}

fn close(found: f64, published: f64, digit: f64) -> bool {
    (found - published).abs() <= 0.5 * digit
}

#[test]
fn erlang_c_is_what_two_other_calculators_publish() {
    // The README of the R package ErlangC 0.1.0.
    let said = hundred(&["--agents", "14", "--format", "json"]);
    let answer = &json(&said)["answers"][0];
    assert!(close(metric(answer, "probability_of_wait"), 0.174_131_9, 1e-7));
    assert!(close(metric(answer, "service_level"), 0.888_35, 1e-5));
    assert!(close(metric(answer, "asa"), 7.835_937_011_777_24, 1e-11));
    assert!(close(metric(answer, "occupancy"), 0.714_285_7, 1e-7));
    // The README of call-center-tools on the Python Package Index.
    let calls = ["erlang", "--calls", "1000", "--per", "1h", "--aht", "120s", "--agents", "40"];
    let said = ringback(&[&calls[..], &["--format", "json"]].concat());
    let answer = &json(&said)["answers"][0];
    assert!(close(metric(answer, "probability_of_wait"), 0.190_7, 1e-4));
    assert!(close(metric(answer, "service_level"), 0.937_2, 1e-4));
    assert!(close(metric(answer, "asa"), 3.43, 1e-2));
}

#[test]
fn erlang_a_is_what_another_calculator_publishes_from_9_to_15_agents() {
    // The README of the R package erlangR: abandonment by agents.
    const PUBLISHED: [f64; 7] = [
        0.179_559_29,
        0.127_350_28,
        0.086_272_26,
        0.055_634_69,
        0.034_070_10,
        0.019_787_27,
        0.010_896_31,
    ];
    let calls = ["erlang", "--calls", "120", "--per", "1h", "--aht", "280s", "--patience", "100s"];
    let said = ringback(&[&calls[..], &["--agents", "9..15", "--format", "json"]].concat());
    let document = json(&said);
    assert_eq!(document["model"], "erlang_a");
    let answers = document["answers"].as_array().unwrap();
    assert_eq!(answers.len(), PUBLISHED.len());
    for (answer, published) in answers.iter().zip(PUBLISHED) {
        assert!(close(metric(answer, "abandonment_rate"), published, 1e-8), "{answer}");
    }
    assert!(close(metric(&answers[3], "wait_mean"), 5.563, 1e-3));
    assert!(close(metric(&answers[3], "occupancy"), 0.734_5, 1e-4));
}

#[test]
fn a_range_of_agents_is_a_table_with_one_line_an_answer() {
    let said = hundred(&["--patience", "2m", "--agents", "8..16"]);
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    insta::assert_snapshot!(said.output);
}

#[test]
fn overload_without_abandonment_is_an_answer_and_no_failure() {
    let said = hundred(&["--agents", "9..12"]);
    assert_eq!((said.code, said.errors.as_str()), (0, ""));
    insta::assert_snapshot!(said.output);
    let said = hundred(&["--agents", "10", "--format", "json"]);
    let answer = &json(&said)["answers"][0];
    assert_eq!((&answer["stable"], &answer["agents_at_least"]), (&false.into(), &11.into()));
    assert!(answer["metrics"]["asa"].is_null());
}

#[test]
fn several_targets_need_the_largest_of_their_answers() {
    let agents = |targets: &[&str]| {
        let said = hundred(&[targets, &["--patience", "2m", "--format", "json"]].concat());
        json(&said)["answers"][0]["agents"].as_u64().unwrap()
    };
    let alone = [
        agents(&["--target", "80/20"]),
        agents(&["--max-abandon", "5%"]),
        agents(&["--max-asa", "20s"]),
        agents(&["--max-occupancy", "85%"]),
    ];
    let all = ["--target", "80/20", "--max-abandon", "5%", "--max-asa", "20s"];
    let together = agents(&[&all[..], &["--max-occupancy", "85%"]].concat());
    assert_eq!(Some(&together), alone.iter().max());
    // The answer is the least one: one agent fewer misses a target.
    let range = format!("{}..{together}", together - 1);
    let targets = [&all[..], &["--max-occupancy", "85%", "--agents", &range]].concat();
    let said = hundred(&[&targets[..], &["--patience", "2m", "--format", "json"]].concat());
    let answers = json(&said)["answers"].clone();
    assert_eq!((&answers[0]["on_target"], &answers[1]["on_target"]), (&false.into(), &true.into()));
}

#[test]
fn lines_shrinkage_and_laws_of_patience_change_the_answer_as_they_should() {
    let said = hundred(&["--lines", "agents", "--max-blocked", "1%", "--format", "json"]);
    let document = json(&said);
    assert_eq!(
        (&document["model"], &document["answers"][0]["agents"]),
        (&"erlang_b".into(), &18.into())
    );
    let said = hundred(&["--agents", "14", "--shrinkage", "30%", "--format", "csv"]);
    assert!(said.output.starts_with("agents,rostered,service_level,"), "{}", said.output);
    assert!(said.output.lines().nth(1).unwrap().starts_with("14,20,"), "{}", said.output);
    let plain = hundred(&["--agents", "11", "--patience", "2m", "--format", "csv"]);
    let law = "{ exponential = { mean = \"2m\" } }";
    let said = hundred(&["--agents", "11", "--patience-law", law, "--format", "csv"]);
    assert_eq!(said.output, plain.output);
    let law = "{ weibull = { mean = \"2m\", shape = 0.7 }, at_most = \"10m\" }";
    let said =
        hundred(&["--agents", "11", "--patience-law", law, "--balk", "5%", "--format", "json"]);
    let document = json(&said);
    assert_eq!(document["model"], "general_patience");
    assert!(metric(&document["answers"][0], "abandonment_rate") > 0.1);
    let said =
        hundred(&["--lines", "20", "--patience", "2m", "--agents", "11", "--format", "json"]);
    assert!(metric(&json(&said)["answers"][0], "blocked_rate") > 0.0);
}

#[test]
fn definitions_of_the_service_level_order_as_their_formulas_say() {
    let level = |definition: &str| {
        let more = ["--agents", "11", "--patience", "2m", "--definition", definition];
        let said = hundred(&[&more[..], &["--format", "json"]].concat());
        metric(&json(&said)["answers"][0], "service_level")
    };
    let all_offered = level("all_offered");
    for other in
        ["abandon_credit", "answered_only", "ignore_within", "short_credit", "short_removed"]
    {
        assert!(level(other) > all_offered, "{other}");
    }
}

#[test]
fn markdown_is_a_table_of_the_same_answers() {
    let said = hundred(&["--agents", "13..14", "--format", "markdown"]);
    insta::assert_snapshot!(said.output);
}

#[test]
fn wrong_questions_are_refused_with_what_to_do() {
    for (more, message, help) in [
        (&["--agents", "0"][..], "there must be an agent", ""),
        (&["--agents", "12..8"], "the range is empty: write 8..12", ""),
        (&[], "neither agents nor a target is given", "--target 80/20"),
        (&["--target", "80"], "write a service level such as 80/20", ""),
        (&["--target", "80/20", "--max-abandon", "5"], "write 5%, or a share from 0 to 1", ""),
        (&["--agents", "12", "--patience", "120"], "write a unit", ""),
        (&["--agents", "12", "--lines", "9"], "12 agents need at least 12 lines", "--lines"),
        (&["--agents", "12", "--shrinkage", "100%"], "nobody ever works", ""),
        (&["--agents", "1..20000"], "the range of agents is too wide", "at most 10000"),
        (&["--max-occupancy", "0%"], "out of reach", "loosen the targets"),
        (
            &["--agents", "12", "--patience-law", "{ weibul = { mean = \"2m\" } }"],
            "names no law",
            "weibull",
        ),
        (
            &["--agents", "12", "--lines", "20", "--patience-law", "\"2m\""],
            "patience must be exponential",
            "--patience",
        ),
    ] {
        let said = hundred(more);
        assert_eq!(said.code, 2, "{more:?}: {}", said.output);
        assert!(said.output.is_empty(), "{more:?}");
        assert!(said.errors.contains(message), "{more:?}: {}", said.errors);
        assert!(said.errors.contains(help), "{more:?}: {}", said.errors);
    }
    let said = ringback(&["erlang", "--calls", "0", "--aht", "3m", "--agents", "3"]);
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("--calls must be above 0"), "{}", said.errors);
    let said = ringback(&["erlang", "--calls", "1e12", "--aht", "3m", "--target", "80/20"]);
    assert!(said.errors.contains("above the limit"), "{}", said.errors);
}

#[test]
fn a_hundred_thousand_agents_are_found_in_a_moment() {
    let calls = ["erlang", "--calls", "2000000", "--per", "1h", "--aht", "3m", "--patience", "2m"];
    let said = ringback(&[&calls[..], &["--target", "80/20", "--format", "json"]].concat());
    let agents = json(&said)["answers"][0]["agents"].as_u64().unwrap();
    assert!((80_000..100_000).contains(&agents), "{agents}");
}

#[test]
fn help_explains_the_short_names_and_ends_with_examples() {
    let help = ringback(&["erlang", "--help"]).output;
    for words in ["AHT average handle time", "ASA average speed of answer", "erlangs", "Examples:"]
    {
        assert!(help.contains(words), "{words}\n{help}");
    }
    let last = help.trim_end().lines().last().unwrap();
    assert!(last.contains("--format json"), "{last}");
}
