//! Policies as code: a rule of one's own is run against the same callers and judged.

use ringback::check::{Tolerances, compare};
use ringback::experiment::{run, run_with};
use ringback::policy::{CallView, Policy, Standard};
use ringback::scenario::{Options, Study};
use ringback::stats::Verdict;

use crate::program::project;

fn study() -> Study {
    let path = project().join("tests/it/regressions/center.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let options = Options { replications: Some(30), ..Options::default() };
    let draft = ringback::scenario::Draft::read("center.toml", &text, "", &options).unwrap();
    draft.build(&ringback::scenario::Files::new()).unwrap()
}

/// The rule of the planted regression, as code.
struct CallbacksFirst;

impl Policy for CallbacksFirst {
    fn standing(&self, call: CallView, standing: u64) -> u64 {
        if call.is_callback { 0 } else { standing }
    }
}

#[test]
fn the_built_in_rule_as_a_policy_is_the_built_in_rule() {
    let study = study();
    let (one, other) =
        (run(&study, 1, &|_| {}).unwrap(), run_with(&study, &Standard, 2, &|_| {}).unwrap());
    let found = compare(&one, &other, &Tolerances::default());
    assert!(found.is_identical() && found.paired && found.replications == 30, "{found}");
}

#[test]
fn a_rule_of_ones_own_is_judged_as_an_edited_scenario_is() {
    let study = study();
    let before = run(&study, 0, &|_| {}).unwrap();
    let after = run_with(&study, &CallbacksFirst, 0, &|_| {}).unwrap();
    let found = compare(&before, &after, &Tolerances::default());
    assert!(found.is_worse(), "{found}");
    assert_eq!(found.of("callback", "inversions").unwrap().judgement.verdict, Verdict::Worse);
    // The variant without callbacks has nobody to put first.
    let hold = found.rows.iter().filter(|row| row.variant == "hold");
    assert!(hold.clone().count() > 5);
    assert!(hold.clone().all(|row| row.judgement.verdict == Verdict::Same), "{found}");
    // The same customers: as many offered in `hold`, and every difference is paired.
    assert!(found.paired);
}
