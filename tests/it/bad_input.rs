//! Wrong input: each file of `tests/it/bad` has a message that a planner can act on.

use std::path::PathBuf;

use crate::program::{empty_folder, files_below, ringback, ringback_in};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad")
}

fn bad_files() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    names.sort();
    names
}

#[test]
fn every_bad_file_is_refused_with_its_line_column_caret_and_what_to_do() {
    let names = bad_files();
    assert!(names.len() >= 30, "{} bad files", names.len());
    for name in names {
        let said = ringback_in(&folder(), &["run", "--no-report", &name]);
        assert_eq!(said.code, 2, "{name}: {}", said.errors);
        assert!(said.output.is_empty(), "{name} printed a result");
        assert!(!said.errors.contains("panicked"), "{name}: {}", said.errors);
        for part in [format!("--> {name}:"), "^".into(), "= help: ".into()] {
            assert!(said.errors.contains(&part), "{name} lacks {part:?}: {}", said.errors);
        }
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path("bad/messages");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let stem = name.trim_end_matches(".toml");
        settings.bind(|| insta::assert_snapshot!(stem, said.errors));
    }
}

#[test]
fn all_problems_are_said_at_once_in_the_order_of_the_file() {
    let said = ringback_in(&folder(), &["run", "--no-report", "two_problems.toml"]);
    let first = said.errors.find("`capacity` cannot be 0").unwrap();
    let second = said.errors.find("needs either `file` or `per_hour`").unwrap();
    assert!(first < second);
    assert!(said.errors.contains("2 problems in two_problems.toml"), "{}", said.errors);
}

#[test]
fn a_refused_scenario_leaves_the_report_of_the_last_run_as_it_was() {
    let out = empty_folder("refused");
    std::fs::write(out.join("report.html"), "the last report").unwrap();
    let path = out.display().to_string();
    let said = ringback_in(&folder(), &["run", "unknown_key.toml", "--out", &path]);
    assert_eq!(said.code, 2);
    assert_eq!(files_below(&out), [("report.html".to_owned(), b"the last report".to_vec())]);
}

#[test]
fn a_missing_scenario_is_named_with_the_one_that_may_be_meant() {
    let said = ringback(&["run", "support-line"]);
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.errors);
}

#[test]
fn a_setting_whose_value_is_wrong_is_shown_as_it_was_typed() {
    let set = "call_type.support.balk=7%";
    let said = ringback(&["run", "scenarios/support-line.toml", "--no-report", "--set", set]);
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.errors);
}

#[test]
fn a_setting_whose_path_leads_nowhere_is_refused() {
    let set = "queue.support.overflow.fool.when.waiting_calls=4";
    let said = ringback(&["run", "scenarios/support-line.toml", "--no-report", "--set", set]);
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.errors);
}

#[test]
fn an_unknown_variant_on_the_command_line_is_refused_with_the_known_ones() {
    let arguments = ["run", "scenarios/support-line.toml", "--no-report", "--variant", "cback"];
    let said = ringback(&arguments);
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.errors);
}

#[test]
fn what_was_meant_is_said_where_a_file_is_of_another_kind_or_a_name_nearly_right() {
    let (line, sweep) =
        ("scenarios/support-line.toml", "scenarios/sweeps/threshold-and-staff.toml");
    let level = "queue.support.service_level=\"80/20\"";
    let limit = "support.service_level>=80%";
    for (arguments, problems) in [
        (vec!["run", sweep], vec!["this is a sweep, not a scenario", "`ringback sweep` runs it"]),
        (
            vec!["sweep", line],
            vec!["this is a scenario, not a sweep", "`ringback run` simulates it"],
        ),
        (
            vec!["run", line, "--set", "agent_group.taem.staff=3"],
            vec!["there is no [agent_group.taem]", "did you mean agent_group.team?"],
        ),
        (
            vec!["run", line, "--set", "call_type.suport.balk=0.1"],
            vec!["there is no [call_type.suport]", "did you mean call_type.support?"],
        ),
        (vec!["run", line, "--set", level], vec!["must be a table", "the keys are within, target"]),
        (
            vec!["sweep", sweep, "--optimise", "agent_hours", "--subject-to", limit],
            vec!["there is no metric", "aims and limits are of the whole center"],
        ),
    ] {
        let said = ringback(&arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.errors);
        for problem in problems {
            assert!(said.errors.contains(problem), "{arguments:?}: {}", said.errors);
        }
        assert!(said.errors.matches("error:").count() <= 1, "{}", said.errors);
    }
}

#[test]
fn wrong_arguments_end_with_code_2_and_say_what_is_expected() {
    for (arguments, expected) in [
        (vec!["run"], "<SCENARIO>"),
        (vec!["walk"], "unrecognized subcommand"),
        (vec!["run", "scenarios/erlang-a.toml", "--replications", "0"], "1..=1000000"),
        (vec!["run", "scenarios/erlang-a.toml", "--set", "balk"], "PATH=VALUE"),
        (vec!["run", "scenarios/erlang-a.toml", "--format", "xml"], "possible values"),
    ] {
        let said = ringback(&arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.errors);
        assert!(said.errors.contains(expected), "{arguments:?}: {}", said.errors);
    }
}

#[test]
fn a_folder_that_cannot_be_written_ends_with_code_4() {
    let folder = empty_folder("in_the_way");
    std::fs::write(folder.join("report"), "a file").unwrap();
    let out = folder.join("report").join("deeper").display().to_string();
    let short = ["--replications", "2", "--quiet", "--out", &out];
    let arguments = [&["run", "scenarios/support-line.toml"][..], &short].concat();
    let said = ringback(&arguments);
    assert_eq!(said.code, 4, "{}", said.errors);
    assert!(said.errors.contains("cannot write"), "{}", said.errors);
}
