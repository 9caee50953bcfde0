//! What the router sees at a moment of a trace: who waits where, and who is free since when.

use std::collections::BTreeMap;

use crate::time::Span;

use super::event::Event;

/// A call: type, number, which of the customer's calls.
pub(super) type Key = (String, u64, u64);

/// The state of a center, rebuilt from events.
#[derive(Clone, Debug, Default)]
pub(super) struct Router {
    /// Waiting items by queue, in the order in which they joined; true for callbacks.
    waiting: BTreeMap<String, Vec<(Key, bool)>>,
    /// Free agents: whether just come on duty, and since when in ticks.
    free: BTreeMap<String, (bool, u64)>,
}

impl Router {
    /// One more event has happened.
    pub(super) fn hear(&mut self, event: &Event) {
        match event.event.as_str() {
            "queued" | "requeued" => self.join(event, event.event == "requeued"),
            "rejected" | "missed" => {
                let is_callback = self.was_callback(event);
                self.join(event, is_callback);
                self.is_free(event);
            }
            "customer_answered" if event.agent.is_empty() => self.join(event, true),
            "callback_accepted" => self.turn(event),
            "assigned" => {
                self.leave(event);
                self.free.remove(&event.agent);
            }
            "dialled" if event.agent.is_empty() => self.leave(event),
            "abandoned" | "callback_abandoned" => {
                self.leave(event);
                self.is_free(event);
            }
            "moved"
            | "blocked"
            | "sent_outside"
            | "voicemail_left"
            | "ended_by_overflow"
            | "callback_expired"
            | "callback_deduplicated"
            | "unfinished" => self.leave(event),
            "wrap_up_ended" | "transferred" | "shift_started" => self.is_free(event),
            "shift_ended" => {
                self.free.remove(&event.agent);
            }
            _ => {}
        }
    }

    fn key(event: &Event) -> Option<Key> {
        event.key().map(|(call_type, call, again)| (call_type.to_owned(), call, again))
    }

    fn join(&mut self, event: &Event, is_callback: bool) {
        if let Some(key) = Self::key(event) {
            self.waiting.entry(event.queue.clone()).or_default().push((key, is_callback));
        }
    }

    fn leave(&mut self, event: &Event) {
        let Some(key) = Self::key(event) else { return };
        for items in self.waiting.values_mut() {
            items.retain(|item| item.0 != key);
        }
    }

    /// A live call becomes a callback; one that was booked joins as one.
    fn turn(&mut self, event: &Event) {
        let Some(key) = Self::key(event) else { return };
        match self.waiting.values_mut().flatten().find(|item| item.0 == key) {
            Some(item) => item.1 = true,
            None => self.join(event, true),
        }
    }

    /// Whether the item that an agent declined is a callback: said when the agent was notified.
    fn was_callback(&self, event: &Event) -> bool {
        event.is("callback")
    }

    fn is_free(&mut self, event: &Event) {
        if !event.agent.is_empty() {
            let fresh = event.event == "shift_started";
            self.free.insert(event.agent.clone(), (fresh, event.ticks));
        }
    }

    /// Whether the call of an event waits somewhere.
    pub(super) fn knows(&self, event: &Event) -> bool {
        let key = Self::key(event);
        self.waiting.values().flatten().any(|item| Some(&item.0) == key.as_ref())
    }

    /// Live calls and callbacks that wait in a queue.
    pub(super) fn waiting_in(&self, queue: &str) -> (usize, usize) {
        let items = self.waiting.get(queue).map_or(&[][..], Vec::as_slice);
        let callbacks = items.iter().filter(|item| item.1).count();
        (items.len() - callbacks, callbacks)
    }

    /// Free agents, who has just come on duty first, then the longest free; since when, unless
    /// just come.
    pub(super) fn free_agents(&self) -> Vec<(&str, Option<u64>)> {
        let mut free: Vec<(&String, &(bool, u64))> = self.free.iter().collect();
        let rank = |fresh: bool, since: u64| if fresh { 0 } else { since + 1 };
        free.sort_by_key(|(name, (fresh, since))| (rank(*fresh, *since), numbered(name)));
        free.into_iter().map(|(name, seen)| (name.as_str(), (!seen.0).then_some(seen.1))).collect()
    }

    /// What is seen at a moment, in words.
    pub(super) fn words(&self, now: u64) -> String {
        let queues: Vec<String> = self
            .waiting
            .keys()
            .map(|queue| {
                let (live, callbacks) = self.waiting_in(queue);
                format!("{queue}: {live} on hold, {callbacks} callbacks")
            })
            .collect();
        let free = self.free_agents();
        let told = |(name, since): &(&str, Option<u64>)| match since {
            Some(since) => format!("{name} ({:.1}s)", Span(now.saturating_sub(*since)).seconds()),
            None => format!("{name} (just on duty)"),
        };
        let mut shown: Vec<String> = free.iter().take(5).map(told).collect();
        if free.len() > shown.len() {
            shown.push("...".into());
        }
        let agents = match free.len() {
            0 => "no agent free".to_owned(),
            1 => format!("1 agent free, {}", shown.join(", ")),
            count => format!("{count} agents free, by rank {}", shown.join(", ")),
        };
        let waiting = if queues.is_empty() { "nobody waits".into() } else { queues.join("; ") };
        format!("{waiting}; {agents}")
    }
}

/// `team/10` by group and number, so that 10 comes after 2.
fn numbered(name: &str) -> (&str, u32) {
    let (group, number) = name.rsplit_once('/').unwrap_or((name, "0"));
    (group, number.parse().unwrap_or(0))
}
