//! Judges a staffing by simulation: what each target reaches in each window, and how sure that is.

use std::cell::Cell;
use std::ops::Range;

use crate::experiment::{Crew, Stage};
use crate::measure::{Figures, Formula, Scope, When};
use crate::model::Center;
use crate::scenario::{PlanSettings, Target};
use crate::stats::{normal_quantile, ratio_interval};

use super::load::Known;
use super::slots::Slots;
use super::staffing::Staffing;

/// A target with what it is read from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goal {
    pub(super) parts: fn(&Figures) -> (f64, f64),
    /// What theory knows it as.
    pub(super) known: Option<Known>,
    pub(super) scope: Scope,
    pub(super) at_least: bool,
    pub(super) value: f64,
    pub(super) probability: Option<f64>,
}

/// The goals of a center, in the order of the targets.
pub(super) fn goals(center: &Center, settings: &PlanSettings) -> Vec<Goal> {
    settings.targets.iter().map(|target| goal(center, target)).collect()
}

fn goal(center: &Center, target: &Target) -> Goal {
    let Formula::Ratio(parts) = target.metric.formula else {
        unreachable!("targets are checked to be ratios")
    };
    let position = |name: &String| center.queues.iter().position(|queue| queue.name == *name);
    let queue = target.queue.as_ref().and_then(position);
    Goal {
        parts,
        known: Known::find(target.metric.id),
        scope: queue.map_or(Scope::Center, Scope::Queue),
        at_least: target.at_least,
        value: target.value,
        probability: target.probability,
    }
}

/// What a target reaches in a window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Verdict {
    /// The ratio of the sums over all days; none where there is nothing to measure.
    pub estimate: Option<f64>,
    /// Half width of its confidence interval.
    pub half_width: Option<f64>,
    /// The share of days, of those with something to measure, on which the value is reached.
    pub days: Option<f64>,
    /// Half width of that share.
    pub days_half_width: Option<f64>,
    /// Whether the target holds.
    pub holds: bool,
    /// By how much it is missed, as a share of what is asked for; 0 where it holds.
    pub(super) lack: f64,
}

/// A center that can be judged with different staffs.
pub(super) struct Judge<'j> {
    pub(super) crew: &'j Crew,
    pub(super) stage: Stage<'j>,
    /// With the agents that are there whatever is planned.
    pub(super) center: &'j Center,
    /// Positions of the planned groups.
    pub(super) groups: &'j [usize],
    pub(super) slots: &'j Slots,
    pub(super) goals: &'j [Goal],
    pub(super) confidence: f64,
    /// Which simulated days.
    pub(super) replications: Range<u64>,
    /// Calls simulated so far.
    pub(super) calls: &'j Cell<u64>,
}

impl Judge<'_> {
    /// Simulates the center with a staffing.
    pub(super) fn sample(&self, staffing: &Staffing) -> Sample {
        self.sample_of(&staffing.center(self.center, self.groups, self.slots))
    }

    /// Simulates a center as it is.
    pub(super) fn sample_of(&self, center: &Center) -> Sample {
        let (goals, slots) = (self.goals, self.slots);
        let runs = self.crew.play(center, self.stage, self.replications.clone(), |frame, run| {
            let read = |goal: &Goal, slot: usize| {
                let own = slots.intervals[slot].clone();
                own.map(|at| (goal.parts)(&frame.figures(run, goal.scope, When::Interval(at))))
                    .fold((0.0, 0.0), add)
            };
            let figures: Vec<(f64, f64)> = goals
                .iter()
                .flat_map(|goal| (0..slots.count()).map(move |slot| read(goal, slot)))
                .collect();
            (figures, run.calls)
        });
        let calls: u64 = runs.iter().map(|run| run.1).sum();
        self.calls.set(self.calls.get() + calls);
        Sample { slots: slots.count(), runs: runs.into_iter().map(|run| run.0).collect() }
    }

    /// Every target in every window: by goal, then window.
    pub(super) fn verdicts(&self, sample: &Sample) -> Verdicts {
        let by_goal = |(position, goal): (usize, &Goal)| {
            let windows = self.slots.windows.iter().cloned();
            windows.map(|window| self.verdict(sample, position, goal, window)).collect()
        };
        Verdicts(self.goals.iter().enumerate().map(by_goal).collect())
    }

    /// Every target in some other windows.
    pub(super) fn verdict(
        &self,
        sample: &Sample,
        position: usize,
        goal: &Goal,
        window: Range<usize>,
    ) -> Verdict {
        let pairs = sample.pairs(position, window);
        let Some(found) = ratio_interval(&pairs, self.confidence) else {
            return Verdict { holds: true, ..Verdict::default() };
        };
        let values = pairs.iter().filter(|pair| pair.1 > 0.0).map(|pair| pair.0 / pair.1);
        let reached = |value: f64| {
            // A rounding error must not decide.
            if goal.at_least { value >= goal.value - 1e-12 } else { value <= goal.value + 1e-12 }
        };
        let (met, count) = values
            .fold((0, 0), |sum: (u32, u32), value| (sum.0 + u32::from(reached(value)), sum.1 + 1));
        let share = f64::from(met) / f64::from(count);
        let spread = libm::sqrt(share * (1.0 - share) / f64::from(count));
        let holds = match goal.probability {
            Some(probability) => share >= probability - 1e-12,
            None => reached(found.estimate),
        };
        let miss = (goal.value - found.estimate).abs() / goal.value.max(1e-9);
        let lack = match goal.probability {
            _ if holds => 0.0,
            Some(probability) => probability - share,
            None => miss,
        };
        Verdict {
            estimate: Some(found.estimate),
            half_width: found.half_width,
            days: Some(share),
            days_half_width: Some(normal_quantile(0.5 * (1.0 + self.confidence)) * spread),
            holds,
            lack,
        }
    }
}

