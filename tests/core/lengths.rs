//! An observer that knows how many items waited and how many agents were busy at any moment, for
//! exact values that are no metrics: numbers at a moment, and how long a queue was how long.

use ringback::ids::{AgentId, GroupId};
use ringback::observe::{CallFacts, Duty, Happening, Observer};
use ringback::time::SimTime;

/// When each item waited and each agent was busy, from and to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lengths {
    pub(crate) waiting: Vec<(SimTime, SimTime)>,
    pub(crate) busy: Vec<(SimTime, SimTime)>,
}

/// How many of these times hold a moment, by what is true just before it.
pub(crate) fn just_before(times: &[(SimTime, SimTime)], moment: SimTime) -> u64 {
    times.iter().filter(|(from, to)| *from < moment && moment <= *to).count() as u64
}

/// For how long, in ticks between two moments, exactly so many of these times overlapped: the
/// position is the number.
pub(crate) fn overlaps(times: &[(SimTime, SimTime)], from: SimTime, to: SimTime) -> Vec<u64> {
    let inside = times.iter().map(|time| (time.0.max(from), time.1.min(to)));
    let (starts, ends): (Vec<_>, Vec<_>) = inside.filter(|time| time.0 < time.1).unzip();
    let starts = starts.into_iter().map(|at| (at, 1));
    // Of changes at one moment the falls are sorted first: what fell began before.
    let mut edges: Vec<(SimTime, i64)> = ends.into_iter().map(|at| (at, -1)).collect();
    edges.extend(starts.chain([(to, 0)]));
    edges.sort_unstable();
    let (mut ticks, mut number, mut since) = (vec![0], 0, from);
    for (at, change) in edges {
        ticks[number as usize] += at.since(since).0;
        since = at;
        number += change;
        ticks.resize(ticks.len().max(number as usize + 1), 0);
    }
    ticks
}

impl Observer for Lengths {
    fn call(&mut self, _: SimTime, _: &CallFacts, _: Happening) {}

    fn waited(&mut self, _: &CallFacts, _: bool, from: SimTime, to: SimTime) {
        if from < to {
            self.waiting.push((from, to));
        }
    }

    fn closed(&mut self, _: &CallFacts) {}

    fn agent(&mut self, at: SimTime, _: GroupId, _: AgentId, change: Duty) {
        if let Duty::Free { since } = change {
            self.busy.push((since, at));
        }
    }

    fn finished(&mut self, _: SimTime) {}
}
