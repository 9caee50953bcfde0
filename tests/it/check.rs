//! `ringback check` from end to end: baselines, expectations, exit codes, and what is written.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Said, empty_folder, project, ringback, ringback_in};

/// The center that the planted regressions edit, with few replications.
fn center() -> String {
    let path = project().join("tests/it/regressions/center.toml");
    let text = std::fs::read_to_string(path).unwrap();
    text.replace("replications = 100", "replications = 10")
}

/// Its text without expectations.
fn silent() -> String {
    let text = center();
    text[..text.find("# Gold callers come first").unwrap()].to_owned()
}

/// A folder with the center, without expectations, and its baseline.
fn accepted(name: &str) -> PathBuf {
    let folder = empty_folder(name);
    put(&folder, "center.toml", &silent());
    let said = check(&folder, &["center.toml", "--accept", "--reason", "as planned"]);
    assert_eq!(said.code, 0, "{}", said.errors);
    folder
}

fn put(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

fn edit(folder: &Path, from: &str, to: &str) {
    let text = silent();
    assert!(text.contains(from), "{from}");
    put(folder, "center.toml", &text.replace(from, to));
}

fn check(folder: &Path, arguments: &[&str]) -> Said {
    ringback_in(folder, &[&["check", "--quiet"], arguments].concat())
}

fn json(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let said = check(folder, &[&["--format", "json"], arguments].concat());
    (said.code, serde_json::from_str(&said.output).unwrap_or_else(|_| panic!("{}", said.errors)))
}

#[test]
fn a_baseline_is_small_and_the_same_run_gives_the_same_bytes() {
    let folder = accepted("small_baseline");
    let first = std::fs::read_to_string(folder.join("center.baseline.json")).unwrap();
    let again = ["center.toml", "--accept", "--reason", "as planned", "--threads", "1"];
    assert_eq!(check(&folder, &again).code, 0);
    let second = std::fs::read_to_string(folder.join("center.baseline.json")).unwrap();
    assert!(first == second);
    // 10 replications of two variants: a line each, so 100 stay below 64 KiB.
    let rows: Vec<&str> = first.lines().filter(|line| line.starts_with("[\"")).collect();
    assert_eq!(rows.len(), 20);
    let bytes = first.len() + 9 * rows.iter().map(|row| row.len() + 1).sum::<usize>();
    assert!(bytes < 65_536, "{bytes}");
    for part in ["\"ringback\": \"", "\"seed\": 21", "\"reason\": \"as planned\"", "_sha256\": "] {
        assert!(first.contains(part), "{part}");
    }
    assert!(first.contains("\"queue.service.callback.place = \\\"keep\\\"\","), "{first}");
}

#[test]
fn the_settings_of_a_baseline_mean_the_same_center() {
    use ringback::scenario::{Draft, Files, Options};
    let options = Options { replications: Some(2), ..Options::default() };
    let digests = |draft: &Draft| {
        let study = draft.build(&Files::new()).unwrap();
        let outcome = ringback::experiment::run(&study, 1, &|_| {}).unwrap();
        let digests = outcome.results.variants.iter().map(|variant| variant.digest);
        digests.collect::<Vec<_>>()
    };
    let folder = project().join("scenarios");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let reads_no_file =
            path.extension().is_some_and(|e| e == "toml") && !text.contains("file =");
        if !reads_no_file || !text.contains("[scenario]") {
            continue;
        }
        let draft = Draft::read("a", &text, "", &options).unwrap();
        let again = Draft::read("b", &draft.settings().join("\n"), "", &options).unwrap();
        assert_eq!(digests(&draft), digests(&again), "{}", path.display());
        assert_eq!(draft.settings(), again.settings());
        assert_eq!(again.changes_since(&draft), [], "{}", path.display());
        count += 1;
    }
    assert!(count >= 5, "{count}");
}

