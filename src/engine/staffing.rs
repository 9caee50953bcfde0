//! Shifts: agents come on duty, and leave when their number falls and their work is done.

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};

use crate::ids::{AgentId, GroupId, QueueId};
use crate::model::{AgentGroup, Center};
use crate::observe::{Duty, Observer};
use crate::policy::{AgentView, Policy};
use crate::time::{SimTime, Span};

use super::agent::{Agent, Hand, HandId};
use super::event::{Known, Step};
use super::free::Free;
use super::idle::Ranked;
use super::run::Run;
use super::skills::{Fits, Service};
use super::{absence, assigning, foreseeing};

/// An agent group under way.
#[derive(Debug)]
pub(super) struct Group<'c> {
    /// Its queues.
    pub(super) queues: Vec<QueueId>,
    /// How it serves them, those first whose items go before the items of the others.
    pub(super) services: Vec<Service>,
    /// Agents on duty, those who only finish their work included.
    pub(super) on_duty: u32,
    /// Agents who come, from each moment on: the plan less those who are absent.
    plan: Cow<'c, [(SimTime, u32)]>,
    /// Agents planned now.
    planned: u32,
    /// Agents on duty who leave when their hands are empty.
    leaving: u32,
    /// Since when the plan has been below the number on duty, for each agent too many.
    pub(super) due: VecDeque<SimTime>,
    /// Who is off duty, the lowest number last.
    off_duty: BTreeSet<AgentId>,
    /// Position of the next step of the plan.
    next_step: usize,
}

/// Everybody who works in a replication.
#[derive(Debug, Default)]
pub(super) struct Staff<'c> {
    pub(super) groups: Vec<Group<'c>>,
    pub(super) agents: Vec<Agent>,
    pub(super) hands: Vec<Hand>,
    /// Shift changes after the start.
    pub(super) shifts: Vec<(SimTime, Known)>,
}

impl<'c> Staff<'c> {
    /// All groups with their agents and shifts.
    pub(super) fn new(center: &'c Center, fits: &Fits, seed: u64, replication: u64) -> Self {
        let mut staff = Self::default();
        for (position, group) in center.groups.iter().enumerate() {
            let id = GroupId(position as u32);
            let plan = absence::plan(center, group, seed, replication);
            staff.shifts.extend(plan.iter().skip(1).map(|step| (step.0, Known::Shift(id))));
            staff.groups.push(Group::new(center, fits, id, plan, staff.agents.len() as u32));
            let takes_at_once =
                group.notification.is_taken_at_once() && group.handle_factors.is_empty();
            for _ in 0..group.most_agents() {
                let agent = AgentId(staff.agents.len() as u32);
                let first_hand = HandId(staff.hands.len() as u32);
                staff.agents.push(Agent { takes_at_once, ..Agent::new(id, first_hand) });
                staff.hands.extend((0..group.capacity).map(|_| Hand::new(agent)));
            }
        }
        staff
    }
}

impl<'c> Group<'c> {
    fn new(
        center: &Center,
        fits: &Fits,
        id: GroupId,
        plan: Cow<'c, [(SimTime, u32)]>,
        first: u32,
    ) -> Self {
        let group = &center.groups[id.index()];
        Self {
            queues: group.queues.clone(),
            services: fits.services_of(center, id),
            on_duty: 0,
            plan,
            planned: 0,
            leaving: 0,
            due: VecDeque::new(),
            off_duty: (first..first + group.most_agents()).map(AgentId).collect(),
            next_step: 0,
        }
    }

    /// Whether more are on duty, and not about to leave, than planned.
    #[inline]
    pub(super) const fn has_too_many(&self) -> bool {
        self.on_duty - self.leaving > self.planned
    }
}

/// Nobody is free yet.
pub(super) fn nobody_free(center: &Center) -> Free {
    Free::new(center.groups.iter().map(|group| first_leaves(center, group)))
}

/// Whether of a group's free agents the longest free one takes the work, whatever it is.
fn first_leaves(center: &Center, group: &AgentGroup) -> bool {
    let goes_by_idle_time = |id: &QueueId| center.queues[id.index()].goes_by_idle_time();
    group.capacity == 1 && group.queues.iter().all(goes_by_idle_time)
}

