//! `[plan.shift.NAME]`: when a shift may start, how long it is, where its breaks may lie; every way
//! of working it on every day of the period.

use jiff::civil::DateTime;

use crate::time::{SimTime, Span};

use super::build::Build;
use super::clock;
use super::node::Node;
use super::problem::nearest;
use super::reader::{self, Reader};

/// Ways of laying the breaks of a shift at most; more are thinned out.
const MOST_LAYOUTS: usize = 60;
/// Patterns of all shifts on all days at most.
const MOST_PATTERNS: usize = 100_000;
/// Breaks of a shift at most.
const MOST_BREAKS: usize = 4;
/// Breaks start on this grid, or on the reporting interval where that is finer.
const GRID: Span = Span::from_secs(1_800);

const BREAKS: &str =
    "write breaks = [{ earliest = \"3h\", latest = \"5h\", length = \"30m\", paid = false }]";

/// A kind of shift.
#[derive(Clone, Debug)]
pub struct Shift {
    /// Its name.
    pub name: String,
    /// The groups that work it.
    pub groups: Vec<String>,
    /// Days that an agent works in a week.
    pub days_per_week: u32,
    /// Most agents of a group who work it on one day.
    pub max_agents: Option<u32>,
    /// Money for each paid hour; none: as for the group.
    pub cost_per_hour: Option<f64>,
    /// The ways of working it, day by day.
    pub patterns: Vec<Pattern>,
}

/// One way of working a shift on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Its civil date, `2026-03-02`.
    pub date: String,
    /// Civil start and end, `07:30`.
    pub from: String,
    /// See `from`; an end not after the start is on the next day.
    pub to: String,
    /// Civil starts and ends of the breaks, in order.
    pub breaks: Vec<(String, String)>,
    /// When the agent is on the phones, within the period.
    pub works: Vec<(SimTime, SimTime)>,
    /// Paid time: the shift less its unpaid breaks.
    pub paid: Span,
}

/// A break as it may lie.
#[derive(Clone, Copy, Debug)]
struct Break {
    earliest: Span,
    latest: Span,
    length: Span,
    paid: bool,
}

/// Reads all shifts, for the planned groups.
pub(super) fn shifts(build: &Build<'_>, node: &Node, groups: &[String]) -> Option<Vec<Shift>> {
    let Some(table) = node.as_table() else {
        build.notes.add(&node.at, "`shift` must hold tables by name", "[plan.shift.early]");
        return None;
    };
    let mut found = Vec::new();
    for entry in &table.entries {
        let Some(inner) = entry.node.as_table() else {
            build.notes.add(
                &entry.key_at,
                format!("[plan.shift.{}] must be a table", entry.key),
                "[plan.shift.early]",
            );
            continue;
        };
        let name = format!("[plan.shift.{}]", entry.key);
        let reader = Reader::new(inner, name, &entry.key_at, build.notes);
        found.push(shift(build, &entry.key, &reader, groups));
    }
    let mut found = found.into_iter().collect::<Option<Vec<Shift>>>()?;
    found.sort_by(|a, b| a.name.cmp(&b.name));
    let patterns: usize = found.iter().map(|shift| shift.patterns.len()).sum();
    if patterns > MOST_PATTERNS {
        build.notes.add(
            &node.at,
            format!("the shifts can be worked in {patterns} ways"),
            format!("at most {MOST_PATTERNS}: give fewer `starts`, or a shorter period"),
        );
        return None;
    }
    Some(found)
}

fn shift(build: &Build<'_>, name: &str, reader: &Reader<'_>, groups: &[String]) -> Option<Shift> {
    let length = reader.required("length", "how long it is: length = \"8h\"").map(|_| ());
    let length = length.map(|()| reader.positive_duration("length", Span::from_secs(8 * 3_600)));
    let starts = reader
        .required("starts", "when it may start: starts = [\"07:00\", \"07:30\"]")
        .map(|node| starts(build, node));
    let days = clock::days(reader);
    let days_per_week = reader.integer("days_per_week", 1, 7).unwrap_or(5) as u32;
    let max_agents = reader.integer("max_agents", 0, 1_000_000).map(|most| most as u32);
    let cost_per_hour = reader.number("cost_per_hour", 0.0, 1e9);
    let own_groups = reader.node("groups").map(|node| named_groups(build, node, groups));
    let breaks = reader.node("breaks").map(|node| breaks(build, node));
    reader.finish();
    let (length, starts) = (length?, starts??);
    let breaks = breaks.unwrap_or(Some(Vec::new()))?;
    let layouts = layouts(build, &breaks, length);
    if layouts.is_empty() {
        build.notes.add(
            &reader.at,
            format!("the breaks of {} do not fit into it", reader.name),
            "breaks follow each other and end before the shift does",
        );
        return None;
    }
    let mut patterns = Vec::new();
    for date in build.clock.dates_with_yesterday() {
        if days[date.weekday().to_monday_zero_offset() as usize] {
            for &start in &starts {
                let at = date.to_datetime(start);
                let ways = layouts.iter().filter_map(|layout| pattern(build, at, length, layout));
                patterns.extend(ways);
            }
        }
    }
    Some(Shift {
        name: name.to_owned(),
        groups: own_groups.unwrap_or_else(|| Some(groups.to_vec()))?,
        days_per_week,
        max_agents,
        cost_per_hour,
        patterns,
    })
}

