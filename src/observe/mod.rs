//! What a run says of itself: one vocabulary, said once, heard by whoever keeps statistics.

mod digest;
mod life;
mod log;

pub use digest::{CallHash, Digest, PerCall};
pub use life::{CalledBack, Dial, Heard, Life};
pub use log::{Entry, Log};

use crate::ids::{AgentId, CallTypeId, GroupId, QueueId};
use crate::time::{SimTime, Span};

/// Hears a run. Static, so that what nobody listens to costs nothing: `()` hears nothing.
pub trait Observer {
    /// Whether places in the queue and other details that cost time are wanted.
    const DETAIL: bool = false;

    /// Whether everything is to be said in the order in which it happens. To one who only adds up
    /// it may be said at another time, with the moment of it: that a caller came and queued with what
    /// the call comes to next; that a caller hung up when somebody comes to look at the caller's
    /// place in the queue; how a call ends when it begins to be served, if nothing can change that.
    /// What happens to one call is said in its order all the same.
    #[inline]
    fn hears_in_order(&self) -> bool {
        true
    }

    /// Something happened to a call; `call` shows it after the change.
    fn call(&mut self, at: SimTime, call: &CallFacts, happening: Happening);

    /// A live call was given to an agent who took it at once, the first one to take it: what
    /// [`Happening::at_once`] lists, said as one because it is what happens most.
    #[inline]
    fn connected_at_once(&mut self, at: SimTime, call: &CallFacts, agent: AgentId) {
        for happening in Happening::at_once(agent) {
            self.call(at, call, happening);
        }
    }

    /// A call of which nothing has been said yet stands in a line from now on, or does no more: said
    /// when it happens, for who counts those who wait. In a center in which nobody looks at how many
    /// wait it is not said at all.
    #[inline]
    fn untold_waits(&mut self, waits: bool) {
        let _ = waits;
    }

    /// The most that waited at once, said at the end where only the engine knows: where rules look at
    /// how many wait, and callers are said late.
    #[inline]
    fn most_waited(&mut self, most: u32) {
        let _ = most;
    }

    /// What becomes of callbacks may be said before it happens; said at the start.
    #[inline]
    fn callbacks_come_ahead(&mut self) {}

    /// By when a callback was to be made of which everything else has been said, the last time by an
    /// agent who takes it then.
    #[inline]
    fn callback_promised(&mut self, call: &CallFacts) {
        let _ = call;
    }

    /// All that happens to a call, said as one to who need not hear in order: when an agent takes it
    /// or when it hangs up, and nothing can change any more what follows.
    #[inline]
    fn lived(&mut self, life: Life<'_>) {
        life.say(self);
    }

    /// All that happens to a call that became a callback, said as one to who need not hear in order:
    /// when nothing can change any more what follows.
    #[inline]
    fn called_back(&mut self, life: CalledBack<'_>) {
        life.say(self);
    }

    /// What follows when an agent has taken a call at once and nothing can change it any more:
    /// [`Happening::TalkEnded`] and [`Happening::WrapUpEnded`] at their moments,
    /// [`Observer::closed`], and that the agent was busy and is free.
    #[inline]
    fn is_served(&mut self, since: SimTime, call: &CallFacts, group: GroupId, agent: AgentId) {
        let (talk_ends, wrap_up_ends) = (since + Span(call.talk_ticks), since + call.work());
        self.agent(since, group, agent, Duty::Busy);
        self.call(talk_ends, call, Happening::TalkEnded { agent });
        let wrapped_up = Happening::WrapUpEnded { agent, since, connected: true };
        self.call(wrap_up_ends, call, wrapped_up);
        self.closed(call);
        self.agent(wrap_up_ends, group, agent, Duty::Free { since });
    }

    /// A work item waited in its queue from one moment to another, as a live call or as a
    /// callback; said when it leaves the queue or changes from one to the other.
    fn waited(&mut self, call: &CallFacts, as_callback: bool, from: SimTime, to: SimTime);

    /// Nothing more will be said of this call; its slot may be used again.
    fn closed(&mut self, call: &CallFacts);

    /// The number of agents on duty changed by one; those who stay past the end of their
    /// shift until their work is done are on duty.
    fn agent(&mut self, at: SimTime, group: GroupId, agent: AgentId, change: Duty);

