//! `ringback report --reconcile`: which way of counting gives an ACD's own numbers is found.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::program::{Said, empty_folder, project, ringback, ringback_in};

const CALLS: &str = "scenarios/data/support-line-2026-03-02.csv";

/// The shipped calls: seconds from midnight, wait, whether answered.
fn calls() -> Vec<(f64, f64, bool)> {
    let text = fs::read_to_string(project().join(CALLS)).unwrap();
    let call = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let clock = cells[0].split('T').nth(1).unwrap();
        let parts: Vec<f64> = clock.split(':').map(|part| part.parse().unwrap()).collect();
        let at = parts[0] * 3_600.0 + parts[1] * 60.0 + parts[2];
        (at, cells[1].parse().unwrap(), cells[2] == "true")
    };
    text.lines().skip(1).map(call).collect()
}

/// An ACD that counts in its own way: by which moment, and numerator and denominator of a call.
fn acd(
    folder: &Path,
    by_event: bool,
    count: impl Fn(f64, bool) -> (f64, f64),
    change: impl Fn(usize, f64) -> f64,
) {
    let mut sums: BTreeMap<u64, (f64, f64)> = (16..36).map(|at| (at, (0.0, 0.0))).collect();
    for (at, wait, answered) in calls() {
        let moment = if by_event { at + wait } else { at };
        let Some(sum) = sums.get_mut(&((moment / 1_800.0) as u64)) else { continue };
        let (numerator, denominator) = count(wait, answered);
        *sum = (sum.0 + numerator, sum.1 + denominator);
    }
    let mut text = "interval_start;service level %\n".to_owned();
    for (row, (slot, (numerator, denominator))) in sums.into_iter().enumerate() {
        let level = change(row, 100.0 * numerator / denominator);
        let (hour, minute) = (slot / 2, 30 * (slot % 2));
        let level = format!("{level:.4}").replace('.', ",");
        text += &format!("2026-03-02 {hour:02}:{minute:02};{level}\n");
    }
    fs::write(folder.join("acd.csv"), text).unwrap();
}

fn reconcile(folder: &Path, more: &[&str]) -> Said {
    let acd = folder.join("acd.csv").display().to_string();
    ringback(&[&["report", "--reconcile", &acd], more].concat())
}

#[test]
fn the_definition_and_attribution_of_an_acd_are_found_from_its_numbers() {
    let folder = empty_folder("reconciled");
    let one = |yes: bool| f64::from(u8::from(yes));
    type Count = fn(&dyn Fn(bool) -> f64, f64, bool) -> (f64, f64);
    let ways: [(&str, bool, Count); 4] = [
        ("all_offered = ", false, |one, wait, answered| (one(answered && wait <= 20.0), 1.0)),
        ("answered_only = ", true, |one, wait, answered| {
            (one(answered && wait <= 20.0), one(answered))
        }),
        ("abandon_credit = ", true, |one, wait, _| (one(wait <= 20.0), 1.0)),
        ("short_removed = ", false, |one, wait, answered| {
            (one(answered && wait <= 20.0), one(answered || wait > 5.0))
        }),
    ];
    for (definition, by_event, count) in ways {
        acd(&folder, by_event, |wait, answered| count(&one, wait, answered), |_, level| level);
        let said = reconcile(&folder, &["--calls", CALLS]);
        assert_eq!(said.code, 0, "{}", said.errors);
        let best = said.output.lines().find(|line| line.starts_with("Reproduced")).unwrap();
        let moment = if by_event { "by event" } else { "by arrival" };
        assert!(best.contains(definition) && best.contains(moment), "{best}");
        assert!(said.output.contains("Every interval is reproduced"), "{}", said.output);
    }
}

#[test]
fn what_no_way_reproduces_is_shown_and_a_runs_own_calls_are_found() {
    let folder = empty_folder("left over");
    let out = folder.join("run").display().to_string();
    let short = ["run", "scenarios/support-line.toml", "--replications", "2", "--quiet"];
    assert_eq!(ringback(&[&short[..], &["--out", &out]].concat()).code, 0);
    let one = |yes: bool| f64::from(u8::from(yes));
    let wrong = |row, level| if row == 4 { level - 7.0 } else { level };
    acd(&folder, false, |wait, answered| (one(answered && wait <= 20.0), 1.0), wrong);
    let said = reconcile(&folder, &[&out]);
    assert_eq!(said.code, 0, "{}", said.errors);
    assert!(said.output.contains("Nearest: all_offered = "), "{}", said.output);
    assert!(said.output.contains("Not reproduced: 1 of 20 intervals"), "{}", said.output);
    assert!(said.output.contains("2026-03-02 10:00"), "{}", said.output);
}

#[test]
fn what_cannot_be_reconciled_is_refused_in_words() {
    let folder = empty_folder("never reconciled");
    fs::write(folder.join("acd.csv"), "interval_start,handled\n2026-03-02 08:00,5\n").unwrap();
    let calls = project().join(CALLS).display().to_string();
    let alone = ringback_in(&folder, &["report", "--reconcile", "acd.csv"]);
    assert_eq!(alone.code, 2);
    assert!(alone.errors.contains("help: give them with --calls FILE"), "{}", alone.errors);
    let lacking = ringback_in(&folder, &["report", "--reconcile", "acd.csv", "--calls", &calls]);
    assert_eq!(lacking.code, 2);
    assert!(lacking.errors.contains("no column for the service level"), "{}", lacking.errors);
    fs::write(folder.join("acd.csv"), "interval_start,service_level\n2026-03-02 08:00,x\n")
        .unwrap();
    let garbled = ringback_in(&folder, &["report", "--reconcile", "acd.csv", "--calls", &calls]);
    assert_eq!(garbled.code, 2);
    assert!(garbled.errors.contains("line 2: \"x\" cannot be read"), "{}", garbled.errors);
}
