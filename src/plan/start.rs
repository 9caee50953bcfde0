//! Where the search starts: agents by theory for each queue alone, asked of one group or another.

use std::cmp::Ordering;

use crate::model::Center;

use super::field::Field;
use super::judge::Goal;
use super::load::Load;
use super::slots::Slots;
use super::staffing::{Staffing, held};

/// Agents by Erlang A for the load of each slot, late by a handle time; nobody is counted twice.
/// Each queue's agents are asked of the cheapest group that serves it and not much else, and, as
/// the search only sees what is near, in a second start of those who serve most queues.
pub(super) fn starts(
    center: &Center,
    groups: &[usize],
    slots: &Slots,
    loads: &[Load],
    goals: &[Goal],
    field: &Field,
) -> Vec<Staffing> {
    let width = |own: usize| center.groups[groups[own]].queues.len();
    let price = |a: usize, b: usize| field.prices[a].total_cmp(&field.prices[b]);
    let start = |prefer: &dyn Fn(usize, usize) -> Ordering| {
        start(center, groups, slots, loads, goals, field, prefer)
    };
    let narrow = start(&|a, b| price(a, b).then(width(a).cmp(&width(b))));
    let wide = start(&|a, b| width(b).cmp(&width(a)).then(price(a, b)));
    if wide == narrow { vec![narrow] } else { vec![narrow, wide] }
}

/// A start whose queues ask the group that is preferred.
fn start(
    center: &Center,
    groups: &[usize],
    slots: &Slots,
    loads: &[Load],
    goals: &[Goal],
    field: &Field,
    prefer: &dyn Fn(usize, usize) -> Ordering,
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
            let asked =
                (0..groups.len()).filter(|&own| serving(groups[own])).min_by(|&a, &b| prefer(a, b));
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
