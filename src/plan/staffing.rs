//! How many agents are on the phones: by planned group and slot; and the center that has them.

use crate::model::Center;
use crate::time::SimTime;

use super::slots::Slots;

/// Agents by planned group, then slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Staffing(pub(super) Vec<Vec<u32>>);

impl Staffing {
    /// The same number everywhere.
    pub(super) fn flat(groups: usize, slots: usize, agents: u32) -> Self {
        Self(vec![vec![agents; slots]; groups])
    }

    /// Adds agents to one slot, a number for each group; below nobody is nobody.
    pub(super) fn shift(&mut self, slot: usize, changes: &[i64]) {
        for (group, change) in self.0.iter_mut().zip(changes) {
            group[slot] = (i64::from(group[slot]) + change).max(0) as u32;
        }
    }

    /// Steps of one group.
    pub(super) fn steps(&self, group: usize, slots: &Slots) -> Vec<(SimTime, u32)> {
        let mut steps: Vec<(SimTime, u32)> = Vec::new();
        for (slot, &agents) in self.0[group].iter().enumerate() {
            if steps.last().is_none_or(|step| step.1 != agents) {
                steps.push((slots.start(slot), agents));
            }
        }
        steps
    }

    /// The center with these agents beside those that the planned groups have in it.
    pub(super) fn center(&self, base: &Center, groups: &[usize], slots: &Slots) -> Center {
        let mut center = base.clone();
        for (planned, &group) in groups.iter().enumerate() {
            let own = &mut center.groups[group];
            own.staff = added(&own.staff, &self.steps(planned, slots));
            own.paid.clear();
        }
        center
    }
}

/// The sum of two runs of steps.
pub(super) fn added(a: &[(SimTime, u32)], b: &[(SimTime, u32)]) -> Vec<(SimTime, u32)> {
    let mut moments: Vec<SimTime> = a.iter().chain(b).map(|step| step.0).collect();
    moments.sort_unstable();
    moments.dedup();
    let mut sum: Vec<(SimTime, u32)> = Vec::new();
    for at in moments {
        let agents = held(a, at) + held(b, at);
        if sum.last().is_none_or(|step| step.1 != agents) {
            sum.push((at, agents));
        }
    }
    sum
}

/// The agents of the step that holds at a moment.
pub(super) fn held(steps: &[(SimTime, u32)], at: SimTime) -> u32 {
    let after = steps.partition_point(|step| step.0 <= at);
    after.checked_sub(1).map_or(0, |position| steps[position].1)
}

/// Mean agents of steps from one moment to another.
pub(super) fn mean(steps: &[(SimTime, u32)], from: SimTime, to: SimTime) -> f64 {
    let mut time = 0.0;
    for (position, &(at, agents)) in steps.iter().enumerate() {
        let until = steps.get(position + 1).map_or(to, |next| next.0).min(to);
        time += until.since(at.max(from)).ticks() * f64::from(agents);
    }
    time / to.since(from).ticks()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_add_up_and_are_averaged_over_time() {
        let (a, b) = ([(SimTime(0), 2), (SimTime(10), 4)], [(SimTime(0), 1), (SimTime(5), 3)]);
        let sum = added(&a, &b);
        assert_eq!(sum, [(SimTime(0), 3), (SimTime(5), 5), (SimTime(10), 7)]);
        assert_eq!(mean(&sum, SimTime(0), SimTime(20)), (5 * 3 + 5 * 5 + 10 * 7) as f64 / 20.0);
        assert_eq!(mean(&sum, SimTime(6), SimTime(9)), 5.0);
    }
}
