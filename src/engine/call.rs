//! A call in the center: what it carries, where it is, and the slots that calls live in.

use std::ops::{Deref, DerefMut};

use crate::ids::{AgentId, CallTypeId, QueueId};
use crate::observe::{CallFacts, Promise};
use crate::time::{SimTime, Span};

use super::agent::HandId;
use super::event::Timer;
use super::line::{Place, Ticket};
use super::timers::Alarm;

/// A call that a timer means: its slot, and its serial number to see whether the slot has a
/// new tenant since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CallKey {
    /// Order of arrival; first, so that timers of one moment follow it.
    pub(super) serial: u64,
    pub(super) slot: u32,
}

/// Where a call is. A callback is a state of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Coming in: not yet queued or assigned.
    Arriving,
    /// On hold.
    Waiting(Ticket),
    /// The caller has pressed the key; the work item waits.
    CallbackDue(Ticket),
    /// An agent is notified.
    Notifying(HandId),
    /// The agent looks at the callback before the dial.
    Previewing(HandId),
    /// The customer's phone rings.
    Dialling(HandId),
    /// Agent and customer talk.
    Talking(HandId),
    /// The customer's phone rings, with no agent yet.
    DiallingFirst,
    /// Out of the queue until the next dial is due.
    WaitingForRetry,
    /// The caller leaves a message.
    LeavingMessage,
    /// The caller has not called yet.
    Away,
    /// It has left the center; an agent may still wrap up.
    Gone,
}

/// What a call brings along.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brought {
    pub(super) call_type: CallTypeId,
    /// The rule of its queue that fired when it came, which offers callbacks to who waits; or
    /// [`Brought::NO_RULE`].
    pub(super) rule: u32,
    pub(super) number: u64,
    pub(super) arrived: SimTime,
    pub(super) talk_time: Span,
    pub(super) after_call_work: Span,
    /// By when it was to be served, as estimated when it began to wait in a plain line.
    pub(super) promise: Promise,
}

impl Brought {
    /// No rule fired.
    pub(super) const NO_RULE: u32 = u32::MAX;

    /// The work that it will make for an agent.
    #[inline(always)]
    pub(super) fn work(&self) -> Span {
        self.talk_time + self.after_call_work
    }

    /// One of a type that brings a tick of talk.
    #[cfg(test)]
    pub(super) const fn for_test(number: u64, arrived: SimTime) -> Self {
        Self {
            call_type: CallTypeId(0),
            rule: Self::NO_RULE,
            number,
            arrived,
            talk_time: Span(1),
            after_call_work: Span::ZERO,
            promise: Promise::Unasked,
        }
    }

    /// What is known of the call in a queue, which no agent has been given yet.
    #[inline(always)]
    pub(super) const fn facts(&self, queue: QueueId) -> CallFacts {
        CallFacts {
            slot: 0,
            call_type: self.call_type,
            queue,
            transferred: false,
            arrived: self.arrived,
            entered: self.arrived,
            assigned: SimTime::NEVER,
            key_pressed: SimTime::NEVER,
            talk_ticks: self.talk_time.0,
            wrap_ticks: self.after_call_work.0,
            number: self.number,
            promise: self.promise,
            callback_promise: Promise::Unasked,
        }
    }
}

/// What the observer has not been told of a call yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Untold {
    /// It has been told everything.
    Nothing,
    /// That it came.
    Arrival,
    /// That it came and queued at once.
    ArrivalAndWait,
}

