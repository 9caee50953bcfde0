//! Shifts that cover a requirement: chosen by integer programming, simulated, agents added where
//! the schedule misses its goals, shifts that nobody misses taken out again.

use std::collections::BTreeMap;

use crate::model::Center;
use crate::scenario::{Pattern, Shift, shrunk};
use crate::time::SimTime;

use super::cover::{Way, cover};
use super::judge::Sample;
use super::roster::{Need, RosterRow};
use super::search::Search;

/// Times that a schedule is simulated and mended at most.
const MOST_MENDS: usize = 12;
/// Times that shifts are taken out on trial at most.
const MOST_TRIALS: usize = 12;
/// Agent-intervals short of the requirement that a shift may leave when it is taken out on trial.
const SMALL_GAP: f64 = 3.0;

/// One group's shifts.
#[derive(Clone, Debug)]
pub(super) struct Rota<'p> {
    group: usize,
    ways: Vec<(&'p Shift, &'p Pattern)>,
    /// The share of each interval that each way works.
    covers: Vec<Vec<(usize, f64)>>,
    agents: Vec<u32>,
}

/// The schedule of all planned groups.
#[derive(Clone, Debug)]
pub(super) struct Schedule<'p> {
    rotas: Vec<Rota<'p>>,
    /// Cost of the cover before it was simulated, and the bound that no cover is below.
    pub(super) cover_cost: f64,
    /// See `cover_cost`.
    pub(super) bound: f64,
    /// Intervals that no shift reaches, by planned group.
    pub(super) out_of_reach: Vec<Vec<usize>>,
}

/// Who is scheduled.
pub(super) struct Scheduler<'s> {
    pub(super) search: &'s Search<'s>,
    pub(super) shifts: &'s [Shift],
    /// Away from the phones, by planned group.
    pub(super) shares: Vec<Vec<(SimTime, f64)>>,
    pub(super) needs: Vec<Need>,
}

impl<'s> Scheduler<'s> {
    /// What the shifts that cover the requirement cost.
    pub(super) fn cost(&self) -> f64 {
        self.covered(&self.wanted()).cover_cost
    }

    /// The paid agents that make shrinkage good, by planned group, then interval.
    fn wanted(&self) -> Vec<Vec<f64>> {
        let own = |need: &Need| (0..need.required.len()).map(|at| need.rostered(at)).collect();
        self.needs.iter().map(own).collect()
    }

