//! `ringback report`: saved results give the same report again; wrong ones are refused in words.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{Said, empty_folder, files_below, ringback, ringback_in};

const SUPPORT_LINE: &str = "scenarios/support-line.toml";

/// A short run's report in a folder of this name.
fn saved(name: &str, more: &[&str]) -> std::path::PathBuf {
    let folder = empty_folder(name);
    let out = folder.display().to_string();
    let short = ["--replications", "4", "--quiet", "--out", &out];
    let said = ringback(&[&["run", SUPPORT_LINE][..], &short, more].concat());
    assert_eq!(said.code, 0, "{}", said.errors);
    folder
}

fn report(arguments: &[&str]) -> Said {
    ringback(&[&["report"], arguments].concat())
}

#[test]
fn saved_results_give_every_file_again_byte_for_byte() {
    let more = ["--set", "run.seed=9", "--set", "queue.support.max_waiting=90"];
    let first = saved("saved", &more);
    let again = empty_folder("rendered again");
    let (from, out) = (first.display().to_string(), again.display().to_string());
    let said = report(&[&from, "--out", &out]);
    assert_eq!(said.code, 0, "{}", said.errors);
    let (first, again) = (files_below(&first), files_below(&again));
    assert_eq!(first.len(), again.len());
    for (first, again) in first.iter().zip(&again) {
        assert!(first == again, "{} differs from {}", first.0, again.0);
    }
    let json = report(&[&from, "--no-report", "--format", "json"]);
    let written = first.iter().find(|file| file.0 == "results.json").unwrap();
    assert_eq!(json.output.as_bytes(), written.1);
}

#[test]
fn several_runs_stand_side_by_side_and_equal_ones_do_not_differ() {
    let (a, b) = (saved("monday", &[]), saved("more staff", &["--set", "run.seed=4"]));
    let out = empty_folder("beside");
    let names = [&a, &b, &a, &out].map(|folder| folder.display().to_string());
    let said = report(&[
        &names[0],
        &names[1],
        &names[2],
        "--compare",
        "--out",
        &names[3],
        "--format",
        "json",
    ]);
    assert_eq!(said.code, 0, "{}", said.errors);
    let document: Value = serde_json::from_str(&said.output).unwrap();
    let variants: Vec<&str> = (document["variants"].as_array().unwrap().iter())
        .map(|variant| variant["name"].as_str().unwrap())
        .collect();
    let expected = ["monday: hold", "monday: callback", "more staff: hold", "more staff: callback"];
    assert_eq!(variants[..4], expected);
    let all = document["comparisons"].as_array().unwrap();
    let between = |from: &str, to: &str| {
        let found = all.iter().find(|pair| pair["from"] == from && pair["to"] == to);
        found.unwrap_or_else(|| panic!("{to} is not compared with {from}"))
    };
    let same = between("monday: hold", "monday 2: hold");
    assert_eq!(same["metrics"]["asa"]["difference"], 0.0);
    assert_eq!(same["metrics"]["asa"]["verdict"], "none");
    let other = between("monday: hold", "more staff: hold");
    assert!(other["metrics"]["asa"]["half_width"].as_f64().unwrap() > 0.0);
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("more staff: callback"));
    assert!(!out.join("results.json").exists(), "side by side is no run");
}

#[test]
fn a_title_and_a_logo_of_ones_own_stand_on_the_page() {
    let folder = saved("titled", &[]);
    let logo = folder.join("logo.svg");
    fs::write(&logo, "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
        .unwrap();
    let names = [&folder, &logo].map(|path| path.display().to_string());
    let said = report(&[&names[0], "--title", "Trial <March>", "--logo", &names[1]]);
    assert_eq!(said.code, 0, "{}", said.errors);
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page.contains("<h1>Trial &lt;March&gt;</h1>"));
    assert!(page.contains("<img class=\"logo\" src=\"data:image/svg+xml;base64,PHN2Zy"));
    assert!(!page.contains("alert(1)"));
}

/// What is said of a document that differs from a saved one.
fn refused(folder: &Path, text: &str) -> String {
    fs::write(folder.join("wrong.json"), text).unwrap();
    let said = ringback_in(folder, &["report", "wrong.json", "--out", "never"]);
    assert_eq!(said.code, 2, "{}", said.output);
    assert!(said.output.is_empty() && !folder.join("never").exists());
    said.errors
}

#[test]
fn what_is_no_saved_result_is_refused_with_the_place() {
    let folder = saved("refused", &[]);
    let text = fs::read_to_string(folder.join("results.json")).unwrap();
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut document: Value = serde_json::from_str(&text).unwrap();
        change(&mut document);
        refused(&folder, &document.to_string())
    };
    let mut said = vec![
        refused(&folder, ""),
        refused(&folder, "{\n  \"schema\": \"ringback.run/1\",\n"),
        refused(&folder, "{\"schema\": \"ringback.sweep/1\"}"),
        refused(&folder, "[1, 2]"),
    ];
    said.push(changed(&|d| d["variants"][0]["metrics"]["asa"]["mean"] = "soon".into()));
    said.push(changed(&|d| d["variants"][1]["metrics"]["asap"] = Value::Null));
    said.push(changed(&|d| d["variants"][0]["note"] = "by hand".into()));
    said.push(changed(&|d| d["manifest"]["interval_s"] = 900.into()));
    said.push(changed(&|d| d["manifest"]["time_zone"] = "Mars/Olympus".into()));
    said.push(changed(&|d| d["comparisons"][0]["metrics"]["asa"]["verdict"] = "great".into()));
    said.push(changed(&|d| d["report"] = Value::Null));
    said.push(report(&["nowhere.json"]).errors);
    insta::assert_snapshot!(said.concat());
}

