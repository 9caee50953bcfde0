//! A call leaves its queue for another queue, for somebody outside, for voicemail, or for good.

use crate::ids::QueueId;
use crate::observe::{Happening, Observer, Promise};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::call::{CallKey, State};
use super::event::Timer;
use super::line::Place;
use super::prioritising::standing;
use super::run::Run;
use super::{arriving, returning, staffing};

/// Overflow moves a call; it keeps its age. Tells whether it goes on: false when there was no
/// line for it. After too many moves it stays where it is.
pub(super) fn move_to<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    slot: u32,
    to: QueueId,
) -> bool {
    let call = run.calls.get_mut(slot);
    if call.hops >= run.center.routing.overflow_hops {
        run.say(slot, Happening::MovedTooOften);
        return true;
    }
    call.hops += 1;
    let (from, entered) = (call.facts.queue, call.facts.entered);
    enter(run, slot, to);
    run.say(slot, Happening::Moved { from, entered });
    arriving::is_offered(run, to);
    take_line(run, slot)
}

/// The call is another queue's from now on; what its old queue had begun for it is over.
pub(super) fn enter<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32, to: QueueId) {
    run.stop_waiting(slot);
    run.line(slot, false);
    let now = run.now;
    let call = run.calls.get_mut(slot);
    call.facts.queue = to;
    call.facts.entered = now;
    call.facts.promise = Promise::Unasked;
    call.facts.callback_promise = Promise::Unasked;
    call.is_moved = true;
    call.route_rule = None;
    call.offers_wanted = false;
    call.key_due = SimTime::NEVER;
    call.clocks_started = false;
    call.offer_due = SimTime::NEVER;
    call.limit_due = SimTime::NEVER;
    call.state = State::Arriving;
    // It keeps its age, also when it stood elsewhere as a callback.
    let standing = standing(run, slot);
    let call = run.calls.get_mut(slot);
    call.place = Place { standing, entered: call.facts.arrived, ..call.place };
}

/// The call takes a line of its queue, or is blocked; tells whether it has one.
pub(super) fn take_line<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) -> bool {
    let queue = run.calls.get(slot).facts.queue;
    if arriving::lines_are_full(run, queue) {
        arriving::block(run, slot);
        return false;
    }
    run.line(slot, true);
    true
}

/// An overflow rule or closing time ends the call.
pub(super) fn end_call<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    run.stop_waiting(slot);
    run.say(slot, Happening::EndedByOverflow);
    depart(run, slot);
}

/// The caller may leave a message; who leaves none has hung up.
pub(super) fn to_voicemail<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    run.stop_waiting(slot);
    let facts = run.calls.get(slot).facts;
    let voicemail = &run.center.call_types[facts.call_type.index()].voicemail;
    let luck = run.types[facts.call_type.index()].luck.voicemail;
    if !luck.happens(voicemail.leave, facts.number, 0) {
        run.say(slot, Happening::Abandoned { agent: None });
        returning::may_redial(run, slot);
        return depart(run, slot);
    }
    run.say(slot, Happening::VoicemailLeft);
    if voicemail.work.is_none() {
        return depart(run, slot);
    }
    let length = Span::from_ticks(voicemail.length.sample(&mut luck.draws(facts.number, 1)));
    let call = run.calls.get_mut(slot);
    call.state = State::LeavingMessage;
    run.calendar.timer(Timer::Message, call.key(), run.now + length);
}

/// The message is there: it waits for an agent as a work item without a caller.
pub(super) fn message_ends<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let Some(call) = run.calls.live(key) else { return };
    let facts = call.facts;
    let voicemail = &run.center.call_types[facts.call_type.index()].voicemail;
    let Some((queue, work)) = &voicemail.work else { return };
    let luck = run.types[facts.call_type.index()].luck.voicemail;
    let work = Span::from_ticks(work.sample(&mut luck.draws(facts.number, 2)));
    enter(run, key.slot, *queue);
    arriving::patience(run, key.slot);
    let call = run.calls.get_mut(key.slot);
    call.facts.transferred = true;
    call.facts.talk_ticks = work.0;
    call.facts.wrap_ticks = 0;
    call.patience_ends = SimTime::NEVER;
    call.is_message = true;
    arriving::take_or_queue(run, key.slot);
}

/// A call leaves the center; an agent who stayed with it for a warm transfer is free.
pub(super) fn depart<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, slot: u32) {
    let holder = run.calls.get_mut(slot).take_holder();
    run.gone(slot);
    if let Some(agent) = holder {
        staffing::is_free(run, agent);
    }
}
