//! What a check found as JUnit XML, as CI servers show it: a suite per file, a case per verdict.

use std::fmt::Write as _;

use crate::check::{Finding, Holds, Judged};
use crate::stats::Verdict;

use super::rows::{self, Line};

/// What became of a case.
enum Result {
    Passed,
    Failed,
    /// It cannot be judged.
    Skipped,
    /// The file could not be read.
    Broken,
}

struct Case {
    name: String,
    result: Result,
    message: String,
    details: String,
}

/// All findings as one document. It holds no time, so the same findings are the same bytes.
#[must_use]
pub fn junit(all: &[Finding]) -> String {
    let suites: Vec<(&str, Vec<Case>)> =
        all.iter().map(|finding| (finding.path.as_str(), cases(finding))).collect();
    let every = || suites.iter().flat_map(|(_, cases)| cases);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(text, "<testsuites name=\"ringback check\"{} time=\"0\">", counts(every()));
    for (path, cases) in &suites {
        let skipped = cases.iter().filter(|case| matches!(case.result, Result::Skipped)).count();
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\"{} skipped=\"{skipped}\" time=\"0\">",
            escaped(path),
            counts(cases.iter())
        );
        for case in cases {
            element(&mut text, path, case);
        }
        text += "  </testsuite>\n";
    }
    text + "</testsuites>\n"
}

/// ` tests="3" failures="1" errors="0"`.
fn counts<'c>(cases: impl Iterator<Item = &'c Case>) -> String {
    let (mut tests, mut failures, mut errors) = (0, 0, 0);
    for case in cases {
        tests += 1;
        failures += usize::from(matches!(case.result, Result::Failed));
        errors += usize::from(matches!(case.result, Result::Broken));
    }
    format!(" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"")
}

fn element(text: &mut String, path: &str, case: &Case) {
    let class = path.strip_suffix(".toml").unwrap_or(path);
    let _ = write!(
        text,
        "    <testcase name=\"{}\" classname=\"{}\" time=\"0\"",
        escaped(&case.name),
        escaped(class)
    );
    let message = escaped(&case.message);
    let details = escaped(&case.details);
    let _ = match case.result {
        Result::Passed => writeln!(text, "/>"),
        Result::Skipped => {
            writeln!(text, ">\n      <skipped message=\"{message}\"/>\n    </testcase>")
        }
        Result::Failed => writeln!(
            text,
            ">\n      <failure message=\"{message}\" type=\"regression\">{details}</failure>\n    \
             </testcase>"
        ),
        Result::Broken => writeln!(
            text,
            ">\n      <error message=\"{message}\" type=\"input\">{details}</error>\n    </testcase>"
        ),
    };
}

fn cases(finding: &Finding) -> Vec<Case> {
    let judged = match &finding.judged {
        Ok(judged) => judged,
        Err(why) => {
            return vec![Case {
                name: "input".into(),
                result: Result::Broken,
                message: "the file or its baseline cannot be read".into(),
                details: why.clone(),
            }];
        }
    };
    let mut cases: Vec<Case> = judged
        .expected
        .iter()
        .map(|one| {
            let result = match one.holds {
                Holds::Met => Result::Passed,
                Holds::Unmet => Result::Failed,
                Holds::Undecided => Result::Skipped,
            };
            let line = rows::expectation(one);
            let name = format!("{}: {} is {}", line.variant, line.what, line.before);
            let message = format!("{} {} {}", line.after, line.change, line.remark);
            Case { name, result, message: message.trim().to_owned(), details: String::new() }
        })
        .collect();
    for row in judged.verdicts.iter().flat_map(|verdicts| &verdicts.rows) {
        let result = match row.judgement.verdict {
            Verdict::Worse => Result::Failed,
            _ if row.judgement.may_be_worse() => Result::Skipped,
            _ => Result::Passed,
        };
        let line = rows::line(row);
        let details = if matches!(result, Result::Failed) {
            why(judged, &finding.path)
        } else {
            String::new()
        };
        let name = format!("{}: {}", line.variant, row.subject.id());
        cases.push(Case { name, result, message: message(&line), details });
    }
    if cases.is_empty() {
        cases.push(Case {
            name: "nothing to judge".into(),
            result: Result::Skipped,
            message: "neither expectations nor a baseline".into(),
            details: String::new(),
        });
    }
    cases
}

fn message(line: &Line) -> String {
    let numbers = if line.before.is_empty() {
        String::new()
    } else {
        format!("{}, was {} ({}); ", line.after, line.before, line.change)
    };
    format!("{} {}: {numbers}{}", line.what, line.verdict, line.remark)
}

/// What explains a failure: the changed settings and the first call.
fn why(judged: &Judged, path: &str) -> String {
    let mut lines: Vec<String> = judged.notes.clone();
    lines.extend(judged.changes.iter().map(|one| format!("changed: {}", rows::change(one, path))));
    if let Some(first) = &judged.first_call {
        lines.extend(rows::of_agent(first).map(|agent| format!("first event: {agent}")));
        lines.push(format!("first call routed differently: {}", rows::first_call(first)));
        lines
            .extend(rows::sides(first).into_iter().map(|(name, words)| format!("{name}: {words}")));
        lines.push(format!("knock-on: {}", rows::knock_on(first)));
    }
    lines.join("\n")
}

/// A text as XML 1.0 takes it: marks escaped, characters that it forbids replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            c if c.is_control() => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}
