//! Sentences and names that several views share: the period, its unit, civil times, plain text.

use crate::experiment::{Manifest, Results};
use crate::measure::{Metric, Unit};
use crate::scenario::HalfWidth;

use super::{axis, numbers};

/// A text without control characters and without those that turn the direction of writing, so that
/// a name cannot steer a terminal, break a file or be read as another.
#[must_use]
pub fn plain(text: &str) -> String {
    let wild =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if wild(c) { ' ' } else { c }).collect()
}

/// What one replication is to a reader: a day, a week, or a period of another length.
pub(super) fn period(manifest: &Manifest, count: u32) -> String {
    let timeline = &manifest.timeline;
    let word = match timeline.days.len() {
        1 if seconds(manifest) > 4.0 * 3_600.0 => "day",
        7 => "week",
        _ => "period",
    };
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

/// What an estimate is made of to a reader: a day and so on, or a batch of one long run.
pub(super) fn unit(manifest: &Manifest, count: u32) -> String {
    match (manifest.method.batches, count) {
        (Some(_), 1) => "batch".into(),
        (Some(_), _) => "batches".into(),
        (None, _) => period(manifest, count),
    }
}

/// How much was simulated: `200 days simulated`, `one run in 30 batches of 10h00m`.
pub(super) fn simulated(manifest: &Manifest) -> String {
    let count = numbers::thousands(f64::from(manifest.replications));
    let periods = period(manifest, manifest.replications);
    match (manifest.method.batches, manifest.method.antithetic) {
        (Some(run), _) => {
            format!("one run in {} batches of {}", run.count, numbers::length(run.seconds))
        }
        (None, true) => format!("{count} {periods} simulated in antithetic pairs"),
        (None, false) => format!("{count} {periods} simulated"),
    }
}

/// What must be known of how the numbers are estimated, a sentence each; nothing where they are
/// means over a given number of independent replications.
pub(super) fn estimation(manifest: &Manifest) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(stopped) = manifest.method.precision {
        let precision = stopped.precision;
        let metric = Metric::find(precision.metric);
        let (label, unit) =
            metric.map_or(("", Unit::Average), |metric| (metric.label, metric.unit));
        let width = match (precision.half_width, unit) {
            (HalfWidth::Relative(share), _) => format!("{} % of it", numbers::short(100.0 * share)),
            (HalfWidth::Absolute(width), Unit::Share) => {
                format!("{} points", numbers::short(100.0 * width))
            }
            (HalfWidth::Absolute(width), Unit::Seconds) => format!("{}s", numbers::short(width)),
            (HalfWidth::Absolute(width), _) => numbers::short(width),
        };
        let label = label.to_lowercase();
        let done = numbers::thousands(f64::from(manifest.replications));
        let periods = period(manifest, manifest.replications);
        sentences.push(if stopped.reached {
            format!("Stopped after {done} {periods}: {label} is known to within {width}.")
        } else {
            format!("Stopped after {done} {periods}: {label} is NOT yet known to within {width}.")
        });
    }
    if let Some(run) = manifest.method.batches {
        let after = match run.after_seconds {
            0.0 => String::new(),
            seconds => format!(", after a warm-up of {}", numbers::length(seconds)),
        };
        sentences.push(format!(
            "Estimated by the {} batches of one long run{after}; single intervals have no band.",
            run.count
        ));
    }
    if manifest.method.antithetic {
        sentences.push("Each two replications are opposites, and intervals rest on pairs.".into());
    }
    if manifest.method.control_variate {
        sentences.push(
            "Corrected by how much work the calls happened to bring (control variate).".into(),
        );
    }
    sentences
}

/// Length of the reporting period in seconds.
fn seconds(manifest: &Manifest) -> f64 {
    manifest.timeline.intervals.len() as f64 * manifest.interval_seconds
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

/// The date and clock of a start: `2026-03-02 08:00`.
pub(super) fn stamp(start: &str) -> String {
    start.get(..16).unwrap_or(start).replace('T', " ")
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

/// A text of at most so many characters: of a longer one the beginning.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    format!("{}…", text.chars().take(most - 1).collect::<String>())
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