/// The plan of a group changes while the clock runs.
pub(super) fn plan_changes<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: GroupId) {
    foreseeing::notice_free(run);
    shift_changes(run, id);
    foreseeing::look_on(run);
}

/// The plan of a group changes: agents come, or the free leave, longest free first.
pub(super) fn shift_changes<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: GroupId) {
    let group = &mut run.groups[id.index()];
    let Some(&(_, planned)) = group.plan.get(group.next_step) else { return };
    group.next_step += 1;
    group.planned = planned;
    while run.groups[id.index()].on_duty > planned {
        let has_nothing = |entry: &Ranked| run.agents[entry.1.index()].full_hands == 0;
        let Some(entry) = run.free.of(id).iter().find(has_nothing) else { break };
        run.free.remove(id, entry);
        leave(run, entry.1);
    }
    // Who has a free hand still takes nothing more.
    while run.groups[id.index()].has_too_many() {
        let Some((_, agent)) = run.free.pop_first(id) else { break };
        is_to_leave(run, agent, true);
    }
    let (now, group) = (run.now, &mut run.groups[id.index()]);
    group.due.resize(group.on_duty.saturating_sub(planned) as usize, now);
    while let Some(agent) = who_may_stay(run, id) {
        is_to_leave(run, agent, false);
        returns(run, agent);
    }
    while run.groups[id.index()].on_duty < planned {
        let Some(agent) = run.groups[id.index()].off_duty.pop_first() else { break };
        run.groups[id.index()].on_duty += 1;
        let state = &mut run.agents[agent.index()];
        state.on_duty_since = run.now;
        state.last_release = SimTime::NEVER;
        run.duty(agent, Duty::Started);
        assigning::find_work(run, agent);
    }
}

/// The first agent who was to leave after the last item in hand, where the plan has room again.
fn who_may_stay<P: Policy, O: Observer>(run: &Run<'_, P, O>, id: GroupId) -> Option<AgentId> {
    let group = &run.groups[id.index()];
    if group.leaving == 0 || group.on_duty - group.leaving >= group.planned {
        return None;
    }
    let mut agents = run.agents.iter().enumerate();
    let (position, _) = agents.find(|(_, agent)| agent.group == id && agent.is_leaving)?;
    Some(AgentId(position as u32))
}

fn is_to_leave<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId, leaves: bool) {
    let state = &mut run.agents[agent.index()];
    if state.is_leaving == leaves {
        return;
    }
    state.is_leaving = leaves;
    let leaving = &mut run.groups[state.group.index()].leaving;
    if leaves { *leaving += 1 } else { *leaving -= 1 }
}

/// An agent is given a work item and takes it with a free hand; whether to speak to the customer at
/// once.
#[inline]
pub(super) fn takes<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    agent: AgentId,
    slot: u32,
    connected: bool,
) -> HandId {
    let hand = if run.uses.hands { free_hand(run, agent) } else { HandId(agent.0) };
    let state = &mut run.agents[agent.index()];
    state.last_assignment = run.now;
    state.full_hands += 1;
    let first_item = state.full_hands == 1;
    if first_item {
        state.busy_since = run.now;
    }
    if first_item {
        run.observer.agent(run.now, state.group, agent, Duty::Busy);
    }
    run.hands[hand.index()] = Hand { agent, call: Some(slot), busy_since: run.now, connected };
    run.full_hands += 1;
    hand
}

/// The first hand of an agent that holds nothing.
fn free_hand<P: Policy, O: Observer>(run: &Run<'_, P, O>, agent: AgentId) -> HandId {
    let state = &run.agents[agent.index()];
    let first = state.first_hand.index();
    let capacity = run.center.groups[state.group.index()].capacity as usize;
    let mut hands = run.hands[first..][..capacity].iter();
    match hands.position(|hand| hand.call.is_none()) {
        Some(position) => HandId((first + position) as u32),
        None => unreachable!("an agent among the free has a free hand"),
    }
}

/// Whether an agent has a hand for another work item.
#[inline]
pub(super) fn has_free_hand<P: Policy, O: Observer>(run: &Run<'_, P, O>, agent: AgentId) -> bool {
    let state = &run.agents[agent.index()];
    if !run.uses.hands {
        return state.full_hands == 0;
    }
    state.full_hands < run.center.groups[state.group.index()].capacity
}

