//! From a scenario to a plan: every variant staffed for its targets, scheduled, priced and run.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use crate::experiment::{self, Counting, Crew, Results, Stage};
use crate::model::Center;
use crate::scenario::{Per, PlanSettings, Planning, Shrinkages, Study};
use crate::time::SimTime;

use super::field::Field;
use super::judge::{Goal, Judge, Sample, goals};
use super::load::{Load, loads};
use super::mix::Mix;
use super::outcome::{Choice, Cost, GroupPlan, IntervalPlan, Plan, VariantPlan, WindowPlan};
use super::roster::{self, Need, RosterRow};
use super::schedule::{Schedule, Scheduler};
use super::search::{Pace, Search};
use super::slots::Slots;
use super::staffing::{Staffing, mean};

/// Days on which staff is looked for have numbers from here on; it is judged on others, those
/// that `run` simulates.
const SEARCH_DAYS: u64 = 1 << 32;
/// The coarse search judges by so many times fewer days.
const COARSE: u64 = 4;
/// But at least by these.
const LEAST_DAYS: u64 = 25;
/// Days where the scenario asks for a precision instead of a number.
const MOST_DAYS: u32 = 400;
/// Agents who leave at once in the coarse search at most.
pub(super) const MANY_AT_ONCE: i64 = 8;
/// Other sizes of staff that are shown on each side of the plan.
const CHOICES: i32 = 3;
/// Days by which these are judged at most: whole days tell more than single intervals.
const CHOICE_DAYS: u64 = 100;

/// Why there is no plan.
#[derive(Debug)]
pub struct Failed(String);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

impl Failed {
    pub(super) fn threads(error: impl fmt::Display) -> Self {
        Self(format!("cannot start threads: {error}"))
    }
}

/// Plans every variant on so many threads (0: one per core); the same on any number. `progress`
/// hears what is being done.
///
/// # Errors
/// When the threads cannot be started.
pub fn plan(planning: &Planning, threads: usize, progress: &dyn Fn(&str)) -> Result<Plan, Failed> {
    let crew = Crew::new(threads).map_err(Failed::threads)?;
    let calls = Cell::new(0);
    let planning = &unstaffed(plain(planning));
    let mut study = planning.study.clone();
    let mut drafts: Vec<Draft> = Vec::new();
    for position in 0..study.variants.len() {
        let bench = Bench::new(planning, &crew, position, &calls);
        let draft = bench.plan(drafts.last(), progress);
        study.variants[position].center = draft.center.clone();
        drafts.push(draft);
    }
    progress("running the plan");
    let variants = drafts.into_iter().map(|draft| draft.plan).collect();
    let plan = priced(&study, &planning.settings, variants, threads)?;
    Ok(Plan { calls: calls.get() + plan.calls, ..plan })
}

/// Runs the staff of a study, and prices what became of the calls.
pub(super) fn priced(
    study: &Study,
    settings: &PlanSettings,
    mut variants: Vec<VariantPlan>,
    threads: usize,
) -> Result<Plan, Failed> {
    let outcome = experiment::run(study, threads, &|_| ()).map_err(Failed::threads)?;
    for (position, variant) in variants.iter_mut().enumerate() {
        let agents = variant.cost.agents;
        variant.cost = cost(study, settings, &outcome.results, position, agents);
    }
    Ok(Plan {
        settings: settings.clone(),
        variants,
        verified: None,
        calls: outcome.calls,
        results: outcome.results,
    })
}

/// The same without today's agents in the planned groups.
fn unstaffed(mut planning: Planning) -> Planning {
    for variant in &mut planning.study.variants {
        let is_planned = |name: &String| planning.settings.groups.iter().any(|g| g.name == *name);
        for group in variant.center.groups.iter_mut().filter(|group| is_planned(&group.name)) {
            group.staff = vec![(SimTime::ZERO, 0)];
            group.paid = group.staff.clone();
        }
    }
    planning
}

/// The same judged by so many days, each by itself.
pub(super) fn plain(planning: &Planning) -> Planning {
    let mut plain = planning.clone();
    let run = &mut plain.study.run;
    if run.precision.is_some() {
        run.replications = run.replications.min(MOST_DAYS);
    }
    (run.precision, run.batches, run.antithetic, run.control_variate) = (None, None, false, false);
    plain
}