/// One call: first what every call has, in three lines of the cache, of which most happenings touch
/// the first two; then what few calls come to, which is read and written as if it were the call's
/// own.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(super) struct Call {
    pub(super) state: State,
    /// Its place in the queue, with its serial number.
    pub(super) place: Place,
    /// Since when the item waits, last time round.
    pub(super) waiting_since: SimTime,
    /// Agents who are wrapping it up after it has gone on.
    pub(super) wrapping: u32,
    /// Notifications so far.
    pub(super) notifications: u32,
    /// Whether the patience timer runs.
    pub(super) patience_timed: bool,
    /// Whether the clocks of offers and wait limits run.
    pub(super) clocks_started: bool,
    /// Whether an agent has accepted it before.
    pub(super) accepted_before: bool,
    /// Whether it holds a line.
    pub(super) on_line: bool,
    /// What the observer has not been told of it yet.
    pub(super) untold: Untold,
    /// Whether nothing of [`Rare`] has been written yet.
    is_usual: bool,
    pub(super) facts: CallFacts,
    /// When its caller hangs up, once the patience is known.
    pub(super) patience_ends: SimTime,
    /// How long its caller holds; none while it has not mattered, see
    /// [`patience`](super::arriving::patience).
    pub(super) patience: Option<Span>,
    rare: Rare,
}

/// What few calls come to.
#[derive(Clone, Debug)]
pub(super) struct Rare {
    /// Whether the confirmation plays: until it has ended no agent gets the item.
    pub(super) is_confirming: bool,
    /// Offers are to be made: an overflow rule fired.
    pub(super) offers_wanted: bool,
    /// The routing rule by which it came; none: its type's route, or moved since.
    pub(super) route_rule: Option<u32>,
    /// How often overflow has moved it.
    pub(super) hops: u32,
    /// Whether it came to its queue from another one.
    pub(super) is_moved: bool,
    /// When the next offer plays.
    pub(super) offer_due: SimTime,
    /// When the next rule on the time waited is looked at.
    pub(super) limit_due: SimTime,
    /// Whether the customer of a callback holds the line: called first, and answered.
    pub(super) is_joined: bool,
    /// Since when.
    pub(super) joined_since: SimTime,
    /// Not dialled before.
    pub(super) dial_not_before: SimTime,
    /// Until when the phone of a customer who is called first rings.
    pub(super) ring_ends: SimTime,
    /// The callback that the same customer has pending.
    pub(super) pending_twin: Option<CallKey>,
    /// Whether the caller rang because of a pending callback; such a call brings no others but
    /// its own redials.
    pub(super) is_twin: bool,
    /// The hand of the agent who stays for a warm transfer.
    pub(super) held_by: Option<HandId>,
    /// After-call work as it was before a group made its own of it, once one has.
    pub(super) drawn_wrap_ticks: Option<u64>,
    /// Whether it is a message without a caller.
    pub(super) is_message: bool,
    /// The row of the record that states its attributes.
    pub(super) attributes_row: Option<u32>,
    /// The queue that the record states.
    pub(super) stated_queue: Option<QueueId>,
    /// When it is given up, once it is a callback.
    pub(super) expires: SimTime,
    /// Offers heard so far.
    pub(super) offers: u32,
    /// When the key will be pressed, after an offer of the queue that it is in.
    pub(super) key_due: SimTime,
    /// Dials so far.
    pub(super) dials: u32,
    /// Of these, for an earlier callback, before it was passed on.
    pub(super) earlier_dials: u32,
    /// Who declined it, once per decline.
    pub(super) declined_by: Vec<AgentId>,
}

impl Default for Rare {
    /// Nothing of it has come.
    fn default() -> Self {
        Self {
            is_confirming: false,
            offers_wanted: false,
            route_rule: None,
            hops: 0,
            is_moved: false,
            offer_due: SimTime::NEVER,
            limit_due: SimTime::NEVER,
            is_joined: false,
            joined_since: SimTime::NEVER,
            dial_not_before: SimTime::ZERO,
            ring_ends: SimTime::NEVER,
            pending_twin: None,
            is_twin: false,
            held_by: None,
            drawn_wrap_ticks: None,
            is_message: false,
            attributes_row: None,
            stated_queue: None,
            expires: SimTime::NEVER,
            offers: 0,
            key_due: SimTime::NEVER,
            dials: 0,
            earlier_dials: 0,
            declined_by: Vec::new(),
        }
    }
}

