//! Judges a roster made elsewhere: which windows miss their targets, how likely that is, and which
//! agents would mend it at least cost.

use std::cell::Cell;

use crate::experiment::Crew;
use crate::scenario::Planning;

use super::outcome::{GroupPlan, Plan};
use super::planner::{Bench, Failed, plain, priced, scheduled};
use super::roster::Need;
use super::search::Search;
use super::staffing::Staffing;

/// Judges the staff that a scenario has: its planned groups have their agents from `roster`.
///
/// # Errors
/// When the threads cannot be started.
pub fn verify(
    planning: &Planning,
    roster: &str,
    threads: usize,
    progress: &dyn Fn(&str),
) -> Result<Plan, Failed> {
    let planning = &plain(planning);
    let crew = Crew::new(threads).map_err(Failed::threads)?;
    let calls = Cell::new(0);
    let mut variants = Vec::new();
    for position in 0..planning.study.variants.len() {
        let bench = Bench::new(planning, &crew, position, &calls);
        progress(&format!("{}: judging {roster}", bench.name));
        variants.push(bench.verify());
    }
    progress("running the roster");
    let plan = priced(&planning.study, &planning.settings, variants, threads)?;
    Ok(Plan { verified: Some(roster.to_owned()), calls: calls.get() + plan.calls, ..plan })
}

impl Bench<'_> {
    fn verify(&self) -> super::VariantPlan {
        let judge = self.judge(&self.slots, &self.goals, 0..self.days());
        let sample = judge.sample_of(self.center);
        let mut more = Staffing::flat(self.groups.len(), self.slots.count(), 0);
        let field = self.field.of_additions();
        let mut search = Search::new(&judge, &field);
        search.grow(&mut more);
        search.trim(&mut more, i64::MAX);
        let missing = self.needs(&more);
        let mut plan = self.reached(&judge, &sample, self.center, &missing);
        let there = |at: usize| -> Vec<f64> {
            let staff = &self.center.groups[self.groups[at]].staff;
            scheduled(staff, self.center).collect()
        };
        let mut groups = Vec::new();
        for (at, missing) in missing.iter().enumerate() {
            let there = there(at);
            for (position, interval) in plan.intervals.iter_mut().enumerate() {
                interval.missing[at] = missing.required[position];
                let whole = libm::round(there[position]) as u32;
                interval.required[at] = whole + missing.required[position];
                interval.rostered[at] =
                    f64::from(interval.required[at]) / missing.present[position];
            }
            groups.push(self.group(at, missing, &there));
        }
        plan.add_up(groups);
        plan
    }

    /// Hours and money of one group as rostered; required: with what is missing.
    fn group(&self, at: usize, missing: &Need, there: &[f64]) -> GroupPlan {
        let own = &self.center.groups[self.groups[at]];
        let paid = own.paid_by_interval(&self.center.horizon).into_iter();
        let paid_hours = paid.map(|ticks| crate::time::Span(ticks).seconds() / 3_600.0).sum();
        let scheduled_hours: f64 = there.iter().zip(&missing.hours).map(|(n, h)| n * h).sum();
        let required =
            there.iter().zip(&missing.required).map(|(&there, &more)| there + f64::from(more));
        GroupPlan {
            name: own.name.clone(),
            required_hours: scheduled_hours + missing.required_hours(),
            scheduled_hours,
            rostered_hours: paid_hours,
            paid_hours,
            fte: paid_hours / self.full_time(),
            cost: paid_hours * own.cost_per_hour,
            peak: libm::ceil(required.fold(0.0, f64::max)) as u32,
            people: None,
        }
    }
}
