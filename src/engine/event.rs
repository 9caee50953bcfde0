//! What can happen, in the order in which it happens at the same moment.

use crate::ids::{CallTypeId, GroupId, QueueId};

use super::agent::HandId;
use super::call::CallKey;

/// A happening. Agents' work comes first, so that an arrival finds who has just become free;
/// then shifts; then arrivals (which refresh the waiting count and the wait estimate before
/// they read them); then a caller's patience before an offer to the same caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// The agent accepts, rejects or misses the notification.
    NotificationEnds(HandId),
    /// The agent has seen the callback and it is dialled.
    PreviewEnds(HandId),
    /// The customer answers the dial, or it is given up.
    RingEnds(HandId),
    /// Agent and customer have done talking.
    TalkEnds(HandId),
    /// The agent has done the after-call work.
    WrapUpEnds(HandId),
    /// The agent, inactive after a miss, works again.
    AgentReturns(HandId),
    /// The number of agents planned changes.
    ShiftChanges(GroupId),
    /// A queue opens or closes.
    HoursChange(QueueId),
    /// A call comes in.
    CallArrives(CallTypeId),
    /// The window of a booked callback opens; which booking.
    WindowOpens(usize),
    /// A caller calls again.
    CallReturns(CallKey),
    /// A message has been left.
    MessageEnds(CallKey),
    /// A customer who is called first answers or does not, or a dial that was put off is due.
    DialIsDue(CallKey),
    /// A caller hangs up.
    PatienceEnds(CallKey),
    /// A call has waited long enough for a back-up group.
    LevelOpens(CallKey),
    /// A call has waited as long as an overflow rule allows.
    WaitLimitPasses(CallKey),
    /// A caller hears a callback offer.
    OfferPlays(CallKey),
    /// A caller presses the key.
    KeyIsPressed(CallKey),
    /// The confirmation has ended.
    ConfirmationEnds(CallKey),
    /// A callback returns to the queue for another dial.
    RetryIsDue(CallKey),
    /// A callback has been open for its longest time.
    CallbackExpires(CallKey),
}

/// What an agent is about to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// [`Event::NotificationEnds`].
    Notification,
    /// [`Event::PreviewEnds`].
    Preview,
    /// [`Event::RingEnds`].
    Ring,
    /// [`Event::TalkEnds`].
    Talk,
    /// [`Event::WrapUpEnds`].
    WrapUp,
    /// [`Event::AgentReturns`].
    Inactive,
}

impl Step {
    /// The event with which the step ends.
    #[inline]
    pub(super) const fn end(self, hand: HandId) -> Event {
        match self {
            Self::Notification => Event::NotificationEnds(hand),
            Self::Preview => Event::PreviewEnds(hand),
            Self::Ring => Event::RingEnds(hand),
            Self::Talk => Event::TalkEnds(hand),
            Self::WrapUp => Event::WrapUpEnds(hand),
            Self::Inactive => Event::AgentReturns(hand),
        }
    }
}

/// A call's timers, in the order of [`Event`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    /// [`Event::CallReturns`].
    Return,
    /// [`Event::MessageEnds`].
    Message,
    /// [`Event::DialIsDue`].
    Dial,
    /// [`Event::PatienceEnds`].
    Patience,
    /// [`Event::LevelOpens`].
    Level,
    /// [`Event::WaitLimitPasses`].
    WaitLimit,
    /// [`Event::OfferPlays`].
    Offer,
    /// [`Event::KeyIsPressed`].
    Key,
    /// [`Event::ConfirmationEnds`].
    Confirmation,
    /// [`Event::RetryIsDue`].
    Retry,
    /// [`Event::CallbackExpires`].
    Expiry,
}

impl Timer {
    /// All of them, each at its number.
    pub(super) const ALL: [Self; 11] = [
        Self::Return,
        Self::Message,
        Self::Dial,
        Self::Patience,
        Self::Level,
        Self::WaitLimit,
        Self::Offer,
        Self::Key,
        Self::Confirmation,
        Self::Retry,
        Self::Expiry,
    ];

    /// The event with which the timer goes off.
    #[inline]
    pub(super) const fn event(self, call: CallKey) -> Event {
        match self {
            Self::Return => Event::CallReturns(call),
            Self::Message => Event::MessageEnds(call),
            Self::Dial => Event::DialIsDue(call),
            Self::Patience => Event::PatienceEnds(call),
            Self::Level => Event::LevelOpens(call),
            Self::WaitLimit => Event::WaitLimitPasses(call),
            Self::Offer => Event::OfferPlays(call),
            Self::Key => Event::KeyIsPressed(call),
            Self::Confirmation => Event::ConfirmationEnds(call),
            Self::Retry => Event::RetryIsDue(call),
            Self::Expiry => Event::CallbackExpires(call),
        }
    }
}
