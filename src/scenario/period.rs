//! `[scenario]` and `[run]`: the period, its time zone, how often and how it is run.

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::model::Horizon;
use crate::time::{SimTime, Span};

use super::clock::Clock;
use super::estimation;
use super::node::{Node, Table, Value};
use super::problem::{At, Notes};
use super::reader::Reader;
use super::study::{Attribution, RunSettings};

/// Replications at most.
const MOST_REPLICATIONS: i64 = 1_000_000;
/// Reporting intervals at most.
const MOST_INTERVALS: u64 = 200_000;
/// The longest period: ten years.
const LONGEST: Span = Span::from_secs(3_653 * 86_400);

/// The period to simulate and what a report calls it.
#[derive(Clone, Debug)]
pub(super) struct Period {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) clock: Clock,
    pub(super) interval: Span,
    warm_up: SimTime,
    drain: Option<Span>,
}

impl Period {
    pub(super) fn horizon(&self) -> Horizon {
        Horizon {
            end: self.clock.end,
            warm_up: self.warm_up,
            interval: self.interval,
            drain: self.drain,
        }
    }
}

/// Reads `[scenario]`; none when its period cannot be told.
pub(super) fn period(root: &Table, notes: &Notes) -> Option<Period> {
    let whole = At { source: 0, span: 0..0 };
    if let Some(node) = root.get("format")
        && !matches!(node.value, Value::Integer(1))
    {
        notes.add(&node.at, "this version reads `format = 1`", "write format = 1");
    }
    let Some(node) = root.get("scenario") else {
        notes.add(&whole, "the file has no [scenario]", "begin with [scenario] and a `name`");
        return None;
    };
    let empty = Table::default();
    let reader = Reader::section(root, "scenario", &empty, notes);
    let table = node.as_table()?;
    let name = reader.required("name", "such as name = \"Support line\"").map(|_| ());
    let name = name.and_then(|()| reader.text("name")).unwrap_or_default().to_owned();
    let description = reader.text("description").unwrap_or_default().to_owned();
    let interval = reader.positive_duration("interval", Span::from_secs(900));
    let warm_up = reader.duration("warm_up").unwrap_or(Span::ZERO);
    let drain = reader.boolean("drain", true);
    let limit = reader.duration("drain_limit").unwrap_or(Span::from_secs(86_400));
    reader.node("lines");
    reader.node("forecast_error");
    let clock = clock(&reader);
    reader.finish();
    let clock = clock?;
    if let Some(node) = table.get("warm_up")
        && warm_up.0 >= clock.end.0
    {
        notes.add(&node.at, "`warm_up` is not shorter than the period", "shorten it");
    }
    let intervals = clock.end.0.div_ceil(interval.0);
    if intervals > MOST_INTERVALS {
        notes.add(
            table.get("interval").map_or(&node.at, |node| &node.at),
            format!("{intervals} intervals are too many"),
            format!("at most {MOST_INTERVALS}: choose a longer `interval`"),
        );
        return None;
    }
    Some(Period {
        name,
        description,
        clock,
        interval,
        warm_up: SimTime(warm_up.0),
        drain: drain.then_some(limit),
    })
}

