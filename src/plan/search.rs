//! Looks for the least staff that reaches its goals: adds agents where goals are missed, then takes
//! away or exchanges what nobody misses, always judged by the same simulated customers.
//!
//! Goals that hold interval by interval are worked on at many intervals at once: a change matters
//! where it is made and shortly after, so intervals far enough apart do not see each other.

use std::collections::BTreeSet;

use super::field::Field;
use super::judge::{Judge, Sample, Verdicts};
use super::staffing::Staffing;

/// Rounds of adding agents at most.
const MOST_ROUNDS: usize = 60;
/// One agent more is added for so many of those who are there.
const MANY: u32 = 16;
/// A goal missed by so many half widths of its interval is missed on other days too.
const CLEARLY: f64 = 1.5;

/// Moves, by number, that clearly missed a goal in a slot.
pub(super) type Refused = BTreeSet<(usize, usize)>;

/// A search under way.
pub(super) struct Search<'s> {
    pub(super) judge: &'s Judge<'s>,
    pub(super) field: &'s Field,
    /// Goals that cannot be reached, by goal and window: what is asked for instead.
    waived: Vec<Vec<Option<f64>>>,
    pub(super) refused: Refused,
}

/// How many agents are added at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// One, and one more for every [`MANY`] of those who are there; in all slots of a window.
    Many,
    /// One; in a long window where it lacks most.
    One,
}

/// An exchange of agents in one slot: a change for each group, and the money that it saves an hour.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Move {
    pub(super) changes: Vec<i64>,
    saves: f64,
}

impl<'s> Search<'s> {
    pub(super) fn new(judge: &'s Judge<'s>, field: &'s Field) -> Self {
        let windows = judge.slots.windows.len();
        let waived = vec![vec![None; windows]; judge.goals.len()];
        Self { judge, field, waived, refused: BTreeSet::new() }
    }

    /// What several searches by the same days found, the cheapest in each slot; what was refused
    /// there goes with it.
    pub(super) fn cheapest(found: Vec<(Staffing, Self)>) -> (Staffing, Self) {
        let mut found = found.into_iter();
        let Some((mut staffing, mut search)) = found.next() else {
            unreachable!("a search has at least one start")
        };
        for (other, its) in found {
            for slot in 0..search.judge.slots.count() {
                if its.price(&other, slot) < search.price(&staffing, slot) {
                    for (group, own) in staffing.0.iter_mut().enumerate() {
                        own[slot] = other.0[group][slot];
                    }
                    let window = search.judge.slots.window_of(slot);
                    for (own, its) in search.waived.iter_mut().zip(&its.waived) {
                        own[window] = its[window];
                    }
                    search.refused.retain(|refused| refused.1 != slot);
                    search.refused.extend(its.refused.iter().filter(|refused| refused.1 == slot));
                }
            }
        }
        (staffing, search)
    }

    /// Money for an hour of a slot; goals that are not reached come first.
    fn price(&self, staffing: &Staffing, slot: usize) -> (usize, f64) {
        let window = self.judge.slots.window_of(slot);
        let missed = self.waived.iter().filter(|goal| goal[window].is_some()).count();
        let agents = staffing.0.iter().zip(&self.field.prices);
        (missed, agents.map(|(group, price)| f64::from(group[slot]) * price).sum())
    }

    /// The same with the refusals of a search by fewer days.
    pub(super) fn after(mut self, refused: Refused) -> Self {
        self.refused = refused;
        self
    }

    /// The same with other simulated days.
    pub(super) fn with<'t>(&self, judge: &'t Judge<'t>) -> Search<'t>
    where
        's: 't,
    {
        let (waived, refused) = (self.waived.clone(), self.refused.clone());
        Search { judge, field: self.field, waived, refused }
    }

    /// Windows in which some goal cannot be reached.
    pub(super) fn out_of_reach(&self) -> Vec<usize> {
        let windows = self.judge.slots.windows.len();
        let waived = |window: &usize| self.waived.iter().any(|goal| goal[*window].is_some());
        (0..windows).filter(waived).collect()
    }

