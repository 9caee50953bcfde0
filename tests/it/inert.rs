//! Names from hostile files are texts everywhere: page, charts, workbook, CSV, terminal, file names.

use std::fs;
use std::io::{Cursor, Read};

use crate::program::{Said, empty_folder, files_below, ringback_in};

/// What names try: scripts, formulas, entities, terminal codes, paths, other writing directions.
const TRICKS: [&str; 34] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</desc><script>alert(1)</script>",
    "</text><a href='javascript:alert(1)'>x</a>",
    "]]><script>alert(1)</script>",
    "<!-- hidden",
    "--><b>bold</b>",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "javascript:alert(1)",
    "{{7*7}}${7*7}#{7*7}",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://example.com\",\"click\")",
    "=IMPORTXML(CONCAT(\"http://example.com\",A1),\"//a\")",
    "\\t=1+1",
    "\\r=1+1",
    "＝1+1",
    "\\u001B[31mred\\u001B[0m",
    "\\u001B]0;title\\u0007",
    "\\u009B2J",
    "\\u0008\\u0008\\u007F",
    "../../etc/passwd",
    "C:\\\\temp\\\\x",
    "\\u202Egnp.exe",
    "a,b;c\"d\"\\ne",
    "%3Cscript%3E | `*_[x](y)",
];

/// A hundred names: every trick plain and with something before or after it.
fn names() -> Vec<String> {
    let tricks = TRICKS.iter().map(|trick| trick.replace('"', "\\\""));
    let tricks: Vec<String> = tricks.collect();
    let more = tricks.iter().map(|trick| format!("{trick} b"));
    let most = tricks.iter().map(|trick| format!(" {trick}"));
    let all: Vec<String> = tricks.iter().cloned().chain(more).chain(most).collect();
    assert!(all.len() >= 100, "{}", all.len());
    all
}

/// A scenario in which everything that has a name has a hostile one.
fn scenario() -> String {
    let names = names();
    let mut text = format!(
        "[scenario]\nname = \"{}\"\ndescription = \"{}\"\nduration = \"30m\"\ninterval = \"15m\"\n\
         [run]\nreplications = 2\n",
        names[0], names[1]
    );
    for (at, name) in names.iter().enumerate() {
        text += &format!(
            "[queue.\"{name}\"]\noverflow = [{{ name = \"{name}\", when = {{ waiting_calls = 1 }}, \
             action = \"direct_callback\" }}]\n\
             [call_type.\"{name}\"]\nroute = \"{name}\"\narrivals = {{ poisson = {{ per_hour = 20 }} }}\n\
             handle_time = \"2m\"\npatience = \"1m\"\n\
             [agent_group.\"{name}\"]\nqueues = [\"{name}\"]\nstaff = {}\n",
            at % 2
        );
    }
    for name in &names[14..20] {
        text += &format!("[variant.\"{name}\"]\ncallback = false\n");
    }
    text
}

fn run(more: &[&str]) -> (std::path::PathBuf, Said) {
    let folder = empty_folder(&format!("inert{}", more.concat()));
    fs::write(folder.join("hostile.toml"), scenario()).unwrap();
    let arguments = [&["run", "hostile.toml", "--out", "out"], more].concat();
    let said = ringback_in(&folder, &arguments);
    assert_eq!(said.code, 0, "{}", said.errors);
    (folder, said)
}

/// Names of the tags of a document, closing ones without their slash.
fn tags(text: &str) -> Vec<String> {
    let name = |rest: &str| {
        let rest = rest.trim_start_matches('/');
        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '!').collect::<String>()
    };
    text.split('<').skip(1).map(name).collect()
}

/// The attributes of a document's tags; a quoted value holds no bare bracket.
fn has_handler(text: &str) -> bool {
    text.split('<').skip(1).any(|piece| {
        let tag = piece.split('>').next().unwrap_or_default();
        // Values stand in double quotes: every second piece is outside of them.
        tag.split('"').step_by(2).any(|outside| outside.contains(" on"))
    })
}

#[test]
fn a_hundred_hostile_names_start_no_script_and_no_formula_and_steer_no_terminal() {
    let (folder, said) = run(&[]);
    let files = files_below(&folder.join("out"));
    for (name, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        match name.rsplit('.').next().unwrap() {
            "html" => {
                let own = tags(&text).into_iter().filter(|tag| tag == "script").count();
                assert_eq!(own, 2, "only the page's own script, opened and closed");
                assert!(!tags(&text).iter().any(|tag| tag == "img" || tag == "b"), "{name}");
                let markup = text.split("<script>").next().unwrap();
                assert!(!has_handler(markup), "{name} has a handler");
            }
            "svg" => {
                for tag in tags(&text) {
                    let drawn = ["svg", "title", "desc", "rect", "text", "circle", "polygon"];
                    let drawn = drawn.contains(&tag.as_str())
                        || ["polyline", "line", "path"].contains(&tag.as_str());
                    assert!(drawn, "{name} has <{tag}");
                }
                assert!(!has_handler(&text), "{name} has a handler");
            }
            "csv" => {
                for line in text.lines().skip(1) {
                    let first = line.trim_start_matches('"').chars().next();
                    assert!(!matches!(first, Some('=' | '+' | '@')), "{name}: {line}");
                    assert!(!line.contains(",=") && !line.contains(",\"="), "{name}: {line}");
                }
            }
            _ => {}
        }
        if name.rsplit('.').next() != Some("parquet")
            && !name.ends_with("png")
            && !name.ends_with("xlsx")
        {
            let wild = text.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(wild, None, "{name} has a control character");
        }
    }
    for text in [&said.output, &said.errors] {
        let wild = text.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(wild, None);
    }
    let outside: Vec<String> = (files_below(&folder).into_iter().map(|file| file.0))
        .filter(|name| !name.starts_with("out"))
        .collect();
    assert_eq!(outside, ["hostile.toml"]);
    let known = [
        "report.html",
        "results.json",
        "results.xlsx",
        "intervals.csv",
        "days.csv",
        "intervals.parquet",
    ];
    for (name, _) in &files {
        let chart = name.starts_with("charts") && name.len() < 60 && name.is_ascii();
        assert!(chart || known.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn the_workbook_of_hostile_names_holds_texts_and_no_formula() {
    let (folder, _) = run(&["--quiet"]);
    let bytes = fs::read(folder.join("out/results.xlsx")).unwrap();
    let mut book = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut sheets = 0;
    for at in 0..book.len() {
        let mut part = book.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        assert!(!text.contains("<f>") && !text.contains("<hyperlink"), "{name}");
        assert!(!text.contains('\u{1b}'), "{name}");
        sheets += usize::from(name.starts_with("xl/worksheets/sheet"));
    }
    assert!(sheets >= 4);
}

#[test]
fn what_is_printed_for_machines_steers_no_terminal() {
    for format in ["json", "csv", "markdown"] {
        let (_, said) = run(&["--quiet", "--no-report", "--format", format]);
        let wild = said.output.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(wild, None, "{format}");
        if format == "json" {
            assert!(serde_json::from_str::<serde_json::Value>(&said.output).is_ok());
        }
    }
}
