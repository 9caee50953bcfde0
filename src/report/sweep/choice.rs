//! The best point of a sweep in words: which it is, how sure that is, and what became of the others.

use textwrap::core::display_width;

use crate::measure::{Metric, Unit};
use crate::report::Language;
use crate::report::numbers;
use crate::report::words::plain;
use crate::sweep::{Aim, Candidate, Choice, Fate, Plan};
use crate::tables::csv_text;

/// Rivals shown at most.
const MOST_ROWS: usize = 10;
/// Text is wrapped here.
const WIDTH: usize = 104;

/// The choice as text in a language.
#[must_use]
pub fn choice_terminal(plan: &Plan, aim: &Aim, choice: &Choice, say: Language) -> String {
    let mut text = format!("{}\n\n", wrapped(&say.say(&heading(plan, aim, choice))));
    for line in sentences(plan, aim, choice) {
        text += &format!("{}\n", wrapped(&say.say(&line)));
    }
    text.push('\n');
    let rows = rows(plan, aim, choice, MOST_ROWS);
    let told = |row: &Vec<String>| row.iter().map(|cell| say.say(cell)).collect();
    text + &aligned(&rows.iter().map(told).collect::<Vec<_>>())
}

/// The choice for a pull request.
#[must_use]
pub fn choice_markdown(plan: &Plan, aim: &Aim, choice: &Choice) -> String {
    let mut text = format!("**{}**\n\n", heading(plan, aim, choice));
    for line in sentences(plan, aim, choice) {
        text += &format!("- {line}\n");
    }
    text.push('\n');
    let rows = rows(plan, aim, choice, MOST_ROWS);
    for (number, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        text += &format!("| {} |\n", cells.join(" | "));
        if number == 0 {
            text += &format!("|---|{}\n", "---:|".repeat(row.len() - 1));
        }
    }
    text
}

