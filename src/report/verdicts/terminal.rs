//! What a check found, on a terminal: the worst first, as much as fits a screen.

use crate::check::{Finding, Holds, Judged};
use crate::report::terminal::{Paint, WIDTH, left, right};
use crate::report::words::plain;
use crate::stats::Verdict;
use textwrap::core::display_width;

use super::rows::{self, Line};

/// Verdicts shown of one file, and of each of several that need a look.
const MOST_LINES: usize = 8;
const FEW_LINES: usize = 3;
/// Changed settings shown of a file.
const MOST_CHANGES: usize = 3;
/// Lines of what both sides did and saw.
const MOST_SIDES: usize = 7;
/// Files without a finding that are shown one by one.
const MOST_PASSED: usize = 10;

/// All findings as text.
#[must_use]
pub fn findings(all: &[Finding], coloured: bool) -> String {
    let paint = Paint(coloured);
    let rank = |finding: &&Finding| match finding.exit_code() {
        2 => 0,
        1 => 1,
        3 => 2,
        _ => 3,
    };
    let mut sorted: Vec<&Finding> = all.iter().collect();
    sorted.sort_by_key(rank);
    let open = sorted.iter().filter(|finding| finding.exit_code() != 0).count();
    let most = if open > 2 { FEW_LINES } else { MOST_LINES };
    let mut text = String::new();
    for (position, finding) in sorted.iter().enumerate() {
        if position >= open + MOST_PASSED {
            text += &format!("... and {} more passed\n", sorted.len() - position);
            break;
        }
        text += &title(finding, paint);
        match &finding.judged {
            Err(why) => text += &format!("{}\n", indented(why)),
            Ok(judged) if position < open || sorted.len() == 1 => {
                text += &details(judged, &finding.path, most, paint);
            }
            Ok(_) => {}
        }
    }
    if all.len() > 1 {
        text += &format!("\n{}\n", total(all));
    }
    text
}

/// The first line of a file.
fn title(finding: &Finding, paint: Paint) -> String {
    let code = finding.exit_code();
    let colour = match code {
        0 => "32",
        3 => "33",
        _ => "31",
    };
    let word = paint.colour(rows::outcome(code), colour);
    let counts = finding.judged.as_ref().map_or_else(|_| String::new(), rows::counts);
    format!("{word}  {}  {counts}\n", paint.bold(&plain(&finding.path)))
}

fn details(judged: &Judged, path: &str, most: usize, paint: Paint) -> String {
    let mut text = format!("  {}\n", rows::basis(judged));
    for note in &judged.notes {
        text += &format!("{}\n", indented(&plain(note)));
    }
    text += &tables(judged, most, paint);
    let changes = &judged.changes;
    for change in changes.iter().take(MOST_CHANGES) {
        text += &labelled("Changed", &rows::change(change, path));
    }
    if changes.len() > MOST_CHANGES {
        text += &labelled("", &format!("and {} more settings", changes.len() - MOST_CHANGES));
    }
    if let Some(first) = &judged.first_call {
        if let Some(agent) = rows::of_agent(first) {
            text += &labelled("First event", &agent);
        }
        text += &labelled("First call", &rows::first_call(first));
        for (name, words) in rows::sides(first).iter().take(MOST_SIDES) {
            text += &labelled(&format!("  {name}"), words);
        }
        text += &labelled("Knock-on", &rows::knock_on(first));
    }
    text
}

/// The verdicts and expectations that need a look.
fn tables(judged: &Judged, most: usize, paint: Paint) -> String {
    let expectations: Vec<Line> = judged
        .expected
        .iter()
        .filter(|one| one.holds != Holds::Met)
        .map(rows::expectation)
        .collect();
    let verdicts: Vec<Line> = judged.verdicts.as_ref().map_or_else(Vec::new, |verdicts| {
        let open = |row: &&crate::check::Row| row.judgement.verdict != Verdict::Same;
        verdicts.rows.iter().filter(open).map(rows::line).collect()
    });
    table(&expectations, ["expected", "found", ""], most, paint)
        + &table(&verdicts, ["before", "now", "difference"], most, paint)
}

/// Lines under titles of their last three columns of numbers.
fn table(lines: &[Line], titles: [&str; 3], most: usize, paint: Paint) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let shown = &lines[..lines.len().min(most)];
    let widest = |cell: fn(&Line) -> &str| {
        shown.iter().map(|line| display_width(cell(line))).max().unwrap_or(0)
    };
    let widths = [
        widest(|line| line.verdict),
        widest(|line| &line.variant),
        widest(|line| &line.what),
        widest(|line| &line.before).max(titles[0].len()),
        widest(|line| &line.after).max(titles[1].len()),
        widest(|line| &line.change).max(titles[2].len()),
    ];
    let head = format!(
        "  {}  {}  {}  {}",
        " ".repeat(widths[0] + widths[1] + widths[2] + 4),
        right(titles[0], widths[3]),
        right(titles[1], widths[4]),
        titles[2]
    );
    let mut text = format!("{}\n", head.trim_end());
    for line in shown {
        let verdict = coloured(line.verdict, paint, widths[0]);
        let row = format!(
            "  {verdict}  {}  {}  {}  {}  {}  {}",
            left(&line.variant, widths[1]),
            left(&line.what, widths[2]),
            right(&line.before, widths[3]),
            right(&line.after, widths[4]),
            left(&line.change, widths[5]),
            line.remark
        );
        text += &format!("{}\n", row.trim_end());
    }
    if lines.len() > most {
        text += &format!("  and {} more\n", lines.len() - most);
    }
    text
}

fn coloured(verdict: &str, paint: Paint, width: usize) -> String {
    let padded = left(verdict, width);
    match verdict {
        "worse" | "unmet" => paint.colour(&padded, "31"),
        "inconclusive" | "undecided" => paint.colour(&padded, "33"),
        "better" => paint.colour(&padded, "32"),
        _ => padded,
    }
}

/// A text after its name, on as many lines as it needs.
pub(super) fn labelled(name: &str, text: &str) -> String {
    const NAME: usize = 15;
    let first = format!("  {}", left(name, NAME));
    let indent = " ".repeat(NAME + 2);
    let options = textwrap::Options::new(WIDTH).initial_indent(&first).subsequent_indent(&indent);
    format!("{}\n", textwrap::fill(text, options))
}

fn indented(text: &str) -> String {
    text.trim_end().lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// `7 files: 1 failed, 6 passed.`
fn total(all: &[Finding]) -> String {
    let count = |code: u8| all.iter().filter(|finding| finding.exit_code() == code).count();
    let parts: Vec<String> = [
        (count(2), "with wrong input"),
        (count(1), "failed"),
        (count(3), "cannot be judged"),
        (count(0), "passed"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    format!("{} files: {}", all.len(), parts.join(", "))
}
