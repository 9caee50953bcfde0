//! Sentences and names that several views share: the period, its unit, civil times, plain text.

use crate::experiment::Results;

use super::axis;

/// A text without control characters and marks that turn the direction of writing, so that a name
/// cannot steer a terminal, break a file, or look like another.
#[must_use]
pub fn plain(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

/// What one replication is to a reader: a day, a week, or a period of another length.
pub(super) fn period(results: &Results, count: u32) -> String {
    let timeline = &results.manifest.timeline;
    let word = match timeline.days.len() {
        1 if seconds(results) > 4.0 * 3_600.0 => "day",
        7 => "week",
        _ => "period",
    };
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// Length of the reporting period in seconds.
fn seconds(results: &Results) -> f64 {
    results.manifest.timeline.intervals.len() as f64 * results.manifest.interval_seconds
}

/// `Mon 2 Mar 2026 08:00-18:00 Europe/Warsaw`.
pub(super) fn span(results: &Results) -> String {
    let timeline = &results.manifest.timeline;
    let date = |at: &str| format!("{} {}", axis::day(at), at.get(..4).unwrap_or_default());
    let (from, to) = (clock(&timeline.start), clock(&timeline.end));
    let zone = plain(&timeline.time_zone);
    if timeline.days.len() == 1 {
        let to = if to == "00:00" { "24:00" } else { to };
        format!("{} {from}-{to} {zone}", date(&timeline.start))
    } else {
        format!("{} {from} to {} {to} {zone}", date(&timeline.start), date(&timeline.end))
    }
}

/// `08:30` of an RFC 3339 time.
pub(super) fn clock(at: &str) -> &str {
    at.get(11..16).unwrap_or_default()
}

/// An interval as a reader names it: its clock, and its day where there are several.
pub(super) fn interval(results: &Results, start: &str) -> String {
    if results.manifest.timeline.days.len() == 1 {
        clock(start).to_owned()
    } else if results.manifest.interval_seconds == 86_400.0 {
        axis::day(start)
    } else {
        format!("{} {}", axis::day(start), clock(start))
    }
}

/// Reporting intervals in words: `half-hours`.
pub(super) fn intervals(results: &Results) -> String {
    let minutes = libm::round(results.manifest.interval_seconds / 60.0) as u64;
    match minutes {
        15 => "quarter-hours".into(),
        30 => "half-hours".into(),
        60 => "hours".into(),
        1_440 => "days".into(),
        _ => "intervals".into(),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
