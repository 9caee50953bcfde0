//! What staffings are allowed and what they cost: bounds by group and slot, prices, who serves whom.

use crate::measure::Scope;
use crate::model::{Center, Hours};
use crate::scenario::PlannedGroup;

use super::load::Load;
use super::slots::Slots;
use super::staffing::Staffing;

/// A handle time that began in a slot can matter for so many of its lengths.
const LASTS: f64 = 2.0;
/// Slots after its own in which a change is looked for at most.
const FARTHEST: usize = 6;
/// Agents allowed beyond this multiple of the busiest load, unless bounds say otherwise.
const BEYOND: f64 = 3.0;
/// And so many more.
const SPARE: f64 = 20.0;

/// The field of a search.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Fewest agents by planned group, then slot.
    pub(super) least: Vec<Vec<u32>>,
    /// Most agents likewise.
    pub(super) most: Vec<Vec<u32>>,
    /// Money for an hour of each planned group; 1 where nothing costs anything.
    pub(super) prices: Vec<f64>,
    /// Slots after its own in which a change matters.
    pub(super) reach: usize,
    /// Whether one group's agents are left in their place when another's could do, as in shifts.
    pub(super) keeps_groups: bool,
    /// The queues of each planned group.
    queues: Vec<Vec<usize>>,
    /// Whether calls come, by queue, then slot.
    has_calls: Vec<Vec<bool>>,
    /// Agents who are there anyway, by queue, then slot: of groups that are not planned.
    others: Vec<Vec<bool>>,
}

impl Field {
    /// The field of some planned groups.
    pub(super) fn new(
        center: &Center,
        groups: &[usize],
        bounds: &[PlannedGroup],
        slots: &Slots,
        loads: &[Load],
    ) -> Self {
        let queues: Vec<Vec<usize>> = groups
            .iter()
            .map(|&group| center.groups[group].queues.iter().map(|queue| queue.index()).collect())
            .collect();
        let peak = |own: &[usize]| {
            let at = |slot| own.iter().map(|&queue| loads[queue].erlangs[slot]).sum::<f64>();
            (0..slots.count()).map(at).fold(0.0, f64::max)
        };
        let most = queues.iter().zip(bounds).map(|(own, bounds)| {
            let enough = (BEYOND * peak(own) + SPARE) as u32;
            vec![bounds.max.unwrap_or(enough).max(bounds.min); slots.count()]
        });
        let least = queues.iter().zip(bounds).map(|(own, bounds)| {
            let is_open = |slot| own.iter().any(|&queue| is_open(center, queue, slots, slot));
            (0..slots.count()).map(|slot| if is_open(slot) { bounds.min } else { 0 }).collect()
        });
        let longest = loads.iter().map(|load| load.service).fold(0.0, f64::max);
        let shortest = slots.hours.iter().copied().fold(f64::INFINITY, f64::min) * 3_600.0;
        let others = |queue: usize, slot: usize| {
            center.groups.iter().enumerate().any(|(position, group)| {
                group.queues.iter().any(|own| own.index() == queue)
                    && (!groups.contains(&position))
                    && super::staffing::held(&group.staff, slots.start(slot)) > 0
            })
        };
        let by_slot = |of: &dyn Fn(usize, usize) -> bool| -> Vec<Vec<bool>> {
            let row = |queue| (0..slots.count()).map(|slot| of(queue, slot)).collect();
            (0..center.queues.len()).map(row).collect()
        };
        Self {
            least: least.collect(),
            most: most.collect(),
            prices: prices(center, groups),
            reach: (1.0 + LASTS * longest / shortest).min(FARTHEST as f64) as usize,
            keeps_groups: false,
            has_calls: by_slot(&|queue, slot| loads[queue].calls[slot] > 0.0),
            others: by_slot(&others),
            queues,
        }
    }

    /// The same for agents beside those who are there: none need be added.
    pub(super) fn of_additions(&self) -> Self {
        let least = self.least.iter().map(|slots| vec![0; slots.len()]).collect();
        Self { least, ..self.clone() }
    }