/// All points with what became of them.
#[must_use]
pub fn choice_csv(plan: &Plan, aim: &Aim, choice: &Choice) -> String {
    let quoted = |text: &String| csv_text(text);
    let mut titles = vec!["point".to_owned()];
    titles.extend(plan.file.axes.iter().map(|axis| axis.name.clone()));
    titles.extend(["metric", "mean", "half_width", "replications", "fate"].map(str::to_owned));
    let mut text = titles.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
    for (at, own) in choice.candidates.iter().enumerate() {
        let mut row = vec![own.point.number.to_string()];
        row.extend(own.point.cells.iter().map(crate::sweep::Cell::told));
        let number = |number: Option<f64>| number.map_or_else(String::new, |n| n.to_string());
        row.push(aim.metric.id.to_owned());
        row.push(number(own.value.map(|value| value.estimate)));
        row.push(number(own.value.and_then(|value| value.half_width)));
        row.push(own.replications.to_string());
        row.push(fate(choice, aim, at));
        text += &(row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n");
    }
    text
}

fn heading(plan: &Plan, aim: &Aim, choice: &Choice) -> String {
    let axes: Vec<String> = plan.file.axes.iter().map(|axis| plain(&axis.name)).collect();
    let which = if aim.more { "highest" } else { "lowest" };
    format!(
        "{}: the {which} {} of {} points (variant {})",
        axes.join(" x "),
        aim.metric.label.to_lowercase(),
        numbers::thousands(choice.candidates.len() as f64),
        plain(&choice.variant)
    )
}

fn sentences(plan: &Plan, aim: &Aim, choice: &Choice) -> Vec<String> {
    let mut lines = Vec::new();
    match choice.best {
        Some(best) => {
            let own = &choice.candidates[best];
            let mut said = vec![format!("{} {}", aim.metric.label.to_lowercase(), value(aim, own))];
            said.extend(limits(aim, own));
            lines.push(format!("{}: {}.", axes(plan, own), said.join(", ")));
            lines.push(promise(aim, choice));
        }
        None => lines.push("No point keeps the limits.".into()),
    }
    let most = choice.candidates.iter().map(|own| own.replications).max().unwrap_or(0);
    let full = f64::from(most) * choice.candidates.len() as f64;
    lines.push(format!(
        "{} replications; every point as often as the last one would have been {}.",
        numbers::thousands(choice.replications as f64),
        numbers::thousands(full)
    ));
    lines
}

/// How sure it is, and by which source.
fn promise(aim: &Aim, choice: &Choice) -> String {
    let indifference = amount(aim.metric, choice.indifference);
    let limits = if aim.limits.is_empty() {
        String::new()
    } else {
        let of = |limit: &crate::sweep::Limit| amount(limit.metric, limit.tolerance());
        let tolerances: Vec<String> = aim.limits.iter().map(of).collect();
        format!(", its limits to within {} (Andradóttir and Kim 2010)", tolerances.join(" and "))
    };
    let seen = choice.probability.map_or_else(String::new, |probability| {
        format!(
            " From the differences that were seen it is the best with {} (Bonferroni's bound, \
             Chen and others 2000).",
            if probability > 0.999 {
                "more than 99.9 %".to_owned()
            } else {
                format!("{} or more", numbers::percent(probability))
            }
        )
    });
    if choice.is_sure {
        format!(
            "With a probability of at least {} this is the best point, or less than \
             {indifference} from it (Kim and Nelson 2001; replications taken as normal){limits}.{seen}",
            numbers::percent(choice.confidence)
        )
    } else {
        format!(
            "This is not sure: the replications allowed were used up while others may still be \
             better by {indifference} or more; allow more by --max-replications.{seen}"
        )
    }
}

/// A difference in a metric's unit.
fn amount(metric: &Metric, size: f64) -> String {
    match metric.unit {
        Unit::Share => format!("{} percentage points", numbers::short(100.0 * size)),
        Unit::Seconds => format!("{}s", numbers::short(size)),
        _ => numbers::short(size),
    }
}

fn axes(plan: &Plan, own: &Candidate) -> String {
    let axes = plan.file.axes.iter().zip(&own.point.cells);
    let axes: Vec<String> =
        axes.map(|(axis, cell)| plain(&format!("{} {}", axis.name, cell.told()))).collect();
    axes.join(", ")
}

fn value(aim: &Aim, own: &Candidate) -> String {
    let interval = own.value;
    let half = interval.and_then(|interval| interval.half_width);
    numbers::estimate(aim.metric.unit, interval.map(|interval| interval.estimate), half)
}

fn limits(aim: &Aim, own: &Candidate) -> Vec<String> {
    let one = |(limit, interval): (&crate::sweep::Limit, &Option<crate::stats::Interval>)| {
        let half = interval.and_then(|interval| interval.half_width);
        let mean = interval.map(|interval| interval.estimate);
        let said = numbers::estimate(limit.metric.unit, mean, half);
        format!("{} {said}", limit.metric.label.to_lowercase())
    };
    aim.limits.iter().zip(&own.limits).map(one).collect()
}

fn fate(choice: &Choice, aim: &Aim, at: usize) -> String {
    match choice.candidates[at].fate {
        _ if choice.best == Some(at) => "chosen".into(),
        Fate::Open => "still open".into(),
        Fate::Beaten(other) => format!("beaten by point {}", choice.candidates[other].point.number),
        Fate::Breaks(limit) => {
            let limit = &aim.limits[limit];
            let sign = if limit.at_least { "<" } else { ">" };
            format!("{} {sign} {}", limit.metric.id, numbers::value(limit.metric.unit, limit.bound))
        }
    }
}

/// The chosen point and those that were in the choice longest.
fn rows(plan: &Plan, aim: &Aim, choice: &Choice, most: usize) -> Vec<Vec<String>> {
    let mut order: Vec<usize> = (0..choice.candidates.len()).collect();
    let size = |at: usize| {
        let value = choice.candidates[at].value.map_or(f64::NEG_INFINITY, |v| v.estimate);
        if aim.more { value } else { -value }
    };
    order.sort_by(|&a, &b| {
        let last = |at: usize| (choice.best == Some(at), choice.candidates[at].replications);
        last(b).cmp(&last(a)).then(size(b).total_cmp(&size(a)))
    });
    let mut titles = vec!["Point".to_owned()];
    titles.extend(plan.file.axes.iter().map(|axis| plain(&axis.name)));
    titles.push(aim.metric.label.to_owned());
    titles.extend(aim.limits.iter().map(|limit| limit.metric.label.to_owned()));
    titles.extend(["Replications".to_owned(), "What became of it".to_owned()]);
    let row = |at: usize| {
        let own = &choice.candidates[at];
        let mut row = vec![own.point.number.to_string()];
        row.extend(own.point.cells.iter().map(|cell| plain(&cell.told())));
        row.push(value(aim, own));
        row.extend(aim.limits.iter().zip(&own.limits).map(|(limit, interval)| {
            let half = interval.and_then(|interval| interval.half_width);
            numbers::estimate(limit.metric.unit, interval.map(|interval| interval.estimate), half)
        }));
        row.push(own.replications.to_string());
        row.push(fate(choice, aim, at));
        row
    };
    let mut rows = vec![titles];
    rows.extend(order.into_iter().take(most).map(row));
    rows
}

fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().map(|row| display_width(&row[column])).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line += &format!("  {}{cell}", " ".repeat(width - display_width(cell)));
        }
        text += &format!("{line}\n");
    }
    text
}

fn wrapped(text: &str) -> String {
    textwrap::fill(text, WIDTH)
}
