//! `ringback run` from end to end: what it prints, what it writes, and that it repeats itself.

use ringback::experiment::{ByTime, VariantResults, Watch, run_watched};
use ringback::scenario::study_from_text;
use serde_json::Value;

use crate::program::{empty_folder, files_below, project, ringback};

const SUPPORT_LINE: &str = "scenarios/support-line.toml";

fn json(arguments: &[&str]) -> Value {
    let common = ["run", "--no-report", "--quiet", "--format", "json", "--replications", "10"];
    let said = ringback(&[&common[..], arguments].concat());
    assert_eq!(said.code, 0, "{}", said.errors);
    assert!(said.errors.is_empty(), "{}", said.errors);
    serde_json::from_str(&said.output).unwrap()
}

#[test]
fn the_same_bytes_come_out_on_1_2_and_8_threads() {
    for scenario in [SUPPORT_LINE, "scenarios/morning-peak.toml"] {
        let outputs = ["1", "2", "8"].map(|threads| {
            let arguments = ["run", scenario, "--replications", "12", "--no-report"];
            let more = ["--quiet", "--format", "json", "--threads", threads];
            ringback(&[&arguments[..], &more].concat()).output
        });
        assert!(outputs[0].len() > 10_000);
        assert!(outputs.iter().all(|output| *output == outputs[0]), "{scenario}");
    }
}

#[test]
fn a_second_run_replaces_the_report_by_the_same_bytes() {
    let folder = empty_folder("twice");
    let out = folder.display().to_string();
    let short = ["--replications", "5", "--quiet", "--out", &out];
    let arguments = [&["run", SUPPORT_LINE][..], &short].concat();
    assert_eq!(ringback(&arguments).code, 0);
    let first = files_below(&folder);
    std::fs::create_dir_all(folder.join("charts")).unwrap();
    std::fs::write(folder.join("charts/77-stale.svg"), "of an older version").unwrap();
    assert_eq!(ringback(&arguments).code, 0);
    let second = files_below(&folder);
    let names = |files: &[(String, Vec<u8>)]| -> Vec<String> {
        files.iter().map(|file| file.0.clone()).collect()
    };
    assert_eq!(names(&first), names(&second));
    for (first, second) in first.iter().zip(&second) {
        assert!(first == second, "{} differs", first.0);
    }
}

#[test]
fn a_run_writes_every_file_of_the_contract_and_no_other() {
    let folder = empty_folder("files");
    let out = folder.display().to_string();
    let short = ["--replications", "5", "--quiet", "--out", &out];
    assert_eq!(ringback(&[&["run", SUPPORT_LINE][..], &short].concat()).code, 0);
    let names: Vec<String> = files_below(&folder).into_iter().map(|file| file.0).collect();
    insta::assert_snapshot!(names.join("\n"));
}

