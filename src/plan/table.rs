//! Tables for spreadsheets: the staffing by interval, and the roster.

use crate::tables::csv_cell;

use super::outcome::{IntervalPlan, Plan};
use super::roster::RosterRow;

/// The staffing table: a row an interval, columns for each variant and group. Comma-separated, with
/// a header; numbers have a decimal point.
#[must_use]
pub fn staffing_csv(plan: &Plan) -> String {
    let mut lines = vec![line(&titles(plan))];
    let count = plan.variants.first().map_or(0, |variant| variant.intervals.len());
    lines.extend((0..count).map(|at| line(&row(plan, at))));
    lines.concat()
}

fn titles(plan: &Plan) -> Vec<String> {
    let mut titles: Vec<String> =
        ["date", "time", "calls", "erlang_c", "erlang_a"].map(str::to_owned).to_vec();
    for variant in &plan.variants {
        for group in &plan.settings.groups {
            let columns = ["required", "rostered", "scheduled", "over"].into_iter();
            titles
                .extend(columns.map(|column| format!("{} {} {column}", variant.name, group.name)));
            if plan.verified.is_some() {
                titles.push(format!("{} {} missing", variant.name, group.name));
            }
        }
        for target in &plan.settings.targets {
            let queue = target.queue.as_ref().map_or_else(String::new, |queue| format!(" {queue}"));
            let name = format!("{} {}{queue}", variant.name, target.metric.id);
            titles.extend([
                name.clone(),
                format!("{name} half_width"),
                format!("{name} probability"),
            ]);
        }
        titles.push(format!("{} on_target", variant.name));
    }
    titles
}

fn row(plan: &Plan, at: usize) -> Vec<String> {
    let first = &plan.variants[0].intervals[at];
    let offered = plan.results.variants[0].intervals[at].metrics.mean("offered");
    let mut cells = vec![
        first.start.get(..10).unwrap_or_default().to_owned(),
        first.start.get(11..16).unwrap_or_default().to_owned(),
        offered.map_or_else(String::new, number),
        first.erlang_c.to_string(),
        first.erlang_a.to_string(),
    ];
    for variant in &plan.variants {
        let own = &variant.intervals[at];
        for group in 0..plan.settings.groups.len() {
            cells.extend(of_group(plan, own, group));
        }
        for verdict in &own.reached {
            let shown = [verdict.estimate, verdict.half_width, verdict.days];
            cells.extend(shown.map(|value| value.map_or_else(String::new, number)));
        }
        cells.push(if own.on_target { "yes" } else { "no" }.to_owned());
    }
    cells
}

fn of_group(plan: &Plan, own: &IntervalPlan, group: usize) -> Vec<String> {
    let (required, scheduled) = (own.required[group], own.scheduled[group]);
    let mut cells = vec![
        required.to_string(),
        number(own.rostered[group]),
        number(scheduled),
        number(scheduled - f64::from(required)),
    ];
    if plan.verified.is_some() {
        cells.push(own.missing[group].to_string());
    }
    cells
}

/// `roster.csv`: a row for shifts of one kind and day, as `--verify` and `staff = { roster }` read it.
#[must_use]
pub fn roster_csv(rows: &[RosterRow]) -> String {
    let breaks = rows.iter().map(|row| row.breaks.len()).max().unwrap_or(0);
    let mut titles: Vec<String> =
        ["group", "date", "shift", "start", "end", "agents"].map(str::to_owned).to_vec();
    for number in 1..=breaks {
        titles.extend([format!("break_{number}_start"), format!("break_{number}_end")]);
    }
    let mut lines = vec![line(&titles)];
    for row in rows {
        let mut cells = vec![
            row.group.clone(),
            row.date.clone(),
            row.shift.clone(),
            row.start.clone(),
            row.end.clone(),
            row.agents.to_string(),
        ];
        for number in 0..breaks {
            let (from, to) = row.breaks.get(number).cloned().unwrap_or_default();
            cells.extend([from, to]);
        }
        lines.push(line(&cells));
    }
    lines.concat()
}

/// A number with at most four decimals.
fn number(number: f64) -> String {
    let text = format!("{number:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    format!("{}\n", cells.join(","))
}