    /// The same with so many agents of each group wherever calls come, as far as bounds allow.
    pub(super) fn all_day(&self, levels: &[u32]) -> Self {
        let mut field = Self { keeps_groups: true, ..self.clone() };
        for (group, &level) in levels.iter().enumerate() {
            for slot in 0..field.least[group].len() {
                if self.has_load(group, slot) {
                    let least = &mut field.least[group][slot];
                    *least = level.min(self.most[group][slot]).max(*least);
                }
            }
        }
        field
    }

    /// Planned groups whose agents can stand in for those of a narrower one.
    pub(super) fn flexible(&self) -> Vec<usize> {
        let narrower = |own: usize, other: usize| {
            self.queues[other].len() < self.queues[own].len() && self.share(own, other)
        };
        let all = 0..self.queues.len();
        all.clone().filter(|&own| all.clone().any(|other| narrower(own, other))).collect()
    }

    /// Whether agents of a group can help with a goal.
    pub(super) fn serves(&self, group: usize, scope: Scope) -> bool {
        match scope {
            Scope::Queue(queue) => self.queues[group].contains(&queue),
            _ => true,
        }
    }

    /// Whether two groups serve a queue in common.
    pub(super) fn share(&self, a: usize, b: usize) -> bool {
        self.queues[a].iter().any(|queue| self.queues[b].contains(queue))
    }

    /// Whether calls come in a slot that a group serves.
    pub(super) fn has_load(&self, group: usize, slot: usize) -> bool {
        self.queues[group].iter().any(|&queue| self.has_calls[queue][slot])
    }

    /// Whether a change keeps within the bounds, and somebody is left for each queue that calls
    /// come to; where many leave at once, they are at most an eighth.
    pub(super) fn allows(&self, staffing: &Staffing, slot: usize, changes: &[i64]) -> bool {
        let within = changes.iter().enumerate().all(|(group, &change)| {
            let now = i64::from(staffing.0[group][slot]);
            let (least, most) = (self.least[group][slot], self.most[group][slot]);
            let few = change >= -1 || -change * 8 <= now;
            change == 0 || few && (i64::from(least)..=i64::from(most)).contains(&(now + change))
        });
        within
            && (0..self.has_calls.len()).all(|queue| self.is_served(staffing, slot, changes, queue))
    }

    /// Whether somebody serves a queue after a change, if calls come and somebody did before.
    fn is_served(&self, staffing: &Staffing, slot: usize, changes: &[i64], queue: usize) -> bool {
        if !self.has_calls[queue][slot] || self.others[queue][slot] {
            return true;
        }
        let own = || self.queues.iter().enumerate().filter(|(_, own)| own.contains(&queue));
        let before: i64 = own().map(|(group, _)| i64::from(staffing.0[group][slot])).sum();
        let after: i64 = before + own().map(|(group, _)| changes[group]).sum::<i64>();
        before == 0 || after > 0
    }

    /// Agents within the bounds.
    pub(super) fn bounded(&self, group: usize, slot: usize, agents: u32) -> u32 {
        agents.clamp(self.least[group][slot], self.most[group][slot])
    }
}

/// Money for an hour of each planned group. Where some cost nothing, agents are counted instead.
fn prices(center: &Center, groups: &[usize]) -> Vec<f64> {
    let prices: Vec<f64> = groups.iter().map(|&group| center.groups[group].cost_per_hour).collect();
    if prices.iter().all(|&price| price > 0.0) { prices } else { vec![1.0; prices.len()] }
}

/// Whether a queue is open in some part of a slot.
fn is_open(center: &Center, queue: usize, slots: &Slots, slot: usize) -> bool {
    let until = if slot + 1 < slots.count() { slots.start(slot + 1) } else { center.horizon.end };
    let overlaps = |hours: &Hours| {
        hours.windows.iter().any(|&(opens, closes)| opens < until && closes > slots.start(slot))
    };
    center.queues[queue].hours.as_ref().is_none_or(overlaps)
}
