//! Notifications: an agent is asked to take a work item, and accepts, rejects or misses it.

use crate::model::Notification;
use crate::observe::{CallFacts, Happening, Observer};
use crate::policy::Policy;
use crate::time::Span;

use super::agent::HandId;
use super::call::Call;
use super::event::Step;
use super::run::{Run, TypeState};
use super::{
    arriving, assigning, calling_back, customer_first, overflowing, serving, staffing, waiting,
};

/// How a notification ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Accepted,
    Rejected,
    Missed,
}

/// The agent is notified; who needs no time accepts at once.
pub(super) fn notify<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, hand: HandId) {
    let agent = run.agent_of(hand);
    run.say(slot, Happening::Notified { agent });
    run.calls.get_mut(slot).notifications += 1;
    if run.group_of(hand).notification.is_taken_at_once() {
        return accept(run, slot, hand);
    }
    let (length, ending) = outcome(run, slot, hand);
    if length == Span::ZERO && ending == Ending::Accepted {
        return accept(run, slot, hand);
    }
    run.after(length, hand, Step::Notification);
    let call = run.calls.get(slot);
    // Patience runs through the notification; who has queued has the timer already.
    if call.is_joined || !call.facts.is_callback() {
        arriving::patience(run, slot);
        if run.calls.get(slot).patience_ends < run.now + length {
            arriving::await_patience(run, slot);
        }
    }
}

/// The notification is over: accepted, rejected or missed, as was decided when it began.
pub(super) fn notification_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, hand: HandId) {
    let slot = run.in_hand(hand);
    let agent = run.agent_of(hand);
    let (happening, inactive) = match outcome(run, slot, hand).1 {
        Ending::Accepted => return accept(run, slot, hand),
        Ending::Rejected => (Happening::Rejected { agent }, None),
        Ending::Missed => {
            (Happening::Missed { agent }, run.group_of(hand).notification.inactive_after_miss)
        }
    };
    let call = run.calls.get_mut(slot);
    call.declined_by.push(agent);
    let place = call.place;
    waiting::come_back(run, slot, place);
    run.say(slot, happening);
    if inactive.is_some() {
        staffing::goes_inactive(run, agent);
    }
    if calling_back::is_overdue(run, slot) {
        calling_back::expire(run, slot);
    } else {
        // Others who are free are asked first, before other hands of who declined as well.
        staffing::stands_aside(run, agent);
        assigning::find_agent(run, slot);
    }
    match inactive {
        None => staffing::is_free(run, hand),
        Some(length) => staffing::is_inactive(run, hand, length),
    }
    if !run.calls.get(slot).facts.is_callback() {
        waiting::start_clocks_once(run, slot);
        overflowing::look_again(run, slot);
    } else if run.calls.get(slot).is_joined {
        arriving::await_patience(run, slot);
    }
}

/// How long the current notification takes and how it ends: one draw per call and notification.
fn outcome<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    hand: HandId,
) -> (Span, Ending) {
    let Notification { accept_time, countdown, miss, reject, .. } =
        &run.group_of(hand).notification;
    let group = run.agents[run.agent_of(hand).index()].group;
    let call: &Call = run.calls.get(slot);
    let (number, count) = (call.facts.number, call.notifications - 1);
    let TypeState { luck, accept_times, .. } = &mut run.types[call.facts.call_type.index()];
    // First notifications of callers on the line come about in the order of the calls.
    let in_order = count == 0 && number < CallFacts::BOOKED && !call.facts.is_callback();
    let ticks = match &mut accept_times[group.index()] {
        Some(ahead) if in_order => ahead.of(number),
        _ => accept_time.sample(&mut luck.notification_accept.draws(number, count)),
    };
    let length = Span::from_ticks(ticks);
    let (miss, reject) = (*miss, *reject);
    let decided = if miss + reject > 0.0 {
        let uniform = luck.notification_outcome.uniform(number, count);
        (uniform < miss, uniform < miss + reject)
    } else {
        (false, false)
    };
    match decided {
        (true, _) => (*countdown, Ending::Missed),
        _ if length > *countdown => (*countdown, Ending::Missed),
        (_, true) => (length, Ending::Rejected),
        _ => (length, Ending::Accepted),
    }
}

/// The agent takes the item: the live caller is connected, a callback is dialled.
fn accept<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, hand: HandId) {
    let agent = run.agent_of(hand);
    let call = run.calls.get_mut(slot);
    let first = !call.accepted_before;
    call.accepted_before = true;
    let (facts, queue) = (call.facts, call.facts.queue);
    let is_joined = call.is_joined;
    let wait = run.now.since(facts.entered);
    if first && !call.is_message {
        let estimator = &mut run.queues[queue.index()].estimator;
        estimator.sample(run.now, wait, facts.is_callback());
    }
    run.say(slot, Happening::Accepted { agent, first });
    if is_joined {
        customer_first::joined(run, slot);
        serving::connect(run, slot, hand);
    } else if facts.is_callback() {
        calling_back::preview(run, slot, hand);
    } else {
        serving::connect(run, slot, hand);
    }
}
