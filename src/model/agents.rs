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
