//! docs/validation.md is what docs/validation.csv and the prose beside this file render to.
//!
//! `.ci/full` runs all proofs with `RINGBACK_RECORD` in the environment, which keeps what they find, and
//! this last of all, which then writes the page instead of comparing it.

use std::fmt::Write as _;

use crate::claims::{COLUMNS, csv, fields, read};

/// Prose with a mark where the tables stand: `{{all}}`, `{{section}}` for each section, and `{{missed}}`
/// for the mutants that no test notices.
fn prose() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/core/validation.md");
    std::fs::read_to_string(path).unwrap()
}

/// A row by the names of its columns.
struct Row<'r>(&'r [String]);

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        &self.0[COLUMNS.iter().position(|name| *name == column).unwrap()]
    }

    /// What rows must have in common to stand in one table.
    fn head(&self) -> [&str; 5] {
        ["source", "asked", "size", "commit", "date"].map(|column| self.get(column))
    }
}

/// The mutants that no test notices, as `tests/mutants/run` keeps them: which, whether it changes a
/// result, and by hand why.
fn missed() -> Vec<[String; 3]> {
    let text = std::fs::read_to_string(csv().with_file_name("mutants.csv")).unwrap();
    text.lines().skip(1).map(|line| fields(line).try_into().unwrap()).collect()
}

/// The page of some rows and missed mutants.
fn page(prose: &str, rows: &[Vec<String>], missed: &[[String; 3]]) -> String {
    let of = |section: &str| -> Vec<Row<'_>> {
        rows.iter().filter(|row| row[0] == section).map(|row| Row(row)).collect()
    };
    let marks = || prose.lines().filter_map(|line| line.strip_prefix("{{")?.strip_suffix("}}"));
    let sections = || marks().filter(|mark| !["all", "missed"].contains(mark));
    let unknown = rows.iter().find(|row| sections().all(|mark| mark != row[0]));
    assert!(unknown.is_none(), "no place for {unknown:?}");
    let mut page = String::new();
    for line in prose.lines() {
        match line.strip_prefix("{{").and_then(|line| line.strip_suffix("}}")) {
            Some("all") => {
                page += "| section | claims | hold | size | commit, date |\n| --- | ---: | ---: | --- | --- |\n";
                for section in sections() {
                    page += &summary(section, &of(section));
                }
            }
            Some("missed") => {
                page += "| missed | changes | why |\n| --- | --- | --- |\n";
                for [mutant, changes, why] in missed {
                    page += &format!("| `{}` | {changes} | {why} |\n", mutant.replace('|', "\\|"));
                }
            }
            Some(section) => page += &tables(&of(section)),
            None => page += &format!("{line}\n"),
        }
    }
    page
}

fn summary(section: &str, rows: &[Row<'_>]) -> String {
    assert!(!rows.is_empty(), "nothing was recorded of {section}");
    let hold = rows.iter().filter(|row| row.get("verdict") == "holds").count();
    let different = |columns: &[&str]| {
        let mut seen: Vec<String> = Vec::new();
        for row in rows {
            let words: Vec<&str> = columns.iter().map(|column| row.get(column)).collect();
            let words = words.join(", ");
            if !seen.contains(&words) {
                seen.push(words);
            }
        }
        seen.join("; ")
    };
    let (sizes, commits) = (different(&["size"]), different(&["commit", "date"]));
    format!("| {section} | {} | {hold} | {sizes} | {commits} |\n", rows.len())
}

/// Tables of rows, each of those that have their source, bound, size, commit and date in common.
fn tables(rows: &[Row<'_>]) -> String {
    let mut heads: Vec<[&str; 5]> = Vec::new();
    for row in rows {
        if !heads.contains(&row.head()) {
            heads.push(row.head());
        }
    }
    let mut text = String::new();
    for head in heads {
        let [source, asked, size, commit, date] = head;
        let _ = write!(
            text,
            "{}Source: {source}. Asked: {asked}. Size: {size}; {commit}, {date}.\n\n\
             | claim | exact | found | 95 % interval | verdict |\n| --- | ---: | ---: | --- | --- |\n",
            if text.is_empty() { "" } else { "\n" }
        );
        for row in rows.iter().filter(|row| row.head() == head) {
            let case = row.get("case");
            let gap = if case.is_empty() { "" } else { ": " };
            let [claim, exact, found, interval, verdict] =
                ["claim", "exact", "found", "interval", "verdict"].map(|column| row.get(column));
            let verdict = match verdict {
                "holds" => "holds".to_owned(),
                other => format!("**{}**", other.to_lowercase()),
            };
            let _ = writeln!(
                text,
                "| {case}{gap}{claim} | {exact} | {found} | {interval} | {verdict} |"
            );
        }
    }
    text
}

#[test]
fn the_page_is_what_the_recorded_rows_render_to_and_no_claim_fails() {
    let rows = read(&csv());
    let path = csv().with_extension("md");
    let made = page(&prose(), &rows, &missed());
    if std::env::var_os("RINGBACK_RECORD").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(
        committed == made,
        "{} is not made of docs/validation.csv: see .ci/full",
        path.display()
    );
    // What is undecided (too few mutants were judged) is shown, not hidden.
    let failed = rows.iter().find(|row| Row(row).get("verdict") == "FAILS");
    assert!(failed.is_none(), "{failed:?}");
}

#[test]
fn rows_of_one_source_and_size_share_a_table_and_what_fails_stands_out() {
    let row = |case: &str, verdict: &str, size: &str| -> Vec<String> {
        let texts =
            ["S", case, "c", "book", "near", "1", "1.1", "1 to 2", verdict, size, "abc", "day"];
        texts.map(str::to_owned).to_vec()
    };
    let rows = [row("a", "holds", "full"), row("", "FAILS", "full"), row("b", "holds", "gate")];
    let missed = [["x.rs: || in f", "nothing", "y"].map(str::to_owned)];
    let made = page("# P\n{{all}}\n\n{{S}}\nend\n{{missed}}", &rows, &missed);
    assert_eq!(
        made,
        "# P\n| section | claims | hold | size | commit, date |\n| --- | ---: | ---: | --- | --- |\n\
         | S | 3 | 2 | full; gate | abc, day |\n\n\
         Source: book. Asked: near. Size: full; abc, day.\n\n\
         | claim | exact | found | 95 % interval | verdict |\n| --- | ---: | ---: | --- | --- |\n\
         | a: c | 1 | 1.1 | 1 to 2 | holds |\n| c | 1 | 1.1 | 1 to 2 | **fails** |\n\n\
         Source: book. Asked: near. Size: gate; abc, day.\n\n\
         | claim | exact | found | 95 % interval | verdict |\n| --- | ---: | ---: | --- | --- |\n\
         | b: c | 1 | 1.1 | 1 to 2 | holds |\nend\n\
         | missed | changes | why |\n| --- | --- | --- |\n| `x.rs: \\|\\| in f` | nothing | y |\n"
    );
}
