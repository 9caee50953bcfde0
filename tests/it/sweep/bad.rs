//! Wrong sweeps: each file of `tests/it/sweep/bad` has a message that a planner can act on.

use std::path::PathBuf;

use crate::program::{empty_folder, files_below, ringback_in};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/sweep/bad")
}

#[test]
fn every_bad_sweep_is_refused_with_its_line_column_caret_and_what_to_do() {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml") && name != "small.toml")
        .collect();
    names.sort();
    assert!(names.len() >= 20, "{} bad sweeps", names.len());
    for name in names {
        let said = ringback_in(&folder(), &["sweep", "--no-report", &name]);
        assert_eq!(said.code, 2, "{name}: {}", said.errors);
        assert!(said.output.is_empty(), "{name} printed a result");
        assert!(!said.errors.contains("panicked"), "{name}: {}", said.errors);
        for part in ["-->", "^", "= help: "] {
            assert!(said.errors.contains(part), "{name} lacks {part:?}: {}", said.errors);
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
fn a_wrong_value_at_the_last_point_is_said_before_the_first_is_simulated() {
    let out = empty_folder("sweep_refused");
    let path = out.display().to_string();
    let said = ringback_in(&folder(), &["sweep", "wrong_value.toml", "--out", &path]);
    assert_eq!(said.code, 2);
    assert!(files_below(&out).is_empty());
}

#[test]
fn a_shard_that_contradicts_itself_is_refused() {
    for (more, expected) in [
        (&["--shard", "3/3"][..], "numbered from 0 to 2"),
        (&["--shard", "1/3", "--shards", "4"], "contradict"),
        (&["--shard", "auto"], "--shards N"),
        (&["--shard", "x"], "write I/N"),
    ] {
        let arguments = [&["sweep", "../../../../scenarios/sweeps/threshold-and-staff.toml"], more];
        let said = ringback_in(&folder(), &arguments.concat());
        assert_eq!(said.code, 2, "{more:?}");
        assert!(said.errors.contains(expected), "{more:?}: {}", said.errors);
    }
}