#[test]
fn equal_digests_pass_at_once_and_say_so() {
    let folder = accepted("equal");
    let said = check(&folder, &["center.toml", "--threads", "1"]);
    assert_eq!(said.code, 0, "{}", said.output);
    assert!(said.output.contains("every call went as in the baseline"), "{}", said.output);
    let (code, found) = json(&folder, &["."]);
    assert_eq!((code, &found["exit_code"]), (0, &Value::from(0)));
    let rows = found["files"][0]["metrics"].as_array().unwrap();
    assert!(rows.len() > 20 && rows.iter().all(|row| row["verdict"] == "same"));
    assert_eq!(found["files"][0]["baseline"]["identical"], true);
}

#[test]
fn the_terminal_names_what_is_worse_what_was_changed_and_the_first_call() {
    let folder = accepted("terminal");
    edit(&folder, "attempts = 2\nretry_after = \"20m\"\n", "");
    let said = check(&folder, &["center.toml"]);
    assert_eq!(said.code, 1, "{}", said.errors);
    assert!(said.output.lines().count() <= 25, "{}", said.output);
    assert!(said.output.lines().all(|line| line.chars().count() <= 110), "{}", said.output);
    insta::assert_snapshot!(said.output);
}

#[test]
fn expectations_alone_are_met_unmet_or_undecided() {
    let folder = empty_folder("expected");
    let expect = |text: &str| {
        put(&folder, "center.toml", &format!("{}\n[[expect]]\n{text}\n", silent()));
        let (code, found) = json(&folder, &["center.toml"]);
        let list = found["files"][0]["expectations"].as_array().unwrap().clone();
        let verdicts = list.iter().map(|one| one["verdict"].as_str().unwrap().to_owned());
        (code, verdicts.collect::<Vec<_>>().join(" "))
    };
    for (text, code, verdicts) in [
        ("metric = \"lost_rate\"\nat_most = 0.5", 0, "met met"),
        ("metric = \"lost_rate\"\nat_most = 0.01", 1, "unmet unmet"),
        ("metric = \"lost_rate\"\nat_least = 0.01\nvariant = \"hold\"", 0, "met"),
        (
            "metric = \"occupancy\"\nequals = 0.8\ntolerance = 0.1\nagent_group = \"senior\"",
            0,
            "met met",
        ),
        (
            "metric = \"wait_p90\"\nat_most = \"10m\"\nqueue = \"gold\"\nstatistic = \"max\"",
            0,
            "met met",
        ),
        (
            "metric = \"asa\"\nat_most = 0.5\ncall_type = \"gold\"\nfrom = \"08:00\"\nto = \"18:00\"",
            1,
            "unmet unmet",
        ),
        (
            "metric = \"lost_rate\"\nat_most = 0.5\nfrom = \"09:00\"\nto = \"11:00\"\nconfident = true",
            0,
            "met met",
        ),
        ("metric = \"callback_success_rate\"\nat_least = 0.5", 0, "met"),
        ("metric = \"callback_success_rate\"\nvariant = \"hold\"\nat_least = 0.5", 3, "undecided"),
        ("metric = \"wait_p90\"\nbetter_than = \"hold\"", 0, "met"),
        ("metric = \"wait_p90\"\nbetter_than = \"hold\"\nby = \"1m\"", 1, "unmet"),
        ("metric = \"handled_rate\"\nvariant = \"callback\"\nbetter_than = \"hold\"", 1, "unmet"),
    ] {
        assert_eq!(expect(text), (code, verdicts.to_owned()), "{text}");
    }
    // The mean itself as a bound: whatever it is, it lies within its own interval.
    put(
        &folder,
        "center.toml",
        &format!(
            "{}\n[[expect]]\nmetric = \"lost_rate\"\nvariant = \"hold\"\nat_most = 1.0",
            silent()
        ),
    );
    let (_, found) = json(&folder, &["center.toml"]);
    let mean = found["files"][0]["expectations"][0]["found"].as_f64().unwrap();
    let bound = format!("metric = \"lost_rate\"\nvariant = \"hold\"\nat_most = {mean:.5}");
    assert_eq!(expect(&format!("{bound}\nconfident = true")), (3, "undecided".into()));
}