    /// The clock stopped: nothing happens after this.
    fn finished(&mut self, at: SimTime);
}

impl Observer for () {
    #[inline]
    fn hears_in_order(&self) -> bool {
        false
    }
    #[inline]
    fn connected_at_once(&mut self, _: SimTime, _: &CallFacts, _: AgentId) {}
    #[inline]
    fn lived(&mut self, _: Life<'_>) {}
    #[inline]
    fn called_back(&mut self, _: CalledBack<'_>) {}
    #[inline]
    fn is_served(&mut self, _: SimTime, _: &CallFacts, _: GroupId, _: AgentId) {}
    #[inline]
    fn call(&mut self, _: SimTime, _: &CallFacts, _: Happening) {}
    #[inline]
    fn waited(&mut self, _: &CallFacts, _: bool, _: SimTime, _: SimTime) {}
    #[inline]
    fn closed(&mut self, _: &CallFacts) {}
    #[inline]
    fn agent(&mut self, _: SimTime, _: GroupId, _: AgentId, _: Duty) {}
    #[inline]
    fn finished(&mut self, _: SimTime) {}
}

/// Two observers hear the same run.
impl<A: Observer, B: Observer> Observer for (A, B) {
    const DETAIL: bool = A::DETAIL || B::DETAIL;

    #[inline]
    fn hears_in_order(&self) -> bool {
        self.0.hears_in_order() || self.1.hears_in_order()
    }
    #[inline]
    fn call(&mut self, at: SimTime, call: &CallFacts, happening: Happening) {
        self.0.call(at, call, happening);
        self.1.call(at, call, happening);
    }
    #[inline]
    fn connected_at_once(&mut self, at: SimTime, call: &CallFacts, agent: AgentId) {
        self.0.connected_at_once(at, call, agent);
        self.1.connected_at_once(at, call, agent);
    }
    #[inline]
    fn untold_waits(&mut self, waits: bool) {
        self.0.untold_waits(waits);
        self.1.untold_waits(waits);
    }
    #[inline]
    fn callbacks_come_ahead(&mut self) {
        self.0.callbacks_come_ahead();
        self.1.callbacks_come_ahead();
    }
    #[inline]
    fn most_waited(&mut self, most: u32) {
        self.0.most_waited(most);
        self.1.most_waited(most);
    }
    #[inline]
    fn called_back(&mut self, life: CalledBack<'_>) {
        self.0.called_back(life);
        self.1.called_back(life);
    }
    #[inline]
    fn callback_promised(&mut self, call: &CallFacts) {
        self.0.callback_promised(call);
        self.1.callback_promised(call);
    }
    #[inline(always)]
    fn lived(&mut self, life: Life<'_>) {
        self.0.lived(life);
        self.1.lived(life);
    }
    #[inline]
    fn is_served(&mut self, since: SimTime, call: &CallFacts, group: GroupId, agent: AgentId) {
        self.0.is_served(since, call, group, agent);
        self.1.is_served(since, call, group, agent);
    }
    #[inline]
    fn waited(&mut self, call: &CallFacts, as_callback: bool, from: SimTime, to: SimTime) {
        self.0.waited(call, as_callback, from, to);
        self.1.waited(call, as_callback, from, to);
    }
    #[inline]
    fn closed(&mut self, call: &CallFacts) {
        self.0.closed(call);
        self.1.closed(call);
    }
    #[inline]
    fn agent(&mut self, at: SimTime, group: GroupId, agent: AgentId, change: Duty) {
        self.0.agent(at, group, agent, change);
        self.1.agent(at, group, agent, change);
    }
    #[inline]
    fn finished(&mut self, at: SimTime) {
        self.0.finished(at);
        self.1.finished(at);
    }
}

/// What is known of a call while it is in the center.
/// In the order in which they are asked about: those of the first line of the cache most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct CallFacts {
    /// Where the engine keeps it; used again when the call has gone.
    pub slot: u32,
    /// Its type.
    pub call_type: CallTypeId,
    /// The queue that it is in.
    pub queue: QueueId,
    /// Whether an agent has passed it on after service.
    pub transferred: bool,
    /// When it arrived.
    pub arrived: SimTime,
    /// When it entered that queue.
    pub entered: SimTime,
    /// When it was last given to an agent; [`SimTime::NEVER`] before.
    pub assigned: SimTime,
    /// When the key for a callback was pressed; [`SimTime::NEVER`] while it was not.
    pub key_pressed: SimTime,
    /// Talk time that it carries, in ticks.
    pub talk_ticks: u64,
    /// After-call work that it carries, in ticks.
    pub wrap_ticks: u64,
    /// The how-manieth of its type it is, from 0; booked callbacks have numbers of their own
    /// from [`CallFacts::BOOKED`] on, calls of spikes from [`CallFacts::SPIKES`] on, a caller's further calls beyond [`CallFacts::FIRST_CALLS`].
    pub number: u64,
    /// By when it was to be served, as estimated when it queued.
    pub promise: Promise,
    /// By when the callback was to be made, as estimated at the offer that the caller accepted.
    pub callback_promise: Promise,
}

impl CallFacts {
    /// Numbers of first calls lie below this.
    pub const FIRST_CALLS: u64 = 1 << 40;
    /// Numbers of booked callbacks lie from here on, up to [`CallFacts::SPIKES`].
    pub const BOOKED: u64 = 1 << 38;
    /// Numbers of the calls of spikes lie from here on, so that the others keep theirs.
    pub const SPIKES: u64 = 1 << 39;
    /// What a redial adds to the number.
    pub const REDIAL: u64 = 1 << 40;
    /// What a call with a new matter adds to the number.
    pub const REPEAT: u64 = 1 << 52;

