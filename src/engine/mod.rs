//! The engine: one replication of one center, event by event.
//!
//! Happenings at the same moment follow the order of the lanes in `event.rs`, then agent number or
//! order of arrival; nothing depends on the order in which things were scheduled.

mod absence;
mod agent;
mod ahead;
mod arriving;
mod assigning;
mod batching;
mod booking;
mod calendar;
mod call;
mod calling_back;
mod closing;
mod customer_first;
mod dialling;
mod direct;
mod estimating;
mod event;
mod foreseeing;
mod free;
mod headcount;
mod heads;
mod idle;
mod line;
mod luck;
mod moving;
mod notifying;
mod offering;
mod overflowing;
mod plain;
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
use event::{Arrival, Known, Step, Timer};
use run::Run;

/// Simulates one replication with the built-in routing.
pub fn simulate<O: Observer>(center: &Center, seed: u64, replication: u64, observer: &mut O) {
    simulate_with(center, seed, replication, &Standard, observer);
}

/// Simulates one replication with a routing policy of one's own.
///
/// The observer hears everything that happens, in order of time where it asks for that
/// ([`Observer::hears_in_order`]). Same center, seed and replication: the same happenings.
pub fn simulate_with<P: Policy, O: Observer>(
    center: &Center,
    seed: u64,
    replication: u64,
    policy: &P,
    observer: &mut O,
) {
    let mut run = Run::new(center, seed, replication, policy, observer);
    run.open();
    while run.goes_on() {
        happen(&mut run);
    }
    run.close();
}

/// What is due now happens: one line per event, in the room of its name. Its lane is found by
/// comparisons; a jump by the kind of event would be guessed wrong half the time.
#[inline(always)]
fn happen<P: Policy, O: Observer>(run: &mut Run<'_, P, O>) {
    if let Some((step, hand)) = run.calendar.take_step(run.now) {
        match step {
            Step::Notification => notifying::notification_ends(run, hand),
            Step::Preview => calling_back::preview_ends(run, hand),
            Step::Ring => calling_back::ring_ends(run, hand),
            Step::Talk => serving::talk_ends(run, hand),
            Step::Work => direct::work_ends(run, hand),
            Step::WrapUp => serving::wrap_up_ends(run, hand),
            Step::Inactive => staffing::works_again(run, hand),
        }
    } else if let Some(known) = run.calendar.take_known(run.now) {
        match known {
            Known::Shift(group) => staffing::plan_changes(run, group),
            Known::Hours(queue) => closing::hours_change(run, queue),
        }
    } else if let Some(arrival) = run.calendar.take_arrival(run.now) {
        match arrival {
            Arrival::Call(call_type) => arriving::call_arrives(run, call_type),
            Arrival::Window(position) => booking::window_opens(run, position),
        }
    } else if let Some((timer, call)) = run.calendar.take_timer() {
        match timer {
            Timer::Return => returning::call_returns(run, call),
            Timer::Message => moving::message_ends(run, call),
            Timer::Dial => customer_first::dial_is_due(run, call),
            Timer::Patience => waiting::patience_ends(run, call),
            Timer::Level => waiting::level_opens(run, call),
            Timer::LevelInLine => plain::level_opens(run, call),
            Timer::WaitLimit => overflowing::wait_limit_passes(run, call),
            Timer::Offer => calling_back::offer_plays(run, call),
            Timer::Promise => dialling::promise_is_known(run, call),
            Timer::Key => calling_back::key_is_pressed(run, call),
            Timer::KeyInLine => offering::key_is_pressed(run, call),
            Timer::Confirmation => calling_back::confirmation_ends(run, call),
            Timer::Retry => calling_back::retry_is_due(run, call),
            Timer::Expiry => calling_back::callback_expires(run, call),
        }
    }
}