#[test]
fn the_number_of_an_expectation_is_the_number_of_a_run() {
    let folder = empty_folder("same_numbers");
    let text = format!(
        "{}\n[[expect]]\nmetric = \"wait_p90\"\nqueue = \"gold\"\nat_most = 1.0\n",
        silent()
    );
    put(&folder, "center.toml", &text);
    let (_, found) = json(&folder, &["center.toml"]);
    let run =
        ringback_in(&folder, &["run", "center.toml", "--no-report", "--format", "json", "--quiet"]);
    let run: Value = serde_json::from_str(&run.output).unwrap();
    for (position, variant) in ["hold", "callback"].into_iter().enumerate() {
        let expected = &found["files"][0]["expectations"][position];
        assert_eq!(expected["variant"], variant);
        let metric = &run["variants"][position]["queues"]["gold"]["metrics"]["wait_p90"];
        assert_eq!(expected["found"], metric["mean"]);
    }
}

#[test]
fn several_files_end_with_the_worst_of_2_1_3_and_0() {
    let folder = empty_folder("several");
    let below = folder.join("deep/deeper");
    std::fs::create_dir_all(&below).unwrap();
    let with = |expect: &str| format!("{}\n[[expect]]\n{expect}\n", silent());
    let good = with("metric = \"lost_rate\"\nat_most = 0.9");
    let fails = with("metric = \"lost_rate\"\nat_most = 0.001");
    let undecided = with("metric = \"callback_success_rate\"\nvariant = \"hold\"\nat_least = 0.1");
    put(&folder, "a.toml", &good);
    put(&below, "b.toml", &good);
    put(&folder, "neither.toml", &silent());
    put(&folder, "sweep.toml", "[sweep]\nscenario = \"a.toml\"\n");
    let code = || {
        let said = ringback_in(&folder, &["check", "."]);
        (said.code, said.output, said.errors)
    };
    let (found, _, errors) = code();
    assert_eq!(found, 0, "{errors}");
    assert!(errors.contains("not judged: ./neither.toml has no [[expect]]"), "{errors}");
    assert!(!errors.contains("sweep.toml"), "{errors}");
    assert_eq!(check(&folder, &["neither.toml"]).code, 3);
    put(&folder, "c.toml", &undecided);
    assert_eq!(code().0, 3);
    put(&folder, "d.toml", &fails);
    assert_eq!(code().0, 1);
    put(&below, "e.toml", "[scenario]\nname = \"Bad\"\n[[expect]]\nmetric = \"lost_rate\"\n");
    let (found, output, _) = code();
    assert_eq!(found, 2);
    for part in ["WRONG INPUT", "FAILED", "CANNOT JUDGE", "passed", "6 files: "] {
        assert!(output.contains(part) == (part != "6 files: "), "{part}: {output}");
    }
    assert!(output.contains("5 files: 1 with wrong input, 1 failed, 1 cannot be judged, 2 passed"));
    assert!(output.find("WRONG INPUT") < output.find("FAILED"), "{output}");
    assert_eq!(check(&folder, &["nowhere.toml", "a.toml"]).code, 2);
    let empty = empty_folder("nothing_to_judge");
    let said = ringback_in(&empty, &["check", "."]);
    assert_eq!((said.code, said.errors.contains("nothing to judge")), (3, true));
}

#[test]
fn another_seed_is_judged_unpaired_and_says_so() {
    let folder = accepted("seeds");
    let (code, found) = json(&folder, &["center.toml", "--seed", "22"]);
    let file = &found["files"][0];
    assert_ne!(code, 2);
    assert_eq!(file["baseline"]["paired"], false);
    assert!(file["notes"][0].as_str().unwrap().contains("unpaired"), "{file}");
    assert!(file["first_call"].is_null(), "the settings have not changed");
}

