//! Absence: who of a group does not come on a day, and what that leaves of its plan.

use std::borrow::Cow;

use crate::model::{AgentGroup, Center};
use crate::random::{Purpose, Stream, name_hash};
use crate::time::SimTime;

/// Agents on duty from each moment on. Who is absent is drawn by group name, day and agent
/// number, so that another plan, or another group, does not change who falls ill.
pub(super) fn plan<'c>(
    center: &Center,
    group: &'c AgentGroup,
    seed: u64,
    replication: u64,
) -> Cow<'c, [(SimTime, u32)]> {
    let absence = &group.absence;
    if absence.probability <= 0.0 {
        return Cow::Borrowed(&group.staff);
    }
    let stream = |purpose| Stream::new(seed, replication, purpose, name_hash(&group.name));
    let (absent, factors) = (stream(Purpose::Absence), stream(Purpose::AbsenceFactor));
    let mut plan: Vec<(SimTime, u32)> = Vec::new();
    for (day, &start) in center.days.iter().enumerate() {
        let number = day as u64;
        let factor = absence
            .day_factor
            .as_ref()
            .map_or(1.0, |law| law.sample(&mut factors.draws(number, 0)));
        let probability = (absence.probability * factor).min(1.0);
        let comes = |agent: &u32| !absent.happens(probability, number, *agent);
        // How many of the first so many agents come.
        let mut present = vec![0];
        for agent in 0..group.most_agents() {
            present.push(present[agent as usize] + u32::from(comes(&agent)));
        }
        let next = center.days.get(day + 1).copied().unwrap_or(SimTime::NEVER);
        let first = group.staff.partition_point(|step| step.0 <= start).saturating_sub(1);
        for &(from, agents) in group.staff[first..].iter().take_while(|step| step.0 < next) {
            plan.push((from.max(start), present[agents as usize]));
        }
    }
    plan.dedup_by_key(|step| step.1);
    Cow::Owned(plan)
}
