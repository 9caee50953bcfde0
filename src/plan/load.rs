//! The load that callers bring, queue by queue and slot by slot, and what theory would staff for it.

use crate::experiment::{Crew, Stage};
use crate::measure::{Scope, When};
use crate::model::{Center, Patience, ServiceLevel};
use crate::stats::ServiceCounts;
use crate::theory::{Demand, SteadyState, least_agents};
use crate::time::TICKS_PER_SECOND;

use super::judge::Goal;
use super::slots::Slots;
use super::staffing::Staffing;

/// Simulated days from which the load is read at most.
const DAYS: u64 = 200;
/// Agents per group with which nobody waits; four times as many where they are half busy.
const AMPLE: u32 = 64;
/// More than these are never tried.
const MOST_AMPLE: u32 = 65_536;
/// Agents beyond the load per square root of it, where theory does not know a target.
const SAFETY: f64 = 0.5;
/// Counts that service levels are made of are shares of so many calls.
const CALLS: f64 = 1e12;

/// What the callers of a queue bring. Times in seconds.
#[derive(Clone, Debug)]
pub(super) struct Load {
    /// Calls offered in each slot.
    pub(super) calls: Vec<f64>,
    /// Offered load in each slot, in erlangs.
    pub(super) erlangs: Vec<f64>,
    /// Busy agents in each slot if nobody ever waited: the load, late by a handle time.
    pub(super) busy: Vec<f64>,
    /// Mean time of an agent for a call, notification included.
    pub(super) service: f64,
    /// Mean patience; none: nobody abandons.
    pub(super) patience: Option<f64>,
    level: ServiceLevel,
}

/// The load of every queue, from simulated days on which nobody waits for a planned group.
pub(super) fn loads(
    crew: &Crew,
    stage: Stage<'_>,
    center: &Center,
    groups: &[usize],
    slots: &Slots,
    replications: u64,
) -> Vec<Load> {
    let mut ample = AMPLE;
    loop {
        let staffing = Staffing::flat(groups.len(), slots.count(), ample);
        let staffed = staffing.center(center, groups, slots);
        let read = |days| {
            crew.play(&staffed, stage, 0..days, |frame, run| {
                let busy = (0..frame.intervals()).flat_map(|at| {
                    groups.iter().map(move |&group| {
                        let own = frame.figures(run, Scope::Group(group), When::Interval(at));
                        own.duty.busy_ticks as f64 / own.period_ticks.max(1) as f64
                    })
                });
                let calls = |queue, slot: usize| {
                    let own = slots.intervals[slot].clone();
                    own.map(|at| frame.figures(run, Scope::Queue(queue), When::Interval(at)).calls)
                        .fold((0.0, 0.0), |sum, c| {
                            (sum.0 + c.offered as f64, sum.1 + c.demand_ticks as f64)
                        })
                };
                let queues = (0..center.queues.len()).map(|queue| {
                    (0..slots.count()).map(|slot| calls(queue, slot)).collect::<Vec<_>>()
                });
                (busy.fold(0.0, f64::max), queues.collect::<Vec<_>>())
            })
        };
        let busiest = read(2).into_iter().map(|day| day.0).fold(0.0, f64::max);
        if busiest > 0.5 * f64::from(ample) && ample < MOST_AMPLE {
            ample *= 4;
            continue;
        }
        let days = read(replications.min(DAYS));
        let days: Vec<_> = days.into_iter().map(|day| day.1).collect();
        return (0..center.queues.len()).map(|at| load(center, slots, at, &days)).collect();
    }
}

/// Calls and their work, by queue, then slot.
type Day = Vec<Vec<(f64, f64)>>;

fn load(center: &Center, slots: &Slots, queue: usize, days: &[Day]) -> Load {
    let count = days.len() as f64;
    let mean = |slot: usize| {
        days.iter().fold((0.0, 0.0), |sum, day| {
            let (calls, work) = day[queue][slot];
            (sum.0 + calls / count, sum.1 + work / count / TICKS_PER_SECOND as f64)
        })
    };
    let slots_mean: Vec<(f64, f64)> = (0..slots.count()).map(mean).collect();
    let calls: f64 = slots_mean.iter().map(|slot| slot.0).sum();
    let work: f64 = slots_mean.iter().map(|slot| slot.1).sum();
    let handle = if calls > 0.0 { work / calls } else { 0.0 };
    let service = handle + accept_time(center, queue);
    let erlangs: Vec<f64> = slots_mean
        .iter()
        .zip(&slots.hours)
        .map(|(slot, hours)| slot.0 * service / (3_600.0 * hours))
        .collect();
    Load {
        calls: slots_mean.iter().map(|slot| slot.0).collect(),
        busy: late(&erlangs, &slots.hours, service),
        erlangs,
        service,
        patience: patience(center, queue),
        level: center.queues[queue].service_level.clone(),
    }
}