#[test]
fn a_baseline_of_another_version_is_judged_by_numbers_and_says_so() {
    let folder = accepted("versions");
    let path = folder.join("center.baseline.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let version = format!("\"ringback\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(text.contains(&version));
    // Other digests, as another engine would have them; the numbers stay.
    let other: String = text
        .replace(&version, "\"ringback\": \"0.0.1\"")
        .lines()
        .map(|line| match line.strip_prefix("[\"") {
            Some(row) => format!("[\"{:016x}{}\n", 7, &row[16..]),
            None => format!("{line}\n"),
        })
        .collect();
    std::fs::write(&path, &other).unwrap();
    let (code, found) = json(&folder, &["center.toml"]);
    assert_eq!(code, 0, "{found}");
    let note = found["files"][0]["notes"][0].as_str().unwrap();
    assert!(note.contains("0.0.1") && note.contains("by numbers"), "{note}");
    edit(&folder, "place = \"keep\"", "place = \"front\"");
    let (code, found) = json(&folder, &["center.toml"]);
    assert_eq!(code, 1);
    assert!(found["files"][0]["first_call"]["first_call"]["who"].is_string(), "{found}");
    // Of the same version, other digests with the same settings mean that the program is another.
    let same = other.replace("\"ringback\": \"0.0.1\"", &version);
    std::fs::write(&path, same).unwrap();
    put(&folder, "center.toml", &silent());
    let (code, found) = json(&folder, &["center.toml"]);
    assert_eq!(code, 0, "{found}");
    let note = found["files"][0]["notes"][0].as_str().unwrap();
    assert!(note.contains("the program itself"), "{note}");
}

#[test]
fn what_the_baseline_has_and_the_run_lacks_is_worse() {
    let folder = accepted("lacking");
    let worse = |from: &str, to: &str, metric: &str| {
        edit(&folder, from, to);
        let (code, found) = json(&folder, &["center.toml"]);
        let rows = found["files"][0]["metrics"].as_array().unwrap().clone();
        let row = rows.iter().find(|row| row["metric"] == metric && row["verdict"] == "worse");
        assert!(code == 1 && row.is_some(), "{metric}: {code} {rows:?}");
    };
    worse(
        "replications = 10",
        "replications = 10\nvariants = \"declared\"\n[variant.other]",
        "variant",
    );
    worse("\"direct_callback\"", "\"end_call\"", "variant");
    worse("waiting_calls = 4", "waiting_calls = 4000", "callback_success_rate");
    let without_gold = silent()
        .replace("route = \"gold\"", "route = \"service\"")
        .replace("\"service\", \"gold\"", "\"service\"")
        .replace("[queue.gold]\npriority = 1", "[variant.callback]\n[variant.hold]\n[queue.spare]");
    put(
        &folder,
        "center.toml",
        &without_gold.replace("queues = [\"service\"]", "queues = [\"service\", \"spare\"]"),
    );
    let (code, found) = json(&folder, &["center.toml"]);
    assert_eq!(code, 1, "{found}");
    let rows = found["files"][0]["metrics"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["metric"] == "queue gold" && row["verdict"] == "worse"));
}

#[test]
fn a_tolerance_of_ones_own_holds() {
    let folder = accepted("tolerances");
    edit(&folder, "attempts = 2\nretry_after = \"20m\"\n", "");
    assert_eq!(check(&folder, &["center.toml"]).code, 1);
    let (_, found) = json(&folder, &["center.toml", "--tolerance", "callback_success_rate=90%"]);
    let rows = found["files"][0]["metrics"].as_array().unwrap();
    let row = rows.iter().find(|row| row["metric"] == "callback_success_rate").unwrap();
    assert_eq!(row["verdict"], "same");
    for wrong in ["callback_success=0.1", "lost_rate=x", "lost_rate"] {
        let said = check(&folder, &["center.toml", "--tolerance", wrong]);
        assert_eq!((said.code, said.errors.contains("error:")), (2, true), "{}", said.errors);
    }
}

