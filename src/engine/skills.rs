//! Which agents may take which call, and who of them does where skills or turns decide.

use crate::ids::{AgentId, CallTypeId, GroupId, QueueId};
use crate::model::{AgentGroup, Assignment, CallType, Center, SkillMatch};
use crate::observe::Observer;
use crate::policy::Policy;
use crate::time::Span;

use super::call::Call;
use super::run::Run;

/// How a group's skills meet those that a call type requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Every skill at least as required; by how many rating points above it.
    Qualified(u32),
    /// By how many rating points below it, where below.
    Under(u32),
}

/// The fit of every group for every call type.
#[derive(Debug)]
pub(super) struct Fits {
    groups: usize,
    by_type: Vec<Fit>,
}

impl Fits {
    pub(super) fn new(center: &Center) -> Self {
        let pairs = center
            .call_types
            .iter()
            .flat_map(|call_type| center.groups.iter().map(move |group| fit(call_type, group)));
        Self { groups: center.groups.len(), by_type: pairs.collect() }
    }

    #[inline]
    fn of(&self, call_type: CallTypeId, group: GroupId) -> Fit {
        self.by_type[call_type.index() * self.groups + group.index()]
    }
}

fn fit(call_type: &CallType, group: &AgentGroup) -> Fit {
    let (mut above, mut below) = (0, 0);
    for &(skill, required) in &call_type.skills {
        let has = rating(group, skill);
        above += has.saturating_sub(required);
        below += required.saturating_sub(has);
        // Without the skill at all, also a required rating of 0 is not met.
        below += u32::from(group.skills.iter().all(|&(other, _)| other != skill));
    }
    if below > 0 { Fit::Under(below) } else { Fit::Qualified(above) }
}

fn rating(group: &AgentGroup, skill: u32) -> u32 {
    group.skills.iter().find(|&&(other, _)| other == skill).map_or(0, |found| found.1)
}

impl<P: Policy, O: Observer> Run<'_, P, O> {
    /// The level at which a group serves a queue; lower ones are asked first.
    #[inline]
    pub(super) fn level(&self, group: GroupId, queue: QueueId) -> u32 {
        self.backup(group, queue).map_or(1, |(level, _)| level)
    }

    /// Level and delay of a group that does not serve a queue at once.
    #[inline]
    fn backup(&self, group: GroupId, queue: QueueId) -> Option<(u32, Span)> {
        let levels = &self.center.groups[group.index()].levels;
        levels.iter().find(|level| level.queue == queue).map(|level| (level.level, level.after))
    }
}

/// Whether a group may take a call by its skills and by how long the call has waited.
#[inline]
pub(super) fn may_serve<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &Call,
    group: GroupId,
) -> bool {
    let queue = call.facts.queue;
    let fits = matches!(run.fits.of(call.facts.call_type, group), Fit::Qualified(_))
        || run.center.queues[queue.index()].skill_match == SkillMatch::Closest;
    fits && run
        .backup(group, queue)
        .is_none_or(|(_, after)| run.now.since(call.facts.entered) >= after)
}

/// Rank of a free agent for a call where not the least active one takes it; the least is chosen,
/// then the lower agent number.
pub(super) fn rank<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &Call,
    group: GroupId,
    agent: AgentId,
) -> (u32, Fit, u64, u64) {
    let queue = call.facts.queue;
    let center_queue = &run.center.queues[queue.index()];
    let level = run.level(group, queue);
    let state = &run.agents[agent.index()];
    if center_queue.skill_match == SkillMatch::Closest {
        // Equal fits have no turns: the same agent gets the work again and again.
        return (level, run.fits.of(call.facts.call_type, group), 0, u64::from(agent.0));
    }
    let same = Fit::Qualified(0);
    let last = state.last_assignment_turn();
    let rated = || {
        let required = &run.center.call_types[call.facts.call_type.index()].skills;
        let skills = &run.center.groups[group.index()];
        required.iter().map(|&(skill, _)| u64::from(rating(skills, skill))).sum::<u64>()
    };
    match center_queue.assignment {
        Assignment::LeastActive => (level, same, state.rank, 0),
        Assignment::RoundRobin => {
            let turns = &run.queues[queue.index()].last_assigned;
            (level, same, turns.get(agent.index()).copied().unwrap_or(0), 0)
        }
        // Most hands free, that is fewest full of as many; then turns.
        Assignment::HighestCapacity => {
            let capacity = run.center.groups[group.index()].capacity;
            (level, same, u64::MAX - u64::from(capacity - state.full_hands), last)
        }
        Assignment::MostSkilled => (level, same, u64::MAX - rated(), last),
        Assignment::LeastSkilled => (level, same, rated(), last),
        Assignment::Random => {
            let luck = run.types[call.facts.call_type.index()].luck.assignment;
            let dice = luck.draws(call.facts.number, agent.0 ^ (call.notifications << 20)).word();
            (level, same, dice, 0)
        }
    }
}
