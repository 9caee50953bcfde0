//! Notes that GitHub shows beside the lines of a pull request: `::error file=..,line=..::..`.

use crate::check::{Finding, Holds, Judged};
use crate::stats::Verdict;

use super::rows::{self, Line};

/// One command a line. `home` turns a path into one relative to the repository.
#[must_use]
pub fn annotations(all: &[Finding], home: &dyn Fn(&str) -> String) -> String {
    let mut text = String::new();
    for finding in all {
        let file = home(&finding.path);
        match &finding.judged {
            Err(why) => text += &command("error", &file, line_of(why), "wrong input", why),
            Ok(judged) => text += &of_file(judged, &finding.path, &file, home),
        }
    }
    text
}

fn of_file(judged: &Judged, path: &str, file: &str, home: &dyn Fn(&str) -> String) -> String {
    let mut text = String::new();
    for one in judged.expected.iter().filter(|one| one.holds != Holds::Met) {
        let level = if one.holds == Holds::Unmet { "error" } else { "warning" };
        let line = rows::expectation(one);
        let said = format!(
            "{}: {} should be {}, is {} {} {}",
            line.variant, line.what, line.before, line.after, line.change, line.remark
        );
        let (file, number) = (home(&one.expectation.place.0), one.expectation.place.1);
        text +=
            &command(level, &file, number, &format!("expectation {}", line.verdict), said.trim());
    }
    let Some(verdicts) = &judged.verdicts else { return text };
    let of = |wanted: &dyn Fn(&crate::check::Row) -> bool| -> Vec<Line> {
        verdicts.rows.iter().filter(|row| wanted(row)).map(rows::line).collect()
    };
    let worse = of(&|row| row.judgement.verdict == Verdict::Worse);
    let undecided = of(&|row| row.judgement.may_be_worse());
    // Beside the first setting that changed; failing that beside the first line.
    let place = judged.changes.iter().find_map(|change| change.place.clone());
    let (place, number) = place.map_or((file.to_owned(), 1), |(file, line)| (home(&file), line));
    let mut why: Vec<String> =
        judged.changes.iter().map(|change| rows::change(change, path)).collect();
    if let Some(first) = &judged.first_call {
        why.push(format!("first call routed differently: {}", rows::first_call(first)));
    }
    for (level, title, lines) in
        [("error", "regression", worse), ("warning", "cannot judge", undecided)]
    {
        if !lines.is_empty() {
            let mut said: Vec<String> = lines.iter().map(told).collect();
            said.extend(why.iter().cloned());
            text += &command(level, &place, number, title, &said.join("\n"));
        }
    }
    text
}

fn told(line: &Line) -> String {
    let said = format!(
        "{} {}: {} -> {} {} {}",
        line.variant, line.what, line.before, line.after, line.change, line.remark
    );
    format!("{}: {}", line.verdict, said.trim_end())
}

/// The line that a message of a wrong file names: ` --> file:12:3`.
fn line_of(why: &str) -> usize {
    let place = why.split("--> ").nth(1).and_then(|rest| rest.lines().next());
    let number = place.and_then(|place| place.rsplit(':').nth(1)?.parse().ok());
    number.unwrap_or(1)
}

fn command(level: &str, file: &str, line: usize, title: &str, message: &str) -> String {
    format!(
        "::{level} file={},line={line},title={}::{}\n",
        property(file),
        property(&format!("ringback: {title}")),
        data(message.trim_end())
    )
}

/// The message of a command: it ends at a line break, so breaks are escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command: `:` and `,` would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