/// Mean busy agents of a queue without waiting, where handle times are exponential: they follow
/// the load at the rate 1 / handle time (Eick, Massey and Whitt 1993).
fn late(erlangs: &[f64], hours: &[f64], service: f64) -> Vec<f64> {
    let mut at = erlangs.first().copied().unwrap_or(0.0);
    let mut found = Vec::with_capacity(erlangs.len());
    for (&load, hours) in erlangs.iter().zip(hours) {
        let length = hours * 3_600.0 / service.max(1e-9);
        let fades = libm::exp(-length);
        found.push(load + (at - load) * (1.0 - fades) / length);
        at = load + (at - load) * fades;
    }
    found
}

/// Mean time in seconds for which a notification keeps an agent of the queue.
fn accept_time(center: &Center, queue: usize) -> f64 {
    let own: Vec<f64> = center
        .groups
        .iter()
        .filter(|group| group.queues.iter().any(|own| own.index() == queue))
        .map(|group| group.notification.accept_time.mean() / TICKS_PER_SECOND as f64)
        .collect();
    own.iter().sum::<f64>() / own.len().max(1) as f64
}

/// Mean patience of the types whose calls come to a queue; of all types where rules decide.
fn patience(center: &Center, queue: usize) -> Option<f64> {
    let end = center.horizon.end;
    let comes = |kind: &&crate::model::CallType| {
        kind.route.is_empty() || kind.route.iter().any(|share| share.0.index() == queue)
    };
    let means: Vec<f64> = center
        .call_types
        .iter()
        .filter(comes)
        .filter_map(|kind| match &kind.patience {
            Patience::Never => None,
            Patience::Law(law) => Some(law.mean(end) / TICKS_PER_SECOND as f64),
        })
        .collect();
    (!means.is_empty()).then(|| means.iter().sum::<f64>() / means.len() as f64)
}

impl Load {
    /// The least number of agents by Erlang A, or C where callers are taken to wait for ever, that
    /// reaches all goals of the queue; for goals that theory does not know a square-root rule.
    pub(super) fn required(&self, queue: usize, load: f64, goals: &[Goal], abandons: bool) -> u32 {
        if load <= 1e-6 {
            return 0;
        }
        let demand = match self.patience.filter(|_| abandons) {
            Some(patience) => Demand::impatient(load, self.service, patience),
            None => Demand::patient(load, self.service),
        };
        let own = || {
            goals
                .iter()
                .filter(|goal| goal.scope == Scope::Center || goal.scope == Scope::Queue(queue))
        };
        let by_theory = least_agents(&demand, None, |state| {
            own().all(|goal| self.reaches(state, goal).unwrap_or(true))
        });
        let by_rule = libm::ceil(load + SAFETY * libm::sqrt(load)) as u32;
        let unknown = own().any(|goal| goal.known.is_none());
        let found = by_theory.map_or(by_rule, |state| state.agents);
        if unknown { found.max(by_rule) } else { found }
    }

    /// Whether a steady state reaches a goal; none where theory cannot tell.
    fn reaches(&self, state: &SteadyState, goal: &Goal) -> Option<bool> {
        let reached = match goal.known? {
            Known::ServiceLevel => self.service_level(state),
            Known::Abandonment => state.abandoned,
            Known::Handled => state.answered,
            Known::Asa => state.mean_wait_answered,
            Known::Wait => state.mean_wait,
            Known::Delayed => state.probability_of_wait,
            Known::Occupancy => state.occupancy,
        };
        Some(if goal.at_least { reached >= goal.value } else { reached <= goal.value })
    }

    /// The service level by the queue's own definition.
    fn service_level(&self, state: &SteadyState) -> f64 {
        let (within, short) = (self.level.within.seconds(), self.level.short_abandon.seconds());
        let calls = |share: f64| (share * CALLS) as u64;
        let (numerator, denominator) = self.level.definition.parts(&ServiceCounts {
            answered: calls(state.answered),
            abandoned: calls(state.abandoned),
            answered_in_time: calls(state.answered_within(within)),
            abandoned_in_time: calls(state.abandoned_within(within)),
            short_abandoned: calls(state.abandoned_within(short)),
            flow_outs: 0,
            callbacks: 0,
        });
        numerator as f64 / denominator as f64
    }
}

/// Measures that theory knows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known {
    ServiceLevel,
    Abandonment,
    Handled,
    Asa,
    Wait,
    Delayed,
    Occupancy,
}

impl Known {
    /// That of a metric.
    pub(super) fn find(id: &str) -> Option<Self> {
        match id {
            "service_level" => Some(Self::ServiceLevel),
            "abandonment_rate" | "lost_rate" => Some(Self::Abandonment),
            "handled_rate" => Some(Self::Handled),
            "asa" => Some(Self::Asa),
            "wait_mean" => Some(Self::Wait),
            "probability_of_wait" => Some(Self::Delayed),
            "occupancy" => Some(Self::Occupancy),
            _ => None,
        }
    }
}
