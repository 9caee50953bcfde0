//! `weekly`: expected calls of each day of the week, spread over the day by a curve.

use jiff::civil::Date;

use crate::model::RateStep;
use crate::time::{SimTime, Span};

use super::build::Build;
use super::clock::{self, DAYS, Slice};
use super::node::{Node, Value};
use super::reader::{self, Reader};

const HELP: &str = "write { weekly = { mon = 2400, tue = 2100, curve = { from = \"08:00\", \
                    every = \"30m\", weights = [1, 2, ..] } } }";
const DAY: Span = Span::from_secs(86_400);

/// How the calls of a day spread over it, by the clock.
struct Curve {
    /// Since midnight.
    from: Span,
    every: Span,
    weights: Vec<f64>,
}

/// Reads the expected calls; a day that is not named has none.
pub(super) fn weekly(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<RateStep>> {
    let mut week = [0.0; 7];
    let mut named = false;
    for (calls, day) in week.iter_mut().zip(DAYS) {
        let node = reader.node(day);
        named |= node.is_some();
        *calls = node.map_or(Some(0.0), |node| expected(build, node, day))?;
    }
    let curve = match reader.table("curve") {
        Some(inner) => curve(build, &inner)?,
        None => Curve { from: Span::ZERO, every: DAY, weights: vec![1.0] },
    };
    let special = special(build, reader);
    reader.finish();
    let special = special?;
    if !named && special.is_empty() {
        build.notes.add(&reader.at, "`weekly` names no day", HELP);
        return None;
    }
    let mut steps = Vec::new();
    for date in build.clock.dates() {
        let weekday = date.weekday().to_monday_zero_offset() as usize;
        let own = special.iter().find(|(other, _)| *other == date);
        let calls = own.map_or(week[weekday], |(_, calls)| *calls);
        spread(build, date, calls, &curve, &mut steps);
    }
    Some(filled(steps, build.clock.end))
}

fn expected(build: &Build<'_>, node: &Node, key: &str) -> Option<f64> {
    reader::number(node, key, 0.0, 1e11, build.notes)
}

/// `days`: calls of single dates, which win over the day of the week.
fn special(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<(Date, f64)>> {
    let Some(days) = reader.table("days") else { return Some(Vec::new()) };
    let mut found = Vec::new();
    for entry in &days.table.entries {
        let Ok(date) = entry.key.parse::<Date>() else {
            build.notes.add(
                &entry.key_at,
                format!("{:?} is no date", entry.key),
                "write days = { \"2026-04-03\" = 300 }",
            );
            return None;
        };
        found.push((date, expected(build, &entry.node, &entry.key)?));
    }
    Some(found)
}

/// `curve = { from, every, weights }`: from midnight unless it says otherwise.
fn curve(build: &Build<'_>, reader: &Reader<'_>) -> Option<Curve> {
    let from = match reader.node("from") {
        Some(node) => clock::time_of_day(node, "from", build.notes)?,
        None => Some(jiff::civil::Time::MIN),
    };
    let every = reader.required("every", "the length of a step, such as every = \"30m\"");
    let length = reader.positive_duration("every", DAY);
    let weights = reader.required("weights", "one weight a step: weights = [1, 2.5, 3, ..]");
    reader.finish();
    let (_, node) = (every?, weights?);
    let items = match &node.value {
        Value::List(items) if !items.is_empty() => items,
        _ => {
            build.notes.add(&node.at, "`weights` must be a list of numbers", "[1, 2.5, 3, ..]");
            return None;
        }
    };
    let weights: Vec<_> =
        items.iter().map(|item| reader::number(item, "weights", 0.0, 1e12, build.notes)).collect();
    let weights: Vec<f64> = weights.into_iter().collect::<Option<_>>()?;
    let from = from.map_or(DAY, clock::since_midnight);
    let until = from.seconds() + length.seconds() * weights.len() as f64;
    if until > DAY.seconds() {
        build.notes.add(
            &node.at,
            format!("the curve ends {:.2} hours after midnight", until / 3_600.0),
            "a day has 24: fewer weights, a shorter `every` or an earlier `from`",
        );
        return None;
    }
    if weights.iter().sum::<f64>() <= 0.0 {
        build.notes.add(&node.at, "the weights sum to 0", "one of them must be above 0");
        return None;
    }
    Some(Curve { from, every: length, weights })
}

/// Spreads a day's calls over its slices of real time. Its sum stays when the clocks change: the
/// steps of an hour that is skipped leave their calls to the others, and those of an hour that
/// comes twice spread over both.
fn spread(build: &Build<'_>, date: Date, calls: f64, curve: &Curve, steps: &mut Vec<RateStep>) {
    let edges = (0..=curve.weights.len() as u64).map(|at| Span(curve.from.0 + at * curve.every.0));
    let slices = build.clock.slices(date, edges);
    let step_of = |slice: &Slice| {
        let since = slice.clock.0.checked_sub(curve.from.0)?;
        Some((since / curve.every.0) as usize).filter(|at| *at < curve.weights.len())
    };
    let mut lengths = vec![0.0; curve.weights.len()];
    for slice in &slices {
        if let Some(at) = step_of(slice) {
            lengths[at] += slice.length();
        }
    }
    let there = curve.weights.iter().zip(&lengths).filter(|(_, length)| **length > 0.0);
    let sum: f64 = there.map(|(weight, _)| weight).sum();
    for slice in &slices {
        let Some(at) = step_of(slice).filter(|_| sum > 0.0) else { continue };
        let whole = calls * curve.weights[at] / sum * slice.length() / lengths[at];
        let (from, to) = (slice.from.max(0), slice.to.min(build.clock.end.0 as i64));
        if from < to {
            let share = (to - from) as f64 / slice.length();
            let (from, to) = (SimTime(from as u64), SimTime(to as u64));
            steps.push(RateStep { from, to, calls: whole * share });
        }
    }
}

/// The steps with those between them, in which nobody calls.
fn filled(steps: Vec<RateStep>, end: SimTime) -> Vec<RateStep> {
    let mut all = Vec::with_capacity(steps.len());
    let mut until = SimTime::ZERO;
    let last = RateStep { from: end, to: end, calls: 0.0 };
    for step in steps.into_iter().chain([last]) {
        if step.from > until {
            all.push(RateStep { from: until, to: step.from, calls: 0.0 });
        }
        until = step.to;
        if step.to > step.from {
            all.push(step);
        }
    }
    all
}