/// The texts that stand between the tags of a page.
fn texts(page: &str) -> Vec<String> {
    let body = page.split("<script>").next().unwrap_or_default();
    let body = body.split("</style>").nth(1).unwrap_or_default();
    let pieces = body.split('<').filter_map(|piece| piece.split_once('>'));
    pieces.map(|(_, text)| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

#[test]
fn a_polish_page_has_no_english_sentence_left() {
    let folder = empty_folder("polish");
    let out = folder.display().to_string();
    for scenario in ["scenarios/support-line.toml", "scenarios/closing-time.toml"] {
        let short = ["--replications", "4", "--lang", "pl", "--quiet", "--out", &out];
        let said = ringback(&[&["run", scenario][..], &short].concat());
        assert_eq!(said.code, 0, "{}", said.errors);
        is_polish(&fs::read_to_string(folder.join("report.html")).unwrap());
    }
}

/// No English sentence stands on a page but the scenario's own words.
fn is_polish(page: &str) {
    assert!(page.contains("<html lang=\"pl\">"));
    let own = ["What would direct", "What becomes of", "How many agents", "Staffing of a day"];
    let words = [
        " the ",
        " of ",
        " and ",
        " with ",
        " waited",
        " calls",
        " by ",
        " at ",
        " least",
        " agents",
        "required",
        "scheduled",
        " points",
        " each",
    ];
    for text in texts(page).iter().filter(|text| !own.iter().any(|own| text.starts_with(own))) {
        let stamp = text.contains("T00:00:00") || text.contains("T08:00:00");
        let left = words.iter().find(|word| text.contains(**word) && !stamp);
        assert_eq!(left, None, "{text}");
    }
}

#[test]
fn polish_pages_of_a_plan_and_a_sweep_have_no_english_sentence_left() {
    let folder = empty_folder("polish-plan");
    let out = folder.display().to_string();
    let sweep = "scenarios/sweeps/threshold-and-staff.toml";
    for (command, file, page) in
        [("plan", "scenarios/staffing-day.toml", "plan.html"), ("sweep", sweep, "report.html")]
    {
        let short = ["--replications", "4", "--lang", "pl", "--quiet", "--out", &out];
        let said = ringback(&[&[command, file][..], &short].concat());
        assert_eq!(said.code, 0, "{}", said.errors);
        is_polish(&fs::read_to_string(folder.join(page)).unwrap());
        for word in [" the ", " of ", " agents ", " calls "] {
            let output = said.output.replace("Staffing of a day", "");
            assert!(!output.contains(word), "{word}: {output}");
        }
    }
}

#[test]
fn a_long_period_is_saved_with_its_main_interval_numbers_and_renders_the_same_page_again() {
    let folder = empty_folder("long");
    fs::write(
        folder.join("long.toml"),
        "[scenario]\nname = \"Long\"\nduration = \"40d\"\ninterval = \"15m\"\n\
         [run]\nreplications = 3\n\
         [call_type.a]\nroute = \"a\"\narrivals = { poisson = { per_hour = 6 } }\n\
         handle_time = \"5m\"\npatience = \"3m\"\n\
         [agent_group.a]\nqueues = [\"a\"]\nstaff = 1\n[queue.a]\n",
    )
    .unwrap();
    let said = ringback_in(&folder, &["run", "long.toml", "--quiet", "--out", "first"]);
    assert_eq!(said.code, 0, "{}", said.errors);
    let text = fs::read_to_string(folder.join("first/results.json")).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let variant = &document["variants"][0];
    assert_eq!(variant["days"].as_array().unwrap().len(), 40);
    let intervals = variant["intervals"].as_array().unwrap();
    assert_eq!(intervals.len(), 40 * 96);
    for metric in ["offered", "answered", "abandonment_rate", "service_level", "occupancy"] {
        assert!(intervals[95]["metrics"][metric]["mean"].is_number(), "{metric}");
    }
    assert_eq!(variant["intervals_in"], "intervals.parquet");
    assert_eq!(variant["queues"]["a"]["intervals"], Value::Array(Vec::new()));
    let rows = fs::read_to_string(folder.join("first/intervals.csv")).unwrap();
    let starts = |line: &&str| line.starts_with("base,center,") && line.contains(",offered,");
    assert_eq!(rows.lines().filter(starts).count(), 40 * 96);
    let said = ringback_in(&folder, &["report", "first", "--quiet", "--out", "again"]);
    assert_eq!(said.code, 0, "{}", said.errors);
    let (first, again) = (files_below(&folder.join("first")), files_below(&folder.join("again")));
    assert!(!again.iter().any(|file| file.0.starts_with("intervals.")));
    for again in again {
        let first = first.iter().find(|file| file.0 == again.0);
        // The workbook's long table has days in both.
        assert!(first == Some(&again), "{} differs", again.0);
    }
}

#[test]
fn the_example_report_is_whole_small_and_shown_by_the_readme() {
    let example = crate::program::project().join("reports/example");
    let page = fs::read_to_string(example.join("report.html")).unwrap();
    let chart = fs::read_to_string(example.join("charts/02-service-level.svg")).unwrap();
    let bytes = page.len() + chart.len();
    assert!((50_000..1 << 20).contains(&bytes), "{bytes} bytes");
    assert!(page.ends_with("</html>\n") && page.contains("Support line"));
    let readme = fs::read_to_string(crate::program::project().join("README.md")).unwrap();
    for shown in ["reports/example/report.html", "](reports/example/charts/"] {
        assert!(readme.contains(shown), "{shown}");
    }
}
