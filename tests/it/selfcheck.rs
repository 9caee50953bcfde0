//! `ringback selfcheck`: agreement, with and without newer instructions, and its formats.

use serde_json::Value;

use crate::program::{project, ringback, ringback_without_fma};

#[test]
fn without_newer_instructions_the_program_agrees_with_everything_that_is_known_exactly() {
    let said = ringback_without_fma(&["selfcheck", "--format", "json", "--quiet"]);
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
fn another_seed_agrees_too_and_is_told_to_people() {
    let said = ringback(&["selfcheck", "--seed", "5"]);
    assert_eq!(said.code, 0, "{}", said.output);
    assert!(said.output.contains("\nOK: everything agrees ("), "{}", said.output);
    assert!(said.errors.contains("checked in"), "{}", said.errors);
}

#[test]
fn the_table_in_the_docs_is_of_this_version_and_all_of_it_agrees() {
    let table = std::fs::read_to_string(project().join("docs/validation-table.md")).unwrap();
    assert!(table.starts_with("<!-- Made by `ringback selfcheck --full --format markdown`"));
    assert!(table.contains("\nOK: everything agrees ("));
    assert!(!table.contains("**disagrees**"));
    let said = ringback(&["selfcheck", "--format", "markdown", "--quiet", "--threads", "1"]);
    assert_eq!(said.code, 0);
    // Simulated figures and their number differ from the full size; everything else does not.
    let claims = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("| ") || line.starts_with('#'));
        lines.map(|line| line.split(" | ").take(2).collect::<Vec<_>>().join(" | ")).collect()
    };
    assert_eq!(claims(&table), claims(&said.output));
}
