//! The time of a plan: slots that are staffed, and windows over which targets must hold.

use std::ops::Range;

use crate::model::Center;
use crate::scenario::{Per, Timeline};
use crate::time::SimTime;

/// The slots and windows of a period. A slot is a reporting interval; the first one takes in the
/// warm-up, where nothing is counted and so nothing could be asked for.
#[derive(Clone, Debug)]
pub(super) struct Slots {
    /// The reporting intervals of each slot.
    pub(super) intervals: Vec<Range<usize>>,
    /// The slots of each window.
    pub(super) windows: Vec<Range<usize>>,
    /// Hours of each slot in which calls are counted.
    pub(super) hours: Vec<f64>,
    starts: Vec<SimTime>,
}

impl Slots {
    /// Those of a center whose targets hold over some time.
    pub(super) fn new(center: &Center, timeline: &Timeline, per: Per) -> Self {
        let horizon = &center.horizon;
        let count = horizon.intervals();
        // The last interval that begins before counting does, and is not counted in part.
        let first = (horizon.warm_up.0 / horizon.interval.0) as usize;
        let first = first.min(count - 1);
        let others = (first + 1..count).map(|at| at..at + 1);
        let intervals: Vec<Range<usize>> = std::iter::once(0..first + 1).chain(others).collect();
        let from = |at: usize| SimTime(at as u64 * horizon.interval.0);
        let counted = |own: &Range<usize>| from(own.start).max(SimTime(horizon.warm_up.0));
        let hours = intervals
            .iter()
            .map(|own| from(own.end).min(horizon.end).since(counted(own)).seconds() / 3_600.0);
        let day = |slot: &Range<usize>| timeline.day_of_interval[slot.end - 1];
        let number = |slot: usize| match per {
            Per::Interval => slot,
            Per::Day => day(&intervals[slot]),
            Per::Week => day(&intervals[slot]) / 7,
        };
        Self {
            windows: runs(intervals.len(), number),
            hours: hours.collect(),
            starts: intervals.iter().map(|own| from(own.start)).collect(),
            intervals,
        }
    }

    /// How many slots there are.
    pub(super) fn count(&self) -> usize {
        self.intervals.len()
    }

    /// When a slot begins.
    pub(super) fn start(&self, slot: usize) -> SimTime {
        self.starts[slot]
    }

    /// The window of a slot.
    pub(super) fn window_of(&self, slot: usize) -> usize {
        self.windows.partition_point(|window| window.end <= slot)
    }

    /// The slot of a reporting interval.
    pub(super) fn slot_of(&self, interval: usize) -> usize {
        self.intervals.partition_point(|own| own.end <= interval)
    }

    /// The slots of each civil day.
    pub(super) fn days(&self, timeline: &Timeline) -> Vec<Range<usize>> {
        runs(self.count(), |slot| timeline.day_of_interval[self.intervals[slot].end - 1])
    }
}

/// Positions one after another that have the same number.
fn runs(count: usize, number: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in 0..count {
        match runs.last_mut() {
            Some(run) if number(run.start) == number(at) => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}