#[test]
fn results_json_has_the_keys_of_the_contract() {
    let results = json(&[SUPPORT_LINE]);
    assert_eq!(results["schema"], "ringback.run/1");
    let manifest = &results["manifest"];
    for key in [
        "ringback",
        "scenario",
        "scenario_sha256",
        "data_sha256",
        "seed",
        "replications",
        "confidence",
        "time_zone",
        "interval_s",
        "assumed",
    ] {
        assert!(!manifest[key].is_null(), "manifest.{key}");
    }
    assert_eq!(manifest["replications"], 10);
    assert_eq!(manifest["interval_s"], 1_800);
    let variants = results["variants"].as_array().unwrap();
    let names: Vec<_> = variants.iter().map(|variant| variant["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["hold", "callback"]);
    for variant in variants {
        assert_eq!(variant["digest"].as_str().unwrap().len(), 32);
        for key in ["mean", "half_width", "p10", "p90", "min", "max"] {
            assert!(variant["metrics"]["service_level"][key].is_number(), "{key}");
        }
        let queue = &variant["queues"]["support"];
        assert_eq!(queue["service_level_definition"], "all_offered");
        assert_eq!(queue["within_s"], 20);
        assert_eq!(queue["intervals"].as_array().unwrap().len(), 20);
        assert_eq!(queue["days"].as_array().unwrap().len(), 1);
        assert_eq!(variant["agent_groups"]["team"]["intervals"].as_array().unwrap().len(), 20);
        assert_eq!(variant["call_types"]["support"]["intervals"].as_array().unwrap().len(), 20);
        let first = &variant["intervals"][0];
        assert_eq!(first["start"], "2026-03-02T08:00:00+01:00");
        assert!(first["metrics"]["abandonment_rate"]["mean"].is_number());
        assert!(variant["warnings"].is_array());
    }
    let comparison = &results["comparisons"][0];
    assert_eq!((&comparison["from"], &comparison["to"]), (&"hold".into(), &"callback".into()));
    for key in ["difference", "half_width", "verdict"] {
        assert!(!comparison["metrics"]["abandonment_rate"][key].is_null(), "{key}");
    }
}

#[test]
fn one_replication_has_no_half_width() {
    let arguments = ["run", SUPPORT_LINE, "--no-report", "--quiet", "--format", "json"];
    let said = ringback(&[&arguments[..], &["--replications", "1"]].concat());
    let results: Value = serde_json::from_str(&said.output).unwrap();
    let level = &results["variants"][0]["metrics"]["service_level"];
    assert!(level["mean"].is_number() && level["half_width"].is_null());
}

#[test]
fn nothing_of_clock_host_or_threads_stands_in_the_results() {
    let text = json(&[SUPPORT_LINE]).to_string();
    for word in ["elapsed", "threads", "host", "seconds_run", "calls_per_second"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn the_terminal_shows_a_day_within_25_lines_of_104_columns() {
    let said = ringback(&["run", SUPPORT_LINE, "--quiet", "--no-report"]);
    assert_eq!(said.code, 0);
    for line in said.output.lines() {
        assert!(line.chars().count() <= 104, "{line}");
    }
    let lines = said.output.lines().count();
    assert!(lines <= 25, "{lines} lines\n{}", said.output);
    let reached = said.output.find("Reached an agent").unwrap();
    assert!(reached < said.output.find("Service level, <=").unwrap());
    insta::assert_snapshot!(said.output);
}

#[test]
fn where_there_are_several_queues_each_is_told_on_the_terminal_and_in_tables() {
    let two = ["run", "scenarios/two-skills.toml", "--no-report", "--quiet", "--replications", "5"];
    let said = |format: &str| ringback(&[&two[..], &["--format", format]].concat()).output;
    let results: Value = serde_json::from_str(&said("json")).unwrap();
    let level = |variant: usize| {
        let of_queue = &results["variants"][variant]["queues"]["vip"];
        of_queue["metrics"]["service_level"]["mean"].as_f64().unwrap()
    };
    let table = said("table");
    assert!(table.lines().count() <= 25, "{table}");
    let words = format!("vip (<= 15 s) {:.1} % -> {:.1} %.", 100.0 * level(0), 100.0 * level(1));
    assert!(table.contains(&words), "{words}\n{table}");
    let row = format!("\nqueue.vip.service_level,{},{},,,\n", level(0), level(1));
    assert!(said("csv").contains(&row), "{row}");
    assert!(said("markdown").contains("\n| queue.vip.service_level | 0."));

    // Of five the worst three.
    let skills = "benches/scenarios/skills.toml";
    let five = ringback(&["run", skills, "--no-report", "--quiet", "--replications", "2"]).output;
    assert!(five.contains("lowest 3 of 5 queues: billing (<= 20 s) "), "{five}");
}

#[test]
fn a_callback_rule_that_no_caller_hears_of_is_said_with_how_near_it_came() {
    let arguments = ["run", SUPPORT_LINE, "--no-report", "--replications", "5"];
    let warned = |rule: &str| {
        let rule = format!("queue.support.overflow.0.when={rule}");
        let said = ringback(&[&arguments[..], &["--set", &rule]].concat());
        assert_eq!(said.code, 0, "{}", said.errors);
        let line = said.errors.lines().find(|line| line.contains("no caller heard"));
        line.map(str::to_owned)
    };
    assert_eq!(warned("{ waiting_calls = 8 }"), None);
    let found = warned("{ waiting_calls = 900 }").unwrap();
    let start = "warning: callback: Queue \"support\": no caller heard a callback offer. Its rule asks \
                 for waiting_calls = 900, and the first offer comes 30s later; the longest answered";
    assert!(found.starts_with(start) && found.contains(" waited at once"), "{found}");
    let found = warned("{ average_wait = \"2h\" }").unwrap();
    assert!(found.contains("average_wait = \"7200s\"") && !found.contains("at once"), "{found}");
}

#[test]
fn speed_and_warnings_go_to_standard_error_alone() {
    let arguments = ["run", SUPPORT_LINE, "--no-report", "--format", "json"];
    let said = ringback(&[&arguments[..], &["--replications", "5"]].concat());
    assert!(said.errors.contains("calls per second"));
    assert!(said.errors.contains("warning: hold: The recorded calls arrive alike"));
    assert!(serde_json::from_str::<Value>(&said.output).is_ok());
}

#[test]
fn csv_and_markdown_hold_the_same_comparison() {
    let arguments = ["run", SUPPORT_LINE, "--no-report", "--quiet", "--replications", "5"];
    let csv = ringback(&[&arguments[..], &["--format", "csv"]].concat()).output;
    let markdown = ringback(&[&arguments[..], &["--format", "markdown"]].concat()).output;
    assert!(csv.lines().next().unwrap().contains("metric"), "{csv}");
    let columns = csv.lines().next().unwrap().split(',').count();
    assert!(csv.lines().all(|line| line.split(',').count() == columns));
    assert!(csv.lines().any(|line| line.contains("abandonment_rate")));
    assert!(markdown.starts_with('|') || markdown.starts_with('#') || markdown.starts_with("**"));
    assert!(markdown.contains("|---|---:|"), "{markdown}");
}

#[test]
fn without_a_report_standard_output_says_the_same() {
    let out = empty_folder("said").display().to_string();
    for format in ["table", "csv", "markdown", "json"] {
        let short = ["run", SUPPORT_LINE, "--replications", "6", "--quiet", "--format", format];
        let with = ringback(&[&short[..], &["--out", &out]].concat());
        let without = ringback(&[&short[..], &["--no-report"]].concat());
        assert_eq!((with.code, without.code), (0, 0));
        let details = format!(" Details: {out}/report.html");
        assert_eq!(with.output.contains(&details), format == "table");
        assert_eq!(with.output.replace(&details, ""), without.output, "{format}");
    }
}

#[test]
fn what_only_files_show_by_time_may_be_left_out() {
    let mut study = study_from_text(include_str!("../../benches/scenarios/skills.toml")).unwrap();
    study.run.replications = 2;
    let watch = Watch { done: &|_| (), look: &|_| () };
    let [all, center] = [ByTime::All, ByTime::Center]
        .map(|by_time| run_watched(&study, 1, by_time, &watch).unwrap().results.variants);
    for (all, center) in all.iter().zip(&center) {
        let center_of = |variant: &VariantResults| {
            let VariantResults { digest, metrics, intervals, days, .. } = variant;
            format!("{digest:?} {metrics:?} {intervals:?} {days:?}")
        };
        assert_eq!(center_of(center), center_of(all));
        assert!(center.queues.iter().all(|queue| queue.intervals.is_empty()));
        assert!(center.agent_groups.iter().all(|group| group.days.is_empty()));
        assert!(all.call_types.iter().all(|call_type| !call_type.intervals.is_empty()));
    }
}

#[test]
fn names_that_are_markup_stay_text_in_every_output() {
    let folder = empty_folder("markup");
    let out = folder.display().to_string();
    let text = std::fs::read_to_string(project().join("scenarios/erlang-a.toml")).unwrap();
    let name = r#"<script>alert(1)</script> & "zażółć" 'x'"#;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = lines.iter().position(|line| line.starts_with("name =")).unwrap();
    lines[at] = format!("name = '''{name}'''");
    std::fs::write(folder.join("markup.toml"), lines.join("\n")).unwrap();
    let path = folder.join("markup.toml").display().to_string();
    let said = ringback(&["run", &path, "--replications", "2", "--quiet", "--out", &out]);
    assert_eq!(said.code, 0, "{}", said.errors);
    for (file, bytes) in files_below(&folder) {
        if file.ends_with(".html") || file.ends_with(".svg") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains("<script>alert"), "{file}");
        }
    }
    let page = std::fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp;"));
    assert!(page.contains("zażółć"));
}

#[test]
fn the_page_is_one_file_that_fetches_nothing_and_defines_its_numbers() {
    let folder = empty_folder("page");
    let out = folder.display().to_string();
    let short = ["--replications", "5", "--quiet", "--out", &out];
    assert_eq!(ringback(&[&["run", SUPPORT_LINE][..], &short].concat()).code, 0);
    let page = std::fs::read_to_string(folder.join("report.html")).unwrap();
    assert_eq!(page.matches("<script").count(), 1, "its own, admitted by its hash");
    assert!(page.contains("script-src 'sha256-"));
    for outside in ["src=\"http", "href=\"http", "url(http", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("<svg").count(), page.matches("</svg>").count());
    for words in [
        "Support line",
        "2026-03-02",
        "support-line-2026-03-02.csv",
        "answered in time / (answered + abandoned)",
        "ringback run scenarios/support-line.toml",
        "recorded",
    ] {
        assert!(page.contains(words), "the page lacks {words:?}");
    }
}

#[test]
fn every_chart_is_an_svg_and_a_png_of_the_same_name_with_words_on_its_axes() {
    let folder = empty_folder("charts");
    let out = folder.display().to_string();
    let short = ["--replications", "5", "--quiet", "--out", &out];
    assert_eq!(ringback(&[&["run", SUPPORT_LINE][..], &short].concat()).code, 0);
    let files = files_below(&folder.join("charts"));
    let charts = files.iter().filter(|file| file.0.ends_with(".svg"));
    let mut count = 0;
    for (name, svg) in charts {
        let png = name.replace(".svg", ".png");
        let png = &files.iter().find(|file| file.0 == png).unwrap().1;
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n", "{name}");
        let svg = String::from_utf8(svg.clone()).unwrap();
        assert!(svg.matches("<text").count() >= 5, "{name} has few words");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
        count += 1;
    }
    assert!(count >= 6, "{count} charts");
}

#[test]
fn a_declared_variant_stands_beside_the_automatic_ones_and_is_compared_with_the_first() {
    let folder = empty_folder("declared");
    let text = std::fs::read_to_string(project().join("scenarios/erlang-a.toml")).unwrap();
    let more = "\n[variant.fewer]\nset = { \"agent_group.agents.staff_change\" = -3 }\n";
    let path = folder.join("declared.toml");
    std::fs::write(&path, text + more).unwrap();
    let results = json(&[&path.display().to_string()]);
    let names: Vec<_> = results["variants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|variant| variant["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["base", "fewer"]);
    assert_eq!(results["comparisons"][0]["from"], "base");
    let hours = |at: usize| results["variants"][at]["metrics"]["agent_hours"]["mean"].as_f64();
    assert!(hours(1).unwrap() < hours(0).unwrap());
}