    /// Whether goals hold, what cannot be reached judged by what can.
    pub(super) fn verdicts(&self, sample: &Sample) -> Verdicts {
        let mut verdicts = self.judge.verdicts(sample);
        for (position, goal) in self.judge.goals.iter().enumerate() {
            for (window, waived) in self.waived[position].iter().enumerate() {
                let verdict = &mut verdicts.0[position][window];
                if let (Some(level), (Some(reached), _)) = (waived, goal.judged(verdict)) {
                    let holds =
                        if goal.wants_more() { reached >= *level } else { reached <= *level };
                    verdict.holds |= holds;
                    verdict.lack = if verdict.holds { 0.0 } else { verdict.lack };
                }
            }
        }
        verdicts
    }

    /// Adds agents until every goal holds, or more agents are not allowed or do not help; many at
    /// once where many are, as those who are too many are taken away again.
    pub(super) fn grow(&mut self, staffing: &mut Staffing) {
        self.grow_by(staffing, Pace::Many);
    }

    /// The same where a search by other days has been: what cannot be reached stays as it was.
    pub(super) fn grow_further(&mut self, staffing: &mut Staffing, pace: Pace) {
        let before = staffing.clone();
        for window in self.grow_by(staffing, pace) {
            for slot in self.judge.slots.windows[window].clone() {
                for (own, before) in staffing.0.iter_mut().zip(&before.0) {
                    own[slot] = before[slot];
                }
            }
        }
    }

    /// Adds agents; the windows in which that did not help.
    fn grow_by(&mut self, staffing: &mut Staffing, pace: Pace) -> Vec<usize> {
        let mut waived = Vec::new();
        let mut failures = vec![0_u32; self.judge.slots.windows.len()];
        for _ in 0..MOST_ROUNDS {
            let sample = self.judge.sample(staffing);
            let verdicts = self.verdicts(&sample);
            let missed = verdicts.missed();
            if missed.is_empty() {
                return waived;
            }
            let steps: Vec<(usize, i64)> = missed
                .into_iter()
                .map(|window| {
                    failures[window] += 1;
                    (window, self.step(staffing, window, failures[window], pace))
                })
                .collect();
            let choices = self.choices(staffing, &verdicts, &steps);
            for ((window, step), choice) in steps.into_iter().zip(choices) {
                match choice {
                    Some(group) => {
                        if pace == Pace::One && self.judge.slots.windows[window].len() > 1 {
                            let slots = 1 << (failures[window] - 1).min(10);
                            self.add_where_worst(staffing, window, group, slots, &sample);
                        } else {
                            self.add(staffing, window, group, step);
                        }
                        // With more agents, what was refused may do.
                        let slots = self.judge.slots.windows[window].clone();
                        self.refused.retain(|refused| !slots.contains(&refused.1));
                    }
                    None => {
                        self.waive(&verdicts, window);
                        waived.push(window);
                    }
                }
            }
        }
        let verdicts = self.verdicts(&self.judge.sample(staffing));
        for window in verdicts.missed() {
            self.waive(&verdicts, window);
            waived.push(window);
        }
        waived
    }

    /// How many agents to add where a window has been missed so often: more and more.
    fn step(&self, staffing: &Staffing, window: usize, failures: u32, pace: Pace) -> i64 {
        let slots = self.judge.slots.windows[window].clone();
        let most = staffing.0.iter().flat_map(|group| &group[slots.clone()]).max();
        let most = most.copied().unwrap_or(0);
        let more = if pace == Pace::Many { most / MANY } else { 0 };
        i64::from(((1 + more) << (failures / 3).min(10)).min(1 + most))
    }

    /// For each missed window the group whose agents help most for their money; none where no
    /// group can have more.
    fn choices(
        &self,
        staffing: &Staffing,
        verdicts: &Verdicts,
        steps: &[(usize, i64)],
    ) -> Vec<Option<usize>> {
        let groups = self.field.prices.len();
        let helps = |window: usize, group: usize| {
            let goals = self.judge.goals.iter().enumerate();
            let mut missed = goals.filter(|(goal, _)| !verdicts.0[*goal][window].holds);
            missed.any(|(_, goal)| self.field.serves(group, goal.scope))
                && self.judge.slots.windows[window].clone().any(|slot| {
                    self.field.has_load(group, slot)
                        && staffing.0[group][slot] < self.field.most[group][slot]
                })
        };
        let candidates: Vec<Vec<usize>> = steps
            .iter()
            .map(|&(window, _)| (0..groups).filter(|&group| helps(window, group)).collect())
            .collect();
        if candidates.iter().all(|own| own.len() < 2) {
            return candidates.into_iter().map(|own| own.first().copied()).collect();
        }
        let mut best: Vec<Option<(f64, usize)>> = vec![None; steps.len()];
        for group in 0..groups {
            if candidates.iter().all(|own| !own.contains(&group)) {
                continue;
            }
            let mut trial = staffing.clone();
            for (&(window, step), own) in steps.iter().zip(&candidates) {
                if own.contains(&group) {
                    self.add(&mut trial, window, group, step);
                }
            }
            let tried = self.verdicts(&self.judge.sample(&trial));
            for ((&(window, _), own), best) in steps.iter().zip(&candidates).zip(&mut best) {
                let gain = verdicts.lack(window) - tried.lack(window);
                let worth = gain / self.field.prices[group];
                if own.contains(&group) && best.is_none_or(|(other, _)| worth > other) {
                    *best = Some((worth, group));
                }
            }
        }
        best.into_iter().map(|best| best.map(|(_, group)| group)).collect()
    }

