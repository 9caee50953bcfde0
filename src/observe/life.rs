//! Whole lives of calls, said as one to who need not hear in order.

use crate::ids::{AgentId, GroupId};
use crate::time::{SimTime, Span};

use super::{CallFacts, Duty, Happening, Observer};

/// The whole life of a call that came, waited in one queue or not, and was served by an agent who
/// took it at once, or hung up.
#[derive(Clone, Copy, Debug)]
pub struct Life<'c> {
    /// The call.
    pub call: &'c CallFacts,
    /// Whether it waited.
    pub waited: bool,
    /// When it was taken, or hung up.
    pub until: SimTime,
    /// Who served it, and of which group; none where it hung up.
    pub agent: Option<(GroupId, AgentId)>,
    /// The rule that fired when it came; none: no rule.
    pub heard: Option<Heard>,
}

/// A rule that offers callbacks to who waits.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    /// Position of the rule in its queue's list.
    pub rule: u32,
    /// When the first offer plays.
    pub first: SimTime,
    /// From one offer to the next.
    pub every: Span,
}

impl Heard {
    /// That the rule fired.
    #[must_use]
    pub const fn fired(self) -> Happening {
        Happening::Overflowed { rule: self.rule, route: None }
    }

    /// The offers from the first on, by number from 0, and when they play.
    pub fn offers(self) -> impl Iterator<Item = (u32, SimTime)> {
        let mut next = self.first;
        (0..).map_while(move |number| {
            let at = next;
            next = at + self.every;
            (at != SimTime::NEVER).then_some((number, at))
        })
    }

    /// Says that a call came, that it queued, and which offers its caller heard before a moment.
    pub fn say_wait<O: Observer + ?Sized>(
        self,
        observer: &mut O,
        call: &CallFacts,
        until: SimTime,
    ) {
        observer.call(call.arrived, call, Happening::Arrived);
        observer.call(call.arrived, call, self.fired());
        observer.call(call.arrived, call, Happening::Queued { position: 1 });
        for (number, at) in self.offers().take_while(|&(_, at)| at < until) {
            observer.call(at, call, Happening::Offered { number: number + 1 });
        }
    }
}

impl Life<'_> {
    /// Says it, happening by happening.
    #[inline]
    pub fn say<O: Observer + ?Sized>(self, observer: &mut O) {
        let Self { call, waited, until, agent, heard } = self;
        match heard {
            Some(heard) if waited => heard.say_wait(observer, call, until),
            _ => {
                observer.call(call.arrived, call, Happening::Arrived);
                if let Some(heard) = heard {
                    observer.call(call.arrived, call, heard.fired());
                }
                if waited {
                    observer.call(call.arrived, call, Happening::Queued { position: 1 });
                }
            }
        }
        if waited {
            observer.waited(call, false, call.arrived, until);
        }
        match agent {
            Some((group, agent)) => {
                observer.connected_at_once(until, call, agent);
                observer.is_served(until, call, group, agent);
            }
            None => {
                observer.call(until, call, Happening::Abandoned { agent: None });
                observer.closed(call);
            }
        }
    }
}

/// The whole life of a call that came, waited, became a callback, and was dialled once by an agent who
/// took it at once.
#[derive(Clone, Copy, Debug)]
pub struct CalledBack<'c> {
    /// The call as it was before its caller pressed the key.
    pub call: &'c CallFacts,
    /// The rule that fired when it came.
    pub heard: Heard,
    /// When the caller pressed the key.
    pub key: SimTime,
    /// When the confirmation had ended.
    pub confirmed: SimTime,
    /// Talk time in ticks from then on.
    pub talk_ticks: u64,
    /// Who took it, and of which group.
    pub agent: (GroupId, AgentId),
    /// The dial, the last one.
    pub dial: Dial,
}

/// A dial of a callback that an agent takes at once.
#[derive(Clone, Copy, Debug)]
pub struct Dial {
    /// When the agent takes the callback.
    pub taken: SimTime,
    /// The how-manieth dial it is, from 1.
    pub attempt: u32,
    /// When the customer is dialled.
    pub dialled: SimTime,
    /// When the customer answers, or the dial is given up.
    pub rung: SimTime,
    /// Whether the customer answers.
    pub is_answered: bool,
    /// When the agent has done all work with it.
    pub ends: SimTime,
}

impl Dial {
    /// Says what it comes to for a callback that this agent of that group takes, and that the agent was
    /// busy; whether it was the first time that an agent took it, and when the next dial is due, if
    /// there is one.
    pub fn say<O: Observer + ?Sized>(
        self,
        observer: &mut O,
        call: &CallFacts,
        (group, agent): (GroupId, AgentId),
        first: bool,
        due: Option<SimTime>,
    ) {
        let Self { taken, attempt, dialled, rung, is_answered, ends } = self;
        let who = Some(agent);
        let mut say = |at, happening| observer.call(at, call, happening);
        say(taken, Happening::Assigned { agent });
        say(taken, Happening::Notified { agent });
        say(taken, Happening::Accepted { agent, first });
        say(dialled, Happening::Dialled { agent: who, attempt });
        if is_answered {
            say(rung, Happening::CustomerAnswered { agent: who });
            say(rung, Happening::Connected { agent });
            say(rung + Span(call.talk_ticks), Happening::TalkEnded { agent });
        } else {
            say(rung, Happening::CustomerUnanswered { agent: who, last: due.is_none() });
            if let Some(due) = due {
                say(rung, Happening::RetryScheduled { due });
            }
        }
        say(ends, Happening::WrapUpEnded { agent, since: taken, connected: is_answered });
        observer.agent(taken, group, agent, Duty::Busy);
        observer.agent(ends, group, agent, Duty::Free { since: taken });
    }
}

impl CalledBack<'_> {
    /// The call once it is a callback that an agent has taken.
    #[must_use]
    pub const fn callback(&self) -> CallFacts {
        let Self { key, talk_ticks, dial, .. } = *self;
        CallFacts { key_pressed: key, talk_ticks, assigned: dial.taken, ..*self.call }
    }

    /// Says it, happening by happening.
    pub fn say<O: Observer + ?Sized>(self, observer: &mut O) {
        let Self { call, heard, key, confirmed, agent, dial, .. } = self;
        heard.say_wait(observer, call, key + Span(1));
        observer.waited(call, false, call.arrived, key);
        let callback = self.callback();
        let pending = CallFacts { assigned: SimTime::NEVER, ..callback };
        observer.call(key, &pending, Happening::CallbackAccepted { position: 1 });
        observer.call(confirmed, &pending, Happening::CallEndedForCallback);
        observer.call(dial.taken, &pending, Happening::CallbackDue);
        observer.waited(&pending, true, key, dial.taken);
        dial.say(observer, &callback, agent, true, None);
        observer.closed(&callback);
    }
}