/// What one variant is planned with.
pub(super) struct Bench<'b> {
    pub(super) crew: &'b Crew,
    pub(super) study: &'b Study,
    pub(super) settings: &'b PlanSettings,
    pub(super) center: &'b Center,
    pub(super) name: &'b str,
    pub(super) groups: Vec<usize>,
    pub(super) shares: Vec<Vec<(SimTime, f64)>>,
    pub(super) slots: Slots,
    pub(super) by_interval: Slots,
    pub(super) goals: Vec<Goal>,
    pub(super) loads: Vec<Load>,
    pub(super) field: Field,
    pub(super) calls: &'b Cell<u64>,
}

/// A plan that has not been run yet.
pub(super) struct Draft {
    plan: VariantPlan,
    staffing: Staffing,
    /// Agents of each planned group who are there all day.
    levels: Vec<u32>,
    center: Center,
}

impl<'b> Bench<'b> {
    pub(super) fn new(
        planning: &'b Planning,
        crew: &'b Crew,
        position: usize,
        calls: &'b Cell<u64>,
    ) -> Self {
        let (study, settings) = (&planning.study, &planning.settings);
        let variant = &study.variants[position];
        let center = &variant.center;
        let find = |name: &str| center.groups.iter().position(|group| group.name == name);
        let groups: Vec<usize> =
            settings.groups.iter().filter_map(|group| find(&group.name)).collect();
        let slots = Slots::new(center, &study.timeline, settings.per);
        let replications = u64::from(study.run.replications);
        let loads = loads(crew, stage(study), center, &groups, &slots, replications);
        let field = Field::new(center, &groups, &settings.groups, &slots, &loads);
        Self {
            crew,
            study,
            settings,
            center,
            name: &variant.name,
            shares: shares(&planning.shrinkages[position], settings),
            goals: goals(center, settings),
            by_interval: Slots::new(center, &study.timeline, Per::Interval),
            groups,
            slots,
            loads,
            field,
            calls,
        }
    }

    pub(super) fn days(&self) -> u64 {
        u64::from(self.study.run.replications)
    }

