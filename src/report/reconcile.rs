//! Reconciling with an ACD: which definition, attribution, clock and edge of the threshold give
//! its own interval numbers from the calls themselves, and what is left then.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::scenario::{DataTable, days_since_1970};
use crate::stats::{ServiceCounts, ServiceLevelDefinition};

use super::numbers::{length, percent};
use super::words::plain;

/// What a reader may state; the rest is found out.
#[derive(Clone, Copy, Debug)]
pub struct Thresholds {
    /// Answered within so many seconds is in time.
    pub within: f64,
    /// Abandoned within so many seconds is short.
    pub short: f64,
}

/// Names that systems give to the same column, lower case.
const TIMES: [&str; 8] = [
    "start",
    "interval_start",
    "interval start utc date",
    "interval",
    "timestamp",
    "datetime",
    "time",
    "arrived_at",
];
const LEVELS: [&str; 5] =
    ["service_level", "service level %", "servicelevel", "service level", "slvl"];
const OFFERED: [&str; 5] = ["offered", "callsoffered", "noffered", "interactions offered", "calls"];
const ANSWERED: [&str; 5] = ["answered", "callsanswered", "callshandled", "acdcalls", "handled"];
const ABANDONED: [&str; 4] = ["abandoned", "abncalls", "routercallsabandq", "abandon"];

/// A recorded call.
struct Call {
    at: f64,
    wait: f64,
    ring: f64,
    answered: bool,
    callback: bool,
}

/// An interval of the ACD's own numbers.
struct Interval {
    start: f64,
    name: String,
    level: Option<f64>,
    counts: [Option<f64>; 3],
}

/// One way to count.
#[derive(Clone, Copy)]
struct Way {
    definition: ServiceLevelDefinition,
    by_event: bool,
    until_assigned: bool,
    below: bool,
}

/// The comparison in words: the best way, all others by their error, and what is left.
///
/// # Errors
/// When a needed column is missing or a cell is none: whether of the calls, and in words.
pub fn reconcile(
    acd: &DataTable,
    calls: &DataTable,
    limits: Thresholds,
) -> Result<String, (bool, String)> {
    let intervals = intervals(acd).map_err(|what| (false, what))?;
    let calls = read_calls(calls).map_err(|what| (true, what))?;
    let rings = calls.iter().any(|call| call.ring > 0.0);
    let mut tried: Vec<(f64, Way, Vec<Option<f64>>)> = ways(rings)
        .map(|way| {
            let levels = levels(&calls, &intervals, limits, way);
            (error(&intervals, &levels), way, levels)
        })
        .collect();
    tried.sort_by(|a, b| a.0.total_cmp(&b.0));
    let Some((least, best, levels)) = tried.first() else { return Ok(String::new()) };
    let mut text = format!(
        "{} intervals of the ACD against {} recorded calls, answered within {}.\n\n\
         {}: {}, a mean error of {} points.\n\n",
        intervals.len(),
        calls.len(),
        length(limits.within),
        if *least < 0.0006 { "Reproduced" } else { "Nearest" },
        said(*best, rings),
        points(*least)
    );
    let _ = writeln!(text, "{:>12}  way of counting", "mean error");
    for (error, way, _) in &tried {
        let _ = writeln!(text, "{:>12}  {}", points(*error), said(*way, rings));
    }
    text += &rest(&intervals, levels);
    text += &counts(&calls, &intervals);
    Ok(text)
}

fn points(share: f64) -> String {
    format!("{:.2}", 100.0 * share)
}

fn said(way: Way, rings: bool) -> String {
    let clock = match (rings, way.until_assigned) {
        (false, _) => "",
        (true, true) => ", clock stops when the agent is notified (queue)",
        (true, false) => ", clock stops when the agent accepts (connect)",
    };
    format!(
        "{} = {}, by {}, threshold {}{clock}",
        way.definition.id(),
        way.definition.words(),
        if way.by_event { "event" } else { "arrival" },
        if way.below { "<" } else { "<=" }
    )
}

/// All ways; the clock matters only where ringing is recorded.
fn ways(rings: bool) -> impl Iterator<Item = Way> {
    ServiceLevelDefinition::ALL.into_iter().flat_map(move |definition| {
        let sides = [(false, false), (false, true), (true, false), (true, true)];
        sides.into_iter().flat_map(move |(by_event, below)| {
            let clocks = if rings { &[false, true][..] } else { &[false] };
            let way = move |&until_assigned| Way { definition, by_event, until_assigned, below };
            clocks.iter().map(way)
        })
    })
}

