//! Where the search starts: agents by theory for each queue alone, shared out to the groups.

use crate::model::Center;

use super::field::Field;
use super::judge::Goal;
use super::load::Load;
use super::slots::Slots;
use super::staffing::{Staffing, held};

/// Agents by Erlang A for the load of each slot, late by a handle time. Each queue's agents are
/// asked of the cheapest group that serves it and not much else; nobody is counted twice.
pub(super) fn start(
    center: &Center,
    groups: &[usize],
    slots: &Slots,
    loads: &[Load],
    goals: &[Goal],
    field: &Field,
) -> Staffing {
    let mut staffing = Staffing::flat(groups.len(), slots.count(), 0);
    for slot in 0..slots.count() {
        let mut others: Vec<u32> = center
            .groups
            .iter()
            .enumerate()
            .map(
                |(at, group)| {
                    if groups.contains(&at) { 0 } else { held(&group.staff, slots.start(slot)) }
                },
            )
            .collect();
        for (queue, load) in loads.iter().enumerate() {
            let mut needed = load.required(queue, load.busy[slot], goals, true);
            let serving =
                |at: usize| center.groups[at].queues.iter().any(|own| own.index() == queue);
            for (at, free) in others.iter_mut().enumerate().filter(|(at, _)| serving(*at)) {
                let taken = needed.min(*free);
                (needed, *free) = (needed - taken, *free - taken);
                debug_assert!(!groups.contains(&at), "planned groups have nobody yet");
            }
            let cheapest =
                (0..groups.len()).filter(|&own| serving(groups[own])).min_by(|&a, &b| {
                    let width = |own: usize| center.groups[groups[own]].queues.len();
                    field.prices[a].total_cmp(&field.prices[b]).then(width(a).cmp(&width(b)))
                });
            if let Some(group) = cheapest {
                staffing.0[group][slot] += needed;
            }
        }
        for group in 0..groups.len() {
            staffing.0[group][slot] = field.bounded(group, slot, staffing.0[group][slot]);
        }
    }
    staffing
}
