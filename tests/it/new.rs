//! `ringback new`: starters that run as they are, names that become files, nothing overwritten.

use std::path::Path;

use ringback::scenario::STARTERS;

use crate::program::{Said, empty_folder, files_below, ringback_in};

fn names(folder: &Path) -> Vec<String> {
    files_below(folder).into_iter().map(|(name, _)| name).collect()
}

fn new(folder: &Path, arguments: &[&str]) -> Said {
    ringback_in(folder, &[&["new"], arguments].concat())
}

#[test]
fn every_starter_is_valid_and_runs_as_it_is_with_its_balance() {
    for starter in STARTERS {
        let folder = empty_folder(&format!("starter-{}", starter.kind));
        let said = new(&folder, &["my-center", "--kind", starter.kind]);
        assert_eq!(said.code, 0, "{}: {}", starter.kind, said.errors);
        assert!(said.output.starts_with("Wrote my-center.toml"), "{}", said.output);
        let text = std::fs::read_to_string(folder.join("my-center.toml")).unwrap();
        assert!(text.starts_with("#:schema scenario.schema.json\n# "), "{text}");
        // What it says to do next can be done.
        let next: Vec<Vec<&str>> = said
            .output
            .lines()
            .filter_map(|line| line.trim().strip_prefix("ringback "))
            .map(|line| line.split("   ").next().unwrap().split(' ').collect())
            .collect();
        assert_eq!(next.len(), 3, "{}", said.output);
        for command in next {
            let said = ringback_in(&folder, &command);
            assert_eq!(said.code, 0, "{command:?}: {}", said.errors);
            // That a single recorded day knows nothing of others is said rightly, and so is what
            // many comparisons bring by chance, rests on few events, is skewed, or was left at the
            // end.
            let known =
                ["may be chance", "rest on so few events", "are skewed", "were unfinished when"];
            let warned = |line: &&str| {
                line.starts_with("warning: ") && known.iter().all(|words| !line.contains(words))
            };
            let warned = said.errors.lines().filter(warned).count();
            assert!(warned == 0 || starter.kind == "recorded", "{command:?}: {}", said.errors);
            if command[0] == "run" {
                assert!(said.output.contains("Balance holds on all"), "{}", said.output);
                assert!(said.output.contains("called back, connected"), "{}", said.output);
            }
        }
        // So can what its own comments say.
        let shown = text.lines().filter_map(|line| line.strip_prefix("#   ringback "));
        let mut commands = 0;
        for command in shown {
            let words: Vec<&str> = command.split_whitespace().collect();
            let said = ringback_in(&folder, &words);
            assert_eq!(said.code, 0, "{command}: {}", said.errors);
            commands += 1;
        }
        assert!(commands >= 2, "{text}");
    }
}

#[test]
fn the_first_starter_is_the_default() {
    let folder = empty_folder("starter-default");
    assert_eq!(new(&folder, &["one"]).code, 0);
    assert_eq!(new(&folder, &["two", "--kind", STARTERS[0].kind]).code, 0);
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(text("one.toml").replace("one", "two"), text("two.toml").replace("one", "two"));
}

#[test]
fn a_name_becomes_a_file_name_and_stays_the_name_in_the_scenario() {
    for (name, file) in [
        ("Billing \"line\"\n2", "Billing-line-2.toml"),
        ("../up/../../away", "up-away.toml"),
        ("Obs\u{142}uga klienta", "Obs\u{142}uga-klienta.toml"),
        ("CON", "CON-center.toml"),
        ("com1", "com1-center.toml"),
        ("a.b", "a-b.toml"),
    ] {
        let folder = empty_folder("starter-names");
        let said = new(&folder, &[name]);
        assert_eq!(said.code, 0, "{name:?}: {}", said.errors);
        assert_eq!(names(&folder), [file], "{name:?}");
        let arguments = ["validate", file, "--format", "json"];
        let said = ringback_in(&folder, &arguments);
        let document: serde_json::Value = serde_json::from_str(&said.output).unwrap();
        assert_eq!(document["files"][0]["name"], name, "{}", said.output);
    }
}

#[test]
fn a_path_of_a_scenario_file_is_a_name_too() {
    let folder = empty_folder("starter-path");
    assert_eq!(new(&folder, &["scenarios/night.toml", "--kind", "recorded"]).code, 0);
    assert_eq!(names(&folder), ["scenarios/night-calls.csv", "scenarios/night.toml"]);
    assert_eq!(new(&folder, &["day", "--out", "other/folder"]).code, 0);
    assert!(folder.join("other/folder/day.toml").is_file());
}

#[test]
fn a_file_that_is_there_is_not_touched() {
    let folder = empty_folder("starter-taken");
    for (taken, kind) in [("line.toml", "support-line"), ("line-calls.csv", "recorded")] {
        let folder = folder.join(kind);
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join(taken), "mine").unwrap();
        let said = new(&folder, &["line", "--kind", kind]);
        assert_eq!(said.code, 2, "{}", said.errors);
        assert!(said.errors.contains(&format!("{taken} is there already")), "{}", said.errors);
        assert!(said.errors.contains("help: "), "{}", said.errors);
        assert_eq!(files_below(&folder), [(taken.to_owned(), b"mine".to_vec())]);
    }
}

#[test]
fn a_name_without_letters_and_a_kind_that_is_none_are_refused() {
    let folder = empty_folder("starter-refused");
    let said = new(&folder, &["/// "]);
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("holds no letter or digit"), "{}", said.errors);
    let said = new(&folder, &["line", "--kind", "hotline"]);
    assert_eq!(said.code, 2);
    assert!(said.errors.contains("support-line"), "{}", said.errors);
    assert!(names(&folder).is_empty());
}

#[test]
fn a_folder_that_cannot_be_made_ends_with_code_4() {
    let folder = empty_folder("starter-blocked");
    std::fs::write(folder.join("file"), "").unwrap();
    let said = new(&folder, &["line", "--out", "file/below"]);
    assert_eq!(said.code, 4, "{}", said.errors);
}
