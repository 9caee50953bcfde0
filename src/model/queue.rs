//! Queues: their limits, service level, wait estimate, overflow rules and direct callback.

use crate::ids::{CallTypeId, QueueId};
use crate::policy::{Assignment, Condition};
use crate::random::Law;
use crate::stats::ServiceLevelDefinition;
use crate::time::{SimTime, Span};

/// Where calls wait.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// Smaller first across the queues that an agent serves; equal ones merge by age.
    pub priority: u32,
    /// Which of the free agents takes an item.
    pub assignment: Assignment,
    /// Whether agents without the required skills may take a call.
    pub skill_match: SkillMatch,
    /// Only so many items from the head on are looked at for an agent; none: all.
    pub assignment_block: Option<u32>,
    /// What goes before age; items of no bucket stand behind all buckets.
    pub prioritisation: Vec<Bucket>,
    /// Most calls of this queue on the line (holding and talking) at once.
    pub lines: Option<u32>,
    /// Most work items waiting, callbacks included.
    pub max_waiting: Option<u32>,
    /// What counts as answered in time.
    pub service_level: ServiceLevel,
    /// The wait that rules see and callers are told.
    pub wait_estimate: WaitEstimate,
    /// Whether callers' waits are compared with the estimate that there was when they queued.
    pub wait_estimate_scored: bool,
    /// The waiting count that rules see is refreshed at multiples of this; zero: exact.
    pub count_cache: Span,
    /// When it is open; none: always.
    pub hours: Option<Hours>,
    /// What becomes of those who still wait when it closes.
    pub at_close: AtClose,
    /// Rules in order; that of `out_of_hours` goes before all others.
    pub overflow: Vec<OverflowRule>,
    /// How direct callback works here.
    pub callback: Callback,
    /// Mean handle time of the queue's call types in ticks, for the estimate by queue length.
    pub mean_handle_time: f64,
}

impl Queue {
    /// Whether of the free agents who may take an item it is who has been free longest who does,
    /// whatever the item.
    #[must_use]
    pub fn goes_by_idle_time(&self) -> bool {
        self.assignment == Assignment::LeastActive && self.skill_match != SkillMatch::Closest
    }

    /// Whether some rule here offers a direct callback.
    #[must_use]
    pub fn offers_callbacks(&self) -> bool {
        offers_callbacks(&self.overflow)
    }

    /// Whether some rule here reads how many items wait.
    #[must_use]
    pub fn reads_queue_length(&self) -> bool {
        self.max_waiting.is_some() || self.overflow.iter().any(|rule| self.counts(rule))
    }

    /// Whether the rule that is asked first reads how many items wait.
    #[must_use]
    pub fn counts_first(&self) -> bool {
        self.overflow.first().is_some_and(|rule| self.counts(rule))
    }

    fn counts(&self, rule: &OverflowRule) -> bool {
        let estimates = self.wait_estimate == WaitEstimate::QueueLength;
        rule.when.reads_count() || rule.when.reads_estimate() && estimates
    }
}

/// Whether some rule offers a direct callback.
pub(super) fn offers_callbacks(rules: &[OverflowRule]) -> bool {
    rules.iter().any(|rule| rule.action == Action::DirectCallback)
}

/// Whether agents without the required skills may take a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkillMatch {
    /// No: the call waits.
    #[default]
    Exact,
    /// Yes: who comes closest takes it; among equals always the same agent.
    Closest,
}

/// Items that stand together before others, whatever their age.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// Items of this type.
    pub call_type: Option<CallTypeId>,
    /// Items whose type requires this skill.
    pub skill: Option<u32>,
    /// Callbacks, or what is not one.
    pub is_callback: Option<bool>,
    /// Items passed on after service, or not.
    pub transferred: Option<bool>,
    /// Items whose attribute (by number) has this value (by number).
    pub attribute: Option<(u32, u32)>,
    /// Whether the type's priority goes before age within the bucket.
    pub by_priority: bool,
}

/// Opening hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// From opening to closing, in order of time, without overlap or touch.
    pub windows: Vec<(SimTime, SimTime)>,
}

impl Hours {
    /// Whether it is open then.
    #[inline]
    #[must_use]
    pub fn are_open(&self, at: SimTime) -> bool {
        let next = self.windows.partition_point(|window| window.0 <= at);
        next > 0 && at < self.windows[next - 1].1
    }

    /// The first moment from then on at which it is open; none when there is none.
    #[must_use]
    pub fn next_opening(&self, at: SimTime) -> Option<SimTime> {
        if self.are_open(at) {
            return Some(at);
        }
        self.windows.iter().map(|window| window.0).find(|&opens| opens > at)
    }
}