    /// Adds one agent of a group in so many slots of a window, those that lack most.
    fn add_where_worst(
        &self,
        staffing: &mut Staffing,
        window: usize,
        group: usize,
        count: usize,
        sample: &Sample,
    ) {
        let has_room = |&slot: &usize| {
            self.field.has_load(group, slot)
                && staffing.0[group][slot] < self.field.most[group][slot]
        };
        let own = self.judge.slots.windows[window].clone().filter(has_room);
        let mut worst: Vec<(f64, usize)> =
            own.map(|slot| (self.judge.lack(sample, slot), slot)).collect();
        worst.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, slot) in worst.into_iter().take(count) {
            staffing.0[group][slot] += 1;
        }
    }

    /// Adds agents of a group in the slots of a window that have a load.
    fn add(&self, staffing: &mut Staffing, window: usize, group: usize, step: i64) {
        for slot in self.judge.slots.windows[window].clone() {
            if self.field.has_load(group, slot) {
                let room = i64::from(self.field.most[group][slot] - staffing.0[group][slot]);
                let own = &mut staffing.0[group][slot];
                *own += step.min(room) as u32;
            }
        }
    }

    /// Asks for no more in a window than what has been reached there.
    fn waive(&mut self, verdicts: &Verdicts, window: usize) {
        for (position, goal) in self.judge.goals.iter().enumerate() {
            let verdict = &verdicts.0[position][window];
            if !verdict.holds {
                let (reached, half) = goal.judged(verdict);
                let half = half.unwrap_or(0.0);
                let sign = if goal.wants_more() { -1.0 } else { 1.0 };
                self.waived[position][window] = reached.map(|reached| reached + sign * half);
            }
        }
    }

    /// Takes away and exchanges agents where every goal still holds, for goals by interval; until
    /// no move saves anything. At most so many agents of a group leave at once.
    pub(super) fn trim(&mut self, staffing: &mut Staffing, at_once: i64) {
        let moves = moves(&self.field.prices, |a, b| self.field.share(a, b));
        let small = |own: &Move| {
            let stays = self.field.keeps_groups && own.changes.iter().any(|&change| change > 0);
            own.changes.iter().all(|change| -change <= at_once) && !stays
        };
        let mut rejected = self.refused.clone();
        loop {
            let mut saved = false;
            for (number, change) in moves.iter().enumerate().filter(|(_, own)| small(own)) {
                for class in 0..self.field.reach + 2 {
                    let attempt = self.attempt(staffing, class, &change.changes, |slot| {
                        !rejected.contains(&(number, slot))
                    });
                    saved |= !attempt.kept.is_empty();
                    rejected.extend(attempt.refused.iter().map(|slot| (number, slot.0)));
                    let clear = attempt.refused.iter().filter(|slot| slot.1);
                    self.refused.extend(clear.map(|slot| (number, slot.0)));
                    // After an exchange, what was refused there may do.
                    if change.changes.iter().any(|&change| change > 0) {
                        let other = |&(_, slot): &(usize, usize)| !attempt.kept.contains(&slot);
                        rejected.retain(other);
                        self.refused.retain(other);
                    }
                }
            }
            if !saved {
                return;
            }
        }
    }

    /// Makes a change in all slots of a class at once and keeps it where the goals hold there,
    /// just before and as long after as it matters. `open` says where it may be tried.
    fn attempt(
        &self,
        staffing: &mut Staffing,
        class: usize,
        changes: &[i64],
        open: impl Fn(usize) -> bool,
    ) -> Attempt {
        let slots = self.judge.slots.count();
        let tried: Vec<usize> = (class..slots)
            .step_by(self.field.reach + 2)
            .filter(|&slot| open(slot) && self.field.allows(staffing, slot, changes))
            .collect();
        let mut attempt = Attempt::default();
        if tried.is_empty() {
            return attempt;
        }
        let mut trial = staffing.clone();
        tried.iter().for_each(|&slot| trial.shift(slot, changes));
        let verdicts = self.verdicts(&self.judge.sample(&trial));
        for slot in tried {
            let near = slot.saturating_sub(1)..(slot + self.field.reach + 1).min(slots);
            let windows = || near.clone().map(|slot| self.judge.slots.window_of(slot));
            if windows().all(|window| verdicts.hold(window)) {
                staffing.shift(slot, changes);
                attempt.kept.push(slot);
            } else {
                let clear = windows().any(|window| self.is_clearly_missed(&verdicts, window));
                attempt.refused.push((slot, clear));
            }
        }
        attempt
    }

    /// Whether some goal is missed in a window by more than chance.
    fn is_clearly_missed(&self, verdicts: &Verdicts, window: usize) -> bool {
        self.judge.goals.iter().zip(&verdicts.0).any(|(goal, own)| {
            let verdict = &own[window];
            let asked = goal.probability.unwrap_or(goal.value);
            let (reached, half) = goal.judged(verdict);
            let missed = reached.zip(half).is_some_and(|(reached, half)| {
                libm::fabs(reached - asked) > CLEARLY * half && half > 0.0
            });
            !verdict.holds && missed
        })
    }
}

