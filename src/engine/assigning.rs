//! Who serves whom: a free agent for a work item, a work item for a free agent.

use crate::ids::{AgentId, CallTypeId, QueueId};
use crate::model::CallbackPlace;
use crate::observe::{Happening, Observer};
use crate::policy::{CallView, ItemView, Policy};
use crate::time::{SimTime, Span};

use super::call::{Call, State};
use super::free::GroupSet;
use super::heads::{self, Rank};
use super::idle::Ranked;
use super::prioritising::bucket;
use super::run::Run;
use super::skills::Service;
use super::{
    calling_back, closing, customer_first, dialling, direct, notifying, plain, serving, skills,
    staffing,
};

/// The free agent who takes this item: of the lowest level, then by the queue's method.
#[inline]
pub(super) fn free_agent<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    slot: u32,
) -> Option<AgentId> {
    let call = run.calls.get(slot);
    let id = call.facts.queue;
    let state = &run.queues[id.index()];
    if P::LOOKS_AT_THE_CALL || state.asks_each {
        return best_for_call(run, call, id);
    }
    let waited = run.now.since(call.facts.entered);
    if call.is_undeclined() {
        return longest_free(run, call.facts.call_type, id, waited);
    }
    let has_not = |agent: &Ranked| has_not_declined(run, call, agent.1);
    lowest(run, call.facts.call_type, id, waited, |groups| {
        run.free.among(groups).filter_map(|id| run.free.of(id).iter().find(has_not)).min()
    })
}

/// The free agent who takes a call of a type that has waited so long in a queue: of the lowest level
/// the one who has been free longest, or else comes first in a group.
#[inline(always)]
pub(super) fn longest_free<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call_type: CallTypeId,
    queue: QueueId,
    waited: Span,
) -> Option<AgentId> {
    if let [only] = run.queues[queue.index()].groups.as_slice()
        && !run.uses.barriers
    {
        return run.free.of(*only).first().map(|(_, agent)| agent);
    }
    lowest(run, call_type, queue, waited, |groups| run.free.first_among(groups))
}

/// Of the groups that may take a call of a type that has waited so long in a queue the agent of the
/// lowest level who goes first, by who does of some groups.
#[inline(always)]
fn lowest<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call_type: CallTypeId,
    queue: QueueId,
    waited: Span,
    first: impl Fn([&GroupSet; 2]) -> Option<Ranked>,
) -> Option<AgentId> {
    let mut best: Option<(u32, Ranked)> = None;
    for (tier, groups) in run.who_takes(call_type, queue) {
        if best.is_some_and(|(level, _)| level < tier.level) {
            break;
        }
        if waited >= tier.after
            && let Some(first) = first(groups)
            && best.is_none_or(|(_, best)| first < best)
        {
            best = Some((tier.level, first));
        }
    }
    best.map(|(_, (_, agent))| agent)
}

/// The free agent whom the queue's method ranks first for this very call.
fn best_for_call<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &Call,
    id: QueueId,
) -> Option<AgentId> {
    run.who_takes(call.facts.call_type, id)
        .flat_map(|(_, groups)| run.free.among(groups))
        .map(|group| (run.fits.service(run.center, group, id), run.free.of(group)))
        .filter(|(service, _)| service.takes(run, call))
        .flat_map(|(service, free)| free.iter().map(move |(_, agent)| (service, agent)))
        .filter(|&(_, agent)| has_not_declined(run, call, agent))
        .map(|(service, agent)| (skills::rank(run, call, &service, agent), agent))
        .min()
        .map(|(_, agent)| agent)
}

/// Whether an agent has not declined an item too often.
fn has_not_declined<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &Call,
    agent: AgentId,
) -> bool {
    if call.is_undeclined() {
        return true;
    }
    let group = run.agents[agent.index()].group;
    let limit = run.center.groups[group.index()].notification.decline_limit;
    let declines = call.declined_by.iter().filter(|&&who| who == agent).count();
    declines < limit as usize
}