/// What becomes of those who still wait when a queue closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtClose {
    /// Calls on hold.
    pub live: LiveAtClose,
    /// Pending callbacks.
    pub callbacks: CallbacksAtClose,
}

/// What becomes of calls on hold at closing time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LiveAtClose {
    /// They are served; agents whose shift has ended stay on for them.
    #[default]
    Serve,
    /// They are ended.
    EndCall,
    /// They are sent to voicemail.
    Voicemail,
}

/// What becomes of pending callbacks at closing time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallbacksAtClose {
    /// They wait for the next opening.
    #[default]
    NextOpening,
    /// They are served; agents whose shift has ended stay on for them.
    Serve,
    /// They are given up.
    Expire,
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
    /// Plain average of the waits that ended with an agent lately.
    Mean {
        /// How far back.
        over: Span,
        /// No estimate with fewer.
        min_samples: u32,
    },
    /// The wait of whom an agent accepted last; no estimate before the first.
    LastAnswered,
    /// How long the item at the head has waited in this queue so far; zero when nobody waits.
    /// Callbacks that an agent had accepted before and that wait for another dial are passed over.
    HeadOfLine,
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
    /// Where it sends the call, by name: a queue, or whoever takes external calls; else empty.
    pub to: String,
}

/// What an overflow rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Offers a direct callback.
    DirectCallback,
    /// Moves the call to another queue; it keeps its age.
    Transfer(QueueId),
    /// Sends the call to somebody outside the center.
    External,
    /// The caller may leave a message.
    Voicemail,
    /// Ends the call.
    EndCall,
    /// Lets the call in although the queue is closed.
    AssignAnyway,
}

/// How direct callback works in a queue.
#[derive(Clone, Debug)]
pub struct Callback {
    /// Who is called first.
    pub mode: CallbackMode,
    /// Where the item stands once it is a callback.
    pub place: CallbackPlace,
    /// With [`CallbackPlace::AfterLive`]: more agents than this must be free.
    pub reserve_agents: u32,
    /// Offers only while accepted / offered calls of the day so far is below this.
    pub share_limit: f64,
    /// When offers are made; none: always.
    pub offer_hours: Option<Hours>,
    /// With [`CallbackMode::CustomerFirst`]: dials are put off while customers wait too long.
    pub throttle: Option<Throttle>,
    /// Whether callbacks are dialled while the queue is closed.
    pub dial_out_of_hours: bool,
    /// Whether a second callback of the same customer is closed.
    pub dedup: Dedup,
    /// Whether a machine that answers counts as an answer.
    pub machine_counts_as_answered: bool,
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

impl Default for Callback {
    fn default() -> Self {
        Self {
            mode: CallbackMode::AgentFirst,
            place: CallbackPlace::Keep,
            reserve_agents: 0,
            share_limit: 1.0,
            offer_hours: None,
            throttle: None,
            dial_out_of_hours: false,
            dedup: Dedup::None,
            machine_counts_as_answered: false,
            first_offer: Span::from_secs(30),
            repeat_every: Span::from_secs(120),
            offer_prompt: Span::from_secs(9),
            confirm_prompt: Span::from_secs(7),
            max_active: None,
            counts_to_limit: true,
            ring: Law::Constant(25e6),
            preview: Law::Constant(0.0),
            attempts: 1,
            retry_after: Span::from_secs(900),
            retry_place: RetryPlace::Keep,
            no_answer_costs_agent: true,
            expire_after: Span::from_secs(7 * 86_400),
        }
    }
}

/// Who is called first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallbackMode {
    /// An agent accepts, then the customer is dialled.
    #[default]
    AgentFirst,
    /// The customer is dialled when the item is at the head and an agent is free, and waits for
    /// an agent after answering; nobody is reserved.
    CustomerFirst,
}

/// Where a work item stands once it is a callback.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallbackPlace {
    /// Where it stood.
    #[default]
    Keep,
    /// Behind all others.
    Tail,
    /// Before all others.
    Front,
    /// Behind every live call, also those to come; taken only while more agents than are
    /// reserved are free.
    AfterLive,
}

/// Puts off dials while customers who answered wait longer than wanted: each dial by the mean
/// of their recent waits less the target, if that is more than nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Mean wait that is wanted.
    pub target: Span,
    /// How far back waits count.
    pub lookback: Span,
}

/// Whether a second callback of the same customer is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dedup {
    /// No.
    #[default]
    None,
    /// When the first one is pending in the same queue.
    Queue,
    /// When one is pending anywhere.
    All,
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