impl Deref for Call {
    type Target = Rare;

    #[inline]
    fn deref(&self) -> &Rare {
        &self.rare
    }
}

impl DerefMut for Call {
    #[inline]
    fn deref_mut(&mut self) -> &mut Rare {
        self.is_usual = false;
        &mut self.rare
    }
}

impl Call {
    #[inline]
    fn new(facts: CallFacts, patience: Option<Span>, serial: u64) -> Self {
        Self {
            facts,
            state: State::Arriving,
            wrapping: 0,
            notifications: 0,
            place: Place { standing: 0, entered: facts.arrived, serial },
            patience_ends: SimTime::NEVER,
            patience,
            waiting_since: SimTime::NEVER,
            patience_timed: false,
            clocks_started: false,
            accepted_before: false,
            on_line: false,
            untold: Untold::Nothing,
            is_usual: true,
            rare: Rare::default(),
        }
    }

    /// Where it is kept in its queue, while it waits as a live call.
    #[inline]
    pub(super) const fn ticket(&self) -> Option<Ticket> {
        if let State::Waiting(ticket) = self.state { Some(ticket) } else { None }
    }

    /// What a timer means it by.
    #[inline]
    pub(super) const fn key(&self) -> CallKey {
        CallKey { serial: self.place.serial, slot: self.facts.slot }
    }

    /// Whether it is a caller on the line whom no agent has accepted before, so that nothing else
    /// ends with an acceptance.
    #[inline]
    pub(super) fn is_new_on_the_line(&self) -> bool {
        !(self.accepted_before || self.facts.is_callback())
            && (self.is_usual || !(self.is_joined || self.is_message || self.held_by.is_some()))
    }

    /// The queue that the record states.
    #[inline]
    pub(super) fn stated_queue(&self) -> Option<QueueId> {
        if self.is_usual { None } else { self.rare.stated_queue }
    }

    /// Whether no agent has declined it.
    #[inline]
    pub(super) fn is_undeclined(&self) -> bool {
        self.is_usual || self.declined_by.is_empty()
    }

    /// Takes the agent who stays for a warm transfer, if there is one.
    #[inline]
    pub(super) fn take_holder(&mut self) -> Option<HandId> {
        if self.is_usual { None } else { self.rare.held_by.take() }
    }

    /// Another call begins in the slot of one that has gone.
    #[inline(always)]
    fn begin(&mut self, facts: CallFacts, patience: Option<Span>, serial: u64) {
        if !self.is_usual {
            self.forget_the_rare();
        }
        let place = Place { standing: 0, entered: facts.arrived, serial };
        (self.facts, self.state, self.place) = (facts, State::Arriving, place);
        (self.wrapping, self.notifications) = (0, 0);
        self.patience_ends = SimTime::NEVER;
        self.patience = patience;
        self.waiting_since = SimTime::NEVER;
        (self.patience_timed, self.clocks_started) = (false, false);
        (self.accepted_before, self.on_line, self.untold) = (false, false, Untold::Nothing);
    }

    /// The list is emptied, not built anew.
    #[cold]
    fn forget_the_rare(&mut self) {
        let mut declined_by = std::mem::take(&mut self.rare.declined_by);
        declined_by.clear();
        self.rare = Rare { declined_by, ..Rare::default() };
        self.is_usual = true;
    }
}

/// The calls in the center. Slots are used again, so memory is flat in the number of calls.
#[derive(Debug, Default)]
pub(super) struct Calls {
    slots: Vec<Call>,
    free: Vec<u32>,
    /// Calls in the center now.
    pub(super) open: u64,
    arrived: u64,
}

impl Calls {
    /// Counts a call that needs no slot yet; tells its serial number.
    #[inline(always)]
    pub(super) fn comes(&mut self) -> u64 {
        self.open += 1;
        self.arrived += 1;
        self.arrived - 1
    }