/// Whether an item can be given out now while so many agents of its queue are free.
#[inline]
fn is_ready<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    call: &Call,
    free: impl FnOnce() -> usize,
) -> bool {
    if !call.facts.is_callback() || call.is_joined {
        return true;
    }
    if call.is_confirming || closing::rests(run, call) {
        return false;
    }
    let callback = &run.center.queues[call.facts.queue.index()].callback;
    let after_live = callback.place == CallbackPlace::AfterLive;
    let dials = customer_first::is_to_dial(run, call);
    if !after_live && !dials {
        return true;
    }
    let free = free();
    (!after_live || free > callback.reserve_agents as usize)
        && (!dials || customer_first::may_dial(run, call, free))
}

/// Whether an item can be given out at any moment to every agent of its queue.
pub(super) fn anybody_may_take<P: Policy, O: Observer>(run: &Run<'_, P, O>, call: &Call) -> bool {
    !call.facts.is_callback() && call.is_undeclined() && !run.uses.barriers
}

/// Agents of a queue's groups who are free.
fn free_agents<P: Policy, O: Observer>(run: &Run<'_, P, O>, queue: QueueId) -> usize {
    let groups = &run.queues[queue.index()].groups;
    groups.iter().map(|&group| run.free.of(group).len()).sum()
}

/// A free agent takes the first item by level, queue priority, bucket and age, or waits.
#[inline(always)]
pub(super) fn find_work<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    if run.uses.plain_lines {
        return plain::find_work(run, agent);
    }
    while let Some(slot) = next_item(run, agent) {
        if run.uses.callbacks_first && customer_first::is_to_dial(run, run.calls.get(slot)) {
            customer_first::dial(run, slot);
        } else if !calling_back::nobody_answers_for_free(run, slot) {
            assign(run, slot, agent);
            if !run.uses.hands {
                return;
            }
            // A call that the agent held for a warm transfer may have freed another hand.
            staffing::stands_aside(run, agent);
            if !staffing::has_free_hand(run, agent) {
                return;
            }
        }
    }
    staffing::wait_for_work(run, agent);
}

/// An agent whose shift has ended stays on for an item of a queue that closed and serves it;
/// tells whether there was one.
pub(super) fn find_late_work<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    agent: AgentId,
) -> bool {
    let Some(slot) = next_item(run, agent) else { return false };
    let call = run.calls.get(slot);
    if !closing::is_served_late(run, call) || customer_first::is_to_dial(run, call) {
        return false;
    }
    assign(run, slot, agent);
    true
}

/// An item that has just become assignable looks for a free agent; tells whether it found one
/// (or was done with without one).
#[inline(always)]
pub(super) fn find_agent<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) -> bool {
    let call = run.calls.get(slot);
    let queue = call.facts.queue;
    if !is_ready(run, call, || free_agents(run, queue)) {
        return false;
    }
    let Some(agent) = free_agent(run, slot) else { return false };
    if run.uses.callbacks_first && customer_first::is_to_dial(run, run.calls.get(slot)) {
        customer_first::dial(run, slot);
        return true;
    }
    if calling_back::nobody_answers_for_free(run, slot) {
        return true;
    }
    let state = &run.agents[agent.index()];
    run.free.remove(state.group, (state.rank, agent));
    assign(run, slot, agent);
    if run.uses.hands && staffing::has_free_hand(run, agent) {
        staffing::wait_for_work(run, agent);
    }
    true
}

/// The item that a policy ranks first among the heads of the agent's queues.
#[inline(always)]
pub(super) fn next_item<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    agent: AgentId,
) -> Option<u32> {
    let id = run.agents[agent.index()].group;
    let group = &run.groups[id.index()];
    if let [only] = group.services.as_slice() {
        return head(run, only, agent).map(|call| call.facts.slot);
    }
    if let Some(order) = run.heads.of(id) {
        return order.best(|queue| {
            let service = run.fits.service(run.center, id, queue);
            let call = head(run, &service, agent)?;
            Some((rank(run, &service, call), call.facts.slot))
        });
    }
    let mut best: Option<(Rank, &Service, u32)> = None;
    for service in &group.services {
        if !P::RANKS_ITEMS && best.is_some_and(|(_, first, _)| first.goes_before(service)) {
            break;
        }
        let Some(call) = head(run, service, agent) else { continue };
        let rank = rank(run, service, call);
        if best.is_none_or(|(least, ..)| rank < least) {
            best = Some((rank, service, call.facts.slot));
        }
    }
    best.map(|(.., slot)| slot)
}

