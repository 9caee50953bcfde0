//! The engine: one replication of one center, event by event.
//!
//! Happenings at the same moment follow the order of `Event`'s variants, then agent number or
//! order of arrival; nothing depends on the order in which things were scheduled.

mod absence;
mod agent;
mod arriving;
mod assigning;
mod batching;
mod booking;
mod calendar;
mod call;
mod calling_back;
mod closing;
mod customer_first;
mod estimating;
mod event;
mod heads;
mod idle;
mod line;
mod moving;
mod notifying;
mod overflowing;
mod prioritising;
mod quoting;
mod returning;
mod routing;
mod run;
mod serving;
mod skills;
mod source;
mod spiking;
mod staffing;
mod timers;
mod tournament;
mod transferring;
mod uses;
mod waiting;

use crate::model::Center;
use crate::observe::Observer;
use crate::policy::{Policy, Standard};
use event::Event;
use run::Run;

/// Simulates one replication with the built-in routing.
pub fn simulate<O: Observer>(center: &Center, seed: u64, replication: u64, observer: &mut O) {
    simulate_with(center, seed, replication, &Standard, observer);
}

/// Simulates one replication with a routing policy of one's own.
///
/// The observer hears everything that happens, in order of time. Same center, seed and
/// replication: the same happenings.
pub fn simulate_with<P: Policy, O: Observer>(
    center: &Center,
    seed: u64,
    replication: u64,
    policy: &P,
    observer: &mut O,
) {
    let mut run = Run::new(center, seed, replication, policy, observer);
    run.open();
    while let Some((at, event)) = run.next() {
        run.now = at;
        happen(&mut run, event);
    }
    run.close();
}

/// One line per event: what happens is told in the room of its name.
#[inline]
fn happen<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, event: Event) {
    match event {
        Event::NotificationEnds(hand) => notifying::notification_ends(run, hand),
        Event::PreviewEnds(hand) => calling_back::preview_ends(run, hand),
        Event::RingEnds(hand) => calling_back::ring_ends(run, hand),
        Event::TalkEnds(hand) => serving::talk_ends(run, hand),
        Event::WrapUpEnds(hand) => serving::wrap_up_ends(run, hand),
        Event::AgentReturns(hand) => staffing::works_again(run, hand),
        Event::ShiftChanges(group) => staffing::shift_changes(run, group),
        Event::HoursChange(queue) => closing::hours_change(run, queue),
        Event::CallArrives(call_type) => arriving::call_arrives(run, call_type),
        Event::WindowOpens(position) => booking::window_opens(run, position),
        Event::CallReturns(call) => returning::call_returns(run, call),
        Event::MessageEnds(call) => moving::message_ends(run, call),
        Event::DialIsDue(call) => customer_first::dial_is_due(run, call),
        Event::PatienceEnds(call) => waiting::patience_ends(run, call),
        Event::LevelOpens(call) => waiting::level_opens(run, call),
        Event::WaitLimitPasses(call) => overflowing::wait_limit_passes(run, call),
        Event::OfferPlays(call) => calling_back::offer_plays(run, call),
        Event::KeyIsPressed(call) => calling_back::key_is_pressed(run, call),
        Event::ConfirmationEnds(call) => calling_back::confirmation_ends(run, call),
        Event::RetryIsDue(call) => calling_back::retry_is_due(run, call),
        Event::CallbackExpires(call) => calling_back::callback_expires(run, call),
    }
}
