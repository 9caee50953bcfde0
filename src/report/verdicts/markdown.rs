//! What a check found as Markdown, for a job summary or a comment.

use crate::check::{Finding, Holds, Judged};
use crate::stats::Verdict;

use super::rows::{self, Line};

/// All findings: a table of files, then what needs a look.
#[must_use]
pub fn findings_markdown(all: &[Finding]) -> String {
    let mut text = String::from("## ringback check\n\n| scenario | result | |\n|---|---|---|\n");
    for finding in all {
        let counts = finding
            .judged
            .as_ref()
            .map_or_else(|_| "the file or its baseline cannot be read".to_owned(), rows::counts);
        let mark = match finding.exit_code() {
            0 => "✅",
            3 => "⚠️",
            _ => "❌",
        };
        let word = rows::outcome(finding.exit_code()).to_lowercase();
        text += &format!("| {} | {mark} {word} | {} |\n", escaped(&finding.path), escaped(&counts));
    }
    for finding in all.iter().filter(|finding| finding.exit_code() != 0) {
        text += &format!("\n### {}\n\n", escaped(&finding.path));
        match &finding.judged {
            Err(why) => text += &fenced(why),
            Ok(judged) => text += &details(judged, &finding.path),
        }
    }
    text
}

fn details(judged: &Judged, path: &str) -> String {
    let mut text = format!("{}\n\n", escaped(&rows::basis(judged)));
    for note in &judged.notes {
        text += &format!("{}\n\n", escaped(note));
    }
    let open = judged.expected.iter().filter(|one| one.holds != Holds::Met);
    let lines: Vec<Line> = open.map(rows::expectation).collect();
    text += &table(["expectation", "bound", "found"], &lines);
    let rows_of = judged.verdicts.iter().flat_map(|verdicts| &verdicts.rows);
    let open = rows_of.filter(|row| row.judgement.verdict != Verdict::Same);
    let lines: Vec<Line> = open.map(rows::line).collect();
    text += &table(["metric", "before", "now"], &lines);
    for change in &judged.changes {
        text += &format!("- changed: {}\n", escaped(&rows::change(change, path)));
    }
    if let Some(first) = &judged.first_call {
        if let Some(agent) = rows::of_agent(first) {
            text += &format!("- first event that differs: {}\n", escaped(&agent));
        }
        let named = escaped(&rows::first_call(first));
        text += &format!("- first call routed differently: **{named}**\n");
        for (name, words) in rows::sides(first) {
            text += &format!("  - {name}: {}\n", escaped(&words));
        }
        text += &format!("  - knock-on: {}\n", escaped(&rows::knock_on(first)));
    }
    text
}

fn table(titles: [&str; 3], lines: &[Line]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let [what, before, after] = titles;
    let mut text = format!(
        "| | variant | {what} | {before} | {after} | difference | |\n|---|---|---|--:|--:|---|---|\n"
    );
    for line in lines {
        let verdict = match line.verdict {
            "worse" | "unmet" => format!("**{}**", line.verdict),
            verdict => verdict.to_owned(),
        };
        let cells =
            [&line.variant, &line.what, &line.before, &line.after, &line.change, &line.remark];
        let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
        text += &format!("| {verdict} | {} |\n", cells.join(" | "));
    }
    text + "\n"
}

/// A text that Markdown leaves as it is.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '|' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '\\' | '#' | '~' | '@' => {
                format!("\\{c}")
            }
            c if c.is_control() => " ".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

/// A text as a block of code, in a fence that it cannot close.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n", text.trim_end())
}
