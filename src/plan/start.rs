//! Where the search starts: agents by theory for each queue alone, asked of one group or another.

use std::cmp::Ordering;

use super::field::Field;
use super::planner::Bench;
use super::staffing::{Staffing, held};

impl Bench<'_> {
    /// Agents by Erlang A for the load of each slot, late by a handle time; nobody is counted
    /// twice. Each queue's agents are asked of the cheapest group that serves it and not much else.
    pub(super) fn narrow_start(&self, field: &Field) -> Staffing {
        let price = |a: usize, b: usize| field.prices[a].total_cmp(&field.prices[b]);
        self.start(field, |a, b| price(a, b).then(self.width(a).cmp(&self.width(b))))
    }

    /// The same asked of those who serve most queues: the search only sees what is near.
    pub(super) fn wide_start(&self, field: &Field) -> Staffing {
        let price = |a: usize, b: usize| field.prices[a].total_cmp(&field.prices[b]);
        self.start(field, |a, b| self.width(b).cmp(&self.width(a)).then(price(a, b)))
    }

    /// Queues of a planned group.
    fn width(&self, own: usize) -> usize {
        self.center.groups[self.groups[own]].queues.len()
    }

    /// A start whose queues ask the group that is preferred.
    fn start(&self, field: &Field, prefer: impl Fn(usize, usize) -> Ordering) -> Staffing {
        let (center, groups, slots) = (self.center, &self.groups, &self.slots);
        let mut staffing = Staffing::flat(groups.len(), slots.count(), 0);
        for slot in 0..slots.count() {
            let mut others: Vec<u32> =
                center
                    .groups
                    .iter()
                    .enumerate()
                    .map(|(at, group)| {
                        if groups.contains(&at) { 0 } else { held(&group.staff, slots.start(slot)) }
                    })
                    .collect();
            for (queue, load) in self.loads.iter().enumerate() {
                let mut needed = load.required(queue, load.busy[slot], &self.goals, true);
                let serving =
                    |at: usize| center.groups[at].queues.iter().any(|own| own.index() == queue);
                for (at, free) in others.iter_mut().enumerate().filter(|(at, _)| serving(*at)) {
                    let taken = needed.min(*free);
                    (needed, *free) = (needed - taken, *free - taken);
                    debug_assert!(!groups.contains(&at), "planned groups have nobody yet");
                }
                let asked = (0..groups.len())
                    .filter(|&own| serving(groups[own]))
                    .min_by(|&a, &b| prefer(a, b));
                if let Some(group) = asked {
                    staffing.0[group][slot] += needed;
                }
            }
            for group in 0..groups.len() {
                staffing.0[group][slot] = field.bounded(group, slot, staffing.0[group][slot]);
            }
        }
        staffing
    }
}
