//! Shifts: agents come on duty, and leave when their number falls and their work is done.

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};

use crate::ids::{AgentId, GroupId, QueueId};
use crate::model::{AgentGroup, Center};
use crate::observe::{Duty, Observer};
use crate::policy::{AgentView, Policy};
use crate::time::{SimTime, Span};

use super::calendar::Known;
use super::event::Step;
use super::run::{Agent, Run};
use super::{absence, assigning};

/// An agent group under way.
#[derive(Debug)]
pub(super) struct Group<'c> {
    /// Its queues.
    pub(super) queues: Vec<QueueId>,
    /// Free agents by rank, then number.
    pub(super) free: BTreeSet<(u64, AgentId)>,
    /// Agents on duty, those who only finish their work included.
    pub(super) on_duty: u32,
    /// Agents who come, from each moment on: the plan less those who are absent.
    plan: Cow<'c, [(SimTime, u32)]>,
    /// Agents planned now.
    planned: u32,
    /// Since when the plan has been below the number on duty, for each agent too many.
    pub(super) due: VecDeque<SimTime>,
    /// Who is off duty, the lowest number last.
    off_duty: BTreeSet<AgentId>,
    /// Position of the next step of the plan.
    next_step: usize,
}

impl<'c> Group<'c> {
    /// All groups, their agents and their shift changes after the start.
    pub(super) fn all(
        center: &'c Center,
        seed: u64,
        replication: u64,
    ) -> (Vec<Self>, Vec<Agent>, Vec<(SimTime, Known)>) {
        let (mut groups, mut agents, mut shifts) = (Vec::new(), Vec::new(), Vec::new());
        for (position, group) in center.groups.iter().enumerate() {
            let id = GroupId(position as u32);
            let plan = absence::plan(center, group, seed, replication);
            shifts.extend(plan.iter().skip(1).map(|step| (step.0, Known::Shift(id))));
            groups.push(Self::new(group, plan, agents.len() as u32));
            for _ in 0..group.most_agents() {
                agents.push(Agent {
                    group: id,
                    call: None,
                    busy_since: SimTime::NEVER,
                    on_duty_since: SimTime::NEVER,
                    last_release: None,
                    last_assignment: SimTime::NEVER,
                    rank: 0,
                    connected: false,
                });
            }
        }
        (groups, agents, shifts)
    }

    fn new(group: &AgentGroup, plan: Cow<'c, [(SimTime, u32)]>, first: u32) -> Self {
        Self {
            queues: group.queues.clone(),
            free: BTreeSet::new(),
            on_duty: 0,
            plan,
            planned: 0,
            due: VecDeque::new(),
            off_duty: (first..first + group.most_agents()).map(AgentId).collect(),
            next_step: 0,
        }
    }
}

/// The plan of a group changes: agents come, or the free leave, longest free first.
pub(super) fn shift_changes<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, id: GroupId) {
    let group = &mut run.groups[id.index()];
    let Some(&(_, planned)) = group.plan.get(group.next_step) else { return };
    group.next_step += 1;
    group.planned = planned;
    while run.groups[id.index()].on_duty > planned {
        let Some((_, agent)) = run.groups[id.index()].free.pop_first() else { break };
        leave(run, agent);
    }
    let (now, group) = (run.now, &mut run.groups[id.index()]);
    group.due.resize(group.on_duty.saturating_sub(planned) as usize, now);
    while run.groups[id.index()].on_duty < planned {
        let Some(agent) = run.groups[id.index()].off_duty.pop_first() else { break };
        run.groups[id.index()].on_duty += 1;
        let state = &mut run.agents[agent.index()];
        state.on_duty_since = run.now;
        state.last_release = None;
        run.duty(agent, Duty::Started);
        assigning::find_work(run, agent);
    }
}

/// An agent has no work any more: leaves when there are too many, else looks for work.
#[inline]
pub(super) fn is_free<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    lays_down(run, agent);
    returns(run, agent);
}

/// An agent has missed a notification and gets no work for a while, unless it is time to leave.
pub(super) fn is_inactive<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    agent: AgentId,
    length: Span,
) {
    lays_down(run, agent);
    if is_one_too_many(run, agent) {
        leave(run, agent);
    } else {
        run.after(length, agent, Step::Inactive);
    }
}

/// An agent without work can take some: leaves when there are too many, else looks for work.
#[inline]
pub(super) fn returns<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    if !is_one_too_many(run, agent) {
        assigning::find_work(run, agent);
    } else if !assigning::find_late_work(run, agent) {
        leave(run, agent);
    }
}

/// The work in hand is done with.
#[inline]
fn lays_down<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    let state = &mut run.agents[agent.index()];
    let since = state.busy_since;
    state.call = None;
    state.last_release = Some(run.now);
    run.duty(agent, Duty::Free { since });
}

/// Whether the agent's group has more on duty than planned.
#[inline]
fn is_one_too_many<P: Policy, O: Observer>(run: &Run<'_, P, O>, agent: AgentId) -> bool {
    let group = &run.groups[run.agents[agent.index()].group.index()];
    group.on_duty > group.planned
}

/// An agent without work goes off duty.
fn leave<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    let state = &mut run.agents[agent.index()];
    let since = state.on_duty_since;
    state.on_duty_since = SimTime::NEVER;
    let group = &mut run.groups[state.group.index()];
    group.on_duty -= 1;
    group.off_duty.insert(agent);
    let due = group.due.pop_front().unwrap_or(run.now);
    run.duty(agent, Duty::Ended { since, due });
}

/// An agent stands among the free of the group.
pub(super) fn wait_for_work<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    let state = &mut run.agents[agent.index()];
    let view = AgentView { last_release: state.last_release, now: run.now };
    state.rank = run.policy.agent_rank(view);
    run.groups[state.group.index()].free.insert((state.rank, agent));
}
