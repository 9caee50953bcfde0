//! `[[expect]]`: what a scenario expects of its results, for `ringback check`.

use crate::measure::{Better, METRICS, Metric, Unit, Window};

use super::node::{Node, Table, Value};
use super::problem::{At, Notes, nearest};
use super::reader::{self, Reader};
use super::study::Timeline;

/// One `[[expect]]`.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Of which metric.
    pub metric: &'static Metric,
    /// Which number of it.
    pub statistic: Statistic,
    /// In which variant; none: in every variant.
    pub variant: Option<String>,
    /// Of whom.
    pub whom: Whom,
    /// When: positions of reporting intervals; none: the whole period.
    pub intervals: Option<Vec<usize>>,
    /// That time as it is written, such as `09:00 to 12:00`; empty for the whole period.
    pub time: String,
    /// What it is to be.
    pub bound: Bound,
    /// Whether the limit of the confidence interval is to keep the bound, not the mean alone.
    pub confident: bool,
    /// The file that says so, and the line, from 1.
    pub place: (String, usize),
}

/// Which number of a metric.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Statistic {
    /// The mean, ratio of sums or quantile that a run reports.
    #[default]
    Mean,
    /// A tenth of the replications lies at or below.
    P10,
    /// Nine tenths lie at or below.
    P90,
    /// Least over replications.
    Min,
    /// Largest over replications.
    Max,
}

impl Statistic {
    /// All of them with their names in files.
    pub const ALL: [(&str, Self); 5] = [
        ("mean", Self::Mean),
        ("p10", Self::P10),
        ("p90", Self::P90),
        ("min", Self::Min),
        ("max", Self::Max),
    ];

    /// Its name in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(_, other)| *other == self).map_or("mean", |found| found.0)
    }
}

/// Whom an expectation is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whom {
    /// The whole center.
    #[default]
    Center,
    /// A queue by its name.
    Queue(String),
    /// A call type by its name.
    CallType(String),
    /// An agent group by its name.
    Group(String),
}

/// What a number is expected to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// At most so much.
    AtMost(f64),
    /// At least so much.
    AtLeast(f64),
    /// So much, give or take.
    Equals {
        /// So much.
        value: f64,
        /// Give or take.
        tolerance: f64,
    },
    /// Better than in another variant, by the same callers.
    BetterThan {
        /// The other variant.
        variant: String,
        /// By at least so much.
        by: f64,
    },
}

/// The names that expectations may use.
pub(super) struct Known {
    pub(super) variants: Vec<String>,
    queues: Vec<String>,
    call_types: Vec<String>,
    groups: Vec<String>,
}

impl Known {
    /// The names of the variants, and of what stands in any of their trees.
    pub(super) fn new<'t>(variants: Vec<String>, trees: impl Iterator<Item = &'t Table>) -> Self {
        let mut known =
            Self { variants, queues: Vec::new(), call_types: Vec::new(), groups: Vec::new() };
        for tree in trees {
            for (kind, names) in [
                ("queue", &mut known.queues),
                ("call_type", &mut known.call_types),
                ("agent_group", &mut known.groups),
            ] {
                let tables = tree.table(kind).map_or(&[][..], |table| &table.entries);
                names.extend(tables.iter().map(|entry| entry.key.clone()));
                names.sort();
                names.dedup();
            }
        }
        known
    }
}

const HELP: &str = "[[expect]] with metric = \"lost_rate\" and at_most = 0.08";

/// Reads all expectations; those with a problem are noted and left out. `line` tells the file
/// and line of a place.
pub(super) fn expectations(
    root: &Table,
    known: &Known,
    timeline: &Timeline,
    notes: &Notes,
    line: &dyn Fn(&At) -> (String, usize),
) -> Vec<Expectation> {
    let Some(node) = root.get("expect") else { return Vec::new() };
    let Some(items) = node.as_list() else {
        notes.add(&node.at, "expectations are a list of tables", HELP);
        return Vec::new();
    };
    let read = |item: &Node| {
        let Some(table) = item.as_table() else {
            notes.add(&item.at, "an expectation must be a table", HELP);
            return None;
        };
        let reader = Reader::new(table, "[[expect]]", &item.at, notes);
        let found = expectation(&reader, known, timeline);
        reader.finish();
        Some(Expectation { place: line(&item.at), ..found? })
    };
    items.iter().filter_map(read).collect()
}

