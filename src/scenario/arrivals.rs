//! `arrivals`: when the calls of a type come: by rate, interval or week, by gaps, or as recorded.

use crate::ids::QueueId;
use crate::model::{Arrivals, RateStep, Spike};
use crate::random::Law;
use crate::time::{SimTime, Span};

use super::build::Build;
use super::dist;
use super::files;
use super::node::{Node, Value};
use super::reader::{self, Reader};
use super::recorded;
use super::spikes;
use super::weekly;

/// Average handle times by interval, in ticks; empty where none are stated.
pub(super) type HandleTimes = Vec<(SimTime, f64)>;

const HELP: &str = "write { poisson = { per_hour = 120 } }, { intervals = { every = \"30m\", \
                    calls = [..] } }, { recorded = { file = \"calls.csv\", time = \"column\" } }, \
                    weekly or renewal";

/// Expected calls of a run at most.
const MOST_CALLS: f64 = 1e11;

/// What `arrivals` says.
pub(super) struct Found {
    pub(super) arrivals: Arrivals,
    pub(super) spikes: Vec<Spike>,
    pub(super) handle_times: HandleTimes,
}

/// Reads the arrivals of a call type.
pub(super) fn arrivals(
    build: &Build<'_>,
    name: &str,
    queue: QueueId,
    node: &Node,
    volume: f64,
) -> Option<Found> {
    let Some(table) = node.as_table() else {
        build.notes.add(&node.at, format!("`arrivals` cannot be {}", node.written()), HELP);
        return None;
    };
    let reader = Reader::new(table, "`arrivals`", &node.at, build.notes);
    let known = ["poisson", "intervals", "weekly", "renewal", "recorded"];
    let kinds: Vec<_> = known.iter().filter(|kind| table.get(kind).is_some()).collect();
    let spikes = spikes::spikes(build, &reader);
    for kind in known {
        reader.node(kind);
    }
    reader.finish();
    let [kind] = kinds.as_slice() else {
        // A kind misspelt is an unknown key, which has been said.
        if kinds.is_empty() && table.entries.iter().any(|entry| entry.key != "spikes") {
            return None;
        }
        let message = if kinds.is_empty() {
            "`arrivals` names no kind of arrivals"
        } else {
            "`arrivals` names more than one kind of arrivals"
        };
        build.notes.add(&node.at, message, HELP);
        return None;
    };
    let inner = reader.inner(reader.node(kind)?, format!("`{kind}`"))?;
    let found = match **kind {
        "poisson" => poisson(build, &inner).map(|arrivals| (arrivals, Vec::new())),
        "intervals" => intervals(build, &inner),
        "weekly" => {
            weekly::weekly(build, &inner).map(|steps| (Arrivals::Poisson(steps), Vec::new()))
        }
        "renewal" => renewal(build, &inner).map(|gap| (Arrivals::Renewal(gap), Vec::new())),
        _ => recorded::recorded(build, name, queue, &inner)
            .map(|recorded| (Arrivals::Recorded(recorded), Vec::new())),
    };
    let ((arrivals, handle_times), spikes) = (found?, spikes?);
    let of_spikes: f64 = spikes.iter().map(|spike| spike.calls).sum();
    let calls = volume * (arrivals.expected(build.clock.end) + of_spikes);
    let expected = build.expected_calls.get() + calls;
    build.expected_calls.set(expected);
    if expected > MOST_CALLS {
        build.notes.add(
            &node.at,
            format!("{expected:.3e} calls in each replication are too many"),
            format!("at most {MOST_CALLS:.0e} in a run"),
        );
        return None;
    }
    Some(Found { arrivals, spikes, handle_times })
}

fn poisson(build: &Build<'_>, reader: &Reader<'_>) -> Option<Arrivals> {
    let node = reader.required("per_hour", "calls an hour, such as per_hour = 120");
    reader.finish();
    let rate = reader::number(node?, "per_hour", 0.0, 1e12, build.notes)?;
    let end = build.clock.end;
    let calls = rate * Span(end.0).seconds() / 3_600.0;
    Some(Arrivals::Poisson(vec![RateStep { from: SimTime::ZERO, to: end, calls }]))
}

/// The law of the gaps between calls.
fn renewal(build: &Build<'_>, reader: &Reader<'_>) -> Option<Law> {
    const GAP: &str = "such as interarrival = { gamma = { mean = \"20s\", cv = 0.5 } }";
    let node = reader.required("interarrival", GAP);
    reader.finish();
    let node = node?;
    let by_clock = node.as_table().and_then(|table| table.get("by_clock"));
    if let Some(by_clock) = by_clock {
        build.notes.add(
            &by_clock.at,
            "the gaps of `renewal` are alike at all times",
            "for a rate that follows the clock write `intervals` or `weekly`",
        );
        return None;
    }
    let law = dist::law(build, node, "interarrival")?;
    if law.mean() <= 0.0 {
        build.notes.add(&node.at, "the mean of `interarrival` is 0", GAP);
        return None;
    }
    Some(law)
}

/// Expected calls per interval, inline or from a file.
fn intervals(build: &Build<'_>, reader: &Reader<'_>) -> Option<(Arrivals, HandleTimes)> {
    let every = reader.positive_duration("every", Span::ZERO);
    let exact = reader.choice("counts", &["poisson", "exact"]) == Some(1);
    let (steps, handle_times) = match reader.node("file") {
        Some(file) => from_file(build, reader, file, every)?,
        None => (inline(build, reader, every)?, Vec::new()),
    };
    reader.finish();
    let arrivals = if exact { Arrivals::Exact(steps) } else { Arrivals::Poisson(steps) };
    Some((arrivals, handle_times))
}

