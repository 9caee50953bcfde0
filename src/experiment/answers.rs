//! The numbers that a scenario's expectations ask for.

use crate::measure::{Figures, Pooled, Scope, When, Window};
use crate::model::Center;
use crate::scenario::{Bound, Expectation, Study, Variant, Whom};
use crate::stats::{Interval, Sampled};

use super::estimating::Sample;
use super::results::Estimate;
use super::warning::Seen;

/// What one variant answers to an expectation.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Position of the expectation in [`Study::expectations`].
    pub expectation: usize,
    /// The variant.
    pub variant: String,
    /// The metric of whom and when it asks; empty when the variant has no such metric.
    pub estimate: Estimate,
    /// Less the same of the variant that it is to be better than, paired.
    pub difference: Option<Interval>,
}

/// The answers to all expectations, of each variant that they are about.
pub(super) fn answers(study: &Study, seen: &[Seen<'_>]) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (position, expectation) in study.expectations.iter().enumerate() {
        let other = match &expectation.bound {
            Bound::BetterThan { variant, .. } => Some(variant),
            _ => None,
        };
        let asked = study.variants.iter().zip(seen).filter(|(variant, _)| {
            let wanted = expectation.variant.as_ref();
            wanted.map_or(Some(&variant.name) != other, |wanted| *wanted == variant.name)
        });
        let with = study.variants.iter().zip(seen).find(|(one, _)| Some(&one.name) == other);
        let with = with.and_then(|(variant, seen)| asks(expectation, variant, seen));
        let found: Vec<Answer> = asked
            .map(|(variant, seen)| {
                let own = asks(expectation, variant, seen);
                let sampled = own.as_ref().and_then(|own| own.sampled.as_ref());
                let before = with.as_ref().and_then(|other| other.sampled.as_ref());
                let confidence = study.run.confidence;
                Answer {
                    expectation: position,
                    variant: variant.name.clone(),
                    difference: sampled
                        .zip(before)
                        .map(|(own, before)| own.less(before).interval(confidence)),
                    estimate: own.map_or_else(Estimate::default, |own| own.estimate),
                }
            })
            .collect();
        // An expectation of callbacks that names no variant is about those that offer them.
        let has_value = |answer: &Answer| answer.estimate.mean.is_some();
        let some = expectation.variant.is_none() && found.iter().any(has_value);
        answers.extend(found.into_iter().filter(|answer| !some || has_value(answer)));
    }
    answers
}

/// One variant's numbers for an expectation.
struct Asked {
    sampled: Option<Sampled>,
    estimate: Estimate,
}

/// None where the variant has no such metric, or nobody of that name.
fn asks(expectation: &Expectation, variant: &Variant, seen: &Seen<'_>) -> Option<Asked> {
    let (scope, window) = scope(&expectation.whom, &variant.center)?;
    let sample = if expectation.intervals.is_some() { &seen.whole } else { &seen.units };
    if !sample.has(expectation.metric, window) {
        return None;
    }
    let (figures, pooled, when) = match expectation.intervals.as_deref() {
        None => {
            let period = When::Period;
            (sample.figures(scope, period), sample.pooled(scope, period), period)
        }
        Some(intervals) => {
            let when = When::Interval(intervals.first().copied().unwrap_or(0));
            (during(sample, scope, intervals), Pooled::default(), when)
        }
    };
    Some(Asked {
        sampled: sample.sampled(expectation.metric, &figures, &pooled, when),
        estimate: sample.estimate(expectation.metric, &figures, &pooled, when),
    })
}

fn scope(whom: &Whom, center: &Center) -> Option<(Scope, Window)> {
    Some(match whom {
        Whom::Center => (Scope::Center, Window::Center),
        Whom::Queue(name) => {
            (Scope::Queue(center.queues.iter().position(|q| q.name == *name)?), Window::Queue)
        }
        Whom::CallType(name) => {
            let position =
                center.call_types.iter().position(|call_type| call_type.name == *name)?;
            (Scope::CallType(position), Window::CallType)
        }
        Whom::Group(name) => {
            (Scope::Group(center.groups.iter().position(|g| g.name == *name)?), Window::Group)
        }
    })
}

/// The figures of some intervals together, replication by replication.
fn during(sample: &Sample<'_>, scope: Scope, intervals: &[usize]) -> Vec<Figures> {
    let mut sums = vec![Figures::default(); sample.replications.len()];
    for &interval in intervals {
        for (sum, own) in sums.iter_mut().zip(sample.figures(scope, When::Interval(interval))) {
            *sum += &own;
        }
    }
    sums
}