/// A hand has no work any more: its agent leaves when there are too many, else looks for work.
#[inline(always)]
pub(super) fn is_free<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, hand: HandId) {
    let agent = lays_down(run, hand);
    returns(run, agent);
}

/// An agent has missed a notification and gets no work until `works_again`.
pub(super) fn goes_inactive<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    stands_aside(run, agent);
    run.agents[agent.index()].misses += 1;
}

/// An agent who missed a notification is rid of the item, and inactive for so long, unless it is
/// time to leave.
pub(super) fn is_inactive<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    hand: HandId,
    length: Span,
) {
    let agent = lays_down(run, hand);
    if is_one_too_many(run, agent) && run.agents[agent.index()].full_hands == 0 {
        leave(run, agent);
    } else {
        run.after(length, hand, Step::Inactive);
    }
}

/// An agent who was inactive after a miss can take work again.
pub(super) fn works_again<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, hand: HandId) {
    let agent = run.agent_of(hand);
    run.agents[agent.index()].misses -= 1;
    returns(run, agent);
}

/// An agent with a free hand can take work: leaves when there are too many, else looks for work.
#[inline]
pub(super) fn returns<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    stands_aside(run, agent);
    let state = &run.agents[agent.index()];
    let (holds_work, is_inactive) = (state.full_hands > 0, state.misses > 0);
    let is_one_too_many = state.is_leaving || run.groups[state.group.index()].has_too_many();
    if !is_one_too_many {
        if !is_inactive {
            assigning::find_work(run, agent);
        }
    } else if is_inactive || !assigning::find_late_work(run, agent) {
        if holds_work {
            is_to_leave(run, agent, true);
        } else {
            leave(run, agent);
        }
    }
}

/// The work in this hand is done with; tells whose hand it is.
#[inline(always)]
fn lays_down<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, hand: HandId) -> AgentId {
    run.full_hands -= 1;
    let hand = &mut run.hands[hand.index()];
    hand.call = None;
    let state = &mut run.agents[hand.agent.index()];
    state.last_release = run.now;
    state.full_hands -= 1;
    if state.full_hands == 0 {
        let change = Duty::Free { since: state.busy_since };
        run.observer.agent(run.now, state.group, hand.agent, change);
    }
    hand.agent
}

/// Whether this agent leaves when the hands are empty: the group has more on duty than planned.
#[inline]
fn is_one_too_many<P: Policy, O: Observer>(run: &Run<'_, P, O>, agent: AgentId) -> bool {
    let state = &run.agents[agent.index()];
    state.is_leaving || run.groups[state.group.index()].has_too_many()
}

/// An agent without work goes off duty.
fn leave<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    is_to_leave(run, agent, false);
    let state = &mut run.agents[agent.index()];
    let since = state.on_duty_since;
    state.on_duty_since = SimTime::NEVER;
    if state.misses > 0 {
        state.misses = 0;
        let capacity = run.center.groups[state.group.index()].capacity;
        for hand in (state.first_hand.0..).take(capacity as usize) {
            run.calendar.rest(HandId(hand));
        }
    }
    let group = &mut run.groups[state.group.index()];
    group.on_duty -= 1;
    group.off_duty.insert(agent);
    let due = group.due.pop_front().unwrap_or(run.now);
    run.duty(agent, Duty::Ended { since, due });
}

/// An agent stands among the free of the group.
#[inline(always)]
pub(super) fn wait_for_work<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    let view = agent_view(run, agent);
    let rank = run.policy.agent_rank(view);
    run.agents[agent.index()].rank = rank;
    run.free.insert(view.group, (rank, agent));
}

/// An agent as a policy sees one.
#[inline(always)]
pub(super) fn agent_view<P: Policy, O: Observer>(run: &Run<'_, P, O>, agent: AgentId) -> AgentView {
    let Agent { group, last_release, .. } = run.agents[agent.index()];
    let last_release = (last_release != SimTime::NEVER).then_some(last_release);
    AgentView { agent, group, last_release, now: run.now }
}

/// An agent with hands left over from other work is not among the free for now.
#[inline(always)]
pub(super) fn stands_aside<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    if run.uses.hands {
        stands_aside_with_hands(run, agent);
    }
}

fn stands_aside_with_hands<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    let state = &run.agents[agent.index()];
    if run.center.groups[state.group.index()].capacity > 1 {
        run.free.remove(state.group, (state.rank, agent));
    }
}
