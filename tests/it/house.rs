//! The rules of the house, checked on its own source: who may use whom, and who may use which crate.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms by floor, the lowest first. A room uses only rooms on lower floors.
const FLOORS: [&[&str]; 10] = [
    &["ids", "time"],
    &["random", "policy", "observe", "stats", "theory"],
    &["model", "measure"],
    &["engine", "scenario"],
    &["experiment"],
    &["tables", "data"],
    &["trace"],
    &["plan", "sweep", "check", "fit", "selfcheck"],
    &["report", "serve"],
    &["cli"],
];

/// A crate is used behind one door only, so that it can be exchanged there.
const FENCES: [(&str, &[&str]); 15] = [
    ("rand", &["random"]),
    ("rand_distr", &["random"]),
    ("toml", &["scenario", "sweep"]),
    ("jiff", &["scenario"]),
    ("annotate_snippets", &["scenario"]),
    ("strsim", &["scenario"]),
    ("rayon", &["experiment", "report"]),
    ("polars", &["tables", "data"]),
    ("rust_xlsxwriter", &["tables"]),
    ("plotters", &["report"]),
    ("maud", &["report", "serve"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("indicatif", &["cli"]),
    ("signal_hook", &["cli"]),
];

/// What the engine must not hold: shared or hidden state, and an order that changes by run.
const NOT_IN_THE_ENGINE: [&str; 7] =
    ["Rc<", "RefCell", "Mutex", "HashMap", "Box<dyn", "println!", "std::fs"];

/// Lines that a file may have: it holds one idea. (The longest is a table of metrics.)
const MOST_LINES: usize = 600;

#[test]
fn no_room_uses_one_beside_or_above_it() {
    let floor = |name: &str| FLOORS.iter().position(|floor| floor.contains(&name));
    for (path, text) in sources() {
        let Some(here) = room(&path) else { continue };
        let own = floor(&here).unwrap_or_else(|| panic!("{here} has no floor"));
        // Documentation and the tests of a file may point anywhere.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for used in code.split("crate::").skip(1) {
            let used: String =
                used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(other) = floor(&used) else { continue };
            assert!(used == here || other < own, "{}: {here} must not use {used}", path.display());
        }
    }
}

#[test]
fn every_fenced_crate_stays_behind_its_door() {
    for (path, text) in sources() {
        let here = room(&path).unwrap_or_default();
        for (name, doors) in FENCES {
            let used = text.lines().any(|line| {
                let code = line.split("//").next().unwrap_or_default();
                code.contains(&format!("use {name}::"))
                    || code.contains(&format!(" {name}::"))
                    || code.contains(&format!("({name}::"))
            });
            let at_home = doors.contains(&here.as_str());
            assert!(!used || at_home, "{}: {name} belongs in {doors:?}", path.display());
        }
    }
}

#[test]
fn every_file_opens_by_saying_what_it_is_and_holds_one_idea() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} has no opening comment", path.display());
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines", path.display());
    }
}

#[test]
fn the_engine_reads_no_file_prints_nothing_and_hides_no_state() {
    for (path, text) in sources() {
        if room(&path).as_deref() == Some("engine") {
            for word in NOT_IN_THE_ENGINE {
                assert!(!text.contains(word), "{} holds {word}", path.display());
            }
        }
    }
}

#[test]
fn nothing_is_silenced_without_a_reason_or_left_open() {
    for (path, text) in sources() {
        for word in ["#[allow", "#![allow", "todo!", "unimplemented!", "FIXME"] {
            assert!(!text.contains(word), "{} holds {word}", path.display());
        }
    }
}

#[test]
fn main_is_a_story_of_sixty_lines_at_most() {
    let main = fs::read_to_string(folder().join("main.rs")).unwrap();
    assert!(main.lines().count() <= 60);
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All source files with their text.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 40);
    found
}

/// The room of a file; the library's and the program's own files have none.
fn room(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(folder()).unwrap();
    let first = inside.iter().next()?.to_str()?.trim_end_matches(".rs").to_owned();
    (first != "lib" && first != "main").then_some(first)
}