    /// Judges by some simulated days, over the windows of some slots.
    pub(super) fn judge<'j>(
        &'j self,
        slots: &'j Slots,
        goals: &'j [Goal],
        days: Range<u64>,
    ) -> Judge<'j> {
        Judge {
            crew: self.crew,
            stage: stage(self.study),
            center: self.center,
            groups: &self.groups,
            slots,
            goals,
            confidence: self.study.run.confidence,
            replications: days,
            calls: self.calls,
        }
    }

    fn plan(&self, before: Option<&Draft>, progress: &dyn Fn(&str)) -> Draft {
        let say = |what: &str| progress(&format!("{}: {what}", self.name));
        let days = self.days();
        let search_days = |days: u64| SEARCH_DAYS..SEARCH_DAYS + days;
        say("a coarse search");
        let means: Vec<Goal> = self.goals.iter().map(|goal| self.coarse(goal)).collect();
        let coarse_days = (days / COARSE).clamp(LEAST_DAYS.min(days), days);
        let coarse = self.judge(&self.by_interval, &means, search_days(coarse_days));
        let Mix { levels, field, mut staffing, refused, .. } = if self.is_mixed() {
            let nobody = vec![0; self.groups.len()];
            self.mix(&coarse, before.map_or(nobody, |draft| draft.levels.clone()))
        } else {
            self.by_itself(&coarse, before)
        };
        say("the search");
        let fine = self.judge(&self.slots, &self.goals, search_days(days));
        let mut search = Search::new(&fine, &field).after(refused);
        search.grow_further(&mut staffing, Pace::Many);
        match self.settings.per {
            Per::Interval => search.trim(&mut staffing, 1),
            Per::Day | Per::Week => search.thin(&mut staffing),
        }
        say("judged by other days");
        let last = self.judge(&self.slots, &self.goals, 0..days);
        let mut search = search.with(&last);
        search.grow_further(&mut staffing, Pace::One);
        say("the roster");
        self.draft(&search, staffing, levels)
    }

    /// A coarse staffing with every interval by itself.
    fn by_itself(&self, coarse: &Judge<'_>, before: Option<&Draft>) -> Mix {
        let begins = match before {
            Some(draft) => vec![draft.staffing.clone()],
            None => {
                let mut both = vec![self.narrow_start(&self.field), self.wide_start(&self.field)];
                both.dedup();
                both
            }
        };
        let ends = begins.into_iter().map(|mut staffing| {
            let mut search = Search::new(coarse, &self.field);
            search.grow(&mut staffing);
            search.trim(&mut staffing, MANY_AT_ONCE);
            (staffing, search)
        });
        let (staffing, search) = Search::cheapest(ends.collect());
        Mix::new(&self.field, staffing, search.refused)
    }

    /// What the coarse search asks for: that every interval reaches the values in the mean, where
    /// the plan itself asks for days or weeks.
    fn coarse(&self, goal: &Goal) -> Goal {
        match self.settings.per {
            Per::Interval => *goal,
            Per::Day | Per::Week => Goal { probability: None, ..*goal },
        }
    }

    /// The plan of a staffing: scheduled, and what it reaches.
    fn draft(&self, search: &Search<'_>, staffing: Staffing, levels: Vec<u32>) -> Draft {
        let needs = self.needs(&staffing);
        let heads: Vec<_> = needs
            .iter()
            .zip(&self.shares)
            .map(|(need, shares)| roster::heads(need, shares, self.center))
            .collect();
        let scheduler = Scheduler {
            search,
            shifts: &self.settings.shifts,
            shares: self.shares.clone(),
            needs: needs.clone(),
        };
        let schedule = (!self.settings.shifts.is_empty()).then(|| scheduler.schedule());
        let center = match &schedule {
            Some(schedule) => scheduler.staffed(schedule),
            None => {
                let mut center = staffing.center(self.center, &self.groups, &self.slots);
                for (&group, heads) in self.groups.iter().zip(&heads) {
                    center.groups[group].paid.clone_from(heads);
                }
                center
            }
        };
        let groups = self.group_plans(&needs, &center, schedule.as_ref());
        let sample = search.judge.sample_of(&center);
        let mut plan = self.reached(search.judge, &sample, &center, &needs);
        plan.notes = self.notes(search, schedule.as_ref());
        plan.roster = self.roster(&heads, schedule.as_ref());
        plan.cover = schedule.as_ref().map(|schedule| (schedule.cover_cost, schedule.bound));
        plan.add_up(groups);
        plan.choices = self.choices(&center, &needs);
        Draft { plan, staffing, levels, center }
    }

    pub(super) fn needs(&self, staffing: &Staffing) -> Vec<Need> {
        staffing
            .0
            .iter()
            .zip(&self.shares)
            .map(|(required, shares)| Need::new(required, shares, self.center, &self.slots))
            .collect()
    }

    fn roster(
        &self,
        heads: &[Vec<(SimTime, u32)>],
        schedule: Option<&Schedule<'_>>,
    ) -> Vec<RosterRow> {
        let timeline = &self.study.timeline;
        let of_group = |(group, heads): (usize, &Vec<(SimTime, u32)>)| {
            let name = &self.settings.groups[group].name;
            match schedule {
                Some(schedule) => schedule.rows(group, name),
                None => roster::rows(name, heads, self.center, timeline),
            }
        };
        heads.iter().enumerate().flat_map(of_group).collect()
    }

    fn group_plans(
        &self,
        needs: &[Need],
        center: &Center,
        schedule: Option<&Schedule<'_>>,
    ) -> Vec<GroupPlan> {
        let days = self.by_interval.days(&self.study.timeline);
        let intervals = |day: &Range<usize>| {
            let slots = &self.by_interval.intervals;
            slots[day.start].start..slots[day.end - 1].end
        };
        let one = |(at, need): (usize, &Need)| {
            let own = &center.groups[self.groups[at]];
            let rostered: f64 = days.iter().map(|day| need.rostered_hours(intervals(day))).sum();
            let (paid_hours, cost) = match schedule {
                Some(schedule) => schedule.paid(at, own.cost_per_hour),
                None => (rostered, rostered * own.cost_per_hour),
            };
            GroupPlan {
                name: own.name.clone(),
                required_hours: need.required_hours(),
                scheduled_hours: scheduled(&own.staff, center)
                    .zip(&need.hours)
                    .map(|(n, h)| n * h)
                    .sum(),
                rostered_hours: rostered,
                paid_hours,
                fte: paid_hours / self.full_time(),
                cost,
                peak: need.required.iter().copied().max().unwrap_or(0),
                people: schedule.map(|schedule| schedule.people(at)),
            }
        };
        needs.iter().enumerate().map(one).collect()
    }

    /// Hours of a full-time agent in the period: a fifth of a week on each day, five days a week.
    pub(super) fn full_time(&self) -> f64 {
        let week = self.settings.full_time.seconds() / 3_600.0;
        match self.study.timeline.days.len() {
            days @ ..5 => week * days as f64 / 5.0,
            5..=7 => week,
            days => week * days as f64 / 7.0,
        }
    }

    /// What a center reaches, interval by interval and window by window.
    pub(super) fn reached(
        &self,
        judge: &Judge<'_>,
        sample: &Sample,
        center: &Center,
        needs: &[Need],
    ) -> VariantPlan {
        let verdicts = |slots: &Slots, window: usize| {
            let own = self.goals.iter().enumerate();
            own.map(|(at, goal)| judge.verdict(sample, at, goal, slots.windows[window].clone()))
                .collect::<Vec<_>>()
        };
        let windows: Vec<WindowPlan> = (0..self.slots.windows.len())
            .map(|window| {
                let own = &self.slots.windows[window];
                WindowPlan {
                    from: self.slots.intervals[own.start].start,
                    until: self.slots.intervals[own.end - 1].end,
                    reached: verdicts(&self.slots, window),
                }
            })
            .collect();
        let there: Vec<Vec<f64>> = self
            .groups
            .iter()
            .map(|&group| scheduled(&center.groups[group].staff, center).collect())
            .collect();
        let theory = self.theory();
        let intervals = self.study.timeline.intervals.iter().enumerate().map(|(at, start)| {
            let slot = self.slots.slot_of(at);
            let (erlang_c, erlang_a) = theory[slot];
            IntervalPlan {
                start: start.clone(),
                hours: needs.first().map_or(0.0, |need| need.hours[at]),
                required: needs.iter().map(|need| need.required[at]).collect(),
                rostered: needs.iter().map(|need| need.rostered(at)).collect(),
                scheduled: there.iter().map(|group| group[at]).collect(),
                missing: vec![0; needs.len()],
                erlang_c,
                erlang_a,
                reached: verdicts(&self.by_interval, slot),
                on_target: windows[self.slots.window_of(slot)].holds(),
            }
        });
        VariantPlan {
            name: self.name.to_owned(),
            groups: Vec::new(),
            intervals: intervals.collect(),
            windows,
            cost: Cost::default(),
            paid_hours: 0.0,
            fte: 0.0,
            choices: Vec::new(),
            cover: None,
            roster: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// What Erlang C and A would staff in each slot, for every queue alone.
    fn theory(&self) -> Vec<(u32, u32)> {
        let planned = |queue: &usize| {
            let serves = |group: &usize| {
                self.center.groups[*group].queues.iter().any(|own| own.index() == *queue)
            };
            self.groups.iter().any(serves)
        };
        let agents = |slot: usize, abandons: bool| -> u32 {
            let queues = (0..self.loads.len()).filter(planned);
            queues
                .map(|queue| {
                    let load = &self.loads[queue];
                    load.required(queue, load.erlangs[slot], &self.goals, abandons)
                })
                .sum()
        };
        (0..self.slots.count()).map(|slot| (agents(slot, false), agents(slot, true))).collect()
    }

    /// What staffs of other sizes would cost and reach over the whole period.
    fn choices(&self, center: &Center, needs: &[Need]) -> Vec<Choice> {
        let judge = self.judge(&self.by_interval, &self.goals, 0..self.days().min(CHOICE_DAYS));
        let most = self.groups.iter().map(|&group| center.groups[group].most_agents()).sum::<u32>();
        let unit = (1 + most / 40) as i32;
        let goal = &self.goals[0];
        (-CHOICES..=CHOICES)
            .map(|step| {
                let change = step * unit;
                let mut other = center.clone();
                let (mut hours, mut cost) = (0.0, 0.0);
                for (need, &group) in needs.iter().zip(&self.groups) {
                    let own = &mut other.groups[group];
                    own.staff = changed(&own.staff, change);
                    let paid: f64 = scheduled(&own.staff, center)
                        .zip(need.hours.iter().zip(&need.present))
                        .map(|(agents, (hours, present))| agents * hours / present)
                        .sum();
                    hours += paid;
                    cost += paid * own.cost_per_hour;
                }
                let sample = judge.sample_of(&other);
                let verdict = judge.verdict(&sample, 0, goal, 0..self.slots.count());
                Choice {
                    change,
                    paid_hours: hours,
                    cost,
                    reached: verdict.estimate,
                    half_width: verdict.half_width,
                }
            })
            .collect()
    }

    fn notes(&self, search: &Search<'_>, schedule: Option<&Schedule<'_>>) -> Vec<String> {
        let mut notes = Vec::new();
        let label = |slot: usize| {
            let at = &self.study.timeline.intervals[self.slots.intervals[slot].end - 1];
            at.get(..16).unwrap_or(at).replace('T', " ")
        };
        let windows = search.out_of_reach();
        if let Some(first) = windows.first() {
            notes.push(format!(
                "In {} of {} windows a target cannot be reached within the bounds, however many \
                 agents there are (first at {}): the plan holds the best that was reached. Is the \
                 target within what notifications and bounds allow?",
                windows.len(),
                self.slots.windows.len(),
                label(self.slots.windows[*first].start)
            ));
        }
        let unreached =
            schedule.iter().flat_map(|schedule| schedule.out_of_reach.iter().enumerate());
        for (group, intervals) in unreached {
            if let Some(&first) = intervals.first() {
                notes.push(format!(
                    "No shift of group {:?} works in {} intervals in which agents are required (first \
                     at {}): add `starts` or shifts that reach them.",
                    self.settings.groups[group].name,
                    intervals.len(),
                    label(self.slots.slot_of(first))
                ));
            }
        }
        notes
    }
}

/// What all simulated days share.
fn stage(study: &Study) -> Stage<'_> {
    Stage { counting: Counting::of(study), seed: study.run.seed }
}