/// The period's clock from `start`, `duration` or `end`, and `time_zone`.
fn clock(reader: &Reader<'_>) -> Option<Clock> {
    let zone = reader.text("time_zone").unwrap_or("UTC");
    let (duration, end) = (reader.node("duration"), reader.node("end"));
    let start = match reader.node("start") {
        Some(node) => date_time(node, "start", reader.notes)?,
        None => DateTime::constant(2026, 1, 5, 0, 0, 0, 0),
    };
    let begin = |end: SimTime| match Clock::new(zone, start, end) {
        Ok(clock) => Some(clock),
        Err(_) => {
            reader.notes.add(
                reader.table.get("time_zone").map_or(&reader.at, |node| &node.at),
                format!("there is no time zone {zone:?}"),
                "write an IANA name such as \"Europe/Warsaw\" or \"UTC\"",
            );
            None
        }
    };
    let length = match (duration, end) {
        (Some(_), Some(end)) => {
            reader.notes.add(&end.at, "`duration` and `end` are both given", "write one of them");
            return None;
        }
        (None, None) => {
            reader.notes.add(
                &reader.at,
                "[scenario] needs `duration` or `end`",
                "such as duration = \"10h\"",
            );
            return None;
        }
        (Some(_), None) => reader.positive_duration("duration", Span(1)),
        (None, Some(node)) => {
            let end = date_time(node, "end", reader.notes)?;
            Span(begin(SimTime::NEVER)?.civil(end).0)
        }
    };
    if length == Span::ZERO || length > LONGEST {
        let key = if reader.table.get("end").is_some() { "end" } else { "duration" };
        let (message, help) = if length == Span::ZERO {
            ("`end` is not after `start`".to_owned(), "write a later `end`")
        } else {
            let days = length.seconds() / 86_400.0;
            (format!("a period of {days:.0} days is too long"), "periods last up to 10 years")
        };
        reader.notes.add(reader.table.get(key).map_or(&reader.at, |node| &node.at), message, help);
        return None;
    }
    begin(SimTime(length.0))
}

/// A local date and time such as `2026-03-02T08:00:00`.
fn date_time(node: &Node, key: &str, notes: &Notes) -> Option<DateTime> {
    let text = match &node.value {
        Value::Datetime(text) | Value::Text(text) => text.as_str(),
        _ => "",
    };
    let parsed = text.parse::<DateTime>().ok();
    let has_offset = text.parse::<Timestamp>().is_ok();
    if parsed.is_none() || has_offset {
        let help = if has_offset {
            "without an offset: it is a local time in `time_zone`"
        } else {
            "write a local date and time: 2026-03-02T08:00:00"
        };
        notes.add(&node.at, format!("`{key}` cannot be {}", node.written()), help);
        return None;
    }
    parsed
}

/// Settings of `[run]` beyond [`RunSettings`].
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) settings: RunSettings,
    /// Whether the automatic variants are dropped.
    pub(super) declared_only: bool,
    pub(super) queue_length_max: bool,
    /// Whether waits are compared with estimates in every queue.
    pub(super) wait_estimates: bool,
}

/// Reads `[run]`; `replications` are those of the command line.
pub(super) fn run(root: &Table, replications: Option<u32>, notes: &Notes) -> Run {
    let empty = Table::default();
    let reader = Reader::section(root, "run", &empty, notes);
    let attribution = match reader.choice("attribution", &["arrival", "event"]) {
        Some(1) => Attribution::Event,
        _ => Attribution::Arrival,
    };
    let declared_only = reader.choice("variants", &["declared"]).is_some();
    let extra = reader.node("extra");
    if let Some(node) = extra.filter(|node| node.as_list().is_none()) {
        reader.wrong(node, "`extra` must be a list", "extra = [\"queue_length_max\"]");
    }
    let (mut queue_length_max, mut wait_estimates) = (false, false);
    for node in extra.and_then(Node::as_list).unwrap_or_default() {
        match node.as_text() {
            Some("queue_length_max") => queue_length_max = true,
            Some("wait_estimates") => wait_estimates = true,
            _ => notes.add(
                &node.at,
                format!("{} is no extra metric of this version", node.written()),
                "write extra = [\"queue_length_max\", \"wait_estimates\"] or leave it out",
            ),
        }
    }
    let mut settings = RunSettings {
        seed: reader.integer("seed", 0, i64::MAX).unwrap_or(1) as u64,
        replications: reader.integer("replications", 1, MOST_REPLICATIONS).unwrap_or(100) as u32,
        confidence: reader.number("confidence", 0.5, 0.999_999).unwrap_or(0.95),
        attribution,
        ..RunSettings::default()
    };
    estimation::read(&reader, &mut settings, replications);
    reader.finish();
    Run { settings, declared_only, queue_length_max, wait_estimates }
}