/// The rank of an item of a queue for the agents of a group that serves it so, smaller first.
#[inline]
pub(super) fn rank<P: Policy, O: Observer>(
    run: &Run<'_, P, O>,
    service: &Service,
    call: &Call,
) -> Rank {
    heads::rank(run.policy.item_rank(view(run, service, call)), call.place.serial)
}

#[inline]
fn view<P: Policy, O: Observer>(run: &Run<'_, P, O>, service: &Service, call: &Call) -> ItemView {
    ItemView {
        call: call_view(run, call),
        level: service.level,
        queue_priority: service.priority,
        bucket: bucket(call.place.standing),
        entered: call.place.entered,
    }
}

/// A call as a policy sees it.
#[inline]
pub(super) fn call_view<P: Policy, O: Observer>(run: &Run<'_, P, O>, call: &Call) -> CallView {
    CallView {
        call_type: call.facts.call_type,
        number: call.facts.number,
        queue: call.facts.queue,
        arrived: call.facts.arrived,
        entered: call.facts.entered,
        is_callback: call.facts.is_callback(),
        transferred: call.facts.transferred,
        now: run.now,
    }
}

/// The first item of a queue that this agent may take now.
#[inline(always)]
fn head<'r, P: Policy, O: Observer>(
    run: &'r Run<'_, P, O>,
    service: &Service,
    agent: AgentId,
) -> Option<&'r Call> {
    let queue = service.queue;
    let may = |call: &Call| {
        is_ready(run, call, || free_agents(run, queue) + 1)
            && service.takes(run, call)
            && has_not_declined(run, call, agent)
    };
    let first = run.calls.get(run.first_item(queue)?);
    if may(first) {
        return Some(first);
    }
    let block = run.center.queues[queue.index()].assignment_block.unwrap_or(u32::MAX);
    run.items(queue)
        .take(block as usize)
        .skip(1)
        .map(|slot| run.calls.get(slot))
        .find(|call| may(call))
}

/// The item leaves its queue and the agent is notified.
pub(super) fn assign<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, agent: AgentId) {
    let call = run.calls.get(slot);
    if run.agents[agent.index()].takes_at_once && call.is_new_on_the_line() {
        return match run.known_end(call.facts.work()) {
            Some(ends) => direct::serve(run, slot, agent, ends),
            None => serving::answer_at_once(run, slot, agent),
        };
    }
    if let Some(ends) = dialling::takes(run, slot, agent, run.now) {
        run.calls.open += 1;
        return direct::works_until(run, agent, ends);
    }
    let call = run.calls.get(slot);
    if matches!(call.state, State::CallbackDue(_)) && !call.is_joined {
        run.say(slot, Happening::CallbackDue);
    }
    run.stop_waiting(slot);
    let hand = staffing::takes(run, agent, slot, false);
    if run.uses.turns {
        keep_turn(run, run.calls.get(slot).facts.queue, agent);
    }
    let call = run.calls.get_mut(slot);
    call.waiting_since = SimTime::NEVER;
    call.facts.assigned = run.now;
    call.state = State::Notifying(hand);
    run.say(slot, Happening::Assigned { agent });
    notifying::notify(run, slot, hand);
}

/// A queue has given an agent work.
pub(super) fn keep_turn<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    queue: QueueId,
    agent: AgentId,
) {
    if let Some(last) = run.queues[queue.index()].last_assigned.get_mut(agent.index()) {
        *last = run.now.0 + 1;
    }
}
