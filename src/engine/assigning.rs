//! Who serves whom: a free agent for a work item, a work item for a free agent.

use crate::ids::{AgentId, QueueId};
use crate::observe::{Duty, Happening, Observer};
use crate::policy::{ItemView, Policy};
use crate::time::SimTime;

use super::call::{Call, State};
use super::run::Run;
use super::{calling_back, notifying, staffing};

/// The free agent of least rank who may take this item.
pub(super) fn free_agent<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    slot: u32,
) -> Option<AgentId> {
    let call = run.calls.get(slot);
    run.queues[call.facts.queue.index()]
        .groups
        .iter()
        .filter_map(|group| {
            let free = &run.groups[group.index()].free;
            free.iter().find(|(_, agent)| may_take(run, call, *agent))
        })
        .min()
        .map(|&(_, agent)| agent)
}

/// Whether an agent has not declined an item too often.
fn may_take<P: Policy, O: Observer>(run: &Run<'_, P, O>, call: &Call, agent: AgentId) -> bool {
    if call.declined_by.is_empty() {
        return true;
    }
    let group = run.agents[agent.index()].group;
    let limit = run.center.groups[group.index()].notification.decline_limit;
    let declines = call.declined_by.iter().filter(|&&who| who == agent).count();
    declines < limit as usize
}

/// A free agent takes the first item by queue priority and age, or waits for one.
pub(super) fn find_work<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    while let Some(slot) = next_item(run, agent) {
        if !calling_back::nobody_answers_for_free(run, slot, agent) {
            assign(run, slot, agent);
            return;
        }
    }
    staffing::wait_for_work(run, agent);
}

/// An item that has just become assignable looks for a free agent; tells whether it found one
/// (or was done with without one).
pub(super) fn find_agent<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) -> bool {
    let Some(agent) = free_agent(run, slot) else { return false };
    if calling_back::nobody_answers_for_free(run, slot, agent) {
        return true;
    }
    let group = run.agents[agent.index()].group;
    let rank = run.agents[agent.index()].rank;
    run.groups[group.index()].free.remove(&(rank, agent));
    assign(run, slot, agent);
    true
}

/// The item that a policy ranks first among the heads of the agent's queues.
fn next_item<P: Policy, O: Observer>(run: &Run<'_, P, O>, agent: AgentId) -> Option<u32> {
    let group = &run.groups[run.agents[agent.index()].group.index()];
    if let [only] = group.queues.as_slice() {
        return head(run, *only, agent).map(|call| call.facts.slot);
    }
    group
        .queues
        .iter()
        .filter_map(|&queue| {
            let call = head(run, queue, agent)?;
            Some((run.policy.item_rank(view(run, queue, call)), call.place.serial, call))
        })
        .min_by_key(|&(rank, serial, _)| (rank, serial))
        .map(|(_, _, call)| call.facts.slot)
}

fn view<P: Policy, O: Observer>(run: &Run<'_, P, O>, queue: QueueId, call: &Call) -> ItemView {
    ItemView {
        queue_priority: run.center.queues[queue.index()].priority,
        entered: call.place.entered,
        is_callback: call.facts.is_callback(),
    }
}

/// The first item of a queue that this agent may take now.
#[inline]
fn head<'r, P: Policy, O: Observer>(
    run: &'r Run<'_, P, O>,
    queue: QueueId,
    agent: AgentId,
) -> Option<&'r Call> {
    let line = &run.queues[queue.index()].line;
    let may = |call: &Call| call.assignable_from <= run.now && may_take(run, call, agent);
    let first = run.calls.get(line.first()?.1);
    if may(first) {
        return Some(first);
    }
    line.iter().skip(1).map(|(_, slot)| run.calls.get(slot)).find(|call| may(call))
}

/// The item leaves its queue and the agent is notified.
pub(super) fn assign<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, agent: AgentId) {
    if matches!(run.calls.get(slot).state, State::CallbackDue(_)) {
        run.say(slot, Happening::CallbackDue);
    }
    run.stop_waiting(slot);
    let call = run.calls.get_mut(slot);
    call.state = State::Notifying(agent);
    call.waiting_since = SimTime::NEVER;
    call.facts.assigned = run.now;
    let state = &mut run.agents[agent.index()];
    state.call = Some(slot);
    state.busy_since = run.now;
    state.connected = false;
    run.duty(agent, Duty::Busy);
    run.say(slot, Happening::Assigned { agent });
    notifying::notify(run, slot, agent);
}
