//! Queues: their limits, service level, wait estimate, overflow rules and direct callback.

use crate::random::Law;
use crate::stats::ServiceLevelDefinition;
use crate::time::Span;

/// Where calls wait.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// Smaller first across the queues that an agent serves; equal ones merge by age.
    pub priority: u32,
    /// Most calls of this queue on the line (holding and talking) at once.
    pub lines: Option<u32>,
    /// Most work items waiting, callbacks included.
    pub max_waiting: Option<u32>,
    /// What counts as answered in time.
    pub service_level: ServiceLevel,
    /// The wait that rules see and callers are told.
    pub wait_estimate: WaitEstimate,
    /// The waiting count that rules see is refreshed at multiples of this; zero: exact.
    pub count_cache: Span,
    /// Rules in order.
    pub overflow: Vec<OverflowRule>,
    /// How direct callback works here.
    pub callback: Callback,
    /// Mean handle time of the queue's call types in ticks, for the estimate by queue length.
    pub mean_handle_time: f64,
}

impl Queue {
    /// Whether some rule here offers a direct callback.
    #[must_use]
    pub fn offers_callbacks(&self) -> bool {
        self.overflow.iter().any(|rule| rule.action == Action::DirectCallback)
    }

    /// Whether some rule here reads how many items wait.
    #[must_use]
    pub fn reads_queue_length(&self) -> bool {
        self.max_waiting.is_some()
            || self.overflow.iter().any(|rule| match rule.when {
                Condition::WaitingCalls(_) => true,
                Condition::AverageWait(_) => self.wait_estimate == WaitEstimate::QueueLength,
                Condition::Waited(_) => false,
            })
    }
}

/// What counts as answered in time, and out of which calls.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceLevel {
    /// Threshold: a wait of at most this is in time.
    pub within: Span,
    /// Share to reach.
    pub target: f64,
    /// Which of the eight formulas.
    pub definition: ServiceLevelDefinition,
    /// An abandonment after at most this is short.
    pub short_abandon: Span,
    /// When a wait ends.
    pub wait_clock: WaitClock,
}

/// When a wait ends for the service level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WaitClock {
    /// When the agent has accepted.
    #[default]
    Connect,
    /// When the item is assigned.
    Queue,
}

/// How long a newcomer is thought to wait.
#[derive(Clone, Debug, PartialEq)]
pub enum WaitEstimate {
    /// Exponential moving average of waits that ended with an agent.
    MovingAverage {
        /// Time between refreshes.
        refresh: Span,
        /// Weight of the newest batch.
        alpha: f64,
        /// No estimate before so many.
        min_samples: u32,
        /// Forgotten after so long without one.
        reset_idle: Span,
        /// Whether waits of callbacks count, from queue entry.
        include_callbacks: bool,
    },
    /// (waiting items + 1) x mean handle time / agents on duty; infinite when none.
    QueueLength,
}

/// What happens when a queue is too full or too slow.
#[derive(Clone, Debug, PartialEq)]
pub struct OverflowRule {
    /// Its name.
    pub name: String,
    /// When it fires.
    pub when: Condition,
    /// What it does.
    pub action: Action,
}

/// When an overflow rule fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// So many work items wait already, or more; tested once, at arrival.
    WaitingCalls(u32),
    /// The wait estimate is above this; tested once, at arrival.
    AverageWait(Span),
    /// This item has waited so long in this queue.
    Waited(Span),
}

/// What an overflow rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Offers a direct callback.
    DirectCallback,
}

/// How direct callback works in a queue.
#[derive(Clone, Debug)]
pub struct Callback {
    /// From queue entry (or the trigger of a `waited` rule) to the first offer.
    pub first_offer: Span,
    /// From one offer to the next.
    pub repeat_every: Span,
    /// Length of the offer; it delays nothing.
    pub offer_prompt: Span,
    /// Length of the confirmation; until it has ended the callback is not assigned.
    pub confirm_prompt: Span,
    /// Most callbacks accepted and not closed; at the limit no offers are made.
    pub max_active: Option<u32>,
    /// Whether pending callbacks count in `waiting_calls` and `max_waiting`.
    pub counts_to_limit: bool,
    /// Ringing until answered or given up, in ticks.
    pub ring: Law,
    /// From the agent's acceptance to the dial, in ticks.
    pub preview: Law,
    /// Dials in all.
    pub attempts: u32,
    /// From an unanswered dial to the item's return.
    pub retry_after: Span,
    /// Where the item returns to.
    pub retry_place: RetryPlace,
    /// Whether preview and ring occupy the agent also when nobody answers.
    pub no_answer_costs_agent: bool,
    /// A callback not closed by then is given up.
    pub expire_after: Span,
}

/// Where a callback returns to after an unanswered dial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryPlace {
    /// By its original queue entry.
    Keep,
    /// Before all others.
    Front,
    /// Behind all others.
    Tail,
}
