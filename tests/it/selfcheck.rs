//! `ringback selfcheck`: agreement, with and without newer instructions, and its formats.

use serde_json::Value;

use crate::claims::{Claim, Proof};
use crate::program::{ringback, ringback_without_fma};
use crate::size::is_full;

const SECTION: &str = "The program's own check";

#[test]
fn without_newer_instructions_the_program_agrees_with_everything_that_is_known_exactly() {
    let mut arguments = vec!["selfcheck", "--format", "json", "--quiet"];
    if is_full() {
        arguments.push("--full");
    }
    let said = ringback_without_fma(&arguments);
    let found: Value = serde_json::from_str(&said.output).unwrap();
    assert_eq!((said.code, &found["ok"]), (0, &true.into()), "{}", said.output);
    assert_eq!(found["schema"], "ringback.selfcheck/1");
    assert!(said.errors.is_empty(), "{}", said.errors);
    settle_simulation(&found);
    settle_formulas(&found);
    settle_draws(&found);
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap()
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap()
}

/// Simulated cases, measure by measure.
fn settle_simulation(found: &Value) {
    let cases = list(found, "simulation");
    assert!(cases.len() >= 15);
    for case in cases {
        let measures = list(case, "measures");
        assert!(measures.len() >= 2, "{case}");
        let claim = |measure: &Value| {
            let (mean, half_width) = (number(measure, "mean"), number(measure, "half_width"));
            let exact = number(measure, "exact");
            Claim::compared(text(measure, "metric"), exact, mean, half_width)
                .and(measure["ok"] == true)
        };
        Proof {
            section: SECTION,
            case: text(case, "case"),
            source: text(case, "source"),
            asked: "within 4.5 standard errors, half width at most 8 % of the value",
        }
        .settle(&measures.iter().map(claim).collect::<Vec<_>>());
    }
}

/// Formulas against figures in many digits, of each model the one that agrees in the fewest.
fn settle_formulas(found: &Value) {
    let mut models: Vec<(&str, Vec<&Value>)> = Vec::new();
    for formula in list(found, "formulas") {
        let model = text(formula, "name").split(": ").next().unwrap_or_default();
        match models.iter_mut().find(|(other, _)| *other == model) {
            Some((_, formulas)) => formulas.push(formula),
            None => models.push((model, vec![formula])),
        }
    }
    for (model, formulas) in models {
        let digits = |formula: &Value| number(formula, "digits");
        let least = formulas.iter().min_by(|a, b| digits(a).total_cmp(&digits(b))).unwrap();
        let name = text(least, "name").trim_start_matches(model).trim_start_matches(": ");
        let what = format!("{} formulas, the worst: {name}", formulas.len());
        let words = format!("{:.1} digits agree", digits(least));
        let holds = formulas.iter().all(|f| f["ok"] == true && digits(f) >= 7.0);
        Proof {
            section: SECTION,
            case: model,
            source: text(least, "source"),
            asked: "at least 7 digits, or those of the source",
        }
        .settle(&[Claim::plain(&what, &words, holds)]);
    }
}

/// First draws of every law and purpose, and one whole run, bit by bit.
fn settle_draws(found: &Value) {
    let draws = list(found, "draws");
    assert!(draws.len() >= 45);
    let right = draws.iter().filter(|draw| draw["ok"] == true).count();
    let words = format!("{right} of {} as pinned", draws.len());
    let digest = &found["digest"];
    Proof { section: SECTION, case: "bit by bit", source: "pinned", asked: "the same bits" }
        .settle(&[
            Claim::plain("first draws of every law and purpose", &words, right == draws.len()),
            Claim::plain(text(digest, "name"), text(digest, "found"), digest["ok"] == true),
        ]);
}

#[test]
fn another_seed_agrees_too_and_is_told_to_people() {
    let said = ringback(&["selfcheck", "--seed", "5"]);
    assert_eq!(said.code, 0, "{}", said.output);
    assert!(said.output.contains("\nOK: everything agrees ("), "{}", said.output);
    assert!(said.errors.contains("checked in"), "{}", said.errors);
}

#[test]
fn tables_for_a_document_hold_every_simulated_measure() {
    let said = ringback(&["selfcheck", "--format", "markdown", "--quiet", "--threads", "1"]);
    assert_eq!(said.code, 0);
    assert!(said.output.contains("\nOK: everything agrees ("), "{}", said.output);
    assert_eq!(said.output.matches("| blocked_rate | ").count(), 2, "{}", said.output);
    assert!(!said.output.contains("**disagrees**"));
}