/// The service level of each interval by one way of counting.
fn levels(
    calls: &[Call],
    intervals: &[Interval],
    limits: Thresholds,
    way: Way,
) -> Vec<Option<f64>> {
    let mut counts = vec![ServiceCounts::default(); intervals.len()];
    for call in calls {
        let wait = if way.until_assigned { call.wait - call.ring } else { call.wait };
        let moment = if way.by_event { call.at + call.wait } else { call.at };
        let Some(found) = place(intervals, moment) else { continue };
        let within = |limit: f64| if way.below { wait < limit } else { wait <= limit };
        let count = &mut counts[found];
        let (in_time, short) = (u64::from(within(limits.within)), u64::from(within(limits.short)));
        if call.callback {
            count.callbacks += 1;
            count.flow_outs += 1;
        } else if call.answered {
            count.answered += 1;
            count.answered_in_time += in_time;
        } else {
            count.abandoned += 1;
            count.abandoned_in_time += in_time;
            count.short_abandoned += short;
        }
    }
    let level = |counts: &ServiceCounts| {
        let (numerator, denominator) = way.definition.parts(counts);
        (denominator > 0).then(|| numerator as f64 / denominator as f64)
    };
    counts.iter().map(level).collect()
}

/// The interval in which a moment lies: the last that starts at or before it, no longer after
/// than the usual length.
fn place(intervals: &[Interval], moment: f64) -> Option<usize> {
    let after = intervals.partition_point(|interval| interval.start <= moment);
    let found = after.checked_sub(1)?;
    (moment - intervals[found].start < usual(intervals)).then_some(found)
}

/// The least distance of two starts.
fn usual(intervals: &[Interval]) -> f64 {
    let gaps = intervals.windows(2).map(|pair| pair[1].start - pair[0].start);
    gaps.filter(|gap| *gap > 0.0).fold(86_400.0, f64::min)
}

/// Mean absolute difference where both have a value; where only one has, it counts in full.
fn error(intervals: &[Interval], levels: &[Option<f64>]) -> f64 {
    let pairs = intervals.iter().zip(levels).filter_map(|(interval, level)| {
        let wanted = interval.level?;
        Some(level.map_or(1.0, |level| libm::fabs(level - wanted)))
    });
    let (sum, count) = pairs.fold((0.0, 0.0), |(sum, count), error| (sum + error, count + 1.0));
    if count > 0.0 { sum / count } else { 1.0 }
}

/// The intervals that the best way does not reproduce to a tenth of a point.
fn rest(intervals: &[Interval], levels: &[Option<f64>]) -> String {
    let shown = |level: Option<f64>| level.map_or_else(|| "-".into(), percent);
    let left: Vec<String> = intervals
        .iter()
        .zip(levels)
        .filter(|(interval, level)| {
            interval
                .level
                .is_some_and(|wanted| level.is_none_or(|level| libm::fabs(level - wanted) > 0.0011))
        })
        .map(|(interval, level)| {
            format!("{:<26}{:>10}{:>12}\n", interval.name, shown(interval.level), shown(*level))
        })
        .collect();
    match left.len() {
        0 => "\nEvery interval is reproduced to a tenth of a point.\n".into(),
        count => format!(
            "\nNot reproduced: {count} of {} intervals.\n{:<26}{:>10}{:>12}\n{}",
            intervals.len(),
            "interval",
            "ACD",
            "from calls",
            left.concat()
        ),
    }
}

/// Calls offered, answered and abandoned where the ACD has them, by arrival and by event.
fn counts(calls: &[Call], intervals: &[Interval]) -> String {
    let mut text = String::new();
    for (at, name) in ["offered", "answered", "abandoned"].into_iter().enumerate() {
        let wanted: f64 = intervals.iter().filter_map(|interval| interval.counts[at]).sum();
        if intervals.iter().all(|interval| interval.counts[at].is_none()) {
            continue;
        }
        let off = |by_event: bool| {
            let mut found: BTreeMap<usize, f64> = BTreeMap::new();
            for call in calls.iter().filter(|call| counted(call, at)) {
                let moment = if by_event { call.at + call.wait } else { call.at };
                if let Some(found_in) = place(intervals, moment) {
                    *found.entry(found_in).or_default() += 1.0;
                }
            }
            let differs = intervals.iter().enumerate().filter(|(position, interval)| {
                let calls = found.get(position).copied().unwrap_or(0.0);
                interval.counts[at].is_some_and(|count| libm::fabs(count - calls) > 0.5)
            });
            (differs.count(), found.values().sum::<f64>())
        };
        let ((arrival, total), (event, _)) = (off(false), off(true));
        let _ = writeln!(
            text,
            "Calls {name}: ACD {wanted:.0}, recorded {total:.0}; they differ in {arrival} \
             intervals by arrival, in {event} by event."
        );
    }
    if text.is_empty() { text } else { format!("\n{text}") }
}

fn counted(call: &Call, column: usize) -> bool {
    match column {
        0 => true,
        1 => call.answered && !call.callback,
        _ => !call.answered && !call.callback,
    }
}

