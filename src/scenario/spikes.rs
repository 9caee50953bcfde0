//! `spikes`: calls beside the usual ones, at a moment or at a time of each day.

use crate::model::{Spike, SpikeShape};
use crate::time::{SimTime, Span};

use super::build::Build;
use super::clock;
use super::node::{Node, Value};
use super::reader::{self, Reader};

const HELP: &str = "write spikes = [{ at = \"10:00\", calls = 120, over = \"30m\" }]";
const AT: &str = "a time of day, for each day: at = \"10:00\"; or one moment: \
                  at = 2026-03-02T10:00:00";

/// Expected calls of one spike, and spikes of one call type (each day counts), at most.
const MOST_CALLS: f64 = 1e6;
const MOST_SPIKES: usize = 65_536;

/// Reads the list of spikes; none when one of them cannot be told.
pub(super) fn spikes(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<Spike>> {
    let Some(node) = reader.node("spikes") else { return Some(Vec::new()) };
    let Some(items) = node.as_list() else {
        reader.wrong(node, "`spikes` must be a list", HELP);
        return None;
    };
    let found: Vec<_> = items.iter().map(|item| spike(build, reader, item)).collect();
    let found: Vec<Vec<Spike>> = found.into_iter().collect::<Option<_>>()?;
    let found: Vec<Spike> = found.into_iter().flatten().collect();
    if found.len() > MOST_SPIKES {
        build.notes.add(
            &node.at,
            format!("{} spikes are too many", found.len()),
            format!("at most {MOST_SPIKES}; one at a time of day counts for each day"),
        );
        return None;
    }
    Some(found)
}

/// One item of the list: a spike, or one a day.
fn spike(build: &Build<'_>, reader: &Reader<'_>, item: &Node) -> Option<Vec<Spike>> {
    let Some(table) = item.as_table() else {
        reader.wrong(item, "a spike must be a table", HELP);
        return None;
    };
    let reader = Reader::new(table, "a spike", &item.at, build.notes);
    let at = reader.required("at", AT);
    let calls = reader.required("calls", "expected calls in all: calls = 120");
    let over_node = reader.required("over", "the time within which they come: over = \"30m\"");
    let over = reader.positive_duration("over", Span(1));
    let shape = reader.choice("shape", &SpikeShape::ALL.map(|(_, name)| name));
    reader.finish();
    let calls = reader::number(calls?, "calls", 0.0, MOST_CALLS, build.notes);
    let moments = moments(build, at?);
    let (calls, moments, _) = (calls?, moments?, over_node?);
    let shape = shape.map_or_else(SpikeShape::default, |at| SpikeShape::ALL[at].0);
    Some(moments.into_iter().map(|at| Spike { at, over, calls, shape }).collect())
}

/// A date with a time is one moment; a time of day is one on each day of the period.
fn moments(build: &Build<'_>, node: &Node) -> Option<Vec<SimTime>> {
    let text = match &node.value {
        Value::Text(text) | Value::Datetime(text) => text.trim(),
        _ => "",
    };
    let found: Vec<SimTime> = if text.len() > "10:00:00".len() {
        let Ok(at) = build.clock.parse(text, None) else {
            build.notes.add(&node.at, format!("`at` cannot be {}", node.written()), AT);
            return None;
        };
        at.into_iter().collect()
    } else {
        let Some(time) = clock::time_of_day(node, "at", build.notes)? else {
            build.notes.add(&node.at, "`at` cannot be \"24:00\"", "write \"00:00\"");
            return None;
        };
        let dates = build.clock.dates();
        // Before the start there is no moment.
        dates.into_iter().filter_map(|date| build.clock.within(date.to_datetime(time))).collect()
    };
    let inside: Vec<SimTime> = found.into_iter().filter(|at| *at < build.clock.end).collect();
    if inside.is_empty() {
        build.notes.add(
            &node.at,
            "the spike begins outside the period",
            "compare `at` with `start`, `duration` and `time_zone`",
        );
        return None;
    }
    Some(inside)
}