/// What came of a change that was tried in many slots.
#[derive(Debug, Default)]
struct Attempt {
    /// Where it was kept.
    kept: Vec<usize>,
    /// Where it was refused, and whether a goal was clearly missed there.
    refused: Vec<(usize, bool)>,
}

/// The moves that save money, the largest saving first: agents of one group less, one of a cheaper
/// group instead of one, one of a third instead of one of each of two, one of each of two instead of
/// two of a third. Only agents who `share` a queue stand in for each other.
fn moves(prices: &[f64], share: impl Fn(usize, usize) -> bool) -> Vec<Move> {
    let groups = prices.len();
    let mut found = Vec::new();
    let mut propose = |changes: Vec<i64>| {
        let saves: f64 =
            -changes.iter().zip(prices).map(|(&n, price)| n as f64 * price).sum::<f64>();
        let agents: i64 = changes.iter().sum();
        // Of equal cost, fewer agents.
        if saves > 1e-9 || saves > -1e-9 && agents < 0 {
            found.push(Move { changes, saves });
        }
    };
    let change = |of: &[(usize, i64)]| {
        let mut changes = vec![0; groups];
        of.iter().for_each(|&(group, n)| changes[group] += n);
        changes
    };
    for group in 0..groups {
        for many in [8, 4, 2, 1] {
            propose(change(&[(group, -many)]));
        }
    }
    for from in 0..groups {
        for to in (0..groups).filter(|&to| to != from && share(from, to)) {
            propose(change(&[(from, -1), (to, 1)]));
            for other in (0..from).filter(|&other| other != to && share(other, to)) {
                propose(change(&[(from, -1), (other, -1), (to, 1)]));
                propose(change(&[(to, -2), (from, 1), (other, 1)]));
            }
        }
    }
    found.sort_by(|a, b| b.saves.total_cmp(&a.saves));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_save_money_or_agents_and_the_best_come_first() {
        let found = moves(&[10.0, 10.0, 13.0], |a, b| a == 2 || b == 2);
        assert!(found.windows(2).all(|pair| pair[0].saves >= pair[1].saves));
        let has = |changes: &[i64]| found.iter().any(|found| found.changes == changes);
        assert!(has(&[-1, 0, 0]) && has(&[0, 0, -8]));
        assert!(has(&[0, 1, -1]), "a dedicated agent instead of a dear flexible one");
        assert!(has(&[-1, -1, 1]), "a flexible agent instead of two");
        assert!(has(&[1, 1, -2]), "two dedicated agents instead of two dear flexible ones");
        assert!(!has(&[-1, 0, 1]), "a dearer agent saves nothing");
        assert!(!has(&[-1, 1, 0]), "agents of other queues do not stand in");
    }
}