fn inline(build: &Build<'_>, reader: &Reader<'_>, every: Span) -> Option<Vec<RateStep>> {
    reader.required("every", "the length of an interval, such as every = \"30m\"")?;
    let node = reader.required("calls", "expected calls in each interval: calls = [40, 55, ..]")?;
    let items = node.as_list().filter(|items| !items.is_empty());
    let Some(items) = items else {
        build.notes.add(&node.at, "`calls` must be a list of numbers", "calls = [40, 55, ..]");
        return None;
    };
    let calls: Vec<_> =
        items.iter().map(|item| reader::number(item, "calls", 0.0, 1e11, build.notes)).collect();
    let calls: Vec<f64> = calls.into_iter().collect::<Option<_>>()?;
    (every != Span::ZERO).then(|| repeated(&calls, every, build.clock.end))
}

/// Steps of equal length, over and over until the end; the last one is cut with its calls.
fn repeated(calls: &[f64], every: Span, end: SimTime) -> Vec<RateStep> {
    let mut steps = Vec::new();
    let mut from = SimTime::ZERO;
    for &calls in calls.iter().cycle() {
        if from >= end {
            break;
        }
        steps.push(cut(from, from + every, calls, end));
        from = from + every;
    }
    steps
}

/// A step cut at the end of the period, its calls in proportion.
fn cut(from: SimTime, to: SimTime, calls: f64, end: SimTime) -> RateStep {
    let kept = to.min(end);
    let share = kept.since(from).ticks() / to.since(from).ticks();
    RateStep { from, to: kept, calls: calls * share }
}

/// Rows of a file: each lasts until the next one's time, the last one as long as the one before.
fn from_file(
    build: &Build<'_>,
    reader: &Reader<'_>,
    file: &Node,
    every: Span,
) -> Option<(Vec<RateStep>, HandleTimes)> {
    let calls_key = reader.required("calls", "name the column that holds the calls")?;
    let time_key = reader.node("time");
    let open = files::open(file, build.files, build.notes)?;
    let Value::Text(calls_column) = &calls_key.value else {
        build.notes.add(&calls_key.at, "`calls` must name a column", "in quotes");
        return None;
    };
    let cells = open.column(calls_column, &calls_key.at)?;
    let calls = open.numbers(calls_column, cells);
    let stated = open.optional("aht_s").map(|cells| open.numbers("aht_s", cells));
    if calls.len() != cells.len() || calls.is_empty() {
        if calls.is_empty() {
            build.notes.add(&file.at, format!("{} holds no calls", open.path), "");
        }
        return None;
    }
    let Some(time_key) = time_key else {
        reader.required("every", "the length of a row, or `time`: the column with its start")?;
        return (every != Span::ZERO)
            .then(|| (repeated(&calls, every, build.clock.end), Vec::new()));
    };
    let time_column = reader::text(time_key, "time", build.notes)?;
    let times = open.column(time_column, &time_key.at)?;
    let mut starts = Vec::new();
    for (row, cell) in times.iter().enumerate() {
        let text = cell.unwrap_or_default();
        match build.clock.parse(text, None) {
            Ok(at) => starts.push(at.unwrap_or(SimTime::ZERO)),
            Err(_) => {
                open.fault(row, &format!("{text:?} is no time"), "write 2026-03-02T08:00:00");
                return None;
            }
        }
    }
    if let Some(row) = starts.windows(2).position(|pair| pair[0] >= pair[1]) {
        open.fault(row + 1, "the time is not after the one before", "sort the rows by time");
        return None;
    }
    Some((rows(build, &starts, &calls, every), handle_times(&starts, stated.as_deref())))
}

fn rows(build: &Build<'_>, starts: &[SimTime], calls: &[f64], every: Span) -> Vec<RateStep> {
    let end = build.clock.end;
    let last_length = match starts {
        [.., before, last] => last.since(*before),
        _ if every != Span::ZERO => every,
        _ => end.since(SimTime::ZERO),
    };
    let mut steps: Vec<RateStep> = Vec::new();
    let mut until = SimTime::ZERO;
    for (row, (&from, &calls)) in starts.iter().zip(calls).enumerate() {
        if from >= end {
            break;
        }
        if from > until {
            steps.push(RateStep { from: until, to: from, calls: 0.0 });
        }
        let to = starts.get(row + 1).copied().unwrap_or(from + last_length);
        steps.push(cut(from, to, calls, end));
        until = to;
    }
    if until < end {
        steps.push(RateStep { from: until, to: end, calls: 0.0 });
    }
    steps
}

/// Average handle times from each row's start on, in ticks.
fn handle_times(starts: &[SimTime], stated: Option<&[f64]>) -> HandleTimes {
    let Some(stated) = stated else { return Vec::new() };
    let mut times: HandleTimes = starts
        .iter()
        .zip(stated)
        .filter(|(_, seconds)| **seconds > 0.0)
        .map(|(&at, &seconds)| (at, seconds * 1e6))
        .collect();
    if let Some(first) = times.first_mut() {
        first.0 = SimTime::ZERO;
    }
    times
}