fn expectation(reader: &Reader<'_>, known: &Known, timeline: &Timeline) -> Option<Expectation> {
    let metric = metric(reader);
    let choices = Statistic::ALL.map(|(name, _)| name);
    let statistic =
        reader.choice("statistic", &choices).map_or(Statistic::Mean, |at| Statistic::ALL[at].1);
    let variant = named(reader, "variant", "variant", &known.variants);
    let whom = whom(reader, known);
    let times = times(reader, timeline);
    let confident = reader.boolean("confident", false);
    if confident && statistic != Statistic::Mean {
        reader.notes.add(
            at_key(reader, "confident"),
            format!("`{}` over replications has no confidence limit", statistic.id()),
            "leave `confident` out, or judge the mean",
        );
    }
    // Everything is read before anything is missed, so that all problems are said at once.
    let bound = bound(reader, metric, known);
    let (metric, whom, (intervals, time)) = (metric?, whom?, times?);
    exists(reader, metric, &whom, intervals.is_some())?;
    if let Some(Bound::BetterThan { variant: other, .. }) = &bound {
        compares(reader, metric, statistic, variant.as_deref(), other)?;
    }
    Some(Expectation {
        metric,
        statistic,
        variant,
        whom,
        intervals,
        time,
        bound: bound?,
        confident,
        place: Default::default(),
    })
}

fn metric(reader: &Reader<'_>) -> Option<&'static Metric> {
    let node = reader.required("metric", "such as metric = \"lost_rate\"")?;
    let name = reader.text("metric")?;
    let found = Metric::find(name);
    if found.is_none() {
        let help = nearest(name, METRICS.iter().map(|metric| metric.id)).map_or_else(
            || "such as handled_rate, lost_rate, service_level, abandonment_rate, wait_p90".into(),
            |near| format!("did you mean {near:?}?"),
        );
        reader.notes.add(&node.at, format!("there is no metric {name:?}"), help);
    }
    found
}

/// A name that must be known; none when the key is left out or the name is not.
fn named(reader: &Reader<'_>, key: &'static str, kind: &str, known: &[String]) -> Option<String> {
    let name = reader.text(key)?;
    if known.iter().any(|other| other == name) {
        return Some(name.to_owned());
    }
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("the {kind}s are {}", known.join(", ")),
    };
    if let Some(node) = reader.table.get(key) {
        reader.notes.add(&node.at, format!("there is no {kind} {name:?}"), help);
    }
    None
}

/// Whom a name means.
type Make = fn(String) -> Whom;

