//! Talking and after-call work.

use crate::ids::AgentId;
use crate::observe::{Happening, Observer};
use crate::policy::Policy;
use crate::time::Span;

use super::call::State;
use super::event::Step;
use super::run::Run;
use super::{returning, staffing, transferring};

/// Agent and customer are joined.
pub(super) fn connect<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, agent: AgentId) {
    run.line(slot, true);
    let group = &run.center.groups[run.agents[agent.index()].group.index()];
    let call = run.calls.get_mut(slot);
    call.state = State::Talking(agent);
    // From now on the call carries what this group makes of it.
    for ticks in [&mut call.facts.talk_ticks, &mut call.facts.wrap_ticks] {
        *ticks = group.handled(call.facts.call_type, Span(*ticks)).0;
    }
    let talk_time = Span(call.facts.talk_ticks);
    let holder = call.held_by.take();
    run.agents[agent.index()].connected = true;
    run.say(slot, Happening::Connected { agent });
    run.after(talk_time, agent, Step::Talk);
    if let Some(holder) = holder {
        staffing::is_free(run, holder);
    }
}

/// They have done talking: the call leaves or goes on to another queue, the agent wraps up.
pub(super) fn talk_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    let slot = run.in_hand(agent);
    run.say(slot, Happening::TalkEnded { agent });
    if let Some(transfer) = transferring::chosen(run, slot) {
        return transferring::pass_on(run, slot, agent, transfer);
    }
    returning::may_repeat(run, slot);
    wrap_up(run, slot, agent, true);
}

/// The after-call work begins; with none, the agent is free at once. `gone` says that the call
/// leaves the center now.
pub(super) fn wrap_up<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    agent: AgentId,
    gone: bool,
) {
    let state = &run.agents[agent.index()];
    let group = &run.center.groups[state.group.index()];
    let call = run.calls.get_mut(slot);
    call.wrapping += 1;
    let carried = Span(call.facts.wrap_ticks);
    let length =
        if state.connected { carried } else { group.handled(call.facts.call_type, carried) };
    if gone {
        run.gone(slot);
    }
    if length == Span::ZERO {
        wrap_up_ends(run, agent);
    } else {
        run.after(length, agent, Step::WrapUp);
    }
}

/// The agent has done the after-call work and is free.
pub(super) fn wrap_up_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    let slot = run.in_hand(agent);
    let state = run.agents[agent.index()];
    let (since, connected) = (state.busy_since, state.connected);
    run.say(slot, Happening::WrapUpEnded { agent, since, connected });
    run.calls.get_mut(slot).wrapping -= 1;
    run.forget(slot);
    staffing::is_free(run, agent);
}
