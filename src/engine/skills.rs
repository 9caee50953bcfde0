//! Which agents may take which call, and who of them does where skills or turns decide.

use std::collections::BTreeMap;

use crate::ids::{AgentId, CallTypeId, GroupId, QueueId};
use crate::model::{AgentGroup, CallType, Center, Level, Queue, SkillMatch};
use crate::observe::Observer;
use crate::policy::{Candidate, Policy};
use crate::time::Span;

use super::agent::Agent;
use super::call::Call;
use super::free::GroupSet;
use super::run::Run;
use super::{assigning, staffing};

/// How a group's skills meet those that a call type requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Every skill at least as required; by how many rating points above it.
    Qualified(u32),
    /// By how many rating points below it, where below.
    Under(u32),
}

/// The fit of every group for every call type, and how each group serves each queue.
#[derive(Debug)]
pub(super) struct Fits {
    groups: usize,
    by_type: Vec<Fit>,
    /// By call type: the groups that have the skills.
    skilled: Vec<GroupSet>,
    /// By queue: the groups that serve it, in the order in which they are asked.
    tiers: Vec<Vec<Tier>>,
    /// By queue, then group: the level, and after what wait; empty where all serve all at once.
    levels: Vec<(u32, Span)>,
}

/// The groups that serve a queue on the same level after the same wait.
#[derive(Debug)]
pub(super) struct Tier {
    pub(super) level: u32,
    pub(super) after: Span,
    groups: GroupSet,
}

/// How a group serves a queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Service {
    pub(super) queue: QueueId,
    pub(super) group: GroupId,
    /// Lower ones are asked first.
    pub(super) level: u32,
    /// The priority of the queue.
    pub(super) priority: u32,
    /// How long a call must have waited in the queue.
    after: Span,
    /// Whether also calls are taken for which the group has not the skills.
    takes_all: bool,
}

impl Service {
    /// How the policy of the scenario format ranks its items before those of other queues.
    #[inline]
    const fn place(&self) -> (u32, u32) {
        (self.level, self.priority)
    }

    /// Whether a call that has waited so long in the queue may be taken.
    #[inline(always)]
    pub(super) fn is_open_after(&self, waited: Span) -> bool {
        waited >= self.after
    }

    /// Whether by the scenario format all items of this queue go before all of another one.
    #[inline]
    pub(super) fn goes_before(&self, other: &Self) -> bool {
        self.place() < other.place()
    }

    /// Whether the group may take a call of the queue by its skills and by how long the call has
    /// waited.
    #[inline]
    pub(super) fn takes<P: Policy, O: Observer>(&self, run: &Run<'_, P, O>, call: &Call) -> bool {
        !run.uses.barriers
            || (self.takes_all || run.fits.has_skills(call.facts.call_type, self.group))
                && self.is_open_after(run.now.since(call.facts.entered))
    }
}

impl Fits {
    pub(super) fn new(center: &Center) -> Self {
        let pairs = center
            .call_types
            .iter()
            .flat_map(|call_type| center.groups.iter().map(move |group| fit(call_type, group)));
        let has_levels = center.groups.iter().any(|group| !group.levels.is_empty());
        let queues = if has_levels { center.queues.len() as u32 } else { 0 };
        let levels = (0..queues)
            .map(QueueId)
            .flat_map(|queue| center.groups.iter().map(move |group| place(group, queue)));
        let ids = || (0..center.groups.len() as u32).map(GroupId);
        let by_type: Vec<Fit> = pairs.collect();
        let skilled = |row: &[Fit]| {
            let is_qualified = |id: &GroupId| matches!(row[id.index()], Fit::Qualified(_));
            GroupSet::of(center.groups.len(), ids().filter(is_qualified))
        };
        Self {
            groups: center.groups.len(),
            skilled: by_type.chunks(center.groups.len().max(1)).map(skilled).collect(),
            tiers: (0..center.queues.len() as u32).map(|at| tiers(center, QueueId(at))).collect(),
            by_type,
            levels: levels.collect(),
        }
    }

    /// The level at which a group serves a queue, and after what wait.
    #[inline]
    pub(super) fn level(&self, queue: QueueId, group: GroupId) -> (u32, Span) {
        let at = queue.index() * self.groups + group.index();
        self.levels.get(at).copied().unwrap_or((1, Span::ZERO))
    }

    /// How a group serves one of its queues.
    #[inline]
    pub(super) fn service(&self, center: &Center, group: GroupId, queue: QueueId) -> Service {
        let (level, after) = self.level(queue, group);
        let Queue { priority, skill_match, .. } = center.queues[queue.index()];
        let takes_all = skill_match == SkillMatch::Closest;
        Service { queue, group, level, priority, after, takes_all }
    }

    /// How a group serves its queues, those first whose items go before the items of the others.
    pub(super) fn services_of(&self, center: &Center, group: GroupId) -> Vec<Service> {
        let queues = center.groups[group.index()].queues.iter();
        let mut services: Vec<_> =
            queues.map(|&queue| self.service(center, group, queue)).collect();
        services.sort_by_key(Service::place);
        services
    }

    /// Whether every group has the skills for every call type.
    pub(super) fn are_all(&self) -> bool {
        self.by_type.iter().all(|fit| matches!(fit, Fit::Qualified(_)))
    }

