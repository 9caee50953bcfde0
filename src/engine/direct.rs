//! Service without detours, where calls only come, wait, hang up, or are served by agents who take them
//! at once: nothing is asked about that such centers do not have, and a call is done with as soon as
//! nothing can change any more how it ends.

use crate::ids::{AgentId, CallTypeId, GroupId, QueueId};
use crate::observe::{CallFacts, Life, Observer};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::agent::HandId;
use super::call::{Brought, Untold};
use super::event::Step;
use super::foreseeing::Fate;
use super::overflowing::Trip;
use super::run::Run;
use super::{arriving, assigning, foreseeing, offering, plain, routing, serving, staffing};

/// The next call of a type comes to the queue of its route; whether somebody looks at queues.
#[inline(always)]
pub(super) fn call_arrives<const LOOKED_AT: bool, P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    id: CallTypeId,
    queue: QueueId,
) {
    let number = run.types[id.index()].source.number;
    let mut call = arriving::brought(run, id, number, run.now);
    run.await_call(id);
    if LOOKED_AT {
        match routing::trip_at(run, queue) {
            Trip::Clear => {}
            Trip::Rule(rule) if run.uses.plain_lines => call.rule = rule,
            trip => {
                foreseeing::look_away(run);
                let slot = run.calls.admit(call.facts(queue), None);
                return arriving::is_at(run, slot, trip);
            }
        }
    }
    let mut hold = None;
    if !run.calendar.awaits_hands {
        match foreseeing::fate::<LOOKED_AT, P, O>(run, &mut call) {
            Fate::Seen => return,
            Fate::Waits(long) => hold = Some(long),
            Fate::Open => {}
        }
    }
    let Some(agent) = take_longest_free(run, id, queue, Span::ZERO) else {
        if run.uses.plain_lines {
            let hold = match hold {
                Some(hold) => hold,
                None => plain::hold::<LOOKED_AT, P, O>(run, &mut call, queue),
            };
            return plain::wait(run, call, queue, hold);
        }
        let slot = admit_untold(run, call.facts(queue));
        return arriving::finds_nobody(run, slot);
    };
    match run.known_end(call.work()) {
        Some(ends) => {
            run.calls.open += 1;
            serve_new(run, call, queue, agent, ends, false);
            if ends == run.now {
                // The next of this moment finds the agent among others who have become free at it.
                foreseeing::look_away(run);
            }
        }
        None => {
            foreseeing::stop(run);
            let slot = admit_untold(run, call.facts(queue));
            if let Some(heard) = offering::heard(run, &call, queue) {
                run.tell(slot);
                run.say(slot, heard.fired());
            }
            serving::answer_at_once(run, slot, agent);
        }
    }
}

/// A call without a slot is given to an agent who takes it at once and works on it until then.
#[inline(always)]
pub(super) fn serve_new<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    call: Brought,
    queue: QueueId,
    agent: AgentId,
    ends: SimTime,
    waited: bool,
) {
    let now = run.now;
    let by = (run.agents[agent.index()].group, agent);
    say_served(run, &call, queue, by, now, waited);
    works_until(run, agent, ends);
    serving::has_given_work(run, queue, agent, now.since(call.arrived));
}

/// Says of a call of which nothing has been said that this agent of that group takes it then.
#[inline(always)]
pub(super) fn say_served<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    call: &Brought,
    queue: QueueId,
    by: (GroupId, AgentId),
    assigned: SimTime,
    waited: bool,
) {
    let heard = offering::heard(run, call, queue);
    let call = &CallFacts { slot: run.calls.no_slot(), assigned, ..call.facts(queue) };
    run.observer.lived(Life { call, waited, until: assigned, agent: Some(by), heard });
}

#[inline(always)]
fn admit_untold<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, facts: CallFacts) -> u32 {
    let slot = run.calls.admit(facts, None);
    arriving::takes_its_standing(run, slot).untold = Untold::Arrival;
    slot
}