    /// How often the caller has redialled for this matter.
    #[inline]
    #[must_use]
    pub const fn redials(&self) -> u64 {
        Self::redials_of(self.number)
    }

    /// The same by a call's number alone.
    #[inline(always)]
    #[must_use]
    pub const fn redials_of(number: u64) -> u64 {
        (number % Self::REPEAT) / Self::REDIAL
    }

    /// How many calls with other matters came before this one after service.
    #[inline]
    #[must_use]
    pub const fn repeats(&self) -> u64 {
        self.number / Self::REPEAT
    }

    /// The number of the caller's first try for this matter: what talk time and patience are
    /// drawn by.
    #[inline]
    #[must_use]
    pub const fn first_try(&self) -> u64 {
        self.number - self.redials() * Self::REDIAL
    }

    /// Talk and after-call work that it carries.
    #[inline]
    #[must_use]
    pub fn work(&self) -> Span {
        Span(self.talk_ticks) + Span(self.wrap_ticks)
    }

    /// Whether it is a callback that was booked without a call before; no more when it has been
    /// passed on, and its customer holds like any other.
    #[inline]
    #[must_use]
    pub const fn is_booked(&self) -> bool {
        Self::BOOKED <= self.number && self.number < Self::SPIKES && !self.transferred
    }

    /// Whether a number is that of a customer's first call.
    #[inline(always)]
    #[must_use]
    pub const fn is_first(number: u64) -> bool {
        number < Self::BOOKED || Self::SPIKES <= number && number < Self::FIRST_CALLS
    }

    /// Whether the key was pressed.
    #[inline]
    #[must_use]
    pub fn is_callback(&self) -> bool {
        self.key_pressed != SimTime::NEVER
    }
}

/// By when an agent was to accept, as estimated before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Promise {
    /// Nobody asked.
    #[default]
    Unasked,
    /// There was no estimate.
    Unknown,
    /// Then; [`SimTime::NEVER`] when no agent was on duty.
    By(SimTime),
}