    /// Whether all groups that serve a queue have the skills for the calls that come to it by their
    /// route.
    pub(super) fn are_all_served(&self, center: &Center) -> bool {
        let ids = (0..center.call_types.len() as u32).map(CallTypeId);
        let mut routes = ids
            .zip(&center.call_types)
            .flat_map(|(id, call_type)| call_type.route.iter().map(move |&(queue, _)| (id, queue)));
        let groups = || (0..).map(GroupId).zip(&center.groups);
        routes.all(|(id, queue)| {
            let mut serving = groups().filter(|(_, group)| group.queues.contains(&queue));
            serving.all(|(group, _)| self.has_skills(id, group))
        })
    }

    /// Whether a group has the skills for a call type.
    #[inline]
    fn has_skills(&self, call_type: CallTypeId, group: GroupId) -> bool {
        matches!(self.of(call_type, group), Fit::Qualified(_))
    }

    #[inline]
    fn of(&self, call_type: CallTypeId, group: GroupId) -> Fit {
        self.by_type[call_type.index() * self.groups + group.index()]
    }
}

impl<P: Policy, O: Observer> Run<'_, P, O> {
    /// The groups that may take calls of a type in a queue, in the order in which they are asked: of
    /// each tier those in both sets.
    #[inline(always)]
    pub(super) fn who_takes(
        &self,
        call_type: CallTypeId,
        queue: QueueId,
    ) -> impl Iterator<Item = (&Tier, [&GroupSet; 2])> {
        let takes_all = self.center.queues[queue.index()].skill_match == SkillMatch::Closest;
        let skilled = &self.fits.skilled[call_type.index()];
        self.fits.tiers[queue.index()].iter().map(move |tier| {
            let groups = &tier.groups;
            (tier, [groups, if takes_all { groups } else { skilled }])
        })
    }
}

/// The groups that serve a queue, by level and wait.
fn tiers(center: &Center, queue: QueueId) -> Vec<Tier> {
    let mut by_place: BTreeMap<(u32, Span), Vec<GroupId>> = BTreeMap::new();
    for (id, group) in (0..).map(GroupId).zip(&center.groups) {
        if group.queues.contains(&queue) {
            by_place.entry(place(group, queue)).or_default().push(id);
        }
    }
    let tier = |((level, after), members)| Tier {
        level,
        after,
        groups: GroupSet::of(center.groups.len(), members),
    };
    by_place.into_iter().map(tier).collect()
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

/// The level at which a group serves a queue.
pub(super) fn level(group: &AgentGroup, queue: QueueId) -> u32 {
    place(group, queue).0
}

/// The level at which a group serves a queue, and after what wait.
fn place(group: &AgentGroup, queue: QueueId) -> (u32, Span) {
    backup(group, queue).map_or((1, Span::ZERO), |backup| (backup.level, backup.after))
}

/// Level and delay of a group that does not serve a queue at once.
#[inline]
fn backup(group: &AgentGroup, queue: QueueId) -> Option<&Level> {
    group.levels.iter().find(|level| level.queue == queue)
}

/// Rank of a free agent for a call where not the least active one takes it; the least is chosen,
/// then the lower agent number.
pub(super) fn rank<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &Call,
    service: &Service,
    agent: AgentId,
) -> (u32, Fit, (u64, u64)) {
    if service.takes_all {
        // Equal fits have no turns: the same agent gets the work again and again.
        return (service.level, run.fits.of(call.facts.call_type, service.group), (0, 0));
    }
    let free = FreeAgent { run, call, agent };
    let assignment = run.center.queues[service.queue.index()].assignment;
    (service.level, Fit::Qualified(0), assignment.rank(&free))
}

/// A free agent as a rule of assignment sees one.
struct FreeAgent<'r, 'c, P, O> {
    run: &'r Run<'c, P, O>,
    call: &'r Call,
    agent: AgentId,
}

impl<P: Policy, O: Observer> FreeAgent<'_, '_, P, O> {
    fn state(&self) -> &Agent {
        &self.run.agents[self.agent.index()]
    }

    fn group(&self) -> &AgentGroup {
        &self.run.center.groups[self.state().group.index()]
    }
}

impl<P: Policy, O: Observer> Candidate for FreeAgent<'_, '_, P, O> {
    fn release(&self) -> u64 {
        if P::LOOKS_AT_THE_CALL {
            let call = assigning::call_view(self.run, self.call);
            self.run.policy.agent_rank_for(call, staffing::agent_view(self.run, self.agent))
        } else {
            self.state().rank
        }
    }

    fn turn(&self) -> u64 {
        self.state().last_assignment_turn()
    }

    fn turn_in_queue(&self) -> u64 {
        let turns = &self.run.queues[self.call.facts.queue.index()].last_assigned;
        turns.get(self.agent.index()).copied().unwrap_or(0)
    }

    fn free_capacity(&self) -> u32 {
        self.group().capacity - self.state().full_hands
    }

    fn rating(&self) -> u64 {
        let required = &self.run.center.call_types[self.call.facts.call_type.index()].skills;
        required.iter().map(|&(skill, _)| u64::from(rating(self.group(), skill))).sum()
    }

    fn dice(&self) -> u64 {
        let luck = self.run.types[self.call.facts.call_type.index()].luck.assignment;
        let which = self.agent.0 ^ (self.call.notifications << 20);
        luck.draws(self.call.facts.number, which).word()
    }
}
