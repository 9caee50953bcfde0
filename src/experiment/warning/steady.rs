//! Warnings about a steady state: an empty start that counts, a period too short to show it,
//! batches that are not alike or not independent.

use crate::measure::Course;
use crate::model::Center;
use crate::scenario::Study;
use crate::stats::{Truncation, are_alike_in_a_row, differs_from_the_rest, mser5};
use crate::time::Span;

use super::{Seen, names};

/// Mean handle times that a counted period should have: below, what happens at its edges weighs.
const LEAST_HANDLE_TIMES: f64 = 30.0;
/// Batches of whole weeks are alike even where each hour differs.
const WEEK_SECONDS: f64 = 7.0 * 86_400.0;

pub(super) fn warnings(study: &Study, center: &Center, seen: &Seen<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    if center.is_stationary() {
        warnings.extend(warm_up(center, seen));
        warnings.extend(length(center));
    } else if study.run.batches.is_some() {
        let frame = seen.units.frame;
        let seconds = frame.intervals() as f64 * frame.interval.seconds();
        if seconds % WEEK_SECONDS != 0.0 {
            warnings.push(
                "Calls, laws or staff change with the clock, so batches differ by more than \
                 chance: let each be whole weeks long, or simulate replications."
                    .into(),
            );
        }
    }
    if study.run.batches.is_some() {
        warnings.extend(dependence(seen));
    }
    warnings
}

/// What MSER-5 says of the start, where the warm-up is shorter or there is none.
fn warm_up(center: &Center, seen: &Seen<'_>) -> Option<String> {
    let slot = Course::new(center.horizon.end).slot();
    let course: Vec<f64> = seen.course.iter().map(|&ticks| ticks as f64).collect();
    let given = center.horizon.warm_up.since(crate::time::SimTime::ZERO);
    let found = mser5(&course);
    if given == Span::ZERO {
        let suggestion = match found {
            Some(Truncation::After(slots)) if slots > 0 => {
                format!("; MSER-5 suggests at least {}", length_in_words(slot, slots))
            }
            Some(Truncation::TooShort) => {
                "; the period is too short for MSER-5 to suggest how much".into()
            }
            _ => String::new(),
        };
        return Some(format!(
            "Calls come at one rate to one staff, and the empty start counts: what is shown is \
             not the steady state. Set `warm_up` in [scenario]{suggestion}. (Of a day that really \
             starts empty, the numbers are right.)"
        ));
    }
    let counted = given.0.div_ceil(slot.0) as usize;
    match found? {
        Truncation::After(slots) if differs_from_the_rest(&course, counted, slots) => {
            Some(format!(
                "MSER-5 suggests a warm-up of {}, longer than the {} of `warm_up`: the empty start \
             may still be felt.",
                length_in_words(slot, slots),
                length_in_words(given, 1)
            ))
        }
        Truncation::TooShort => Some(
            "MSER-5 finds no steady state in the first half of the period: simulate a longer \
             one, if the agents can do the work at all."
                .into(),
        ),
        Truncation::After(_) => None,
    }
}

fn length(center: &Center) -> Option<String> {
    let handle = center.mean_handle_time()?;
    let counted = center.horizon.end.since(center.horizon.warm_up);
    let times = counted.ticks() / handle.ticks().max(1.0);
    (times < LEAST_HANDLE_TIMES).then(|| {
        format!(
            "The counted period is only {times:.0} mean handle times long ({}): a steady state \
             wants {LEAST_HANDLE_TIMES} or more.",
            length_in_words(handle, 1)
        )
    })
}

/// Metrics whose batches follow one another too closely.
fn dependence(seen: &Seen<'_>) -> Option<String> {
    let alike = names(seen, |values| are_alike_in_a_row(values).then_some(()), |()| String::new());
    (!alike.is_empty()).then(|| {
        format!(
            "Batches resemble the ones before them ({}): they are too short to count as \
             independent, and intervals are too narrow. Write fewer batches, or a longer period.",
            alike.join(", ")
        )
    })
}

/// So many times a length of time, in words, rounded up.
fn length_in_words(length: Span, times: usize) -> String {
    let seconds = length.seconds() * times as f64;
    if seconds <= 120.0 {
        format!("{:.0} seconds", libm::ceil(seconds))
    } else if seconds <= 7_200.0 {
        format!("{:.0} minutes", libm::ceil(seconds / 60.0))
    } else {
        format!("{:.0} hours", libm::ceil(seconds / 3_600.0))
    }
}
