//! Expectations held against their numbers.

use crate::experiment::{Answer, Estimate};
use crate::measure::Better;
use crate::scenario::{Bound, Expectation, Statistic};
use crate::stats::Interval;

/// One expectation in one variant, and whether it holds.
#[derive(Clone, Debug)]
pub struct Expected {
    /// What is expected.
    pub expectation: Expectation,
    /// In which variant.
    pub variant: String,
    /// The number that is held against the bound: of the metric, or of its difference.
    pub found: Option<f64>,
    /// Half width of its interval, where it has one.
    pub half_width: Option<f64>,
    /// Whether it holds.
    pub holds: Holds,
    /// Why it cannot be told; empty otherwise.
    pub why: String,
}

/// Whether an expectation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// No.
    Unmet,
    /// It cannot be told.
    Undecided,
    /// Yes.
    Met,
}

impl Holds {
    /// Its name in files.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unmet => "unmet",
            Self::Undecided => "undecided",
            Self::Met => "met",
        }
    }
}

/// Holds every answer against its expectation, those that fail first.
#[must_use]
pub fn expected(expectations: &[Expectation], answers: &[Answer]) -> Vec<Expected> {
    let one = |answer: &Answer| held(&expectations[answer.expectation], answer);
    let mut found: Vec<Expected> = answers.iter().map(one).collect();
    found.sort_by_key(|one| one.holds);
    found
}

fn held(expectation: &Expectation, answer: &Answer) -> Expected {
    let number = number(expectation, answer);
    let (found, half_width) = (number.map(|n| n.estimate), number.and_then(|n| n.half_width));
    let (holds, why) = match number {
        None => (Holds::Undecided, "there is no number: nothing to measure"),
        Some(Interval { half_width: None, .. }) if expectation.confident => {
            (Holds::Undecided, "one replication has no confidence limit")
        }
        Some(Interval { estimate, half_width }) if expectation.confident => {
            let half = half_width.unwrap_or(0.0);
            let (low, high) =
                (keeps(expectation, estimate - half), keeps(expectation, estimate + half));
            // A bound on both sides may be kept in the middle alone.
            let middle = keeps(expectation, estimate);
            match (low, high, middle) {
                (true, true, _) => (Holds::Met, ""),
                (false, false, false) => (Holds::Unmet, ""),
                _ => (Holds::Undecided, "the bound lies within the confidence interval"),
            }
        }
        Some(Interval { estimate, .. }) => {
            (if keeps(expectation, estimate) { Holds::Met } else { Holds::Unmet }, "")
        }
    };
    Expected {
        expectation: expectation.clone(),
        variant: answer.variant.clone(),
        found,
        half_width,
        holds,
        why: why.into(),
    }
}

/// The number that the bound is about, with its interval where it has one.
fn number(expectation: &Expectation, answer: &Answer) -> Option<Interval> {
    if matches!(expectation.bound, Bound::BetterThan { .. }) {
        return answer.difference;
    }
    let Estimate { mean, half_width, p10, p90, min, max } = answer.estimate;
    let alone = |estimate: Option<f64>| Some(Interval { estimate: estimate?, half_width: None });
    match expectation.statistic {
        Statistic::Mean => Some(Interval { estimate: mean?, half_width }),
        Statistic::P10 => alone(p10),
        Statistic::P90 => alone(p90),
        Statistic::Min => alone(min),
        Statistic::Max => alone(max),
    }
}

/// Whether a number keeps the bound.
fn keeps(expectation: &Expectation, number: f64) -> bool {
    match &expectation.bound {
        Bound::AtMost(most) => number <= *most,
        Bound::AtLeast(least) => number >= *least,
        Bound::Equals { value, tolerance } => libm::fabs(number - value) <= *tolerance,
        Bound::BetterThan { by, .. } => {
            let gain = if expectation.metric.better == Better::Lower { -number } else { number };
            gain > 0.0 && gain >= *by
        }
    }
}