/// Takes the agent who has been free longest, of those who take a call that has waited so long, out of the
/// free.
#[inline(always)]
pub(super) fn take_longest_free<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    call_type: CallTypeId,
    queue: QueueId,
    waited: Span,
) -> Option<AgentId> {
    let agent = assigning::longest_free(run, call_type, queue, waited)?;
    let group = run.agents[agent.index()].group;
    run.free.pop_first(group).map(|(_, agent)| agent)
}

/// The agent has done all that there was to do with a call that has been done with, and looks for
/// work.
#[inline(always)]
pub(super) fn work_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, hand: HandId) {
    let agent = has_done(run, hand, run.now);
    let state = &run.agents[agent.index()];
    let is_one_too_many = state.is_leaving || run.groups[state.group.index()].has_too_many();
    if is_one_too_many || state.misses > 0 {
        staffing::returns(run, agent);
    } else if run.uses.direct_service && !run.uses.plain_lines {
        find_work(run, agent);
    } else {
        assigning::find_work(run, agent);
    }
    foreseeing::look_on(run);
}

/// A hand has done all that there was to do with a call that has been done with; tells whose it is.
#[inline(always)]
pub(super) fn has_done<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    hand: HandId,
    at: SimTime,
) -> AgentId {
    run.calls.open -= 1;
    let agent = AgentId(hand.0);
    let state = &mut run.agents[agent.index()];
    state.last_release = at;
    state.full_hands = 0;
    agent
}

/// A free agent takes the first item, or waits.
#[inline(always)]
fn find_work<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    let group = run.agents[agent.index()].group;
    let &[queue] = run.groups[group.index()].queues.as_slice() else {
        return assigning::find_work(run, agent);
    };
    if let Some(slot) = run.first_item(queue) {
        let call = run.calls.get(slot);
        if !call.is_new_on_the_line() {
            assigning::find_work(run, agent);
        } else if let Some(ends) = run.known_end(call.facts.work()) {
            serve(run, slot, agent, ends);
        } else {
            serving::answer_at_once(run, slot, agent);
        }
    } else {
        staffing::wait_for_work(run, agent);
    }
}

/// A call that is new on the line is given to an agent who takes it at once and works on it until
/// then; the call is done with.
#[inline(always)]
pub(super) fn serve<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    agent: AgentId,
    ends: SimTime,
) {
    let now = run.now;
    let group = run.agents[agent.index()].group;
    let call = run.calls.get_mut(slot);
    call.facts.assigned = now;
    let (facts, ticket) = (&call.facts, call.ticket());
    let (queue, wait) = (facts.queue, now.since(facts.entered));
    if let Some(ticket) = ticket {
        run.queues[queue.index()].live_leaves(now, ticket, &call.place);
    }
    if call.untold == Untold::Nothing {
        if ticket.is_some() {
            run.observer.waited(facts, false, call.waiting_since, now);
        }
        run.observer.connected_at_once(now, facts, agent);
        run.observer.is_served(now, facts, group, agent);
    } else {
        let (waited, agent) = (ticket.is_some(), Some((group, agent)));
        if waited {
            run.observer.untold_waits(false);
        }
        run.observer.lived(Life { call: facts, waited, until: now, agent, heard: None });
    }
    run.calls.let_go(slot);
    works_until(run, agent, ends);
    serving::has_given_work(run, queue, agent, wait);
    if ticket.is_some() {
        run.line_changed(queue);
    }
}

/// The agent, who has one hand, works until then with a call that has been done with.
#[inline(always)]
pub(super) fn works_until<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    agent: AgentId,
    ends: SimTime,
) {
    let state = &mut run.agents[agent.index()];
    state.last_assignment = run.now;
    state.busy_since = run.now;
    state.full_hands = 1;
    run.calendar.step(HandId(agent.0), Step::Work, ends);
}
