//! Transfers after service: the call goes on to another queue, keeping its age.

use crate::model::{Patience, Transfer};
use crate::observe::{Happening, Observer};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::agent::HandId;
use super::run::Run;
use super::{arriving, moving, staffing};

/// The transfer that a call takes after its first service, if any.
#[inline]
pub(super) fn chosen<'c, P: Policy, O: Observer>(
    run: &Run<'c, P, O>,
    slot: u32,
) -> Option<&'c Transfer> {
    if !run.uses.transfers {
        return None;
    }
    let facts = &run.calls.get(slot).facts;
    let transfers = &run.center.call_types[facts.call_type.index()].transfers;
    if transfers.is_empty() || facts.transferred {
        return None;
    }
    let luck = run.types[facts.call_type.index()].luck.transfer;
    let mut left = luck.uniform(facts.number, 0);
    transfers.iter().find(|transfer| {
        let taken = left < transfer.probability;
        left -= transfer.probability;
        taken
    })
}

/// The agent passes the call on and is free at once, without after-call work; with a warm
/// transfer, when the next one has taken over.
pub(super) fn pass_on<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    hand: HandId,
    transfer: &Transfer,
) {
    let call = run.calls.get_mut(slot);
    let from = call.facts.queue;
    if call.facts.is_callback() {
        // The callback is closed; what goes on is a call on the line.
        run.queues[from.index()].active_callbacks -= 1;
        call.facts.key_pressed = SimTime::NEVER;
        call.earlier_dials = call.dials;
    }
    moving::enter(run, slot, transfer.queue);
    arriving::is_offered(run, transfer.queue);
    let call_type = &run.center.call_types[run.calls.get(slot).facts.call_type.index()];
    let call = run.calls.get_mut(slot);
    let luck = run.types[call.facts.call_type.index()].luck;
    let (number, arrived) = (call.facts.number, call.facts.arrived);
    let talk_time = transfer.talk_time.as_ref().unwrap_or(&call_type.talk_time);
    call.facts.talk_ticks = talk_time.sample(arrived, &mut luck.transfer.draws(number, 1)).0;
    call.facts.wrap_ticks = call.drawn_wrap_ticks.unwrap_or(call.facts.wrap_ticks);
    call.facts.transferred = true;
    let patience = match &call_type.patience {
        Patience::Never => Span::FOREVER,
        Patience::Law(law) => law.sample(arrived, &mut luck.transfer.draws(number, 2)),
    };
    call.patience = Some(patience);
    call.patience_ends = run.now + patience;
    call.patience_timed = false;
    call.is_joined = false;
    call.accepted_before = false;
    call.declined_by.clear();
    call.held_by = transfer.warm.then_some(hand);
    run.calendar.rest(hand);
    let agent = run.agent_of(hand);
    run.say(slot, Happening::Transferred { agent, from });
    if moving::take_line(run, slot) {
        arriving::take_or_queue(run, slot);
    }
    if !transfer.warm {
        staffing::is_free(run, hand);
    }
}