#[test]
fn too_few_replications_cannot_judge_and_tell_how_many_would() {
    let folder = empty_folder("few");
    put(&folder, "center.toml", &silent());
    let few = ["center.toml", "--replications", "2"];
    let accept = [&few[..], &["--accept", "--reason", "few"]].concat();
    assert_eq!(check(&folder, &accept).code, 0);
    edit(&folder, "place = \"keep\"", "place = \"tail\"");
    let (code, found) = json(&folder, &few);
    assert_eq!(code, 3, "{found}");
    let rows = found["files"][0]["metrics"].as_array().unwrap();
    let open = rows.iter().find(|row| row["verdict"] == "inconclusive").unwrap();
    assert!(open["more_replications"].as_u64().unwrap() > 0);
}

#[test]
fn a_setting_that_no_call_feels_passes_with_a_note() {
    let folder = accepted("unfelt");
    edit(&folder, "within = \"30s\"", "within = \"60s\"");
    let said = check(&folder, &["center.toml"]);
    assert_eq!(said.code, 0, "{}", said.output);
    for part in ["service_level is measured otherwise", "within 60s, was 30s"] {
        assert!(said.output.contains(part), "{part}: {}", said.output);
    }
}

#[test]
fn accepting_wants_a_reason_and_writes_nothing_when_a_file_is_wrong() {
    let folder = empty_folder("accepting");
    put(&folder, "good.toml", &silent());
    put(&folder, "wrong.toml", "[scenario]\nname = \"Bad\"\n");
    for arguments in [
        &["good.toml", "--accept"][..],
        &["good.toml", "--accept", "--reason", " "],
        &["good.toml", "--reason", "why"],
        &["good.toml", "wrong.toml", "--accept", "--reason", "why"],
        &["--accept", "--reason", "why"],
    ] {
        let said = check(&folder, arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.errors);
        assert!(!folder.join("good.baseline.json").exists(), "{arguments:?}");
    }
    put(&folder, "good.baseline.json", "{\"schema\": \"other\"}");
    let said = check(&folder, &["good.toml"]);
    assert_eq!((said.code, said.output.contains("is no baseline")), (2, true), "{}", said.output);
    assert_eq!(check(&folder, &["good.toml", "--accept", "--reason", "anew"]).code, 0);
    assert_eq!(check(&folder, &["good.toml"]).code, 0);
}

#[test]
fn expectations_of_a_base_hold_for_what_extends_it() {
    let folder = empty_folder("extending");
    put(&folder, "base.toml", &center());
    put(
        &folder,
        "more.toml",
        "extends = \"base.toml\"\n[scenario]\nname = \"More\"\n[agent_group.senior]\nstaff_change = 1\n\n[[expect]]\nmetric = \"lost_rate\"\nat_most = 0.001\n",
    );
    let (code, found) = json(&folder, &["more.toml"]);
    assert_eq!(code, 1);
    let list = found["files"][0]["expectations"].as_array().unwrap();
    let files: Vec<&str> = list.iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert!(files.contains(&"base.toml") && files.contains(&"more.toml"), "{files:?}");
    assert_eq!(list.iter().filter(|one| one["verdict"] == "unmet").count(), 2);
}

