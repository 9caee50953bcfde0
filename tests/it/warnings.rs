//! Warnings that protect a reader: each is shown where it is due, and not shown where it is not.

use ringback::experiment;
use ringback::scenario::study_from_text;

/// All warnings of all variants of the steady scenario, with some of its text replaced.
fn warnings(replaced: &[(&str, &str)]) -> String {
    let mut text = crate::estimation::STEADY.to_owned();
    // Long enough to be sound, where a test does not say how long.
    if replaced.iter().all(|(old, _)| !old.contains("150m")) {
        text = text.replace("\"150m\"", "\"630m\"");
    }
    for (old, new) in replaced {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let text = text.replace("RUN", "");
    let study = study_from_text(&text).unwrap_or_else(|problems| panic!("{problems}"));
    let results = experiment::run(&study, 0, &|_| ()).unwrap().results;
    let of_variant = |v: &experiment::VariantResults| {
        v.warnings.iter().map(|warning| format!("{}: {warning}\n", v.name)).collect::<String>()
    };
    results.variants.iter().map(of_variant).collect()
}

/// Shown with the first changes, not shown with the second.
fn due(words: &str, shown: &[(&str, &str)], absent: &[(&str, &str)]) {
    let found = warnings(shown);
    assert!(found.contains(words), "{words:?} is not in\n{found}");
    let found = warnings(absent);
    assert!(!found.contains(words), "{words:?} is in\n{found}");
}

const UNCHANGED: &[(&str, &str)] = &[];

#[test]
fn a_sound_run_has_no_warning() {
    assert_eq!(warnings(UNCHANGED), "");
}

#[test]
fn an_empty_start_that_counts_is_said_with_what_mser_5_suggests() {
    let none = [("warm_up = \"30m\"", "")];
    due("the empty start counts", &none, UNCHANGED);
    assert!(warnings(&none).contains("MSER-5 suggests at least"), "{}", warnings(&none));
    // A day whose calls change by the clock begins as it does.
    let by_the_clock = "{ intervals = { every = \"75m\", calls = [150, 140] } }";
    let day = [none[0], ("{ poisson = { per_hour = 120 } }", by_the_clock)];
    assert!(!warnings(&day).contains("empty start"), "{}", warnings(&day));
}

#[test]
fn a_warm_up_that_is_too_short_for_mser_5_is_said() {
    due("longer than the 60 seconds of `warm_up`", &[("\"30m\"", "\"1m\"")], UNCHANGED);
}

#[test]
fn a_period_in_which_nothing_settles_is_said_to_be_too_short() {
    let overloaded =
        [("staff = 10", "staff = 5"), ("{ exponential = { mean = \"5m\" } }", "\"never\"")];
    due("no steady state in the first half", &overloaded, UNCHANGED);
}

#[test]
fn a_period_of_few_handle_times_is_said_to_be_short() {
    due("27 mean handle times long (5 minutes)", &[("\"150m\"", "\"150m\"")], UNCHANGED);
}

#[test]
fn few_events_behind_a_rate_are_said() {
    let quiet = [
        ("staff = 10", "staff = 15"),
        ("replications = 40", "replications = 20"),
        ("\"150m\"", "\"150m\""),
    ];
    due("calls are abandoned", &quiet, UNCHANGED);
    due("miss the service level in a replication", &quiet, UNCHANGED);
}

#[test]
fn values_too_skewed_for_so_few_replications_are_said() {
    let bursts = [
        ("staff = 10", "staff = 14"),
        ("replications = 40", "replications = 12"),
        ("\"150m\"", "\"150m\""),
    ];
    due("are skewed (skewness:", &bursts, UNCHANGED);
}

#[test]
fn few_replications_are_said() {
    due("9 replications are few", &[("replications = 40", "replications = 9")], UNCHANGED);
    due("One replication has no", &[("replications = 40", "replications = 1")], UNCHANGED);
    let pairs = [("replications = 40", "replications = 18\nantithetic = true")];
    due("9 pairs of replications are few", &pairs, UNCHANGED);
}

#[test]
fn a_control_variate_without_a_known_expectation_is_not_used_and_said() {
    let asked = ("replications = 40", "replications = 40\ncontrol_variate = true");
    let cut = ("{ mean = \"4m\", cv = 0.8 }", "{ mean = \"4m\", cv = 0.8 }, at_most = \"30m\"");
    due("The control variate is not used: the mean of a truncated law", &[asked, cut], &[asked]);
}

#[test]
fn batches_that_resemble_the_ones_before_them_are_said() {
    let short = ("replications = 40", "batches = 120");
    let slow = [
        short,
        ("duration = \"150m\"", "duration = \"630m\""),
        ("interval = \"10m\"", "interval = \"5m\""),
    ];
    let long =
        [("replications = 40", "batches = 20"), ("duration = \"150m\"", "duration = \"6030m\"")];
    due("Batches resemble the ones before them", &slow, &long);
    let by_the_clock = "{ intervals = { every = \"50m\", calls = [100, 120] } }";
    let changing = [long[0], long[1], ("{ poisson = { per_hour = 120 } }", by_the_clock)];
    due("batches differ by more than chance", &changing, &long);
}

#[test]
fn verdicts_that_many_comparisons_bring_by_chance_are_said() {
    // One agent more is worth so much that every verdict stands.
    let words = "By Holm's method these do not stand at 95 %";
    let hardly = [
        ("\"agent_group.team.staff_change\" = 1", "\"call_type.support.balk\" = 0.004"),
        ("replications = 40", "replications = 60"),
        ("\"150m\"", "\"150m\""),
    ];
    due(words, &hardly, UNCHANGED);
}
