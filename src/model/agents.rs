//! Agent groups: who is on duty when, which queues they serve, how they take notifications.

use crate::ids::QueueId;
use crate::random::Law;
use crate::time::{SimTime, Span};

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
    /// How a notification is taken.
    pub notification: Notification,
    /// Money per agent and hour on duty.
    pub cost_per_hour: f64,
}

impl AgentGroup {
    /// Most agents ever on duty by plan.
    #[must_use]
    pub fn most_agents(&self) -> u32 {
        self.staff.iter().map(|step| step.1).max().unwrap_or(0)
    }
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
    /// item again, unless every agent on duty for it has come so far.
    pub decline_limit: u32,
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
        }
    }
}
