//! The course of a run: how many calls are in the center, slot by slot of time.

use crate::ids::{AgentId, GroupId};
use crate::observe::{CallFacts, Duty, Happening, Life, Observer};
use crate::time::{SimTime, Span};

use super::spans::{Grid, SpanGrid};

/// Hears a run and keeps how many work items wait or are in an agent's hands in each slot: what
/// shows how long an empty start is felt. Its memory is the number of slots.
#[derive(Clone, Debug)]
pub struct Course {
    grid: SpanGrid,
    slot: Span,
    slots: usize,
}

/// Slots of a period; the last one is left out where it is cut.
const SLOTS: u64 = 1_000;

impl Course {
    /// A course from the start to an end.
    #[must_use]
    pub fn new(end: SimTime) -> Self {
        let slot = Span(end.0.div_ceil(SLOTS).max(2));
        let slots = (end.0 / slot.0) as usize;
        Self { grid: SpanGrid::new(Grid::new(slot, SimTime::ZERO, end)), slot, slots }
    }

    /// Length of a slot.
    #[must_use]
    pub const fn slot(&self) -> Span {
        self.slot
    }

    /// The time that work items spent in the center in each slot, in ticks; starts anew.
    pub fn take(&mut self) -> Vec<u64> {
        let ticks = self.grid.totals().take(self.slots).collect();
        self.grid.clear();
        ticks
    }
}

impl Observer for Course {
    // Times add up in any order.
    #[inline]
    fn hears_in_order(&self) -> bool {
        false
    }

    #[inline]
    fn call(&mut self, _: SimTime, _: &CallFacts, _: Happening) {}

    #[inline]
    fn lived(&mut self, life: Life<'_>) {
        let Life { call, waited, until, agent, .. } = life;
        // Who waits goes on to the agent without a gap.
        let from = if waited { call.arrived } else { until };
        let to = if agent.is_some() { until + call.work() } else { until };
        self.grid.add(from, to);
    }

    #[inline]
    fn waited(&mut self, _: &CallFacts, _: bool, from: SimTime, to: SimTime) {
        self.grid.add(from, to);
    }

    #[inline]
    fn closed(&mut self, _: &CallFacts) {}

    #[inline]
    fn agent(&mut self, at: SimTime, _: GroupId, _: AgentId, change: Duty) {
        if let Duty::Free { since } = change {
            self.grid.add(since, at);
        }
    }

    #[inline]
    fn finished(&mut self, _: SimTime) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_in_the_center_falls_into_its_slots() {
        let mut course = Course::new(SimTime(5_500));
        assert_eq!(course.slot(), Span(6));
        course.agent(SimTime(20), GroupId(0), AgentId(0), Duty::Free { since: SimTime(4) });
        let slots = course.take();
        assert_eq!((slots.len(), &slots[..4]), (916, &[2, 6, 6, 2][..]));
        assert_eq!(course.take().iter().sum::<u64>(), 0);
    }
}
