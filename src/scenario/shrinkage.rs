//! `shrinkage`: the share of paid time that agents are away, and the whole agents that are left.

use crate::model::Horizon;
use crate::time::{SimTime, Span};

use super::build::{Build, steps};
use super::clock::{self, Window};
use super::node::{Node, Value};
use super::reader::{self, Reader};

/// Agents from each moment on.
pub(super) type Steps = Vec<(SimTime, u32)>;

const HELP: &str = "write shrinkage = 0.3, or [{ from = \"12:00\", to = \"14:00\", share = 0.5 }]";

/// The share away from each moment on; none when it cannot be told.
pub(super) fn shares(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<(SimTime, f64)>> {
    let Some(node) = reader.node("shrinkage") else { return Some(vec![(SimTime::ZERO, 0.0)]) };
    match &node.value {
        Value::List(items) => by_window(build, reader, node, items),
        _ => {
            let share = reader::number(node, "shrinkage", 0.0, 1.0, build.notes)?;
            Some(vec![(SimTime::ZERO, share)])
        }
    }
}

/// `[{ days, from, to, share }]`; nobody is away elsewhere.
fn by_window(
    build: &Build<'_>,
    reader: &Reader<'_>,
    node: &Node,
    items: &[Node],
) -> Option<Vec<(SimTime, f64)>> {
    let mut found = Vec::new();
    for item in items {
        let Value::Table(table) = &item.value else {
            reader.wrong(item, "each window of `shrinkage` must be a table", HELP);
            return None;
        };
        let reader = Reader::new(table, "a window of `shrinkage`", &item.at, build.notes);
        let days = clock::days(&reader);
        let (from, to) = (reader.required("from", HELP), reader.required("to", HELP));
        let share = reader.required("share", "a number from 0 to 1: share = 0.3");
        reader.finish();
        let from = clock::time_of_day(from?, "from", build.notes)??;
        let to = clock::time_of_day(to?, "to", build.notes)?;
        let share = reader::number(share?, "share", 0.0, 1.0, build.notes)?;
        let windows = build.clock.windows(&Window { days, from, to });
        found.extend(windows.into_iter().map(|(from, to)| (from, to, share)));
    }
    steps(found, 0.0, build.clock.end)
        .map_err(|at| {
            let when = reader::written_duration(Span(at.0));
            build.notes.add(
                &node.at,
                format!("two windows of `shrinkage` overlap {when} into the period"),
                "give the earlier one another `to`",
            );
        })
        .ok()
}

/// The agents on duty out of those who are paid. They are rounded in each reporting interval,
/// and what one interval rounds away the next ones make up, so that a day's agent-hours stay.
/// `days` are the starts of the civil days.
#[must_use]
pub fn shrunk(
    paid: &[(SimTime, u32)],
    shares: &[(SimTime, f64)],
    horizon: &Horizon,
    days: &[SimTime],
) -> Vec<(SimTime, u32)> {
    if shares.iter().all(|(_, share)| *share == 0.0) {
        return paid.to_vec();
    }
    let (end, interval) = (horizon.end, horizon.interval);
    let mut edges: Vec<SimTime> =
        (0..end.0.div_ceil(interval.0)).map(|at| SimTime(at * interval.0)).collect();
    edges.extend(paid.iter().map(|step| step.0));
    edges.extend(shares.iter().map(|step| step.0));
    edges.extend(days);
    edges.sort_unstable();
    edges.dedup();
    let mut found: Steps = Vec::new();
    // Agent-time owed: what has been rounded away so far on this day.
    let mut owed = 0.0;
    for (position, &from) in edges.iter().enumerate() {
        if days.binary_search(&from).is_ok() {
            owed = 0.0;
        }
        let length = edges.get(position + 1).copied().unwrap_or(end).since(from).ticks();
        let (agents, share) = (held(paid, from), held(shares, from));
        let wanted = f64::from(agents) * (1.0 - share) * length + owed;
        let whole = (wanted / length).round().clamp(0.0, f64::from(agents));
        owed = wanted - whole * length;
        if found.last().is_none_or(|last| last.1 != whole as u32) {
            found.push((from, whole as u32));
        }
    }
    found
}

/// The value of the step that holds at a moment.
fn held<T: Copy>(steps: &[(SimTime, T)], at: SimTime) -> T {
    steps[steps.partition_point(|step| step.0 <= at).saturating_sub(1)].1
}
