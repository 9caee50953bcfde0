//! The project's own files: the README's commands run, its paths exist, every scenario is whole.

use crate::program::{project, ringback};

fn read(path: &str) -> String {
    std::fs::read_to_string(project().join(path)).unwrap()
}

#[test]
fn every_shipped_scenario_opens_with_its_question_and_runs() {
    let mut count = 0;
    for entry in std::fs::read_dir(project().join("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let first = std::fs::read_to_string(&path).unwrap().lines().next().unwrap().to_owned();
        assert!(first.starts_with("# ") && first.ends_with('?'), "{}: {first}", path.display());
        let path = path.display().to_string();
        let said = ringback(&["run", &path, "--replications", "2", "--no-report", "--quiet"]);
        assert_eq!(said.code, 0, "{path}: {}", said.errors);
        assert!(said.output.contains("Balance holds on all"), "{path}: {}", said.output);
        count += 1;
    }
    assert!(count >= 3);
}

#[test]
fn the_recorded_day_says_that_it_is_synthetic() {
    assert!(read("scenarios/support-line.toml").contains("synthetic"));
    assert!(read("scenarios/data/support-line-model.toml").contains("synthetic"));
}

#[test]
fn the_paths_that_the_documents_name_exist() {
    for document in ["README.md", "CONTRIBUTING.md"] {
        let text = read(document);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("http") && !link.starts_with('#')) {
            assert!(project().join(link).exists(), "{document} links to {link}");
        }
        for word in text.split('`').skip(1).step_by(2) {
            let is_path = ["src/", "tests/", "scenarios/", "docs/", "benches/", ".ci/"]
                .iter()
                .any(|start| word.starts_with(start));
            if is_path && !word.contains([' ', '*', '<', '{']) {
                assert!(project().join(word).exists(), "{document} names {word}");
            }
        }
    }
}

#[test]
fn the_commands_that_the_readme_and_the_help_show_are_understood() {
    let mut shown: Vec<String> = Vec::new();
    for arguments in [&["--help"][..], &["run", "--help"]] {
        let help = ringback(arguments);
        assert_eq!(help.code, 0);
        assert!(help.output.contains("Examples:"), "{arguments:?} ends without examples");
        shown.extend(commands(&help.output));
    }
    shown.extend(commands(&read("README.md")));
    shown.extend(commands(&read("scenarios/support-line.toml").replace("# ", "")));
    assert!(shown.len() >= 8, "{shown:?}");
    for command in shown {
        let words = words(&command);
        let short = ["--replications", "2", "--no-report", "--quiet"];
        let said = ringback(&[&words[..], &short].concat());
        // A command that states its replications or its report itself says so twice.
        let twice = said.errors.contains("cannot be used multiple times");
        assert!(said.code == 0 || twice, "{command}: {}", said.errors);
    }
}

/// The words of a command as a shell takes it; what stands in single quotes is one.
fn words(command: &str) -> Vec<&str> {
    let parts = command.split('\'').enumerate();
    let mut words = Vec::new();
    for (position, part) in parts {
        match position % 2 {
            1 => words.push(part),
            _ => words.extend(part.split_whitespace()),
        }
    }
    words
}

/// The arguments of each `ringback run ...` that stands on a line of its own.
fn commands(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| {
            let line = line.trim();
            line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("ringback "))
        })
        .filter(|line| line.starts_with("run "))
        .map(|line| line.split(['>', '#']).next().unwrap_or_default().trim().to_owned())
        .collect()
}

#[test]
fn the_table_in_the_readme_is_what_the_program_prints() {
    let said = ringback(&["run", "scenarios/support-line.toml", "--no-report", "--quiet"]);
    assert!(read("README.md").contains(said.output.trim_end()), "{}", said.output);
}

/// Lines that the diffs of CONTRIBUTING expect stand in their files, in this order.
#[test]
fn the_diffs_that_contributing_shows_fit_the_code() {
    let text = read("CONTRIBUTING.md");
    let diffs = text.split("```diff").skip(1).map(|diff| diff.split("```").next().unwrap());
    let mut files = 0;
    for diff in diffs {
        for part in diff.split("--- a/").skip(1) {
            let (path, changes) = part.split_once('\n').unwrap();
            let code = read(path);
            let mut rest = code.as_str();
            for line in changes.lines().skip(1).filter(|line| !line.starts_with('+')) {
                let Some(wanted) = line.get(1..).filter(|wanted| !wanted.is_empty()) else {
                    continue;
                };
                let wanted = format!("{wanted}\n");
                let found = rest.find(&wanted).unwrap_or_else(|| panic!("{path}: {wanted}"));
                rest = &rest[found + wanted.len()..];
            }
            files += 1;
        }
    }
    assert_eq!(files, 4);
}