/// The shrinkage of each planned group.
fn shares(all: &Shrinkages, settings: &PlanSettings) -> Vec<Vec<(SimTime, f64)>> {
    let own = |name: &String| all.get(name).cloned().unwrap_or_default();
    settings.groups.iter().map(|group| own(&group.name)).collect()
}

/// Agents of steps in each reporting interval, in the mean of its time.
pub(super) fn scheduled<'s>(
    staff: &'s [(SimTime, u32)],
    center: &'s Center,
) -> impl Iterator<Item = f64> + 's {
    let horizon = &center.horizon;
    (0..horizon.intervals()).map(|at| {
        let from = SimTime(at as u64 * horizon.interval.0);
        mean(staff, from, (from + horizon.interval).min(horizon.end))
    })
}

/// Steps with so many agents more wherever there are some, but at least one.
fn changed(staff: &[(SimTime, u32)], change: i32) -> Vec<(SimTime, u32)> {
    let other = |agents: u32| match agents {
        0 => 0,
        _ => (i64::from(agents) + i64::from(change)).max(1) as u32,
    };
    staff.iter().map(|&(at, agents)| (at, other(agents))).collect()
}

/// Money of a variant: paid hours as planned, lost calls and callbacks as simulated.
fn cost(
    study: &Study,
    settings: &PlanSettings,
    results: &Results,
    position: usize,
    agents: f64,
) -> Cost {
    let (found, center) = (&results.variants[position], &study.variants[position].center);
    let lost = found.call_types.iter().zip(&center.call_types).map(|(found, call_type)| {
        found.metrics.mean("lost").unwrap_or(0.0) * call_type.cost_per_lost
    });
    let callbacks = found.metrics.mean("callbacks_accepted").unwrap_or(0.0);
    Cost { agents, lost: lost.sum(), callbacks: callbacks * settings.cost_per_callback }
}