#[test]
fn github_is_told_beside_the_lines_and_nothing_breaks_out_of_a_command() {
    let folder = accepted("annotated");
    let text = silent().replace("place = \"keep\"", "place = \"front\"");
    put(
        &folder,
        "center.toml",
        &format!("{text}\n[[expect]]\nmetric = \"lost_rate\"\nat_most = 0.001\n"),
    );
    let odd = "a,b: 100%.toml";
    put(&folder, odd, "[scenario]\nname = 7\n");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_ringback"))
        .current_dir(&folder)
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_WORKSPACE", folder.parent().unwrap())
        .args(["check", "center.toml", odd, "--format", "json", "--quiet"])
        .output()
        .unwrap();
    let errors = String::from_utf8(done.stderr).unwrap();
    assert!(
        serde_json::from_slice::<Value>(&done.stdout).is_ok(),
        "standard output is one document"
    );
    let line = text.lines().count() + 2;
    assert!(
        errors.contains(&format!(
            "::error file=annotated/center.toml,line={line},title=ringback%3A expectation unmet::"
        )),
        "{errors}"
    );
    let place = 1 + text.lines().position(|line| line.starts_with("place")).unwrap();
    assert!(
        errors.contains(&format!(
            "::error file=annotated/center.toml,line={place},title=ringback%3A regression::"
        )),
        "{errors}"
    );
    assert!(errors.contains("::error file=annotated/a%2Cb%3A 100%25.toml,line="), "{errors}");
    for line in errors.lines() {
        assert!(line.starts_with("::error ") || line.starts_with("::warning "), "{line}");
    }
    let quiet = check(&folder, &["center.toml"]);
    assert!(!quiet.errors.contains("::error"), "only there");
}

#[test]
fn the_job_summary_and_the_rows_say_the_same() {
    let folder = accepted("summary");
    edit(&folder, "place = \"keep\"", "place = \"front\"");
    let said = check(&folder, &["center.toml", "--markdown", "summary.md", "--format", "csv"]);
    assert_eq!(said.code, 1);
    let summary = std::fs::read_to_string(folder.join("summary.md")).unwrap();
    for part in [
        "## ringback check",
        "| center.toml | ❌ failed |",
        "**worse**",
        "first call routed differently",
    ] {
        assert!(summary.contains(part), "{part}: {summary}");
    }
    let worse = said.output.lines().filter(|line| line.contains(",worse,")).count();
    assert_eq!(worse, summary.matches("| **worse** |").count());
    let columns = said.output.lines().next().unwrap().split(',').count();
    assert!(said.output.lines().all(|line| line.split(',').count() == columns), "{}", said.output);
    let broken = check(&folder, &["center.toml", "--junit", "nowhere/deeper/check.xml"]);
    assert_eq!(broken.code, 4, "{}", broken.errors);
}

#[test]
fn the_help_ends_with_examples_and_names_the_exit_codes() {
    for command in ["check", "diff"] {
        let help = ringback(&[command, "--help"]);
        assert_eq!(help.code, 0);
        assert!(help.output.contains("Examples:") && help.output.contains("xit code"), "{command}");
    }
}

#[test]
fn the_ci_files_run_commands_that_exist_and_need_no_secret() {
    let folder = empty_folder("ci_files");
    std::fs::create_dir_all(folder.join("scenarios")).unwrap();
    put(&folder.join("scenarios"), "center.toml", &center());
    for file in ["github-actions.yml", "gitlab-ci.yml", "README.md"] {
        let text = std::fs::read_to_string(project().join("docs/ci").join(file)).unwrap();
        for word in ["secrets.", "pull_request_target", "TOKEN", "write-all"] {
            assert!(!text.contains(word), "{file} has {word}");
        }
        let command = "ringback check scenarios --junit check.xml --markdown check.md";
        assert!(text.contains(command), "{file}");
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        let said = ringback_in(&folder, &words);
        assert_eq!(said.code, 0, "{}", said.output);
        assert!(folder.join("check.xml").exists() && folder.join("check.md").exists());
    }
    let workflow = project().join("docs/ci/github-actions.yml");
    let workflow = std::fs::read_to_string(workflow).unwrap();
    assert!(workflow.contains("permissions:\n  contents: read\n"));
    assert!(!workflow.contains("${{ github.event"), "nothing of a stranger's is run");
}
