//! What can happen, lane by lane, in the order in which it happens at the same moment.
//!
//! Agents' work comes first, so that an arrival finds who has just become free; then shifts and
//! hours; then arrivals (which refresh the waiting count and the wait estimate before they read
//! them); then the calls' timers, a caller's patience before an offer to the same caller.

use crate::ids::{CallTypeId, GroupId, QueueId};

/// What an agent is about to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Accepts, rejects or misses the notification.
    Notification,
    /// Has seen the callback, which is then dialled.
    Preview,
    /// Has an answer to the dial, or gives it up.
    Ring,
    /// Has done talking.
    Talk,
    /// Has done all work with a call that has been done with.
    Work,
    /// Has done the after-call work.
    WrapUp,
    /// Works again, inactive after a miss until then.
    Inactive,
}

/// What is known from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Known {
    /// The number of agents planned changes.
    Shift(GroupId),
    /// A queue opens or closes.
    Hours(QueueId),
}

/// What comes in from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    /// The next call of a type.
    Call(CallTypeId),
    /// The window of a booked callback opens; which booking.
    Window(usize),
}

/// A call's timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    /// A caller calls again.
    Return,
    /// A message has been left.
    Message,
    /// A customer who is called first answers or does not, or a dial that was put off is due.
    Dial,
    /// A caller hangs up.
    Patience,
    /// A call has waited long enough for a back-up group.
    Level,
    /// A caller in a plain line has waited long enough for a back-up group.
    LevelInLine,
    /// A call has waited as long as an overflow rule allows.
    WaitLimit,
    /// A caller hears a callback offer.
    Offer,
    /// It can be told by when a callback was to be made of which everything else has been said.
    Promise,
    /// A caller presses the key.
    Key,
    /// A caller in a plain line presses the key.
    KeyInLine,
    /// The confirmation has ended.
    Confirmation,
    /// A callback returns to the queue for another dial.
    Retry,
    /// A callback has been open for its longest time.
    Expiry,
}

impl Timer {
    /// All of them, each at its number.
    pub(super) const ALL: [Self; 14] = [
        Self::Return,
        Self::Message,
        Self::Dial,
        Self::Patience,
        Self::Level,
        Self::LevelInLine,
        Self::WaitLimit,
        Self::Offer,
        Self::Promise,
        Self::Key,
        Self::KeyInLine,
        Self::Confirmation,
        Self::Retry,
        Self::Expiry,
    ];
}