fn whom(reader: &Reader<'_>, known: &Known) -> Option<Whom> {
    let kinds: [(&'static str, &str, &[String], Make); 3] = [
        ("queue", "queue", &known.queues, Whom::Queue),
        ("call_type", "call type", &known.call_types, Whom::CallType),
        ("agent_group", "agent group", &known.groups, Whom::Group),
    ];
    let mut found = Vec::new();
    for (key, kind, names, make) in kinds {
        let given = reader.table.get(key).is_some();
        let name = named(reader, key, kind, names);
        if given {
            found.push(name.map(make));
        }
    }
    if found.len() > 1 {
        reader.notes.add(
            &reader.at,
            "an expectation is about one queue, call type or agent group",
            "write one [[expect]] for each",
        );
        return None;
    }
    found.pop().unwrap_or(Some(Whom::Center))
}

/// The reporting intervals that begin between `from` and `to`, with that time in words.
fn times(reader: &Reader<'_>, timeline: &Timeline) -> Option<(Option<Vec<usize>>, String)> {
    let from = moment(reader, "from");
    let to = moment(reader, "to");
    if reader.table.get("from").is_none() && reader.table.get("to").is_none() {
        return Some((None, String::new()));
    }
    let (from, to) = (from?, to?);
    let is_clock = |time: &str| !time.is_empty() && !time.contains('T');
    let overnight = is_clock(&from) && is_clock(&to) && from > to;
    let inside = |start: &str| {
        let part = |limit: &str| {
            if limit.contains('T') { start[..19].to_owned() } else { start[11..19].to_owned() }
        };
        let after = from.is_empty() || part(&from) >= from;
        let before = to.is_empty() || part(&to) < to;
        if overnight { after || before } else { after && before }
    };
    let positions: Vec<usize> = timeline
        .intervals
        .iter()
        .enumerate()
        .filter(|(_, start)| start.len() >= 19 && inside(start))
        .map(|(position, _)| position)
        .collect();
    if positions.is_empty() {
        let key = if reader.table.get("from").is_some() { "from" } else { "to" };
        reader.notes.add(
            at_key(reader, key),
            "no reporting interval begins between `from` and `to`",
            format!("the period is {} to {}", timeline.start, timeline.end),
        );
        return None;
    }
    let words = match (from.is_empty(), to.is_empty()) {
        (false, false) => format!("{} to {}", short(&from), short(&to)),
        (false, true) => format!("from {}", short(&from)),
        _ => format!("until {}", short(&to)),
    };
    Some((Some(positions), words))
}

fn short(time: &str) -> &str {
    time.strip_suffix(":00").unwrap_or(time)
}

/// A time of day, or a date and time, as in the timeline; empty when it is left out, and for
/// midnight at the end of the day.
fn moment(reader: &Reader<'_>, key: &'static str) -> Option<String> {
    let Some(node) = reader.node(key) else { return Some(String::new()) };
    if let Value::Datetime(text) | Value::Text(text) = &node.value
        && let Ok(at) = text.parse::<jiff::civil::DateTime>()
        && text.contains(['T', ' '])
    {
        return Some(at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
    }
    let time = super::clock::time_of_day(node, key, reader.notes)?;
    Some(time.map_or_else(String::new, |time| time.strftime("%H:%M:%S").to_string()))
}

/// Exactly one of the bounds.
fn bound(reader: &Reader<'_>, metric: Option<&'static Metric>, known: &Known) -> Option<Bound> {
    let at_most = value(reader, "at_most", metric).map(Bound::AtMost);
    let at_least = value(reader, "at_least", metric).map(Bound::AtLeast);
    let (equals, tolerance) = (value(reader, "equals", metric), value(reader, "tolerance", metric));
    let better_than = named(reader, "better_than", "variant", &known.variants);
    let by = value(reader, "by", metric);
    let given = |key: &str| reader.table.get(key).is_some();
    let count =
        ["at_most", "at_least", "equals", "better_than"].iter().filter(|key| given(key)).count();
    let lone = [("tolerance", "equals"), ("by", "better_than")];
    for (key, other) in lone.iter().filter(|(key, other)| given(key) && !given(other)) {
        reader.notes.add(
            &reader.at,
            format!("`{key}` goes with `{other}`"),
            format!("add `{other}`"),
        );
    }
    if given("equals") && !given("tolerance") {
        reader.notes.add(&reader.at, "`equals` needs `tolerance`", "such as tolerance = 0.005");
    }
    if count != 1 {
        let (message, help) = if count == 0 {
            (
                "[[expect]] says nothing that is to hold",
                "add at_most, at_least, equals or better_than",
            )
        } else {
            ("[[expect]] says two things that are to hold", "write one [[expect]] for each")
        };
        reader.notes.add(&reader.at, message, help);
        return None;
    }
    let equals = equals.zip(tolerance).map(|(value, tolerance)| Bound::Equals { value, tolerance });
    let better = better_than.map(|variant| Bound::BetterThan { variant, by: by.unwrap_or(0.0) });
    at_most.or(at_least).or(equals).or(better)
}

/// A number in the metric's unit; a time may be written with its unit.
fn value(reader: &Reader<'_>, key: &'static str, metric: Option<&Metric>) -> Option<f64> {
    let node = reader.node(key)?;
    let unit = metric.map_or(Unit::Count, |metric| metric.unit);
    if unit == Unit::Seconds && node.as_text().is_some() {
        return reader::duration(node, key, reader.notes).map(|length| length.seconds());
    }
    let (low, high) = match unit {
        Unit::Share => (0.0, 1.0),
        // A bias of estimates may be negative.
        Unit::Seconds => (-1e12, 1e12),
        _ => (0.0, 1e12),
    };
    reader::number(node, key, low, high, reader.notes)
}

/// Notes a metric that does not exist for whom, or by interval.
fn exists(reader: &Reader<'_>, metric: &Metric, whom: &Whom, by_interval: bool) -> Option<()> {
    let (window, of) = match whom {
        Whom::Center => (Window::Center, "the whole center"),
        Whom::Queue(_) => (Window::Queue, "a queue"),
        Whom::CallType(_) => (Window::CallType, "a call type"),
        Whom::Group(_) => (Window::Group, "an agent group"),
    };
    if !metric.exists_for(window) {
        let homes = [
            (Window::Center, "the whole center"),
            (Window::Queue, "a queue"),
            (Window::CallType, "a call type"),
            (Window::Group, "an agent group"),
        ];
        let homes: Vec<&str> =
            homes.iter().filter(|home| metric.exists_for(home.0)).map(|home| home.1).collect();
        let message = format!("`{}` is no metric of {of}", metric.id);
        let help = format!("it is one of {}", homes.join(" and of "));
        reader.notes.add(at_key(reader, "metric"), message, help);
        return None;
    }
    let interval =
        if matches!(whom, Whom::Group(_)) { Window::GroupInterval } else { Window::Interval };
    if by_interval && !metric.exists_for(interval) {
        reader.notes.add(
            at_key(reader, "metric"),
            format!("`{}` is not known by time of day", metric.id),
            "leave `from` and `to` out",
        );
        return None;
    }
    Some(())
}

/// Notes what cannot be compared.
fn compares(
    reader: &Reader<'_>,
    metric: &Metric,
    statistic: Statistic,
    variant: Option<&str>,
    other: &str,
) -> Option<()> {
    let (message, help) = if metric.better == Better::Neither {
        (format!("`{}` has no better side", metric.id), "write at_most or at_least")
    } else if statistic != Statistic::Mean {
        ("`better_than` compares means".into(), "leave `statistic` out")
    } else if variant == Some(other) {
        (format!("{other:?} cannot be better than itself"), "name two variants")
    } else {
        return Some(());
    };
    reader.notes.add(at_key(reader, "better_than"), message, help);
    None
}

/// Where the value of a key stands; the table where there is none.
fn at_key<'r>(reader: &'r Reader<'_>, key: &str) -> &'r At {
    reader.table.get(key).map_or(&reader.at, |node| &node.at)
}
