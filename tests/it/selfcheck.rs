//! `ringback selfcheck`: agreement, its formats, and the same findings on any number of threads.

use serde_json::Value;

use crate::program::ringback;

#[test]
fn the_program_agrees_with_everything_that_is_known_exactly() {
    let said = ringback(&["selfcheck", "--format", "json", "--quiet"]);
    let found: Value = serde_json::from_str(&said.output).unwrap();
    assert_eq!((said.code, &found["ok"]), (0, &true.into()), "{}", said.output);
    assert_eq!(found["schema"], "ringback.selfcheck/1");
    assert!(said.errors.is_empty(), "{}", said.errors);
    let cases = found["simulation"].as_array().unwrap();
    assert!(cases.len() >= 15);
    for case in cases {
        assert!(case["measures"].as_array().unwrap().len() >= 2, "{case}");
    }
    for formula in found["formulas"].as_array().unwrap() {
        assert!(formula["digits"].as_f64().unwrap() >= 7.0, "{formula}");
    }
    assert!(found["draws"].as_array().unwrap().len() >= 45);
}

#[test]
fn another_seed_agrees_too_on_one_thread_and_is_told_as_text_and_as_markdown() {
    let said = ringback(&["selfcheck", "--seed", "5", "--threads", "1"]);
    assert_eq!(said.code, 0, "{}", said.output);
    assert!(said.output.contains("\nOK: everything agrees ("), "{}", said.output);
    assert!(said.errors.contains("checked in"), "{}", said.errors);
    let said = ringback(&["selfcheck", "--seed", "5", "--format", "markdown", "--quiet"]);
    assert_eq!(said.code, 0);
    assert!(said.output.contains("| claim | exact | simulated | 95 % interval |"));
    assert!(!said.output.contains("**disagrees**"));
}
