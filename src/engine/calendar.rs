//! The calendar: the next happening, out of one lane per kind of event.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::ids::{AgentId, CallTypeId, GroupId, QueueId};
use crate::time::SimTime;

use super::call::CallKey;
use super::event::{Event, Step, Timer};
use super::tournament::Tournament;

/// What is scheduled. Nothing is ever cancelled: a timer that has lost its reason is found
/// stale by whoever it wakes.
#[derive(Debug)]
pub(super) struct Calendar {
    /// The next arrival of each call type.
    arrivals: Vec<SimTime>,
    /// The earliest of them, with its type.
    next_arrival: (SimTime, u32),
    /// What is known from the start, in order of time; the cursor stands on the next.
    known: Vec<(SimTime, Known)>,
    next_known: usize,
    /// What each agent does next.
    agents: Tournament,
    steps: Vec<Step>,
    /// The calls' timers: (moment, kind, call).
    timers: BinaryHeap<Reverse<(SimTime, Timer, CallKey)>>,
}

/// Happenings that are known from the start, in the order of [`Event`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Known {
    /// [`Event::ShiftChanges`].
    Shift(GroupId),
    /// [`Event::HoursChange`].
    Hours(QueueId),
}

impl Calendar {
    /// An empty calendar but for what is known from the start.
    pub(super) fn new(call_types: usize, agents: usize, mut known: Vec<(SimTime, Known)>) -> Self {
        known.sort_unstable();
        Self {
            arrivals: vec![SimTime::NEVER; call_types],
            next_arrival: (SimTime::NEVER, 0),
            known,
            next_known: 0,
            agents: Tournament::new(agents),
            steps: vec![Step::Talk; agents],
            timers: BinaryHeap::new(),
        }
    }

    /// The next call of a type comes then.
    #[inline]
    pub(super) fn arrival(&mut self, call_type: CallTypeId, at: SimTime) {
        self.arrivals[call_type.index()] = at;
        let mut next = (self.arrivals[0], 0);
        for (position, &other) in self.arrivals.iter().enumerate().skip(1) {
            next = next.min((other, position as u32));
        }
        self.next_arrival = next;
    }

    /// The agent ends this step then.
    #[inline]
    pub(super) fn step(&mut self, agent: AgentId, step: Step, at: SimTime) {
        self.steps[agent.index()] = step;
        self.agents.set(agent.0, at);
    }

    /// The agent has nothing to end any more.
    #[inline]
    pub(super) fn rest(&mut self, agent: AgentId) {
        self.agents.set(agent.0, SimTime::NEVER);
    }

    /// A call's timer goes off then.
    #[inline]
    pub(super) fn timer(&mut self, timer: Timer, call: CallKey, at: SimTime) {
        self.timers.push(Reverse((at, timer, call)));
    }

    /// Takes out the earliest happening, if there is one up to `last`.
    #[inline]
    pub(super) fn next(&mut self, last: SimTime) -> Option<(SimTime, Event)> {
        let (agent_at, agent) = self.agents.first();
        let (arrival_at, call_type) = self.next_arrival;
        let known_at = self.known.get(self.next_known).map_or(SimTime::NEVER, |known| known.0);
        let timer_at = self.timers.peek().map_or(SimTime::NEVER, |Reverse(timer)| timer.0);
        let at = agent_at.min(known_at).min(arrival_at).min(timer_at);
        if at > last || at == SimTime::NEVER {
            return None;
        }
        let event = if agent_at == at {
            let agent = AgentId(agent);
            self.rest(agent);
            self.steps[agent.index()].end(agent)
        } else if known_at == at {
            self.next_known += 1;
            match self.known[self.next_known - 1].1 {
                Known::Shift(group) => Event::ShiftChanges(group),
                Known::Hours(queue) => Event::HoursChange(queue),
            }
        } else if arrival_at == at {
            Event::CallArrives(CallTypeId(call_type))
        } else {
            let Reverse((_, timer, call)) = self.timers.pop()?;
            timer.event(call)
        };
        Some((at, event))
    }
}