    /// A schedule whose simulated goals hold wherever shifts can reach.
    pub(super) fn schedule(&self) -> Schedule<'s> {
        let mut wanted = self.wanted();
        let mut found = self.covered(&wanted);
        let (cover_cost, bound) = (found.cover_cost, found.bound);
        for _ in 0..MOST_MENDS {
            let sample = self.sample(&found);
            let verdicts = self.search.verdicts(&sample);
            let mut is_mended = false;
            for window in verdicts.missed() {
                is_mended |= self.ask_for_more(window, &sample, &found, &mut wanted);
            }
            if !is_mended {
                break;
            }
            found = self.covered(&wanted);
        }
        self.take_out(&mut found);
        Schedule { cover_cost, bound, ..found }
    }

    /// Covers what is wanted of each group.
    fn covered(&self, wanted: &[Vec<f64>]) -> Schedule<'s> {
        let mut found =
            Schedule { rotas: Vec::new(), cover_cost: 0.0, bound: 0.0, out_of_reach: Vec::new() };
        for (group, wanted) in wanted.iter().enumerate() {
            let ways = self.ways(group);
            let (priced, limits) = self.priced(group, &ways);
            let cover = cover(&priced, wanted, &limits);
            found.cover_cost += cover.cost;
            found.bound += cover.bound;
            found.out_of_reach.push(cover.out_of_reach);
            let covers = priced.into_iter().map(|way| way.covers).collect();
            found.rotas.push(Rota { group, ways, covers, agents: cover.agents });
        }
        found
    }

    /// The ways of working of a group.
    fn ways(&self, group: usize) -> Vec<(&'s Shift, &'s Pattern)> {
        let name = &self.center().groups[self.search.judge.groups[group]].name;
        let own = self.shifts.iter().filter(|shift| shift.groups.contains(name));
        own.flat_map(|shift| shift.patterns.iter().map(move |pattern| (shift, pattern))).collect()
    }

    fn center(&self) -> &'s Center {
        self.search.judge.center
    }

    /// What each way costs and covers; the most agents of shifts that have a limit, day by day.
    fn priced(&self, group: usize, ways: &[(&Shift, &Pattern)]) -> (Vec<Way>, Vec<u32>) {
        let mut limits: Vec<u32> = Vec::new();
        let mut numbers: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let price = self.search.field.prices[group];
        let priced = ways
            .iter()
            .map(|(shift, pattern)| {
                let limit = shift.max_agents.map(|most| {
                    let day = (shift.name.as_str(), pattern.date.as_str());
                    *numbers.entry(day).or_insert_with(|| {
                        limits.push(most);
                        limits.len() - 1
                    })
                });
                let hours = pattern.paid.seconds() / 3_600.0;
                let hourly = shift.cost_per_hour.filter(|cost| *cost > 0.0).unwrap_or(price);
                Way { cost: hours * hourly, covers: self.covers(pattern), limit }
            })
            .collect();
        (priced, limits)
    }

    /// The share of each interval that a pattern works.
    fn covers(&self, pattern: &Pattern) -> Vec<(usize, f64)> {
        let horizon = &self.center().horizon;
        let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
        for &(from, to) in &pattern.works {
            let mut at = from;
            while at < to {
                let interval = at.0 / horizon.interval.0;
                let start = SimTime(interval * horizon.interval.0);
                let end = (start + horizon.interval).min(horizon.end);
                let until = to.min(end);
                let share = until.since(at).ticks() / end.since(start).ticks();
                *shares.entry(interval as usize).or_default() += share;
                at = until;
            }
        }
        shares.into_iter().collect()
    }

    /// The center with the schedule.
    pub(super) fn staffed(&self, schedule: &Schedule<'_>) -> Center {
        let mut center = self.center().clone();
        for rota in &schedule.rotas {
            let own = &mut center.groups[self.search.judge.groups[rota.group]];
            own.paid = rota.heads(center.horizon.end);
            let (horizon, days) = (&center.horizon, &center.days);
            own.staff = shrunk(&own.paid, &self.shares[rota.group], horizon, days);
        }
        center
    }

    fn sample(&self, schedule: &Schedule<'_>) -> Sample {
        self.search.judge.sample_of(&self.staffed(schedule))
    }

    /// Wants one agent more where a missed window is worst; whether that can be had.
    fn ask_for_more(
        &self,
        window: usize,
        sample: &Sample,
        found: &Schedule<'_>,
        wanted: &mut [Vec<f64>],
    ) -> bool {
        let judge = self.search.judge;
        let goals = || judge.goals.iter().enumerate();
        let lack = |slot: usize| judge.lack(sample, slot);
        let slots = judge.slots.windows[window].clone();
        let Some(worst) = slots.max_by(|&a, &b| lack(a).total_cmp(&lack(b))) else { return false };
        let interval = judge.slots.intervals[worst].end - 1;
        let group = (0..wanted.len())
            .filter(|&group| !found.out_of_reach[group].contains(&interval))
            .filter(|&group| goals().any(|(_, goal)| self.search.field.serves(group, goal.scope)))
            .filter(|&group| self.search.field.has_load(group, worst))
            .min_by(|&a, &b| self.search.field.prices[a].total_cmp(&self.search.field.prices[b]));
        let Some(group) = group else { return false };
        let present = self.needs[group].present[interval];
        let there = found.rotas[group].there(interval);
        // What stands there already beyond the wish counts, or nothing would change.
        wanted[group][interval] = wanted[group][interval].max(there) + 1.0 / present;
        true
    }

    /// Takes shifts out that nobody misses: on each day on trial the one that leaves the smallest
    /// gap in the requirement, all days at once.
    fn take_out(&self, found: &mut Schedule<'s>) {
        let mut refused: Vec<Vec<bool>> =
            found.rotas.iter().map(|rota| vec![false; rota.ways.len()]).collect();
        for _ in 0..MOST_TRIALS {
            let trials = self.spare(found, &refused);
            if trials.is_empty() {
                return;
            }
            let mut trial = found.clone();
            for &(rota, way) in trials.values() {
                trial.rotas[rota].agents[way] -= 1;
            }
            let verdicts = self.search.verdicts(&self.sample(&trial));
            for (rota, way) in trials.into_values() {
                let slots = &self.search.judge.slots;
                let holds = found.rotas[rota].covers[way]
                    .iter()
                    .all(|&(interval, _)| verdicts.hold(slots.window_of(slots.slot_of(interval))));
                if holds {
                    found.rotas[rota].agents[way] -= 1;
                } else {
                    refused[rota][way] = true;
                }
            }
        }
    }

    /// For each day the rota and way whose last agent leaves the smallest gap.
    fn spare(
        &self,
        found: &Schedule<'s>,
        refused: &[Vec<bool>],
    ) -> BTreeMap<&'s str, (usize, usize)> {
        let mut best: BTreeMap<&str, (f64, (usize, usize))> = BTreeMap::new();
        for (number, rota) in found.rotas.iter().enumerate() {
            let need = &self.needs[rota.group];
            let count = need.required.len();
            let spare: Vec<f64> = (0..count).map(|at| rota.there(at) - need.rostered(at)).collect();
            for (way, (_, pattern)) in rota.ways.iter().enumerate() {
                if rota.agents[way] == 0 || refused[number][way] {
                    continue;
                }
                let gap: f64 = rota.covers[way]
                    .iter()
                    .map(|&(at, share)| (share - spare[at].max(0.0)).max(0.0))
                    .sum();
                let entry = best.entry(&pattern.date).or_insert((f64::INFINITY, (number, way)));
                if gap <= SMALL_GAP && gap < entry.0 {
                    *entry = (gap, (number, way));
                }
            }
        }
        best.retain(|_, best| best.0.is_finite());
        best.into_iter().map(|(day, best)| (day, best.1)).collect()
    }
}