    /// A slot that no call is in.
    #[inline(always)]
    pub(super) const fn no_slot(&self) -> u32 {
        self.slots.len() as u32
    }

    /// Takes in a call; its slot and key are filled in here.
    #[inline(always)]
    pub(super) fn admit(&mut self, facts: CallFacts, patience: Option<Span>) -> u32 {
        let serial = self.comes();
        self.give_slot(facts, patience, serial)
    }

    /// A slot for a call that has come before.
    #[inline(always)]
    pub(super) fn give_slot(
        &mut self,
        mut facts: CallFacts,
        patience: Option<Span>,
        serial: u64,
    ) -> u32 {
        let slot = self.free.pop().unwrap_or(self.slots.len() as u32);
        facts.slot = slot;
        match self.slots.get_mut(slot as usize) {
            Some(old) => old.begin(facts, patience, serial),
            None => self.push(Call::new(facts, patience, serial)),
        }
        slot
    }

    #[cold]
    fn push(&mut self, call: Call) {
        self.slots.push(call);
    }

    /// Gives the slot of a call that has gone back.
    #[inline]
    pub(super) fn release(&mut self, slot: u32) {
        self.let_go(slot);
        self.open -= 1;
    }

    /// Gives the slot of a call back that an agent is still to work on.
    #[inline]
    pub(super) fn let_go(&mut self, slot: u32) {
        self.slots[slot as usize].state = State::Gone;
        self.free.push(slot);
    }

    /// How many calls are in slots.
    #[inline(always)]
    pub(super) const fn in_slots(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    #[inline]
    pub(super) fn get(&self, slot: u32) -> &Call {
        &self.slots[slot as usize]
    }

    #[inline]
    pub(super) fn get_mut(&mut self, slot: u32) -> &mut Call {
        &mut self.slots[slot as usize]
    }

    /// The call that a timer means, unless it has left.
    #[inline]
    pub(super) fn live(&mut self, key: CallKey) -> Option<&mut Call> {
        let call = &mut self.slots[key.slot as usize];
        (call.place.serial == key.serial && call.state != State::Gone).then_some(call)
    }

    /// Whether a call may listen to a timer when it goes off: no back-up group takes a call that has
    /// gone, and nobody minds the patience of a caller who has gone or talks (should the call be
    /// passed on, it gets a patience and a timer anew).
    #[inline]
    pub(super) fn listens(&self, alarm: Alarm) -> bool {
        let (key, timer) = (alarm.call(), alarm.timer());
        !matches!(timer, Timer::Patience | Timer::Level) || {
            let call = &self.slots[key.slot as usize];
            call.place.serial == key.serial
                && call.state != State::Gone
                && (timer == Timer::Level || !matches!(call.state, State::Talking(_)))
        }
    }

    /// The calls that have not left, in order of their slots.
    pub(super) fn left_over(&self) -> Vec<u32> {
        let mut slots: Vec<u32> = (0..self.slots.len() as u32).collect();
        let free: std::collections::BTreeSet<u32> = self.free.iter().copied().collect();
        slots.retain(|slot| !free.contains(slot));
        slots
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_back_up_group_may_be_asked_for_a_call_until_it_has_gone() {
        let brought = Brought::for_test(0, SimTime::ZERO);
        let mut calls = Calls::default();
        let slot = calls.admit(brought.facts(QueueId(0)), None);
        let alarm = |timer| Alarm::new(SimTime(1), timer, CallKey { serial: 0, slot });
        calls.get_mut(slot).state = State::Talking(HandId(0));
        assert!(calls.listens(alarm(Timer::Level)), "it may be passed on to the same queue");
        assert!(!calls.listens(alarm(Timer::Patience)));
        calls.release(slot);
        assert!(!calls.listens(alarm(Timer::Level)));
        calls.admit(brought.facts(QueueId(0)), None);
        assert!(!calls.listens(alarm(Timer::Level)), "another call has its slot");
        assert!(calls.listens(alarm(Timer::Offer)));
    }
}
