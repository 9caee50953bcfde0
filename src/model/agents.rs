//! Agent groups: who is on duty when, which queues they serve, how they take notifications.

use crate::ids::{CallTypeId, QueueId};
use crate::random::Law;
use crate::time::{SimTime, Span};

use super::clock::Horizon;

/// Agents who are alike.
#[derive(Clone, Debug)]
pub struct AgentGroup {
    /// Its name.
    pub name: String,
    /// The queues it serves; their order means nothing.
    pub queues: Vec<QueueId>,
    /// The queues among them that it does not serve on the first level at once.
    pub levels: Vec<Level>,
    /// Skills (by number) with their ratings.
    pub skills: Vec<(u32, u32)>,
    /// Agents on duty from each moment on; the first step starts at [`SimTime::ZERO`], the
    /// last lies before the end.
    pub staff: Vec<(SimTime, u32)>,
    /// Agents whom the roster pays from each moment on, shrinkage and absence included, in steps
    /// as of `staff`; empty: those of `staff`.
    pub paid: Vec<(SimTime, u32)>,
    /// Who does not come.
    pub absence: Absence,
    /// Multiplies talk time and after-call work of the calls that this group takes, by call type;
    /// empty: 1 for all.
    pub handle_factors: Vec<f64>,
    /// Work items that an agent can have in hand at once.
    pub capacity: u32,
    /// How a notification is taken.
    pub notification: Notification,
    /// Money per agent and paid hour.
    pub cost_per_hour: f64,
}

impl AgentGroup {
    /// Most agents ever on duty by plan.
    #[must_use]
    pub fn most_agents(&self) -> u32 {
        self.staff.iter().map(|step| step.1).max().unwrap_or(0)
    }

    /// Time that the roster pays in each reporting interval between warm-up and end, in ticks.
    #[must_use]
    pub fn paid_by_interval(&self, horizon: &Horizon) -> Vec<u64> {
        let mut ticks = vec![0; horizon.intervals()];
        let steps = if self.paid.is_empty() { &self.staff } else { &self.paid };
        for (position, &(from, agents)) in steps.iter().enumerate() {
            let until = steps.get(position + 1).map_or(horizon.end, |next| next.0).min(horizon.end);
            let mut at = from.max(horizon.warm_up);
            while at < until {
                let interval = at.0 / horizon.interval.0;
                let next = until.min(SimTime((interval + 1) * horizon.interval.0));
                ticks[interval as usize] += next.since(at).0 * u64::from(agents);
                at = next;
            }
        }
        ticks
    }

    /// What the group makes of a length of handling a call of a type.
    #[inline]
    #[must_use]
    pub fn handled(&self, call_type: CallTypeId, length: Span) -> Span {
        match self.handle_factors.get(call_type.index()) {
            None => length,
            Some(factor) => Span::from_ticks(length.ticks() * factor),
        }
    }
}

/// Absence: each agent stays away on each civil day with a probability, by a draw of its own.
#[derive(Clone, Debug, Default)]
pub struct Absence {
    /// Probability for an agent and a day.
    pub probability: f64,
    /// Law (of mean 1) of a day's factor on the probability, common to all agents of the group;
    /// the product is cut at 1.
    pub day_factor: Option<Law>,
}

impl Default for AgentGroup {
    /// Nobody, serving nothing.
    fn default() -> Self {
        Self {
            name: String::new(),
            queues: Vec::new(),
            levels: Vec::new(),
            skills: Vec::new(),
            staff: vec![(SimTime::ZERO, 0)],
            paid: Vec::new(),
            absence: Absence::default(),
            handle_factors: Vec::new(),
            capacity: 1,
            notification: Notification::default(),
            cost_per_hour: 0.0,
        }
    }
}

/// How a group backs up a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// Which queue.
    pub queue: QueueId,
    /// Lower levels are asked first.
    pub level: u32,
    /// How long a call must have waited in the queue before this group may take it.
    pub after: Span,
}

/// How agents take a notification.
#[derive(Clone, Debug)]
pub struct Notification {
    /// From the notification until it is accepted or rejected, in ticks.
    pub accept_time: Law,
    /// A notification not taken by then is missed.
    pub countdown: Span,
    /// Probability of missing one.
    pub miss: f64,
    /// Probability of rejecting one.
    pub reject: f64,
    /// Declines (missed or rejected) after which an agent is not notified of the same work
    /// item again.
    pub decline_limit: u32,
    /// After a miss the agent gets no work for so long, and counts as on duty but not as busy;
    /// none: the next item at once.
    pub inactive_after_miss: Option<Span>,
}

impl Notification {
    /// Whether every notification is accepted at once.
    #[inline]
    #[must_use]
    pub fn is_taken_at_once(&self) -> bool {
        matches!(self.accept_time, Law::Constant(0.0)) && self.miss + self.reject == 0.0
    }
}

impl Default for Notification {
    /// Taken at once.
    fn default() -> Self {
        Self {
            accept_time: Law::Constant(0.0),
            countdown: Span::from_secs(120),
            miss: 0.0,
            reject: 0.0,
            decline_limit: 3,
            inactive_after_miss: None,
        }
    }
}