fn intervals(table: &DataTable) -> Result<Vec<Interval>, String> {
    let time = needed(table, &TIMES, "the start of each interval")?;
    let level = needed(table, &LEVELS, "the service level")?;
    let number = |column: Option<usize>, row: usize| -> Result<Option<f64>, String> {
        let Some(cell) = column.and_then(|column| table.columns[column].get(row)) else {
            return Ok(None);
        };
        number(table, cell).map(Some).ok_or_else(|| wrong(table, row, cell))
    };
    let columns = [&OFFERED[..], &ANSWERED[..], &ABANDONED[..]].map(|names| find(table, names));
    let mut all = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        let cell = table.columns[time].get(row).unwrap_or_default();
        all.push(Interval {
            start: moment(cell).ok_or_else(|| wrong(table, row, cell))?,
            name: plain(cell),
            level: number(Some(level), row)?,
            counts: [number(columns[0], row)?, number(columns[1], row)?, number(columns[2], row)?],
        });
    }
    if all.is_empty() {
        return Err("it has no intervals".into());
    }
    // A file of percentages has a value above 1 somewhere.
    if all.iter().any(|interval| interval.level.is_some_and(|level| level > 1.0)) {
        for interval in &mut all {
            interval.level = interval.level.map(|level| level / 100.0);
        }
    }
    all.sort_by(|a, b| a.start.total_cmp(&b.start));
    Ok(all)
}

fn read_calls(table: &DataTable) -> Result<Vec<Call>, String> {
    let time = needed(table, &["arrived_at", "time", "start", "timestamp"], "the arrival")?;
    let wait = needed(table, &["wait_s", "queue_wait_s", "wait"], "the wait in seconds")?;
    let answered = needed(table, &["answered"], "whether it was answered")?;
    let (ring, callback) = (find(table, &["ring_s"]), find(table, &["callback"]));
    let mut calls = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        let cell = |column: usize| table.columns[column].get(row).unwrap_or_default();
        let value = |column: usize| {
            number(table, cell(column)).ok_or_else(|| wrong(table, row, cell(column)))
        };
        let flag = |column: usize| yes(cell(column)).ok_or_else(|| wrong(table, row, cell(column)));
        calls.push(Call {
            at: moment(cell(time)).ok_or_else(|| wrong(table, row, cell(time)))?,
            wait: value(wait)?,
            ring: ring.map_or(Ok(0.0), value)?,
            answered: flag(answered)?,
            callback: callback.map_or(Ok(false), flag)?,
        });
    }
    Ok(calls)
}

fn wrong(table: &DataTable, row: usize, cell: &str) -> String {
    let place = if table.has_lines { row + 2 } else { row + 1 };
    format!("line {place}: {:?} cannot be read", plain(cell))
}

fn needed(table: &DataTable, names: &[&str], what: &str) -> Result<usize, String> {
    find(table, names).ok_or_else(|| {
        let known: Vec<String> = table.header.iter().map(|name| plain(name)).collect();
        format!("no column for {what} ({}); its columns are {}", names.join(", "), known.join(", "))
    })
}

fn find(table: &DataTable, names: &[&str]) -> Option<usize> {
    let header = |name: &&str| table.header.iter().position(|h| h.trim().to_lowercase() == **name);
    names.iter().find_map(header)
}

fn number(table: &DataTable, cell: &str) -> Option<f64> {
    let cell = cell.trim().trim_end_matches('%').trim();
    let cell = if table.decimal_comma { cell.replace(',', ".") } else { cell.to_owned() };
    cell.parse::<f64>().ok().filter(|number| number.is_finite())
}

fn yes(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "1" | "true" | "yes" | "y" => Some(true),
        "0" | "false" | "no" | "n" | "" => Some(false),
        _ => None,
    }
}

/// Seconds of a date and time as the clock shows it, `2026-03-02T08:30:00` with or without an
/// offset, which is left aside: both files are of one clock.
fn moment(text: &str) -> Option<f64> {
    let text = text.trim();
    let (date, clock) = text.split_once(['T', ' '])?;
    let (year, rest) = date.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let year = year.parse().ok().filter(|year| (1900..2200).contains(year))?;
    let days = days_since_1970(year, month.parse().ok()?, day.parse().ok()?)?;
    let clock = clock.split(['Z', '+']).next()?;
    let clock = clock.split_once('-').map_or(clock, |(clock, _)| clock);
    let mut seconds = 0.0;
    let pieces: Vec<&str> = clock.split(':').collect();
    if !(2..=3).contains(&pieces.len()) {
        return None;
    }
    for (piece, size) in pieces.iter().zip([3_600.0, 60.0, 1.0]) {
        seconds += piece.trim().parse::<f64>().ok().filter(|n| (0.0..100.0).contains(n))? * size;
    }
    Some(f64::from(days) * 86_400.0 + seconds)
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_moment_is_read_off_the_clock_whatever_its_offset() {
        let wanted = Some(1_772_440_200.0);
        assert_eq!(moment("2026-03-02T08:30:00"), wanted);
        assert_eq!(moment("2026-03-02T08:30:00+01:00"), wanted);
        assert_eq!(moment("2026-03-02 08:30"), wanted);
        assert_eq!(moment("2026-03-02T08:30:00-05:00"), wanted);
        assert_eq!(moment("08:30"), None);
        assert_eq!(moment("2026-13-02 08:30"), None);
        assert_eq!(moment("2026-02-30 08:30"), None, "there is no such day");
    }
}