fn starts(build: &Build<'_>, node: &Node) -> Option<Vec<jiff::civil::Time>> {
    let items = node.as_list().unwrap_or_default();
    if items.is_empty() {
        let message = format!("`starts` cannot be {}", node.written());
        build.notes.add(&node.at, message, "starts = [\"07:00\", \"07:30\"]");
        return None;
    }
    let mut found = Vec::new();
    for item in items {
        let time = clock::time_of_day(item, "starts", build.notes)?;
        found.push(time.unwrap_or(jiff::civil::Time::MIN));
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}

fn named_groups(build: &Build<'_>, node: &Node, known: &[String]) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for item in node.as_list().unwrap_or_default() {
        let name = item.as_text().unwrap_or_default();
        if !known.iter().any(|other| other == name) {
            let near = nearest(name, known.iter().map(String::as_str));
            build.notes.add(
                &item.at,
                format!("{} is no planned group", item.written()),
                near.map_or_else(
                    || format!("the planned groups are {}", known.join(", ")),
                    |near| format!("did you mean {near:?}?"),
                ),
            );
            return None;
        }
        found.push(name.to_owned());
    }
    if found.is_empty() {
        let message = format!("`groups` cannot be {}", node.written());
        build.notes.add(&node.at, message, "write groups = [\"team\"]");
        return None;
    }
    Some(found)
}

fn breaks(build: &Build<'_>, node: &Node) -> Option<Vec<Break>> {
    let Some(items) = node.as_list().filter(|items| items.len() <= MOST_BREAKS) else {
        let message = format!("`breaks` must be a list of at most {MOST_BREAKS}");
        build.notes.add(&node.at, message, BREAKS);
        return None;
    };
    let read = items.iter().map(|item| {
        let Some(table) = item.as_table() else {
            build.notes.add(&item.at, "a break must be a table", BREAKS);
            return None;
        };
        let reader = Reader::new(table, "a break", &item.at, build.notes);
        let required = |key| {
            let node = reader.required(key, BREAKS)?;
            reader::duration(node, key, build.notes)
        };
        let (earliest, latest, length) =
            (required("earliest"), required("latest"), required("length"));
        let paid = reader.boolean("paid", false);
        reader.finish();
        let found = Break { earliest: earliest?, latest: latest?, length: length?, paid };
        if found.latest < found.earliest || found.length == Span::ZERO {
            build.notes.add(&item.at, "a break that cannot be", BREAKS);
            return None;
        }
        Some(found)
    });
    let read: Vec<Option<Break>> = read.collect();
    read.into_iter().collect()
}

/// Starts of the breaks from the start of the shift on, with their lengths and pay.
type Layout = Vec<(Span, Break)>;

/// Every way of laying the breaks one after another on a grid, coarser where there would be too
/// many.
fn layouts(build: &Build<'_>, breaks: &[Break], length: Span) -> Vec<Layout> {
    let mut grid = build.period.interval.0.min(GRID.0);
    loop {
        let found = laid(breaks, length, Span(grid));
        if found.len() <= MOST_LAYOUTS {
            return found;
        }
        grid *= 2;
    }
}

fn laid(breaks: &[Break], length: Span, grid: Span) -> Vec<Layout> {
    let mut found: Vec<Layout> = vec![Vec::new()];
    for &next in breaks {
        found = found
            .iter()
            .flat_map(|layout| {
                let free = layout.last().map_or(Span::ZERO, |(at, before)| *at + before.length);
                let steps = 0..=(next.latest.0 - next.earliest.0) / grid.0;
                let places = steps.map(move |step| next.earliest + Span(step * grid.0));
                places
                    .filter(move |at| *at >= free && *at + next.length <= length)
                    .map(|at| [layout.as_slice(), &[(at, next)]].concat())
            })
            .collect();
    }
    found
}

/// A way of working from a civil start on; none when it has no part in the period.
fn pattern(build: &Build<'_>, start: DateTime, length: Span, layout: &Layout) -> Option<Pattern> {
    let at = |after: Span| build.clock.after(start, after);
    let (end, end_civil) = at(length)?;
    let mut works = Vec::new();
    let mut breaks = Vec::new();
    let mut paid = length;
    let mut from = at(Span::ZERO)?.0;
    for (offset, pause) in layout {
        let (pause_from, civil_from) = at(*offset)?;
        let (pause_to, civil_to) = at(*offset + pause.length)?;
        works.push((from, pause_from));
        breaks.push((told(civil_from), told(civil_to)));
        from = pause_to;
        if !pause.paid {
            paid = Span(paid.0 - pause.length.0);
        }
    }
    works.push((from, end));
    let within = |ticks: i64| SimTime(u64::try_from(ticks).unwrap_or(0)).min(build.clock.end);
    let works: Vec<_> = works
        .into_iter()
        .map(|(from, to)| (within(from), within(to)))
        .filter(|(from, to)| from < to)
        .collect();
    (!works.is_empty()).then(|| Pattern {
        date: start.date().to_string(),
        from: told(start),
        to: told(end_civil),
        breaks,
        works,
        paid,
    })
}

/// `07:30` of a civil time, with its seconds where it has some.
fn told(at: DateTime) -> String {
    let text = at.time().to_string();
    text.strip_suffix(":00").map_or_else(|| text.clone(), str::to_owned)
}