/// What happened to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// It came in.
    Arrived,
    /// All lines were busy, or the queue was full.
    Blocked,
    /// The queue was closed, and no rule lets calls in.
    OutOfHours,
    /// An overflow rule fired.
    Overflowed {
        /// Position of the rule in its list.
        rule: u32,
        /// The routing rule whose list it is; none: the queue's own.
        route: Option<u32>,
    },
    /// Overflow moved it to the queue that it is in now.
    Moved {
        /// Where it came from.
        from: QueueId,
        /// When it had entered there.
        entered: SimTime,
    },
    /// Overflow would have moved it once more than is allowed; it stays.
    MovedTooOften,
    /// Overflow sent it to somebody outside.
    SentOutside,
    /// The caller left a message.
    VoicemailLeft,
    /// An overflow rule or closing time ended it.
    EndedByOverflow,
    /// The caller found no free agent and hung up at once.
    Balked,
    /// It found no free agent and waits.
    Queued {
        /// Place in the queue, 1 is the head; counted with [`Observer::DETAIL`] only.
        position: u32,
    },
    /// The caller hears a callback offer, counted from 1.
    Offered {
        /// How-manieth offer.
        number: u32,
    },
    /// The caller pressed the key.
    CallbackAccepted {
        /// Place in the queue, 1 is the head; counted with [`Observer::DETAIL`] only.
        position: u32,
    },
    /// The confirmation has ended and with it the call; the work item waits on.
    CallEndedForCallback,
    /// The caller hung up; an agent who was being notified is free again.
    Abandoned {
        /// The agent who was being notified.
        agent: Option<AgentId>,
    },
    /// A callback came to its turn.
    CallbackDue,
    /// The work item was given to an agent.
    Assigned {
        /// To whom.
        agent: AgentId,
    },
    /// The agent is notified.
    Notified {
        /// Who.
        agent: AgentId,
    },
    /// The agent accepted.
    Accepted {
        /// Who.
        agent: AgentId,
        /// Whether no agent had accepted this work item before.
        first: bool,
    },
    /// The agent declined; the item waits again.
    Rejected {
        /// Who.
        agent: AgentId,
    },
    /// The notification ran out; the item waits again.
    Missed {
        /// Who.
        agent: AgentId,
    },
    /// The customer is dialled, counted from 1.
    Dialled {
        /// Who dials; none where the customer is called first.
        agent: Option<AgentId>,
        /// How-manieth dial.
        attempt: u32,
    },
    /// The customer answered.
    CustomerAnswered {
        /// Who dialled; none where the customer is called first.
        agent: Option<AgentId>,
    },
    /// Nobody answered.
    CustomerUnanswered {
        /// Who dialled; none where the customer is called first, or the dial costs no time.
        agent: Option<AgentId>,
        /// Whether this was the last dial.
        last: bool,
    },
    /// The item returns to the queue then.
    RetryScheduled {
        /// When.
        due: SimTime,
    },
    /// The item is back in the queue for another dial.
    Requeued,
    /// The callback was given up after its longest time.
    CallbackExpired,
    /// The customer had answered the dial and hung up on hold.
    CallbackAbandoned {
        /// The agent who was being notified.
        agent: Option<AgentId>,
    },
    /// The customer has another callback pending already.
    CallbackDeduplicated,
    /// Customer and agent are joined.
    Connected {
        /// Who.
        agent: AgentId,
    },
    /// They have done talking.
    TalkEnded {
        /// Who.
        agent: AgentId,
    },
    /// The agent is done with the call.
    WrapUpEnded {
        /// Who.
        agent: AgentId,
        /// When the agent was given the work item.
        since: SimTime,
        /// Whether the agent ever spoke to the customer.
        connected: bool,
    },
    /// The agent passed it on to the queue that it is in now.
    Transferred {
        /// Who passed it on.
        agent: AgentId,
        /// Where it came from.
        from: QueueId,
    },
    /// The caller will call again because nobody helped.
    RedialScheduled {
        /// When.
        due: SimTime,
    },
    /// The caller will call again with a new matter.
    RepeatScheduled {
        /// When.
        due: SimTime,
    },
    /// The clock stopped on it.
    Unfinished,
}

impl Happening {
    /// What happens to a live call when an agent takes it at once.
    #[inline(always)]
    #[must_use]
    pub const fn at_once(agent: AgentId) -> [Self; 4] {
        [
            Self::Assigned { agent },
            Self::Notified { agent },
            Self::Accepted { agent, first: true },
            Self::Connected { agent },
        ]
    }
}

/// An agent's coming and going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Came on duty.
    Started,
    /// Went off duty.
    Ended {
        /// When the agent came on duty.
        since: SimTime,
        /// When the plan had one agent less: now, or earlier for who stayed on.
        due: SimTime,
    },
    /// Was given a work item.
    Busy,
    /// Has no work item any more.
    Free {
        /// When the agent was given the work item.
        since: SimTime,
    },
}