impl Rota<'_> {
    /// Agents who are paid from each moment of the period on, those on a break left out.
    pub(super) fn heads(&self, end: SimTime) -> Vec<(SimTime, u32)> {
        let mut changes: BTreeMap<SimTime, i64> = BTreeMap::from([(SimTime::ZERO, 0)]);
        for ((_, pattern), &agents) in self.ways.iter().zip(&self.agents) {
            for &(from, to) in &pattern.works {
                *changes.entry(from).or_default() += i64::from(agents);
                *changes.entry(to).or_default() -= i64::from(agents);
            }
        }
        let mut agents = 0;
        let mut steps: Vec<(SimTime, u32)> = changes
            .into_iter()
            .take_while(|(at, _)| *at < end)
            .map(|(at, change)| {
                agents += change;
                (at, agents as u32)
            })
            .collect();
        steps.dedup_by_key(|step| step.1);
        steps
    }

    /// Agents in an interval, in the mean of its time.
    fn there(&self, interval: usize) -> f64 {
        let share = |own: &[(usize, f64)]| {
            own.iter().find(|cover| cover.0 == interval).map_or(0.0, |cover| cover.1)
        };
        self.agents.iter().zip(&self.covers).map(|(&n, own)| f64::from(n) * share(own)).sum()
    }
}

impl Schedule<'_> {
    /// Paid hours and their cost of one group; `price` is the group's own.
    pub(super) fn paid(&self, group: usize, price: f64) -> (f64, f64) {
        let rota = &self.rotas[group];
        let worked = rota.ways.iter().zip(&rota.agents);
        worked.fold((0.0, 0.0), |sum, ((shift, pattern), &agents)| {
            let hours = f64::from(agents) * pattern.paid.seconds() / 3_600.0;
            (sum.0 + hours, sum.1 + hours * shift.cost_per_hour.unwrap_or(price))
        })
    }

    /// The roster of one group under its name.
    pub(super) fn rows(&self, group: usize, name: &str) -> Vec<RosterRow> {
        let rota = &self.rotas[group];
        let worked = rota.ways.iter().zip(&rota.agents).filter(|(_, agents)| **agents > 0);
        let mut rows: Vec<RosterRow> = worked
            .map(|((shift, pattern), &agents)| RosterRow {
                group: name.to_owned(),
                date: pattern.date.clone(),
                shift: shift.name.clone(),
                start: pattern.from.clone(),
                end: pattern.to.clone(),
                agents,
                breaks: pattern.breaks.clone(),
            })
            .collect();
        rows.sort_by(|a, b| (&a.date, &a.start, a).cmp(&(&b.date, &b.start, b)));
        rows
    }

    /// People who can work one group's shifts when each works at most so many days a week: for
    /// each kind of shift the most on one day, or its shifts over the days of an agent.
    pub(super) fn people(&self, group: usize) -> u32 {
        let rota = &self.rotas[group];
        let mut by_shift: BTreeMap<&str, (u32, BTreeMap<&str, u32>)> = BTreeMap::new();
        for ((shift, pattern), &agents) in rota.ways.iter().zip(&rota.agents) {
            let own = by_shift.entry(&shift.name).or_insert((shift.days_per_week, BTreeMap::new()));
            *own.1.entry(&pattern.date).or_default() += agents;
        }
        by_shift
            .into_values()
            .map(|(days_per_week, days)| {
                let dates: Vec<u32> = days.into_values().collect();
                dates.chunks(7).map(|week| people_in_a_week(week, days_per_week)).max().unwrap_or(0)
            })
            .sum()
    }
}

/// Every agent works at most one shift a day and `days` a week: so many people can always share
/// out the shifts (one after another in turn), and no fewer.
fn people_in_a_week(shifts: &[u32], days: u32) -> u32 {
    let most = shifts.iter().copied().max().unwrap_or(0);
    most.max(shifts.iter().sum::<u32>().div_ceil(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_the_busiest_day_or_all_shifts_over_the_days_of_one() {
        assert_eq!(people_in_a_week(&[4, 4, 4, 4, 4, 0, 0], 5), 4);
        assert_eq!(people_in_a_week(&[4, 4, 4, 4, 4, 4, 1], 5), 5);
        assert_eq!(people_in_a_week(&[9, 1, 0, 0, 0, 0, 0], 5), 9);
    }
}
