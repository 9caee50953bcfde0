//! The charts and tables that each design gets.

use std::path::Path;

use super::{GRID, folder_with, must, names, read, run_into};

fn charts(folder: &Path) -> Vec<String> {
    let names = names(&folder.join("charts"), "");
    let stem = |name: &String| name.strip_suffix(".svg").map(|stem| stem[3..].to_owned());
    names.iter().filter_map(stem).collect()
}

/// Every chart as SVG and PNG, words on it, no number that is none, and the page holds it.
fn are_sound(folder: &Path) {
    let page = String::from_utf8(read(folder, "report.html")).unwrap();
    assert_eq!(page.matches("<script").count(), 1, "its own, admitted by its hash");
    assert!(!page.contains("src=\"http"));
    let names = names(&folder.join("charts"), "");
    assert!(!names.is_empty());
    for name in names.iter().filter(|name| name.ends_with(".svg")) {
        let svg = String::from_utf8(read(&folder.join("charts"), name)).unwrap();
        assert!(svg.matches("<text").count() >= 5, "{name}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
        assert!(page.contains(&svg), "{name}");
        assert!(names.contains(&name.replace(".svg", ".png")), "{name}");
    }
}

#[test]
fn a_grid_gets_heat_maps_contours_and_what_it_costs() {
    let (folder, sweep) = folder_with("sweep_grid", GRID);
    let out = folder.join("out");
    let said = must(run_into(&sweep, &out, &[]));
    are_sound(&out);
    assert_eq!(
        charts(&out),
        [
            "service_level",
            "handled_rate",
            "wait_p90",
            "cost",
            "callback_success_rate",
            "contour",
            "trade-off"
        ]
    );
    insta::assert_snapshot!(said.output.replace(&out.display().to_string(), "OUT"));
    let markdown = must(run_into(&sweep, &out, &["--format", "markdown"])).output;
    assert!(markdown.contains("| staff | 1 | 3 | 5 | 7 |\n|---|---:|---:|---:|---:|\n"));
}

#[test]
fn one_axis_gets_lines_with_bands() {
    let sweep = &GRID[..GRID.find("[[sweep.axis]]\nname = \"threshold\"").unwrap()];
    let (folder, sweep) = folder_with("sweep_lines", sweep);
    let out = folder.join("out");
    must(run_into(&sweep, &out, &[]));
    are_sound(&out);
    assert_eq!(charts(&out), ["lines", "trade-off"]);
}

#[test]
fn one_at_a_time_gets_a_tornado_with_the_widest_swing_first() {
    let sweep = GRID
        .replace("replications = 6", "replications = 6\ndesign = \"one_at_a_time\"")
        .replace("step = 2", "step = 3");
    let (folder, sweep) = folder_with("sweep_tornado", &sweep);
    let out = folder.join("out");
    let said = must(run_into(&sweep, &out, &[]));
    are_sound(&out);
    assert!(charts(&out).contains(&"tornado".to_owned()));
    let table = said.output.split("Service level (callback)").nth(1).unwrap();
    assert!(table.find("staff") < table.find("threshold"), "{}", said.output);
}

#[test]
fn sampled_designs_get_main_effects_in_which_staff_leads() {
    for design in ["latin_hypercube", "sobol"] {
        let sweep = format!(
            "[sweep]\nscenario = \"small.toml\"\ndesign = {design:?}\npoints = 32\n\
             replications = 8\nmetrics = [\"service_level\", \"handled_rate\"]\n\
             [[sweep.axis]]\nname = \"staff\"\npath = \"agent_group.team.staff\"\n\
             from = 3\nto = 7\ninteger = true\n\
             [[sweep.axis]]\nname = \"ring\"\npath = \"queue.support.callback.ring\"\n\
             from = \"10s\"\nto = \"40s\"\n\
             [[sweep.axis]]\nname = \"balk\"\npath = \"call_type.support.balk\"\n\
             from = 0.001\nto = 0.1\nlog = true\n"
        );
        let (folder, sweep) = folder_with(&format!("sweep_{design}"), &sweep);
        let out = folder.join("out");
        let said = must(run_into(&sweep, &out, &[]));
        are_sound(&out);
        assert_eq!(charts(&out), ["main-effects"]);
        let rows: Vec<&str> = said.output.lines().collect();
        let first = rows.iter().position(|row| row.contains("Share of variance")).unwrap() + 1;
        assert!(rows[first].trim().starts_with("staff"), "{design}: {}", said.output);
        assert!(rows[first].contains('+'), "{design}: more agents, more service: {}", said.output);
    }
}
