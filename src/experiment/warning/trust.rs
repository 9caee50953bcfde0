//! Warnings about intervals: too few units, too few events, skewed values, precision that was not
//! reached, a control that cannot be used, verdicts that many comparisons bring by chance.

use crate::measure::{Figures, Scope, When};
use crate::scenario::{HalfWidth, Study};
use crate::stats::{is_too_skewed, skewness};

use super::{Seen, names};
use crate::experiment::results::{Comparison, Metrics, Verdict};

/// Events that must lie behind a rate, in all units together, for its 95 % interval to cover about
/// 93 % (measured on Erlang A queues: 10 to 50 events cover 82 to 90 %, 200 cover 93 to 94 %).
const EVENTS: f64 = 200.0;
/// The same where a unit has fewer than [`FEW_EVENTS`], and of calls that miss the service level,
/// which come in longer bursts (measured: 200 cover 89 %, 500 cover 93 %).
const EVENTS_IN_BURSTS: f64 = 500.0;
/// Below so many events in a unit their number is skewed.
const FEW_EVENTS: f64 = 5.0;
/// Customers who are not reached come one by one: 25 x skewness^2 of a Poisson number (Cochran
/// 1977, section 2.15), four times over.
const LONE_EVENTS: f64 = 100.0;

pub(super) fn warnings(
    study: &Study,
    metrics: &Metrics,
    seen: &Seen<'_>,
    comparison: Option<&Comparison>,
) -> Vec<String> {
    let mut warnings = Vec::new();
    warnings.extend(few_units(study, seen));
    warnings.extend(precision(study, metrics, seen));
    warnings.extend(no_control(study, seen));
    if seen.units.units() > 1 {
        warnings.extend(few_events(study, seen));
        warnings.extend(skewed(study, seen));
    }
    warnings.extend(comparison.and_then(|comparison| by_chance(study, comparison)));
    warnings
}

fn few_units(study: &Study, seen: &Seen<'_>) -> Option<String> {
    let units = seen.units.units();
    match units {
        0 | 1 => Some(
            "One replication has no confidence intervals: set replications to 10 or more.".into(),
        ),
        2..10 => Some(format!(
            "{units} {} are few: intervals are wide and rest on little; 10 or more are usual.",
            units_in_words(study)
        )),
        _ => None,
    }
}

/// The precision that was asked for and not reached.
fn precision(study: &Study, metrics: &Metrics, seen: &Seen<'_>) -> Option<String> {
    let precision = study.run.precision?;
    let width = seen.width.filter(|width| width.is_nan() || *width > 1.0)?;
    let most = precision.max_replications;
    let wanted = match precision.half_width {
        HalfWidth::Absolute(value) => format!("{value}"),
        HalfWidth::Relative(share) => format!("{} % of it", 100.0 * share),
    };
    let found = metrics.estimate(precision.metric).half_width;
    let found = found.map_or_else(|| "none".to_owned(), |half| format!("{half:.3e}"));
    let needed = f64::from(most) * width * width;
    let more = if needed.is_finite() {
        format!("about {:.0} would be enough.", 10.0 * libm::ceil(needed / 10.0))
    } else {
        "no number of replications reaches it.".into()
    };
    Some(format!(
        "The precision was not reached: after {most} replications (`max_replications`) the half \
         width of {} is {found}, wanted is {wanted}; {more}",
        precision.metric
    ))
}

fn no_control(study: &Study, seen: &Seen<'_>) -> Option<String> {
    if let Some(why) = seen.no_control {
        return Some(format!(
            "The control variate is not used: {why}, so the work to be expected is not known \
             exactly."
        ));
    }
    let first = seen.units.control.first()?;
    let never_varies = seen.units.control.iter().all(|control| control == first);
    (study.run.control_variate && never_varies).then(|| {
        "The control variate changes nothing: the calls bring the same work every time.".into()
    })
}

/// How many of something there were.
type Count = fn(&Figures) -> u64;

/// Rates that rest on a few events.
fn few_events(study: &Study, seen: &Seen<'_>) -> Option<String> {
    let figures = seen.units.figures(Scope::Center, When::Period);
    let units = figures.len() as f64;
    let counts: [(Count, f64, &str); 4] = [
        (|f| f.calls.abandoned, EVENTS, "calls are abandoned"),
        (|f| f.calls.blocked, EVENTS, "calls are blocked"),
        (
            |f| f.calls.level_denominator.saturating_sub(f.calls.level_numerator),
            EVENTS_IN_BURSTS,
            "calls miss the service level",
        ),
        (
            |f| f.calls.callbacks_accepted.saturating_sub(f.calls.callbacks_answered),
            LONE_EVENTS,
            "callbacks do not reach their customer",
        ),
    ];
    let few: Vec<String> = counts
        .iter()
        .filter_map(|&(count, enough, what)| {
            let all = figures.iter().map(count).sum::<u64>() as f64;
            let mean = all / units;
            let is_rare = enough == EVENTS && mean < FEW_EVENTS;
            let enough = if is_rare { EVENTS_IN_BURSTS } else { enough };
            (all > 0.0 && all < enough).then(|| format!("{mean:.1} {what}"))
        })
        .collect();
    let unit = if study.run.batches.is_some() { "batch" } else { "replication" };
    (!few.is_empty()).then(|| {
        format!(
            "Only {} in a {unit}: intervals that rest on so few events may be too narrow. \
             Simulate a longer period, or many more replications.",
            few.join(" and ")
        )
    })
}

/// Metrics whose units are too skewed for so few of them.
fn skewed(study: &Study, seen: &Seen<'_>) -> Option<String> {
    let mut most: f64 = 0.0;
    let measure = |values: &[f64]| is_too_skewed(values).then(|| skewness(values));
    let shown = |skewness: f64| {
        most = most.max(25.0 * skewness * skewness);
        format!(" {skewness:.1}")
    };
    let skewed = names(seen, measure, shown);
    (!skewed.is_empty()).then(|| {
        format!(
            "The values of the {} are skewed (skewness: {}): intervals may be too narrow below \
             {:.0} of them (25 x skewness^2).",
            units_in_words(study),
            skewed.join(", "),
            10.0 * libm::ceil(most / 10.0)
        )
    })
}

/// Verdicts that do not stand when all are looked at together.
fn by_chance(study: &Study, comparison: &Comparison) -> Option<String> {
    let verdicts = comparison.metrics.values().filter(|d| d.verdict != Verdict::None).count();
    let count = comparison.not_by_holm.len();
    (count > 0).then(|| {
        format!(
            "Of {verdicts} numbers called better or worse than {}, {count} may be chance: among \
             many comparisons some seem to differ. By Holm's method these do not stand at {} %: \
             {}.",
            comparison.from,
            100.0 * study.run.confidence,
            comparison.not_by_holm.join(", ")
        )
    })
}

fn units_in_words(study: &Study) -> &'static str {
    match (study.run.batches, study.run.antithetic) {
        (Some(_), _) => "batches",
        (None, true) => "pairs of replications",
        (None, false) => "replications",
    }
}