impl Judge<'_> {
    /// By how much a slot misses the goals, in the mean of the days; below 0 where it exceeds them.
    pub(super) fn lack(&self, sample: &Sample, slot: usize) -> f64 {
        let goals = self.goals.iter().enumerate();
        goals.map(|(at, goal)| -sample.margin(at, goal, slot..slot + 1)).sum()
    }
}

impl Goal {
    /// What is judged of a verdict, with its half width: the share of days, or the mean.
    pub(super) fn judged(&self, verdict: &Verdict) -> (Option<f64>, Option<f64>) {
        match self.probability {
            Some(_) => (verdict.days, verdict.days_half_width),
            None => (verdict.estimate, verdict.half_width),
        }
    }

    /// Whether what is judged must be large.
    pub(super) fn wants_more(&self) -> bool {
        self.at_least || self.probability.is_some()
    }
}

fn add(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 + b.0, a.1 + b.1)
}

/// The figures of a staffing's simulated days: numerators and denominators by goal and slot.
#[derive(Debug)]
pub(super) struct Sample {
    slots: usize,
    runs: Vec<Vec<(f64, f64)>>,
}

impl Sample {
    /// Numerator and denominator of each day over some slots.
    fn pairs(&self, goal: usize, window: Range<usize>) -> Vec<(f64, f64)> {
        let own = goal * self.slots + window.start..goal * self.slots + window.end;
        self.runs.iter().map(|run| run[own.clone()].iter().copied().fold((0.0, 0.0), add)).collect()
    }

    /// By how much a goal is exceeded over some slots in the mean of the days: in units of its
    /// numerator, so that windows add up.
    pub(super) fn margin(&self, position: usize, goal: &Goal, window: Range<usize>) -> f64 {
        let pairs = self.pairs(position, window);
        let sign = if goal.at_least { 1.0 } else { -1.0 };
        let sum: f64 = pairs.iter().map(|pair| sign * (pair.0 - goal.value * pair.1)).sum();
        sum / self.runs.len() as f64
    }
}

/// Every target in every window.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdicts(pub(super) Vec<Vec<Verdict>>);

impl Verdicts {
    /// Whether every target holds in a window.
    pub(super) fn hold(&self, window: usize) -> bool {
        self.0.iter().all(|goal| goal[window].holds)
    }

    /// The windows in which some target is missed.
    pub(super) fn missed(&self) -> Vec<usize> {
        let windows = self.0.first().map_or(0, Vec::len);
        (0..windows).filter(|&window| !self.hold(window)).collect()
    }

    /// By how much the targets of a window are missed.
    pub(super) fn lack(&self, window: usize) -> f64 {
        self.0.iter().map(|goal| goal[window].lack).sum()
    }
}
